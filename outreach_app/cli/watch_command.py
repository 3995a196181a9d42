"""`outreach sync watch`: reads what comes into a folder, once or until it is broken off."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.file_reports import file_lines, judge
from outreach_app.cli.options import command
from outreach_app.cli.shapes import file_shape
from outreach_app.domain.rows import ReadReport
from outreach_app.errors import BadInput, Message, say
from outreach_app.i18n import N_
from outreach_app.paths import read_named
from outreach_app.sync.arrivals import QUIET_S, Arrivals

if TYPE_CHECKING:
    from outreach_app.app import App

EVERY_S = 30


def register(group: typer.Typer) -> None:
    """Add the command to `outreach sync`."""
    command(group, "watch", N_("Read what comes into a folder; every file stays there as it is."))(_watch)


def _watch(
    call: Call,
    folder: Annotated[
        str | None, typer.Argument(metavar="DIR", help=N_("The folder (else the one set in the window)."))
    ] = None,
    once: Annotated[bool, typer.Option("--once", help=N_("Read what lies there now and stop."))] = False,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="N", help=N_("Look every N seconds (else 30) until Ctrl+C.")),
    ] = None,
) -> Answer:
    pause = parsing.parse_count(every, option="--every") if every else EVERY_S
    with call.open() as app:
        arrivals = Arrivals(_find_folder(app, folder), clock=time.time if once else None)
        call.sign(app)
        told = list(_look_once(app, arrivals)) if once else _look_on(call, app, arrivals, pause=pause)
    files = [file for report in told for file in report.files]
    imports = [report.import_id for report in told if report.import_id]
    data = {"files": [file_shape(file, call.words) for file in files], "imports": imports}
    # What is printed as it comes is not printed again at the end.
    lines = [line for file in files for line in file_lines(call, file)] if once else []
    asks = any(judge(report) != DONE for report in told)
    return Answer(data, lines or [say("Nothing new came.")], NEEDS_A_PERSON if asks else DONE)


def _find_folder(app: "App", folder: str | None) -> Path:
    named = folder or app.watching.read_folder()
    if not named:
        raise parsing.wrong_value("DIR", "", say("Name the folder, or set one in Exchange."))
    if not read_named(named).is_dir():
        raise BadInput(
            say("The folder “{folder}” does not exist.", folder=named),
            say("Plug in the stick or choose another folder."),
            key="no_folder",
        )
    return read_named(named)


def _look_once(app: "App", arrivals: Arrivals) -> Iterator[ReadReport]:
    """Look again only when something was written just now; what is not whole by then waits for the next call."""
    if arrivals.look(now=time.monotonic()).waiting:
        time.sleep(QUIET_S)
    while (found := arrivals.look(now=time.monotonic())).findings:
        yield app.watching.take(found.findings).value
        arrivals.settle(found)


def _look_on(call: Call, app: "App", arrivals: Arrivals, *, pause: int) -> list[ReadReport]:
    told: list[ReadReport] = []
    try:
        while True:
            found = arrivals.look(now=time.monotonic())
            if found.findings:
                report = app.watching.take(found.findings).value
                arrivals.settle(found)
                told.append(report)
                _tell(call, report)
            time.sleep(min(pause, QUIET_S) if found.waiting else pause)
    except KeyboardInterrupt:
        return told


def _tell(call: Call, report: ReadReport) -> None:
    lines: list[Message | str] = [line for file in report.files for line in file_lines(call, file)]
    for line in lines:
        call.tell(line)
