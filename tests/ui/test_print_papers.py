"""Print by keyboard, the larger papers: a village's leaflets stopped and made, slips, forms, and a real printer."""

import itertools
import tempfile
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.forms import Form as OfficialKind
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import NextStep, Outcome
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.visits import NewVisit
from tests.pdf_texts import read_page_texts
from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from tests.ui.sample import make_workspace
from ui.presenters.pages import measure_pages
from ui.presenters.ports import Paper
from ui.presenters.print_state import MonthPaper
from ui.presenters.printing import Stage
from ui.screens.households import HouseholdsScreen
from ui.screens.printing import PrintScreen
from ui.theme import Theme, apply_theme
from ui.widgets.paper_printer import NoPrinter, make_printer


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def open_print(seat: Seat, digit: Qt.Key) -> PrintScreen:
    screen = seat.go("print")
    assert isinstance(screen, PrintScreen)
    seat.wait(lambda: screen._state.planned is not None)
    seat.press(digit)
    return screen


def wait_for_page(seat: Seat, screen: PrintScreen) -> list[str]:
    seat.wait(lambda: screen._state.stage is Stage.SHOWN and screen._state.drawn is not None)
    assert screen._state.printed is not None
    return read_page_texts(screen._state.printed.pdf)


# ---------------------------------------------------------------------------------------------------- many leaflets
def test_a_villages_leaflets_are_made_by_two_keys_and_kept_nowhere_by_themselves(laptop: Seat) -> None:
    screen = open_print(laptop, Qt.Key.Key_4)
    laptop.wait(lambda: screen._state.whole is not None)
    assert len(screen.forms.run.table.lines()) == 6
    laptop.press(Qt.Key.Key_Return, CONTROL)
    text = " ".join(wait_for_page(laptop, screen))
    assert all(home.head in text for home in screen._state.whole or ())
    assert QApplication.focusWidget() is screen.view
    assert list(laptop.app.desk.folder.rglob("*.pdf")) == []


def test_only_households_nobody_has_visited(laptop: Seat) -> None:
    item = laptop.app.work.list_doors()[0]
    laptop.app.visits.log(NewVisit(item.household.id, laptop.app.desk.today, door_outcome=Outcome.NOT_HOME))
    screen = open_print(laptop, Qt.Key.Key_4)
    laptop.wait(lambda: len(screen.forms.run.table.lines()) == 6)
    screen.forms.run.visited.setFocus()
    laptop.press(Qt.Key.Key_Down)
    laptop.wait(lambda: len(screen.forms.run.table.lines()) == 5)
    assert item.household.head not in [line.title for line in screen.forms.run.table.lines()]


def test_a_run_is_stopped_by_escape_and_nothing_is_left(laptop: Seat) -> None:
    screen = open_print(laptop, Qt.Key.Key_4)
    laptop.wait(lambda: screen._state.whole)
    # Six leaflets are made faster than a key is pressed: the clock they are dated by waits for it.
    pressed, clock, reads = threading.Event(), laptop.app.desk.clock, itertools.count()

    def wait_at_the_second() -> datetime:
        if next(reads) == 2:
            pressed.wait(10)
        return clock()

    laptop.app.desk.clock = wait_at_the_second
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: screen._state.stage is Stage.MAKING and not screen._back.isHidden())
    laptop.press(Qt.Key.Key_Escape)
    pressed.set()
    laptop.wait(lambda: screen._state.stage is Stage.CHOOSING)
    assert screen._state.printed is None
    assert laptop.trouble() == ""


# ------------------------------------------------------------------------------------------------------------ slips
def test_the_slips_of_a_day_are_chosen_by_arrow(laptop: Seat) -> None:
    home = laptop.app.work.list_doors()[0].household
    tomorrow = laptop.app.desk.today + timedelta(days=1)
    laptop.app.visits.log(
        NewVisit(
            home.id, laptop.app.desk.today, door_outcome=Outcome.CALL_BACK, next_step=NextStep.RETURN,
            next_on=tomorrow,
        )
    )  # fmt: skip
    screen = open_print(laptop, Qt.Key.Key_5)
    laptop.wait(lambda: screen._state.slips == ())
    assert not screen.forms.slips.empty.isHidden()
    assert QApplication.focusWidget() is screen.forms.slips.day
    laptop.press(Qt.Key.Key_Up)
    assert home.head in " ".join(wait_for_page(laptop, screen))
    assert screen._state.slip_day == tomorrow


# ------------------------------------------------------------------------------------------------------------ forms
def sign_up(seat: Seat, place: int, *, number: str = "") -> str:
    card = seat.app.households.read_card(seat.app.work.list_doors()[place].household.id)
    person = next(member for member in card.members if member.born and member.born.day)
    told = {"sex": "f"} | ({"citizen_number": number} if number else {})
    seat.app.households.edit_person(person.id, told)
    seat.app.enrolments.sign_up(NewEnrolment(person.id, Scheme.VOLUNTARY, "12", date(2026, 12, 1)))
    return person.name


