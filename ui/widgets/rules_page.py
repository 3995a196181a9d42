"""The rule book's page in Settings: what changes when, every rule with its source; the office's changed folder."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.rule_settings import RulesState
from ui.presenters.rule_words import (
    RuleLine,
    tell_amounts,
    tell_changes,
    tell_issue,
    tell_preview,
    tell_rules,
)
from ui.theme import Size, Tone
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.file_dialogs import choose_folder
from ui.widgets.file_table import FileLine, FileTable
from ui.widgets.form import FieldSpec, Form
from ui.widgets.paint import Tag
from ui.widgets.settings_pages import SettingsPage
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

CHANGES, RULES = "changes", "rules"


class RulesPage(SettingsPage):
    """Signals: `writing_wanted(str)` and `looking_wanted(str)` a folder; `issue_wanted(str)` what the issue is about;
    `preview_left()`.
    """

    writing_wanted = Signal(str)
    looking_wanted = Signal(str)
    issue_wanted = Signal(str)
    preview_left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Rule book"), parent=parent)
        self._words, self._office, self._previewing = words, False, False
        self._state = RulesState()
        self.issue = make_label("", Role.NOTE, wrap=True)
        self.warning = Strip(Tone.WAIT, stacked=True)
        self.warning.hide()
        self.views = ChipRow(words.text("What to show"))
        self.views.chosen.connect(self._choose_view)
        self.table = FileTable(name=words.text("Rule book"))
        self.empty = make_label(words.text("No change is known yet."), Role.NOTE)
        self.form = Form()
        self.form.left.connect(self.left)
        self.form.submitted.connect(self._give)
        self.write = CapButton(words.text("Write the rule files there"), ("W",))
        self.write.clicked.connect(self._write)
        self.back = CapButton(words.text("Back to the book in use"), ("B",))
        self.back.clicked.connect(self.preview_left)
        self._lay_out()

    def _lay_out(self) -> None:
        for widget in (self.issue, self.warning, self.views, self.empty):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(Size.GRID)
        buttons.addWidget(self.write)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    def render_rules(self, state: RulesState, *, office: bool) -> None:
        """Show the book in use, or at the office a changed folder that waits for the signature."""
        if state.used is None or state.today is None:
            return
        former, self._state = self._state, state
        previewing = state.preview is not None
        if office is not self._office or previewing is not self._previewing or former.used is None:
            self._office, self._previewing = office, previewing
            self._build(folder=state.folder)
        self._show_issue(state)
        self._show_lines()

    def _build(self, *, folder: str) -> None:
        words = self._words
        self.views.set_choices(self._name_views())
        self.views.set_values((CHANGES,))
        about = FieldSpec(
            "note", words.text("What this issue is about"), hint=words.text("read by those who get it")
        )
        where = FieldSpec("folder", words.text("Folder of the changed rule files"))
        self.form.set_fields((about,) if self._previewing else (where,), {"folder": folder})
        self.form.setVisible(self._office)
        self.write.setVisible(self._office and not self._previewing)
        self.back.setVisible(self._previewing)
        look, sign = words.text("See what changes"), words.text("Sign and issue")
        self.step = (sign if self._previewing else look) if self._office else ""
        if self._previewing and self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_views(self) -> list[tuple[str, str]]:
        words = self._words
        if self._previewing:
            return [(CHANGES, words.text("Changed rules")), (RULES, words.text("What families pay"))]
        return [(CHANGES, words.text("What changes when")), (RULES, words.text("Rules of today"))]

    def _show_issue(self, state: RulesState) -> None:
        words = self._words
        assert state.used is not None
        self.issue.setText(tell_issue(words, state.used))
        if state.preview is not None:
            pair = {"former": state.preview.former, "version": state.preview.version}
            self.issue.setText(words.text("Not issued yet: {former} becomes {version}.", **pair))
        title, rest = "", ""
        if state.unused:
            title, rest = words.render(state.unused[0].reason), words.render(state.unused[0].advice)
        elif state.used.is_outdated:
            title = words.text("The program came with a newer rule book than the office's.")
            rest = words.text("The office's goes on counting until the office issues a newer one.")
        self.warning.show_text(title, rest)
        self.warning.setVisible(bool(title))

    def _choose_view(self, values: object) -> None:
        if not values:
            self.views.set_values((CHANGES,))
        self._show_lines()

    def _show_lines(self) -> None:
        lines = self._lines()
        self.table.set_lines([_make_line(line) for line in lines])
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)

    def _lines(self) -> Sequence[RuleLine]:
        words, state = self._words, self._state
        if state.used is None or state.today is None:
            return ()
        rules = self.views.values() == (RULES,)
        if state.preview is not None:
            return tell_amounts(words, state.preview) if rules else tell_preview(words, state.preview)
        return (
            tell_rules(words, state.used.book, state.today) if rules else tell_changes(words, state.changes)
        )

    def _write(self) -> None:
        self.writing_wanted.emit(self._folder())

    def _folder(self) -> str:
        return str(self.form.values().get("folder") or "")

    def _give(self, values: dict[str, object]) -> None:
        if self._previewing:
            self.issue_wanted.emit(str(values.get("note") or ""))
        else:
            self.looking_wanted.emit(str(values.get("folder") or ""))

    def browse(self) -> None:
        """Choose the folder in the system's own dialog."""
        if self._previewing:
            return
        if folder := choose_folder(
            self, self._words, title=self._words.text("Folder of the changed rule files")
        ):
            self.form.control("folder").setText(folder)  # type: ignore[attr-defined]

    def take_step(self) -> None:
        if self._office:
            self.form.submit()

    def take_focus(self) -> None:
        self.views.chip(self.views.values()[0]).setFocus(Qt.FocusReason.OtherFocusReason)


def _make_line(line: RuleLine) -> FileLine:
    tone = Tone(line.sense.value)
    doubt = tone is Tone.WAIT
    return FileLine(
        line.id, line.title, line.detail, Tag(line.tag, tone=tone, dashed=doubt) if line.tag else None
    )
