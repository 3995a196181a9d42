"""The road that lists take into a workspace: read with what is remembered of their columns, entered under one name."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from outreach_app.domain.clock import stamp_of
from outreach_app.errors import BadInput, Message, say
from outreach_app.exchange.column_choices import ColumnChoice
from outreach_app.exchange.sheets import RawSheet, read_sheets
from outreach_app.files import read_capped
from outreach_app.services.backups import secure_before_import
from outreach_app.services.desk import Desk
from outreach_app.services.list_columns import Recalled, choose_columns, remember
from outreach_app.store import registers, stretches
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import ListImport
from outreach_app.store.packing import pack

_FILE_LIMIT = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that was read: its name, the hash of its bytes, and the columns to read it by.

    `given` are the columns that somebody has chosen now; `kind` is the name under which columns are remembered.
    """

    name: str
    kind: str
    hash: bytes
    recalled: Recalled
    given: ColumnChoice | None = None

    @property
    def choice(self) -> ColumnChoice | None:
        """The columns chosen by hand, now or for a list headed alike."""
        return self.recalled.choice


@dataclass(slots=True)
class ListEntry:
    """A list while it is brought in; `earlier` tells when this very file was brought in before."""

    writer: Writer
    import_id: str
    earlier: datetime | None
    _counts: dict[str, int] = field(default_factory=dict)
    _columns: list[tuple[str, str]] = field(default_factory=list)

    def note(self, counts: Mapping[str, int], columns: Mapping[str, str]) -> None:
        """Say what the history is to tell: the counts, and the headings by what their columns hold."""
        self._counts, self._columns = dict(counts), sorted(columns.items())

    def make_row(self, file: ListFile, made_at: int) -> ListImport:
        """The line of the history."""
        return ListImport(
            id=self.import_id, kind=file.kind, name=file.name, hash=file.hash, made_at=made_at,
            counts=pack(self._counts), columns=repr(self._columns),
        )  # fmt: skip


def hash_list(path: Path) -> bytes:
    """The hash by which the history knows a file; UnreadableFile when it is larger than lists are."""
    return hashlib.sha256(read_capped(path, _FILE_LIMIT)).digest()


def read_list(
    desk: Desk, path: Path, kind: str, columns: ColumnChoice | None
) -> tuple[ListFile, tuple[RawSheet, ...]]:
    """Read a file with its sheets; without `columns` those chosen for a list headed alike are taken."""
    file_hash, sheets = hash_list(path), read_sheets(path)
    with desk.read() as session:
        recalled = choose_columns(session, kind, sheets, columns)
    return ListFile(path.name, kind, file_hash, recalled, columns), sheets


@contextmanager
def enter_list(desk: Desk, file: ListFile) -> Iterator[ListEntry]:
    """Bring a list in after a backup: all that is written inside, under one name that takes it back, or nothing."""
    import_id = secrets.token_hex(8)
    secure_before_import(desk)
    with desk.write(bulk=True) as writer:
        entry = ListEntry(writer, import_id, registers.find_import(writer.session, file.hash))
        yield entry
        writer.touched.everything = True
        registers.add_import(writer.session, entry.make_row(file, stamp_of(desk.now)))
        stretches.add_stretch(writer, import_id, stretches.LIST)


def remember_columns(
    entry: ListEntry, file: ListFile, *, headers: Sequence[str], places: Mapping[str, int], now: datetime
) -> None:
    """Keep what was chosen by hand now; taking the columns as they were found leaves what is kept."""
    if file.given is not None:
        remember(entry.writer.session, file.kind, file.choice, headers=headers, places=places, now=now)


# ------------------------------------------------------------------------------------------------ rows chosen by hand
def check_rows(choices: Mapping[int, str], rows: Sequence[int]) -> None:
    """Refuse a choice for a row that the list does not have: BadInput `no_row`."""
    missing = choices.keys() - set(rows)
    if missing:
        raise BadInput(
            say("The list has no person in row {row}.", row=min(missing)),
            say("Look at the numbers of the rows with --preview."),
            key="no_row",
        )


def refuse_choice(said: Message, advice: Message) -> BadInput:
    """What was chosen for a row names nobody and nothing that is meant there: BadInput `match`."""
    return BadInput(said, advice, key="match")
