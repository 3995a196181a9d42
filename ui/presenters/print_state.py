"""What the place Print shows, and the board on which its parts prepare papers and show their pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from outreach_app.documents.appointments import AppointmentSlip
from outreach_app.domain.assignments import Obstacle
from outreach_app.domain.forms import Form, ResultForm
from outreach_app.domain.progress import Step, Stopped
from outreach_app.domain.rows import Coverage, HouseholdRow, SearchHit, Sheet, WorkItem
from outreach_app.errors import OutreachError
from outreach_app.services.forms import SignUpGaps
from ui.presenters.pages import PageImage, Printed, draw_page, find_scale
from ui.presenters.ports import Latest, Paper, Ports

if TYPE_CHECKING:
    from outreach_app.app import App

ZOOMS = (0.0, 1.0, 1.5, 2.0, 3.0)
"""How large a page is shown: 0 fits the whole page into the window, 1 is its size on paper."""


class Stage(StrEnum):
    """What is going on."""

    CHOOSING = "choosing"
    MAKING = "making"
    SHOWN = "shown"
    SAVING = "saving"
    PRINTING = "printing"


@dataclass(frozen=True, slots=True)
class FormChoice:
    """Which official form, from which sign-ups, and what is not stored about it."""

    form: Form = Form.VOLUNTARY_LIST
    since: date | None = None
    until: date | None = None
    result: ResultForm | None = None
    number: str = ""
    organisation: str = ""
    organisation_code: str = ""


class MonthPaper(StrEnum):
    """The papers of a month."""

    MONTHLY = "monthly"
    CONTRACTS = "b15a"


MONTH_KINDS: Mapping[MonthPaper, tuple[str, ...]] = {
    MonthPaper.MONTHLY: ("pdf", "docx", "xlsx"), MonthPaper.CONTRACTS: ("pdf", "xlsx"),
}  # fmt: skip
"""As what kinds of file each can be handed over, named as their endings."""


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """Which paper of a month: the month's first day, the code of the unit, the ending of the file; by whose `units`."""

    paper: MonthPaper = MonthPaper.MONTHLY
    month: date | None = None
    unit: str = ""
    kind: str = "pdf"
    units: str = "end"

    @property
    def sound(self) -> "MonthChoice":
        """The same with a kind of file that this paper has."""
        return (
            self if self.kind in MONTH_KINDS[self.paper] else replace(self, kind=MONTH_KINDS[self.paper][0])
        )


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made and is to be kept somewhere: its name and ending, what it holds."""

    name: str
    ending: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PrintingState:
    """What the place shows.

    `drawn` is the page in sight; `to_print` the one page that goes to the printer now, `gone` how many of `going`
    went. `whole` are the households of a village's leaflets, `step` how far their making is.
    """

    stage: Stage = Stage.CHOOSING
    paper: Paper = Paper.VISIT_LIST
    today: date | None = None
    coverage: tuple[Coverage, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    village: bytes | None = None
    doors: int = 13
    large: bool = False
    planned: tuple[WorkItem, ...] | None = None
    left_out: tuple[tuple[HouseholdRow, Obstacle], ...] = ()
    hits: tuple[SearchHit, ...] | None = None
    household: bytes | None = None
    day: date | None = None
    whole: tuple[HouseholdRow, ...] | None = None
    whole_village: bytes | None = None
    unvisited: bool = False
    step: Step | None = None
    slips: tuple[AppointmentSlip, ...] | None = None
    slip_day: date | None = None
    choice: FormChoice = FormChoice()
    candidates: tuple[SignUpGaps, ...] | None = None
    by_hand: tuple[str, ...] = ()
    month: MonthChoice = MonthChoice()
    units: tuple[tuple[str, str], ...] = ()
    units_changed: bool = False
    made: MadeFile | None = None
    printed: Printed | None = None
    page: int = 0
    zoom: int = 0
    drawn: PageImage | None = None
    folder: str = ""
    saved: str = ""
    to_print: PageImage | None = None
    gone: int = 0
    going: int = 0

    @property
    def is_reading(self) -> bool:
        """Whether villages, doors or a paper are still on their way."""
        planning = self.paper is Paper.VISIT_LIST and self.stage is Stage.CHOOSING and self.planned is None
        return self.today is None or self.stage is Stage.MAKING or (planning and self.village is not None)


class PrintBoard:
    """Holds the state, makes papers in the background and draws the page in sight."""

    def __init__(
        self, app: "App", ports: Ports, state: PrintingState, *, show: Callable[[PrintingState], None]
    ) -> None:
        self.app, self.ports, self.state, self._show = app, ports, state, show
        self.papers, self.drawings = Latest(), Latest()
        self.room = (600, 700)

    def set(self, **changes: Any) -> None:
        """Change the state and show it."""
        self.state = replace(self.state, **changes)
        self._show(self.state)

    def clear(self) -> None:
        """Put away what was shown of a paper, and whatever is still on its way."""
        self.papers.drop()
        self.drawings.drop()

    def make(self, work: Callable[[], Printed]) -> None:
        """Make a paper in the background and show its first page."""
        self.drawings.drop()
        self.set(stage=Stage.MAKING, printed=None, drawn=None, saved="", page=0, made=None)
        self.ask(work, done=self._take_paper)

    def ask(self, work: Callable[[], Any], *, done: Callable[[Any], None]) -> None:
        """Work in the background; neither its answer nor its trouble counts once something else was chosen."""
        take: Callable[[Any], None] = self.papers.only(lambda told: told[0](told[1]))
        self.ports.query(
            work, done=lambda value: take((done, value)), failed=lambda error: take((self.fail, error))
        )

    def _take_paper(self, printed: Printed) -> None:
        self.set(stage=Stage.SHOWN, printed=printed, step=None)
        self.draw()

    def fail(self, error: OutreachError) -> None:
        """Say what went wrong and go back to what there was."""
        if self.state.stage is not Stage.CHOOSING:
            self.set(stage=Stage.SHOWN if self.state.printed else Stage.CHOOSING, step=None)
        if isinstance(error, Stopped):
            self.ports.places.notice(error.message)
        else:
            self.ports.places.trouble(error)

    def draw(self) -> None:
        """Draw the page in sight anew."""
        printed, page = self.state.printed, self.state.page
        if printed is None:
            return
        scale = find_scale(printed.pages[page], self.room, ZOOMS[self.state.zoom])
        self.ports.query(
            lambda: draw_page(printed.pdf, page, scale=scale),
            done=self.drawings.only(lambda drawn: self.set(drawn=drawn)),
        )
