"""The commands of the windows: `outreach window`, `outreach screens DIR`, `outreach print handbook`."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.options import command
from outreach_app.cli.writing import check_target, write_document
from outreach_app.errors import say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from ui.app import Start


def register(app: typer.Typer) -> None:
    """Add the commands of the windows to the core's command line."""
    command(app, "window", N_("Open the window."))(_open_or_try)
    command(app, "screens", N_("Render every screen with sample data into a folder."))(_render_screens)
    # Only a command line that names `print` has the group; nothing else can ask for what is added to it.
    for group in app.registered_groups:
        if group.name == "print" and group.typer_instance is not None:
            command(group.typer_instance, "handbook", N_("The handbook of a role, with pictures."))(
                _print_handbook
            )


def _open_or_try(
    call: Call,
    unseen: Annotated[
        bool,
        typer.Option(
            "--try", help=N_("Make the window without showing it and leave: its libraries are there.")
        ),
    ] = False,
) -> Answer:
    if not unseen:
        return open_window(call)
    from ui.app import make_window_unseen

    make_window_unseen(_start(call))
    return Answer({"window": "made"})


def open_window(call: Call) -> Answer:
    """Open the window of the workspace that the call names, and stay until it is closed."""
    from ui.app import run_window

    return Answer({}, code=run_window(_start(call)))


def _start(call: Call) -> "Start":
    from ui.app import Start

    return Start(call.need_workspace(), call.options.lang)


def _render_screens(
    call: Call,
    folder: Annotated[str, typer.Argument(metavar="DIR", help=N_("Where the pictures go."))],
    size: Annotated[str, typer.Option("--size", metavar="WxH", help=N_("Size of the window."))] = "1366x768",
    theme: Annotated[
        str, typer.Option("--theme", metavar="light|contrast", help=N_("Set of colours."))
    ] = "light",
    type_size: Annotated[
        str, typer.Option("--type", metavar="normal|large|largest", help=N_("Size of the letters."))
    ] = "normal",
) -> Answer:
    from ui.pictures import make_pictures

    return make_pictures(call, folder, size=size, theme=theme, type_size=type_size)


def _print_handbook(
    call: Call,
    role: Annotated[str, typer.Option("--role", metavar="canvasser|lead|office", help=N_("Whose handbook."))],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=N_("The PDF to write."))],
) -> Answer:
    from outreach_app.services.handbook import ROLES

    target = check_target(out)
    parsing.parse_choice(role, ROLES, option="--role")
    from ui.pictures.handbook import print_handbook

    printed = print_handbook(role, call.words, clock=call.clock, tell=call.tell)
    line = say("Wrote the handbook: {file}", file=str(target))
    return Answer(write_document(target, printed) | {"role": role, "language": call.words.language}, (line,))
