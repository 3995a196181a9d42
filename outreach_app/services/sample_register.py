"""The sample's household register as offices really get it: titles, merged cells, mixed dates, lost zeros."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from outreach_app.domain.people import Category, PartialDate, Sex
from outreach_app.files import write_file
from outreach_app.services.sample_people import SampleFamily, SamplePerson

_HEADERS = (
    "TT", "Số hộ", "HỌ VÀ TÊN", "Quan hệ với chủ hộ", "Giới tính", "Ngày tháng năm sinh", "Số CCCD/ Số định danh",
    "Mã số BHXH", "Điện thoại", "Thôn, bản", "Tổ liên gia", "Diện hộ", "Hạn thẻ BHYT", "Ghi chú",
)  # fmt: skip
_RELATIONS = {"head": "Chủ hộ", "wife": "Vợ", "child": "Con", "mother": "Mẹ"}
_CATEGORIES = {Category.POOR: "Hộ nghèo", Category.NEAR_POOR: "Cận nghèo", Category.ETHNIC_MINORITY: "DTTS"}
_WIDTHS = (5, 7, 26, 14, 9, 14, 16, 13, 13, 16, 14, 11, 13, 12)
_REPEATED = 17
_NO_CENTURY = "31/02/1987"


def write_register(path: Path, families: Sequence[SampleFamily]) -> int:
    """Write the register as .xlsx and return its rows of people; one row cannot be used, and one stands there twice."""
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "DS hộ"
    sheet.append(["ỦY BAN NHÂN DÂN XÃ BẢN BO", *[None] * 8, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    sheet.append([])
    sheet.append(["DANH SÁCH HỘ GIA ĐÌNH VÀ NHÂN KHẨU (DỮ LIỆU MẪU)"])
    sheet.append([])
    sheet.append(list(_HEADERS))
    sheet.merge_cells("A3:N3")
    sheet["A3"].font, sheet["A3"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    rows = list(_rows(families))
    for row in rows:
        _append(sheet, row)
    sheet.append([])
    sheet.append([None, None, f"Tổng cộng: {len(families)} hộ"])
    sheet.append([None, None, "NGƯỜI LẬP BIỂU", *[None] * 6, "TM. ỦY BAN NHÂN DÂN"])
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place + 1)].width = width
    packed = BytesIO()
    book.save(packed)
    write_file(path, packed.getvalue())
    return len(rows)


def _rows(families: Sequence[SampleFamily]) -> list[list[object]]:
    rows: list[list[object]] = []
    for family in families:
        for person in family.members:
            rows.append(_row(len(rows) + 1, family, person))
            if len(rows) == _REPEATED:
                rows.append([len(rows) + 1, *rows[-1][1:]])
    first = families[0]
    rows.append(
        [len(rows) + 1, first.number, None, "Con", "Nam", _NO_CENTURY, None, None, None, first.village]
    )
    return rows


def _row(number: int, family: SampleFamily, person: SamplePerson) -> list[object]:
    is_head = person.relation == "head"
    return [
        number,
        family.number,
        person.name.upper() if is_head else person.name,
        _RELATIONS[person.relation],
        "Nữ" if person.sex is Sex.FEMALE else "Nam",
        _birth(number, person.born),
        _number(number, person.citizen_number),
        person.insurance_number or None,
        _number(number, person.phone),
        family.village if is_head else None,
        family.neighbour_group if is_head else None,
        _CATEGORIES.get(family.category) if is_head else None,
        f"{person.health_until:%d/%m/%Y}" if person.health_until else None,
    ]


def _birth(number: int, born: PartialDate) -> object:
    """A date as lists hold it: a real date, text in two spellings, or the year as a number."""
    if born.month is None or born.day is None:
        return born.year
    day = date(born.year, born.month, born.day)
    return (day, f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}")[number % 3]


def _number(row: int, digits: str) -> object:
    """A number as text, or as the spreadsheet's own number that lost its leading zero."""
    if not digits:
        return None
    return int(digits) if row % 3 == 0 else digits


def _append(sheet: Any, row: Sequence[object]) -> None:
    sheet.append(list(row))
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, date):
            cell.number_format = "DD/MM/YYYY"
