"""Untidy household registers, one fault each, as they come in; imports nothing of the program."""

import csv
import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Font

from .old_fonts import to_tcvn3, to_vni

Value = str | int | float | date | datetime | None
PLAIN_HEADER = (
    "STT",
    "Hộ số",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Quan hệ với chủ hộ",
    "Thôn/Bản",
)
PLAIN_ROWS: tuple[tuple[Value, ...], ...] = (
    (1, 1, "Lò Văn Pánh", "12/03/1961", "Nam", "011061000017", "Chủ hộ", "Bản Nà Cà"),
    (2, 1, "Quàng Thị Ngoan", "01/01/1964", "Nữ", "011164000025", "Vợ", "Bản Nà Cà"),
    (3, 1, "Lò Thị Thắm", "20/11/1992", "Nữ", "011192000333", "Con", "Bản Nà Cà"),
    (4, 2, "Giàng A Chư", "05/06/1985", "Nam", "011085000441", "Chủ hộ", "Bản Huổi Lóng"),
    (5, 2, "Sùng Thị Mỷ", "17/09/1988", "Nữ", "011188000559", "Vợ", "Bản Huổi Lóng"),
)


def _moment(year: int, month: int, day: int) -> datetime:
    """A date cell as Excel keeps it: midnight of a day, in no zone."""
    return datetime(year, month, day)  # noqa: DTZ001


