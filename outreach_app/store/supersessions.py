"""Rows that are never edited: which version stands, and writing the row that makes another version stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from outreach_app.domain.consents import Act
from outreach_app.domain.dossiers import OFFICE_STEPS, DossierEvent, DossierStep, find_standing
from outreach_app.domain.inverses import Ignored
from outreach_app.domain.receipts import UNDONE
from outreach_app.domain.requests import RequestStep
from outreach_app.domain.visits import Cancelled
from outreach_app.store import engine, journal
from outreach_app.store.edits import name_create
from outreach_app.store.journal import Writer
from outreach_app.store.tables import REPLICATED

Row = tuple[str, bytes]
"""Table and id."""

_KEPT_WHEN_CANCELLED = {
    "visit": ("household", "visited_on", "channel", "canvasser", "sheet", "sheet_row", "meeting"),
    "receipt": ("enrolment", "received_on", "canvasser", "receipt_number", "means"),
    "receipt_book": ("series", "first_number", "last_number", "width", "canvasser", "issued_on"),
    "hand_over": ("canvasser", "receiver", "day"),
    "dossier_state": ("enrolment", "happened_on", "canvasser"),
    "consent": ("person", "purpose", "acted_on", "canvasser"),
    "data_request": ("person", "kind", "request", "happened_on", "canvasser"),
    "one_off_request": (
        "person",
        "household",
        "came_on",
        "months_paid",
        "decision",
        "decided_on",
        "canvasser",
    ),
}
"""What a row that cancels another repeats of it."""

_CANCELLING: dict[str, dict[str, object]] = {
    "visit": {"cancelled": Cancelled.UNDONE.value},
    "receipt": {"amount": 0, "voided": UNDONE},
    "receipt_book": {"withdrawn": UNDONE},
    "hand_over": {"withdrawn": UNDONE},
    "dossier_state": {"state": DossierStep.WITHDRAWN.value},
    "consent": {"act": Act.UNDONE.value},
    "data_request": {"step": RequestStep.UNDONE.value},
    "one_off_request": {"withdrawn": UNDONE},
}
"""What makes it cancel."""

_POINTERS = {
    "household": (("meeting_guest", "household"), ("person", "household"), ("prospect", "household"),
                  ("visit", "household"), ("enrolment", "household"), ("question", "household"),
                  ("household", "merged_into"), ("one_off_request", "household"), ("assignment", "household")),
    "person": (("meeting_guest", "person"), ("membership", "person"), ("consent", "person"),
               ("data_request", "person"), ("prospect", "person"), ("enrolment", "person"),
               ("person", "merged_into"), ("one_off_request", "person"), ("trusted_person", "person"),
               ("question", "person"), ("committee_member", "person"), ("report_recipient", "person")),
    "village": (("household", "village"), ("village", "merged_into"), ("meeting", "village"),
                ("trusted_person", "village"), ("assignment", "village"), ("sheet", "village"),
                ("difficulty", "village")),
    "team": (("canvasser", "team"), ("team_member", "team"), ("assignment", "team")),
    "canvasser": (("visit", "canvasser"), ("enrolment", "canvasser"), ("receipt", "canvasser"),
                  ("receipt_book", "canvasser"), ("hand_over", "canvasser"), ("meeting_guest", "canvasser"),
                  ("team_member", "canvasser"), ("assignment", "canvasser"), ("sheet", "canvasser"),
                  ("dossier_state", "canvasser"), ("question", "canvasser"), ("answer", "canvasser"),
                  ("consent", "canvasser"), ("data_request", "canvasser"), ("one_off_request", "canvasser"),
                  ("difficulty", "canvasser")),
    "enrolment": (("receipt", "enrolment"), ("dossier_state", "enrolment")),
    "sheet": (("visit", "sheet"),),
    "meeting": (("visit", "meeting"), ("meeting_guest", "meeting")),
    "question": (("answer", "question"),),
    "committee": (("committee_member", "committee"),),
    "committee_member": (("meeting_guest", "committee_member"),),
    "data_request": (("data_request", "request"),),
    "target": (("target", "parent"),),
}  # fmt: skip
"""Which columns point to a table's rows: a row somebody built upon is not taken away under him."""


