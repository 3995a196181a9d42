"""The papers of a month: which one, of which unit, shown first as PDF or kept as a text or a table."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.periods import Period, month_of
from outreach_app.errors import BadInput, say
from ui.presenters.pages import make_printed
from ui.presenters.ports import Latest, Paper
from ui.presenters.print_state import MadeFile, MonthPaper, PrintBoard, Stage

if TYPE_CHECKING:
    from outreach_app.services.monthly import PaperKind

MONTHS = 13
"""So many months can be chosen, the newest first."""
_LAST_MONTH_UNTIL = 10
"""Up to this day of a month the report of the month before is the one that is due."""
_FILES = {MonthPaper.MONTHLY: "bao-cao-thang", MonthPaper.CONTRACTS: "b15a-uq"}


def list_months(today: date) -> list[date]:
    """The first days of the months that can be chosen."""
    return [add_months(first_of_month(today), -back) for back in range(MONTHS)]


class MonthPapers:
    """Chooses paper, unit, month and kind of file, and makes the paper."""

    def __init__(self, board: PrintBoard) -> None:
        self._board, self._looks, self._changes = board, Latest(), Latest()

    def begin(self) -> None:
        """Offer the units; the first time the month whose report is due is chosen."""
        board, today = self._board, self._board.app.desk.today
        if board.state.month.month is None:
            this = first_of_month(today)
            due = add_months(this, -1) if today.day <= _LAST_MONTH_UNTIL else this
            self.change(month=due)
        board.ports.query(lambda: tuple(board.app.monthly.list_units()), done=self._looks.only(self._take))

    def _take(self, units: tuple[tuple[str, str], ...]) -> None:
        self._board.set(units=units)
        if units and not self._board.state.month.unit:
            self.change(unit=units[0][0])

    def change(self, **changes: Any) -> None:
        """Take another paper, month, unit or kind of file; fields of MonthChoice."""
        board = self._board
        chosen = replace(board.state.month, **changes)
        if chosen != board.state.month:
            board.clear()
            if chosen.month != board.state.month.month and chosen.month is not None:
                self._look_for_changes(month_of(chosen.month))
            board.set(month=chosen.sound, stage=Stage.CHOOSING, printed=None, drawn=None, made=None, saved="")

    def _look_for_changes(self, month: Period) -> None:
        """By which units a month is told can be chosen only where they changed in it."""
        board = self._board

        def take(changed: bool) -> None:
            board.set(units_changed=changed)
            if not changed:
                self.change(units="end")

        board.ports.query(lambda: board.app.reports.has_changed(month), done=self._changes.only(take))

    def make(self) -> None:
        """Make the paper: as PDF it is shown first, anything else goes where somebody says."""
        from outreach_app.services.monthly import PaperKind

        board, chosen = self._board, self._board.state.month
        if board.state.stage is not Stage.CHOOSING or board.state.paper is not Paper.MONTH or not chosen.unit:
            return
        kind = PaperKind(chosen.kind)
        name = f"{_FILES[chosen.paper]}-{chosen.month:%Y-%m}"
        if kind is PaperKind.PDF:
            title = self._title()
            board.make(lambda: make_printed(name, title, self._write(kind)))
            return
        board.set(stage=Stage.MAKING, saved="")
        board.ask(lambda: self._write(kind), done=lambda data: self._offer(MadeFile(name, f".{kind}", data)))

    def _title(self) -> str:
        words, chosen = self._board.ports.words, self._board.state.month
        month = f"{chosen.month:%m/%Y}"
        if chosen.paper is MonthPaper.CONTRACTS:
            return f"B15a-UQ {month}"
        return words.text("Monthly report {month}", month=month)

    def _write(self, kind: "PaperKind") -> bytes:
        from outreach_app.services.dated_places import UnitsAs

        app, chosen = self._board.app, self._board.state.month
        if chosen.month is None:
            raise BadInput(say("No month is chosen."), say("Choose one from the list."))
        if chosen.paper is MonthPaper.CONTRACTS:
            return app.contracts.write(chosen.unit, chosen.month, kind).data
        return app.monthly.write(
            chosen.unit, chosen.month, kind, self._board.ports.words, units=UnitsAs(chosen.units)
        )

    def _offer(self, made: MadeFile) -> None:
        self._board.set(stage=Stage.SAVING, made=made)
