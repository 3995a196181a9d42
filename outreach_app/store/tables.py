"""The SQLModel tables that are replicated: journalled, carried in files and merged; `local_tables` has the others.

They carry no REFERENCES and no UNIQUE: rows may arrive before what they point to, and duplicates live side by side
until a person decides. They only ever gain columns.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Column, Index, LargeBinary
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
    """A residence entry; `register_key` is the list's own household number.

    `placed_by` is the step of a divided village by which a person settled where the household belongs.
    """

    __table_args__ = (Index("ix_household_village", "village", "id"),)

    village: bytes | None = None
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
    preferred_channel: str | None = None
    language: str | None = None
    placed_by: bytes | None = None


class Person(Replicated, table=True):
    """A member of a household; `born` and `away_since` are ISO text and may be a year only.

    `back_when` is what parse_return reads, `back_sure` how sure that is, `home_contact` whom to call instead.
    `ethnicity`, `health_note` and `location` rest on a consent of their own: only `store/consents.py` reads them.
    """

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
    away_place: str = ""
    away_since: str | None = None
    back_when: str | None = None
    back_sure: str | None = None
    away_phone: str | None = None
    home_contact: str = ""
    returned_on: str | None = None
    zalo: str | None = None
    preferred_channel: str | None = None
    ethnicity: str | None = None
    health_note: str | None = None
    location: str | None = None


class Membership(Replicated, table=True):
    """A dated period under a scheme, as a list or a sign-up told it; `lapse_reason` is why it ended, told by a list."""

    __table_args__ = (Index("ix_membership_scheme_ends", "scheme", "ends"),)

    person: bytes | None = Field(default=None, index=True)
    scheme: str = ""
    starts: str | None = None
    ends: str | None = None
    source: str = ""
    removed: str | None = None
    lapse_reason: str | None = None


class Prospect(Replicated, table=True):
    """A person with a reason to be contacted for a scheme, or not to be (`stage` closed).

    Where a list told it: `source` is the list's name, `source_row` its row, `import_id` the import, `named_on` the day.
    `employees` and `insured_employees` are those of the firm or shop that such a list tells of.
    """

    person: bytes | None = Field(default=None, index=True)
    household: bytes | None = Field(default=None, index=True)
    scheme: str = ""
    reason: str = "other"
    source: str = ""
    stage: str = "new"
    next_step: str = "none"
    next_on: str | None = None
    removed: str | None = None
    import_id: str = ""
    source_row: int | None = None
    named_on: str | None = None
    employees: int | None = None
    insured_employees: int | None = None


class Visit(Replicated, table=True):
    """A visit as it was told; never edited, a correction is a new row that names the old one.

    `lapses` are [person, scheme, reason]: why somebody whom `outcomes` name does not go on paying.
    """

    packed: ClassVar[tuple[str, ...]] = ("outcomes", "met", "lapses")
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
    reaction: str | None = None
    meeting: bytes | None = Field(default=None, index=True)
    lapses: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class Enrolment(Replicated, table=True):
    """A sign-up with the amounts of its quote, in đồng for the whole payment.

    `method` is what parse_method reads; `support` why the state helps with health insurance (`none`: the ladder).
    `card` is how the book or card is wanted (`electronic`, `paper`), `hospital` where health care begins: its code or
    name as it was told; both empty when nobody was asked.
    """

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
    method: str = ""
    support: str = ""
    card: str = ""
    hospital: str = ""
    removed: str | None = None


class ReceiptBook(Replicated, table=True):
    """A book of numbered receipts given to somebody; never edited, a later row that names it tells how it stands now.

    `blank_from` is the first leaf still blank when it was given back, `withdrawn` why the row never counted.
    """

    __tablename__ = "receipt_book"
    append_only: ClassVar[bool] = True

    series: str = ""
    first_number: int = 0
    last_number: int = 0
    width: int = 0
    canvasser: bytes | None = None
    issued_on: str = ""
    returned_on: str | None = None
    blank_from: int | None = None
    note: str = ""
    supersedes: bytes | None = Field(default=None, index=True)
    withdrawn: str | None = None


class Receipt(Replicated, table=True):
    """Money taken at the door, in đồng, or a number that became void; never edited.

    `means` is cash or transfer; `voided` says why the number is void (`undone`: as if it had never been written).
    A leaf that was spoilt before a name was on it has no sign-up.
    """

    append_only: ClassVar[bool] = True

    enrolment: bytes | None = Field(default=None, index=True)
    amount: int = 0
    receipt_number: str = ""
    received_on: str = ""
    canvasser: bytes | None = None
    supersedes: bytes | None = Field(default=None, index=True)
    means: str = "cash"
    voided: str | None = None


class HandOver(Replicated, table=True):
    """Cash that went from one person to another with a signed slip, in đồng; never edited.

    `receipts` are the rows it was counted against, `due` what they came to, `why` explains a difference.
    """

    __tablename__ = "hand_over"
    packed: ClassVar[tuple[str, ...]] = ("receipts",)
    append_only: ClassVar[bool] = True

    canvasser: bytes | None = Field(default=None, index=True)
    receiver: bytes | None = None
    receiver_name: str = ""
    day: str = ""
    receipts: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    due: int = 0
    counted: int = 0
    why: str = ""
    supersedes: bytes | None = Field(default=None, index=True)
    withdrawn: str | None = None


class DossierState(Replicated, table=True):
    """A step of a sign-up's papers: sent, accepted, returned, withdrawn; never edited.

    `supersedes` is the step its author had seen last; `why` the reason of a return.
    """

    __tablename__ = "dossier_state"
    append_only: ClassVar[bool] = True

    enrolment: bytes | None = Field(default=None, index=True)
    state: str = ""
    why: str = ""
    happened_on: str = ""
    canvasser: bytes | None = None
    supersedes: bytes | None = Field(default=None, index=True)


class Canvasser(Replicated, table=True):
    """Somebody who works at the doors or in the office."""

    name: str = ""
    role: str = "canvasser"
    phone: str | None = None
    agency: str = ""
    team: bytes | None = None
    ends_on: str | None = None
    removed: str | None = None
    code: str = ""
    agency_kind: str = ""
    duty: str = ""


class Team(Replicated, table=True):
    """A team of canvassers in one commune; `kind` is three_part or shock, the days are its first and last."""

    name: str = ""
    commune_code: str = ""
    commune_vintage: str = ""
    removed: str | None = None
    kind: str = "three_part"
    starts_on: str | None = None
    ends_on: str | None = None


class TeamMember(Replicated, table=True):
    """Somebody's place in a team from a day to a day (both included): which part they stand for, and who leads."""

    __tablename__ = "team_member"

    team: bytes | None = Field(default=None, index=True)
    canvasser: bytes | None = Field(default=None, index=True)
    part: str = "other"
    leads: bool = False
    starts_on: str | None = None
    ends_on: str | None = None
    removed: str | None = None


