"""Opening what somebody else has open, or what is damaged: a sentence, nothing changed, and a way on."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from outreach_app import paths
from outreach_app.app import restore_workspace
from outreach_app.errors import StoreUnavailable
from tests.packaging.project import ROOT
from tests.ui.sample import PASSPHRASE, Clock, make_workspace
from tests.ui.test_language import Desk

_WINDOW = """
import sys
from pathlib import Path
from outreach_app.services.occupancy import hold_window
hold_window(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    app = make_workspace(tmp_path / "kho", clock=Clock())
    app.upkeep.make_backup()
    app.close()
    return tmp_path / "kho"


@pytest.fixture
def window(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the workspace as a window does."""
    held = subprocess.Popen(
        [sys.executable, "-c", _WINDOW, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert held.stdout is not None
    assert held.stdout.readline() == "open\n"
    yield held
    held.kill()
    held.communicate()


@pytest.mark.torture  # in ordinary runs tests/services/test_repairing.py holds a workspace as a window does
def test_the_second_one_says_so_at_once_and_opens_when_the_first_was_killed(
    qtbot: QtBot, folder: Path, window: subprocess.Popen[str]
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(StoreUnavailable) as told:
        restore_workspace(folder, next((folder / "backups").glob("*.db")), PASSPHRASE)
    assert told.value.key == "already_open"
    second = Desk(qtbot, folder, None)
    page = second.program._entrance
    assert "đang mở ở một cửa sổ Gõ cửa khác" in page._error.accessibleName()
    second.type(PASSPHRASE)
    second.press(Qt.Key.Key_Return)
    assert second.program.house is None
    assert "đang mở ở một cửa sổ Gõ cửa khác" in page._error.accessibleName()
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    window.send_signal(signal.SIGKILL)
    window.wait()
    second.type(PASSPHRASE)
    second.press(Qt.Key.Key_Return)
    second.wait(lambda: second.program.house is not None)
    second.settle()
    third = Desk(qtbot, folder, None)
    assert "đang mở" in third.program._entrance._error.accessibleName()
    third.close()
    second.close()
    fourth = Desk(qtbot, folder, None)
    assert fourth.program._entrance._error.isHidden()
    fourth.close()


def test_a_damaged_database_is_repaired_from_the_page_that_opens_it(qtbot: QtBot, folder: Path) -> None:
    live = folder / paths.DATABASE
    raw = bytearray(live.read_bytes())
    raw[:8_000] = bytes(8_000)
    live.write_bytes(raw)
    desk = Desk(qtbot, folder, None)
    page = desk.program._entrance
    desk.press(Qt.Key.Key_F5)  # nothing is offered before anything was found
    desk.type(PASSPHRASE)
    desk.press(Qt.Key.Key_Return)
    assert "bị hỏng" in page._error.accessibleName()
    desk.press(Qt.Key.Key_F5)
    desk.wait(lambda: "Đã thay tệp dữ liệu bằng bản sao lưu" in page._told.text())  # type: ignore[attr-defined]
    assert page._error.isHidden()
    desk.type(PASSPHRASE)
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.program.house is not None)
    desk.settle()
    assert desk.program.app is not None
    assert desk.program.app.upkeep.check().ok
    (kept,) = folder.glob("before-restore-*")
    assert (kept / paths.DATABASE).read_bytes() == raw
    desk.close()
