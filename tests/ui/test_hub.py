"""A window over an office at a hub: a clerk's day by keys, somebody else who writes, a server that goes away."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app import paths
from outreach_app.app import App, open_workspace
from outreach_app.i18n import open_catalogue
from outreach_app.services import hubs
from outreach_app.services.releases import make_release
from outreach_app.services.workspace import open_data_key, system_clock
from outreach_app.settings import Settings
from outreach_app.store.engine import postgres
from outreach_app.sync.locks import FLOOR
from outreach_app.versions import InUse, write_in_use
from tests.hub_server import Server
from tests.packaging.tiny_bundle import make_bundle, run_from
from tests.ui.desk import ROOT
from tests.ui.offices import CONTROL, PASSPHRASE, Workspaces, log_visits, make_workspaces
from tests.ui.test_differences import make_differences
from tests.ui.test_language import Desk
from ui.app import Program, default_folder, make_application
from ui.models.versions import VersionWork
from ui.presenters.exchange_state import Stage
from ui.presenters.hubs import Joining
from ui.presenters.ports import StandAt
from ui.presenters.settings import Section
from ui.screens.first_run import FirstRunScreen
from ui.screens.hubs import HubsScreen
from ui.screens.settings import SettingsScreen
from ui.screens.unlock import UnlockScreen
from ui.widgets.choices import OptionCard
from ui.widgets.entrance import EntrancePage

pytestmark = pytest.mark.torture

COLLEAGUE = "của riêng tôi nhé 55 nương"

_ADD = """
import sys
from pathlib import Path
from outreach_app.app import open_workspace
from outreach_app.services.households import NewPerson
app = open_workspace(Path(sys.argv[1]), sys.argv[2])
app.office.say_who_works("Cà Văn Hặc")
for name in sys.stdin:
    app.households.add(app.households.list_villages()[0].id, NewPerson(name.strip()))
    print("added", flush=True)
app.close()
"""


class HubDesk(Desk):
    """A program in front of somebody who types the passphrase, with this machine's clock."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bot = qtbot
        make_application(Settings())
        self.program = Program(folder, open_catalogue("vi"))
        self.program.show()
        self.program.window.activateWindow()
        qtbot.waitUntil(self.program.window.isActiveWindow)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        self.type(passphrase)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.program.house is not None and self.program.window.room() is not None)
        self.settle()

    def sign_in(self) -> None:
        """Choose the first name of those that are offered."""
        house = self.program.house
        assert house is not None
        self.wait(lambda: house.frame.state.choosing_person and house._people.isVisible())
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: not house.frame.state.choosing_person)

    @property
    def app(self) -> App:
        assert self.program.app is not None
        return self.program.app

    def page(self) -> EntrancePage:
        """What stands in the window before a workspace is open."""
        return self.program._entrance

    def is_locked(self) -> bool:
        return self.program.lock is not None and self.program.lock.page is not None

    def trouble(self) -> str:
        banner = self.program.window.banner
        return "" if banner.isHidden() else banner.accessibleName()

    def open_door(self, query: str) -> object:
        """Search for somebody and open a visit at their door."""
        self.press(Qt.Key.Key_K, CONTROL)
        self.type(query)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.program.house.frame.state.place == "visit")  # type: ignore[union-attr]
        screen = self.room
        self.wait(lambda: screen._state.card is not None and screen.grid.hasFocus())  # type: ignore[attr-defined]
        return screen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    """An office that has settled nothing yet: one difference, and a laptop's second file on a stick."""
    folder = tmp_path_factory.mktemp("hub")
    spaces = make_workspaces(folder)
    make_differences(spaces, folder, count=1)
    laptop = open_workspace(spaces.laptop, PASSPHRASE)
    log_visits(laptop, 2)
    (folder / "KINGSTON").mkdir()
    laptop.syncing.write(folder / "KINGSTON")
    laptop.close()
    return spaces