@dataclass(slots=True)
class Tree:
    """A row that is never edited with all its versions: what each supersedes, and when it was made."""

    made: dict[bytes, int] = field(default_factory=dict)
    supersedes: dict[bytes, bytes | None] = field(default_factory=dict)

    def find_standing(self, ignored: Ignored | None = None) -> bytes | None:
        """Find the latest version that no other supersedes, of those that count."""
        there = [row for row in self.made if ignored is None or not ignored(name_create(row))]
        former = {self._find_former(row, set(there)) for row in there}
        leaves = [row for row in there if row not in former]
        return max(leaves, key=lambda row: (self.made[row], row), default=None)

    def _find_former(self, row: bytes, there: Collection[bytes]) -> bytes | None:
        # What was superseded by a version that does not count is superseded by what came after that one.
        former, passed = self.supersedes[row], {row}
        while former is not None and former not in there and former not in passed:
            passed.add(former)
            former = self.supersedes.get(former)
        return former


def can_cancel(table: str) -> bool:
    """Tell whether a row of a table that is never edited can be taken back by a later one."""
    return table in _CANCELLING


def steer(writer: Writer, rows: Sequence[Row], ignored: Ignored) -> list[str]:
    """Let of each of these rows the version stand that would stand without the ignored ones.

    Returns the table of every row written: a copy of that version, or one that cancels.
    """
    written = []
    for table in dict.fromkeys(table for table, _ in rows):
        for tree in read_trees(writer.session, table, [row for name, row in rows if name == table]):
            if _steer_tree(writer, table, tree, ignored):
                written.append(table)
    return written


def _steer_tree(writer: Writer, table: str, tree: Tree, ignored: Ignored) -> bool:
    if table == "dossier_state" and _take_step_back(writer, tree, ignored):
        return True
    now, wanted = tree.find_standing(), tree.find_standing(ignored)
    if now is None or now == wanted:
        return False
    spec = REPLICATED[table]
    there = journal.read_values(writer.session, spec, now, spec.fields)
    if wanted is None:
        values = {name: there[name] for name in _KEPT_WHEN_CANCELLED[table]} | _CANCELLING[table]
    else:
        values = journal.read_values(writer.session, spec, wanted, spec.fields)
    if {**there, **values, "supersedes": None} == {**there, "supersedes": None}:
        return False
    told = {name: value for name, value in values.items() if value not in (None, "")}
    writer.create(table, {**told, "supersedes": now})
    return True


def _take_step_back(writer: Writer, tree: Tree, ignored: Ignored) -> bool:
    """Take back what the office said of papers and what is not to count; False when nothing such stands.

    A copy of the step before would not do: papers that are sent once more do not lift what was accepted.
    """
    spec = REPLICATED["dossier_state"]
    told = {row: journal.read_values(writer.session, spec, row, spec.fields) for row in tree.made}
    steps = {
        row: str(values["state"]) for row, values in told.items() if values["state"] in list(DossierStep)
    }
    events = [
        DossierEvent(row, DossierStep(step), date.min, made=tree.made[row], supersedes=tree.supersedes[row])
        for row, step in steps.items()
    ]
    standing = find_standing(events)
    if standing is None or standing.step not in OFFICE_STEPS or not ignored(name_create(standing.id)):
        return False
    kept = {name: told[standing.id][name] for name in _KEPT_WHEN_CANCELLED["dossier_state"]}
    kept = {name: value for name, value in kept.items() if value not in (None, "")}
    writer.create("dossier_state", {**kept, "state": DossierStep.TAKEN_BACK.value, "supersedes": standing.id})
    return True


