"""How far something long has come, told between its parts, and stopping it there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from outreach_app.errors import OutreachError, say

T = TypeVar("T")
_EACH = 2_000
"""So many rows between two words about how far things have come."""


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


def tell_progress(items: Iterable[T], watch: Watch, name: str, *, total: int | None = None) -> Iterator[T]:
    """Give items on and tell from time to time how many there were; a watch may stop it."""
    count = total if total is not None else len(items) if isinstance(items, Sequence) else 0
    for place, item in enumerate(items):
        if place % _EACH == 0:
            watch(Step(place, count, name))
        yield item
