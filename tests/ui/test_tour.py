"""The tour on sample data: each step done by doing it, left at any time, and nothing of it left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.services.sample_people import PASSPHRASE as SAMPLE_PASSPHRASE
from outreach_app.services.workspace import change_passphrase
from outreach_app.sync.locks import FLOOR
from tests.ui.sample import PASSPHRASE, Clock, make_workspace
from tests.ui.test_language import CONTROL, Desk
from ui.presenters.first_run import sample_folder
from ui.presenters.tour import TourStep


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as the program leaves its sample; a real one takes ten seconds to make."""
    sample = tmp_path_factory.mktemp("sample") / "sample"
    make_workspace(sample, clock=Clock()).close()
    change_passphrase(sample, PASSPHRASE, SAMPLE_PASSPHRASE, cost=FLOOR)
    return sample


@pytest.fixture
def folder(tmp_path: Path, template: Path) -> Path:
    """A machine without a workspace, beside which a sample was made before."""
    shutil.copytree(template, sample_folder(tmp_path / "workspace"))
    return tmp_path / "workspace"


@pytest.fixture
def desk(qtbot: QtBot, folder: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, folder, None)
    desk.press(Qt.Key.Key_3)
    desk.wait(lambda: desk.program._sample is not None)
    desk.settle()
    yield desk
    desk.close()


def step(desk: Desk) -> TourStep | None:
    assert desk.program._sample is not None
    return desk.program._sample.presenter.state.step


def walk_a_day(desk: Desk) -> None:
    """Do what the steps say, as far as files."""
    assert desk.program._sample is not None
    tour = desk.program._sample.presenter
    desk.press(Qt.Key.Key_K, CONTROL)
    desk.type(tour.state.name)
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: step(desk) is TourStep.NOBODY_HOME)
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_0)
    desk.wait(lambda: step(desk) is TourStep.VISIT)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.wait(lambda: step(desk) is TourStep.ADVISE)
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.press(Qt.Key.Key_T)
    desk.wait(lambda: step(desk) is TourStep.PRINT)
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.press(Qt.Key.Key_P)
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.wait(lambda: step(desk) is TourStep.TYPE_BACK)
    desk.press(Qt.Key.Key_4, CONTROL)
    desk.type(tour.state.sheet)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_2)
    desk.wait(lambda: step(desk) is TourStep.SEND)


def test_the_tour_goes_on_by_doing_each_step_and_survives_another_language(desk: Desk) -> None:
    assert "Dữ liệu mẫu" in " ".join(desk.texts())
    assert step(desk) is TourStep.FIND
    walk_a_day(desk)
    desk.turn("en")
    assert step(desk) is TourStep.SEND
    assert any(text.startswith("7/8 Send a file") for text in desk.texts())


def test_the_ring_stands_around_the_control_of_the_step(desk: Desk) -> None:
    assert desk.program._sample is not None
    ring, window = desk.program._sample.ring, desk.program.window
    desk.wait(ring.isVisible)
    search = window.header.search
    corner = search.mapTo(window.frame, search.rect().topLeft())
    assert ring.geometry().contains(corner)
    assert ring.geometry().width() - search.width() < 20
    assert QApplication.focusWidget() is not search


def test_esc_ends_the_tour_and_f1_begins_it_again(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CONTROL)
    desk.type("lo")
    desk.press(Qt.Key.Key_Escape)
    assert step(desk) is TourStep.FIND
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.press(Qt.Key.Key_Escape)
    assert step(desk) is None
    desk.press(Qt.Key.Key_F1)
    desk.press(Qt.Key.Key_F8)
    desk.wait(lambda: step(desk) is TourStep.FIND)


def test_a_sample_that_is_left_is_deleted_and_the_machine_is_as_new(desk: Desk, folder: Path) -> None:
    desk.press(Qt.Key.Key_F10)
    desk.wait(lambda: desk.program.house is None)
    assert not sample_folder(folder).exists()
    assert not folder.exists()
    assert desk.program.app is None
    assert "Xem thử với dữ liệu mẫu" in " ".join(desk.texts())


def test_a_sample_is_kept_when_somebody_says_so(desk: Desk, folder: Path) -> None:
    desk.press(Qt.Key.Key_F10, CONTROL)
    desk.wait(lambda: desk.program.house is None)
    assert sample_folder(folder).is_dir()


def test_a_real_workspace_offers_the_sample_and_is_not_touched_by_it(qtbot: QtBot, folder: Path) -> None:
    app = make_workspace(folder, clock=Clock())
    before = len(app.work.list_doors())
    desk = Desk(qtbot, folder, app)
    desk.press(Qt.Key.Key_F1)
    desk.press(Qt.Key.Key_F8)
    desk.wait(lambda: desk.program._sample is not None)
    desk.settle()
    assert desk.program.app is not None
    assert desk.program.app.desk.folder == sample_folder(folder)
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_0)
    desk.press(Qt.Key.Key_F10)
    desk.wait(lambda: desk.program.house is None)
    assert not sample_folder(folder).exists()
    desk.type(PASSPHRASE)
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.program.house is not None)
    desk.settle()
    assert len(desk.program.app.work.list_doors()) == before
    desk.close()


def test_who_has_read_nothing_gets_from_the_first_start_to_a_sent_file(qtbot: QtBot, tmp_path: Path) -> None:
    """On a real sample; it is deleted with the window, since nobody asked to keep it."""
    folder = tmp_path / "workspace"
    desk = Desk(qtbot, folder, None)
    desk.press(Qt.Key.Key_3)
    qtbot.waitUntil(lambda: desk.program._sample is not None, timeout=180_000)
    desk.settle()
    walk_a_day(desk)
    desk.press(Qt.Key.Key_9, CONTROL)
    desk.press(Qt.Key.Key_G)
    desk.press(Qt.Key.Key_G)
    desk.press(Qt.Key.Key_A, CONTROL)
    desk.type(str(tmp_path))
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: step(desk) is TourStep.DONE)
    assert list(tmp_path.glob("*.gocua"))
    desk.close()
    assert not sample_folder(folder).exists()
