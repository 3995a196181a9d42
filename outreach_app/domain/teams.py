"""Teams and who is in them: three parts that go to the doors together, shock teams, and people villages listen to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.errors import Message, say
from outreach_app.i18n import N_


class TeamKind(StrEnum):
    """What a team is for."""

    THREE_PART = "three_part"
    SHOCK = "shock"


class Part(StrEnum):
    """For whom somebody stands in a team; a three-part team has the first three."""

    INSURANCE = "insurance"
    COMMITTEE = "committee"
    VILLAGE = "village"
    OTHER = "other"


class AgencyKind(StrEnum):
    """What somebody's organisation is."""

    INSURANCE = "insurance"
    POST_OFFICE = "post_office"
    PRIVATE = "private"
    OTHER = "other"


class Duty(StrEnum):
    """What somebody is to the organisation: collects contributions, or helps those who do."""

    COLLECTOR = "collector"
    HELPER = "helper"


class Regard(StrEnum):
    """Why families listen to somebody."""

    ELDER = "elder"
    VILLAGE_HEAD = "village_head"
    PARTY_SECRETARY = "party_secretary"
    ASSOCIATION = "association"
    RELIGION = "religion"
    TEACHER = "teacher"
    HEALTH_WORKER = "health_worker"
    OTHER = "other"


KIND_NAMES: Mapping[TeamKind, str] = {
    TeamKind.THREE_PART: N_("three-part team"), TeamKind.SHOCK: N_("shock team"),
}  # fmt: skip
PART_NAMES: Mapping[Part, str] = {
    Part.INSURANCE: N_("insurance or post office"), Part.COMMITTEE: N_("commune committee"),
    Part.VILLAGE: N_("village or association"), Part.OTHER: N_("another part"),
}  # fmt: skip
AGENCY_NAMES: Mapping[AgencyKind, str] = {
    AgencyKind.INSURANCE: N_("social insurance"), AgencyKind.POST_OFFICE: N_("post office"),
    AgencyKind.PRIVATE: N_("private organisation"), AgencyKind.OTHER: N_("another organisation"),
}  # fmt: skip
DUTY_NAMES: Mapping[Duty, str] = {Duty.COLLECTOR: N_("collector"), Duty.HELPER: N_("helper")}
REGARD_NAMES: Mapping[Regard, str] = {
    Regard.ELDER: N_("village elder"), Regard.VILLAGE_HEAD: N_("village head"),
    Regard.PARTY_SECRETARY: N_("party secretary"), Regard.ASSOCIATION: N_("association officer"),
    Regard.RELIGION: N_("religious leader"), Regard.TEACHER: N_("teacher"),
    Regard.HEALTH_WORKER: N_("village health worker"), Regard.OTHER: N_("respected otherwise"),
}  # fmt: skip

_NEEDED = (Part.INSURANCE, Part.COMMITTEE, Part.VILLAGE)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody's place in a team; phone, organisation and duty are the person's own. Days are both included."""

    id: bytes
    team: bytes
    canvasser: bytes
    name: str
    part: Part
    leads: bool
    phone: str | None
    agency: str
    agency_kind: AgencyKind | None
    duty: Duty | None
    starts_on: date | None
    ends_on: date | None

    def is_in(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.starts_on or day) <= day <= (self.ends_on or day)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with its members, the lead first, then by part and name."""

    id: bytes
    name: str
    kind: TeamKind
    commune_code: str
    starts_on: date | None
    ends_on: date | None
    members: tuple[MemberRow, ...] = ()

    def list_in(self, day: date) -> list[MemberRow]:
        """Who is in the team on a day."""
        return [member for member in self.members if member.is_in(day)]


@dataclass(frozen=True, slots=True)
class TrustedRow:
    """Somebody the families of a village listen to."""

    id: bytes
    village: bytes
    name: str
    regard: Regard
    phone: str | None
    note: str


def list_missing(parts: Iterable[Part]) -> list[Part]:
    """Tell which of the three parts a team has nobody for."""
    there = set(parts)
    return [part for part in _NEEDED if part not in there]


def find_hints(team: TeamRow, today: date) -> list[Message]:
    """Tell what a team lacks today: a part, or a lead; a hint, nothing is refused for it."""
    there, hints = team.list_in(today), list[Message]()
    if team.ends_on is not None and team.ends_on < today:
        return [say("This team ended on {day}.", day=team.ends_on)]
    if team.kind is TeamKind.THREE_PART:
        hints += [_MISSING[part] for part in list_missing(member.part for member in there)]
    leads = sum(member.leads for member in there)
    if leads == 0:
        hints.append(say("Nobody leads this team yet."))
    elif leads > 1:
        hints.append(say("More than one person leads this team."))
    return hints


_MISSING: Mapping[Part, Message] = {
    Part.INSURANCE: say("Nobody of the insurance or the post office is in this team yet."),
    Part.COMMITTEE: say("Nobody of the commune committee is in this team yet."),
    Part.VILLAGE: say("No village head or association officer is in this team yet."),
}
