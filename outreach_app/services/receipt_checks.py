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
    stored: bytes | None = None,
) -> tuple[Message, ...]:
    """Say what is wrong with a receipt's number; `stored` names the row itself once it is written."""
    if not text.strip():
        return (say("Money was taken without a receipt number."),) if means is Means.CASH else ()
    return check_number(
        text, books=money.list_books(session), rows=_read_alike(session, text, stored=stored), canvasser=canvasser,
        household=household, on=on, means=means, stored=stored is not None,
    )  # fmt: skip


def check_amount(*, due: int, taken: int) -> tuple[Message, ...]:
    """Say what was taken too much; a part is nothing wrong."""
    balance = Balance(due, taken)
    told = balance.tell() if balance.over else None
    return (told,) if told is not None else ()


def _read_alike(session: Session, text: str, *, stored: bytes | None) -> list[ReceiptRow]:
    number = parse_receipt_number(text)
    if number is None:
        return []
    if stored is None:
        return money.list_of_series(session, fold_series(number.series))
    return [row for row in money.list_with_serial(session, number.serial) if row.id != stored]
