"""Search, households and the entrance by keyboard alone; what counts is read by a second process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from outreach_app import paths
from outreach_app.app import open_workspace
from outreach_app.domain.cover_gaps import CoverGap
from outreach_app.i18n import open_catalogue
from outreach_app.settings import Settings
from tests.ui.cuts import watch_pictures
from tests.ui.desk import ROOT, read_disk, sit_at_desk
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import PASSPHRASE, Clock, make_workspace
from tests.ui.typing import type_text
from ui.app import Program, make_application
from ui.pictures import render_pictures
from ui.presenters.first_run import Step
from ui.screens.first_run import FirstRunScreen
from ui.screens.households import HouseholdsScreen
from ui.screens.search_popup import SearchPopup
from ui.screens.unlock import UnlockScreen
from ui.screens.visit import VisitScreen
from ui.theme import Theme
from ui.widgets.lookup import LookupField


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "workspace"
    make_workspace(folder).close()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Path, folder: Path) -> Iterator[Seat]:
    yield from sit_at_desk(qtbot, qapp, template, folder)


def popup_of(seat: Seat) -> SearchPopup:
    return seat.house._popup


def search(seat: Seat, text: str) -> SearchPopup:
    seat.press(Qt.Key.Key_K, CONTROL)
    seat.type(text)
    popup = popup_of(seat)
    seat.wait(lambda: popup._state.text == text and popup.isVisible())
    return popup


# ------------------------------------------------------------------------------------------------------------- search
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lo van pao", "Lò Văn Páo"),
        ("pao lo", "Lò Văn Páo"),
        ("nl-0001", "Lò Văn Páo"),
        ("098765", "Lò Văn Páo"),
        ("h'my", "H'Mỹ Niê"),
    ],
)
def test_search_finds_without_marks_in_any_order_by_code_and_by_phone(
    seat: Seat, typed: str, found: str
) -> None:
    seat.go("today")
    popup = search(seat, typed)
    assert found in [hit.name for hit in popup._state.hits]


def test_search_finds_a_sheet_by_its_code(seat: Seat) -> None:
    seat.go("today")
    code = seat.app.sheets.list_open()[0].code
    popup = search(seat, code.lower())
    assert popup._state.sheet == code


def test_enter_before_the_results_have_come_opens_the_first_of_them(seat: Seat) -> None:
    seat.go("today")
    seat.press(Qt.Key.Key_K, CONTROL)
    seat.type("nong thi thu")
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: "visit" in seat.house._rooms)
    screen = seat.screen("visit")
    assert isinstance(screen, VisitScreen)
    seat.wait(lambda: screen._state.card is not None)
    assert screen._state.card is not None
    assert screen._state.card.household.head == "Nông Thị Thu Hường"


def test_control_enter_before_the_results_have_come_opens_the_card_of_the_first(seat: Seat) -> None:
    seat.go("today")
    seat.press(Qt.Key.Key_K, CONTROL)
    seat.type("nong thi thu")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.house.frame.state.place == "households")


def test_a_place_that_opens_by_itself_takes_no_keys_from_a_search(seat: Seat) -> None:
    seat.go("today")
    seat.press(Qt.Key.Key_K, CONTROL)
    seat.type("lo")
    seat.house.go("households")
    seat.type(" van")
    popup = popup_of(seat)
    seat.wait(lambda: popup._state.text == "lo van" and popup.isVisible())
    seat.press(Qt.Key.Key_1, CONTROL)
    seat.wait(seat.screen("today").list.hasFocus)  # type: ignore[attr-defined]


def test_a_family_on_no_list_is_added_from_the_empty_search_in_one_step(seat: Seat, folder: Path) -> None:
    seat.go("today")
    search(seat, "Quàng Thị Ban")
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: "visit" in seat.house._rooms)
    screen = seat.screen("visit")
    assert isinstance(screen, VisitScreen)
    seat.wait(lambda: screen._state.card is not None and screen.grid.hasFocus())
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.operations.is_idle() and screen._state.at is None)
    home = read_disk(folder)["by_head"]["Quàng Thị Ban"]
    assert home["added_at_door"]
    assert home["village"] == "Hua Sẳng"
    assert home["visits"][0]["outcomes"] == [["Quàng Thị Ban", "household_health", "signed_up"]]


def test_a_number_nobody_has_is_not_offered_as_a_name(seat: Seat) -> None:
    seat.go("today")
    popup = search(seat, "0399999999")
    assert not popup._state.adding
    seat.press(Qt.Key.Key_Return)
    assert popup.isVisible()
    seat.press(Qt.Key.Key_Escape)
    assert not popup.isVisible()
    seat.wait(seat.screen("today").list.hasFocus)  # type: ignore[attr-defined]


# --------------------------------------------------------------------------------------------------------- households
def open_households(seat: Seat) -> HouseholdsScreen:
    screen = seat.go("households")
    assert isinstance(screen, HouseholdsScreen)
    seat.wait(lambda: screen._state.card is not None and screen.list.hasFocus())
    return screen


def test_filters_combine_by_key(seat: Seat) -> None:
    screen = open_households(seat)
    assert len(screen._state.numbers) == 12
    seat.press(Qt.Key.Key_F6)
    seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: screen._state.wanted.village is not None and len(screen._state.numbers) == 2)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: screen._state.wanted.never_visited and len(screen._state.numbers) == 1)
    assert screen._state.wanted.village is not None


def test_missing_insurance_and_the_language_of_papers_are_filters_too(seat: Seat) -> None:
    screen = open_households(seat)
    whole, homes = set(screen._state.numbers), seat.app.households
    first = screen._state.card
    assert first is not None
    seat.press(Qt.Key.Key_F4)
    seat.wait(lambda: screen._state.form is not None)
    screen.form.form.control("language").setFocus()
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is None and seat.operations.is_idle())
    assert homes.read_card(first.household.id).household.language == "vi"
    seat.press(Qt.Key.Key_F6)
    for _ in range(5):
        seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: screen._state.wanted.language == "vi" and len(screen._state.numbers) == 1)
    seat.press(Qt.Key.Key_Up)
    seat.wait(lambda: screen._state.wanted.language is None and len(screen._state.numbers) == len(whole))
    shown = {}
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    for gap in CoverGap:
        seat.press(Qt.Key.Key_Down)
        seat.wait(lambda gap=gap: screen._state.wanted.gap is gap and not screen._state.loading)
        seat.wait(seat.operations.is_idle)
        shown[gap] = set(screen._state.numbers)
        assert shown[gap] <= whole
    assert shown[CoverGap.HALF] < shown[CoverGap.NO_SOCIAL]


def test_a_telephone_is_corrected_by_key_and_undone(seat: Seat, folder: Path) -> None:
    screen = open_households(seat)
    assert screen._state.card is not None
    head, former = screen._state.card.household.head, screen._state.card.household.phone
    seat.press(Qt.Key.Key_F4)
    seat.wait(lambda: screen._state.form is not None)
    for _ in range(12):
        seat.press(Qt.Key.Key_Backspace)
    seat.type("12345")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is not None and "phone" in screen._state.form.errors)
    labels = [label.text() for label in screen.form.findChildren(QLabel) if label.property("role") == "error"]
    assert any(labels), "the error stands beside the field"
    for _ in range(5):
        seat.press(Qt.Key.Key_Backspace)
    seat.type("0912 345 678")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is None and seat.operations.is_idle())
    assert read_disk(folder)["by_head"][head]["phone"] == "0912345678"
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: not seat.house.frame.state.can_undo and seat.operations.is_idle())
    assert read_disk(folder)["by_head"][head]["phone"] == former


def test_a_member_is_added_by_key(seat: Seat, folder: Path) -> None:
    screen = open_households(seat)
    assert screen._state.card is not None
    head = screen._state.card.household.head
    seat.press(Qt.Key.Key_F3)
    seat.wait(lambda: screen._state.form is not None)
    seat.type("Giàng Thị Mỷ")
    seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Tab)
    seat.type("2001")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is None and seat.operations.is_idle())
    assert "Giàng Thị Mỷ" in read_disk(folder)["by_head"][head]["people"]


def test_a_date_that_cannot_be_read_is_said_beside_the_field(seat: Seat) -> None:
    screen = open_households(seat)
    seat.press(Qt.Key.Key_F3)
    seat.wait(lambda: screen._state.form is not None)
    seat.type("Giàng Thị Mỷ")
    seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Tab)
    seat.type("31/31/31")
    seat.press(Qt.Key.Key_Return, CONTROL)
    errors = [label.text() for label in screen.form.findChildren(QLabel) if label.property("role") == "error"]
    assert any("1984" in error for error in errors)
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: screen._state.form is None)


def test_a_visit_is_taken_back_from_the_timeline(seat: Seat, folder: Path) -> None:
    screen = open_households(seat)
    assert screen._state.card is not None
    head = screen._state.card.household.head
    assert len(screen._state.card.visits) == 1
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Tab)
    assert screen.timeline.hasFocus()
    seat.press(Qt.Key.Key_Delete)
    seat.wait(lambda: screen._state.form is not None)
    seat.type("nhầm nhà")
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.form is None and seat.operations.is_idle())
    assert read_disk(folder)["by_head"][head]["visits"] == []


# ------------------------------------------------------------------------------------------------------ a power cut
_TYPIST = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from outreach_app.i18n import open_catalogue
from outreach_app.settings import Settings
from ui.app import Program, make_application
application = make_application(Settings())
program = Program(Path({folder!r}), open_catalogue("vi"))
program.show()
def until(reached):
    for _ in range(4000):
        if reached():
            return
        QTest.qWait(5)
    raise SystemExit("never reached")
def press(key):
    QTest.keyClick(QApplication.focusWidget() or program.window, key)
def type_text(text):
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)
        QTest.qWait(1)
program.window.activateWindow()
until(program.window.isActiveWindow)
type_text({passphrase!r})
press(Qt.Key.Key_Return)
until(lambda: program.house is not None and "today" in program.house._rooms)
today = program.house._rooms["today"].screen
until(lambda: today._state.card is not None and today.list.hasFocus())
press(Qt.Key.Key_Return)
until(lambda: "visit" in program.house._rooms)
visit = program.house._rooms["visit"].screen
until(lambda: visit._state.form is not None and visit.grid.hasFocus())
press(Qt.Key.Key_2)
press(Qt.Key.Key_Tab)
press(Qt.Key.Key_Space)
while not visit.note.hasFocus():
    press(Qt.Key.Key_Tab)
type_text({note!r})
print("typed", flush=True)
application.exec()
"""


