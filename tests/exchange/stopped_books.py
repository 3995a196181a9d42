"""Lists laid out like C21a-TS: two title rows, a header of three rows with merged cells, a row of column letters."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

TITLES = {
    "A7": "STT", "B7": "Mã xã", "C7": "Họ và tên", "D7": "Mã số BHXH", "E7": "Loại hình tham gia",
    "I7": "Tháng dừng tham gia", "J7": "Mã đơn vị tại thời điểm dừng", "K7": "Địa chỉ", "L7": "Số điện thoại",
    "E8": "BHXH", "G8": "BHYT", "H8": "BHTN", "E9": "Bắt buộc", "F9": "Tự nguyện",
}  # fmt: skip
MERGED = (
    "A4:L4",
    "A7:A9",
    "B7:B9",
    "C7:C9",
    "D7:D9",
    "E7:H7",
    "E8:F8",
    "G8:G9",
    "H8:H9",
    "I7:I9",
    "J7:J9",
    "K7:K9",
)
LETTERS = ("A", "B", "C", 1, 2, 3, 4, 5, 6, 7, 8, 9)


def write_stopped(path: Path, rows: Iterable[Sequence[object]], *, first: str | None = None) -> Path:
    """Write a list; `first` puts a sheet of sums before it, as the agency's file has further layouts."""
    book = Workbook()
    page = book.active
    if first is not None:
        page.title = first
        page["A1"], page["C7"] = "TỔNG HỢP", "Tên đơn vị"
        page = book.create_sheet("C21a-TS")
    page["A4"] = "DANH SÁCH DỪNG THAM GIA BHXH, BHYT, BHTN CHƯA THAM GIA LẠI"
    for place, text in TITLES.items():
        page[place] = text
    for each in MERGED:
        page.merge_cells(each)
    for at, row in enumerate([LETTERS, *rows], start=10):
        for column, value in enumerate(row, start=1):
            page.cell(at, column, value)
    book.save(path)
    return path
