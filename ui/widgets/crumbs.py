"""The way down to what is listed: every place above is a link, the last one is where somebody is."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import Size, Tone
from ui.widgets.buttons import LinkButton
from ui.widgets.strips import SignLabel
from ui.widgets.text import ElidedLabel, Role


class Crumbs(QWidget):
    """Signal `chosen(int)`: go back to this place, counted from the top; the last one gives way when room is short."""

    chosen = Signal(int)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Size.HALF)
        self._last = ElidedLabel(Role.STRONG, self)
        self._row.addWidget(self._last)

    def set_names(self, names: Sequence[str]) -> None:
        """Show another way; the same one is left as it is."""
        names = tuple(names)
        if names == self._names:
            return
        self._names = names
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for place, name in enumerate(names[:-1]):
            link = LinkButton(name, parent=self)
            link.clicked.connect(partial(self.chosen.emit, place))
            self._row.insertWidget(2 * place, link)
            self._row.insertWidget(2 * place + 1, SignLabel("chevron-right", Tone.NEUTRAL, self))
            link.show()
        self._last.set_text(names[-1] if names else "")
        self.setAccessibleDescription(" > ".join(names))

    def names(self) -> tuple[str, ...]:
        """The way shown, from the top."""
        return self._names
