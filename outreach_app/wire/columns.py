"""Many operations as one block of columns, and back: what a file carries and the journal keeps.

The block is a pure function of the set of operations, so the same operations always make the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice, pairwise
from operator import attrgetter, lt
from typing import Any

import msgpack

from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.garbage import collector_paused
from outreach_app.wire.cell_reader import CellReader
from outreach_app.wire.cell_writer import CellWriter
from outreach_app.wire.cells import ID_BYTES, INCARNATION_BYTES, pack_bits, unpack_bits
from outreach_app.wire.packing import (
    need_bytes,
    need_list,
    need_number,
    need_text,
    pack,
    type_errors,
    unpack,
)
from outreach_app.wire.refusals import refuse

VERSION = 1
OPERATIONS_LIMIT = 131_072
CELLS_LIMIT = 16 * 1024 * 1024
INCARNATIONS_LIMIT = 1 << 16
TICKS = 4096  # of the hybrid time: milliseconds times 4096 plus a counter
GROUPS_LIMIT = 4096
FIELDS_LIMIT = 512

_MOST_NUMBER = (1 << 63) - 1
_KINDS = (Kind.CREATE, Kind.EDIT)
_dot = attrgetter("incarnation", "seq")


class Absent(Enum):
    """What stands in a column where an operation does not name the field; not the same as naming it empty."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """Operations of one kind on one table as columns of equal length, in the order of dots; ABSENT in `values`."""

    table: str
    kind: Kind
    fields: tuple[str, ...]
    incarnations: Sequence[bytes]
    seqs: Sequence[int]
    times: Sequence[int]
    authors: Sequence[bytes | None]
    schemas: Sequence[int]
    rows: Sequence[bytes]
    replaced: Sequence[tuple[Dot, ...]]
    values: tuple[Sequence[object], ...]

    def operations(self) -> Iterator[Operation]:
        """Make the single operations."""
        count = len(self.seqs)
        what = ([self.kind] * count, [self.table] * count, self.rows, self._named_values(), self.replaced)
        columns = (self.incarnations, self.seqs, self.times, *what, self.authors, self.schemas)
        return map(Operation._make, zip(*columns, strict=True))

    def _named_values(self) -> Iterator[dict[str, object]]:
        partly = [ABSENT in column for column in self.values]
        always = [name for name, some in zip(self.fields, partly, strict=True) if not some]
        columns = [column for column, some in zip(self.values, partly, strict=True) if not some]
        rows = zip(*columns, strict=True) if columns else ((),) * len(self.seqs)
        named: list[dict[str, object]] = [dict(zip(always, cells, strict=False)) for cells in rows]
        for name, column, some in zip(self.fields, self.values, partly, strict=True):
            if some:
                for values, cell in zip(named, column, strict=True):
                    if cell is not ABSENT:
                        values[name] = cell
        return iter(named)


def encode_operations(operations: Iterable[Operation]) -> bytes:
    """Pack operations with different dots, at most 131,072, into one block; ValueError otherwise."""
    with collector_paused():
        ordered = sorted(operations, key=_dot)
        if len(ordered) > OPERATIONS_LIMIT or any(_dot(a) == _dot(b) for a, b in pairwise(ordered)):
            raise ValueError("too many operations for one block, or two with one dot")
        if not all(map(_is_sound, ordered)):
            raise ValueError("an operation with a malformed id, number or field")
        return _write_block(ordered)


def decode_operations(block: bytes, *, limit: int = OPERATIONS_LIMIT) -> tuple[Operation, ...]:
    """Read a block of at most `limit` operations, in the order of their dots; raises UnreadableFile."""
    with collector_paused():
        operations = [o for group in decode_groups(block, limit=limit) for o in group.operations()]
        operations.sort(key=_dot)
        return tuple(operations)


def decode_groups(block: bytes, *, limit: int = OPERATIONS_LIMIT) -> tuple[OperationGroup, ...]:
    """Read a block as columns, which is what a bulk merge wants; raises UnreadableFile."""
    try:
        with collector_paused():
            return _read_block(block, limit)
    except type_errors as error:
        raise refuse("damaged") from error


def measure_block(block: bytes) -> tuple[int, int]:
    """How many operations and cells a block declares, read without any of them; raises UnreadableFile."""
    try:
        walker = msgpack.Unpacker(max_buffer_size=max(len(block), 1))
        walker.feed(block)
        if walker.read_array_header() < 3:
            raise refuse("damaged")
        version, count, cells = (walker.unpack() for _ in range(3))
    except type_errors as error:
        raise refuse("damaged") from error
    if need_number(version, 1, 1 << 16) > VERSION:
        raise refuse("newer_format")
    return need_number(count, 0, OPERATIONS_LIMIT), need_number(cells, 0, CELLS_LIMIT)


_Key = tuple[str, Kind, bool]


def _is_sound(operation: Operation) -> bool:
    author = operation.author
    return (
        _is_dot(operation.dot)
        and _is_number(operation.time)
        and _is_number(operation.schema)
        and _is_bytes(operation.row, ID_BYTES)
        and (author is None or _is_bytes(author, ID_BYTES))
        and all(map(_is_dot, operation.replaced))
        and set(map(type, operation.values)) <= {str}
    )


def _is_dot(dot: Dot) -> bool:
    return _is_bytes(dot[0], INCARNATION_BYTES) and _is_number(dot[1])


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= _MOST_NUMBER


def _is_bytes(value: object, length: int) -> bool:
    return type(value) is bytes and len(value) == length


def _key_of(operation: Operation) -> _Key:
    own = operation.kind is Kind.CREATE and operation.row == _spell_dot(operation.dot)
    return operation.table, operation.kind, own


def _spell_dot(dot: Dot) -> bytes:
    return dot[0] + dot[1].to_bytes(8, "big")


def _write_block(ordered: list[Operation]) -> bytes:
    writer, groups, places = CellWriter(), dict[_Key, list[Operation]](), list[int]()
    numbers: dict[_Key, int] = {}
    for operation in ordered:
        key = _key_of(operation)
        groups.setdefault(key, []).append(operation)
        places.append(numbers.setdefault(key, len(numbers)))
    spine = _write_spine(writer, ordered, places)
    written = [_write_group(writer, key, group) for key, group in groups.items()]
    if (
        writer.cells > CELLS_LIMIT
        or len(groups) > GROUPS_LIMIT
        or len(writer.incarnations) > INCARNATIONS_LIMIT
    ):
        raise ValueError("too much for one block")
    return pack([VERSION, len(ordered), writer.cells, b"".join(writer.incarnations), spine, written])


def _write_spine(writer: CellWriter, ordered: list[Operation], places: list[int]) -> list[object]:
    moments = [o.time // TICKS for o in ordered]
    columns: tuple[list[Any], ...] = (
        [writer.index(o.incarnation) for o in ordered],
        [o.seq for o in ordered],
        moments,
        [o.time % TICKS - e for o, e in zip(ordered, _expect_counters(ordered), strict=True)],
        [o.author for o in ordered],
        [o.schema for o in ordered],
        places,
    )
    return [writer.encode(column) for column in columns]


def _expect_counters(ordered: list[Operation]) -> Iterator[int]:
    # What one save writes follows within a millisecond: counters that rise by one cost nothing.
    before = -TICKS
    for operation in ordered:
        yield _follow(before, operation.time // TICKS)
        before = operation.time


def _follow(before: int, moment: int) -> int:
    return before % TICKS + 1 if before // TICKS == moment else 0


def _write_group(writer: CellWriter, key: _Key, group: list[Operation]) -> list[object]:
    table, kind, own = key
    rows = None if own else writer.encode([o.row for o in group])
    replaced = writer.encode([[_spell_dot(d) for d in o.replaced] for o in group])
    named = [o.values for o in group]
    fields = sorted(set().union(*named))
    values = [_write_field(writer, [v.get(f, ABSENT) for v in named]) for f in fields]
    return [table, _KINDS.index(kind), own, fields, rows, replaced, values]


def _write_field(writer: CellWriter, cells: list[object]) -> list[object]:
    if ABSENT not in cells:
        return [None, writer.encode(cells)]
    writer.cells += len(cells)
    present = [c for c in cells if c is not ABSENT]
    return [pack_bits([c is not ABSENT for c in cells]), writer.encode(present)]


def _read_block(block: bytes, limit: int) -> tuple[OperationGroup, ...]:
    head = need_list(unpack(block), 6)
    if head and need_number(head[0], 1, 1 << 16) > VERSION:
        raise refuse("newer_format")
    if len(head) != 6:
        raise refuse("damaged")
    count = need_number(head[1], 0, min(limit, OPERATIONS_LIMIT))
    spelt = need_bytes(head[3])
    if len(spelt) % INCARNATION_BYTES or len(spelt) > INCARNATIONS_LIMIT * INCARNATION_BYTES:
        raise refuse("damaged")
    known = [spelt[i : i + INCARNATION_BYTES] for i in range(0, len(spelt), INCARNATION_BYTES)]
    reader = CellReader(known, need_number(head[2], 0, CELLS_LIMIT))
    written = need_list(head[5], GROUPS_LIMIT)
    spine = _read_spine(reader, need_list(head[4], 7), count)
    members = _split_members(spine.places, len(written))
    return tuple(_read_group(reader, g, spine, m) for g, m in zip(written, members, strict=True))


@dataclass(frozen=True, slots=True)
class _Spine:
    incarnations: list[bytes]
    seqs: Sequence[int]
    times: list[int]
    authors: Sequence[bytes | None]
    schemas: Sequence[int]
    places: Sequence[int]


def _read_spine(reader: CellReader, nodes: list[object], count: int) -> _Spine:
    if len(nodes) != 7:
        raise refuse("damaged")
    origins, seqs, moments, counters = (reader.decode_ints(n, count) for n in nodes[:4])
    authors = _need_ids(reader.decode(nodes[4], count), optional=True)
    schemas, places = (reader.decode_ints(n, count) for n in nodes[5:])
    _need_range(origins, 0, len(reader.incarnations) - 1)
    _need_range(seqs, 0, _MOST_NUMBER)
    _need_range(schemas, 0, _MOST_NUMBER)
    incarnations = [reader.incarnations[o] for o in origins]
    dots = list(zip(incarnations, seqs, strict=True))
    if not all(map(lt, dots, islice(dots, 1, None))):
        raise refuse("damaged")
    return _Spine(incarnations, seqs, _read_times(moments, counters), authors, schemas, places)


def _read_times(moments: Sequence[int], counters: Sequence[int]) -> list[int]:
    times: list[int] = []
    before = -TICKS
    for moment, offset in zip(moments, counters, strict=True):
        counter = _follow(before, moment) + offset
        if not 0 <= counter < TICKS:
            raise refuse("damaged")
        before = moment * TICKS + counter
        times.append(before)
    _need_range(times, 0, _MOST_NUMBER)
    return times


def _split_members(places: Sequence[int], groups: int) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(groups)]
    _need_range(places, 0, groups - 1)
    for position, place in enumerate(places):
        members[place].append(position)
    return members


def _read_group(reader: CellReader, packed: object, spine: _Spine, members: list[int]) -> OperationGroup:
    parts = need_list(packed, 7)
    if len(parts) != 7 or not members:
        raise refuse("damaged")
    count, own = len(members), parts[2] is True
    kind = _KINDS[need_number(parts[1], 0, 1)]
    fields = tuple(need_text(f) for f in need_list(parts[3], FIELDS_LIMIT))
    incarnations = [spine.incarnations[m] for m in members]
    seqs = [spine.seqs[m] for m in members]
    if own:
        rows = [i + s.to_bytes(8, "big") for i, s in zip(incarnations, seqs, strict=True)]
    else:
        rows = _need_ids(reader.decode(parts[4], count), optional=False)
    replaced = reader.decode(parts[5], count)
    nodes = need_list(parts[6], FIELDS_LIMIT)
    if len(nodes) != len(fields) or len(set(fields)) != len(fields):
        raise refuse("damaged")
    return OperationGroup(
        table=need_text(parts[0]),
        kind=kind,
        fields=fields,
        incarnations=incarnations,
        seqs=seqs,
        times=[spine.times[m] for m in members],
        authors=[spine.authors[m] for m in members],
        schemas=[spine.schemas[m] for m in members],
        rows=rows,
        replaced=[_read_dots(dots) if dots else () for dots in replaced],
        values=tuple(_read_field(reader, n, count) for n in nodes),
    )


def _read_field(reader: CellReader, packed: object, count: int) -> Sequence[object]:
    pair = need_list(packed, 2)
    if len(pair) != 2:
        raise refuse("damaged")
    if pair[0] is None:
        return reader.decode(pair[1], count)
    named = unpack_bits(pair[0], count)
    reader.spend(count)
    values = iter(reader.decode(pair[1], sum(named)))
    return [next(values) if n else ABSENT for n in named]


def _read_dots(dots: object) -> tuple[Dot, ...]:
    if not dots:
        return ()
    ids = (need_bytes(d, ID_BYTES) for d in need_list(dots, CELLS_LIMIT))
    return tuple((d[:INCARNATION_BYTES], int.from_bytes(d[INCARNATION_BYTES:], "big")) for d in ids)


def _need_range(values: Sequence[int], least: int, most: int) -> None:
    if values and not least <= min(values) <= max(values) <= most:
        raise refuse("damaged")


def _need_ids(values: Sequence[object], *, optional: bool) -> list[Any]:
    # One look at each different value: an author stands in every cell of a column.
    if all((type(v) is bytes and len(v) == ID_BYTES) or (v is None and optional) for v in set(values)):
        return list(values)
    raise refuse("damaged")
