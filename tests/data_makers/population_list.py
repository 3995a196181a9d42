"""A population list of any size, drawn from a register that is there: most rows of its people, some of nobody."""

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from outreach_app.app import App
from outreach_app.store import engine

HEADER = ("STT", "Họ và tên", "Ngày sinh", "Số định danh", "Nơi ở", "Có thẻ BHYT")
STRANGER_EACH = 10
"""Every so many rows one is of nobody here; beyond the register all are."""

_PEOPLE = """
SELECT p.name, coalesce(p.born, ''), coalesce(p.citizen_number, ''), v.name FROM person p
JOIN household h ON h.id = p.household JOIN village v ON v.id = h.village ORDER BY p.number LIMIT ?
"""


def write_population_list(office: App, path: Path, *, rows: int) -> Path:
    """Write so many rows as a worksheet, or as `.csv`: every tenth is of nobody here, every seventh has no number.

    Where the register has fewer people, they come again as people of elsewhere: another name, no number, a village that
    is none of here.
    """
    with office.desk.read() as session:
        people = engine.fetch_rows(session.connection(), _PEOPLE, (rows,))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(_make_rows(people, rows))
        return path
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    for place, row in enumerate(_make_rows(people, rows)):
        sheet.write_row(place, 0, row)
    book.close()
    return path


def _make_rows(people: list[tuple[str, ...]], rows: int) -> Iterator[tuple[object, ...]]:
    yield HEADER
    for place in range(1, rows + 1):
        name, born, number, village = people[(place - 1) % len(people)]
        day = "/".join(reversed(born.split("-")))
        told = number if place % 7 else ""
        if place > len(people):
            name, told, village = f"Người Xa {place}", "", "Phố Huyện"
        elif place % STRANGER_EACH == 0:
            name, told = f"Khách Lạ {place}", f"099{place:09d}"
        yield place, name, day, told, village, "Không" if place % 3 == 0 else ""
