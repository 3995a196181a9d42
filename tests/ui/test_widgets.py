"""Every control is seen, heard and worked by keyboard."""

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.theme import Size, Theme, TypeSetting, apply_theme, look
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.chips import Chip, ChipRow
from ui.widgets.choices import DropDown, OptionCard, TickBox
from ui.widgets.dates import PartialDateField
from ui.widgets.fields import LabelledField, NoteField, SearchField, TextField
from ui.widgets.money import MoneyField
from ui.widgets.paint import (
    Tag,
    cap_size,
)
from ui.widgets.panels import UnconfirmedNote
from ui.widgets.rail import Place, Rail
from ui.widgets.tags import LegendEntry, LegendKey, TagLabel
from ui.widgets.text import SpanLine

pytestmark = pytest.mark.usefixtures("dressed")


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def pixels_of(image: QImage, colour: QColor) -> int:
    return sum(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_controls_have_the_heights_of_the_grid(qtbot: QtBot) -> None:
    expected = {
        CapButton("Ghi lượt thăm", ("Enter",)): Size.BUTTON,
        Chip("Thảo"): Size.CHIP,
        DropDown(): Size.FIELD,
        TextField(): Size.FIELD,
        SearchField("Tìm"): Size.FIELD,
        MoneyField(): Size.FIELD,
        PartialDateField(): Size.FIELD,
        TagLabel(Tag("Tham gia", "check")): Size.TAG,
    }
    for widget, height in expected.items():
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert widget.sizeHint().height() == height, widget
    assert cap_size("F12").height() == Size.CAP
    assert cap_size("1", length=Size.LEGEND_CAP) == QSize(Size.LEGEND_CAP, Size.LEGEND_CAP)


def test_fields_keep_their_size_when_they_get_the_focus(show: Callable[..., QWidget]) -> None:
    fields = (
        TextField(),
        MoneyField(),
        PartialDateField(),
        DropDown(),
        NoteField(),
        CapButton("A"),
        Chip("B"),
    )
    show(*fields)
    for field in fields:
        before = field.geometry()
        field.setFocus()
        QApplication.processEvents()
        assert field.hasFocus()
        assert field.geometry() == before


@pytest.mark.parametrize("setting", list(TypeSetting))
def test_no_button_is_cut_at_any_type_size(
    qapp: QApplication, show: Callable[..., QWidget], setting: TypeSetting
) -> None:
    apply_theme(qapp, Theme.LIGHT, type_setting=setting)
    button = CapButton("Xong, sang nhà tiếp theo", ("Ctrl", "Enter"), kind=Kind.FILLED, icon="check")
    show(button)
    assert button.minimumSizeHint() == button.sizeHint()
    assert button.width() >= button.sizeHint().width()


FOCUSED = {
    "button": lambda: CapButton("Ghi lượt thăm", ("Enter",)),
    "filled": lambda: CapButton("Ghi lượt thăm", ("Enter",), kind=Kind.FILLED),
    "chip": lambda: Chip("Thảo"),
    "link": lambda: LinkButton("Xem lượt đó", ("F6",)),
    "card": lambda: OptionCard("Mở tệp", "từ USB", ("1",)),
    "tick": lambda: TickBox("đi làm ăn xa"),
    "text": TextField,
    "note": NoteField,
    "money": MoneyField,
    "date": PartialDateField,
    "drop down": DropDown,
}


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("name", FOCUSED)
def test_the_focus_is_seen_after_key_and_after_click(
    qapp: QApplication, show: Callable[..., QWidget], name: str, theme: Theme
) -> None:
    apply_theme(qapp, theme)
    control = FOCUSED[name]()
    window = show(control)
    around = control.geometry().adjusted(-4, -4, 4, 4)
    accent = look().colour("accent")
    at_rest = pixels_of(picture(window).copy(around), accent)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    by_key = pixels_of(picture(window).copy(around), accent)
    assert by_key >= at_rest + 100
    window.findChild(QPushButton).setFocus()
    assert pixels_of(picture(window).copy(around), accent) == at_rest
    if name != "drop down":
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(5, control.height() // 2))
        assert control.hasFocus()
        assert pixels_of(picture(window).copy(around), accent) >= at_rest + 100


def test_the_ring_follows_scrolls_and_outlives_its_screen(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    area, inside, button = QScrollArea(), QWidget(), CapButton("unten")
    column = QVBoxLayout(inside)
    column.addSpacing(900)
    column.addWidget(button)
    area.setWidget(inside)
    area.setFixedHeight(200)
    window = show(area)
    button.setFocus()
    ring = window.findChild(QWidget, "focus_ring")
    assert ring.parentWidget() is inside
    assert ring.geometry() == button.geometry().adjusted(-3, -3, 3, 3)
    column.insertSpacing(0, 40)
    qtbot.waitUntil(lambda: ring.geometry() == button.geometry().adjusted(-3, -3, 3, 3))
    area.setParent(None)
    area.deleteLater()
    QApplication.processEvents()
    other = window.findChild(QPushButton)
    other.setFocus()
    assert window.findChild(QWidget, "focus_ring") is not None


def test_the_ring_takes_no_mouse(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    button = CapButton("Lưu")
    show(button)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_control_has_an_accessible_name(qtbot: QtBot) -> None:
    field = TextField()
    labelled = LabelledField("Ngày hẹn", field, hint="như 26/11")
    rows = ChipRow("Đã gặp ai")
    rows.set_choices([(1, "Thảo")])
    rail = Rail([Place("today", "Hôm nay", "house")])
    rail.set_counts({"today": "14"})
    named = {
        CapButton("A & B", ("F2",)): "A & B",
        LinkButton("Xem lượt đó", ("F6",)): "Xem lượt đó",
        field: "Ngày hẹn",
        rows.chip(1): "Thảo",
        rail.button("today"): "Hôm nay 14",
        SearchField("Tìm người, hộ"): "Tìm người, hộ",
        OptionCard("Mở tệp"): "Mở tệp",
        TickBox("đi xa & về"): "đi xa & về",
        TagLabel(Tag("Tham gia", "check")): "Tham gia",
        SpanLine("gặp được **71** / 142 hộ"): "gặp được 71 / 142 hộ",
        LegendKey(LegendEntry("1", "check", "Tham gia")): "1: Tham gia",
        UnconfirmedNote("Chưa xác nhận", "chưa có hướng dẫn"): "Chưa xác nhận. chưa có hướng dẫn",
    }
    for widget, name in named.items():
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name) == name
    qtbot.addWidget(labelled)
    assert field.accessibleDescription() == "như 26/11"


def test_an_ampersand_is_a_letter_and_no_mnemonic(qtbot: QtBot) -> None:
    button = CapButton("Xã & thôn")
    qtbot.addWidget(button)
    assert button.words() == "Xã & thôn"
    assert button.shortcut().isEmpty()


def test_enter_and_space_press_a_button_and_its_shortcut_does_from_anywhere(
    qtbot: QtBot, show: Callable[..., QWidget]
) -> None:
    button, field, pressed = CapButton("Xong", ("Ctrl", "Enter"), shortcut="Ctrl+Return"), TextField(), []
    show(button, field)
    button.clicked.connect(lambda: pressed.append(1))
    button.set_words("Xong rồi")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(button, key)
    assert len(pressed) == 3
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 4


def test_the_bar_has_one_filled_button_bottom_right_at_every_width(
    qapp: QApplication, show: Callable[..., QWidget]
) -> None:
    helpers = [CapButton("Danh sách hộ", ("P",)), CapButton("Tổng hợp cuối ngày", ("D",))]
    beside, step = CapButton("Tính mức đóng", ("T",)), CapButton("Ghi lượt thăm", ("Enter",))
    bar = ActionBar(step, helpers=helpers, beside=[beside])
    window = show(bar)
    for width in (1200, 900, 620):
        window.resize(width, 200)
        bar.show_state("Bản nháp tự lưu 19:42")
        QApplication.processEvents()
        assert step.geometry().right() == bar.width() - Size.MARGIN - 1
        assert all(bar.rect().contains(button.geometry()) for button in (*helpers, beside, step))
        boxes = [button.geometry() for button in (*helpers, beside, step)]
        assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    kinds = [button.kind() for button in bar.findChildren(CapButton)]
    assert kinds.count(Kind.FILLED) == 1


def test_chips_answer_one_question_by_keyboard(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    row, seen = ChipRow("Bước tiếp theo"), []
    row.set_choices([("now", "Đăng ký ngay"), ("back", "Hẹn quay lại"), ("call", "Gọi điện")])
    row.chosen.connect(seen.append)
    show(row)
    row.chip("now").setFocus()
    QTest.keyClick(row.chip("now"), Qt.Key.Key_Right)
    assert row.chip("back").hasFocus()
    QTest.keyClick(row.chip("back"), Qt.Key.Key_Space)
    QTest.keyClick(row.chip("back"), Qt.Key.Key_Left)
    QTest.keyClick(row.chip("now"), Qt.Key.Key_Return)
    assert seen == [("back",), ("now",)]
    QTest.keyClick(row.chip("now"), Qt.Key.Key_Space)
    QTest.keyClick(row.chip("now"), Qt.Key.Key_Delete)
    assert row.values() == ("now",)
    assert () not in seen


def test_an_optional_answer_is_taken_back_by_its_own_key(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    row, seen = ChipRow("Gia đình thấy thế nào?", optional=True), []
    row.set_choices([("calm", "Yên tâm"), ("doubt", "Còn băn khoăn")])
    row.chosen.connect(seen.append)
    show(row)
    row.chip("calm").setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Delete):
        QTest.keyClick(row.chip("calm"), key)
    assert seen == [("calm",), ("calm",), ()]
    assert row.values() == ()


def test_several_chips_may_be_chosen_and_stay_when_the_choices_change(qtbot: QtBot) -> None:
    row = ChipRow("Đã gặp ai", single=False)
    qtbot.addWidget(row)
    row.set_choices([(1, "Thảo"), (2, "Páo")])
    row.set_values((1, 2))
    row.set_choices([(2, "Páo"), (3, "H'Mỹ")])
    assert row.values() == (2,)


def test_a_drop_down_tells_only_what_a_person_chose(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    choice, seen = DropDown(name="Băn khoăn"), []
    choice.chosen.connect(seen.append)
    choice.set_choices([("income", "Thu nhập không đều"), ("other", "Khác")])
    assert choice.value() is None
    choice.set_value("income")
    show(choice)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert seen == ["other"]
    assert choice.value() == "other"
