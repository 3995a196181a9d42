"""`outreach office`: a new office with its recovery sheet, and its villages."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call, done, sign_as
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import row_shape
from outreach_app.cli.territory_commands import add_territory
from outreach_app.cli.writing import check_target, remove_made
from outreach_app.domain.rows import VillageRow
from outreach_app.errors import BadInput, Message, OutreachError, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App, CreatedOffice


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    office = new_group(app, "office", HELP["office"])
    command(office, "new", N_("Make an office workspace and print its recovery sheet."))(_make_office)
    villages = new_group(office, "village", N_("The villages of this workspace."))
    command(villages, "add", N_("Add a village to a commune."))(_add_village)
    command(villages, "rename", N_("Give a village its new name; codes on paper keep their letters."))(
        _rename
    )
    command(
        villages,
        "merge",
        N_(
            "Merge one village into another; its households, groups, lists, assignments, meetings and targets go along."
        ),
    )(_merge)
    command(
        villages, "list", N_("List the villages with their letters and households, classes and former names.")
    )(_list)
    command(villages, "former", N_("Tell in which commune a village lay before 1 July 2025."))(_former)
    add_territory(office)


def _make_office(
    call: Call,
    name: Annotated[str, typer.Option("--name", metavar=N_("NAME"), help=N_("Name of the office."))],
    unit: Annotated[
        str,
        typer.Option("--unit", metavar=N_("CODE"), help=N_("Code of its commune or province as of today.")),
    ],
    recovery_sheet: Annotated[
        str | None,
        typer.Option(
            "--recovery-sheet",
            metavar="FILE",
            help=N_("Where the recovery sheet goes (else beside the workspace)."),
        ),
    ] = None,
) -> Answer:
    folder = call.folder
    if call.hub and recovery_sheet is None:
        raise parsing.WrongUsage(
            say("For an office at a hub the recovery sheet needs a place."),
            say("Name it by --recovery-sheet FILE."),
        )
    target = _sheet_target(folder, recovery_sheet)
    passphrase = call.passphrase(twice=True)
    is_new = not folder.exists()
    from outreach_app.app import create_office

    made = create_office(
        folder, passphrase=passphrase, name=name, unit_code=unit.strip(), clock=call.clock, hub=call.hub
    )
    try:
        _write_sheet(call, made, target)
        with call.holding(made.app) as app:
            if call.options.by:
                sign_as(app, call.options.by, remember=True)
    except BaseException:
        # An office whose recovery sheet was never printed must not stay: nothing could open it again.
        _remove(made.app, folder, whole=is_new)
        raise
    place = call.hub or str(folder)
    lines = (
        say("The office {name} was made in {folder}.", name=made.sheet.office_name, folder=place),
        say("Print the recovery sheet {file} twice, then delete the file.", file=str(target)),
    )
    return Answer({"workspace": place, "recovery_sheet": str(target)}, lines)


def _sheet_target(folder: Path, wanted: str | None) -> Path:
    target = check_target(
        wanted or str(folder.absolute().with_name(f"{folder.name}-recovery-sheet.pdf")),
        option="--recovery-sheet",
    )
    if target.absolute().is_relative_to(folder.absolute()):
        raise BadInput(
            say("The recovery sheet may not lie inside the workspace it opens."),
            say("Choose another folder for --recovery-sheet."),
            key="sheet_inside",
        )
    return target


def _write_sheet(call: Call, made: "CreatedOffice", target: Path) -> None:
    from outreach_app.documents.recovery_sheet import RecoverySheet, render_recovery_sheet
    from outreach_app.files import write_file

    told = made.sheet
    sheet = RecoverySheet(
        told.office_name, told.key_id, told.recovery_code, told.escrow_identity, told.made_on
    )
    write_file(target, render_recovery_sheet(sheet, call.words), private=True)


def _remove(app: "App", folder: Path, *, whole: bool) -> None:
    from outreach_app.services.hubs import remove_from_hub

    with suppress(OutreachError):
        app.close()
    with suppress(OutreachError):
        remove_from_hub(folder, app.desk.database.data_key)
    remove_made(folder, whole=whole)


def _add_village(
    call: Call,
    name: Annotated[
        str, typer.Argument(metavar=N_("NAME"), help=N_('Its name, with or without its kind: "bản Nà Ly".'))
    ],
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", "--commune", metavar=N_("CODE"), help=N_("Its commune (else the office's own).")
        ),
    ] = None,
) -> Answer:
    with call.open() as app:
        commune = unit or _own_commune(app)
        call.sign(app)
        row = app.office.add_village(name, commune).value
    return done(
        {"village": row_shape(row)},
        N_("Added {name} with the letters {letters}."),
        name=row.name,
        letters=row.prefix,
    )


def _own_commune(app: "App") -> str:
    code = app.office.own_commune()
    if code is None:
        raise parsing.WrongUsage(
            say("The office's unit is not a commune."),
            say("Say with --unit which commune the villages lie in."),
        )
    return code


Village = Annotated[
    str, typer.Argument(metavar=N_("VILLAGE"), help=N_("Letters, name or id of the village."))
]


NumberOption = Annotated[
    str, typer.Option("--decision", metavar=N_("NUMBER"), help=N_("Number of the decision."))
]


def _rename(
    call: Call,
    village: Village,
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("The new name."))],
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar=N_("DATE"),
            help=N_("First day of the new name; without it a mistake in the name is mended."),
        ),
    ] = None,
    decision: NumberOption = "",
) -> Answer:
    day = parsing.parse_day(since, option="--since")
    with call.open() as app:
        row = lookups.find_village(app, village)
        call.sign(app)
        app.office.rename_village(row.id, name, since=day, decision=decision)
        renamed = lookups.find_village(app, row.id.hex())
    return done(
        {"village": row_shape(renamed)}, N_("{old} is now called {new}."), old=row.name, new=renamed.name
    )


def _merge(
    call: Call,
    village: Village,
    into: Annotated[str, typer.Argument(metavar=N_("INTO"), help=N_("The village that stays."))],
    since: Annotated[
        str | None,
        typer.Option("--since", metavar=N_("DATE"), help=N_("First day on which it holds (else today).")),
    ] = None,
    decision: NumberOption = "",
) -> Answer:
    day = parsing.parse_day(since, option="--since")
    with call.open() as app:
        gone, kept = lookups.find_village(app, village), lookups.find_village(app, into)
        call.sign(app)
        moved = app.office.merge_villages(gone.id, kept.id, since=day, decision=decision).value
    data = {"merged": gone.id.hex(), "into": kept.id.hex(), "households": moved}
    sentence = N_("{gone} is now part of {kept}; {count} households moved.")
    return done(data, sentence, gone=gone.name, kept=kept.name, count=moved)


def _former(
    call: Call,
    village: Village,
    commune: Annotated[
        str, typer.Argument(metavar="CODE", help=N_("Code of the commune in the list before 1 July 2025."))
    ],
) -> Answer:
    with call.open() as app:
        row = lookups.find_village(app, village)
        call.sign(app)
        name = app.territory.note_former_commune(row.id, commune).value
    return done(
        {"village": row.id.hex(), "former": name}, N_("{village} lay in {name}."), village=row.name, name=name
    )


def _list(call: Call) -> Answer:
    with call.open() as app:
        rows = app.households.read_coverage()
        classes = app.territory.read_classes([row.village for row in rows])
        former = app.territory.list_former([row.village.id for row in rows])
    shapes = [
        row_shape(row.village)
        | {"households": row.known, "knocked": row.knocked}
        | {"classes": [each.value for each in classes[row.village.id]], "former": former[row.village.id]}
        for row in rows
    ]
    lines: list[Message | str] = [_village_line(call, row.village, row.known) for row in rows]
    return Answer({"villages": shapes}, lines or [say("There is no village yet.")])


def _village_line(call: Call, village: VillageRow, known: int) -> str:
    count = call.words.plural("{count} household", "{count} households", known)
    return f"{village.prefix:5} {village.name}  ({village.commune_code})  {count}"