def write_xlsx(
    path: Path,
    rows: Iterable[Sequence[Value]],
    *,
    merges: Sequence[str] = (),
    font: str | None = None,
    title: str = "Sheet1",
) -> Path:
    """Write one sheet; texts stay texts even when they begin with '='."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell in (cell for row in sheet.iter_rows() for cell in row) if font else ():
        cell.font = Font(name=font)
    for area in merges:
        sheet.merge_cells(area)
    book.save(path)
    return path


def title_rows(folder: Path) -> Path:
    """Four title rows, the village named in one of them, a numbering row below the header."""
    rows = [
        ("UBND XÃ MƯỜNG PHĂNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (None, None, None, "Độc lập - Tự do - Hạnh phúc"),
        ("DANH SÁCH HỘ GIA ĐÌNH",),
        ("Bản: Nà Cà, tháng 10 năm 2026",),
        (),
        PLAIN_HEADER[:7],
        ("A", "B", "C", 1, 2, 3, 4),
        *(row[:7] for row in PLAIN_ROWS[:3]),
    ]
    return write_xlsx(folder / "title_rows.xlsx", rows, merges=("A1:C1", "D1:G1", "A3:G3", "A4:G4"))


def merged_cells(folder: Path) -> Path:
    """Household number and village stand once, merged over the rows of the household."""
    rows = [PLAIN_HEADER]
    for number, row in enumerate(PLAIN_ROWS):
        first = number in (0, 3)
        rows.append((row[0], row[1] if first else None, *row[2:7], row[7] if first else None))
    merges = ("B2:B4", "B5:B6", "H2:H4", "H5:H6")
    return write_xlsx(folder / "merged_cells.xlsx", rows, merges=merges)


def other_wordings(folder: Path) -> Path:
    """Other words for every column, some with brackets and line breaks; a column not to be kept; an unknown one."""
    header = (
        "TT", "Mã hộ\ngia đình", "Họ, chữ đệm và tên (chữ in hoa)", "Ngày, tháng,\nnăm sinh (dd/mm/yyyy)", "Phái",
        "Số ĐDCN/CCCD", "Mã số BHXH", "QH với chủ hộ", "Dân tộc", "SĐT (Zalo)", "Tổ liên gia", "Đối tượng",
        "Thẻ BHYT đến ngày", "Cán bộ phụ trách",
    )  # fmt: skip
    rows = [
        header,
        (1, "H07", "Nông Văn Lâm", "2/9/1975", "Nam", "006075001234", "4807123456", "00", "Tày", "0912 345 678",
         "Tổ 3", "Hộ cận nghèo", "31/12/2026", "Hà"),
        (2, "H07", "Bế Thị Thu", "1978", "Nữ", "006178001235", "GD4064807123457", "01", "Tày", "0987654321/0912345678",
         "Tổ 3", "Hộ cận nghèo", "12/2026", "Hà"),
    ]  # fmt: skip
    return write_xlsx(folder / "other_wordings.xlsx", rows)


def mixed_dates(folder: Path) -> Path:
    """Birth dates as text of every kind, as Excel dates, as bare day counts, as years, and impossible ones."""
    dates: tuple[Value, ...] = (
        "12/3/1984", "12-03-84", "12.3.1984", "1984", 1984, "12/1984", "tháng 3/1984", _moment(1984, 3, 12), 30753,
        "1984-03-12", "ngày 12 tháng 3 năm 1984", "00/00/1984", "12031984", "31/02/1990", "05/06/2031", "không rõ",
        None, _moment(1905, 6, 6), "13/13/1984", "Sinh năm 1950", "1/1/15",
    )  # fmt: skip
    header = ("STT", "Họ và tên", "Năm sinh", "Thôn")
    rows = [
        (number, f"Lường Văn {chr(64 + number)}", born, "Bản Co Mỵ")
        for number, born in enumerate(dates, start=1)
    ]
    return write_xlsx(folder / "mixed_dates.xlsx", [header, *rows])


def lost_zeros(folder: Path) -> Path:
    """Numbers that became numbers: zeros lost, fractions, thousands cut to 1.08E+10, old and wrong ones."""
    header = ("Họ và tên", "Năm sinh", "CCCD", "Mã BHXH", "Điện thoại", "Quan hệ")
    rows = [
        header,
        ("Hoàng Văn Tuấn", 1984, 20084001122, 123456789.0, 912345678, "Chủ hộ"),
        ("Hoàng Thị Hà", 1987, 1187001133, 4812345678.0, 84987654321.0, "Vợ"),
        ("Hoàng Văn Nam", 2010, "2.0210E+10", "4.8E+9", "091234567", "Con"),
        ("Hoàng Văn Bắc", 2012, "020.212.001155", "48 1234 5679", "0912.345.679", "Con"),
        ("Hoàng Văn Đông", 1950, "080123456", None, None, "Bố"),
        ("Hoàng Thị Tây", 1952, "0201520011", None, None, "Mẹ"),
    ]
    return write_xlsx(folder / "lost_zeros.xlsx", rows)


def capitals_and_nfd(folder: Path) -> Path:
    """Names in capitals, text in NFD, spaces of every kind."""
    header = [unicodedata.normalize("NFD", text) for text in PLAIN_HEADER]
    rows = [(*row[:2], unicodedata.normalize("NFD", str(row[2]).upper()), *row[3:]) for row in PLAIN_ROWS[:3]]
    rows[0] = (*rows[0][:2], "  LÒ\u00a0 VĂN   PÁNH ", *rows[0][3:])
    spelled = [
        tuple(unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in row) for row in rows
    ]
    return write_xlsx(folder / "capitals_and_nfd.xlsx", [header, *spelled])


def tcvn3_font(folder: Path) -> Path:
    """An .xlsx whose cells are set in .VnTime, so that the font tells the encoding."""
    rows = [
        tuple(to_tcvn3(v) if isinstance(v, str) else v for v in row) for row in (PLAIN_HEADER, *PLAIN_ROWS)
    ]
    return write_xlsx(folder / "tcvn3_font.xlsx", rows, font=".VnTime")


def vni_xls(folder: Path) -> Path:
    """An .xls in VNI: nothing but the words tells the encoding."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    style = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for number, row in enumerate((PLAIN_HEADER, *PLAIN_ROWS)):
        for column, value in enumerate(row):
            if column == 3 and number:
                day, month, year = map(int, str(value).split("/"))
                sheet.write(number, column, date(year, month, day), style)
            else:
                sheet.write(number, column, to_vni(value) if isinstance(value, str) else value)
    book.save(str(folder / "vni.xls"))
    return folder / "vni.xls"


def blank_and_repeated(folder: Path) -> Path:
    """Blank rows, rows numbered ahead, the header again on the second page, the same people again."""
    rows = [
        PLAIN_HEADER, PLAIN_ROWS[0], PLAIN_ROWS[1], (), PLAIN_ROWS[1], (4,), (None, "  "), PLAIN_HEADER, PLAIN_ROWS[3],
        PLAIN_ROWS[4], PLAIN_ROWS[3], (6, 2, None, "01/01/2015", "Nam"), (7, None, None, None, None),
        (8, 2, "Giàng Thị Dợ", "03/04/2016", "Nữ", "011085000441", "Con", "Bản Huổi Lóng"),
    ]  # fmt: skip
    return write_xlsx(folder / "blank_and_repeated.xlsx", rows)


