"""PINs in Settings: who is working sets, changes or drops their own; a team lead resets a forgotten one."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.errors import BadInput, Message, say
from ui.models.teams import PinsState, PinWork
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App


class PinSettings:
    """Sets and resets PINs of this machine."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[PinsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = PinsState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look again."""
        self._ports.query(self._read, done=self._reads.only(self._set))

    def _read(self) -> PinsState:
        app, known = self._app, self._app.pins.list_with_pin()
        who = app.standing().canvasser
        if who is None:
            return PinsState()
        return PinsState(who.id, who.id in known, bool(known - {who.id}), who.role in ("lead", "office"))

    def _set(self, state: PinsState) -> None:
        self._state = state
        self._show(state)

    def give(self, work: PinWork, person: object, values: Mapping[str, Any]) -> None:
        """Set, drop or reset; `person` is the row stood on, which only resetting is about."""
        me, app = self._state.working, self._app
        old, new = str(values.get("old") or ""), str(values.get("new") or "")
        if me is None:
            return
        if work is PinWork.SET and new != str(values.get("again") or ""):
            self._ports.places.trouble(
                BadInput(say("The two PINs differ."), say("Type the new one twice alike."), key="differ")
            )
        elif work is PinWork.SET:
            self._command(lambda: app.pins.set_pin(me, new, old=old), say("The PIN is set."))
        elif work is PinWork.REMOVE:
            self._command(lambda: app.pins.remove(me, old), say("There is no PIN any more."))
        elif isinstance(person, bytes):
            self._command(lambda: app.pins.reset(person), say("The PIN is reset."))

    def _command(self, work: Callable[[], None], notice: Message) -> None:
        def carry_out() -> Changes:
            work()
            return Changes(frozenset({"canvasser"}))

        self._ports.command(carry_out, done=lambda _done: self._ports.places.notice(notice))
