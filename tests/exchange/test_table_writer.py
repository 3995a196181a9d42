"""Tables that leave the program: numbers and days stay such, no text becomes a formula, the same bytes every time."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.exchange.table_writer import Table, write_csv, write_xlsx

DAY = date(2026, 11, 22)
HOSTILE = [
    "=1+1",
    "+84",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("x")',
    "http://x.vn",
    "mailto:a@b",
    "{=1}",
]
TABLE = Table(
    "Kết quả", ["Đơn vị", "=Số", "Tỷ lệ", "Ngày"],
    [["bản Nà Ly", 1_234, Decimal("30.26"), DAY], [*HOSTILE[:1], None, None, None]],
)  # fmt: skip


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data[3:].decode(), newline="")))


@given(st.lists(st.lists(st.text() | st.integers(-9, 9), min_size=2, max_size=2), max_size=4))
def test_csv_gives_back_every_text_and_starts_none_like_a_formula(rows: list[list[str | int]]) -> None:
    read = read_csv(write_csv(Table("t", ["a", "b"], rows)))
    assert len(read) == len(rows) + 1
    for line, row in zip(read[1:], rows, strict=True):
        for cell, told in zip(line, row, strict=True):
            if isinstance(told, str):
                assert cell in (told, f"'{told}")
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
            else:
                assert int(cell) == told


def test_a_worksheet_holds_numbers_days_and_texts_as_such() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([TABLE], day=DAY)))["Kết quả"]
    first = [cell.value for cell in sheet[2]]
    assert first[:3] == ["bản Nà Ly", 1_234, 30.26]
    assert sheet["D2"].is_date
    assert (sheet["A3"].data_type, sheet["B1"].data_type) == ("s", "s")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    data = write_xlsx([Table("t", [text], [[text]])], day=DAY)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
        assert not any("externalLink" in name or "rels/sheet" in name for name in parts.namelist())
    shown = f"'{text}" if text[0] in "=+-@\t\r\n" else text
    assert read_csv(write_csv(Table("t", ["a"], [[text]])))[1] == [shown]


@pytest.mark.parametrize("name", ["", "a/b:c*d?", "x" * 80, "[]"])
def test_any_name_of_a_table_makes_a_worksheet(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Table(name, ["a"], [])], day=DAY)))
    assert len(book.sheetnames) == 1


def test_the_same_tables_give_the_same_bytes() -> None:
    assert write_xlsx([TABLE], day=DAY) == write_xlsx([TABLE], day=DAY)
