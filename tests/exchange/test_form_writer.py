"""The official lists as workbooks: the official layout cell by cell, text that stays text, and back again unchanged."""

import io
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from outreach_app.domain.form_layouts import CellValue, FilledSheet
from outreach_app.domain.people import PartialDate
from outreach_app.errors import UnreadableFile
from outreach_app.exchange.form_reader import read_form
from outreach_app.exchange.form_writer import write_form
from outreach_app.exchange.register import read_register
from tests.data_makers.form_facts import measure_sheet
from tests.exchange.form_books import DAY, HEAD, facts, health_sheet, layout, voluntary_rows, voluntary_sheet

D05, MAU4 = "d05-2026", "mau4-2026"
FIRST_BELOW = 20  # the row of sums of D05-TS as it is printed, with five empty rows above
EMPTY = FilledSheet("D05-TS", {}, (), {})


def written(folder: Path, name: str, *sheets: FilledSheet) -> Path:
    path = folder / f"{name}.xlsx"
    path.write_bytes(write_form(layout(name), sheets, day=DAY))
    return path


def below(place: str, more: int) -> str:
    """A place such as `J22:Q22` so many rows lower, if it stands under the people."""

    def shift(found: re.Match[str]) -> str:
        row = int(found[2])
        return f"{found[1]}{row + more if row >= FIRST_BELOW else row}"

    return re.sub(r"([A-Z]+)(\d+)", shift, place)


# -------------------------------------------------------------------------------------------------- the layout
def test_an_empty_list_is_the_official_one_cell_by_cell(tmp_path: Path) -> None:
    official, ours = facts(D05), measure_sheet(written(tmp_path, D05, EMPTY))
    assert len(official["cells"]) > 200
    assert ours == official


def test_thirty_people_take_two_pages_and_move_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, D05, voluntary_sheet(30))
    official, ours, more = facts(D05), measure_sheet(path), 25
    assert ours["print_area"] == [1, 1, 17, 26 + more]
    for same in ("title", "orientation", "paper", "scaled", "margins", "columns", "boxes"):
        assert ours[same] == official[same]
    assert ours["merges"] == sorted(below(place, more) for place in official["merges"])
    assert ours["heights"][:14] == official["heights"][:14]
    assert ours["heights"][14:44] == [21.0] * 30
    assert ours["heights"][44:] == official["heights"][19:]
    assert_same_words(official["cells"], ours["cells"], more)
    page = load_workbook(path).active
    assert [each.id for each in page.row_breaks.brk] == [26]
    assert page.print_title_rows == "$14:$14"


def assert_same_words(official: dict[str, Any], ours: dict[str, Any], more: int) -> None:
    """Every cell of head and foot that is not filled in is the official one; of the sums all but the text."""
    head = {
        place: cell for place, cell in official.items() if int(re.sub(r"\D", "", place)) not in range(15, 20)
    }
    filled = {"A1", "A2", "A3", "A4", "A7", "H20", "I20", "L20", "N20"}
    assert len(head) > 100
    for place, cell in head.items():
        if place not in filled:
            assert ours[below(place, more)] == cell, place
        elif len(cell) > 2:
            assert ours[below(place, more)][1:] == cell[1:], place
    assert ours["A1"][0] == "Tên tổ chức: Bưu điện Tam Đường"
    assert ours["A7"][0] == "Số: 05/D05 ; ngày 22 tháng 11 năm 2026"


def test_the_sums_and_signatures_never_stand_on_a_page_alone(tmp_path: Path) -> None:
    """Twelve rows fill the first page; the twelfth goes over with what belongs below it."""
    breaks = {
        count: [
            each.id
            for each in load_workbook(written(tmp_path, D05, voluntary_sheet(count))).active.row_breaks.brk
        ]
        for count in (5, 6, 7, 12)
    }
    assert breaks == {5: [], 6: [], 7: [20], 12: [25]}


