"""An operation: the one unit that is journalled, carried between machines and merged."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

SCHEMA = 1
"""Version of the meaning of tables and fields; every operation carries the one it was made under."""

Dot = tuple[bytes, int]
"""Name of an operation: its machine's incarnation (8 bytes) and its sequence number there."""


class Kind(StrEnum):
    """Whether an operation makes a row or changes fields of one."""

    CREATE = "create"
    EDIT = "edit"


class Operation(NamedTuple):
    """What one machine wrote at one moment; a named tuple, since files bring them by the hundred thousand.

    `time` is hybrid: milliseconds since 1970 UTC times 4096, plus a counter, never running backwards on a machine.
    For a create, `values` maps field to value and `row` is made of the operation's own dot; for an edit it maps field
    to `[new, was]`, and `replaced` names every earlier edit of those fields whose value the author saw and replaced,
    directly or through edits that had replaced it already. `author` is the canvasser's row id.
    """

    incarnation: bytes
    seq: int
    time: int
    kind: Kind
    table: str
    row: bytes
    values: Mapping[str, object]
    replaced: tuple[Dot, ...] = ()
    author: bytes | None = None
    schema: int = SCHEMA

    @property
    def dot(self) -> Dot:
        """The operation's name."""
        return (self.incarnation, self.seq)
