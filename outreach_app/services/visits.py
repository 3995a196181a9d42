"""Logging visits: drafts stored as they are typed, visits that are never edited, corrections that supersede."""

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.domain.lapses import PersonLapse
from outreach_app.domain.people import Scheme
from outreach_app.domain.prospects import OPEN_STAGES, Stage
from outreach_app.domain.rows import Draft, VisitRow
from outreach_app.domain.text import normalize, normalize_note
from outreach_app.domain.visits import (
    OBJECTION_NAMES,
    Cancelled,
    Channel,
    NextStep,
    Outcome,
    PersonOutcome,
    Reaction,
)
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services import attendance
from outreach_app.services.desk import Desk, Done
from outreach_app.services.told_lapses import check_lapses, keep_lapses
from outreach_app.store import enrolments, heads, households, settings, visits
from outreach_app.store.journal import Writer


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit as told: `visited_on` may be the sheet's day, not today; `draft` names the draft it was typed in."""

    household: bytes
    visited_on: date
    channel: Channel = Channel.DOOR
    door_outcome: Outcome | None = None
    outcomes: tuple[PersonOutcome, ...] = ()
    met: tuple[bytes, ...] = ()
    met_others: str = ""
    objection: str | None = None
    note: str = ""
    next_step: NextStep = NextStep.NONE
    next_on: date | None = None
    canvasser: bytes | None = None
    sheet: bytes | None = None
    sheet_row: int | None = None
    draft: str | None = None
    reaction: Reaction | None = None
    meeting: bytes | None = None
    lapses: tuple[PersonLapse, ...] = ()


