"""What stands beside the steps of a visit: the answer to the family's worry, the note, earlier visits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.domain.visits import REACTION_NAMES, Reaction
from outreach_app.i18n import Catalogue
from ui.theme import Size
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.fields import NoteField
from ui.widgets.history import History
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import Role, make_label
from ui.widgets.worry_panel import AnswerView, WorryShown


class VisitWorry(Panel):
    """The book's answer and what the family thought of it.

    Signals: `reaction_given(object)` a `Reaction` or None; `asked(str)` a question for the office.
    """

    reaction_given = Signal(object)
    asked = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=words.text("What to answer"))
        self.answer = AnswerView(words, short=True)
        self.reactions = ChipRow(words.text("What does the family think of it?"), optional=True, wrap=True)
        self.reactions.set_choices([(each, words.text(name)) for each, name in REACTION_NAMES.items()])
        self.reactions.chosen.connect(self._give)
        self.question = NoteField(name=words.text("A question nobody could answer"), lines=1)
        self.question.setPlaceholderText(words.text("What do they want to know?"))
        self.send = CapButton(words.text("Ask the office"), ("Ctrl", "S"), icon="send")
        self.send.clicked.connect(self.send_question)
        self.body.setSpacing(Size.HALF)
        self.body.addWidget(make_label(words.text("What to answer"), Role.HINT))
        self.body.addWidget(make_scroll_area(self.answer), 1)
        self.body.addWidget(make_label(words.text("What does the family think of it?"), Role.STRONG))
        self.body.addWidget(self.reactions)
        self.body.addWidget(self.question)
        self.body.addWidget(self.send)
        self.show_answer(None, None)

    def _give(self, values: tuple[object, ...]) -> None:
        chosen = values[0] if values else None
        self._offer_question(chosen)
        self.reaction_given.emit(chosen)
        if chosen is Reaction.ASKS_OFFICE:
            self.question.setFocus()

    def _offer_question(self, reaction: object) -> None:
        for widget in (self.question, self.send):
            widget.setVisible(reaction is Reaction.ASKS_OFFICE)

    def show_answer(self, answer: WorryShown | None, reaction: Reaction | None) -> None:
        """Show an answer and what was thought of it; without a worry the panel takes no room."""
        self.setVisible(answer is not None)
        self.answer.show_answer(answer)
        self.reactions.set_values((reaction,) if reaction is not None else ())
        self._offer_question(reaction)

    def send_question(self) -> None:
        """Send what is written, if anything is."""
        text = self.question.written()
        if text and self.isVisible():
            self.asked.emit(text)
            self.question.clear()


class VisitSide(QWidget):
    """Signals: `changed(object)` a dict of form fields; `asked(str)` a question for the office.

    Attributes: worry, note, history.
    """

    changed = Signal(object)
    asked = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worry = VisitWorry(words)
        self.worry.reaction_given.connect(lambda reaction: self.changed.emit({"reaction": reaction}))
        self.worry.asked.connect(self.asked)
        self._note = Panel()
        self._note.body.addWidget(make_label(words.text("5. Note"), Role.STRONG))
        self.note = NoteField(name=words.text("Note of the visit"), lines=4)
        self.note.note_changed.connect(lambda text: self.changed.emit({"note": text}))
        self._note.body.addWidget(self.note)
        self.history = History(words.text("Earlier visits"), words.text("Nobody has been here yet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self.worry, 2)
        column.addWidget(self._note)
        column.addWidget(self.history, 1)

    def show_answer(self, answer: WorryShown | None, reaction: Reaction | None) -> None:
        """Show the answer to the worry; the earlier visits make room for it."""
        self.worry.show_answer(answer, reaction)
        self.history.setVisible(answer is None)