def test_gaps_are_told_by_person_with_the_way_to_the_field_that_lacks_something(laptop: Seat) -> None:
    name = sign_up(laptop, 0)
    screen = open_print(laptop, Qt.Key.Key_6)
    laptop.wait(lambda: screen._state.candidates)
    [line] = screen.forms.official.table.lines()
    assert line.title == name
    assert laptop.words.text("missing") == (line.tag.text if line.tag else "")
    screen.forms.official.table.setFocus()
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: laptop.house.frame.state.place == "households")
    households = laptop.screen("households")
    assert isinstance(households, HouseholdsScreen)
    field = lambda: households.form.form.control("citizen_number")  # noqa: E731 - made anew with each form
    laptop.wait(lambda: households._state.form is not None and field().hasFocus())
    told = households._state.form
    assert told is not None
    assert name in laptop.words.render(told.errors["citizen_number"])
    laptop.type("012188000441")
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: households._state.form is None)
    screen = open_print(laptop, Qt.Key.Key_6)
    laptop.wait(lambda: screen._state.candidates and not screen._state.candidates[0].gaps)


def test_a_form_with_gaps_is_not_made_and_says_why(laptop: Seat) -> None:
    sign_up(laptop, 0)
    screen = open_print(laptop, Qt.Key.Key_6)
    laptop.wait(lambda: screen._state.candidates)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(laptop.trouble)
    assert "D05-TS" in laptop.trouble()
    assert screen._state.stage is Stage.CHOOSING


def test_the_list_is_kept_as_a_spreadsheet_and_the_declaration_is_seen(laptop: Seat, tmp_path: Path) -> None:
    name = sign_up(laptop, 0, number="012188000441")
    screen = open_print(laptop, Qt.Key.Key_6)
    laptop.wait(lambda: screen._state.candidates)
    screen.forms.official.number.setFocus()
    laptop.type("07/D05")
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: screen._state.stage is Stage.SAVING)
    laptop.press(Qt.Key.Key_A, CONTROL)
    laptop.type(str(tmp_path))
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: screen._state.saved)
    [book] = tmp_path.glob("d05-ts*.xlsx")
    cells = [str(cell.value) for row in openpyxl.load_workbook(book).active.iter_rows() for cell in row]
    assert name in cells
    assert any("07/D05" in cell for cell in cells)
    screen.forms.official.changed.emit("form", OfficialKind.DECLARATION)
    laptop.wait(lambda: screen._state.choice.form is OfficialKind.DECLARATION and screen._state.candidates)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    assert name in " ".join(wait_for_page(laptop, screen))


# ------------------------------------------------------------------------------------------------- large, late, paper
def test_a_list_is_printed_in_large_letters_and_typed_back_all_the_same(laptop: Seat) -> None:
    screen = laptop.go("print")
    assert isinstance(screen, PrintScreen)
    laptop.wait(lambda: screen._state.planned is not None)
    laptop.press(Qt.Key.Key_Return)
    small = wait_for_page(laptop, screen)
    screen.forms.large.setFocus()
    laptop.press(Qt.Key.Key_Down)
    laptop.wait(lambda: screen._state.large and screen._state.stage is Stage.SHOWN)
    large = wait_for_page(laptop, screen)
    assert len(large) > len(small)
    [sheet] = laptop.app.sheets.list_open()
    assert all(sheet.code in page for page in large)
    laptop.app.sheets.record_row(sheet.id, 1, Outcome.NOT_HOME)
    assert laptop.app.sheets.open(sheet.code).lines[0].outcome is Outcome.NOT_HOME


def test_sheets_that_never_came_back_are_told(laptop: Seat) -> None:
    app = laptop.app
    village = app.households.read_coverage()[0].village.id
    app.sheets.make(village, app.sheets.plan(village, doors=2), day=app.desk.today - timedelta(days=3))
    screen = laptop.go("print")
    assert isinstance(screen, PrintScreen)
    laptop.wait(lambda: screen.forms.sheets.count() == 1)
    assert laptop.words.plural(
        "{count} day overdue", "{count} days overdue", 3
    ) in screen.forms.sheets.itemText(0)


