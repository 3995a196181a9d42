"""`outreach sheet`: visit lists with a code, and typing them back, one key per row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import plain
from outreach_app.domain.rows import Sheet
from outreach_app.domain.visits import OUTCOME_NAMES, ROW_KEYS, Outcome
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App

SheetCode = Annotated[str, typer.Argument(metavar="SHEET", help=N_("Code printed on the sheet."))]


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as typed back; no outcome takes back what was typed before."""

    row: int
    outcome: Outcome | None
    note: str = ""
    next_on: date | None = None


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "sheet", HELP["sheet"])
    command(group, "make", N_("Choose the next doors of a village and give the list its code."))(_make)
    command(group, "list", N_("List the sheets that are out."))(_list)
    command(group, "show", N_("Show a sheet with what was typed back."))(_show)
    command(group, "record", N_("Type back rows of a sheet, one key per row."))(_record)
    command(group, "finish", N_("Close a sheet; rows without an outcome come up again."))(_finish)


def _make(
    call: Call,
    village: Annotated[
        str, typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Letters, name or id of the village."))
    ],
    doors: Annotated[
        str | None, typer.Option("--doors", metavar="N", help=N_("How many doors (else one printed page)."))
    ] = None,
    day: Annotated[
        str | None,
        typer.Option("--day", metavar=N_("DATE"), help=N_("Day the list is walked, when it is not today.")),
    ] = None,
) -> Answer:
    with call.open() as app:
        sheet = make_sheet(call, app, village, doors=doors, day=day)
    return Answer(sheet_shape(sheet), sheet_lines(call, sheet))


def make_sheet(call: Call, app: "App", village: str, *, doors: str | None, day: str | None) -> Sheet:
    """Choose doors of a village and store them as a sheet."""
    from outreach_app.services.sheets import ROWS_PER_SHEET

    count = parsing.parse_count(doors, option="--doors", most=200) if doors else ROWS_PER_SHEET
    walked_on = parsing.parse_day(day, option="--day")
    place = lookups.find_village(app, village)
    items = app.sheets.plan(place.id, doors=count)
    if items:
        call.sign(app)
    return app.sheets.make(place.id, items, day=walked_on).value


def _list(call: Call) -> Answer:
    with call.open() as app:
        sheets = app.sheets.list_open()
    shapes = [
        {
            "code": s.code,
            "village": s.village.name,
            "day": s.day.isoformat(),
            "rows": len(s.lines),
            "typed": _typed(s),
        }
        for s in sheets
    ]
    lines: list[Message | str] = [_sheet_line(sheet) for sheet in sheets]
    return Answer({"sheets": shapes}, lines or [say("No sheet is out.")])


def _show(call: Call, code: SheetCode) -> Answer:
    with call.open() as app:
        sheet = app.sheets.open(code)
    return Answer(sheet_shape(sheet), sheet_lines(call, sheet))


def _record(
    call: Call,
    code: SheetCode,
    rows: Annotated[
        list[str],
        typer.Argument(
            metavar=N_("ROW=KEY"),
            help=N_(
                "Row and outcome, as its digit on paper or its key; empty takes it back: 1=3 2=not_home 5="
            ),
        ),
    ],
    note: Annotated[
        list[str] | None, typer.Option("--note", metavar=N_("ROW=TEXT"), help=N_("Note for one row."))
    ] = None,
    next_on: Annotated[
        list[str] | None, typer.Option("--next", metavar=N_("ROW=DATE"), help=N_("Day agreed for one row."))
    ] = None,
) -> Answer:
    typed = _read_rows(rows, note or [], next_on or [])
    with call.open() as app:
        sheet = app.sheets.open(code)
        _check_rows(typed, sheet)
        call.sign(app)
        visits = [_record_row(app, sheet, row) for row in typed]
        sheet = app.sheets.open(code)
    data = sheet_shape(sheet) | {"visits": [visit.hex() for visit in visits if visit]}
    return Answer(data, sheet_lines(call, sheet))


def _record_row(app: "App", sheet: Sheet, typed: TypedRow) -> bytes | None:
    if typed.outcome is None:
        app.sheets.clear_row(sheet.id, typed.row)
        return None
    return app.sheets.record_row(
        sheet.id, typed.row, typed.outcome, note=typed.note, next_on=typed.next_on
    ).value


def _finish(call: Call, code: SheetCode) -> Answer:
    with call.open() as app:
        sheet = app.sheets.open(code)
        call.sign(app)
        app.sheets.finish(sheet.id)
        sheet = app.sheets.open(code)
    left = len(sheet.lines) - _typed(sheet)
    return Answer(
        sheet_shape(sheet),
        (say("Closed {code}; {left} doors stay to be visited.", code=sheet.code, left=left),),
    )


def _read_rows(rows: Sequence[str], notes: Sequence[str], dates: Sequence[str]) -> list[TypedRow]:
    outcomes, texts, days = (
        parsing.parse_fields(rows),
        parsing.parse_fields(notes),
        parsing.parse_fields(dates),
    )
    for row in (*texts, *days):
        if row not in outcomes:
            raise parsing.wrong_value("ROW", row, say("Give this row an outcome too."))
    return [
        TypedRow(
            parsing.parse_count(row, option="ROW", most=200), _read_outcome(key), texts.get(row, ""),
            parsing.parse_day(days.get(row), option="--next"),
        )
        for row, key in outcomes.items()
    ]  # fmt: skip


def _read_outcome(key: str) -> Outcome | None:
    if not key:
        return None
    return ROW_KEYS.get(key) or parsing.parse_key(Outcome, key, option="KEY")


def _check_rows(typed: Sequence[TypedRow], sheet: Sheet) -> None:
    # Every row is looked at before the first is written, so that a mistake leaves the sheet as it was.
    for row in typed:
        if row.row > len(sheet.lines):
            raise parsing.wrong_value(
                "ROW", str(row.row), say("The sheet has rows 1 to {last}.", last=len(sheet.lines))
            )
        if row.next_on is not None and row.next_on < sheet.day:
            raise parsing.wrong_value(
                "--next", row.next_on.isoformat(), say("The next day lies before the visit.")
            )


def sheet_shape(sheet: Sheet) -> dict[str, object]:
    """A sheet as JSON."""
    rows = [
        {
            "row": line.row, "code": line.household.code, "head": line.household.head, "reason": plain(line.reason),
            "detail": line.detail, "outcome": plain(line.outcome), "visit_id": plain(line.visit),
        }
        for line in sheet.lines
    ]  # fmt: skip
    return {
        "sheet": sheet.code, "village": sheet.village.name, "day": sheet.day.isoformat(), "finished": sheet.finished,
        "canvasser": sheet.canvasser_name or None, "rows": rows,
    }  # fmt: skip


def sheet_lines(call: Call, sheet: Sheet) -> list[Message | str]:
    """A sheet in words, one line for each row."""
    lines: list[Message | str] = [_sheet_line(sheet)]
    for line in sheet.lines:
        told = call.words.text(OUTCOME_NAMES[line.outcome]) if line.outcome else "…"
        lines.append(f"{line.row:3}  {line.household.code:13}  {line.household.head}: {told}")
    return lines


def _sheet_line(sheet: Sheet) -> Message:
    return say(
        "{code}: {village}, {day}, {typed} of {rows} rows typed back",
        code=sheet.code, village=sheet.village.name, day=sheet.day, typed=_typed(sheet), rows=len(sheet.lines),
    )  # fmt: skip


def _typed(sheet: Sheet) -> int:
    return sum(1 for line in sheet.lines if line.outcome is not None)
