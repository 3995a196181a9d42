"""`outreach team`: teams, who is in them for which part, who leads, and what they lack."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.domain.teams import (
    KIND_NAMES,
    PART_NAMES,
    AgencyKind,
    Duty,
    MemberRow,
    Part,
    TeamKind,
    TeamRow,
)
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import Message, NotFound, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.teams import Contact

Name = Annotated[str, typer.Argument(metavar="TEAM", help=N_("Name of the team."))]
Person = Annotated[str, typer.Argument(metavar="PERSON", help=N_("Name of the person."))]
KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="three_part|shock", help=N_("What the team is for."))
]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar=N_("DATE"), help=N_("First day, included."))
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar=N_("DATE"), help=N_("Last day, included."))
]
PartOption = Annotated[
    str | None,
    typer.Option(
        "--part", metavar="insurance|committee|village|other", help=N_("For whom the person stands in it.")
    ),
]
LeadOption = Annotated[
    str | None, typer.Option("--lead", metavar="yes|no", help=N_("Whether the person leads the team."))
]
PhoneOption = Annotated[
    str | None, typer.Option("--phone", metavar=N_("TEXT"), help=N_("Telephone of the person."))
]
AgencyOption = Annotated[
    str | None, typer.Option("--agency", metavar=N_("TEXT"), help=N_("Name of the person's organisation."))
]
AgencyKindOption = Annotated[
    str | None,
    typer.Option(
        "--agency-kind", metavar="insurance|post_office|private|other", help=N_("What the organisation is.")
    ),
]
DutyOption = Annotated[
    str | None,
    typer.Option("--duty", metavar="collector|helper", help=N_("What the person is to the organisation.")),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "team", HELP["team"])
    command(group, "new", N_("At the office: make a team of one commune."))(_new)
    command(group, "show", N_("Show a team, or all of them, with members and hints."))(_show)
    command(group, "edit", N_("At the office: change a team's name, kind or days."))(_edit)
    member = new_group(group, "member", N_("Who is in a team."))
    command(member, "add", N_("Put somebody into a team; somebody new is entered."))(_add)
    command(member, "edit", N_("Change somebody's part, days, contact, or who leads."))(_change)
    command(group, "leave", N_("Let somebody's time in a team end."))(_leave)


def _new(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the new team."))],
    commune: Annotated[
        str | None,
        typer.Option("--commune", metavar=N_("CODE"), help=N_("Its commune (else the office's own).")),
    ] = None,
    kind: KindOption = None,
    first: FromOption = None,
    last: UntilOption = None,
) -> Answer:
    sort = parsing.parse_key(TeamKind, kind, option="--kind") if kind else TeamKind.THREE_PART
    starts, ends = parsing.parse_day(first, option="--from"), parsing.parse_day(last, option="--until")
    with call.open() as app:
        place = commune or app.office.own_commune()
        if place is None:
            raise parsing.WrongUsage(
                say("This office has several communes."), say("Say which one the team is of: --commune CODE.")
            )
        call.sign(app)
        row = app.teams.add(name, place, kind=sort, starts_on=starts, ends_on=ends).value
        return _tell(call, app, row)


def _show(
    call: Call,
    name: Annotated[
        str | None, typer.Argument(metavar="[TEAM]", help=N_("Name of the team (else all of them)."))
    ] = None,
) -> Answer:
    with call.open() as app:
        rows = [app.teams.find(name)] if name else app.teams.list_teams()
        lines = [line for row in rows for line in _lines(call, app, row)]
        shapes = [_shape(call, app, row) for row in rows]
    return Answer({"teams": shapes}, lines or [say("There is no team yet.")])


def _edit(
    call: Call,
    team: Name,
    name: Annotated[
        str | None, typer.Option("--name", metavar=N_("NAME"), help=N_("New name of the team."))
    ] = None,
    kind: KindOption = None,
    first: FromOption = None,
    last: UntilOption = None,
) -> Answer:
    sort = parsing.parse_key(TeamKind, kind, option="--kind") if kind else None
    starts, ends = parsing.parse_day(first, option="--from"), parsing.parse_day(last, option="--until")
    with call.open() as app:
        row = app.teams.find(team)
        call.sign(app)
        row = app.teams.edit(
            row.id, name=name or row.name, kind=sort or row.kind, starts_on=starts or row.starts_on,
            ends_on=ends or row.ends_on,
        ).value  # fmt: skip
        return _tell(call, app, row)


def _add(
    call: Call, team: Name, person: Person, part: PartOption = None, lead: LeadOption = None,
    phone: PhoneOption = None, agency: AgencyOption = None, agency_kind: AgencyKindOption = None,
    duty: DutyOption = None, first: FromOption = None, last: UntilOption = None,
) -> Answer:  # fmt: skip
    contact = _contact(phone, agency, agency_kind, duty)
    stands_for = parsing.parse_key(Part, part, option="--part") if part else Part.OTHER
    starts, ends = parsing.parse_day(first, option="--from"), parsing.parse_day(last, option="--until")
    with call.open() as app:
        row = app.teams.find(team)
        call.sign(app)
        app.teams.add_member(
            row.id,
            person,
            part=stands_for,
            leads=_read_lead(lead, False),
            contact=contact,
            starts_on=starts,
            ends_on=ends,
        )
        return _tell(call, app, app.teams.find(team))


def _change(
    call: Call, team: Name, person: Person, part: PartOption = None, lead: LeadOption = None,
    phone: PhoneOption = None, agency: AgencyOption = None, agency_kind: AgencyKindOption = None,
    duty: DutyOption = None, first: FromOption = None, last: UntilOption = None,
) -> Answer:  # fmt: skip
    contact = _contact(phone, agency, agency_kind, duty)
    stands_for = parsing.parse_key(Part, part, option="--part") if part else None
    starts, ends = parsing.parse_day(first, option="--from"), parsing.parse_day(last, option="--until")
    with call.open() as app:
        member = _find_member(app.teams.find(team), person)
        call.sign(app)
        app.teams.edit_member(
            member.id, part=stands_for or member.part, leads=_read_lead(lead, member.leads),
            starts_on=starts or member.starts_on, ends_on=ends or member.ends_on, contact=contact,
        )  # fmt: skip
        return _tell(call, app, app.teams.find(team))


def _leave(
    call: Call,
    team: Name,
    person: Person,
    last_day: Annotated[
        str | None,
        typer.Option("--last-day", metavar=N_("DATE"), help=N_("Last day in the team (else today).")),
    ] = None,
    mistake: Annotated[
        bool, typer.Option("--mistake", help=N_("The person was never in it: take the entry out."))
    ] = False,
) -> Answer:
    day = parsing.parse_day(last_day, option="--last-day")
    with call.open() as app:
        member = _find_member(app.teams.find(team), person)
        call.sign(app)
        if mistake:
            app.teams.remove_member(member.id)
        else:
            app.teams.leave(member.id, day)
        return _tell(call, app, app.teams.find(team))


def _contact(phone: str | None, agency: str | None, kind: str | None, duty: str | None) -> "Contact":
    from outreach_app.services.teams import Contact

    return Contact(
        phone, agency, parsing.parse_key(AgencyKind, kind, option="--agency-kind") if kind else None,
        parsing.parse_key(Duty, duty, option="--duty") if duty else None,
    )  # fmt: skip


def _read_lead(typed: str | None, former: bool) -> bool:
    return former if typed is None else parsing.parse_yes(typed, option="--lead")


def _find_member(team: TeamRow, name: str) -> MemberRow:
    # Of two times in one team the later one is meant.
    found = [each for each in team.members if fold(each.name) == fold(normalize(name))]
    if not found:
        raise NotFound(
            say("{name} is not in the team {team}.", name=name, team=team.name),
            say("See who is: outreach team show."), key="no_such_member",
        )  # fmt: skip
    return max(found, key=lambda each: each.starts_on.isoformat() if each.starts_on else "")


def _tell(call: Call, app: "App", row: TeamRow) -> Answer:
    return Answer(_shape(call, app, row), _lines(call, app, row))


def _shape(call: Call, app: "App", row: TeamRow) -> dict[str, object]:
    members = [
        {
            "id": each.id.hex(), "name": each.name, "part": each.part.value, "leads": each.leads,
            "phone": each.phone, "agency": each.agency, "agency_kind": each.agency_kind and each.agency_kind.value,
            "duty": each.duty and each.duty.value, "from": _day(each.starts_on), "until": _day(each.ends_on),
        }
        for each in row.members
    ]  # fmt: skip
    return {
        "team": row.name, "id": row.id.hex(), "kind": row.kind.value, "commune": row.commune_code,
        "from": _day(row.starts_on), "until": _day(row.ends_on), "members": members,
        "hints": [call.render(hint) for hint in app.teams.hints(row)],
    }  # fmt: skip


def _day(day: object) -> str | None:
    return str(day) if day else None


def _lines(call: Call, app: "App", row: TeamRow) -> list[Message | str]:
    lines: list[Message | str] = [f"{row.name} ({call.words.text(KIND_NAMES[row.kind])})"]
    for each in row.members:
        told = [call.words.text(PART_NAMES[each.part]), each.agency, each.phone or ""]
        if each.leads:
            told.insert(0, call.words.text("team lead"))
        if each.ends_on:
            told.append(call.words.text("until {day}", day=call.words.date(each.ends_on)))
        lines.append(f"  {each.name}: {', '.join(part for part in told if part)}")
    return [*lines, *(f"  ! {call.render(hint)}" for hint in app.teams.hints(row))]
