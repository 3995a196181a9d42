"""Which entries a machine may make: its role, its villages, and until when; judged entry by entry when a file is read.

An entry whose household is not known here is let through: it waits for what it points to, and is shown without a place.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlmodel import Session

from outreach_app.domain.clock import VIETNAM, stamp_of
from outreach_app.domain.dossiers import OFFICE_STEPS, UNDOING_STEPS
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.requests import DECIDING_STEPS
from outreach_app.errors import Message, say
from outreach_app.store import dossiers, erasure_orders, meetings, refused, requests, scope, teams
from outreach_app.store.tables import REPLICATED
from outreach_app.sync.certificates import Certificate

OUTSIDE_AREA, OFFICE_ONLY, ENDED = "outside_area", "office_only", "certificate_ended"
LEAD_ONLY = "lead_only"
REASONS: dict[str, Message] = {
    OUTSIDE_AREA: say("The household lies outside the area of this machine."),
    OFFICE_ONLY: say("Only the office writes this."),
    LEAD_ONLY: say("Only the office and team leads write this."),
    ENDED: say("It was written after the permission of this machine had ended."),
}
"""Why an entry was refused, by the stable key that acknowledgements carry."""

_OFFICE_TABLES = frozenset(
    {
        "village",
        "team",
        "rule_book_edition",
        "answer",
        "objection_entry",
        "office_contact",
        "campaign",
        "target",
        "official_figure",
        "model_mark",
        "committee",
        "committee_member",
        "report_recipient",
        "territory_change",
        "erasure",
        "receipt_book",
    }
)
_MANY_HOMES = 500
"""Of so many households it is quicker to read the whole area than to look up each."""
_LEAD_TABLES = frozenset({"team_member", "assignment"})
"""Tables that besides the office only a team lead's machine writes."""
_JUDGED_SINGLY = _OFFICE_TABLES | _LEAD_TABLES | {
    "meeting", "meeting_guest", "canvasser", "dossier_state", "hand_over", "data_request",
    "difficulty",
}  # fmt: skip
"""Tables of which `find_reason` looks at more than the place of an entry."""
_REFERENCES = {
    "household": ("village", "village"),
    "sheet": ("village", "village"),
    "trusted_person": ("village", "village"),
    "assignment": ("village", "village"),
    "person": ("household", "household"),
    "membership": ("person", "person"),
    "prospect": ("household", "household"),
    "visit": ("household", "household"),
    "enrolment": ("household", "household"),
    "receipt": ("enrolment", "enrolment"),
    "dossier_state": ("enrolment", "enrolment"),
    "question": ("household", "household"),
    "meeting": ("village", "village"),
    "difficulty": ("village", "village"),
    "meeting_guest": ("household", "household"),
    "one_off_request": ("household", "household"),
    "consent": ("person", "person"),
    "data_request": ("person", "person"),
    "judgement": ("household", "household"),
}
"""Of each table the field that leads to its village, and the table this field names."""
_ALSO = {
    "assignment": (("household", "household"),),
    "meeting_guest": (("person", "person"), ("meeting", "meeting")),
    "one_off_request": (("person", "person"),),
    "data_request": (("request", "data_request"),),
}
"""What else a row is about: that lies in the area as well, else a row of here would tell of somebody elsewhere."""
_PLACED = frozenset(table for table, (_, target) in _REFERENCES.items() if target == "village")
"""Tables whose rows tell their village themselves."""
_SUPERSEDING = frozenset(
    name for name in _REFERENCES if name in REPLICATED and "supersedes" in REPLICATED[name].fields
)
"""Tables of rows that put others out of force: what falls away must lie in the area as well."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The entries of a file that are taken, and those refused with the key of the reason."""

    accepted: tuple[Operation, ...]
    refused: tuple[tuple[Operation, str], ...] = ()


def judge_operations(
    session: Session,
    certificate: Certificate,
    operations: Sequence[Operation],
    *,
    own: Collection[bytes],
    now: datetime,
    former: Mapping[bytes, int] | None = None,
) -> Judgement:
    """Judge the entries of one machine under its certificate; `own` are the incarnations it writes under.

    Nothing was written after the end of a permission that still holds today, whatever a laptop's clock says. `former`
    are villages taken from the machine, each with the stamp until which its entries there still count.
    """
    if certificate.role == "office":
        return Judgement(tuple(operations))
    end = stamp_of(datetime.combine(certificate.not_after, time.max, VIETNAM))
    court = _Court(
        session, certificate, frozenset(own), scope.widen_scope(session, certificate.scope),
        end=end if stamp_of(now) > end else None, now=stamp_of(now), former=former or {},
    )  # fmt: skip
    court.prepare(operations)
    if court.takes_all(operations):
        return Judgement(tuple(operations))
    accepted, turned_away = [], []
    for operation in operations:
        reason = court.find_reason(operation)
        if reason is None:
            accepted.append(operation)
        else:
            court.refuse(operation)
            turned_away.append((operation, reason))
    return Judgement(tuple(accepted), tuple(turned_away))


