"""Questions and answers of the office: the list at the left, what is written about the chosen one at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.difficulties import HANDLING_NAMES, Difficulty, Handling
from outreach_app.domain.objections import join_lines
from outreach_app.domain.rows import QuestionRow
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.answers import PHONE, AnswersState
from ui.presenters.figure_words import list_figures, read_figures, spell_figures
from ui.presenters.phrases import DOT
from ui.theme import Size
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.fields import LabelledField, NoteField, TextField
from ui.widgets.key_lists import list_answer_keys
from ui.widgets.panels import Panel
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import Role, make_label

_LIST_SHARE, _FORM_SHARE = 420, 690
_FIELDS = ("words", "answer", "avoid", "sources")


class AnswersScreen(Screen):
    """Signals: `stood_on(object)` a question's or difficulty's id, a worry or the telephone; `answered(str, str)` text
    and law; `handled(object, str)` how far it is and what was done; `entry_written(object)` texts by field;
    `entry_taken_back()`; `phone_given(str)`.
    """

    stood_on = Signal(object)
    answered = Signal(str, str)
    handled = Signal(object, str)
    entry_written = Signal(object)
    entry_taken_back = Signal()
    phone_given = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Questions"))
        self._state = AnswersState()
        self._shown: object = None
        self.body.addLayout(self.make_title(words.text("Questions and answers")))
        self._lines = LinesModel(self)
        self.list = RowList(name=words.text("Questions and worries"))
        self.list.setModel(self._lines)
        self.list.stood_on.connect(self._stand)
        self.list.opened.connect(lambda _row: self._into_form())
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self.list, _LIST_SHARE)
        row.addWidget(self._make_form(), _FORM_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()

    # ----------------------------------------------------------------------------------------------------- building
    def _make_form(self) -> Panel:
        words, panel = self.words, Panel()
        self._heading = make_label("", Role.STRONG, wrap=True)
        self._told = make_label("", Role.NOTE, wrap=True)
        self.reply = NoteField(name=words.text("Answer"), lines=6)
        self.law = TextField(self)
        self.fields = {
            name: NoteField(name=name, lines=lines) for name, lines in zip(_FIELDS, (1, 7, 3, 3), strict=True)
        }
        self.phone = TextField(self)
        labels = (
            words.text("What families say"), words.text("What to answer, one paragraph a line"),
            words.text("What not to say, one a line"), words.text("Law and sources, one a line"),
        )  # fmt: skip
        figures = words.text("Figures: {names}", names=list_figures(words))
        hints = ("", figures, "", "")
        self._question_part = [
            LabelledField(words.text("Answer"), self.reply), LabelledField(words.text("Law it rests on"), self.law),
        ]  # fmt: skip
        self._entry_part = [
            LabelledField(label, self.fields[name], hint=hint)
            for name, label, hint in zip(_FIELDS, labels, hints, strict=True)
        ]
        self.handling = ChipRow(words.text("How far it is"), wrap=True)
        self.handling.set_choices([(key, words.text(name)) for key, name in HANDLING_NAMES.items()])
        self.done = NoteField(name=words.text("What was done"), lines=4)
        self._difficulty_part = [
            LabelledField(words.text("How far it is"), self.handling),
            LabelledField(words.text("What was done"), self.done),
        ]
        self._phone_part = [LabelledField(words.text("Telephone of the insurance office"), self.phone)]
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Size.HALF, 0, Size.SCROLL_BAR, Size.HALF)
        column.setSpacing(Size.GRID)
        for part in (*self._question_part, *self._difficulty_part, *self._entry_part, *self._phone_part):
            column.addWidget(part)
        column.addStretch(1)
        panel.body.addWidget(self._heading)
        panel.body.addWidget(self._told)
        panel.body.addWidget(make_scroll_area(inside), 1)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self._into = CapButton(words.text("Write"), ("Enter",))
        self._back = CapButton(words.text("Words of the program"), ("F4",))
        self._step = CapButton(words.text("Save"), ("Ctrl", "Enter"))
        self._into.clicked.connect(self._into_form)
        self._back.clicked.connect(self.entry_taken_back)
        self._step.clicked.connect(self._store)
        self.bar = ActionBar(self._step, helpers=(self._into, self._back))
        self.set_bar(self.bar)
        self.bind("Ctrl+Return", self._store)
        self.bind("F4", self.entry_taken_back.emit)
        self.keys = list_answer_keys(words)

    # ------------------------------------------------------------------------------------------------------- typing
    def _stand(self, row: int) -> None:
        chosen = self._lines.id_at(row)
        if chosen is not None:
            self.stood_on.emit(chosen)

    def _into_form(self) -> None:
        state = self._state
        if state.difficulty is not None:
            self.handling.focus_first()
            return
        target = self.reply if state.question else self.fields["answer"] if state.entry else self.phone
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _store(self) -> None:
        state = self._state
        if state.question is not None:
            self.answered.emit(self.reply.written(), self.law.written())
        elif state.difficulty is not None:
            chosen = next(iter(self.handling.values()), state.difficulty.handling)
            self.handled.emit(chosen, self.done.written())
        elif state.entry is not None:
            told = {name: read_figures(self.words, field.written()) for name, field in self.fields.items()}
            self.entry_written.emit(told)
        elif state.chosen == PHONE:
            self.phone_given.emit(self.phone.written())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.take_focus()
            return
        super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Stand in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------------ showing
    def record(self) -> tuple[str, bytes] | None:
        question, difficulty = self._state.question, self._state.difficulty
        if difficulty is not None:
            return ("difficulty", difficulty.id)
        return ("question", question.id) if question is not None else None

    def render_state(self, state: AnswersState) -> None:
        """Show what waits and the chosen one."""
        self._state = state
        self._lines.set_lines(self._make_lines(state))
        row = self._lines.row_of(state.chosen)
        if row >= 0 and self.list.current_row() != row:
            self.list.stand_on(row)
        self._back.setVisible(state.entry is not None and state.entry.edited)
        self._step.setEnabled(not state.storing)
        shown = (
            state.question,
            state.difficulty,
            state.entry,
            state.phone if state.chosen == PHONE else None,
        )
        if shown != self._shown:
            self._shown = shown
            self._show_form(state)

    def _make_lines(self, state: AnswersState) -> list[Line]:
        words = self.words
        lines = [Line(None, GroupLine(words.text("Waiting for an answer"), words.number(len(state.open))))]
        lines += [Line(each.id, self._row(each)) for each in state.open]
        if state.difficulties:
            lines.append(
                Line(None, GroupLine(words.text("Difficulties"), words.number(len(state.difficulties))))
            )
            lines += [Line(each.id, self._difficulty_row(each)) for each in state.difficulties]
        if state.answered:
            lines.append(Line(None, GroupLine(words.text("Answered in the last thirty days"))))
            lines += [Line(each.id, self._row(each)) for each in state.answered]
        lines.append(Line(None, GroupLine(words.text("Objection book"))))
        own = words.text("the office's own words")
        lines += [
            Line(e.worry, RowLine(words.text(OBJECTION_NAMES[e.worry]), own if e.edited else e.words))
            for e in state.book
        ]
        lines.append(Line(None, GroupLine(words.text("On every leaflet"))))
        lines.append(Line(PHONE, RowLine(words.text("Telephone of the insurance office"), state.phone)))
        return lines

    def _row(self, question: QuestionRow) -> RowLine:
        return RowLine(question.household_name, question.text, right=self.words.date(question.asked_on))

    def _difficulty_row(self, row: Difficulty) -> RowLine:
        place = row.village_name or self.words.text("the whole area")
        return RowLine(place, row.text, right=self.words.date(row.reported_on))

    def _tell(self, question: QuestionRow) -> str:
        parts = (self.words.date(question.asked_on), question.household_name, question.canvasser_name)
        return DOT.join(part for part in parts if part)

    def _show_form(self, state: AnswersState) -> None:
        words, question, entry = self.words, state.question, state.entry
        for parts, shown in (
            (self._question_part, question is not None),
            (self._difficulty_part, state.difficulty is not None),
            (self._entry_part, entry is not None),
            (self._phone_part, state.chosen == PHONE),
        ):
            for part in parts:
                part.setVisible(shown)
        self._told.setText("")
        if question is not None:
            self._heading.setText(question.text)
            told = [f"{words.date(a.answered_on)}: {a.text}" for a in question.answers]
            self._told.setText("\n".join([self._tell(question), *told]))
            self.reply.setPlainText("")
            self.law.setText("")
        elif state.difficulty is not None:
            self._show_difficulty(state.difficulty)
        elif entry is not None:
            self._heading.setText(words.text(OBJECTION_NAMES[entry.worry]))
            texts = (entry.words, *(join_lines(t) for t in (entry.paragraphs, entry.avoid, entry.sources)))
            for name, text in zip(_FIELDS, texts, strict=True):
                self.fields[name].setPlainText(spell_figures(words, text))
        else:
            self._heading.setText(words.text("Telephone of the insurance office"))
            self.phone.setText(state.phone)

    def _show_difficulty(self, row: Difficulty) -> None:
        words = self.words
        place = row.village_name or words.text("the whole area")
        self._heading.setText(row.text)
        self._told.setText(
            DOT.join(each for each in (words.date(row.reported_on), place, row.reporter) if each)
        )
        self.handling.set_values((Handling.SETTLED if row.handling is Handling.OPEN else row.handling,))
        self.done.setPlainText(row.done)
