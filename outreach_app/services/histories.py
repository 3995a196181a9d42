"""The history of a household, a person or any row, newest first, and bringing back what a field held before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.access import AccessAct
from outreach_app.domain.clock import moment_of
from outreach_app.domain.conflicts import EMPTY, NO, YES, Said
from outreach_app.domain.consents import SENSITIVE_FIELDS
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.history import (
    RESTORABLE,
    Deed,
    FieldChange,
    HistoryEntry,
    find_deed,
    find_version_deed,
    hold_back,
)
from outreach_app.domain.history_words import INNER, MONEY, name_field, name_value
from outreach_app.domain.operations import Dot
from outreach_app.domain.people import SCHEME_NAMES, PartialDate
from outreach_app.domain.registers import ERASED, REMOVED, Edit
from outreach_app.domain.visits import OUTCOME_NAMES
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.i18n import Dong
from outreach_app.services.desk import Desk, Done
from outreach_app.services.households import Households
from outreach_app.store import blocks, conflicts, edits, heads, histories, withheld
from outreach_app.store.histories import Row, StoredRow
from outreach_app.store.tables import REPLICATED

_PHONES = frozenset({"phone", "zalo", "away_phone"})


@dataclass(frozen=True, slots=True)
class Histories:
    """What happened to records, of every table alike."""

    desk: Desk

    def of_household(self, household: bytes) -> list[HistoryEntry]:
        """Tell the history of a household, its members and everything that hangs on them; NotFound when unknown."""
        with self.desk.read() as session:
            rows = histories.find_rows_around(session, household)
            found = _tell(session, rows)
        return self._note(_need(found))

    def of_person(self, person: bytes) -> list[HistoryEntry]:
        """Tell the history of a person and of everything about them; NotFound when unknown."""
        with self.desk.read() as session:
            found = _tell(session, histories.find_rows_of_person(session, person))
        return self._note(_need(found))

    def of_row(self, table: str, row: bytes) -> list[HistoryEntry]:
        """Tell the history of one row of any table with its later and earlier versions; NotFound when unknown."""
        if table not in REPLICATED:
            raise NotFound(
                say("There is no table {name}.", name=table), say("Name one of: {names}.", names=", ".join(REPLICATED)),
                key="no_table",
            )  # fmt: skip
        if table == "household":
            return self.of_household(row)
        with self.desk.read() as session:
            found = _tell(session, histories.find_versions(session, table, row))
        return self._note(_need(found))

    def newest(self, limit: int = 50) -> list[HistoryEntry]:
        """Tell what was written or read here last, whatever it is about."""
        with self.desk.read() as session:
            wanted = histories.find_newest(session, limit)
            dots = {dot for dot, _ in wanted}
            found = _tell(session, (row for _, row in wanted))
        return self._note([entry for entry in found if entry.dot in dots])

    def restore(self, table: str, row: bytes, field: str, value: object) -> Done[object]:
        """Write an earlier value of a person's or household's field anew; returns what it held until now.

        BadInput `not_restorable` for any other field.
        """
        if field not in RESTORABLE.get(table, ()):
            raise BadInput(
                say("This value is not brought back here."), say("Open the record and change it there."),
                key="not_restorable",
            )  # fmt: skip
        with self.desk.read() as session:
            stored = histories.read_rows(session, [(table, row)]).get((table, row))
        if stored is None or stored.values[REMOVED] is not None:
            raise NotFound(say("This record is not in the workspace any more."), say("Look at its history."))
        households = Households(self.desk)
        change = households.edit_person if table == "person" else households.edit_household
        return Done(stored.values[field], change(row, {field: value}).changes)

    def _note(self, entries: list[HistoryEntry]) -> list[HistoryEntry]:
        told = {
            entry.row
            for entry in entries
            if entry.table == "person"
            for change in entry.changes
            if change.field in SENSITIVE_FIELDS and not change.held_back
        }
        if told:
            self.desk.note_access(AccessAct.OPENED, sorted(told))
        return entries


def _need(found: list[HistoryEntry]) -> list[HistoryEntry]:
    if not found:
        raise NotFound(
            say("This record is not in the workspace."), say("Search for the household or person again.")
        )
    return found


def _tell(session: Session, rows: Iterable[Row]) -> list[HistoryEntry]:
    with blocks.keep_read(session):
        teller = _Teller.read(session, rows)
        found = [entry for stored in teller.rows.values() for entry in teller.tell_row(stored)]
        marked = histories.find_undone(session, {entry.dot for entry in found})
        deciders = conflicts.read_authors(session, set(marked.let_in.values()))
    found = [
        replace(
            entry, undone=entry.dot in marked.undone, undoes=entry.dot in marked.undoing,
            let_in_by=deciders.get(marked.let_in.get(entry.dot, b""), ""),
        )
        for entry in found
    ]  # fmt: skip
    return sorted(found, key=_place, reverse=True)


def _place(entry: HistoryEntry) -> tuple[object, ...]:
    # Of one moment, making a row comes before changing it; one machine's entries stand as it wrote them.
    return (entry.at, entry.deed is not Deed.MADE, entry.dot[1], entry.dot[0], entry.row)


@dataclass(slots=True)
class _Teller:
    """Rows with every edit of them, and what they are told with."""

    rows: dict[Row, StoredRow]
    written: dict[Row, dict[str, list[Edit]]]
    names: dict[bytes, str]
    authors: dict[bytes, str]
    devices: dict[bytes, conflicts.Device]
    subjects: dict[Row, tuple[bytes | None, str]]
    homes: dict[bytes, conflicts.Home]
    hidden: set[tuple[bytes, str]]

    @classmethod
    def read(cls, session: Session, rows: Iterable[Row]) -> "_Teller":
        stored = histories.read_rows(session, rows)
        written = _read_edits(session, stored)
        every = [edit for fields in written.values() for some in fields.values() for edit in some]
        subjects = conflicts.read_subjects(session, stored)
        pointed = {
            id for row in stored.values() for value in row.values.values() for id in _find_ids(value)
        } | {id for edit in every for value in (edit.value, edit.was) for id in _find_ids(value)}
        authors = {edit.author for edit in every if edit.author} | {
            r.author for r in stored.values() if r.author
        }
        homes = {home for home, _ in subjects.values() if home} | {
            row.values["household"]
            for row in stored.values()
            if isinstance(row.values.get("household"), bytes)
        }
        known = conflicts.read_authors(session, authors | pointed)
        return cls(
            stored, written, known | conflicts.read_names(session, pointed), known,
            conflicts.read_devices(session), subjects,
            conflicts.read_homes(session, {home for home in homes if isinstance(home, bytes)}),
            _find_hidden(session, stored),
        )  # fmt: skip

    def tell_row(self, stored: StoredRow) -> Iterator[HistoryEntry]:
        """Tell how a row came to be and every edit of it."""
        written = self.written.get((stored.table, stored.id), {})
        made = stored.values | {
            name: min(found, key=lambda edit: (edit.time, edit.dot)).was
            for name, found in written.items()
            if found
        }
        yield self._tell_made(stored, made)
        by_dot: dict[Dot, dict[str, Edit]] = defaultdict(dict)
        for name, found in written.items():
            for edit in found:
                by_dot[edit.dot][name] = edit
        for dot, fields in by_dot.items():
            yield self._tell_edit(stored, dot, fields)

    def _tell_made(self, stored: StoredRow, made: Mapping[str, object]) -> HistoryEntry:
        former = self.rows.get((stored.table, _row(made.get("supersedes")) or b""))
        dot = edits.name_create(stored.id)
        if former is None:
            changes = tuple(self._tell_fields(stored, {}, made))
            deed = Deed.ERASED if stored.table == "erasure" else Deed.MADE
        else:
            changes = tuple(self._tell_fields(stored, former.values, made))
            deed = find_version_deed(made)
        return self._entry(stored, dot, stored.made, stored.author, deed, changes)

    def _tell_fields(
        self, stored: StoredRow, was: Mapping[str, object], now: Mapping[str, object]
    ) -> Iterator[FieldChange]:
        defaults = blocks.defaults_of(stored.table)
        for name in REPLICATED[stored.table].fields:
            before, after = was.get(name), now.get(name)
            told = (
                before != after if was else after not in (None, "", [], False) and after != defaults.get(name)
            )
            if told and name not in INNER:
                yield self._change(stored, name, before, after)

    def _tell_edit(self, stored: StoredRow, dot: Dot, fields: Mapping[str, Edit]) -> HistoryEntry:
        first = next(iter(fields.values()))
        deed = find_deed({name: (edit.was, edit.value) for name, edit in fields.items()})
        erased = stored.values.get(REMOVED) == ERASED
        changes = tuple(
            self._change(stored, name, edit.was, edit.value)
            for name, edit in sorted(fields.items())
            if not (deed is Deed.ERASED or erased)
        )
        return self._entry(stored, dot, first.time, first.author, deed, changes)

    def _change(self, stored: StoredRow, name: str, was: object, now: object) -> FieldChange:
        change = FieldChange(
            name, name_field(stored.table, name), was, now,
            tuple(self._say(stored.table, name, was)), tuple(self._say(stored.table, name, now)),
        )  # fmt: skip
        return hold_back(change) if (stored.id, name) in self.hidden else change

    def _entry(
        self,
        stored: StoredRow,
        dot: Dot,
        time: int,
        author: bytes | None,
        deed: Deed,
        changes: tuple[FieldChange, ...],
    ) -> HistoryEntry:
        device = self.devices.get(dot[0], conflicts.Device(""))
        subject, home = self._find_subject(stored)
        return HistoryEntry(
            dot, moment_of(time), self.authors.get(author or b"", ""), device.name, device.own, deed, stored.table,
            stored.id, subject, home, changes,
        )  # fmt: skip

    def _find_subject(self, stored: StoredRow) -> tuple[str, str]:
        household, called = self.subjects.get((stored.table, stored.id), (None, ""))
        household = household or _row(stored.values.get("household"))
        home = self.homes.get(household or b"")
        person = self.names.get(_row(stored.values.get("person")) or b"", "")
        if stored.table == "erasure":
            # Whoever was erased has no name, and the head's in its place would read as if the head were gone.
            return "", home.code if home else ""
        return called or person or (home.head if home else ""), home.code if home else ""

    def _say(self, table: str, name: str, value: object) -> Iterator[Said]:
        """Put a journalled value into words; a list is told one by one."""
        if value in (None, "", []):
            yield EMPTY
        elif isinstance(value, bool):
            yield YES if value else NO
        elif isinstance(value, bytes):
            yield self.names.get(value) or value.hex()[:8]
        elif isinstance(value, list | tuple):
            yield from self._say_list(name, value)
        elif isinstance(value, int):
            yield say("{amount}", amount=Dong(value)) if {name, f"{table}.{name}"} & MONEY else str(value)
        else:
            yield _say_text(table, name, str(value))

    def _say_list(self, name: str, values: Sequence[object]) -> Iterator[Said]:
        if name not in ("outcomes", "met", "lapses"):
            yield str(len(values))
            return
        for each in values:
            if isinstance(each, bytes):
                yield self.names.get(each) or each.hex()[:8]
            elif name == "outcomes" and isinstance(each, list | tuple) and len(each) == 3:
                person, scheme, outcome = each
                yield say(
                    "{name}, {scheme}: {outcome}", name=self.names.get(person, ""),
                    scheme=say(SCHEME_NAMES.get(scheme, str(scheme))),
                    outcome=say(OUTCOME_NAMES.get(outcome, str(outcome))),
                )  # fmt: skip


def _say_text(table: str, name: str, text: str) -> Said:
    if (word := name_value(table, name, text)) is not None:
        return say(word)
    if name in _PHONES and len(text) == 10 and text.isdigit():
        return f"{text[:4]} {text[4:7]} {text[7:]}"
    if name == "asked_by" and table == "erasure" and text in set(AskedBy):
        return text
    return _say_date(text) if len(text) <= 10 else text


def _say_date(text: str) -> str:
    try:
        told = PartialDate.parse(text)
    except ValueError:
        return text
    if told.day is None or told.month is None:
        return "/".join(f"{part:02d}" for part in (told.month, told.year) if part)
    return f"{date(told.year, told.month, told.day):%d/%m/%Y}"


def _read_edits(session: Session, rows: Mapping[Row, StoredRow]) -> dict[Row, dict[str, list[Edit]]]:
    """Every edit of every field, whether it still stands or was replaced since."""
    ids = {row for _, row in rows}
    standing = {key: found for key, found in heads.read_row_heads(session, ids).items() if key[:2] in rows}
    former = edits.read_history(session, standing)
    found: dict[Row, dict[str, list[Edit]]] = defaultdict(lambda: defaultdict(list))
    for key, some in standing.items():
        known = {edit.dot: edit for edit in (*some, *former[key])}
        found[key[:2]][key[2]] += known.values()
    return found


def _find_hidden(session: Session, rows: Iterable[Row]) -> set[tuple[bytes, str]]:
    """Fields whose values may not be shown at present: what they held before is not shown either."""
    fields = {"person": tuple(SENSITIVE_FIELDS), "household": ("category",)}
    keys = [(table, row, name) for table, row in rows for name in fields.get(table, ())]
    return {(row, name) for _, row, name in withheld.find_hidden(session, keys)}


def _find_ids(value: object) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _find_ids(each)


def _row(value: object) -> bytes | None:
    return value if isinstance(value, bytes) else None
