"""The papers of sign-ups on their way to the office and back, and the list of sign-ups by how far they have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from outreach_app.domain.dossiers import (
    OFFICE_STEPS,
    DossierEvent,
    DossierStep,
    SignUpRow,
    SignUpStage,
    order_events,
)
from outreach_app.domain.methods import parse_method
from outreach_app.domain.receipts import ReceiptRow
from outreach_app.domain.rows import Draft, EnrolmentRow
from outreach_app.domain.text import normalize_note
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.consent_checks import find_consent_gaps
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk, Done
from outreach_app.services.receipt_checks import check_amount, check_receipt
from outreach_app.services.sign_up_checks import NewEnrolment, find_problems
from outreach_app.store import dossiers, enrolments, form_drafts, households, money
from outreach_app.store.journal import Writer

_OFFICE = say("Only the office accepts and returns papers.")

LONGEST_WHY = 500
ACCEPTED_DAYS = 60
"""For so many days after it was signed an accepted sign-up stays on the list."""


@dataclass(frozen=True, slots=True)
class SignUpList:
    """Everything on the way: unfinished sign-ups of this machine, and the stored ones, newest first."""

    drafts: tuple[Draft, ...]
    rows: tuple[SignUpRow, ...]


@dataclass(frozen=True, slots=True)
class SignUpCard:
    """One sign-up whole: its money, the steps of its papers (newest first), and what the office would bounce;
    `consents` are those that nobody has given yet.
    """

    row: SignUpRow
    enrolment: EnrolmentRow
    receipts: tuple[ReceiptRow, ...]
    events: tuple[DossierEvent, ...]
    problems: tuple[Message, ...]
    consents: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Sign-ups by how far they have come."""

    desk: Desk

    def list_sign_ups(self) -> SignUpList:
        """Read what is on its way; what was accepted long ago is left out."""
        since = self.desk.today - timedelta(days=ACCEPTED_DAYS)
        with self.desk.read() as session:
            return SignUpList(
                tuple(form_drafts.list_all(session, form_drafts.Form.SIGN_UP)),
                tuple(dossiers.list_sign_ups(session, accepted_since=since)),
            )

    def read_card(self, enrolment: bytes) -> SignUpCard:
        """Read one sign-up with everything about it."""
        with self.desk.read() as session:
            row = dossiers.read_sign_up(session, enrolment)
            stored = enrolments.read_enrolment(session, enrolment)
            if row is None or stored is None:
                raise _unknown()
            receipts = tuple(money.list_of_enrolment(session, enrolment))
            events = tuple(order_events(dossiers.list_events(session, enrolment)))
            return SignUpCard(
                row,
                stored,
                receipts,
                events,
                _check(session, stored, receipts),
                self._find_gaps(session, stored),
            )

    def _find_gaps(self, session: Session, stored: EnrolmentRow) -> tuple[Message, ...]:
        person = households.read_person(session, stored.person)
        return tuple(find_consent_gaps(session, person, on=self.desk.today)) if person else ()

    def hand_in(self, sign_ups: Sequence[bytes]) -> Done[tuple[bytes, ...]]:
        """Enter that the papers of these sign-ups went to the office today; returns the steps written."""
        return self._step(sign_ups, DossierStep.SENT)

    def accept(self, sign_ups: Sequence[bytes]) -> Done[tuple[bytes, ...]]:
        """Enter that the office accepted the papers; only the office says so."""
        return self._step(sign_ups, DossierStep.ACCEPTED)

    def give_back(self, sign_up: bytes, *, why: str) -> Done[tuple[bytes, ...]]:
        """Enter that the office returned the papers, and why; only the office says so."""
        reason = normalize_note(why)[:LONGEST_WHY]
        if not reason:
            raise BadInput(
                say("No reason is given."),
                say("Say what is missing or wrong: it goes back to the door."),
                key="no_reason",
            )
        return self._step([sign_up], DossierStep.RETURNED, why=reason)

    def take_back(self, steps: Sequence[bytes]) -> Done[None]:
        """Take steps back: what stood before each stands again."""
        with self.desk.write() as writer:
            for step in steps:
                _undo(writer, step, on=self.desk.today, who=self.desk.canvasser)
        return Done(None, writer.changes())

    def _step(
        self, sign_ups: Sequence[bytes], step: DossierStep, *, why: str = ""
    ) -> Done[tuple[bytes, ...]]:
        with self.desk.write() as writer:
            if step in OFFICE_STEPS:
                need_office(writer.session, _OFFICE)
            made = []
            for sign_up in sign_ups:
                row = dossiers.read_sign_up(writer.session, sign_up)
                if row is None:
                    raise _unknown()
                _check_step(row, step)
                made.append(_write(writer, row, step, why=why, on=self.desk.today, who=self.desk.canvasser))
        return Done(tuple(made), writer.changes())


def _check_step(row: SignUpRow, step: DossierStep) -> None:
    stage = row.stage
    if step is DossierStep.SENT and stage in (SignUpStage.SENT, SignUpStage.ACCEPTED):
        raise BadInput(
            say("The papers of {name} are handed in already.", name=row.person_name), say("Choose another sign-up."),
            key="sent_already",
        )  # fmt: skip
    if step is DossierStep.ACCEPTED and stage is SignUpStage.ACCEPTED:
        raise BadInput(
            say("The papers of {name} are accepted already.", name=row.person_name), say("Choose another sign-up."),
            key="accepted_already",
        )  # fmt: skip


def _write(
    writer: Writer, row: SignUpRow, step: DossierStep, *, why: str, on: date, who: bytes | None
) -> bytes:
    writer.touched.households.add(row.household)
    return writer.create(
        "dossier_state",
        {
            "enrolment": row.id, "state": step.value, "why": why, "happened_on": on.isoformat(), "canvasser": who,
            "supersedes": row.standing.id if row.standing else None,
        },
    )  # fmt: skip


def _undo(writer: Writer, step: bytes, *, on: date, who: bytes | None) -> None:
    enrolment = dossiers.read_owner(writer.session, step)
    row = dossiers.read_sign_up(writer.session, enrolment) if enrolment else None
    if row is None or row.standing is None or row.standing.id != step:
        raise NotFound(say("The papers have gone on since."), say("Look at the sign-up again."))
    if row.standing.step in OFFICE_STEPS:
        need_office(writer.session, _OFFICE)
    _write(writer, row, DossierStep.TAKEN_BACK, why="", on=on, who=who)


def _check(session: Session, stored: EnrolmentRow, receipts: Sequence[ReceiptRow]) -> tuple[Message, ...]:
    """Everything a person should look at before the papers go: what the office would bounce, and the receipts."""
    told: list[Message] = []
    person = households.read_person(session, stored.person)
    if person is not None:
        told += find_problems(session, _as_new(stored), person, stored=stored.id)
    for row in receipts:
        if row.voided is None:
            told += check_receipt(
                session, row.number, means=row.means, household=row.household, canvasser=row.canvasser,
                on=row.received_on, stored=row.id,
            )  # fmt: skip
    told += check_amount(due=stored.own, taken=stored.money_taken)
    return tuple(each for place, each in enumerate(told) if each not in told[:place])


def _as_new(stored: EnrolmentRow) -> NewEnrolment:
    method = stored.method or str(stored.months)
    parse_method(method)
    return NewEnrolment(
        stored.person, stored.scheme, method, date.fromisoformat(f"{stored.first_month}-01"), income=stored.income,
        kind=stored.kind,
    )  # fmt: skip


def _unknown() -> NotFound:
    return NotFound(say("This sign-up is not in the workspace."), say("Look at the list again."))
