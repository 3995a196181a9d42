"""Today's doors in order, with why they are there and what is known about the one stood on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.difficulties import Difficulty, Handling
from outreach_app.domain.rows import Coverage, Draft, HouseholdCard, WorkItem
from ui.presenters.papers import Papers
from ui.presenters.phrases import name_village
from ui.presenters.ports import AdviseAt, HouseholdAt, Latest, Ports, StandAt, VisitAt

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.requests import RequestTask

_TABLES = (
    "visit", "household", "person", "enrolment", "village", "sheet", "prospect", "membership", "question", "answer",
    "assignment", "team_member", "data_request", "draft", "difficulty",
)  # fmt: skip

_DECIDING = frozenset({"office", "lead"})
"""Who decides what people ask for about their data, and sees to difficulties."""


@dataclass(frozen=True, slots=True)
class TodayState:
    """Today's list; `villages` gives each village's name with its kind word, `chosen` is a household's id.

    `brings_lists` tells whether this machine brings in the lists of households itself. `requests` of people about
    their data wait, the most urgent first, `difficulties` that nobody has taken up, the oldest first: tasks of leads
    and the office, so nobody else reads of them here.
    """

    loading: bool = True
    brings_lists: bool = False
    today: date | None = None
    items: tuple[WorkItem, ...] = ()
    done: int = 0
    coverage: tuple[Coverage, ...] = ()
    villages: Mapping[bytes, str] = field(default_factory=lambda: MappingProxyType({}))
    chosen: bytes | None = None
    card: HouseholdCard | None = None
    drafts: tuple[Draft, ...] = ()
    requests: "tuple[RequestTask, ...]" = ()
    difficulties: tuple[Difficulty, ...] = ()

    @property
    def item(self) -> WorkItem | None:
        """The door stood on."""
        return next((item for item in self.items if item.household.id == self.chosen), None)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the workspace brought."""

    today: date
    items: tuple[WorkItem, ...]
    done: int
    coverage: tuple[Coverage, ...]
    drafts: tuple[Draft, ...]
    requests: "tuple[RequestTask, ...]"
    difficulties: tuple[Difficulty, ...]


class TodayPresenter:
    """Shows the work list and opens what is chosen on it."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[TodayState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = TodayState(brings_lists=ports.places.has("lists"))
        self._lists, self._cards = Latest(), Latest()
        self._stale = True
        self._papers = Papers(ports.places)

    def enter(self, subject: object) -> None:
        """Look again whenever somebody comes here; after a mere visit the list shown is right and they go on."""
        if isinstance(subject, StandAt) and isinstance(subject.line, bytes):
            self._state = replace(self._state, chosen=subject.line)
        self._reload(behind=not self._stale)

    def here(self) -> StandAt:
        """What brings somebody back to the door stood on."""
        return StandAt(self._state.chosen)

    def follow(self, news: object) -> None:
        """Look again after a command; a door that was just visited leaves the list at once."""
        if not isinstance(news, Changes) or not news.touches(*_TABLES):
            return
        if news.touches("visit") and not news.everything:
            self._drop(news.households)
        else:
            self._stale = True
        self._reload()

    def _drop(self, visited: frozenset[bytes]) -> None:
        left = tuple(item for item in self._state.items if item.household.id not in visited)
        self._set(items=left, chosen=self._near(left))

    def _near(self, items: tuple[WorkItem, ...]) -> bytes | None:
        """The door stood on, or the one that took its place."""
        ids = [item.household.id for item in items]
        former = [item.household.id for item in self._state.items]
        if not ids or self._state.chosen in ids:
            return self._state.chosen if ids else None
        place = former.index(self._state.chosen) if self._state.chosen in former else 0
        return ids[min(place, len(ids) - 1)]

    def _reload(self, *, behind: bool = False) -> None:
        self._ports.query(self._read, done=self._lists.only(self._take), series="doors", behind=behind)

    def _read(self) -> _Read:
        app = self._app
        deciding = app.standing().role in _DECIDING
        difficulties = app.difficulties.list_difficulties() if deciding else ()
        return _Read(
            app.desk.today,
            app.work.list_today(),
            app.work.count_done(),
            tuple(app.households.read_coverage()),
            tuple(app.visits.list_drafts()),
            tuple(app.requests.list(open_only=True)) if deciding else (),
            tuple(each for each in difficulties if each.handling is Handling.OPEN),
        )

    def _take(self, read: _Read) -> None:
        chosen = self._near(read.items)
        self._stale = False
        self._set(
            loading=False,
            today=read.today,
            items=read.items,
            done=read.done,
            coverage=read.coverage,
            villages={each.village.id: name_village(each.village) for each in read.coverage},
            chosen=chosen,
            drafts=read.drafts,
            requests=read.requests,
            difficulties=read.difficulties,
        )
        self._read_card(chosen)

    def stand_on(self, household: bytes | None) -> None:
        """Show what is known about a door."""
        if household != self._state.chosen:
            self._set(chosen=household)
            self._read_card(household)

    def _read_card(self, household: bytes | None) -> None:
        if household is None:
            self._cards.drop()
            self._set(card=None)
            return
        take = self._cards.only(lambda card: self._set(card=card))
        self._ports.query(lambda: self._app.households.read_card(household), done=take, series="card")

    def open_visit(self, household: bytes) -> None:
        """Log a visit at a door; the doors after it follow."""
        self._ports.places.go("visit", VisitAt(household, route=self._after(household)))

    def _after(self, household: bytes) -> tuple[bytes, ...]:
        ids = [item.household.id for item in self._state.items]
        return tuple(ids[ids.index(household) + 1 :]) if household in ids else ()

    def open_household(self, household: bytes) -> None:
        """Look at a household whole."""
        self._ports.places.go("households", HouseholdAt(household))

    def open_advice(self, household: bytes) -> None:
        """Work out what a household would pay; from there it goes on to sign-up."""
        self._ports.places.go("advise", AdviseAt(household))

    def open_draft(self) -> None:
        """Go on with the newest unfinished visit."""
        if self._state.drafts:
            draft = self._state.drafts[0]
            if draft.household is not None:
                self._ports.places.go("visit", VisitAt(draft.household, draft=draft.id))

    def open_requests(self) -> None:
        """Go to what people ask for about their data, when something waits."""
        from ui.presenters.settings import Section

        if self._state.requests:
            self._ports.places.go("settings", StandAt(Section.REQUESTS))

    def open_difficulties(self) -> None:
        """Go to what stands in the way in the villages, when nobody has taken it up."""
        from ui.presenters.settings import Section

        if self._state.difficulties:
            self._ports.places.go("settings", StandAt(Section.DIFFICULTIES))

    def bring_households(self) -> None:
        """Go where the first households come from: a list at the office, a file elsewhere."""
        self._ports.places.go("lists" if self._state.brings_lists else "exchange")

    def print_visit_list(self) -> None:
        """Print the next doors of the village stood on."""
        if (item := self._state.item) is not None:
            self._papers.print_visit_list(item.household.village)

    def print_leaflet(self) -> None:
        """Print the leaflet of the door stood on."""
        if (item := self._state.item) is not None:
            self._papers.print_leaflet(item.household.id)

    def print_summary(self) -> None:
        """Print what today came to."""
        self._papers.print_summary()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