@dataclass(slots=True)
class _Court:
    """What judging the entries of one file needs to know; rows made on the file itself count as known."""

    session: Session
    certificate: Certificate
    own: frozenset[bytes]
    area: set[bytes]
    end: int | None
    now: int
    former: Mapping[bytes, int]
    made: dict[bytes, Operation] = field(default_factory=dict)
    places: dict[bytes, bytes] = field(default_factory=dict)
    barred: set[bytes] = field(default_factory=set)
    erased: frozenset[bytes] = frozenset()
    moved: bool = True
    named: set[bytes] = field(default_factory=set)

    def prepare(self, operations: Sequence[Operation]) -> None:
        """Look up in few passes where everything lies that the entries name."""
        self.made = {o.row: o for o in operations if o.kind is Kind.CREATE}
        wanted = _gather_rows(operations)
        self.named = set().union(*wanted.values())
        self.places |= {village: village for village in wanted["village"]}
        if len(wanted["household"]) > _MANY_HOMES:
            self.places |= scope.read_homes(self.session, self.area)
        for table, rows in wanted.items():
            if table in scope.PLACES:
                unknown = rows - self.made.keys() - self.places.keys()
                self.places |= scope.read_places(self.session, table, unknown)
        self.barred = refused.read_rows(self.session)
        self.erased = erasure_orders.read_erasures(self.session).persons
        self.moved = scope.has_moved_homes(self.session)

    def takes_all(self, operations: Sequence[Operation]) -> bool:
        """Tell of all entries at once that none is refused, as `find_reason` would one by one; mostly none is."""
        if self.end is not None or not self.barred.isdisjoint(self.named):
            return False
        if not _JUDGED_SINGLY.isdisjoint({operation.table for operation in operations}):
            return False
        villages = {self._find_village(row)[1] for row in self.named}
        return villages <= self.area | {None}

    def refuse(self, operation: Operation) -> None:
        """Whatever points to a refused row is refused with it."""
        if operation.kind is Kind.CREATE:
            self.barred.add(operation.row)

    def find_reason(self, operation: Operation) -> str | None:
        """Tell why an entry is refused; None when it is taken."""
        if self.end is not None and operation.time > self.end:
            return ENDED
        if operation.table in _OFFICE_TABLES and not self._only_rewords(operation):
            return OFFICE_ONLY
        if self.certificate.role != "lead" and (
            operation.table in _LEAD_TABLES or self._decides_request(operation)
        ):
            return LEAD_ONLY
        if self._is_anothers_canvasser(operation) or self._speaks_for_the_office(operation):
            return OFFICE_ONLY
        if self._is_anothers_slip(operation) or self._settles(operation):
            return OFFICE_ONLY
        if self.certificate.role == "canvasser" and self._is_for_the_lead(operation):
            return LEAD_ONLY
        named = [row for _, row in _named_rows(operation)]
        if any(row in self.barred for row in named):
            return OUTSIDE_AREA
        if _loses_place(operation) or self._is_of_foreign_team(operation):
            return OUTSIDE_AREA
        outside = any(self._is_outside(row, time=min(operation.time, self.now)) for row in named)
        return OUTSIDE_AREA if outside else None

    def _only_rewords(self, operation: Operation) -> bool:
        """Whether a machine takes somebody whom the office has erased out of notes of its area."""
        if operation.table != "erasure" or operation.values.get("person") not in self.erased:
            return False
        texts = operation.values.get("texts")
        named = texts if isinstance(texts, list) else []
        rows = {each[0] for each in named if isinstance(each, list) and each and isinstance(each[0], bytes)}
        places = scope.read_villages(self.session, rows)
        return operation.kind is Kind.CREATE and self.area.issuperset(places.values())

    def _is_anothers_canvasser(self, operation: Operation) -> bool:
        if operation.table != "canvasser":
            return False
        if operation.kind is Kind.EDIT and operation.row[:8] not in self.own:
            return True
        role = _value_of(operation, "role")
        return role not in (None, "canvasser", self.certificate.role)

    def _is_anothers_slip(self, operation: Operation) -> bool:
        """Whether an entry puts a hand-over of cash out of force that another machine wrote and two people signed."""
        former = operation.values.get("supersedes")
        return operation.table == "hand_over" and isinstance(former, bytes) and former[:8] not in self.own

    def _settles(self, operation: Operation) -> bool:
        """Whether an entry tells what the office did about a difficulty or who of a committee came, or is another's."""
        if operation.table == "meeting_guest":
            return _value_of(operation, "committee_member") is not None
        if operation.table != "difficulty":
            return False
        if operation.kind is Kind.EDIT and operation.row[:8] not in self.own:
            return True
        told = [name for name in ("handling", "done", "done_on") if name in operation.values]
        edited = operation.kind is Kind.EDIT and bool(told)
        return edited or any(operation.values[name] not in (None, "", "open") for name in told)

    def _is_for_the_lead(self, operation: Operation) -> bool:
        """Whether an entry is on a meeting of the whole area, or tells which canvasser was at one."""
        table, made = operation.table, operation.kind is Kind.CREATE
        if table == "difficulty":
            return made and operation.values.get("village") is None
        if table == "meeting":
            leaves = (made or "village" in operation.values) and _value_of(operation, "village") is None
            return leaves or (not made and meetings.is_of_whole_area(self.session, operation.row))
        if table == "meeting_guest":
            told = _value_of(operation, "canvasser") is not None
            told |= made and operation.values.get("household") is None
            return told or (not made and meetings.names_canvasser(self.session, operation.row))
        return False

    def _decides_request(self, operation: Operation) -> bool:
        """Whether an entry extends, carries out or refuses what somebody asked for about their data, or undoes that."""
        if operation.table != "data_request":
            return False
        former = operation.values.get("supersedes")
        undoes = isinstance(former, bytes) and requests.is_decision(self.session, former)
        return undoes or operation.values.get("step") in DECIDING_STEPS

    def _is_of_foreign_team(self, operation: Operation) -> bool:
        """Whether an entry puts somebody into a team of another commune, or changes their place in one."""
        if operation.table != "team_member":
            return False
        made = self.made.get(operation.row, operation)
        team = _value_of(operation, "team"), made.values.get("team")
        named = {each for each in team if isinstance(each, bytes)}
        return teams.are_foreign(self.session, named, member=operation.row, area=self.area)

    def _speaks_for_the_office(self, operation: Operation) -> bool:
        """Whether an entry says that papers were accepted or returned, or takes such a word back."""
        if operation.table != "dossier_state":
            return False
        state, former = operation.values.get("state"), operation.values.get("supersedes")
        if state in UNDOING_STEPS and isinstance(former, bytes):
            return dossiers.is_of_office(self.session, former)
        return state in OFFICE_STEPS

    def _is_outside(self, row: bytes, *, time: int) -> bool:
        known, village = self._find_village(row)
        if village is None or village in self.area or time <= self.former.get(village, 0):
            return False
        # It may have been in the area when this was written: a household that moved, a village that was redrawn.
        return not (self.moved and self.area & scope.read_former_villages(self.session, known))

    def _find_village(self, row: bytes) -> tuple[bytes, bytes | None]:
        # The row that leads there and is not made on this file itself, and the village.
        passed: set[bytes] = set()
        while row in self.made and row not in passed:
            passed.add(row)
            operation = self.made[row]
            reference = _REFERENCES.get(operation.table)
            target = operation.values.get(reference[0]) if reference else None
            if not isinstance(target, bytes):
                return row, None
            if reference and reference[1] == "village":
                return row, target
            row = target
        return row, self.places.get(row)


