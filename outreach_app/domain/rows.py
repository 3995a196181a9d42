"""The frozen rows that readers return; documents, command line and windows know these, never the store.

Ids are 16-byte row ids. `number` is the row number a paged list asks for (local to this workspace).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from outreach_app.domain.absences import Absence
from outreach_app.domain.consents import ConsentAct, Sensitive
from outreach_app.domain.cover_gaps import CoverGap
from outreach_app.domain.lapses import PersonLapse
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.prospects import Stage
from outreach_app.domain.teams import TrustedRow
from outreach_app.domain.visits import Channel, NextStep, Outcome, PersonOutcome, Reaction
from outreach_app.errors import Message

_NO_ABSENCE = Absence()


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village of this workspace with the counts the coverage strip shows; `kind` is a village kind key."""

    id: bytes
    name: str
    kind: str
    prefix: str
    commune_code: str
    commune_vintage: str
    merged_into: bytes | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a village is: households known, doors knocked, doors where somebody was spoken to."""

    village: VillageRow
    known: int
    knocked: int
    spoken_to: int

    @property
    def left(self) -> int:
        """Doors nobody has knocked on yet."""
        return self.known - self.knocked


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A member of a household; numbers are whole (mask them before showing, see `masked_tail`)."""

    id: bytes
    household: bytes
    name: str
    relation: str
    sex: Sex | None
    born: PartialDate | None
    citizen_number: str | None
    insurance_number: str | None
    phone: str | None
    away: bool = False
    deceased: bool = False
    do_not_contact: bool = False
    zalo: str | None = None
    preferred_channel: Channel | None = None
    absence: Absence = _NO_ABSENCE


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A dated period under a scheme as a list or a sign-up told it; `ends` is the last covered day if known."""

    person: bytes
    scheme: Scheme
    starts: date | None
    ends: date | None
    source: str


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One line of a household list; `language` is what its papers are printed in, a key of a leaflet text or empty."""

    id: bytes
    number: int
    code: str
    head: str
    village: bytes
    village_name: str
    members: int
    category: Category
    address: str
    neighbour_group: str
    phone: str | None
    last_visit: date | None
    last_outcome: Outcome | None
    added_at_door: bool
    do_not_contact: bool
    preferred_channel: Channel | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit as it stands: never edited; a correction is a later row naming it in `supersedes`."""

    id: bytes
    household: bytes
    visited_on: date
    recorded_at: datetime
    channel: Channel
    door_outcome: Outcome | None
    outcomes: tuple[PersonOutcome, ...]
    met: tuple[bytes, ...]
    met_others: str
    objection: str | None
    note: str
    next_step: NextStep
    next_on: date | None
    canvasser: bytes | None
    canvasser_name: str
    sheet_code: str | None
    supersedes: bytes | None
    reaction: Reaction | None = None
    meeting: bytes | None = None
    lapses: tuple[PersonLapse, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What the office answered to a question, and the law it names."""

    id: bytes
    text: str
    source: str
    answered_on: date
    canvasser_name: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question nobody could answer at the door; `answers` in the order they were given, empty while it is open."""

    id: bytes
    household: bytes
    household_name: str
    person: bytes | None
    person_name: str
    worry: str | None
    text: str
    asked_on: date
    canvasser_name: str
    answers: tuple[AnswerRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """A person with a reason to be contacted for a scheme; `employees` are those of the firm a list named them for."""

    id: bytes
    person: bytes
    person_name: str
    household: bytes
    scheme: Scheme
    reason: str
    source: str
    stage: Stage
    next_step: NextStep
    next_on: date | None
    employees: int | None = None
    insured_employees: int | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A sign-up; amounts in đồng for the whole payment, with the rule-book version they came from.

    `method` is the text parse_method reads, `support` a key of SupportGroup, `card` one of ResultForm, `hospital` the
    code or name of where health care begins; empty when nothing was told.
    """

    id: bytes
    person: bytes
    person_name: str
    household: bytes
    scheme: Scheme
    kind: str
    first_month: str
    months: int
    income: int | None
    position: int | None
    category: Category
    contribution: int
    state: int
    top_up: int
    other: int
    own: int
    confirmed: bool
    rule_book: str
    valid_until: date | None
    signed_on: date
    money_taken: int
    receipts: tuple[str, ...]
    canvasser: bytes | None
    canvasser_name: str
    method: str = ""
    support: str = ""
    card: str = ""
    hospital: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """One household with everything about it, newest visits first; `sensitive` as far as consent lets it be shown.

    `trusted` are the respected people of its village; `waiting` says that its village was divided and that nobody has
    said yet where it belongs.
    """

    household: HouseholdRow
    village: VillageRow
    members: tuple[PersonRow, ...]
    memberships: tuple[MembershipRow, ...]
    visits: tuple[VisitRow, ...]
    enrolments: tuple[EnrolmentRow, ...]
    prospects: tuple[ProspectRow, ...]
    questions: tuple[QuestionRow, ...] = ()
    sensitive: tuple[Sensitive, ...] = ()
    consents: tuple[ConsentAct, ...] = ()
    trusted: tuple[TrustedRow, ...] = ()
    waiting: Message | None = None


