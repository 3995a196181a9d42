"""Parquet by DuckDB: what is written is read back equal and of the exact type, whatever the cells; nothing spills."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.exports import SQL_TYPES, Column, ColumnType
from outreach_app.errors import EnvironmentTrouble
from outreach_app.exchange import parquet_tables
from outreach_app.exchange.parquet_tables import ParquetTables, connect, name_file

TEXTS = st.none() | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
CELLS = {
    ColumnType.TEXT: TEXTS,
    ColumnType.DAY: st.none() | st.dates().map(date.isoformat),
    ColumnType.DONG: st.none() | st.integers(-(2**63), 2**63 - 1),
    ColumnType.YEAR: st.none() | st.integers(1, 9999),
    ColumnType.FLAG: st.none() | st.integers(0, 1),
}
COLUMNS = tuple(Column(kind.value, kind, "từ", "word", "từ", "test") for kind in CELLS)
ROWS = st.lists(st.tuples(*CELLS.values()), max_size=12)


def read_back(*paths: Path) -> list[tuple[object, ...]]:
    with connect() as connection:
        return connection.execute(f"SELECT * FROM {name_file(*paths)}").fetchall()


def as_read(row: tuple[object, ...]) -> tuple[object, ...]:
    text, day, dong, year, flag = row
    told = date.fromisoformat(day) if isinstance(day, str) else None
    return text, told, dong, year, None if flag is None else bool(flag)


@settings(max_examples=15)
@given(rows=ROWS, at_once=st.integers(1, 5), part_rows=st.integers(1, 9))
def test_rows_come_back_equal_however_they_are_cut(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]], at_once: int, part_rows: int
) -> None:
    folder = tmp_path_factory.mktemp("xuất [2026] 'thử' *")
    batches = [rows[place : place + at_once] for place in range(0, len(rows), at_once)]
    with ParquetTables(folder, part_rows=part_rows) as tables:
        assert tables.write("told", COLUMNS, batches) == len(rows)
    assert [path.name for path in folder.iterdir()] == ["told.parquet"], "parts are taken away"
    assert read_back(folder / "told.parquet") == [as_read(row) for row in rows]


def test_a_value_far_down_a_column_of_nothing_is_not_guessed_away(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [(None, None, None, None, None)] * 30_000
    rows[17_501] = ("Lò Thị Ợ", "2026-11-22", 2**62 + 1, 1961, 1)
    with ParquetTables(tmp_path) as tables:
        tables.write("told", COLUMNS, [rows])
    assert read_back(tmp_path / "told.parquet")[17_501] == (
        "Lò Thị Ợ", date(2026, 11, 22), 2**62 + 1, 1961, True
    )  # fmt: skip


def test_columns_have_the_types_of_the_dictionary_even_without_rows(tmp_path: Path) -> None:
    with ParquetTables(tmp_path) as tables:
        assert tables.write("told", COLUMNS, []) == 0
    with connect() as connection:
        found = connection.execute(
            f"DESCRIBE SELECT * FROM {name_file(tmp_path / 'told.parquet')}"
        ).fetchall()
    assert [(row[0], row[1]) for row in found] == [(each.name, SQL_TYPES[each.type]) for each in COLUMNS]


def test_duckdb_keeps_to_memory_and_asks_nobody_for_anything() -> None:
    with connect() as connection:
        told = dict(connection.execute("SELECT name, value FROM duckdb_settings()").fetchall())
        spread = "CREATE TABLE t AS SELECT i, hash(i) AS h, repeat(hash(i)::VARCHAR, 40) AS s FROM range(9000000) r(i)"
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(f"SET memory_limit = '60MiB'; {spread}")
    assert told["temp_directory"] == ""
    assert {told[name] for name in told if name.startswith("auto") and name.endswith("extensions")} == {
        "false"
    }
    assert told["allow_persistent_secrets"] == "false"


def test_a_folder_that_goes_away_is_told_in_a_sentence(tmp_path: Path) -> None:
    with ParquetTables(tmp_path / "gone") as tables, pytest.raises(EnvironmentTrouble) as raised:
        tables.write("told", COLUMNS, [])
    assert raised.value.key == "export_folder"
    assert parquet_tables.PART_ROWS >= 100_000