def _loses_place(operation: Operation) -> bool:
    """Whether an edit takes a row out of every village: nobody but the office would have it then."""
    reference = _REFERENCES.get(operation.table)
    if operation.kind is not Kind.EDIT or reference is None or operation.table == "meeting":
        return False
    return reference[0] in operation.values and _value_of(operation, reference[0]) is None


def _gather_rows(operations: Sequence[Operation]) -> dict[str, set[bytes]]:
    """By table every row that entries name."""
    wanted: dict[str, set[bytes]] = defaultdict(set)
    for operation in operations:
        for table, row in _named_rows(operation):
            wanted[table].add(row)
    return wanted


def _named_rows(operation: Operation) -> list[tuple[str, bytes]]:
    """The rows by which an entry lies in a village: the row itself, and what it points to."""
    found = []
    if operation.kind is Kind.EDIT or operation.table in _PLACED:
        found.append((operation.table, operation.row))
    reference = _REFERENCES.get(operation.table)
    for name, table in (*((reference,) if reference else ()), *_ALSO.get(operation.table, ())):
        target = _value_of(operation, name)
        # A row that is made there is looked up by itself; one that is moved there is not.
        if isinstance(target, bytes) and (table != "village" or operation.kind is Kind.EDIT):
            found.append((table, target))
    former = operation.values.get("supersedes")
    if operation.table in _SUPERSEDING and isinstance(former, bytes):
        found.append((operation.table, former))
    return found if operation.table in REPLICATED else []


def _value_of(operation: Operation, name: str) -> object:
    value = operation.values.get(name)
    if operation.kind is Kind.EDIT:
        return value[0] if isinstance(value, list) and value else None
    return value


def name_reason(key: str) -> Message:
    """Say in a sentence why an entry was refused; a key of a newer program as it stands."""
    return REASONS.get(key) or say("Refused by the office ({key}).", key=key)
