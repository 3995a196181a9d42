"""Pictures of what an office does with files: differences, pairs, machines, taking back, and a stick being read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import FileState
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.settings import Settings
from outreach_app.sync.findings import Finding, find_envelopes
from outreach_app.wire.refusals import refuse
from ui.app import make_application
from ui.pictures.campaign import show_campaign
from ui.pictures.heard import show_exports, show_heard
from ui.pictures.lists import show_lists
from ui.pictures.office import show_committees, show_office_work, show_territory
from ui.pictures.studio import Picture, Studio, open_studio
from ui.pictures.teams import show_teams
from ui.theme import Theme, TypeSetting, apply_theme

if TYPE_CHECKING:
    from outreach_app.app import App


def render_office_pictures(
    app: "App", stick: Path, folder: Path, *, size: QSize, theme: Theme, type_setting: TypeSetting = TypeSetting.NORMAL,
    words: Catalogue | None = None,
) -> list[Picture]:  # fmt: skip
    """Render what an office does with files into a folder that exists; at the end the stick is taken in."""
    apply_theme(make_application(Settings()), theme, type_setting=type_setting)
    language = words or open_catalogue("vi")
    with open_studio(app, folder, size, language, standing=app.standing()) as studio:
        pages = (
            show_teams, show_campaign, show_heard, show_exports, show_office_work, show_committees, show_lists,
            show_territory,
        )  # fmt: skip
        return [*(picture for show in pages for picture in show(studio)), *_show_exchange(studio, stick)]


def _show_exchange(studio: Studio, stick: Path) -> Iterator[Picture]:
    """Differences, pairs and many at once; each page by its key; then the stick, before and after it is taken in."""

    def take(name: str) -> Picture:
        return studio.take(f"7-exchange-{name}", "exchange")

    def press(*keys: Qt.Key) -> None:
        for key in keys:
            studio.settle()
            studio.press(key)

    studio.house.go("exchange")
    yield take("difference")
    press(Qt.Key.Key_A, Qt.Key.Key_1)
    yield take("many")
    press(Qt.Key.Key_Escape, *[Qt.Key.Key_4] * studio.app.conflicts.count())
    yield take("alike")
    for key, name in ((Qt.Key.Key_Z, "undo"), (Qt.Key.Key_R, "aside"), (Qt.Key.Key_D, "handover")):
        press(key)
        yield take(name)
        press(Qt.Key.Key_Escape)
    yield from _show_machines(studio, take, press)
    press(Qt.Key.Key_G)
    yield take("write")
    press(Qt.Key.Key_Escape)
    _let_one_come(studio, stick)
    yield take("arrived")
    press(Qt.Key.Key_Escape, Qt.Key.Key_O)
    studio.settle()
    studio.press(Qt.Key.Key_A, held=Qt.KeyboardModifier.ControlModifier)
    studio.type(str(stick))
    yield take("read")
    press(Qt.Key.Key_Return)
    yield take("preview")
    press(Qt.Key.Key_Return)
    yield take("result")


def _let_one_come(studio: Studio, stick: Path) -> None:
    """The first new file of the stick comes into a watched folder, and another one that nobody can read."""
    studio.app.watching.set_folder(str(stick))
    seen = zip(find_envelopes(stick), studio.app.syncing.preview([stick]).files, strict=True)
    fresh = [finding for finding, file in seen if file.state is FileState.WAITING]
    unreadable = Finding("Tài liệu (2).gocua", refusal=refuse("damaged"))
    studio.app.watching.take([*fresh[:1], unreadable])
    studio.house.operations.broadcast(Changes(everything=True))
    studio.settle()


def _show_machines(
    studio: Studio, take: Callable[[str], Picture], press: Callable[..., None]
) -> Iterator[Picture]:
    machines = len(studio.app.syncing.list_machines())
    press(Qt.Key.Key_Backtab, *[Qt.Key.Key_Up] * machines, Qt.Key.Key_Down, Qt.Key.Key_Return)
    yield take("machine")
    press(Qt.Key.Key_B)
    yield take("block")
    press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
