"""The pictures of the handbook, each by the name its chapters use, taken from windows over sample data."""

import itertools
import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtWidgets import QApplication

from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue
from outreach_app.settings import Settings
from ui.app import make_application
from ui.main_window import PROGRAM, WINDOW_SIZE, MainWindow
from ui.pictures.campaign import set_targets
from ui.pictures.consents import tell_consents
from ui.pictures.lists import show_lists
from ui.pictures.meetings import hold_meetings
from ui.pictures.office import show_territory
from ui.pictures.printing import make_paper
from ui.pictures.studio import Studio, open_studio
from ui.presenters.campaign_state import Span
from ui.presenters.handbook_words import BOOK_TITLES
from ui.presenters.ports import AdviseAt, ConsentAt, HouseholdAt, Paper, PrintAt, SheetAt, SignUpAt, VisitAt
from ui.presenters.settings import Section
from ui.screens.settings import SettingsScreen
from ui.theme import Theme, apply_theme
from ui.widgets.entrance import EntrancePage
from ui.wiring.handbook import open_handbook

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.workspace import Clock

Scene = Callable[[Studio], None]
Entrance = Callable[[Catalogue], EntrancePage]
_STICK = "stick"


def print_handbook(role: str, words: Catalogue, *, clock: "Clock", tell: Callable[[Message], None]) -> bytes:
    """Print a role's handbook as PDF, with pictures taken now; `tell` hears how far it is."""
    from outreach_app.documents.handbook import render_handbook

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    book = open_handbook(role, words.language)
    wanted = book.list_pictures()
    done = itertools.count(1)

    def tell_picture(name: str) -> None:
        if name:
            tell(say("Picture {number} of {count}", number=next(done), count=len(wanted)))
        else:
            tell(say("Making sample data"))

    pictures = take_pictures(wanted, words, clock=clock, tell=tell_picture)
    title = words.text(BOOK_TITLES[role])
    return render_handbook(title, book.chapters[: book.printed], words, pictures=pictures)


def take_pictures(
    names: Collection[str], words: Catalogue, *, clock: "Clock", tell: Callable[[str], None]
) -> dict[str, bytes]:
    """Take the pictures of these names as PNG; `tell` hears each name, and an empty one before sample data
    is made. KeyError for a picture there is not.
    """
    apply_theme(make_application(Settings()), Theme.LIGHT)
    taken: dict[str, bytes] = {}
    for name in (each for each in names if each in _ENTRANCES):
        tell(name)
        taken[name] = _take_entrance(_ENTRANCES[name](words))
    for scenes, opening in ((_LAPTOP, _open_laptop), (_OFFICE, _open_office)):
        wanted = {name: scene for name, scene in scenes.items() if name in names}
        if wanted:
            tell("")
            with (
                tempfile.TemporaryDirectory(prefix="gocua-") as passing,
                opening(Path(passing), words, clock) as studio,
            ):
                taken |= dict(_take(studio, wanted, tell))
    return {name: taken[name] for name in names}


