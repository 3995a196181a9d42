"""All households: filters that combine, pages of rows on demand, and the chosen household whole beside the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import HouseholdCard, HouseholdFilter, HouseholdRow, VillageRow
from outreach_app.domain.visits import Channel
from outreach_app.errors import NotAllowed, OutreachError, say
from ui.models.doors import DoorForm, DoorKind
from ui.presenters.door_forms import DoorForms
from ui.presenters.household_forms import FormKind, HouseholdForms, OpenForm
from ui.presenters.papers import Papers
from ui.presenters.ports import (
    AdviseAt,
    ConsentAt,
    EraseAt,
    HouseholdAt,
    HouseholdsAt,
    InviteAt,
    Latest,
    PersonAt,
    Ports,
    VisitAt,
)

if TYPE_CHECKING:
    from outreach_app.app import App

EVERYTHING = HouseholdFilter()
_TABLES = ("household", "person", "visit", "enrolment", "membership", "village")


class PageWanted(Protocol):
    """A page of a table: the row numbers wanted and whom to tell."""

    @property
    def ids(self) -> tuple[Any, ...]:
        """Row numbers."""

    @property
    def done(self) -> Callable[[Mapping[Any, Any]], None]:
        """Takes the rows by number."""

    @property
    def failed(self) -> Callable[[object], None]:
        """Takes what went wrong."""


@dataclass(frozen=True, slots=True)
class HouseholdsState:
    """The list's row numbers under `wanted`, and the household stood on; `round` grows when rows may look different."""

    loading: bool = True
    wanted: HouseholdFilter = EVERYTHING
    numbers: Sequence[int] = ()
    round: int = 0
    villages: tuple[VillageRow, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    today: date | None = None
    chosen: int | None = None
    card: HouseholdCard | None = None
    form: OpenForm | None = None
    doors: DoorForm | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the list is shown with."""

    numbers: Sequence[int]
    villages: tuple[VillageRow, ...]
    languages: tuple[tuple[str, str], ...]
    today: date


class HouseholdsPresenter:
    """Reads the list and its pages, opens what is chosen, and stores the small forms."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[HouseholdsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = HouseholdsState()
        self._lists, self._cards = Latest(), Latest()
        self._forms = HouseholdForms(app, ports, show=self._show_form, added=self._household_added)
        self._papers = Papers(ports.places)
        self.doors = DoorForms(app, ports, show=lambda doors: self._set(doors=doors))

    def enter(self, subject: object) -> None:
        """Show the list, or one household in it."""
        if isinstance(subject, HouseholdAt):
            self._forms.leave()
            self._open(subject.household)
        elif isinstance(subject, PersonAt):
            self._forms.leave()
            self._open(subject.household, at=subject)
        elif isinstance(subject, HouseholdsAt):
            self._take_up(subject)
        elif self._state.loading:
            self._reload()
        else:
            self._show(self._state)

    def _take_up(self, at: HouseholdsAt) -> None:
        self._set(wanted=at.wanted)
        if at.household is None:
            self._reload()
        else:
            self._open(at.household)

    def here(self) -> HouseholdsAt:
        """What brings somebody back to the list as it is narrowed, and to the household that is open."""
        card = self._state.card
        return HouseholdsAt(self._state.wanted, card.household.id if card is not None else None)

    def follow(self, news: object) -> None:
        """Look again after a command that another place or this one gave."""
        if not isinstance(news, Changes) or not news.touches(*_TABLES) or self._state.loading:
            return
        self._reload()
        card = self._state.card
        if card is not None and (news.everything or card.household.id in news.households):
            self._read_card(card.household.id)

    def _open(self, household: bytes, *, at: PersonAt | None = None) -> None:
        take: Callable[[HouseholdCard], None] = self._cards.only(lambda card: self._take_opened(card, at))
        self._ports.query(lambda: self._app.households.read_card(household), done=take)

    def _take_opened(self, card: HouseholdCard, at: PersonAt | None) -> None:
        number = card.household.number
        hidden = not self._state.loading and number not in self._state.numbers
        wanted = EVERYTHING if hidden else self._state.wanted
        self._set(card=card, chosen=number, wanted=wanted)
        if at is not None and any(each.id == at.person for each in card.members):
            self._forms.open(FormKind.PERSON, card, subject=at.person, errors=at.errors)
        self._reload()

    def _reload(self) -> None:
        wanted, languages = self._state.wanted, self._state.languages
        self._ports.query(lambda: self._read(wanted, languages), done=self._lists.only(self._take))

    def _read(self, wanted: HouseholdFilter, languages: tuple[tuple[str, str], ...]) -> _Read:
        # Languages come with files and imports, not with a visit: looking for them goes through every household.
        households, today = self._app.households, self._app.desk.today
        return _Read(
            households.list_numbers(replace(wanted, today=today)), tuple(households.list_villages()),
            languages or tuple(households.list_languages()), today,
        )  # fmt: skip

    def _take(self, read: _Read) -> None:
        numbers = read.numbers
        chosen = self._state.chosen
        if chosen is None and numbers:
            chosen = numbers[0]
        self._set(
            loading=False,
            numbers=numbers,
            villages=read.villages,
            languages=read.languages,
            today=read.today,
            chosen=chosen,
            round=self._state.round + 1,
        )

    def filter(self, wanted: HouseholdFilter) -> None:
        """Show other households."""
        if wanted != self._state.wanted:
            self._set(wanted=wanted, chosen=None, card=None)
            self._reload()

    def read_page(self, page: PageWanted) -> None:
        """Fetch the rows of one page."""

        def read() -> dict[int, HouseholdRow]:
            return {row.number: row for row in self._app.households.read_rows(page.ids)}

        def fail(error: OutreachError) -> None:
            page.failed(error)
            self._ports.places.trouble(error)

        self._ports.query(read, done=page.done, failed=fail)

    def stand_on(self, row: HouseholdRow | None) -> None:
        """Show the household of a row."""
        if row is None:
            return
        card = self._state.card
        self._set(chosen=row.number)
        if card is None or card.household.id != row.id:
            self._read_card(row.id)

    def _read_card(self, household: bytes) -> None:
        take: Callable[[HouseholdCard], None] = self._cards.only(lambda card: self._set(card=card))
        self._ports.query(lambda: self._app.households.read_card(household), done=take)

    # ----------------------------------------------------------------------------------------------------- elsewhere
    def open_visit(self, household: bytes) -> None:
        """Log a visit at this household."""
        self._ports.places.go("visit", VisitAt(household, back="households"))

    def open_call(self, household: bytes) -> None:
        """Log what came of a telephone call with this household."""
        at = VisitAt(household, back="households", channel=Channel.PHONE)
        self._ports.places.go("visit", at)

    def invite(self) -> None:
        """Invite the household stood on, or every one of the list, to a meeting."""
        card = self._state.card
        self._ports.places.go("meetings", InviteAt(self._state.wanted, card.household.id if card else None))

    def correct_visit(self, visit: bytes) -> None:
        """Open a visit that was logged, to write it anew."""
        if self._state.card is not None:
            household = self._state.card.household.id
            self._ports.places.go("visit", VisitAt(household, correcting=visit, back="households"))

    def open_advice(self, household: bytes) -> None:
        """Work out amounts for this household."""
        self._ports.places.go("advise", AdviseAt(household, back="households"))

    def start_erasing(self, person: bytes) -> None:
        """Begin to erase somebody of the household shown; only the office does."""
        card = self._state.card
        found = next((each for each in card.members if each.id == person), None) if card else None
        if card is None or found is None:
            return
        if not self._ports.places.has("erase"):
            message, advice = say("Only the office erases people."), say("Ask the office.")
            self._ports.places.trouble(NotAllowed(message, advice, key="office_only"))
            return
        self._ports.places.go("erase", EraseAt(person, found.name, card.household.id, card.household.code))

    def open_consents(self, person: bytes) -> None:
        """Look at what a member agreed to."""
        card = self._state.card
        if card is not None:
            self._ports.places.go("consents", ConsentAt(person, back_at=HouseholdAt(card.household.id)))

    def print_leaflet(self, household: bytes) -> None:
        """Print this household's leaflet."""
        self._papers.print_leaflet(household)

    # --------------------------------------------------------------------------------------------------------- forms
    def open_form(self, kind: FormKind, subject: bytes | None = None) -> None:
        """Open one of the small forms; `subject` is the person or visit it is about."""
        village = self._state.wanted.village
        if village is None and self._state.card is not None:
            village = self._state.card.village.id
        self._forms.open(kind, self._state.card, subject=subject, village=village)

    def open_doors(self, kind: DoorKind) -> None:
        """Hand out the household stood on or all of the list, or put them into a neighbour group."""
        state = self._state
        self._forms.leave()
        self.doors.open(kind, state.card, state.numbers, state.wanted)

    def store_form(self, values: Mapping[str, object]) -> None:
        """Store what the form holds."""
        self._forms.store(values)

    def leave_form(self) -> None:
        """Close the form without storing it."""
        self._forms.leave()

    def _show_form(self, form: OpenForm | None) -> None:
        self._set(form=form)

    def _household_added(self, household: bytes) -> None:
        self._open(household)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
