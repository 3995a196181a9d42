"""Settings, New version: what runs, what lies on a stick and why it is not taken, and taking it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.domain.progress import Step, Stopped
from outreach_app.services.releases import find_releases, make_release
from outreach_app.store import migrate
from outreach_app.versions import InUse, read_in_use, write_in_use
from tests.packaging.tiny_bundle import be_elsewhere, make_bundle, run_from
from tests.robustness.upgrades import know_next_version, write_scripts
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, log_visits, make_workspaces, seat_at
from tests.ui.test_language import Desk
from ui.models.versions import VersionWork
from ui.presenters import drives
from ui.presenters.exchange_state import Progress, Stage
from ui.presenters.ports import StandAt
from ui.presenters.settings import Section
from ui.screens.exchange import ExchangeScreen
from ui.screens.going_back import GoingBackScreen
from ui.screens.settings import SettingsScreen
from ui.screens.unlock import UnlockScreen

NEXT = "0.9.0"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick; this process runs out of a folder of version 0.1.0."""
    be_elsewhere(monkeypatch, tmp_path / "account")
    run_from(monkeypatch, make_bundle(tmp_path / "installed", "0.1.0"))
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, stick: Path, tmp_path: Path) -> Iterator[Seat]:
    """A laptop, in whose office's own folder beside it new versions are signed."""
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).laptop)


def hand_out(stick: Path, *, more: str = "", **described: object) -> None:
    """Have the office sign a version onto the stick."""
    office = open_workspace(stick.parent / "office", PASSPHRASE)
    make_release(
        office.desk,
        make_bundle(stick.parent / f"bundle{len(described)}", NEXT, more=more, **described),
        stick,
    )
    office.close()


def plug_in(patch: pytest.MonkeyPatch, stick: Path) -> None:
    """Have the system mount the stick where it mounts sticks, under the name KINGSTON."""
    media = stick.parent / "media"
    media.mkdir()
    stick.rename(media / "KINGSTON")
    patch.setattr(drives, "_media_folders", lambda: [media])


