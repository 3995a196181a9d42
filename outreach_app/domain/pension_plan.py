"""Whether a plan of payments can be, and in which month it ends."""

from datetime import date

from outreach_app.domain.months import add_months, first_of_month, months_between
from outreach_app.domain.paid_months import SCHEME_STARTED, Plan
from outreach_app.domain.people import PartialDate, Sex
from outreach_app.domain.quotes import Workings
from outreach_app.domain.retirement import early_member_day, retirement_day
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.voluntary import income_range
from outreach_app.errors import BadInput, Message, say
from outreach_app.i18n import Dong

_YEAR = 12
_OLDEST = 100


def check_plan(plan: Plan, joined: date) -> None:
    """Refuse months that cannot be: before 2008, twice, more than fit since the first payment, on nothing."""
    if plan.first_month < SCHEME_STARTED:
        raise _bad(say("Voluntary social insurance exists since {day}.", day=SCHEME_STARTED))
    if (
        plan.past_months < 0
        or plan.past_income <= 0
        or any(row.months < 1 or row.income <= 0 for row in plan.paid)
    ):
        raise _bad(say("Months and incomes of the past must be more than nothing."))
    days = [
        add_months(first_of_month(row.first_month), count) for row in plan.paid for count in range(row.months)
    ]
    if len(set(days)) < len(days) or max(days, default=SCHEME_STARTED) > plan.first_month:
        raise _bad(say("A month of the past is named twice, or lies in the time still to be paid."))
    if months_between(joined, plan.first_month) < plan.past:
        text = say(
            "{months} months do not fit between {joined} and {first_month}.",
            months=plan.past, joined=joined, first_month=plan.first_month,
        )  # fmt: skip
        raise _bad(text)


def check_income(work: Workings, plan: Plan) -> None:
    """Refuse an income outside the limits of the day it is first paid on, if that day is past, else of today."""
    limits, floor = income_range(work.book, work.on), work.take("voluntary.income_floor")
    then = min(plan.first_month, first_of_month(work.on))
    known = floor if then == first_of_month(work.on) else work.book.find("voluntary.income_floor", then)
    least = 1 if known is None else known.amount
    if not least <= plan.income <= limits.ceiling:
        raise BadInput(
            say("An income of {income} cannot be chosen on {day}.", income=Dong(plan.income), day=work.on),
            say("Choose between {floor} and {ceiling}.", floor=Dong(least), ceiling=Dong(limits.ceiling)),
            key="income_out_of_range",
        )


def find_end(
    book: RuleBook, plan: Plan, *, sex: Sex, born: PartialDate, joined: date, until: date | int | None
) -> date:
    """The first month that is not paid any more: of a day, of an age in whole years, or of the retirement age."""
    if until is None:
        return max(_retirement_month(book, plan, sex=sex, born=born, joined=joined), plan.first_month)
    oldest = add_months(born.first_day, _OLDEST * _YEAR)
    if isinstance(until, int):
        end = (
            first_of_month(add_months(born.first_day, max(until, 0) * _YEAR))
            if until <= _OLDEST
            else date.max
        )
    else:
        end = first_of_month(until)
    if not plan.first_month <= end <= oldest:
        raise _bad(say("Payment from {first_month} cannot end then.", first_month=plan.first_month))
    return end


def _retirement_month(book: RuleBook, plan: Plan, *, sex: Sex, born: PartialDate, joined: date) -> date:
    """The month of the ordinary age, or the earlier one with both 60/55 and twenty years of a member before 2021."""
    month = first_of_month(retirement_day(book, sex=sex, born=born).day)
    found = early_member_day(book, sex=sex, born=born, joined=joined)
    if found is None:
        return month
    full = add_months(plan.first_month, max(found[2].amount * _YEAR - plan.past, 0))
    return min(month, max(first_of_month(found[0]), full))


def _bad(message: Message) -> BadInput:
    return BadInput(message, say("Check the months and days given."), key="bad_months")
