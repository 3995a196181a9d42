"""Local tables, which never leave this machine, and derived ones, which are dropped and rebuilt."""

from typing import ClassVar

from sqlmodel import Field, SQLModel

from outreach_app.store.tables import NAMING

assert SQLModel.metadata.naming_convention == NAMING  # so that it is set before the first table here is made


class Machine(SQLModel, table=True):
    """One row: who this machine is, its counters and its clock."""

    id: int = Field(default=1, primary_key=True)
    workspace_id: bytes
    role: str
    office_id: bytes
    office_name: str = ""
    unit_code: str = ""
    unit_vintage: str = ""
    device_name: str = ""
    device_number: int = 0
    incarnation: bytes
    last_seq: int = 0
    last_time: int = 0
    last_saved: int = 0
    schema_version: int = 1


class Setting(SQLModel, table=True):
    """A small local value under a name: who is working, last backup, packed secrets."""

    name: str = Field(primary_key=True)
    value: bytes


class Draft(SQLModel, table=True):
    """A visit being typed; `content` is the form as JSON text."""

    id: str = Field(primary_key=True)
    household: bytes | None = None
    content: str
    saved_at: int


class AdviceDraft(SQLModel, table=True):
    """What a family was last shown in Advise: who, income, method, months; `content` is JSON text."""

    __tablename__ = "advice_draft"

    household: bytes = Field(primary_key=True)
    content: str
    saved_at: int


class SignUpDraft(SQLModel, table=True):
    """A sign-up being filled in; `content` is the form as JSON text."""

    __tablename__ = "sign_up_draft"

    household: bytes = Field(primary_key=True)
    content: str
    saved_at: int


class Pin(SQLModel, table=True):
    """Somebody's PIN on this machine as a salted slow hash, and the wrong tries since the last right one.

    It keeps colleagues from writing in each other's name by mistake; it encrypts nothing and never leaves the machine.
    """

    canvasser: bytes = Field(primary_key=True)
    salt: bytes
    hash: bytes
    memory: int
    passes: int
    made_at: int
    tries: int = 0
    tried_at: int = 0


class OperationRow(SQLModel, table=True):
    """The open tail of this machine's own journal, until it becomes a block."""

    __tablename__ = "operation"

    seq: int = Field(primary_key=True)
    incarnation: bytes
    time: int
    kind: str
    tbl: str
    row: bytes | None = None
    body: bytes
    replaced: bytes | None = None
    author: bytes | None = None
    schema_version: int


class Block(SQLModel, table=True):
    """A closed stretch of the journal: compressed columns of operations, as files carry them."""

    id: int | None = Field(default=None, primary_key=True)
    made_at: int
    origin: str
    source: bytes | None = None
    operations: int
    payload: bytes


class BlockSpan(SQLModel, table=True):
    """Which operations a block holds, by incarnation."""

    __tablename__ = "block_span"

    block: int = Field(primary_key=True, foreign_key="block.id")
    incarnation: bytes = Field(primary_key=True)
    low: int
    high: int
    operations: int


class SeenRow(SQLModel, table=True):
    """Which operations of a machine are known here: watermark and packed ranges beyond gaps."""

    __tablename__ = "seen"

    incarnation: bytes = Field(primary_key=True)
    watermark: int
    beyond: bytes


class Head(SQLModel, table=True):
    """A causally maximal write to an edited field; derived from the journal."""

    id: int | None = Field(default=None, primary_key=True)
    tbl: str
    row: bytes = Field(index=True)
    field: str
    incarnation: bytes
    seq: int
    time: int
    value: bytes
    was: bytes
    replaced: bytes
    author: bytes | None = None


class WriteGuard(SQLModel, table=True):
    """Row writes counted by trigger, and row writes the journal knows of; they must agree."""

    __tablename__ = "write_guard"

    tbl: str = Field(primary_key=True)
    written: int = 0
    recorded: int = 0


