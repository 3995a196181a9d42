"""Receipt books: the office gives them out and takes them back; what nobody accounts for; numbers written twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.cash import HandOverRow
from outreach_app.domain.receipt_checks import need_book
from outreach_app.domain.receipts import (
    UNDONE,
    BookState,
    Clash,
    ReceiptBook,
    ReceiptRow,
    find_clashes,
    judge_books,
    parse_receipt_number,
)
from outreach_app.domain.text import normalize, normalize_note
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk, Done
from outreach_app.store import canvassers, money, supersessions
from outreach_app.store.journal import Writer

_OFFICE = say("Only the office gives out receipt books.")

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class ReceiptBooks:
    """The books and what is wrong with them."""

    desk: Desk

    def issue(
        self, *, first: str, last: str, canvasser: bytes, series: str = "", note: str = ""
    ) -> Done[ReceiptBook]:
        """Give a book to somebody; numbers that another book has are refused. Only the office does that."""
        told, span, width = need_book(series, first, last)
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            _need_canvasser(writer.session, canvasser)
            book = ReceiptBook(b"", told, span, width, canvasser, "", self.desk.today)
            other = next((each for each in money.list_books(writer.session) if each.meets(book)), None)
            if other is not None:
                raise BadInput(
                    say("The book of {name} has such numbers already: {numbers}.", name=other.canvasser_name,
                        numbers=other.name_span(other.span)),
                    say("Check the series and the numbers."), key="book_twice",
                )  # fmt: skip
            made = _write(writer, book, note=note)
        return self._done(writer, made)

    def pass_on(self, book: bytes, canvasser: bytes, *, why: str = "") -> Done[ReceiptBook]:
        """Enter that somebody else holds a book from now on."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            _need_canvasser(writer.session, canvasser)
            made = _write(
                writer, _need_book(writer.session, book), canvasser=canvasser, note=why, supersedes=book
            )
        return self._done(writer, made)

    def take_in(self, book: bytes, *, blank_from: str = "", why: str = "") -> Done[ReceiptBook]:
        """Enter that a book came back; `blank_from` is its first blank leaf, nothing says that it is full."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            row = _need_book(writer.session, book)
            blank = parse_receipt_number(blank_from) if blank_from.strip() else None
            wrong = blank is None if blank_from.strip() else False
            if wrong or (blank is not None and blank.serial not in row.span):
                raise BadInput(
                    say("{number} is no number of this book.", number=blank_from.strip()),
                    say("Type the number of the first blank leaf."), key="no_number",
                )  # fmt: skip
            made = _write(
                writer, row, note=why, supersedes=book, returned_on=self.desk.today.isoformat(),
                blank_from=blank.serial if blank else None,
            )  # fmt: skip
        return self._done(writer, made)

    def withdraw(self, book: bytes, *, why: str) -> Done[None]:
        """Take back that a book was given out: it was entered wrongly."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            row = _need_book(writer.session, book)
            _write(writer, row, note=why, supersedes=book, withdrawn=normalize(why) or UNDONE)
        return Done(None, writer.changes())

    def list_books(self) -> list[BookState]:
        """Read every book with the numbers used, void and missing."""
        with self.desk.read() as session:
            rows = money.list_receipts(session)
            return judge_books(money.list_books(session), rows)

    def propose_number(self) -> str:
        """The next number of the book that whoever works here holds; empty when there is none or several."""
        with self.desk.read() as session:
            own = [
                book for book in money.list_books(session)
                if book.canvasser == self.desk.canvasser and book.returned_on is None
            ]  # fmt: skip
            rows = money.list_receipts(session) if own else []
        states = judge_books(own, rows)
        open_ = [state for state in states if state.next is not None and state.used + state.void]
        fresh = [state for state in states if state.next is not None]
        chosen = open_ if len(open_) == 1 else fresh
        if len(chosen) != 1 or (following := chosen[0].next) is None:
            return ""
        return chosen[0].book.name_number(following)

    def find_clashes(self) -> tuple[Clash, ...]:
        """Find the numbers that stand for two things, on this machine's and everybody's receipts."""
        with self.desk.read() as session:
            return find_clashes(money.list_receipts(session))

    def find_troubles(self) -> tuple[Message, ...]:
        """Say what a person must see: numbers written twice, missing leaves, money gone after a slip or on two."""
        with self.desk.read() as session:
            rows, books = money.list_receipts(session), money.list_books(session)
            told = [clash.text for clash in find_clashes(rows)]
            told += [text for state in judge_books(books, rows) for text in tell_missing(state)]
            handed = money.list_hand_overs(session)
            return (*told, *_find_gone(session, rows, handed), *_find_twice(rows, handed))

    def _done(self, writer: Writer, made: bytes) -> Done[ReceiptBook]:
        with self.desk.read() as session:
            return Done(_need_book(session, made), writer.changes())


