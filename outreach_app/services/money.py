"""Money at the door: receipts that are written for sign-ups, made void, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.receipts import UNDONE, Means, ReceiptRow, parse_receipt_number
from outreach_app.domain.text import normalize, normalize_note
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.receipt_checks import check_amount, check_receipt
from outreach_app.store import dossiers, enrolments, money
from outreach_app.store.journal import Writer

LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """Money for a sign-up, in đồng, and its number; of a transfer the bank's reference."""

    enrolment: bytes
    amount: int
    number: str = ""
    means: Means = Means.CASH
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt as stored, and what a person should look at."""

    receipt: ReceiptRow
    problems: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """Receipts for sign-ups."""

    desk: Desk

    def check(self, new: NewReceipt) -> tuple[Message, ...]:
        """Say what a person should look at before a receipt is written."""
        with self.desk.read() as session:
            return self._check(session, new)

    def take(self, new: NewReceipt) -> Done[Taken]:
        """Write a receipt for a sign-up: the whole or a part. What looks wrong is told, and written all the same."""
        if new.amount <= 0:
            raise BadInput(say("No amount is given."), say("Type what was handed over."), key="no_amount")
        with self.desk.write() as writer:
            household = _need_household(writer.session, new.enrolment)
            problems = self._check(writer.session, new)
            stored = writer.create("receipt", self._values(new))
            writer.touched.households.add(household)
            row = money.read_receipt(writer.session, stored)
        assert row is not None
        return Done(Taken(row, problems), writer.changes())

    def make_void(self, number: str, *, why: str) -> Done[tuple[bytes, ...]]:
        """Make a receipt number void: whatever was written on it falls away, a blank leaf is accounted for.

        Returns the rows that were written; `why` is kept.
        """
        reason = _need_why(why)
        told = parse_receipt_number(number)
        with self.desk.write() as writer:
            key = told.key if told else None
            same = [
                row for row in money.list_receipts(writer.session)
                if (row.key == key if key else row.number == normalize(number))
            ]  # fmt: skip
            if any(row.voided is not None for row in same) and not any(row.amount for row in same):
                raise BadInput(
                    say("Receipt {number} is void already.", number=number.strip()), say("Choose another number."),
                    key="void_already",
                )  # fmt: skip
            if not same and told is None:
                raise BadInput(
                    say("{number} is no number of a receipt book.", number=number.strip()),
                    say("Type the number as it is printed."), key="no_number",
                )  # fmt: skip
            made = [self._make_row_void(writer, row, reason) for row in same if row.voided is None]
            if not same:
                made = [writer.create("receipt", self._blank(normalize(number), reason))]
        return Done(tuple(made), writer.changes())

    def void_receipt(self, receipt: bytes, *, why: str) -> Done[bytes]:
        """Make one receipt void; other sign-ups on the same paper keep theirs."""
        reason = _need_why(why)
        with self.desk.write() as writer:
            row = _need_receipt(writer.session, receipt)
            made = self._make_row_void(writer, row, reason)
        return Done(made, writer.changes())

    def take_back(self, rows: Sequence[bytes]) -> Done[None]:
        """Take receipts or voids back as if they had never been written; what they replaced stands again."""
        with self.desk.write() as writer:
            for row in rows:
                _undo(writer, row)
        return Done(None, writer.changes())

    def list_of_enrolment(self, enrolment: bytes) -> list[ReceiptRow]:
        """Read the receipts of one sign-up, voids included."""
        with self.desk.read() as session:
            return money.list_of_enrolment(session, enrolment)

    def _check(self, session: Session, new: NewReceipt) -> tuple[Message, ...]:
        sign_up = dossiers.read_sign_up(session, new.enrolment)
        if sign_up is None:
            raise _unknown(say("This sign-up is not in the workspace."))
        numbers = check_receipt(
            session, new.number, means=new.means, household=sign_up.household, canvasser=self.desk.canvasser,
            on=new.received_on or self.desk.today,
        )  # fmt: skip
        return (*numbers, *check_amount(due=sign_up.own, taken=sign_up.taken + new.amount))

    def _values(self, new: NewReceipt) -> dict[str, object]:
        on = new.received_on or self.desk.today
        return {
            "enrolment": new.enrolment, "amount": new.amount, "receipt_number": normalize(new.number),
            "received_on": on.isoformat(), "canvasser": self.desk.canvasser, "means": new.means.value,
        }  # fmt: skip

    def _blank(self, number: str, why: str) -> dict[str, object]:
        return {
            "receipt_number": number, "received_on": self.desk.today.isoformat(), "canvasser": self.desk.canvasser,
            "voided": why,
        }  # fmt: skip

    def _make_row_void(self, writer: Writer, row: ReceiptRow, why: str) -> bytes:
        if row.household is not None:
            writer.touched.households.add(row.household)
        return writer.create(
            "receipt",
            {
                "enrolment": row.enrolment, "amount": 0, "receipt_number": row.number, "means": row.means.value,
                "received_on": self.desk.today.isoformat(), "canvasser": self.desk.canvasser, "supersedes": row.id,
                "voided": why,
            },
        )  # fmt: skip


def _undo(writer: Writer, receipt: bytes) -> None:
    row = _need_receipt(writer.session, receipt)
    former = money.read_former(writer.session, receipt)
    values: dict[str, object] = {
        "enrolment": row.enrolment, "amount": 0, "receipt_number": row.number, "means": row.means.value,
        "received_on": row.received_on.isoformat(), "canvasser": row.canvasser, "voided": UNDONE,
    }  # fmt: skip
    writer.create("receipt", {**(former or values), "supersedes": receipt})
    if row.household is not None:
        writer.touched.households.add(row.household)


def _need_receipt(session: Session, receipt: bytes) -> ReceiptRow:
    row = money.read_receipt(session, receipt)
    if row is None:
        raise _unknown(say("This receipt does not stand any more."))
    return row


def _need_household(session: Session, enrolment: bytes) -> bytes:
    row = enrolments.read_enrolment(session, enrolment)
    if row is None:
        raise _unknown(say("This sign-up is not in the workspace."))
    return row.household


def _need_why(why: str) -> str:
    reason = normalize_note(why)[:LONGEST_WHY]
    if not reason or reason == UNDONE:
        raise BadInput(
            say("No reason is given."), say("Say why the receipt is void, such as: torn, written wrongly."),
            key="no_reason",
        )  # fmt: skip
    return reason


def _unknown(message: Message) -> NotFound:
    return NotFound(message, say("Look at the list again."))
