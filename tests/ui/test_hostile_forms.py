"""Names that have broken programs, through the forms of a real window: shown as typed or refused with a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.domain.text import normalize
from outreach_app.i18n import open_catalogue
from tests.pdf_texts import read_page_texts
from tests.robustness.hostile_words import WORDS
from tests.robustness.rows import Tally
from tests.ui.offices import CONTROL, Seat, make_workspaces, seat_at
from tests.ui.typing import commit_text, type_text
from ui.models.committees import CommitteeWork
from ui.models.difficulties import DifficultyWork
from ui.models.teams import TeamWork
from ui.presenters.ports import HouseholdAt, StandAt, VisitAt
from ui.presenters.settings import Section
from ui.screens.households import HouseholdsScreen
from ui.screens.meetings import MeetingsScreen
from ui.screens.settings import SettingsScreen
from ui.screens.visit import VisitScreen
from ui.widgets.choices import DropDown
from ui.widgets.fields import TextField
from ui.widgets.form import Form
from ui.widgets.team_pages import ListPage

QUICK = ("taken apart", "from right to left", "half a pair", "html", "nothing")
"""One of each way a window may be broken: marks, direction, signs that are no letters, markup, and no text at all."""

FEW = (*QUICK, "strong marks", "very long")
_TYPED_BY_KEYS = 60


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).office)


def put(field: QLineEdit, text: str) -> None:
    """Type it key by key, or bring it in at once as an input method or a paste would."""
    field.setFocus()
    field.selectAll()
    if len(text) < _TYPED_BY_KEYS and text.isprintable():
        type_text(field, text)
    else:
        commit_text(field, text)


def fill(seat: Seat, form: Form, text: str) -> None:
    """Put a text into every field and give the form; what is refused is said beside its field, and emptied then."""
    seat.wait(lambda: form.controls() and form.controls()[0].isVisible())
    for control in form.controls():
        if isinstance(control, TextField):
            put(control, text)
        elif isinstance(control, DropDown) and control.value() is None and control.count() > 0:
            control.setCurrentIndex(0)
    for _ in range(len(form.controls())):
        give(seat, form)
        wrong = [key for key in form.values() if tell_error(form, key)]
        if not wrong:
            break
        for key in wrong:
            control = form.control(key)
            assert isinstance(control, TextField), key
            if not control.written():
                return  # a field that has to be filled: the rest is as it was typed, and nothing was stored
            control.clear()


def give(seat: Seat, form: Form) -> None:
    seat.press(Qt.Key.Key_Return, CONTROL) if form.isAncestorOf(QApplication.focusWidget()) else form.submit()
    seat.wait(seat.operations.is_idle)
    QApplication.processEvents()
    seat.wait(seat.operations.is_idle)


def tell_error(form: Form, key: str) -> str:
    """What is said beside a field."""
    labelled = form._labelled.get(key)
    return labelled.error() if labelled is not None else ""


def assert_plain(seat: Seat) -> None:
    """No label anywhere takes text for markup, and everything that is shown could be laid out."""
    for label in seat.window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or "<" not in label.text(), label.text()
    for widget in seat.window.findChildren(QWidget):
        assert "<" not in widget.toolTip(), widget.toolTip()
    seat.window.grab()
    assert not seat.trouble()


def read_window(seat: Seat) -> str:
    """Everything that is written in the window or told to a screen reader, without spaces."""
    told = []
    for widget in seat.window.findChildren(QWidget):
        told += [widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel):
            told.append(widget.text())
        if (
            isinstance(widget, QAbstractItemView)
            and (model := widget.model()) is not None
            and widget.isVisible()
        ):
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            told += [
                str(model.data(model.index(row, 0), role))
                for row in range(model.rowCount())
                for role in roles
            ]
    return squeeze("\n".join(told))


def squeeze(text: str) -> str:
    return "".join(normalize(text).split())


def assert_shown(seat: Seat, text: str) -> None:
    assert squeeze(text)[:80] in read_window(seat), text[:80]


# ------------------------------------------------------------------------------------------------------------- the door
def enter_household(seat: Seat, screen: HouseholdsScreen, text: str) -> bytes | None:
    """A family by the form, with the text in every field; then a member, and the household's own form."""
    known = set(seat.app.households.list_numbers())
    seat.press(Qt.Key.Key_F2)
    seat.wait(lambda: screen._state.form is not None)
    fill_panel(seat, screen, text)
    fresh = set(seat.app.households.list_numbers()) - known
    if not fresh:
        assert screen._state.form is not None
        seat.press(Qt.Key.Key_Escape)
        seat.wait(lambda: screen._state.form is None)
        return None
    (row,) = seat.app.households.read_rows(list(fresh))
    assert row.head == normalize(text)
    seat.wait(lambda: screen._state.card is not None and screen._state.card.household.id == row.id)
    for key in (Qt.Key.Key_F3, Qt.Key.Key_F4):
        seat.press(key)
        seat.wait(lambda: screen._state.form is not None)
        fill_panel(seat, screen, text)
        seat.wait(lambda: screen._state.form is None)
    return row.id


