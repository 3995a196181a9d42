"""`outreach committee`: steering committees, who sits on them, and who receives which report."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.field_report_commands import TableFile, TableOption
from outreach_app.cli.field_report_shapes import committee_shape, member_shape, recipient_shape
from outreach_app.cli.options import command, new_group
from outreach_app.domain.committees import (
    REPORT_NAMES,
    SEAT_NAMES,
    WAY_NAMES,
    Committee,
    Recipient,
    ReportKind,
    Seat,
    Way,
)
from outreach_app.domain.identity import parse_row_id
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue

if TYPE_CHECKING:
    from outreach_app.app import App

_TABLES = {"committee": "committee", "member": "committee_member", "recipient": "report_recipient"}
"""What `take-back` calls each kind of row, and the table it stands in."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "committee", HELP["committee"])
    command(group, "list", N_("Committees, who sits on them, who receives reports, communes without one."))(
        _list
    )
    command(group, "add", N_("At the office: enter the committee of a unit and its decision."))(_add)
    command(group, "member", N_("At the office: enter somebody who sits on a committee."))(_member)
    command(group, "leave", N_("At the office: say when somebody left a committee."))(_leave)
    command(group, "recipient", N_("At the office: enter who receives a report, and how."))(_recipient)
    command(group, "take-back", N_("At the office: take off the list what was entered wrongly."))(_take_back)


UnitOption = Annotated[
    str | None,
    typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province (else the own one).")),
]
PersonOption = Annotated[
    str | None,
    typer.Option("--person", metavar="ID", help=N_("Id of the person when the register knows them.")),
]
OfficeOption = Annotated[str, typer.Option("--office", metavar=N_("TEXT"), help=N_("Office they hold."))]


def _list(call: Call, unit: UnitOption = None, out: TableOption = None) -> Answer:
    from outreach_app.services.field_papers import write_committees

    file = TableFile(out)
    with call.open() as app:
        known = app.committees.list_all(unit)
        hints = {each.id: app.committees.hints(each) for each in known.committees}
    data: dict[str, object] = {
        "committees": [
            {**committee_shape(each), "hints": [call.words.render(hint) for hint in hints[each.id]]}
            for each in known.committees
        ],
        "recipients": [recipient_shape(each) for each in known.recipients],
        "without": [{"code": code, "name": name} for code, name in known.without],
    }
    data |= file.keep(lambda kind: write_committees(known, kind, call.words))
    lines = [line for each in known.committees for line in _tell(each, call.words)]
    lines += [_tell_recipient(each, call.words) for each in known.recipients]
    without = [say("{name}: no committee.", name=name) for _, name in known.without]
    return Answer(data, [*lines, *without])


def _tell(row: Committee, words: Catalogue) -> list[Message | str]:
    day = words.date(row.decided_on) if row.decided_on else ""
    head = ", ".join(part for part in (row.unit_name, row.decision, day, row.issued_by) if part)
    return [
        f"{row.id.hex()}  {head}",
        *(
            f"  {each.id.hex()}  {each.name}, {each.office_held} ({words.text(SEAT_NAMES[each.seat])})"
            for each in row.members
        ),
    ]


def _tell_recipient(row: Recipient, words: Catalogue) -> str:
    told = (
        row.name, row.office_held, words.text(REPORT_NAMES[row.report]), words.text(WAY_NAMES[row.way]), row.address
    )  # fmt: skip
    return f"{row.id.hex()}  {row.unit_name}: " + ", ".join(part for part in told if part)


