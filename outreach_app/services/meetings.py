"""Meetings: planning them, inviting, noting who came, and what came of it for whoever came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.meetings import (
    Attendance,
    Guest,
    Invitee,
    Meeting,
    MeetingDraft,
    Reply,
    Training,
    check_heads,
    parse_hour,
)
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.domain.text import normalize
from outreach_app.domain.visits import Channel, NextStep, PersonOutcome
from outreach_app.errors import NotFound, say
from outreach_app.services import attendance
from outreach_app.services.desk import Desk, Done
from outreach_app.services.visits import NewVisit, check_visit, store_visit, take_back_marks
from outreach_app.store import households, meetings, merged, villages, visits
from outreach_app.store.journal import Writer

TAKEN_OFF = "taken_off"
"""The reason that stands in a meeting or a line of its list that somebody took off."""


@dataclass(frozen=True, slots=True)
class MeetingOutcome:
    """What came of a meeting for one household: per person and scheme, with what was agreed."""

    household: bytes
    outcomes: tuple[PersonOutcome, ...]
    objection: str | None = None
    note: str = ""
    next_step: NextStep = NextStep.NONE
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Meetings:
    """Everything that reads or writes meetings and who was there."""

    desk: Desk

    # ------------------------------------------------------------------------------------------------------ reading
    def list_meetings(
        self, *, start: date | None = None, end: date | None = None, village: bytes | None = None
    ) -> list[Meeting]:
        """List meetings from day to day (both included), newest first."""
        with self.desk.read() as session:
            return meetings.list_meetings(session, start=start, end=end, village=village)

    def read(self, meeting: bytes) -> Meeting:
        """Read one meeting."""
        with self.desk.read() as session:
            return attendance.need_meeting(session, meeting)

    def list_guests(self, meeting: bytes) -> list[Guest]:
        """Read everybody on a meeting's list, invited or just there: canvassers first, then household by household."""
        with self.desk.read() as session:
            return meetings.list_guests(session, meeting)

    def list_trainings(self, *, canvasser: bytes | None = None) -> list[Training]:
        """Read which canvassers were trained, on what and when, newest first."""
        with self.desk.read() as session:
            return meetings.list_trainings(session, canvasser=canvasser)

    def list_of_household(self, household: bytes) -> list[tuple[Meeting, Guest]]:
        """Read to which meetings somebody of a household was invited or came, newest first."""
        with self.desk.read() as session:
            return meetings.list_of_household(session, merged.read_survivor(session, household))

    def find_visit(self, meeting: bytes, household: bytes) -> bytes | None:
        """Find the visit as which a household's outcomes at a meeting stand, if any was written."""
        with self.desk.read() as session:
            return meetings.find_visit(session, meeting, merged.read_survivor(session, household))

    def choose_households(self, wanted: HouseholdFilter) -> list[bytes]:
        """Name the households of a filter that may be invited: those that asked not to be contacted are left out."""
        with self.desk.read() as session:
            rows = households.read_rows(session, households.list_numbers(session, wanted))
        return [row.id for row in rows if not row.do_not_contact]

    # ------------------------------------------------------------------------------------------------------ writing
    def check(self, draft: MeetingDraft) -> None:
        """Raise BadInput or NotAllowed for what cannot be planned here, before anything is written."""
        _values_of(draft)
        with self.desk.read() as session:
            attendance.need_right(session, whole_area=draft.village is None)

    def make(self, draft: MeetingDraft) -> Done[bytes]:
        """Plan a meeting; returns its id. Of the whole area only a team lead or the office plans one."""
        values = _values_of(draft)
        with self.desk.write() as writer:
            attendance.need_right(writer.session, whole_area=draft.village is None)
            _need_village(writer.session, draft.village)
            stored = writer.create("meeting", {k: v for k, v in values.items() if v not in (None, "")})
        return Done(stored, writer.changes())

    def change(self, meeting: bytes, draft: MeetingDraft) -> Done[None]:
        """Change what was planned; fields that stay the same are not written."""
        values = _values_of(draft)
        with self.desk.write() as writer:
            known = attendance.need_meeting(writer.session, meeting)
            attendance.need_right(writer.session, whole_area=draft.village is None or known.village is None)
            _need_village(writer.session, draft.village)
            writer.edit("meeting", meeting, values)
        return Done(None, writer.changes())

    def take_off(self, meeting: bytes) -> Done[None]:
        """Take a meeting off the list; visits that were logged as of it stay."""
        return self._edit(meeting, {"removed": TAKEN_OFF})

    def bring_back(self, meeting: bytes) -> Done[None]:
        """Put a meeting that was taken off back on the list."""
        with self.desk.write() as writer:
            writer.edit("meeting", meeting, {"removed": None})
        return Done(None, writer.changes())

    def count_others(self, meeting: bytes, count: int | None) -> Done[None]:
        """Note how many came whose names are not known."""
        return self._edit(meeting, {"others": check_heads(count)})

    def invite(self, meeting: bytes, invitees: Iterable[Invitee]) -> Done[int]:
        """Put guests on the list as invited today; returns how many were not invited before."""
        with self.desk.write() as writer:
            attendance.need_meeting(writer.session, meeting)
            fresh = self._invite_all(writer, meeting, dict.fromkeys(invitees))
        return Done(fresh, writer.changes())

    def take_back_invitation(self, meeting: bytes, invitee: Invitee) -> Done[None]:
        """Take a line off a meeting's list."""
        with self.desk.write() as writer:
            attendance.need_meeting(writer.session, meeting)
            for row in attendance.find_rows(writer.session, meeting, invitee):
                writer.edit("meeting_guest", row, {"removed": TAKEN_OFF})
        return Done(None, writer.changes())

    def reply(self, meeting: bytes, invitee: Invitee, reply: Reply | None) -> Done[None]:
        """Note the answer to an invitation; None takes it back."""
        with self.desk.write() as writer:
            attendance.note_guest(writer, meeting, invitee, {"answer": reply.value if reply else None})
        return Done(None, writer.changes())

    def attend(
        self, meeting: bytes, invitee: Invitee, attended: Attendance | None, *, heads: int | None = None
    ) -> Done[None]:
        """Note whether somebody came; who was not invited is put on the list. `heads`: how many of a household came."""
        count = check_heads(heads) if invitee.is_whole and attended is Attendance.CAME else None
        with self.desk.write() as writer:
            if attended is not None:
                attendance.refuse_early(attendance.need_meeting(writer.session, meeting), self.desk.today)
            values = {"attended": attended.value if attended else None, "heads": count}
            attendance.note_guest(writer, meeting, invitee, values)
        return Done(None, writer.changes())

    def tell_outcome(self, meeting: bytes, told: MeetingOutcome) -> Done[bytes]:
        """Store what came of a meeting as a visit of its day and place; later words on others of a household join it.

        Whoever an outcome is told of was there. Returns the visit's id.
        """
        with self.desk.write() as writer:
            session = writer.session
            known = attendance.need_meeting(session, meeting)
            attendance.refuse_early(known, self.desk.today)
            former_id = meetings.find_visit(session, meeting, merged.read_survivor(session, told.household))
            former = visits.read_visit(session, former_id) if former_id else None
            visit = self._make_visit(known, told)
            if former is not None:
                again = {(each.person, each.scheme) for each in told.outcomes}
                kept = tuple(o for o in former.outcomes if (o.person, o.scheme) not in again)
                met = tuple(dict.fromkeys((*former.met, *visit.met)))
                visit = replace(
                    visit, outcomes=(*kept, *visit.outcomes), met=met, note=visit.note or former.note
                )
                take_back_marks(writer, former, kept=visit)
            checked = check_visit(visit, today=self.desk.today)
            stored = store_visit(writer, checked, supersedes=former_id)
            attendance.note_came(writer, meeting, told.household, outcomes=told.outcomes, met=())
        return Done(stored, writer.changes())

    # ------------------------------------------------------------------------------------------------------- within
    def _edit(self, meeting: bytes, values: Mapping[str, object]) -> Done[None]:
        with self.desk.write() as writer:
            known = attendance.need_meeting(writer.session, meeting)
            attendance.need_right(writer.session, whole_area=known.village is None)
            writer.edit("meeting", meeting, values)
        return Done(None, writer.changes())

    def _make_visit(self, meeting: Meeting, told: MeetingOutcome) -> NewVisit:
        return NewVisit(
            household=told.household, visited_on=meeting.day, channel=Channel.MEETING, outcomes=told.outcomes,
            met=tuple(dict.fromkeys(each.person for each in told.outcomes)), objection=told.objection,
            note=told.note, next_step=told.next_step, next_on=told.next_on, canvasser=self.desk.canvasser,
            meeting=meeting.id,
        )  # fmt: skip

    def _invite_all(self, writer: Writer, meeting: bytes, invitees: Iterable[Invitee]) -> int:
        today, fresh = self.desk.today.isoformat(), 0
        listed = {row: guest for guest in meetings.list_guests(writer.session, meeting) for row in guest.rows}
        for invitee in invitees:
            rows = attendance.find_rows(writer.session, meeting, invitee) if listed else ()
            if not rows:
                attendance.add_guest(writer, meeting, invitee, {"invited_on": today})
            elif listed[rows[0]].invited_on is None:
                writer.edit("meeting_guest", rows[0], {"invited_on": today})
            else:
                continue
            fresh += 1
        return fresh


def _values_of(draft: MeetingDraft) -> dict[str, object]:
    return {
        "kind": draft.kind.value, "village": draft.village, "day": draft.day.isoformat(),
        "hour": parse_hour(draft.hour), "place": normalize(draft.place), "led_by": normalize(draft.led_by),
        "topic": normalize(draft.topic), "planned": check_heads(draft.planned),
    }  # fmt: skip


def _need_village(session: Session, village: bytes | None) -> None:
    if village is not None and villages.read_village(session, village) is None:
        raise NotFound(say("This village is not in the workspace."), say("Choose a village from the list."))
