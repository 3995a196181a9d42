"""`outreach office territory`: decisions on villages and communes; `review territory`: who waits for a place."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call, done
from outreach_app.cli.options import command, new_group
from outreach_app.cli.territory_shapes import (
    report_lines,
    report_shape,
    step_shape,
    tell_step,
    waiting_lines,
    waiting_shape,
)
from outreach_app.errors import Message, say
from outreach_app.i18n import N_
from outreach_app.paths import read_named

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.territory_placing import Choice, Waiting


def add_territory(office: typer.Typer) -> None:
    """Add the commands on decisions to the group of the office."""
    group = new_group(office, "territory", N_("Decisions by which villages and communes became others."))
    command(
        group,
        "apply",
        N_("Enter a decision from a list: what is renamed, merged or divided from which day on."),
    )(_apply)
    command(group, "list", N_("List the steps of all decisions, and the communes with the days they hold."))(
        _list
    )
    command(group, "carry", N_("Carry out what was entered before its day and holds by now."))(_carry)
    command(group, "undo", N_("Take a decision or a placing back, by what its command printed as undo."))(
        _undo
    )


SinceOption = Annotated[
    str | None, typer.Option("--since", metavar=N_("DATE"), help=N_("First day on which it holds."))
]
DecisionOption = Annotated[
    str, typer.Option("--decision", metavar=N_("NUMBER"), help=N_("Number of the decision."))
]


def _apply(
    call: Call,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help=N_(
                "The list (xlsx, ods, csv): columns kind (renamed, merged, divided), old, new; commune for villages."
            ),
        ),
    ],
    decision: DecisionOption,
    since: Annotated[
        str, typer.Option("--since", metavar=N_("DATE"), help=N_("First day on which it holds."))
    ],
    document: Annotated[
        str, typer.Option("--document", metavar=N_("TEXT"), help=N_("Where the decision can be read."))
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help=N_("Say what would be touched and change nothing."))
    ] = False,
) -> Answer:
    from outreach_app.services.territory_plan import Decision

    told = Decision(decision.strip(), parsing.parse_date(since, option="--since"), document.strip())
    with call.open() as app:
        if preview:
            report = app.territory.preview(read_named(file), told)
        else:
            call.sign(app)
            report = app.territory.apply(read_named(file), told).value
    asks = bool(report.refused) or (report.waiting > 0 and not preview)
    data = report_shape(report, call.words)
    return Answer(data, report_lines(report, call.words), NEEDS_A_PERSON if asks else DONE)


def _list(call: Call) -> Answer:
    with call.open() as app:
        steps, units, today = app.territory.list_steps(), app.territory.read_units(), app.desk.today
        codes = {(v.commune_code, v.commune_vintage) for v in app.households.list_villages()}
    found = [unit for key in sorted(codes) if (unit := units.unit(*key, today)) is not None]
    shapes = [
        {"code": unit.code, "vintage": unit.vintage, "name": unit.full_name,
         "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
         "valid_to": unit.valid_to.isoformat() if unit.valid_to else None}
        for unit in found
    ]  # fmt: skip
    lines: list[Message | str] = [f"{unit.code} {unit.full_name}" for unit in found]
    lines += [tell_step(step, call.words) for step in steps]
    return Answer({"units": shapes, "steps": [step_shape(step) for step in steps]}, lines)


def _carry(call: Call) -> Answer:
    with call.open() as app:
        call.sign(app)
        count = app.territory.carry_due().value
    return done({"carried": count}, N_("Carried out: {count}."), count=count)


def _undo(
    call: Call,
    deed: Annotated[str, typer.Argument(metavar="UNDO", help=N_("What the command printed as undo."))],
) -> Answer:
    with call.open() as app:
        call.sign(app)
        undone = app.territory.undo(deed).value
    kept = [{"table": table, "row": row.hex()} for table, row in undone.kept]
    lines: list[Message | str] = [say("It was taken back.")]
    if kept:
        lines.append(say("{count} rows were changed since and stay as they are.", count=len(kept)))
    return Answer({"fields": undone.fields, "kept": kept}, lines, NEEDS_A_PERSON if kept else DONE)


# ------------------------------------------------------------------------------------------------- who waits where
PlaceOption = Annotated[
    str | None,
    typer.Option("--place", metavar=N_("VILLAGE"), help=N_("Place what waits in this village (letters, name or id).")),
]  # fmt: skip
ToOption = Annotated[
    str | None, typer.Option("--to", metavar=N_("PLACE"), help=N_("Where it belongs: one of the candidates listed."))
]  # fmt: skip
GroupOption = Annotated[
    str | None, typer.Option("--group", metavar=N_("NAME"), help=N_("Only this neighbour group."))
]
LaneOption = Annotated[str | None, typer.Option("--lane", metavar=N_("LANE"), help=N_("Only this lane."))]
NumbersOption = Annotated[
    str | None, typer.Option("--numbers", metavar="1-20", help=N_("Only houses with these numbers."))
]
HouseholdOption = Annotated[
    list[str] | None,
    typer.Option("--household", metavar=N_("CODE"), help=N_("Only this household; may be repeated.")),
]


def review_territory(
    call: Call, place: PlaceOption = None, to: ToOption = None, group: GroupOption = None, lane: LaneOption = None,
    numbers: NumbersOption = None, household: HouseholdOption = None,
) -> Answer:  # fmt: skip
    """List what waits for a place after a division, or place some of it."""
    narrowed = any(each is not None for each in (group, lane, numbers, household))
    if (place is None) != (to is None) or (place is None and narrowed):
        raise parsing.WrongUsage(
            say("--place and --to go together."), say("Say what is placed with --place and where with --to.")
        )
    with call.open() as app:
        if place is None or to is None:
            there, placed = app.territory.list_waiting(), None
        else:
            call.sign(app)
            choice = _read_choice(app, place, to, (group, lane, numbers), household or [])
            placed = app.territory.place(choice).value
            there = app.territory.list_waiting()
    data: dict[str, object] = {"items": [waiting_shape(each) for each in there]}
    lines: list[Message | str] = [line for each in there for line in waiting_lines(each, call.words)]
    if placed is not None:
        data |= {"placed": placed.households, "left": placed.left, "undo": placed.deed}
        lines.insert(0, say("{count} households were placed.", count=placed.households))
    waiting = sum(each.households for each in there)
    lines.append(say("{count} households wait for somebody to say where they belong.", count=waiting))
    return Answer(data, lines, NEEDS_A_PERSON if there else DONE)


def _read_choice(
    app: "App", place: str, to: str, narrow: tuple[str | None, str | None, str | None], codes: list[str]
) -> "Choice":
    from outreach_app.services.territory_placing import Choice

    village = lookups.find_village(app, place)
    waiting = next((each for each in app.territory.list_waiting() if each.village.id == village.id), None)
    group, lane, numbers = narrow
    return Choice(
        village.id, _find_candidate(app, waiting, to), group, lane, _read_numbers(numbers),
        frozenset(code.strip().upper() for code in codes),
    )  # fmt: skip


def _find_candidate(app: "App", waiting: "Waiting | None", to: str) -> str:
    """The key of a candidate told by its key, its name, or a village's letters."""
    from outreach_app.domain.text import fold

    if waiting is None:
        return to
    prefixes = {v.id.hex(): v.prefix for v in app.households.list_villages()}
    for each in waiting.candidates:
        name = each.name.partition(" ")[2]
        if fold(to) in (fold(each.key), fold(each.name), fold(name), fold(prefixes.get(each.key, ""))):
            return each.key
    raise parsing.wrong_value("--to", to, parsing.one_of([each.name for each in waiting.candidates]))


def _read_numbers(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    low, _, high = text.partition("-")
    return (
        parsing.parse_count(low, option="--numbers"),
        parsing.parse_count(high or low, option="--numbers"),
    )
