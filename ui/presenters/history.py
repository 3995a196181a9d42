"""The history of the record stood on: one line for each value that was written, and bringing an earlier one back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.history import Deed, FieldChange, HistoryEntry, can_restore
from outreach_app.domain.history_words import RECORD_NAMES
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.ports import Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App

Record = tuple[str, bytes]
"""A table and a row in it."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line: an entry and the change it is about, None where it made the record or its values are gone."""

    entry: HistoryEntry
    change: FieldChange | None = None

    @property
    def key(self) -> tuple[str, bytes, str]:
        """A name that no other line has."""
        return (self.entry.id, self.entry.row, self.change.field if self.change else "")

    @property
    def can_restore(self) -> bool:
        """Whether one key brings back what stood there before."""
        return self.change is not None and can_restore(self.entry, self.change)


@dataclass(frozen=True, slots=True)
class HistoryState:
    """What is shown: nothing while `record` is None; `chosen` is a line's key."""

    record: Record | None = None
    loading: bool = False
    lines: tuple[HistoryLine, ...] = ()
    chosen: tuple[str, bytes, str] | None = None

    @property
    def line(self) -> HistoryLine | None:
        """The line stood on."""
        return next((line for line in self.lines if line.key == self.chosen), None)


class HistoryPresenter:
    """Reads the history of a record and brings earlier values back."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[HistoryState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = HistoryState()
        self._reads = Latest()

    @property
    def is_open(self) -> bool:
        """Whether a history is shown."""
        return self._state.record is not None

    def open(self, record: Record | None) -> None:
        """Show the history of a record; None where nothing is stood on."""
        if record is None:
            self._ports.places.notice(say("Stand on a household, a person or a row first."))
            return
        self._set(record=record, loading=True, lines=(), chosen=None)
        self._read(record)

    def follow(self, news: object) -> None:
        """Look again after a command: what was just brought back is the newest line."""
        record = self._state.record
        if record is not None and isinstance(news, Changes):
            self._read(record)

    def leave(self) -> None:
        """Put it away."""
        self._reads.drop()
        self._set(record=None, loading=False, lines=(), chosen=None)

    def stand_on(self, key: tuple[str, bytes, str] | None) -> None:
        """Remember the line stood on."""
        self._set(chosen=key)

    def restore(self) -> None:
        """Write what stood there before the change stood on anew; Ctrl+Z takes it back."""
        line = self._state.line
        if line is None or line.change is None or not line.can_restore:
            self._ports.places.notice(say("There is no earlier value to bring back on this line."))
            return
        entry, change = line.entry, line.change
        restore = self._app.histories.restore
        self._ports.command(
            lambda: restore(entry.table, entry.row, change.field, change.was),
            done=lambda done: self._say_restored(entry, change, done.value),
        )

    def _say_restored(self, entry: HistoryEntry, change: FieldChange, former: object) -> None:
        restore, what = self._app.histories.restore, name_change(entry, change)
        self._ports.places.remember(Undo(what, lambda: restore(entry.table, entry.row, change.field, former)))
        self._ports.places.notice(say("Brought back: {what}", what=what))

    def _read(self, record: Record) -> None:
        take: Callable[[list[HistoryEntry]], None] = self._reads.only(self._take)
        self._ports.query(lambda: read_history(self._app, record), done=take, failed=self._fail)

    def _take(self, entries: list[HistoryEntry]) -> None:
        lines = tuple(make_lines(entries))
        known = {line.key for line in lines}
        chosen = self._state.chosen if self._state.chosen in known else None
        self._set(loading=False, lines=lines, chosen=chosen or (lines[0].key if lines else None))

    def _fail(self, error: OutreachError) -> None:
        self.leave()
        self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def read_history(app: "App", record: Record) -> list[HistoryEntry]:
    """Read what belongs to a record: around households and people everything that hangs on them."""
    table, row = record
    if table == "person":
        return app.histories.of_person(row)
    return app.histories.of_row(table, row)


def make_lines(entries: Sequence[HistoryEntry]) -> list[HistoryLine]:
    """One line for each changed value, one for each record that was made."""
    found: list[HistoryLine] = []
    for entry in entries:
        whole = entry.deed is Deed.MADE or not entry.changes
        found += [HistoryLine(entry)] if whole else [HistoryLine(entry, change) for change in entry.changes]
    return found


def name_change(entry: HistoryEntry, change: FieldChange) -> Message:
    """What was changed, for the notice and for undoing."""
    kind = say(RECORD_NAMES.get(entry.table, entry.table))
    return say("{field}, {kind} {name}", field=say(change.name), kind=kind, name=entry.subject)
