"""The day and channel of a visit: a line of text that turns into two fields."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.people import PartialDate
from outreach_app.domain.visits import CHANNEL_NAMES, Channel
from outreach_app.i18n import Catalogue
from ui.theme import Size, look
from ui.widgets.buttons import CapButton
from ui.widgets.choices import DropDown
from ui.widgets.dates import Leaning, PartialDateField
from ui.widgets.text import Role, make_label
from ui.widgets.visit_steps import DATE_WIDTH

_CHANNEL_WIDTH = 176


class VisitDay(QWidget):
    """Signals: `changed(object)` a dict with `visited_on` or `channel`; `done()` when the fields are put away."""

    changed = Signal(object)
    done = Signal()

    def __init__(self, words: Catalogue, *, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._line = make_label("", Role.NOTE, parent=self)
        self._day = PartialDateField(
            self, name=words.text("Day of the visit"), leaning=Leaning.PAST, today=today
        )
        self._day.setFixedWidth(look().px(DATE_WIDTH))
        self._day.value_changed.connect(self._take_day)
        self._channel = DropDown(self, name=words.text("Where you spoke"))
        self._channel.set_choices([(key, words.text(name)) for key, name in CHANNEL_NAMES.items()])
        self._channel.setFixedWidth(look().px(_CHANNEL_WIDTH))
        self._channel.chosen.connect(lambda channel: self.changed.emit({"channel": channel}))
        self._button = CapButton(words.text("Change"), ("F4",), parent=self)
        self._button.clicked.connect(self.toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        for widget in (self._line, self._day, self._channel, self._button):
            row.addWidget(widget)
        self._show_fields(False)

    def is_open(self) -> bool:
        """Whether the fields are shown."""
        return not self._day.isHidden()

    def show_day(self, day: date, channel: Channel) -> None:
        """Show day and channel."""
        words = self._words
        self._line.setText(f"{words.long_date(day)} · {words.text(CHANNEL_NAMES[channel])}")
        shown = self._day.value()
        if (shown is None or shown.first_day != day) and not self._day.hasFocus():
            self._day.set_value(day)
        self._channel.set_value(channel)

    def toggle(self) -> None:
        """Show the fields, or put them away."""
        opening = not self.is_open()
        self._show_fields(opening)
        if opening:
            self._day.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._day.selectAll()
        else:
            self.done.emit()

    def put_away(self) -> None:
        """Show the line of text again, without a signal."""
        self._show_fields(False)

    def _show_fields(self, show: bool) -> None:
        self._day.setVisible(show)
        self._channel.setVisible(show)
        self._line.setVisible(not show)
        self._button.set_words(self._words.text("Done") if show else self._words.text("Change"))

    def _take_day(self, value: PartialDate | None) -> None:
        if value is not None and value.day is not None:
            self.changed.emit({"visited_on": value.first_day})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaving = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if self.is_open() and leaving and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.toggle()
            return
        super().keyPressEvent(event)
