"""`outreach hub`: an office at a PostgreSQL for many at once; joining it, moving there and back, rights, upgrades."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app import paths
from outreach_app.cli.call import Answer, Call, done
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.parsing import WrongUsage
from outreach_app.cli.writing import check_target
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.services.hubs import Move

_Clerk = Annotated[
    str, typer.Option("--clerk", metavar=N_("ACCOUNT"), help=N_("The account of those who work."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    hub = new_group(app, "hub", HELP["hub"])
    command(hub, "roles", N_("Print what the server's administrator runs once: database, owner, clerks."))(
        _roles
    )
    command(hub, "grant", N_("As the owner: let the clerks' account read and write rows, and nothing else."))(
        _grant
    )
    command(hub, "upgrade", N_("As the owner: bring the hub's tables up to date with this program."))(
        _upgrade
    )
    command(hub, "key", N_("Write a key file by which another account joins this hub."))(_key)
    command(hub, "join", N_("Join a hub by a key file and choose a passphrase of your own."))(_join)
    command(hub, "move", N_("Move the office from its file to an empty hub, or from the hub into a folder."))(
        _move
    )
    command(
        hub,
        "former",
        N_("Tell what the office's move left behind on this machine; delete it once the hub is proved."),
    )(_former)
    command(hub, "clean", N_("As the owner: rewrite the hub's tables without the rows that were deleted."))(
        _clean
    )


def _roles(
    call: Call,
    clerk: _Clerk = "gocua_clerk",
    owner: Annotated[
        str, typer.Option("--owner", metavar=N_("ACCOUNT"), help=N_("The account that owns the tables."))
    ] = "gocua_owner",
    database: Annotated[
        str, typer.Option("--database", metavar=N_("NAME"), help=N_("The database for this office."))
    ] = "gocua",
) -> Answer:
    from outreach_app.services.hubs import spell_roles

    statements = spell_roles(database, owner=owner, clerk=clerk)
    return Answer({"statements": statements}, [f"{statement};" for statement in statements])


def _grant(call: Call, clerk: _Clerk = "gocua_clerk") -> Answer:
    from outreach_app.services.hubs import grant_rights

    grant_rights(_need_hub(call), clerk)
    return done({"clerk": clerk}, N_("{clerk} may read and write rows at this hub."), clerk=clerk)


def _upgrade(call: Call) -> Answer:
    from outreach_app.services.hubs import upgrade_hub

    address = _need_hub(call)
    upgrade_hub(address)
    return done(
        {"hub": address}, N_("The tables of the hub are up to date. Grant the clerks their rights again.")
    )


def _key(
    call: Call,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=N_("Where the key file goes."))],
) -> Answer:
    target = check_target(out)
    folder, passphrase = call.need_workspace(), call.passphrase()
    from outreach_app.services.hubs import make_key_file
    from outreach_app.services.workspace import open_data_key

    made = make_key_file(folder, open_data_key(folder, passphrase), target)
    lines = (
        say(
            "Wrote {file}. Hand it over, and tell the code another way: {code}",
            file=str(made.path),
            code=made.code,
        ),
        say("Delete the file when they have joined."),
    )
    return Answer({"path": str(made.path), "code": made.code}, lines)


def _join(
    call: Call,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The key file."))],
    code: Annotated[
        str, typer.Option("--code", metavar=N_("CODE"), help=N_("The code that was told with it."))
    ],
) -> Answer:
    address = _need_hub(call)
    passphrase = call.passphrase(twice=True)
    from outreach_app.services.hubs import join_hub

    folder = join_hub(address, paths.read_named(file), code, passphrase)
    return done({"hub": address, "folder": str(folder)}, N_("Joined the hub {hub}."), hub=address)


def _move(
    call: Call,
    to: Annotated[
        str, typer.Option("--to", metavar="URL|DIR", help=N_("An empty hub's address, or a new folder."))
    ],
) -> Answer:
    from outreach_app.services import hub_addresses, hubs
    from outreach_app.services.workspace import open_data_key

    source, there = call.hub, hub_addresses.is_address(to)
    if (source is None) is not there:
        raise WrongUsage(
            say("An office moves from a folder to a hub, or from a hub into a folder."),
            say("Name one by --workspace and the other by --to."),
        )
    target = hub_addresses.parse_address(to) if there else ""
    folder = call.need_workspace()
    data_key = open_data_key(folder, call.passphrase())
    if there:
        moved = hubs.move_to_hub(folder, target, data_key, now=call.clock())
    else:
        moved = hubs.move_to_file(folder, paths.read_named(to), data_key, now=call.clock())
    return _tell_move(moved)


def _former(
    call: Call,
    delete: Annotated[
        bool,
        typer.Option("--delete", help=N_("Delete it, after the journal was replayed at the hub.")),
    ] = False,
) -> Answer:
    _need_hub(call)
    folder = call.need_workspace()
    from outreach_app.services.former_files import delete_former, find_former

    if not delete:
        found = find_former(folder)
        told = [
            say("Databases from before the move still stand in {folder}.", folder=str(each)) for each in found
        ]
        lines = told or [say("On this machine nothing is left of the office from before it moved.")]
        return Answer({"folders": [str(each) for each in found], "deleted": False}, lines)
    from outreach_app.services.workspace import open_data_key

    gone = delete_former(folder, open_data_key(folder, call.passphrase()))
    deleted = [
        say("Deleted databases, backups and kept files in {folder}.", folder=str(each)) for each in gone
    ]
    return Answer({"folders": [str(each) for each in gone], "deleted": True}, deleted)


def _clean(call: Call) -> Answer:
    from outreach_app.services.hubs import clean_hub

    address = _need_hub(call)
    clean_hub(address)
    return done({"hub": address}, N_("The tables of the hub hold nothing that was deleted any more."))


def _tell_move(moved: "Move") -> Answer:
    lines: list[Message | str] = [
        say(
            "The office has moved to {place}: {count} entries of history give every row there.",
            place=moved.place, count=moved.entries,
        )
    ]  # fmt: skip
    if moved.aside is not None:
        lines.append(say("The former database is kept as {file}.", file=str(moved.aside)))
        lines.append(
            say(
                "It keeps whoever is erased at the hub. Once the hub has proved itself: outreach hub former --delete"
            )
        )
    data = {
        "workspace": moved.place, "journal_entries": moved.entries, "kept": str(moved.aside) if moved.aside else None
    }  # fmt: skip
    return Answer(data, lines)


def _need_hub(call: Call) -> str:
    if call.hub is None:
        raise WrongUsage(
            say("This is about a hub."),
            say("Name it by --workspace postgresql://ACCOUNT@HOST:PORT/DATABASE."),
        )
    return call.hub
