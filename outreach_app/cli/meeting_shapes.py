"""Meetings and their guests as JSON and as lines."""

from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.domain.meetings import ATTENDANCE_NAMES, MEETING_KIND_NAMES, REPLY_NAMES, Guest, Meeting
from outreach_app.domain.visits import OUTCOME_NAMES
from outreach_app.i18n import Catalogue


def meeting_shape(meeting: Meeting) -> JsonObject:
    """One meeting; `counted` is everybody who came, null while nothing was noted."""
    return {
        "id": meeting.id.hex(), "kind": meeting.kind.value, "day": plain(meeting.day), "time": meeting.hour,
        "village": meeting.village_name or None, "place": meeting.place, "led_by": meeting.led_by,
        "topic": meeting.topic, "planned": meeting.planned, "invited": meeting.invited, "coming": meeting.coming,
        "came": meeting.came, "others": meeting.others, "counted": meeting.counted,
    }  # fmt: skip


def guest_shape(guest: Guest) -> JsonObject:
    """One line of a meeting's list."""
    return {
        "name": guest.name, "code": guest.code or None, "village": guest.village_name or None,
        "household": plain(guest.household), "person": plain(guest.person), "canvasser": plain(guest.canvasser),
        "committee_member": plain(guest.committee_member),
        "invited_on": plain(guest.invited_on), "answer": plain(guest.reply), "attended": plain(guest.attended),
        "count": guest.count,
        "outcomes": [{"scheme": o.scheme.value, "outcome": o.outcome.value} for o in guest.outcomes],
    }  # fmt: skip


def meeting_line(meeting: Meeting, words: Catalogue) -> str:
    """One meeting on one line."""
    kind = words.text(MEETING_KIND_NAMES[meeting.kind])
    when = " ".join(part for part in (words.date(meeting.day), meeting.hour) if part)
    counted = words.text("came: {count}", count=meeting.counted) if meeting.counted is not None else ""
    invited = words.text("invited: {count}", count=meeting.invited) if meeting.invited else ""
    parts = (meeting.id.hex(), when, kind, meeting.village_name, meeting.topic, invited, counted)
    return "  ".join(part for part in parts if part)


def guest_line(guest: Guest, words: Catalogue) -> str:
    """One line of the list on one line."""
    said = [words.text(REPLY_NAMES[guest.reply])] if guest.reply else []
    said += [words.text(ATTENDANCE_NAMES[guest.attended])] if guest.attended else []
    said += [str(guest.count)] if guest.count > 1 else []
    said += [words.text(OUTCOME_NAMES[told.outcome]) for told in guest.outcomes]
    return "  " + "  ".join(part for part in (guest.code, guest.name, "; ".join(said)) if part)
