"""Printing: a visit list of a village, the leaflet of a household, the summary of a day; seen first, then on paper."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import Coverage, HitKind, SearchHit, Sheet, WorkItem
from outreach_app.errors import EnvironmentTrouble, OutreachError, say
from ui.presenters.pages import (
    PageImage,
    Printed,
    default_folder,
    draw_page,
    find_scale,
    make_printed,
    write_pdf,
)
from ui.presenters.phrases import name_village
from ui.presenters.ports import Latest, Paper, Ports, PrintAt, SlipAt

if TYPE_CHECKING:
    from outreach_app.app import App

MOST_DOORS = 60
ZOOMS = (0.0, 1.0, 1.5, 2.0, 3.0)
"""How large a page is shown: 0 fits the whole page into the window, 1 is its size on paper."""
_HITS = 8
_PAUSE_MS = 200


class Stage(StrEnum):
    """What is going on."""

    CHOOSING = "choosing"
    MAKING = "making"
    SHOWN = "shown"
    SAVING = "saving"
    PRINTING = "printing"


@dataclass(frozen=True, slots=True)
class PrintingState:
    """What the place shows; `drawn` is the page in sight, `to_print` all pages at the printer's own resolution."""

    stage: Stage = Stage.CHOOSING
    paper: Paper = Paper.VISIT_LIST
    today: date | None = None
    coverage: tuple[Coverage, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    village: bytes | None = None
    doors: int = 13
    planned: tuple[WorkItem, ...] | None = None
    hits: tuple[SearchHit, ...] | None = None
    household: bytes | None = None
    day: date | None = None
    printed: Printed | None = None
    page: int = 0
    zoom: int = 0
    drawn: PageImage | None = None
    folder: str = ""
    saved: str = ""
    to_print: tuple[PageImage, ...] | None = None

    @property
    def is_reading(self) -> bool:
        """Whether villages, doors or a paper are still on their way."""
        planning = self.paper is Paper.VISIT_LIST and self.stage is Stage.CHOOSING and self.planned is None
        return self.today is None or self.stage is Stage.MAKING or (planning and self.village is not None)


@dataclass(frozen=True, slots=True)
class _Look:
    """What there is to choose from."""

    today: date
    coverage: tuple[Coverage, ...]
    sheets: tuple[Sheet, ...]


class PrintingPresenter:
    """Prepares papers, shows their pages, saves and prints them."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[PrintingState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = PrintingState(folder=default_folder())
        self._looks, self._plans, self._hits = Latest(), Latest(), Latest()
        self._papers, self._drawings, self._pauses = Latest(), Latest(), Latest()
        self._room = (600, 700)

    def enter(self, subject: object) -> None:
        """Look again; a paper that another place asked for is prepared at once."""
        self._reload()
        if isinstance(subject, PrintAt):
            self._open(subject)
        elif isinstance(subject, SlipAt):
            self.show_slip(subject.hand_over)

    def _open(self, wanted: PrintAt) -> None:
        if wanted.paper is Paper.VISIT_LIST:
            self._set(village=wanted.subject or self._state.village)
        self.choose_paper(wanted.paper)
        if wanted.paper is Paper.LEAFLET and wanted.subject is not None:
            self.choose_household(wanted.subject)
        if wanted.paper is Paper.SUMMARY:
            self.choose_day(self._app.desk.today)

    def follow(self, news: object) -> None:
        """Look again after a command that changed doors or sheets."""
        if isinstance(news, Changes) and news.touches("visit", "household", "sheet", "village"):
            self._reload()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._looks.only(self._take_look))

    def _read(self) -> _Look:
        app = self._app
        return _Look(app.desk.today, tuple(app.households.read_coverage()), tuple(app.sheets.list_open()))

    def _take_look(self, look: _Look) -> None:
        state = self._state
        first = look.coverage[0].village.id if look.coverage else None
        self._set(
            today=look.today,
            coverage=look.coverage,
            sheets=look.sheets,
            village=state.village or first,
            day=state.day or look.today,
        )
        if state.paper is Paper.VISIT_LIST and state.stage is Stage.CHOOSING:
            self._plan()

    # ----------------------------------------------------------------------------------------------- choosing
    def choose_paper(self, paper: Paper) -> None:
        """Change to another paper; what was shown of the former is put away."""
        self._papers.drop()
        self._drawings.drop()
        state = self._state
        day = state.day if paper is Paper.SUMMARY else None
        household = state.household if paper is Paper.LEAFLET else None
        stage = Stage.CHOOSING if day is None and household is None else Stage.MAKING
        self._set(paper=paper, stage=stage, printed=None, drawn=None, saved="", page=0)
        if paper is Paper.VISIT_LIST:
            self._plan()
        elif day is not None:
            self.choose_day(day)
        elif household is not None:
            self.choose_household(household)

    def choose_village(self, village: bytes) -> None:
        """Take the next doors of another village."""
        self._set(village=village, stage=Stage.CHOOSING, printed=None, drawn=None)
        self._plan()

    def choose_doors(self, doors: int) -> None:
        """Take another number of doors."""
        self._set(doors=max(1, min(doors, MOST_DOORS)), stage=Stage.CHOOSING, printed=None, drawn=None)
        self._plan()

    def _plan(self) -> None:
        village, doors = self._state.village, self._state.doors
        if village is None:
            return
        self._ports.query(
            lambda: tuple(self._app.sheets.plan(village, doors=doors)),
            done=self._plans.only(lambda items: self._set(planned=items)),
        )

    def make_sheet(self) -> None:
        """Give the planned doors a sheet code and show the list as it will be printed."""
        state = self._state
        if state.stage is not Stage.CHOOSING or state.village is None:
            return
        village, doors, sheets = state.village, state.doors, self._app.sheets
        self._set(stage=Stage.MAKING)
        # Planned anew: what is shown may still be the plan for the number that stood there before.
        self._ports.command(
            lambda: sheets.make(village, sheets.plan(village, doors=doors)),
            done=lambda done: self.open_sheet(done.value.id),
            failed=self._fail,
        )

    def open_sheet(self, sheet: bytes) -> None:
        """Show a sheet that was made before."""
        words = self._ports.words

        def make() -> Printed:
            code = self._app.sheets.open_id(sheet).code
            return make_printed(f"danh-sach-{code}", code, self._app.printing.visit_list(sheet, words))

        self._make(make)

    def search(self, text: str) -> None:
        """Find the household of a leaflet by name or code."""
        if not text:
            self._hits.drop()
            self._set(hits=None)
            return
        self._ports.query(
            lambda: self._app.households.find(text, limit=3 * _HITS).hits,
            done=self._hits.only(lambda hits: self._set(hits=_one_each(hits))),
        )

    def choose_household(self, household: bytes) -> None:
        """Show a household's leaflet."""
        words = self._ports.words
        self._set(household=household)

        def make() -> Printed:
            row = self._app.households.read_card(household).household
            return make_printed(f"to-roi-{row.code}", row.head, self._app.printing.leaflet(household, words))

        self._make(make)

    def choose_day(self, day: date) -> None:
        """Show the summary of a day."""
        words = self._ports.words
        self._set(day=day)

        def make() -> Printed:
            pdf = self._app.printing.daily_summary(words, day=day)
            return make_printed(f"tong-hop-{day:%Y-%m-%d}", words.date(day), pdf)

        self._make(make)

    def show_slip(self, hand_over: bytes) -> None:
        """Show the slip of cash that was handed over; the days of the summaries stand beside it."""
        words = self._ports.words
        self.choose_paper(Paper.SUMMARY)

        def make() -> Printed:
            name = f"phieu-nop-tien-{self._app.desk.today:%Y-%m-%d}"
            pdf = self._app.cash.slip(hand_over, words)
            return make_printed(name, words.context("print", "Cash handed over"), pdf)

        self._make(make)

    # ------------------------------------------------------------------------------------------------ showing
    def _make(self, work: Callable[[], Printed]) -> None:
        self._drawings.drop()
        self._set(stage=Stage.MAKING, printed=None, drawn=None, saved="", page=0)
        self._ports.query(work, done=self._papers.only(self._take_paper), failed=self._fail)

    def _take_paper(self, printed: Printed) -> None:
        self._set(stage=Stage.SHOWN, printed=printed)
        self._draw()

    def _fail(self, error: OutreachError) -> None:
        if self._state.stage is not Stage.CHOOSING:
            self._set(stage=Stage.SHOWN if self._state.printed else Stage.CHOOSING)
        self._ports.places.trouble(error)

    def measure_room(self, width: int, height: int) -> None:
        """Say how many device pixels there are for a page; one that fits is drawn anew once the window stands still."""
        if (width, height) != self._room:
            self._room = (width, height)
            draw = self._pauses.only(lambda _nothing: self._draw())
            self._ports.later(_PAUSE_MS, lambda: draw(None))

    def turn(self, pages: int) -> None:
        """Go some pages on or back."""
        printed = self._state.printed
        if printed is not None:
            page = max(0, min(self._state.page + pages, len(printed.pages) - 1))
            if page != self._state.page:
                self._set(page=page)
                self._draw()

    def magnify(self, steps: int) -> None:
        """Show pages larger or smaller; the smallest fits the whole page."""
        zoom = max(0, min(self._state.zoom + steps, len(ZOOMS) - 1))
        if zoom != self._state.zoom:
            self._set(zoom=zoom)
            self._draw()

    def _draw(self) -> None:
        printed, page = self._state.printed, self._state.page
        if printed is None:
            return
        scale = find_scale(printed.pages[page], self._room, ZOOMS[self._state.zoom])
        self._ports.query(
            lambda: draw_page(printed.pdf, page, scale=scale),
            done=self._drawings.only(lambda drawn: self._set(drawn=drawn)),
        )

    # --------------------------------------------------------------------------------------- keeping and paper
    def start_saving(self) -> None:
        """Ask for the folder a PDF goes to."""
        if self._state.stage is Stage.SHOWN:
            self._set(stage=Stage.SAVING, saved="")

    def stop_saving(self) -> None:
        """Put the question away."""
        if self._state.stage is Stage.SAVING:
            self._set(stage=Stage.SHOWN)

    def save(self, folder: str) -> None:
        """Write the PDF into a folder under a name that is free there."""
        printed = self._state.printed
        if printed is None or self._state.stage is not Stage.SAVING:
            return
        place = Path(folder).expanduser()
        self._ports.query(lambda: write_pdf(printed, place), done=self._say_saved, failed=self._fail)

    def _say_saved(self, path: Path) -> None:
        self._set(stage=Stage.SHOWN, saved=str(path), folder=str(path.parent))

    def draw_for_printer(self, dots: int) -> None:
        """Draw all pages at a printer's resolution, `dots` to the inch."""
        printed = self._state.printed
        if printed is None or self._state.stage is not Stage.SHOWN:
            return
        self._set(stage=Stage.PRINTING)
        pages = range(len(printed.pages))
        self._ports.query(
            lambda: tuple(draw_page(printed.pdf, page, scale=dots / 72) for page in pages),
            done=lambda drawn: self._set(to_print=drawn),
            failed=self._fail,
        )

    def end_printing(self) -> None:
        """All pages went to the printer."""
        self._set(stage=Stage.SHOWN, to_print=None)

    def miss_printer(self) -> None:
        """Say that nothing can be printed from here, and what can be done instead."""
        self._ports.places.trouble(
            EnvironmentTrouble(
                say("No printer takes pages from this machine."),
                say("Keep the paper as PDF and print it where there is a printer."),
                key="no_printer",
            )
        )

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


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
