"""What is wrong with a receipt number that is about to be written, and with a book that is about to be given out."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from outreach_app.domain.receipts import (
    Means,
    ReceiptBook,
    ReceiptNumber,
    ReceiptRow,
    Span,
    fold_series,
    judge_book,
    paper_of,
    parse_receipt_number,
    tell_use,
)
from outreach_app.errors import BadInput, Message, say

LONGEST_BOOK = 1_000
"""A paper book has 50 leaves, a pad for a drive a few hundred; anything longer is a slip of the pen."""


def check_number(
    text: str,
    *,
    books: Sequence[ReceiptBook],
    rows: Collection[ReceiptRow],
    canvasser: bytes | None,
    household: bytes | None,
    on: date,
    means: Means = Means.CASH,
    stored: bool = False,
) -> tuple[Message, ...]:
    """Say what is wrong with a number that is about to be written; an empty tuple when nothing is.

    Of one that is `stored` already, `rows` need hold no others than its namesakes: what it passed over is not told.
    A transfer's number is the bank's reference unless it is one of a known book.
    """
    number = parse_receipt_number(text)
    if number is None:
        return (
            (say("{number} is no number of a receipt book.", number=text.strip()),)
            if books and means is Means.CASH
            else ()
        )
    book = next((each for each in books if each.holds(number)), None)
    if book is None and means is Means.TRANSFER:
        return ()
    same = [row for row in rows if row.key == number.key]
    return (
        *_check_book(text, book, books=books, canvasser=canvasser),
        *_check_uses(text, same, paper=(household, on, canvasser, means)),
        *(_check_order(number, book, rows) if book is not None and not same and not stored else ()),
    )


def _check_book(
    text: str, book: ReceiptBook | None, *, books: Sequence[ReceiptBook], canvasser: bytes | None
) -> Iterator[Message]:
    if book is None:
        if books:
            yield say("Receipt {number} is in no book that was given out.", number=text.strip())
        return
    if book.returned_on is not None:
        yield say(
            "The book of receipt {number} was given back on {day}.", number=text.strip(), day=book.returned_on
        )
    elif book.canvasser != canvasser:
        yield say(
            "Receipt {number} is in the book of {name}.", number=text.strip(), name=book.canvasser_name or "?"
        )


def _check_uses(text: str, same: Sequence[ReceiptRow], *, paper: tuple[object, ...]) -> Iterator[Message]:
    for row in same:
        if row.voided is not None:
            yield say("Receipt {number} is void: {why}", number=text.strip(), why=row.voided)
        elif paper_of(row) != paper:
            yield say(
                "Receipt {number} is written already for {use}.", number=text.strip(), use=tell_use(row)
            )
        else:
            continue
        return


def _check_order(number: ReceiptNumber, book: ReceiptBook, rows: Iterable[ReceiptRow]) -> Iterator[Message]:
    state = judge_book(book, rows)
    following = state.next
    if following is None or number.serial <= following:
        return
    passed = book.name_span(Span(following, number.serial - 1))
    yield say("Before it {numbers} would be passed over: write them or make them void.", numbers=passed)


def need_book(series: str, first: str, last: str) -> tuple[str, Span, int]:
    """Read a book's series and its first and last number as typed; raises BadInput with what is wrong."""
    low, high = parse_receipt_number(first), parse_receipt_number(last)
    if low is None or high is None:
        raise BadInput(
            say("The numbers of the book are missing."),
            say("Type the first and the last number, such as 0001 and 0050."),
            key="book_numbers",
        )
    told = unicodedata.normalize("NFC", series).strip().upper() or low.series
    if {low.series, high.series} - {"", fold_series(told)}:
        raise BadInput(
            say("First and last number are of two series."), say("Type one series."), key="book_series"
        )
    span = Span(low.serial, high.serial)
    if not 1 <= span.first <= span.last < span.first + LONGEST_BOOK:
        raise BadInput(
            say(
                "A book goes from a lower to a higher number and has at most {count} leaves.",
                count=LONGEST_BOOK,
            ),
            say("Check the first and the last number."),
            key="book_range",
        )
    return told, span, max(low.width, high.width)
