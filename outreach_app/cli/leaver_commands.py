"""`outreach kit replace` and `kit hand-over`: what the office does when a laptop or somebody will not come back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.lost_shapes import lost_shape
from outreach_app.cli.options import command
from outreach_app.cli.parsing import WrongUsage
from outreach_app.cli.writing import check_target
from outreach_app.domain.lost_words import tell_lost_days
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import Message, NotFound, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.handovers import Doors

OutOption = Annotated[
    str, typer.Option("--out", metavar="FILE", help=N_("Where the set-up file of the new laptop goes."))
]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar=N_("PERSON"), help=N_("Whose doors go to somebody else."))
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar=N_("PERSON"), help=N_("Who takes the doors over."))
]


LastDayOption = Annotated[
    str | None,
    typer.Option(
        "--last-day",
        metavar=N_("DATE"),
        help=N_("The leaver's last day, entered at the office (else today)."),
    ),
]
StaysOption = Annotated[
    bool, typer.Option("--stays", help=N_("Only hand the doors over: the person goes on working here."))
]
BackOption = Annotated[
    str | None,
    typer.Option(
        "--back", metavar=N_("PERSON"), help=N_("Let somebody who had left work again (office only).")
    ),
]


def register(group: typer.Typer) -> None:
    """Add these commands to those of laptops."""
    command(
        group, "replace", N_("Write a set-up file for another laptop in a broken one's place; block that.")
    )(_replace)
    command(group, "unsent", N_("Tell which days of a lost laptop never reached the office."))(_unsent)
    command(
        group,
        "hand-over",
        N_("Hand somebody's visit lists and promised returns over; else list who has any."),
    )(_hand_over)


def _replace(
    call: Call,
    device: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("Name of the laptop that is gone."))],
    out: OutOption,
    why: Annotated[str, typer.Option("--why", metavar=N_("TEXT"), help=N_("Why it is blocked; it is kept."))],
    name: Annotated[
        str,
        typer.Option(
            "--name", metavar=N_("NAME"), help=N_("Name of the new laptop (else the same, numbered).")
        ),
    ] = "",
) -> Answer:
    target: Path = check_target(out)
    with call.open() as app:
        made = app.replacements.replace(device, target, name=normalize(name), why=why.strip())
        lost = app.replacements.find_lost_days(device)
    lines = (
        say("The set-up file of {device} is {file}.", device=made.device, file=str(made.path)),
        say("Tell its code separately, never with the file: {code}", code=made.code),
        say("{device} is blocked; the others learn of it by their next return file.", device=device),
        *tell_lost_days(lost),
    )
    data = {
        "path": str(made.path), "code": made.code, "device": made.device, "number": made.number, "replaces": device,
        "unsent": lost_shape(lost),
    }  # fmt: skip
    return Answer(data, lines)


def _unsent(
    call: Call,
    device: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("Name of the laptop."))],
    until: Annotated[
        str | None,
        typer.Option("--until", metavar=N_("DATE"), help=N_("Day on which it was lost (else today).")),
    ] = None,
) -> Answer:
    day = parsing.parse_day(until, option="--until")
    with call.open() as app:
        lost = app.replacements.find_lost_days(device, until=day)
    return Answer(lost_shape(lost), tell_lost_days(lost))


def _hand_over(
    call: Call,
    leaver: FromOption = None,
    successor: ToOption = None,
    last_day: LastDayOption = None,
    stays: StaysOption = False,
    back: BackOption = None,
) -> Answer:
    day = parsing.parse_day(last_day, option="--last-day") if last_day else None
    if (leaver is None) != (successor is None):
        raise WrongUsage(
            say("Say from whom to whom, or neither for the list."), say("Give --from and --to together.")
        )
    with call.open() as app:
        if back is not None:
            app.handovers.bring_back(_find(app, back))
            return Answer({"back": back}, (say("{name} may work here again.", name=back),))
        if leaver is None or successor is None:
            return _list_doors(app.handovers.list_doors())
        done = app.handovers.hand_over(
            _find(app, leaver), _find(app, successor), last_day=day, stays=stays
        ).value
    sentence = say(
        "{sheets} visit lists and {returns} promised returns are {name}'s now.",
        sheets=done.sheets, returns=done.returns, name=successor,
    )  # fmt: skip
    codes = ", ".join(done.codes)
    fresh = (say("New visit lists to print: {codes}", codes=codes),) if codes else ()
    left = (
        (
            say(
                "{name}'s last day is {day}; afterwards nobody works under that name.",
                name=leaver,
                day=done.last_day,
            ),
        )
        if done.last_day
        else ()
    )
    data = {
        "sheets": done.sheets, "returns": done.returns, "codes": list(done.codes),
        "last_day": done.last_day.isoformat() if done.last_day else None, "assignments": done.assignments,
    }  # fmt: skip
    return Answer(data, (sentence, *fresh, *left))


def _list_doors(doors: "list[Doors]") -> Answer:
    lines: list[Message | str] = [
        say(
            "{name}: {sheets} visit lists out, {returns} promised returns",
            name=each.name, sheets=each.sheets, returns=each.returns,
        )
        for each in doors
    ]  # fmt: skip
    data = [{"person": each.name, "sheets": each.sheets, "returns": each.returns} for each in doors]
    return Answer({"doors": data}, lines or [say("Nobody has a visit list out or a return promised.")])


def _find(app: "App", name: str) -> bytes:
    wanted = fold(normalize(name))
    found = next((each.id for each in app.office.list_canvassers() if fold(each.name) == wanted), None)
    if found is None:
        raise NotFound(
            say("Nobody called {name} works in this workspace.", name=name),
            say("See the names: outreach kit hand-over."),
            key="no_such_canvasser",
        )
    return found
