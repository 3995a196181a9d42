"""`outreach trusted` and `outreach group`: whom villages listen to, and their neighbour groups."""

from typing import Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.teams import REGARD_NAMES, Regard, TrustedRow
from outreach_app.errors import Message, NotFound, say
from outreach_app.i18n import N_

Village = Annotated[str, typer.Argument(metavar="VILLAGE", help=N_("Letters, name or id of the village."))]
Row = Annotated[str, typer.Argument(metavar="ID", help=N_("Id of the entry, as trusted show prints it."))]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--who",
        metavar="elder|village_head|party_secretary|association|religion|teacher|health_worker|other",
        help=N_("Why families listen to them."),
    ),
]
PhoneOption = Annotated[str | None, typer.Option("--phone", metavar=N_("TEXT"), help=N_("Their telephone."))]
NoteOption = Annotated[
    str | None, typer.Option("--note", metavar=N_("TEXT"), help=N_("What is good to know."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    trusted = new_group(app, "trusted", HELP["trusted"])
    command(trusted, "add", N_("Enter somebody the families of a village listen to."))(_add)
    command(trusted, "show", N_("List the respected people of a village, or of all."))(_show)
    command(trusted, "edit", N_("Change what is known of somebody on the list."))(_edit)
    command(trusted, "remove", N_("Take somebody off the list."))(_remove)
    group = new_group(app, "group", HELP["group"])
    command(group, "show", N_("List the neighbour groups of a village with their doors."))(_groups)
    command(group, "put", N_("Put households into a neighbour group, new or known."))(_put)
    command(group, "rename", N_("Give a neighbour group another name."))(_rename)
    command(group, "undo", N_("Take back what a command on groups, assignments or a day's doors wrote."))(
        _undo
    )


def _add(
    call: Call,
    village: Village,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the person."))],
    who: WhoOption = None,
    phone: PhoneOption = None,
    note: NoteOption = None,
) -> Answer:
    regard = parsing.parse_key(Regard, who, option="--who") if who else Regard.OTHER
    with call.open() as app:
        place = lookups.find_village(app, village)
        call.sign(app)
        row = app.trusted.add(place.id, name, regard=regard, phone=phone or "", note=note or "").value
    return Answer(_shape(row, place.name), (say("{name} was added.", name=row.name),))


def _show(
    call: Call,
    village: Annotated[
        str | None,
        typer.Argument(metavar="[VILLAGE]", help=N_("Letters, name or id of the village (else all).")),
    ] = None,
) -> Answer:
    with call.open() as app:
        place = lookups.find_village(app, village) if village else None
        rows = app.trusted.list_trusted(place.id if place else None)
        names = {each.id: each.name for each in app.households.list_villages()}
    lines: list[Message | str] = [_line(call, row, names.get(row.village, "")) for row in rows]
    shapes = [_shape(row, names.get(row.village, "")) for row in rows]
    return Answer({"trusted": shapes}, lines or [say("Nobody is on the list yet.")])


def _edit(
    call: Call,
    row: Row,
    name: Annotated[str | None, typer.Option("--name", metavar=N_("NAME"), help=N_("Their name."))] = None,
    who: WhoOption = None,
    phone: PhoneOption = None,
    note: NoteOption = None,
) -> Answer:
    wanted = parse_row_id(row)
    regard = parsing.parse_key(Regard, who, option="--who") if who else None
    with call.open() as app:
        known = next((each for each in app.trusted.list_trusted() if each.id == wanted), None)
        if known is None:
            raise NotFound(say("This person is on no village's list."), say("See: outreach trusted show."))
        call.sign(app)
        changed = app.trusted.edit(
            wanted, name=name or known.name, regard=regard or known.regard,
            phone=(known.phone or "") if phone is None else phone, note=known.note if note is None else note,
        ).value  # fmt: skip
        place = next((each.name for each in app.households.list_villages() if each.id == changed.village), "")
    return Answer(_shape(changed, place), (say("{name} was changed.", name=changed.name),))


def _remove(call: Call, row: Row) -> Answer:
    with call.open() as app:
        call.sign(app)
        app.trusted.remove(parse_row_id(row))
    return Answer({"removed": row}, (say("Taken off the list."),))


def _groups(call: Call, village: Village) -> Answer:
    with call.open() as app:
        groups = app.neighbour_groups.list_groups(lookups.find_village(app, village).id)
    lines: list[Message | str] = [
        f"{count:5}  {name or call.words.text('in no group')}" for name, count in groups
    ]
    return Answer({"groups": [{"group": name or None, "doors": count} for name, count in groups]}, lines)  # fmt: skip


def _put(
    call: Call,
    village: Village,
    group: Annotated[
        str, typer.Argument(metavar="GROUP", help=N_("Name of the group; empty takes households out."))
    ],
    codes: Annotated[list[str], typer.Argument(metavar="CODE", help=N_("Codes of the households."))],
) -> Answer:
    with call.open() as app:
        place = lookups.find_village(app, village)
        homes = [lookups.find_household(app, code) for code in codes]
        call.sign(app)
        done = app.neighbour_groups.put(place.id, homes, group).value
    line = say("{count} households changed their group.", count=done.households)
    return Answer({"households": done.households, "undo": done.deed}, (line,))


def _rename(
    call: Call,
    village: Village,
    group: Annotated[str, typer.Argument(metavar="GROUP", help=N_("Name of the group until now."))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Its new name."))],
) -> Answer:
    with call.open() as app:
        place = lookups.find_village(app, village)
        call.sign(app)
        done = app.neighbour_groups.rename(place.id, group, name).value
    line = say("{count} households changed their group.", count=done.households)
    return Answer({"households": done.households, "undo": done.deed}, (line,))


def _undo(
    call: Call,
    deed: Annotated[str, typer.Argument(metavar="UNDO", help=N_("What the command printed as undo."))],
) -> Answer:
    with call.open() as app:
        call.sign(app)
        done = app.neighbour_groups.undo(deed).value
    data = {"removed": dict(done.removed), "fields": done.fields, "kept": len(done.kept)}
    return Answer(data, (say("Taken back; {count} rows were changed since and stay.", count=len(done.kept)),))


def _shape(row: TrustedRow, village: str) -> dict[str, object]:
    return {
        "id": row.id.hex(), "village": village, "name": row.name, "who": row.regard.value, "phone": row.phone,
        "note": row.note,
    }  # fmt: skip


def _line(call: Call, row: TrustedRow, village: str) -> str:
    told = [call.words.text(REGARD_NAMES[row.regard]), row.phone or "", row.note]
    return f"{row.id.hex()}  {village}  {row.name}: {', '.join(part for part in told if part)}"
