"""Where the story plays: its folder, its machines by name, and the clock that they share."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from outreach_app.i18n import Catalogue
from outreach_app.services.demo_story import StoryClock, Teller
from outreach_app.services.desk import Desk

_SEED = 3424


@dataclass(slots=True)
class Stage:
    """The story as it stands: machines by name, all under one clock that the story moves.

    `advised` is who was quoted for, `own_next_year` that person's first payment of the next year by the former book.
    """

    folder: Path
    teller: Teller
    clock: StoryClock
    first_day: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(_SEED))
    desks: dict[str, Desk] = field(default_factory=dict)
    households: dict[str, bytes] = field(default_factory=dict)
    sent: dict[str, Path] = field(default_factory=dict)
    advised: bytes | None = None
    own_next_year: int | None = None

    @property
    def office(self) -> Desk:
        """The office."""
        return self.desks["office"]

    @property
    def words(self) -> Catalogue:
        """The language of the story."""
        return self.teller.words

    @property
    def stick(self) -> Path:
        """The folder that stands for the stick."""
        return self.folder / "usb"

    def sub(self, name: str) -> Path:
        """A folder of the story, made when it is first needed."""
        made = self.folder / name
        made.mkdir(exist_ok=True)
        return made
