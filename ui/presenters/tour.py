"""The first-use tour: small steps through a sample workspace, each of them done by doing it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import VisitRow
from outreach_app.domain.text import fold
from outreach_app.domain.visits import Outcome
from ui.presenters.ports import AdviseAt, Ports

if TYPE_CHECKING:
    from outreach_app.app import App


class TourStep(StrEnum):
    """The steps in their order."""

    FIND = "find"
    NOBODY_HOME = "nobody_home"
    VISIT = "visit"
    ADVISE = "advise"
    PRINT = "print"
    TYPE_BACK = "type_back"
    SEND = "send"
    DONE = "done"


STEPS = tuple(TourStep)


@dataclass(frozen=True, slots=True)
class TourState:
    """The step somebody stands on, or none when the tour was left; `name` is whom to find, as one types it."""

    step: TourStep | None = TourStep.FIND
    place: str = ""
    name: str = ""
    sheet: str = ""


class TourPresenter:
    """Follows what is done in a workspace and goes on once the step's own deed was done."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[TourState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = TourState(step=None)
        self._wanted: bytes | None = None

    @property
    def state(self) -> TourState:
        """What is shown now."""
        return self._state

    def start(self) -> None:
        """Begin, or begin again, at the first step."""
        self._ports.query(self._find_somebody, done=self._begin)

    def _find_somebody(self) -> tuple[bytes, str, str]:
        """A family whose name is easily typed without its marks, and a sheet that is out."""
        rows = [item.household for item in self._app.work.list_doors()]
        plain = [row for row in rows if fold(row.head).startswith("lo ")] or rows
        sheets = self._app.sheets.list_open()
        return plain[0].id, fold(plain[0].head), sheets[0].code if sheets else ""

    def _begin(self, found: tuple[bytes, str, str]) -> None:
        self._wanted, name, sheet = found
        self._set(step=TourStep.FIND, name=name, sheet=sheet)

    def resume(self, state: TourState) -> None:
        """Go on at a step, in a window that was built anew."""
        self._state = state
        self._show(state)

    def leave(self) -> None:
        """End the tour; what was done in it stays in the sample."""
        if self._state.step is not None:
            self._set(step=None)

    def stand_in(self, place: str, subject: object) -> None:
        """Hear which place was gone to, with what."""
        step = self._state.step
        self._set(place=place)
        found = getattr(subject, "household", None)
        if step is TourStep.FIND and found is not None and place in ("visit", "households"):
            # Somebody else's family is found by the same keys.
            self._go_on(step)
        elif step is TourStep.ADVISE and place == "advise" and isinstance(subject, AdviseAt):
            self._go_on(step)

    def take(self, news: object) -> None:
        """Hear what a command changed."""
        step = self._state.step
        if not isinstance(news, Changes):
            return
        if (
            (step is TourStep.PRINT and news.touches("sheet"))
            or (step is TourStep.TYPE_BACK and self._state.place == "typeback" and news.touches("visit"))
            or (step is TourStep.SEND and news.touches("out_file"))
        ):
            self._go_on(step)
        elif step in (TourStep.NOBODY_HOME, TourStep.VISIT) and news.touches("visit"):
            self._look_at_visit(step, news.households)

    def _look_at_visit(self, step: TourStep, households: frozenset[bytes]) -> None:
        def read() -> list[VisitRow]:
            cards = [self._app.households.read_card(household) for household in households]
            return [max(card.visits, key=lambda visit: visit.id) for card in cards if card.visits]

        def take(visits: list[VisitRow]) -> None:
            nobody = any(visit.door_outcome == Outcome.NOT_HOME for visit in visits)
            told = any(visit.outcomes for visit in visits)
            if nobody if step is TourStep.NOBODY_HOME else told:
                self._go_on(step)

        self._ports.query(read, done=take)

    def _go_on(self, step: TourStep) -> None:
        if self._state.step is step:
            self._set(step=STEPS[STEPS.index(step) + 1])

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
