"""Official figures as somebody entered them, what follows from them, and how ours differ.

A figure is kept as it was published, with its source; a plan that is known only through a percentage stays a range.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.results import take_percent
from outreach_app.domain.targets import Aim, Subject, Target
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Count


class Measure(StrEnum):
    """What a published number counts: people on a day, people within some days, or a percentage."""

    STOCK = "stock"
    NEW = "new"
    CONTINUING = "continuing"
    LAPSED = "lapsed"
    GROWTH = "growth"
    MORE_NEW = "more_new"
    PLAN = "plan"
    POPULATION = "population"
    WORKFORCE = "workforce"
    PERCENT_OF_PLAN = "percent_of_plan"
    PERCENT_OF_POPULATION = "percent_of_population"
    PERCENT_OF_WORKFORCE = "percent_of_workforce"


MEASURE_NAMES: dict[Measure, str] = {
    Measure.STOCK: N_("Members on the day"),
    Measure.NEW: N_("New members in the period"),
    Measure.CONTINUING: N_("Members who went on"),
    Measure.LAPSED: N_("Members who stopped"),
    Measure.GROWTH: N_("Growth"),
    Measure.MORE_NEW: N_("New members fewer than in the next period told"),
    Measure.PLAN: N_("Plan"),
    Measure.POPULATION: N_("Population"),
    Measure.WORKFORCE: N_("Workforce"),
    Measure.PERCENT_OF_PLAN: N_("Percent of the plan"),
    Measure.PERCENT_OF_POPULATION: N_("Percent of the population"),
    Measure.PERCENT_OF_WORKFORCE: N_("Percent of the workforce"),
}

SHARES: dict[Measure, Measure] = {
    Measure.PERCENT_OF_PLAN: Measure.PLAN,
    Measure.PERCENT_OF_POPULATION: Measure.POPULATION,
    Measure.PERCENT_OF_WORKFORCE: Measure.WORKFORCE,
}
"""The percentages, and the whole that each is a share of."""

FLOWS = frozenset({Measure.NEW, Measure.CONTINUING, Measure.LAPSED, Measure.GROWTH, Measure.MORE_NEW})
"""What happens within some days and therefore needs a first day."""


class Sense(StrEnum):
    """How exact the source is: 'close to 54,000', 'over 17,000'."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class OfficialFigure:
    """A number as published: `value` people, or for a percentage the digits of it, of which `decimals` stand behind
    the point (88.82 % is 8882 with 2); no scheme means distinct people in any of them.

    `on` is its day, or the last one of the days it counts from `since`.
    """

    id: bytes
    subject: Subject
    scheme: Scheme | None
    measure: Measure
    on: date
    value: int
    since: date | None = None
    decimals: int = 0
    sense: Sense = Sense.EXACT
    source: str = ""
    note: str = ""

    @property
    def percent(self) -> Decimal:
        """The value of a percentage."""
        return Decimal(self.value).scaleb(-self.decimals)

    @property
    def period(self) -> Period | None:
        """The days it counts; None for a number of one day."""
        return None if self.since is None else Period(self.since, self.on)

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage."""
        return self.measure in SHARES


@dataclass(frozen=True, slots=True)
class Whole:
    """A plan, population or workforce that only a percentage tells of: every whole number that rounds to it."""

    measure: Measure
    least: int
    most: int
    told_by: OfficialFigure

    @property
    def middle(self) -> int:
        """The number to go on with, said with 'about'."""
        return (self.least + self.most + 1) // 2


def find_whole(part: OfficialFigure, share: OfficialFigure) -> Whole | None:
    """Work out what a percentage is a share of; None when no whole number fits (one of the two is misprinted)."""
    half = Fraction(1, 2 * 10**share.decimals)
    low, high = (Fraction(share.percent) + step for step in (-half, half))
    if low <= 0:
        return None
    most = floor(Fraction(part.value * 100) / low)
    least = max(1, floor(Fraction(part.value * 100) / high) + 1)
    return Whole(SHARES[share.measure], least, most, share) if least <= most else None


@dataclass(frozen=True, slots=True)
class Growth:
    """A number of members beside an earlier one, the base."""

    now: OfficialFigure
    base: OfficialFigure

    @property
    def people(self) -> int:
        """How many more there are than at the base; negative for fewer."""
        return self.now.value - self.base.value

    @property
    def percent(self) -> Decimal | None:
        """The same in percent of the base."""
        return take_percent(self.people, self.base.value)


@dataclass(frozen=True, slots=True)
class Passing:
    """A target of members that was reached, and the first published number that shows it."""

    target: Target
    figure: OfficialFigure

    @property
    def is_early(self) -> bool:
        """Whether it was reached before the day it was set for."""
        return self.figure.on < self.target.period.last

    def tell(self) -> Message:
        """Say when the target was passed."""
        return say(
            "The target of {target} for {last} was passed by {day}: {people}.",
            target=Count(self.target.people), last=self.target.period.last, day=self.figure.on,
            people=Count(self.figure.value),
        )  # fmt: skip


def find_passing(target: Target, figures: Iterable[OfficialFigure]) -> Passing | None:
    """Find the first published number of members that reaches a target of members; None when none does."""
    if target.aim is not Aim.STOCK:
        return None
    fitting = (
        each
        for each in figures
        if each.measure is Measure.STOCK
        and (each.subject, each.scheme) == (target.subject, target.scheme)
        and target.period.holds(each.on)
        and each.sense is not Sense.UNDER
        and target.is_reached_by(each.value)
    )
    first = min(fitting, key=lambda each: each.on, default=None)
    return Passing(target, first) if first else None


@dataclass(frozen=True, slots=True)
class DistinctCheck:
    """Distinct people in any scheme beside the sum of the schemes, which counts many twice."""

    distinct: int
    total: int

    @property
    def counted_twice(self) -> int:
        """By how much the sum is too high."""
        return self.total - self.distinct


BOTH_SOCIAL = frozenset({Scheme.COMPULSORY, Scheme.VOLUNTARY})
"""What a number of all members of social insurance holds; nobody is in both at once."""

PARTS_OF_OTHERS = frozenset({Scheme.UNEMPLOYMENT, Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH})
"""Schemes whose members another published number holds already: compulsory members, health insurance."""


def check_distinct(figures: Sequence[OfficialFigure]) -> DistinctCheck | None:
    """Compare distinct members with the sum of the schemes among the numbers of one unit and day; None without both."""
    stocks = [each for each in figures if each.measure is Measure.STOCK]
    distinct = next((each.value for each in stocks if each.scheme is None), None)
    held = PARTS_OF_OTHERS
    if any(each.scheme is Scheme.SOCIAL for each in stocks):
        held |= BOTH_SOCIAL
    schemes = [each.value for each in stocks if each.scheme is not None and each.scheme not in held]
    return DistinctCheck(distinct, sum(schemes)) if distinct is not None and schemes else None


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of all members of social insurance on a day once those of one of the two schemes are taken away."""

    whole: OfficialFigure
    part: OfficialFigure
    scheme: Scheme

    @property
    def people(self) -> int:
        """How many that are."""
        return self.whole.value - self.part.value


def find_rests(figures: Iterable[OfficialFigure]) -> list[Rest]:
    """Work out the scheme of the two that was not published beside their sum on the same day and for the same unit."""
    stocks = {(each.subject, each.on, each.scheme): each for each in figures if each.measure is Measure.STOCK}
    found = []
    for (subject, on, scheme), whole in stocks.items():
        parts = {each: stocks.get((subject, on, each)) for each in BOTH_SOCIAL}
        known = [part for part in parts.values() if part is not None]
        if scheme is Scheme.SOCIAL and len(known) == 1 and known[0].value <= whole.value:
            missing = next(each for each, part in parts.items() if part is None)
            found.append(Rest(whole, known[0], missing))
    return found


@dataclass(frozen=True, slots=True)
class Gap:
    """Our number beside the official one."""

    ours: int
    official: OfficialFigure

    @property
    def difference(self) -> int:
        """How many more we know of; negative when the office counts people whom we do not know."""
        return self.ours - self.official.value
