"""Who has to be reminded of what: payments due, cards that end, breaks that threaten, ages that change the choice.

Each reason has its own days; nothing here asks anybody to pay who others pay for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from outreach_app.domain.cards import last_day_without_wait
from outreach_app.domain.health_groups import find_groups, why_no_prospect
from outreach_app.domain.methods import Method, MethodKind
from outreach_app.domain.months import add_months, first_of_month, months_between
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.renewal_reasons import (
    AHEAD_MONTHS,
    BREAK_DAYS,
    CLOSING_DAYS,
    SOON_DAYS,
    TURNED_DAYS,
    InsuranceFacts,
    Renewal,
    RenewalReason,
)
from outreach_app.domain.retirement import find_retirement_day
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.subsidy import PaidPeriod, count_left, find_first_unsupported, record_use
from outreach_app.domain.windows import PaymentState, Standing, find_standing
from outreach_app.errors import Message
from outreach_app.i18n import N_, say

_DAY = timedelta(days=1)
_SHORTEST = Method(MethodKind.REGULAR, 1)
"""Of months that only a list tells of, nothing but the shortest window is certain."""
_REASONS = tuple(RenewalReason)
_HAS_STOPPED = (RenewalReason.LATE, RenewalReason.STOPPED)


def find_renewals(book: RuleBook, facts: InsuranceFacts, *, on: date) -> list[Renewal]:
    """Every reason to call on somebody on a day, the most urgent first; one per scheme and kind of reason."""
    return RenewalDays(book, on).find(facts)


@dataclass(frozen=True, slots=True)
class RenewalDays:
    """Finds the reasons for many people on one day; what is the same for many is worked out once."""

    book: RuleBook
    on: date
    _payments: dict[tuple[int, Method], Renewal | None] = field(default_factory=dict)
    _cards: dict[date, Renewal] = field(default_factory=dict)
    _amounts: dict[str, int] = field(default_factory=dict)
    _asked: dict[Category, bool] = field(default_factory=dict)
    _least_ages: dict[Sex, int] = field(default_factory=dict)

    def find(self, facts: InsuranceFacts) -> list[Renewal]:
        """Every reason to call on somebody, the most urgent first; whoever has joined compulsory insurance has none."""
        if facts.compulsory_now:
            return []
        found = [*self._voluntary(facts), *self._health(facts)]
        if facts.withdrawing is not None and facts.withdrawing <= self.on:
            found = [each for each in found if each.reason not in _HAS_STOPPED]
            found.append(self._make_withdrawing(facts.withdrawing))
        if len(found) > 1:
            found.sort(key=lambda each: (each.urgency, _REASONS.index(each.reason)))
        return found

    # --------------------------------------------------------------------------------------------- voluntary insurance
    def _make_withdrawing(self, came_on: date) -> Renewal:
        text = say("Came on {day} to withdraw everything at once", day=came_on)
        return self._make(RenewalReason.WITHDRAWING, Scheme.VOLUNTARY, due=came_on, text=text)

    def _voluntary(self, facts: InsuranceFacts) -> Iterator[Renewal]:
        if not facts.paid:
            if facts.left_compulsory and facts.compulsory:
                yield self._after_compulsory(facts)
            if facts.born is not None and not facts.compulsory:
                yield from self._fifteen(facts.born)
            return
        retirement = self._find_retirement(facts)
        if (
            retirement is None
            or retirement.reason is not RenewalReason.REACHES_AGE
            or retirement.due > self.on
        ):
            yield from self._payment(facts)
            yield from self._subsidy(facts)
        if retirement is not None:
            yield retirement

    def _payment(self, facts: InsuranceFacts) -> Iterator[Renewal]:
        if facts.open_ended:
            return
        key = max(_last_number(period) for period in facts.paid), facts.last_method or _SHORTEST
        if key not in self._payments:
            self._payments[key] = self._judge_payment(*key)
        renewal = self._payments[key]
        if renewal is not None:
            yield renewal

    def _judge_payment(self, last_month: int, method: Method) -> Renewal | None:
        """What is to be said of everybody who has paid until a month by a method."""
        standing = find_standing(self.book, last_paid=_month_of(last_month), method=method, on=self.on)
        window = standing.window
        if window is None or (
            standing.state is PaymentState.PAID and (window.opens - self.on).days > SOON_DAYS
        ):
            return None
        return self._make(_payment_reason(standing), Scheme.VOLUNTARY, due=window.opens, ends=window.ends)

    def _after_compulsory(self, facts: InsuranceFacts) -> Renewal:
        due = _month_of(max(_last_number(period) for period in facts.compulsory) + 1)
        text = say("No longer in compulsory insurance since {due}: may go on in voluntary insurance", due=due)
        return self._make(RenewalReason.STOPPED, Scheme.VOLUNTARY, due=due, text=text)

    def _subsidy(self, facts: InsuranceFacts) -> Iterator[Renewal]:
        most = self.amount("voluntary.subsidy_months")
        if sum(period.months for period in facts.subsidised) < most - AHEAD_MONTHS:
            return
        use = record_use(self.book, facts.subsidised)
        left = count_left(self.book, use, on=self.on)
        if left > AHEAD_MONTHS:
            return
        after = _month_of(max(_last_number(period) for period in facts.paid) + 1)
        first = find_first_unsupported(self.book, use, first_month=after, on=self.on)
        if first <= add_months(self.on, AHEAD_MONTHS):
            text = say(
                "{months} months of state subsidy are left; none from {month}", months=left, month=first
            )
            yield self._make(RenewalReason.SUBSIDY_ENDING, Scheme.VOLUNTARY, due=first, text=text)

    def _fifteen(self, born: PartialDate) -> Iterator[Renewal]:
        if born.month is None:
            return
        age = self.amount("voluntary.min_age")
        day = _birthday(born.first_day, age)
        if self.on - timedelta(days=TURNED_DAYS) <= day <= self.on + timedelta(days=SOON_DAYS):
            text = say("Turns {age} on {day} and may join voluntary insurance", age=age, day=day)
            yield self._make(RenewalReason.TURNS_15, Scheme.VOLUNTARY, due=day, text=text)

    def _find_retirement(self, facts: InsuranceFacts) -> Renewal | None:
        """The reason the retirement age gives within the next months: a pension, or the months missing to one."""
        if facts.born is None or facts.sex is None or not self._may_retire(facts.born, facts.sex):
            return None
        day = find_retirement_day(self.book, sex=facts.sex, born=facts.born)
        if first_of_month(day) > add_months(self.on, AHEAD_MONTHS):
            return None
        paid = _months_of((*facts.paid, *facts.compulsory))
        going_on = max(_month_number(day) - max(paid), 0)
        missing = self.amount("pension.min_years") * 12 - len(paid) - going_on
        if missing <= 0:
            text = say(
                "Reaches the retirement age on {day} with {months} months paid so far",
                day=day,
                months=len(paid),
            )
            return self._make(RenewalReason.REACHES_AGE, Scheme.VOLUNTARY, due=day, text=text)
        if missing > self.amount("voluntary.missing.max_months"):
            return None
        text = say(
            "Reaches the retirement age on {day}; {missing} months missing to a pension may be paid at once",
            day=day, missing=missing,
        )  # fmt: skip
        # At the earliest in the month before the age is reached.
        earliest = add_months(first_of_month(day), -1)
        return self._make(RenewalReason.MISSING_MONTHS, Scheme.VOLUNTARY, due=earliest, text=text)

    def _may_retire(self, born: PartialDate, sex: Sex) -> bool:
        """Whether somebody is old enough for the lowest age of the whole table; far cheaper than the table itself."""
        if born.year > self._youngest_year(sex):
            return False  # nearly everybody: no day need be made of it
        reached = _month_number(born.first_day) + self._least_ages[sex]
        if reached > _month_number(self.on) + AHEAD_MONTHS + 1:
            return False
        return add_months(born.first_day, self._least_ages[sex]) <= add_months(self.on, AHEAD_MONTHS + 1)

    def _youngest_year(self, sex: Sex) -> int:
        """The last year of birth that may reach the retirement age within the next months."""
        if sex not in self._least_ages:
            word = "female" if sex is Sex.FEMALE else "male"
            self._least_ages[sex] = min(rule.amount for rule in self.book.rules[f"retirement.age.{word}"])
        return (_month_number(self.on) + AHEAD_MONTHS + 1 - self._least_ages[sex]) // 12

    # ------------------------------------------------------------------------------------------------ health insurance
    def _health(self, facts: InsuranceFacts) -> Iterator[Renewal]:
        until, ended = facts.card_until, facts.free_card_ended
        free = ended is not None and ended <= self.on and (until is None or until <= ended)
        if not free and (until is None or (until - self.on).days > SOON_DAYS):
            return
        if not self.is_asked(facts.category) or self.is_small(facts.born):
            return
        if free and ended is not None:
            text = say("The free health card ended on {day}", day=ended)
            ends = last_day_without_wait(self.book, ended, on=self.on)
            yield self._make(
                RenewalReason.FREE_CARD_ENDED, Scheme.HOUSEHOLD_HEALTH, due=ended + _DAY, ends=ends, text=text
            )
        elif until is not None:
            yield self.renew_card(until)

    def renew_card(self, until: date) -> Renewal:
        """What is to be said about a card that ends on a day, soon or in the past; the same for everybody."""
        if until not in self._cards:
            ends = last_day_without_wait(self.book, until, on=self.on)
            reason = card_reason(until, ends=ends, on=self.on)
            self._cards[until] = self._make(reason, Scheme.HOUSEHOLD_HEALTH, due=until + _DAY, ends=ends)
        return self._cards[until]

    def is_asked(self, category: Category) -> bool:
        """Whether a household of a category pays for its cards at all."""
        if category not in self._asked:
            groups = find_groups(category=category, born=None, schemes=(), on=self.on)
            self._asked[category] = why_no_prospect(self.book, groups, self.on) is None
        return self._asked[category]

    def is_small(self, born: PartialDate | None) -> bool:
        """Whether the state pays for somebody's card because of age."""
        if born is None:
            return False
        groups = find_groups(category=Category.OTHER, born=born, schemes=(), on=self.on)
        return bool(groups) and why_no_prospect(self.book, groups, self.on) is not None

    def amount(self, key: str) -> int:
        """An amount of the day, looked up once."""
        if key not in self._amounts:
            self._amounts[key] = self.book.amount(key, self.on)
        return self._amounts[key]

    def _make(
        self,
        reason: RenewalReason,
        scheme: Scheme,
        *,
        due: date,
        ends: date | None = None,
        text: Message | None = None,
    ) -> Renewal:
        told = text or say(_TEXTS[reason], due=due, ends=ends, last=due - _DAY)
        return Renewal(scheme, reason, told, due, ends, max((self.on - due).days, 0))


