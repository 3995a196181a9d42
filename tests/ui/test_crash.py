"""A bug is logged without what it carried, told on the main thread, and the program goes on."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.crash import CrashDesk, CrashNote, crash_desk, describe_bug, find_place, install_crash_hook, report
from ui.theme import Theme, make_look


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[CrashDesk]:
    hooks = sys.excepthook, threading.excepthook
    yield install_crash_hook(tmp_path / "outreach.log")
    sys.excepthook, threading.excepthook = hooks
    crash_desk().log = None


@pytest.fixture
def notes(desk: CrashDesk) -> Iterator[list[CrashNote]]:
    seen: list[CrashNote] = []
    desk.reported.connect(seen.append)
    yield seen
    desk.reported.disconnect(seen.append)


def make_bug() -> Exception:
    try:
        make_look(Theme.LIGHT, "no such setting")  # type: ignore[arg-type]
    except KeyError as inner:
        try:
            raise ValueError("Lò Văn Páo 012345678901") from inner
        except ValueError as bug:
            return bug
    raise AssertionError("not reached")


def test_the_log_names_code_and_no_person(
    qtbot: QtBot, notes: list[CrashNote], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with caplog.at_level(logging.CRITICAL):
        report(make_bug())
    qtbot.waitUntil(lambda: len(notes) == 1)
    assert "ValueError" in caplog.text
    assert "caused by builtins.KeyError" in caplog.text
    assert "theme.py" in caplog.text
    assert "Páo" not in caplog.text
    assert "0123456" not in caplog.text
    assert notes[0].kind == "ValueError"
    assert notes[0].log == tmp_path / "outreach.log"


def test_the_place_is_the_innermost_line_of_our_own_code() -> None:
    with pytest.raises(KeyError) as caught:
        make_look(Theme.LIGHT, "no such setting")  # type: ignore[arg-type]
    assert find_place(caught.value).startswith("ui.theme:")
    assert find_place(ValueError()) == ""
    assert describe_bug(ValueError("Páo")) == "builtins.ValueError"


def test_a_bug_in_a_slot_is_told_and_the_next_event_still_runs(
    qtbot: QtBot, notes: list[CrashNote], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []

    def broken() -> None:
        raise ZeroDivisionError

    with qtbot.capture_exceptions():
        # pytest-qt has its own hook while it captures; the program's is what is under test.
        monkeypatch.setattr(sys, "excepthook", install_crash_hook(None) and sys.excepthook)
        QTimer.singleShot(0, broken)
        QTimer.singleShot(0, lambda: ran.append(1))
        qtbot.waitUntil(lambda: len(notes) == 1 and ran == [1])
    assert notes[0].kind == "ZeroDivisionError"


def test_a_bug_in_a_thread_is_told_on_the_main_thread(
    qtbot: QtBot, desk: CrashDesk, notes: list[CrashNote], caplog: pytest.LogCaptureFixture
) -> None:
    where: list[int] = []
    desk.reported.connect(lambda note: where.append(threading.get_ident()))
    threading.excepthook = install_crash_hook(None) and threading.excepthook

    def broken() -> None:
        raise LookupError

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(notes) == 1)
    assert notes[0].kind == "LookupError"
    assert where == [threading.get_ident()]


def test_stopping_by_keyboard_is_no_bug(
    desk: CrashDesk, notes: list[CrashNote], capsys: pytest.CaptureFixture[str]
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    QApplication.processEvents()
    assert notes == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
