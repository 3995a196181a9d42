"""Calls about a renewal: one visit row by telephone, chat, counter or door, with what one person said of one scheme."""

from dataclasses import dataclass, replace
from datetime import date

from outreach_app.domain.lapses import LapseReason, PersonLapse, settle_outcome
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Channel, NextStep, Outcome, PersonOutcome
from outreach_app.errors import NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.visits import NewVisit, check_visit, store_visit
from outreach_app.store import households, merged

CALL_OUTCOMES = (
    Outcome.CONTINUING,
    Outcome.SIGNED_UP,
    Outcome.THINKING,
    Outcome.CALL_BACK,
    Outcome.REFUSED,
    Outcome.WORKING_AWAY,
    Outcome.ALREADY_COVERED,
    Outcome.NOT_HOME,
)
"""What a call can come to; `not_home` means that nobody was reached."""


@dataclass(frozen=True, slots=True)
class NewCall:
    """What came of one call: `outcome` is not_home when nobody was reached, `why` the reason of not going on."""

    person: bytes
    scheme: Scheme
    outcome: Outcome
    channel: Channel = Channel.PHONE
    why: LapseReason | None = None
    next_on: date | None = None
    next_step: NextStep = NextStep.NONE
    note: str = ""
    made_on: date | None = None

    def as_visit(self, household: bytes, *, today: date) -> NewVisit:
        """The visit row it is stored as: there is no second way of recording."""
        outcome = settle_outcome(self.outcome, self.why)
        lapses = (PersonLapse(self.person, self.scheme, self.why),) if self.why else ()
        reached = outcome is not Outcome.NOT_HOME
        step = self.next_step
        if self.next_on is not None and step is NextStep.NONE:
            step = NextStep.RETURN if self.channel is Channel.DOOR else NextStep.CALL
        return NewVisit(
            household=household, visited_on=self.made_on or today, channel=self.channel,
            outcomes=(PersonOutcome(self.person, self.scheme, outcome),), met=(self.person,) if reached else (),
            lapses=lapses, next_step=step, next_on=self.next_on, note=self.note,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calls:
    """Logging what came of calls."""

    desk: Desk

    def check(self, call: NewCall) -> NewVisit:
        """Make the visit a call is stored as; NotFound for an unknown person, BadInput for what cannot be."""
        with self.desk.read() as session:
            person = households.read_person(session, call.person)
            if person is None:
                raise NotFound(
                    say("This person is not in the workspace."), say("Search for the person again.")
                )
            home = merged.read_survivors(session, {person.household}).get(person.household, person.household)
        return check_visit(call.as_visit(home, today=self.desk.today), today=self.desk.today)

    def log(self, call: NewCall) -> Done[bytes]:
        """Store a call; on disk when this returns. Returns the id of its visit, taken back like any visit."""
        visit = self.check(call)
        with self.desk.write() as writer:
            stored = store_visit(writer, replace(visit, canvasser=self.desk.canvasser))
        return Done(stored, writer.changes())