@pytest.mark.slow
@pytest.mark.torture
def test_a_note_survives_a_kill_300_ms_after_its_last_key(template: Path, folder: Path) -> None:
    import shutil

    shutil.copytree(template, folder)
    note = "Chị Sùng hẹn sau vụ ngô, hỏi kỹ mức đóng ba tháng"
    script = _TYPIST.format(root=str(ROOT), folder=str(folder), passphrase=PASSPHRASE, note=note)
    typist = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert typist.stdout is not None
    try:
        assert typist.stdout.readline().strip() == "typed"
        time.sleep(0.3)
    finally:
        os.kill(typist.pid, signal.SIGKILL)
        typist.wait()
        typist.stdout.close()
    (draft,) = read_disk(folder)["drafts"]
    assert draft["note"] == note
    assert len(draft["met"]) == 1
    assert [outcome for _, _, outcome in draft["outcomes"]] == ["thinking"]


# ----------------------------------------------------------------------------------------------------------- entrance
class Entrance:
    """A fresh start of the program in a folder, driven by keys."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bot = qtbot
        make_application(Settings())
        self.program = Program(folder, open_catalogue("vi"))
        self.program.show()
        self.window = self.program.window
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        type_text(target, text)

    def wait(self, reached: object) -> None:
        self.bot.waitUntil(reached, timeout=30_000)  # type: ignore[arg-type]

    def close(self) -> None:
        self.window.close()
        self.program.close()
        self.window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_wrong_passphrase_gets_a_sentence_and_the_right_one_opens(
    qtbot: QtBot, qapp: QApplication, template: Path, folder: Path
) -> None:
    import shutil

    shutil.copytree(template, folder)
    entrance = Entrance(qtbot, folder)
    screen = entrance.program._entrance
    assert isinstance(screen, UnlockScreen)
    entrance.type("không phải mật khẩu này")
    entrance.press(Qt.Key.Key_Return)
    entrance.wait(lambda: screen._state is not None and screen._state.error is not None)
    assert screen._error.accessibleName()
    assert entrance.program.house is None
    entrance.type(PASSPHRASE)
    entrance.press(Qt.Key.Key_Return)
    entrance.wait(lambda: entrance.program.house is not None)
    entrance.close()


def test_a_draft_of_today_is_open_again_after_the_start(
    qtbot: QtBot, qapp: QApplication, template: Path, folder: Path
) -> None:
    import shutil

    shutil.copytree(template, folder)
    app = open_workspace(folder, PASSPHRASE)
    household = app.work.list_doors()[0].household.id
    person = app.households.read_card(household).members[0].id
    content = {
        "visited_on": app.desk.today.isoformat(), "channel": "door", "outcomes": [], "door": None,
        "met": [person.hex()], "met_others": "", "objection": None, "note": "đang gõ dở", "next_step": "none",
        "next_on": None, "next_chosen": False, "correcting": None,
    }  # fmt: skip
    app.visits.save_draft("d1", content, household=household)
    app.close()
    entrance = Entrance(qtbot, folder)
    entrance.type(PASSPHRASE)
    entrance.press(Qt.Key.Key_Return)
    entrance.wait(lambda: entrance.program.house is not None and "visit" in entrance.program.house._rooms)
    assert entrance.program.house is not None
    screen = entrance.program.house._rooms["visit"].screen
    assert isinstance(screen, VisitScreen)
    entrance.wait(lambda: screen._state.form is not None)
    assert screen.note.toPlainText() == "đang gõ dở"
    assert screen._state.form is not None
    assert screen._state.form.met == (person,)
    entrance.close()


def test_an_office_is_made_by_keys_and_its_recovery_code_opens_it_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    entrance = Entrance(qtbot, folder)
    screen = entrance.program._entrance
    assert isinstance(screen, FirstRunScreen)
    entrance.press(Qt.Key.Key_2)
    entrance.type("BHXH cơ sở Tam Đường")
    entrance.press(Qt.Key.Key_Return)
    entrance.type("ban bo lai chau")
    unit = screen._unit
    assert isinstance(unit, LookupField)
    entrance.wait(lambda: unit.completer().popup().isVisible())
    QTest.keyClick(unit.completer().popup(), Qt.Key.Key_Down)
    QTest.keyClick(unit.completer().popup(), Qt.Key.Key_Return)
    assert unit.code()
    entrance.press(Qt.Key.Key_Tab)
    entrance.type("123")
    entrance.press(Qt.Key.Key_Return)
    entrance.type("123")
    entrance.press(Qt.Key.Key_Return, CONTROL)
    entrance.wait(lambda: screen._state is not None and screen._state.error is not None)
    assert not paths.is_workspace(folder)
    for field in ("passphrase", "again"):
        control = screen._office.control(field)
        control.setFocus()
        for _ in range(3):
            entrance.press(Qt.Key.Key_Backspace)
        entrance.type(PASSPHRASE)
    entrance.press(Qt.Key.Key_Return, CONTROL)
    entrance.wait(lambda: screen._state is not None and screen._state.step is Step.RECOVERY)
    assert screen._state is not None
    code = screen._state.code
    assert Path(screen._state.sheet).read_bytes().startswith(b"%PDF")
    entrance.press(Qt.Key.Key_Return)
    entrance.wait(lambda: entrance.program.house is not None)
    entrance.close()
    again = Entrance(qtbot, folder)
    page = again.program._entrance
    assert isinstance(page, UnlockScreen)
    again.press(Qt.Key.Key_F3)
    again.type(code)
    for _ in range(2):
        again.press(Qt.Key.Key_Return)
        again.type("chè tuyết san cổ thụ trăm năm")
    again.press(Qt.Key.Key_Return)
    again.wait(lambda: again.program.house is not None)
    again.close()


def test_the_store_is_loaded_after_the_first_paint(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from outreach_app.i18n import open_catalogue; from outreach_app.settings import Settings\n"
        "from ui.app import Program, make_application\n"
        "application = make_application(Settings())\n"
        f"program = Program(Path({str(tmp_path / 'none')!r}), open_catalogue('vi'))\n"
        "seen = []\n"
        "def look():\n"
        "    heavy = [name for name in ('sqlmodel', 'sqlalchemy', 'reportlab', 'typer') if name in sys.modules]\n"
        "    seen.append(heavy); application.quit()\n"
        "program.window.painted.disconnect(); program.window.painted.connect(look)\n"
        "program.show(); application.exec(); print(seen)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert answer.stdout.strip() == "[[]]"


# ----------------------------------------------------------------------------------------------------------- pictures
@pytest.mark.slow
def test_every_screen_has_a_picture_of_the_size_asked_for_and_nothing_is_cut(
    qtbot: QtBot, qapp: QApplication, template: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As most people see it; the largest type, high contrast and English are in `test_nothing_is_cut`."""
    import shutil

    from PySide6.QtGui import QImage

    shutil.copytree(template, folder)
    app = open_workspace(folder, PASSPHRASE, clock=Clock())
    cut = watch_pictures(monkeypatch)
    size = QSize(1366, 768)
    pictures = render_pictures(app, folder, size=size, theme=Theme.LIGHT)
    app.close()
    make_application(Settings())
    assert cut == {}
    shown = {picture.place for picture in pictures}
    assert shown >= {
        "first_run",
        "unlock",
        "today",
        "households",
        "visit",
        "typeback",
        "sign_up",
        "exchange",
        "print",
    }
    assert len({picture.path for picture in pictures}) == len(pictures)
    for picture in pictures:
        image = QImage(str(picture.path))
        assert image.size() == size, picture.path.name
