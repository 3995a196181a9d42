"""The place Advise by real keys: income, method, months, who joins, law, cashing out, worries, leaflet, sign-up."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.domain.people import Scheme
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import PASSPHRASE, Clock, make_workspace
from tests.ui.typing import type_text
from ui.presenters.advise import Side
from ui.presenters.advise_view import AdviseRow
from ui.presenters.ports import AdviseAt
from ui.screens.advise import AdviseScreen
from ui.screens.answers import AnswersScreen
from ui.screens.sign_up import SignUpScreen
from ui.screens.visit import VisitScreen
from ui.theme import Theme, TypeSetting, apply_theme
from ui.widgets.focus import install_focus_ring

FLOOR = 1_500_000


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("advise") / "office"
    make_workspace(folder).close()
    return folder


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Path, tmp_path: Path) -> Iterator[Seat]:
    shutil.copytree(template, tmp_path / "office")
    apply_theme(qapp, Theme.LIGHT)
    install_focus_ring(qapp)
    desk = Seat(qtbot, open_workspace(tmp_path / "office", PASSPHRASE, clock=Clock()))
    yield desk
    apply_theme(qapp, Theme.LIGHT)
    desk.close()


def find_home(seat: Seat, name: str = "Lò Văn Páo") -> bytes:
    return seat.app.households.find(name).hits[0].household


def open_advise(seat: Seat, name: str = "Lò Văn Páo") -> AdviseScreen:
    seat.window.resize(1366, 697)
    seat.go("today")
    seat.house.go("advise", AdviseAt(find_home(seat, name)))
    screen = seat.screen("advise")
    assert isinstance(screen, AdviseScreen)
    seat.wait(lambda: screen._state.advice is not None and screen._state.pension is not None)
    seat.wait(screen.grid.hasFocus)
    return screen


def choice(screen: AdviseScreen, place: int) -> tuple[int, str, bool]:
    state = screen._state
    assert state.choices is not None
    assert state.basis is not None
    told = state.choices.of(state.basis.asked[place].person.id)
    return told.income, told.method, told.voluntary


def total(screen: AdviseScreen) -> str:
    table = screen.grid.model_.table
    assert table is not None
    return table.total.text.replace("\u00a0", " ")


# ------------------------------------------------------------------------------------------------------- by key
def test_without_a_household_the_place_says_where_to_choose_one(seat: Seat) -> None:
    screen = seat.go("advise")
    assert isinstance(screen, AdviseScreen)
    assert screen._state.advice is None
    assert "Ctrl+K" in screen._empty.accessibleName()
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house.frame.state.place == "households")


def test_arrows_digits_and_tab_change_income_method_and_person(seat: Seat) -> None:
    screen = open_advise(seat)
    assert total(screen) == "4.749.360 đ"
    seat.press(Qt.Key.Key_Right)
    assert choice(screen, 0) == (FLOOR + 50_000, "1", True)
    assert total(screen) == "4.760.360 đ"  # 22 % of 50,000 more, the state's part stays
    seat.press(Qt.Key.Key_PageUp)
    assert choice(screen, 0)[0] == FLOOR + 550_000
    for _ in range(20):
        seat.press(Qt.Key.Key_Left)
    assert choice(screen, 0)[0] == FLOOR
    seat.press(Qt.Key.Key_3)
    assert choice(screen, 0)[1] == "3"
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_2)
    assert (choice(screen, 0)[1], choice(screen, 1)[1]) == ("3", "12")
    seat.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Right)
    assert choice(screen, 0)[1] == "6"


def test_up_stands_in_the_health_row_where_months_and_joining_are_chosen(seat: Seat) -> None:
    screen = open_advise(seat)
    seat.press(Qt.Key.Key_Up)
    assert screen._state.row is AdviseRow.PLACE
    seat.press(Qt.Key.Key_6)
    assert screen._state.choices is not None
    assert screen._state.choices.health_months == 6
    advice = screen._state.advice
    assert advice is not None
    assert advice.health_own == 3_825_360 // 2
    seat.press(Qt.Key.Key_Space)
    advice = screen._state.advice
    assert advice is not None
    assert advice.people[0].health is None
    assert advice.people[1].health is not None
    assert advice.people[1].health.position == 1


def test_every_figure_has_its_law_one_key_away(seat: Seat) -> None:
    screen = open_advise(seat)
    seat.press(Qt.Key.Key_Tab)
    seat.wait(lambda: screen._state.pension and "Thảo" in screen._state.pension.person.name)
    told = []
    for _ in range(3):
        seat.press(Qt.Key.Key_F7)
        assert screen._state.side is Side.LAWS
        told.append(" ".join(f"{step.text} {step.source}" for step in screen.laws.steps()))
    assert "Nghị định 159/2025" in told[0]
    assert "Luật 41/2024/QH15" in told[1]
    assert "4,5%" in told[2]
    seat.press(Qt.Key.Key_F7)
    assert screen._state.side is Side.FIGURES


def test_f9_tells_what_cashing_out_loses_and_escape_goes_back(seat: Seat) -> None:
    screen = open_advise(seat)
    seat.press(Qt.Key.Key_Tab)
    seat.wait(lambda: screen._state.pension and "Thảo" in screen._state.pension.person.name)
    seat.press(Qt.Key.Key_F9)
    told = " ".join(step.text for step in screen.cashing_out.steps())
    assert "chưa được rút" in told
    assert "Mất:" in told
    seat.press(Qt.Key.Key_Escape)
    assert screen._state.side is Side.FIGURES
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: seat.house.frame.state.place == "today")


def test_the_pension_picture_shows_the_numbers_of_the_projection(seat: Seat) -> None:
    screen = open_advise(seat)
    seat.press(Qt.Key.Key_Tab)
    seat.wait(lambda: screen._state.pension and "Thảo" in screen._state.pension.person.name)
    pension = screen._state.pension
    assert pension is not None
    assert pension.projection is not None
    bar = screen.figures.picture.bar()
    assert bar is not None
    assert bar.months == sum(year.months for year in pension.projection.years)
    assert bar.subsidised == 120
    assert bar.full_at == 180
    assert screen.figures.picture.accessibleDescription() != ""


def test_what_was_chosen_is_on_disk_and_back_after_another_place(seat: Seat) -> None:
    screen = open_advise(seat)
    seat.press(Qt.Key.Key_Right)
    seat.press(Qt.Key.Key_3)
    seat.wait(lambda: screen._state.saved_at is not None)
    seat.house.go("today")
    home = find_home(seat)
    kept = seat.app.advice.read_choices(seat.app.advice.read(home))
    assert kept.of(seat.app.advice.read(home).asked[0].person.id).method == "3"
    seat.house.go("advise", AdviseAt(home))
    seat.wait(lambda: not screen._state.loading and screen._state.advice is not None)
    assert choice(screen, 0) == (FLOOR + 50_000, "3", True)


def test_f8_shows_the_leaflet_with_these_choices(seat: Seat) -> None:
    screen = open_advise(seat)
    seat.press(Qt.Key.Key_3)
    seat.press(Qt.Key.Key_F8)
    seat.wait(lambda: seat.house.frame.state.place == "print")
    home = find_home(seat)
    seat.wait(
        lambda: json.dumps(seat.app.advice.read_choices(seat.app.advice.read(home)).health_months) == "12"
    )
    assert choice(screen, 0)[1] == "3"
    seat.wait(lambda: seat.operations.is_idle())
    from outreach_app.services.leaflet_texts import LeafletShelf
    from outreach_app.services.leaflets import collect_leaflet

    with seat.app.desk.read() as session:
        data = collect_leaflet(
            session,
            home,
            today=seat.app.desk.today,
            canvasser=None,
            reader=seat.words,
            shelf=LeafletShelf(()),
        ).data
    assert data.people[0].voluntary is not None
    assert data.people[0].voluntary.months == 3
    assert data.pension is not None


def test_the_whole_family_is_signed_up_with_what_was_chosen(seat: Seat) -> None:
    screen = open_advise(seat, "Tẩn Mý Dao")
    seat.press(Qt.Key.Key_3)
    seat.press(Qt.Key.Key_Right)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Space)  # the second member does not join social insurance
    assert choice(screen, 1)[2] is False
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.house.frame.state.place == "sign_up")
    form = seat.screen("sign_up")
    assert isinstance(form, SignUpScreen)
    home = find_home(seat, "Tẩn Mý Dao")
    for count in (1, 2, 3):
        seat.wait(lambda: form._state.quote is not None and not form._state.storing)
        seat.press(Qt.Key.Key_Return, CONTROL)
        seat.wait(partial(has_signed, seat, home, count))
    seat.wait(lambda: seat.house.frame.state.place == "advise")
    signed = seat.app.households.read_card(home).enrolments
    assert sorted((row.scheme, row.months, row.income) for row in signed) == [
        (Scheme.HOUSEHOLD_HEALTH, 12, None),
        (Scheme.HOUSEHOLD_HEALTH, 12, None),
        (Scheme.VOLUNTARY, 3, FLOOR + 50_000),
    ]


def has_signed(seat: Seat, home: bytes, count: int) -> bool:
    return len(seat.app.households.read_card(home).enrolments) == count


# ----------------------------------------------------------------------------------------------- worries, questions
def test_a_worry_is_answered_and_a_question_asked(seat: Seat) -> None:
    screen = open_advise(seat)
    seat.press(Qt.Key.Key_F6)
    seat.wait(lambda: screen.worries.answer.shown() is not None)
    shown = screen.worries.answer.shown()
    assert shown is not None
    assert any("231.000" in text for text in shown.paragraphs)
    assert "1 nhà" in shown.results
    type_text(screen.worries.question, "Con đang học nghề đóng được không?")
    seat.press(Qt.Key.Key_S, CONTROL)
    seat.wait(lambda: seat.app.questions.count_open() == 1)
    seat.wait(lambda: "Chưa có trả lời" in screen.worries.told.text())
    assert seat.app.questions.list_open()[0].text == "Con đang học nghề đóng được không?"


def test_the_visit_form_answers_the_worry_and_keeps_what_was_thought_of_it(seat: Seat) -> None:
    from ui.presenters.ports import VisitAt

    seat.go("today")
    home = find_home(seat)
    seat.house.go("visit", VisitAt(home))
    screen = seat.screen("visit")
    assert isinstance(screen, VisitScreen)
    seat.wait(lambda: screen._state.form is not None)
    assert not screen._side.worry.isVisible()
    seat.press(Qt.Key.Key_2)
    screen._steps._objection.setFocus()
    for _ in range(3):
        seat.press(Qt.Key.Key_Down)
    seat.wait(screen._side.worry.isVisible)
    chips = screen._side.worry.reactions.chips()
    chips[0].setFocus()
    seat.press(Qt.Key.Key_Space)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(
        lambda: (
            seat.house.frame.state.place != "visit" or screen._state.at is None or not screen._state.storing
        )
    )
    seat.wait(lambda: any(v.reaction == "reassured" for v in seat.app.households.read_card(home).visits))


def test_the_office_answers_and_writes_the_book_by_key(seat: Seat) -> None:
    home = find_home(seat)
    seat.app.questions.ask(home, "Đi làm ở Bắc Ninh về thì đóng tiếp thế nào?")
    screen = seat.go("answers")
    assert isinstance(screen, AnswersScreen)
    seat.wait(lambda: screen._state.question is not None)
    seat.wait(screen.list.hasFocus)
    seat.press(Qt.Key.Key_Return)
    type_text(screen.reply, "Đóng tiếp tự nguyện được ngay.")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.app.questions.count_open() == 0 and not screen._state.storing)
    assert seat.app.questions.list_answered()[0].answers[0].text == "Đóng tiếp tự nguyện được ngay."
    seat.press(Qt.Key.Key_Escape)
    assert screen.list.hasFocus()
    screen.list.stand_on(screen._lines.row_of("no_trust"))
    seat.wait(lambda: screen._state.entry is not None)
    seat.press(Qt.Key.Key_Return)
    assert screen.fields["answer"].hasFocus()
    QTest.keyClick(screen.fields["answer"], Qt.Key.Key_End)
    type_text(screen.fields["answer"], " Cứ hỏi cho rõ.")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.entry is not None and screen._state.entry.edited)
    assert seat.app.objections.read_book("vi")["no_trust"].edited
    seat.wait(lambda: not screen._state.storing)
    seat.press(Qt.Key.Key_F4)
    seat.wait(lambda: not seat.app.objections.read_book("vi")["no_trust"].edited)


# ------------------------------------------------------------------------------------------------------------ looks
# ---------------------------------------------------------------------------------- support that the area proposes
LEFT_LIST = """
[[area]]
commune = "03390"
class = "region_3"
from = 2021-06-04
to = 2024-12-31
decree = "Quyết định 861/QĐ-TTg"
article = "Phụ lục"
mark = "secondary"
"""


def test_f4_takes_up_the_support_that_the_area_proposes_and_leaves_it(
    seat: Seat, template: Path, tmp_path: Path
) -> None:
    books = seat.app.rule_books
    books.write_folder(tmp_path / "book")
    with (tmp_path / "book" / "local.toml").open("a", encoding="utf-8") as file:
        file.write(LEFT_LIST)
    books.issue_folder(tmp_path / "book")
    screen = open_advise(seat)
    assert screen._support.isVisible()
    assert screen._support.text().startswith("Nhóm được hỗ trợ")
    before = total(screen)
    seat.press(Qt.Key.Key_F4)
    advice = screen._state.advice
    assert advice is not None
    share = advice.people[0].health
    assert share is not None
    # 70 % of the single rate of a year, and no place on the ladder: those who follow move up.
    assert (share.group, share.position, share.own) == ("left_difficult_area", None, 1_366_200 * 3 // 10)
    assert [each.health.position for each in advice.people[1:] if each.health] == [1, 2, 3]
    assert screen._state.row is AdviseRow.PLACE
    assert "70%" in screen.grid.model_.table.lines[1].cells[0].text  # type: ignore[union-attr]
    assert total(screen) != before
    assert screen._support.geometry().top() == screen._step.geometry().top()  # one row of buttons
    seat.wait(lambda: seat.operations.is_idle())
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.house.frame.state.place == "sign_up")
    form = seat.screen("sign_up")
    assert isinstance(form, SignUpScreen)
    seat.wait(lambda: form._state.form is not None and form._state.quote is not None)
    assert form._state.form is not None
    assert form._state.form.support == "left_difficult_area"
    again = open_advise(seat)
    assert choice_of_support(again) == "left_difficult_area"
    seat.press(Qt.Key.Key_F4)
    assert choice_of_support(again) == ""
    assert total(again) == before


def choice_of_support(screen: AdviseScreen) -> str:
    state = screen._state
    assert state.choices is not None
    assert state.basis is not None
    return state.choices.of(state.basis.asked[0].person.id).support


def test_without_a_proposal_f4_says_so_and_no_button_stands_there(seat: Seat) -> None:
    screen = open_advise(seat)
    assert not screen._support.isVisible()
    before = total(screen)
    seat.press(Qt.Key.Key_F4)
    seat.wait(lambda: "gợi ý" in seat.window._notice.accessibleName())
    assert total(screen) == before


@pytest.mark.parametrize(
    ("theme", "setting"),
    [(Theme.LIGHT, TypeSetting.NORMAL), (Theme.HIGH_CONTRAST, TypeSetting.LARGEST)],
)
def test_the_total_and_the_row_stood_on_never_leave_the_lowest_window(
    seat: Seat, qapp: QApplication, theme: Theme, setting: TypeSetting
) -> None:
    apply_theme(qapp, theme, type_setting=setting)
    screen = open_advise(seat)
    for _ in range(3):
        seat.press(Qt.Key.Key_Down)
    grid = screen.grid
    current = grid.visualRect(grid.currentIndex())
    assert grid.viewport().rect().contains(current.center())
    assert grid._total.isVisible()
    assert grid._total.geometry().bottom() <= grid.height()
    assert screen.bar.geometry().bottom() <= screen.height()
    table = grid.model_.table
    assert table is not None
    shown = [place for place in range(len(table.columns)) if not grid.isColumnHidden(place + 1)]
    assert shown
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Tab)
    assert not grid.isColumnHidden(4)
    assert not grid.isColumnHidden(len(table.columns) + 1)
