"""`outreach demo`: the whole story in a folder, from sample data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.writing import remove_made
from outreach_app.errors import BadInput, say
from outreach_app.i18n import N_
from outreach_app.paths import read_named

if TYPE_CHECKING:
    from outreach_app.services.demo_story import Story


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "demo", HELP["demo"])(_demo)


def _demo(
    call: Call, folder: Annotated[str, typer.Argument(metavar="DIR", help=N_("A new or an empty folder."))]
) -> Answer:
    target = read_named(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInput(
            say("The folder {folder} is not empty.", folder=str(target)),
            say("Choose a new or an empty folder."),
            key="not_empty",
        )
    from outreach_app.services.sample_people import PASSPHRASE

    is_new = not target.exists()
    try:
        story = _play(call, target)
    except BaseException:
        remove_made(target, whole=is_new)
        raise
    files = [{"path": str(file.path), "what": call.render(file.what)} for file in story.files]
    return Answer({"folder": str(target), "files": files, "passphrase": PASSPHRASE})


def _play(call: Call, target: Path) -> "Story":
    from outreach_app.services.demo import play_demo

    return play_demo(
        target, words=call.words, clock=call.clock, tell=call.tell if call.options.json else _show
    )


def _show(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the story is told while it plays
