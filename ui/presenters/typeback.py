"""Typing a paper sheet back: its code, its rows with one key each, and families met beside the list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import Sheet, SheetLine
from outreach_app.domain.visits import Outcome
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.beside import Beside, BesideFinder
from ui.presenters.ports import Latest, Ports, PrintedRow, SheetAt, Undo, VisitAt
from ui.presenters.sheet_rows import Told
from ui.presenters.visit_form import make_new_visit, read_visit

if TYPE_CHECKING:
    from outreach_app.app import App

_TABLES = ("visit", "sheet", "household", "person")


@dataclass(frozen=True, slots=True)
class CodeProblem:
    """What is wrong with a code that was typed, and what to do."""

    message: Message
    advice: Message


@dataclass(frozen=True, slots=True)
class TypebackState:
    """The sheet that is open, or none; `typed` holds keys on their way to the disk (None: the row is being cleared).

    `chosen` is the printed number of the row stood on, `waiting` the sheets still out, `beside` is set while a family
    outside the list is looked for.
    """

    loading: bool = True
    today: date | None = None
    sheet: Sheet | None = None
    told: Mapping[int, Told] = field(default_factory=lambda: MappingProxyType({}))
    typed: Mapping[int, Outcome | None] = field(default_factory=lambda: MappingProxyType({}))
    chosen: int | None = None
    waiting: tuple[Sheet, ...] = ()
    problem: CodeProblem | None = None
    beside: Beside | None = None

    def outcome_of(self, row: int) -> Outcome | None:
        """What stands in a row: the key just typed, else what is stored."""
        if row in self.typed:
            return self.typed[row]
        told = self.told.get(row)
        return told.outcome if told is not None else None

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """The printed rows."""
        return self.sheet.lines if self.sheet is not None else ()

    @property
    def done(self) -> int:
        """How many rows have an outcome."""
        return sum(self.outcome_of(line.row) is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the workspace brought."""

    today: date
    sheet: Sheet | None
    told: Mapping[int, Told]
    waiting: tuple[Sheet, ...]


