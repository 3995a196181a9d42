"""Whether operations can be at all, whoever wrote them: types of values, days that are days, words that are known.

A row with a day that is none would break every list it stands in, long after the file was read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from outreach_app.domain.absences import BackWhen
from outreach_app.domain.clock import TICKS
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.people import PartialDate
from outreach_app.store.tables import REPLICATED, TableSpec
from outreach_app.sync.values import JUDGES, IsSound, is_bearable, is_short
from outreach_app.wire.refusals import refuse

_DAYS = frozenset({"day", "starts", "ends", "valid_until"})
"""Fields that hold an ISO day, beside those whose names end in `_on`."""
LATEST = TICKS * 1000 * int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
"""No clock shows a later moment; a stamp beyond it could not be told as a day."""
_DAYLESS = frozenset({"erasure"})
"""A machine that only takes an erased name out of its late notes asks for nothing, so it tells no day."""


def check_shapes(operations: Sequence[Operation]) -> None:
    """Raise UnreadableFile `forged` or `damaged` for operations that cannot be, whoever wrote them."""
    sound: set[tuple[object, ...]] = set()  # few tables and forms, many rows of each
    made = defaultdict[str, list[Mapping[str, object]]](list)
    for operation in operations:
        if operation.time > LATEST:
            raise refuse("damaged")
        if operation.kind is Kind.CREATE:
            if operation.row != operation.incarnation + operation.seq.to_bytes(8, "big"):
                raise refuse("forged")
            shape = (operation.table, *operation.values, *map(type, operation.values.values()))
            if shape not in sound:
                _check_shape(operation)
                sound.add(shape)
            made[operation.table].append(operation.values)
        else:
            _check_shape(operation)
            _check_edit(operation)
    for table, rows in made.items():
        _check_rows(table, rows)


def _check_shape(operation: Operation) -> None:
    append_only, kinds = _shape_of(operation.table)
    if operation.kind is Kind.CREATE:
        named = operation.values
        spec = REPLICATED.get(operation.table)  # tables of a newer schema are none here yet
        if spec is not None and not spec.needed <= named.keys():
            raise refuse("damaged")
    else:
        if not all(type(pair) is list and len(pair) == 2 for pair in operation.values.values()):
            raise refuse("damaged")
        if append_only:
            raise refuse("forged")
        named = {name: pair[0] for name, pair in operation.values.items()}  # type: ignore[index]
    for name, value in named.items():
        if type(value) not in kinds.get(name, (type(value),)):
            raise refuse("damaged")


@cache
def _shape_of(table: str) -> tuple[bool, Mapping[str, frozenset[type]]]:
    """Tell whether rows of a table are never edited, and of which types the values of its fields are.

    Tables and fields of a newer schema have none here yet.
    """
    spec = REPLICATED.get(table)
    if spec is None:
        return False, {}
    columns = SQLModel.metadata.tables[table].columns
    return spec.append_only, {name: _types_of(spec, columns[name]) for name in spec.fields}


def _types_of(spec: TableSpec, column: Column[Any]) -> frozenset[type]:
    held = (
        list if column.name in spec.packed else bool if column.name in spec.flags else _held_by(column.type)
    )
    return frozenset({held, type(None)}) if column.nullable else frozenset({held})


def _held_by(kind: TypeEngine[Any]) -> type:
    if isinstance(kind, Integer):
        return int
    return bytes if isinstance(kind, LargeBinary) else str


def _check_edit(operation: Operation) -> None:
    told = {name: pair[0] for name, pair in operation.values.items()}  # type: ignore[index]
    for name, is_sound, needed in _judged_of(operation.table):
        if name in told:
            _check_values((told[name],), is_sound, needed=needed)
    _check_texts((told,))


def _check_rows(table: str, rows: Sequence[Mapping[str, object]]) -> None:
    # Field by field: most of a field's values are among a few days and words, each of which is judged once.
    for name, is_sound, needed in _judged_of(table):
        column = [row.get(name) for row in rows]
        try:
            _check_values(set(column), is_sound, needed=needed)
        except TypeError:  # lists, which no set takes
            _check_values(column, is_sound, needed=needed)
    _check_texts(rows)


def _check_values(values: Iterable[object], is_sound: IsSound, *, needed: bool) -> None:
    for value in values:
        if needed if value is None else not is_sound(value):
            raise refuse("damaged")


def _check_texts(rows: Iterable[Mapping[str, object]]) -> None:
    if not all(is_short(value) for row in rows for value in row.values() if type(value) is str):
        raise refuse("damaged")


@cache
def _judged_of(table: str) -> tuple[tuple[str, IsSound, bool], ...]:
    """Of each field that is judged how, and whether a row cannot do without it, as without its days."""
    if table not in REPLICATED:
        return ()
    columns = SQLModel.metadata.tables[table].columns
    judged: list[tuple[str, IsSound, bool]] = []
    for name in REPLICATED[table].fields:
        needed = table not in _DAYLESS and not columns[name].nullable
        if (judge := _judge_of(name)) is not None:
            judged.append((name, judge, needed))
        elif (table, name) in JUDGES:
            judged.append((name, JUDGES[table, name], False))
        elif _types_of(REPLICATED[table], columns[name]) & {int}:
            judged.append((name, is_bearable, False))
    return tuple(judged)


def _judge_of(name: str) -> IsSound | None:
    if name == "first_month":
        return _is_month
    if name in ("born", "away_since"):
        return _is_partial_date
    if name == "back_when":
        return _is_return
    return _is_day if name.endswith("_on") or name in _DAYS else None


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_return(text: str) -> bool:
    try:
        return str(BackWhen.parse(text)) == text
    except ValueError:
        return False


def _is_month(text: str) -> bool:
    return _is_day(f"{text}-01")


@lru_cache(maxsize=4096)
def _is_partial_date(text: str) -> bool:
    try:
        return str(PartialDate.parse(text)) == text
    except ValueError:
        return False
