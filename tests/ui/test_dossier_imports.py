"""Lists of accepted and returned papers, by keyboard: the sure ones written, a sign-up chosen, all of it taken back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.dossiers import SignUpStage
from outreach_app.domain.people import Scheme
from outreach_app.services.sign_up_checks import NewEnrolment
from tests.ui.offices import CONTROL, PEOPLE, Seat, Workspaces, make_workspaces, seat_at
from ui.presenters.lists import ListKind, Stage
from ui.screens.lists import ListsScreen

HEADER = "Họ và tên,Năm sinh,Trạng thái,Mã hồ sơ,Lý do trả"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def hand_in(office: Seat) -> list[bytes]:
    """Three heads of households sign up, and their papers go in."""
    app, made = office.app, []
    soon = date(app.desk.today.year + 1, 1, 1)
    for row in app.households.read_rows(app.households.list_numbers())[:3]:
        person = next(each for each in app.households.read_card(row.id).members if each.name in PEOPLE)
        made.append(
            app.enrolments.sign_up(NewEnrolment(person.id, Scheme.VOLUNTARY, "3", soon)).value.enrolment.id
        )
    app.dossiers.hand_in(made)
    return made


def stages(office: Seat, sign_ups: list[bytes]) -> list[SignUpStage]:
    return [office.app.dossiers.read_card(each).row.stage for each in sign_ups]


def test_a_list_of_papers_is_looked_into_chosen_brought_in_and_taken_back(
    office: Seat, tmp_path: Path
) -> None:
    made = hand_in(office)
    cards = [office.app.dossiers.read_card(each).row for each in made]
    people = {row.id: row for row in (office.app.households.read_person(card.person) for card in cards)}
    born = [people[card.person].born for card in cards]
    rows = (
        f"{cards[0].person_name},{born[0]},Đã duyệt,HS-1,",
        f"{cards[1].person_name},{born[1]},Trả lại,,Thiếu chữ ký",
        f"{cards[2].person_name},,Đã duyệt,HS-3,",
        "Không Có Ai,1990,Đã duyệt,,",
    )
    book = tmp_path / "ket qua.csv"
    book.write_text("\n".join((HEADER, *rows)), encoding="utf-8-sig")
    screen = office.go("lists")
    assert isinstance(screen, ListsScreen)
    office.wait(lambda: screen._state.history)
    office.press(Qt.Key.Key_F6)
    while ListKind.DOSSIERS not in screen.kind.values():
        office.press(Qt.Key.Key_Right)
        office.press(Qt.Key.Key_Space)
    screen.file.take_focus()
    office.press(Qt.Key.Key_A, CONTROL)
    office.type(str(book))
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    assert [figure.number for figure in screen.figures.figures()] == ["1", "1", "0", "1", "1"]
    assert QApplication.focusWidget() is screen.rows.table
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: QApplication.focusWidget() is screen.people.table)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: [figure.number for figure in screen.figures.figures()] == ["2", "1", "0", "0", "1"])
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.RESULT)
    assert "2 lượt đăng ký được chấp nhận và 1 bị trả lại" in screen.strip.accessibleName()
    assert stages(office, made) == [SignUpStage.ACCEPTED, SignUpStage.RETURNED, SignUpStage.ACCEPTED]
    office.wait(lambda: screen.history.table.lines()[0].title == "ket qua.csv")
    for _ in range(2):
        office.press(Qt.Key.Key_U)
        office.bot.wait(50)
        office.wait(lambda: screen._state.undoing is not None or screen._state.stage is Stage.START)
    office.wait(lambda: screen._state.stage is Stage.START)
    assert stages(office, made) == [SignUpStage.SENT] * 3
