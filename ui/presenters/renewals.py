"""The renewal list: whom to call on, filtered by village and group, and the household of the one stood on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.people import Scheme
from outreach_app.domain.renewal_reasons import (
    CLASS_OF,
    RenewalClass,
    RenewalItem,
    RenewalList,
    RenewalReason,
)
from outreach_app.domain.rows import HouseholdCard, VillageRow
from outreach_app.domain.visits import Channel
from ui.presenters.papers import Papers
from ui.presenters.phrases import name_village
from ui.presenters.ports import AdviseAt, HouseholdAt, Latest, Ports, StandAt, VisitAt
from ui.presenters.renewal_forms import OpenForm, RenewalForms

if TYPE_CHECKING:
    from outreach_app.app import App

_TABLES = (
    "visit",
    "household",
    "person",
    "enrolment",
    "village",
    "prospect",
    "membership",
    "one_off_request",
)
_PLACE = "renewals"

LineKey = tuple[bytes, Scheme, RenewalReason]
"""Names a line: the person, the scheme and the reason."""


@dataclass(frozen=True, slots=True)
class RenewalFilter:
    """Which lines are wanted; None wants all of them."""

    village: bytes | None = None
    group: RenewalClass | None = None


@dataclass(frozen=True, slots=True)
class RenewalsState:
    """The list as it was read for `wanted`; `villages` gives each village's name with its kind word."""

    loading: bool = True
    wanted: RenewalFilter = RenewalFilter()
    found: RenewalList | None = None
    villages: Mapping[bytes, str] = field(default_factory=lambda: MappingProxyType({}))
    chosen: LineKey | None = None
    card: HouseholdCard | None = None
    form: OpenForm | None = None

    @property
    def items(self) -> tuple[RenewalItem, ...]:
        """The lines shown."""
        return self.found.items if self.found else ()

    @property
    def item(self) -> RenewalItem | None:
        """The line stood on."""
        return next((item for item in self.items if key_of(item) == self.chosen), None)


def key_of(item: RenewalItem) -> LineKey:
    """What names a line."""
    return item.person.id, item.renewal.scheme, item.renewal.reason


class RenewalsPresenter:
    """Reads the list and opens what is chosen on it."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[RenewalsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = RenewalsState()
        self._lists, self._cards = Latest(), Latest()
        self._papers = Papers(ports.places)
        self.forms = RenewalForms(app, ports, show=lambda form: self._set(form=form))
        self._here = False

    def enter(self, subject: object) -> None:
        """Look again whenever somebody comes here."""
        self._here = True
        if isinstance(subject, StandAt):
            self._state = replace(self._state, chosen=subject.line)
        self._show(self._state)
        self._reload()

    def here(self) -> StandAt:
        """What brings somebody back to the line stood on."""
        return StandAt(self._state.chosen)

    def leave(self) -> None:
        """Stop following what happens elsewhere; coming back looks again."""
        self._here = False

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this place is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def filter(self, wanted: RenewalFilter) -> None:
        """Show other lines."""
        if wanted != self._state.wanted:
            self._set(wanted=wanted)
            self._reload()

    def _reload(self) -> None:
        wanted = self._state.wanted
        self._ports.query(lambda: self._read(wanted), done=self._lists.only(self._take))

    def _read(self, wanted: RenewalFilter) -> tuple[RenewalList, list[VillageRow]]:
        reasons = [reason for reason, group in CLASS_OF.items() if group is wanted.group]
        found = self._app.renewals.list_renewals(village=wanted.village, reasons=reasons)
        return found, self._app.households.list_villages()

    def _take(self, read: tuple[RenewalList, list[VillageRow]]) -> None:
        found, villages = read
        chosen = self._near(found.items)
        names = {village.id: name_village(village) for village in villages}
        self._set(loading=False, found=found, villages=names, chosen=chosen)
        self._read_card()

    def _near(self, items: tuple[RenewalItem, ...]) -> LineKey | None:
        """The line stood on, or the one that took its place."""
        keys = [key_of(item) for item in items]
        former = [key_of(item) for item in self._state.items]
        if not keys or self._state.chosen in keys:
            return self._state.chosen if keys else None
        place = former.index(self._state.chosen) if self._state.chosen in former else 0
        return keys[min(place, len(keys) - 1)]

    def stand_on(self, key: LineKey | None) -> None:
        """Show the household of a line."""
        if key != self._state.chosen:
            self._set(chosen=key)
            self._read_card()

    def _read_card(self) -> None:
        item, card = self._state.item, self._state.card
        if item is None:
            self._cards.drop()
            self._set(card=None)
            return
        household = item.person.household
        if card is not None and card.household.id != household:
            self._set(card=None)
        take: Callable[[HouseholdCard], None] = self._cards.only(lambda card: self._set(card=card))
        self._ports.query(lambda: self._app.households.read_card(household), done=take)

    # ----------------------------------------------------------------------------------------------------- elsewhere
    def open_visit(self) -> None:
        """Log a visit at the door of the line stood on; the doors below it follow."""
        self._log(Channel.DOOR)

    def open_call(self) -> None:
        """Write down what came of a call about the line stood on, here in the place."""
        if (item := self._state.item) is not None:
            self.forms.call(item)

    def open_one_off(self) -> None:
        """Write down that somebody came to withdraw everything, or what the person stood on decided."""
        self.forms.one_off(self._state.item)

    def print_leaflet(self) -> None:
        """Show the leaflet of the household stood on: what going on gives, and what withdrawing loses."""
        if (item := self._state.item) is not None:
            self._papers.print_leaflet(item.person.household)

    def _log(self, channel: Channel) -> None:
        if (item := self._state.item) is not None:
            home = item.person.household
            at = VisitAt(home, route=self._after(home), back=_PLACE, channel=channel)
            self._ports.places.go("visit", at)

    def _after(self, household: bytes) -> tuple[bytes, ...]:
        """The households below the line stood on, each once."""
        keys = [key_of(item) for item in self._state.items]
        below = self._state.items[keys.index(self._state.chosen) + 1 :] if self._state.chosen in keys else ()
        return tuple(dict.fromkeys(i.person.household for i in below if i.person.household != household))

    def open_household(self) -> None:
        """Look at the household whole."""
        if (item := self._state.item) is not None:
            self._ports.places.go("households", HouseholdAt(item.person.household))

    def open_advice(self) -> None:
        """Work out what the household would pay, and sign somebody up."""
        if (item := self._state.item) is not None:
            self._ports.places.go("advise", AdviseAt(item.person.household, back=_PLACE))

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
