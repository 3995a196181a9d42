"""What Settings shows of difficulties reported to the office, and what this machine may do with each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.difficulties import Difficulty


class DifficultyWork(StrEnum):
    """What the page's form does."""

    REPORT = "report"
    HANDLE = "handle"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class DifficultiesState:
    """Difficulties, the open ones first; the villages they may be of, and what this machine is.

    Rows of the page are their ids.
    """

    today: date | None = None
    rows: tuple[Difficulty, ...] = ()
    villages: tuple[tuple[bytes, str], ...] = ()
    is_office: bool = False
    leads: bool = False

    @property
    def open(self) -> int:
        """How many somebody still waits for."""
        return sum(row.is_open for row in self.rows)

    @property
    def works(self) -> tuple[DifficultyWork, ...]:
        """What there is to do here now; the office handles what was reported, so that comes first there."""
        handle = (DifficultyWork.HANDLE,) if self.is_office and self.rows else ()
        back = (DifficultyWork.TAKE_BACK,) if self.rows else ()
        return (*handle, DifficultyWork.REPORT, *back)

    def find(self, row: object) -> Difficulty | None:
        """The difficulty of a row."""
        return next((each for each in self.rows if each.id == row), None)
