"""As what each member of a family is insured: which support counts, for how many months, and who is better off without.

Law on Health Insurance Art 13(5)(e) and (g); Decree 188/2025.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from outreach_app.domain.health_groups import (
    MAY_CHOOSE_HOUSEHOLD,
    SUPPORTED,
    TIME_LIMITED,
    SupportGroup,
    highest_support,
)
from outreach_app.domain.months import add_months
from outreach_app.domain.quotes import Workings, nearest
from outreach_app.domain.rules import Rule
from outreach_app.domain.support import ExtraSupport, count_support
from outreach_app.i18n import Dong, say

ENDS_WITHIN = "health.support_ends_within_payment"
_LADDER_STEPS = 5

TopUps = Mapping[SupportGroup, Sequence[ExtraSupport]]
"""What a province adds for the members of each group; `none` are those on the ladder."""
NOTHING_ADDED: TopUps = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HealthMember:
    """Somebody with all the groups that fit (none: the ladder); time-limited support ends on `support_until`.

    Of several groups the highest support counts; with `cheapest` the family chooses who takes the ladder instead.
    """

    groups: tuple[SupportGroup, ...] = ()
    support_until: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One member with the group that counts, how many of the months it supports, and whether it may be left.

    Who pays after `holds_until` gets support for fewer months (None: that does not depend on the day).
    """

    group: SupportGroup
    months: int
    free: bool = False
    holds_until: date | None = None


def take_seat(
    work: Workings, person: SupportGroup | HealthMember, *, months: int, starts: Callable[[date], date]
) -> Seat:
    """As what somebody pays; `starts` tells the first day of the months for a day of payment."""
    if isinstance(person, SupportGroup):
        return Seat(person, months)
    known = [group for group in SUPPORTED if group in person.groups]
    if not known:
        alone = SupportGroup.INDIVIDUAL in person.groups
        return Seat(SupportGroup.INDIVIDUAL if alone else SupportGroup.NONE, months)
    if highest_support(work.book, known, work.on) is None:
        work.take(f"health.support.{known[0]}")  # no support is known on this day: the book says so
    seats = [
        _limited_seat(work, group, person.support_until, months=months, starts=starts)
        for group in known
        if work.book.find(f"health.support.{group}", work.on) is not None
    ]
    seats = [seat for seat in seats if seat.months]
    if not seats:  # all support has run out: what is left is the household
        return Seat(SupportGroup.NONE, months)
    best = max(seats, key=lambda seat: supported_share(work, seat))
    free = any(seat.group in MAY_CHOOSE_HOUSEHOLD for seat in seats)
    return Seat(best.group, best.months, free, best.holds_until)


def _limited_seat(
    work: Workings, group: SupportGroup, until: date | None, *, months: int, starts: Callable[[date], date]
) -> Seat:
    if group not in TIME_LIMITED or until is None:
        return Seat(group, months)
    within = _count_months(starts(work.on), until, months=months)
    ends = work.book.find(ENDS_WITHIN, work.on)
    whole = bool(within) and ends is not None and not ends.value
    if not within:
        return Seat(group, 0)
    # The later the payment, the fewer months begin in time: the first day on which one is lost.
    least = 1 if whole else within
    days = range(1, (until - work.on).days + 2)
    lost = bisect_left(
        days,
        True,
        key=lambda ahead: (
            _count_months(starts(work.on + timedelta(days=ahead)), until, months=months) < least
        ),
    )
    return Seat(group, months if whole else within, holds_until=work.on + timedelta(days=lost))


def _count_months(first: date, until: date, *, months: int) -> int:
    """How many of the months from a day on begin within the support."""
    return sum(add_months(first, month) <= until for month in range(months))


def supported_share(work: Workings, seat: Seat) -> Fraction:
    """What the state pays, in single monthly rates."""
    return work.take(f"health.support.{seat.group}").share * seat.months


def rate_for(work: Workings, months: int) -> Fraction:
    """The single rate for so many months, in đồng; rate and base salary were taken before."""
    return work.taken["health.rate"].share * work.taken["base_salary"].amount * months


def ladder_rule(work: Workings, place: int) -> Rule:
    """The rule of a place on the household ladder; the fifth and all after it share one."""
    return work.take(f"health.ladder.{min(place, _LADDER_STEPS)}")


def choose_ladder(
    work: Workings, seats: list[Seat], *, already: int, months: int, top_ups: TopUps
) -> list[Seat]:
    """Let those leave their group for the ladder whose leaving makes the family's sum smallest."""
    free = [place for place, seat in enumerate(seats) if seat.free]
    choice = work.book.find("health.household_choice", work.on)
    if not free or choice is None or not choice.value:
        return seats
    choice = work.take("health.household_choice")
    family = _Family(work, months, top_ups)
    # The dearest leave first: whoever they are, the next places of the ladder cost the same.
    free.sort(key=lambda place: -family.supported(seats[place]))
    fixed = already + sum(seat.group is SupportGroup.NONE for seat in seats)
    stay = [family.supported(seats[place]) for place in free]
    climb = [family.on_ladder(fixed + place) for place in range(1, len(free) + 1)]
    sums = [sum(climb[:leaving]) + sum(stay[leaving:]) for leaving in range(len(free) + 1)]
    leaving = min(range(len(sums)), key=lambda count: sums[count])
    saved = nearest(Fraction(sums[0] - sums[leaving]))
    text = say(
        "Members who take the ladder instead of their support: {count}; saved: {amount}",
        count=leaving,
        amount=Dong(saved),
    )
    work.add(choice, text, result=saved)
    left = set(free[:leaving])
    return [Seat(SupportGroup.NONE, months) if place in left else seat for place, seat in enumerate(seats)]


@dataclass(frozen=True, slots=True)
class _Family:
    """What members would be left to pay, in exact đồng, after the state and further support."""

    work: Workings
    months: int
    top_ups: TopUps

    def supported(self, seat: Seat) -> Fraction:
        state = supported_share(self.work, seat) * rate_for(self.work, 1)
        return self._left(seat.group, rate_for(self.work, self.months), state)

    def on_ladder(self, place: int) -> Fraction:
        contribution = rate_for(self.work, self.months) * ladder_rule(self.work, place).share
        return self._left(SupportGroup.NONE, contribution, Fraction(0))

    def _left(self, group: SupportGroup, contribution: Fraction, state: Fraction) -> Fraction:
        supports = self.top_ups.get(group, ())
        added = count_support(supports, contribution, months=self.months, on=self.work.on)
        return max(contribution - state - added, Fraction(0))