@pytest.mark.parametrize("grey", [False, True])
def test_pages_and_copies_go_to_a_real_printer_and_nothing_of_ours_remains(
    laptop: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, grey: bool
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temp))
    monkeypatch.setattr(tempfile, "tempdir", None)
    out = tmp_path / "paper.pdf"

    def choose(_parent: object, *, title: str, width: float, height: float, pages: int) -> QPrinter:
        printer = make_printer(width, height)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setColorMode(QPrinter.ColorMode.GrayScale if grey else QPrinter.ColorMode.Color)
        printer.setFromTo(2, 4)
        assert (title, pages > 4) == (laptop.words.text("Print on paper"), True)
        return printer

    monkeypatch.setattr("ui.widgets.paper_printer.choose_printer", choose)
    screen = open_print(laptop, Qt.Key.Key_4)
    laptop.wait(lambda: screen._state.whole)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    wait_for_page(laptop, screen)
    laptop.press(Qt.Key.Key_P)
    laptop.wait(lambda: out.exists() and screen._state.stage is Stage.SHOWN)
    assert not screen.desk.is_open()
    sizes = measure_pages(out.read_bytes())
    assert len(sizes) == 3
    assert {(round(size.width), round(size.height)) for size in sizes} == {(420, 595)}
    assert list(temp.rglob("*")) == []
    assert screen._state.to_print is None


def test_without_a_printer_a_sentence_says_what_to_do(laptop: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    def choose(*_: object, **__: object) -> None:
        raise NoPrinter

    monkeypatch.setattr("ui.widgets.paper_printer.choose_printer", choose)
    screen = open_print(laptop, Qt.Key.Key_3)
    wait_for_page(laptop, screen)
    laptop.press(Qt.Key.Key_P)
    laptop.wait(laptop.trouble)
    assert laptop.words.text("No printer takes pages from this machine.") in laptop.trouble()


def test_the_place_sign_ups_opens_the_forms_by_one_key(laptop: Seat) -> None:
    laptop.go("sign_ups")
    laptop.wait(laptop.operations.is_idle)
    laptop.press(Qt.Key.Key_F)
    laptop.wait(lambda: laptop.house.frame.state.place == "print")
    screen = laptop.screen("print")
    assert isinstance(screen, PrintScreen)
    assert screen._state.paper is Paper.FORMS
    laptop.wait(lambda: screen._state.candidates == ())
    assert not screen.forms.official.empty.isHidden()


# ---------------------------------------------------------------------------------------------- papers of a month
def test_where_villages_were_merged_within_the_month_its_units_can_be_chosen(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    apply_theme(qapp, Theme.LIGHT)
    seat = Seat(qtbot, make_workspace(tmp_path / "office"))
    screen = open_print(seat, Qt.Key.Key_7)
    form = screen.forms.month
    seat.wait(lambda: screen._state.month.unit and seat.operations.is_idle())
    assert not form.units.isVisible(), "nothing changed: nobody is asked"
    kept, gone = (seat.app.office.find_village(name) for name in ("Nà Ly", "Hua Sẳng"))
    seat.app.office.merge_villages(gone.id, kept.id, since=date(2026, 11, 15))
    this, before = date(2026, 11, 1), date(2026, 10, 1)
    for month in (before, this):
        form.month.chosen.emit(month)
        seat.wait(lambda month=month: screen._state.units_changed is (month == this))
    seat.wait(form.units.isVisible)
    form.units.setFocus(Qt.FocusReason.OtherFocusReason)
    seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: screen._state.month.units == "start")
    seat.press(Qt.Key.Key_Return, CONTROL)
    assert "bản Hua Sẳng" in " ".join(wait_for_page(seat, screen))
    seat.close()


def test_the_month_is_written_as_pdf_and_kept_as_a_text(laptop: Seat, tmp_path: Path) -> None:
    screen = open_print(laptop, Qt.Key.Key_7)
    laptop.wait(lambda: screen._state.month.unit and screen._state.units)
    assert QApplication.focusWidget() is screen.forms.month.paper
    assert screen.forms.month.month.count() == 13
    laptop.press(Qt.Key.Key_Return, CONTROL)
    text = " ".join(wait_for_page(laptop, screen))
    month = screen._state.month.month
    assert month is not None
    assert f"{month:%m}".lstrip("0") in text
    assert "ĐỘC LẬP" in text.upper()
    screen.forms.month.kind.chosen.emit("docx")
    assert screen._state.stage is Stage.CHOOSING
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: screen._state.stage is Stage.SAVING)
    screen.forms.folder.set_path(str(tmp_path))
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: screen._state.saved)
    kept = Path(screen._state.saved)
    assert kept.name == f"bao-cao-thang-{month:%Y-%m}.docx"
    assert kept.read_bytes().startswith(b"PK")
    screen.forms.month.paper.chosen.emit(MonthPaper.CONTRACTS)
    assert screen._state.month.kind == "pdf", "the form has no text to edit"


def test_a_page_across_is_the_printers_own_sheet_turned(qapp: QApplication) -> None:
    across, upright = make_printer(841.89, 595.28).pageLayout(), make_printer(595.28, 841.89).pageLayout()
    assert (across.pageSize().id(), upright.pageSize().id()) == (QPageSize.PageSizeId.A4,) * 2
    assert across.orientation() is QPageLayout.Orientation.Landscape
    assert across.fullRectPoints().width() > across.fullRectPoints().height()
    assert upright.orientation() is QPageLayout.Orientation.Portrait
