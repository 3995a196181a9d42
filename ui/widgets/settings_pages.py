"""The pages of Settings that every machine has: look, backups, passphrase, this machine; people: `people_page`."""

from collections.abc import Hashable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from outreach_app.i18n import Catalogue
from outreach_app.settings import CHOICES
from ui.theme import Size, Tone, look
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.file_dialogs import choose_folder
from ui.widgets.file_table import FileTable
from ui.widgets.flow import FlowLayout
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.paint import paint_text, text_width
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label


class SettingsPage(Panel):
    """One section: a heading, its content, and the step that the action bar offers; an empty `step` offers none.

    Signal `left()`: Escape in a form, which keeps the key to itself.
    """

    left = Signal()

    def __init__(self, heading: str, *, step: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, name=heading)
        self.step = step
        self.heading = make_label(heading, Role.STRONG)
        self.body.addWidget(self.heading)

    def take_step(self) -> None:
        """Do what the action bar's button says."""

    def take_focus(self) -> None:
        """Stand where this page begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_note(self, text: str, role: Role = Role.NOTE) -> None:
        """Add a paragraph."""
        self.body.addWidget(make_label(text, role, wrap=True))


class BigCode(QWidget):
    """A code to be read aloud: large, in digits of one width; it is never put into a field that could be kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_code(self, code: str) -> None:
        """Show a code; a screen reader says it sign by sign."""
        self._code = code
        self.setAccessibleName(" ".join(code))
        self.setVisible(bool(code))
        self.updateGeometry()
        self.update()

    def code(self) -> str:
        """The code shown."""
        return self._code

    def _lines(self) -> list[str]:
        """Two groups of four on a line, as they are read aloud."""
        groups = self._code.split("-")
        return ["-".join(groups[n : n + 2]) for n in range(0, len(groups), 2)]

    def sizeHint(self) -> QSize:
        font = look().font(2 * look().large, 600, digits=True)
        widest = max(text_width(line, font) for line in self._lines())
        return QSize(widest + 2 * Size.GAP, look().px(2 * Size.MARGIN) * len(self._lines()) + Size.GAP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current = QPainter(self), look()
        painter.fillRect(self.rect(), current.colour("accent_tint"))
        painter.fillRect(QRect(0, 0, Size.ROW_BAR, self.height()), current.colour("accent"))
        font = current.font(2 * current.large, 600, digits=True)
        high = (self.height() - Size.GAP) // len(self._lines())
        for number, line in enumerate(self._lines()):
            place = QRect(Size.GAP, Size.GRID + number * high, self.width(), high)
            paint_text(painter, place, text=line, font=font, colour=current.colour("ink"))


class LookPage(SettingsPage):
    """Language, theme and type size. Signal `chosen(str, str)`: a setting and its value."""

    chosen = Signal(str, str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Look and language"), parent=parent)
        offered: dict[str, tuple[str, tuple[tuple[Hashable, str], ...]]] = {
            "language": (words.text("Language"), (("vi", "Tiếng Việt"), ("en", "English"))),
            "theme": (
                words.text("Colours"),
                (("light", words.text("Paper")), ("high_contrast", words.text("High contrast"))),
            ),
            "type_size": (
                words.text("Type size"),
                (
                    ("normal", words.text("Normal")),
                    ("large", words.text("Large")),
                    ("largest", words.text("Largest")),
                ),
            ),
        }
        self.rows: dict[str, ChipRow] = {}
        for key, (label, choices) in offered.items():
            self.body.addWidget(make_label(label, Role.STRONG))
            row = self.rows[key] = ChipRow(label)
            row.set_choices(choices)
            row.chosen.connect(lambda values, key=key: self._tell(key, values))
            self.body.addWidget(row)
        self.body.addStretch(1)
        self._shown: dict[str, str] = {}

    def show_look(self, chosen: dict[str, str]) -> None:
        """Show what is chosen."""
        self._shown = chosen
        for key, value in chosen.items():
            self.rows[key].set_values((value,))

    def _tell(self, key: str, values: object) -> None:
        if isinstance(values, tuple) and values:
            self.chosen.emit(key, str(values[0]))
        else:
            self.rows[key].set_values((self._shown[key],))

    def take_focus(self) -> None:
        row = self.rows["language"]
        row.chip((row.values() or ("vi",))[0]).setFocus(Qt.FocusReason.OtherFocusReason)


class BackupsPage(SettingsPage):
    """The backups and their second place. Signals: `backup_wanted()`, `verify_wanted(str)` a backup's name;
    `second_chosen(str)` a folder, `copy_wanted()`, `second_dropped()`.
    """

    backup_wanted = Signal()
    verify_wanted = Signal(str)
    second_chosen = Signal(str)
    copy_wanted = Signal()
    second_dropped = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Backups"), step=words.text("Back up now"), parent=parent)
        self.folder = make_label("", Role.HINT, wrap=True)
        self.table = FileTable(name=words.text("Backups"))
        self.table.opened.connect(lambda _row: self._verify())
        self.empty = make_label(words.text("No backup has been made yet."), Role.NOTE)
        self.result = Strip(Tone.GOOD)
        self.result.hide()
        self.verify = CapButton(words.text("Check this backup"), ("V",))
        self.verify.clicked.connect(self._verify)
        self.body.addWidget(self.folder)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.result)
        self._add_second(words)

    def _add_second(self, words: Catalogue) -> None:
        self._words, self._second_folder = words, ""
        self.second = Strip(Tone.NEUTRAL, stacked=True)
        self.choose = CapButton(words.text("Choose the second place"), ("F4",))
        self.copy = CapButton(words.text("Copy there now"), ("B",))
        self.drop = CapButton(words.text("No second place"), ("W",))
        self.choose.clicked.connect(self.browse)
        self.copy.clicked.connect(self.copy_wanted)
        self.drop.clicked.connect(self.second_dropped)
        self.body.addWidget(make_label(words.text("Second place"), Role.STRONG))
        self.body.addWidget(self.second)
        line = FlowLayout()
        for button in (self.verify, self.choose, self.copy, self.drop):
            line.addWidget(button)
        self.body.addLayout(line)

    def show_second(self, title: str, rest: str, tone: Tone, *, folder: str, busy: bool) -> None:
        """Show where copies go and how they stand; an empty folder is none."""
        self._second_folder = folder
        self.second.set_tone(tone)
        self.second.show_text(title, rest)
        for button in (self.copy, self.drop):
            button.setVisible(bool(folder))
        for button in (self.choose, self.copy, self.drop):
            button.setEnabled(not busy)

    def browse(self) -> None:
        """Choose the second place in the system's own dialog."""
        title = self._words.text("Second place for backups")
        if folder := choose_folder(self, self._words, title=title, start=self._second_folder):
            self.second_chosen.emit(folder)

    def _verify(self) -> None:
        if self.table.current_id() is not None:
            self.verify_wanted.emit(str(self.table.current_id()))

    def take_step(self) -> None:
        self.backup_wanted.emit()

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class PassphrasePage(SettingsPage):
    """Another passphrase, and when it is asked for. Signals: `changed(str, str, str)` old, new, new again;
    `suggestion_wanted()`, `lock_chosen(str)` minutes.
    """

    changed = Signal(str, str, str)
    suggestion_wanted = Signal()
    lock_chosen = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Passphrase"), step=words.text("Change the passphrase"), parent=parent)
        self._words = words
        self.form = Form()
        self.form.left.connect(self.left)
        self.form.submitted.connect(self._give)
        self.suggestion = Strip(Tone.ACCENT, stacked=True)
        self.suggestion.hide()
        self.result = Strip(Tone.GOOD)
        self.result.hide()
        self.suggest = CapButton(words.text("Suggest five words"), ("F4",))
        self.suggest.clicked.connect(self.suggestion_wanted)
        self.body.addWidget(make_scroll_area(self.form), 1)
        self.body.addWidget(self.suggestion)
        self.body.addWidget(self.result)
        self.body.addWidget(self.suggest, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_lock()
        self.clear()

    def _add_lock(self) -> None:
        words = self._words
        label = words.text("Lock when nobody types for")
        self.lock_after = ChipRow(label)
        minutes = sorted(CHOICES["lock_after"], key=int)
        self.lock_after.set_choices(
            tuple((each, words.plural("{count} minute", "{count} minutes", int(each))) for each in minutes)
        )
        self.lock_after.chosen.connect(self._choose_lock)
        self.body.addWidget(make_label(label, Role.STRONG))
        self.body.addWidget(self.lock_after)
        self.add_note(
            words.text("It also locks after the laptop slept, and by Ctrl+L. Nothing typed is lost.")
        )

    def show_lock(self, minutes: str) -> None:
        """Show after how many minutes the window locks."""
        self._minutes = minutes
        self.lock_after.set_values((minutes,))

    def _choose_lock(self, values: object) -> None:
        if isinstance(values, tuple) and values:
            self.lock_chosen.emit(str(values[0]))
        else:
            self.lock_after.set_values((self._minutes,))

    def clear(self) -> None:
        """Empty the fields."""
        words = self._words
        self.form.set_fields(
            (
                FieldSpec("old", words.text("Passphrase until now"), FieldKind.SECRET),
                FieldSpec("new", words.text("New passphrase"), FieldKind.SECRET),
                FieldSpec("again", words.text("New passphrase once more"), FieldKind.SECRET),
            )
        )

    def _give(self, values: dict[str, object]) -> None:
        self.changed.emit(*(str(values[key]) for key in ("old", "new", "again")))

    def take_step(self) -> None:
        self.form.submit()

    def take_focus(self) -> None:
        self.form.focus_first()


class MachinePage(SettingsPage):
    """What this machine is, and its check. Signal `check_wanted()`."""

    check_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("This machine"), step=words.text("Check the data"), parent=parent)
        self.facts = FileTable(name=words.text("This machine"))
        self.result = Strip(Tone.GOOD, stacked=True)
        self.result.hide()
        self.body.addWidget(self.facts, 1)
        self.body.addWidget(self.result)

    def take_step(self) -> None:
        self.check_wanted.emit()

    def take_focus(self) -> None:
        self.facts.setFocus(Qt.FocusReason.OtherFocusReason)
