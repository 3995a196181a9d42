"""Exchange by keyboard: a file goes to a stick, the office reads and answers it, the laptop sees what arrived."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.domain.rows import FileReport, FileState, LedgerState, MachineRow, ReadReport
from outreach_app.i18n import open_catalogue
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, Workspaces, log_visits, make_workspaces, seat_at
from ui.presenters.drives import Drive, find_drives, name_of_place
from ui.presenters.exchange_state import Stage, count_files, find_missing
from ui.presenters.exchange_words import explain_report, mark_machine
from ui.screens.exchange import ExchangeScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("exchange"))


@pytest.fixture
def spaces(template: Workspaces, tmp_path: Path) -> Workspaces:
    return template.copy_to(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, spaces: Workspaces) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, spaces.laptop)


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, spaces: Workspaces) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, spaces.office)


def open_exchange(seat: Seat) -> ExchangeScreen:
    screen = seat.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    seat.wait(lambda: screen._state.look is not None and not screen._held.waiting)
    return screen


def stage(screen: ExchangeScreen) -> Stage:
    return screen._state.stage


def write_by_keys(seat: Seat, screen: ExchangeScreen, folder: Path) -> None:
    seat.press(Qt.Key.Key_G)
    seat.wait(lambda: stage(screen) is Stage.WRITE)
    retype(seat, screen.pages.target.field, folder)
    seat.press(Qt.Key.Key_Return)


def retype(seat: Seat, field: object, path: Path) -> None:
    assert QApplication.focusWidget() is field
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.type(str(path))


def look_by_keys(seat: Seat, screen: ExchangeScreen, path: Path) -> None:
    seat.press(Qt.Key.Key_O)
    seat.wait(lambda: stage(screen) is Stage.READ)
    retype(seat, screen.pages.source.field, path)
    seat.press(Qt.Key.Key_Return)


def states(screen: ExchangeScreen) -> list[FileState]:
    report = screen._state.report
    return [file.state for file in report.files] if report else []


def send_from_laptop(spaces: Workspaces, folder: Path, *, visits: int) -> None:
    app = open_workspace(spaces.laptop, PASSPHRASE)
    log_visits(app, visits)
    app.syncing.write(folder)
    app.close()


# --------------------------------------------------------------------------------------------------------- writing
def test_a_file_is_written_by_keys_and_announced_once_it_is_on_the_stick(laptop: Seat, stick: Path) -> None:
    log_visits(laptop.app, 3)
    screen = open_exchange(laptop)
    assert screen.figures.figures()[0].number == "4"
    write_by_keys(laptop, screen, stick)
    laptop.wait(lambda: screen._state.written is not None)
    assert [path.suffix for path in stick.iterdir()] == [".gocua"]
    assert "Đã ghi tệp số 1" in screen.strip.accessibleName()
    assert "KINGSTON" in screen.strip.accessibleName()
    laptop.wait(lambda: screen.figures.figures()[0].number == "0")
    assert screen.figures.figures()[1].number == "4"
    assert laptop.app.syncing.read_ledger().rows[LedgerState.ON_FILE] == 4


def test_the_last_folder_is_offered_again_and_an_earlier_file_can_be_written_again(
    laptop: Seat, stick: Path
) -> None:
    log_visits(laptop.app, 1)
    laptop.app.syncing.write(stick)
    first = next(stick.iterdir())
    data = first.read_bytes()
    first.unlink()
    screen = open_exchange(laptop)
    laptop.press(Qt.Key.Key_F5)
    laptop.wait(lambda: stage(screen) is Stage.WRITE)
    assert screen.pages.target.path() == str(stick)
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: screen._state.written is not None)
    assert first.read_bytes() == data


def test_a_folder_that_is_not_there_is_a_sentence_and_nothing_is_lost(laptop: Seat, tmp_path: Path) -> None:
    log_visits(laptop.app, 1)
    screen = open_exchange(laptop)
    write_by_keys(laptop, screen, tmp_path / "gone")
    laptop.wait(laptop.trouble)
    assert "gone" in laptop.trouble()
    assert stage(screen) is Stage.WRITE
    assert laptop.app.standing().to_send == 2
    (tmp_path / "gone").mkdir()
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: screen._state.written is not None)
    assert laptop.trouble() == ""


def test_a_stick_is_one_key_more_than_g(laptop: Seat, stick: Path) -> None:
    log_visits(laptop.app, 1)
    screen = open_exchange(laptop)
    presenter: Any = laptop.screen("exchange").kept[0]
    presenter._find_drives = lambda: (Drive("KINGSTON", str(stick)),)
    laptop.press(Qt.Key.Key_G)
    laptop.wait(lambda: stage(screen) is Stage.WRITE and screen.pages.target.cards)
    assert QApplication.focusWidget() is screen.pages.target.cards[0]
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: screen._state.written is not None)
    assert len(list(stick.iterdir())) == 1


def test_unfinished_visits_are_shown_before_a_file_is_written(laptop: Seat, stick: Path) -> None:
    log_visits(laptop.app, 1)
    household = laptop.app.work.list_doors()[0].household
    laptop.app.visits.save_draft("d1", {"note": "dở"}, household=household.id)
    screen = open_exchange(laptop)
    laptop.press(Qt.Key.Key_G)
    laptop.wait(lambda: stage(screen) is Stage.DRAFTS)
    assert [line.title for line in screen.pages.drafts.table.lines()] == [household.head]
    assert list(stick.iterdir()) == []
    laptop.press(Qt.Key.Key_G)
    laptop.wait(lambda: stage(screen) is Stage.WRITE)


def test_nothing_to_write_is_said_beside_the_key(laptop: Seat, stick: Path) -> None:
    log_visits(laptop.app, 1)
    laptop.app.syncing.write(stick)
    screen = open_exchange(laptop)
    laptop.press(Qt.Key.Key_G)
    assert stage(screen) is Stage.LEDGER
    assert screen.bar.state() == "Không có gì chờ ghi."


# --------------------------------------------------------------------------------------------------------- reading
def test_the_office_previews_reads_and_answers_and_the_laptop_sees_it(
    office: Seat, spaces: Workspaces, stick: Path, tmp_path: Path
) -> None:
    send_from_laptop(spaces, stick, visits=3)
    screen = open_exchange(office)
    look_by_keys(office, screen, stick)
    office.wait(lambda: stage(screen) is Stage.PREVIEW)
    assert states(screen) == [FileState.WAITING]
    assert office.app.syncing.list_read() == []
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: stage(screen) is Stage.RESULT)
    assert "3 lượt thăm" in screen.strip.accessibleName()
    assert len(office.app.visits.list_of_day(office.app.desk.today)) == 3
    office.wait(lambda: screen._state.waiting == 1)
    answers = tmp_path / "answers"
    answers.mkdir()
    write_by_keys(office, screen, answers)
    office.wait(lambda: screen._state.written is not None)
    laptop = open_workspace(spaces.laptop, PASSPHRASE)
    laptop.syncing.read([answers])
    assert laptop.syncing.read_ledger().rows[LedgerState.ACCEPTED] == 4
    laptop.close()


def test_a_file_read_again_says_when_and_by_whom_and_changes_nothing(
    office: Seat, spaces: Workspaces, stick: Path
) -> None:
    send_from_laptop(spaces, stick, visits=1)
    office.app.syncing.read([stick])
    screen = open_exchange(office)
    look_by_keys(office, screen, stick)
    office.wait(lambda: stage(screen) is Stage.PREVIEW)
    assert states(screen) == [FileState.ALREADY]
    assert "Hoàng Thị Thơm" in screen.pages.preview.table.lines()[0].detail
    office.press(Qt.Key.Key_Return)
    assert stage(screen) is Stage.PREVIEW


def test_a_damaged_file_is_refused_with_what_to_do(office: Seat, spaces: Workspaces, stick: Path) -> None:
    send_from_laptop(spaces, stick, visits=1)
    file = next(stick.iterdir())
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    screen = open_exchange(office)
    look_by_keys(office, screen, file)
    office.wait(lambda: stage(screen) is Stage.PREVIEW)
    assert states(screen) == [FileState.REFUSED]
    line = screen.pages.preview.table.lines()[0]
    assert line.tag is not None
    assert line.tag.text == "Từ chối"
    assert screen.pages.preview.notes[1].text() != ""


def test_a_missing_file_is_named_in_the_preview_and_beside_the_machine(
    office: Seat, spaces: Workspaces, stick: Path, tmp_path: Path
) -> None:
    lost = tmp_path / "lost"
    lost.mkdir()
    send_from_laptop(spaces, lost, visits=1)
    send_from_laptop(spaces, stick, visits=1)
    screen = open_exchange(office)
    look_by_keys(office, screen, stick)
    office.wait(lambda: stage(screen) is Stage.PREVIEW)
    tag = screen.pages.preview.table.lines()[0].tag
    assert tag is not None
    assert tag.text == "Thiếu tệp số 1"
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.look is not None and screen._state.look.machines[0].missing == (1,))
    machine = screen.lists.machines.table.lines()[0]
    assert machine.tag is not None
    assert machine.tag.text == "Thiếu tệp số 1"
    office.press(Qt.Key.Key_D)
    office.wait(lambda: "print" in office.house._rooms)
    paper: Any = office.screen("print")
    day = f"{office.app.desk.today:%d/%m/%Y}"
    office.wait(lambda: paper.view.accessibleName() == day)


def test_a_folder_without_our_files_is_a_sentence(office: Seat, tmp_path: Path) -> None:
    empty = tmp_path / "rỗng"
    empty.mkdir()
    screen = open_exchange(office)
    look_by_keys(office, screen, empty)
    office.wait(office.trouble)
    assert "rỗng" in office.trouble()
    assert stage(screen) is Stage.READ


def test_files_dropped_on_the_window_anywhere_are_looked_at(
    office: Seat, spaces: Workspaces, stick: Path
) -> None:
    send_from_laptop(spaces, stick, visits=2)
    office.go("lists")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in stick.iterdir()])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    # Qt gives a drop only to the widget that a drag has entered.
    QApplication.sendEvent(office.window, QDragEnterEvent(QPoint(10, 10), copy, dropped, left, plain))
    QApplication.sendEvent(office.window, QDropEvent(QPointF(10, 10), copy, dropped, left, plain))
    screen = office.screen("exchange")
    assert isinstance(screen, ExchangeScreen)
    office.wait(lambda: stage(screen) is Stage.PREVIEW)
    assert states(screen) == [FileState.WAITING]


def test_escape_leaves_what_was_begun(office: Seat) -> None:
    screen = open_exchange(office)
    office.press(Qt.Key.Key_O)
    office.wait(lambda: stage(screen) is Stage.READ)
    office.press(Qt.Key.Key_Escape)
    assert stage(screen) is Stage.LEDGER
    assert QApplication.focusWidget() is screen.lists.ledger.table


# ---------------------------------------------------------------------------------------------------- small things
def test_the_laptop_has_no_list_of_machines(laptop: Seat) -> None:
    screen = open_exchange(laptop)
    assert screen.lists.machines.isHidden()
    assert len(screen.figures.figures()) == 5


def test_drives_are_the_folders_of_the_media_folder_by_name(tmp_path: Path) -> None:
    for name in ("SANDISK", "KINGSTON"):
        (tmp_path / name).mkdir()
    (tmp_path / "note.txt").write_text("x")
    drives = find_drives([tmp_path, tmp_path / "none"])
    assert [drive.name for drive in drives] == ["KINGSTON", "SANDISK"]
    assert name_of_place(str(tmp_path / "KINGSTON" / "tệp"), drives) == "KINGSTON"
    assert name_of_place("/tmp/tệp", drives) == "tệp"


def test_gaps_count_what_stands_on_the_same_stick_as_come() -> None:
    def file(number: int, state: FileState = FileState.WAITING) -> FileReport:
        return FileReport("x", state, "Máy 04", number, "sync")

    machine = MachineRow("Máy 04", 4, "canvasser", (), 3, None, (2,), 0, revoked=False, enrolled=True)
    report = ReadReport((file(2), file(6), file(9, FileState.REFUSED)), None, preview=True)
    assert find_missing(report, [machine]) == (("Máy 04", (4, 5)),)
    assert count_files(report, FileState.WAITING) == 2


def test_a_clock_that_runs_ahead_and_a_week_of_silence_are_told_in_words() -> None:
    words = open_catalogue("vi")
    file = FileReport(
        "x", FileState.APPLIED, "Máy 04", 3, "sync", new=4, changed=2, parallel=1, visits=3, duplicates=1
    )
    said, advice = explain_report(words, file, (), clock_s=2 * 3600)
    assert said == "3 lượt thăm · 3 mục khác · 1 cặp có thể trùng · 4 mới · 2 sửa đổi · 1 máy này cũng ghi"
    assert "nhanh 2 giờ" in advice
    heard = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
    row = MachineRow("Máy 04", 4, "canvasser", (), 3, heard, (), 0, revoked=False, enrolled=True)
    assert mark_machine(words, row, date(2026, 11, 22))[0] == "12 ngày chưa nộp tệp"
    assert mark_machine(words, row, date(2026, 11, 16))[0] == "Đủ tệp"
    assert (
        mark_machine(words, replace(row, revoked=True, replaced_by="Máy 05"), date(2026, 11, 22))[0]
        == "Đã thay"
    )
