"""Print by keyboard: a list gets its sheet code, papers are seen page by page, and a PDF goes where somebody says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.pdf_texts import read_page_texts
from tests.ui.offices import CONTROL, Seat, Workspaces, log_visits, make_workspaces, seat_at
from ui.presenters.pages import PageSize, Printed, find_scale, write_pdf
from ui.presenters.ports import Paper, PrintAt
from ui.presenters.printing import Stage
from ui.screens.printing import PrintScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("printing"))


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def open_print(seat: Seat) -> PrintScreen:
    screen = seat.go("print")
    assert isinstance(screen, PrintScreen)
    seat.wait(lambda: screen._state.planned is not None)
    return screen


def wait_for_page(seat: Seat, screen: PrintScreen) -> QImage:
    seat.wait(lambda: screen._state.stage is Stage.SHOWN and screen._state.drawn is not None)
    image = screen.view.paper.image()
    assert image is not None
    return image


def read_text(pdf: bytes) -> str:
    return "".join(read_page_texts(pdf))


def ink(image: QImage) -> int:
    """How many pixels of a page are dark."""
    seen = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return sum(image.pixelColor(x, y).lightness() < 100 for x, y in seen)


def test_a_visit_list_is_made_by_one_key_gets_its_code_and_is_seen(laptop: Seat) -> None:
    screen = open_print(laptop)
    assert len(screen.forms.planned.table.lines()) == 6
    assert laptop.app.sheets.list_open() == []
    laptop.press(Qt.Key.Key_Return)
    image = wait_for_page(laptop, screen)
    [sheet] = laptop.app.sheets.list_open()
    assert screen._state.printed is not None
    assert sheet.code in read_text(screen._state.printed.pdf)
    assert ink(image) > 500
    assert QApplication.focusWidget() is screen.view


def test_the_number_of_doors_is_changed_with_the_arrows(laptop: Seat) -> None:
    screen = open_print(laptop)
    screen.forms.doors.setFocus()
    for _ in range(11):
        laptop.press(Qt.Key.Key_Down)
    laptop.wait(lambda: len(screen.forms.planned.table.lines()) == 2)
    laptop.press(Qt.Key.Key_Return)
    wait_for_page(laptop, screen)
    assert len(laptop.app.sheets.list_open()[0].lines) == 2


def test_a_sheet_that_is_out_is_printed_again_without_a_new_code(laptop: Seat) -> None:
    village = laptop.app.households.read_coverage()[0].village.id
    made = laptop.app.sheets.make(village, laptop.app.sheets.plan(village, doors=3)).value
    screen = open_print(laptop)
    laptop.wait(lambda: screen.forms.sheets.count() == 1)
    screen.forms.sheets.setFocus()
    laptop.press(Qt.Key.Key_Down)
    wait_for_page(laptop, screen)
    assert screen._state.printed is not None
    assert made.code in read_text(screen._state.printed.pdf)
    assert len(laptop.app.sheets.list_open()) == 1


def test_the_summary_of_a_day_is_there_as_soon_as_it_is_asked_for(laptop: Seat) -> None:
    log_visits(laptop.app, 3)
    screen = open_print(laptop)
    laptop.press(Qt.Key.Key_3)
    wait_for_page(laptop, screen)
    assert screen._state.paper is Paper.SUMMARY
    assert screen._state.printed is not None
    today = laptop.app.desk.today
    assert f"{today:%d/%m/%Y}" in read_text(screen._state.printed.pdf)


def test_another_day_is_typed_and_the_focus_stays_in_the_date(laptop: Seat) -> None:
    screen = open_print(laptop)
    laptop.press(Qt.Key.Key_3)
    wait_for_page(laptop, screen)
    screen.forms.day.setFocus()
    laptop.press(Qt.Key.Key_Down)
    before = screen._state.printed
    laptop.wait(lambda: screen._state.printed is not None and screen._state.printed is not before)
    assert QApplication.focusWidget() is screen.forms.day
    laptop.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is screen.view


def test_a_leaflet_is_found_by_name_and_holds_the_family(laptop: Seat) -> None:
    screen = open_print(laptop)
    laptop.press(Qt.Key.Key_2)
    assert QApplication.focusWidget() is screen.forms.query
    laptop.type("giang a chu")
    laptop.wait(lambda: screen._state.hits)
    laptop.press(Qt.Key.Key_Return)
    wait_for_page(laptop, screen)
    assert screen._state.printed is not None
    assert "Giàng A Chư" in read_text(screen._state.printed.pdf)


def test_another_place_opens_the_leaflet_of_its_household(laptop: Seat) -> None:
    household = laptop.app.work.list_doors()[2].household
    screen = open_print(laptop)
    laptop.house.go("print", PrintAt(Paper.LEAFLET, household.id))
    wait_for_page(laptop, screen)
    assert screen._state.printed is not None
    assert household.head in read_text(screen._state.printed.pdf)


def test_the_handbook_is_made_by_one_key(
    laptop: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[tuple[str, str]] = []

    def note(role: str, language: str) -> Path:
        made.append((role, language))
        return tmp_path

    # Taking its pictures needs another process for a minute; that they can be taken is proved by the handbook's tests.
    monkeypatch.setattr("ui.wiring.house.print_handbook_apart", note)
    open_print(laptop)
    laptop.press(Qt.Key.Key_H)
    laptop.wait(lambda: made == [("canvasser", "vi")])


def test_a_page_is_shown_larger_by_key(laptop: Seat) -> None:
    screen = open_print(laptop)
    laptop.press(Qt.Key.Key_3)
    small = wait_for_page(laptop, screen)
    laptop.press(Qt.Key.Key_Plus)
    laptop.wait(lambda: screen._state.drawn is not None and screen._state.drawn.width > small.width())
    laptop.press(Qt.Key.Key_Minus)
    laptop.wait(lambda: screen._state.drawn is not None and screen._state.drawn.width <= small.width() + 1)


def test_a_pdf_is_kept_only_where_somebody_says(laptop: Seat, tmp_path: Path) -> None:
    folder = tmp_path / "giấy"
    folder.mkdir()
    screen = open_print(laptop)
    laptop.press(Qt.Key.Key_3)
    wait_for_page(laptop, screen)
    for count in (1, 2):
        laptop.press(Qt.Key.Key_S)
        laptop.wait(lambda: screen._state.stage is Stage.SAVING)
        assert QApplication.focusWidget() is screen.forms.folder.field
        laptop.press(Qt.Key.Key_A, CONTROL)
        laptop.type(str(folder))
        laptop.press(Qt.Key.Key_Return)
        laptop.wait(lambda: screen._state.stage is Stage.SHOWN)
        assert len(list(folder.glob("*.pdf"))) == count
    assert screen._state.printed is not None
    assert all(file.read_bytes() == screen._state.printed.pdf for file in folder.glob("*.pdf"))
    assert list(laptop.app.desk.folder.rglob("*.pdf")) == []


def test_a_folder_that_is_not_there_is_a_sentence(laptop: Seat, tmp_path: Path) -> None:
    screen = open_print(laptop)
    laptop.press(Qt.Key.Key_3)
    wait_for_page(laptop, screen)
    laptop.press(Qt.Key.Key_S)
    laptop.wait(lambda: screen._state.stage is Stage.SAVING)
    laptop.press(Qt.Key.Key_A, CONTROL)
    laptop.type(str(tmp_path / "none"))
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(laptop.trouble)
    assert screen._state.stage is Stage.SHOWN


def test_a_page_fits_its_room_or_has_its_size_on_paper() -> None:
    a4 = PageSize(595, 842)
    assert find_scale(a4, (595, 2000), 0.0) == 1
    assert find_scale(a4, (5000, 842), 0.0) == 1
    assert find_scale(a4, (100, 100), 1.5) == 2


def test_a_free_name_is_found_beside_what_is_there(tmp_path: Path) -> None:
    printed = Printed("to-roi-NL-0001", "x", b"%PDF-1", ())
    assert write_pdf(printed, tmp_path).name == "to-roi-NL-0001.pdf"
    assert write_pdf(printed, tmp_path).name == "to-roi-NL-0001 (2).pdf"
