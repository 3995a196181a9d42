"""Strips that say one thing and offer one next step: warnings, hints, and the one problem banner."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.models.path_words import break_path
from ui.theme import Size, Tone, icon_pixmap, look, repolish
from ui.widgets.buttons import LinkButton
from ui.widgets.paint import icon_size
from ui.widgets.text import Role, make_label

_SIGNS = {
    Tone.WAIT: "triangle-alert",
    Tone.BAD: "circle-alert",
    Tone.GOOD: "circle-check",
    Tone.ACCENT: "info",
    Tone.NEUTRAL: "info",
}


class SignLabel(QLabel):
    """A single icon in the colour of a tone that follows the theme."""

    def __init__(
        self, name: str, tone: Tone, parent: QWidget | None = None, *, size: int = Size.ICON_BUTTON
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.draw_again()

    def show_sign(self, name: str, tone: Tone) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.draw_again()

    def draw_again(self) -> None:
        """Tint the icon with the theme in force."""
        colour, side = look().tokens.text(self._tone), icon_size(self._size)
        self.setPixmap(icon_pixmap(self._name, side, colour=colour, ratio=self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.draw_again()


class Strip(QFrame):
    """One sentence with its sign on a tint, and at most one link with its key.

    Signal `link_activated()`: the link was pressed. `title` is strong, `rest` goes on plainly; with `stacked` the
    rest stands below in the small size.
    """

    link_activated = Signal()

    def __init__(
        self,
        tone: Tone = Tone.ACCENT,
        parent: QWidget | None = None,
        *,
        stacked: bool = False,
        sign: bool = True,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setProperty("tone", tone.value)
        self._sign = SignLabel(_SIGNS[tone], tone, self)
        self._sign.setVisible(sign)
        self._title = make_label("", Role.STRONG, wrap=stacked, parent=self)
        self._rest = make_label("", Role.HINT if stacked else Role.LINE, wrap=True, parent=self)
        self._link = LinkButton("", parent=self)
        self._link.clicked.connect(self.link_activated)
        self._lay_out(stacked=stacked)
        self.show_text("")

    def _lay_out(self, *, stacked: bool) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Size.GRID + Size.HALF, 0, Size.GRID + Size.HALF, 0)
        row.setSpacing(Size.GRID)
        row.addWidget(self._sign)
        words: QVBoxLayout | QHBoxLayout = QVBoxLayout() if stacked else QHBoxLayout()
        words.setSpacing(0 if stacked else Size.HALF)
        # Labels keep room for marks above; the same below centres the words beside the sign.
        words.setContentsMargins(0, 0, 0, Size.HALF)
        words.addWidget(self._title)
        words.addWidget(self._rest, 1)
        row.addLayout(words, 1)
        row.addWidget(self._link, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(look().px(Size.BUTTON))

    def show_text(self, title: str, rest: str = "", *, link: str = "", caps: tuple[str, ...] = ()) -> None:
        """Say something else; empty parts take no room."""
        self._title.setText(title)
        self._rest.setText(rest)
        self._title.setVisible(bool(title))
        self._rest.setVisible(bool(rest))
        self._link.set_words(link, caps)
        self._link.setVisible(bool(link))
        self.setAccessibleName(" ".join(part for part in (title, rest) if part))
        # A layout within a layout hears of new words only once the event loop turns; who places the strip asks now.
        if (layout := self.layout()) is not None:
            layout.activate()

    def fit(self, widest: int) -> QSize:
        """Break the first sentence into lines if it needs more than `widest` pixels; the room it takes then."""
        self._title.setWordWrap(False)
        needed = self.sizeHint().expandedTo(self.minimumSize())
        if needed.width() <= widest:
            return needed
        self._title.setText(break_path(self._title.text().replace("\u200b", "")))
        self._title.setWordWrap(True)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        return QSize(widest, max(self.minimumHeight(), layout.heightForWidth(widest)))

    def set_tone(self, tone: Tone) -> None:
        """Change the state the strip stands for."""
        self._tone = tone
        self.setProperty("tone", tone.value)
        self._sign.show_sign(_SIGNS[tone], tone)
        repolish(self)

    def link(self) -> LinkButton:
        """The one link, for focus and for a shortcut."""
        return self._link


class ProblemBanner(Strip):
    """The one place for what went wrong: what happened, what to do next; Esc puts it away.

    Signals: `link_activated()` for the next step, `closed()` when somebody put it away.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, close_text: str = "") -> None:
        super().__init__(Tone.BAD, parent)
        self._close = LinkButton(close_text, ("Esc",), parent=self)
        self._close.clicked.connect(self.put_away)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._close)
        self.hide()

    def show_problem(self, message: str, advice: str, *, link: str = "", caps: tuple[str, ...] = ()) -> None:
        """Show a problem and tell assistive tools about it; a later problem takes the place of the earlier."""
        self.show_text(message, advice, link=link, caps=caps)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def put_away(self) -> None:
        """Hide the banner."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)
