"""Meetings: planning them, inviting, noting who came, and what came of it for whoever came."""

from collections.abc import Iterable, Mapping, Sequence
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
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.visits import NewVisit, check_visit, store_visit, take_back_marks
from outreach_app.store import households, meetings, merged, settings, villages, visits
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
            return _need_meeting(session, meeting)

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
            _need_right(session, whole_area=draft.village is None)

    def make(self, draft: MeetingDraft) -> Done[bytes]:
        """Plan a meeting; returns its id. Of the whole area only a team lead or the office plans one."""
        values = _values_of(draft)
        with self.desk.write() as writer:
            _need_right(writer.session, whole_area=draft.village is None)
            _need_village(writer.session, draft.village)
            stored = writer.create("meeting", {k: v for k, v in values.items() if v not in (None, "")})
        return Done(stored, writer.changes())

    def change(self, meeting: bytes, draft: MeetingDraft) -> Done[None]:
        """Change what was planned; fields that stay the same are not written."""
        values = _values_of(draft)
        with self.desk.write() as writer:
            known = _need_meeting(writer.session, meeting)
            _need_right(writer.session, whole_area=draft.village is None or known.village is None)
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
            _need_meeting(writer.session, meeting)
            fresh = 0
            for invitee in dict.fromkeys(invitees):
                fresh += self._invite_one(writer, meeting, invitee)
        return Done(fresh, writer.changes())

    def take_back_invitation(self, meeting: bytes, invitee: Invitee) -> Done[None]:
        """Take a line off a meeting's list."""
        with self.desk.write() as writer:
            _need_meeting(writer.session, meeting)
            for row in _find_rows(writer.session, meeting, invitee):
                writer.edit("meeting_guest", row, {"removed": TAKEN_OFF})
        return Done(None, writer.changes())

    def reply(self, meeting: bytes, invitee: Invitee, reply: Reply | None) -> Done[None]:
        """Note the answer to an invitation; None takes it back."""
        with self.desk.write() as writer:
            self._note(writer, meeting, invitee, {"answer": reply.value if reply else None})
        return Done(None, writer.changes())

    def attend(
        self, meeting: bytes, invitee: Invitee, attended: Attendance | None, *, heads: int | None = None
    ) -> Done[None]:
        """Note whether somebody came; who was not invited is put on the list. `heads`: how many of a household came."""
        whole = invitee.person is None and invitee.canvasser is None
        count = check_heads(heads) if whole and attended is Attendance.CAME else None
        with self.desk.write() as writer:
            if attended is not None:
                _refuse_early(_need_meeting(writer.session, meeting), self.desk.today)
            values = {"attended": attended.value if attended else None, "heads": count}
            self._note(writer, meeting, invitee, values)
        return Done(None, writer.changes())

    def tell_outcome(self, meeting: bytes, told: MeetingOutcome) -> Done[bytes]:
        """Store what came of a meeting as a visit of its day and place; later words on others of a household join it.

        Whoever an outcome is told of was there. Returns the visit's id.
        """
        with self.desk.write() as writer:
            session = writer.session
            known = _need_meeting(session, meeting)
            _refuse_early(known, self.desk.today)
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
            for person in dict.fromkeys(each.person for each in told.outcomes):
                came = {"attended": Attendance.CAME.value}
                self._note(writer, meeting, Invitee(told.household, person), came)
        return Done(stored, writer.changes())

    # ------------------------------------------------------------------------------------------------------- within
    def _edit(self, meeting: bytes, values: Mapping[str, object]) -> Done[None]:
        with self.desk.write() as writer:
            known = _need_meeting(writer.session, meeting)
            _need_right(writer.session, whole_area=known.village is None)
            writer.edit("meeting", meeting, values)
        return Done(None, writer.changes())

    def _make_visit(self, meeting: Meeting, told: MeetingOutcome) -> NewVisit:
        return NewVisit(
            household=told.household, visited_on=meeting.day, channel=Channel.MEETING, outcomes=told.outcomes,
            met=tuple(dict.fromkeys(each.person for each in told.outcomes)), objection=told.objection,
            note=told.note, next_step=told.next_step, next_on=told.next_on, canvasser=self.desk.canvasser,
            meeting=meeting.id,
        )  # fmt: skip

    def _invite_one(self, writer: Writer, meeting: bytes, invitee: Invitee) -> int:
        rows = _find_rows(writer.session, meeting, invitee)
        today = self.desk.today.isoformat()
        if not rows:
            self._add(writer, meeting, invitee, {"invited_on": today})
            return 1
        known = any(
            each.invited_on for each in meetings.list_guests(writer.session, meeting) if rows[0] in each.rows
        )
        if not known:
            writer.edit("meeting_guest", rows[0], {"invited_on": today})
        return 0 if known else 1

    def _note(self, writer: Writer, meeting: bytes, invitee: Invitee, values: Mapping[str, object]) -> None:
        # What two machines wrote of one guest are two rows: whatever is said now is said of both.
        _need_meeting(writer.session, meeting)
        rows = _find_rows(writer.session, meeting, invitee)
        if rows and invitee.canvasser is not None:
            _need_right(writer.session, whole_area=True)
        for row in rows:
            writer.edit("meeting_guest", row, values)
        if not rows:
            self._add(writer, meeting, invitee, values)

    def _add(self, writer: Writer, meeting: bytes, invitee: Invitee, values: Mapping[str, object]) -> None:
        session = writer.session
        if invitee.canvasser is not None:
            _need_right(session, whole_area=True)
            named: dict[str, object] = {"canvasser": invitee.canvasser}
        else:
            named = {"household": _need_home(session, invitee), "person": invitee.person}
        told = {**named, **values, "meeting": meeting}
        writer.create("meeting_guest", {name: value for name, value in told.items() if value is not None})


