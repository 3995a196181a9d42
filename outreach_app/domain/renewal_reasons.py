"""The words of the renewal list: why somebody is on it, in which group, by which days, and how the list is ordered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.lapses import Contact, ToldLapse
from outreach_app.domain.methods import Method
from outreach_app.domain.months import months_between
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.rows import RenewalPerson
from outreach_app.domain.subsidy import PaidPeriod
from outreach_app.domain.visits import Outcome
from outreach_app.errors import Message
from outreach_app.i18n import N_

SOON_DAYS = 30
"""How long before a payment or the end of a card somebody is reminded (the collectors' list D08a-TS: 30 days)."""
CLOSING_DAYS = 15
"""A window with at most so many days left is closing."""
BREAK_DAYS = 30
"""At most so many days before the break that brings back the 30-day wait."""
AHEAD_MONTHS = 12
"""How far ahead the retirement age and the end of the subsidy are told."""
TURNED_DAYS = 90
"""How long somebody is listed after a birthday or the end of a free card."""


class RenewalReason(StrEnum):
    """Why somebody is on the renewal list, the most urgent first."""

    WINDOW_CLOSING = "window_closing"
    BREAK_NEAR = "break_near"
    CARD_ENDED = "card_ended"
    WINDOW_OPEN = "window_open"
    CARD_ENDING = "card_ending"
    DUE_SOON = "due_soon"
    LATE = "late"
    FREE_CARD_ENDED = "free_card_ended"
    STOPPED = "stopped"
    CARD_LAPSED = "card_lapsed"
    WITHDRAWING = "withdrawing"
    MISSING_MONTHS = "missing_months"
    REACHES_AGE = "reaches_age"
    SUBSIDY_ENDING = "subsidy_ending"
    TURNS_15 = "turns_15"


class RenewalClass(StrEnum):
    """The groups in which the work list shows the reasons, the most urgent first."""

    CLOSING = "closing"
    DUE = "due"
    SOON = "soon"
    STOPPED = "stopped"
    AGES = "ages"


CLASS_NAMES: dict[RenewalClass, str] = {
    RenewalClass.CLOSING: N_("Last days to pay"),
    RenewalClass.DUE: N_("To be paid now"),
    RenewalClass.SOON: N_("Due soon"),
    RenewalClass.STOPPED: N_("Stopped, to be won back"),
    RenewalClass.AGES: N_("Ages and limits"),
}

CLASS_OF: dict[RenewalReason, RenewalClass] = {
    RenewalReason.WINDOW_CLOSING: RenewalClass.CLOSING,
    RenewalReason.BREAK_NEAR: RenewalClass.CLOSING,
    RenewalReason.CARD_ENDED: RenewalClass.DUE,
    RenewalReason.WINDOW_OPEN: RenewalClass.DUE,
    RenewalReason.CARD_ENDING: RenewalClass.SOON,
    RenewalReason.DUE_SOON: RenewalClass.SOON,
    RenewalReason.LATE: RenewalClass.STOPPED,
    RenewalReason.FREE_CARD_ENDED: RenewalClass.STOPPED,
    RenewalReason.STOPPED: RenewalClass.STOPPED,
    RenewalReason.CARD_LAPSED: RenewalClass.STOPPED,
    RenewalReason.WITHDRAWING: RenewalClass.STOPPED,
    RenewalReason.MISSING_MONTHS: RenewalClass.AGES,
    RenewalReason.REACHES_AGE: RenewalClass.AGES,
    RenewalReason.SUBSIDY_ENDING: RenewalClass.AGES,
    RenewalReason.TURNS_15: RenewalClass.AGES,
}

_RANK = {reason: list(RenewalClass).index(group) for reason, group in CLASS_OF.items()}


@dataclass(frozen=True, slots=True)
class InsuranceFacts:
    """What the workspace knows of somebody's insurance on a day.

    `paid` are all months of voluntary insurance with `last_method` that of the last payment (None: told by a list
    only) and `open_ended` when nobody knows until when; `subsidised` are those the state supported, `compulsory`
    periods of compulsory insurance. `card_until` ends the last health card, None while none is known or one runs
    without an end; `free_card_ended` is the day somebody lost a card the state paid for. `left_compulsory`: a list
    named somebody who stopped and may be won for voluntary insurance. `withdrawing` is the day somebody came to the
    counter to withdraw everything, until that is settled.
    """

    category: Category = Category.OTHER
    born: PartialDate | None = None
    sex: Sex | None = None
    paid: tuple[PaidPeriod, ...] = ()
    last_method: Method | None = None
    open_ended: bool = False
    subsidised: tuple[PaidPeriod, ...] = ()
    compulsory: tuple[PaidPeriod, ...] = ()
    compulsory_now: bool = False
    card_until: date | None = None
    free_card_ended: date | None = None
    left_compulsory: bool = False
    withdrawing: date | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """One reason to call on somebody: `due` is the first day that is not paid for (or on which an age is reached).

    `window_ends` is the last day to pay without a loss, None where there is none; `waiting_days` count from `due`.
    """

    scheme: Scheme
    reason: RenewalReason
    text: Message
    due: date
    window_ends: date | None
    waiting_days: int

    def days_left(self, on: date) -> int | None:
        """The days left to pay, the last one not counted; below zero once the window is closed."""
        return None if self.window_ends is None else (self.window_ends - on).days

    @property
    def urgency(self) -> tuple[int, int]:
        """What the list is ordered by; see rank_urgency."""
        ends = self.window_ends or self.due
        return rank_urgency(self.reason, ends=ends.toordinal(), waiting=self.waiting_days)


def rank_urgency(reason: RenewalReason, *, ends: int, waiting: int) -> tuple[int, int]:
    """The class, then the nearest end (an ordinal day); who stopped comes newest first."""
    rank = _RANK[reason]
    return rank, waiting if CLASS_OF[reason] is RenewalClass.STOPPED else ends


@dataclass(frozen=True, slots=True)
class RenewalItem:
    """One line of the work list: whom it is about, why, every visit or call about it (newest first), and why they
    stopped, as far as they told.
    """

    person: RenewalPerson
    renewal: Renewal
    contacts: tuple[Contact, ...] = ()
    lapse: ToldLapse | None = None

    @property
    def said(self) -> Contact | None:
        """The last contact in which somebody was reached."""
        return next((each for each in self.contacts if each.reached), None)

    @property
    def answer(self) -> Outcome | None:
        """What the person said last about this scheme."""
        return self.said.outcome if self.said else None

    @property
    def answered_on(self) -> date | None:
        """When it was said."""
        return self.said.on if self.said else None

    @property
    def tries(self) -> tuple[Contact, ...]:
        """The visits and calls since there was a reason to remind, reached or not."""
        since = self.renewal.due - timedelta(days=SOON_DAYS)
        return tuple(each for each in self.contacts if each.on >= since)

    def months_since(self, on: date) -> int:
        """How many whole months have passed since it was due."""
        return max(months_between(self.renewal.due, on) - (on.day < self.renewal.due.day), 0)


@dataclass(frozen=True, slots=True)
class RenewalList:
    """The most urgent lines, and how many there are for each reason in all."""

    on: date
    items: tuple[RenewalItem, ...]
    counts: Mapping[RenewalReason, int]

    @property
    def total(self) -> int:
        """How many lines there are, shown or not."""
        return sum(self.counts.values())
