"""What stands beside the tables of an export, and its tables as text or as a workbook."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from outreach_app.domain.export_words import Words
from outreach_app.domain.exports import Column, ColumnType, ExportTable
from outreach_app.errors import BadInput, say
from outreach_app.exchange.table_writer import Cell, Table, write_csv, write_xlsx

Batch = Sequence[Sequence[Any]]

WORKBOOK_ROWS = 200_000
"""A longer table is no worksheet any more that somebody could work with."""

_COLUMNS = ("table", "column", "type", "unit", "word", "meaning", "source", "keys")


def write_text_table(path: Path, columns: Sequence[Column], batches: Iterable[Batch]) -> int:
    """Write a table as comma-separated text in UTF-8 with a mark, batch by batch; returns how many rows."""
    labels = [each.name for each in columns]
    head = write_csv(Table("", labels, []))
    written = 0
    with path.open("wb") as file:
        file.write(head)
        for batch in batches:
            rows = [_as_cells(columns, row, days=False) for row in batch]
            file.write(write_csv(Table("", labels, rows))[len(head) :])
            written += len(rows)
    return written


def make_sheet(table: ExportTable, columns: Sequence[Column], batches: Iterable[Batch]) -> Table:
    """Gather a table as a worksheet; BadInput when it is too long for one."""
    rows: list[list[Cell]] = []
    for batch in batches:
        rows += [_as_cells(columns, row, days=True) for row in batch]
        if len(rows) > WORKBOOK_ROWS:
            raise BadInput(
                say("The table {table} has more rows than a worksheet should.", table=table.name),
                say("Write Parquet or csv instead, or fewer days: --format csv, --from, --to."),
                key="too_many_rows",
            )
    return Table(table.name, [each.name for each in columns], rows)


def write_workbook(path: Path, sheets: Sequence[Table], *, day: date) -> None:
    """Write the worksheets as one workbook."""
    path.write_bytes(write_xlsx(sheets, day=day))


def _as_cells(columns: Sequence[Column], row: Sequence[Any], *, days: bool) -> list[Cell]:
    return [_as_cell(column, value, days=days) for column, value in zip(columns, row, strict=True)]


def _as_cell(column: Column, value: Any, *, days: bool) -> Cell:
    if value is None:
        return None
    if column.type is ColumnType.FLAG:
        return "true" if value else "false"
    if column.type is ColumnType.DAY and days:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    told: Cell = value
    return told


def describe(
    tables: Sequence[ExportTable],
    words: Mapping[str, Words],
    about: Mapping[str, object],
    *,
    with_names: bool,
) -> dict[str, object]:
    """The data dictionary as JSON holds it: what was written, every table and column, and the words of every key."""
    told = {
        table.name: {
            "meaning": {"en": table.en, "vi": table.vi},
            "columns": [_describe(each) for each in table.choose(with_names=with_names)],
        }
        for table in tables
    }
    used = {each.of for table in tables for each in table.columns if each.of}
    keys = {
        name: {key: {"en": en, "vi": vi} for key, (en, vi) in words[name].items()} for name in sorted(used)
    }
    return {**about, "tables": told, "keys": keys}


def _describe(column: Column) -> dict[str, object]:
    return {
        "name": column.name, "type": column.sql_type, "kind": column.type.value, "unit": column.unit or None,
        "word": column.word, "meaning": {"en": column.en, "vi": column.vi}, "source": column.source,
        "keys": column.of or None,
    }  # fmt: skip


def write_dictionary(
    folder: Path, tables: Sequence[ExportTable], words: Mapping[str, Words], about: Mapping[str, object], *,
    with_names: bool,
) -> None:  # fmt: skip
    """Write `dictionary.json`, the same as `dictionary.csv` for a spreadsheet, and to be read as `dictionary.md`."""
    told = describe(tables, words, about, with_names=with_names)
    (folder / "dictionary.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    chosen = [(table, table.choose(with_names=with_names)) for table in tables]
    rows = [
        [
            table.name, each.name, each.sql_type, each.unit, each.word, each.vi, each.source,
            " ".join(words[each.of]) if each.of else "",
        ]
        for table, columns in chosen for each in columns
    ]  # fmt: skip
    (folder / "dictionary.csv").write_bytes(write_csv(Table("", _COLUMNS, rows)))
    page = "\n".join(_write_page(chosen, words))
    (folder / "dictionary.md").write_text(page, encoding="utf-8", newline="\n")


def _write_page(
    chosen: Sequence[tuple[ExportTable, Sequence[Column]]], words: Mapping[str, Words]
) -> Iterable[str]:
    yield "# Dữ liệu xuất cho phân tích\n"
    for table, columns in chosen:
        yield f"## {table.name}\n\n{table.vi} / {table.en}\n"
        yield "| cột | kiểu | đơn vị | tiếng Việt | nghĩa | meaning | nguồn | khóa |\n|---|---|---|---|---|---|---|---|"
        for each in columns:
            cells = (each.name, each.sql_type, each.unit, each.word, each.vi, each.en, each.source, each.of)
            yield f"| {' | '.join(cells)} |"
        yield ""
    yield "# Khóa / keys\n"
    for name in sorted({each.of for _, columns in chosen for each in columns if each.of}):
        yield f"## {name}\n\n| khóa | tiếng Việt | English |\n|---|---|---|"
        yield from (f"| {key} | {vi} | {en} |" for key, (en, vi) in words[name].items())
        yield ""
