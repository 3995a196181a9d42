"""What Settings shows of teams, assignments and PINs, and what may be done with each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from outreach_app.domain.people import PartialDate
from outreach_app.domain.teams import MemberRow, TeamRow, TrustedRow
from outreach_app.errors import Message
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.services.assigning import AssignmentRow, OverlapRow

Row = tuple[str, bytes]
"""A row of the page: 'team', 'member' or 'trusted', and its id."""


class TeamWork(StrEnum):
    """What the page's form does."""

    TEAM = "team"
    MEMBER = "member"
    TRUSTED = "trusted"
    CHANGE = "change"
    END = "end"


@dataclass(frozen=True, slots=True)
class TeamsState:
    """Teams with what they lack, and respected people; what this machine may write of it."""

    today: date | None = None
    teams: tuple[TeamRow, ...] = ()
    hints: Mapping[bytes, tuple[Message, ...]] | None = None
    trusted: tuple[TrustedRow, ...] = ()
    villages: tuple[tuple[bytes, str], ...] = ()
    communes: tuple[tuple[str, str], ...] = ()
    is_office: bool = False
    leads: bool = False

    @property
    def works(self) -> tuple[TeamWork, ...]:
        """What this machine may do here."""
        own = (TeamWork.TEAM,) if self.is_office else ()
        with_members = (TeamWork.MEMBER,) if self.leads and self.teams else ()
        return (*own, *with_members, TeamWork.TRUSTED, TeamWork.CHANGE, TeamWork.END)

    def find_member(self, id: bytes) -> MemberRow | None:
        """The member of a row."""
        return next((m for team in self.teams for m in team.members if m.id == id), None)

    def find_team(self, row: object) -> TeamRow | None:
        """The team of a row, or of the member a row is about."""
        if not isinstance(row, tuple):
            return None
        return next((t for t in self.teams if row[1] in (t.id, *(m.id for m in t.members))), None)

    def find_trusted(self, id: bytes) -> TrustedRow | None:
        """The respected person of a row."""
        return next((each for each in self.trusted if each.id == id), None)


class AssignWork(StrEnum):
    """What the page's form does."""

    ASSIGN = "assign"
    SETTLE = "settle"
    END = "end"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class AssignmentsState:
    """Assignments that have not ended, overlaps, and the places (village, group or None) with their names and doors."""

    today: date | None = None
    rows: "tuple[AssignmentRow, ...]" = ()
    overlaps: "tuple[OverlapRow, ...]" = ()
    places: tuple[tuple[tuple[bytes, str | None], str, int], ...] = ()
    workers: tuple[tuple[str, str], ...] = ()

    @property
    def works(self) -> tuple[AssignWork, ...]:
        """What there is to do here now."""
        settle = (AssignWork.SETTLE,) if self.overlaps else ()
        rename = (AssignWork.RENAME,) if any(place[1] for place, _, _ in self.places) else ()
        end = (AssignWork.END,) if self.rows else ()
        return (*settle, AssignWork.ASSIGN, *end, *rename)


class PinWork(StrEnum):
    """What is done with a PIN."""

    SET = "pin_set"
    REMOVE = "pin_remove"
    RESET = "pin_reset"


PIN_WORKS: Mapping[PinWork, str] = {
    PinWork.SET: N_("My PIN"), PinWork.REMOVE: N_("Without a PIN"), PinWork.RESET: N_("Reset a PIN"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PinsState:
    """Whether who is working here has a PIN, and whether they may reset those of others."""

    working: bytes | None = None
    has_pin: bool = False
    others: bool = False
    leads: bool = False

    @property
    def works(self) -> tuple[PinWork, ...]:
        """What may be done."""
        mine = () if self.working is None else (PinWork.SET,)
        drop = (PinWork.REMOVE,) if self.has_pin else ()
        return (*mine, *drop, *((PinWork.RESET,) if self.leads and self.has_pin and self.others else ()))


def read_day(value: object) -> date | None:
    """The whole day of a date field; None when it is empty."""
    if isinstance(value, PartialDate) and value.month and value.day:
        return date(value.year, value.month, value.day)
    return None


def write_day(day: date | None) -> PartialDate | None:
    """A day as a date field holds it."""
    return PartialDate(day.year, day.month, day.day) if day else None


def list_values(state: TeamsState, row: object) -> dict[str, object]:
    """What the form that changes a row begins with."""
    kind, id = row if isinstance(row, tuple) else ("", b"")
    team, member, person = state.find_team(row), state.find_member(id), state.find_trusted(id)
    if kind == "team" and team is not None:
        days = {"first": write_day(team.starts_on), "last": write_day(team.ends_on)}
        return {"name": team.name, "kind": team.kind, **days}
    if kind == "member" and member is not None:
        return {
            "part": member.part, "leads": member.leads, "phone": member.phone or "", "agency": member.agency,
            "agency_kind": member.agency_kind or "", "duty": member.duty or "", "first": write_day(member.starts_on),
            "last": write_day(member.ends_on),
        }  # fmt: skip
    if kind == "trusted" and person is not None:
        told = {
            "name": person.name,
            "regard": person.regard,
            "phone": person.phone or "",
            "note": person.note,
        }
        return dict(told)
    return {}