def fill_panel(seat: Seat, screen: HouseholdsScreen, text: str) -> None:
    """Fill the form that is open until it closes, or until nothing is left in what is refused."""
    form = screen.form.form
    for control in form.controls():
        if isinstance(control, TextField):
            put(control, text)
    for _ in range(4):
        seat.press(Qt.Key.Key_Return, CONTROL)
        seat.wait(
            lambda: seat.operations.is_idle() and (screen._state.form is None or not screen._state.form.busy)
        )
        if screen._state.form is None:
            return
        wrong = [key for key in form.values() if tell_error(form, key)]
        assert wrong, "what keeps a form from being stored is said"
        for key in wrong:
            control = form.control(key)
            assert isinstance(control, TextField)
            if not control.written():
                return
            control.clear()


def note_visit(seat: Seat, home: bytes, text: str) -> None:
    seat.house.go("visit", VisitAt(home, back="households"))
    screen = seat.screen("visit")
    assert isinstance(screen, VisitScreen)
    seat.wait(lambda: screen._state.card is not None and screen._state.card.household.id == home)
    screen.note.setFocus()
    commit_text(screen.note, text)
    screen.grid.setFocus()
    seat.press(Qt.Key.Key_0)  # nobody at home: stored at once
    seat.wait(lambda: seat.app.households.read_card(home).visits and seat.operations.is_idle())
    (visit,) = seat.app.households.read_card(home).visits
    assert squeeze(visit.note) == squeeze(text)


def go_through_doors(seat: Seat, names: tuple[str, ...]) -> int:
    """Type each into the forms of the door, look at it, search it and see its history; returns how many were tried."""
    taken: dict[bytes, str] = {}
    screen = seat.go("households")
    assert isinstance(screen, HouseholdsScreen)
    for name in names:
        seat.house.go("households")
        seat.wait(lambda: not screen.form.isVisible() and seat.operations.is_idle())
        screen.stand()
        home = enter_household(seat, screen, WORDS[name])
        assert (home is not None) == bool(normalize(WORDS[name])), name
        if home is None:
            continue
        taken[home] = WORDS[name]
        note_visit(seat, home, WORDS[name])
    for home, text in taken.items():
        seat.house.go("households", HouseholdAt(home))
        seat.wait(
            lambda home=home: screen._state.card is not None and screen._state.card.household.id == home
        )  # type: ignore[misc]
        seat.wait(seat.operations.is_idle)
        assert_shown(seat, text)
        assert_plain(seat)
    search_all(seat, names)
    assert_papers(seat, taken)
    assert seat.app.upkeep.check().ok
    return len(names)


def search_all(seat: Seat, names: tuple[str, ...]) -> None:
    field = seat.window.header.search
    for name in names:
        seat.press(Qt.Key.Key_K, CONTROL)
        put(field, WORDS[name])
        seat.wait(seat.operations.is_idle)
        assert_plain(seat)
        seat.press(Qt.Key.Key_Escape)
    seat.wait(seat.operations.is_idle)


