"""What a family's leaflet says: amounts worked out elsewhere; its words are `leaflet_texts`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.earlier_amounts import EarlierAmount
from outreach_app.domain.people import Scheme
from outreach_app.errors import Message


@dataclass(frozen=True, slots=True)
class LeafletPayment:
    """What one person pays at once under one scheme: đồng, for so many months; `position` is the ladder place."""

    own: int
    months: int
    confirmed: bool = True
    position: int | None = None


@dataclass(frozen=True, slots=True)
class LeafletPerson:
    """One card: a member, what is due for each scheme, and a sentence about who pays nothing and why.

    `relation` is a key of `people.RELATIONS`, or empty.
    """

    name: str
    relation: str = ""
    health: LeafletPayment | None = None
    voluntary: LeafletPayment | None = None
    note: Message | None = None

    @property
    def payments(self) -> Iterator[tuple[Scheme, LeafletPayment]]:
        """What this person pays, health insurance first."""
        if self.health:
            yield Scheme.HOUSEHOLD_HEALTH, self.health
        if self.voluntary:
            yield Scheme.VOLUNTARY, self.voluntary


@dataclass(frozen=True, slots=True)
class NextPayment:
    """Until when one person pays again under one scheme."""

    name: str
    scheme: Scheme
    due: date


@dataclass(frozen=True, slots=True)
class LeafletPension:
    """A pension of one member in today's money, `low` to `high` đồng a month.

    `years` gives for each calendar year the months paid and those the state helps with; `months_before` were paid
    earlier; ages in full years, `starts` and `ends` are calendar years.
    """

    name: str
    low: int
    high: int
    years: tuple[tuple[int, int], ...]
    months_before: int
    age_now: int
    starts: int
    age_then: int
    ends: int
    confirmed: bool = True

    @property
    def months(self) -> int:
        """All months paid from now on."""
        return sum(months for months, _ in self.years)

    @property
    def helped(self) -> int:
        """Those of them the state helps with."""
        return sum(helped for _, helped in self.years)

    @property
    def full_at(self) -> int | None:
        """After how many months from now fifteen years are full; None when that lies behind or is not reached."""
        at = FULL_MONTHS - self.months_before
        return at if 0 < at <= self.months else None


FULL_MONTHS = 180
"""Months a pension needs (Law 41/2024 Art 98)."""


@dataclass(frozen=True, slots=True)
class LeafletData:
    """A family's leaflet: `family` is how the head is addressed (`anh Lò Văn Páo`), amounts in đồng.

    `valid_until` is the last day on which these amounts hold, None while no change is known; the state's parts are
    those of the amounts shown; `unconfirmed` says what the unconfirmed amounts rest on; `earlier` are sign-ups whose
    amounts have changed since; `worry` is the key of what the family worried about last.
    """

    family: str
    household_code: str
    office_name: str
    unit_name: str
    calculated_on: date
    rule_book: str
    people: tuple[LeafletPerson, ...]
    state_voluntary: int = 0
    state_health: int = 0
    valid_until: date | None = None
    next_payments: tuple[NextPayment, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""
    unconfirmed: tuple[Message, ...] = ()
    agency: str = ""
    collector_code: str = ""
    office_phone: str = ""
    pension: LeafletPension | None = None
    earlier: tuple[EarlierAmount, ...] = ()
    worry: str | None = None

    @property
    def total_today(self) -> int:
        """What the family pays today; an unconfirmed amount is never added in."""
        return sum(payment.own for payment in self._payments() if payment.confirmed)

    @property
    def total_unconfirmed(self) -> int:
        """What else would be due if the unconfirmed rules hold."""
        return sum(payment.own for payment in self._payments() if not payment.confirmed)

    @property
    def confirmed(self) -> bool:
        """Whether every amount rests on confirmed rules."""
        sure = self.pension is None or self.pension.confirmed
        return sure and not self.unconfirmed and all(payment.confirmed for payment in self._payments())

    def _payments(self) -> Iterator[LeafletPayment]:
        return (payment for person in self.people for _, payment in person.payments)


def group_payments(payments: tuple[NextPayment, ...]) -> dict[tuple[date, Scheme], list[str]]:
    """Put the names of people who pay again on the same day under the same scheme together, earliest day first."""
    groups: dict[tuple[date, Scheme], list[str]] = {}
    for payment in sorted(payments, key=lambda payment: payment.due):
        groups.setdefault((payment.due, payment.scheme), []).append(payment.name)
    return groups
