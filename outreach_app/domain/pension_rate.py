"""How many percent of the average income a pension is, and the lump sum beside it (Law 41/2024 Art 5(6), 99, 100)."""

from decimal import Decimal
from fractions import Fraction

from outreach_app.domain.people import Sex
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import Rule
from outreach_app.errors import say
from outreach_app.i18n import Dong

_YEAR = 12


def count_years(work: Workings, months: int) -> Fraction:
    """Years for the amount of a benefit: 1 to 6 odd months are half a year, 7 to 11 a whole one (Art 5(6))."""
    whole, odd = divmod(months, _YEAR)
    half = work.take("pension.odd_months_half")
    if odd == 0:
        return Fraction(whole)
    return whole + (Fraction(1, 2) if odd <= half.amount else Fraction(1))


def pension_rate(work: Workings, *, sex: Sex, months: int) -> Fraction:
    """Percent of the average income for so many months paid, at least the fifteen years the law asks for (Art 99)."""
    years = count_years(work, months)
    start, first, step = _ladder(work, sex, years)
    most = work.take("pension.rate.most")
    percent = min(Fraction(start.value) + Fraction(step.value) * (years - first.amount), Fraction(most.value))
    text = say(
        "Rate for {years} years: {start}% at {first} years, {step}% for each further year, at most {most}%: {percent}%",
        years=to_decimal(years), start=start.value, first=first.value, step=step.value, most=most.value,
        percent=to_decimal(percent),
    )  # fmt: skip
    work.add(start, text, result=months)
    return percent


def extra_lump_sum(work: Workings, *, sex: Sex, average: Fraction, months: int, after_age: int) -> Fraction:
    """Đồng beside the pension for years above 30 (women) or 35 (men); `after_age` of the months came after the age.

    Art 100(2): 0.5 times the average for each such year before the age, 2 times after it.
    """
    limit = work.take("pension.extra.years.female" if sex is Sex.FEMALE else "pension.extra.years.male")
    above = max(count_years(work, months) - limit.amount, Fraction(0))
    before = max(count_years(work, months - after_age) - limit.amount, Fraction(0))
    if not above:
        return Fraction(0)
    less, more = work.take("pension.extra.before_age"), work.take("pension.extra.after_age")
    amount = average * (less.factor * before + more.factor * (above - before))
    text = say(
        "{before} years above {limit} before the age count {less} times the average income, {after} after it {more}"
        " times",
        before=to_decimal(before), limit=limit.value, less=less.value, after=to_decimal(above - before),
        more=more.value,
    )  # fmt: skip
    work.add(limit, text, result=round_half_up(amount))
    return amount


def to_decimal(value: Fraction) -> Decimal:
    """A number with at most two decimals, halves up, as it is written for people."""
    hundredths = round_half_up(value * 100)
    return Decimal(hundredths) / 100


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, halves up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def about(amount: int) -> Dong:
    """An estimate as it is said: to the nearest thousand đồng."""
    return Dong(round_half_up(Fraction(amount, 1000)) * 1000)


def _ladder(work: Workings, sex: Sex, years: Fraction) -> tuple[Rule, Rule, Rule]:
    """Percent at the start, its years, percent for each further year."""
    if sex is Sex.FEMALE:
        return _take(work, "female.start", "female.start_years", "female.step")
    full = work.take("pension.rate.male.start_years")
    if years >= full.amount:
        return _take(work, "male.start", "male.start_years", "male.step")
    return _take(work, "male.short_start", "male.short_years", "male.short_step")


def _take(work: Workings, start: str, first: str, step: str) -> tuple[Rule, Rule, Rule]:
    taken = tuple(work.take(f"pension.rate.{name}") for name in (start, first, step))
    return taken[0], taken[1], taken[2]
