"""`outreach difficulty`: what stands in the way, reported to the office, and what was done about it."""

from typing import Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.field_report_shapes import difficulty_shape
from outreach_app.cli.options import command, new_group
from outreach_app.domain.difficulties import Handling
from outreach_app.domain.field_words import say_difficulty
from outreach_app.domain.identity import parse_row_id
from outreach_app.errors import say
from outreach_app.i18n import N_

DifficultyArgument = Annotated[
    str, typer.Argument(metavar="DIFFICULTY", help=N_("Id of the difficulty, as the list prints it."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "difficulty", HELP["difficulty"])
    command(group, "list", N_("The difficulties, the open ones first."))(_list)
    command(group, "report", N_("Report to the office what stands in the way."))(_report)
    command(group, "handle", N_("At the office: say how far it is and what was done."))(_handle)
    command(group, "take-back", N_("Take back a difficulty that was reported by mistake."))(_take_back)


def _list(call: Call) -> Answer:
    with call.open() as app:
        rows, today = app.difficulties.list_difficulties(), app.desk.today
    lines = [f"{row.id.hex()}  {call.words.render(say_difficulty(row, call.words))}" for row in rows]
    data = {
        "difficulties": [difficulty_shape(row, today) for row in rows],
        "open": sum(row.is_open for row in rows),
    }
    return Answer(data, lines or [say("Nothing was reported.")])


def _report(
    call: Call,
    text: Annotated[str, typer.Option("--text", metavar=N_("TEXT"), help=N_("What stands in the way."))],
    village: Annotated[
        str | None,
        typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Village it is about (else the whole area).")),
    ] = None,
) -> Answer:  # fmt: skip
    with call.open() as app:
        call.sign(app)
        where = lookups.find_village(app, village).id if village else None
        row, today = app.difficulties.report(text, village=where).value, app.desk.today
    return Answer(difficulty_shape(row, today), [say("It goes to the office with the next file.")])


def _handle(
    call: Call, difficulty: DifficultyArgument,
    state: Annotated[
        str, typer.Option("--state", metavar="open|passed_on|settled|cannot", help=N_("How far it is."))
    ],
    done: Annotated[str, typer.Option("--done", metavar=N_("TEXT"), help=N_("What was done."))] = "",
    day: Annotated[
        str | None, typer.Option("--done-on", metavar=N_("DATE"), help=N_("Day it was done (else today)."))
    ] = None,
) -> Answer:  # fmt: skip
    wanted = parse_row_id(difficulty)
    handling, on = (
        parsing.parse_key(Handling, state, option="--state"),
        parsing.parse_day(day, option="--done-on"),
    )
    with call.open() as app:
        call.sign(app)
        row = app.difficulties.handle(wanted, handling, done=done, on=on).value
        today = app.desk.today
    return Answer(difficulty_shape(row, today), [say_difficulty(row, call.words)])


def _take_back(call: Call, difficulty: DifficultyArgument) -> Answer:
    wanted = parse_row_id(difficulty)
    with call.open() as app:
        call.sign(app)
        app.difficulties.take_back(wanted)
    return Answer({"id": wanted.hex()}, [say("Taken back.")])