def read_trees(session: Session, table: str, rows: Collection[bytes]) -> list[Tree]:
    """Read these rows with everything they supersede and are superseded by, one tree each."""
    parents: dict[bytes, tuple[bytes | None, int]] = {}
    for chunk in engine.in_chunks(rows, size=5_000):
        parents |= _read_family(session, table, chunk)
    trees: dict[bytes, Tree] = defaultdict(Tree)
    for row, (former, made) in parents.items():
        tree = trees[_find_root(row, parents)]
        tree.made[row], tree.supersedes[row] = made, former
    return list(trees.values())


def _read_family(
    session: Session, table: str, rows: Sequence[bytes]
) -> dict[bytes, tuple[bytes | None, int]]:
    marks = engine.placeholders(len(rows))
    found = engine.fetch_rows(
        session.connection(),
        f"WITH RECURSIVE up(id) AS (SELECT id FROM {table} WHERE id IN ({marks}) UNION SELECT t.supersedes FROM up"
        f" JOIN {table} t ON t.id = up.id WHERE t.supersedes IS NOT NULL), tree(id) AS (SELECT id FROM up"
        f" UNION SELECT t.id FROM tree JOIN {table} t ON t.supersedes = tree.id)"
        f" SELECT t.id, t.supersedes, t.made FROM {table} t JOIN tree ON tree.id = t.id",
        rows,
    )
    return {row[0]: (row[1], row[2]) for row in found}


def _find_root(row: bytes, parents: Mapping[bytes, tuple[bytes | None, int]]) -> bytes:
    passed = {row}  # nothing supersedes itself in good faith, but a file may say so
    while (former := parents[row][0]) in parents and former not in passed:
        assert former is not None
        passed.add(row := former)
    return row


def find_superseded(session: Session, rows: Iterable[Row], ignored: Ignored) -> set[Row]:
    """Find those of these never-edited rows that a version superseded which counts."""
    by_table: dict[str, list[bytes]] = defaultdict(list)
    for table, row in rows:
        if REPLICATED[table].append_only and "supersedes" in REPLICATED[table].fields:
            by_table[table].append(row)
    return {
        (table, former)
        for table, ids in by_table.items()
        for tree in read_trees(session, table, ids)
        for row, former in tree.supersedes.items()
        if former is not None and former in set(ids) and not ignored(name_create(row))
    }


def find_pointed_at(session: Session, rows: Iterable[Row], ignored: Ignored) -> set[Row]:
    """Find those of these rows that a row points to which counts and stands."""
    by_table: dict[str, set[bytes]] = defaultdict(set)
    for table, row in rows:
        by_table[table].add(row)
    found: set[Row] = set()
    for table, ids in by_table.items():
        for source, column in _POINTERS.get(table, ()):
            if source in REPLICATED:
                pointed = _read_pointers(session, source, column, ids)
                found |= {(table, target) for row, target in pointed if not ignored(name_create(row))}
    told = _read_told(session, by_table.get("person", set()))
    return found | {("person", person) for visit, person in told if not ignored(name_create(visit))}


def _read_told(session: Session, people: Collection[bytes]) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    for chunk in engine.in_chunks(people, size=5_000):
        marks = engine.placeholders(len(chunk))
        statement = (
            "SELECT t.id, o.person FROM visit_outcome o JOIN visit t ON t.number = o.visit"
            f" WHERE o.person IN ({marks})"
        )
        found += [(row[0], row[1]) for row in engine.fetch_rows(session.connection(), statement, chunk)]
    return found


def _read_pointers(
    session: Session, source: str, column: str, ids: Collection[bytes]
) -> list[tuple[bytes, bytes]]:
    standing = " AND removed IS NULL" if "removed" in REPLICATED[source].fields else ""
    found: list[tuple[bytes, bytes]] = []
    for chunk in engine.in_chunks(ids, size=5_000):
        statement = f"SELECT id, {column} FROM {source} WHERE {column} IN ({engine.placeholders(len(chunk))}){standing}"
        found += [(row[0], row[1]) for row in engine.fetch_rows(session.connection(), statement, chunk)]
    return found