def _take(
    studio: Studio, scenes: Mapping[str, Scene], tell: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    for name, scene in scenes.items():
        tell(name)
        scene(studio)
        yield name, studio.take(name, name).path.read_bytes()


@contextmanager
def _open_laptop(passing: Path, words: Catalogue, clock: "Clock") -> Iterator[Studio]:
    from outreach_app.app import make_sample

    with _open(make_sample(passing / "sample", clock=clock), passing, words) as studio:
        yield studio


@contextmanager
def _open_office(passing: Path, words: Catalogue, clock: "Clock") -> Iterator[Studio]:
    from outreach_app.app import make_sample_office

    app, stick = make_sample_office(passing / "office", clock=clock)
    stick.rename(passing / _STICK)
    with _open(app, passing, words) as studio:
        yield studio


@contextmanager
def _open(app: "App", passing: Path, words: Catalogue) -> Iterator[Studio]:
    try:
        with open_studio(app, passing, QSize(WINDOW_SIZE), words, standing=app.standing()) as studio:
            yield studio
    finally:
        app.close()


# ------------------------------------------------------------------------------------------------- before it is open
def _take_entrance(page: EntrancePage) -> bytes:
    window = MainWindow(page.words)
    window.show_entrance(page)
    window.show()
    QApplication.processEvents()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    window.close()
    window.deleteLater()
    return bytes(buffer.data().data())


def _make_first_run(words: Catalogue) -> EntrancePage:
    from ui.presenters.first_run import FirstRunState
    from ui.screens.first_run import FirstRunScreen

    screen = FirstRunScreen(words, brand=PROGRAM)
    screen.render_state(FirstRunState())
    return screen


def _make_forgotten(words: Catalogue) -> EntrancePage:
    from ui.presenters.unlock import UnlockState
    from ui.screens.unlock import UnlockScreen

    screen = UnlockScreen(words, brand=PROGRAM)
    screen.render_state(UnlockState(forgotten=True))
    return screen


_ENTRANCES: dict[str, Entrance] = {"first-run": _make_first_run, "forgotten": _make_forgotten}


# --------------------------------------------------------------------------------------------------------- on a laptop
def _go(place: str) -> Scene:
    return lambda studio: studio.house.go(place)


def _show_search(studio: Studio) -> None:
    studio.house.go("today")
    studio.settle()
    studio.window.start_search()
    studio.type("lo van")


def _show_households(studio: Studio) -> None:
    studio.press(Qt.Key.Key_Escape)
    studio.house.go("households", HouseholdAt(find_largest(studio)))


def _show_visit(studio: Studio) -> None:
    studio.house.go("visit", VisitAt(find_largest(studio)))
    studio.settle()
    for digit in (Qt.Key.Key_2, Qt.Key.Key_3):
        studio.press(digit)


def _show_typeback(studio: Studio) -> None:
    sheets = studio.app.sheets.list_open()
    studio.house.go("typeback", SheetAt(sheets[0].code) if sheets else None)


def _show_money(studio: Studio) -> None:
    studio.house.go("sign_ups")
    studio.settle()
    studio.press(Qt.Key.Key_Down)
    studio.press(Qt.Key.Key_T)


def _show_print(studio: Studio) -> None:
    studio.house.go("print", PrintAt(Paper.SUMMARY))


def find_largest(studio: Studio) -> bytes:
    """The household with most members among today's doors, as a picture should show a family."""
    items = studio.app.work.list_doors()
    return max(items, key=lambda item: (item.household.members, item.household.code)).household.id


def _show_meeting(studio: Studio) -> None:
    hold_meetings(studio)
    studio.house.go("meetings")
    _press(studio, Qt.Key.Key_Down, Qt.Key.Key_Return)


def _show_consents(studio: Studio) -> None:
    person, household = tell_consents(studio)
    studio.house.go("consents", ConsentAt(person, back_at=HouseholdAt(household)))


_LAPTOP: dict[str, Scene] = {
    "today": _go("today"),
    "search": _show_search,
    "households": _show_households,
    "visit": _show_visit,
    "typeback": _show_typeback,
    "advise": lambda studio: studio.house.go("advise", AdviseAt(find_largest(studio))),
    "sign-up": lambda studio: studio.house.go("sign_up", SignUpAt(find_largest(studio))),
    "money": _show_money,
    "renewals": _go("renewals"),
    "exchange": _go("exchange"),
    "print": _show_print,
    "meeting": _show_meeting,
    "consents": _show_consents,
}


# ------------------------------------------------------------------------------------------------------- in the office
def _press(studio: Studio, *keys: Qt.Key) -> None:
    for key in keys:
        studio.settle()
        studio.press(key)


def _show_alike(studio: Studio) -> None:
    studio.house.go("exchange")
    _press(studio, *[Qt.Key.Key_4] * studio.app.conflicts.count())


def _show_preview(studio: Studio) -> None:
    studio.house.go("exchange")
    _press(studio, Qt.Key.Key_O)
    studio.settle()
    studio.press(Qt.Key.Key_A, held=Qt.KeyboardModifier.ControlModifier)
    studio.type(str(studio.folder / _STICK))
    _press(studio, Qt.Key.Key_Return)


def _set(section: Section) -> Scene:
    def show(studio: Studio) -> None:
        studio.house.go("settings")
        studio.settle()
        screen = studio.window.room()
        assert isinstance(screen, SettingsScreen)
        screen.section_chosen.emit(section)

    return show


def _show_requests(studio: Studio) -> None:
    tell_consents(studio)
    _set(Section.REQUESTS)(studio)


def _show_campaign(studio: Studio) -> None:
    set_targets(studio)
    studio.house.go("campaign", Span.YEAR)


def _show_targets(studio: Studio) -> None:
    studio.house.go("targets")
    _press(studio, Qt.Key.Key_H)


def _show_month(studio: Studio) -> None:
    studio.house.go("print", PrintAt(Paper.MONTH))
    studio.settle()
    make_paper(studio)


def _show_asked(studio: Studio) -> None:
    list(itertools.islice(show_lists(studio), 2))


def _show_territory(studio: Studio) -> None:
    next(show_territory(studio))


_OFFICE: dict[str, Scene] = {
    "difference": _go("exchange"),
    "alike": _show_alike,
    "exchange-preview": _show_preview,
    "lists": _go("lists"),
    "sign-ups": _go("sign_ups"),
    "laptops": _set(Section.LAPTOPS),
    "rules": _set(Section.RULES),
    "assignments": _set(Section.ASSIGNMENTS),
    "requests": _show_requests,
    "campaign": _show_campaign,
    "targets": _show_targets,
    "month": _show_month,
    "asked": _show_asked,
    "territory": _show_territory,
}

PICTURES = frozenset(_ENTRANCES) | frozenset(_LAPTOP) | frozenset(_OFFICE)
"""The names of all pictures there are."""
