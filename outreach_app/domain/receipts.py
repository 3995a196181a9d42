"""Money receipts: numbers of receipt books, which of them are used, void or missing, and two uses of one number."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import itemgetter

from outreach_app.errors import Message, say
from outreach_app.i18n import N_

UNDONE = "undone"
"""What stands in `voided` when a row was taken back as if never written: its number is free again."""

_SERIAL_DIGITS = 9
_NUMBER = re.compile(rf"(?P<series>(?:.*[^0-9])?)(?P<serial>[0-9]{{1,{_SERIAL_DIGITS}}})")
SEPARATORS = " -\u2010\u2011\u2012\u2013\u2014\u2015\u2212._/"
"""What may stand between the parts of a number and says nothing; any other white space is stored as a blank."""

_SEPARATED = re.compile(rf"[\s{re.escape(SEPARATORS)}]+")


class Means(StrEnum):
    """How money came: only cash can be counted and handed over."""

    CASH = "cash"
    TRANSFER = "transfer"


MEANS_NAMES: dict[Means, str] = {Means.CASH: N_("cash"), Means.TRANSFER: N_("bank transfer")}


@dataclass(frozen=True, slots=True)
class ReceiptNumber:
    """A number as printed on a receipt; `series` without separators and in capitals, so that `bl 26-7` is `BL26`."""

    series: str
    serial: int
    width: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """What two spellings of one number have in common."""
        return self.series, self.serial


def parse_receipt_number(text: str) -> ReceiptNumber | None:
    """Read series and serial number; None when the text does not end in 1 to 9 digits that stand alone."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFC", text).strip())
    if found is None:
        return None
    digits = found["serial"]
    return ReceiptNumber(fold_series(found["series"]), int(digits), len(digits))


def fold_series(text: str) -> str:
    """Write a series as it is compared: capitals, no separators."""
    return _SEPARATED.sub("", unicodedata.normalize("NFC", text)).upper()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Whole numbers from first to last, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last

    def meets(self, other: "Span") -> bool:
        """Tell whether two spans have a number in common."""
        return self.first <= other.last and other.first <= self.last


def join_spans(numbers: Iterable[int]) -> tuple[Span, ...]:
    """Write numbers as the fewest spans, ascending."""
    spans: list[Span] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1].last == number - 1:
            spans[-1] = Span(spans[-1].first, number)
        else:
            spans.append(Span(number, number))
    return tuple(spans)


def find_missing(span: Span, taken: Iterable[int]) -> tuple[Span, ...]:
    """Name the numbers of a span that are not taken, as the fewest spans."""
    missing, start = [], span.first
    for number in sorted(number for number in set(taken) if number in span):
        if number > start:
            missing.append(Span(start, number - 1))
        start = number + 1
    if start <= span.last:
        missing.append(Span(start, span.last))
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt that stands: money for a sign-up in đồng, or a number that became void (`voided` says why).

    `household` and `enrolment` are None for a leaf that was spoilt before anybody's name was on it.
    """

    id: bytes
    number: str
    amount: int
    means: Means
    received_on: date
    canvasser: bytes | None
    canvasser_name: str
    enrolment: bytes | None = None
    household: bytes | None = None
    household_name: str = ""
    person_name: str = ""
    voided: str | None = None

    @property
    def key(self) -> tuple[str, int] | None:
        """Its number for comparing; None where none of a book can be read."""
        number = parse_receipt_number(self.number)
        return number.key if number else None


@dataclass(frozen=True, slots=True)
class ReceiptBook:
    """A book of numbered receipts and who holds it; `width` digits are printed of each number.

    `blank_from` is the first leaf that was still blank when the book was given back; None then says: all were written.
    """

    id: bytes
    series: str
    span: Span
    width: int
    canvasser: bytes | None
    canvasser_name: str
    issued_on: date
    returned_on: date | None = None
    blank_from: int | None = None
    note: str = ""

    def holds(self, number: ReceiptNumber) -> bool:
        """Tell whether a number is one of this book's."""
        return number.series == fold_series(self.series) and number.serial in self.span

    def meets(self, other: "ReceiptBook") -> bool:
        """Tell whether two books have a number in common."""
        return fold_series(self.series) == fold_series(other.series) and self.span.meets(other.span)

    def name_number(self, serial: int) -> str:
        """Write one of its numbers as printed: `BL26B-0007`."""
        digits = f"{serial:0{self.width}d}"
        return f"{self.series}-{digits}" if self.series else digits

    def name_span(self, span: Span) -> str:
        """Write numbers of it as they are said: `BL26B-0007`, or `BL26B-0007…0009`."""
        if len(span) == 1:
            return self.name_number(span.first)
        return f"{self.name_number(span.first)}…{span.last:0{self.width}d}"


