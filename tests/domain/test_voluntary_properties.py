"""What holds for every voluntary quote, whoever pays: whole sums, the best category, steps that give their results."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.methods import Method, MethodKind, parse_method
from outreach_app.domain.months import add_months
from outreach_app.domain.payments import Parts, Payment, split_payment
from outreach_app.domain.people import Category
from outreach_app.domain.quotes import Step, VoluntaryQuote, Workings
from outreach_app.domain.refunds import RefundCase, quote_refund
from outreach_app.domain.rules import Mark, Rule, RuleBook, Unit
from outreach_app.domain.subsidy import PaidPeriod, SubsidyUse, count_left, record_use
from outreach_app.domain.support import ExtraSupport
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.domain.windows import PaymentState, find_standing, find_window
from outreach_app.i18n import Dong
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
DAY = timedelta(days=1)

days = st.dates(date(2022, 1, 1), date(2029, 12, 31))
# The fund's return is known for payments of 2025 and 2026 only.
days_with_return = st.dates(date(2025, 1, 1), date(2026, 12, 31))
regular = st.sampled_from(["1", "3", "6", "12"]).map(parse_method)
special = st.sampled_from(["ahead-2", "ahead-3", "ahead-5", "missing-1", "missing-17", "missing-60"]).map(
    parse_method
)
categories = st.lists(st.sampled_from(sorted(Category)), min_size=1, max_size=4)
incomes = st.integers(2_200_000, 29_800_000)
extras = st.lists(
    st.builds(
        ExtraSupport, st.just("NQ"), percent=st.integers(0, 100).map(Decimal), monthly=st.integers(0, 300_000)
    ),
    max_size=3,
)
periods = st.lists(
    st.builds(
        PaidPeriod, st.dates(date(2016, 1, 1), date(2029, 12, 1)), st.sampled_from([1, 3, 6, 12, 24, 60])
    ),
    max_size=5,
)


def quote(
    book: RuleBook, income: int, method: Method, kinds: Sequence[Category], on: date, **more: object
) -> VoluntaryQuote:
    best, *also = kinds
    return quote_voluntary(book, income=income, method=method, category=best, also=also, on=on, **more)  # type: ignore[arg-type]


@st.composite
def wishes(draw: st.DrawFn) -> tuple[int, Method, list[Category], date]:
    method = draw(st.one_of(regular, special))
    on = draw(days if method.kind is MethodKind.REGULAR else days_with_return)
    return draw(incomes), method, draw(categories), on


@settings(max_examples=25)
@given(wishes(), extras, extras, periods)
def test_the_parts_make_the_whole(
    wish: tuple[int, Method, list[Category], date],
    top_ups: list[ExtraSupport],
    others: list[ExtraSupport],
    past: list[PaidPeriod],
) -> None:
    made = quote(BOOK, *wish, top_ups=top_ups, others=others, past=past)
    for part in (made, *made.due):
        assert part.contribution == part.state + part.top_up + part.other + part.own
        assert min(part.state, part.top_up, part.other, part.own) >= 0


@settings(max_examples=25)
@given(wishes(), st.integers(1, 2_000_000), extras, periods)
def test_more_income_never_costs_less(
    wish: tuple[int, Method, list[Category], date],
    more: int,
    top_ups: list[ExtraSupport],
    past: list[PaidPeriod],
) -> None:
    income, *rest = wish
    less = quote(BOOK, income, *rest, top_ups=top_ups, past=past)
    greater = quote(BOOK, income + more, *rest, top_ups=top_ups, past=past)
    assert less.contribution <= greater.contribution
    assert less.own <= greater.own
    assert less.state == greater.state


@settings(max_examples=25)
@given(wishes(), periods)
def test_no_category_alone_brings_more(
    wish: tuple[int, Method, list[Category], date], past: list[PaidPeriod]
) -> None:
    income, method, kinds, on = wish
    made = quote(BOOK, income, method, kinds, on, past=past)
    alone = [quote(BOOK, income, method, [kind], on, past=past).state for kind in kinds]
    assert made.state == max(alone)
    assert made.category in kinds


def split_rules(book: RuleBook, on: date) -> RuleBook:
    """The same law written with a seam on one more day in every rule."""

    def cut(rule: Rule) -> tuple[Rule, ...]:
        if not rule.since < on or (rule.until is not None and rule.until < on):
            return (rule,)
        return replace(rule, until=on - DAY), replace(rule, since=on)

    rules = {key: tuple(piece for rule in dated for piece in cut(rule)) for key, dated in book.rules.items()}
    return replace(book, rules=MappingProxyType(rules))


@settings(max_examples=25)
@given(wishes(), days, periods)
def test_splitting_the_rules_on_a_day_changes_nothing(
    wish: tuple[int, Method, list[Category], date], seam: date, past: list[PaidPeriod]
) -> None:
    whole = quote(BOOK, *wish, past=past)
    split = quote(split_rules(BOOK, seam), *wish, past=past)
    for name in ("contribution", "state", "own", "due", "confirmed", "valid_until", "crosses", "first_due"):
        assert getattr(whole, name) == getattr(split, name)


@settings(max_examples=25)
@given(incomes.map(lambda income: income // 50_000 * 50_000), categories, days, st.integers(1, 11), periods)
def test_splitting_a_period_paid_on_one_day_changes_nothing(
    income: int, kinds: list[Category], on: date, at: int, past: list[PaidPeriod]
) -> None:
    """Twelve months paid on a day cost what the months before and behind any month in between cost on that day."""
    first = on.replace(day=1)
    # Months that are paid for already are not paid for again.
    apart = [
        period for period in past if not set(period.list_months()) & set(PaidPeriod(first, 12).list_months())
    ]
    used = record_use(BOOK, apart)

    def split(start: date, months: int, use: SubsidyUse) -> Parts:
        paid = Payment(income, Method(MethodKind.REGULAR, months), tuple(kinds), start, use)
        return split_payment(Workings(BOOK, on), paid)

    whole, before = split(first, 12, used), split(first, at, used)
    taken = used.with_months(PaidPeriod(first, before.subsidised).list_months())
    behind = split(add_months(first, at), 12 - at, taken)
    assert whole.contribution == before.contribution + behind.contribution
    assert whole.state == before.state + behind.state
    assert whole.subsidised == before.subsidised + behind.subsidised


@settings(max_examples=25)
@given(wishes(), periods)
def test_the_steps_alone_give_the_results(
    wish: tuple[int, Method, list[Category], date], past: list[PaidPeriod]
) -> None:
    income, method, _, _ = wish
    made = quote(BOOK, *wish, past=past)
    steps = {step.rule: step for step in made.steps}
    line = Fraction(steps["voluntary.income_floor"].value) * Fraction(steps["voluntary.rate"].value) / 100
    months = list(range(1, made.months + 1))
    weights = [weigh(steps, method, month) for month in months]
    rate = Fraction(steps["voluntary.rate"].value) / 100
    assert made.contribution == half_up(income * rate * sum(weights)) == steps["voluntary.rate"].result
    supported = steps["voluntary.subsidy_months"].result
    assert isinstance(supported, int)
    carried = [weigh(steps, method, month) if carries(steps) else Fraction(1) for month in months]
    state = made.steps[[step.rule for step in made.steps].index("voluntary.subsidy_months") :]
    share = next(step for step in state if step.rule == f"voluntary.subsidy.{made.category}")
    assert made.state == half_up(line * Fraction(share.value) / 100 * sum(carried[:supported]))
    ceiling = steps["voluntary.ceiling_multiple"]
    assert ceiling.result == int(ceiling.value) * int(steps["base_salary"].value)


def weigh(steps: dict[str, Step], method: Method, month: int) -> Fraction:
    if method.kind is MethodKind.REGULAR:
        return Fraction(1)
    growth = 1 + Fraction(steps["voluntary.monthly_return"].value) / 100
    return 1 / growth ** (month - 1) if method.kind is MethodKind.AHEAD else growth**month


def carries(steps: dict[str, Step]) -> bool:
    return any(
        step.value is True
        for rule, step in steps.items()
        if rule in ("voluntary.ahead.support_discounted", "voluntary.missing.support_compounded")
    )


def half_up(amount: Fraction) -> int:
    return (2 * amount + 1).__floor__() // 2


@settings(max_examples=25)
@given(wishes(), extras, periods)
def test_a_step_says_its_result_and_its_source(
    wish: tuple[int, Method, list[Category], date], top_ups: list[ExtraSupport], past: list[PaidPeriod]
) -> None:
    made = quote(BOOK, *wish, top_ups=top_ups, past=past)
    for step in made.steps:
        assert step.source
        assert str(step.text)
        amounts = [value for value in step.text.parameters.values() if isinstance(value, Dong)]
        rule = BOOK.find(step.rule, wish[3])
        if amounts and (
            rule is None or rule.unit in (Unit.DONG_PER_MONTH, Unit.DONG, Unit.TIMES, Unit.PERCENT)
        ):
            assert step.result in amounts


def doubt(book: RuleBook, key: str) -> RuleBook:
    dated = tuple(replace(rule, mark=Mark.UNCONFIRMED, note="?", note_en="?") for rule in book.rules[key])
    return replace(book, rules=MappingProxyType({**book.rules, key: dated}))


@settings(max_examples=25)
@given(wishes(), periods)
def test_one_doubtful_rule_makes_the_quote_doubtful_and_no_other(
    wish: tuple[int, Method, list[Category], date], past: list[PaidPeriod]
) -> None:
    made = quote(BOOK, *wish, past=past)
    used = {step.rule for step in made.steps}
    for key in BOOK.rules:
        if key in used:
            assert not quote(doubt(BOOK, key), *wish, past=past).confirmed
    others = [f"voluntary.due.{count}" for count in (1, 3, 6, 12)] + ["voluntary.income_step", "health.rate"]
    for key in set(others) - used:
        assert quote(doubt(BOOK, key), *wish, past=past).confirmed == made.confirmed


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(["1", "3", "6", "12", "ahead-2", "ahead-5"]), st.integers(0, 6)),
        max_size=25,
    )
)
def test_a_life_of_payments_gets_120_supported_months_and_no_more(life: list[tuple[str, int]]) -> None:
    """Payments one after the other, with breaks, all on one day's rules: the state helps with the first 120 months."""
    on, month, past, helped, paid_months = date(2026, 11, 21), date(2026, 11, 1), [], 0, 0
    for key, pause in life:
        method = parse_method(key)
        month = add_months(month, pause)
        made = quote(BOOK, 2_000_000, method, [Category.OTHER], on, first_month=month, past=past)
        past.append(PaidPeriod(month, made.subsidised_months))
        helped, paid_months = helped + made.subsidised_months, paid_months + method.months
        month = add_months(month, method.months)
        assert helped == min(120, paid_months)
        assert count_left(BOOK, record_use(BOOK, past), on=on) == 120 - helped


