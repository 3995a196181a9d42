"""The answer to a worry: what the family says, what to say with its figures, what not to say, the law, the results."""

from collections.abc import Hashable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.i18n import Catalogue
from ui.theme import Size, Tone
from ui.widgets.buttons import CapButton
from ui.widgets.choices import DropDown
from ui.widgets.fields import NoteField
from ui.widgets.paint import Tag
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.tags import TagLabel
from ui.widgets.text import Role, make_label, make_rule


class FigureShown(Protocol):
    """One figure."""

    @property
    def label(self) -> str:
        """What it is."""

    @property
    def value(self) -> str:
        """How much."""

    @property
    def doubt(self) -> bool:
        """Whether it rests on something unconfirmed."""


class WorryShown(Protocol):
    """An answer."""

    @property
    def words(self) -> str:
        """What the family says."""

    @property
    def paragraphs(self) -> Sequence[str]:
        """What to say."""

    @property
    def figures(self) -> Sequence[FigureShown]:
        """The family's figures."""

    @property
    def avoid(self) -> Sequence[str]:
        """What not to say."""

    @property
    def sources(self) -> Sequence[str]:
        """The law."""

    @property
    def results(self) -> str:
        """What came of it so far."""


class AnswerView(QWidget):
    """One answer from top to bottom; `short` leaves out what not to say."""

    def __init__(self, words: Catalogue, *, short: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._short = words, short
        self._shown: WorryShown | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, Size.SCROLL_BAR, 0)
        self._column.setSpacing(Size.HALF)

    def shown(self) -> WorryShown | None:
        """The answer shown."""
        return self._shown

    def show_answer(self, answer: WorryShown | None) -> None:
        """Show an answer, or nothing."""
        if answer == self._shown:
            return
        self._shown = answer
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # A widget that waits to be shown by its layout would else come up as a window of its own.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        if answer is not None:
            self._fill(answer)
        self._column.addStretch(1)

    def _fill(self, answer: WorryShown) -> None:
        words, add = self._words, self._column.addWidget
        add(make_label(f"“{answer.words}”", Role.STRONG, wrap=True))
        for paragraph in answer.paragraphs:
            add(make_label(paragraph, wrap=True))
        if answer.figures:
            add(make_rule())
        for figure in answer.figures:
            add(_FigureRow(figure, doubt=words.text("not confirmed")))
        if not self._short:
            add(make_rule())
            for each in answer.avoid:
                add(make_label(f"{words.text('Do not')}: {each}", Role.NOTE, wrap=True))
        add(make_label("; ".join(answer.sources), Role.HINT, wrap=True))
        if answer.results:
            add(make_label(answer.results, Role.HINT, wrap=True))
        self.setAccessibleName(answer.words)
        self.setAccessibleDescription(" ".join(answer.paragraphs))


class _FigureRow(QWidget):
    def __init__(self, figure: FigureShown, *, doubt: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GRID)
        row.addWidget(make_label(figure.label, wrap=True), 1)
        row.addWidget(make_label(figure.value, Role.STRONG))
        if figure.doubt:
            row.addWidget(TagLabel(Tag(doubt, "circle-question-mark", Tone.WAIT, dashed=True)))


class WorryPanel(QWidget):
    """The book beside the table: a worry to choose, its answer, and a question for the office.

    Signals: `worry_chosen(str)`; `asked(str)` a question was sent.
    """

    worry_chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.worries = DropDown(name=words.text("The family's worry"))
        self.worries.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choices: list[tuple[Hashable, str]] = [
            (key, words.text(name)) for key, name in OBJECTION_NAMES.items()
        ]
        self.worries.set_choices(choices)
        self.worries.chosen.connect(lambda key: self.worry_chosen.emit(str(key)))
        self.answer = AnswerView(words)
        self.question = NoteField(name=words.text("A question nobody could answer"), lines=2)
        self.send = CapButton(words.text("Ask the office"), ("Ctrl", "S"), icon="send")
        self.send.clicked.connect(self.send_question)
        self.told = make_label("", Role.HINT, wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        column.addWidget(self.worries)
        column.addWidget(make_scroll_area(self.answer), 1)
        column.addWidget(make_rule())
        column.addWidget(make_label(self._words.text("A question nobody could answer"), Role.STRONG))
        column.addWidget(self.told)
        column.addWidget(self.question)
        column.addWidget(self.send, 0, Qt.AlignmentFlag.AlignLeft)

    def show_worry(self, worry: str, answer: WorryShown | None, *, told: str) -> None:
        """Show the answer to a worry; `told` is what this household asked before and what was answered."""
        self.worries.set_value(worry)
        self.answer.show_answer(answer)
        self.told.setText(told)
        self.told.setVisible(bool(told))

    def send_question(self) -> None:
        """Send what is written, if anything is."""
        text = self.question.written()
        if text.strip():
            self.asked.emit(text)
            self.question.clear()

    def take_focus(self) -> None:
        """Stand on the list of worries."""
        self.worries.setFocus(Qt.FocusReason.OtherFocusReason)
