"""`outreach quote refund`: what comes back of a voluntary payment when somebody leaves early, with every step."""

from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.book_choice import choose_book
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.quote_words import day_of, list_steps, tell_doubt
from outreach_app.cli.shapes import plain, step_shapes
from outreach_app.domain.methods import parse_method
from outreach_app.domain.months import first_of_month
from outreach_app.domain.payments import Payment
from outreach_app.domain.people import Category
from outreach_app.domain.refunds import REFUND_CASE_NAMES, Refund, RefundCase, quote_refund
from outreach_app.domain.subsidy import record_use
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Dong

IncomeOption = Annotated[
    str, typer.Option("--income", metavar=N_("DONG"), help=N_("Monthly income that was paid on, in đồng."))
]
MethodOption = Annotated[
    str, typer.Option("--method", metavar="3|6|12|ahead-YEARS", help=N_("How it was paid."))
]
PaidOption = Annotated[str, typer.Option("--paid", metavar=N_("DATE"), help=N_("Day on which it was paid."))]
LeavesOption = Annotated[
    str,
    typer.Option("--leaves", metavar=N_("MONTH"), help=N_("First month that is not used any more.")),
]
CaseOption = Annotated[
    str, typer.Option("--case", metavar=N_("KEY"), help=N_("compulsory, one_off, death, pension."))
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar=N_("MONTH"), help=N_("First month paid for (else the month of paying).")),
]
CategoryOption = Annotated[
    str,
    typer.Option(
        "--category", metavar=N_("KEY"), help=N_("poor, island, near_poor, ethnic_minority, other.")
    ),
]
MonthsOption = Annotated[
    str,
    typer.Option(
        "--subsidised-months",
        metavar="N",
        help=N_("Months the state had supported before that payment, of its 120 (0)."),
    ),
]


def tell_refund(
    call: Call,
    income: IncomeOption,
    method: MethodOption,
    paid: PaidOption,
    leaves: LeavesOption,
    case: CaseOption = "compulsory",
    first_month: FromOption = None,
    category: CategoryOption = "other",
    subsidised_months: MonthsOption = "0",
) -> Answer:
    """Work out a refund as of the command's day."""
    book, paid_on = choose_book(call), parsing.parse_date(paid, option="--paid")
    starts = parsing.parse_month(first_month, option="--from") if first_month else first_of_month(paid_on)
    had = parsing.parse_count(subsidised_months, option="--subsidised-months", least=0, most=1200)
    payment = Payment(
        parsing.parse_money(income, option="--income"),
        parsing.as_usage(parse_method, method),
        (parsing.parse_key(Category, category, option="--category"),),
        starts,
        record_use(book, (), further=had),
    )
    refund = quote_refund(
        book,
        payment,
        paid_on=paid_on,
        case=parsing.parse_key(RefundCase, case, option="--case"),
        leaves=parsing.parse_month(leaves, option="--leaves"),
        on=day_of(call),
    )
    return Answer(_shape(call, refund), _words(refund))


def _shape(call: Call, refund: Refund) -> dict[str, object]:
    names = "case months contribution state top_up other amount confirmed rule_book"
    shape: dict[str, object] = {name: plain(getattr(refund, name)) for name in names.split()}
    return shape | {"steps": step_shapes(refund.steps, call.words)}


def _words(refund: Refund) -> list[Message | str]:
    told = say(
        "Who {case} gets {amount} back for {months} unused months; {state} go back to the budget.",
        case=Message(REFUND_CASE_NAMES[refund.case]), amount=Dong(refund.amount), months=refund.months,
        state=Dong(refund.state),
    )  # fmt: skip
    return [*list_steps(refund.steps), told, *tell_doubt(confirmed=refund.confirmed)]