def signatures_below(folder: Path) -> Path:
    """Totals between and below, then date, titles and names of those who sign, some in the column of names."""
    rows = [
        PLAIN_HEADER, *PLAIN_ROWS[:3], ("Cộng bản Nà Cà: 1 hộ, 3 khẩu",), *PLAIN_ROWS[3:], (None, None, "Tổng cộng", 5),
        (), (None, None, None, None, None, "Mường Phăng, ngày 12 tháng 10 năm 2026"),
        (None, None, "Người lập biểu", None, None, "TM. UBND XÃ"), (None, None, "(Ký, họ tên)", None, None, "CHỦ TỊCH"),
        (), (None, None, "Lò Văn Hặc", None, None, "Cà Văn Inh"),
    ]  # fmt: skip
    return write_xlsx(folder / "signatures_below.xlsx", rows)


def two_row_header(folder: Path) -> Path:
    """'Năm sinh' over 'Nam' and 'Nữ', the other headers merged over both rows; villages in rows of their own."""
    rows = [
        ("DANH SÁCH NHÂN KHẨU",),
        ("STT", "Họ và tên", "Năm sinh", None, "Quan hệ với chủ hộ", "Số định danh"),
        (None, None, "Nam", "Nữ"),
        ("Bản Co Mỵ (45 hộ)",),
        (1, "Lò Văn Inh", 1958, None, "Chủ hộ", "011058000019"),
        (2, "Cà Thị Lả", None, 1960, "Vợ", None),
        (3, "Lò Văn Hợp", "3/2/1990", None, "Con trai", None),
        (4, "Quàng Thị Vui", None, 1993, "Con dâu", None),
        ("II. Bản Púng Min",),
        (1, "Tòng Văn Xôm", 1970, None, "Chủ hộ", None),
        (2, "Tòng Thị Muôn", None, 2001, "cháu nội", None),
    ]
    merges = ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "A4:F4", "A9:F9")
    return write_xlsx(folder / "two_row_header.xlsx", rows, merges=merges)


def village_sheets(folder: Path) -> Path:
    """An .ods with a sheet for each village, household numbers from 1 on each, and a sheet of something else."""
    document = OpenDocumentSpreadsheet()
    header = PLAIN_HEADER[:7]
    for title, rows in (
        ("Bản Nà Cà", PLAIN_ROWS[:3]),
        ("Bản Huổi Lóng", [(1, 1, *row[2:7]) for row in PLAIN_ROWS[3:]]),
    ):
        document.spreadsheet.addElement(_ods_table(title, [header, *(row[:7] for row in rows)]))
    document.spreadsheet.addElement(_ods_table("Tổng hợp", [("Bản", "Số hộ", "Số khẩu"), ("Nà Cà", 1, 3)]))
    document.save(str(folder / "village_sheets.ods"))
    return folder / "village_sheets.ods"


def _ods_table(title: str, rows: Iterable[Sequence[Value]]) -> Table:
    table = Table(name=title)
    merged = TableRow()
    heading = TableCell(valuetype="string", numbercolumnsspanned=7)
    heading.addElement(P(text="DANH SÁCH HỘ"))
    merged.addElement(heading)
    for _ in range(6):
        merged.addElement(CoveredTableCell())
    table.addElement(merged)
    for row in rows:
        line = TableRow()
        for value in row:
            is_text = isinstance(value, str)
            cell = TableCell(valuetype="string") if is_text else TableCell(valuetype="float", value=value)
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    return table


def head_column(folder: Path) -> Path:
    """The head's name in a column of its own, no household number, no relation."""
    rows = [
        ("Họ tên chủ hộ", "Họ và tên", "Ngày sinh", "Tổ dân phố", "Địa chỉ"),
        ("Trần Văn Hùng", "Trần Văn Hùng", "1/2/1970", "Tổ dân phố 5", "Số 12, ngõ 3"),
        ("Trần Văn Hùng", "Lê Thị Hoa", "3/4/1973", "Tổ dân phố 5", "Số 12, ngõ 3"),
        (None, "Trần Thị Lan", "5/6/2001", "Tổ dân phố 5", None),
        ("Đỗ Thị Nga", "Đỗ Thị Nga", "7/8/1966", "Tổ dân phố 6", "Số 40"),
    ]
    return write_xlsx(folder / "head_column.xlsx", rows)


