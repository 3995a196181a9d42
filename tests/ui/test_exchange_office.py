"""What else the office does on the place Exchange, by keys: taking back, machines, kept files, doors, pairs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import App, open_kit_file, open_workspace
from outreach_app.domain.progress import Step
from outreach_app.domain.visits import NextStep, Outcome
from outreach_app.services.visits import NewVisit
from outreach_app.sync.locks import FLOOR
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, Workspaces, log_visits, make_workspaces, seat_at
from tests.workspaces import cards
from ui.models.exchange import Act
from ui.models.review import Mode
from ui.presenters.exchange_state import Progress, Stage
from ui.screens.exchange import ExchangeScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("exchange-office"))


@pytest.fixture
def spaces(template: Workspaces, tmp_path: Path) -> Workspaces:
    return template.copy_to(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, spaces: Workspaces) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, spaces.office)


def open_exchange(seat: Seat) -> ExchangeScreen:
    screen = seat.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    seat.wait(lambda: screen._state.look is not None)
    return screen


def bring(spaces: Workspaces, stick: Path, *, visits: int = 2) -> None:
    app = open_workspace(spaces.laptop, PASSPHRASE)
    log_visits(app, visits)
    app.syncing.write(stick)
    app.close()


def stage(screen: ExchangeScreen) -> Stage:
    return screen._state.stage


def retype(seat: Seat, text: str) -> None:
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.type(text)


def open_machine(seat: Seat, screen: ExchangeScreen) -> None:
    screen.lists.machines.table.setFocus()
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: stage(screen) is Stage.MACHINE)


# ------------------------------------------------------------------------------------------------------ taking back
def test_the_newest_reading_is_taken_back_after_its_preview(
    office: Seat, spaces: Workspaces, stick: Path
) -> None:
    bring(spaces, stick)
    office.app.syncing.read([stick])
    day = office.app.desk.today
    screen = open_exchange(office)
    office.press(Qt.Key.Key_Z)
    office.wait(lambda: screen._state.undo is not None)
    assert [line.title for line in screen.pages.undo.table.lines()] == ["1 tuyên truyền viên", "2 lượt thăm"]
    assert len(office.app.visits.list_of_day(day)) == 2
    office.press(Qt.Key.Key_Escape)
    assert stage(screen) is Stage.LEDGER
    office.press(Qt.Key.Key_Z)
    office.wait(lambda: screen._state.undo is not None)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.undo is not None and not screen._state.undo.preview)
    assert office.app.visits.list_of_day(day) == []
    assert "Đã bỏ 3 mục" in screen.strip.accessibleName()
    office.press(Qt.Key.Key_Escape)
    office.wait(lambda: screen._state.look is not None and not screen._state.look.undoable)
    office.press(Qt.Key.Key_Z)
    assert stage(screen) is Stage.LEDGER


def test_reading_is_stopped_between_files_and_nothing_of_it_stays(
    office: Seat, spaces: Workspaces, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(spaces, stick, visits=1)
    bring(spaces, stick, visits=2)
    screen = open_exchange(office)
    presenter: Any = office.screen("exchange").kept[0]
    presenter.look_into([str(stick)])
    office.wait(lambda: stage(screen) is Stage.PREVIEW)
    told = Progress.__call__

    def press_escape(self: Progress, step: Step) -> None:
        # What the key does, at a moment that is certain: while the second file is about to be read.
        if step.done == 1:
            self.stop()
        told(self, step)

    monkeypatch.setattr(Progress, "__call__", press_escape)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: stage(screen) is Stage.PREVIEW and not office.operations._on_their_way)
    assert office.app.visits.list_of_day(office.app.desk.today) == []
    assert office.app.syncing.list_read() == []
    monkeypatch.setattr(Progress, "__call__", told)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: stage(screen) is Stage.RESULT)
    assert len(office.app.visits.list_of_day(office.app.desk.today)) == 3


# --------------------------------------------------------------------------------------------------------- machines
def test_a_machine_is_blocked_with_a_reason_and_let_write_again(office: Seat) -> None:
    screen = open_exchange(office)
    open_machine(office, screen)
    office.press(Qt.Key.Key_B)
    assert screen._state.machine.act is Act.BLOCK
    assert QApplication.focusWidget() is screen.pages.machine.why
    office.type("mất trên đường")
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.machine_row is not None and screen._state.machine_row.revoked)
    assert office.app.syncing.list_machines()[0].blocked == "mất trên đường"
    tag = screen.lists.machines.table.lines()[0].tag
    assert tag is not None
    assert tag.text == "Đã thu hồi"
    office.wait(lambda: not screen._state.machine.busy)
    office.press(Qt.Key.Key_B)
    office.wait(lambda: screen._state.machine_row is not None and not screen._state.machine_row.revoked)


def test_escape_leaves_the_act_first_and_then_the_machine(office: Seat) -> None:
    screen = open_exchange(office)
    open_machine(office, screen)
    office.press(Qt.Key.Key_K)
    assert screen._state.machine.act is Act.REPLACE
    office.press(Qt.Key.Key_Escape)
    assert (stage(screen), screen._state.machine.act) == (Stage.MACHINE, Act.LOOK)
    office.press(Qt.Key.Key_Escape)
    assert stage(screen) is Stage.LEDGER


def test_a_broken_laptop_is_replaced_from_its_row(office: Seat, stick: Path) -> None:
    screen = open_exchange(office)
    open_machine(office, screen)
    office.press(Qt.Key.Key_K)
    retype(office, str(stick))
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.machine.kit is not None)
    kit = screen._state.machine.kit
    assert kit is not None
    assert kit.path.is_file()
    assert kit.path.parent == stick
    told = screen.pages.machine.result.accessibleName()
    assert kit.code in told
    assert "chưa có" in told.lower()  # which days never came
    office.wait(lambda: screen._state.machine_row is not None and screen._state.machine_row.replaced_by)
    assert [machine.device for machine in office.app.syncing.list_machines()] == ["Máy 04", "Máy 04-2"]
    assert screen.pages.machine.renew.isHidden()


def test_a_leavers_doors_are_handed_over(office: Seat) -> None:
    leaver = office.app.desk.canvasser
    home = office.app.work.list_doors()[0].household
    office.app.visits.log(
        NewVisit(
            home.id, office.app.desk.today, door_outcome=Outcome.NOT_HOME, next_step=NextStep.RETURN,
            next_on=date(2099, 1, 5),
        )
    )  # fmt: skip
    other = office.app.office.add_canvasser("Sùng A Chỉnh").value
    screen = open_exchange(office)
    office.press(Qt.Key.Key_D)
    office.wait(lambda: screen._state.handover.doors)
    panel = screen.pages.handover
    assert QApplication.focusWidget() is panel.leaver
    assert panel.leaver.value() == leaver
    assert panel.successor.value() == other.id  # nobody else works here
    assert not panel.leaves.isChecked()
    panel.leaves.setFocus()
    office.press(Qt.Key.Key_Space)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.handover.done is not None)
    sheets = office.app.sheets.list_open()
    assert [(sheet.canvasser, sheet.day) for sheet in sheets] == [(other.id, date(2099, 1, 5))]
    assert sheets[0].code in panel.result.accessibleName()
    # Who leaves for good is marked, once somebody has said so.
    (gone,) = [each for each in office.app.office.list_canvassers() if each.id == leaver]
    assert (panel.leaves.isChecked(), gone.ends_on) == (True, office.app.desk.today.isoformat())
    assert gone.name in panel.result.accessibleName()
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: [sheet.canvasser for sheet in office.app.sheets.list_open()] != [other.id])
    assert {each.ends_on for each in office.app.office.list_canvassers()} == {None}


# ------------------------------------------------------------------------------------------------------- kept files
def test_a_second_machine_is_adopted_by_one_key_and_a_confirmation(
    office: Seat, stick: Path, tmp_path: Path
) -> None:
    app = office.app
    villages = [each.village.id for each in app.households.read_coverage()]
    kit = app.make_kit(
        tmp_path / "05.gocuakit", device="Máy 05", role="canvasser", villages=villages, until=date(2099, 1, 1),
        cost=FLOOR,
    )  # fmt: skip
    for name in ("one", "two"):
        laptop = open_kit_file(tmp_path / name, kit.path, kit.code, PASSPHRASE, cost=FLOOR)
        log_visits(laptop, 1)
        laptop.syncing.write(stick)
        laptop.close()
    app.syncing.read([stick])
    screen = open_exchange(office)
    office.press(Qt.Key.Key_R)
    assert stage(screen) is Stage.ASIDE
    tag = screen.pages.aside.table.lines()[0].tag
    assert tag is not None
    assert tag.text == "Máy thứ hai"
    office.press(Qt.Key.Key_M)
    assert "hai máy cùng ghi tên Máy 05" in screen.strip.accessibleName()
    office.press(Qt.Key.Key_Escape)
    assert (stage(screen), screen._state.adopting) == (Stage.ASIDE, None)
    office.press(Qt.Key.Key_M)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: stage(screen) is Stage.RESULT)
    office.wait(lambda: screen._state.look is not None and not screen._state.look.held)
    assert len(app.syncing.list_machines()) == 3
    assert len(app.visits.list_of_day(app.desk.today)) == 2


# ------------------------------------------------------------------------------------------------------- many pairs
def double_people(app: App) -> None:
    heads = [card.members[0] for card in cards(app)]
    for place, number in enumerate(("012061000017", "012085000441")):
        one, other = heads[2 * place : 2 * place + 2]
        app.households.edit_person(one.id, {"citizen_number": number})
        same = {"name": one.name, "born": str(one.born), "citizen_number": number}
        app.households.edit_person(other.id, same)
    app.duplicates.look()


def test_all_pairs_with_one_citizen_number_are_settled_at_once_and_taken_back(office: Seat) -> None:
    double_people(office.app)
    waiting = office.app.duplicates.count_duplicates() + office.app.duplicates.count_duplicates("household")
    alike = office.app.duplicates.list_ids(reason="same_citizen_number")
    assert len(alike) == 2
    screen = open_exchange(office)
    office.wait(lambda: screen.differences.isVisible())
    assert screen.figures.figures()[-1].number == str(waiting)
    office.press(Qt.Key.Key_A)
    office.wait(lambda: screen.differences._state.mode is Mode.MANY)
    assert screen.differences._state.rules[0].count == 2
    office.press(Qt.Key.Key_1)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: office.app.duplicates.list_ids(reason="same_citizen_number") == [])
    office.wait(lambda: office.house.frame._state.can_undo)
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: len(office.app.duplicates.list_ids(reason="same_citizen_number")) == 2)


# -------------------------------------------------------------------------------------------- letting refused ones in
def bring_refused(spaces: Workspaces, stick: Path) -> None:
    app = open_workspace(spaces.laptop, PASSPHRASE)
    with app.desk.write() as writer:
        writer.create("answer", {"text": "Miễn phí", "answered_on": "2026-11-21"})
        writer.create("answer", {"text": "Không mất tiền", "answered_on": "2026-11-21"})
        writer.create("canvasser", {"name": "Trưởng", "role": "office"})
    app.syncing.write(stick)
    app.close()


def test_refused_entries_are_let_in_by_key_one_and_all_alike(
    office: Seat, spaces: Workspaces, stick: Path
) -> None:
    bring_refused(spaces, stick)
    office.app.syncing.read([stick])
    screen = open_exchange(office)
    office.press(Qt.Key.Key_R)
    office.wait(lambda: stage(screen) is Stage.ASIDE and len(screen.pages.aside.table.lines()) == 3)
    aside = screen.pages.aside
    # Below the list stands all of the entry, of which its row shows the beginning.
    assert aside.notes[-1].text() == aside.table.lines()[aside.table.current_row()].detail
    assert screen.bar.helpers["accept"].isVisible()
    office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_C)
    office.wait(lambda: stage(screen) is Stage.ASIDE and len(screen.pages.aside.table.lines()) == 2)
    left = {entry.table: entry.subject for entry in office.app.refusals.list()}
    assert left == {"answer": "Miễn phí", "canvasser": "Trưởng"}
    # All alike is asked first, and can be left.
    office.press(Qt.Key.Key_T)
    office.wait(lambda: screen._state.accepting)
    assert "2" in screen.strip.accessibleName() + screen.bar.step.text()
    office.press(Qt.Key.Key_Escape)
    assert (stage(screen), screen._state.accepting) == (Stage.ASIDE, ())
    office.press(Qt.Key.Key_T)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.look is not None and not screen._state.look.refused)
    assert office.app.refusals.list() == []
    assert "Trưởng" in [each.name for each in office.app.office.list_canvassers()]
    office.wait(lambda: not screen.bar.helpers["accept"].isVisible())
