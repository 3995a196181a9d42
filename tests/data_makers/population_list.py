"""A population list of any size, drawn from a register that is there: most rows of its people, some of nobody."""

from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from outreach_app.app import App
from outreach_app.store import engine

HEADER = ("STT", "Họ và tên", "Ngày sinh", "Số định danh", "Nơi ở", "Có thẻ BHYT")
_PEOPLE = """
SELECT p.name, coalesce(p.born, ''), coalesce(p.citizen_number, ''), v.name FROM person p
JOIN household h ON h.id = p.household JOIN village v ON v.id = h.village ORDER BY p.number LIMIT ?
"""


def write_population_list(office: App, path: Path, *, rows: int) -> Path:
    """Write so many rows as a worksheet: every tenth is of nobody here, every seventh has no number."""
    with office.desk.read() as session:
        people = engine.fetch_rows(session.connection(), _PEOPLE, (rows,))
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    for place, row in enumerate(_make_rows(people)):
        sheet.write_row(place, 0, row)
    book.close()
    return path


def _make_rows(people: list[tuple[str, ...]]) -> Iterator[tuple[object, ...]]:
    yield HEADER
    for place, (name, born, number, village) in enumerate(people, start=1):
        day = "/".join(reversed(born.split("-")))
        told = number if place % 7 else ""
        if place % 10 == 0:
            name, told = f"Khách Lạ {place}", f"099{place:09d}"
        yield place, name, day, told, village, "Không" if place % 3 == 0 else ""
