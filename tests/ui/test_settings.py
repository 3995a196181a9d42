"""Settings by keyboard: people, look, backups, passphrase, check; and at the office villages and laptops."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_kit_file, open_workspace
from outreach_app.errors import NotAllowed
from outreach_app.services.second_copies import SecondCopies
from outreach_app.settings import load_settings
from outreach_app.sync.locks import FLOOR
from tests.pdf_texts import read_page_texts
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, Workspaces, make_workspaces, seat_at
from ui.presenters.office_settings import default_until, name_kit
from ui.presenters.settings import Busy, Section
from ui.presenters.settings_words import tell_size
from ui.screens.settings import SettingsScreen
from ui.theme import Theme, TypeSetting, apply_theme, look
from ui.widgets.form import Form

NEW = "suong nuong ngo tre doi"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("settings"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)
    apply_theme(qapp, Theme.LIGHT)


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def open_settings(seat: Seat, section: Section = Section.PEOPLE) -> SettingsScreen:
    screen = seat.go("settings")
    assert isinstance(screen, SettingsScreen)
    presenter: Any = screen.kept[0]
    presenter._file = seat.app.desk.folder.parent / "settings.json"
    seat.wait(lambda: screen._state.standing is not None)
    if screen._state.is_office:
        seat.wait(lambda: screen._state.office.today is not None)
    number = list(Section).index(section)
    seat.press(Qt.Key(Qt.Key.Key_1 + number))
    seat.wait(lambda: screen._state.section is section)
    return screen


def stand_in_form(seat: Seat, form: Form) -> None:
    """Go to the first field of a form that may just have been built."""
    first = form.controls()[0]
    seat.wait(first.isVisible)
    form.focus_first()


def retype(seat: Seat, text: str) -> None:
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.type(text)


# ---------------------------------------------------------------------------------------------------------- people
def test_somebody_new_is_added_and_switched_to(laptop: Seat) -> None:
    screen = open_settings(laptop)
    stand_in_form(laptop, screen.people.form)
    laptop.type("Vàng A Lử")
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: len(screen._state.people) == 3)
    screen.people.take_focus()
    row = [person.name for person in screen._state.people].index("Vàng A Lử")
    screen.people.table.stand_on(row)
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: screen._state.standing.canvasser.name == "Vàng A Lử")  # type: ignore[union-attr]
    tag = screen.people.table.lines()[row].tag
    assert tag is not None
    assert tag.text == "Đang làm"


def test_an_office_enters_roles_and_teams(office: Seat) -> None:
    screen = open_settings(office)
    stand_in_form(office, screen.people.form)
    office.type("Nông Văn Đạt")
    office.press(Qt.Key.Key_Tab)
    office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: any(person.role == "lead" for person in screen._state.people))
    chip = screen.people.kinds.chip("team")
    chip.setFocus()
    office.press(Qt.Key.Key_Space)
    stand_in_form(office, screen.people.form)
    office.type("Tổ Nà Ly")
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.teams == ("Tổ Nà Ly",))


def change_contact(seat: Seat, screen: SettingsScreen, name: str) -> None:
    """Stand on a person and open the form of what papers print of them."""
    names = [person.name for person in screen._state.people]
    screen.people.table.stand_on(names.index(name))
    screen.people.kinds.chip("change").setFocus()
    seat.press(Qt.Key.Key_Space)
    stand_in_form(seat, screen.people.form)


def test_organisation_and_code_are_entered_and_stand_on_the_leaflet(office: Seat) -> None:
    screen = open_settings(office)
    change_contact(office, screen, "Hoàng Thị Thơm")
    for text in ("0987654321", "Bưu điện tỉnh Lai Châu", "NVT-0417"):
        office.type(text)
        office.press(Qt.Key.Key_Tab)
    screen.people.form.focus_first()
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: any(person.code for person in screen._state.people))
    (told,) = [person for person in screen._state.people if person.code]
    assert (told.name, told.phone, told.agency, told.code) == (
        "Hoàng Thị Thơm", "0987654321", "Bưu điện tỉnh Lai Châu", "NVT-0417",
    )  # fmt: skip
    home = office.app.work.list_doors()[0].household.id
    printed = " ".join("".join(read_page_texts(office.app.printing.leaflet(home, office.words))).split())
    assert "Bưu điện tỉnh Lai Châu" in printed
    assert "NVT-0417" in printed
    # What stands there is put into the form again, and can be taken back.
    change_contact(office, screen, "Hoàng Thị Thơm")
    assert screen.people.form.values()["code"] == "NVT-0417"


def test_a_laptop_changes_those_entered_on_it_and_nobody_of_the_office(laptop: Seat) -> None:
    screen = open_settings(laptop)
    theirs = next(p for p in screen._state.people if p.name == "Hoàng Thị Thơm")
    with pytest.raises(NotAllowed):
        laptop.app.office.edit_canvasser(theirs.id, phone="", agency="Khác", code="1")
    mine = next(p for p in screen._state.people if p.name == "Lường Thị Inh")
    changed = laptop.app.office.edit_canvasser(mine.id, phone="", agency=" Bưu  điện ", code="NVT 2").value
    assert (changed.agency, changed.code) == ("Bưu điện", "NVT 2")


# ------------------------------------------------------------------------------------------------------------ look
def test_theme_and_type_size_change_at_once_and_are_kept(office: Seat) -> None:
    screen = open_settings(office, Section.LOOK)
    file = office.app.desk.folder.parent / "settings.json"
    wanted: list[str] = []
    office.window.language_wanted.connect(wanted.append)
    for key, value in (("theme", "high_contrast"), ("type_size", "largest"), ("language", "en")):
        screen.look.rows[key].chip(value).setFocus()
        office.press(Qt.Key.Key_Space)
    assert look().theme is Theme.HIGH_CONTRAST
    assert look().setting is TypeSetting.LARGEST
    assert wanted == ["en"]
    office.wait(lambda: load_settings(file).language == "en")
    assert load_settings(file).type_size == "largest"


# ---------------------------------------------------------------------------------------------------------- upkeep
def test_the_second_place_is_chosen_copied_to_and_dropped_by_key(
    laptop: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    monkeypatch.setattr("ui.widgets.settings_pages.choose_folder", lambda *_, **__: str(stick))
    screen = open_settings(laptop, Section.BACKUPS)
    page = screen.backups
    laptop.wait(lambda: "chỉ" in page.second.accessibleName())
    assert not page.copy.isVisible()
    laptop.press(Qt.Key.Key_F4)
    laptop.wait(lambda: "Lần cuối:" in page.second.accessibleName())
    (kept,) = stick.glob("go-cua-*/gocua-*.db")
    assert kept.read_bytes() == laptop.app.upkeep.list_backups()[0].path.read_bytes()
    kept.unlink()
    laptop.press(Qt.Key.Key_B)
    laptop.wait(kept.is_file)
    laptop.wait(lambda: not screen._state.second.copying)
    stick.rename(tmp_path / "pocket")
    laptop.press(Qt.Key.Key_B)
    laptop.wait(lambda: "Hiện chưa cắm" in page.second.accessibleName())
    assert "Hiện không thấy" in laptop.trouble()
    laptop.press(Qt.Key.Key_W)
    laptop.wait(lambda: not page.copy.isVisible())
    assert SecondCopies(laptop.app.desk).read() is None


def test_a_backup_is_made_listed_and_checked(laptop: Seat) -> None:
    screen = open_settings(laptop, Section.BACKUPS)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: screen.backups.table.lines())
    assert len(laptop.app.upkeep.list_backups()) == 1
    screen.backups.take_focus()
    laptop.press(Qt.Key.Key_V)
    laptop.wait(lambda: screen._state.checked is not None)
    assert "Bản sao lưu này còn tốt" in screen.backups.result.accessibleName()


def test_the_check_says_that_the_data_is_sound(laptop: Seat) -> None:
    screen = open_settings(laptop, Section.MACHINE)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: screen._state.checked is not None)
    assert "Dữ liệu còn tốt" in screen.machine.result.accessibleName()
    facts = [line.title for line in screen.machine.facts.lines()]
    assert laptop.app.syncing.read_key_id() in facts
    assert str(laptop.app.desk.folder) in facts


def test_a_new_passphrase_opens_the_workspace_and_the_old_one_does_not(laptop: Seat) -> None:
    screen = open_settings(laptop, Section.PASSPHRASE)
    for text in (PASSPHRASE, NEW, NEW):
        laptop.type(text)
        laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: screen._state.passphrase_changed)
    assert screen.passphrase.form.values() == {"old": "", "new": "", "again": ""}
    folder = laptop.app.desk.folder
    open_workspace(folder, NEW).close()
    with pytest.raises(NotAllowed):
        open_workspace(folder, PASSPHRASE)


@pytest.mark.parametrize(
    ("old", "new", "again"), [("sai", NEW, NEW), (PASSPHRASE, NEW, "khac"), (PASSPHRASE, "1", "1")]
)
def test_what_cannot_be_a_new_passphrase_is_a_sentence(laptop: Seat, old: str, new: str, again: str) -> None:
    screen = open_settings(laptop, Section.PASSPHRASE)
    for text in (old, new, again):
        laptop.type(text)
        laptop.press(Qt.Key.Key_Return)
    laptop.wait(laptop.trouble)
    laptop.wait(lambda: screen._state.busy is Busy.NOTHING)
    assert not screen._state.passphrase_changed
    open_workspace(laptop.app.desk.folder, PASSPHRASE).close()


def test_five_words_are_suggested_and_forgotten_when_one_goes_on(laptop: Seat) -> None:
    screen = open_settings(laptop, Section.PASSPHRASE)
    laptop.press(Qt.Key.Key_F4)
    assert len(screen._state.suggestion.split()) == 5
    laptop.press(Qt.Key.Key_Escape)
    laptop.press(Qt.Key.Key_5)
    assert screen._state.suggestion == ""


def test_a_laptop_has_no_villages_and_laptops_to_set_up(laptop: Seat) -> None:
    screen = open_settings(laptop)
    assert [line.id for line in screen.sections.lines()] == [
        *list(Section)[:5],
        Section.RULES,
        Section.TEAMS,
        Section.DIFFICULTIES,
        Section.VERSION,
        Section.LICENCES,
    ]
    laptop.press(Qt.Key.Key_Escape)
    laptop.press(Qt.Key.Key_A)
    assert screen._state.section is Section.PEOPLE


# -------------------------------------------------------------------------------------------------------- villages
def test_villages_are_added_renamed_and_merged(office: Seat) -> None:
    screen = open_settings(office, Section.VILLAGES)
    page = screen.villages
    stand_in_form(office, page.form)
    office.type("bản Cò Nọt")
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: len(screen._state.office.villages) == 2)
    assert page.form.control("name").hasFocus()  # the next one can be typed at once
    names = [village.name for village in screen._state.office.villages]
    page.table.setFocus()
    page.table.stand_on(names.index("Cò Nọt"))
    page.kinds.chip("rename").setFocus()
    office.press(Qt.Key.Key_Space)
    stand_in_form(office, page.form)
    retype(office, "bản Cò Lá")
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: "Cò Lá" in [village.name for village in screen._state.office.villages])
    page.kinds.chip("merge").setFocus()
    office.press(Qt.Key.Key_Space)
    page.table.stand_on([village.name for village in screen._state.office.villages].index("Nà Ly"))
    stand_in_form(office, page.form)
    office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: len(screen._state.office.villages) == 1)
    [coverage] = office.app.households.read_coverage()
    assert (coverage.village.name, coverage.known) == ("Cò Lá", 6)


# --------------------------------------------------------------------------------------------------------- laptops
def test_a_set_up_file_is_made_and_its_code_opens_it_and_is_gone_afterwards(
    office: Seat, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = open_settings(office, Section.LAPTOPS)
    office.type("Máy 09")
    screen.laptops.form.control("folder").setFocus()
    retype(office, str(stick))
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen.laptops.code.code())
    code = screen.laptops.code.code()
    assert screen.laptops.code.isVisible()
    opened = open_kit_file(tmp_path / "new", stick / "may-09.gocuakit", code, PASSPHRASE, cost=FLOOR)
    assert opened.standing().device_name == "Máy 09"
    opened.close()
    office.wait(lambda: len(screen._state.office.machines) == 2)
    office.press(Qt.Key.Key_Escape)
    office.press(Qt.Key.Key_1)
    assert screen._state.office.kit is None
    assert screen.laptops.code.code() == ""


def test_a_laptop_without_a_village_is_a_sentence(office: Seat) -> None:
    village = office.app.households.read_coverage()[0].village
    screen = open_settings(office, Section.LAPTOPS)
    office.type("Máy 09")
    tick: Any = screen.laptops.form.control("village:" + village.id.hex())
    assert tick.isChecked()
    tick.setChecked(False)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(office.trouble)
    assert screen._state.office.kit is None


def test_after_how_many_days_a_machine_is_asked_after_is_set_by_key(office: Seat) -> None:
    screen = open_settings(office, Section.LAPTOPS)
    field: Any = screen.laptops.silence.control("days")
    assert field.text() == "7"
    field.setFocus()
    retype(office, "3")
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.office.silent_after == 3)
    assert office.app.silences.read() == 3
    assert screen._state.office.kit is None
    retype(office, "x")
    office.press(Qt.Key.Key_Return)
    office.wait(office.trouble)
    assert office.app.silences.read() == 3


def test_a_recovery_code_is_told_only_after_a_confirmation(office: Seat) -> None:
    screen = open_settings(office, Section.LAPTOPS)
    office.press(Qt.Key.Key_Escape)
    screen.laptops.table.setFocus()
    office.press(Qt.Key.Key_R)
    office.wait(lambda: screen._state.office.asking_for == "Máy 04")
    assert screen.laptops.code.code() == ""
    office.wait(lambda: QApplication.focusWidget() is screen.laptops.confirm)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen.laptops.code.code())
    assert screen.laptops.code.code() == office.app.recovery_code("Máy 04")


def test_small_words() -> None:
    from outreach_app.i18n import open_catalogue

    assert name_kit("Máy số 01") == "may-so-01.gocuakit"
    assert default_until(date(2026, 11, 21)) == date(2027, 12, 31)
    assert tell_size(open_catalogue("vi"), 5_300_000) == "5 MB"
    assert tell_size(open_catalogue("vi"), 10) == "1 kB"
