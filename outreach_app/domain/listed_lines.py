"""What bringing in a list of people to be asked did or would do, row by row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_judging import ListedState
from outreach_app.domain.people import PartialDate, Scheme
from outreach_app.domain.rows import ListColumn, RefusedListRow
from outreach_app.domain.stopped_lines import Candidate
from outreach_app.errors import Message, say
from outreach_app.i18n import Count

INCOMPLETE = frozenset(
    {
        "no_birth", "no_village", "unknown_village", "ambiguous_village", "divided_village", "divided_commune",
        "other_commune", "unknown_address",
    }
)  # fmt: skip
"""Why somebody is not entered although a word more in the list would do."""


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One row: what became of it, how the person was found (`found`) and why it came to that (`reason`).

    `people` is one when it is sure, those to choose among when it is not; `schemes` are those to ask about.
    """

    row: int
    name: str
    state: ListedState
    people: tuple[Candidate, ...]
    found: Message
    found_key: str
    reason: Message | None = None
    reason_key: str = ""
    schemes: tuple[Scheme, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """The employees that a list of firms and shops tells of, each firm counted once; `insured` as the list tells.

    None where no row tells who is insured; `uninsured` counts only firms of which both numbers are told.
    """

    firms: int
    employees: int
    insured: int | None = None
    uninsured: int | None = None


@dataclass(frozen=True, slots=True)
class ListedReport:
    """The whole list; `prospects`, `closed` and `covers` count what is written: to be asked, not to be, last days.

    `remembered` tells when a list headed alike was read with the same columns by hand. `enters` that whoever is not in
    the register is entered: `entered` people, `entered_homes` households that are made, `duplicates` pairs that look
    alike; `erased` counts people of here who were erased, whom nobody could know again. `staff` are the employees of
    the firms that a list tells of.
    """

    import_id: str | None
    name: str
    layout: LayoutKey
    columns: Mapping[str, str]
    unknown_columns: tuple[str, ...]
    listed: tuple[ListColumn, ...]
    lines: tuple[ListedLine, ...]
    refused: tuple[RefusedListRow, ...]
    warnings: tuple[RefusedListRow, ...]
    prospects: int
    renamed: int
    closed: int
    covers: int
    preview: bool
    earlier: datetime | None = None
    remembered: datetime | None = None
    enters: bool = False
    entered: int = 0
    entered_homes: int = 0
    duplicates: int = 0
    erased: int = 0
    staff: Staff | None = None
    counts: Mapping[ListedState, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        counted = Counter(line.state for line in self.lines)
        object.__setattr__(self, "counts", {state: counted[state] for state in ListedState})

    @property
    def rows(self) -> int:
        """How many rows stand for people, refused ones included."""
        return len(self.lines) + len(self.refused)

    @property
    def writes(self) -> bool:
        """Whether bringing it in changes anything, a row for a person to settle included."""
        return bool(
            self.prospects or self.renamed or self.closed or self.covers or self.counts[ListedState.MAYBE]
        )

    @property
    def incomplete(self) -> list[ListedLine]:
        """The people who are not entered although a word more in the list would do."""
        absent = self.select(ListedState.ABSENT) if self.enters else []
        return [line for line in absent if line.reason_key in INCOMPLETE]

    def select(self, state: ListedState) -> list[ListedLine]:
        """The rows that came to one thing, in the order of the file."""
        return [line for line in self.lines if line.state is state]


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A row that waits for a person: what the list tells, and who may be meant."""

    id: bytes
    import_id: str
    layout: LayoutKey
    list_name: str
    row: int
    sheet: str
    name: str
    born: PartialDate | None
    place: str
    people: tuple[Candidate, ...]
    reason: Message
    reason_key: str


def tell_staff(staff: Staff) -> Message:
    """How many employees a list of firms and shops tells of, and how many of them it tells to be insured."""
    values: dict[str, object] = {"firms": Count(staff.firms), "employees": Count(staff.employees)}
    if staff.insured is None:
        return say(
            "{firms} firms and shops with {employees} employees; who is insured is not told.", **values
        )
    if staff.uninsured is None:
        return say(
            "{firms} firms and shops with {insured} insured employees.",
            **values,
            insured=Count(staff.insured),
        )
    return say(
        "{firms} firms and shops with {employees} employees: {insured} insured, {uninsured} not.",
        **values, insured=Count(staff.insured), uninsured=Count(staff.uninsured),
    )  # fmt: skip
