"""`outreach list`: bringing in spreadsheets."""

from functools import partial
from typing import Annotated

import typer

from outreach_app.cli import column_commands, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.column_commands import (
    KINDS,
    KindOption,
    LayoutOption,
    ListFile,
    SheetOption,
    read_choice,
)
from outreach_app.cli.contents import HELP
from outreach_app.cli.dossier_reports import import_dossiers
from outreach_app.cli.listed_reports import ListedWish, import_prospects, tell_remembered
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import import_shape
from outreach_app.cli.stopped_reports import import_stopped
from outreach_app.cli.undo_reports import ImportName, undo_import
from outreach_app.domain.rows import ImportReport
from outreach_app.errors import Message, say
from outreach_app.i18n import N_
from outreach_app.paths import read_named

REGISTER, STOPPED, PROSPECTS, DOSSIERS = KINDS
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "list", HELP["list"])
    command(
        group,
        "import",
        N_("Bring in a spreadsheet (xlsx, xls, ods, csv); the same list again makes nothing new."),
    )(_import_list)
    column_commands.register(group)
    command(group, "undo", N_("Take back what a list brought in, the newest list first."))(_undo_list)
    command(group, "imports", N_("List what was brought in before."))(_list_imports)


ColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", metavar="F.toml", help=N_("Which column holds what, corrected by hand.")),
]
CommuneOption = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar=N_("CODE"),
        help=N_("Commune the list's villages lie in (else the office's own)."),
    ),
]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help=N_("Say what would happen and change nothing."))
]

OutOption = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=N_("Of people to be asked: write every row with its result (.xlsx or .csv)."),
    ),
]
EnterOption = Annotated[
    bool,
    typer.Option(
        "--enter",
        help=N_("Of people to be asked: enter whoever is not in the register, with the household."),
    ),
]
MissingOption = Annotated[
    str | None,
    typer.Option(
        "--missing",
        metavar="FILE",
        help=N_("With --enter: write the rows that lack something, to be completed (.xlsx or .csv)."),
    ),
]
MatchOption = Annotated[
    list[str] | None,
    typer.Option(
        "--match",
        metavar=N_("ROW=CODE"),
        help=N_(
            "Who is meant in a row: the household's code or the person's id; of papers the sign-up's id."
        ),
    ),
]


def _import_list(
    call: Call,
    file: ListFile,
    kind: KindOption,
    columns: ColumnsOption = None,
    sheet: SheetOption = None,
    commune: CommuneOption = None,
    match: MatchOption = None,
    preview: PreviewOption = False,
    layout: LayoutOption = None,
    out: OutOption = None,
    enter: EnterOption = False,
    missing: MissingOption = None,
) -> Answer:
    path, chosen = read_named(file), parsing.parse_choice(kind, KINDS, option="--as")
    if chosen == PROSPECTS:
        _refuse_others(PROSPECTS, {"--sheet": sheet, "--unit": commune, "--match": match})
        wish = ListedWish(path, layout, columns, out=out, enter=enter, missing=missing)
        return import_prospects(call, wish, preview=preview)
    _refuse_others(chosen, {"--kind": layout, "--out": out, "--enter": enter, "--missing": missing})
    if chosen in (STOPPED, DOSSIERS):
        _refuse_others(chosen, {"--sheet": sheet, "--unit": commune})
    if chosen == DOSSIERS:
        return import_dossiers(call, path, matches=match or (), columns=columns, preview=preview)
    if chosen == STOPPED:
        return import_stopped(call, path, matches=match or (), columns=columns, preview=preview)
    _refuse_others(REGISTER, {"--match": match})
    with call.open() as app:
        choice = read_choice(app, columns, REGISTER)
        look = partial(app.lists.preview_register, path, columns=choice, sheet=sheet, commune=commune)
        call.tell(say("Reading {name} ...", name=path.name))
        if preview:
            report = look()
        else:
            call.sign(app, trial=look)
            report = app.lists.import_register(path, columns=choice, sheet=sheet, commune=commune).value
    code = NEEDS_A_PERSON if report.refused else DONE
    return Answer(import_shape(report, call.words), _report_lines(report), code)


def _refuse_others(kind: str, given: dict[str, object]) -> None:
    for option, value in given.items():
        if value:
            raise parsing.WrongUsage(
                say("{option} does not go with --as {kind}.", option=option, kind=kind), say("Leave it out.")
            )


def _report_lines(report: ImportReport) -> list[Message | str]:
    values = {
        name: getattr(report, name)
        for name in ("rows", "households", "people", "new", "changed", "unchanged")
    }
    heading = (
        say(
            "{rows} rows would bring {households} households with {people} people.",
            **_some(values, "rows households people"),
        )
        if report.preview
        else say(
            "{rows} rows brought {households} households with {people} people.",
            **_some(values, "rows households people"),
        )
    )
    counts = say(
        "People: {new} new, {changed} with gaps filled, {unchanged} known already.",
        **_some(values, "new changed unchanged"),
    )
    lines: list[Message | str] = [heading, counts, *report.notes, *tell_remembered(report.remembered)]
    if report.villages_new:
        lines.append(say("New villages: {names}.", names=", ".join(report.villages_new)))
    if report.duplicates:
        lines.append(
            say("{count} pairs of people look alike: outreach review duplicates.", count=report.duplicates)
        )
    for title, rows in (
        (say("{count} rows were refused:", count=len(report.refused)), report.refused),
        (say("{count} rows to look at:", count=len(report.warnings)), report.warnings),
    ):
        lines += [title] if rows else []
        lines += [say("  row {row}: {reason}", row=row.row, reason=row.reason) for row in rows[:_SHOWN]]
        lines += [say("  and {count} more", count=len(rows) - _SHOWN)] if len(rows) > _SHOWN else []
    return lines


def _some(values: dict[str, object], names: str) -> dict[str, object]:
    return {name: values[name] for name in names.split()}


def _undo_list(call: Call, import_id: ImportName, preview: PreviewOption = False) -> Answer:
    return undo_import(call, import_id, kind="list", preview=preview)


def _list_imports(call: Call) -> Answer:
    with call.open() as app:
        rows = app.lists.list_imports()
    shapes = [
        {"import_id": r.id, "name": r.name, "at": r.made_at.isoformat(), "counts": r.counts} for r in rows
    ]
    lines = [
        say(
            "{name}: {people} people, brought in at {moment}",
            name=r.name,
            people=r.counts.get("people", 0),
            moment=r.made_at,
        )
        for r in rows
    ]
    return Answer({"imports": shapes}, lines or [say("No list was brought in yet.")])
