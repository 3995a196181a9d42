"""Pictures of what was heard at the doors: each report, the way down to the visits, and the question for a folder."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from ui.pictures.studio import Picture, Studio
from ui.presenters.campaign_state import Span


def show_heard(studio: Studio) -> Iterator[Picture]:
    """What was heard this year: worries and below them, ways of contact, questions with a difficulty, training."""
    studio.app.difficulties.report("Đường vào bản bị sạt lở, từ tuần trước xe máy không qua được.")
    studio.house.go("campaign", Span.YEAR)
    studio.settle()
    studio.press(Qt.Key.Key_H)
    yield studio.take("6-heard", "heard")
    for name in ("villages", "visits"):
        studio.press(Qt.Key.Key_Return)
        yield studio.take(f"6-heard-{name}", "heard")
    studio.press(Qt.Key.Key_X)
    yield studio.take("6-heard-saving", "heard")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    for key, name in ((Qt.Key.Key_2, "contacts"), (Qt.Key.Key_3, "questions"), (Qt.Key.Key_4, "training")):
        studio.press(key)
        yield studio.take(f"6-heard-{name}", "heard")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
