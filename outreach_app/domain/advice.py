"""What a family is advised: its choices, what each person pays for both schemes, and what follows later."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from outreach_app.domain.area_support import AreaProposal
from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.local_rules import Place
from outreach_app.domain.pension import PensionProjection
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.quotes import HealthQuote, HealthShare, VoluntaryQuote
from outreach_app.domain.rows import HouseholdCard, PersonRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.support import ExtraSupport
from outreach_app.domain.voluntary import IncomeRange
from outreach_app.errors import Message

DEFAULT_METHOD = "1"
DEFAULT_HEALTH_MONTHS = 12


def count_half_years(months: int) -> int:
    """Months as half years of payment: 1 to 6 odd months are one half, 7 to 11 two (Law 41/2024 Art 5(6))."""
    years, odd = divmod(months, 12)
    return 2 * years + (odd > 0) + (odd > 6)


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """What one person would join: with which income (đồng a month) and payment method (`1`, `3`, `6`, `12` ...).

    `support` is the key of a SupportGroup that the place proposed and the family confirmed; empty for none.
    """

    health: bool = True
    voluntary: bool = True
    income: int = 0
    method: str = DEFAULT_METHOD
    support: str = ""


@dataclass(frozen=True, slots=True)
class FamilyChoices:
    """What a household considers: months of health insurance paid at once, and each person's choice by row id.

    `focus` is who was looked at last: whose pension the leaflet shows.
    """

    health_months: int = DEFAULT_HEALTH_MONTHS
    people: Mapping[bytes, PersonChoice] = field(default_factory=lambda: MappingProxyType({}))
    focus: bytes | None = None

    def of(self, person: bytes) -> PersonChoice:
        """One person's choice, or what everybody begins with."""
        return self.people.get(person, PersonChoice())

    def with_person(self, person: bytes, **changes: object) -> "FamilyChoices":
        """Change some of one person's choice."""
        changed = replace(self.of(person), **changes)  # type: ignore[arg-type]
        return replace(self, people=MappingProxyType({**self.people, person: changed}))


@dataclass(frozen=True, slots=True)
class PersonBasis:
    """What is known of a member before anything is chosen.

    `health_closed` and `voluntary_closed` say why a scheme is not offered; `subsidised_months` were supported before,
    `past_months` paid before at `past_income`; `covered_until` ends the last health card known.
    """

    person: PersonRow
    age: int | None
    groups: tuple[str, ...]
    health_closed: Message | None
    voluntary_closed: Message | None
    subsidised_months: int = 0
    past_months: int = 0
    past_income: int | None = None
    first_joined: date | None = None
    covered_until: date | None = None
    had_card: bool = False
    ladder_place: int | None = None


@dataclass(frozen=True, slots=True)
class AdviceBasis:
    """Everything the workspace knows of a household for its advice; amounts are then worked out without it.

    `places_taken` counts the ladder places that others of the household hold this year; `proposals` are groups of
    health insurance that the place suggests and nobody has confirmed.
    """

    card: HouseholdCard
    book: RuleBook
    today: date
    category: Category
    incomes: IncomeRange
    people: tuple[PersonBasis, ...]
    places_taken: int
    top_ups: tuple[ExtraSupport, ...] = ()
    place: Place = field(default_factory=Place)
    proposals: tuple[AreaProposal, ...] = ()

    @property
    def supports(self) -> tuple[SupportGroup, ...]:
        """The supported groups among what the place suggests: these a family may take up."""
        return tuple(each.group for each in self.proposals if isinstance(each.group, SupportGroup))

    @property
    def asked(self) -> tuple[PersonBasis, ...]:
        """The members at least one scheme is offered to, in the household's order."""
        return tuple(p for p in self.people if p.health_closed is None or p.voluntary_closed is None)

    @property
    def left_out(self) -> tuple[PersonBasis, ...]:
        """The members nothing is offered to."""
        return tuple(p for p in self.people if p.health_closed is not None and p.voluntary_closed is not None)


@dataclass(frozen=True, slots=True)
class PersonAdvice:
    """One member's figures; `health` and `voluntary` are None when not offered or not chosen.

    `card_from` is the first day of the card, `card_follows` tells that it joins on to the one before; `waiting_top_up`
    is the money of adopted top-ups without funds, which is not deducted; `trouble` says why voluntary insurance could
    not be worked out.
    """

    basis: PersonBasis
    choice: PersonChoice
    health: HealthShare | None = None
    card_from: date | None = None
    card_follows: bool = False
    voluntary: VoluntaryQuote | None = None
    waiting_top_up: int = 0
    trouble: Message | None = None

    @property
    def today(self) -> int:
        """What this person pays today, in đồng."""
        health = self.health.own if self.health else 0
        return health + (self.voluntary.own if self.voluntary else 0)


@dataclass(frozen=True, slots=True)
class LaterPayment:
    """One day on which the family pays again under one scheme; `first_month` and `months` when only one person does."""

    day: date
    scheme: Scheme
    people: tuple[bytes, ...]
    own: int
    confirmed: bool
    first_month: date | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class FamilyAdvice:
    """A household's choices worked out; đồng, `later` in the order of days.

    `doubts` says what nobody has confirmed yet, `valid_until` is the last day on which these amounts hold.
    """

    basis: AdviceBasis
    choices: FamilyChoices
    people: tuple[PersonAdvice, ...]
    health: HealthQuote | None
    later: tuple[LaterPayment, ...]
    doubts: tuple[Message, ...]
    valid_until: date | None

    @property
    def health_own(self) -> int:
        """What the family pays today for health insurance."""
        return sum(each.health.own for each in self.people if each.health)

    @property
    def contribution(self) -> int:
        """What is due for voluntary insurance before anybody helps."""
        return sum(each.voluntary.contribution for each in self.people if each.voluntary)

    @property
    def state(self) -> int:
        """The state's part of it."""
        return sum(each.voluntary.state for each in self.people if each.voluntary)

    @property
    def top_up(self) -> int:
        """Funded top-ups and gifts."""
        return sum(each.voluntary.top_up + each.voluntary.other for each in self.people if each.voluntary)

    @property
    def waiting_top_up(self) -> int:
        """Top-ups that were adopted but have no money."""
        return sum(each.waiting_top_up for each in self.people)

    @property
    def voluntary_own(self) -> int:
        """What the family pays today for voluntary insurance."""
        return sum(each.voluntary.own for each in self.people if each.voluntary)

    @property
    def today(self) -> int:
        """What the family pays today, both schemes together."""
        return self.health_own + self.voluntary_own

    @property
    def confirmed(self) -> bool:
        """Whether everything paid today rests on confirmed rules."""
        quotes = (each.voluntary for each in self.people if each.voluntary)
        return all(quote.confirmed for quote in quotes) and (self.health is None or self.health.confirmed)

    def person(self, person: bytes | None) -> PersonAdvice | None:
        """One member's figures."""
        return next((each for each in self.people if each.basis.person.id == person), None)


@dataclass(frozen=True, slots=True)
class PensionAdvice:
    """The pension one person could expect from an income (đồng a month), or in `closed` why it cannot be told."""

    person: PersonRow
    projection: PensionProjection | None = None
    closed: Message | None = None
    income: int = 0
