"""Rail, header, action bar, strips: the parts that stand on every screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from outreach_app.i18n import open_catalogue
from tests.ui.cuts import find_cuts
from ui.theme import Theme, Tone, apply_theme
from ui.widgets.entrance import EntrancePage
from ui.widgets.fields import LabelledField
from ui.widgets.header import Header
from ui.widgets.panels import EmptyState
from ui.widgets.rail import Place, Rail
from ui.widgets.strips import ProblemBanner, Strip
from ui.widgets.tags import SignLine
from ui.widgets.text import Role, make_label

pytestmark = pytest.mark.usefixtures("dressed")


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def pixels_of(image: QImage, colour: QColor) -> int:
    return sum(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_a_labelled_field_says_its_error_beside_the_field(qtbot: QtBot) -> None:
    field = QLineEdit()
    labelled = LabelledField("Ngày sinh", field, hint="hoặc chỉ năm")
    qtbot.addWidget(labelled)
    labelled.set_error("Ghi năm như 1984.")
    assert labelled.error() == "Ghi năm như 1984."
    assert field.accessibleDescription() == "hoặc chỉ năm Ghi năm như 1984."
    assert field.property("wrong") is True
    labelled.set_error("")
    assert field.accessibleDescription() == "hoặc chỉ năm"
    assert field.property("wrong") is False


def test_the_banner_shows_one_problem_with_one_next_step(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    banner = ProblemBanner(close_text="Cất đi")
    window = show(banner)
    assert banner.isHidden()
    banner.show_problem("Ổ đĩa đã đầy.", "Cắm ổ khác.", link="Ghi lại", caps=("F5",))
    assert window.isVisible()
    assert banner.isVisible()
    assert banner.accessibleName() == "Ổ đĩa đã đầy. Cắm ổ khác."
    with qtbot.waitSignal(banner.link_activated):
        QTest.keyClick(banner.link(), Qt.Key.Key_Return)
    with qtbot.waitSignal(banner.closed):
        QTest.keyClick(banner.link(), Qt.Key.Key_Escape)
    assert banner.isHidden()


def test_a_strip_without_link_or_rest_takes_no_room_for_them(qtbot: QtBot) -> None:
    strip = Strip(Tone.WAIT)
    qtbot.addWidget(strip)
    strip.show_text("Hôm nay nhà này đã có người đến")
    assert strip.link().isHidden()
    strip.set_tone(Tone.BAD)
    assert strip.property("tone") == "bad"


def test_a_strip_is_as_wide_as_what_it_says_now(show: Callable[..., QWidget]) -> None:
    strip = Strip(Tone.GOOD)
    strip.show_text("Saved")
    show(strip)
    short = strip.sizeHint().width()
    strip.show_text("The sheet CM1-T2211-01-001-4 is done", link="Undo", caps=("Ctrl", "Z"))
    wide = strip.sizeHint().width()
    QApplication.processEvents()
    assert wide == strip.sizeHint().width() > short


def test_a_notice_wider_than_its_place_goes_on_in_the_next_line(show: Callable[..., QWidget]) -> None:
    strip = Strip(Tone.GOOD)
    show(strip)
    strip.show_text("Dữ liệu đã xuất ra: /media/hoang-thi-thom/" + "mot-thu-muc-kha-dai/" * 6, link="Undo")
    for widest in (700, 600):
        room = strip.fit(widest)
        strip.setFixedSize(room)
        QApplication.processEvents()
        assert room.width() == widest
        assert find_cuts(strip) == []
    strip.show_text("Saved")
    assert strip.fit(700).width() < 700


def test_an_entrance_page_gives_every_line_of_a_long_path_its_room(
    qtbot: QtBot, show: Callable[..., QWidget]
) -> None:
    page = EntrancePage(open_catalogue("en"), brand="Gõ cửa")
    line = make_label("", Role.STRONG, wrap=True)
    page.body.addWidget(line)
    page.setFixedSize(1366, 697)
    show(page)
    line.setText(
        "It was written to E:/Documents/Sổ vận động/Bảo hiểm xã hội cơ sở Tam Đường/office-recovery-sheet.pdf"
    )
    qtbot.waitUntil(lambda: line.height() >= line.heightForWidth(line.width()))
    assert line.height() > line.heightForWidth(page.width())


def test_an_empty_place_says_what_to_do_next(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    empty = EmptyState("Không thấy hộ nào", "Thử tên khác.", step="Thêm hộ này", caps=("F2",), shortcut="F2")
    show(empty)
    with qtbot.waitSignal(empty.step_taken):
        QTest.keyClick(empty, Qt.Key.Key_F2)


def make_rail() -> Rail:
    return Rail(
        [
            Place("today", "Hôm nay", "house"),
            Place("house", "Hộ gia đình", "users"),
            Place("set", "Cài đặt", "settings", True),
        ]
    )


def test_the_rail_is_walked_and_chosen_by_keyboard(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    rail, seen = make_rail(), []
    rail.place_chosen.connect(seen.append)
    show(rail)
    rail.choose("today")
    assert seen == []
    rail.button("today").setFocus()
    QTest.keyClick(rail.button("today"), Qt.Key.Key_Down)
    QTest.keyClick(rail.button("house"), Qt.Key.Key_Down)
    QTest.keyClick(rail.button("set"), Qt.Key.Key_Return)
    assert seen == ["set"]
    assert rail.button("set").isChecked()
    assert not rail.button("today").isChecked()


def test_the_chosen_place_is_in_sight_in_a_low_window(show: Callable[..., QWidget]) -> None:
    rail = make_rail()
    rail.setFixedHeight(150)
    show(rail)
    QApplication.processEvents()
    for key in ("set", "today"):
        rail.choose(key)
        assert rail.button(key).visibleRegion().boundingRect() == rail.button(key).rect()


@pytest.mark.parametrize("theme", list(Theme))
def test_a_place_shows_that_it_has_the_focus(
    qapp: QApplication, show: Callable[..., QWidget], theme: Theme
) -> None:
    apply_theme(qapp, theme)
    rail = make_rail()
    show(rail)
    rail.choose("today")
    for key in ("today", "house"):
        at_rest = picture(rail.button(key))
        rail.button(key).setFocus()
        assert picture(rail.button(key)) != at_rest


def test_the_header_shows_state_and_person(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    header = Header("Tìm người, hộ")
    show(header)
    header.show_state(saved="Đã lưu 19:42", to_send="12 mục chờ gửi", backup="")
    header.person.set_person("Hoàng Thị Thơm", spoken="Hoàng Thị Thơm, đổi người")
    shown = [line.text() for line in header.findChildren(SignLine) if line.isVisible()]
    assert shown == ["Đã lưu 19:42", "12 mục chờ gửi"]
    with qtbot.waitSignal(header.person_pressed):
        QTest.keyClick(header.person, Qt.Key.Key_Return)
