"""Files as rows of cells: what is read, what is refused before it can do harm."""

import resource
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from outreach_app.errors import UnreadableFile
from outreach_app.exchange.delimited import decode_table, find_delimiter
from outreach_app.exchange.sheets import read_sheets
from tests.data_makers import untidy_registers
from tests.data_makers.old_fonts import to_tcvn3, to_vni


def test_rows_keep_their_numbers_and_hidden_sheets_stay_away(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B3"] = "x"
    hidden = book.create_sheet("Ẩn")
    hidden["A1"] = "Họ và tên"
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    (raw,) = read_sheets(tmp_path / "a.xlsx")
    assert raw.rows == (("", ""), ("", ""), ("", "x"))


def test_a_file_is_judged_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    path = untidy_registers.vni_xls(tmp_path).rename(tmp_path / "danh sach.csv")
    assert read_sheets(path)[0].legacy == "vni"


def test_a_wrong_name_with_letters_of_any_script_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Danh sách hộ (bản cuối) – 2026.xlsx"
    assert read_sheets(untidy_registers.write_xlsx(path, [("a", 1)]))[0].rows == (("a", 1.0),)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = untidy_registers.lying_bomb(tmp_path)
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableFile):
        read_sheets(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, made) < 50 * 1024


def test_an_ods_that_repeats_one_filled_cell_a_million_times_is_refused(tmp_path: Path) -> None:
    path = untidy_registers.village_sheets(tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for attribute, tag in (("number-rows-repeated", b"<table:table-row>"), ("number-columns-repeated", None)):
        xml = parts["content.xml"]
        mark = tag or b'<table:table-cell office:value-type="string"'
        assert mark in xml
        repeated = mark.rstrip(b">") + f' table:{attribute}="1000000"'.encode() + (b">" if tag else b"")
        bomb = tmp_path / "bomb.ods"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, xml.replace(mark, repeated) if name == "content.xml" else data)
        with pytest.raises(UnreadableFile) as refused:
            read_sheets(bomb)
        assert refused.value.key == "far_cells"


@pytest.mark.parametrize("make", [untidy_registers.village_sheets, untidy_registers.merged_cells])
def test_a_list_whose_parts_do_not_fit_their_checksums_is_refused(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        sums = [
            part.CRC for part in archive.infolist() if part.filename.endswith(("content.xml", "sheet1.xml"))
        ]
    for told in sums:
        spelt = told.to_bytes(4, "little")
        data = data.replace(spelt, bytes([spelt[0] ^ 1]) + spelt[1:])
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(path)
    assert refused.value.key == "damaged_file"


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = untidy_registers.write_xlsx(tmp_path / "a.xlsx", [("a", "b")])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    parts["xl/workbook.xml"] = entity + parts["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(path)
    assert refused.value.key == "damaged_file"


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path, cut: int) -> None:
    whole = untidy_registers.write_xlsx(
        tmp_path / "a.xlsx", [("Họ tên", "Năm sinh"), ("A", 1984)]
    ).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) * cut // 40])
    with pytest.raises(UnreadableFile):
        read_sheets(tmp_path / "cut.xlsx")


def test_mixed_cells_keep_what_is_unicode_already(tmp_path: Path) -> None:
    rows = [
        (to_tcvn3("Họ và tên"), "Ghi chú"),
        (to_tcvn3("Nguyễn Văn Hưởng"), "Đã gặp"),
        (to_tcvn3("Trần Thị Thủy"), "ở nhà"),
    ]
    (raw,) = read_sheets(untidy_registers.write_xlsx(tmp_path / "a.xlsx", rows))
    assert raw.legacy == "tcvn3"
    assert raw.rows == (("Họ và tên", "Ghi chú"), ("Nguyễn Văn Hưởng", "Đã gặp"), ("Trần Thị Thủy", "ở nhà"))


def test_delimiters_and_quotes() -> None:
    assert find_delimiter("a;b;c\n1;2,5;3\n4;5,5;6\n") == ";"
    assert find_delimiter('a,b\n"x, y",2\n') == ","
    assert find_delimiter("a\tb\n1\t2\n") == "\t"


def test_bytes_of_every_age_decode() -> None:
    text = "Nguyễn Thị Hằng, Bản Nà Cà, Chủ hộ"
    assert decode_table(text.encode()) == text
    assert decode_table(text.encode("utf-16")) == text
    assert decode_table(to_tcvn3(text).encode("cp1252")) == to_tcvn3(text)
    assert decode_table(to_vni(text).encode("cp1252")) == to_vni(text)
