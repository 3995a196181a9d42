"""`outreach one-off`: people who came to withdraw everything they have paid, and what they decided."""

from typing import Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.one_off_requests import DECISION_NAMES, MOST_MONTHS, Decision, OneOffRequest
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

_DECISIONS = "wants|advised|keeps|paid_out"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "one-off", HELP["one-off"])
    command(group, "add", N_("Write down that somebody came to withdraw everything."))(_add)
    command(group, "decide", N_("Write down what somebody decided."))(_decide)
    command(group, "list", N_("Who came to withdraw, the newest first."))(_list)
    command(group, "undo", N_("Take the last word of a request back."))(_undo)


RequestId = Annotated[
    str, typer.Argument(metavar="REQUEST", help=N_("Id of the request to withdraw, as the list prints it."))
]
DayOption = Annotated[
    str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Day it happened, when it is not today."))
]


def _add(
    call: Call,
    person: Annotated[
        str,
        typer.Argument(metavar="PERSON", help=N_("Id of the person who came, as household show prints it.")),
    ],
    months: Annotated[str, typer.Option("--months", metavar="N", help=N_("How many months are paid."))],
    decision: Annotated[
        str, typer.Option("--decision", metavar=_DECISIONS, help=N_("What they want now."))
    ] = Decision.WANTS.value,
    day: DayOption = None,
) -> Answer:
    with call.open() as app:
        from outreach_app.services.one_offs import NewRequest

        new = NewRequest(
            lookups.find_person(app, person),
            parsing.parse_count(months, option="--months", most=MOST_MONTHS),
            parsing.parse_key(Decision, decision, option="--decision"),
            parsing.parse_day(day, option="--day"),
        )
        call.sign(app, trial=lambda: app.one_offs.check(new))
        row = app.one_offs.add(new).value
    return Answer({"request": request_shape(row)}, [_line(row)])


def _decide(
    call: Call,
    request: RequestId,
    decision: Annotated[str, typer.Argument(metavar=_DECISIONS, help=N_("What they decided."))],
    day: DayOption = None,
) -> Answer:
    with call.open() as app:
        call.sign(app)
        wanted = parsing.parse_key(Decision, decision, option="DECISION")
        row = app.one_offs.decide(
            parse_row_id(request), wanted, on=parsing.parse_day(day, option="--day")
        ).value
    return Answer({"request": request_shape(row)}, [_line(row)])


def _list(
    call: Call,
    only_open: Annotated[
        bool, typer.Option("--open", help=N_("Only those who are still to be talked to."))
    ] = False,
) -> Answer:
    with call.open() as app:
        rows = app.one_offs.list_requests(only_open=only_open)
    lines: list[Message | str] = [_line(row) for row in rows]
    return Answer(
        {"requests": [request_shape(row) for row in rows]},
        lines or [say("Nobody came to withdraw everything.")],
    )


def _undo(call: Call, request: RequestId) -> Answer:
    former = parse_row_id(request)
    with call.open() as app:
        call.sign(app)
        app.one_offs.take_back(former)
    return Answer({"request": former.hex()}, [say("Taken back.")])


def request_shape(row: OneOffRequest) -> JsonObject:
    """One request as JSON."""
    return {
        "id": row.id.hex(),
        "person": row.person.hex(),
        "name": row.person_name,
        "household": row.code,
        "village": row.village_name,
        "came_on": plain(row.came_on),
        "decided_on": plain(row.decided_on),
        "months_paid": row.months_paid,
        "decision": row.decision.value,
    }


def _line(row: OneOffRequest) -> Message:
    return say(
        "{name}, {household}: came on {day}, {months} months paid. {decision} ({id})",
        name=row.person_name, household=row.code, day=row.came_on, months=row.months_paid,
        decision=say(DECISION_NAMES[row.decision]), id=row.id.hex(),
    )  # fmt: skip
