"""Dates, amounts and Vietnamese are read as people type them."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from outreach_app.domain.people import PartialDate
from outreach_app.i18n import open_catalogue
from tests.ui.typing import commit_text, press_backspace, send_key, type_by_telex, type_text
from ui.widgets.buttons import CapButton
from ui.widgets.dates import Leaning, PartialDateField, read_date, write_date
from ui.widgets.fields import NoteField, SearchField
from ui.widgets.form import FieldSpec
from ui.widgets.form_panel import FormPanel
from ui.widgets.money import MoneyField, group_digits

pytestmark = pytest.mark.usefixtures("dressed")


TODAY = date(2026, 11, 21)


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


def test_esc_leaves_a_form_from_its_buttons_too(show: Callable[..., QWidget]) -> None:
    panel, left = FormPanel(open_catalogue("en")), []
    panel.left.connect(lambda: left.append(True))
    show(panel)
    panel.open("Form", [FieldSpec("name", "Name")], {})
    QTest.keyClick(panel.findChildren(CapButton)[0], Qt.Key.Key_Escape)
    assert left == [True]
