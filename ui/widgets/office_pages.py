"""The pages of Settings that only an office has: villages, and laptops with set-up files and recovery codes."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.domain.people import PartialDate
from outreach_app.i18n import Catalogue
from ui.theme import Size, Tone
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.file_dialogs import choose_folder
from ui.widgets.file_table import FileTable
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.settings_pages import BigCode, SettingsPage
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

Choices = Sequence[tuple[bytes, str]]
ADD, RENAME, MERGE = "add", "rename", "merge"
_VILLAGE = "village:"


class VillagesPage(SettingsPage):
    """The villages. Signals: `added(str, object)` name and commune code or None; `renamed(object, str)` an id and a
    name; `merged(object, object)` the village that goes and the one that stays.
    """

    added = Signal(str, object)
    renamed = Signal(object, str)
    merged = Signal(object, object)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Villages"), parent=parent)
        self._words = words
        self._communes: tuple[tuple[str, str], ...] = ()
        self._villages: Choices = ()
        self.table = FileTable(name=words.text("Villages"))
        self.table.stood_on.connect(lambda _row: self._follow_row())
        self.empty = make_label(
            words.text("No village yet. Add one, or bring in a register."), Role.NOTE, wrap=True
        )
        self.kinds = ChipRow(words.text("What to do with villages"))
        self.kinds.set_choices(
            [
                (ADD, words.text("Add")),
                (RENAME, words.text("Rename")),
                (MERGE, words.text("Merge into another")),
            ]
        )
        self.kinds.set_values((ADD,))
        self.kinds.chosen.connect(lambda _values: self._build())
        self.form = Form()
        self.form.left.connect(self.left)
        self.form.submitted.connect(self._give)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.kinds)
        self.body.addWidget(self.form)
        self._build()

    def kind(self) -> str:
        """What is done with villages."""
        return str((self.kinds.values() or (ADD,))[0])

    def show_villages(self, villages: Choices, communes: Sequence[tuple[str, str]]) -> None:
        """Offer these villages and communes; the form is built again only when they changed."""
        self.empty.setVisible(not villages)
        if tuple(villages) != tuple(self._villages) or tuple(communes) != self._communes:
            self._villages, self._communes = tuple(villages), tuple(communes)
            self._build()

    def _build(self) -> None:
        words = self._words
        self.kinds.set_values((self.kind(),))
        name = FieldSpec("name", words.text("Name of the village"), hint=words.text("such as bản Nà Ly"))
        if self.kind() == RENAME:
            self.form.set_fields((name,), {"name": self._chosen_name()})
            self.step = words.text("Rename the village")
        elif self.kind() == MERGE:
            into = FieldSpec("into", words.text("Merge into"), FieldKind.CHOICE, choices=self._others())
            self.form.set_fields((into,))
            self.step = words.text("Merge the villages")
        else:
            commune = FieldSpec("commune", words.text("Commune"), FieldKind.CHOICE, choices=self._communes)
            self.form.set_fields((name, commune) if len(self._communes) > 1 else (name,))
            self.step = words.text("Add the village")

    def _others(self) -> tuple[tuple[bytes, str], ...]:
        return tuple(each for each in self._villages if each[0] != self.table.current_id())

    def _chosen_name(self) -> str:
        return next((name for village, name in self._villages if village == self.table.current_id()), "")

    def _follow_row(self) -> None:
        if self.kind() != ADD:
            self._build()

    def _give(self, values: dict[str, object]) -> None:
        village = self.table.current_id()
        if self.kind() == ADD:
            self.added.emit(str(values["name"]), values.get("commune"))
        elif self.kind() == RENAME and village is not None:
            self.renamed.emit(village, str(values["name"]))
        elif self.kind() == MERGE and village is not None and values["into"] is not None:
            self.merged.emit(village, values["into"])

    def take_step(self) -> None:
        self.form.submit()

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class LaptopsPage(SettingsPage):
    """The laptops. Signals: `kit_given(object)` a dict of device, role, villages, until, folder; `recovery_wanted(str)`
    a machine's name; `recovery_confirmed()`; `silence_given(str)` days as typed.
    """

    kit_given = Signal(object)
    recovery_wanted = Signal(str)
    recovery_confirmed = Signal()
    silence_given = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Laptops"), step=words.text("Make the set-up file"), parent=parent)
        self._words = words
        self._villages: Choices | None = None
        self._silent_after = 0
        self.form = Form()
        self.form.left.connect(self.left)
        self.form.submitted.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addLayout(self._make_left(), 1)
        row.addWidget(make_scroll_area(self.form), 1)
        self.body.addLayout(row, 1)

    def _make_left(self) -> QVBoxLayout:
        words = self._words
        column = QVBoxLayout()
        column.setSpacing(Size.GRID)
        self.table = FileTable(name=words.text("Laptops"))
        self.empty = make_label(words.text("No laptop has been set up yet."), Role.NOTE)
        self.recovery = CapButton(words.text("Passphrase forgotten"), ("R",))
        self.recovery.clicked.connect(self._ask)
        self._answers = QStackedWidget()
        self._answers.addWidget(QWidget())
        self._answers.addWidget(self._make_question())
        self._answers.addWidget(self._make_code())
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(self._answers)
        column.addWidget(self.recovery, 0, Qt.AlignmentFlag.AlignLeft)
        self.silence = Form()
        spec = FieldSpec("days", words.text("Ask after a machine after so many days without a file"))
        self.silence.set_fields((spec,))
        self.silence.submitted.connect(lambda told: self.silence_given.emit(str(told["days"])))
        self.silence.left.connect(self.left)
        column.addWidget(self.silence)
        return column

    def show_silence(self, days: int) -> None:
        """Show the number of days that is set; what is being typed stays while it is the same."""
        if days != self._silent_after:
            self._silent_after = days
            self.silence.control("days").setText(str(days))  # type: ignore[attr-defined]

    def _make_question(self) -> QWidget:
        words = self._words
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self._question = Strip(Tone.WAIT, stacked=True)
        self.confirm = CapButton(words.text("I know who is asking"), ("Enter",))
        self.confirm.clicked.connect(self.recovery_confirmed)
        column.addWidget(self._question)
        column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def _make_code(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self._code_title = make_label("", Role.STRONG, wrap=True)
        self.code = BigCode()
        self._code_note = make_label("", Role.HINT, wrap=True)
        for widget in (self._code_title, self.code, self._code_note):
            column.addWidget(widget)
        return page

    def _ask(self) -> None:
        row, lines = self.table.current_row(), self.table.lines()
        if 0 <= row < len(lines):
            self.recovery_wanted.emit(lines[row].title)
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_villages(self, villages: Choices, *, until: date, folder: str) -> None:
        """Offer these villages; what is being typed stays while they are the same."""
        if self._villages is not None and tuple(villages) == tuple(self._villages):
            return
        self._villages = tuple(villages)
        self.clear(until=until, folder=folder)

    def clear(self, *, until: date, folder: str) -> None:
        """Empty the form for the next laptop."""
        words = self._words
        roles = (("canvasser", words.text("canvasser")), ("lead", words.text("team lead")))
        ticks = [FieldSpec(_VILLAGE + v.hex(), name, FieldKind.TICK) for v, name in self._villages or ()]
        every = [FieldSpec("every", words.text("All villages"), FieldKind.TICK)] if len(ticks) > 1 else []
        self.form.set_fields(
            (
                FieldSpec("device", words.text("Name of the laptop"), hint=words.text("such as Máy 01")),
                FieldSpec("role", words.text("Role"), FieldKind.CHOICE, choices=roles),
                *every,
                *ticks,
                FieldSpec("until", words.text("Permission holds until"), FieldKind.BIRTH),
                FieldSpec("folder", words.text("Folder to write to")),
            ),
            {
                "role": "canvasser", "until": PartialDate(until.year, until.month, until.day), "folder": folder,
                **({ticks[0].key: True} if len(ticks) == 1 else {}),
            },
        )  # fmt: skip

    def browse(self) -> None:
        """Choose the folder in the system's own dialog."""
        title = self._words.text("Folder to write to")
        if folder := choose_folder(self, self._words, title=title):
            control = self.form.control("folder")
            control.setText(folder)  # type: ignore[attr-defined]

    def _give(self, values: dict[str, object]) -> None:
        until = values["until"]
        if not isinstance(until, PartialDate) or not until.day or not until.month:
            self.form.show_errors({"until": self._words.text("Type a whole date, such as 31/12/2027.")})
            return
        self.form.show_errors({})
        villages = [
            v for v, _ in self._villages or () if values.get("every") or values.get(_VILLAGE + v.hex())
        ]
        told = {**values, "villages": tuple(villages), "until": date(until.year, until.month, until.day)}
        self.kit_given.emit(told)

    def show_answer(
        self, *, question: str = "", advice: str = "", title: str = "", code: str = "", note: str = ""
    ) -> None:
        """Ask before a code is told, show a code, or nothing."""
        self._question.show_text(question, advice)
        self._code_title.setText(title)
        self._code_note.setText(note)
        self.code.show_code(code)
        page = 2 if code else 1 if question else 0
        if page == self._answers.currentIndex():
            return
        self._answers.setCurrentIndex(page)
        if page == 1 and self.isVisible():
            self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_step(self) -> None:
        (self.silence if self.silence.isAncestorOf(self.focusWidget()) else self.form).submit()

    def take_focus(self) -> None:
        self.form.focus_first()
