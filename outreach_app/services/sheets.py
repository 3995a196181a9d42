"""Visit lists on paper: choosing doors, making a sheet with its code, typing it back one key per row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.assignments import Obstacle
from outreach_app.domain.codes import parse_code, sheet_code
from outreach_app.domain.rows import (
    HouseholdRow,
    Sheet,
    SheetLine,
    VillageRow,
    VisitRow,
    WorkItem,
    WorkReason,
)
from outreach_app.domain.visits import Cancelled, NextStep, Outcome, suggest_next_date
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.place_names import NamesOfDay
from outreach_app.services.territory_placing import find_waiting
from outreach_app.services.visits import NewVisit, cancel_visit, check_visit, store_visit, take_back_marks
from outreach_app.services.work import Work
from outreach_app.store import households, obstacles, settings, sheets, villages, visits
from outreach_app.store.journal import Writer

ROWS_PER_SHEET = 13
"""Doors on a sheet unless somebody asks for another number; they fill one printed page and begin a second."""


_SPARE = 100


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """The doors for a list in their order, and those that were passed over on the way, each with the reason."""

    items: tuple[WorkItem, ...]
    left_out: tuple[tuple[HouseholdRow, Obstacle], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """Makes visit lists and takes them back."""

    desk: Desk

    def plan(
        self,
        village: bytes,
        *,
        doors: int = ROWS_PER_SHEET,
        day: date | None = None,
        canvasser: bytes | None = None,
    ) -> list[WorkItem]:
        """Choose the next doors of a village by today's rule, leaving out those that `choose` names."""
        return list(self.choose(village, doors=doors, day=day, canvasser=canvasser).items)

    def choose(
        self,
        village: bytes,
        *,
        doors: int = ROWS_PER_SHEET,
        day: date | None = None,
        canvasser: bytes | None = None,
        take: Collection[bytes] = (),
    ) -> SheetPlan:
        """Choose the next doors of a village for somebody and a day, and tell which were passed over and why.

        A door is passed over that stands on a list still out, was knocked that day or is somebody else's then, unless
        it is in `take`.
        """
        walked_on, who = day or self.desk.today, canvasser or self.desk.canvasser
        with self.desk.read() as session:
            out = {household for sheet in sheets.list_open(session) for household in sheet.households}
        items = Work(self.desk).list_doors(village=village, limit=2 * doors + len(out) + _SPARE)
        with self.desk.read() as session:
            homes = {item.household.id for item in items}
            told = obstacles.find_obstacles(session, homes, day=walked_on, canvasser=who)
        chosen, left = list[WorkItem](), list[tuple[HouseholdRow, Obstacle]]()
        for item in items:
            obstacle = told.get(item.household.id)
            if len(chosen) == doors:
                break
            if obstacle is None or item.household.id in take:
                chosen.append(item)
            else:
                left.append((item.household, obstacle))
        return SheetPlan(tuple(chosen), tuple(left))

    def make(
        self,
        village: bytes,
        items: Sequence[WorkItem],
        *,
        day: date | None = None,
        canvasser: bytes | None = None,
    ) -> Done[Sheet]:
        """Give a list of doors its sheet code and remember its rows in printed order."""
        if not items:
            raise BadInput(
                say("There is no door left for this list."),
                say("Choose another village or wait for sheets to come back."),
            )
        walked_on = day or self.desk.today
        with self.desk.write() as writer:
            stored = writer.create(
                "sheet",
                {
                    "code": next_code(writer, village, walked_on),
                    "village": village,
                    "day": walked_on.isoformat(),
                    "canvasser": canvasser or self.desk.canvasser,
                    "households": [item.household.id for item in items],
                    "reasons": [[item.reason.value, item.detail] for item in items],
                },
            )
        return Done(self.open_id(stored), writer.changes())

    def open(self, code: str) -> Sheet:
        """Read a sheet by its code as typed; a mistyped code is told apart from an unknown one."""
        with self.desk.read() as session:
            stored = sheets.find_sheet(session, parse_code(code))
            if stored is not None:
                return _make_sheet(session, stored)
        raise NotFound(
            say("No sheet has the code {code}.", code=code), say("Check that it was printed on this laptop.")
        )

    def open_id(self, sheet: bytes) -> Sheet:
        """Read a sheet by id."""
        with self.desk.read() as session:
            stored = sheets.read_sheet(session, sheet)
            if stored is None:
                raise NotFound(say("This sheet is not in the workspace."), say("Choose one from the list."))
            return _make_sheet(session, stored)

    def list_open(self) -> list[Sheet]:
        """List the sheets that were printed and not finished, oldest first."""
        with self.desk.read() as session:
            return [_make_sheet(session, stored) for stored in sheets.list_open(session)]

    def record_row(
        self, sheet: bytes, row: int, outcome: Outcome, *, note: str = "", next_on: date | None = None
    ) -> Done[bytes]:
        """Type back one row: logs the visit of the sheet's day, or corrects the one this row already has."""
        with self.desk.write() as writer:
            stored, household = _need_row(writer.session, sheet, row)
            former = _visits_by_row(writer.session, sheet).get(row)
            suggested = next_on or suggest_next_date(outcome, stored.day)
            visit = NewVisit(
                household=household,
                visited_on=stored.day,
                door_outcome=outcome,
                note=note,
                next_step=NextStep.RETURN if suggested else NextStep.NONE,
                next_on=suggested,
                canvasser=stored.canvasser or self.desk.canvasser,
                sheet=sheet,
                sheet_row=row,
            )
            checked = check_visit(visit, today=self.desk.today)
            if former is not None:
                take_back_marks(writer, former, kept=checked)
            made = store_visit(writer, checked, supersedes=former.id if former else None)
        return Done(made, writer.changes())

    def clear_row(self, sheet: bytes, row: int) -> Done[None]:
        """Take back what was typed for a row; the visit is cancelled, not lost."""
        with self.desk.write() as writer:
            _need_row(writer.session, sheet, row)
            former = _visits_by_row(writer.session, sheet).get(row)
            if former is not None:
                cancel_visit(writer, former, reason=Cancelled.ROW_CLEARED.value)
        return Done(None, writer.changes())

    def finish(self, sheet: bytes) -> Done[None]:
        """Close a sheet; rows without an outcome stay unvisited and come up again."""
        with self.desk.write() as writer:
            if sheets.read_sheet(writer.session, sheet) is None:
                raise NotFound(say("This sheet is not in the workspace."), say("Choose one from the list."))
            writer.edit("sheet", sheet, {"finished_on": self.desk.today.isoformat()})
        return Done(None, writer.changes())

    def reopen(self, sheet: bytes) -> Done[None]:
        """Take the closing of a sheet back."""
        with self.desk.write() as writer:
            if sheets.read_sheet(writer.session, sheet) is None:
                raise NotFound(say("This sheet is not in the workspace."), say("Choose one from the list."))
            writer.edit("sheet", sheet, {"finished_on": None})
        return Done(None, writer.changes())


