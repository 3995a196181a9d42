"""People who come to the counter to withdraw everything: who came, what they decided, and taking a row back."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.one_off_requests import MOST_MONTHS, OPEN_DECISIONS, Decision, OneOffRequest
from outreach_app.domain.receipts import UNDONE
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.store import households, merged, one_offs


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Somebody who came: on which day (today), with how many months paid, and what they want now."""

    person: bytes
    months_paid: int
    decision: Decision = Decision.WANTS
    came_on: date | None = None


@dataclass(frozen=True, slots=True)
class OneOffs:
    """The record of requests to withdraw everything; a decision never replaces the former, it follows it."""

    desk: Desk

    def list_requests(self, *, person: bytes | None = None, only_open: bool = False) -> list[OneOffRequest]:
        """List the requests as they stand, the newest first."""
        with self.desk.read() as session:
            found = one_offs.list_requests(session, person=person)
        return [each for each in found if not only_open or each.decision in OPEN_DECISIONS]

    def check(self, new: NewRequest) -> NewRequest:
        """Refuse a day in the future, months nobody can have, and a second request while one is open."""
        day = new.came_on or self.desk.today
        if day > self.desk.today:
            raise BadInput(
                say("The day lies in the future."), say("Type the day they came."), key="future_day"
            )
        if not 0 <= new.months_paid <= MOST_MONTHS:
            raise BadInput(
                say("{months} months cannot be.", months=new.months_paid),
                say("Type how many months are paid, as the booklet or VssID shows it."),
                key="months_paid",
            )
        with self.desk.read() as session:
            if households.read_person(session, new.person) is None:
                raise NotFound(
                    say("This person is not in the workspace."), say("Search for the person again.")
                )
            if any(
                each.decision in OPEN_DECISIONS for each in one_offs.list_requests(session, person=new.person)
            ):
                raise BadInput(
                    say("This person's request is open already."),
                    say("Enter the new decision at that request."),
                    key="request_open",
                )
        return replace(new, came_on=day)

    def add(self, new: NewRequest) -> Done[OneOffRequest]:
        """Store a request."""
        checked = self.check(new)
        with self.desk.write() as writer:
            person = households.read_person(writer.session, checked.person)
            assert person is not None
            assert checked.came_on is not None
            home = merged.read_survivors(writer.session, {person.household}).get(
                person.household, person.household
            )
            day = checked.came_on.isoformat()
            stored = writer.create(
                "one_off_request",
                {
                    "person": checked.person, "household": home, "came_on": day, "decided_on": day,
                    "months_paid": checked.months_paid, "decision": checked.decision.value,
                    "canvasser": self.desk.canvasser,
                },
            )  # fmt: skip
            row = _need(writer.session, stored)
        return Done(row, writer.changes())

    def decide(self, request: bytes, decision: Decision, *, on: date | None = None) -> Done[OneOffRequest]:
        """Store what somebody decided, as a row that follows the former; a request that is not open raises NotFound."""
        day = on or self.desk.today
        if day > self.desk.today:
            raise BadInput(
                say("The day lies in the future."), say("Type the day they came."), key="future_day"
            )
        with self.desk.write() as writer:
            former = _need(writer.session, request)
            stored = writer.create(
                "one_off_request",
                {
                    "person": former.person, "household": former.household, "came_on": former.came_on.isoformat(),
                    "decided_on": max(day, former.came_on).isoformat(), "months_paid": former.months_paid,
                    "decision": decision.value, "canvasser": self.desk.canvasser, "supersedes": request,
                },
            )  # fmt: skip
            row = _need(writer.session, stored)
        return Done(row, writer.changes())

    def take_back(self, request: bytes) -> Done[None]:
        """Take the last word of a request back: the decision before it stands again, or the request is gone."""
        with self.desk.write() as writer:
            row = _need(writer.session, request)
            former = one_offs.read_standing_before(writer.session, request)
            values: dict[str, object] = {
                "person": row.person, "household": row.household, "came_on": row.came_on.isoformat(),
                "months_paid": row.months_paid, "canvasser": self.desk.canvasser, "supersedes": request,
            }  # fmt: skip
            if former is None:
                told = {"decided_on": row.decided_on.isoformat(), "decision": row.decision.value}
                writer.create("one_off_request", {**values, **told, "withdrawn": UNDONE})
            else:
                decided_on, decision = former
                writer.create("one_off_request", {**values, "decided_on": decided_on, "decision": decision})
        return Done(None, writer.changes())


def _need(session: Session, request: bytes) -> OneOffRequest:
    row = one_offs.read_request(session, request)
    if row is None:
        raise NotFound(
            say("This request is not in the workspace, or a later decision stands."),
            say("Look at the list of those who came to withdraw."),
        )
    return row
