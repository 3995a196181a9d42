"""Looking for a family that was visited but does not stand on the sheet, or adding it to the sheet's village."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.rows import SearchHit
from outreach_app.domain.text import normalize
from outreach_app.errors import OutreachError, say
from ui.presenters.ports import Latest, Ports
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """The name typed, and who of the village answers to it."""

    text: str = ""
    hits: tuple[SearchHit, ...] = ()

    @property
    def can_add(self) -> bool:
        """Whether the text can be a name."""
        return any(letter.isalpha() for letter in self.text)


class BesideFinder:
    """Finds or adds one family. `show(found)` gets what was found, None when nobody is looked for; `take(household)`
    gets a family that was just added.
    """

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        show: Callable[[Beside | None], None],
        take: Callable[[bytes], None],
    ) -> None:
        self._app, self._ports, self._show, self._take = app, ports, show, take
        self._finds = Latest()
        self._village = b""
        self._found: Beside | None = None
        self._adding = False

    def start(self, village: bytes) -> None:
        """Begin to look in a village."""
        self._village = village
        self._put(Beside())

    def leave(self) -> None:
        """Look for nobody any more."""
        self._finds.drop()
        self._put(None)

    def look(self, text: str) -> None:
        """Find families by a name or part of it."""
        if self._found is None:
            return
        text = normalize(text)
        self._finds.drop()
        self._put(Beside(text, self._found.hits if text else ()))
        if text:
            take = self._finds.only(self._take_hits)
            self._ports.query(lambda: self._find(text), done=take, failed=_find_none)

    def _find(self, text: str) -> tuple[SearchHit, ...]:
        hits = self._app.households.find(text, limit=SHOWN, village=self._village).hits
        best = {hit.household: hit for hit in reversed(hits)}
        return tuple(best.values())[::-1]

    def _take_hits(self, hits: tuple[SearchHit, ...]) -> None:
        if self._found is not None:
            self._put(replace(self._found, hits=hits))

    def add(self) -> None:
        """Add the family whose name was typed."""
        found = self._found
        if found is None or not found.can_add or self._adding:
            return
        self._adding = True
        name = found.text
        self._ports.command(
            lambda: self._add(name), done=lambda done: self._added(done, name), failed=self._failed
        )

    def _add(self, name: str) -> Any:
        from outreach_app.services.households import NewPerson

        return self._app.households.add(self._village, NewPerson(name))

    def _added(self, done: Any, name: str) -> None:
        self._adding = False
        self.leave()
        self._take(done.value)
        what = say("the new household {name}", name=name)
        remember_command(self._app, self._ports.places, done, what=what)
        self._ports.places.notice(say("{name} was added; the office will look at it.", name=name))

    def _failed(self, error: OutreachError) -> None:
        self._adding = False
        self._ports.places.trouble(error)

    def _put(self, found: Beside | None) -> None:
        self._found = found
        self._show(found)


def _find_none(_error: OutreachError) -> None:
    """A search that fails is asked again with the next key."""
