"""Every page of the office's Exchange has a picture, and on each of them every card and button is whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.app import make_sample_office, open_workspace
from outreach_app.services.sample_people import PASSPHRASE
from outreach_app.settings import Settings
from tests.ui.sample import Clock
from ui.app import make_application
from ui.pictures.exchange import render_office_pictures
from ui.pictures.studio import Picture, Studio
from ui.theme import Theme, TypeSetting
from ui.widgets.buttons import CapButton
from ui.widgets.rival_cards import RivalCard

PAGES = (
    "difference", "many", "alike", "undo", "aside", "handover", "machine", "block", "write", "read", "preview",
    "result",
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


def find_cut(window: QWidget) -> list[str]:
    """What of the cards and buttons shown is lower or narrower than it asks for, or leaves the window."""
    found = []
    for widget in [*window.findChildren(RivalCard), *window.findChildren(CapButton)]:
        if widget.isVisible():
            corner = widget.mapTo(window, QPoint(widget.width(), widget.height()))
            needed = widget.minimumSizeHint()
            small = widget.height() < needed.height() or widget.width() < needed.width()
            if small or corner.x() > window.width() or corner.y() > window.height():
                found.append(widget.accessibleName())
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "theme", "setting"),
    [
        pytest.param(QSize(1366, 768), Theme.LIGHT, TypeSetting.NORMAL, marks=pytest.mark.torture),
        (QSize(1366, 697), Theme.HIGH_CONTRAST, TypeSetting.LARGEST),
    ],
)
def test_every_page_is_pictured_whole(
    qtbot: QtBot,
    qapp: QApplication,
    sample: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: QSize,
    theme: Theme,
    setting: TypeSetting,
) -> None:
    week = shutil.copytree(sample, tmp_path / "week")
    cut: dict[str, list[str]] = {}
    take: Callable[[Studio, str, str], Picture] = Studio.take

    def look_closely(studio: Studio, name: str, place: str) -> Picture:
        picture = take(studio, name, place)
        cut[name] = find_cut(studio.window)
        return picture

    monkeypatch.setattr(Studio, "take", look_closely)
    app = open_workspace(week / "office", PASSPHRASE, clock=Clock())
    pictures = render_office_pictures(
        app, week / "KINGSTON", tmp_path, size=size, theme=theme, type_setting=setting
    )
    taken_in = {file.device: file.number for file in app.syncing.list_read()[:2]}
    app.close()
    make_application(Settings())
    assert [picture.path.stem for picture in pictures] == [f"7-exchange-{name}" for name in PAGES]
    assert {picture.path.name: QImage(str(picture.path)).size() for picture in pictures} == {
        picture.path.name: size for picture in pictures
    }
    assert cut == {name: [] for name in cut}
    assert taken_in == {"Máy 04": 4, "Máy 07": 4}
