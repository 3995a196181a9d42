"""Every page of the office's Exchange has a picture, and on each of them every card and button is whole."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import make_sample_office, open_workspace
from outreach_app.services.sample_people import PASSPHRASE
from outreach_app.settings import Settings
from tests.ui.cuts import watch_pictures
from tests.ui.sample import Clock
from ui.app import make_application
from ui.pictures.exchange import render_office_pictures
from ui.theme import Theme, TypeSetting

SHARED_OUT = ("9-settings-teams", "9-settings-assignments", "2-households-hand-out", "2-households-group")
PAGES = (
    "difference", "many", "alike", "undo", "aside", "handover", "machine", "block", "write", "arrived", "read",
    "preview", "result",
)  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "week"
    app, stick = make_sample_office(folder, clock=Clock())
    assert [machine.missing for machine in app.syncing.list_machines()] == [(), (2,), (), (), ()]
    assert (app.conflicts.count(), app.duplicates.count_duplicates()) == (4, 1)
    assert {file.reason_key for file in app.held.list()} == {"machine_blocked", "second_machine"}
    assert {entry.reason_key for entry in app.syncing.list_refused()} == {"certificate_ended"}
    assert stick.is_dir()
    app.close()
    return folder


@pytest.mark.slow
@pytest.mark.torture
def test_every_page_is_pictured_whole(
    qtbot: QtBot, qapp: QApplication, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below a task bar, in the type and theme that take the most room; the others are in `test_nothing_is_cut`."""
    size, theme, setting = QSize(1366, 697), Theme.HIGH_CONTRAST, TypeSetting.LARGEST
    week = shutil.copytree(sample, tmp_path / "week")
    cut = watch_pictures(monkeypatch)
    app = open_workspace(week / "office", PASSPHRASE, clock=Clock())
    pictures = render_office_pictures(
        app, week / "KINGSTON", tmp_path, size=size, theme=theme, type_setting=setting
    )
    taken_in = {file.device: file.number for file in app.syncing.list_read()[:2]}
    app.close()
    make_application(Settings())
    pages = [f"7-exchange-{name}" for name in PAGES]
    taken = [picture.path.stem for picture in pictures]
    assert [name for name in taken if name.startswith("7-exchange-")] == pages
    assert set(SHARED_OUT) <= set(taken)
    assert {picture.path.name: QImage(str(picture.path)).size() for picture in pictures} == {
        picture.path.name: size for picture in pictures
    }
    assert cut == {}
    assert taken_in == {"Máy 04": 4, "Máy 07": 4}