def card_reason(until: date, *, ends: date, on: date) -> RenewalReason:
    """Why a card that ends on a day is on the list; `ends` is the last day on which a new one counts at once."""
    if on <= until:
        return RenewalReason.CARD_ENDING
    if on > ends:
        return RenewalReason.CARD_LAPSED
    return RenewalReason.BREAK_NEAR if (ends - on).days <= BREAK_DAYS else RenewalReason.CARD_ENDED


def period_of(starts: date, ends: date) -> PaidPeriod | None:
    """The whole months a dated membership covers, None when it ends before it starts."""
    return PaidPeriod(first_of_month(starts), months_between(starts, ends) + 1) if starts <= ends else None


def _payment_reason(standing: Standing) -> RenewalReason:
    assert standing.window is not None
    if standing.state is PaymentState.DUE:
        closing = (standing.window.ends - standing.on).days <= CLOSING_DAYS
        return RenewalReason.WINDOW_CLOSING if closing else RenewalReason.WINDOW_OPEN
    return {
        PaymentState.PAID: RenewalReason.DUE_SOON,
        PaymentState.LATE: RenewalReason.LATE,
        PaymentState.STOPPED: RenewalReason.STOPPED,
    }[standing.state]


def _last_number(period: PaidPeriod) -> int:
    return _month_number(period.first_month) + period.months - 1


