"""`outreach call`: what came of a call about one person and scheme; stored as a visit like any other."""

from typing import Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.visits import Channel, NextStep, Outcome
from outreach_app.errors import say
from outreach_app.i18n import N_

_CHANNELS = "phone|chat|counter|door"


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "call", HELP["call"])(_call)


PersonId = Annotated[
    str, typer.Argument(metavar="PERSON", help=N_("Id of the person, as renewals prints it."))
]
SchemeOption = Annotated[
    str, typer.Option("--scheme", metavar="voluntary|household_health", help=N_("What the call was about."))
]
ResultOption = Annotated[
    str,
    typer.Option(
        "--result",
        metavar=N_("KEY"),
        help=N_("What came of it, such as continuing; not_home: nobody reached."),
    ),
]
ChannelOption = Annotated[
    str, typer.Option("--channel", metavar=_CHANNELS, help=N_("How the person was contacted."))
]
WhyOption = Annotated[
    str | None,
    typer.Option("--why", metavar=N_("KEY"), help=N_("Why they do not go on, such as hardship.")),
]
NextOption = Annotated[
    str | None, typer.Option("--next", metavar=N_("DATE"), help=N_("Day agreed for the next contact."))
]
StepOption = Annotated[
    str | None, typer.Option("--next-step", metavar="return|call|sign_up|none", help=N_("What happens then."))
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar=N_("TEXT"), help=N_("What else was said."))]
DayOption = Annotated[
    str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Day of the call, when it is not today."))
]


def _call(
    call: Call,
    person: PersonId,
    scheme: SchemeOption,
    result: ResultOption,
    channel: ChannelOption = "phone",
    why: WhyOption = None,
    next_on: NextOption = None,
    next_step: StepOption = None,
    note: NoteOption = None,
    day: DayOption = None,
) -> Answer:
    with call.open() as app:
        from outreach_app.services.calls import CALL_OUTCOMES, NewCall

        outcomes = {each.value: each for each in CALL_OUTCOMES}
        new = NewCall(
            person=lookups.find_person(app, person),
            scheme=Scheme(parsing.parse_choice(scheme, [each.value for each in OFFERED_SCHEMES], option="--scheme")),
            outcome=outcomes[parsing.parse_choice(result, list(outcomes), option="--result")],
            channel=parsing.parse_key(Channel, channel, option="--channel"),
            why=parsing.parse_key(LapseReason, why, option="--why") if why else None,
            next_on=parsing.parse_day(next_on, option="--next"),
            next_step=parsing.parse_key(NextStep, next_step, option="--next-step") if next_step else NextStep.NONE,
            note=note or "",
            made_on=parsing.parse_day(day, option="--day"),
        )  # fmt: skip
        call.sign(app, trial=lambda: app.calls.check(new))
        stored = app.calls.log(new).value
        row = app.visits.read(stored)
        code = app.households.read_card(row.household).household.code
    said = row.outcomes[0].outcome
    data = {
        "visit_id": stored.hex(), "household": code, "person": new.person.hex(), "scheme": new.scheme.value,
        "outcome": said.value, "reached": said is not Outcome.NOT_HOME, "channel": row.channel.value,
        "lapse_reason": new.why.value if new.why else None, "next_on": row.next_on.isoformat() if row.next_on else None,
    }  # fmt: skip
    return Answer(data, [say("Logged the call: {code}.", code=code)])
