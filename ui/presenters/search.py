"""One search over people, households, phones, IDs and sheet codes; what is on no list is added from here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.rows import SearchHit, VillageRow
from outreach_app.domain.text import normalize
from outreach_app.errors import BadInput, OutreachError, say
from ui.presenters.ports import HouseholdAt, Latest, Ports, SheetAt, VisitAt
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App

SHOWN = 8
_LEAST_SHEET_CODE = 6


@dataclass(frozen=True, slots=True)
class SearchState:
    """What was found for `text`; `adding` offers the villages in which a new household of that name can be added."""

    open: bool = False
    text: str = ""
    asked: str = ""
    hits: tuple[SearchHit, ...] = ()
    total: int = 0
    capped: bool = False
    sheet: str | None = None
    adding: bool = False
    villages: tuple[VillageRow, ...] = ()

    @property
    def up_to_date(self) -> bool:
        """Whether what is shown belongs to what was typed last."""
        return self.text == self.asked

    @property
    def can_add(self) -> bool:
        """Whether the text can be a name."""
        return any(letter.isalpha() for letter in self.text)


class SearchPresenter:
    """Searches at every key; the village worked in last comes first when a household is added."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[SearchState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = SearchState()
        self._asks = Latest()
        self._last_village: bytes | None = None
        self._adding_now = False

    def search(self, text: str) -> None:
        """Look for a text; an empty one closes the results."""
        if not text:
            self.leave()
            return
        self._set(open=True, asked=text)
        take = self._asks.only(self._take)
        self._ports.query(lambda: self._find(text), done=take, failed=take_nothing)

    def _find(self, text: str) -> SearchState:
        page = self._app.households.find(text, limit=SHOWN)
        sheet = self._find_sheet(text)
        nothing = not page.hits and sheet is None
        villages = tuple(self._app.households.list_villages()) if nothing else ()
        return SearchState(
            True, text, text, page.hits, page.total, page.capped, sheet, nothing, self._order(villages)
        )

    def _find_sheet(self, text: str) -> str | None:
        compact = "".join(letter for letter in text if letter.isalnum())
        if (
            len(compact) < _LEAST_SHEET_CODE
            or not compact[:1].isalpha()
            or not any(c.isdigit() for c in compact)
        ):
            return None
        try:
            return self._app.sheets.open(text).code
        except BadInput:
            return None

    def _order(self, villages: tuple[VillageRow, ...]) -> tuple[VillageRow, ...]:
        return tuple(sorted(villages, key=lambda village: village.id != self._last_village))

    def _take(self, found: SearchState) -> None:
        adding = found.adding and found.can_add
        self._state = replace(found, adding=adding)
        self._show(self._state)

    def start_adding(self) -> None:
        """Offer to add a household of this name although others were found."""
        if self._state.can_add:
            self._ports.query(self._app.households.list_villages, done=self._offer_villages)

    def _offer_villages(self, villages: list[VillageRow]) -> None:
        self._set(adding=True, hits=(), sheet=None, villages=self._order(tuple(villages)))

    def open_hit(self, hit: object) -> None:
        """Log a visit at what was found, or open a sheet."""
        if isinstance(hit, SearchHit):
            self._close_and_go("visit", VisitAt(hit.household))
        elif isinstance(hit, str):
            self._close_and_go("typeback", SheetAt(hit))

    def open_card(self, hit: object) -> None:
        """Look at the household of what was found."""
        if isinstance(hit, SearchHit):
            self._close_and_go("households", HouseholdAt(hit.household))

    def add_household(self, village: bytes) -> None:
        """Add a family that is on no list with only a village and a name, and open its visit."""
        if self._adding_now:
            return
        self._adding_now = True
        name = normalize(self._state.text)
        self._ports.command(lambda: self._add(village, name), done=self._added, failed=self._not_added)

    def _add(self, village: bytes, name: str) -> Any:
        from outreach_app.services.households import NewPerson

        self._last_village = village
        return self._app.households.add(village, NewPerson(name))

    def _added(self, done: Any) -> None:
        self._adding_now = False
        name = self._state.text
        self._close_and_go("visit", VisitAt(done.value))
        what = say("the new household {name}", name=name)
        remember_command(self._app, self._ports.places, done, what=what)
        self._ports.places.notice(say("{name} was added; the office will look at it.", name=name))

    def _not_added(self, error: OutreachError) -> None:
        self._adding_now = False
        self._ports.places.trouble(error)

    def _close_and_go(self, place: str, subject: object) -> None:
        self.leave()
        self._ports.places.go(place, subject)

    def leave(self) -> None:
        """Close the results."""
        self._asks.drop()
        self._state = SearchState()
        self._show(self._state)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def take_nothing(_error: OutreachError) -> None:
    """A search that fails is asked again with the next key; it puts no problem in front of somebody who types."""
