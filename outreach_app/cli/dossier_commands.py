"""`outreach dossier`: sign-ups by how far they have come, and the way of their papers to the office and back."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.money_shapes import sign_up_shape
from outreach_app.cli.options import command, new_group
from outreach_app.domain.dossiers import STAGE_NAMES, SignUpStage
from outreach_app.domain.identity import parse_row_id
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "dossier", HELP["dossier"])
    command(group, "list", N_("Sign-ups by how far they have come, the newest first."))(_list)
    command(group, "send", N_("Enter that papers were handed in at the office."))(_send)
    command(group, "accept", N_("At the office: enter that papers are accepted."))(_accept)
    command(group, "return", N_("At the office: enter that papers were returned, and why."))(_return)


StateOption = Annotated[
    str | None,
    typer.Option(
        "--state", metavar="waiting|paid|sent|returned|accepted", help=N_("Only those in one state.")
    ),
]
SignUps = Annotated[
    list[str],
    typer.Argument(metavar="ENROLMENT ...", help=N_("Ids of the sign-ups, as the list prints them.")),
]
SignUp = Annotated[
    str, typer.Argument(metavar="ENROLMENT", help=N_("Id of the sign-up, as the list prints it."))
]
WhyOption = Annotated[str, typer.Option("--why", metavar=N_("TEXT"), help=N_("What is missing or wrong."))]


def _list(call: Call, state: StateOption = None) -> Answer:
    wanted = parsing.parse_key(SignUpStage, state, option="--state") if state else None
    with call.open() as app:
        found = app.dossiers.list_sign_ups()
    counts = {
        stage.value: sum(row.stage is stage for row in found.rows)
        for stage in SignUpStage if stage is not SignUpStage.DRAFT
    }  # fmt: skip
    rows = [row for row in found.rows if wanted in (None, row.stage)]
    data = {
        "sign_ups": [sign_up_shape(row) for row in rows], "counts": {**counts, "draft": len(found.drafts)},
        "drafts": [
            {"household": draft.household_name, "saved_at": draft.saved_at.isoformat()} for draft in found.drafts
        ],
    }  # fmt: skip
    lines: list[Message | str] = [
        say("{state}: {name}, household {head} ({id})",
            state=say(STAGE_NAMES[row.stage]), name=row.person_name, head=row.household_name, id=row.id.hex())
        for row in rows
    ]  # fmt: skip
    return Answer(data, [*lines, say("Unfinished sign-ups: {count}.", count=len(found.drafts))])


def _send(call: Call, enrolments: SignUps) -> Answer:
    wanted = [parse_row_id(each) for each in enrolments]
    with call.open() as app:
        call.sign(app)
        app.dossiers.hand_in(wanted)
        return _tell(app, wanted, say("Handed in: {count}.", count=len(wanted)))


def _accept(call: Call, enrolments: SignUps) -> Answer:
    wanted = [parse_row_id(each) for each in enrolments]
    with call.open() as app:
        call.sign(app)
        app.dossiers.accept(wanted)
        return _tell(app, wanted, say("Accepted: {count}.", count=len(wanted)))


def _return(call: Call, enrolment: SignUp, why: WhyOption) -> Answer:
    wanted = parse_row_id(enrolment)
    with call.open() as app:
        call.sign(app)
        app.dossiers.give_back(wanted, why=why)
        return _tell(app, [wanted], say("Returned; the reason goes back with the next file."))


def _tell(app: "App", sign_ups: list[bytes], line: Message) -> Answer:
    return Answer(
        {"sign_ups": [sign_up_shape(app.dossiers.read_card(each).row) for each in sign_ups]}, [line]
    )
