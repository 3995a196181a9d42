"""The rule book's page in Settings: what changes when, every rule with its source; the office's changed folder."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.i18n import Catalogue
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


class BookLine(Protocol):
    """One row: id, what it is, one line about it, and what its tag says in which sense, if it has one."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def detail(self) -> str: ...

    @property
    def tag(self) -> str: ...

    @property
    def sense(self) -> StrEnum: ...


class BookView(Protocol):
    """What the page shows: a sentence on the book, a warning with its advice, and the rows of each view by key."""

    @property
    def issue(self) -> str: ...

    @property
    def warning(self) -> tuple[str, str]: ...

    @property
    def views(self) -> Sequence[tuple[str, str]]: ...

    @property
    def lines(self) -> Mapping[str, Sequence[BookLine]]: ...

    @property
    def previewing(self) -> bool: ...

    @property
    def folder(self) -> str: ...


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
        self._words = words
        self._shape: tuple[object, ...] = ()
        self._view: BookView | None = None
        self.issue = make_label("", Role.NOTE, wrap=True)
        self.warning = Strip(Tone.WAIT, stacked=True)
        self.warning.hide()
        self.views = ChipRow(words.text("What to show"))
        self.views.chosen.connect(self._choose_view)
        self.table = FileTable(name=words.text("Rule book"))
        self.empty = make_label(words.text("No change is known yet."), Role.NOTE)
        self.whole = make_label("", Role.NOTE, wrap=True)
        self.table.stood_on.connect(self._show_whole)
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
        self.body.addWidget(self.whole)
        self.body.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(Size.GRID)
        buttons.addWidget(self.write)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    def show_book(self, view: BookView, *, office: bool) -> None:
        """Show the book in use, or at the office a changed folder that waits for the signature."""
        self._view = view
        shape = (office, view.previewing, tuple(view.views))
        if shape != self._shape:
            self._shape = shape
            self._build(view, office=office)
        self.issue.setText(view.issue)
        self.warning.show_text(*view.warning)
        self.warning.setVisible(bool(view.warning[0]))
        self._show_lines()

    def _build(self, view: BookView, *, office: bool) -> None:
        words = self._words
        self.views.set_choices(view.views)
        self.views.set_values((view.views[0][0],))
        about = FieldSpec(
            "note", words.text("What this issue is about"), hint=words.text("read by those who get it")
        )
        where = FieldSpec("folder", words.text("Folder of the changed rule files"))
        self.form.set_fields((about,) if view.previewing else (where,), {"folder": view.folder})
        self.form.setVisible(office)
        self.write.setVisible(office and not view.previewing)
        self.back.setVisible(view.previewing)
        look, sign = words.text("See what changes"), words.text("Sign and issue")
        self.step = (sign if view.previewing else look) if office else ""
        if view.previewing and self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_view(self, values: object) -> None:
        if not values and self._view is not None:
            self.views.set_values((self._view.views[0][0],))
        self._show_lines()

    def _show_lines(self) -> None:
        if self._view is None:
            return
        lines = self._view.lines[str(self.views.values()[0])]
        self.table.set_lines([_make_line(line) for line in lines])
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._show_whole(self.table.current_row())

    def _show_whole(self, row: int) -> None:
        """A row has one line for a rule and its law; below the table they are told whole."""
        lines = self.table.lines()
        self.whole.setText(f"{lines[row].title}. {lines[row].detail}" if 0 <= row < len(lines) else "")

    def _write(self) -> None:
        self.writing_wanted.emit(self._folder())

    def _folder(self) -> str:
        return str(self.form.values().get("folder") or "")

    def _give(self, values: dict[str, object]) -> None:
        if self._view is not None and self._view.previewing:
            self.issue_wanted.emit(str(values.get("note") or ""))
        else:
            self.looking_wanted.emit(str(values.get("folder") or ""))

    def browse(self) -> None:
        """Choose the folder in the system's own dialog."""
        if self._view is None or self._view.previewing:
            return
        if folder := choose_folder(
            self, self._words, title=self._words.text("Folder of the changed rule files")
        ):
            self.form.control("folder").setText(folder)  # type: ignore[attr-defined]

    def take_step(self) -> None:
        if self.step:
            self.form.submit()

    def take_focus(self) -> None:
        if self.views.values():
            self.views.chip(self.views.values()[0]).setFocus(Qt.FocusReason.OtherFocusReason)


def _make_line(line: BookLine) -> FileLine:
    tone = Tone(line.sense.value)
    doubt = tone is Tone.WAIT
    return FileLine(
        line.id, line.title, line.detail, Tag(line.tag, tone=tone, dashed=doubt) if line.tag else None
    )
