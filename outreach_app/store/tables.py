"""The SQLModel tables and what kind each is: replicated (journalled, merged), local, or derived.

Replicated tables carry no REFERENCES and no UNIQUE: rows may arrive before what they point to, and duplicates live
side by side until a person decides. They only ever gain columns.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

_META = ("number", "id", "made", "author")


class Replicated(SQLModel):
    """What every replicated row has: local row number, id, stamp and author of its creating operation."""

    packed: ClassVar[tuple[str, ...]] = ()
    append_only: ClassVar[bool] = False

    number: int | None = Field(default=None, primary_key=True)
    id: bytes = Field(index=True)
    made: int
    author: bytes | None = None


class Village(Replicated, table=True):
    """A village made by the office."""

    name: str
    kind: str
    prefix: str
    commune_code: str
    commune_vintage: str
    merged_into: bytes | None = None
    removed: str | None = None


class Household(Replicated, table=True):
    """A residence entry; `register_key` is the list's own household number."""

    village: bytes | None = Field(default=None, index=True)
    code: str = Field(default="", index=True)
    address: str = ""
    neighbour_group: str = ""
    category: str = "other"
    phone: str | None = None
    register_key: str | None = None
    source: str = ""
    added_at_door: bool = False
    do_not_contact: bool = False
    merged_into: bytes | None = None
    removed: str | None = None


class Person(Replicated, table=True):
    """A member of a household; `born` is ISO text and may be a year only."""

    household: bytes | None = Field(default=None, index=True)
    name: str = ""
    relation: str = "other"
    sex: str | None = None
    born: str | None = None
    citizen_number: str | None = None
    insurance_number: str | None = None
    phone: str | None = None
    away: bool = False
    deceased: bool = False
    do_not_contact: bool = False
    merged_into: bytes | None = None
    removed: str | None = None


class Membership(Replicated, table=True):
    """A dated period under a scheme, as a list or a sign-up told it."""

    person: bytes | None = Field(default=None, index=True)
    scheme: str = ""
    starts: str | None = None
    ends: str | None = None
    source: str = ""
    removed: str | None = None


class Prospect(Replicated, table=True):
    """A person with a reason to be contacted for a scheme."""

    person: bytes | None = Field(default=None, index=True)
    household: bytes | None = Field(default=None, index=True)
    scheme: str = ""
    reason: str = "other"
    source: str = ""
    stage: str = "new"
    next_step: str = "none"
    next_on: str | None = None
    removed: str | None = None


class Visit(Replicated, table=True):
    """A visit as it was told; never edited, a correction is a new row that names the old one."""

    packed: ClassVar[tuple[str, ...]] = ("outcomes", "met")
    append_only: ClassVar[bool] = True

    household: bytes | None = Field(default=None, index=True)
    visited_on: str = ""
    channel: str = "door"
    door_outcome: str | None = None
    outcomes: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    met: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    met_others: str = ""
    objection: str | None = None
    note: str = ""
    next_step: str = "none"
    next_on: str | None = None
    canvasser: bytes | None = None
    sheet: bytes | None = Field(default=None, index=True)
    sheet_row: int | None = None
    supersedes: bytes | None = Field(default=None, index=True)
    cancelled: str | None = None


class Enrolment(Replicated, table=True):
    """A sign-up with the amounts of its quote, in đồng for the whole payment."""

    person: bytes | None = Field(default=None, index=True)
    household: bytes | None = Field(default=None, index=True)
    scheme: str = ""
    kind: str = "new"
    first_month: str = ""
    months: int = 0
    income: int | None = None
    position: int | None = None
    category: str = "other"
    contribution: int = 0
    state: int = 0
    top_up: int = 0
    other: int = 0
    own: int = 0
    confirmed: bool = False
    rule_book: str = ""
    valid_until: str | None = None
    signed_on: str = ""
    visit: bytes | None = None
    canvasser: bytes | None = None
    removed: str | None = None


class Receipt(Replicated, table=True):
    """Money taken at the door, in đồng; never edited."""

    append_only: ClassVar[bool] = True

    enrolment: bytes | None = Field(default=None, index=True)
    amount: int = 0
    receipt_number: str = ""
    received_on: str = ""
    canvasser: bytes | None = None
    supersedes: bytes | None = None


class Canvasser(Replicated, table=True):
    """Somebody who works at the doors or in the office."""

    name: str = ""
    role: str = "canvasser"
    phone: str | None = None
    agency: str = ""
    team: bytes | None = None
    ends_on: str | None = None
    removed: str | None = None


class Team(Replicated, table=True):
    """A team of canvassers in one commune."""

    name: str = ""
    commune_code: str = ""
    commune_vintage: str = ""
    removed: str | None = None


class Sheet(Replicated, table=True):
    """A printed visit list: which households in which order, and why each stands on it."""

    packed: ClassVar[tuple[str, ...]] = ("households", "reasons")

    code: str = Field(default="", index=True)
    village: bytes | None = None
    day: str = ""
    canvasser: bytes | None = None
    households: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    reasons: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    finished_on: str | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A replicated table as the journal sees it; `packed` fields hold lists, `flags` are yes or no."""

    name: str
    fields: tuple[str, ...]
    packed: frozenset[str]
    flags: frozenset[str]
    append_only: bool


_FLAGS = frozenset({"added_at_door", "do_not_contact", "away", "deceased", "confirmed"})


def _spec_of(model: type[Replicated]) -> TableSpec:
    fields = tuple(c.name for c in model.__table__.columns if c.name not in _META)  # type: ignore[attr-defined]
    flags = frozenset(f for f in fields if f in _FLAGS)
    return TableSpec(str(model.__tablename__), fields, frozenset(model.packed), flags, model.append_only)


_MODELS: tuple[type[Replicated], ...] = (
    Village,
    Team,
    Canvasser,
    Household,
    Person,
    Membership,
    Prospect,
    Sheet,
    Visit,
    Enrolment,
    Receipt,
)
REPLICATED: dict[str, TableSpec] = {spec.name: spec for spec in (_spec_of(model) for model in _MODELS)}
"""Every replicated table by name, in an order in which rows come before what points to them."""


# --- local tables: never leave this machine ---------------------------------------------------------------------


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
    told: bytes | None = None


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
    last_outcome: str | None = None
    knocked: bool = False
    spoken: bool = False
    hidden: bool = False


class VisitFact(SQLModel, table=True):
    """A visit as reports count it: current unless a later row supersedes or cancels it."""

    __tablename__ = "visit_fact"

    visit: bytes = Field(primary_key=True)
    household: bytes | None = Field(default=None, index=True)
    visited_on: str = Field(default="", index=True)
    outcome: str | None = None
    spoken: bool = False
    current: bool = True


class VisitOutcome(SQLModel, table=True):
    """What a visit came to for one person and scheme."""

    __tablename__ = "visit_outcome"

    visit: bytes = Field(primary_key=True)
    person: bytes = Field(primary_key=True)
    scheme: str = Field(primary_key=True)
    outcome: str


DERIVED = ("household_state", "visit_fact", "visit_outcome")
"""Derived tables that are plain tables; the search index is the engine's own."""
