"""Print: papers for a door, a household, a day, a village or an office; seen first, then on paper or kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app import paths
from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import Coverage, HitKind, SearchHit, Sheet
from outreach_app.errors import EnvironmentTrouble, say
from ui.presenters.pages import default_folder, draw_page, write_beside, write_pdf
from ui.presenters.phrases import name_village
from ui.presenters.ports import Latest, Paper, Ports, PrintAt
from ui.presenters.print_months import MonthPapers
from ui.presenters.print_official import OfficialForms
from ui.presenters.print_papers import PaperMakers
from ui.presenters.print_runs import LeafletRun
from ui.presenters.print_state import ZOOMS, PrintBoard, PrintingState, Stage

if TYPE_CHECKING:
    from outreach_app.app import App

__all__ = ["MOST_DOORS", "PrintingPresenter", "PrintingState", "Stage", "list_villages"]

MOST_DOORS = 60
_HITS = 8
_PAUSE_MS = 200


@dataclass(frozen=True, slots=True)
class _Look:
    """What there is to choose from."""

    today: date
    coverage: tuple[Coverage, ...]
    sheets: tuple[Sheet, ...]


class PrintingPresenter:
    """Prepares papers, shows their pages, saves and prints them.

    Attributes: runs (the leaflets of a village), official (the official forms), months (the papers of a month).
    """

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[PrintingState], None]) -> None:
        self._app, self._ports = app, ports
        self._board = PrintBoard(app, ports, PrintingState(folder=default_folder()), show=show)
        self._makers = PaperMakers(app, ports.words)
        self.runs = LeafletRun(self._board)
        self.official = OfficialForms(self._board)
        self.months = MonthPapers(self._board)
        self._looks, self._plans, self._hits, self._pauses = Latest(), Latest(), Latest(), Latest()
        self._slips, self._printings = Latest(), Latest()
        self._sheet: bytes | None = None
        self._pages: tuple[int, ...] = ()

    @property
    def _state(self) -> PrintingState:
        return self._board.state

    def enter(self, subject: object) -> None:
        """Look again; a paper that another place asked for is prepared at once."""
        self._reload()
        if isinstance(subject, PrintAt):
            self._open(subject)
        elif (make := self._makers.find(subject)) is not None:
            self.choose_paper(Paper.SUMMARY)
            self._board.make(make)

    def _open(self, wanted: PrintAt) -> None:
        if wanted.paper is Paper.VISIT_LIST:
            self._board.set(village=wanted.subject or self._state.village)
        if wanted.paper is Paper.LEAFLETS:
            self._board.set(whole_village=wanted.subject)
        self.choose_paper(wanted.paper)
        if wanted.paper is Paper.LEAFLET and wanted.subject is not None:
            self.choose_household(wanted.subject)
        if wanted.paper is Paper.SUMMARY:
            self.choose_day(self._app.desk.today)

    def follow(self, news: object) -> None:
        """Look again after a command that changed doors or sheets, or what a form lacks."""
        if not isinstance(news, Changes):
            return
        if news.touches("visit", "household", "sheet", "village"):
            self._reload()
        if self._state.paper is Paper.FORMS and news.touches("enrolment", "person", "household"):
            self.official.look()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._looks.only(self._take_look))

    def _read(self) -> _Look:
        app = self._app
        return _Look(app.desk.today, tuple(app.households.read_coverage()), tuple(app.sheets.list_open()))

    def _take_look(self, look: _Look) -> None:
        state = self._state
        first = look.coverage[0].village.id if look.coverage else None
        self._board.set(
            today=look.today,
            coverage=look.coverage,
            sheets=look.sheets,
            village=state.village or first,
            day=state.day or look.today,
            slip_day=state.slip_day or look.today,
        )
        if state.paper is Paper.VISIT_LIST and state.stage is Stage.CHOOSING:
            self._plan()

    # ----------------------------------------------------------------------------------------------- choosing
    def choose_paper(self, paper: Paper) -> None:
        """Change to another paper; what was shown of the former is put away."""
        if self._state.stage is Stage.PRINTING:
            return
        self.runs.stop()
        self._board.clear()
        state = self._state
        day = state.day if paper is Paper.SUMMARY else None
        household = state.household if paper is Paper.LEAFLET else None
        stage = Stage.CHOOSING if day is None and household is None else Stage.MAKING
        self._board.set(
            paper=paper, stage=stage, printed=None, drawn=None, saved="", page=0, made=None, step=None
        )
        begin: dict[Paper, Callable[[], None]] = {
            Paper.VISIT_LIST: self._plan, Paper.LEAFLETS: self.runs.plan, Paper.FORMS: self._begin_forms,
            Paper.MONTH: self.months.begin,
            Paper.APPOINTMENTS: lambda: self.choose_slip_day(self._state.slip_day or self._app.desk.today),
        }  # fmt: skip
        if paper in begin:
            begin[paper]()
        elif day is not None:
            self.choose_day(day)
        elif household is not None:
            self.choose_household(household)

    def _begin_forms(self) -> None:
        today = self._state.today or self._app.desk.today
        choice = self._state.choice
        self.official.change(since=choice.since or today.replace(day=1), until=choice.until or today)

    def choose_village(self, village: bytes) -> None:
        """Take the next doors of another village."""
        self._board.set(village=village, stage=Stage.CHOOSING, printed=None, drawn=None)
        self._plan()

    def choose_doors(self, doors: int) -> None:
        """Take another number of doors."""
        kept = max(1, min(doors, MOST_DOORS))
        self._board.set(doors=kept, stage=Stage.CHOOSING, printed=None, drawn=None)
        self._plan()

    def choose_print(self, *, large: bool) -> None:
        """Print visit lists in large letters or not; the one in sight is made anew."""
        self._board.set(large=large)
        if self._sheet is not None and self._state.paper is Paper.VISIT_LIST and self._state.printed:
            self.open_sheet(self._sheet)

    def _plan(self) -> None:
        village, doors = self._state.village, self._state.doors
        if village is None:
            return
        self._ports.query(
            lambda: self._app.sheets.choose(village, doors=doors),
            done=self._plans.only(lambda plan: self._board.set(planned=plan.items, left_out=plan.left_out)),
        )

    def make_paper(self) -> None:
        """Make what was chosen: a sheet with its code, the leaflets of a village, an official form."""
        if self._state.paper is Paper.VISIT_LIST:
            self._make_sheet()
        elif self._state.paper is Paper.LEAFLETS:
            self.runs.make()
        elif self._state.paper is Paper.FORMS:
            self.official.make()
        elif self._state.paper is Paper.MONTH:
            self.months.make()

    def _make_sheet(self) -> None:
        state = self._state
        if state.stage is not Stage.CHOOSING or state.village is None:
            return
        village, doors, sheets = state.village, state.doors, self._app.sheets
        self._board.set(stage=Stage.MAKING)
        # Planned anew: what is shown may still be the plan for the number that stood there before.
        self._ports.command(
            lambda: sheets.make(village, sheets.plan(village, doors=doors)),
            done=lambda done: self.open_sheet(done.value.id),
            failed=self._board.fail,
        )

    def open_sheet(self, sheet: bytes) -> None:
        """Show a sheet that was made before."""
        self._sheet = sheet
        self._board.make(self._makers.sheet(sheet, large=self._state.large))

    def search(self, text: str) -> None:
        """Find the household of a leaflet by name or code."""
        if not text:
            self._hits.drop()
            self._board.set(hits=None)
            return
        self._ports.query(
            lambda: self._app.households.find(text, limit=3 * _HITS).hits,
            done=self._hits.only(lambda hits: self._board.set(hits=_one_each(hits))),
        )

    def choose_household(self, household: bytes) -> None:
        """Show a household's leaflet."""
        self._board.set(household=household)
        self._board.make(self._makers.leaflet(household))

    def choose_day(self, day: date) -> None:
        """Show the summary of a day."""
        self._board.set(day=day)
        self._board.make(self._makers.summary(day))

    def choose_slip_day(self, day: date) -> None:
        """Show the appointment slips of a day; without a promise for it the form says so."""
        self._board.clear()
        self._board.set(slip_day=day, slips=None, stage=Stage.CHOOSING, printed=None, drawn=None, saved="")
        slips = self._app.appointments
        self._ports.query(lambda: tuple(slips.list_of_day(day)), done=self._slips.only(self._take_slips))

    def _take_slips(self, slips: Sequence[object]) -> None:
        day = self._state.slip_day
        self._board.set(slips=slips)
        if slips and day is not None and self._state.paper is Paper.APPOINTMENTS:
            self._board.make(self._makers.appointments(day))

    # ------------------------------------------------------------------------------------------------ showing
    def measure_room(self, width: int, height: int) -> None:
        """Say how many device pixels there are for a page; one that fits is drawn anew once the window stands still."""
        if (width, height) != self._board.room:
            self._board.room = (width, height)
            draw = self._pauses.only(lambda _nothing: self._board.draw())
            self._ports.later(_PAUSE_MS, lambda: draw(None))

    def turn(self, pages: int) -> None:
        """Go some pages on or back."""
        printed = self._state.printed
        if printed is not None:
            page = max(0, min(self._state.page + pages, len(printed.pages) - 1))
            if page != self._state.page:
                self._board.set(page=page)
                self._board.draw()

    def magnify(self, steps: int) -> None:
        """Show pages larger or smaller; the smallest fits the whole page."""
        zoom = max(0, min(self._state.zoom + steps, len(ZOOMS) - 1))
        if zoom != self._state.zoom:
            self._board.set(zoom=zoom)
            self._board.draw()

    # --------------------------------------------------------------------------------------- keeping and paper
    def start_saving(self) -> None:
        """Ask for the folder a PDF goes to."""
        if self._state.stage is Stage.SHOWN:
            self._board.set(stage=Stage.SAVING, saved="")

    def leave(self) -> None:
        """Stop a run, break off printing, or put the question for a folder away."""
        stage = self._state.stage
        if stage is Stage.MAKING:
            self.runs.stop()
        elif stage is Stage.SAVING:
            self._board.set(stage=Stage.SHOWN if self._state.printed else Stage.CHOOSING, made=None)

    def save(self, folder: str) -> None:
        """Write the PDF or form into a folder under a name that is free there."""
        state = self._state
        printed, made = state.printed, state.made
        if state.stage is not Stage.SAVING:
            return
        place = paths.read_typed(folder)
        if made is not None:
            work = lambda: write_beside(place, made.name, made.data, ending=made.ending)  # noqa: E731
        elif printed is not None:
            work = lambda: write_pdf(printed, place)  # noqa: E731
        else:
            return
        self._ports.query(work, done=self._say_saved, failed=self._board.fail)

    def _say_saved(self, path: Path) -> None:
        stage = Stage.SHOWN if self._state.printed else Stage.CHOOSING
        self._board.set(stage=stage, saved=str(path), folder=str(path.parent), made=None)

    def begin_printing(self, pages: Sequence[int], *, dots: int, grey: bool) -> None:
        """Draw these pages (from 0) one after the other at a printer's resolution, `dots` to the inch."""
        if self._state.printed is None or self._state.stage is not Stage.SHOWN or not pages:
            return
        self._pages = tuple(pages)
        self._dots, self._grey = dots, grey
        self._board.set(stage=Stage.PRINTING, gone=0, going=len(self._pages), to_print=None)
        self._draw_for_printer()

    def _draw_for_printer(self) -> None:
        printed, page = self._state.printed, self._pages[self._state.gone]
        assert printed is not None, "only what is shown is printed"
        dots, grey = self._dots, self._grey
        self._ports.query(
            lambda: draw_page(printed.pdf, page, scale=dots / 72, grey=grey),
            done=self._printings.only(lambda drawn: self._board.set(to_print=drawn)),
            failed=self._board.fail,
        )

    def send_next_page(self) -> None:
        """A page went to the printer: the next one is drawn, so that one at a time is in memory."""
        gone = self._state.gone + 1
        if gone < self._state.going:
            self._board.set(gone=gone, to_print=None)
            self._draw_for_printer()
        else:
            self.end_printing()

    def end_printing(self) -> None:
        """All pages went to the printer, or somebody broke it off."""
        self._printings.drop()
        self._board.set(stage=Stage.SHOWN, to_print=None, gone=0, going=0)

    def miss_printer(self) -> None:
        """Say that nothing can be printed from here, and what can be done instead."""
        self._ports.places.trouble(
            EnvironmentTrouble(
                say("No printer takes pages from this machine."),
                say("Keep the paper as PDF and print it where there is a printer."),
                key="no_printer",
            )
        )


def list_villages(coverage: tuple[Coverage, ...]) -> list[tuple[bytes, str]]:
    """The villages to choose from, by id and name with its kind word."""
    return [(each.village.id, name_village(each.village)) for each in coverage]


def _one_each(hits: tuple[SearchHit, ...]) -> tuple[SearchHit, ...]:
    """One hit for each household, the household itself before a member of it."""
    best: dict[bytes, SearchHit] = {}
    for hit in hits:
        known = best.get(hit.household)
        if known is None or (hit.kind is HitKind.HOUSEHOLD and known.kind is HitKind.PERSON):
            best[hit.household] = hit
    return tuple(best.values())[:_HITS]
