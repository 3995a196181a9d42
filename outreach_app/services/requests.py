"""Requests of people about their own data: noted at the door or the office, with days left, until they are closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.requests import DECIDING_STEPS, DataRequest, Deadline, RequestKind, RequestStep
from outreach_app.domain.rows import HouseholdRow, PersonRow
from outreach_app.domain.text import normalize_note
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.privacy_files import load_rules
from outreach_app.store import households, merged, requests, settings
from outreach_app.store.journal import Writer

LONGEST_NOTE = 1000
_NEED_WORDS = frozenset({RequestStep.REFUSED, RequestStep.EXTENDED})
"""Steps that the person is owed a reason for."""


@dataclass(frozen=True, slots=True)
class RequestTask:
    """A request with whose it is; `days_left` until the nearest last day (negative: late), meaningless once closed."""

    request: DataRequest
    person: PersonRow | None
    household: HouseholdRow | None
    days_left: int


@dataclass(frozen=True, slots=True)
class Requests:
    """What people ask for about their own data (Law 91/2025 Art 4; Decree 356/2025 Art 5)."""

    desk: Desk

    def find_deadline(self, kind: RequestKind, on: date) -> Deadline:
        """Tell within how many days a kind of request is due, with its law and how well it is known."""
        return load_rules().deadlines.find(kind.value, on)

    def ask(
        self,
        person: bytes,
        kind: RequestKind,
        *,
        note: str = "",
        asked_by: AskedBy = AskedBy.SELF,
        on: date | None = None,
    ) -> Done[bytes]:
        """Note what somebody asks for; from then on a request to restrict or object leaves them out of lists.

        BadInput for a day that is not over yet; NotFound for nobody.
        """
        day = self._check_day(on)
        with self.desk.write() as writer:
            survivor = merged.read_survivor(writer.session, person)
            if households.read_person(writer.session, survivor) is None:
                raise NotFound(
                    say("This person is not in the workspace."), say("Search for the person again.")
                )
            made = writer.create(
                "data_request",
                {
                    "person": survivor, "kind": kind.value, "step": RequestStep.ASKED.value,
                    "happened_on": day.isoformat(), "asked_by": asked_by.value,
                    "note": normalize_note(note)[:LONGEST_NOTE], "canvasser": self.desk.canvasser,
                },
            )  # fmt: skip
        return Done(made, writer.changes())

    def take_step(
        self, request: bytes, step: RequestStep, *, note: str = "", on: date | None = None
    ) -> Done[bytes]:
        """Answer, extend (once), carry out, refuse, end a restriction, or note that it was taken back.

        NotAllowed for what the lead or the office decides; BadInput for a step that does not fit, or without a reason.
        """
        day = self._check_day(on)
        words = normalize_note(note)[:LONGEST_NOTE]
        with self.desk.write() as writer:
            known = _find(writer.session, request)
            _check_step(writer.session, known, step, words=words, on=day)
            made = _write(writer, known, step, note=words, on=day)
        return Done(made, writer.changes())

    def take_back_step(self, step: bytes) -> Done[None]:
        """Take a step back that was entered by mistake, or the whole request when it is its first."""
        with self.desk.write() as writer:
            known = next(
                (
                    (each, event)
                    for each in requests.list_requests(writer.session, load_rules().deadlines)
                    for event in each.steps
                    if event.id == step
                ),
                None,
            )
            if known is None:
                raise _unknown()
            request, event = known
            if event.step in DECIDING_STEPS:
                _need_lead(writer.session)
            writer.create(
                "data_request",
                {
                    "person": request.person, "kind": request.kind.value, "step": RequestStep.UNDONE.value,
                    "request": event.request, "happened_on": event.on.isoformat(),
                    "canvasser": self.desk.canvasser, "supersedes": event.id,
                },
            )  # fmt: skip
        return Done(None, writer.changes())

    def read(self, request: bytes) -> RequestTask:
        """Read one request."""
        with self.desk.read() as session:
            found = _find(session, request)
            return self._tell(session, [found])[0]

    def list(self, *, open_only: bool = False) -> Sequence[RequestTask]:
        """List requests, the most urgent open one first, then the closed ones."""
        deadlines = load_rules().deadlines
        with self.desk.read() as session:
            found = (
                requests.list_open(session, deadlines)
                if open_only
                else requests.list_requests(session, deadlines)
            )
            return self._tell(session, found)

    def count_open(self) -> int:
        """Count the requests that wait."""
        with self.desk.read() as session:
            return len(requests.list_open(session, load_rules().deadlines))

    def _tell(self, session: Session, found: Sequence[DataRequest]) -> Sequence[RequestTask]:
        survivors = merged.read_survivors(session, {each.person for each in found})
        people = households.read_people(session, [survivors.get(each.person, each.person) for each in found])
        homes = households.read_many(session, [person.household for person in people.values()])
        told = []
        for each in found:
            person = people.get(survivors.get(each.person, each.person))
            home = homes.get(person.household) if person else None
            told.append(RequestTask(each, person, home, each.days_left(self.desk.today)))
        return told

    def _check_day(self, on: date | None) -> date:
        if on is not None and on > self.desk.today:
            raise BadInput(
                say("The day of the request is not over yet."),
                say("Give the day on which it came."),
                key="day_to_come",
            )
        return on or self.desk.today


def _find(session: Session, request: bytes) -> DataRequest:
    found = requests.list_requests(session, load_rules().deadlines)
    known = next((each for each in found if each.id == request), None)
    if known is None:
        raise _unknown()
    return known


def _unknown() -> NotFound:
    return NotFound(say("There is no such request here."), say("Look at: outreach request list."))


def _check_step(session: Session, request: DataRequest, step: RequestStep, *, words: str, on: date) -> None:
    if step in DECIDING_STEPS:
        _need_lead(session)
    if on < request.asked_on:
        raise BadInput(
            say("This is before the request came."), say("Give a later day."), key="before_the_request"
        )
    if step in _NEED_WORDS and not words:
        raise BadInput(
            say("The reason is missing."),
            say("Say in a few words why; the person is told."),
            key="no_reason",
        )
    if not _fits(request, step):
        raise BadInput(
            say("This step does not fit the request as it stands."),
            say("Look at its steps: outreach request show."),
            key="step_does_not_fit",
        )


def _fits(request: DataRequest, step: RequestStep) -> bool:
    if step is RequestStep.LIFTED:
        return request.restricts and request.closed is not None
    if request.closed is not None or step in (RequestStep.ASKED, RequestStep.UNDONE):
        return False
    if step is RequestStep.EXTENDED:
        extension = load_rules().deadlines.find(request.kind.value, request.asked_on).extension
        return bool(extension) and not request.extended
    return True


def _need_lead(session: Session) -> None:
    if settings.read_machine(session).role not in ("office", "lead"):
        raise NotAllowed(
            say("A team lead or the office decides this."),
            say("Note what was asked; they see it."),
            key="lead_only",
        )


def _write(writer: Writer, request: DataRequest, step: RequestStep, *, note: str, on: date) -> bytes:
    values: Mapping[str, object] = {
        "person": request.person, "kind": request.kind.value, "step": step.value, "request": request.id,
        "happened_on": on.isoformat(), "asked_by": request.asked_by, "note": note, "canvasser": writer.author,
    }  # fmt: skip
    return writer.create("data_request", values)
