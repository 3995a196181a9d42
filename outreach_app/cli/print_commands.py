"""`outreach print`: documents as PDF."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.form_commands import add_forms
from outreach_app.cli.leaflet_commands import add_leaflets
from outreach_app.cli.monthly_commands import add_monthly
from outreach_app.cli.options import command, new_group
from outreach_app.cli.report_commands import add_progress
from outreach_app.cli.sheet_commands import make_sheet
from outreach_app.cli.writing import check_target, write_document
from outreach_app.errors import say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App

OutOption = Annotated[str, typer.Option("--out", metavar="FILE", help=N_("The PDF to write."))]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "print", HELP["print"])
    command(group, "visit-list", N_("A sheet of households to visit, made before or made now."))(_visit_list)
    command(group, "daily-summary", N_("What a day came to."))(_daily_summary)
    command(group, "arrivals", N_("What came from other machines on a day, and what waits."))(_arrivals)
    command(group, "leaflet", N_("A household's own leaflet with its figures."))(_leaflet)
    command(group, "consent", N_("A household's sheet of consents, nothing ticked."))(_consent_sheet)
    add_leaflets(group)
    add_progress(group)
    add_monthly(group)
    add_forms(group)


def _visit_list(
    call: Call,
    out: OutOption,
    code: Annotated[
        str | None,
        typer.Argument(metavar="SHEET", help=N_("Code of a sheet made before; else give --village.")),
    ] = None,
    village: Annotated[
        str | None,
        typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Make a new sheet for this village.")),
    ] = None,
    doors: Annotated[
        str | None, typer.Option("--doors", metavar="N", help=N_("How many doors (else one printed page)."))
    ] = None,
    day: Annotated[
        str | None,
        typer.Option("--day", metavar=N_("DATE"), help=N_("Day the list is walked, when it is not today.")),
    ] = None,
    large: Annotated[bool, typer.Option("--large", help=N_("Larger print."))] = False,
) -> Answer:
    if (code is None) == (village is None):
        raise parsing.WrongUsage(
            say("Name either a sheet or a village."),
            say("See: {command} --help.", command="outreach print visit-list"),
        )
    target = check_target(out)
    with call.open() as app:
        sheet = app.sheets.open(code) if code else make_sheet(call, app, village or "", doors=doors, day=day)
        data = write_document(target, app.printing.visit_list(sheet.id, call.words, large_print=large))
    line = say("Wrote the sheet {code}: {file}", code=sheet.code, file=str(target))
    return Answer(data | {"sheet": sheet.code, "rows": len(sheet.lines)}, (line,))


def _daily_summary(
    call: Call,
    out: OutOption,
    day: Annotated[
        str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Which day (else today)."))
    ] = None,
) -> Answer:
    target = check_target(out)
    chosen = parsing.parse_day(day, option="--day")
    with call.open() as app:
        summary = app.printing.summarise(chosen)
        data = write_document(target, app.printing.daily_summary(call.words, day=chosen))
    total = summary.total
    counts = {
        "day": summary.day.isoformat(), "knocked": total.knocked, "spoken_to": total.spoken_to,
        "people_advised": total.people_advised, "voluntary_new": total.voluntary_new,
        "voluntary_continuing": total.voluntary_continuing, "health_new": total.health_new,
        "health_continuing": total.health_continuing, "call_backs": total.call_backs,
        "money_taken": summary.money_taken, "receipts": summary.receipts, "machines": summary.machines,
    }  # fmt: skip
    return Answer(
        data | counts, (say("Wrote the summary of {day}: {file}", day=summary.day, file=str(target)),)
    )


def _arrivals(
    call: Call,
    out: OutOption,
    day: Annotated[
        str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Which day (else today)."))
    ] = None,
) -> Answer:
    target = check_target(out)
    chosen = parsing.parse_day(day, option="--day")
    with call.open() as app:
        morning = app.mornings.read(chosen)
        data = write_document(target, app.mornings.print(call.words, day=chosen))
    counts = {
        "day": morning.day.isoformat(), "files": morning.files, "visits": morning.visits, "others": morning.others,
        "differences": morning.differences, "pairs": morning.pairs, "refused": morning.refused,
        "machines": [
            {"device": each.device, "files": list(each.numbers), "visits": each.visits, "others": each.others,
             "conflicts": each.conflicts, "refused_rows": each.refused, "missing": list(each.missing)}
            for each in morning.machines
        ],
        "aside": [{"name": each.name, "reason": call.render(each.reason)} for each in morning.aside],
        "silent": [{"device": device, "days": days} for device, days in morning.silent],
    }  # fmt: skip
    return Answer(
        data | counts, (say("Wrote what came on {day}: {file}", day=morning.day, file=str(target)),)
    )


HouseholdCode = Annotated[str, typer.Argument(metavar=N_("CODE"), help=N_("Code or id of the household."))]


def _leaflet(call: Call, code: HouseholdCode, out: OutOption) -> Answer:
    return _print_for_home(
        call, code, out, lambda app, home: app.printing.leaflet(home, call.words),
        told=N_("Wrote the leaflet of {code}: {file}"),
    )  # fmt: skip


def _consent_sheet(call: Call, code: HouseholdCode, out: OutOption) -> Answer:
    return _print_for_home(
        call, code, out, lambda app, home: app.consents.print_sheet(home, call.words),
        told=N_("Wrote the consent sheet of {code}: {file}"),
    )  # fmt: skip


def _print_for_home(
    call: Call, code: str, out: str, make: Callable[["App", bytes], bytes], *, told: str
) -> Answer:
    """Write a household's paper; `make` draws it from the household's id, `told` names its code and the file."""
    target = check_target(out)
    with call.open() as app:
        household = lookups.find_household(app, code)
        home = app.households.read_card(household).household
        data = write_document(target, make(app, household))
    return Answer(data | {"household": home.code}, (say(told, code=home.code, file=str(target)),))
