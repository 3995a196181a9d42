"""Differences between machines: listing them, settling one or hundreds in one transaction, and taking a run back."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.conflicts import (
    KEEP,
    REMOVE,
    Conflict,
    ConflictKind,
    MergedRow,
    Settlement,
    SettleReport,
    parse_conflict,
)
from outreach_app.domain.operations import Dot
from outreach_app.domain.registers import (
    REMOVED,
    FieldKey,
    Heads,
    find_conflicts,
    find_shown,
    replaced_by_all,
)
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services import conflict_views
from outreach_app.services.desk import Desk, Done
from outreach_app.services.households import check_value
from outreach_app.services.undoing import Undoing, take_back
from outreach_app.store import edits, heads, stretches
from outreach_app.store.edits import PlannedEdit
from outreach_app.store.local_tables import Stretch

_REMOVED_BY_HAND = "removed"


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What machines disagree on. An unsettled difference blocks nothing: a value is shown provisionally everywhere."""

    desk: Desk

    def list_all(self) -> list[Conflict]:
        """List every difference, household by household."""
        with self.desk.read() as session:
            return conflict_views.list_conflicts(session)

    def count(self) -> int:
        """Count the differences."""
        with self.desk.read() as session:
            return len(conflict_views.find_shown_conflicts(session))

    def list_merged(self, *, limit: int = 200) -> list[MergedRow]:
        """List the rows that several machines edited in different fields: merged without asking, the latest first."""
        with self.desk.read() as session:
            return conflict_views.list_merged(session, limit=limit)

    def settle(self, settlements: Iterable[Settlement]) -> Done[SettleReport]:
        """Write decisions in one transaction: each replaces the values its author was shown, and no others.

        A value that came in between keeps its difference open. What nobody disagrees on any more is passed over.
        """
        decisions = [(_need_key(each.id), each) for each in settlements]
        run = secrets.token_hex(8)
        with self.desk.write() as writer:
            rows = heads.read_row_heads(writer.session, {key[1] for key, _ in decisions})
            open_now = set(find_conflicts(rows))
            planned = [_plan(key, each, rows) for key, each in decisions if key in open_now]
            edits.write_edits(writer, planned)
            after = set(find_conflicts(heads.read_row_heads(writer.session, {edit.row for edit in planned})))
            stretches.add_stretch(writer, run, stretches.SETTLE)
        left = sum(edit.key in after for edit in planned)
        report = SettleReport(run, len(planned) - left, len(decisions) - len(planned), left)
        return Done(report, writer.changes())

    def last_run(self) -> str | None:
        """Name the newest run of decisions that was not taken back."""
        with self.desk.read() as session:
            found = stretches.last_stretch(session, stretches.SETTLE)
            return found.id if found else None

    def undo(self, run: str) -> Done[Undoing]:
        """Take a whole run of decisions back: its differences are open again, with the values and authors of before.

        A field on which somebody has written since who had seen the decision stays as it is and is listed.
        """
        with self.desk.write() as writer:
            stretch = _need_run(writer.session, run)
            done = take_back(writer, stretches.read_stretch(writer.session, stretch), subject=run)
            stretches.mark_undone(writer.session, run)
        return Done(done, writer.changes())

    def read_value(self, conflict: Conflict, text: str) -> object:
        """Turn a value as typed into what a decision holds: one of the rivals' as it stands, else a checked third one.

        For a removal it is 'keep' or 'remove'. Raises BadInput with a sentence for what cannot stand in the field.
        """
        if conflict.kind is ConflictKind.REMOVAL:
            if text not in (KEEP, REMOVE):
                raise BadInput(
                    say("“{text}” does not say what is to become of the row.", text=text),
                    say("Write “keep” or “remove”."),
                    key="not_a_choice",
                )
            return text
        for rival in conflict.values:
            if _spell(rival.value) == text:
                return rival.value
        return check_value(conflict.key[0], conflict.key[2], text)


def _spell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.hex() if isinstance(value, bytes) else str(value)


def _need_key(id: str) -> FieldKey:
    key = parse_conflict(id)
    if key is None:
        raise NotFound(
            say("No difference has the name {id}.", id=id),
            say("List the differences and copy the name from there."),
        )
    return key


def _need_run(session: Session, run: str) -> Stretch:
    found = stretches.find_stretch(session, run)
    if found is None or found.kind != stretches.SETTLE:
        raise NotFound(
            say("There are no decisions with the name {id}.", id=run), say("Take back the last decisions instead.")
        )  # fmt: skip
    if found.undone:
        raise BadInput(
            say("These decisions were taken back already."),
            say("Settle the differences again."),
            key="undone_already",
        )
    return found


def _plan(key: FieldKey, settlement: Settlement, rows: dict[FieldKey, Heads]) -> PlannedEdit:
    standing = rows[key]
    if key[2] == REMOVED and settlement.value in (KEEP, REMOVE):
        return _plan_removal(key, settlement, rows)
    replaced = settlement.shown or replaced_by_all(standing)
    return PlannedEdit(*key, settlement.value, replaced)


def _plan_removal(key: FieldKey, settlement: Settlement, rows: dict[FieldKey, Heads]) -> PlannedEdit:
    standing = rows[key]
    replaced: frozenset[Dot] = settlement.shown or replaced_by_all(standing)
    if settlement.value == KEEP:
        return PlannedEdit(*key, None, replaced)
    known = replaced_by_all(e for each, of in rows.items() if each[:2] == key[:2] for e in of)
    reasons = [head for head in standing if head.value is not None]
    reason = find_shown(key[0], REMOVED, tuple(reasons)).value if reasons else _REMOVED_BY_HAND
    return PlannedEdit(*key, reason, replaced if settlement.shown else replaced | known)
