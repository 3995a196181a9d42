"""Headings with lines of text below each, in an area that scrolls by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import Size
from ui.widgets.scrolling import ContentArea, fill_scroll_area
from ui.widgets.text import Role, make_label


class ToldSections(ContentArea):
    """Shows sections one below the other; arrows and Page keys scroll once it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, Size.GRID, 0)
        self._column.setSpacing(Size.HALF)
        fill_scroll_area(self, self._inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_sections(self, sections: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Show other sections; one without lines is left out."""
        kept = tuple((heading, lines) for heading, lines in sections if lines)
        if kept == self._sections:
            return
        self._sections = kept
        # Where nothing is told there is nothing to stand in.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if kept else Qt.FocusPolicy.NoFocus)
        self._clear()
        for heading, lines in kept:
            self._add(heading, Role.STRONG)
            for line in lines:
                self._add(line, Role.LINE)
            self._column.addSpacing(Size.GRID)
        self._column.addStretch(1)
        self.setAccessibleName(" ".join(" ".join((heading, *lines)) for heading, lines in kept))
        self.verticalScrollBar().setValue(0)

    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sections shown."""
        return self._sections

    def _add(self, text: str, role: Role) -> None:
        label = make_label(text, role, wrap=True, parent=self._inside)
        # Qt would else keep room for a column far narrower than this one.
        label.setMinimumHeight(1)
        self._column.addWidget(label)
        label.show()

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if isinstance(gone := item.widget(), QLabel):
                gone.hide()
                gone.deleteLater()
