"""A picture of every screen, made from real windows without a display: for the eye, for tests, for the manual."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt

from outreach_app.errors import BadInput, say
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.settings import Settings
from ui.app import make_application
from ui.main_window import PROGRAM, MainWindow
from ui.pictures.consents import show_consents
from ui.pictures.exchange import render_office_pictures
from ui.pictures.meetings import show_meetings
from ui.pictures.printing import show_printing
from ui.pictures.sign_ups import show_sign_ups
from ui.pictures.studio import Picture, Studio, open_studio
from ui.pictures.tour import show_handbook_and_tour
from ui.presenters.ports import AdviseAt, HouseholdAt, SheetAt, SignUpAt, StandAt, VisitAt
from ui.presenters.settings import Section
from ui.theme import Theme, TypeSetting, apply_theme

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.cli.call import Answer, Call

THEMES = {"light": Theme.LIGHT, "contrast": Theme.HIGH_CONTRAST}
_SMALLEST, _LARGEST = 480, 8192


def render_pictures(
    app: "App", folder: Path, *, size: QSize, theme: Theme, type_setting: TypeSetting = TypeSetting.NORMAL,
    words: Catalogue | None = None,
) -> list[Picture]:  # fmt: skip
    """Render every screen of an open workspace into a folder that exists; nothing is stored but one draft."""
    language = words or open_catalogue("vi")
    application = make_application(Settings())
    apply_theme(application, theme, type_setting=type_setting)
    standing = app.standing()
    with open_studio(app, folder, size, language, standing=standing) as studio:
        pictures = list(_render_entrances(studio, language))
        for scene in _SCENES:
            pictures += scene(studio)
    if standing.role != "office":
        # What only an office sees, over the same data.
        with open_studio(app, folder, size, language, standing=replace(standing, role="office")) as studio:
            studio.house.go("lists")
            pictures.append(studio.take("7-lists", "lists"))
    return pictures


def _render_entrances(studio: Studio, words: Catalogue) -> Iterator[Picture]:
    from ui.presenters.first_run import FirstRunState, Step
    from ui.presenters.unlock import UnlockState
    from ui.screens.first_run import FirstRunScreen
    from ui.screens.unlock import UnlockScreen

    window = MainWindow(words)
    window.resize(studio.window.size())
    window.show()
    entrance = Studio(window, studio.operations, studio.house, studio.app, studio.folder)
    first = FirstRunScreen(words, brand=PROGRAM)
    window.show_entrance(first)
    for step in (Step.CHOOSE, Step.KIT, Step.OFFICE):
        first.render_state(FirstRunState(step=step))
        yield entrance.take(f"0-first-run-{step.value}", "first_run")
    sheet = str(Path.home() / "recovery-sheet.pdf")
    first.render_state(FirstRunState(step=Step.RECOVERY, sheet=sheet))
    yield entrance.take("0-first-run-recovery", "first_run")
    unlock = UnlockScreen(words, brand=PROGRAM)
    window.show_entrance(unlock)
    unlock.render_state(UnlockState(error=_wrong_passphrase()))
    yield entrance.take("0-unlock", "unlock")
    unlock.render_state(UnlockState(forgotten=True))
    yield entrance.take("0-unlock-forgotten", "unlock")
    yield from _render_hubs(entrance, words)
    window.close()
    window.deleteLater()
    studio.window.activateWindow()


def _render_hubs(entrance: Studio, words: Catalogue) -> Iterator[Picture]:
    from ui.presenters.hubs import HubsState, HubStep, Known
    from ui.screens.hubs import HubsScreen

    address = "postgresql://gocua_clerk@hub.example/tamduong?sslmode=verify-full&sslrootcert=hub.pem"
    known = (Known(Path.home() / "workspace"), Known(Path.home() / "hub", address))
    for step in (HubStep.CHOOSE, HubStep.JOIN):
        hubs = HubsScreen(words, brand=PROGRAM)
        entrance.window.show_entrance(hubs)
        hubs.render_state(HubsState(step=step, known=known))
        yield entrance.take(f"0-hub-{step.value}", "unlock")


def _wrong_passphrase() -> BadInput:
    return BadInput(
        say("The passphrase is wrong."), say("Type it again; watch the Unikey sign and Caps Lock.")
    )


def _show_today(studio: Studio) -> Iterator[Picture]:
    studio.house.go("today")
    yield studio.take("1-today", "today")
    studio.window.toggle_help()
    yield studio.take("1-today-keys", "today")
    studio.window.toggle_help()
    studio.window.start_search()
    studio.type("lo")
    yield studio.take("1-search", "today")
    studio.window.header.search.clear()
    studio.type("Quàng Thị Ban Mai")
    yield studio.take("1-search-nothing", "today")
    studio.press(Qt.Key.Key_Escape)
    studio.house.frame.choose_person()
    yield studio.take("1-person", "today")
    studio.house.frame.leave_people()


def _show_households(studio: Studio) -> Iterator[Picture]:
    studio.house.go("households", HouseholdAt(_largest_household(studio.app)))
    yield studio.take("2-households", "households")
    studio.press(Qt.Key.Key_Tab)
    studio.press(Qt.Key.Key_Return)
    yield studio.take("2-households-person", "households")
    studio.press(Qt.Key.Key_Escape)


def _show_visit(studio: Studio) -> Iterator[Picture]:
    household = _largest_household(studio.app)
    studio.house.go("visit", VisitAt(household))
    studio.settle()
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        studio.press(digit)
    yield studio.take("3-visit", "visit")
    studio.press(Qt.Key.Key_F8)


def _show_renewals(studio: Studio) -> Iterator[Picture]:
    studio.house.go("renewals")
    yield studio.take("5-renewals", "renewals")
    studio.press(Qt.Key.Key_G)
    yield studio.take("5-renewals-call", "renewals")
    studio.press(Qt.Key.Key_Escape)


def _show_advise(studio: Studio) -> Iterator[Picture]:
    studio.house.go("advise")
    yield studio.take("5-advise-empty", "advise")
    studio.house.go("advise", AdviseAt(_largest_household(studio.app)))
    yield studio.take("5-advise", "advise")
    for key, name in ((Qt.Key.Key_F6, "worries"), (Qt.Key.Key_F7, "laws"), (Qt.Key.Key_F9, "cashing-out")):
        studio.press(key)
        yield studio.take(f"5-advise-{name}", "advise")
        studio.press(Qt.Key.Key_Escape)
        studio.settle()


def _show_papers(studio: Studio) -> Iterator[Picture]:
    app = studio.app
    open_sheets = app.sheets.list_open()
    studio.house.go("typeback", SheetAt(open_sheets[0].code) if open_sheets else None)
    yield studio.take("4-typeback", "typeback")
    studio.house.go("sign_up", SignUpAt(_largest_household(app)))
    yield studio.take("5-sign-up", "sign_up")


def _show_office(studio: Studio) -> Iterator[Picture]:
    for number, place in enumerate(_OFFICE, start=6):
        if studio.house.has(place):
            studio.house.go(place)
            yield studio.take(f"{number}-{place}", place)
    studio.press(Qt.Key.Key_8 if studio.house.has("lists") else Qt.Key.Key_6)
    yield studio.take("9-settings-rules", "settings")
    studio.house.go("settings", StandAt(Section.LICENCES))
    studio.settle()
    studio.press(Qt.Key.Key_Return)
    yield studio.take("9-settings-licences", "settings")


_OFFICE = ("answers", "exchange", "lists", "settings")
_SCENES: tuple[Callable[[Studio], Iterator[Picture]], ...] = (
    _show_today, _show_households, _show_visit, _show_advise, _show_renewals, show_sign_ups, show_meetings,
    show_consents, _show_papers, show_printing, _show_office, show_handbook_and_tour,
)  # fmt: skip


def _largest_household(app: "App") -> bytes:
    """The household with most members among today's doors, as a picture should show a family."""
    items = app.work.list_doors()
    return max(items, key=lambda item: (item.household.members, item.household.code)).household.id