class Peer(SQLModel, table=True):
    """Another machine: its certificate, keys and where its stream stands."""

    id: bytes = Field(primary_key=True)
    name: str
    number: int
    role: str
    certificate: bytes | None = None
    binding: bytes | None = None
    sign_key: bytes | None = None
    seal_key: str | None = None
    incarnation: bytes | None = None
    recovery_code: str | None = None
    scope: bytes | None = None
    last_number: int = 0
    clock_offset_s: int = 0
    last_seen: int | None = None
    revoked: bool = False
    has: bytes | None = None


class Consignment(SQLModel, table=True):
    """What one file to a laptop carried (number 0: its set-up file): operations, and rows told to leave its scope.

    `dots` and `left` name operations, packed by machine as ranges; `orders` tells what else was said, as a digest.
    """

    __tablename__ = "consignment"

    id: int | None = Field(default=None, primary_key=True)
    peer: bytes = Field(index=True)
    incarnation: bytes
    number: int
    dots: bytes
    left: bytes
    orders: bytes


class OutFile(SQLModel, table=True):
    """A file this machine wrote: its stream place, the operations on it, and what was acknowledged."""

    __tablename__ = "out_file"

    id: int | None = Field(default=None, primary_key=True)
    peer: bytes
    incarnation: bytes
    number: int
    hash: bytes
    name: str
    folder: str
    low: int
    high: int
    operations: int
    bytes: int
    written_at: int
    received_at: int | None = None
    accepted: int = 0
    refused: int = 0


class InFile(SQLModel, table=True):
    """A file that was read here: applied or held, from whom, with which counts."""

    __tablename__ = "in_file"

    id: int | None = Field(default=None, primary_key=True)
    hash: bytes = Field(index=True)
    import_id: str | None = None
    peer: bytes | None = None
    incarnation: bytes | None = None
    number: int | None = None
    kind: str
    state: str
    reason_key: str | None = None
    name: str
    read_at: int
    counts: bytes


class RefusedRow(SQLModel, table=True):
    """One of this machine's operations that the office refused, with a stable reason key."""

    __tablename__ = "refused_row"

    incarnation: bytes = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    reason_key: str


class LeavingRow(SQLModel, table=True):
    """A row that the office told to leave this machine, and with which return file."""

    __tablename__ = "leaving_row"

    row: bytes = Field(primary_key=True)
    incarnation: bytes
    number: int
    made_at: int


class HeldRow(SQLModel, table=True):
    """A file that waits for a newer program or for a person; its sealed bytes lie in the workspace's folder."""

    __tablename__ = "held_file"

    hash: bytes = Field(primary_key=True)
    name: str
    reason_key: str
    device: str = ""
    number: int | None = None
    held_at: int
    bytes: int


class TurnedAway(SQLModel, table=True):
    """An entry of another machine that was refused here, whole, with a stable reason key."""

    __tablename__ = "turned_away"

    incarnation: bytes = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    peer: bytes
    file: bytes
    reason_key: str
    tbl: str
    row: bytes
    at: int
    entry: bytes


class ListImport(SQLModel, table=True):
    """A spreadsheet that was brought in: its content hash, counts and matched columns."""

    __tablename__ = "list_import"

    id: str = Field(primary_key=True)
    kind: str
    name: str
    hash: bytes
    made_at: int
    counts: bytes
    columns: str


class ListedDoubt(SQLModel, table=True):
    """A row of a list of which a person has to say who is meant; `told` and `candidates` (ids of people) are packed.

    `id` is made of what the row says, so that it comes once; `settled` is who it was: prospect, left_out, nobody.
    """

    __tablename__ = "listed_doubt"

    id: bytes = Field(primary_key=True)
    import_id: str
    layout: str
    list_name: str
    row: int
    sheet: str
    name: str
    told: bytes
    candidates: bytes
    reason_key: str
    settled: str | None = None
    settled_at: int | None = None


