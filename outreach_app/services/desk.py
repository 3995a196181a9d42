"""What every service works with: the database, the clock, and who is working."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Generic, TypeVar

from sqlmodel import Session

from outreach_app.domain.access import AccessAct
from outreach_app.domain.changes import Changes
from outreach_app.domain.clock import VIETNAM
from outreach_app.store import settings
from outreach_app.store.database import Database
from outreach_app.store.journal import Writer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a committed command gives back: its value and what it touched."""

    value: T
    changes: Changes


@dataclass(slots=True)
class Desk:
    """One open workspace as the services see it.

    Attributes: database, folder (of the workspace), clock (gives an aware moment), canvasser (row id of who works),
    note_access (remembers that somebody's data was looked at, printed, exported or searched for).
    """

    database: Database
    folder: Path
    clock: Callable[[], datetime]
    canvasser: bytes | None = None
    note_access: Callable[[AccessAct, Iterable[bytes]], None] = lambda act, people: None

    @property
    def now(self) -> datetime:
        """This moment in Viet Nam."""
        return self.clock().astimezone(VIETNAM)

    @property
    def today(self) -> date:
        """Today in Viet Nam."""
        return self.now.date()

    def read(self) -> AbstractContextManager[Session]:
        """Lend a session for reading."""
        return self.database.read()

    @contextmanager
    def write(self, *, bulk: bool = False) -> Iterator[Writer]:
        """Open the one write transaction, signed by whoever is working; `bulk`: a whole list, or a stick of files."""
        large = bulk and self._is_office()
        with self.database.write(now=self.now, author=self.canvasser, bulk=large) as writer:
            yield writer

    def _is_office(self) -> bool:
        # Laptops have two gigabytes of memory and registers of a few thousand households.
        with self.read() as session:
            return settings.read_machine(session).role == "office"
