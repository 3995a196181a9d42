"""The commands of the windows: `outreach window`, `outreach screens DIR`."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli.call import Answer, Call
from outreach_app.cli.options import command
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from ui.app import Start


def register(app: typer.Typer) -> None:
    """Add the commands of the windows to the core's command line."""
    command(app, "window", N_("Open the window."))(open_window)
    command(app, "screens", N_("Render every screen with sample data into a folder."))(_render_screens)


def open_window(call: Call) -> Answer:
    """Open the window of the workspace that the call names, and stay until it is closed."""
    from ui.app import run_window

    return Answer({}, code=run_window(_start(call)))


def _start(call: Call) -> "Start":
    from ui.app import Start

    return Start(call.folder, call.options.lang)


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
