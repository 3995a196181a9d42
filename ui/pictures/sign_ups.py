"""Pictures of the place Sign-ups: the list, one sign-up, money being taken, the cash of the day."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from ui.pictures.studio import Picture, Studio

_HANDED_IN = slice(2, 4)


def show_sign_ups(studio: Studio) -> Iterator[Picture]:
    """Hand some papers in, then look at the list, at one sign-up, and at both forms."""
    app = studio.app
    paid = [row.id for row in app.dossiers.list_sign_ups().rows if row.standing is None]
    app.dossiers.hand_in(paid[_HANDED_IN])
    studio.house.go("sign_ups")
    yield studio.take("5-sign-ups", "sign_ups")
    studio.press(Qt.Key.Key_Down)
    yield studio.take("5-sign-ups-chosen", "sign_ups")
    studio.press(Qt.Key.Key_T)
    yield studio.take("5-sign-ups-money", "sign_ups")
    studio.press(Qt.Key.Key_Escape)
    studio.press(Qt.Key.Key_C)
    yield studio.take("5-sign-ups-cash", "sign_ups")
    studio.press(Qt.Key.Key_Escape)
