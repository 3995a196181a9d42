"""Dates and numbers out of cells: what people write comes back, what is impossible is refused with a reason."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach_app.domain.people import PartialDate
from outreach_app.exchange import cells, numbers
from outreach_app.exchange.cells import Unusable
from outreach_app.exchange.sheets import Cell

TODAY = date(2026, 11, 21)
OLDEST = date(1902, 1, 1)
days = st.dates(min_value=OLDEST, max_value=TODAY)


def born(cell: Cell) -> str | None:
    found = cells.read_birth_date(cell, today=TODAY)
    return None if found is None else str(found)


@given(days, st.sampled_from("/-. "), st.booleans())
def test_a_day_written_day_first_comes_back(day: date, mark: str, padded: bool) -> None:
    text = day.strftime(f"%d{mark}%m{mark}%Y") if padded else f"{day.day}{mark}{day.month}{mark}{day.year}"
    assert born(text) == day.isoformat()
    assert born(f" {text} ") == day.isoformat()


@given(days)
def test_one_day_reads_the_same_as_date_text_count_and_digits(day: date) -> None:
    count = (day - date(1899, 12, 30)).days
    spoken = f"ngày {day.day} tháng {day.month} năm {day.year}"
    for cell in (datetime(day.year, day.month, day.day), day.isoformat(), spoken, day.strftime("%d%m%Y")):  # noqa: DTZ001
        if not (day.year == 1905 and isinstance(cell, datetime)):
            assert born(cell) == day.isoformat()
    if count > 2200:
        assert born(count) == born(float(count)) == born(str(count)) == day.isoformat()


@given(days)
def test_two_digits_of_a_year_are_never_in_the_future_and_at_most_a_century_ago(day: date) -> None:
    found = cells.read_birth_date(day.strftime("%d/%m/") + f"{day.year % 100:02d}", today=date(2026, 12, 31))
    assert found is not None
    assert found.year % 100 == day.year % 100
    assert 1926 < found.year <= 2026


@given(st.integers(min_value=1902, max_value=2026))
def test_a_year_alone_stays_a_year(year: int) -> None:
    cells_of_a_year = (
        year,
        float(year),
        str(year),
        f"{year}.0",
        f"năm {year}",
        f"00/00/{year}",
        f"../../{year}",
        f"SN {year}",
    )
    assert {born(cell) for cell in cells_of_a_year} == {str(year)}
    assert born(datetime(1899, 12, 30) + timedelta(days=year)) == str(year)  # noqa: DTZ001


@given(st.integers(1, 12), st.integers(1902, 2025))
def test_a_month_and_a_year_stay_without_a_day(month: int, year: int) -> None:
    expected = f"{year}-{month:02d}"
    texts = (
        f"{month}/{year}",
        f"{month:02d}-{year}",
        f"tháng {month}/{year}",
        f"00/{month:02d}/{year}",
        expected,
    )
    assert {born(text) for text in texts} == {expected}


@example("²")
@example("9" * 5000)
@given(
    st.text()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.booleans()
    | st.datetimes()
)
def test_any_cell_is_a_date_in_range_or_refused(cell: Cell) -> None:
    found = _outcome(cell)
    if isinstance(found, PartialDate):
        assert found.year >= 1901
        assert found.first_day <= TODAY
    else:
        assert found in {None, "not_a_date", "impossible_date", "future_date", "too_long_ago"}


def _outcome(cell: Cell) -> PartialDate | str | None:
    try:
        return cells.read_birth_date(cell, today=TODAY)
    except Unusable as refused:
        return refused.key


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("31/02/1990", "impossible_date"), ("13/13/1984", "impossible_date"), ("3/25/1984", "impossible_date"),
        ("29/02/1999", "impossible_date"), ("22/11/2026", "future_date"), (2027, "future_date"),
        ("1880", "too_long_ago"),
        ("12/3/1880", "too_long_ago"), ("hôm qua", "not_a_date"), (12.5, "not_a_date"), ("12/3", "not_a_date"),
        (1850, "too_long_ago"), ("00/13/1984", "impossible_date"),
    ],
)  # fmt: skip
def test_what_is_no_birth_date_is_refused_with_its_reason(cell: Cell, key: str) -> None:
    with pytest.raises(Unusable) as refused:
        born(cell)
    assert refused.value.key == key
    assert str(refused.value.reason)


@pytest.mark.parametrize("cell", ["", " ", "-", "không rõ", "…", "N/A", "Không"])
def test_marks_for_nothing_are_nothing(cell: str) -> None:
    assert born(cell) is None


@pytest.mark.parametrize(
    ("cell", "until"),
    [
        ("31/12/2026", date(2026, 12, 31)), ("12/2026", date(2026, 12, 31)), ("2/2028", date(2028, 2, 29)),
        ("2027", date(2027, 12, 31)), ("01/01/2026 - 30/06/2026", date(2026, 6, 30)), ("5/7/27", date(2027, 7, 5)),
        ("từ 01/02/2026 đến 31/01/2027", date(2027, 1, 31)), (46387, date(2026, 12, 31)), ("", None),
        (datetime(2027, 3, 31), date(2027, 3, 31)),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_card_holds_until_the_last_day_it_can_mean(cell: Cell, until: date | None) -> None:
    assert cells.read_last_day(cell, today=TODAY) == until


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_whole_number_keeps_all_its_digits(number: int) -> None:
    for cell in (
        number,
        float(number),
        str(number),
        f"'{number}",
        f"{number}.0",
        f" {number:,} ".replace(",", " "),
    ):
        assert cells.read_digits(cell) == str(number)


def test_a_number_cut_by_a_spreadsheet_is_refused_unless_it_is_whole() -> None:
    assert cells.read_digits("1.23456789012E+11") == "123456789012"
    for text in ("1.08E+10", "3,4084E+10", "2E+11"):
        with pytest.raises(Unusable) as refused:
            cells.read_digits(text)
        assert refused.value.key == "digits_lost"
    with pytest.raises(Unusable):
        cells.read_digits(12.5)


def test_household_numbers_compare_without_leading_zeros_and_labels() -> None:
    assert {cells.count_number(cell) for cell in (7, 7.0, "7", "007", "Hộ số 7", "hộ 07", "7.0")} == {"7"}
    assert cells.count_number("12a") == cells.count_number("012A") == "12A"
    assert cells.count_number("") == cells.count_number("-") == ""


def test_identifying_numbers_come_back_or_say_what_is_wrong() -> None:
    found = numbers.read_citizen_number(1084001122, birth_year=1984)
    assert found is not None
    assert found.digits == "001084001122"
    assert numbers.read_insurance_number("GD 4 12 4807123456") == "4807123456"
    assert numbers.read_insurance_number(123456789.0) == "0123456789"
    assert numbers.read_phone("0912.345.678 - 0987654321") == "0912345678"
    assert numbers.read_phone("") is None
    for read, cell, key in (
        (numbers.read_citizen_number, "12345", "bad_citizen_number"),
        (numbers.read_insurance_number, "12345", "bad_insurance_number"),
        (numbers.read_phone, "12345", "bad_phone"),
    ):
        with pytest.raises(Unusable) as refused:
            read(cell)  # type: ignore[operator]
        assert refused.value.key == key