class HitKind(StrEnum):
    """What a search result is."""

    HOUSEHOLD = "household"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One search result; `code` is always the household's, `village_kind` the key of its village's kind."""

    kind: HitKind
    household: bytes
    person: bytes | None
    code: str
    name: str
    village_name: str
    commune_code: str
    born: PartialDate | None
    citizen_number_tail: str | None
    village_kind: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The best results for a text; `total` counts what was found up to the search's own cap (`capped`)."""

    hits: tuple[SearchHit, ...]
    total: int
    capped: bool = False


class WorkReason(StrEnum):
    """Why a door stands on today's list, in the order of the list."""

    PROMISED = "promised"
    WINDOW_CLOSING = "window_closing"
    UNFINISHED_SIGN_UP = "unfinished_sign_up"
    WITHDRAWING = "withdrawing"
    RETURNED = "returned"
    LAPSED = "lapsed"
    MEMBER_IN = "member_in"
    LISTED = "listed"
    ASSIGNED = "assigned"
    NOBODY_HOME = "nobody_home"
    NEVER_VISITED = "never_visited"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One door of today's list with the reason it stands there and how many days it has waited.

    For a window that closes `due_on` is its last day and `waiting_days` the days left; `detail` names who is meant.
    """

    household: HouseholdRow
    reason: WorkReason
    detail: str
    due_on: date | None
    waiting_days: int


@dataclass(frozen=True, slots=True)
class RenewalPerson:
    """Whom a renewal is about and where they live; the last visit is the household's."""

    id: bytes
    household: bytes
    name: str
    born: PartialDate | None
    phone: str | None
    away: bool
    code: str
    village: bytes
    village_name: str
    head: str
    last_visit: date | None
    last_outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One printed row of a visit list: the household and why to go there; `outcome` once it was typed back.

    `waits`: its village was divided, and nobody has settled where this household belongs.
    """

    row: int
    household: HouseholdRow
    reason: WorkReason | None
    detail: str
    outcome: Outcome | None
    visit: bytes | None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed visit list: code, who walks, which day, and its rows in printed order."""

    id: bytes
    code: str
    village: VillageRow
    day: date
    canvasser: bytes | None
    canvasser_name: str
    lines: tuple[SheetLine, ...]
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A visit being typed, stored with every key; `content` is what the form holds as JSON text."""

    id: str
    household: bytes | None
    household_name: str
    content: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class CanvasserRow:
    """Somebody who works at the doors; `ends_on` is the last day (ISO) of somebody who leaves or has left.

    `agency_kind` and `duty` are the keys of domain.teams, empty where nobody told them.
    """

    id: bytes
    name: str
    role: str
    phone: str | None
    agency: str
    team: bytes | None
    code: str = ""
    ends_on: str | None = None
    agency_kind: str = ""
    duty: str = ""

    def has_left(self, today: date) -> bool:
        """Whether this person's last day is over."""
        return self.ends_on is not None and self.ends_on < today.isoformat()


@dataclass(frozen=True, slots=True)
class CanvasserDay:
    """One person's numbers for a day: doors, people and sign-ups by scheme and kind."""

    canvasser: bytes | None
    name: str
    knocked: int
    spoken_to: int
    people_advised: int
    voluntary_new: int
    voluntary_continuing: int
    health_new: int
    health_continuing: int
    call_backs: int


@dataclass(frozen=True, slots=True)
class Appointment:
    """A promised return: who, where, what for, and who goes."""

    household: HouseholdRow
    on: date
    what: str
    canvasser_name: str


@dataclass(frozen=True, slots=True)
class DaySummary:
    """Everything the printed daily summary says, already counted; `files_missing` names machine and number."""

    day: date
    office_name: str
    team_name: str
    commune_name: str
    machines: int
    canvassers: tuple[CanvasserDay, ...]
    total: CanvasserDay
    door_outcomes: tuple[tuple[Outcome, int], ...]
    coverage: tuple[Coverage, ...]
    objections: tuple[tuple[str, int], ...]
    money_taken: int
    receipts: int
    appointments: tuple[Appointment, ...]
    files_included: tuple[tuple[str, int], ...]
    files_missing: tuple[tuple[str, int], ...]


class LedgerState(StrEnum):
    """Where a written row is on its way to the office."""

    TO_SEND = "to_send"
    ON_FILE = "on_file"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    MERGED = "merged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """One file this machine wrote: its number, when, rows, and how many the office has acknowledged.

    `device` is the machine that an office's return file or a lead's receipt is for, else empty; `name` is the file's
    own name on the stick; `kind` is sync, return or receipt; `at_lead`: a team lead has it, and the office has not
    answered yet.
    """

    number: int
    written_at: datetime | None
    rows: int
    acknowledged: int
    refused: int
    folder: str
    answered_at: datetime | None = None
    device: str = ""
    name: str = ""
    kind: str = "sync"
    at_lead: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is on its way: rows by state, the files newest first, how many machines wait for an answer, and which."""

    rows: dict[LedgerState, int]
    files: tuple[LedgerFile, ...]
    answers: int = 0
    answers_for: tuple[str, ...] = ()


