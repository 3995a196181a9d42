"""Erasing a person: the request at the left, what goes and what stays at the right; afterwards what was done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.erasure import AskedBy
from outreach_app.i18n import Catalogue
from ui.presenters.erasing import EraseStage as Stage
from ui.presenters.erasing import ErasingState
from ui.presenters.erasing_words import ASKED_BY, list_done, list_preview, tell_part
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.key_lists import list_erasing_keys
from ui.widgets.panels import Panel
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label
from ui.widgets.told_sections import ToldSections


class ErasingScreen(Screen):
    """Signals: `erasing(object)` values by field, `left()`."""

    erasing = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Erase a person's data"))
        self._state = ErasingState()
        self._who = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Erase a person's data"), self._who))
        self.strip = Strip(Tone.BAD, self, stacked=True)
        self.body.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_request(), 1)
        row.addWidget(self._make_told(), 1)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_erasing_keys(words)
        self.wait_for_rows()

    def _make_request(self) -> Panel:
        words = self.words
        self._request = Panel(name=words.text("The request"))
        self._request.add_heading(words.text("The request"))
        self.form = Form(today=lambda: self._state.today)
        self.form.submitted.connect(self.erasing)
        self.form.left.connect(self.left)
        self._request.body.addWidget(make_scroll_area(self.form), 1)
        return self._request

    def _make_told(self) -> Panel:
        panel = Panel()
        self.told = ToldSections()
        panel.body.addWidget(self.told, 1)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self.back = CapButton(words.text("Leave it"), ("Esc",))
        self.back.clicked.connect(self.left)
        self.step = CapButton("", ("Ctrl", "Enter"))
        self.step.clicked.connect(self._take_step)
        self.bar = ActionBar(self.step, helpers=(self.back,))
        self.set_bar(self.bar)
        self.bind("Ctrl+Return", self.step.click)

    def _take_step(self) -> None:
        if self._state.stage is Stage.ASKING:
            self.form.submit()
        elif self._state.stage is Stage.DONE:
            self.left.emit()

    def _list_fields(self, name: str) -> tuple[FieldSpec, ...]:
        words = self.words
        asked = tuple((key, words.text(ASKED_BY[key])) for key in AskedBy)
        return (
            FieldSpec("asked_by", words.text("Who asked"), FieldKind.CHOICE, choices=asked),
            FieldSpec("asked_on", words.text("Day of the request"), FieldKind.DAY),
            FieldSpec(
                "why", words.text("Reason"),
                hint=words.text("Without name and numbers: it is kept and goes to every machine."),
            ),
            FieldSpec("confirm", words.text("The person's name, typed to confirm"), hint=name),
        )  # fmt: skip

    def render_state(self, state: ErasingState) -> None:
        """Show the request and what would go, how far it has come, or what was done."""
        former, self._state = self._state, state
        if former.at is not state.at:
            values = {"asked_by": AskedBy.SELF, "asked_on": state.today}
            self.form.set_fields(self._list_fields(state.at.name) if state.at else (), values)
        self._show_head(state)
        self._show_told(state)
        self.form.show_errors({key: self.words.render(error) for key, error in state.errors.items()})
        self._show_bar(state)
        self.wait_for_rows(waiting=state.stage is Stage.LOOKING)
        if former.stage is not state.stage and self.isVisible():
            self.take_focus()

    def _show_head(self, state: ErasingState) -> None:
        words, at = self.words, state.at
        self._who.setText(f"{at.name} · {at.code}" if at is not None else "")
        done = state.stage is Stage.DONE
        self._request.setVisible(not done)
        self._request.setEnabled(state.stage is Stage.ASKING)
        self.strip.set_tone(Tone.GOOD if done else Tone.BAD)
        if done:
            self.strip.show_text(words.text("The person is erased"), words.text("This cannot be taken back."))
        else:
            self.strip.show_text(
                words.text("This cannot be undone"),
                words.text(
                    "For a person who asked for it. It is done on this machine now, and on every other one with its"
                    " next return file."
                ),
            )

    def _show_told(self, state: ErasingState) -> None:
        if state.report is None:
            self.told.show_sections(((self.words.text("What goes"), (self.words.text("Looking"),)),))
        elif state.stage is Stage.DONE:
            self.told.show_sections(list_done(self.words, state.report))
        else:
            self.told.show_sections(list_preview(self.words, state.report))

    def _show_bar(self, state: ErasingState) -> None:
        words, stage = self.words, state.stage
        self.back.setVisible(stage in (Stage.LOOKING, Stage.ASKING))
        self.step.set_words(words.text("Back to the household" if stage is Stage.DONE else "Erase for good"))
        self.step.setEnabled(stage in (Stage.ASKING, Stage.DONE))
        said = {
            Stage.LOOKING: words.text("Looking for everything that names the person"),
            Stage.ERASING: tell_part(words, state.step),
        }.get(stage, "")
        self.bar.show_state(said, icon="hourglass", tone=Tone.NEUTRAL)

    def take_focus(self) -> None:
        """Stand in the request, or in what was done."""
        if self._state.stage is Stage.ASKING:
            self.form.focus_first()
        else:
            there = self.told if self._state.stage is Stage.DONE else self
            there.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