@settings(max_examples=25)
@given(periods, st.randoms(use_true_random=False))
def test_order_and_overlap_of_periods_do_not_matter(past: list[PaidPeriod], chance: object) -> None:
    use = record_use(BOOK, past)
    months = {month for period in past for month in period.list_months() if month >= date(2018, 1, 1)}
    assert use.count_outside(()) == len(months)
    single = [PaidPeriod(month, 1) for month in months]
    chance.shuffle(single)  # type: ignore[attr-defined]
    assert record_use(BOOK, [*single, *past, *single]) == use


@settings(max_examples=25)
@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), regular, st.integers(0, 40))
def test_a_member_stands_better_earlier(last_paid: date, method: Method, later: int) -> None:
    order = list(PaymentState)
    day = last_paid + timedelta(days=later * 7)
    first, second = (
        find_standing(BOOK, last_paid=last_paid, method=method, on=on)
        for on in (day, day + timedelta(days=9))
    )
    assert order.index(first.state) <= order.index(second.state)
    assert first.lost_months <= second.lost_months
    window = find_window(BOOK, method=method, first_month=add_months(last_paid.replace(day=1), 1))
    on_last = find_standing(BOOK, last_paid=last_paid, method=method, on=window.ends)
    after = find_standing(BOOK, last_paid=last_paid, method=method, on=window.ends + DAY)
    assert (on_last.state, on_last.lost_months) == (PaymentState.DUE, 0)
    assert after.state in (PaymentState.LATE, PaymentState.STOPPED)


