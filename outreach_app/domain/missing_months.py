"""Paying at once the months that are missing for a pension at the retirement age (Law 41/2024 Art 36(2), 101(3))."""

from datetime import date

from outreach_app.domain.methods import Method, MethodKind
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.paid_months import Plan, Timeline
from outreach_app.domain.pension_rate import pension_rate, round_half_up
from outreach_app.domain.people import Sex
from outreach_app.domain.projections import MissingMonths
from outreach_app.domain.quotes import Workings
from outreach_app.domain.retirement import next_month
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.voluntary import quote_voluntary


def quote_missing(
    book: RuleBook, plan: Plan, line: Timeline, *, sex: Sex, months: int, age_day: date, on: date
) -> MissingMonths | None:
    """What the missing months would cost by the rules of `on`; None if none or too many, or the return is not known.

    They may be paid from the month before the age is reached (Art 36(3)); the pension starts in the month after that
    payment, but not before the age.
    """
    most, known = book.amount("voluntary.missing.max_months", on), book.find("voluntary.monthly_return", on)
    if not 0 < months <= most or known is None:
        return None
    income = max(plan.income, book.amount("voluntary.income_floor", on))
    used = sum(month.subsidised for month in line.months)
    quote = quote_voluntary(
        book, income=income, method=Method(MethodKind.MISSING, months), category=plan.category, on=on,
        subsidised_months=used if plan.subsidised is None else max(used, plan.subsidised),
    )  # fmt: skip
    counted = line.total(low=False) + income * months
    work = Workings(book, on)
    rate = pension_rate(work, sex=sex, months=len(line.months) + months)
    earliest = max(add_months(first_of_month(age_day), -1), on)
    return MissingMonths(
        months=months,
        contribution=quote.contribution,
        state=quote.state,
        own=quote.own,
        earliest=earliest,
        pension_from=max(next_month(earliest), next_month(age_day)),
        rate_percent=rate,
        monthly=round_half_up(rate / 100 * counted / (len(line.months) + months)),
        confirmed=quote.confirmed,
        steps=(*quote.steps, *work.steps),
    )
