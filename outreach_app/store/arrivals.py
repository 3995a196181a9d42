"""What arrives in one transaction, gathered from many files and written at once.

Every page that a savepoint touches is copied and encrypted once more, so rows written file by file cost several times
what they cost together. What was decided for one file is known to the next before anything is written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from outreach_app.domain.operations import Operation
from outreach_app.domain.registers import FieldKey, Heads
from outreach_app.domain.seen import Seen
from outreach_app.store import blocks, heads, replication, seen
from outreach_app.store.journal import Writer

_MOST = 100_000
"""Operations held back before they are written, so that a stick of any size fits into memory."""


@dataclass(slots=True)
class Arrivals:
    """Operations taken in but not yet written, on top of what the workspace holds."""

    writer: Writer
    operations: list[Operation] = field(default_factory=list)
    closed: list[blocks.Closed] = field(default_factory=list)
    creates: dict[str, list[Operation]] = field(default_factory=lambda: defaultdict(list))
    standing: dict[FieldKey, Heads] = field(default_factory=dict)
    known: dict[bytes, Seen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = seen.read_seen(self.writer.session)

    def drop_known(self, operations: Iterable[Operation]) -> list[Operation]:
        """Leave out operations that were taken in before, and repeats."""
        return replication.drop_seen(self.known, operations)

    def read_row_heads(self, rows: Collection[bytes]) -> dict[FieldKey, Heads]:
        """Read the heads of every edited field of these rows."""
        stored = heads.read_row_heads(self.writer.session, rows)
        return stored | {key: standing for key, standing in self.standing.items() if key[1] in rows}

    def take(
        self,
        operations: Sequence[Operation],
        *,
        creates: Mapping[str, list[Operation]],
        changed: Mapping[FieldKey, Heads],
        closed: Sequence[blocks.Closed],
    ) -> None:
        """Take in what was decided for one file; `closed` holds the same operations as blocks of the journal."""
        self.operations += operations
        self.closed += closed
        for table, made in creates.items():
            self.creates[table] += made
        self.standing |= changed
        by_machine: dict[bytes, list[int]] = defaultdict(list)
        for operation in operations:
            by_machine[operation.incarnation].append(operation.seq)
        for incarnation, seqs in by_machine.items():
            self.known[incarnation] = self.known.get(incarnation, Seen()).add(seqs)
        if len(self.operations) >= _MOST:
            self.write()

    def write(self) -> None:
        """Write what has been taken in: rows, heads, shown values and journal."""
        if self.operations:
            replication.write_rows(self.writer, self.operations, creates=self.creates, changed=self.standing)
            blocks.store_blocks(self.writer.session, self.closed, now=self.writer.now)
        self.operations, self.closed = [], []
        self.creates, self.standing = defaultdict(list), {}
