"""`outreach meeting`: planning meetings, inviting, noting who came and what came of it, their papers."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, meeting_fields, parsing
from outreach_app.cli.call import Answer, Call, done
from outreach_app.cli.contents import HELP
from outreach_app.cli.meeting_shapes import guest_line, guest_shape, meeting_line, meeting_shape
from outreach_app.cli.options import command, new_group
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.meetings import Attendance, Invitee, Meeting, MeetingDraft, MeetingKind, Reply
from outreach_app.domain.people import Category
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.domain.visits import OBJECTION_NAMES, NextStep
from outreach_app.errors import say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App

KINDS = "|".join(MeetingKind)
PAPERS = ("invitations", "sign-in")
MeetingId = Annotated[
    str, typer.Argument(metavar="MEETING", help=N_("Id of the meeting, as meeting list prints it."))
]
VillageOption = Annotated[
    str | None,
    typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Letters, name or id of the village.")),
]
Who = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=N_("WHO"),
        help=N_(
            "Code of a household, id of a person, @NAME of a canvasser,"
            " committee:NAME of somebody on a steering committee."
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "meeting", HELP["meeting"])
    command(group, "new", N_("Plan a meeting; without a village it is of the whole area."))(_new)
    command(group, "list", N_("List meetings, newest first."))(_list)
    command(group, "show", N_("Show a meeting with everybody on its list."))(_show)
    command(group, "edit", N_("Change what was planned."))(_edit)
    command(group, "remove", N_("Take a meeting off the list; visits logged as of it stay."))(_remove)
    command(group, "invite", N_("Invite households, people or canvassers."))(_invite)
    command(group, "attend", N_("Note answers to invitations and who came."))(_attend)
    command(group, "outcome", N_("Tell what came of it for people of a household; they count as there."))(
        _outcome
    )
    command(group, "print", N_("Invitation slips or the sign-in list as PDF."))(_print)
    command(group, "trained", N_("Which canvassers were trained, on what and when."))(_trained)


def _new(
    call: Call,
    kind: Annotated[str, typer.Option("--kind", metavar=KINDS, help=N_("What kind of meeting it is."))],
    day: Annotated[str, typer.Option("--day", metavar=N_("DATE"), help=N_("Day of the meeting."))],
    village: VillageOption = None,
    hour: Annotated[str, typer.Option("--time", metavar="HH:MM", help=N_("When it begins."))] = "",
    place: Annotated[str, typer.Option("--place", metavar=N_("TEXT"), help=N_("Where it is."))] = "",
    led_by: Annotated[str, typer.Option("--led-by", metavar=N_("TEXT"), help=N_("Who leads it."))] = "",
    topic: Annotated[str, typer.Option("--topic", metavar=N_("TEXT"), help=N_("What it is about."))] = "",
    planned: Annotated[
        str | None, typer.Option("--planned", metavar="N", help=N_("How many people are expected."))
    ] = None,
) -> Answer:
    draft = MeetingDraft(
        parsing.parse_key(MeetingKind, kind, option="--kind"), parsing.parse_date(day, option="--day"), hour=hour,
        place=place, led_by=led_by, topic=topic,
        planned=parsing.parse_count(planned, option="--planned", least=0) if planned is not None else None,
    )  # fmt: skip
    with call.open() as app:
        planned_there = replace(draft, village=lookups.find_village(app, village).id if village else None)
        call.sign(app, trial=lambda: app.meetings.check(planned_there))
        meeting = app.meetings.read(app.meetings.make(planned_there).value)
    return done({"meeting": meeting_shape(meeting)}, N_("Planned the meeting {id}."), id=meeting.id.hex())


def _list(
    call: Call,
    start: Annotated[str | None, typer.Option("--from", metavar=N_("DATE"), help=N_("First day."))] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar=N_("DATE"), help=N_("Last day, included."))
    ] = None,
    village: VillageOption = None,
) -> Answer:
    first, last = parsing.parse_day(start, option="--from"), parsing.parse_day(end, option="--to")
    with call.open() as app:
        where = lookups.find_village(app, village).id if village else None
        found = app.meetings.list_meetings(start=first, end=last, village=where)
    lines = [meeting_line(meeting, call.words) for meeting in found]
    return Answer({"meetings": [meeting_shape(m) for m in found]}, lines or [say("There is no meeting yet.")])


def _show(call: Call, meeting: MeetingId) -> Answer:
    with call.open() as app:
        return _told(call, app, parse_row_id(meeting))


def _told(call: Call, app: "App", meeting: bytes, **more: object) -> Answer:
    known, guests = app.meetings.read(meeting), app.meetings.list_guests(meeting)
    data = {"meeting": meeting_shape(known), "guests": [guest_shape(guest) for guest in guests]} | more
    return Answer(data, [meeting_line(known, call.words), *(guest_line(each, call.words) for each in guests)])


def _edit(
    call: Call,
    meeting: MeetingId,
    pairs: Annotated[
        list[str],
        typer.Argument(
            metavar=N_("FIELD=VALUE"),
            help=N_("Fields: kind, day, time, village, place, led_by, topic, planned."),
        ),
    ],
) -> Answer:
    texts = parsing.parse_fields(pairs)
    with call.open() as app:
        known = app.meetings.read(parse_row_id(meeting))
        draft = meeting_fields.change(app, _draft_of(known), texts)
        call.sign(app, trial=lambda: app.meetings.check(draft))
        app.meetings.change(known.id, draft)
        return _told(call, app, known.id)


def _draft_of(known: Meeting) -> MeetingDraft:
    return MeetingDraft(
        known.kind, known.day, known.village, hour=known.hour, place=known.place, led_by=known.led_by,
        topic=known.topic, planned=known.planned,
    )  # fmt: skip


def _remove(call: Call, meeting: MeetingId) -> Answer:
    with call.open() as app:
        known = app.meetings.read(parse_row_id(meeting))
        call.sign(app)
        app.meetings.take_off(known.id)
    return done(
        {"meeting": meeting_shape(known)}, N_("Took the meeting of {day} off the list."), day=known.day
    )


def _invite(
    call: Call,
    meeting: MeetingId,
    who: Who = None,
    village: VillageOption = None,
    category: Annotated[
        str | None,
        typer.Option(
            "--category", metavar=N_("KEY"), help=N_("Every household of this category in the village.")
        ),
    ] = None,
) -> Answer:
    kind = parsing.parse_key(Category, category, option="--category") if category else None
    if not who and village is None:
        raise parsing.WrongUsage(
            say("Nobody is named who is to be invited."), say("Name guests, or a village with --village.")
        )
    with call.open() as app:
        known = app.meetings.read(parse_row_id(meeting))
        guests = [meeting_fields.find_invitee(app, word)[0] for word in who or ()]
        if village is not None:
            wanted = HouseholdFilter(village=lookups.find_village(app, village).id, category=kind)
            guests += [Invitee(home) for home in app.meetings.choose_households(wanted)]
        call.sign(app)
        fresh = app.meetings.invite(known.id, guests).value
        return _told(call, app, known.id, invited_now=fresh)


CameOption = Annotated[
    list[str] | None,
    typer.Option("--came", metavar=N_("WHO"), help=N_("Who came; CODE:3 when three of the household came.")),
]
AbsentOption = Annotated[
    list[str] | None, typer.Option("--absent", metavar=N_("WHO"), help=N_("Who did not come."))
]
ComingOption = Annotated[
    list[str] | None, typer.Option("--coming", metavar=N_("WHO"), help=N_("Who said they will come."))
]
CannotOption = Annotated[
    list[str] | None, typer.Option("--cannot", metavar=N_("WHO"), help=N_("Who said they cannot."))
]
OthersOption = Annotated[
    str | None,
    typer.Option("--others", metavar="N", help=N_("How many more came, whose names are not known.")),
]


def _attend(
    call: Call, meeting: MeetingId, came: CameOption = None, absent: AbsentOption = None,
    coming: ComingOption = None, cannot: CannotOption = None, others: OthersOption = None,
) -> Answer:  # fmt: skip
    count = parsing.parse_count(others, option="--others", least=0) if others is not None else None
    with call.open() as app:
        known = app.meetings.read(parse_row_id(meeting))
        told = [
            (meeting_fields.find_invitee(app, word), said)
            for words, said in (
                (came, Attendance.CAME), (absent, Attendance.ABSENT), (coming, Reply.COMING), (cannot, Reply.CANNOT)
            )
            for word in words or ()
        ]  # fmt: skip
        call.sign(app)
        for (guest, heads), said in told:
            if isinstance(said, Reply):
                app.meetings.reply(known.id, guest, said)
            else:
                app.meetings.attend(known.id, guest, said, heads=heads)
        if count is not None:
            app.meetings.count_others(known.id, count)
        return _told(call, app, known.id)


def _outcome(
    call: Call,
    meeting: MeetingId,
    household: Annotated[
        str, typer.Option("--household", metavar=N_("CODE"), help=N_("Code or id of the household."))
    ],
    person: Annotated[
        list[str],
        typer.Option("--person", metavar="ID:SCHEME:KEY", help=N_("Outcome for one person and scheme.")),
    ],
    objection: Annotated[
        str | None,
        typer.Option(
            "--objection", metavar=N_("KEY"), help=N_("Worry that was heard, such as unstable_income.")
        ),
    ] = None,
    next_on: Annotated[
        str | None, typer.Option("--next", metavar=N_("DATE"), help=N_("Day agreed for the next contact."))
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar=N_("TEXT"), help=N_("What else was said."))] = "",
) -> Answer:
    worry = parsing.parse_choice(objection, OBJECTION_NAMES, option="--objection") if objection else None
    day = parsing.parse_day(next_on, option="--next")
    with call.open() as app:
        from outreach_app.services.meetings import MeetingOutcome
        from outreach_app.services.visits import parse_person_outcome

        outcomes = tuple(parsing.as_usage(parse_person_outcome, text) for text in person)
        known = app.meetings.read(parse_row_id(meeting))
        home = lookups.find_household(app, household)
        meeting_fields.check_members(app.households.read_card(home), outcomes)
        call.sign(app)
        told = MeetingOutcome(
            home, outcomes, worry, note, next_step=NextStep.RETURN if day else NextStep.NONE, next_on=day
        )
        visit = app.meetings.tell_outcome(known.id, told).value
        return _told(call, app, known.id, visit_id=visit.hex())


def _print(
    call: Call,
    meeting: MeetingId,
    paper: Annotated[str, typer.Option("--as", metavar="|".join(PAPERS), help=N_("Which paper."))],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=N_("The PDF to write."))],
) -> Answer:
    kind = parsing.parse_choice(paper, PAPERS, option="--as")
    target = check_target(out)
    with call.open() as app:
        id = parse_row_id(meeting)
        papers = app.meeting_papers
        pdf = papers.invitations(id, call.words) if kind == PAPERS[0] else papers.sign_in_list(id, call.words)
        data = write_document(target, pdf)
    return done(data, N_("Wrote {file}"), file=str(target))


def _trained(
    call: Call,
    canvasser: Annotated[
        str | None, typer.Option("--canvasser", metavar=N_("PERSON"), help=N_("Only this person."))
    ] = None,
) -> Answer:
    with call.open() as app:
        who = meeting_fields.find_canvasser(app, canvasser) if canvasser else None
        found = app.meetings.list_trainings(canvasser=who)
    data = [
        {
            "canvasser": each.name, "id": each.canvasser.hex(), "meeting": each.meeting.hex(), "topic": each.topic,
            "day": each.day.isoformat(), "led_by": each.led_by,
        }
        for each in found
    ]  # fmt: skip
    lines = [f"{call.words.date(each.day)}  {each.name}  {each.topic}" for each in found]
    return Answer({"trainings": data}, lines or [say("Nobody was trained yet.")])