def formulas(folder: Path) -> Path:
    """Formulas that Excel calculated, formulas that nobody calculated, and a text that looks like one."""
    path = write_xlsx(
        folder / "plain.xlsx",
        [
            ("STT", "Họ và tên", "Năm sinh", "Ghi chú"),
            (1, "Nguyễn Thị Mai", 1980, '=HYPERLINK("http://example.invalid")'),
            (2, "CHƯA TÍNH", 1981, None),
            (3, "Phạm Văn Sơn", "=1900+82", None),
        ],
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    name = '<c r="B3" t="str"><f>UPPER("x")</f><v>TRẦN VĂN BÌNH</v></c>'
    sheet = sheet.replace(_cell(sheet, "B3"), name)
    sheet = sheet.replace(_cell(sheet, "C4"), '<c r="C4"><f>1900+82</f><v>1982</v></c>')
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    out = folder / "formulas.xlsx"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return out


def _cell(sheet: str, place: str) -> str:
    start = sheet.index(f'<c r="{place}"')
    return sheet[start : sheet.index("</c>", start) + 4]


# ---------------------------------------------------------------------------------------------------- text tables
def _table(delimiter: str, rows: Iterable[Sequence[Value]] = (PLAIN_HEADER, *PLAIN_ROWS)) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def csv_files(folder: Path) -> dict[str, Path]:
    """The plain register as text in every encoding and with every separator that is met."""
    spelled = _to_1258(_table(";"))
    contents = {
        "utf8": _table(",").encode(),
        "utf8_bom": b"\xef\xbb\xbf" + _table(";").encode(),
        "utf16": _table("\t").encode("utf-16"),
        "utf16_bare": _table("\t").encode("utf-16-le"),
        "cp1258": spelled.encode("cp1258"),
        "tcvn3": to_tcvn3(_table(",")).encode("cp1252"),
        "vni": to_vni(_table(",")).encode("cp1252"),
    }
    return {name: _saved(folder / f"{name}.csv", data) for name, data in contents.items()}


def _to_1258(text: str) -> str:
    """Windows-1258 has letters with hats and horns ready made, and the tones as signs of their own."""
    out = []
    for sign in unicodedata.normalize("NFC", text):
        try:
            sign.encode("cp1258")
            out.append(sign)
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", sign)
            tone = next(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
            out.append(unicodedata.normalize("NFC", apart.replace(tone, "")) + tone)
    return "".join(out)


def _saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


# ------------------------------------------------------------------------------------------------ hostile and broken
def zip_bomb(folder: Path) -> Path:
    """A workbook of 45 kB whose sheet unpacks to 40 MB."""
    path = write_xlsx(folder / "bomb.xlsx", [PLAIN_HEADER, *PLAIN_ROWS])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"<sheetData>", b"<sheetData>" + b" " * 40_000_000))
    return path


def lying_bomb(folder: Path) -> Path:
    """The same, but the sizes written in the archive say it is small."""
    path = zip_bomb(folder)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.find(mark)
        while place >= 0:
            if struct.unpack_from("<I", data, place + offset)[0] > 1_000_000:
                struct.pack_into("<I", data, place + offset, 5000)
            place = data.find(mark, place + 4)
    out = folder / "lying.xlsx"
    out.write_bytes(data)
    return out


def far_cell(folder: Path) -> Path:
    """One stray space in the last cell of the sheet: laid out as a table it would need hundreds of gigabytes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (PLAIN_HEADER, *PLAIN_ROWS):
        sheet.append(list(row))
    sheet["XFD1048576"] = "x"
    book.save(folder / "far.xlsx")
    return folder / "far.xlsx"


def truncated(folder: Path) -> Path:
    """A workbook of which the stick lost the second half."""
    whole = write_xlsx(folder / "whole.xlsx", [PLAIN_HEADER, *PLAIN_ROWS]).read_bytes()
    return _saved(folder / "truncated.xlsx", whole[: len(whole) // 2])


def damaged_part(folder: Path) -> Path:
    """A workbook whose zip directory is whole, but a part of it is not."""
    path = write_xlsx(folder / "damaged.xlsx", [PLAIN_HEADER, *PLAIN_ROWS])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    for place in range(start, start + 40):
        data[place] ^= 0xFF
    return _saved(path, bytes(data))


def web_page(folder: Path) -> Path:
    """What many web systems send as 'Excel'."""
    return _saved(folder / "page.xls", "<html><table><tr><td>Họ và tên</td></tr></table></html>".encode())


def word_document(folder: Path) -> Path:
    """A .docx under the name of a workbook."""
    with zipfile.ZipFile(folder / "word.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return folder / "word.xlsx"


def noise(folder: Path) -> Path:
    """Bytes that are nothing at all."""
    return _saved(folder / "noise.xlsx", zlib.compress(bytes(range(256)) * 40) * 8)
