"""What bringing in a list of stopped members did or would do, line by line."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from outreach_app.domain.people import PartialDate, Scheme
from outreach_app.domain.rows import RefusedListRow
from outreach_app.errors import Message


class LineState(StrEnum):
    """What became of a line: taken in, known before, joined again since, for a person to choose, nobody of here."""

    MATCHED = "matched"
    KNOWN = "known"
    JOINED_AGAIN = "joined_again"
    CHOOSE = "choose"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of here who may be meant; `code` is the household's."""

    person: bytes
    name: str
    born: PartialDate | None
    code: str
    village: str


@dataclass(frozen=True, slots=True)
class StoppedLine:
    """One line of the list: its number in the file, who it is about, and why it came to that.

    `people` is one when it is sure and those to choose among when it is not; `reason` tells how they were found,
    `note` what is known of them against the list.
    """

    row: int
    name: str
    schemes: tuple[Scheme, ...]
    stopped: date | None
    state: LineState
    people: tuple[Candidate, ...]
    reason: Message
    reason_key: str
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class StoppedReport:
    """The whole list; `made` counts new periods, `ended` those whose end the list told."""

    import_id: str | None
    name: str
    columns: dict[str, str]
    lines: tuple[StoppedLine, ...]
    refused: tuple[RefusedListRow, ...]
    warnings: tuple[RefusedListRow, ...]
    made: int
    ended: int
    preview: bool
    earlier: datetime | None = None
    remembered: datetime | None = None

    def select(self, state: LineState) -> list[StoppedLine]:
        """The lines that came to one thing, in the order of the file."""
        return [line for line in self.lines if line.state is state]

    def count_people(self, *states: LineState) -> int:
        """How many people the lines of these states are about, each once."""
        return len({line.people[0].person for line in self.lines if line.state in states})

    def count_households(self) -> int:
        """How many households the people who were found for sure live in."""
        sure = (line for line in self.lines if line.state is not LineState.CHOOSE and line.people)
        return len({line.people[0].code for line in sure})
