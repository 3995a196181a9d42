"""Reading a filled form back: the rows of the people and the sums, as they stand in the workbook."""

import io
import unicodedata
from decimal import Decimal

import python_calamine as calamine

from outreach_app.domain.form_layouts import CellValue, FilledSheet, SheetLayout
from outreach_app.exchange.containers import refuse_broken
from outreach_app.exchange.sheets import Cell, Row, cell_at


def read_form(layout: SheetLayout, data: bytes) -> tuple[FilledSheet, ...]:
    """Read every sheet of a filled form by its layout; the fields of head and foot are left out.

    Rows that hold nothing but their own number are the form's empty ones. UnreadableFile when it is no workbook.
    """
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            rows = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except calamine.CalamineError as damage:
        raise refuse_broken(layout.title) from damage
    return tuple(_read_sheet(layout, name, tuple(map(tuple, found))) for name, found in rows.items())


def _read_sheet(layout: SheetLayout, name: str, rows: tuple[Row, ...]) -> FilledSheet:
    first = len(layout.head.heights)
    taken: list[tuple[CellValue, ...]] = []
    for row in rows[first:]:
        values = tuple(_value_of(cell_at(row, column)) for column in range(len(layout.columns)))
        if not isinstance(values[0], int) or not any(values[1:]):
            break
        taken.append(values)
    below = first + max(len(taken), layout.row.least)
    return FilledSheet(name, {}, tuple(taken), _read_totals(layout, rows[below] if below < len(rows) else ()))


def _read_totals(layout: SheetLayout, row: Row) -> dict[int, int]:
    if layout.total is None or cell_at(row, layout.total.column) != layout.total.label:
        return {}
    values = {column: _value_of(cell_at(row, column)) for column in range(len(layout.columns))}
    return {column: value for column, value in values.items() if isinstance(value, int)}


def _value_of(cell: Cell) -> CellValue:
    """A spreadsheet keeps every number as a fraction; whole ones are whole here, the rest exact decimals."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    return unicodedata.normalize("NFC", str(cell))