def test_every_row_of_people_has_the_borders_of_the_printed_rows(tmp_path: Path) -> None:
    cells = measure_sheet(written(tmp_path, D05, voluntary_sheet(30)))["cells"]
    official = facts(D05)["cells"]
    for row in range(15, 45):
        for letter in "ABCDEFGHIJKLMNOPQ":
            assert cells[f"{letter}{row}"][1] == official[f"{letter}15"][1]


def test_the_health_list_has_the_grid_and_the_words_of_the_official_one(tmp_path: Path) -> None:
    official = facts(MAU4)
    path = written(tmp_path, MAU4, FilledSheet("TRONG", {}, (), {}))
    ours = measure_sheet(path)
    assert all(abs(w - t / 15) <= 1 for w, t in zip(ours["columns"], official["columns"], strict=True))
    assert (ours["orientation"], ours["paper"]) == ("portrait", 9)
    told = " ".join(cell[0].replace("\xa0", " ") for cell in ours["cells"].values())
    plain = " ".join(told.split())
    for words in official["words"]:
        if words != "...":  # stands for further rows
            assert all(part in plain for part in _parts(words)), words
    assert_same_head(official["table"], ours)


def _parts(words: str) -> list[str]:
    """The sentence of the promise is one paragraph there, three cells here."""
    found = re.split(
        r" (?=\.{6}, ngày)| (?=NGƯỜI KÊ KHAI)| (?=\(Ký, ghi rõ họ tên\)$)| (?=THAM GIA BẢO HIỂM Y TẾ$)", words
    )
    return [" ".join(part.split()) for part in found]


def assert_same_head(table: list[list[list[Any]]], ours: dict[str, Any]) -> None:
    """The head of the table spans the same columns and goes down the same rows."""
    column = 0
    for at, (text, wide, _) in enumerate(table[0]):
        letter, last = chr(65 + column), chr(65 + column + wide - 1)
        assert ours["cells"][f"{letter}13"][0] == text, at
        place = f"{letter}13:{letter}14" if table[1][at][2] or wide == 1 else f"{letter}13:{last}13"
        assert place in ours["merges"]
        column += wide
    assert [ours["cells"][f"{chr(65 + at)}15"][0] for at in range(12)] == [cell[0] for cell in table[2]]


def test_a_household_stands_on_one_page_and_a_large_one_keeps_its_foot_together(tmp_path: Path) -> None:
    few, many = written(tmp_path, MAU4, health_sheet(7)), tmp_path / "many.xlsx"
    assert load_workbook(few).active.row_breaks.brk == []
    many.write_bytes(write_form(layout(MAU4), [health_sheet(24)], day=DAY))
    (broken,) = load_workbook(many).active.row_breaks.brk
    assert 15 < broken.id < 39


# ------------------------------------------------------------------------------------------------ what is written
ODD = (
    "=1+1",
    "+84912345001",
    "-5",
    "@SUM(A1)",
    "0012",
    "1E5",
    "12/03/1961",
    "{=1}",
    "https://gocua.vn",
    " Lò ",
    "'x",
)


@pytest.mark.parametrize("text", ODD)
def test_text_is_never_a_formula_a_number_or_a_link(tmp_path: Path, text: str) -> None:
    row: tuple[CellValue, ...] = (1, text, *voluntary_rows(1)[0][2:])
    page = load_workbook(
        written(tmp_path, D05, FilledSheet("D05-TS", HEAD | {"collector": text}, (row,), {}))
    ).active
    assert (page["B15"].data_type, page["B15"].value, page["B15"].hyperlink) == ("s", text, None)
    assert page["A3"].data_type == "s"


def test_numbers_of_citizens_keep_their_zeros_and_amounts_are_numbers(tmp_path: Path) -> None:
    page = load_workbook(written(tmp_path, D05, voluntary_sheet(2))).active
    assert page["C15"].value == "0000000001"
    assert page["C16"].value == "012100000002"
    assert (page["H15"].value, page["H15"].number_format) == (3_960_001, "#,##0")
    assert page["H20"].value == 7_920_003


