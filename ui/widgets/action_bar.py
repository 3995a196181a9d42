"""The bar at the bottom of every screen: helpers left, the draft's state in the middle, the next step right."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.buttons import CapButton, Kind
from ui.widgets.tags import SignLine


class ActionBar(QFrame):
    """Holds the buttons of one screen; the filled one always stands bottom right, and there is only one.

    Where large type leaves too little room, the state gives way first, then the helpers take rows of their own:
    no button ever leaves the window and none is cut.
    """

    def __init__(
        self,
        step: CapButton | None = None,
        parent: QWidget | None = None,
        *,
        helpers: Sequence[QWidget] = (),
        beside: Sequence[QWidget] = (),
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "action_bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._helpers = tuple(helpers)
        self._state = SignLine("", "", self, small=False, ink="ink_2")
        if step is not None:
            step.set_kind(Kind.FILLED)
        self._steps = (*beside, *((step,) if step is not None else ()))
        self._rows = 1
        for widget in (*self._helpers, self._state, *self._steps):
            widget.setParent(self)
        self._arrange()

    def show_state(self, text: str, *, icon: str = "circle-check", tone: Tone = Tone.GOOD) -> None:
        """Say how the draft stands, such as `kept by itself at 19:42`; an empty text says nothing."""
        self._state.show_state(icon, text, tone=tone)
        self._arrange()

    def state(self) -> str:
        """The words in the middle."""
        return self._state.text()

    def _arrange(self) -> None:
        row, room = look().px(Size.ACTION_BAR), self.width() - 2 * Size.MARGIN
        lines, steps = _break_lines(self._helpers, room), _width(self._steps)
        apart = bool(lines and steps and _width(lines[-1]) + Size.GRID + steps > room)
        self._rows = max(1, len(lines) + apart)
        below = row - Size.GRID
        self.setFixedHeight(row + (self._rows - 1) * below)
        for place, line in enumerate(lines):
            self._place(line, left=Size.MARGIN, top=place * below)
        self._place(self._steps, left=self.width() - Size.MARGIN - steps, top=(self._rows - 1) * below)
        first = _width(lines[0]) + Size.GAP if lines else 0
        self._place_state(start=Size.MARGIN + first, top=0)

    def _place(self, widgets: Sequence[QWidget], *, left: int, top: int) -> None:
        row = look().px(Size.ACTION_BAR)
        for widget in _shown(widgets):
            size = widget.sizeHint()
            widget.setGeometry(
                QRect(left, top + 1 + (row - 1 - size.height()) // 2, size.width(), size.height())
            )
            left += size.width() + Size.GRID

    def _place_state(self, *, start: int, top: int) -> None:
        steps = _width(self._steps) if self._rows == 1 else 0
        fits = start + self._state.sizeHint().width() + Size.GAP + steps <= self.width() - Size.MARGIN
        self._state.setVisible(bool(self._state.text()) and fits)
        self._place((self._state,), left=start, top=top)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), self.height())

    def minimumSizeHint(self) -> QSize:
        widest = max((each.sizeHint().width() for each in _shown(self._helpers)), default=0)
        return QSize(max(widest, _width(self._steps)) + 2 * Size.MARGIN, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        # A button that changes its text or hides asks its parent for a new layout.
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange) and hasattr(self, "_steps"):
            self._arrange()
        return super().event(event)


def _shown(widgets: Sequence[QWidget]) -> list[QWidget]:
    return [widget for widget in widgets if not widget.isHidden()]


def _break_lines(widgets: Sequence[QWidget], room: int) -> list[list[QWidget]]:
    """Put what is shown into as few lines as there is room for, in its order."""
    lines: list[list[QWidget]] = []
    for widget in _shown(widgets):
        if lines and _width([*lines[-1], widget]) <= room:
            lines[-1].append(widget)
        else:
            lines.append([widget])
    return lines


def _width(widgets: Sequence[QWidget]) -> int:
    shown = _shown(widgets)
    return sum(widget.sizeHint().width() for widget in shown) + Size.GRID * max(0, len(shown) - 1)
