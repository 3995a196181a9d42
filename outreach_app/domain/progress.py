"""How far something long has come, told between its parts, and stopping it there."""

from collections.abc import Callable
from dataclasses import dataclass

from outreach_app.errors import OutreachError, say


@dataclass(frozen=True, slots=True)
class Step:
    """So many of so many parts are done; `name` is the part that comes next."""

    done: int
    total: int
    name: str


Watch = Callable[[Step], None]
"""Is told each step before it begins; raising `Stopped` takes back everything since the beginning."""


class Stopped(OutreachError):
    """Somebody stopped what was going on; nothing of it was kept."""

    key = "stopped"

    def __init__(self) -> None:
        super().__init__(
            say("Reading was stopped. Nothing was taken in."),
            say("The files are as they were; they can be read at any time."),
        )


def unwatched(step: Step) -> None:
    """Tell nobody."""
