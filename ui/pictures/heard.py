"""Pictures of what was heard at the doors, each report and the way down to the visits, and of exports for analysts."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from outreach_app.domain.changes import Changes
from ui.pictures.consents import tell_consents
from ui.pictures.studio import Picture, Studio
from ui.presenters.campaign_state import Span
from ui.widgets.form import Form


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
    studio.house.go("today")
    yield studio.take("1-today-difficulty", "today")
    yield _show_strips(studio)


def _show_strips(studio: Studio) -> Picture:
    """Today with everything that may wait above the list: an unfinished visit, a request, difficulties."""
    app = studio.app
    tell_consents(studio)
    household = app.households.read_rows(app.households.list_numbers()[:1])[0].id
    app.visits.save_draft("visit:picture", {}, household=household)
    app.difficulties.report("Hết tờ rơi tiếng Thái.")
    studio.house.operations.broadcast(Changes(everything=True))
    studio.settle()
    taken = studio.take("1-today-strips", "today")
    app.visits.discard_draft("visit:picture")
    return taken


def show_exports(studio: Studio) -> Iterator[Picture]:
    """Data for analysts: without names, with names, and where the files are once they were written."""
    studio.house.go("campaign", Span.YEAR)
    studio.settle()
    studio.press(Qt.Key.Key_E)
    yield studio.take("6-exports", "exports")
    form = next(each for each in studio.window.findChildren(Form) if each.isVisible())
    for key, text in (("folder", str(studio.folder)), ("name", "xuat-du-lieu")):
        field = form.control(key)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    form.control("with_names").setFocus(Qt.FocusReason.OtherFocusReason)
    studio.press(Qt.Key.Key_Space)
    yield studio.take("6-exports-names", "exports")
    studio.press(Qt.Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    yield studio.take("6-exports-written", "exports")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