class TrustedPerson(Replicated, table=True):
    """Somebody the families of a village listen to; `person` when the register knows them."""

    __tablename__ = "trusted_person"

    village: bytes | None = Field(default=None, index=True)
    person: bytes | None = None
    name: str = ""
    standing: str = "other"
    phone: str | None = None
    note: str = ""
    removed: str | None = None


class Assignment(Replicated, table=True):
    """A village, one neighbour group of it (not nil) or one household, from a day to a day, to a team or a person.

    Without a last day it goes on until somebody ends it.
    """

    __table_args__ = (Index("ix_assignment_village_ends_on", "village", "ends_on"),)

    village: bytes | None = None
    neighbour_group: str | None = None
    household: bytes | None = Field(default=None, index=True)
    team: bytes | None = None
    canvasser: bytes | None = None
    starts_on: str = ""
    ends_on: str | None = None
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
    removed: str | None = None


class Meeting(Replicated, table=True):
    """A gathering: of one village, or (no village) of the whole area of the office; `hour` is HH:MM or empty.

    `others` counts who came and is known by no name.
    """

    kind: str = "small_group"
    village: bytes | None = Field(default=None, index=True)
    place: str = ""
    day: str = ""
    hour: str = ""
    led_by: str = ""
    topic: str = ""
    planned: int | None = None
    others: int | None = None
    removed: str | None = None


