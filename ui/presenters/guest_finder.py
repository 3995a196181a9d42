"""Looking for somebody who is to stand on a meeting's list: by name, number or code."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from outreach_app.domain.rows import SearchHit
from outreach_app.domain.text import normalize
from outreach_app.errors import OutreachError
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """What was typed, and who answers to it."""

    text: str = ""
    hits: tuple[SearchHit, ...] = ()


class GuestFinder:
    """Finds one guest. `show(finding)` gets what was found, None when nobody is looked for; `take(hit)` the chosen."""

    def __init__(
        self, app: "App", ports: Ports, *, show: Callable[[Finding | None], None], take: Callable[[SearchHit], None]
    ) -> None:  # fmt: skip
        self._app, self._ports, self._show, self._take = app, ports, show, take
        self._finds = Latest()
        self._village: bytes | None = None
        self._finding: Finding | None = None

    def start(self, village: bytes | None) -> None:
        """Begin to look; people of this village come first."""
        self._village = village
        self._put(Finding())

    def leave(self) -> None:
        """Look for nobody any more."""
        self._finds.drop()
        self._put(None)

    def look(self, text: str) -> None:
        """Find people and households."""
        if self._finding is None:
            return
        text = normalize(text)
        self._finds.drop()
        self._put(Finding(text, self._finding.hits if text else ()))
        if text:
            village = self._village
            self._ports.query(
                lambda: self._app.households.find(text, limit=SHOWN, village=village).hits,
                done=self._finds.only(self._take_hits),
                failed=_find_none,
            )

    def choose(self, hit: SearchHit) -> None:
        """Take one of those found."""
        self.leave()
        self._take(hit)

    def _take_hits(self, hits: tuple[SearchHit, ...]) -> None:
        if self._finding is not None:
            self._put(replace(self._finding, hits=hits))

    def _put(self, finding: Finding | None) -> None:
        self._finding = finding
        self._show(finding)


def _find_none(_error: OutreachError) -> None:
    """A search that fails is asked again with the next key."""
