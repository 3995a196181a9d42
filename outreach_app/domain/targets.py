"""Plan numbers that are handed down: whose, of what, for which days, set by whom; and whether their parts add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Count


class SubjectKind(StrEnum):
    """Whose number it is."""

    UNIT = "unit"
    VILLAGE = "village"
    TEAM = "team"
    AGENCY = "agency"
    COLLECTOR = "collector"


SUBJECT_NAMES: dict[SubjectKind, str] = {
    SubjectKind.UNIT: N_("Unit"),
    SubjectKind.VILLAGE: N_("Village"),
    SubjectKind.TEAM: N_("Team"),
    SubjectKind.AGENCY: N_("Support organisation"),
    SubjectKind.COLLECTOR: N_("Collector"),
}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Whom a number is about: `key` is a unit's code, a row id in hexadecimal, or an organisation's folded name.

    `vintage` names the list that a unit's code belongs to; codes were used again in 2025.
    """

    kind: SubjectKind
    key: str
    vintage: str = ""


class Aim(StrEnum):
    """What a target counts: sign-ups of a kind, their sum, growth, or how many members there are on the last day."""

    JOINED = "joined"
    CONTINUING = "continuing"
    TOTAL = "total"
    NET = "net"
    STOCK = "stock"


AIM_NAMES: dict[Aim, str] = {
    Aim.JOINED: N_("New members"),
    Aim.CONTINUING: N_("Members who go on"),
    Aim.TOTAL: N_("New and continuing together"),
    Aim.NET: N_("Growth: new less stopped"),
    Aim.STOCK: N_("Members on the last day"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """So many people for somebody within some days; several stand side by side, each with who set it.

    `at_least` tells that more is wished for; `parent` is the target it was handed down from.
    """

    id: bytes
    subject: Subject
    scheme: Scheme
    aim: Aim
    period: Period
    people: int
    at_least: bool = False
    set_by: str = ""
    document: str = ""
    set_on: date | None = None
    parent: bytes | None = None

    def is_reached_by(self, people: int) -> bool:
        """Whether so many are enough."""
        return people >= self.people


@dataclass(frozen=True, slots=True)
class Parts:
    """What was handed down of a target, added up."""

    whole: Target
    given: int
    count: int

    @property
    def missing(self) -> int:
        """How many nobody was given; negative when more was handed down than there is."""
        return self.whole.people - self.given

    def tell(self) -> Message | None:
        """Say how far the parts are from the whole; None when they add up. A warning, never a refusal."""
        if self.missing > 0:
            return say(
                "The parts come to {given}, {missing} fewer than the {whole} that were set.",
                given=Count(self.given), missing=Count(self.missing), whole=Count(self.whole.people),
            )  # fmt: skip
        if self.missing < 0 and not self.whole.at_least:
            return say(
                "The parts come to {given}, {over} more than the {whole} that were set.",
                given=Count(self.given), over=Count(-self.missing), whole=Count(self.whole.people),
            )  # fmt: skip
        return None


def add_up_parts(whole: Target, targets: Sequence[Target]) -> Parts:
    """Add up what was handed down of a target: only what counts the same thing within its days is a part."""
    parts = [
        each
        for each in targets
        if each.parent == whole.id
        and (each.scheme, each.aim) == (whole.scheme, whole.aim)
        and whole.period.covers(each.period)
    ]
    return Parts(whole, sum(each.people for each in parts), len(parts))


class Weight(StrEnum):
    """By what a target is shared out among those it is handed down to."""

    ADULTS = "adults"
    HOUSEHOLDS = "households"
    EQUAL = "equal"


WEIGHT_NAMES: dict[Weight, str] = {
    Weight.ADULTS: N_("by adults on the register"),
    Weight.HOUSEHOLDS: N_("by households"),
    Weight.EQUAL: N_("evenly"),
}


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """What somebody would get of a target, and the weight it comes from."""

    subject: Subject
    name: str
    weight: int
    people: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Parts that come to their target exactly; nothing stands before they are handed down, changed or not."""

    whole: Target
    weight: Weight
    parts: tuple[ProposedPart, ...]

    @property
    def shares(self) -> dict[Subject, int]:
        """The parts as they are handed down; whoever would get nobody is left out."""
        return {part.subject: part.people for part in self.parts if part.people}


def share_out(people: int, weights: Sequence[int]) -> list[int]:
    """Share a number out by weights (households, people in the register), whole and adding up exactly.

    Who has the largest fraction left over gets the next one; of equal ones the first. All weights nil: equal shares.
    """
    if not weights:
        return []
    total = sum(weights)
    shares = weights if total else [1] * len(weights)
    total = sum(shares)
    parts = [people * weight // total for weight in shares]
    rests = sorted(range(len(shares)), key=lambda place: (-(people * shares[place] % total), place))
    for place in rests[: people - sum(parts)]:
        parts[place] += 1
    return parts
