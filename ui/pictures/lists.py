"""Pictures of a list of people to be asked: choosing it, its rows, what came of it, and rows settled by hand."""

import csv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt

from outreach_app.domain.list_layouts import LayoutKey
from ui.pictures.studio import Picture, Studio
from ui.screens.lists import ListsScreen

_HEADER = (
    "STT",
    "Tên hộ kinh doanh",
    "Chủ hộ kinh doanh",
    "Ngày sinh",
    "Phương pháp tính thuế",
    "Địa chỉ",
    "Vốn",
)
_TAXES = ("Thuế khoán", "Kê khai", "Thuế khoán")
_PEOPLE = 9


def show_lists(studio: Studio) -> Iterator[Picture]:
    """A tax office's list of business households, made of people of the office itself."""
    with TemporaryDirectory() as folder:
        path = _write(studio, Path(folder) / "ho-kinh-doanh.csv")
        studio.house.go("lists")
        studio.settle()
        for key in (Qt.Key.Key_F6, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Tab):
            studio.press(key)
        for _ in range(list(LayoutKey).index(LayoutKey.BUSINESS_HOUSEHOLDS)):
            studio.press(Qt.Key.Key_Down)
        yield studio.take("7-lists-kind", "lists")
        screen = studio.window.findChild(ListsScreen)
        assert screen is not None, "the place that is open"
        screen.file_taken.emit(str(path))
        studio.settle()
        yield studio.take("7-lists-asked", "lists")
        studio.press(Qt.Key.Key_E)
        studio.settle()
        yield studio.take("7-lists-entering", "lists")
        studio.press(Qt.Key.Key_E)
        studio.settle()
        screen.bringing_in.emit()
        studio.settle()
        yield studio.take("7-lists-asked-result", "lists")
        studio.press(Qt.Key.Key_D)
        studio.settle()
        yield studio.take("7-lists-settle", "lists")
        studio.press(Qt.Key.Key_Escape)
        studio.settle()
        screen.file_taken.emit(str(_write_odd(path)))
        studio.settle()
        yield studio.take("7-lists-columns", "lists")
        studio.press(Qt.Key.Key_Escape)
        studio.settle()


def _write_odd(known: Path) -> Path:
    """The same people under headings that nobody knows."""
    path = known.with_name("ds-thang-11.csv")
    with (
        known.open(encoding="utf-8-sig", newline="") as source,
        path.open("w", encoding="utf-8-sig", newline="") as odd,
    ):
        rows = list(csv.reader(source))[1:]
        csv.writer(odd).writerows([("TT", "Quầy", "Ai", "Ra đời", "Đóng", "Nơi", "Khác"), *rows])
    return path


def _write(studio: Studio, path: Path) -> Path:
    households = studio.app.households
    rows = []
    for place, home in enumerate(households.read_rows(households.list_numbers()[:_PEOPLE])):
        person = households.read_card(home.id).members[0]
        born = "/".join(reversed(str(person.born).split("-"))) if person.born and place % 3 else ""
        rows.append((place + 1, "Tạp hóa", person.name, born, _TAXES[place % 3], home.village_name, ""))
    village = home.village_name
    rows.append((_PEOPLE + 1, "Quán phở", "Khách Ở Xa", "1980", "Thuế khoán", "", ""))
    rows.append((_PEOPLE + 2, "Sửa xe", "Nguyễn Văn Mới", "1984", "Thuế khoán", village, ""))
    rows.append((_PEOPLE + 3, "Rèn", "Trần Thị Chưa Có", "", "Thuế khoán", village, ""))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_HEADER, *rows])
    return path
