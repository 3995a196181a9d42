"""Difficulties as Settings shows, reports and handles them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.domain.difficulties import Handling
from outreach_app.errors import BadInput, Message, say
from ui.models.difficulties import DifficultiesState, DifficultyWork
from ui.presenters.phrases import name_village
from ui.presenters.ports import Latest, Ports
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App


class DifficultySettings:
    """Reads difficulties, reports new ones and says what was done."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[DifficultiesState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._reads = Latest()

    def reload(self) -> None:
        """Look again."""
        self._ports.query(self._read, done=self._reads.only(self._show))

    def _read(self) -> DifficultiesState:
        app = self._app
        role = app.standing().role
        villages = tuple((village.id, name_village(village)) for village in app.households.list_villages())
        return DifficultiesState(
            app.desk.today, tuple(app.difficulties.list_difficulties()), villages, role == "office",
            role in ("office", "lead"),
        )  # fmt: skip

    def give(self, work: DifficultyWork, row: object, values: Mapping[str, Any]) -> None:
        """Do what the form says; `row` is the id of the row stood on."""
        difficulties = self._app.difficulties
        match work, row:
            case DifficultyWork.REPORT, _:
                village = values.get("village") or None
                self._command(
                    lambda: difficulties.report(str(values.get("text") or ""), village=village),
                    say("Reported; it goes to the office with the next file."), what=say("what was reported"),
                )  # fmt: skip
            case DifficultyWork.HANDLE, bytes(id):
                handling = Handling(values.get("handling") or Handling.OPEN)
                done = str(values.get("done") or "")
                self._command(
                    lambda: difficulties.handle(id, handling, done=done),
                    say("Saved; it goes back with the next return file."),
                    what=say("what was said of the difficulty"),
                )
            case DifficultyWork.TAKE_BACK, bytes(id):
                self._command(
                    lambda: difficulties.take_back(id),
                    say("Taken back."),
                    what=say("taking a difficulty back"),
                )
            case _:
                self._ports.places.trouble(
                    BadInput(
                        say("Nothing is chosen that this can be done with."), say("Choose a row above."),
                        key="nothing_chosen",
                    )
                )  # fmt: skip

    def _command(self, work: Callable[[], Any], told: Message, *, what: Message) -> None:
        def say_done(done: Any) -> None:
            remember_command(self._app, self._ports.places, done, what=what)
            self._ports.places.notice(told)

        self._ports.command(work, done=say_done)
