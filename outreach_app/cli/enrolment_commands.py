"""`outreach enrol`: a sign-up with the amounts of the day's rules."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.shapes import enrolment_shape
from outreach_app.domain.forms import ResultForm
from outreach_app.domain.health import SupportGroup
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.receipts import Means
from outreach_app.domain.rows import PersonRow
from outreach_app.errors import say
from outreach_app.i18n import N_, Dong

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.enrolments import Enrolled

KINDS = ("new", "continuing", "re_registered")


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "enrol", HELP["enrol"])(_enrol)


Person = Annotated[
    str, typer.Argument(metavar="PERSON", help=N_("Id of the person, or a text that finds nobody else."))
]
SchemeOption = Annotated[
    str, typer.Option("--scheme", metavar="voluntary|household_health", help=N_("What is joined."))
]
FromOption = Annotated[
    str, typer.Option("--from", metavar=N_("MONTH"), help=N_("First month, like 2026-12."))
]
MethodOption = Annotated[
    str, typer.Option("--method", metavar="1|3|6|12", help=N_("How many months are paid at once."))
]
IncomeOption = Annotated[
    str | None,
    typer.Option("--income", metavar=N_("DONG"), help=N_("Chosen monthly income (else the lowest).")),
]
MoneyOption = Annotated[
    str | None, typer.Option("--money", metavar=N_("DONG"), help=N_("Money that was taken."))
]
ReceiptOption = Annotated[
    str, typer.Option("--receipt", metavar=N_("NUMBER"), help=N_("Number of its receipt."))
]
MeansOption = Annotated[str, typer.Option("--means", metavar="cash|transfer", help=N_("How the money came."))]
KindOption = Annotated[
    str,
    typer.Option("--kind", metavar="new|continuing|re_registered", help=N_("What kind of sign-up it is.")),
]
SupportOption = Annotated[
    str,
    typer.Option(
        "--support",
        metavar=N_("KEY"),
        help=N_("For health: why the state pays a part, such as near_poor."),
    ),
]
CardOption = Annotated[
    str | None,
    typer.Option("--card", metavar="electronic|paper", help=N_("How the book or card is wanted.")),
]
HospitalOption = Annotated[
    str,
    typer.Option(
        "--hospital", metavar=N_("TEXT"), help=N_("For health: where health care begins, its code or name.")
    ),
]
VisitOption = Annotated[
    str | None,
    typer.Option("--visit", metavar="VISIT", help=N_("Id of the visit at which it was decided.")),
]


def _enrol(
    call: Call,
    person: Person,
    scheme: SchemeOption,
    first_month: FromOption,
    method: MethodOption,
    income: IncomeOption = None,
    money: MoneyOption = None,
    receipt: ReceiptOption = "",
    means: MeansOption = "cash",
    kind: KindOption = "new",
    support: SupportOption = "none",
    card: CardOption = None,
    hospital: HospitalOption = "",
    visit: VisitOption = None,
) -> Answer:
    told: dict[str, Any] = {
        "scheme": Scheme(parsing.parse_choice(scheme, OFFERED_SCHEMES, option="--scheme")),
        "method": str(parsing.as_usage(parse_method, method)),
        "first_month": parsing.parse_month(first_month, option="--from"),
        "income": parsing.parse_money(income, option="--income") if income else None,
        "kind": parsing.parse_choice(kind, KINDS, option="--kind"),
        "money": parsing.parse_money(money, option="--money") if money else 0,
        "receipt": receipt,
        "means": parsing.parse_key(Means, means, option="--means"),
        "support": parsing.parse_key(SupportGroup, support, option="--support"),
        "card": parsing.parse_key(ResultForm, card, option="--card") if card else None,
        "hospital": hospital,
        "visit": parse_row_id(visit) if visit else None,
    }
    with call.open() as app:
        from outreach_app.services.enrolments import NewEnrolment

        wanted = app.households.read_person(lookups.find_person(app, person))
        call.sign(app, trial=lambda: _try_amounts(app, wanted, told))
        made = app.enrolments.sign_up(NewEnrolment(wanted.id, **told)).value
    return _answer(call, made)


def _try_amounts(app: "App", person: PersonRow, told: dict[str, Any]) -> None:
    """Work the amounts out once without writing; what the rules do not allow is told here."""
    method = parse_method(told["method"])
    if told["scheme"] is Scheme.HOUSEHOLD_HEALTH:
        app.enrolments.quote_health(members=1, months=method.months, support=told["support"])
        return
    category = app.households.read_card(person.household).household.category
    income = told["income"] or app.enrolments.least_income()
    app.enrolments.quote_voluntary(income=income, method=method, category=category)


def _answer(call: Call, made: "Enrolled") -> Answer:
    row = made.enrolment
    problems = [call.words.render(problem) for problem in made.problems]
    state = "incomplete" if problems else "complete"
    data = {
        "enrolment_id": row.id.hex(),
        "state": state,
        "problems": problems,
        "consents": [call.words.render(gap) for gap in made.consents],
        "amounts": enrolment_shape(row),
    }
    done = say(
        "Signed up {name}: own part {own} for {months} months.",
        name=row.person_name, own=Dong(row.own), months=row.months,
    )  # fmt: skip
    return Answer(data, [done, *made.problems, *made.consents], NEEDS_A_PERSON if problems else DONE)
