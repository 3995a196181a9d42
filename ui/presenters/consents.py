"""A member's consents: where each purpose stands, noting what was given or withdrawn, and what they ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.codes import InvalidNumber
from outreach_app.domain.consents import SENSITIVE_FIELDS, Act, How, Proof, Purpose, Representation
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.people import PartialDate
from outreach_app.domain.requests import RequestKind
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.ports import ConsentAt, Latest, Ports, PrivacyPaperAt

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.consents import PersonConsents

_FIELDS_OF_KEYS = {
    "witness_missing": "witness", "representative_missing": "representative", "day_to_come": "on",
    "not_provable": "how", "other_sheet": "sheet", "invalid_number": "sheet",
}  # fmt: skip
"""Which field an error of the service belongs beside."""


def name_tick(purpose: Purpose) -> str:
    """The key of a purpose's tick in the form; the values that rest on a consent have the plain names."""
    return f"agree_{purpose.value}"


class ConsentForm(StrEnum):
    """Which form stands at the right."""

    NOTE = "note"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class ConsentsState:
    """Whose consents, what is known, and the form; `round` grows whenever the form begins anew."""

    at: ConsentAt | None = None
    told: "PersonConsents | None" = None
    today: date = date.min
    form: ConsentForm = ConsentForm.NOTE
    round: int = 0
    busy: bool = False
    errors: Mapping[str, Message] = field(default_factory=lambda: MappingProxyType({}))


class ConsentsPresenter:
    """Reads and writes the consents of one person."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[ConsentsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = ConsentsState()
        self._reads = Latest()

    def enter(self, subject: object) -> None:
        """Begin with somebody, or look again."""
        if isinstance(subject, ConsentAt):
            today, number = self._app.desk.today, self._state.round + 1
            self._state = ConsentsState(subject, today=today, round=number)
        self._show(self._state)
        self._reload()

    def here(self) -> ConsentAt | None:
        """What brings somebody back to this person."""
        return self._state.at

    def follow(self, news: object) -> None:
        """Look again after a command."""
        if isinstance(news, Changes) and news.touches("consent", "data_request", "person", "erasure"):
            self._reload()

    def leave(self) -> None:
        """Go back to where somebody came from."""
        at = self._state.at
        if at is not None:
            self._ports.places.go(at.back, at.back_at)

    def _reload(self) -> None:
        at = self._state.at
        if at is not None:
            language = self._ports.words.language
            self._ports.query(
                lambda: self._app.consents.read(at.person, language=language),
                done=self._reads.only(lambda told: self._set(told=told)),
            )

    def choose_form(self, form: ConsentForm) -> None:
        """Put another form in front."""
        if form is not self._state.form:
            self._set(form=form, round=self._state.round + 1, errors=MappingProxyType({}))

    def store(self, values: Mapping[str, object]) -> None:
        """Store what the form in front holds."""
        at = self._state.at
        if at is None or self._state.busy or self._state.told is None:
            return
        if self._state.form is ConsentForm.REQUEST:
            self._ask(at.person, values)
        else:
            self._note(at.person, values)

    def _note(self, person: bytes, values: Mapping[str, object]) -> None:
        acts = {purpose: Act(str(values["act"])) for purpose in Purpose if values.get(name_tick(purpose))}
        typed = self._find_values(values)
        day = values.get("on")
        if not acts and not typed:
            self._set(errors={"act": say("Tick at least one purpose below.")})
            return
        if not isinstance(day, PartialDate) or day.day is None:
            self._set(errors={"on": say("Write the day as 20/11/2026.")})
            return
        proof = Proof(
            How(str(values["how"])), day.first_day, witness=str(values.get("witness") or ""),
            representation=Representation(str(values["representation"])),
            representative=str(values.get("representative") or ""), sheet=str(values.get("sheet") or ""),
        )  # fmt: skip
        language = self._ports.words.language
        self._command(
            lambda: self._app.consents.record_with_values(
                person, acts, typed, proof=proof, language=language
            ),
            say("Noted."),
        )

    def _find_values(self, values: Mapping[str, object]) -> dict[str, object]:
        """Sensitive values that differ from what is shown; an empty field where nothing shows is no value."""
        told = self._state.told
        assert told is not None
        found: dict[str, object] = {}
        for name in SENSITIVE_FIELDS:
            now, typed = getattr(told.sensitive, name) or "", str(values.get(name) or "")
            if typed != now:
                found[name] = typed
        return found

    def _ask(self, person: bytes, values: Mapping[str, object]) -> None:
        kind, who, day = values.get("kind"), values.get("asked_by"), values.get("on")
        if not isinstance(kind, RequestKind):
            self._set(errors={"kind": say("Choose what is asked for.")})
            return
        if not isinstance(day, PartialDate) or day.day is None:
            self._set(errors={"on": say("Write the day as 20/11/2026.")})
            return
        assert isinstance(who, AskedBy)
        note = str(values.get("note") or "")
        self._command(
            lambda: self._app.requests.ask(person, kind, note=note, asked_by=who, on=day.first_day),
            say("The request is noted; it stands among the requests in Settings."),
        )

    def remove_value(self, purpose: Purpose) -> None:
        """Remove a hidden value whose consent was withdrawn."""
        at, told = self._state.at, self._state.told
        if at is not None and told is not None and purpose in told.sensitive.withheld:
            self._command(
                lambda: self._app.consents.remove_value(at.person, purpose), say("The value is removed.")
            )

    def take_back(self, act: bytes) -> None:
        """Take the act that stands back: it was entered by mistake."""
        self._command(lambda: self._app.consents.take_back(act), say("Taken back; it stays in the history."))

    def print_sheet(self) -> None:
        """Print the household's sheet: nothing is ticked on it."""
        if self._state.told is not None:
            self._ports.places.go("print", PrivacyPaperAt(household=self._state.told.household.id))

    def print_copy(self) -> None:
        """Print everything held about the person, to be handed out."""
        if self._state.at is not None:
            self._ports.places.go("print", PrivacyPaperAt(person=self._state.at.person))

    def _command(self, work: Callable[[], Any], said: Message) -> None:
        self._set(busy=True, errors=MappingProxyType({}))
        self._ports.command(work, done=lambda _done: self._stored(said), failed=self._fail)

    def _stored(self, said: Message) -> None:
        self._set(busy=False, form=ConsentForm.NOTE, round=self._state.round + 1)
        self._ports.places.notice(said)

    def _fail(self, error: OutreachError) -> None:
        key = "invalid_number" if isinstance(error, InvalidNumber) else error.key
        place = _FIELDS_OF_KEYS.get(key)
        self._set(busy=False, errors={place: error.message} if place else {})
        if place is None:
            self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
