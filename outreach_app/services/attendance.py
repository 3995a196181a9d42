"""Notes on one guest of a meeting, whoever writes them: the meeting itself, or a visit that was logged as of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from outreach_app.domain.meetings import Attendance, Invitee, Meeting
from outreach_app.domain.visits import SPOKEN_TO, PersonOutcome
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.store import committees, households, meetings, merged, settings
from outreach_app.store.journal import Writer


def need_meeting(session: Session, meeting: bytes) -> Meeting:
    """Read a meeting, or raise NotFound."""
    found = meetings.read_meeting(session, meeting)
    if found is None:
        raise NotFound(say("This meeting is not in the workspace."), say("Choose one from the list."))
    return found


def _need_home(session: Session, invitee: Invitee) -> bytes:
    person = households.read_person(session, invitee.person) if invitee.person else None
    if invitee.person is not None and person is None:
        raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))
    home = person.household if person else invitee.household
    if home is None or households.read_household(session, home) is None:
        raise NotFound(say("This household is not in the workspace."), say("Search for the household again."))
    return home


def _need_sitting(session: Session, member: bytes) -> None:
    """Raise NotAllowed outside the office, which alone has these rows, and NotFound for nobody."""
    if settings.read_machine(session).role != "office":
        raise NotAllowed(
            say("Who of a committee came is kept by the office."),
            say("Send the office the list."),
            key="not_office",
        )
    if not any(each.id == member for known in committees.list_committees(session) for each in known.members):
        raise NotFound(say("Nobody of this id sits on a committee."), say("Choose one from the list."))


def need_right(session: Session, *, whole_area: bool) -> None:
    """Raise NotAllowed where a canvasser's laptop writes what only team leads and the office write."""
    if whole_area and settings.read_machine(session).role == "canvasser":
        raise NotAllowed(
            say(
                "Meetings of the whole area, and which canvassers came, are kept by team leads and the office."
            ),
            say("Choose a village, or ask the team lead to write it."),
            key="lead_only",
        )


def refuse_early(meeting: Meeting, today: date) -> None:
    """Raise BadInput for a meeting that is still to come."""
    if meeting.day > today:
        raise BadInput(
            say("The meeting is on {day}, which is still to come.", day=meeting.day),
            say("Note who came once it has taken place, or change its day."),
            key="meeting_to_come",
        )


def find_rows(session: Session, meeting: bytes, invitee: Invitee) -> Sequence[bytes]:
    """Find the stored rows on one guest; two machines may have written one each."""
    if invitee.canvasser is not None or invitee.committee_member is not None:
        return meetings.find_rows(session, meeting, invitee)
    home = _need_home(session, invitee)
    if invitee.person is not None:
        survivor = merged.read_survivor(session, invitee.person)
        return meetings.find_rows(session, meeting, Invitee(person=survivor))
    return meetings.find_rows(session, meeting, Invitee(merged.read_survivor(session, home)))


def note_guest(writer: Writer, meeting: bytes, invitee: Invitee, values: Mapping[str, object]) -> None:
    """Write something of a guest; who was not on the list is put there."""
    # What two machines wrote of one guest are two rows: whatever is said now is said of both.
    need_meeting(writer.session, meeting)
    rows = find_rows(writer.session, meeting, invitee)
    if rows and (invitee.canvasser is not None or invitee.committee_member is not None):
        need_right(writer.session, whole_area=True)
    for row in rows:
        writer.edit("meeting_guest", row, values)
    if not rows:
        add_guest(writer, meeting, invitee, values)


def add_guest(writer: Writer, meeting: bytes, invitee: Invitee, values: Mapping[str, object]) -> None:
    """Put a guest on the list, whether or not the same one stands there already."""
    session = writer.session
    if invitee.canvasser is not None:
        need_right(session, whole_area=True)
        named: dict[str, object] = {"canvasser": invitee.canvasser}
    elif invitee.committee_member is not None:
        _need_sitting(session, invitee.committee_member)
        named = {"committee_member": invitee.committee_member}
    else:
        named = {"household": _need_home(session, invitee), "person": invitee.person}
    told = {**named, **values, "meeting": meeting}
    writer.create("meeting_guest", {name: value for name, value in told.items() if value is not None})


def note_came(
    writer: Writer,
    meeting: bytes,
    household: bytes,
    *,
    outcomes: Sequence[PersonOutcome],
    met: Sequence[bytes],
) -> None:
    """Note that those who were met or spoken to at a meeting came to it; a meeting that is not here is passed over."""
    if meetings.read_meeting(writer.session, meeting) is None:
        return
    spoken = (told.person for told in outcomes if told.outcome in SPOKEN_TO)
    for person in dict.fromkeys((*met, *spoken)):
        note_guest(writer, meeting, Invitee(household, person), {"attended": Attendance.CAME.value})