def tell_missing(state: BookState) -> list[Message]:
    """Say which leaves of a book nobody accounts for; nothing when all are."""
    if not state.missing:
        return []
    names = ", ".join(state.book.name_span(span) for span in state.missing)
    return [
        say(
            "{count} receipts of {name} are missing: {numbers}.",
            count=state.missing_count,
            name=state.book.canvasser_name or "?",
            numbers=names,
        )
    ]


def _find_gone(session: Session, rows: Sequence[ReceiptRow], handed: Sequence[HandOverRow]) -> list[Message]:
    """Receipts that stood on a signed slip and stand no more: their money has to come back."""
    standing = {row.id for row in rows if row.voided is None}
    missing = {receipt for slip in handed for receipt in slip.receipts} - standing
    trees = supersessions.read_trees(session, "receipt", missing) if missing else []
    missing &= {each for tree in trees if standing.isdisjoint(tree.made) for each in tree.made}
    return [
        say(
            "{count} receipts on the slip of {name}, {day}, became void after it: their cash has to be given back.",
            count=len(gone), name=slip.canvasser_name, day=slip.day,
        )
        for slip in handed
        if (gone := missing.intersection(slip.receipts))
    ]  # fmt: skip


def _find_twice(rows: Sequence[ReceiptRow], handed: Sequence[HandOverRow]) -> list[Message]:
    """Receipts on two signed slips, as when two machines wrote one each: the cash changed hands once."""
    live = {row.id for row in rows if row.voided is None}
    first: dict[bytes, HandOverRow] = {}
    twice = Counter[tuple[HandOverRow, HandOverRow]]()
    for slip in sorted(handed, key=lambda slip: (slip.day, slip.id)):
        twice.update((first[each], slip) for each in slip.receipts if each in live and each in first)
        for each in slip.receipts:
            first.setdefault(each, slip)
    return [
        say(
            "{count} receipts of {name} stand on two slips, of {day} and of {other}: find out which of them is right.",
            count=count, name=slip.canvasser_name, day=slip.day, other=later.day,
        )
        for (slip, later), count in twice.items()
    ]  # fmt: skip


def _write(writer: Writer, book: ReceiptBook, *, note: str, **changes: object) -> bytes:
    values: dict[str, object] = {
        "series": book.series, "first_number": book.span.first, "last_number": book.span.last, "width": book.width,
        "canvasser": book.canvasser, "issued_on": book.issued_on.isoformat(),
        "note": normalize_note(note)[:LONGEST_NOTE],
    }  # fmt: skip
    return writer.create("receipt_book", values | changes)


def _need_canvasser(session: Session, canvasser: bytes) -> None:
    if canvassers.read_canvasser(session, canvasser) is None:
        raise NotFound(say("This person does not work here."), say("Enter the person first."))


def _need_book(session: Session, book: bytes) -> ReceiptBook:
    found = money.read_book(session, book)
    if found is None:
        raise NotFound(say("This book does not stand any more."), say("Look at the list of books again."))
    return found
