"""`outreach kit`: the file that sets up a laptop, at the office and on the laptop."""

from datetime import timedelta
from typing import Annotated

import typer

from outreach_app.cli import leaver_commands, lookups, parsing
from outreach_app.cli.call import Answer, Call, sign_as
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.writing import check_target
from outreach_app.errors import say
from outreach_app.i18n import N_
from outreach_app.paths import read_named

ROLES = ("canvasser", "lead")
_USUAL_DAYS = 365


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "kit", HELP["kit"])
    command(group, "make", N_("Write a laptop's set-up file; the code is told separately."))(_make)
    command(
        group, "renew", N_("Give a laptop a new last day, area or part; it travels in its next return file.")
    )(_renew)
    command(group, "open", N_("Set up this laptop from the office's file."))(_open)
    leaver_commands.register(group)


DeviceOption = Annotated[str, typer.Option("--device", metavar=N_("NAME"), help=N_("Name of the laptop."))]
OutOption = Annotated[str, typer.Option("--out", metavar="FILE", help=N_("Where the set-up file goes."))]
RoleOption = Annotated[
    str, typer.Option("--role", metavar="canvasser|lead", help=N_("What the laptop is for."))
]
UnitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar=N_("CODE"),
        help=N_("Villages: a commune's code, or a village's letters or name."),
    ),
]
MoreUnits = Annotated[
    list[str] | None, typer.Argument(metavar=N_("UNIT"), help=N_("More villages, as for --unit."))
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar=N_("DATE"), help=N_("Last day the laptop may be used (else a year).")),
]


def _make(
    call: Call,
    device: DeviceOption,
    out: OutOption,
    role: RoleOption = "canvasser",
    unit: UnitOption = None,
    units: MoreUnits = None,
    until: UntilOption = None,
) -> Answer:
    parsing.parse_choice(role, ROLES, option="--role")
    if not device.strip():
        raise parsing.wrong_value("--device", device, say("Give the laptop a name."))
    target = check_target(out)
    last = parsing.parse_day(until, option="--until")
    with call.open() as app:
        villages = lookups.find_villages(app, [*(unit or []), *(units or [])])
        last = last or app.desk.today + timedelta(days=_USUAL_DAYS)
        made = app.make_kit(
            target, device=device, role=role.lower(), villages=[v.id for v in villages], until=last
        )
    lines = (
        say("The set-up file of {device} is {file}.", device=made.device, file=str(made.path)),
        say("Tell its code separately, never with the file: {code}", code=made.code),
    )
    data = {
        "path": str(made.path), "code": made.code, "device": made.device, "number": made.number,
        "villages": [v.name for v in villages], "until": last.isoformat(),
    }  # fmt: skip
    return Answer(data, lines)


def _renew(
    call: Call,
    device: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("Name of the laptop."))],
    until: UntilOption = None,
    unit: UnitOption = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="canvasser|lead", help=N_("What the laptop is for."))
    ] = None,
) -> Answer:
    if role is not None:
        parsing.parse_choice(role, ROLES, option="--role")
    last = parsing.parse_day(until, option="--until")
    with call.open() as app:
        villages = lookups.find_villages(app, unit) if unit else None
        given = app.permissions.renew(
            device, until=last, villages=[v.id for v in villages] if villages else None,
            role=role.lower() if role else None,
        )  # fmt: skip
    data = {
        "device": given.device, "role": given.role, "villages": len(given.villages),
        "until": given.until.isoformat(), "serial": given.serial,
    }  # fmt: skip
    sentence = say(
        "{device} may write until {until}; the permission goes with its next return file.",
        device=given.device, until=given.until,
    )  # fmt: skip
    return Answer(data, (sentence,))


def _open(
    call: Call,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The office's set-up file."))],
    code: Annotated[str, typer.Option("--code", metavar=N_("CODE"), help=N_("The code told by the office."))],
) -> Answer:
    if call.hub:
        raise parsing.WrongUsage(
            say("A laptop is set up in a folder, not at a hub."), say("Name a folder of this machine.")
        )
    folder, passphrase = call.folder, call.passphrase(twice=True)
    from outreach_app.app import open_kit_file

    with call.holding(open_kit_file(folder, read_named(file), code, passphrase, clock=call.clock)) as app:
        if call.options.by:
            sign_as(app, call.options.by, remember=True)
        standing, coverage = app.standing(), app.households.read_coverage()
        numbers = app.households.list_numbers()
        people = sum(row.members for row in app.households.read_rows(numbers))
    data = {
        "device": standing.device_name, "households": len(numbers), "people": people, "workspace": str(folder),
        "villages": [row.village.name for row in coverage], "role": standing.role,
    }  # fmt: skip
    sentence = say(
        "This laptop is {device} now: {households} households with {people} people.",
        device=standing.device_name, households=len(numbers), people=people,
    )  # fmt: skip
    return Answer(data, (sentence,))
