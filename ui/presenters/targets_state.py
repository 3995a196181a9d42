"""What the targets, drives and official figures show, and the form that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from outreach_app.domain.campaigns import Campaign
from outreach_app.domain.official_figures import OfficialFigure
from outreach_app.domain.targets import ProposedPart, Subject, Target, add_up_parts
from outreach_app.errors import Message


class Section(StrEnum):
    """What is listed."""

    TARGETS = "targets"
    DRIVES = "drives"
    FIGURES = "figures"


class FormKind(StrEnum):
    """Which form is open."""

    TARGET = "target"
    CHANGE = "change"
    PARTS = "parts"
    DRIVE = "drive"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with the values it opened with, the errors beside its fields, and whether it is being stored.

    `target` is the one it is about, `row` the drive or figure that is corrected; `parts` whom a target is handed down
    to, `told` how far they come to the whole, `matches` whether they come to it exactly.
    """

    kind: FormKind
    values: Mapping[str, object]
    target: Target | None = None
    parts: tuple[ProposedPart, ...] = ()
    told: Message | None = None
    matches: bool = False
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=lambda: MappingProxyType({}))
    busy: bool = False
    row: Campaign | OfficialFigure | None = None


@dataclass(frozen=True, slots=True)
class TargetsState:
    """Everything that was entered, with the names of those it is about; only an office may change it (`office`).

    `subjects` are those whom a number can be given to from here, the own unit first.
    """

    loading: bool = True
    office: bool = False
    today: date | None = None
    section: Section = Section.TARGETS
    targets: tuple[Target, ...] = ()
    drives: tuple[Campaign, ...] = ()
    figures: tuple[OfficialFigure, ...] = ()
    names: Mapping[Subject, str] = field(default_factory=lambda: MappingProxyType({}))
    subjects: tuple[Subject, ...] = ()
    stood_on: bytes | None = None
    form: OpenForm | None = None

    @property
    def rows(self) -> Sequence[Target | Campaign | OfficialFigure]:
        """What the section chosen lists."""
        if self.section is Section.TARGETS:
            return self.targets
        return self.drives if self.section is Section.DRIVES else self.figures

    @property
    def row(self) -> Target | Campaign | OfficialFigure | None:
        """The line stood on, else the first."""
        return next((row for row in self.rows if row.id == self.stood_on), next(iter(self.rows), None))

    @property
    def target(self) -> Target | None:
        """The target stood on."""
        return self.row if isinstance(self.row, Target) else None

    def list_parts(self, target: Target) -> list[Target]:
        """What was handed down of a target, in the order of names."""
        parts = [each for each in self.targets if each.parent == target.id]
        return sorted(parts, key=lambda each: self.names.get(each.subject, ""))

    def tell_parts(self, target: Target) -> Message | None:
        """How far the parts of a target are from the whole; None when they come to it."""
        return add_up_parts(target, self.targets).tell()
