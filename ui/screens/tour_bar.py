"""What stands over a sample workspace: that nothing in it is real, and the tour's step with a ring at its control."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import N_, Catalogue
from ui.presenters.tour import STEPS, TourState, TourStep
from ui.theme import Size, Tone, look
from ui.widgets.buttons import CapButton
from ui.widgets.panels import Panel
from ui.widgets.strips import Strip
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label

_LOOK_MS = 250

SAID: dict[TourStep, tuple[str, str, tuple[tuple[str, ...], ...]]] = {
    TourStep.FIND: (
        N_("Find a family"),
        N_("Press Ctrl+K, type {name}, without marks, then Enter."),
        (("Ctrl", "K"), ("Enter",)),
    ),
    TourStep.NOBODY_HOME: (
        N_("Nobody at home: two keys"),
        N_("On today's list press Enter at a door, then 0. It is logged."),
        (("Ctrl", "1"), ("Enter",), ("0",)),
    ),
    TourStep.VISIT: (
        N_("Log a visit"),
        N_("At the next door press Enter, then 2 for somebody who thinks about it, then Ctrl+Enter."),
        (("Enter",), ("2",), ("Ctrl", "Enter")),
    ),
    TourStep.ADVISE: (
        N_("Work out what they would pay"),
        N_("Stand on a door of today's list and press T."),
        (("Ctrl", "1"), ("T",)),
    ),
    TourStep.PRINT: (
        N_("Make a visit list for tomorrow"),
        N_("On today's list press P, then Ctrl+Enter. It can be printed from there."),
        (("Ctrl", "1"), ("P",), ("Ctrl", "Enter")),
    ),
    TourStep.TYPE_BACK: (
        N_("Type a list back"),
        N_("Type the sheet code {sheet} and Enter, then one digit for the door."),
        (("Ctrl", "4"), ("Enter",), ("2",)),
    ),
    TourStep.SEND: (
        N_("Send a file"),
        N_(
            "Press G, and G again, since unfinished visits can wait; type a folder such as {folder}, then Enter."
        ),
        (("Ctrl", "9"), ("G",), ("G",), ("Enter",)),
    ),
    TourStep.DONE: (
        N_("That was a whole day"),
        N_("Look around as long as you like. F1 tells more, and begins the tour again."),
        (("F1",),),
    ),
}
"""For each step what it is, how it is done, and its keys."""


class TourBar(QWidget):
    """The two lines. Signals: `leave_wanted()` the sample and delete it, `keep_wanted()` leave and keep it."""

    leave_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, words: Catalogue, *, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._folder = words, folder
        self.sample = Strip(Tone.WAIT)
        self.sample.show_text(
            words.text("Sample data"),
            words.text("Invented families. Nothing here is real, and none of it is sent."),
        )
        self.out = CapButton(words.text("Leave and delete it"), ("F10",))
        self.keep = CapButton(words.text("Leave and keep it"), ("Ctrl", "F10"))
        self.out.clicked.connect(self.leave_wanted)
        self.keep.clicked.connect(self.keep_wanted)
        self._head, self._how = make_label("", Role.STRONG), make_label("", wrap=True)
        self._keys = QHBoxLayout()
        self.hint = Panel(name=words.text("The tour"))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Size.MARGIN, Size.HALF, Size.MARGIN, 0)
        column.setSpacing(Size.HALF)
        row = QHBoxLayout()
        row.addWidget(self.sample, 1)
        row.addWidget(self.out)
        row.addWidget(self.keep)
        column.addLayout(row)
        line = QHBoxLayout()
        line.setSpacing(Size.GAP)
        line.addWidget(self._head)
        line.addWidget(self._how, 1)
        line.addLayout(self._keys)
        line.addWidget(KeyHint(("Esc",), self._words.text("end the tour")))
        self.hint.body.setContentsMargins(Size.GAP, Size.HALF, Size.GAP, Size.GRID)
        self.hint.body.addLayout(line)
        column.addWidget(self.hint)

    def render_state(self, state: TourState) -> None:
        """Show a step, or no tour at all."""
        self.hint.setVisible(state.step is not None)
        if state.step is None:
            return
        words = self._words
        head, how, keys = SAID[state.step]
        place = f"{STEPS.index(state.step) + 1}/{len(STEPS)}"
        self._head.setText(f"{place}  {words.text(head)}")
        self._how.setText(words.text(how, name=state.name, sheet=state.sheet, folder=self._folder))
        self.hint.setAccessibleDescription(f"{self._head.text()} {self._how.text()}")
        while (item := self._keys.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for caps in keys:
            self._keys.addWidget(KeyHint(caps, ""))


class TourRing(QWidget):
    """A ring around the control that the step is about; takes no clicks and no focus, and follows the control."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self._follow)
        window.installEventFilter(self)
        self.hide()

    def point_at(self, target: QWidget | None) -> None:
        """Stand around another control, or nowhere."""
        self._target = target
        self._follow()
        if target is None:
            self._clock.stop()
        else:
            self._clock.start()

    def _follow(self) -> None:
        window, target = self.parentWidget(), self._target
        if target is None or window is None or not target.isVisible():
            self.hide()
            return
        room = Size.HALF + Size.RING
        around = QRect(target.mapTo(window, target.rect().topLeft()), target.size())
        around = around.adjusted(-room, -room, room, room)
        if self.geometry() != around:
            self.setGeometry(around)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, thick = QPainter(self), look().colour("wait"), Size.RING + 1
        box = self.rect()
        for edge in (
            QRect(0, 0, box.width(), thick),
            QRect(0, box.height() - thick, box.width(), thick),
            QRect(0, 0, thick, box.height()),
            QRect(box.width() - thick, 0, thick, box.height()),
        ):
            painter.fillRect(edge, colour)
