"""`outreach print d05 | mau4 | tk1`: the official forms, filled in from sign-ups."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.options import command
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.forms import FORM_NAMES, Form, ResultForm
from outreach_app.domain.identity import parse_row_id
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.forms import FormWish, MadeForm

Codes = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CODE",
        help=N_("Codes of households (the newest sign-up of each member), or ids of sign-ups."),
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--from", metavar=N_("DATE"), help=N_("Sign-ups from this day on (else today's).")),
]
UntilOption = Annotated[
    str | None, typer.Option("--to", metavar=N_("DATE"), help=N_("Sign-ups up to this day (else today)."))
]
DayOption = Annotated[
    str | None,
    typer.Option(
        "--day", metavar=N_("DATE"), help=N_("Day of the form, when it is not today; it chooses the layout.")
    ),
]
ResultOption = Annotated[
    str | None,
    typer.Option(
        "--result",
        metavar="electronic|paper",
        help=N_("How the book or card is wanted by those who were not asked when they signed up."),
    ),
]
NumberOption = Annotated[str, typer.Option("--number", metavar=N_("NUMBER"), help=N_("Number of the list."))]
OrganisationOption = Annotated[
    str,
    typer.Option(
        "--organisation",
        metavar=N_("NAME"),
        help=N_("Name of the organisation (else the collector's agency)."),
    ),
]
OrganisationCodeOption = Annotated[
    str, typer.Option("--organisation-code", metavar=N_("TEXT"), help=N_("Code of the organisation."))
]
WorkbookOption = Annotated[str, typer.Option("--out", metavar="FILE", help=N_("The xlsx to write."))]
PdfOption = Annotated[str, typer.Option("--out", metavar="FILE", help=N_("The PDF to write."))]


def add_forms(group: typer.Typer) -> None:
    """Add the forms to the group `print`."""
    command(group, "d05", N_("D05-TS: the list of people who join voluntary insurance, as xlsx."))(_d05)
    command(group, "mau4", N_("Mẫu số 4: the members of a household who join health insurance, as xlsx."))(
        _mau4
    )
    command(group, "tk1", N_("TK1-TS: a declaration for each voluntary sign-up, as PDF."))(_tk1)


def _d05(
    call: Call,
    out: WorkbookOption,
    codes: Codes = None,
    since: SinceOption = None,
    until: UntilOption = None,
    day: DayOption = None,
    result: ResultOption = None,
    number: NumberOption = "",
    organisation: OrganisationOption = "",
    organisation_code: OrganisationCodeOption = "",
) -> Answer:
    told = _read_wish(since, until, day, result)
    told |= {"number": number, "organisation": organisation, "organisation_code": organisation_code}
    return _make(call, Form.VOLUNTARY_LIST, out, codes or (), told)


def _mau4(
    call: Call,
    out: WorkbookOption,
    codes: Codes = None,
    since: SinceOption = None,
    until: UntilOption = None,
    day: DayOption = None,
    result: ResultOption = None,
    organisation: OrganisationOption = "",
    organisation_code: OrganisationCodeOption = "",
) -> Answer:
    told = _read_wish(since, until, day, result)
    told |= {"organisation": organisation, "organisation_code": organisation_code}
    return _make(call, Form.HEALTH_LIST, out, codes or (), told)


def _tk1(
    call: Call,
    out: PdfOption,
    codes: Codes = None,
    since: SinceOption = None,
    until: UntilOption = None,
    day: DayOption = None,
    result: ResultOption = None,
) -> Answer:
    return _make(call, Form.DECLARATION, out, codes or (), _read_wish(since, until, day, result))


def _read_wish(since: str | None, until: str | None, day: str | None, result: str | None) -> dict[str, Any]:
    first, last = parsing.parse_day(since, option="--from"), parsing.parse_day(until, option="--to")
    if first is not None and last is not None and last < first:
        raise parsing.WrongUsage(say("--to lies before --from."), say("Give the first day, then the last."))
    return {
        "since": first,
        "until": last,
        "day": parsing.parse_day(day, option="--day"),
        "result": parsing.parse_key(ResultForm, result, option="--result") if result else None,
    }


def _make(call: Call, form: Form, out: str, codes: Sequence[str], told: dict[str, Any]) -> Answer:
    target = check_target(out)
    with call.open() as app:
        from outreach_app.services.forms import BY_HAND, FormWish

        wish = FormWish(**told, **_find_sign_ups(app, codes))
        made = _fill(app, form, wish)
        data = write_document(target, made.data)
    left = [call.words.text(BY_HAND[key]) for key in made.by_hand]
    counts = {
        "form": form.value,
        "sheets": made.sheets,
        "sign_ups": made.sign_ups,
        "by_hand": list(made.by_hand),
    }
    return Answer(data | counts, _tell(form, made, str(target), left))


def _fill(app: "App", form: Form, wish: "FormWish") -> "MadeForm":
    fill = {
        Form.VOLUNTARY_LIST: app.forms.voluntary_list,
        Form.HEALTH_LIST: app.forms.health_list,
        Form.DECLARATION: app.forms.declarations,
    }
    return fill[form](wish)


def _find_sign_ups(app: "App", codes: Sequence[str]) -> dict[str, Any]:
    """Ids are sign-ups, everything else is a household's code."""
    return {
        "enrolments": tuple(parse_row_id(code) for code in codes if lookups.is_id(code)),
        "households": tuple(lookups.find_household(app, code) for code in codes if not lookups.is_id(code)),
    }


def _tell(form: Form, made: "MadeForm", target: str, left: Sequence[str]) -> list[Message]:
    lines = [
        say(
            "Filled in {form} for {count} sign-ups: {file}",
            form=FORM_NAMES[form],
            count=made.sign_ups,
            file=target,
        )
    ]
    if left:
        lines.append(say("Left for the hand: {fields}.", fields="; ".join(left)))
    return lines