def assert_papers(seat: Seat, taken: dict[bytes, str]) -> None:
    """The summary of the day, the history and a leaflet are made of what was stored, and take none of it for markup."""
    words = open_catalogue("vi")
    assert read_page_texts(seat.app.printing.daily_summary(words))
    for home, text in taken.items():
        told = squeeze(repr(list(seat.app.histories.of_household(home))))
        assert squeeze(repr(normalize(text))[1:-1])[:60] in told, text[:60]
    if any("<b>" in text for text in taken.values()):
        home = next(home for home, text in taken.items() if "<b>" in text)
        pages = squeeze(" ".join(read_page_texts(seat.app.printing.leaflet(home, words))))
        assert "<b>" in pages
        assert "</b>" in pages


def test_names_are_typed_into_the_forms_of_a_door(office: Seat, tally: Tally) -> None:
    tally("hostile word", "forms", go_through_doors(office, QUICK))


@pytest.mark.torture
def test_every_name_is_typed_into_the_forms_of_a_door(office: Seat, tally: Tally) -> None:
    tally("hostile word", "forms", go_through_doors(office, tuple(WORDS)))


# ------------------------------------------------------------------------------------------------------------ settings
def open_section(seat: Seat, section: Section) -> SettingsScreen:
    seat.house.go("settings", StandAt(section))
    screen = seat.screen("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(lambda: screen._state.section is section and screen._state.standing is not None)
    seat.wait(seat.operations.is_idle)
    return screen


def work_through(seat: Seat, section: Section, page: ListPage, works: tuple[object, ...], text: str) -> None:
    """Do each work of a page with the text in every field; what is said and shown stays plain."""
    open_section(seat, section)
    for work in works:
        if work not in page._offered:
            continue
        page.kinds.set_values((work,))
        page.build()
        if page.table.lines():
            page.table.stand_on(len(page.table.lines()) - 1)
        QApplication.processEvents()
        if page.form.controls():
            fill(seat, page.form, text)
        seat.window.banner.put_away()


@pytest.mark.torture
def test_names_are_typed_into_settings_and_meetings(office: Seat, tally: Tally) -> None:
    office.go("settings")
    screen = open_section(office, Section.PEOPLE)
    for name in FEW:
        text = WORDS[name]
        for section, form in (
            (Section.PEOPLE, screen.people.form), (Section.VILLAGES, screen.villages.form),
            (Section.PASSPHRASE, screen.passphrase.form), (Section.LAPTOPS, screen.laptops.form),
        ):  # fmt: skip
            open_section(office, section)
            fill(office, form, text)
            office.window.banner.put_away()
        work_through(
            office, Section.TEAMS, screen.teams, (TeamWork.TEAM, TeamWork.TRUSTED, TeamWork.MEMBER), text
        )
        committee = (CommitteeWork.COMMITTEE, CommitteeWork.MEMBER, CommitteeWork.RECIPIENT)
        work_through(office, Section.COMMITTEES, screen.committees, committee, text)
        work_through(office, Section.DIFFICULTIES, screen.difficulties, (DifficultyWork.REPORT,), text)
        assert_plain(office)
        plan_meeting(office, text)
    stored = {team.name for team in office.app.teams.list_teams()}
    assert {normalize(WORDS["html"]), normalize(WORDS["strong marks"])} <= stored
    open_section(office, Section.TEAMS)
    assert_shown(office, WORDS["html"])
    assert office.app.upkeep.check().ok
    tally("hostile word", "settings", len(FEW))


def plan_meeting(seat: Seat, text: str) -> None:
    seat.house.go("meetings")
    screen = seat.screen("meetings")
    assert isinstance(screen, MeetingsScreen)
    seat.wait(lambda: not screen._state.loading)
    screen.stand()
    seat.press(Qt.Key.Key_N)
    seat.wait(lambda: screen._state.form is not None)
    fill(seat, screen.form.form, text)
    seat.window.banner.put_away()
    if screen._state.form is not None:
        seat.press(Qt.Key.Key_Escape)
        seat.wait(lambda: screen._state.form is None)
    assert_plain(seat)
