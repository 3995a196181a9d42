"""`outreach consent`: what a person agreed to or withdrew, purpose by purpose, and values that wait to be removed."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.domain.consents import (
    HOW_NAMES,
    PURPOSE_NAMES,
    Act,
    ConsentAct,
    How,
    Proof,
    Purpose,
    Representation,
)
from outreach_app.domain.identity import parse_row_id
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.consents import PersonConsents, PurposeStanding

SHOW, TASKS, REMOVE, UNDO = "show", "tasks", "remove", "undo"
_VERBS = (SHOW, TASKS, REMOVE, UNDO)

What = Annotated[
    str,
    typer.Argument(
        metavar="PERSON|show|tasks|remove|undo",
        help=N_("Id or name of the person; or show, tasks, remove, undo and then whom or which."),
    ),
]
Second = Annotated[
    str | None,
    typer.Argument(
        metavar="PURPOSE|ID", help=N_("contact, advice, passing_on, ethnicity, health, location.")
    ),
]
Third = Annotated[str | None, typer.Argument(metavar="given|withdrawn", help=N_("What was done."))]
HowOption = Annotated[
    str | None,
    typer.Option("--how", metavar=N_("KEY"), help=N_("paper, thumbprint, electronic, call, spoken.")),
]
DayOption = Annotated[
    str | None, typer.Option("--signed", metavar=N_("DATE"), help=N_("Day of the signature (else today)."))
]
WitnessOption = Annotated[
    str, typer.Option("--witness", metavar=N_("NAME"), help=N_("Witness of a thumbprint."))
]
ForOption = Annotated[
    str,
    typer.Option("--for-child-by", metavar="parent|guardian", help=N_("Who agrees for a child.")),
]
NameOption = Annotated[
    str, typer.Option("--representative", metavar=N_("NAME"), help=N_("Name of that parent or guardian."))
]
SheetOption = Annotated[
    str, typer.Option("--sheet", metavar=N_("CODE"), help=N_("Code at the foot of the signed sheet."))
]


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "consent", HELP["consent"])(_consent)


def _consent(
    call: Call,
    what: What,
    second: Second = None,
    third: Third = None,
    how: HowOption = None,
    signed: DayOption = None,
    witness: WitnessOption = "",
    representation: ForOption = Representation.SELF.value,
    representative: NameOption = "",
    sheet: SheetOption = "",
) -> Answer:
    if what in _VERBS:
        return _carry_out(call, what, second, third)
    if second is None or third is None:
        raise parsing.WrongUsage(
            say("Say which purpose, and whether it was given or withdrawn."),
            say("See: {command} --help.", command="outreach consent"),
        )
    purpose = parsing.parse_key(Purpose, second, option="PURPOSE")
    act = parsing.parse_key(Act, third, option="given|withdrawn")
    if act is Act.UNDONE:
        raise parsing.wrong_value("given|withdrawn", third, say("Take it back by: outreach consent undo ID."))
    default = How.PAPER if act is Act.GIVEN else How.SPOKEN
    with call.open() as app:
        proof = Proof(
            parsing.parse_key(How, how, option="--how") if how else default,
            parsing.parse_day(signed, option="--signed") or app.desk.today,
            witness=witness,
            representation=parsing.parse_key(Representation, representation, option="--for-child-by"),
            representative=representative,
            sheet=sheet,
        )
        person = lookups.find_person(app, what)
        call.sign(app)
        (made,) = app.consents.record(person, {purpose: act}, proof=proof, language=_language(call)).value
        told = app.consents.read(person)
    line = say(
        "{name}: {purpose}: {state}.", name=told.person.name, purpose=say(PURPOSE_NAMES[purpose]),
        state=_tell_state(told.find(purpose)),
    )  # fmt: skip
    return Answer({"consent_id": made.hex(), **consents_shape(told)}, (line,))


def _carry_out(call: Call, verb: str, second: str | None, third: str | None) -> Answer:
    if verb == TASKS:
        with call.open() as app:
            return _tasks_answer(app)
    if second is None:
        raise parsing.WrongUsage(
            say("Say whom or which."), say("See: {command} --help.", command="outreach consent")
        )
    with call.open() as app:
        if verb == SHOW:
            return _show_answer(app.consents.read(lookups.find_person(app, second), language=_language(call)))
        call.sign(app)
        if verb == UNDO:
            app.consents.take_back(parse_row_id(second))
            return Answer({"undone": second}, (say("Taken back; it stays in the history."),))
        purpose = parsing.parse_key(Purpose, third or "", option="PURPOSE")
        app.consents.remove_value(lookups.find_person(app, second), purpose)
        return _tasks_answer(app)


def _language(call: Call) -> str:
    return call.words.language


def consents_shape(told: "PersonConsents") -> dict[str, object]:
    """A person's consents as a JSON object."""
    return {
        "person": told.person.id.hex(),
        "name": told.person.name,
        "household": told.household.code,
        "child": told.child,
        "restricted": told.restricted.id.hex() if told.restricted else None,
        "purposes": [_purpose_shape(each) for each in told.purposes],
        "values": {
            "ethnicity": told.sensitive.ethnicity,
            "health_note": told.sensitive.health_note,
            "location": told.sensitive.location,
        },
        "withheld": sorted(told.sensitive.withheld),
    }


def _purpose_shape(told: "PurposeStanding") -> dict[str, object]:
    return {
        "purpose": told.purpose.value,
        "title": told.text.title,
        "state": told.standing.act.value if told.standing else None,
        "acts": [_act_shape(act) for act in told.history],
    }


def _act_shape(act: ConsentAct) -> dict[str, object]:
    return {
        "id": act.id.hex(), "act": act.act.value, "on": act.acted_on.isoformat(), "how": act.how.value,
        "version": act.version, "witness": act.witness, "representation": act.representation.value,
        "representative": act.representative, "sheet": act.sheet, "by": act.canvasser_name,
    }  # fmt: skip


def _tell_state(told: "PurposeStanding") -> Message:
    act = told.standing
    if act is None:
        return say("not asked yet")
    how = say(HOW_NAMES[act.how])
    if act.act is Act.GIVEN:
        return say("given on {day}, {how}", day=act.acted_on, how=how)
    return say("withdrawn on {day}", day=act.acted_on)


def _show_answer(told: "PersonConsents") -> Answer:
    lines: list[Message | str] = [
        say("{title}: {state}", title=each.text.title, state=_tell_state(each)) for each in told.purposes
    ]
    if told.restricted is not None:
        lines.append(
            say("Left out of lists, calls and leaflets on request of {day}.", day=told.restricted.asked_on)
        )
    return Answer(consents_shape(told), lines)


def _tasks_answer(app: "App") -> Answer:
    tasks = app.consents.list_to_remove()
    lines: list[Message | str] = [
        say(
            "Remove the value of {name}: {purpose} ({id})", name=task.person_name,
            purpose=say(PURPOSE_NAMES[task.purpose]), id=task.person.hex(),
        )
        for task in tasks
    ]  # fmt: skip
    data = {
        "to_remove": [
            {"person": task.person.hex(), "name": task.person_name, "purpose": task.purpose.value} for task in tasks
        ]
    }  # fmt: skip
    return Answer(data, lines or [say("Nothing waits to be removed.")], NEEDS_A_PERSON if tasks else DONE)
