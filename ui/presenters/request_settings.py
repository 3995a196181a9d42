"""Requests about personal data as Settings shows and closes them, and hidden values that wait to be removed."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.domain.consents import Purpose
from outreach_app.domain.people import PartialDate
from outreach_app.domain.requests import RequestKind, RequestStep
from outreach_app.errors import BadInput, Message, OutreachError, say
from ui.models.requests import STEPS, RequestsState, RequestWork
from ui.presenters.ports import EraseAt, Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App


class RequestSettings:
    """Reads requests and closes them."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[RequestsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = RequestsState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look again."""
        self._ports.query(self._read, done=self._reads.only(self._set))

    def _read(self) -> RequestsState:
        requests = self._app.requests
        tasks = tuple(requests.list())
        laws = {
            task.request.id: requests.find_deadline(task.request.kind, task.request.asked_on)
            for task in tasks
        }
        return RequestsState(self._app.desk.today, tasks, tuple(self._app.consents.list_to_remove()), laws)

    def _set(self, state: RequestsState) -> None:
        self._state = state
        self._show(state)

    def give(self, work: RequestWork, row: object, values: Mapping[str, Any]) -> None:
        """Do what the form says with the row stood on."""
        match work, row:
            case RequestWork.REMOVE, ("value", bytes(person), str(purpose)):
                self._command(
                    lambda: self._app.consents.remove_value(person, Purpose(purpose)),
                    say("The value is removed."),
                )
            case _, ("request", bytes(request)) if work in STEPS:
                self._step(request, STEPS[work], values)
            case _:
                self._refuse(say("Nothing is chosen that this can be done with."), say("Choose a row above."))

    def _step(self, request: bytes, step: RequestStep, values: Mapping[str, Any]) -> None:
        day, note = values.get("day"), str(values.get("note") or "")
        on = day.first_day if isinstance(day, PartialDate) and day.day is not None else None
        self._ports.command(
            lambda: self._app.requests.take_step(request, step, note=note, on=on),
            done=lambda done: self._stepped(request, step, done.value),
            failed=self._ports.places.trouble,
        )

    def _stepped(self, request: bytes, step: RequestStep, made: bytes) -> None:
        places = self._ports.places
        undo = Undo(say("the step of the request"), lambda: self._app.requests.take_back_step(made))
        places.remember(undo)
        places.notice(say("Noted."))
        task = next((each for each in self._state.tasks if each.request.id == request), None)
        erasing = step is RequestStep.DONE and task is not None and task.request.kind is RequestKind.DELETE
        if erasing and task is not None and task.person and task.household and places.has("erase"):
            who, home = task.person, task.household
            places.go("erase", EraseAt(who.id, who.name, home.id, home.code))

    def _command(self, work: Callable[[], Any], said: Message) -> None:
        self._ports.command(work, done=lambda _done: self._ports.places.notice(said), failed=self._fail)

    def _fail(self, error: OutreachError) -> None:
        self._ports.places.trouble(error)

    def _refuse(self, message: Message, advice: Message) -> None:
        self._ports.places.trouble(BadInput(message, advice, key="nothing_chosen"))
