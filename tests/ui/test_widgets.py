"""Every widget is seen, heard and worked by keyboard; dates and amounts are read as people type them."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from outreach_app.domain.people import PartialDate
from tests.ui.typing import commit_text, press_backspace, send_key, type_by_telex, type_text
from ui.theme import Size, Theme, Tone, TypeSetting, apply_theme, look
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.chips import Chip, ChipRow
from ui.widgets.choices import DropDown, OptionCard, TickBox
from ui.widgets.coverage import CoverageLine, CoverageStrip
from ui.widgets.dates import Leaning, PartialDateField, read_date, write_date
from ui.widgets.fields import LabelledField, NoteField, SearchField, TextField
from ui.widgets.focus import install_focus_ring
from ui.widgets.header import Header
from ui.widgets.money import MoneyField, group_digits
from ui.widgets.paint import (
    Tag,
    cap_size,
    paint_coverage_bar,
    paint_tag,
    plain_text,
    split_spans,
    tag_size,
)
from ui.widgets.panels import EmptyState, UnconfirmedNote
from ui.widgets.rail import Place, Rail
from ui.widgets.strips import ProblemBanner, Strip
from ui.widgets.tags import Legend, LegendEntry, LegendKey, SignLine, TagLabel
from ui.widgets.text import SpanLine

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, Theme.LIGHT)
    install_focus_ring(qapp)
    yield
    apply_theme(qapp, Theme.LIGHT)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., QWidget]:
    kept = []

    def put(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        column.setContentsMargins(16, 16, 16, 16)
        before = QPushButton("before")
        column.addWidget(before)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(window)
        window.resize(700, window.sizeHint().height())
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        before.setFocus()
        return window

    return put


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def pixels_of(image: QImage, colour: QColor) -> int:
    return sum(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


# ------------------------------------------------------------------------------------------------------------ sizes
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


# ------------------------------------------------------------------------------------------------------------ focus
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


# ---------------------------------------------------------------------------------------------------- names, buttons
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


# ------------------------------------------------------------------------------------------------------------ chips
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
    assert seen[-1] == ()


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


# ------------------------------------------------------------------------------------------------------------ dates
@pytest.mark.parametrize(
    ("typed", "leaning", "partial", "expected"),
    [
        ("26/11", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("2611", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("26.11.2026", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("26-11-26", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("26 11 2026", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("26112026", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("261126", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("2026-11-26", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("5/1/", Leaning.FUTURE, False, PartialDate(2027, 1, 5)),
        ("21/11", Leaning.FUTURE, False, PartialDate(2026, 11, 21)),
        ("20/11", Leaning.FUTURE, False, PartialDate(2027, 11, 20)),
        ("26/11", Leaning.PAST, False, PartialDate(2025, 11, 26)),
        ("29/2", Leaning.FUTURE, False, PartialDate(2028, 2, 29)),
        ("26", Leaning.FUTURE, False, PartialDate(2026, 11, 26)),
        ("5", Leaning.FUTURE, False, PartialDate(2026, 12, 5)),
        ("30", Leaning.PAST, False, PartialDate(2026, 10, 30)),
        ("1984", Leaning.PAST, True, PartialDate(1984)),
        ("5/1984", Leaning.PAST, True, PartialDate(1984, 5)),
        ("02/05/84", Leaning.PAST, True, PartialDate(1984, 5, 2)),
        ("02/05/14", Leaning.PAST, True, PartialDate(2014, 5, 2)),
        ("2011", Leaning.PAST, True, PartialDate(2011)),
        ("31/02", Leaning.FUTURE, False, None),
        ("5/1984", Leaning.FUTURE, False, None),
        ("13/1984", Leaning.PAST, True, None),
        ("1/2/3/4", Leaning.FUTURE, False, None),
        ("mai", Leaning.FUTURE, False, None),
        ("26/11/1026", Leaning.FUTURE, False, None),
        ("", Leaning.FUTURE, False, None),
        ("261", Leaning.FUTURE, False, None),
        ("84", Leaning.PAST, True, None),
    ],
)
def test_dates_are_read_as_people_type_them(
    typed: str, leaning: Leaning, partial: bool, expected: PartialDate | None
) -> None:
    assert read_date(typed, TODAY, leaning=leaning, partial=partial) == expected


def test_every_date_that_is_written_is_read_again() -> None:
    for value in (
        PartialDate(1984),
        PartialDate(1984, 5),
        PartialDate(1984, 5, 2),
        PartialDate(2026, 12, 31),
    ):
        assert read_date(write_date(value), TODAY, leaning=Leaning.PAST, partial=True) == value
    assert write_date(None) == ""


def test_a_date_is_typed_moved_and_written_out(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    field, seen = PartialDateField(today=lambda: TODAY), []
    field.value_changed.connect(seen.append)
    window = show(field)
    field.setFocus()
    type_text(field, "2611")
    assert field.value() == PartialDate(2026, 11, 26)
    assert field.text() == "2611"
    send_key(field, Qt.Key.Key_Up)
    assert field.text() == "27/11/2026"
    send_key(field, Qt.Key.Key_PageDown)
    assert field.text() == "20/11/2026"
    assert seen[-1] == PartialDate(2026, 11, 20)
    field.clear()
    assert seen[-1] is None
    type_text(field, "30/12")
    window.findChild(QPushButton).setFocus()
    assert field.text() == "30/12/2026"


def test_a_wrong_date_stays_as_typed_and_says_so(qtbot: QtBot) -> None:
    field = PartialDateField(today=lambda: TODAY)
    qtbot.addWidget(field)
    type_text(field, "31/02")
    send_key(field, Qt.Key.Key_Return)
    assert field.text() == "31/02"
    assert field.is_wrong()
    assert field.value() is None


def test_an_empty_date_starts_today_and_a_year_does_not_move(qtbot: QtBot) -> None:
    field = PartialDateField(today=lambda: TODAY, partial=True, leaning=Leaning.PAST)
    qtbot.addWidget(field)
    send_key(field, Qt.Key.Key_Down)
    assert field.value() == PartialDate(2026, 11, 21)
    field.set_value(PartialDate(1984))
    send_key(field, Qt.Key.Key_Up)
    assert field.text() == "1984"


# ------------------------------------------------------------------------------------------------------------ money
def test_an_amount_is_grouped_while_it_is_typed(qtbot: QtBot) -> None:
    field, seen = MoneyField(), []
    field.amount_changed.connect(seen.append)
    qtbot.addWidget(field)
    for digit, shown in zip(
        "1366200", ("1", "13", "136", "1.366", "13.662", "136.620", "1.366.200"), strict=True
    ):
        type_text(field, digit)
        assert field.text() == shown
    assert field.amount() == 1_366_200
    assert seen[-1] == 1_366_200
    assert len(seen) == 7


def test_backspace_and_delete_step_over_the_group_sign(qtbot: QtBot) -> None:
    field = MoneyField()
    qtbot.addWidget(field)
    type_text(field, "1366200")
    field.setCursorPosition(len("1.366."))
    press_backspace(field)
    assert field.text() == "136.200"
    field.setCursorPosition(len("136"))
    send_key(field, Qt.Key.Key_Delete)
    assert field.text() == "13.600"
    field.setCursorPosition(len("13.600"))
    press_backspace(field, 5)
    assert field.text() == ""
    assert field.amount() is None


@pytest.mark.parametrize(
    ("text", "amount"), [("1.366.200 đ", 1_366_200), ("abc", None), ("007", 7), ("0", 0), ("１２", None)]
)
def test_pasted_and_composed_text_keeps_only_its_digits(qtbot: QtBot, text: str, amount: int | None) -> None:
    field = MoneyField()
    qtbot.addWidget(field)
    commit_text(field, text)
    assert field.amount() == amount


def test_typing_in_the_middle_keeps_the_cursor_at_its_digit(qtbot: QtBot) -> None:
    field = MoneyField()
    qtbot.addWidget(field)
    type_text(field, "1366200")
    field.setCursorPosition(1)
    type_text(field, "9")
    assert field.text() == "19.366.200"
    type_text(field, "8")
    assert field.text() == "198.366.200"


def test_digits_are_grouped_with_the_sign_of_the_language() -> None:
    assert group_digits("1234567", ",") == "1,234,567"
    assert group_digits("123", ".") == "123"
    assert group_digits("", ".") == ""


# ------------------------------------------------------------------------------------------------------- Vietnamese
def test_search_tells_every_key_in_nfc(qtbot: QtBot) -> None:
    field, seen = SearchField("Tìm"), []
    field.query_changed.connect(seen.append)
    qtbot.addWidget(field)
    type_by_telex(field, ("va", 0, ""), ("n", 0, ""), ("w", 2, "ăn"))
    assert seen[-1] == "văn"
    field.clear()
    commit_text(field, "Lo\u0300 Va\u0306n Pa\u0301o", preedit="Lo")
    assert seen[-1] == "Lò Văn Páo"


def test_search_keys_walk_and_escape_empties_then_leaves(qtbot: QtBot) -> None:
    field, seen = SearchField("Tìm"), []
    field.moved.connect(seen.append)
    field.accepted.connect(lambda: seen.append("accepted"))
    field.left.connect(lambda: seen.append("left"))
    qtbot.addWidget(field)
    type_text(field, "páo")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        send_key(field, key)
    assert field.text() == ""
    send_key(field, Qt.Key.Key_Escape)
    assert seen == [1, -1, "accepted", "left"]


def test_a_note_is_kept_in_nfc_as_it_is_typed(qtbot: QtBot) -> None:
    note, seen = NoteField(name="Ghi chú"), []
    note.note_changed.connect(seen.append)
    qtbot.addWidget(note)
    type_text(note, "Chị Thảo hẹn tối ")
    commit_text(note, "21/11, ặẫởữỄỘỢ")
    assert seen[-1] == "Chị Thảo hẹn tối 21/11, ặẫởữỄỘỢ"


# ----------------------------------------------------------------------------------------------------- fields, strips
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


def test_an_empty_place_says_what_to_do_next(qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    empty = EmptyState("Không thấy hộ nào", "Thử tên khác.", step="Thêm hộ này", caps=("F2",), shortcut="F2")
    show(empty)
    with qtbot.waitSignal(empty.step_taken):
        QTest.keyClick(empty, Qt.Key.Key_F2)


# ------------------------------------------------------------------------------------------------------ rail, header
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


# ---------------------------------------------------------------------------------------------------------- painting
def painted(size: QSize, draw: Callable[[QPainter], object]) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(look().colour("panel"))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def test_a_coverage_bar_is_as_long_as_its_numbers() -> None:
    bar = QRect(0, 0, 202, 12)

    def draw(painter: QPainter) -> None:
        paint_coverage_bar(painter, bar, spoken_to=25, knocked=50, known=100)

    line = painted(bar.size(), draw)
    row = [line.pixelColor(x, 6) for x in range(202)]
    assert row.count(look().colour("accent")) == 50
    assert row.count(look().colour("accent_mid")) == 50
    assert row.count(look().colour("panel")) == 100
    assert row.count(look().colour("edge")) == 2


def test_a_bar_of_an_empty_village_and_of_too_many_visits_stays_inside() -> None:
    for numbers in ((0, 0, 0), (9, 9, 3), (0, 5, 0)):
        bar = QRect(0, 0, 52, 12)

        def draw(painter: QPainter, numbers: tuple[int, int, int] = numbers, bar: QRect = bar) -> None:
            spoken_to, knocked, known = numbers
            paint_coverage_bar(painter, bar, spoken_to=spoken_to, knocked=knocked, known=known)

        image = painted(bar.size(), draw)
        assert image.pixelColor(51, 6) == look().colour("edge")


def test_a_tag_takes_the_width_it_promised_and_high_contrast_gives_it_an_edge(qapp: QApplication) -> None:
    tag = Tag("Chưa tham gia", "minus", Tone.WAIT)
    for theme in Theme:
        apply_theme(qapp, theme)
        size = tag_size(tag)
        image = painted(
            size, lambda painter, size=size: paint_tag(painter, QRect(QPoint(0, 0), size), tag=tag)
        )
        edge = image.pixelColor(0, size.height() // 2)
        assert edge == look().colour("wait" if theme is Theme.HIGH_CONTRAST else "wait_tint")
        last = max(
            x
            for x in range(size.width())
            if image.pixelColor(x, size.height() // 2) != look().colour("panel")
        )
        assert last == size.width() - 1


def test_strong_pieces_alternate_with_plain_ones() -> None:
    assert split_spans("còn **46** nhà") == [("còn ", False), ("46", True), (" nhà", False)]
    assert split_spans("**46**") == [("46", True)]
    assert split_spans("") == []
    assert plain_text("còn **46** nhà") == "còn 46 nhà"


def test_the_coverage_strip_scrolls_beyond_four_villages(qtbot: QtBot) -> None:
    strip = CoverageStrip(name="Độ phủ")
    qtbot.addWidget(strip)
    lines = [CoverageLine(f"bản {n}", "gặp được **1** / 2 hộ", "còn **1** nhà", 1, 1, 2) for n in range(6)]
    strip.set_lines(lines[:4])
    low = strip.sizeHint().height()
    strip.set_lines(lines)
    assert strip.sizeHint().height() == low + Size.SCROLL_BAR
    strip.set_lines([])
    assert strip.sizeHint().height() >= 0


def test_a_legend_replaces_its_keys(qtbot: QtBot) -> None:
    legend = Legend([LegendEntry(str(n), "check", "Tham gia") for n in range(8)])
    qtbot.addWidget(legend)
    legend.set_entries([LegendEntry("1", "check", "Tham gia", Tone.GOOD)])
    qtbot.waitUntil(lambda: len(legend.findChildren(LegendKey)) == 1)


def test_open_windows_change_with_theme_and_type_size(
    qapp: QApplication, show: Callable[..., QWidget]
) -> None:
    button, field = CapButton("Xong", ("Ctrl", "Enter")), TextField(icon="search")
    window = show(button, field)
    before = picture(window)
    high = button.height()
    apply_theme(qapp, Theme.HIGH_CONTRAST, type_setting=TypeSetting.LARGEST)
    QApplication.processEvents()
    window.resize(window.sizeHint().expandedTo(window.size()))
    QApplication.processEvents()
    assert button.height() == round(high * 20 / 15)
    assert field.textMargins().left() > 26
    assert picture(window) != before
