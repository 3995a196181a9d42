"""Receipt numbers, books with gaps and voids, two uses of one number, balances and cash, against explicit sets."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.cash import Balance, CashCount, tell_difference
from outreach_app.domain.receipt_checks import check_number, need_book
from outreach_app.domain.receipts import (
    Means,
    ReceiptBook,
    ReceiptRow,
    Span,
    find_clashes,
    find_missing,
    fold_series,
    join_spans,
    judge_book,
    judge_books,
    parse_receipt_number,
)
from outreach_app.errors import BadInput

DAY = date(2026, 11, 21)
INH, MAY = b"i" * 16, b"m" * 16
BOOK = ReceiptBook(b"b" * 16, "BL26B", Span(1, 50), 4, INH, "Lường Thị Inh", DAY)
small = st.integers(min_value=1, max_value=60)


def row(serial: int, *, place: int = 0, voided: str | None = None, **more: object) -> ReceiptRow:
    made = ReceiptRow(
        bytes([place, serial]) * 8, f"BL26B-{serial:04d}", 0 if voided else 891_000, Means.CASH, DAY, INH,
        "Lường Thị Inh", b"e" * 16, bytes([place]) * 16, "Lò Văn Páo", "Lò Thị Thắm", voided,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def numbers_of(spans: tuple[Span, ...]) -> list[int]:
    return [number for span in spans for number in range(span.first, span.last + 1)]


# ------------------------------------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("BL26B-0007", ("BL26B", 7)), ("bl 26b 7", ("BL26B", 7)), ("BL26B0007", ("BL26B", 7)),
        ("AA/26P 0000012", ("AA26P", 12)),
        ("0047", ("", 47)), (" 7 ", ("", 7)), ("26-0001", ("26", 1)), ("đ-3", ("Đ", 3)),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_spelled(text: str, key: tuple[str, int]) -> None:
    number = parse_receipt_number(text)
    assert number is not None
    assert number.key == key


@pytest.mark.parametrize("text", ["", "  ", "BL26B", "0007a", "1234567890", "BL1234567890", "-", "٣"])
def test_what_ends_in_no_short_number_is_none(text: str) -> None:
    assert parse_receipt_number(text) is None


@given(
    st.text(alphabet="ABĐ26", max_size=4).filter(lambda s: not s[-1:].isdecimal()),
    small,
    st.sampled_from(["", "-", " ", "/"]),
)
def test_spelling_a_number_and_reading_it_back_gives_the_same_key(
    series: str, serial: int, between: str
) -> None:
    number = parse_receipt_number(f"{series.lower()}{between}{serial:05d}")
    assert number is not None
    assert number.key == (fold_series(series), serial)


# -------------------------------------------------------------------------------------------------------------- ranges
@given(st.sets(small))
def test_spans_hold_exactly_the_numbers_and_are_as_few_as_can_be(numbers: set[int]) -> None:
    spans = join_spans(numbers)
    assert numbers_of(spans) == sorted(numbers)
    assert len(spans) == sum(number - 1 not in numbers for number in numbers)


@given(small, small, st.sets(small))
def test_missing_is_the_span_without_what_is_taken(one: int, other: int, taken: set[int]) -> None:
    span = Span(min(one, other), max(one, other))
    expected = set(range(span.first, span.last + 1)) - taken
    assert find_missing(span, taken) == join_spans(expected)


@given(small, small, small, small)
def test_spans_meet_when_their_sets_do(a: int, b: int, c: int, d: int) -> None:
    one, other = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    shared = set(range(one.first, one.last + 1)) & set(range(other.first, other.last + 1))
    assert one.meets(other) == bool(shared) == other.meets(one)


# --------------------------------------------------------------------------------------------------------------- books
@given(st.sets(small), st.sets(small), st.none() | st.integers(min_value=1, max_value=51))
def test_every_number_of_a_book_is_used_void_missing_or_still_blank(
    used: set[int], void: set[int], blank_from: int | None
) -> None:
    rows = [row(n) for n in used] + [row(n, place=1, voided="rách") for n in void]
    book = BOOK if blank_from is None else replace(BOOK, returned_on=DAY, blank_from=blank_from)
    state = judge_book(book, rows)
    leaves = set(range(1, 51))
    missing, there = set(numbers_of(state.missing)), (used | void) & leaves
    assert (state.used, state.void) == (len(used & leaves), len((void - used) & leaves))
    assert state.amount == 891_000 * len(used & leaves)
    assert missing.isdisjoint(there)
    assert missing < leaves or not there
    blank = leaves - there - missing
    assert all(b > n for b in blank for n in there | missing), (
        "a blank leaf lies behind every written or missing one"
    )
    if blank_from is None:
        assert state.next == (min(blank) if blank else None)
        assert state.left == len(blank)
        assert not missing or max(missing) < max(there)
    else:
        assert state.next is None
        assert leaves - blank >= set(range(1, blank_from))


@given(st.lists(st.tuples(small, st.booleans())), st.sampled_from([10, 25, 60]))
def test_many_books_are_judged_as_each_by_itself(written: list[tuple[int, bool]], length: int) -> None:
    rows = [
        row(serial, voided="rách" if void else None, place=n % 7) for n, (serial, void) in enumerate(written)
    ]
    books = [replace(BOOK, span=Span(first, first + length - 1)) for first in range(1, 60, length)]
    books.append(replace(BOOK, series="KHÁC"))
    together = judge_books(books, rows)
    assert together == [judge_book(book, rows) for book in books]
    inside = {serial for serial, _ in written}
    assert sum(state.used + state.void for state in together) == len(inside)
    assert sum(state.amount for state in together) == sum(each.amount for each in rows)


def test_a_book_that_came_back_full_has_every_unwritten_number_missing() -> None:
    state = judge_book(replace(BOOK, returned_on=DAY), [row(n) for n in range(1, 48)])
    assert [BOOK.name_span(span) for span in state.missing] == ["BL26B-0048…0050"]


def test_numbers_are_named_as_they_are_printed() -> None:
    assert BOOK.name_span(Span(7, 7)) == "BL26B-0007"
    assert replace(BOOK, series="", width=7).name_number(12) == "0000012"


@pytest.mark.parametrize(
    ("first", "last"), [("", "50"), ("50", "1"), ("1", "1001"), ("0", "50"), ("AA1", "BB50"), ("x", "y")]
)
def test_a_book_that_cannot_be_is_refused(first: str, last: str) -> None:
    with pytest.raises(BadInput):
        need_book("", first, last)


def test_a_book_is_read_from_its_two_numbers() -> None:
    assert need_book("", "BL26B-0001", "BL26B-0050") == ("BL26B", Span(1, 50), 4)
    assert need_book("bl 26b", "1", "0050") == ("BL 26B", Span(1, 50), 4)


# ---------------------------------------------------------------------------------------------------------- two uses
papers = st.tuples(small, st.integers(min_value=0, max_value=2), st.booleans())


@given(st.lists(papers, max_size=12), st.randoms(use_true_random=False))
def test_a_number_clashes_exactly_when_it_stands_for_two_papers(
    told: list[tuple[int, int, bool]], chance: object
) -> None:
    rows = [
        replace(row(n, place=place, voided="rách" if void else None), id=bytes([i]) * 16)
        for i, (n, place, void) in enumerate(told)
    ]
    uses: dict[int, set[object]] = defaultdict(set)
    for number, place, void in told:
        uses[number].add("void" if void else place)
    expected = {number for number, there in uses.items() if len(there) > 1}
    found = find_clashes(rows)
    assert {clash.rows[0].key[1] for clash in found if clash.rows[0].key} == expected
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert [c.number for c in find_clashes(rows)] == [c.number for c in found], (
        "the order of arrival does not matter"
    )


def test_a_family_on_one_receipt_is_no_clash_but_another_day_or_person_is() -> None:
    father, child = row(3), replace(row(3), id=b"x" * 16, person_name="Lò Văn Páo")
    assert find_clashes([father, child]) == ()
    assert find_clashes([father, replace(child, received_on=date(2026, 11, 22))])
    assert find_clashes([father, replace(child, canvasser=MAY)])


def test_a_clash_names_both_uses() -> None:
    clash = find_clashes([row(3), row(3, place=1, household_name="Giàng A Chư", person_name="Sùng Thị Mỷ")])[
        0
    ]
    text = str(clash.text)
    assert "BL26B-0003" in text
    assert "Lò Thị Thắm" in str(clash.text.parameters["one"])
    assert "Sùng Thị Mỷ" in str(clash.text.parameters["other"])


# ------------------------------------------------------------------------------------------------------- wrong numbers
def problems(
    text: str, *rows: ReceiptRow, book: ReceiptBook = BOOK, who: bytes = INH, means: Means = Means.CASH
) -> list[str]:
    home = bytes([0]) * 16
    found = check_number(text, books=[book], rows=rows, canvasser=who, household=home, on=DAY, means=means)
    return [str(each) for each in found]


def test_the_next_number_of_the_own_book_is_right() -> None:
    assert problems("BL26B-0001") == []
    assert problems("bl26b 3", row(1), row(2)) == []
    assert problems("0003") != []


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (problems("không có"), "no number"),
        (problems("BL26B-0051"), "no book"),
        (problems("BL26B-0001", who=MAY), "in the book of Lường Thị Inh"),
        (problems("BL26B-0001", book=replace(BOOK, returned_on=DAY)), "given back"),
        (problems("BL26B-0002", row(1), row(2, place=1)), "written already"),
        (problems("BL26B-0002", row(1), row(2, voided="rách")), "void: rách"),
        (problems("BL26B-0005", row(1)), "BL26B-0002…0004"),
    ],
)
def test_a_wrong_number_is_told_in_one_sentence(found: list[str], word: str) -> None:
    assert len(found) == 1
    assert word in found[0]


def test_a_transfers_reference_is_no_receipt_number_unless_a_book_has_it() -> None:
    assert problems("FT26325-001", means=Means.TRANSFER) == []
    assert problems("BL26B-0002", row(1), row(2, place=1), means=Means.TRANSFER) != []


def test_without_any_book_only_a_second_use_is_told() -> None:
    found = check_number(
        "7", books=[], rows=[replace(row(7, place=1), number="0007")], canvasser=INH, household=INH, on=DAY
    )
    assert len(found) == 1
    assert check_number("không có", books=[], rows=[], canvasser=INH, household=INH, on=DAY) == ()


# ---------------------------------------------------------------------------------------------------------------- cash
@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**8), max_size=6))
def test_what_is_due_is_taken_missing_or_too_much(due: int, parts: list[int]) -> None:
    balance = Balance(due, sum(parts))
    assert balance.due == balance.taken + balance.missing - balance.over
    assert min(balance.missing, balance.over) == 0
    assert (balance.tell() is None) == (due == sum(parts))


@given(st.lists(st.tuples(small, st.sampled_from(Means), st.booleans()), max_size=10))
def test_cash_and_transfers_are_counted_apart_and_voids_carry_nothing(
    told: list[tuple[int, Means, bool]],
) -> None:
    rows = [
        replace(
            row(n, voided="rách" if void else None), means=means, amount=0 if void else n, id=bytes([i]) * 16
        )
        for i, (n, means, void) in enumerate(told)
    ]
    count = CashCount.of(rows)
    assert count.cash == sum(n for n, means, void in told if means is Means.CASH and not void)
    assert count.transfers == sum(n for n, means, void in told if means is Means.TRANSFER and not void)
    assert count.cash_receipts == len({n for n, means, void in told if means is Means.CASH and not void})


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_difference_is_told_with_its_amount(due: int, counted: int) -> None:
    message = tell_difference(due, counted)
    assert message.parameters["amount"] == (abs(due - counted) or due)
    assert ("agrees" in message.key) == (due == counted)