class MeetingGuest(Replicated, table=True):
    """Somebody at a meeting: a person, a whole household, a canvasser or a committee member; invited or just there.

    `answer` is coming or cannot, `attended` came or absent; of a household as a whole `heads` came. Rows on committee
    members stay at the office.
    """

    __tablename__ = "meeting_guest"

    meeting: bytes | None = Field(default=None, index=True)
    household: bytes | None = Field(default=None, index=True)
    person: bytes | None = Field(default=None, index=True)
    canvasser: bytes | None = None
    invited_on: str | None = None
    answer: str | None = None
    attended: str | None = None
    heads: int | None = None
    removed: str | None = None
    committee_member: bytes | None = None


class RuleBookEdition(Replicated, table=True):
    """An issue of the office's rule book: what counts stands signed in `content`; never edited."""

    __tablename__ = "rule_book_edition"
    append_only: ClassVar[bool] = True

    version: str = ""
    issued_on: str = ""
    note: str = ""
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    signature: bytes | None = None


class Question(Replicated, table=True):
    """A question that nobody could answer at the door; never edited."""

    append_only: ClassVar[bool] = True

    household: bytes | None = Field(default=None, index=True)
    person: bytes | None = None
    worry: str | None = None
    text: str = ""
    asked_on: str = ""
    canvasser: bytes | None = None


class Answer(Replicated, table=True):
    """What the office answers to a question; a later answer stands beside the earlier one."""

    append_only: ClassVar[bool] = True

    question: bytes | None = Field(default=None, index=True)
    text: str = ""
    source: str = ""
    answered_on: str = ""
    canvasser: bytes | None = None


class ObjectionEntry(Replicated, table=True):
    """The office's own words for one worry in one language; the latest row counts, an empty answer takes it back."""

    __tablename__ = "objection_entry"
    append_only: ClassVar[bool] = True

    worry: str = ""
    language: str = "vi"
    words: str = ""
    answer: str = ""
    avoid: str = ""
    sources: str = ""
    written_on: str = ""


class OfficeContact(Replicated, table=True):
    """How families reach the insurance office; the latest row counts."""

    __tablename__ = "office_contact"
    append_only: ClassVar[bool] = True

    phone: str = ""


class Campaign(Replicated, table=True):
    """A drive with its first and last day, in a unit or (no code) everywhere."""

    name: str = ""
    starts_on: str = ""
    ends_on: str = ""
    unit_code: str = ""
    unit_vintage: str = ""
    note: str = ""
    removed: str | None = None


class Target(Replicated, table=True):
    """A plan number: so many `people` of an `aim` under a scheme for a subject within its days, and who set it."""

    subject_kind: str = "unit"
    subject_key: str = ""
    subject_vintage: str = ""
    scheme: str = ""
    aim: str = "joined"
    starts_on: str = ""
    ends_on: str = ""
    people: int = 0
    at_least: bool = False
    set_by: str = ""
    document: str = ""
    set_on: str | None = None
    parent: bytes | None = Field(default=None, index=True)
    removed: str | None = None


class OfficialFigure(Replicated, table=True):
    """A number as it was published: `amount` people, or the digits of a percentage with `decimals` behind the point.

    No scheme: distinct people in any. `told_on` is its day, or the last one of the days that begin with `since_on`.
    """

    __tablename__ = "official_figure"

    subject_kind: str = "unit"
    subject_key: str = ""
    subject_vintage: str = ""
    scheme: str = ""
    measure: str = "stock"
    told_on: str = ""
    since_on: str | None = None
    amount: int = 0
    decimals: int = 0
    sense: str = "exact"
    source: str = ""
    note: str = ""
    removed: str | None = None