def _month_of(number: int) -> date:
    years, month = divmod(number - 1, 12)
    return date(years, month + 1, 1)


def _months_of(periods: Iterable[PaidPeriod]) -> set[int]:
    """The months of all periods, numbered; one that lies in several counts once."""
    starts = ((_month_number(period.first_month), period.months) for period in periods)
    return {month for first, months in starts for month in range(first, first + months)}


def _month_number(day: date) -> int:
    return day.year * 12 + day.month


def _birthday(born: date, age: int) -> date:
    # Who is born on 29 February reaches an age on 1 March of an ordinary year.
    day = add_months(born, age * 12)
    return day if day.day == born.day else day + _DAY


_TEXTS: dict[RenewalReason, str] = {
    RenewalReason.WINDOW_CLOSING: N_("The next months can be paid until {ends} only"),
    RenewalReason.WINDOW_OPEN: N_("The next months are to be paid by {ends}"),
    RenewalReason.DUE_SOON: N_("The months paid for end; the next begin on {due}"),
    RenewalReason.LATE: N_("The window closed on {ends}: counts as stopped"),
    RenewalReason.STOPPED: N_("Nothing paid since {due}"),
    RenewalReason.CARD_ENDING: N_("The card ends on {last}"),
    RenewalReason.CARD_ENDED: N_("The card ended on {last}; renewed by {ends} it counts at once"),
    RenewalReason.BREAK_NEAR: N_("After {ends} a new card counts only 30 days after payment"),
    RenewalReason.CARD_LAPSED: N_("Without a card since {due}: a new one counts 30 days after payment"),
}