def next_code(writer: Writer, village: bytes, day: date) -> str:
    """Make the code of the next sheet of a village and day; NotFound for an unknown village."""
    place = villages.read_village(writer.session, village)
    if place is None:
        raise NotFound(say("This village is not in the workspace."), say("Choose a village from the list."))
    device = settings.read_machine(writer.session).device_number
    return sheet_code(place.prefix, day, sheets.count_of_day(writer.session, day) + 1, device=device or None)


def _need_row(session: Session, sheet: bytes, row: int) -> tuple[sheets.StoredSheet, bytes]:
    stored = sheets.read_sheet(session, sheet)
    if stored is None or not 1 <= row <= len(stored.households):
        raise NotFound(
            say("This sheet has no row {row}.", row=row), say("Check the row number on the paper.")
        )
    return stored, stored.households[row - 1]


def _visits_by_row(session: Session, sheet: bytes) -> dict[int, VisitRow]:
    return dict(visits.list_of_sheet(session, sheet))


def _make_sheet(session: Session, stored: sheets.StoredSheet) -> Sheet:
    rows = households.read_many(session, stored.households)
    typed = dict(visits.list_of_sheet(session, stored.id))
    # A sheet of an area that is not this machine's has rows whose households never arrived: those are left out.
    place = villages.read_village(session, stored.village) if stored.village else None
    place = NamesOfDay.read(session, stored.day).village(place) if place else VillageRow(
        stored.village or b"", "", "", "", "", ""
    )  # fmt: skip
    lines, waiting = [], find_waiting(session, stored.households)
    for number, household in enumerate(stored.households, start=1):
        if household not in rows:
            continue
        reason, detail = stored.reasons[number - 1] if number <= len(stored.reasons) else (None, "")
        visit = typed.get(number)
        lines.append(
            SheetLine(
                row=number,
                household=rows[household],
                reason=WorkReason(reason) if reason else None,
                detail=detail,
                outcome=visit.door_outcome if visit else None,
                visit=visit.id if visit else None,
                waits=household in waiting,
            )
        )
    return Sheet(
        stored.id, stored.code, place, stored.day, stored.canvasser, stored.canvasser_name, tuple(lines),
        finished=stored.finished_on is not None,
    )  # fmt: skip
