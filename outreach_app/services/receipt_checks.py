"""What a person should see about a receipt before or after it is written: its number, its amount, its book."""

from datetime import date

from sqlmodel import Session

from outreach_app.domain.cash import Balance
from outreach_app.domain.receipt_checks import check_number
from outreach_app.domain.receipts import Means, ReceiptRow, fold_series, parse_receipt_number
from outreach_app.errors import Message, say
from outreach_app.store import money


def check_receipt(
    session: Session,
    text: str,
    *,
    means: Means,
    household: bytes | None,
    canvasser: bytes | None,
    on: date,
    leave_out: frozenset[bytes] = frozenset(),
) -> tuple[Message, ...]:
    """Say what is wrong with a receipt's number; `leave_out` are rows that are not counted, such as itself."""
    if not text.strip():
        return (say("Money was taken without a receipt number."),) if means is Means.CASH else ()
    rows = [row for row in _read_alike(session, text) if row.id not in leave_out]
    return check_number(
        text, books=money.list_books(session), rows=rows, canvasser=canvasser, household=household, on=on, means=means
    )  # fmt: skip


def check_amount(*, due: int, taken: int) -> tuple[Message, ...]:
    """Say what was taken too much; a part is nothing wrong."""
    balance = Balance(due, taken)
    told = balance.tell() if balance.over else None
    return (told,) if told is not None else ()


def _read_alike(session: Session, text: str) -> list[ReceiptRow]:
    number = parse_receipt_number(text)
    if number is None:
        return []
    return money.list_of_series(session, fold_series(number.series))
