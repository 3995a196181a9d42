"""The renewal list: who is due, who is about to lose something, who stopped, and what they said last."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from sqlmodel import Session

from outreach_app.domain.health_groups import SCHOOL_AGE
from outreach_app.domain.renewal_reasons import (
    CLASS_OF,
    Renewal,
    RenewalClass,
    RenewalItem,
    RenewalList,
    RenewalReason,
    rank_urgency,
)
from outreach_app.domain.renewals import RenewalDays, card_reason
from outreach_app.domain.text import sort_key
from outreach_app.errors import BadInput, say
from outreach_app.services.desk import Desk
from outreach_app.services.rule_book import current_book
from outreach_app.store import renewals, villages

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Renewals:
    """Works out who is to be reminded."""

    desk: Desk

    def list_renewals(
        self,
        *,
        on: date | None = None,
        village: bytes | None = None,
        unit: str | None = None,
        reasons: Collection[RenewalReason] = (),
        limit: int | None = MOST_SHOWN,
    ) -> RenewalList:
        """List the reasons to call on somebody on a day (today), the most urgent first.

        `unit` is the code of a commune or of its province; `reasons` narrows the lines, never the counts.
        """
        day = on or self.desk.today
        with self.desk.read() as session:
            places = [village] if village else _villages_of(session, unit) if unit else None
            days = RenewalDays(current_book(session), day)
            found = _find_all(session, days, places)
            wanted = [each for each in found if not reasons or each.reason in reasons]
            wanted.sort(key=lambda each: each.urgency)
            shown = _with_answers(session, _make_items(session, days, wanted[:limit]))
        counts = Counter(each.reason for each in found)
        return RenewalList(day, tuple(shown), MappingProxyType(counts))


def _villages_of(session: Session, unit: str) -> list[bytes]:
    rows = villages.list_villages(session, with_merged=True)
    found = [row.id for row in rows if row.commune_code == unit]
    if not found and any(row.commune_code for row in rows):
        province = _communes_of(unit)
        found = [row.id for row in rows if row.commune_code in province]
    if not found:
        raise BadInput(
            say("No village of this workspace lies in {unit}.", unit=unit),
            say("Give the code of a commune or province whose households are here."),
            key="unit",
        )
    return found


def _communes_of(province: str) -> set[str]:
    from outreach_app.services.territory_data import load_territory

    return {commune.code for commune in load_territory().communes_of(province)}


@dataclass(frozen=True, slots=True)
class _Found:
    """A reason with what it is ordered by; the line itself is made when it is shown."""

    urgency: tuple[int, int]
    reason: RenewalReason
    told: renewals.Known | renewals.CardEnd
    renewal: Renewal | None


def _make_items(session: Session, days: RenewalDays, found: list[_Found]) -> list[RenewalItem]:
    ends = [each.told for each in found if isinstance(each.told, renewals.CardEnd)]
    people = renewals.read_shown(session, [card.id for card in ends])
    items = []
    for each in found:
        if each.renewal is not None and isinstance(each.told, renewals.Known):
            items.append(RenewalItem(each.told.person, each.renewal))
        elif isinstance(each.told, renewals.CardEnd) and each.told.id in people:
            items.append(RenewalItem(people[each.told.id], days.renew_card(each.told.until)))
    return sorted(items, key=_place)


def read_items(
    session: Session, on: date, *, village: bytes | None, most: Mapping[RenewalClass, int]
) -> list[RenewalItem]:
    """The most urgent lines of those whose time ran out lately, so many of each group, without what they said last."""
    days = RenewalDays(current_book(session), on)
    near = renewals.list_near(session, on, village=village, most=max(most.values()))
    found = sorted(_find_all(session, days, None, people=near), key=lambda each: each.urgency)
    wanted: list[_Found] = []
    for group, limit in most.items():
        wanted += [each for each in found if CLASS_OF[each.reason] is group][:limit]
    return _make_items(session, days, wanted)


def _find_all(
    session: Session,
    days: RenewalDays,
    places: Collection[bytes] | None,
    *,
    people: Collection[bytes] | None = None,
) -> list[_Found]:
    known_people, cards = renewals.read_people(session, days.on, villages=places, people=people)
    found = [
        _Found(renewal.urgency, renewal.reason, known, renewal)
        for known in known_people
        for renewal in days.find(known.facts)
    ]
    return found + _find_cards(days, cards)


def _find_cards(days: RenewalDays, cards: Iterable[renewals.CardEnd]) -> list[_Found]:
    wait = timedelta(days=days.book.amount("health.card_gap_days", days.on))
    youngest = days.on.year - SCHOOL_AGE
    found = []
    for card in cards:
        if days.is_asked(card.category) and not days.is_small(card.born_after(youngest)):
            ends = card.until + wait
            reason = card_reason(card.until, ends=ends, on=days.on)
            waiting = max((days.on - card.until).days - 1, 0)
            urgency = rank_urgency(reason, ends=ends.toordinal(), waiting=waiting)
            found.append(_Found(urgency, reason, card, None))
    return found


def _with_answers(session: Session, items: list[RenewalItem]) -> list[RenewalItem]:
    answers = renewals.read_answers(session, {item.person.household for item in items})
    told = ((item, answers.get((item.person.id, item.renewal.scheme))) for item in items)
    return [replace(item, answer=said[0], answered_on=said[1]) if said else item for item, said in told]


def _place(item: RenewalItem) -> tuple[tuple[int, int], str, str, bytes]:
    person = item.person
    return item.renewal.urgency, person.village_name, sort_key(person.name), person.id
