"""Old workbooks: what is read of them, and what is refused before the reader could end the program."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from outreach_app.errors import UnreadableFile
from outreach_app.exchange.compound import make_compound, read_stream
from outreach_app.exchange.sheets import read_sheets
from tests.robustness import old_books


@pytest.mark.parametrize("column", [256, 40_000, 0xFFFF])
@pytest.mark.parametrize("kind", [old_books.TEXT, old_books.LONG, old_books.FORMULA, 0x205, 0x27E])
def test_a_column_beyond_the_last_one_is_damage(tmp_path: Path, kind: int, column: int) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(old_books.change(kind, old_books.put(2, column))(tmp_path))
    assert refused.value.key == "damaged_file"


def test_the_last_column_is_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("A").write(2_000, 255, "Hộ")
    book.save(str(tmp_path / "a.xls"))
    (sheet,) = read_sheets(tmp_path / "a.xls")
    assert sheet.rows[2_000][255] == "Hộ"


@pytest.mark.parametrize(
    ("kind", "alter"),
    [
        (old_books.DIMENSIONS, lambda data: b"\xff" * len(data)),
        (old_books.DIMENSIONS, lambda data: struct.pack("<IIHH2x", 9, 1, 9, 1)),
        (old_books.FORMULA, lambda data: data[:20] + b"\xff\xff" + data[22:]),
    ],
    ids=["endless", "backwards", "endless formula"],
)
def test_what_is_not_needed_for_the_cells_harms_nobody(
    tmp_path: Path, kind: int, alter: Callable[[bytes], bytes]
) -> None:
    told = read_sheets(old_books.mixed_book(tmp_path))
    assert read_sheets(old_books.change(kind, alter)(tmp_path)) == told
    assert told[0].rows[19][:3] == (19, "Nguyễn Văn 19", 24.7)


def test_long_and_many_texts_are_read_however_they_are_split(tmp_path: Path) -> None:
    texts = [f"{number} " + "Nguyễn Thị Ánh " * (number % 700) for number in range(1_000)]
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for row, text in enumerate(texts):
        sheet.write(row, 0, text.strip())
        sheet.write(row, 1, ("đậm " + text[:9], None)[row % 2])
    book.save(str(tmp_path / "a.xls"))
    assert [row[0] for row in read_sheets(tmp_path / "a.xls")[0].rows] == [text.strip() for text in texts]


def test_a_protected_workbook_says_so(tmp_path: Path) -> None:
    records = old_books.read_records(old_books.mixed_book(tmp_path))
    records[1] = (0x2F, b"\1\0" + bytes(52))
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(old_books.write_records(tmp_path / "a.xls", records))
    assert refused.value.key == "protected_file"


@pytest.mark.parametrize("length", [10, 4096, 5000, 9_000_000])
def test_a_stream_comes_out_as_it_was_put_in(length: int) -> None:
    stream = bytes(range(251)) * (length // 251 + 1)
    made = make_compound(stream[:length], "Workbook")
    taken = read_stream(made, "Workbook")
    assert taken[:length] == stream[:length]
    assert not any(taken[length:])
    assert len(made) < length + 5 * 4096 + length // 500


@pytest.mark.parametrize("cut", range(1, 30))
def test_an_old_workbook_cut_anywhere_is_refused(tmp_path: Path, cut: int) -> None:
    whole = old_books.mixed_book(tmp_path).read_bytes()
    (tmp_path / "cut.xls").write_bytes(whole[: len(whole) * cut // 30])
    with pytest.raises(UnreadableFile):
        read_sheets(tmp_path / "cut.xls")
