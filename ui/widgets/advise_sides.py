"""What stands beside the table of an advice: the days that follow, what is not confirmed, and the pension."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size, Tone
from ui.widgets.buttons import LinkButton
from ui.widgets.later_lines import LaterLines, LaterShown
from ui.widgets.paint import Tag
from ui.widgets.panels import Panel, UnconfirmedNote
from ui.widgets.pension_picture import BarShown, PensionPicture
from ui.widgets.strips import SignLabel
from ui.widgets.tags import TagLabel
from ui.widgets.text import Role, make_label


class PensionShown(Protocol):
    """A pension to show."""

    @property
    def title(self) -> str:
        """Whose."""

    @property
    def amount(self) -> str:
        """The figure a month."""

    @property
    def doubt(self) -> bool:
        """Whether it rests on something unconfirmed."""

    @property
    def bar(self) -> BarShown | None:
        """The numbers of its picture."""

    @property
    def sentence(self) -> str:
        """What stands under the picture."""


class NoteLine(QWidget):
    """A sign with a sentence beside it that may take several lines; an empty one takes no room."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GRID)
        self._text = make_label("", Role.HINT, wrap=True)
        row.addWidget(SignLabel(icon, Tone.NEUTRAL, size=Size.ICON_TAG + 2), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def show_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """The words shown."""
        return self._text.text()


class FiguresSide(QWidget):
    """Two panels. Signal `all_wanted()`: the link for all twelve months was pressed."""

    all_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self._make_later(), 1)
        column.addWidget(self._make_pension())

    def _make_later(self) -> Panel:
        words, panel = self._words, Panel(name=self._words.text("Later payments"))
        self.all = LinkButton(words.text("All twelve months"), ("F5",), small=True)
        self.all.clicked.connect(self.all_wanted)
        head = QHBoxLayout()
        # At the largest type the heading takes two lines; the link beside it stays whole.
        head.addWidget(make_label(words.text("Later payments"), Role.STRONG, wrap=True), 1)
        head.addWidget(self.all)
        panel.body.addLayout(head)
        self.later = LaterLines(name=words.text("Later payments"), doubt=words.text("not confirmed"))
        self.note = UnconfirmedNote(words.text("Not confirmed"), "")
        panel.body.addWidget(self.later)
        panel.body.addWidget(self.note)
        panel.body.addStretch(1)
        return panel

    def _make_pension(self) -> Panel:
        words, panel = self._words, Panel()
        panel.body.setSpacing(Size.HALF)
        self._title = make_label("", Role.STRONG, wrap=True)
        self._doubt = TagLabel(
            Tag(words.text("not confirmed"), "circle-question-mark", Tone.WAIT, dashed=True)
        )
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._doubt)
        self._amount = make_label("", Role.BRAND)
        self._each = make_label(words.text("each month"), Role.NOTE)
        line = QHBoxLayout()
        line.setSpacing(Size.GRID)
        line.addWidget(self._amount)
        line.addWidget(self._each)
        line.addStretch(1)
        self.picture = PensionPicture(name=words.text("Months paid until the pension"))
        self._sentence = make_label("", Role.HINT, wrap=True)
        panel.body.addLayout(head)
        panel.body.addLayout(line)
        panel.body.addWidget(self.picture)
        panel.body.addWidget(self._sentence)
        return panel

    def show_figures(self, later: Sequence[LaterShown], doubts: str, pension: PensionShown | None) -> None:
        """Show these days, doubts and pension."""
        self.later.show_lines(later)
        self.note.show_text(doubts)
        if pension is None:
            return
        self._title.setText(pension.title)
        self._amount.setText(pension.amount)
        for widget in (self._amount, self._each):
            widget.setVisible(bool(pension.amount))
        self._doubt.setVisible(pension.doubt)
        self.picture.show_bar(pension.bar, description=pension.sentence)
        self._sentence.setText(pension.sentence)
