"""Model communes and villages beside the others: rates, since the two are never of one size."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from outreach_app.domain.pension_rate import to_decimal
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.results import NOTHING, Tally, take_percent
from outreach_app.domain.targets import Subject
from outreach_app.errors import Message, say
from outreach_app.i18n import Count


@dataclass(frozen=True, slots=True)
class ModelMark:
    """A commune or village that is a model from a day on, up to a last day or until further notice."""

    id: bytes
    subject: Subject
    first: date
    last: date | None = None

    def covers(self, period: Period) -> bool:
        """Whether it holds on every day of a period."""
        return self.first <= period.first and (self.last is None or self.last >= period.last)

    def meets(self, period: Period) -> bool:
        """Whether it holds on some day of a period."""
        return self.first <= period.last and (self.last is None or self.last >= period.first)


@dataclass(frozen=True, slots=True)
class Side:
    """Some places taken together: how many, their adults on the register, what happened there, members at the end."""

    places: int = 0
    adults: int = 0
    tally: Tally = NOTHING
    active: int = 0

    @property
    def per_hundred_adults(self) -> Decimal | None:
        """Who joined for each 100 adults."""
        return take_percent(self.tally.joined, self.adults)

    @property
    def coverage(self) -> Decimal | None:
        """Members for each 100 adults."""
        return take_percent(self.active, self.adults)

    @property
    def stopped_percent(self) -> Decimal | None:
        """Who stopped in percent of those who were members or became ones: on the last day, and stopped before."""
        return take_percent(self.tally.lapsed, self.active + self.tally.lapsed)

    def per_day(self, period: Period) -> Decimal:
        """Who joined on an average day."""
        return to_decimal(Fraction(self.tally.joined, period.days))

    def __add__(self, other: "Side") -> "Side":
        return Side(
            self.places + other.places, self.adults + other.adults, self.tally + other.tally,
            self.active + other.active,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModelContrast:
    """Places that were models on all these days beside those that never were; `partly` were it on some of them only."""

    scheme: Scheme
    period: Period
    models: Side
    others: Side
    partly: Side = Side()

    @property
    def times(self) -> Decimal | None:
        """How many times as many for each adult joined in the models as elsewhere; None without both."""
        if not (self.models.adults and self.others.adults and self.others.tally.joined):
            return None
        here = Fraction(self.models.tally.joined, self.models.adults)
        return to_decimal(here / Fraction(self.others.tally.joined, self.others.adults))

    def warn(self) -> Message:
        """Say of what sizes the two are, since only rates compare them."""
        return say(
            "Model places: {models}, adults {adults}; others: {others}, adults {other_adults}. Compare the rates.",
            models=Count(self.models.places), adults=Count(self.models.adults), others=Count(self.others.places),
            other_adults=Count(self.others.adults),
        )  # fmt: skip


def contrast(
    scheme: Scheme, period: Period, places: Iterable[tuple[Subject, Side]], *, marks: Iterable[ModelMark]
) -> ModelContrast | None:
    """Part places by their marks; None when none is marked within the period."""
    marked = [mark for mark in marks if mark.meets(period)]
    always = {mark.subject for mark in marked if mark.covers(period)}
    sometimes = {mark.subject for mark in marked} - always
    models, others, partly = Side(), Side(), Side()
    for subject, side in places:
        if subject in always:
            models += side
        elif subject in sometimes:
            partly += side
        else:
            others += side
    found = ModelContrast(scheme, period, models, others, partly)
    return found if models.places or partly.places else None
