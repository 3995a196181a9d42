"""What both papers of a meeting say of it: kind, village, day and hour, place, topic, who leads."""

from outreach_app.domain.meetings import MEETING_KIND_NAMES, Meeting
from outreach_app.i18n import Catalogue


def tell_kind(meeting: Meeting, catalogue: Catalogue) -> str:
    """The kind of meeting, and of which village where it is of one."""
    kind = catalogue.text(MEETING_KIND_NAMES[meeting.kind])
    kind = kind[:1].upper() + kind[1:]
    return f"{kind} · {meeting.village_name}" if meeting.village_name else kind


def tell_when(meeting: Meeting, catalogue: Catalogue) -> str:
    """Hour and day with the day of the week."""
    day = catalogue.long_date(meeting.day)
    return catalogue.context("print", "{hour} on {day}", hour=meeting.hour, day=day) if meeting.hour else day