def test_the_same_list_gives_the_same_bytes_and_tells_nothing_of_its_writer() -> None:
    data = write_form(layout(D05), [voluntary_sheet(3)], day=DAY)
    assert data == write_form(layout(D05), [voluntary_sheet(3)], day=DAY)
    about = load_workbook(io.BytesIO(data)).properties
    assert (about.creator or "", about.lastModifiedBy or "") == ("", "")


# ------------------------------------------------------------------------------------------------------ and back
def test_thirty_sign_ups_are_read_back_unchanged() -> None:
    sheets = (voluntary_sheet(30), voluntary_sheet(3, "D05-TS (2)"))
    back = read_form(layout(D05), write_form(layout(D05), sheets, day=DAY))
    assert [(s.name, s.rows, s.totals) for s in back] == [(s.name, s.rows, s.totals) for s in sheets]
    (home,) = read_form(layout(MAU4), write_form(layout(MAU4), [health_sheet(6)], day=DAY))
    assert home.rows == health_sheet(6).rows


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=40)
VALUES = st.one_of(
    TEXTS, st.integers(0, 10**12), st.decimals(min_value=0, max_value=100, places=2, allow_nan=False)
)


@settings(max_examples=20)
@given(st.lists(st.tuples(TEXTS.filter(bool), *(VALUES for _ in range(15))), max_size=9))
def test_whatever_is_written_is_read_back(people: list[tuple[CellValue, ...]]) -> None:
    rows = tuple(
        (at, *(normalize("NFC", value) if isinstance(value, str) else _exact(value) for value in row))
        for at, row in enumerate(people, start=1)
    )
    (back,) = read_form(layout(D05), write_form(layout(D05), [FilledSheet("D05-TS", {}, rows, {})], day=DAY))
    assert back.rows == rows


def _exact(value: CellValue) -> CellValue:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else value.normalize()
    return value


def test_the_importer_of_registers_reads_the_people_off_the_list(tmp_path: Path) -> None:
    register = read_register(written(tmp_path, D05, voluntary_sheet(30)), today=DAY)
    people = [member for household in register.households for member in household.members]
    assert [person.name for person in people] == [str(row[1]) for row in voluntary_rows(30)]
    assert {person.born for person in people} == {PartialDate(1961, 3, 12)}


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read_form(layout(D05), b"PK\x03\x04 no workbook")


# ------------------------------------------------------------------------------------------------- LibreOffice
@pytest.mark.torture
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-calc-nogui)"
)
@pytest.mark.parametrize(("name", "pages"), [(D05, 2), (MAU4, 1)])
def test_libreoffice_opens_saves_and_prints_the_form(tmp_path: Path, name: str, pages: int) -> None:
    sheet = voluntary_sheet(30) if name == D05 else health_sheet(7)
    path = written(tmp_path, name, sheet)
    for kind in ("xlsx", "pdf"):
        command = [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run([*command, "--outdir", str(tmp_path / "again"), str(path)], check=True, timeout=150)
    again = tmp_path / "again" / path.name
    (back,) = read_form(layout(name), again.read_bytes())
    assert (back.rows, back.totals) == (sheet.rows, sheet.totals)
    before, after = measure_sheet(path), measure_sheet(again)
    for same in ("print_area", "merges", "orientation", "paper"):
        assert after[same] == before[same]
    assert all(abs(a - b) <= 1 for a, b in zip(after["columns"], before["columns"], strict=True))
    assert {place: cell[0] for place, cell in after["cells"].items() if cell[0]} == {
        place: cell[0] for place, cell in before["cells"].items() if cell[0]
    }
    told = subprocess.run(
        ["pdfinfo", str(again.with_suffix(".pdf"))], capture_output=True, text=True, check=True
    )
    assert re.search(rf"Pages:\s+{pages}\n", told.stdout)