def _add(
    call: Call,
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province."))],
    decision: Annotated[str, typer.Option("--decision", metavar=N_("TEXT"), help=N_("Number of the decision."))] = "",
    dated: Annotated[str | None, typer.Option("--dated", metavar=N_("DATE"), help=N_("Its date."))] = None,
    issued_by: Annotated[str, typer.Option("--issued-by", metavar=N_("TEXT"), help=N_("Who issued it."))] = "",
) -> Answer:  # fmt: skip
    day = parsing.parse_day(dated, option="--dated")
    with call.open() as app:
        call.sign(app)
        row = app.committees.add(unit, decision=decision, decided_on=day, issued_by=issued_by).value
        hints = app.committees.hints(row)
    return Answer(committee_shape(row), [*_tell(row, call.words), *hints])


def _member(
    call: Call,
    committee: Annotated[str, typer.Argument(metavar="COMMITTEE", help=N_("Id of the committee."))],
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("Name of the member."))],
    office: OfficeOption = "",
    seat: Annotated[
        str, typer.Option("--seat", metavar="|".join(Seat), help=N_("What they are on it."))
    ] = Seat.MEMBER.value,
    phone: Annotated[str, typer.Option("--phone", metavar=N_("NUMBER"), help=N_("Their telephone."))] = "",
    person: PersonOption = None,
) -> Answer:  # fmt: skip
    from outreach_app.services.committees import NewMember

    wanted, part = parse_row_id(committee), parsing.parse_key(Seat, seat, option="--seat")
    with call.open() as app:
        call.sign(app)
        new = NewMember(name, office, part, phone)
        row = app.committees.seat(wanted, new, person=_find_person(app, person)).value
    return Answer(member_shape(row), [say("{name} sits on the committee.", name=row.name)])


def _leave(
    call: Call,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help=N_("Id of the member, or the name."))],
    last: Annotated[str, typer.Option("--last", metavar=N_("DATE"), help=N_("Last day on the committee."))],
) -> Answer:
    from outreach_app.services.committees import NewMember

    day = parsing.parse_date(last, option="--last")
    with call.open() as app:
        call.sign(app)
        known = {each.id: each for each, _ in app.committees.list_members()}
        found = known.get(parse_row_id(member)) if lookups.is_id(member) else None
        who = found or app.committees.find_member(member)
        new = NewMember(who.name, who.office_held, who.seat, who.phone or "", day)
        row = app.committees.edit_member(who.id, new).value
    return Answer(member_shape(row), [say("{name} sits on it until {day}.", name=row.name, day=day)])


def _recipient(
    call: Call,
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("Who receives it."))],
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province."))],
    office: OfficeOption = "",
    report: Annotated[
        str, typer.Option("--report", metavar="|".join(ReportKind), help=N_("Which report."))
    ] = ReportKind.MONTHLY.value,
    way: Annotated[str, typer.Option("--way", metavar="|".join(Way), help=N_("How it is sent."))] = Way.PAPER.value,
    address: Annotated[str, typer.Option("--address", metavar=N_("TEXT"), help=N_("Where to."))] = "",
    person: PersonOption = None,
) -> Answer:  # fmt: skip
    from outreach_app.services.committees import NewRecipient

    kind, how = (
        parsing.parse_key(ReportKind, report, option="--report"),
        parsing.parse_key(Way, way, option="--way"),
    )
    with call.open() as app:
        call.sign(app)
        new = NewRecipient(name, office, kind, how, address)
        row = app.committees.send_to(unit, new, person=_find_person(app, person)).value
    return Answer(recipient_shape(row), [_tell_recipient(row, call.words)])


def _find_person(app: "App", text: str | None) -> bytes | None:
    return lookups.find_person(app, text) if text else None


def _take_back(
    call: Call,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=N_("What is taken off: committee, member or recipient."))
    ],
    row: Annotated[str, typer.Argument(metavar="ID", help=N_("Its id, as the list prints it."))],
) -> Answer:
    table, wanted = _TABLES[parsing.parse_choice(kind, _TABLES, option="KIND")], parse_row_id(row)
    with call.open() as app:
        call.sign(app)
        app.committees.take_back(table, wanted)
    return Answer({"id": wanted.hex()}, [say("Taken back.")])
