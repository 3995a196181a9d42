"""Meetings: kinds, invitations and their answers, who came, and who was trained."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.visits import PersonOutcome
from outreach_app.errors import BadInput, say
from outreach_app.i18n import N_


class MeetingKind(StrEnum):
    """What kind of gathering it is."""

    SMALL_GROUP = "small_group"
    CONFERENCE = "conference"
    LAUNCH_DAY = "launch_day"
    TRAINING = "training"


MEETING_KIND_NAMES: dict[MeetingKind, str] = {
    MeetingKind.SMALL_GROUP: N_("small-group talk"),
    MeetingKind.CONFERENCE: N_("village meeting"),
    MeetingKind.LAUNCH_DAY: N_("launch day"),
    MeetingKind.TRAINING: N_("training"),
}


class Reply(StrEnum):
    """What somebody said to an invitation; no answer is none of these."""

    COMING = "coming"
    CANNOT = "cannot"


REPLY_NAMES: dict[Reply, str] = {Reply.COMING: N_("will come"), Reply.CANNOT: N_("cannot come")}


class Attendance(StrEnum):
    """Whether somebody came; nothing was noted for the others."""

    CAME = "came"
    ABSENT = "absent"


ATTENDANCE_NAMES: dict[Attendance, str] = {Attendance.CAME: N_("came"), Attendance.ABSENT: N_("did not come")}

ATTEND_KEYS: dict[str, Attendance] = {"1": Attendance.CAME, "2": Attendance.ABSENT}
"""Digit to attendance on the list that is typed back."""

REPLY_KEYS: dict[str, Reply] = {"3": Reply.COMING, "4": Reply.CANNOT}
"""Digit to the answer to an invitation on the same list."""

MOST_HEADS = 10_000
"""More people than this come to no meeting; a greater number is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A gathering; without a village it is of the whole area. `hour` is HH:MM or empty."""

    id: bytes
    kind: MeetingKind
    village: bytes | None
    village_name: str
    place: str
    day: date
    hour: str
    led_by: str
    topic: str
    planned: int | None
    others: int | None
    invited: int = 0
    coming: int = 0
    came: int = 0

    @property
    def counted(self) -> int | None:
        """Everybody who came, by name and by head; None while nothing was noted."""
        if self.others is None and not self.came:
            return None
        return self.came + (self.others or 0)


@dataclass(frozen=True, slots=True)
class Guest:
    """One line of a meeting's list: a person, a household as a whole, a canvasser, or a member of a committee.

    `rows` are the stored rows that tell of it: two machines may have written one each. `outcomes` come from the
    visits of the meeting.
    """

    rows: tuple[bytes, ...]
    meeting: bytes
    household: bytes | None
    person: bytes | None
    canvasser: bytes | None
    name: str
    code: str
    village_name: str
    phone: str | None
    invited_on: date | None
    reply: Reply | None
    attended: Attendance | None
    heads: int | None
    outcomes: tuple[PersonOutcome, ...] = ()
    committee_member: bytes | None = None

    @property
    def subject(self) -> bytes | None:
        """Whom the line is about: the person, the canvasser, the committee member, else the household."""
        return self.person or self.canvasser or self.committee_member or self.household

    @property
    def is_whole(self) -> bool:
        """Whether it is about a household as a whole."""
        return self.person is None and self.canvasser is None and self.committee_member is None

    @property
    def count(self) -> int:
        """How many people of this line came."""
        if self.attended is not Attendance.CAME:
            return 0
        return (self.heads or 1) if self.is_whole else 1


@dataclass(frozen=True, slots=True)
class Training:
    """That a canvasser (or, by the same field, a committee member) was trained: at which meeting, on what, when."""

    canvasser: bytes
    name: str
    meeting: bytes
    topic: str
    day: date
    led_by: str


def join_replies(told: Sequence[Reply | None]) -> Reply | None:
    """What several rows say of one guest's answer: the last that says anything."""
    return next((each for each in reversed(told) if each is not None), None)


def join_attendance(told: Sequence[Attendance | None]) -> Attendance | None:
    """What several rows say of one guest's attendance: who was seen by anybody was there."""
    if Attendance.CAME in told:
        return Attendance.CAME
    return Attendance.ABSENT if Attendance.ABSENT in told else None


def parse_hour(text: str) -> str:
    """Read a time of day as 18:30, 18h30, 18h or 18.30; empty stays empty, anything else is BadInput."""
    plain = text.strip().lower()
    if not plain:
        return ""
    found = re.fullmatch(r"(\d{1,2})(?:[:h.](\d{2})?)?", plain)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise BadInput(
            say("“{text}” is not a time of day.", text=text.strip()),
            say("Write a time like 18:30 or 18h30."),
            key="hour",
        )
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def check_heads(count: int | None) -> int | None:
    """Refuse a number of people that cannot be; BadInput with a sentence."""
    if count is not None and not 0 <= count <= MOST_HEADS:
        raise BadInput(
            say("{count} cannot be a number of people.", count=count),
            say("Write a number from 0 to {most}.", most=MOST_HEADS),
            key="heads",
        )
    return count


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whom a line of a meeting's list is about: a household, a person with it, a canvasser or a committee member."""

    household: bytes | None = None
    person: bytes | None = None
    canvasser: bytes | None = None
    committee_member: bytes | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is a household as a whole."""
        return self.person is None and self.canvasser is None and self.committee_member is None


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting as it was typed, checked: without a village it is of the whole area."""

    kind: MeetingKind
    day: date
    village: bytes | None = None
    hour: str = ""
    place: str = ""
    led_by: str = ""
    topic: str = ""
    planned: int | None = None


def invitee_of(guest: Guest) -> Invitee:
    """Whom a line is about, as the services take it."""
    return Invitee(guest.household, guest.person, guest.canvasser, guest.committee_member)


def name_guest(guest: Guest) -> Invitee:
    """Name a line of the list the same way wherever its person moved."""
    home = guest.household if guest.is_whole else None
    return Invitee(home, guest.person, guest.canvasser, guest.committee_member)
