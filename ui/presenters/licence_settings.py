"""The parts of the program and their licences, as Settings shows them; read once somebody comes there."""

from collections.abc import Callable
from dataclasses import replace

from outreach_app.errors import Message
from outreach_app.licences import Part, join_texts, list_parts, read_texts, tell_missing
from ui.models.licences import LicencesState
from ui.presenters.ports import Latest, Ports


class LicenceSettings:
    """Reads which parts there are, and the text of the one stood on."""

    def __init__(self, ports: Ports, *, show: Callable[[LicencesState], None]) -> None:
        self._ports, self._show = ports, show
        self._state = LicencesState()
        self._lists, self._texts = Latest(), Latest()

    def look_around(self) -> None:
        """Read which parts there are; they do not change while the program runs."""
        if not self._state.parts:
            self._ports.query(list_parts, done=self._lists.only(self._take))

    def _take(self, parts: tuple[Part, ...]) -> None:
        self._set(replace(self._state, parts=parts))
        self.read(parts[0].name)

    def read(self, name: object) -> None:
        """Read the texts of a part by its name."""
        part = next((each for each in self._state.parts if each.name == name), None)
        if part is None or part.name == self._state.name:
            return
        self._ports.query(
            lambda: _tell(part),
            done=self._texts.only(lambda text: self._set(replace(self._state, name=part.name, text=text))),
        )

    def _set(self, state: LicencesState) -> None:
        self._state = state
        self._show(state)


def _tell(part: Part) -> str | Message:
    return join_texts(read_texts(part)) if part.texts else tell_missing(part)
