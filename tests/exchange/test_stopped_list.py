"""Lists of stopped members (C21a-TS): who, which schemes, which month; numbers as spreadsheets mangle them."""

from datetime import date
from pathlib import Path

import pytest

from outreach_app.domain.people import Scheme
from outreach_app.errors import BadInput
from outreach_app.exchange.stopped_list import StoppedList, read_stopped_list
from tests.exchange.stopped_books import write_stopped

TODAY = date(2026, 11, 22)


def read(folder: Path, *rows: tuple[object, ...]) -> StoppedList:
    return read_stopped_list(write_stopped(folder / "c21.xlsx", rows), today=TODAY)


def person(**changed: object) -> tuple[object, ...]:
    cells: dict[str, object] = {
        "at": 1, "commune": "26740", "name": "Lò Văn Páo", "number": "0123456789", "compulsory": "", "voluntary": "x",
        "health": "", "unemployment": "", "month": "05/2025", "unit": "TA0012A", "address": "Bản Nà Ly, xã Bản Bo",
        "phone": "0912345001",
    }  # fmt: skip
    return tuple((cells | changed).values())


def test_a_row_is_read_whole_and_titles_letters_and_sums_are_none(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        person(),
        ("", "", "", "", *[""] * 8),
        ("", "", "Cộng", "", 1, 1),
        ("", "", "", "", "", "Ngày 5"),
    )
    assert found.sheet == "Sheet"
    (member,) = found.members
    assert (member.row, member.name, member.number, member.phone) == (
        11,
        "Lò Văn Páo",
        "0123456789",
        "0912345001",
    )
    assert member.schemes == (Scheme.VOLUNTARY,)
    assert member.stopped == date(2025, 5, 1)
    assert (member.employer, member.address) == ("TA0012A", "Bản Nà Ly, xã Bản Bo")
    assert (found.refused, found.warnings) == ((), ())


def test_the_sheet_is_found_among_those_of_other_layouts(tmp_path: Path) -> None:
    path = write_stopped(tmp_path / "c21.xlsx", [person()], first="C21b-TS")
    assert read_stopped_list(path, today=TODAY).sheet == "C21a-TS"


@pytest.mark.parametrize(
    ("ticks", "schemes"),
    [
        ({"compulsory": "x", "voluntary": "", "health": "X", "unemployment": "x"},
         (Scheme.COMPULSORY, Scheme.HEALTH, Scheme.UNEMPLOYMENT)),
        ({"voluntary": "", "health": "✓"}, (Scheme.HEALTH,)),
    ],
)  # fmt: skip
def test_a_tick_counts_for_its_column(
    tmp_path: Path, ticks: dict[str, object], schemes: tuple[Scheme, ...]
) -> None:
    assert read(tmp_path, person(**ticks)).members[0].schemes == schemes


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (123456789, "0123456789"), (123456789.0, "0123456789"), ("0123456789", "0123456789"),
        ("012061000017", "012061000017"), (12061000017, "012061000017"), ("", ""),
    ],
)  # fmt: skip
def test_numbers_get_their_zeros_back(tmp_path: Path, cell: object, number: str) -> None:
    assert read(tmp_path, person(number=cell)).members[0].number == number


@pytest.mark.parametrize(
    ("cell", "month"),
    [("5/2025", date(2025, 5, 1)), ("2025-05", date(2025, 5, 1)), (date(2025, 5, 31), date(2025, 5, 1)),
     ("tháng 5 năm 2025", date(2025, 5, 1)), ("", None)],
)  # fmt: skip
def test_the_month_in_its_many_writings(tmp_path: Path, cell: object, month: date | None) -> None:
    found = read(tmp_path, person(month=cell))
    assert (found.members[0].stopped, found.warnings) == (month, ())


@pytest.mark.parametrize(
    ("changed", "key"),
    [({"number": "12345"}, "number"), ({"month": "2025"}, "no_month"), ({"phone": "1234"}, "bad_phone")],
)
def test_a_value_that_cannot_be_used_costs_that_value_only(
    tmp_path: Path, changed: dict[str, object], key: str
) -> None:
    found = read(tmp_path, person(**changed), person(name="Lò Thị Thắm"))
    assert [(each.row, each.key) for each in found.warnings] == [(11, key)]
    assert len(found.members) == 2


def test_a_row_without_any_tick_is_refused_with_its_number(tmp_path: Path) -> None:
    found = read(tmp_path, person(), person(voluntary=""))
    assert [(each.row, each.key) for each in found.refused] == [(12, "no_scheme")]
    assert len(found.members) == 1


def test_another_layout_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(("Họ và tên", "Ngày sinh"))
    book.active.append(("Lò Văn Páo", "1961"))
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(BadInput) as refused:
        read_stopped_list(tmp_path / "other.xlsx", today=TODAY)
    assert refused.value.key == "no_header"