def take_already(patch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Let this process run out of a newer version that a stick brought; returns the folder that was installed first."""
    newest = make_bundle(folder / "account" / "go-cua" / "versions" / NEXT, NEXT)
    home = (folder / "installed").resolve()
    write_in_use(InUse(NEXT, "", str(home)))
    run_from(patch, newest)
    return home


def open_page(seat: Seat) -> SettingsScreen:
    screen = seat.go("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(lambda: screen._state.standing is not None and screen._state.versions.own)
    seat.press(Qt.Key.Key_9)
    seat.wait(lambda: screen._state.section is Section.VERSION and screen._state.versions.offers is not None)
    return screen


def look_at(seat: Seat, screen: SettingsScreen, folder: Path) -> None:
    """Type the folder and look."""
    (field,) = screen.version.form.controls()
    seat.wait(field.isVisible)
    screen.version.form.focus_first()
    seat.type(str(folder))
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.versions.folder == str(folder))


def test_a_stick_is_looked_through_and_what_does_not_fit_is_told(laptop: Seat, stick: Path) -> None:
    hand_out(stick, platform="plan9-mips")
    screen = open_page(laptop)
    look_at(laptop, screen, stick)
    (line,) = screen.version.table.lines()
    assert line.title == f"Phiên bản {NEXT}"
    assert "plan9-mips" in line.detail
    assert line.tag is not None
    assert line.tag.text == "Không nhận"
    assert "0.1.0" in screen.version.strip.accessibleName()


def test_a_version_that_does_not_start_is_told_and_everything_stays(laptop: Seat, stick: Path) -> None:
    hand_out(stick, more="sys.exit(70)")
    screen = open_page(laptop)
    look_at(laptop, screen, stick)
    laptop.wait(lambda: screen._step.isVisible() and screen._step.isEnabled())
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(laptop.trouble)
    assert "không nhận" in laptop.trouble()
    assert read_in_use() is None
    assert not screen._state.versions.taking


def test_exchange_tells_of_a_new_version_on_a_stick_and_leads_to_it(
    laptop: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_out(stick)
    hand_out(stick, platform="plan9-mips")
    plug_in(monkeypatch, stick)
    screen = laptop.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    laptop.wait(lambda: screen.strip.isVisible())
    assert NEXT in screen.strip.accessibleName()
    assert screen.strip.link().isVisible()
    laptop.press(Qt.Key.Key_O)
    laptop.wait(lambda: screen._state.stage is Stage.READ)
    assert screen.strip.isHidden(), "whoever reads files is not asked about versions"
    laptop.press(Qt.Key.Key_Escape)
    laptop.wait(lambda: screen.strip.isVisible())
    screen.setFocus()
    laptop.press(Qt.Key.Key_V)
    settings = laptop.screen("settings")
    assert isinstance(settings, SettingsScreen)
    laptop.wait(lambda: settings._state.section is Section.VERSION and settings._state.versions.fits)
    assert {line.tag.text for line in settings.version.table.lines() if line.tag} == {"Mới hơn", "Không nhận"}


def test_looking_through_a_stick_gives_way_to_whoever_reads_it(stick: Path) -> None:
    for number in range(30):
        (stick / f"{number}.txt").write_text("x")
    progress, seen = Progress(), []

    def watch(step: Step) -> None:
        seen.append(step.name)
        if len(seen) == 5:
            progress.stop()
        progress(step)

    with pytest.raises(Stopped):
        list(find_releases(stick, watch=watch))
    assert len(seen) == 5


def test_going_back_asks_plainly_and_a_wrong_passphrase_changes_nothing(
    laptop: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_already(monkeypatch, tmp_path)
    screen, asked = open_back(laptop), list[object]()
    laptop.house.going_back.connect(asked.append)
    assert "0.1.0" in screen.version.strip.accessibleName()
    assert "Mọi thứ đã lưu vẫn còn" in screen.version.strip.accessibleName()
    laptop.type("not this one at all")
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(laptop.trouble)
    assert not asked
    assert read_in_use() == InUse(NEXT, "", str((tmp_path / "installed").resolve()))


def open_back(seat: Seat) -> SettingsScreen:
    screen = open_page(seat)
    seat.wait(lambda: screen._state.versions.before)
    screen.version.kinds.set_values((VersionWork.BACK,))
    screen.version.kinds.chosen.emit((VersionWork.BACK,))
    (field,) = screen.version.form.controls()
    seat.wait(field.isVisible)
    screen.version.form.focus_first()
    return screen


def upgrade_database(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a later version open the laptop, upgrade it and store a visit; what ran before knows nothing of it."""
    scripts = write_scripts(folder)
    with patch.context() as later:
        later.setattr(migrate, "HEAD", migrate.HEAD)
        later.setattr(migrate, "SCRIPTS", migrate.SCRIPTS)
        know_next_version(scripts)
        app = open_workspace(folder / "laptop", PASSPHRASE)
        log_visits(app, 2)
        app.close()


def find_pages(desk: Desk) -> list[GoingBackScreen]:
    return desk.program.window.findChildren(GoingBackScreen)


def count_visits(folder: Path) -> int:
    app = open_workspace(folder, PASSPHRASE)
    count = len(app.visits.list_of_day(app.desk.today))
    assert app.upkeep.check().ok
    app.close()
    return count


@pytest.mark.torture
def test_somebody_goes_back_in_the_window_and_every_visit_is_there(
    qtbot: QtBot, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_workspaces(tmp_path).laptop
    home = take_already(monkeypatch, tmp_path)
    upgrade_database(monkeypatch, tmp_path)
    with monkeypatch.context() as later:
        later.setattr(migrate, "HEAD", "v0002")  # as the newer version finds it
        desk = Desk(qtbot, folder, open_workspace(folder, PASSPHRASE))
        desk.go("settings", StandAt(Section.VERSION))
        screen = desk.room
        assert isinstance(screen, SettingsScreen)
        desk.wait(lambda: bool(screen._state.versions.before))
        screen.version.kinds.set_values((VersionWork.BACK,))
        screen.version.kinds.chosen.emit((VersionWork.BACK,))
        desk.settle()
        screen.version.form.focus_first()
        desk.type(PASSPHRASE)
        QTest.keyClick(desk.program.window, Qt.Key.Key_Return, CONTROL)
        desk.wait(lambda: any(page._step.isVisible() for page in find_pages(desk)))
        (page,) = find_pages(desk)
        assert "0.1.0" in page._step.words()
        assert "2" in page._told.text()
        QTest.keyClick(page._step, Qt.Key.Key_Return)
        desk.wait(lambda: desk.program.went_back_to == home)
        desk.close()
    assert read_in_use() == InUse("", "", str(home), None, NEXT)
    assert count_visits(folder) == 2


@pytest.mark.torture
def test_the_page_of_the_passphrase_offers_the_way_back(
    qtbot: QtBot, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_workspaces(tmp_path).laptop
    upgrade_database(monkeypatch, tmp_path)
    desk = Desk(qtbot, folder, None)
    page = desk.program._entrance
    assert isinstance(page, UnlockScreen)
    desk.type(PASSPHRASE)
    desk.press(Qt.Key.Key_Return)
    desk.wait(page._error.isVisible)
    assert page._back.isHidden(), "this version never ran before another one"
    # The newer version was started three times, opened nothing and was left: what it upgraded is still there.
    write_in_use(InUse("", "", str((tmp_path / "installed").resolve()), None, NEXT))
    desk.press(Qt.Key.Key_Return)
    desk.wait(page._back.isVisible)
    assert "0.1.0" in page._back.accessibleName()
    assert "vẫn còn" in page._told.text()
    desk.press(Qt.Key.Key_F6)
    desk.wait(lambda: "0.1.0" in page._told.text() and page._back.isHidden())
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.program.house is not None)
    desk.close()
    assert count_visits(folder) == 2


@pytest.mark.torture
def test_a_new_version_is_taken_by_one_key(laptop: Seat, stick: Path) -> None:
    hand_out(stick)
    screen = open_page(laptop)
    look_at(laptop, screen, stick)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.bot.waitUntil(lambda: screen._state.versions.next == NEXT, timeout=120_000)
    told = read_in_use()
    assert told is not None
    assert told.version == NEXT