class FileState(StrEnum):
    """What reading a file came to."""

    APPLIED = "applied"
    ALREADY = "already"
    HELD = "held"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file holds or did: counts of rows by fate, or why it was left aside (`reason_key` is stable)."""

    path: str
    state: FileState
    device: str
    number: int | None
    kind: str
    new: int = 0
    changed: int = 0
    parallel: int = 0
    conflicts: int = 0
    duplicates: int = 0
    refused_rows: int = 0
    visits: int = 0
    reason_key: str | None = None
    reason: object | None = None
    advice: object | None = None
    earlier_at: datetime | None = None
    earlier_by: str = ""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read here before: from which machine, when, by whom, and what it brought."""

    name: str
    device: str
    number: int | None
    kind: str
    read_at: datetime
    read_by: str
    visits: int
    rows: int


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What reading several files came to; `import_id` is set when something was applied."""

    files: tuple[FileReport, ...]
    import_id: str | None
    preview: bool


@dataclass(frozen=True, slots=True)
class MachineRow:
    """A machine the office gave a kit to, or whose files it has read.

    `blocked` says why it may not write, `replaced_by` names the machine that took its place.
    """

    device: str
    number: int
    role: str
    canvasser_names: tuple[str, ...]
    last_number: int
    last_seen: datetime | None
    missing: tuple[int, ...]
    clock_offset_s: int
    revoked: bool
    enrolled: bool
    blocked: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry that was refused: who made it, what it is (table, row, create or edit), where, and why.

    `id` names it on its machine and at the office; `subject` is whose it is, `values` the names of its fields with what
    they say; `acceptable` tells whether it can be let in here, `hindrance` why not.
    """

    device: str
    table: str
    row: bytes
    kind: str
    made_at: datetime
    household: str
    village: bytes | None
    reason_key: str
    reason: Message
    id: str = ""
    author: str = ""
    subject: str = ""
    village_name: str = ""
    values: tuple[tuple[str, Message | str], ...] = ()
    acceptable: bool = False
    hindrance: Message | None = None


@dataclass(frozen=True, slots=True)
class AcceptReport:
    """What letting refused entries in came to; `along` were needed by those chosen and came with them."""

    accepted: int
    along: int
    passed_over: int
    conflicts: int
    duplicates: int
    run: str = ""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file kept for later: `id` names it (hexadecimal), from which machine if it is known, and why it waits."""

    id: str
    name: str
    device: str
    number: int | None
    reason_key: str
    reason: Message
    held_at: datetime
    bytes: int


@dataclass(frozen=True, slots=True)
class Permission:
    """What a machine may do: its part, its villages, its last day; `blocked` says why it may not write at all."""

    device: str
    role: str
    villages: tuple[bytes, ...]
    until: date
    serial: int
    blocked: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that was written, read back and verified; `carried`: another machine's, on its way to the office.

    `device` is the machine that a return file or a lead's receipt is for, else empty; `kind` is sync, return or
    receipt.
    """

    path: str
    number: int
    rows: int
    bytes: int
    carried: bool = False
    device: str = ""
    kind: str = "sync"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the header shows: who works, what waits, when it was backed up."""

    workspace: str
    role: str
    office_name: str
    unit_name: str
    device_name: str
    device_number: int
    canvasser: CanvasserRow | None
    to_send: int
    drafts: int
    sheets_open: int
    last_backup: datetime | None
    last_saved: datetime | None


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What a household list shows; filters combine.

    `not_visited_days` counts back from `today`, and `gap` is looked at on that day. `language` is the key of the one
    wanted on paper, empty for households of which nobody has said one.
    """

    village: bytes | None = None
    category: Category | None = None
    outcome: Outcome | None = None
    never_visited: bool = False
    not_visited_days: int | None = None
    today: date | None = None
    added_at_door: bool = False
    away: bool = False
    gap: CoverGap | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedListRow:
    """A row of a list that was not taken in: its number in the file, from 1, and why."""

    row: int
    reason: Message
    reason_key: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its letter in the spreadsheet, its header, and the field it is read as; empty if left out."""

    letter: str
    header: str
    field: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What bringing in a list did, or in a preview would do; `new`, `changed` and `unchanged` count people.

    `columns` maps a field to the header it was found under; `villages_new` are villages the list made.
    """

    import_id: str | None
    name: str
    rows: int
    households: int
    households_new: int
    people: int
    new: int
    changed: int
    unchanged: int
    refused: tuple[RefusedListRow, ...]
    columns: dict[str, str]
    unknown_columns: tuple[str, ...]
    villages_new: tuple[str, ...]
    notes: tuple[Message, ...]
    warnings: tuple[RefusedListRow, ...]
    sample: tuple[tuple[str, ...], ...]
    preview: bool
    earlier: datetime | None = None
    listed: tuple[ListColumn, ...] = ()
    duplicates: int = 0
    remembered: datetime | None = None
