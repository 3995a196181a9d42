"""The renewal list: who is due, who is about to lose something, who stopped, and what they said last."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from sqlmodel import Session

from outreach_app.domain.health_groups import SCHOOL_AGE
from outreach_app.domain.lapses import ToldLapse, latest
from outreach_app.domain.renewal_reasons import (
    CLASS_OF,
    SOON_DAYS,
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
from outreach_app.store import contacts, renewals, villages

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
            wanted = found.choose(lambda reason: not reasons or reason in reasons, limit=limit)
            shown = _with_contacts(session, _make_items(session, days, wanted))
        return RenewalList(day, tuple(shown), MappingProxyType(found.count()))


def _villages_of(session: Session, unit: str) -> list[bytes]:
    rows = villages.list_villages(session, with_merged=True)
    found = [row.id for row in rows if row.commune_code == unit]
    if not found and any(row.commune_code for row in rows):
        province = _communes_of(session, unit)
        found = [row.id for row in rows if row.commune_code in province]
    if not found:
        raise BadInput(
            say("No village of this workspace lies in {unit}.", unit=unit),
            say("Give the code of a commune or province whose households are here."),
            key="unit",
        )
    return found


def _communes_of(session: Session, province: str) -> set[str]:
    from outreach_app.services.territory_data import read_standing

    return {commune.code for commune in read_standing(session).communes_of(province)}


@dataclass(frozen=True, slots=True)
class _Known:
    """A reason of somebody with all the facts, and what it is ordered by; the line is made when it is shown."""

    urgency: tuple[int, int]
    told: renewals.Known
    renewal: Renewal

    @property
    def reason(self) -> RenewalReason:
        """Why somebody is to be called on."""
        return self.renewal.reason


@dataclass(frozen=True, slots=True)
class _Cards:
    """All cards that end on one day: one reason and one urgency for as many people."""

    urgency: tuple[int, int]
    reason: RenewalReason
    until: date
    people: list[bytes]


@dataclass(frozen=True, slots=True)
class _Found:
    """Every reason there is, those of cards counted by the day."""

    known: list[_Known]
    cards: list[_Cards]

    def count(self) -> Counter[RenewalReason]:
        """How many lines each reason has."""
        counts = Counter(each.reason for each in self.known)
        for day in self.cards:
            counts[day.reason] += len(day.people)
        return counts

    def choose(self, wanted: Callable[[RenewalReason], bool], *, limit: int | None) -> "list[_Known | _Card]":
        """The most urgent lines of some reasons, at most so many."""
        known = [each for each in self.known if wanted(each.reason)]
        days = sorted((day for day in self.cards if wanted(day.reason)), key=lambda day: day.urgency)
        cards = (_Card(day.urgency, person, day.until) for day in days for person in day.people)
        both: list[_Known | _Card] = [*known, *islice(cards, limit)]
        both.sort(key=lambda each: each.urgency)
        return both[:limit]


class _Card(NamedTuple):
    """Somebody's card that is to be shown."""

    urgency: tuple[int, int]
    person: bytes
    until: date


def _make_items(session: Session, days: RenewalDays, found: "Iterable[_Known | _Card]") -> list[RenewalItem]:
    found = list(found)
    people = renewals.read_shown(session, [each.person for each in found if isinstance(each, _Card)])
    items = []
    for each in found:
        if isinstance(each, _Known):
            items.append(RenewalItem(each.told.person, each.renewal))
        elif each.person in people:
            items.append(RenewalItem(people[each.person], days.renew_card(each.until)))
    return sorted(items, key=_place)


def read_items(
    session: Session, on: date, *, village: bytes | None, most: Mapping[RenewalClass, int]
) -> list[RenewalItem]:
    """The most urgent lines of those whose time ran out lately, so many of each group, without what they said last."""
    days = RenewalDays(current_book(session), on)
    near = renewals.list_near(session, on, village=village, most=max(most.values()))
    found = _find_all(session, days, None, people=near)
    wanted = [
        each
        for group, limit in most.items()
        for each in found.choose(lambda reason, group=group: CLASS_OF[reason] is group, limit=limit)  # type: ignore[misc]
    ]
    return _make_items(session, days, wanted)


def _find_all(
    session: Session,
    days: RenewalDays,
    places: Collection[bytes] | None,
    *,
    people: Collection[bytes] | None = None,
) -> _Found:
    final = contacts.read_final(session)
    closed = {person for person, _ in final}
    known_people, cards = renewals.read_people(
        session, days.on, villages=places, people=people, closed=closed
    )
    known = [
        _Known(renewal.urgency, known, renewal)
        for known in known_people
        for renewal in days.find(known.facts)
        if not (closed and _is_over(known, renewal, final))
    ]
    return _Found(known, [_rank_cards(days, day) for day in cards if days.is_asked(day.category)])


def _is_over(known: renewals.Known, renewal: Renewal, final: Mapping[contacts.Asked, date]) -> bool:
    """Whether somebody has told a reason after which nobody calls, since this was due to be said."""
    told = final.get((known.row[0], renewal.scheme))
    return told is not None and told >= renewal.due - timedelta(days=SOON_DAYS)


def _rank_cards(days: RenewalDays, day: renewals.CardDay) -> _Cards:
    """The place and the reason of all cards that end on a day, without those of the small."""
    ends = day.until + timedelta(days=days.amount("health.card_gap_days"))
    reason = card_reason(day.until, ends=ends, on=days.on)
    waiting = max((days.on - day.until).days - 1, 0)
    urgency = rank_urgency(reason, ends=ends.toordinal(), waiting=waiting)
    asked = day.leave_out(days.is_small, youngest=days.on.year - SCHOOL_AGE)
    return _Cards(urgency, reason, day.until, asked.people)


def _with_contacts(session: Session, items: list[RenewalItem]) -> list[RenewalItem]:
    made = contacts.read_contacts(session, {item.person.household for item in items})
    listed = contacts.read_listed_lapses(session, {item.person.id for item in items})
    return [
        _tell_lapse(replace(item, contacts=made.get(asked, ())), listed.get(asked))
        if (asked := (item.person.id, item.renewal.scheme)) in made or asked in listed
        else item
        for item in items
    ]


def _tell_lapse(item: RenewalItem, listed: ToldLapse | None) -> RenewalItem:
    """The reason of this stop: told since it was due, not of one that was long ago and ended in a sign-up."""
    said = (ToldLapse(each.lapse, each.on) for each in item.contacts if each.lapse is not None)
    told = latest((*said, listed))
    since = item.renewal.due - timedelta(days=SOON_DAYS)
    return replace(item, lapse=told) if told is not None and told.told_on >= since else item


def _place(item: RenewalItem) -> tuple[tuple[int, int], str, str, bytes]:
    person = item.person
    return item.renewal.urgency, person.village_name, sort_key(person.name), person.id
