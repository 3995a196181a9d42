"""The header of every screen: search, what is saved, to send and backed up, and who is working."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.buttons import name_button
from ui.widgets.fields import SearchField
from ui.widgets.paint import caps_width, icon_size, paint_caps, paint_icon_in, paint_text, text_width
from ui.widgets.tags import SignLine


class PersonButton(QAbstractButton):
    """Who is working on this laptop, with the key that changes it."""

    def __init__(self, caps: tuple[str, ...] = ("F12",), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps = caps
        self._name = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_person(self, name: str, *, spoken: str = "") -> None:
        """Show who is working; `spoken` says what the button does."""
        self._name = name
        name_button(self, name)
        self.setAccessibleName(spoken or name)
        self.setVisible(bool(name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = text_width(self._name, look().font(look().text, 500))
        sign = icon_size(Size.ICON_BUTTON) + Size.GRID
        return QSize(sign + words + Size.GRID + caps_width(self._caps), look().px(Size.FIELD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current, place = QPainter(self), look(), QRect(self.rect())
        side = icon_size(Size.ICON_BUTTON)
        paint_icon_in(painter, place, name="user", size=side, colour=current.tokens.ink)
        place.setLeft(side + Size.GRID)
        font = current.font(current.text, 500)
        used = paint_text(painter, place, text=self._name, font=font, colour=current.colour("ink"))
        place.setLeft(place.left() + used + Size.GRID)
        paint_caps(painter, place, keys=self._caps)


class Header(QFrame):
    """Search at the left, the machine's state and the person at the right.

    Attributes: search (`SearchField`), person (`PersonButton`). Signal `person_pressed()`.
    """

    person_pressed = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "header")
        self.search = SearchField(placeholder, parent=self)
        self.person = PersonButton(parent=self)
        self.person.clicked.connect(self.person_pressed)
        self._saved = SignLine("", "", self)
        self._to_send = SignLine("", "", self)
        self._backup = SignLine("", "", self)
        self._divider = QFrame(self)
        self._divider.setProperty("part", "divider")
        self._lay_out()
        self._keep_size()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Size.MARGIN, 0, Size.MARGIN, 0)
        row.setSpacing(Size.MARGIN)
        row.addWidget(self.search)
        row.addStretch(1)
        for part in (self._saved, self._to_send, self._backup, self._divider, self.person):
            row.addWidget(part)

    def show_state(
        self, *, saved: str = "", to_send: str = "", backup: str = "", backup_late: bool = False
    ) -> None:
        """Show the saved stamp, what waits to be sent and the last backup; empty texts take no room."""
        self._saved.show_state("circle-check", saved, tone=Tone.GOOD)
        self._to_send.show_state("send", to_send)
        self._backup.show_state("database-backup", backup, tone=Tone.WAIT if backup_late else Tone.NEUTRAL)

    def _keep_size(self) -> None:
        self.setFixedHeight(look().px(Size.HEADER))
        self._divider.setFixedHeight(look().px(Size.HEADER) - Size.GRID - Size.HALF)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_divider"):
            self._keep_size()