@pytest.fixture
def place(template: Workspaces, tmp_path: Path, hub_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the office's hub, where it has just been moved."""
    monkeypatch.setenv("PGPASSWORD", hub_server.password)
    office = template.copy_to(tmp_path).office
    address = hub_server.make_database().replace(f":{hub_server.password}@", "@")
    key = open_data_key(office, PASSPHRASE)
    return hubs.move_to_hub(office, address, key, now=system_clock()).place


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment for somebody else who writes, not the eight seconds of real work."""
    monkeypatch.setattr(postgres, "_WAIT_MS", 500)


@pytest.fixture
def desk(qtbot: QtBot, place: str) -> Iterator[HubDesk]:
    desk = HubDesk(qtbot, paths.hub_folder(place))
    desk.unlock()
    yield desk
    desk.close()


@pytest.fixture
def colleague(place: str, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process under a second account: each line it is told becomes a household."""
    first = paths.hub_folder(place)
    made = hubs.make_key_file(first, open_data_key(first, PASSPHRASE), tmp_path / "k.gocuakey", cost=FLOOR)
    folder = hubs.join_hub(
        place.replace("127.0.0.1", "localhost"), made.path, made.code, COLLEAGUE, cost=FLOOR
    )
    process = subprocess.Popen(
        [sys.executable, "-c", _ADD, str(folder), COLLEAGUE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.communicate()


def add_meanwhile(colleague: subprocess.Popen[str], name: str) -> None:
    assert colleague.stdin is not None
    assert colleague.stdout is not None
    colleague.stdin.write(f"{name}\n")
    colleague.stdin.flush()
    assert colleague.stdout.readline() == "added\n"


def test_a_clerks_day_at_a_hub_by_keys_beside_somebody_who_writes(
    desk: HubDesk, template: Workspaces, colleague: subprocess.Popen[str]
) -> None:
    app = desk.app
    desk.sign_in()
    screen = desk.open_door("lo van pao")
    desk.press(Qt.Key.Key_1)
    screen.note.setFocus()  # type: ignore[attr-defined]
    desk.type("hẹn sau mùa ngô")
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.wait(lambda: bool(app.visits.list_of_day(app.desk.today)) and not app.visits.list_drafts())
    assert app.visits.list_of_day(app.desk.today)[0].canvasser_name == "Hoàng Thị Thơm"
    read_the_stick(desk, template.office.with_name("KINGSTON"))
    settle_and_take_back(desk)
    desk.go("households")
    house = desk.program.house
    assert house is not None
    desk.wait(lambda: len(desk.room._state.numbers) == 6)  # type: ignore[attr-defined]
    add_meanwhile(colleague, "Quàng Thị Ban")
    desk.wait(lambda: len(desk.room._state.numbers) == 7)  # type: ignore[attr-defined]
    desk.open_door("quang ban")
    desk.press(Qt.Key.Key_L, CONTROL)
    assert desk.is_locked()
    desk.type(PASSPHRASE)
    desk.press(Qt.Key.Key_Return)
    assert not desk.is_locked()
    assert desk.room._state.card.household.head == "Quàng Thị Ban"  # type: ignore[attr-defined]
    desk.go("households")
    desk.wait(lambda: desk.room._state.card is not None)  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_F3)
    desk.type("Quàng Thị Mai")
    field = QApplication.focusWidget()
    add_meanwhile(colleague, "Cà Thị Un")
    desk.wait(lambda: len(desk.room._state.numbers) == 8)  # type: ignore[attr-defined]
    desk.settle()
    assert QApplication.focusWidget() is field
    assert house.find_half_typed() is desk.room
    assert not desk.trouble()
    assert app.upkeep.check().ok


def test_the_window_of_a_hub_says_why_it_takes_no_version_and_offers_no_way_back(
    desk: HubDesk, template: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_bundle(tmp_path / "installed", "0.1.0")
    newest = make_bundle(paths.versions_folder() / "0.2.0", "0.2.0")
    make_release(desk.app.desk, make_bundle(tmp_path / "gocua", "0.9.0"), tmp_path)
    run_from(monkeypatch, newest)
    write_in_use(InUse("0.2.0", "", str(home)))
    desk.sign_in()
    desk.go("settings", StandAt(Section.VERSION))
    screen = desk.room
    assert isinstance(screen, SettingsScreen)
    screen.version.given.emit(VersionWork.LOOK, None, {"folder": str(tmp_path)})
    desk.wait(lambda: bool(screen._state.versions.offers))
    (line,) = screen.version.table.lines()
    assert "máy chủ chung" in line.detail or "hub" in line.detail
    assert screen._state.versions.works == (VersionWork.LOOK,)
    shutil.rmtree(paths.versions_folder())


def read_the_stick(desk: HubDesk, stick: Path) -> None:
    desk.go("exchange")
    screen = desk.room
    desk.wait(lambda: screen._state.look is not None)  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_O)
    desk.wait(lambda: screen._state.stage is Stage.READ)  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_A, CONTROL)
    desk.type(str(stick))
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: screen._state.stage is Stage.PREVIEW)  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: screen._state.stage is Stage.RESULT)  # type: ignore[attr-defined]
    assert len(desk.app.visits.list_of_day(desk.app.desk.today)) == 3
    desk.press(Qt.Key.Key_Escape)


def settle_and_take_back(desk: HubDesk) -> None:
    app, screen = desk.app, desk.room
    before = app.conflicts.count()
    desk.wait(lambda: screen.differences.isVisible() and not screen._held.waiting)  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_1)
    desk.wait(lambda: app.conflicts.count() == before - 1)
    desk.press(Qt.Key.Key_Z, CONTROL)
    desk.wait(lambda: app.conflicts.count() == before)