class TerritoryChange(Replicated, table=True):
    """One step from an old village or unit to a new one by a decision, from the day `holds_on`; the office writes it.

    Keys are row ids in hexadecimal (`level` village) or codes with their vintage (`unit`); parents are the communes
    of villages, the provinces of units. A new village is made when the step is carried out, on `carried_on`.
    """

    __tablename__ = "territory_change"

    level: str = "village"
    kind: str = "merged"
    old_key: str = ""
    old_vintage: str = ""
    old_name: str = ""
    old_kind: str = ""
    old_parent: str = ""
    new_key: str = ""
    new_vintage: str = ""
    new_name: str = ""
    new_kind: str = ""
    new_parent: str = ""
    holds_on: str = ""
    carried_on: str | None = None
    decision: str = ""
    document: str = ""
    removed: str | None = None


class ModelMark(Replicated, table=True):
    """A unit or village that is a model from a day on, up to a last day or until further notice."""

    __tablename__ = "model_mark"

    subject_kind: str = "village"
    subject_key: str = ""
    subject_vintage: str = ""
    starts_on: str = ""
    ends_on: str | None = None
    removed: str | None = None


class Difficulty(Replicated, table=True):
    """Something that stands in the way, reported to the office: of a village, or (no village) of the whole area.

    `handling` is open, passed_on, settled or cannot; it, `done` and `done_on` are written by the office alone.
    """

    village: bytes | None = Field(default=None, index=True)
    text: str = ""
    reported_on: str = ""
    canvasser: bytes | None = None
    handling: str = "open"
    done: str = ""
    done_on: str | None = None
    removed: str | None = None


class Committee(Replicated, table=True):
    """A steering committee of a unit and the decision that set it up; it stays at the office, as its members do."""

    unit_code: str = ""
    unit_vintage: str = ""
    decision: str = ""
    decided_on: str | None = None
    issued_by: str = ""
    removed: str | None = None


class CommitteeMember(Replicated, table=True):
    """Somebody's seat on a committee; `office_held` is what they are beside it, `person` when the register has them."""

    __tablename__ = "committee_member"

    committee: bytes | None = Field(default=None, index=True)
    person: bytes | None = None
    name: str = ""
    office_held: str = ""
    seat: str = "member"
    phone: str | None = None
    ends_on: str | None = None
    removed: str | None = None


class ReportRecipient(Replicated, table=True):
    """Who receives which report of a unit, how (paper, email, zalo) and where; it stays at the office."""

    __tablename__ = "report_recipient"

    unit_code: str = ""
    unit_vintage: str = ""
    person: bytes | None = None
    name: str = ""
    office_held: str = ""
    report: str = "monthly"
    way: str = "paper"
    address: str = ""
    removed: str | None = None


class Judgement(Replicated, table=True):
    """What a person said of two rows that look alike; never edited, the latest on a pair counts.

    `subject` is 'person' or 'household', `one` the smaller id, `verdict` 'different' or (taken back) 'open';
    `household` is that of `one`, so that the judgement travels where its people do.
    """

    append_only: ClassVar[bool] = True

    subject: str = "person"
    one: bytes | None = Field(default=None, index=True)
    other: bytes | None = Field(default=None, index=True)
    verdict: str = "different"
    household: bytes | None = Field(default=None, index=True)
    judged_on: str = ""


class OneOffRequest(Replicated, table=True):
    """Somebody who came to withdraw everything, and what they decided; never edited.

    A later row that names the former in `supersedes` is the next decision; `withdrawn` says why a row never counted.
    """

    __tablename__ = "one_off_request"
    append_only: ClassVar[bool] = True

    person: bytes | None = Field(default=None, index=True)
    household: bytes | None = Field(default=None, index=True)
    came_on: str = ""
    months_paid: int = 0
    decision: str = "wants"
    decided_on: str = ""
    canvasser: bytes | None = None
    supersedes: bytes | None = Field(default=None, index=True)
    withdrawn: str | None = None