@settings(max_examples=25)
@given(
    incomes, st.sampled_from(["3", "6", "12", "ahead-2", "ahead-5"]), categories, days_with_return, extras, extras,
    periods, st.integers(0, 61),
)  # fmt: skip
def test_a_refund_is_never_more_than_was_paid_and_shrinks(
    income: int, key: str, kinds: list[Category], paid_on: date, top_ups: list[ExtraSupport],
    others: list[ExtraSupport], past: list[PaidPeriod], gone: int,
) -> None:  # fmt: skip
    method, first = parse_method(key), paid_on.replace(day=1)
    paid = Payment(income, method, tuple(kinds), first, record_use(BOOK, past), tuple(top_ups), tuple(others))
    made = quote(BOOK, income, method, kinds, paid_on, past=past, top_ups=top_ups, others=others)

    def back(months: int) -> tuple[int, int]:
        found = quote_refund(
            BOOK, paid, paid_on=paid_on, case=RefundCase.ONE_OFF, leaves=add_months(first, months),
            on=date(2026, 12, 31),
        )  # fmt: skip
        assert found.amount >= 0
        assert found.months == max(method.months - months, 0)
        return found.contribution, found.amount

    assert back(0) == (made.contribution, made.own)
    assert back(gone)[0] >= back(gone + 1)[0]
    assert back(gone)[0] <= made.contribution