class TypebackPresenter:
    """Opens sheets and writes each row as its key is pressed."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[TypebackState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = TypebackState()
        self._reads = Latest()
        self._writing: dict[int, int] = {}
        self._visit_wanted: int | None = None
        self._away: int | None = None
        self._taken_back: tuple[bytes, int] | None = None
        self._beside = BesideFinder(
            app, ports, show=lambda found: self._set(beside=found), take=self._go_to_visit
        )

    # ------------------------------------------------------------------------------------------------------ opening
    def enter(self, subject: object) -> None:
        """Open the sheet asked for, or come back to the one that is open."""
        if isinstance(subject, SheetAt):
            self.open_code(subject.code)
        else:
            self._reload()

    def here(self) -> SheetAt | None:
        """What brings somebody back to the sheet that is open."""
        return None if self._state.sheet is None else SheetAt(self._state.sheet.code)

    def open_code(self, code: str) -> None:
        """Open a sheet by its code as typed; what is wrong with the code is said beside the field."""
        if not code.strip():
            return
        self._writing, self._away = {}, None
        self._set(sheet=None, told={}, typed={}, chosen=None, problem=None, beside=None, loading=True)
        take = self._reads.only(self._take_opened)
        self._ports.query(lambda: self._read(self._app.sheets.open(code).id), done=take, failed=take)

    def _take_opened(self, answer: _Read | OutreachError) -> None:
        if isinstance(answer, _Read):
            self._take(answer)
            return
        self._set(problem=CodeProblem(answer.message, answer.advice))
        self._reload()

    def follow(self, news: object) -> None:
        """Look again after a command."""
        if isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def _reload(self) -> None:
        sheet = self._state.sheet
        wanted = sheet.id if sheet is not None else None
        self._ports.query(lambda: self._read(wanted), done=self._reads.only(self._take))

    def _read(self, wanted: bytes | None) -> _Read:
        app = self._app
        sheet = app.sheets.open_id(wanted) if wanted is not None else None
        told = (
            {line.row: self._read_told(line, line.visit) for line in sheet.lines if line.visit}
            if sheet
            else {}
        )
        waiting = tuple(each for each in app.sheets.list_open() if each.id != wanted)
        return _Read(app.desk.today, sheet, told, waiting)

    def _read_told(self, line: SheetLine, visit: bytes) -> Told:
        told = self._app.visits.read(visit)
        if not told.outcomes:
            return Told(told, {})
        card = self._app.households.read_card(line.household.id)
        return Told(told, {person.id: person.name for person in card.members})

    def _take(self, read: _Read) -> None:
        former = self._state
        typed = {row: outcome for row, outcome in former.typed.items() if row in self._writing}
        self._set(
            loading=False,
            today=read.today,
            sheet=read.sheet,
            told=read.told,
            typed=typed,
            waiting=read.waiting,
        )
        if read.sheet is not None:
            self._set(chosen=self._place_after(former), problem=None)
        if self._visit_wanted is not None and self._visit_wanted not in self._writing:
            row, self._visit_wanted = self._visit_wanted, None
            self.open_visit(row)

    def _place_after(self, former: TypebackState) -> int | None:
        """Where to stand after a look: a row that was just taken back comes first, then where one stood."""
        sheet, taken_back, self._taken_back = self._state.sheet, self._taken_back, None
        if sheet is not None and taken_back is not None and taken_back[0] == sheet.id:
            return taken_back[1]
        if self._away is not None and self._is_told_anew(former, self._away):
            row, self._away = self._away, None
            return self._next_open(row)
        return former.chosen if former.sheet is not None and former.chosen else self._next_open(0)

    def _is_told_anew(self, former: TypebackState, row: int) -> bool:
        """Whether the full form has just told a row, or told it otherwise."""
        before, now = former.told.get(row), self._state.told.get(row)
        return now is not None and (before is None or before.visit.id != now.visit.id)

    def _next_open(self, after: int) -> int | None:
        """The next row without an outcome, then the first one; the last row when all have theirs."""
        still = [line.row for line in self._state.lines if self._state.outcome_of(line.row) is None]
        later = (row for row in still if row > after)
        last = self._state.lines[-1].row if self._state.lines else None
        return next(later, still[0] if still else last)

    # ------------------------------------------------------------------------------------------------------- typing
    def stand_on(self, row: int | None) -> None:
        """Go to a row."""
        if row is not None and row != self._state.chosen and self._state.sheet is not None:
            self._set(chosen=row)

    def record(self, outcome: Outcome) -> None:
        """Write an outcome into the row stood on and go to the next open one; the disk follows in the background."""
        row = self._state.chosen
        if row is None or self._state.sheet is None:
            return
        self._write(row, outcome)
        self._set(chosen=self._next_open(row))

    def clear(self) -> None:
        """Take the outcome of the row stood on away."""
        row = self._state.chosen
        if row is not None and self._state.outcome_of(row) is not None:
            self._write(row, None)

    def _write(self, row: int, outcome: Outcome | None) -> None:
        sheet = self._state.sheet
        assert sheet is not None
        self._writing[row] = self._writing.get(row, 0) + 1
        self._set(typed={**self._state.typed, row: outcome})
        head = next(line.household.head for line in sheet.lines if line.row == row)
        self._ports.command(
            lambda: self._store(sheet.id, row, outcome),
            done=lambda done: self._written(sheet.id, row, former=done[0], head=head),
            failed=lambda error: self._not_written(sheet.id, row, error),
        )

    def _store(self, sheet: bytes, row: int, outcome: Outcome | None) -> tuple[bytes | None, Changes]:
        """Write a row; gives back the visit that stood there before."""
        former = self._find_visit(sheet, row)
        sheets = self._app.sheets
        if outcome is None:
            return former, sheets.clear_row(sheet, row).changes
        return former, sheets.record_row(sheet, row, outcome).changes

    def _find_visit(self, sheet: bytes, row: int) -> bytes | None:
        return next(line.visit for line in self._app.sheets.open_id(sheet).lines if line.row == row)

    def _written(self, sheet: bytes, row: int, *, former: bytes | None, head: str) -> None:
        self._settle(sheet, row)
        what = say("row {row}, {name}", row=row, name=head)
        self._ports.places.remember(Undo(what, lambda: self._take_back(sheet, row, former)))

    def _not_written(self, sheet: bytes, row: int, error: OutreachError) -> None:
        self._settle(sheet, row)
        self._ports.places.trouble(error)
        if self._state.sheet is not None and self._state.sheet.id == sheet:
            self._set(chosen=row)
        self._reload()

    def _settle(self, sheet: bytes, row: int) -> None:
        if self._state.sheet is not None and self._state.sheet.id == sheet and row in self._writing:
            self._writing[row] -= 1
            if not self._writing[row]:
                del self._writing[row]

    def _take_back(self, sheet: bytes, row: int, former: bytes | None) -> Any:
        """Put back what stood in a row: nothing, or the former visit with all it told."""
        app = self._app
        self._taken_back = (sheet, row)
        if former is None:
            return app.sheets.clear_row(sheet, row)
        told, now = app.visits.read(former), self._find_visit(sheet, row)
        again = replace(
            make_new_visit(told.household, read_visit(told)),
            canvasser=told.canvasser,
            sheet=sheet,
            sheet_row=row,
        )
        return app.visits.correct(now, again) if now is not None else app.visits.log(again)

    def open_visit(self, row: int) -> None:
        """Open the full form of a row's household for the sheet's day; what the row tells already is corrected."""
        if row in self._writing:
            self._visit_wanted = row
            return
        line = next((line for line in self._state.lines if line.row == row), None)
        if line is not None:
            self._go_to_visit(line.household.id, row=row, correcting=line.visit)

    def _go_to_visit(
        self, household: bytes, *, row: int | None = None, correcting: bytes | None = None
    ) -> None:
        sheet = self._state.sheet
        if sheet is None:
            return
        self._away = row
        printed = PrintedRow(sheet.id, row, sheet.canvasser)
        at = VisitAt(household, visited_on=sheet.day, correcting=correcting, back="typeback", printed=printed)
        self._ports.places.go("visit", at)

    def finish(self) -> None:
        """Close the sheet; rows without an outcome stay unvisited and come up again."""
        sheet = self._state.sheet
        if sheet is None:
            return
        done, rows = self._state.done, len(sheet.lines)
        self._ports.command(
            lambda: self._app.sheets.finish(sheet.id), done=lambda _done: self._finished(sheet, done, rows)
        )

    def _finished(self, sheet: Sheet, done: int, rows: int) -> None:
        places = self._ports.places
        self._writing, self._away = {}, None
        self._set(sheet=None, told={}, typed={}, chosen=None, beside=None)
        self._reload()
        places.remember(
            Undo(say("sheet {code} is done", code=sheet.code), lambda: self._app.sheets.reopen(sheet.id))
        )
        places.notice(
            say("Sheet {code} is done: {done} of {rows} rows", code=sheet.code, done=done, rows=rows)
        )

    # --------------------------------------------------------------------------------------------- beside the list
    def start_beside(self) -> None:
        """Look for a family that was visited but is not on the sheet."""
        if self._state.sheet is not None:
            self._beside.start(self._state.sheet.village.id)

    def look_beside(self, text: str) -> None:
        """Find families of the sheet's village by name."""
        self._beside.look(text)

    def leave_beside(self) -> None:
        """Go back to the rows."""
        self._beside.leave()

    def add_household(self) -> None:
        """Add the family that was looked for to the sheet's village, and open its visit."""
        self._beside.add()

    def take_household(self, household: bytes) -> None:
        """Log the visit of a family that was found; one that stands on the sheet is shown in its row."""
        row = next((line.row for line in self._state.lines if line.household.id == household), None)
        self._beside.leave()
        if row is not None:
            self.stand_on(row)
        else:
            self._go_to_visit(household)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
