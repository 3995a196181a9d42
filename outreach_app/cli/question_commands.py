"""`outreach questions`: what families asked and nobody could answer, and the office's answers."""

from typing import Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.rows import QuestionRow
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.errors import Message, say
from outreach_app.i18n import N_


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "questions", HELP["questions"])
    command(group, "list", N_("The questions without an answer, the longest waiting first."))(_list)
    command(group, "ask", N_("Send the office a question that nobody could answer."))(_ask)
    command(group, "answer", N_("Answer a question; only the office does."))(_answer)


AnsweredOption = Annotated[
    bool, typer.Option("--answered", help=N_("Those answered in the last thirty days instead."))
]
HouseholdFilter = Annotated[
    str | None,
    typer.Option("--household", metavar=N_("CODE"), help=N_("All questions of one household instead.")),
]
HouseholdOption = Annotated[
    str, typer.Option("--household", metavar=N_("CODE"), help=N_("Code of the household that asks."))
]
TextOption = Annotated[
    str, typer.Option("--text", metavar=N_("TEXT"), help=N_("What is asked or answered, in whole sentences."))
]
PersonOption = Annotated[
    str | None, typer.Option("--person", metavar="ID", help=N_("Id of the member who asks."))
]
WorryOption = Annotated[
    str | None,
    typer.Option("--objection", metavar=N_("KEY"), help=N_("Worry that it belongs to, such as too_long.")),
]
QuestionArgument = Annotated[
    str, typer.Argument(metavar="QUESTION", help=N_("Id of the question, as the list prints it."))
]
SourceOption = Annotated[
    str, typer.Option("--source", metavar=N_("TEXT"), help=N_("Paper and article the answer rests on."))
]


def _list(call: Call, answered: AnsweredOption = False, household: HouseholdFilter = None) -> Answer:
    with call.open() as app:
        if household is not None:
            rows = app.questions.list_of_household(lookups.find_household(app, household))
        else:
            rows = app.questions.list_answered() if answered else app.questions.list_open()
        waiting = app.questions.count_open()
    lines: list[Message | str] = [line for row in rows for line in _tell(call, row)]
    counted = say("Questions without an answer: {count}.", count=waiting)
    return Answer({"questions": [_shape(row) for row in rows], "open": waiting}, [*lines, counted])


def _ask(
    call: Call, household: HouseholdOption, text: TextOption, person: PersonOption = None,
    objection: WorryOption = None,
) -> Answer:  # fmt: skip
    worry = parsing.parse_choice(objection, OBJECTION_NAMES, option="--objection") if objection else None
    with call.open() as app:
        home = lookups.find_household(app, household)
        who = lookups.find_person(app, person) if person else None
        call.sign(app)
        made = app.questions.ask(home, text, person=who, worry=worry).value
    return Answer({"question_id": made.hex()}, [say("The question goes to the office with the next file.")])


def _answer(call: Call, question: QuestionArgument, text: TextOption, source: SourceOption = "") -> Answer:
    wanted = parse_row_id(question)
    with call.open() as app:
        call.sign(app)
        made = app.questions.answer(wanted, text, source=source).value
    told = say("The answer goes back to whoever works in that village, with the next file.")
    return Answer({"answer_id": made.hex(), "question_id": wanted.hex()}, [told])


def _shape(row: QuestionRow) -> dict[str, object]:
    return {
        "id": row.id.hex(), "household": row.household.hex(), "head": row.household_name,
        "person": row.person.hex() if row.person else None, "person_name": row.person_name, "objection": row.worry,
        "text": row.text, "asked_on": row.asked_on.isoformat(), "asked_by": row.canvasser_name,
        "answers": [
            {
                "text": told.text, "source": told.source, "answered_on": told.answered_on.isoformat(),
                "answered_by": told.canvasser_name,
            }
            for told in row.answers
        ],
    }  # fmt: skip


def _tell(call: Call, row: QuestionRow) -> list[str]:
    asked = f"{row.id.hex()}  {call.words.date(row.asked_on)}  {row.household_name}: {row.text}"
    return [
        asked,
        *(f"    {told.text}" + (f" ({told.source})" if told.source else "") for told in row.answers),
    ]