def _values_of(draft: MeetingDraft) -> dict[str, object]:
    return {
        "kind": draft.kind.value, "village": draft.village, "day": draft.day.isoformat(),
        "hour": parse_hour(draft.hour), "place": normalize(draft.place), "led_by": normalize(draft.led_by),
        "topic": normalize(draft.topic), "planned": check_heads(draft.planned),
    }  # fmt: skip


def _need_meeting(session: Session, meeting: bytes) -> Meeting:
    found = meetings.read_meeting(session, meeting)
    if found is None:
        raise NotFound(say("This meeting is not in the workspace."), say("Choose one from the list."))
    return found


def _need_village(session: Session, village: bytes | None) -> None:
    if village is not None and villages.read_village(session, village) is None:
        raise NotFound(say("This village is not in the workspace."), say("Choose a village from the list."))


def _need_home(session: Session, invitee: Invitee) -> bytes:
    person = households.read_person(session, invitee.person) if invitee.person else None
    if invitee.person is not None and person is None:
        raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))
    home = person.household if person else invitee.household
    if home is None or households.read_household(session, home) is None:
        raise NotFound(say("This household is not in the workspace."), say("Search for the household again."))
    return home


def _need_right(session: Session, *, whole_area: bool) -> None:
    if whole_area and settings.read_machine(session).role == "canvasser":
        raise NotAllowed(
            say("Meetings of the whole area, and which canvassers came, are kept by team leads and the office."),
            say("Choose a village, or ask the team lead to write it."),
            key="lead_only",
        )


def _refuse_early(meeting: Meeting, today: date) -> None:
    if meeting.day > today:
        raise BadInput(
            say("The meeting is on {day}, which is still to come.", day=meeting.day),
            say("Note who came once it has taken place, or change its day."),
            key="meeting_to_come",
        )


def _find_rows(session: Session, meeting: bytes, invitee: Invitee) -> Sequence[bytes]:
    if invitee.canvasser is not None:
        return meetings.find_rows(session, meeting, (None, None, invitee.canvasser))
    home = _need_home(session, invitee)
    if invitee.person is not None:
        return meetings.find_rows(session, meeting, (None, merged.read_survivor(session, invitee.person), None))
    return meetings.find_rows(session, meeting, (merged.read_survivor(session, home), None, None))
