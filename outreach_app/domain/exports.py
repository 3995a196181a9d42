"""The data dictionary of exports for analysts: tables, columns, and the words their keys may be.

Read from one TOML text that is shipped; a fault in it is a bug, so what is wrong raises ValueError.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ExportFormat(StrEnum):
    """How the tables are written."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"


class ColumnType(StrEnum):
    """What a column holds: an id in 32 hexadecimal digits, a key of a few, free text, a day, a number, yes or no."""

    ID = "id"
    KEY = "key"
    TEXT = "text"
    DAY = "day"
    YEAR = "year"
    COUNT = "count"
    DONG = "dong"
    FLAG = "flag"


SQL_TYPES: Mapping[ColumnType, str] = {
    ColumnType.ID: "VARCHAR",
    ColumnType.KEY: "VARCHAR",
    ColumnType.TEXT: "VARCHAR",
    ColumnType.DAY: "DATE",
    ColumnType.YEAR: "INTEGER",
    ColumnType.COUNT: "BIGINT",
    ColumnType.DONG: "BIGINT",
    ColumnType.FLAG: "BOOLEAN",
}
"""The exact type of each in SQL, and so in Parquet."""

LEAST_TOLD = 5
"""Sums of money of fewer sign-ups or receipts are left empty: the share the state bears would tell of a person."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `of` is the vocabulary of a key, `named` tells of a person and is written only when asked for.

    `en` and `vi` say what it means, `word` is the Vietnamese word for it, `source` who wrote it first.
    """

    name: str
    type: ColumnType
    word: str
    en: str
    vi: str
    source: str
    of: str = ""
    unit: str = ""
    named: bool = False

    @property
    def sql_type(self) -> str:
        """Its type in SQL."""
        return SQL_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table and its columns in order; `dated` is the day that a chosen period looks at, if any."""

    name: str
    en: str
    vi: str
    columns: tuple[Column, ...]
    dated: str = ""

    def choose(self, *, with_names: bool) -> tuple[Column, ...]:
        """The columns that are written."""
        return tuple(each for each in self.columns if with_names or not each.named)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All tables by name in order, and words of keys that the program itself has no list of (English, Vietnamese)."""

    version: int
    tables: Mapping[str, ExportTable]
    values: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)


def read_dictionary(text: str) -> Dictionary:
    """Read the dictionary; ValueError for a column nobody describes, or one that no table has."""
    told = tomllib.loads(text)
    columns = {name: _make_column(name, fields) for name, fields in told["columns"].items()}
    tables = {name: _make_table(name, fields, columns) for name, fields in told["tables"].items()}
    unused = columns.keys() - {each.name for table in tables.values() for each in table.columns}
    if unused:
        raise ValueError(f"no table has {sorted(unused)}")
    values = {
        name: {key: (words[0], words[1]) for key, words in keys.items()}
        for name, keys in told["values"].items()
    }
    return Dictionary(told["version"], tables, values)


def _make_column(name: str, fields: Mapping[str, Any]) -> Column:
    made = Column(name, ColumnType(fields["type"]), **{key: fields[key] for key in fields if key != "type"})
    if (made.type is ColumnType.KEY) != bool(made.of):
        raise ValueError(f"{name}: a key and its vocabulary belong together")
    if (made.type in {ColumnType.COUNT, ColumnType.DONG}) != bool(made.unit):
        raise ValueError(f"{name}: a number has a unit, and nothing else has")
    return made


def _make_table(name: str, fields: Mapping[str, Any], columns: Mapping[str, Column]) -> ExportTable:
    names: list[str] = fields["columns"]
    dated = fields.get("dated", "")
    if dated and dated not in names:
        raise ValueError(f"{name}: {dated} is none of its columns")
    return ExportTable(name, fields["en"], fields["vi"], tuple(columns[each] for each in names), dated)