def make_pictures(call: "Call", folder: str, *, size: str, theme: str, type_size: str) -> "Answer":
    """Render every screen of a sample workspace for the command line."""
    from outreach_app.app import make_sample, make_sample_office
    from outreach_app.cli.call import Answer

    target = Path(folder)
    wanted, colours, letters = _read_size(size), _read_theme(theme), _read_type(type_size)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        app = make_sample(Path(passing) / "sample", clock=call.clock)
        try:
            pictures = render_pictures(
                app, target, size=wanted, theme=colours, type_setting=letters, words=call.words
            )
        finally:
            app.close()
        office, stick = make_sample_office(Path(passing) / "office", clock=call.clock)
        try:
            pictures += render_office_pictures(
                office, stick, target, size=wanted, theme=colours, type_setting=letters, words=call.words
            )
        finally:
            office.close()
    told = [{"path": str(picture.path), "place": picture.place} for picture in pictures]
    return Answer(
        {"pictures": told}, (say("{count} pictures are in {folder}.", count=len(told), folder=folder),)
    )


def _read_size(text: str) -> QSize:
    wide, _, high = text.lower().partition("x")
    if wide.isdecimal() and high.isdecimal():
        size = QSize(int(wide), int(high))
        if min(size.width(), size.height()) >= _SMALLEST and max(size.width(), size.height()) <= _LARGEST:
            return size
    raise BadInput(say("{text} is no window size.", text=text), say("Write it as 1366x768."), key="bad_size")


def _read_theme(text: str) -> Theme:
    if text in THEMES:
        return THEMES[text]
    raise BadInput(
        say("There is no theme {text}.", text=text), say("Choose light or contrast."), key="bad_theme"
    )


def _read_type(text: str) -> TypeSetting:
    if text in [setting.value for setting in TypeSetting]:
        return TypeSetting(text)
    raise BadInput(
        say("There is no type size {text}.", text=text),
        say("Choose normal, large or largest."),
        key="bad_type",
    )
