"""Pictures of teams, assignments, and doors that are handed out."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from ui.pictures.studio import Picture, Studio

_PAGES = ((Qt.Key.Key_9, "teams"), (Qt.Key.Key_0, "assignments"))


def show_teams(studio: Studio) -> Iterator[Picture]:
    """The two pages of Settings, each with a row stood on, and the form that hands doors out."""
    studio.house.go("settings")
    for key, name in _PAGES:
        studio.press(Qt.Key.Key_Escape)
        studio.settle()
        studio.press(key)
        studio.settle()
        studio.press(Qt.Key.Key_Down)
        yield studio.take(f"9-settings-{name}", "settings")
    studio.press(Qt.Key.Key_Escape)
    studio.house.go("households")
    studio.settle()
    studio.press(Qt.Key.Key_F5)
    yield studio.take("2-households-hand-out", "households")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    studio.press(Qt.Key.Key_F7)
    yield studio.take("2-households-group", "households")
    studio.press(Qt.Key.Key_Escape)
