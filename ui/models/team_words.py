"""Teams, respected people and assignments in the reader's words."""

from typing import TYPE_CHECKING

from outreach_app.domain.identity import format_phone
from outreach_app.domain.teams import (
    AGENCY_NAMES,
    DUTY_NAMES,
    KIND_NAMES,
    PART_NAMES,
    REGARD_NAMES,
    MemberRow,
    TeamRow,
    TrustedRow,
)
from outreach_app.i18n import Catalogue
from ui.models.teams import TeamsState

if TYPE_CHECKING:
    from outreach_app.services.assigning import AssignmentRow, OverlapRow

DOT = " · "


def tell_team(words: Catalogue, state: TeamsState, team: TeamRow) -> str:
    """What a team is, and what it lacks."""
    hints = [words.render(hint) for hint in (state.hints or {}).get(team.id, ())]
    return DOT.join([words.text(KIND_NAMES[team.kind]), *hints])


def tell_member(words: Catalogue, member: MemberRow) -> str:
    """For whom somebody stands in a team, of which organisation, how to reach them, until when."""
    parts = [
        words.text(PART_NAMES[member.part]),
        member.agency or (words.text(AGENCY_NAMES[member.agency_kind]) if member.agency_kind else ""),
        words.text(DUTY_NAMES[member.duty]) if member.duty else "",
        format_phone(member.phone) if member.phone else "",
        words.text("until {day}", day=words.date(member.ends_on)) if member.ends_on else "",
    ]
    return DOT.join(part for part in parts if part)


def tell_trusted(words: Catalogue, person: TrustedRow, village: str = "") -> str:
    """Who somebody is in the village, how to reach them, what is good to know."""
    phone = format_phone(person.phone) if person.phone else ""
    return DOT.join(
        part for part in (words.text(REGARD_NAMES[person.regard]), village, phone, person.note) if part
    )


def tell_place(words: Catalogue, row: "AssignmentRow") -> str:
    """What is assigned."""
    if row.code:
        return f"{row.head} ({row.code})"
    return DOT.join(part for part in (row.village, row.group) if part)


def tell_days(words: Catalogue, row: "AssignmentRow | OverlapRow") -> str:
    """From when to when."""
    if row.last == row.first:
        return words.date(row.first)
    last = words.date(row.last) if row.last else words.text("until it is ended")
    return f"{words.date(row.first)} – {last}"


def tell_overlap(words: Catalogue, row: "OverlapRow") -> str:
    """Who is sent there besides whom, when, and to how many doors."""
    doors = words.plural("{count} door", "{count} doors", row.doors)
    return DOT.join((f"{row.one.who} / {row.other.who}", tell_days(words, row), doors))
