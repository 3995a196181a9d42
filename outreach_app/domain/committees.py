"""Steering committees by the decision that set them up, who sits on them, and who receives which report how."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.errors import Message, say
from outreach_app.i18n import N_


class Seat(StrEnum):
    """What somebody is on a committee, in the order in which they are listed."""

    HEAD = "head"
    DEPUTY = "deputy"
    STANDING = "standing"
    MEMBER = "member"
    SECRETARY = "secretary"


SEAT_NAMES: Mapping[Seat, str] = {
    Seat.HEAD: N_("head of the committee"), Seat.DEPUTY: N_("deputy head"), Seat.STANDING: N_("standing member"),
    Seat.MEMBER: N_("committee member"), Seat.SECRETARY: N_("secretary of the committee"),
}  # fmt: skip


class ReportKind(StrEnum):
    """Which report somebody receives."""

    MONTHLY = "monthly"
    PROGRESS = "progress"
    OBJECTIONS = "objections"
    QUESTIONS = "questions"
    TRAINING = "training"


REPORT_NAMES: Mapping[ReportKind, str] = {
    ReportKind.MONTHLY: N_("monthly report"), ReportKind.PROGRESS: N_("results against the plan"),
    ReportKind.OBJECTIONS: N_("worries heard"), ReportKind.QUESTIONS: N_("questions and difficulties"),
    ReportKind.TRAINING: N_("who was trained"),
}  # fmt: skip


class Way(StrEnum):
    """How a report reaches whoever receives it."""

    PAPER = "paper"
    EMAIL = "email"
    ZALO = "zalo"


WAY_NAMES: Mapping[Way, str] = {
    Way.PAPER: N_("on paper"),
    Way.EMAIL: N_("by e-mail"),
    Way.ZALO: N_("over Zalo"),
}


@dataclass(frozen=True, slots=True)
class CommitteeMember:
    """Somebody's seat on a committee; `office_held` is what they are beside it, `ends_on` their last day if one."""

    id: bytes
    committee: bytes
    name: str
    office_held: str
    seat: Seat
    phone: str | None = None
    person: bytes | None = None
    ends_on: date | None = None

    def is_in(self, day: date) -> bool:
        """Whether they still sit on it on a day."""
        return self.ends_on is None or day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee of a unit: number and day of the decision, who issued it, and its members in order."""

    id: bytes
    unit_code: str
    unit_vintage: str
    unit_name: str
    decision: str
    decided_on: date | None
    issued_by: str
    members: tuple[CommitteeMember, ...] = ()

    def list_in(self, day: date) -> list[CommitteeMember]:
        """Who sits on it on a day."""
        return [each for each in self.members if each.is_in(day)]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who receives a report of a unit: name and office, which report, how, and the address for that."""

    id: bytes
    unit_code: str
    unit_vintage: str
    unit_name: str
    name: str
    office_held: str
    report: ReportKind
    way: Way
    address: str = ""


@dataclass(frozen=True, slots=True)
class CommitteeList:
    """Committees and recipients of a unit and what lies under it; `without` are communes (code, name) without one.

    `office_name` and `name` say whose list and of which unit, `on` the day it was read.
    """

    committees: Sequence[Committee]
    recipients: Sequence[Recipient]
    without: Sequence[tuple[str, str]]
    on: date
    office_name: str = ""
    name: str = ""


def find_hints(committee: Committee, today: date) -> list[Message]:
    """Tell what a committee lacks today; a hint, nothing is refused for it."""
    there, hints = committee.list_in(today), list[Message]()
    if not committee.decision:
        hints.append(say("Number of the decision is missing."))
    if not any(each.seat is Seat.HEAD for each in there):
        hints.append(say("Nobody heads this committee yet."))
    return hints


def list_without(
    communes: Iterable[tuple[str, str]], committees: Collection[Committee]
) -> tuple[tuple[str, str], ...]:
    """List the communes (code, name) that no committee is of."""
    there = {each.unit_code for each in committees}
    return tuple(commune for commune in communes if commune[0] not in there)