def test_an_account_joins_in_the_window_and_finds_the_hub_again_without_a_command_line(
    qtbot: QtBot, place: str, tmp_path: Path, hub_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = paths.hub_folder(place)
    made = hubs.make_key_file(first, open_data_key(first, PASSPHRASE), tmp_path / "k.gocuakey", cost=FLOOR)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "account"))
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    monkeypatch.delenv("PGPASSWORD")
    desk = HubDesk(qtbot, paths.default_workspace())
    desk.press(Qt.Key.Key_4)
    page = desk.page()
    assert isinstance(page, HubsScreen)
    page.join_given.emit(Joining(str(made.path), made.code, place, "nope", COLLEAGUE, COLLEAGUE))
    desk.settle()
    assert "không cho tài khoản này vào" in page._error.accessibleName()
    assert not (tmp_path / "pgpass").exists()
    for typed in (str(made.path), made.code, place, hub_server.password, COLLEAGUE, COLLEAGUE):
        desk.press(Qt.Key.Key_A, CONTROL)
        desk.type(typed)
        desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.program.house is not None)
    desk.settle()
    assert len(desk.app.households.list_numbers()) == 6
    desk.close()
    desk = HubDesk(qtbot, paths.default_workspace())
    assert isinstance(desk.page(), UnlockScreen)
    assert "/office" in " ".join(desk.texts())
    desk.press(Qt.Key.Key_F4)
    assert isinstance(desk.page(), HubsScreen)
    assert len(desk.page().findChildren(OptionCard)) == 2
    desk.press(Qt.Key.Key_1)
    desk.unlock(COLLEAGUE)
    assert desk.app.desk.folder == paths.hub_folder(place)
    desk.press(Qt.Key.Key_L, CONTROL)
    desk.type(COLLEAGUE)
    desk.press(Qt.Key.Key_Return)
    assert not desk.is_locked()
    desk.close()


def test_the_folder_of_an_office_that_moved_opens_the_hub(
    qtbot: QtBot, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = HubDesk(qtbot, tmp_path / "office")
    assert desk.program.folder == paths.hub_folder(place)
    assert isinstance(desk.page(), UnlockScreen)
    desk.close()
    monkeypatch.setenv("OUTREACH_WORKSPACE", place)
    assert default_folder() == paths.hub_folder(place)
    monkeypatch.setenv("OUTREACH_WORKSPACE", place.replace("/office", "/another"))
    desk = HubDesk(qtbot, default_folder())
    assert isinstance(desk.page(), HubsScreen)
    desk.press(Qt.Key.Key_Escape)  # from the form to what is known, and from there to the other ways to begin
    desk.press(Qt.Key.Key_Escape)
    assert isinstance(desk.page(), FirstRunScreen)
    desk.close()


@contextmanager
def writing(place: str) -> Iterator[None]:
    """Somebody else is writing and does not come to an end."""
    with psycopg.connect(place) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({postgres._WRITERS})")
        yield


def test_what_was_typed_stays_while_another_writes_the_server_hangs_or_is_gone(
    impatient: None, desk: HubDesk, place: str, hub_server: Server
) -> None:
    app = desk.app
    screen = desk.open_door("lo van pao")
    desk.press(Qt.Key.Key_1)
    screen.note.setFocus()  # type: ignore[attr-defined]
    desk.type("hẹn")
    with writing(place):
        desk.press(Qt.Key.Key_Return, CONTROL)
        desk.wait(lambda: bool(desk.trouble()))
        assert "đang ghi" in desk.trouble()
        assert screen._state.form.note == "hẹn"  # type: ignore[attr-defined]
    with hanging(hub_server):
        screen.note.setFocus()  # type: ignore[attr-defined]
        type_without_answers(desk, " sau mùa")
        assert screen._state.form.note == "hẹn sau mùa"  # type: ignore[attr-defined]
    hub_server.stop()
    try:
        desk.press(Qt.Key.Key_Return, CONTROL)
        desk.wait(lambda: "không trả lời" in desk.trouble())
        desk.type(" ngô")
        desk.press(Qt.Key.Key_L, CONTROL)
        desk.type(PASSPHRASE)
        desk.press(Qt.Key.Key_Return)
        assert desk.room is screen
    finally:
        hub_server.start()
    assert screen._state.form.note == "hẹn sau mùa ngô"  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.wait(lambda: bool(app.visits.list_of_day(app.desk.today)))
    desk.wait(lambda: not desk.trouble())
    assert app.visits.list_drafts() == []
    assert app.upkeep.check().ok
    hub_server.stop()
    try:
        desk.wait(lambda: "không trả lời" in desk.trouble())  # nobody has to ask: the window looks by itself
        desk.program.close()
    finally:
        hub_server.start()


def type_without_answers(desk: HubDesk, text: str) -> None:
    from tests.ui.typing import type_text

    target = QApplication.focusWidget()
    assert target is not None
    type_text(target, text)


@contextmanager
def hanging(server: Server) -> Iterator[None]:
    """A server that takes what is asked and answers nothing."""
    told = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    workers = [int(each) for each in told.split()]
    signal_all(workers, signal.SIGSTOP)
    try:
        yield
    finally:
        signal_all(workers, signal.SIGCONT)


def signal_all(processes: list[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):  # somebody's connection ended meanwhile
            os.kill(process, what)
