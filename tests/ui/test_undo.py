"""Ctrl+Z: every command of the windows is taken back by it, or says why not; a few of them by key, to the disk."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import create_office
from outreach_app.domain.visits import Outcome
from outreach_app.services.visits import NewVisit
from outreach_app.sync.locks import FLOOR
from tests.ui.offices import (
    COMMUNE,
    CONTROL,
    PASSPHRASE,
    PEOPLE,
    Seat,
    Workspaces,
    make_workspaces,
    seat_at,
    write_register,
)
from ui import presenters
from ui.presenters.household_forms import FormKind

REASONS = {
    "advise": "a question is on its way; choices are kept on this machine only",
    "consents": "an act is taken back by a key of its own; a removed value is removed for good",
    "daily_backup": "a backup changes nothing",
    "drafts": "what is typed is kept, nothing is commanded",
    "erasing": "an erasure is for good",
    "exchange": "files are written anew, and readings are taken back on a page that says first what goes",
    "exchange_aside": "readings are taken back and brought back on this page itself",
    "exchange_machines": "blocking has a key of its own",
    "first_run": "makes a workspace",
    "folder_watch": "what came in by itself is taken back by a key of its own in Exchange",
    "frame": "this is undoing itself, and choosing who works",
    "pin_settings": "a PIN is set anew or taken away by the same form",
    "printing": "a file is written where it was asked for",
    "second_place": "choosing again is one key, and no copy is deleted",
    "rule_settings": "families may have been told the new amounts",
    "unlock": "opens a workspace",
}
"""Presenters whose commands, or some of them, are not taken back by Ctrl+Z, and why."""

UNDOES = ("remember(", "remember_command(", "Undo(")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("undo"))


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def commanding() -> Iterator[tuple[str, str]]:
    """The presenters that command something: name and source."""
    for path in sorted(Path(presenters.__path__[0]).glob("*.py")):
        source = path.read_text(encoding="utf-8")
        calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
        if any(isinstance(call, ast.Attribute) and call.attr == "command" for call in calls):
            yield path.stem, source


def test_every_presenter_that_commands_lets_ctrl_z_take_it_back_or_says_why_not() -> None:
    found = dict(commanding())
    assert len(found) > 20
    silent = {name for name, source in found.items() if not any(word in source for word in UNDOES)}
    assert silent <= REASONS.keys(), silent - REASONS.keys()


def undo(seat: Seat) -> None:
    seat.wait(lambda: seat.house.frame.state.can_undo)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: seat.house.frame.state.notice is not None and seat.operations.is_idle())


def presenter(seat: Seat, place: str) -> Any:
    screen = seat.go(place)
    return screen.kept[0]


def names(seat: Seat) -> set[str]:
    rows = seat.app.households.read_rows(seat.app.households.list_numbers())
    return {m.name for row in rows for m in seat.app.households.read_card(row.id).members}


def test_a_new_household_a_new_member_and_a_visit_taken_back(laptop: Seat) -> None:
    before, app = names(laptop), laptop.app
    home = app.households.read_rows(app.households.list_numbers()[:1])[0].id
    visit = app.visits.log(NewVisit(home, app.desk.today, door_outcome=Outcome.NOT_HOME)).value
    work = presenter(laptop, "households")
    laptop.wait(lambda: work._state.card is not None)
    village = app.households.list_villages()[0].id
    for kind, subject, values in (
        (FormKind.NEW_HOUSEHOLD, None, {"village": village, "name": "Điêu Chính Tưởng"}),
        (FormKind.NEW_PERSON, None, {"name": "Điêu Thị Mới", "relation": "child"}),
        (FormKind.CANCEL_VISIT, visit, {"reason": "nhầm nhà"}),
    ):
        laptop.wait(lambda: work._state.form is None)
        work.open_form(kind, subject)
        laptop.wait(lambda: work._state.form is not None)
        work.store_form(values)
        laptop.wait(lambda: laptop.house.frame.state.can_undo)
        undo(laptop)
        laptop.wait(lambda: not laptop.house.frame.state.can_undo)
    assert names(laptop) == before
    assert [each.door_outcome for each in app.households.read_card(home).visits] == [Outcome.NOT_HOME]
    assert app.upkeep.check().ok
    assert not laptop.trouble()


def test_villages_people_and_teams_of_the_office(office: Seat) -> None:
    app, work = office.app, presenter(office, "settings")
    office.wait(lambda: work._state.office.today is not None)
    office.wait(lambda: work._state.people)
    (village,) = app.households.list_villages()
    people = app.office.list_canvassers()
    for act in (
        lambda: work.office.add_village("bản Mới", village.commune_code),
        lambda: work.office.rename_village(village.id, "bản Khác"),
        lambda: work.add_person({"name": "Cà Văn Hặc"}),
        lambda: work.change_person(people[0].id, {"phone": "0987654321", "agency": "x", "code": ""}),
        lambda: work.office.set_silence("9"),
    ):
        act()
        undo(office)
        office.wait(lambda: not office.house.frame.state.can_undo)
        assert not office.trouble()
    assert app.households.list_villages() == [village]
    assert app.office.list_working() == [p for p in people if p in app.office.list_working()]
    assert {p.name for p in app.office.list_working()} == {p.name for p in people}
    assert app.office.list_canvassers()[0].phone == people[0].phone
    assert app.silences.read() == 7
    assert app.upkeep.check().ok


def test_a_list_that_was_brought_in_goes_back(office: Seat, tmp_path: Path) -> None:
    before, work = office.app.households.list_numbers(), presenter(office, "lists")
    office.wait(office.operations.is_idle)
    work.look_into(str(write_register(tmp_path / "more.xlsx", village="bản Mới", people=PEOPLE[:2])))
    office.wait(lambda: work._state.report is not None)
    work.bring_in()
    office.wait(lambda: office.house.frame.state.can_undo)
    assert len(office.app.households.list_numbers()) > len(before)
    undo(office)
    office.wait(lambda: office.app.households.list_numbers() == before)
    assert not office.trouble()


def test_the_offices_words_and_telephone(office: Seat) -> None:
    app, work = office.app, presenter(office, "answers")
    office.wait(lambda: work._state.book)
    entry = work._state.book[0]
    work.choose(entry.worry)
    told = {
        "words": "Lời khác", "answer": "\n".join(entry.paragraphs), "avoid": "\n".join(entry.avoid),
        "sources": "\n".join(entry.sources),
    }  # fmt: skip
    work.write_entry(told)
    office.wait(lambda: app.objections.read_book("vi")[entry.worry].words == "Lời khác")
    undo(office)
    office.wait(lambda: app.objections.read_book("vi")[entry.worry] == entry)
    work.set_phone("02133876543")
    office.wait(lambda: app.objections.office_phone() == "02133876543")
    undo(office)
    office.wait(lambda: app.objections.office_phone() == "")


@pytest.fixture
def empty_office(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    """An office into which nothing was brought in yet."""
    made = create_office(
        tmp_path / "new", passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code=COMMUNE, cost=FLOOR
    )
    made.app.office.say_who_works("Hoàng Thị Thơm")
    made.app.close()
    yield from seat_at(qtbot, qapp, tmp_path / "new")


def test_after_the_first_list_the_next_step_is_told(empty_office: Seat, tmp_path: Path) -> None:
    seat, work = empty_office, presenter(empty_office, "lists")
    seat.wait(seat.operations.is_idle)
    for number, told in ((1, True), (2, False)):
        work.look_into(str(write_register(tmp_path / f"{number}.xlsx", people=PEOPLE[: 2 * number])))
        seat.wait(lambda: work._state.report is not None and work._state.report.preview)
        seat.house.frame.put_notice_away()
        work.bring_in()
        seat.wait(lambda: work._state.report is not None and not work._state.report.preview)
        seat.wait(seat.operations.is_idle)
        notice = seat.house.frame.state.notice
        assert (notice is not None and "Cài đặt" in seat.words.render(notice)) is told
        work.start()
