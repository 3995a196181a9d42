"""`outreach assign`: who goes to which village, group or household and when, and the doors of a day."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.domain.assignments import Obstacle, tell_obstacle
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.rows import HouseholdRow
    from outreach_app.services.assigning import AssignmentRow, AssignReport, OverlapRow, Target, Worker
    from outreach_app.services.handing_out import HandedOut

ToOption = Annotated[
    str, typer.Option("--to", metavar=N_("NAME"), help=N_("Who goes there: a person or a team."))
]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar=N_("DATE"), help=N_("First day, included (else today)."))
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar=N_("DATE"), help=N_("Last day, included (else until it is ended).")),
]
InsteadOption = Annotated[
    bool, typer.Option("--instead", help=N_("Take it over: the days of whoever has it now are shortened."))
]
Village = Annotated[str, typer.Argument(metavar="VILLAGE", help=N_("Letters, name or id of the village."))]
Assignment = Annotated[
    str, typer.Argument(metavar="ASSIGNMENT", help=N_("Id of the assignment, as assign show prints it."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "assign", HELP["assign"])
    command(group, "village", N_("Assign a whole village for a time."))(_village)
    command(group, "group", N_("Assign one neighbour group of a village for a time."))(_group)
    command(group, "household", N_("Assign single households for a time."))(_household)
    command(group, "day", N_("Hand a day's doors out to a person, by file or on paper."))(_day)
    command(group, "show", N_("List assignments, and doors for which two people are sent."))(_show)
    command(group, "settle", N_("Let of two assignments of the same doors one stand."))(_settle)
    command(group, "end", N_("Let an assignment end."))(_end)


def _village(
    call: Call, village: Village, to: ToOption, first: FromOption = None, last: UntilOption = None,
    instead: InsteadOption = False,
) -> Answer:  # fmt: skip
    from outreach_app.services.assigning import Target

    with call.open() as app:
        place = lookups.find_village(app, village)
        return _assign(call, app, [Target(place.id)], to, (first, last), instead)


def _group(
    call: Call,
    village: Village,
    group: Annotated[str, typer.Argument(metavar="GROUP", help=N_("Name of the neighbour group."))],
    to: ToOption,
    first: FromOption = None,
    last: UntilOption = None,
    instead: InsteadOption = False,
) -> Answer:
    from outreach_app.services.assigning import Target

    with call.open() as app:
        place = lookups.find_village(app, village)
        known = [name for name, _ in app.neighbour_groups.list_groups(place.id)]
        name = next((each for each in known if fold(each) == fold(normalize(group))), group)
        return _assign(call, app, [Target(place.id, name)], to, (first, last), instead)


def _household(
    call: Call,
    codes: Annotated[
        list[str], typer.Argument(metavar="CODE", help=N_("Codes of the households, or their ids."))
    ],
    to: ToOption,
    first: FromOption = None,
    last: UntilOption = None,
    instead: InsteadOption = False,
) -> Answer:
    from outreach_app.services.assigning import Target

    with call.open() as app:
        homes = [app.households.read_card(lookups.find_household(app, code)).household for code in codes]
        targets = [Target(home.village, household=home.id) for home in homes]
        return _assign(call, app, targets, to, (first, last), instead)


def _assign(
    call: Call,
    app: "App",
    targets: "Iterable[Target]",
    to: str,
    days: tuple[str | None, str | None],
    instead: bool,
) -> Answer:
    first = parsing.parse_day(days[0], option="--from") or app.desk.today
    last = parsing.parse_day(days[1], option="--until")
    worker = _find_worker(app, to)
    call.sign(app)
    done = app.assigning.assign(targets, worker, first=first, last=last, instead=instead).value
    until = call.words.date(last) if last else call.words.text("until it is ended")
    line = say("Assigned to {name}: {first} – {last}.", name=to, first=first, last=until)
    return Answer(_report_shape(done), [line, *_shortened(done)])


def _day(
    call: Call,
    day: Annotated[str, typer.Argument(metavar="DATE", help=N_("Day the doors are for."))],
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE ...]", help=N_("Codes of the households."))
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar=N_("PERSON"), help=N_("Who goes there."))] = "",
    village: Annotated[
        str | None,
        typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Take the next doors of this village.")),
    ] = None,
    doors: Annotated[
        str | None, typer.Option("--doors", metavar="N", help=N_("How many of the village (else 13)."))
    ] = None,
    paper: Annotated[
        bool, typer.Option("--paper", help=N_("Make visit lists to print instead of a file."))
    ] = False,
    take: Annotated[
        bool, typer.Option("--take", help=N_("Take doors that are left out otherwise as well."))
    ] = False,
) -> Answer:
    on = parsing.parse_date(day, option="DATE")
    count = parsing.parse_count(doors, option="--doors", most=200) if doors else None
    with call.open() as app:
        worker = _find_worker(app, to)
        if worker.canvasser is None:
            raise BadInput(
                say("A day's doors go to one person."), say("Name a person, not a team."), key="needs_a_person"
            )  # fmt: skip
        chosen, passed = _choose(app, codes or [], village, count=count, day=on, canvasser=worker.canvasser)
        call.sign(app)
        done = app.handing_out.hand_out(
            chosen, worker.canvasser, day=on, paper=paper, take=chosen if take else ()
        ).value
    return _tell_day(call, done, to, passed)


def _choose(
    app: "App", codes: list[str], village: str | None, *, count: int | None, day: date, canvasser: bytes
) -> "tuple[list[bytes], list[tuple[HouseholdRow, Obstacle]]]":
    from outreach_app.services.sheets import ROWS_PER_SHEET

    homes = [lookups.find_household(app, code) for code in codes]
    if village is None:
        return homes, []
    place = lookups.find_village(app, village)
    plan = app.sheets.choose(place.id, doors=count or ROWS_PER_SHEET, day=day, canvasser=canvasser)
    return [*homes, *(item.household.id for item in plan.items)], list(plan.left_out)


def _tell_day(
    call: Call, done: "HandedOut", name: str, passed: "list[tuple[HouseholdRow, Obstacle]]"
) -> Answer:
    left = [*((each.household, each.obstacle) for each in done.left_out), *passed]
    lines: list[Message | str] = [say("{count} doors handed out to {name}.", count=done.doors, name=name)]
    if done.codes:
        lines.append(say("Visit lists to print: {codes}", codes=", ".join(done.codes)))
    lines += [f"  {row.code}  {row.head}: {call.render(tell_obstacle(why))}" for row, why in left]
    shapes = [
        {"code": row.code, "head": row.head, "why": why.why.value, "who": why.who or None, "sheet": why.sheet or None}
        for row, why in left
    ]  # fmt: skip
    data = {"doors": done.doors, "codes": list(done.codes), "left_out": shapes, "undo": done.deed}
    return Answer(data, lines, code=NEEDS_A_PERSON if done.left_out else DONE)


def _show(
    call: Call,
    to: Annotated[
        str | None, typer.Option("--to", metavar=N_("NAME"), help=N_("Only those of a person or team."))
    ] = None,
) -> Answer:
    with call.open() as app:
        rows = app.assigning.list_assignments(on=app.desk.today if call.options.on else None)
        overlaps = app.assigning.list_overlaps()
    chosen = [row for row in rows if to is None or fold(row.who) == fold(normalize(to))]
    lines: list[Message | str] = [_line(call, row) for row in chosen]
    lines += [_overlap_line(call, each) for each in overlaps]
    data = {
        "assignments": [_shape(row) for row in chosen],
        "overlaps": [
            {
                "one": _shape(each.one), "other": _shape(each.other), "from": each.first.isoformat(),
                "until": each.last.isoformat() if each.last else None, "doors": each.doors,
            }
            for each in overlaps
        ],
    }  # fmt: skip
    return Answer(data, lines or [say("Nothing is assigned.")], code=NEEDS_A_PERSON if overlaps else DONE)


def _settle(
    call: Call,
    kept: Assignment,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help=N_("Id of the one that gives way on the days both have."))
    ],
) -> Answer:
    with call.open() as app:
        call.sign(app)
        done = app.assigning.settle(parse_row_id(kept), parse_row_id(other)).value
    return Answer(_report_shape(done), _shortened(done) or [say("They share no day.")])


def _end(
    call: Call,
    assignment: Assignment,
    last_day: Annotated[
        str | None, typer.Option("--last-day", metavar=N_("DATE"), help=N_("Its last day (else today)."))
    ] = None,
) -> Answer:
    day = parsing.parse_day(last_day, option="--last-day")
    with call.open() as app:
        call.sign(app)
        done = app.assigning.end(parse_row_id(assignment), day).value
    return Answer(_report_shape(done), (say("The assignment is ended."),))


def _find_worker(app: "App", name: str) -> "Worker":
    from outreach_app.services.assigning import Worker
    from outreach_app.services.office import find_named

    wanted = normalize(name)
    person = find_named(app.office.list_canvassers(), wanted, app.desk.today)
    if person is not None:
        return Worker(canvasser=person.id)
    team = next((each for each in app.teams.list_teams() if fold(each.name) == fold(wanted)), None)
    if team is None:
        raise NotFound(
            say("Neither a person nor a team is called {name}.", name=name or "–"),
            say("See the names: outreach team show."), key="no_such_worker",
        )  # fmt: skip
    return Worker(team=team.id)


def _report_shape(done: "AssignReport") -> dict[str, object]:
    return {"made": done.made, "shortened": done.shortened, "undo": done.deed}


def _shortened(done: "AssignReport") -> list[Message | str]:
    return [say("Shortened for it: {count}.", count=done.shortened)] if done.shortened else []


def _shape(row: "AssignmentRow") -> dict[str, object]:
    return {
        "id": row.id.hex(), "kind": row.width.name.lower(), "village": row.village, "group": row.group or None,
        "code": row.code or None, "to": row.who, "team": row.is_team, "from": row.first.isoformat(),
        "until": row.last.isoformat() if row.last else None,
    }  # fmt: skip


def _line(call: Call, row: "AssignmentRow") -> str:
    from outreach_app.services.assigning import tell_place

    last = call.words.date(row.last) if row.last else "…"
    return f"{row.id.hex()}  {call.words.date(row.first)} – {last}  {call.render(tell_place(row))}: {row.who}"


def _overlap_line(call: Call, row: "OverlapRow") -> Message:
    from outreach_app.services.assigning import tell_place

    return say(
        "Two people for {count} doors: {one} and {other}, {place}, from {first}.",
        count=row.doors, one=row.one.who, other=row.other.who, place=call.render(tell_place(row.one)),
        first=row.first,
    )  # fmt: skip
