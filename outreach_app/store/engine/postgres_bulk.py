"""Many rows in one statement: what would run once for each row is reworded to take whole columns as arrays."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from outreach_app.store.engine import postgres_words

_KNOWN_TYPES = "types of values"
_VALUES = re.compile(r"\bVALUES \(((?:[^()]|\([^()]*\))*)\)")
_NEEDS_CARE = re.compile(r'["\\]')


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A statement for one row with its values as `$1`, and both halves of the one that takes arrays in between."""

    single: str
    start: str
    end: str
    values: int

    def word(self, types: Sequence[str]) -> str:
        """The statement for all rows; `types` are those the server finds for the values of the one for one row."""
        arrays = ", ".join(f"?::{each}[]" for each in types)
        names = ", ".join(f"v{place}" for place in range(self.values))
        return f"{self.start} unnest({arrays}) AS told({names}){self.end}"


def run_at_once(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> int:
    """Run a statement for one row once for all rows, given as columns of equal length; returns how many it wrote."""
    many = word_at_once(statement)
    worded = many.word(_read_types(connection, many))
    return connection.exec_driver_sql(worded, tuple(map(spell_array, columns))).rowcount


def copy_rows(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Send rows by a COPY ... FROM STDIN."""
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    finally:
        cursor.close()


@lru_cache(maxsize=512)
def word_at_once(statement: str) -> AtOnce:
    """Reword an INSERT with VALUES, or an UPDATE or DELETE with a WHERE at its end, of one row for many rows."""
    single, values = postgres_words.number_marks(statement, mark="${}", first=1)
    many, _ = postgres_words.number_marks(statement, mark="told.v{}", first=0)
    if found := _VALUES.search(many):
        start, end = f"{many[: found.start()]}SELECT {found[1]} FROM", many[found.end() :]
        return AtOnce(single, start, end, values)
    start, where, end = many.rpartition("WHERE ")
    if not where:
        raise AssertionError(f"not a statement for one row: {statement}")
    joins = "USING" if start.lstrip().startswith("DELETE") else "FROM"
    return AtOnce(single, f"{start}{joins}", f" WHERE {end}", values)


def _read_types(connection: Connection, wanted: AtOnce) -> Sequence[str]:
    # Asked of the server once for each statement and remembered as long as the connection lives.
    known: dict[str, Sequence[str]] = connection.connection.info.setdefault(_KNOWN_TYPES, {})
    if wanted.single not in known:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(f"PREPARE wanted AS {wanted.single}")
            cursor.execute("SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'wanted'")
            known[wanted.single] = cursor.fetchone()[0]
            cursor.execute("DEALLOCATE wanted")
    return known[wanted.single]


def spell_array(cells: Sequence[Any]) -> str:
    """Spell a column as PostgreSQL writes arrays; much quicker than to ask the driver how each value is adapted."""
    kinds = set(map(type, cells))
    if kinds == {bytes}:
        return '{"\\\\x' + '","\\\\x'.join([cell.hex() for cell in cells]) + '"}'
    if kinds == {str}:
        plain = '","'.join(cells)
        if plain.count('"') == 2 * (len(cells) - 1) and "\\" not in plain:
            return f'{{"{plain}"}}'
    elif kinds == {int}:
        return f"{{{','.join(map(str, cells))}}}"
    return f"{{{','.join(map(_spell, cells))}}}"


def spell_numbers(cells: Sequence[Any]) -> Sequence[Any]:
    """Spell a column of whole numbers; any other as it is. Numbers are what the driver is slow at in a COPY."""
    return list(map(str, cells)) if set(map(type, cells)) == {int} else cells


def _spell(cell: Any) -> str:
    if cell is None:
        return "NULL"
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, bytes | bytearray | memoryview):
        return f'"\\\\x{cell.hex()}"'
    if isinstance(cell, str):
        return f'"{_NEEDS_CARE.sub(_shield, cell)}"'
    return str(cell)


def _shield(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