@dataclass(frozen=True, slots=True)
class Warnings:
    """What the form says before a visit is logged; none of it stops anybody."""

    same_day: tuple[VisitRow, ...] = ()
    do_not_contact: bool = False
    clock: Message | None = None
    people_not_to_contact: tuple[bytes, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Visits:
    """Everything that writes or reads visits."""

    desk: Desk

    def new_draft_id(self) -> str:
        """Make a name for a new draft."""
        return secrets.token_hex(8)

    def save_draft(self, draft: str, content: dict[str, object], *, household: bytes | None) -> None:
        """Store what the form holds; on disk when this returns. `content` is anything JSON can hold."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        with self.desk.database.write_local() as session:
            visits.save_draft(
                session, draft, household=household, content=text, saved_at=stamp_of(self.desk.now)
            )

    def list_drafts(self) -> list[Draft]:
        """List unfinished visits, newest first."""
        with self.desk.read() as session:
            return visits.list_drafts(session)

    def discard_draft(self, draft: str) -> None:
        """Throw a draft away because its author said so."""
        with self.desk.database.write_local() as session:
            visits.delete_draft(session, draft)

    def warn(self, household: bytes, day: date) -> Warnings:
        """Say whether this door was knocked already that day, and whether somebody asked not to be contacted."""
        with self.desk.read() as session:
            row = households.read_household(session, household)
            if row is None:
                raise NotFound(
                    say("This household is not in the workspace."), say("Search for the household again.")
                )
            same = [visit for visit in visits.list_of_household(session, row.id) if visit.visited_on == day]
            silent = tuple(p.id for p in households.read_members(session, row.id) if p.do_not_contact)
            clock = _judge_clock(settings.read_machine(session).last_saved, self.desk.now)
        return Warnings(tuple(same), row.do_not_contact, clock, silent)

    def log(self, visit: NewVisit) -> Done[bytes]:
        """Store a visit; on disk when this returns. Returns its id."""
        checked = self._check(visit)
        with self.desk.write() as writer:
            stored = store_visit(writer, checked)
            _note_came(writer, checked)
        return Done(stored, writer.changes())

    def correct(self, former: bytes, visit: NewVisit) -> Done[bytes]:
        """Replace a visit by a new row that supersedes it; the former stays in the history, its sheet row is kept."""
        checked = self._check(visit)
        with self.desk.write() as writer:
            told = _need_current(writer.session, former)
            if checked.sheet is None:
                sheet, row = visits.read_place_on_sheet(writer.session, former)
                checked = replace(checked, sheet=sheet, sheet_row=row)
            checked = replace(checked, meeting=checked.meeting or told.meeting)
            checked = replace(checked, lapses=keep_lapses(checked.outcomes, checked.lapses, former=told))
            take_back_marks(writer, told, kept=checked)
            stored = store_visit(writer, checked, supersedes=former)
            _note_came(writer, checked)
        return Done(stored, writer.changes())

    def cancel(self, former: bytes, reason: str) -> Done[bytes]:
        """Take a visit back with a reason; it stays in the history and counts nowhere."""
        with self.desk.write() as writer:
            stored = cancel_visit(writer, _need_current(writer.session, former), reason=reason)
        return Done(stored, writer.changes())

    def read(self, visit: bytes) -> VisitRow:
        """Read one visit, current or not."""
        with self.desk.read() as session:
            found = visits.read_visit(session, visit)
        if found is None:
            raise NotFound(
                say("This visit is not in the workspace."), say("Open the household and choose the visit.")
            )
        return found

    def list_of_day(self, day: date) -> list[VisitRow]:
        """Read the current visits of one day."""
        with self.desk.read() as session:
            return visits.list_of_day(session, day)

    def _check(self, visit: NewVisit) -> NewVisit:
        return check_visit(
            replace(visit, canvasser=visit.canvasser or self.desk.canvasser), today=self.desk.today
        )


def _note_came(writer: Writer, visit: NewVisit) -> None:
    if visit.meeting is not None:
        attendance.note_came(writer, visit.meeting, visit.household, outcomes=visit.outcomes, met=visit.met)


CLOCK_SLACK = timedelta(minutes=10)


def _judge_clock(last_saved: int, now: datetime) -> Message | None:
    if last_saved and moment_of(last_saved) > now + CLOCK_SLACK:
        return say(
            "This laptop's clock shows {now}, but the last entry is from {saved}. Set the clock right.",
            now=now,
            saved=moment_of(last_saved),
        )
    return None


def check_visit(visit: NewVisit, *, today: date) -> NewVisit:
    """Normalise a visit's texts and refuse what cannot be: nothing told, a day in the future, an unknown worry."""
    if visit.door_outcome is None and not visit.outcomes:
        raise BadInput(
            say("The visit has no outcome yet."), say("Give an outcome for one person, or one for the whole door."),
            key="no_outcome",
        )  # fmt: skip
    if visit.visited_on > today:
        raise BadInput(
            say("The day of the visit lies in the future."),
            say("Type the day the door was knocked."),
            key="future_visit",
        )
    if visit.next_on is not None and visit.next_on < visit.visited_on:
        raise BadInput(
            say("The next date lies before the visit."),
            say("Type a later date or leave it empty."),
            key="next_before_visit",
        )
    if visit.objection is not None and visit.objection not in OBJECTION_NAMES:
        raise BadInput(
            say("The worry {key} is not in the book.", key=visit.objection), say("Choose one from the list.")
        )
    check_lapses(visit.outcomes, visit.lapses)
    return replace(visit, note=normalize_note(visit.note), met_others=normalize(visit.met_others))


def store_visit(writer: Writer, visit: NewVisit, *, supersedes: bytes | None = None) -> bytes:
    """Write a checked visit, move the prospects it decides, mark people it tells of, and drop its draft."""
    if households.read_household(writer.session, visit.household) is None:
        raise NotFound(say("This household is not in the workspace."), say("Search for the household again."))
    stored = writer.create("visit", _values_of(visit, supersedes))
    for told in visit.outcomes:
        _move_prospect(writer, visit, told)
        _mark_person(writer, told)
    if visit.door_outcome is Outcome.DO_NOT_CONTACT:
        writer.edit("household", visit.household, {"do_not_contact": True})
    if visit.draft is not None:
        visits.delete_draft(writer.session, visit.draft)
    return stored


def _values_of(visit: NewVisit, supersedes: bytes | None) -> dict[str, object]:
    values: dict[str, object] = {
        "household": visit.household,
        "visited_on": visit.visited_on.isoformat(),
        "channel": visit.channel.value,
        "door_outcome": visit.door_outcome.value if visit.door_outcome else None,
        "outcomes": [[o.person, o.scheme.value, o.outcome.value] for o in visit.outcomes] or None,
        "met": list(visit.met) or None,
        "met_others": visit.met_others,
        "objection": visit.objection,
        "note": visit.note,
        "next_step": visit.next_step.value,
        "next_on": visit.next_on.isoformat() if visit.next_on else None,
        "canvasser": visit.canvasser,
        "sheet": visit.sheet,
        "sheet_row": visit.sheet_row,
        "supersedes": supersedes,
        "reaction": visit.reaction.value if visit.reaction and visit.objection else None,
        "meeting": visit.meeting,
        "lapses": [[told.person, told.scheme.value, told.reason.value] for told in visit.lapses] or None,
    }
    # What is empty is not written: the table's own default stands, and the file stays small.
    return {name: value for name, value in values.items() if value not in (None, "") or name == "household"}


_STAGES: dict[Outcome, Stage] = {
    Outcome.SIGNED_UP: Stage.WON,
    Outcome.CONTINUING: Stage.WON,
    Outcome.THINKING: Stage.TALKING,
    Outcome.CALL_BACK: Stage.PROMISED,
    Outcome.REFUSED: Stage.LOST,
    Outcome.DO_NOT_CONTACT: Stage.CLOSED,
    Outcome.ALREADY_COVERED: Stage.CLOSED,
    Outcome.NOT_ELIGIBLE: Stage.CLOSED,
    Outcome.BELONGS_TO_COMPULSORY: Stage.CLOSED,
    Outcome.DECEASED: Stage.CLOSED,
    Outcome.MOVED_AWAY: Stage.CLOSED,
}


def _move_prospect(writer: Writer, visit: NewVisit, told: PersonOutcome) -> None:
    stage = _STAGES.get(told.outcome)
    if stage is None:
        return
    known = enrolments.find_prospect(writer.session, told.person, told.scheme)
    values = {
        "stage": stage.value,
        "next_step": visit.next_step.value,
        "next_on": visit.next_on.isoformat() if visit.next_on else None,
    }
    if known is not None:
        writer.edit("prospect", known.id, values)
    elif stage in OPEN_STAGES:
        made = {"person": told.person, "household": visit.household, "scheme": told.scheme.value}
        writer.create("prospect", {**made, **values, "reason": "met_at_door", "source": "visit"})


def cancel_visit(writer: Writer, visit: VisitRow, *, reason: str) -> bytes:
    """Write the row that takes a visit back, with what the visit alone had marked."""
    take_back_marks(writer, visit, kept=None)
    sheet, row = visits.read_place_on_sheet(writer.session, visit.id)
    values = {
        "household": visit.household, "visited_on": visit.visited_on.isoformat(), "channel": visit.channel.value,
        "supersedes": visit.id, "cancelled": normalize(reason) or Cancelled.NOT_SAID.value,
        "canvasser": visit.canvasser,
        "sheet": sheet, "sheet_row": row, "meeting": visit.meeting,
    }  # fmt: skip
    return writer.create("visit", {name: value for name, value in values.items() if value is not None})


_MARKS = {
    Outcome.DECEASED: "deceased",
    Outcome.DO_NOT_CONTACT: "do_not_contact",
    Outcome.WORKING_AWAY: "away",
}
"""Outcomes that say something lasting of a person."""


def _mark_person(writer: Writer, told: PersonOutcome) -> None:
    mark = _MARKS.get(told.outcome)
    if mark is not None:
        writer.edit("person", told.person, {mark: True})


def take_back_marks(writer: Writer, former: VisitRow, *, kept: NewVisit | None) -> None:
    """Lift what a visit marked and nobody else has said, unless the correction says it again."""
    said_again = {(o.person, o.outcome) for o in kept.outcomes} if kept else set()
    for told in former.outcomes:
        mark = _MARKS.get(told.outcome)
        if (
            mark is not None
            and (told.person, told.outcome) not in said_again
            and _was_marked_by(writer, "person", told.person, mark, former=former)
            and not visits.is_told_elsewhere(writer.session, told.person, told.outcome, but=former.id)
        ):
            writer.edit("person", told.person, {mark: False})
    silent = Outcome.DO_NOT_CONTACT
    lifted = former.door_outcome is silent and (kept is None or kept.door_outcome is not silent)
    if lifted and _was_marked_by(writer, "household", former.household, "do_not_contact", former=former):
        writer.edit("household", former.household, {"do_not_contact": False})


def _was_marked_by(writer: Writer, table: str, row: bytes, name: str, *, former: VisitRow) -> bool:
    return heads.is_written_with(writer.session, "visit", former.id, field=(table, row, name))


def _need_current(session: Session, former: bytes) -> VisitRow:
    visit = visits.read_visit(session, former)
    if visit is None:
        raise NotFound(
            say("This visit is not in the workspace."), say("Open the household and choose the visit.")
        )
    if not visits.is_current(session, former):
        raise BadInput(
            say("This visit was corrected or cancelled already."),
            say("Open the household to see the visit that stands."),
            key="not_current",
        )
    return visit


def parse_person_outcome(text: str) -> PersonOutcome:
    """Read `ID:SCHEME:KEY` as the command line takes it; raises BadInput with what was expected."""
    parts = text.split(":")
    try:
        person, scheme, outcome = parts
        return PersonOutcome(bytes.fromhex(person), Scheme(scheme), Outcome(outcome))
    except ValueError as error:
        raise BadInput(
            say("{text} is not a person's outcome.", text=text),
            say("Write it as ID:SCHEME:KEY."),
            key="bad_outcome",
        ) from error
