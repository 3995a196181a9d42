"""Receipts, books, cash and papers as JSON objects."""

from outreach_app.cli.shapes import JsonObject
from outreach_app.domain.cash import CashCount, HandOverRow
from outreach_app.domain.dossiers import SignUpRow
from outreach_app.domain.receipts import BookState, ReceiptRow
from outreach_app.i18n import Catalogue


def receipt_shape(row: ReceiptRow) -> JsonObject:
    """One receipt, in đồng."""
    return {
        "id": row.id.hex(), "number": row.number, "amount": row.amount, "means": row.means.value,
        "received_on": row.received_on.isoformat(), "canvasser": row.canvasser_name or None,
        "enrolment_id": row.enrolment.hex() if row.enrolment else None, "person": row.person_name or None,
        "household": row.household_name or None, "voided": row.voided,
    }  # fmt: skip


def book_shape(state: BookState) -> JsonObject:
    """One book: which numbers, who holds it, and what of it is used, void, missing and left."""
    book = state.book
    missing = [number for span in state.missing for number in range(span.first, span.last + 1)]
    return {
        "id": book.id.hex(), "series": book.series, "first": book.span.first, "last": book.span.last,
        "canvasser": book.canvasser_name or None, "issued_on": book.issued_on.isoformat(),
        "returned_on": book.returned_on.isoformat() if book.returned_on else None, "used": state.used,
        "void": state.void, "missing": [book.name_number(number) for number in missing],
        "next": book.name_number(state.next) if state.next is not None else None, "left": state.left,
        "amount": state.amount,
    }  # fmt: skip


def count_shape(count: CashCount) -> JsonObject:
    """Receipts that are not handed over: sums in đồng and how many."""
    return {
        "cash": count.cash, "cash_receipts": count.cash_receipts, "transfers": count.transfers,
        "transfer_receipts": count.transfer_receipts, "since": count.since.isoformat() if count.since else None,
    }  # fmt: skip


def hand_over_shape(row: HandOverRow, words: Catalogue) -> JsonObject:
    """One hand-over."""
    return {
        "id": row.id.hex(), "day": row.day.isoformat(), "canvasser": row.canvasser_name, "receiver": row.receiver_name,
        "due": row.due, "counted": row.counted, "difference": row.counted - row.due, "why": row.why,
        "receipts": [each.hex() for each in row.receipts], "text": words.render(row.difference),
    }  # fmt: skip


def sign_up_shape(row: SignUpRow) -> JsonObject:
    """One sign-up with its money and how far its papers have come."""
    step = row.standing
    return {
        "enrolment_id": row.id.hex(), "state": row.stage.value, "person": row.person_name,
        "household": row.household_name,
        "scheme": row.scheme.value, "months": row.months, "signed_on": row.signed_on.isoformat(),
        "canvasser": row.canvasser_name or None, "due": row.own, "taken": row.taken, "receipts": list(row.receipts),
        "since": step.on.isoformat() if step else None, "why": step.why if step else "",
    }  # fmt: skip
