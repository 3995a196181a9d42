"""`outreach visit`: logging, correcting and cancelling visits."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.lapses import LapseReason, PersonLapse
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import OBJECTION_NAMES, Channel, NextStep, Outcome, PersonOutcome
from outreach_app.errors import BadInput, Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.visits import NewVisit, Warnings


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "visit", HELP["visit"])
    command(group, "log", N_("Log a visit."))(_log)
    command(group, "correct", N_("Replace a visit; what is not given stays as it was."))(_correct)
    command(group, "cancel", N_("Take a visit back with a reason."))(_cancel)


OutcomeOption = Annotated[
    str | None,
    typer.Option("--outcome", metavar=N_("KEY"), help=N_("Outcome for the whole door, such as not_home.")),
]
ChannelOption = Annotated[
    str | None,
    typer.Option("--channel", metavar="door|phone|chat|counter|meeting", help=N_("Where it took place.")),
]
PersonOption = Annotated[
    list[str] | None,
    typer.Option("--person", metavar="ID:SCHEME:KEY", help=N_("Outcome for one person and scheme.")),
]
MorePeople = Annotated[
    list[str] | None, typer.Argument(metavar="ID:SCHEME:KEY", help=N_("More people, as for --person."))
]
MetOption = Annotated[list[str] | None, typer.Option("--met", metavar="ID", help=N_("A member who was met."))]
OthersOption = Annotated[
    str | None, typer.Option("--met-others", metavar=N_("TEXT"), help=N_("Who else was met."))
]
ObjectionOption = Annotated[
    str | None,
    typer.Option("--objection", metavar=N_("KEY"), help=N_("Worry that was heard, such as unstable_income.")),
]
LapseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--lapse", metavar="ID:SCHEME:REASON", help=N_("Why somebody with an outcome does not go on.")
    ),
]
NextOption = Annotated[
    str | None, typer.Option("--next", metavar=N_("DATE"), help=N_("Day agreed for the next contact."))
]
StepOption = Annotated[
    str | None, typer.Option("--next-step", metavar="return|call|sign_up|none", help=N_("What happens then."))
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar=N_("TEXT"), help=N_("What else was said."))]
DayOption = Annotated[
    str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Day of the visit, when it is not today."))
]
VisitId = Annotated[
    str, typer.Argument(metavar="VISIT", help=N_("Id of the visit, as household show prints it."))
]


def _log(
    call: Call,
    household: Annotated[
        str, typer.Option("--household", metavar=N_("CODE"), help=N_("Code or id of the household."))
    ],
    more: MorePeople = None,
    outcome: OutcomeOption = None,
    channel: ChannelOption = None,
    person: PersonOption = None,
    met: MetOption = None,
    met_others: OthersOption = None,
    objection: ObjectionOption = None,
    lapse: LapseOption = None,
    next_on: NextOption = None,
    next_step: StepOption = None,
    note: NoteOption = None,
    day: DayOption = None,
) -> Answer:
    told = _read_told(
        outcome=outcome, channel=channel, people=[*(person or []), *(more or [])], met=met, met_others=met_others,
        objection=objection, lapse=lapse, next_on=next_on, next_step=next_step, note=note, day=day,
    )  # fmt: skip
    with call.open() as app:
        from outreach_app.services.visits import NewVisit, check_visit

        home = lookups.find_household(app, household)
        visit = replace(NewVisit(home, app.desk.today), **told)  # type: ignore[arg-type]
        card = app.households.read_card(home)
        _check_people(visit, {member.id for member in card.members})
        call.sign(app, trial=lambda: check_visit(visit, today=app.desk.today))
        warnings = app.visits.warn(home, visit.visited_on)
        stored = app.visits.log(visit).value
    lines = [say("Logged the visit at {head}: {code}", head=card.household.head, code=card.household.code)]
    data = {"visit_id": stored.hex(), "household": card.household.code}
    return Answer(data | _warning_data(warnings), [*lines, *_warning_lines(warnings)])


def _correct(
    call: Call,
    visit: VisitId,
    more: MorePeople = None,
    outcome: OutcomeOption = None,
    channel: ChannelOption = None,
    person: PersonOption = None,
    met: MetOption = None,
    met_others: OthersOption = None,
    objection: ObjectionOption = None,
    lapse: LapseOption = None,
    next_on: NextOption = None,
    next_step: StepOption = None,
    note: NoteOption = None,
    day: DayOption = None,
) -> Answer:
    told = _read_told(
        outcome=outcome, channel=channel, people=[*(person or []), *(more or [])], met=met, met_others=met_others,
        objection=objection, lapse=lapse, next_on=next_on, next_step=next_step, note=note, day=day,
    )  # fmt: skip
    if not told:
        raise parsing.WrongUsage(
            say("Nothing is given that would change the visit."), say("See: outreach visit correct --help.")
        )
    former = parse_row_id(visit)
    with call.open() as app:
        corrected = replace(_as_told(app, former), **told)  # type: ignore[arg-type]
        card = app.households.read_card(corrected.household)
        _check_people(corrected, {member.id for member in card.members})
        call.sign(app)
        stored = app.visits.correct(
            former, replace(corrected, canvasser=app.desk.canvasser or corrected.canvasser)
        ).value
    data = {"visit_id": stored.hex(), "household": card.household.code, "supersedes": former.hex()}
    return Answer(
        data,
        (say("Corrected the visit at {head}: {code}", head=card.household.head, code=card.household.code),),
    )


def _cancel(
    call: Call,
    visit: VisitId,
    reason: Annotated[str, typer.Option("--reason", metavar=N_("TEXT"), help=N_("Why it is taken back."))],
) -> Answer:
    former = parse_row_id(visit)
    with call.open() as app:
        home = app.visits.read(former).household
        call.sign(app)
        stored = app.visits.cancel(former, reason).value
        code = app.households.read_card(home).household.code
    data = {"visit_id": stored.hex(), "household": code, "supersedes": former.hex()}
    return Answer(data, (say("Took back the visit at {code}.", code=code),))


def _read_told(
    *, outcome: str | None, channel: str | None, people: list[str], met: list[str] | None, met_others: str | None,
    objection: str | None, lapse: list[str] | None, next_on: str | None, next_step: str | None, note: str | None,
    day: str | None,
) -> dict[str, object]:  # fmt: skip
    """What was said on the command line, field by field of a new visit; what was not said is absent."""
    told: dict[str, object | None] = {
        "door_outcome": parsing.parse_key(Outcome, outcome, option="--outcome") if outcome else None,
        "channel": parsing.parse_key(Channel, channel, option="--channel") if channel else None,
        "outcomes": tuple(_read_person(text) for text in people) or None,
        "met": tuple(parse_row_id(text) for text in met) if met else None,
        "met_others": met_others,
        "objection": parsing.parse_choice(objection, OBJECTION_NAMES, option="--objection")
        if objection
        else None,
        "lapses": tuple(_read_lapse(text) for text in lapse) if lapse else None,
        "next_on": parsing.parse_day(next_on, option="--next"),
        "next_step": parsing.parse_key(NextStep, next_step, option="--next-step") if next_step else None,
        "note": note,
        "visited_on": parsing.parse_day(day, option="--day"),
    }
    if told["next_on"] is not None and told["next_step"] is None:
        told["next_step"] = NextStep.RETURN
    return {name: value for name, value in told.items() if value is not None}


def _read_person(text: str) -> PersonOutcome:
    from outreach_app.services.visits import parse_person_outcome

    return parsing.as_usage(parse_person_outcome, text)


def _read_lapse(text: str) -> PersonLapse:
    person, _, rest = text.partition(":")
    scheme, _, reason = rest.partition(":")
    return PersonLapse(
        parse_row_id(person),
        parsing.parse_key(Scheme, scheme, option="--lapse"),
        parsing.parse_key(LapseReason, reason, option="--lapse"),
    )


def _check_people(visit: "NewVisit", members: set[bytes]) -> None:
    named = {told.person for told in visit.outcomes} | set(visit.met)
    strange = sorted(named - members)
    if strange:
        raise BadInput(
            say("The person {id} is not a member of this household.", id=strange[0].hex()),
            say("Take the id from household show."),
            key="not_a_member",
        )


def _as_told(app: "App", former: bytes) -> "NewVisit":
    from outreach_app.services.visits import NewVisit

    row = app.visits.read(former)
    return NewVisit(
        household=row.household, visited_on=row.visited_on, channel=row.channel, door_outcome=row.door_outcome,
        outcomes=row.outcomes, met=row.met, met_others=row.met_others, objection=row.objection, note=row.note,
        next_step=row.next_step, next_on=row.next_on, canvasser=row.canvasser, lapses=row.lapses,
    )  # fmt: skip


def _warning_data(warnings: "Warnings") -> dict[str, object]:
    found = ["same_day"] if warnings.same_day else []
    found += ["do_not_contact"] if warnings.do_not_contact or warnings.people_not_to_contact else []
    return {"warnings": found}


def _warning_lines(warnings: "Warnings") -> list[Message]:
    lines = [say("This door has another visit on the same day.")] if warnings.same_day else []
    if warnings.do_not_contact or warnings.people_not_to_contact:
        lines.append(say("Somebody here asked not to be contacted."))
    return lines