class ColumnMemory(SQLModel, table=True):
    """How the columns of a list were read: by its layout and a hash of its headings; `choice` is packed."""

    __tablename__ = "column_memory"

    layout: str = Field(primary_key=True)
    headers: bytes = Field(primary_key=True)
    choice: bytes
    used_at: int


class Stretch(SQLModel, table=True):
    """This machine's own operations `low`..`high` that one command wrote and one command can take back.

    `kind` is 'list' (a list brought in, `id` its import), 'settle' or 'undo'; an undo names what it undid in `subject`.
    """

    __tablename__ = "stretch"

    id: str = Field(primary_key=True)
    kind: str
    incarnation: bytes
    low: int
    high: int
    made_at: int
    author: bytes | None = None
    subject: str | None = None
    undone: bool = False


class AccessRow(SQLModel, table=True):
    """Somebody looked at, printed, exported or searched for a person: ids only, so that nobody is named in it."""

    __tablename__ = "access_log"

    id: int | None = Field(default=None, primary_key=True)
    at: int
    canvasser: bytes | None = None
    person: bytes = Field(index=True)
    act: str


# --- derived tables: dropped and rebuilt from the replicated ones -------------------------------------------------


class HouseholdState(SQLModel, table=True):
    """What a household list shows and sorts by."""

    __tablename__ = "household_state"

    household: bytes = Field(primary_key=True)
    village: bytes | None = Field(default=None, index=True)
    head_name: str = ""
    sort_name: str = ""
    members: int = 0
    code_key: str = Field(default="", index=True)
    last_visit: str | None = None
    last_id: bytes | None = None
    last_outcome: str | None = None
    knocked: bool = False
    spoken: bool = False
    hidden: bool = False
    lane_key: str = ""


class Withheld(SQLModel, table=True):
    """What may not be used at present: of a person a purpose or `silence`, of a household its `category`."""

    __tablename__ = "withheld"

    subject: bytes = Field(primary_key=True)
    what: str = Field(primary_key=True)


class VisitFact(SQLModel, table=True):
    """A visit, by its row number, as reports count it: current unless a later row supersedes or cancels it."""

    __tablename__ = "visit_fact"

    visit: int = Field(primary_key=True)
    household: bytes | None = Field(default=None, index=True)
    visited_on: str = Field(default="", index=True)
    outcome: str | None = None
    spoken: bool = False
    current: bool = True


class VisitOutcome(SQLModel, table=True):
    """What a visit, by its row number, came to for one person and scheme."""

    __tablename__ = "visit_outcome"
    __table_args__: ClassVar = {"sqlite_with_rowid": False}

    visit: int = Field(primary_key=True)
    person: bytes = Field(primary_key=True)
    scheme: str = Field(primary_key=True)
    outcome: str
    lapse: str | None = None


class Merged(SQLModel, table=True):
    """A person or household that gave way to another, with the one that is left at the end of the way."""

    row: bytes = Field(primary_key=True)
    survivor: bytes = Field(index=True)


class NameShare(SQLModel, table=True):
    """How many people looked at so far bear a word in a place of their name: 'first', 'middle', 'last'."""

    __tablename__ = "name_share"

    place: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    people: int


class LookAgain(SQLModel, table=True):
    """People, by row number, of whom something changed since duplicates were last sought."""

    __tablename__ = "look_again"

    person: int = Field(primary_key=True)


class LikelyDuplicate(SQLModel, table=True):
    """Two rows that look alike and were put before nobody yet, or nobody decided; `bits` weigh the evidence."""

    __tablename__ = "likely_duplicate"

    id: str = Field(primary_key=True)
    subject: str
    one: bytes = Field(index=True)
    other: bytes = Field(index=True)
    bits: int
    reasons: str


DERIVED = ("merged", "household_state", "visit_fact", "visit_outcome")
"""Derived tables that are plain tables; the search index is the engine's own.

What the search for duplicates keeps (blocks, shares of names, pairs) is brought up to date when somebody looks.
"""