@dataclass(frozen=True, slots=True)
class BookState:
    """How far a book is written: how many numbers are used and void, which were passed over, and what comes next.

    A number is missing when a higher one of the book is accounted for, or when the book was given back.
    """

    book: ReceiptBook
    used: int
    void: int
    missing: tuple[Span, ...]
    next: int | None
    amount: int = 0

    @property
    def missing_count(self) -> int:
        """How many numbers nobody accounts for."""
        return sum(map(len, self.missing))

    @property
    def left(self) -> int:
        """How many numbers are still blank behind the last one."""
        return 0 if self.next is None else self.book.span.last - self.next + 1


def judge_book(book: ReceiptBook, rows: Iterable[ReceiptRow]) -> BookState:
    """Count a book's numbers by the receipts that stand; of a number used and void the use counts."""
    return judge_books((book,), rows)[0]


def judge_books(books: Iterable[ReceiptBook], rows: Iterable[ReceiptRow]) -> list[BookState]:
    """Judge many books, as `judge_book` does one; each receipt's number is read once."""
    by_series: dict[str, list[tuple[int, ReceiptRow]]] = defaultdict(list)
    for row in rows:
        if (key := row.key) is not None:
            by_series[key[0]].append((key[1], row))
    for uses in by_series.values():
        uses.sort(key=itemgetter(0))
    return [_judge(book, _find_uses(book, by_series.get(fold_series(book.series), ()))) for book in books]


def _find_uses(book: ReceiptBook, uses: Sequence[tuple[int, ReceiptRow]]) -> Sequence[tuple[int, ReceiptRow]]:
    start = bisect_left(uses, book.span.first, key=itemgetter(0))
    return uses[start : bisect_right(uses, book.span.last, lo=start, key=itemgetter(0))]


def _judge(book: ReceiptBook, uses: Sequence[tuple[int, ReceiptRow]]) -> BookState:
    used = {serial for serial, row in uses if row.voided is None}
    void = {serial for serial, row in uses if row.voided is not None}
    end = max(used | void, default=book.span.first - 1)
    if book.returned_on is not None:
        end = max(end, book.span.last if book.blank_from is None else book.blank_from - 1)
    missing = find_missing(Span(book.span.first, end), used | void) if end >= book.span.first else ()
    following = end + 1 if book.returned_on is None and end < book.span.last else None
    amount = sum(row.amount for _, row in uses)
    return BookState(book, len(used), len(void - used), missing, following, amount)


@dataclass(frozen=True, slots=True)
class Clash:
    """One receipt number that stands for two things; a person finds out which of the papers carries it."""

    number: str
    rows: tuple[ReceiptRow, ...]

    @property
    def text(self) -> Message:
        """What the matter is, in one sentence."""
        told = [tell_use(row) for row in self.rows[:2]]
        if len(self.rows) > 2:
            return say(
                "Receipt {number} stands for {one}, for {other} and {more} more.",
                number=self.number, one=told[0], other=told[1], more=len(self.rows) - 2,
            )  # fmt: skip
        return say(
            "Receipt {number} stands for {one} and for {other}.",
            number=self.number,
            one=told[0],
            other=told[1],
        )


def tell_use(row: ReceiptRow) -> Message:
    """Say what a receipt stands for."""
    if row.voided is not None:
        return say("a void receipt ({name}, {day})", name=row.canvasser_name or "?", day=row.received_on)
    return say(
        "{person}, household {head} ({name}, {day})",
        person=row.person_name or "?", head=row.household_name or "?", name=row.canvasser_name or "?",
        day=row.received_on,
    )  # fmt: skip


def find_clashes(rows: Iterable[ReceiptRow]) -> tuple[Clash, ...]:
    """Find the numbers that stand for two things, in the order of the numbers.

    One paper may carry a whole family: the same number for one household, on one day, by one person, is one receipt.
    """
    by_number: dict[tuple[str, int], list[ReceiptRow]] = defaultdict(list)
    for row in rows:
        if (key := row.key) is not None:
            by_number[key].append(row)
    found = []
    for _, uses in sorted(by_number.items()):
        distinct = list({paper_of(row): row for row in reversed(uses)}.values())[::-1]
        if len(distinct) > 1:
            ordered = tuple(
                sorted(distinct, key=lambda row: (row.voided is not None, row.received_on, row.id))
            )
            found.append(Clash(ordered[0].number, ordered))
    return tuple(found)


def paper_of(row: ReceiptRow) -> tuple[object, ...]:
    """Tell which paper a row stands on: rows that are alike in this stand on one."""
    if row.voided is not None:
        return ("void",)
    if row.household is None:
        return ("waiting", row.enrolment or row.id)
    return (row.household, row.received_on, row.canvasser, row.means)