class Consent(Replicated, table=True):
    """What a person agreed to or withdrew for one purpose, and how it can be proved; never edited.

    `seen` is the act that its author had seen last, `sheet` the household code printed on the paper.
    """

    __table_args__ = (Index("ix_consent_act_purpose", "act", "purpose"),)
    append_only: ClassVar[bool] = True

    person: bytes | None = Field(default=None, index=True)
    purpose: str = ""
    act: str = ""
    acted_on: str = ""
    how: str = ""
    version: str = ""
    language: str = ""
    witness: str = ""
    representation: str = "self"
    representative: str = ""
    sheet: str = ""
    canvasser: bytes | None = None
    seen: bytes | None = None
    supersedes: bytes | None = Field(default=None, index=True)


class DataRequest(Replicated, table=True):
    """What a person asked for about their own data (`request` empty), or a later step of it; never edited."""

    __tablename__ = "data_request"
    append_only: ClassVar[bool] = True

    person: bytes | None = Field(default=None, index=True)
    kind: str = ""
    step: str = "asked"
    request: bytes | None = Field(default=None, index=True)
    happened_on: str = ""
    asked_by: str = "self"
    note: str = ""
    canvasser: bytes | None = None
    supersedes: bytes | None = Field(default=None, index=True)


class Erasure(Replicated, table=True):
    """An order to erase a person, by the office: ids and reasons, nothing of the person; never edited, never undone.

    `texts` are [row, field, new value] of other rows that named the person.
    """

    packed: ClassVar[tuple[str, ...]] = ("texts",)
    append_only: ClassVar[bool] = True

    person: bytes | None = Field(default=None, index=True)
    household: bytes | None = None
    asked_by: str = "self"
    asked_on: str = ""
    why: str = ""
    texts: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A replicated table as the journal sees it; `packed` fields hold lists, `flags` are yes or no.

    No row is stored without its `needed` fields.
    """

    name: str
    fields: tuple[str, ...]
    packed: frozenset[str]
    flags: frozenset[str]
    append_only: bool
    needed: frozenset[str]


_FLAGS = frozenset({"added_at_door", "at_least", "do_not_contact", "away", "deceased", "confirmed", "leads"})


def _spec_of(model: type[Replicated]) -> TableSpec:
    fields = tuple(c.name for c in model.__table__.columns if c.name not in _META)  # type: ignore[attr-defined]
    flags = frozenset(f for f in fields if f in _FLAGS)
    needed = frozenset(name for name in fields if model.model_fields[name].is_required())
    return TableSpec(
        str(model.__tablename__), fields, frozenset(model.packed), flags, model.append_only, needed
    )


_MODELS: tuple[type[Replicated], ...] = (
    Village,
    Team,
    Canvasser,
    TeamMember,
    TrustedPerson,
    Household,
    Assignment,
    Person,
    Membership,
    Prospect,
    Sheet,
    Meeting,
    MeetingGuest,
    Visit,
    Enrolment,
    ReceiptBook,
    Receipt,
    HandOver,
    DossierState,
    RuleBookEdition,
    Question,
    Answer,
    ObjectionEntry,
    OfficeContact,
    Campaign,
    Target,
    OfficialFigure,
    ModelMark,
    Difficulty,
    Committee,
    CommitteeMember,
    ReportRecipient,
    TerritoryChange,
    Judgement,
    OneOffRequest,
    Consent,
    DataRequest,
    Erasure,
)
REPLICATED: dict[str, TableSpec] = {spec.name: spec for spec in (_spec_of(model) for model in _MODELS)}
"""Every replicated table by name, in an order in which rows come before what points to them."""
