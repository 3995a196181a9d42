"""What Settings shows of steering committees and of who receives reports, and what may be done with each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.committees import Committee, CommitteeMember, Recipient
from outreach_app.errors import Message
from ui.models.teams import write_day

EVERYBODY_SITTING = "committees"
"""Stands in a choice of people for everybody on steering committees."""


class CommitteeWork(StrEnum):
    """What the page's form does."""

    COMMITTEE = "committee"
    MEMBER = "member"
    RECIPIENT = "recipient"
    CHANGE = "change"
    END = "end"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class CommitteesState:
    """Committees with what they lack, recipients of reports, communes (code, name) without one; units to choose from.

    Rows of the page are ('committee' | 'member' | 'recipient' | 'commune', id or code).
    """

    today: date | None = None
    committees: tuple[Committee, ...] = ()
    hints: Mapping[bytes, tuple[Message, ...]] | None = None
    recipients: tuple[Recipient, ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()

    @property
    def works(self) -> tuple[CommitteeWork, ...]:
        """What there is to do here now."""
        members = (CommitteeWork.MEMBER,) if self.committees else ()
        rows = (CommitteeWork.CHANGE, CommitteeWork.END) if self.committees or self.recipients else ()
        return (CommitteeWork.COMMITTEE, *members, CommitteeWork.RECIPIENT, *rows, CommitteeWork.PRINT)

    def find_committee(self, row: object) -> Committee | None:
        """The committee of a row, or of the member a row is about."""
        if not isinstance(row, tuple):
            return None
        return next((c for c in self.committees if row[1] in (c.id, *(m.id for m in c.members))), None)

    def find_member(self, id: object) -> CommitteeMember | None:
        """The member of a row."""
        return next((m for each in self.committees for m in each.members if m.id == id), None)

    def find_recipient(self, id: object) -> Recipient | None:
        """The recipient of a row."""
        return next((each for each in self.recipients if each.id == id), None)


def list_values(state: CommitteesState, row: object) -> dict[str, object]:
    """What the form that changes a row begins with."""
    kind, id = row if isinstance(row, tuple) else ("", b"")
    committee, member, recipient = state.find_committee(row), state.find_member(id), state.find_recipient(id)
    if kind == "committee" and committee is not None:
        return {
            "decision": committee.decision, "decided_on": write_day(committee.decided_on),
            "issued_by": committee.issued_by,
        }  # fmt: skip
    if kind == "member" and member is not None:
        return {
            "name": member.name, "office_held": member.office_held, "seat": member.seat, "phone": member.phone or "",
            "last": write_day(member.ends_on),
        }  # fmt: skip
    if kind == "recipient" and recipient is not None:
        return {
            "name": recipient.name, "office_held": recipient.office_held, "report": recipient.report,
            "way": recipient.way, "address": recipient.address,
        }  # fmt: skip
    return {}
