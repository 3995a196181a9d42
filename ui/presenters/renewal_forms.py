"""The forms of the place Renewals: what came of a call, and somebody who came to withdraw everything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.one_off_requests import Decision, OneOffRequest
from outreach_app.domain.people import PartialDate
from outreach_app.domain.renewal_reasons import RenewalItem
from outreach_app.domain.visits import Cancelled, Channel, Outcome
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.ports import Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App

_FIELDS_OF_KEYS = {
    "lapse_without_outcome": "why", "next_before_visit": "next_on", "months_paid": "months", "request_open": "who",
    "future_day": "came_on",
}  # fmt: skip
"""Which field an error of the services belongs beside."""
CHANNELS = (Channel.PHONE, Channel.CHAT, Channel.DOOR, Channel.COUNTER)
_MOST_HITS = 5


class FormKind(StrEnum):
    """Which form is open."""

    CALL = "call"
    CAME = "came"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with the values it opened with, the errors beside its fields, and whether it is being stored.

    `item` is the line a call is about, `request` the open request that is decided.
    """

    kind: FormKind
    values: Mapping[str, object]
    name: str = ""
    item: RenewalItem | None = None
    request: OneOffRequest | None = None
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=lambda: MappingProxyType({}))
    busy: bool = False


class RenewalForms:
    """Opens and stores the forms; `show` gets the open form or None."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[OpenForm | None], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._form: OpenForm | None = None

    def call(self, item: RenewalItem) -> None:
        """Write down what came of a call about a line."""
        values = {
            "result": Outcome.NOT_HOME,
            "channel": Channel.PHONE,
            "why": "",
            "next_on": None,
            "note": "",
        }
        self._put(OpenForm(FormKind.CALL, values, item.person.name, item))

    def one_off(self, item: RenewalItem | None) -> None:
        """Write down that somebody came to withdraw everything, or what the person of the line decided now."""
        person = item.person if item else None
        if person is None:
            self._open_one_off(None, "")
            return
        self._ports.query(
            lambda: self._app.one_offs.list_requests(person=person.id, only_open=True),
            done=lambda rows: self._open_one_off(rows[0] if rows else None, person.name),
        )

    def _open_one_off(self, request: OneOffRequest | None, name: str) -> None:
        if request is not None:
            self._put(
                OpenForm(
                    FormKind.DECIDE, {"decision": Decision.ADVISED}, request.person_name, request=request
                )
            )
            return
        values = {"who": name, "months": "", "decision": Decision.WANTS, "came_on": None}
        self._put(OpenForm(FormKind.CAME, values))

    def leave(self) -> None:
        """Close the form without storing."""
        if self._form is not None and not self._form.busy:
            self._put(None)

    # ------------------------------------------------------------------------------------------------------ storing
    def store(self, values: Mapping[str, Any]) -> None:
        """Store what was typed."""
        form = self._form
        if form is None or form.busy:
            return
        self._put(replace(form, busy=True, errors={}, values=dict(values)))
        match form.kind:
            case FormKind.CALL:
                self._store_call(form, values)
            case FormKind.CAME:
                self._find_person(values)
            case FormKind.DECIDE:
                self._decide(form, values)

    def _store_call(self, form: OpenForm, values: Mapping[str, Any]) -> None:
        assert form.item is not None
        app, item = self._app, form.item

        def write() -> Any:
            from outreach_app.services.calls import NewCall

            why = LapseReason(values["why"]) if values["why"] else None
            return app.calls.log(
                NewCall(
                    item.person.id, item.renewal.scheme, Outcome(values["result"]), Channel(values["channel"]),
                    why=why, next_on=_day_of(values["next_on"]), note=values["note"] or "",
                )
            )  # fmt: skip

        def stored(done: Any) -> None:
            visit = done.value
            undo = Undo(
                say("the call to {name}", name=form.name),
                lambda: app.visits.cancel(visit, Cancelled.UNDONE.value),
            )
            self._done(undo, say("Call saved: {name}", name=form.name))

        self._ports.command(write, done=stored, failed=self._failed)

    def _find_person(self, values: Mapping[str, Any]) -> None:
        app, form, told = self._app, self._form, str(values["who"] or "")

        def find() -> Any:
            return app.households.find(told, limit=_MOST_HITS) if told.strip() else None

        def found(page: Any) -> None:
            people = {hit.person for hit in page.hits if hit.person} if page else set()
            if len(people) == 1:
                self._add(people.pop(), values)
            elif people:
                self._fail_with(
                    {"who": (say("Several people fit."), say("Type the citizen ID or the telephone."))}
                )
            else:
                self._fail_with(
                    {"who": (say("Nobody here is found."), say("Type a name, a number or an ID."))}
                )

        if form is not None:
            self._ports.query(find, done=found, failed=self._failed)

    def _add(self, person: bytes, values: Mapping[str, Any]) -> None:
        months = read_months(str(values["months"] or ""))
        if months is None:
            self._fail_with(
                {"months": (say("Type how many months are paid, as the booklet or VssID shows it."),)}
            )
            return
        app = self._app

        def write() -> Any:
            from outreach_app.services.one_offs import NewRequest

            decision, came_on = Decision(values["decision"]), _day_of(values["came_on"])
            return app.one_offs.add(NewRequest(person, months, decision, came_on))

        def stored(done: Any) -> None:
            row: OneOffRequest = done.value
            undo = Undo(
                say("the request of {name}", name=row.person_name), lambda: app.one_offs.take_back(row.id)
            )
            self._done(undo, say("Written down: {name}", name=row.person_name))

        self._ports.command(write, done=stored, failed=self._failed)

    def _decide(self, form: OpenForm, values: Mapping[str, Any]) -> None:
        assert form.request is not None
        app, request = self._app, form.request.id

        def stored(done: Any) -> None:
            row: OneOffRequest = done.value
            undo = Undo(
                say("the decision of {name}", name=row.person_name), lambda: app.one_offs.take_back(row.id)
            )
            self._done(undo, say("Written down: {name}", name=row.person_name))

        decision = Decision(values["decision"])
        self._ports.command(lambda: app.one_offs.decide(request, decision), done=stored, failed=self._failed)

    def _done(self, undo: Undo, notice: Message) -> None:
        self._put(None)
        self._ports.places.remember(undo)
        self._ports.places.notice(notice)

    def _failed(self, error: OutreachError) -> None:
        name, form = _FIELDS_OF_KEYS.get(error.key), self._form
        if form is not None and name in form.values:
            self._fail_with({str(name): (error.message, error.advice)})
            return
        if form is not None:
            self._put(replace(form, busy=False))
        self._ports.places.trouble(error)

    def _fail_with(self, errors: Mapping[str, tuple[Message, ...]]) -> None:
        if self._form is not None:
            self._put(replace(self._form, busy=False, errors=errors))

    def _put(self, form: OpenForm | None) -> None:
        self._form = form
        self._show(form)


def read_months(text: str) -> int | None:
    """Read how many months are paid, digits only; a longer number than any life has is cut short."""
    digits = text.strip()
    return int(digits[:6]) if digits.isascii() and digits.isdigit() else None


def _day_of(value: object) -> date | None:
    return value.first_day if isinstance(value, PartialDate) and value.day is not None else None
