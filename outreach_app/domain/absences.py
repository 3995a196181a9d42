"""People who are away for work: where, since when, when they are expected back, and when to call them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from outreach_app.domain.people import PartialDate
from outreach_app.domain.text import fold
from outreach_app.domain.visits import Channel
from outreach_app.errors import BadInput, Message, say
from outreach_app.i18n import N_

SOON = timedelta(days=14)
"""So long before the expected day somebody counts as back soon."""
FRESH = timedelta(days=60)
"""So long after coming home somebody stands on the list of those to talk to."""

LunarYears = Mapping[int, date]
"""The first day of the lunar year by solar year, as far as the shipped table goes."""

_TET = re.compile(r"tet-(\d{4})")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")


class Sureness(StrEnum):
    """How sure it is when somebody comes back."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


SURENESS_NAMES: dict[Sureness, str] = {
    Sureness.CERTAIN: N_("certain"),
    Sureness.LIKELY: N_("probably"),
    Sureness.UNSURE: N_("not sure"),
}


class CallState(StrEnum):
    """Why somebody stands among the people to call, in the order of the list."""

    RETURNED = "returned"
    BACK_SOON = "back_soon"
    AWAY = "away"


CALL_STATE_NAMES: dict[CallState, str] = {
    CallState.RETURNED: N_("back home"),
    CallState.BACK_SOON: N_("back soon"),
    CallState.AWAY: N_("away now"),
}


@dataclass(frozen=True, slots=True)
class BackWhen:
    """When somebody is expected back: a day, a month, a year, or the lunar new year (Tết) of a year."""

    when: PartialDate
    tet: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the stored form: `2027-02-06`, `2027-02`, `2027` or `tet-2027`; anything else raises ValueError."""
        found = _TET.fullmatch(text)
        return cls(PartialDate(int(found[1])), tet=True) if found else cls(PartialDate.parse(text))

    def __str__(self) -> str:
        return f"tet-{self.when}" if self.tet else str(self.when)

    def first_day(self, years: LunarYears) -> date | None:
        """The first day it can mean; None for a Tết beyond the table."""
        return years.get(self.when.year) if self.tet else self.when.first_day

    def say(self, years: LunarYears) -> Message:
        """Tell it in words: Tết with its day, else the date as far as it is known."""
        year = str(self.when.year)
        if self.tet and (day := years.get(self.when.year)) is not None:
            return say("at Lunar New Year {year} ({day})", year=year, day=day)
        if self.tet:
            return say("at Lunar New Year {year}", year=year)
        if self.when.day is not None:
            return say("on {date}", date=write_partial(self.when))
        if self.when.month is not None:
            return say("in {month}", month=write_partial(self.when))
        return say("in the year {year}", year=year)


def write_partial(when: PartialDate) -> str:
    """Write a date as far as it is known: 06/02/2027, 02/2027 or 2027."""
    return "/".join(f"{part:02d}" for part in (when.day, when.month, when.year) if part)


def parse_partial(text: str) -> PartialDate:
    """Read 06/02/2027, 02/2027, 2027 or the ISO forms; anything else raises ValueError."""
    if found := _DAY.fullmatch(text):
        return PartialDate(int(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH.fullmatch(text):
        return PartialDate(int(found[2]), int(found[1]))
    return PartialDate.parse(text)


def parse_return(text: str, today: date, *, years: LunarYears) -> BackWhen:
    """Read what somebody typed: a day, a month, a year, `Tết` (the next one) or `Tết 2027`; BadInput otherwise."""
    words = fold(text).replace("-", " ").split()
    if words[:1] == ["tet"] and len(words) <= 2:
        told = words[1] if len(words) == 2 else str(_next_tet(today, years))
        if re.fullmatch(r"20\d\d", told):
            return BackWhen(PartialDate(int(told)), tet=True)
    try:
        return BackWhen(parse_partial(text.strip()))
    except ValueError as error:
        raise BadInput(
            say("“{text}” does not tell when somebody comes back.", text=text.strip()),
            say("Write a day (06/02/2027), a month (02/2027) or Tết 2027."),
            key="back_when",
        ) from error


def _next_tet(today: date, years: LunarYears) -> int:
    coming = [year for year, day in years.items() if day >= today]
    return min(coming, default=today.year + 1)


@dataclass(frozen=True, slots=True)
class Absence:
    """What is known of somebody's absence; all of it may be empty but that somebody is, or was, away."""

    away: bool = False
    place: str = ""
    since: PartialDate | None = None
    back: BackWhen | None = None
    sure: Sureness | None = None
    phone: str | None = None
    home_contact: str = ""
    returned_on: date | None = None

    @property
    def is_stale(self) -> bool:
        """Whether somebody went away again and only that was told: the rest speaks of the time before."""
        since = self.since.first_day if self.since else date.min
        return self.away and self.returned_on is not None and since <= self.returned_on


@dataclass(frozen=True, slots=True)
class AwayPerson:
    """Somebody who is away or came back, where they belong, and how to reach them; ids are 16-byte row ids.

    `last_talk` is the day of the last visit, call or meeting at which somebody spoke with them.
    """

    person: bytes
    name: str
    household: bytes
    code: str
    head: str
    village: bytes
    village_name: str
    phone: str | None
    zalo: str | None
    home_phone: str | None
    channel: Channel | None
    absence: Absence
    last_talk: date | None = None

    @property
    def number(self) -> str | None:
        """The number to ring: where they are, else their own, else their Zalo."""
        return self.absence.phone or self.phone or self.zalo


@dataclass(frozen=True, slots=True)
class CallItem:
    """A person to call, and why: `due_on` is the day they are expected, or came back."""

    who: AwayPerson
    state: CallState
    due_on: date | None


def judge_calls(people: list[AwayPerson], today: date, *, years: LunarYears) -> list[CallItem]:
    """Order the people to call: back home and not spoken to since, back soon, away; the longest unspoken first."""
    items = [item for who in people if (item := _judge_call(who, today, years)) is not None]
    places = {state: place for place, state in enumerate(CallState)}
    return sorted(
        items,
        key=lambda i: (
            places[i.state],
            i.due_on or date.max,
            i.who.last_talk or date.min,
            i.who.name,
            i.who.person,
        ),
    )


def _judge_call(who: AwayPerson, today: date, years: LunarYears) -> CallItem | None:
    told = who.absence
    if not told.away:
        back = told.returned_on
        if back is None or not back <= today <= back + FRESH or (who.last_talk and who.last_talk >= back):
            return None
        return CallItem(who, CallState.RETURNED, back)
    due = told.back.first_day(years) if told.back and not told.is_stale else None
    soon = due is not None and due - SOON <= today
    return CallItem(who, CallState.BACK_SOON if soon else CallState.AWAY, due)
