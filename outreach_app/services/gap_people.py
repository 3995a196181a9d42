"""Who may explain a difference from an official number of members: people, each with one cause and a day.

An office publishes no names, so nobody is sure: told are the people whom the two are likely to see differently.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session

from outreach_app.domain.covers import ENDLESS
from outreach_app.domain.crowds import Crowd, schemes_of
from outreach_app.domain.dossiers import DossierEvent, DossierStep
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Cause
from outreach_app.services.counting import Counts
from outreach_app.store import dossiers, duplicate_queue, results

SHORTLY = timedelta(days=90)
"""Whose time ran out so many days before the day or later may still be counted by the office."""
_MOST_PAIRS = 100_000

Told = tuple[bytes, Cause, date]
"""A person, why the two may see them differently, and the day that tells it."""


@dataclass(frozen=True, slots=True)
class _Paid:
    """A sign-up and the days it pays for."""

    id: bytes
    person: bytes
    signed_on: date
    days: Period


@dataclass(slots=True)
class _Inquiry:
    """What is looked through: our members of the day, and the lists and sign-ups that tell of anybody here."""

    counts: Counts
    counted: Crowd | Scheme
    day: date
    ours: frozenset[bytes]
    dated: set[bytes] = field(default_factory=set)
    endless: dict[bytes, date] = field(default_factory=dict)
    paid: list[_Paid] = field(default_factory=list)

    @property
    def schemes(self) -> frozenset[Scheme]:
        """The schemes that are counted."""
        return frozenset(schemes_of(self.counted))

    def read(self, session: Session) -> None:
        """Read who is told of by lists with and without an end, and what sign-ups pay for."""
        wanted = {scheme.value for scheme in self.schemes}
        residents = results.read_residents(session)
        for person, scheme, starts, ends in results.read_listed(session, residents):
            if scheme in wanted and (starts or "") <= self.day.isoformat() <= (ends or "9"):
                if ends:
                    self.dated.add(person)
                else:
                    self.endless[person] = date.fromisoformat(starts) if starts else self.day
        for person, scheme, month, months, _, day, _, row, _ in results.read_signed(session, residents):
            if scheme in wanted and months > 0 and self.counts.holds(person):
                first = date.fromisoformat(f"{month}-01")
                days = Period(first, last_of_month(add_months(first, months - 1)))
                self.paid.append(_Paid(row, person, date.fromisoformat(day), days))


def find_causes(
    session: Session, counts: Counts, counted: Crowd | Scheme, *, day: date
) -> dict[bytes, tuple[Cause, date]]:
    """Find the people who may explain a difference on a day, each once with the first cause that applies."""
    ours = frozenset(person for person, _ in counts.list_members(counted, day))
    inquiry = _Inquiry(counts, counted, day, ours)
    inquiry.read(session)
    found: dict[bytes, tuple[Cause, date]] = {}
    for told in (
        _find_papers(session, inquiry), _find_endless(inquiry), _find_twice(session, inquiry),
        _find_dead(inquiry), _find_unknown(inquiry), _find_not_begun(inquiry), _find_stopped(inquiry),
        _find_taken_off(session, inquiry),
    ):  # fmt: skip
        for person, cause, on in told:
            found.setdefault(person, (cause, on))
    return found


def _find_papers(session: Session, inquiry: _Inquiry) -> Iterator[Told]:
    """Our members whom only a sign-up makes members, and how far its papers had come on the day."""
    resting = {
        each.person: each
        for each in inquiry.paid
        if each.days.holds(inquiry.day) and each.person in inquiry.ours and each.person not in inquiry.dated
    }
    steps = dossiers.read_standings(session, [each.id for each in resting.values()])
    for person, each in resting.items():
        cause, on = _judge_papers(each, steps.get(each.id), inquiry.day)
        if cause is not None:
            yield person, cause, on


def _judge_papers(paid: _Paid, step: DossierEvent | None, day: date) -> tuple[Cause | None, date]:
    if paid.signed_on > day:
        return Cause.SIGNED_LATER, paid.signed_on
    if step is None or (step.step is DossierStep.SENT and step.on > day):
        return Cause.NOT_HANDED_IN, paid.signed_on
    if step.step is DossierStep.RETURNED:
        return Cause.RETURNED, step.on
    accepted = step.step is DossierStep.ACCEPTED and step.on <= day
    return (None, day) if accepted else (Cause.NOT_ANSWERED, step.on)


def _find_endless(inquiry: _Inquiry) -> Iterator[Told]:
    paid = {each.person for each in inquiry.paid if each.days.holds(inquiry.day)}
    for person, since in inquiry.endless.items():
        if person in inquiry.ours and person not in paid and person not in inquiry.dated:
            yield person, Cause.NO_END_TOLD, since


def _find_twice(session: Session, inquiry: _Inquiry) -> Iterator[Told]:
    for pair in duplicate_queue.list_pairs(session, limit=_MOST_PAIRS):
        if pair.subject == "person" and {pair.one, pair.other} <= inquiry.ours:
            yield max(pair.one, pair.other), Cause.LIKELY_TWICE, inquiry.day


def _find_dead(inquiry: _Inquiry) -> Iterator[Told]:
    number = inquiry.day.toordinal()
    for person, village in inquiry.counts.facts.list_dead():
        known = (village.find_cover(scheme, person, number) for scheme in inquiry.schemes)
        cover = next((each for each in known if each is not None), None)
        if cover is not None:
            yield person, Cause.DIED, inquiry.day if cover.last == ENDLESS else date.fromordinal(cover.last)


def _find_unknown(inquiry: _Inquiry) -> Iterator[Told]:
    if Scheme.HOUSEHOLD_HEALTH in inquiry.schemes and Scheme.HEALTH not in inquiry.schemes:
        for person, _ in inquiry.counts.list_members(Crowd.UNKNOWN_CARD, inquiry.day):
            yield person, Cause.UNKNOWN_CARD, inquiry.day


def _find_not_begun(inquiry: _Inquiry) -> Iterator[Told]:
    for each in inquiry.paid:
        if each.signed_on <= inquiry.day < each.days.first and each.person not in inquiry.ours:
            yield each.person, Cause.NOT_BEGUN, each.days.first


def _find_stopped(inquiry: _Inquiry) -> Iterator[Told]:
    shortly = Period(inquiry.day - SHORTLY, inquiry.day)
    for scheme in inquiry.schemes:
        for each in inquiry.counts.facts.list_stops(scheme, shortly):
            if each.person not in inquiry.ours:
                yield each.person, Cause.JUST_STOPPED, each.on


def _find_taken_off(session: Session, inquiry: _Inquiry) -> Iterable[Told]:
    wanted, day = {scheme.value for scheme in inquiry.schemes}, inquiry.day.isoformat()
    for person, village, scheme, starts, ends in results.read_taken_off(session):
        inside = inquiry.counts.inside is None or village in inquiry.counts.inside
        if scheme in wanted and inside and (starts or "") <= day <= (ends or "9"):
            yield person, Cause.TAKEN_OFF, inquiry.day
