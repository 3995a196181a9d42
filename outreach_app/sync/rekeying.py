"""Giving what a copied machine wrote names of its own, so that two machines under one name live side by side.

The copy's operations from where the two part go to another incarnation with the same numbers; whatever points to them
goes with them: rows, values, and the lists of edits that an edit replaced.
"""

import hashlib
from collections.abc import Iterable, Mapping

from outreach_app.domain.operations import Dot, Operation

Renaming = Mapping[bytes, tuple[bytes, int]]
"""Of an incarnation the one its operations go to, and the first number that does."""

_ID_BYTES = 16


def rename_operations(operations: Iterable[Operation], renaming: Renaming) -> list[Operation]:
    """Give operations and everything they point to their new names."""
    return [_rename_operation(operation, renaming) for operation in operations]


def name_copy(sender: bytes, incarnation: bytes, file_hash: bytes) -> bytes:
    """Make the incarnation of a copy: the same for whoever adopts the same file, and nobody else's."""
    return hashlib.sha256(b"go-cua copy v1\0" + sender + incarnation + file_hash).digest()[:8]


def _rename_operation(operation: Operation, renaming: Renaming) -> Operation:
    incarnation, seq = _rename_dot(operation.dot, renaming)
    return Operation(
        incarnation, seq, operation.time, operation.kind, operation.table, _rename_id(operation.row, renaming),
        {name: _rename_value(value, renaming) for name, value in operation.values.items()},
        tuple(sorted(_rename_dot(dot, renaming) for dot in operation.replaced)),
        None if operation.author is None else _rename_id(operation.author, renaming), operation.schema,
    )  # fmt: skip


def _rename_dot(dot: Dot, renaming: Renaming) -> Dot:
    target = renaming.get(dot[0])
    return (target[0], dot[1]) if target is not None and dot[1] >= target[1] else dot


def _rename_id(row: bytes, renaming: Renaming) -> bytes:
    incarnation, seq = _rename_dot((row[:8], int.from_bytes(row[8:], "big")), renaming)
    return incarnation + seq.to_bytes(8, "big")


def _rename_value(value: object, renaming: Renaming) -> object:
    if isinstance(value, bytes) and len(value) == _ID_BYTES:
        return _rename_id(value, renaming)
    if isinstance(value, list):
        return [_rename_value(each, renaming) for each in value]
    return value
