"""What people were told and said, scheme by scheme: visits and calls about them, and why they do not go on paying."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlmodel import Session

from outreach_app.domain.lapses import FINAL, Contact, LapseReason, ToldLapse, latest
from outreach_app.domain.people import Scheme
from outreach_app.domain.stopped_periods import offer_after
from outreach_app.domain.visits import Channel, Outcome
from outreach_app.store import engine, one_offs

Asked = tuple[bytes, Scheme]
"""A person and a scheme."""

_BATCH = 5_000
_REASONS = frozenset(reason.value for reason in LapseReason)
_CHANNELS = frozenset(channel.value for channel in Channel)
_SAID = """
SELECT coalesce(m.survivor, o.person), o.scheme, f.visited_on, t.channel, o.outcome, o.lapse
FROM visit_fact f JOIN visit_outcome o ON o.visit = f.visit JOIN visit t ON t.number = f.visit
LEFT JOIN merged m ON m.row = o.person
WHERE f.current AND f.household IN ({marks}) ORDER BY f.visited_on DESC, t.made DESC
"""
_LISTED = """
SELECT person, scheme, lapse_reason, ends FROM membership
WHERE removed IS NULL AND lapse_reason IS NOT NULL AND ends IS NOT NULL AND person IN ({marks})
"""
_FINAL = """
SELECT coalesce(m.survivor, o.person), o.scheme, max(f.visited_on) FROM visit_outcome o
JOIN visit_fact f ON f.visit = o.visit AND f.current LEFT JOIN merged m ON m.row = o.person
WHERE o.lapse IN ({marks}) AND NOT EXISTS (
 SELECT 1 FROM visit_fact g JOIN visit_outcome said ON said.visit = g.visit
 WHERE g.household = f.household AND g.current AND g.visited_on > f.visited_on
 AND said.person = o.person AND said.scheme = o.scheme AND said.outcome <> 'not_home')
GROUP BY 1, 2
"""
"""Who gave a reason after which nobody calls, as the last thing that was said of the scheme."""
_FINAL_LISTED = """
SELECT person, scheme, max(ends) FROM membership
WHERE removed IS NULL AND lapse_reason IN ({marks}) AND ends IS NOT NULL AND person IS NOT NULL GROUP BY 1, 2
"""


def read_contacts(session: Session, homes: Collection[bytes]) -> dict[Asked, tuple[Contact, ...]]:
    """Read every visit and call about people of these households by person and scheme, the newest first."""
    found: defaultdict[Asked, list[Contact]] = defaultdict(list)
    for chunk in engine.in_chunks(sorted(homes), size=_BATCH):
        statement = _SAID.format(marks=engine.placeholders(len(chunk)))
        for person, scheme, day, channel, outcome, lapse in engine.fetch_rows(
            session.connection(), statement, chunk
        ):
            found[person, Scheme(scheme)].append(
                Contact(
                    date.fromisoformat(day),
                    Channel(channel) if channel in _CHANNELS else Channel.DOOR,
                    Outcome(outcome),
                    LapseReason(lapse) if lapse else None,
                )
            )
    return {asked: tuple(told) for asked, told in found.items()}


def read_listed_lapses(session: Session, people: Iterable[bytes]) -> dict[Asked, ToldLapse]:
    """Read why people stopped as lists and the counter told it: by person and the scheme they are to be won for."""
    found: dict[Asked, ToldLapse] = {}
    people = set(people)
    for chunk in engine.in_chunks(sorted(people), size=_BATCH):
        statement = _LISTED.format(marks=engine.placeholders(len(chunk)))
        for person, scheme, reason, ends in engine.fetch_rows(session.connection(), statement, chunk):
            offered = offer_after(Scheme(scheme))
            if offered is not None and reason in _REASONS:
                _take(found, (person, offered), ToldLapse(LapseReason(reason), date.fromisoformat(ends)))
    for person, day in one_offs.read_paid_out(session).items():
        if person in people:
            _take(found, (person, Scheme.VOLUNTARY), ToldLapse(LapseReason.WITHDREW, day))
    return found


def read_final(session: Session) -> dict[Asked, date]:
    """Read who is not called on again for a scheme because of why they stopped, and on which day that was told."""
    finals = sorted(FINAL)
    marks = engine.placeholders(len(finals))
    found: dict[Asked, date] = {}
    for statement in (_FINAL, _FINAL_LISTED):
        rows = engine.fetch_rows(session.connection(), statement.format(marks=marks), finals)
        for person, scheme, day in rows:
            offered = offer_after(Scheme(scheme)) or Scheme(scheme)
            told = date.fromisoformat(day)
            found[person, offered] = max(found.get((person, offered), told), told)
    return found


def _take(found: dict[Asked, ToldLapse], asked: Asked, told: ToldLapse) -> None:
    newest = latest((told, found.get(asked)))
    assert newest is not None
    found[asked] = newest
