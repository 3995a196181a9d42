"""The first page of a fresh machine: four ways to begin, each by one key.

Forms are loaded when a way is chosen: the first paint shows four cards and waits for nothing else.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.first_run import FirstRunState, Step
from ui.theme import Size
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.choices import OptionCard
from ui.widgets.entrance import EntrancePage, make_key_hints
from ui.widgets.screen import digit_of
from ui.widgets.text import Role, make_label

if TYPE_CHECKING:
    from ui.widgets.form import FieldSpec, Form

_STEPS = (Step.CHOOSE, Step.KIT, Step.OFFICE, Step.RECOVERY)


class FirstRunScreen(EntrancePage):
    """Signals: `step_wanted(object)` a `Step`; `kit_given(str, str, str, str)` file, code, passphrase, again;
    `unit_typed(str)`; `office_given(str, str, str, str)` name, unit code, passphrase, again; `sample_wanted()`;
    `hubs_wanted()`; `going_on()` past the recovery sheet.
    """

    step_wanted = Signal(object)
    kit_given = Signal(str, str, str, str)
    unit_typed = Signal(str)
    office_given = Signal(str, str, str, str)
    sample_wanted = Signal()
    hubs_wanted = Signal()
    going_on = Signal()

    def __init__(self, words: Catalogue, *, brand: str, parent: QWidget | None = None) -> None:
        super().__init__(words, brand=brand, parent=parent)
        self._state: FirstRunState | None = None
        self._buttons: list[QAbstractButton] = []
        for make in (self._make_choice, self._make_kit, self._make_office, self._make_recovery):
            self.add_page(make)

    def _make_choice(self) -> QWidget:
        words, page = self.words, QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(Size.HALF, 0, Size.HALF, Size.HALF)
        column.setSpacing(Size.GRID + Size.HALF)
        column.addWidget(make_label(words.text("How do you want to begin?"), Role.TITLE))
        self._cards = (
            OptionCard(
                words.text("Open a laptop set-up file"),
                words.text("The office gave you a file and told you a code"),
                ("1",), icon="laptop",
            ),
            OptionCard(
                words.text("Create an office"),
                words.text("This machine keeps the register and collects the files"),
                ("2",), icon="building-2",
            ),
            OptionCard(
                words.text("Look around with sample data"),
                words.text("Invented households; nothing of it is sent anywhere"),
                ("3",), icon="eye",
            ),
            OptionCard(
                words.text("Work at a hub"),
                words.text("The office's data are at a server, for many at once"),
                ("4",), icon="users",
            ),
        )  # fmt: skip
        self._cards[0].clicked.connect(lambda: self.step_wanted.emit(Step.KIT))
        self._cards[1].clicked.connect(lambda: self.step_wanted.emit(Step.OFFICE))
        self._cards[2].clicked.connect(self.sample_wanted)
        self._cards[3].clicked.connect(self.hubs_wanted)
        for card in self._cards:
            column.addWidget(card)
            self._buttons.append(card)
        self._note = make_label("", Role.NOTE, wrap=True)
        column.addWidget(self._note)
        column.addLayout(make_key_hints(words))
        return page

    def _make_kit(self) -> QWidget:
        from ui.widgets.form import FieldSpec, Form

        words = self.words
        self._kit = Form()
        self._kit.set_fields(
            (
                FieldSpec(
                    "file",
                    words.text("Set-up file"),
                    hint=words.text("Press F2 to choose it on the USB stick"),
                ),
                FieldSpec(
                    "code",
                    words.text("Code of the set-up file"),
                    hint=words.text("12 signs, told to you separately"),
                ),
                *_passphrase_fields(words),
            )
        )
        self._kit.submitted.connect(
            lambda values: self.kit_given.emit(
                *(values[key] for key in ("file", "code", "passphrase", "again"))
            )
        )
        self._kit.left.connect(self._go_back)
        browse = LinkButton(words.text("Choose the file"), ("F2",), shortcut="F2")
        browse.clicked.connect(self._browse)
        step = CapButton(words.text("Set up this laptop"), ("Ctrl", "Enter"), kind=Kind.FILLED)
        step.clicked.connect(self._kit.submit)
        self._buttons.append(step)
        return self._stack(words.text("Open a laptop set-up file"), self._kit, step, browse)

    def _make_office(self) -> QWidget:
        from ui.widgets.form import FieldKind, FieldSpec, Form
        from ui.widgets.lookup import LookupField

        words = self.words
        self._office = Form()
        self._office.set_fields(
            (
                FieldSpec(
                    "name",
                    words.text("Name of the office"),
                    hint=words.text("As it shall stand on leaflets and lists"),
                ),
                FieldSpec(
                    "unit",
                    words.text("Commune of the office"),
                    FieldKind.LOOKUP,
                    hint=words.text("Type the name, choose with the arrows"),
                ),
                *_passphrase_fields(words),
            )
        )
        self._office.submitted.connect(self._give_office)
        self._office.left.connect(self._go_back)
        unit = self._office.control("unit")
        assert isinstance(unit, LookupField)
        self._unit = unit
        self._unit.asked.connect(self.unit_typed)
        step = CapButton(words.text("Create the office"), ("Ctrl", "Enter"), kind=Kind.FILLED)
        step.clicked.connect(self._office.submit)
        self._buttons.append(step)
        return self._stack(words.text("Create an office"), self._office, step)

    def _make_recovery(self) -> QWidget:
        words, page = self.words, QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(make_label(words.text("Print the recovery sheet twice"), Role.TITLE))
        text = words.text("It opens the office again when the passphrase is forgotten or the disk is broken.")
        column.addWidget(make_label(text, Role.LINE, wrap=True))
        self._sheet = make_label("", Role.STRONG, wrap=True)
        column.addWidget(self._sheet)
        keep = words.text("Keep the two prints in two places, then delete the file.")
        column.addWidget(make_label(keep, Role.NOTE, wrap=True))
        self._go_on = CapButton(words.text("I have printed it"), ("Enter",), kind=Kind.FILLED)
        self._go_on.clicked.connect(self.going_on)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._go_on)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _stack(self, title: str, form: "Form", step: CapButton, helper: QWidget | None = None) -> QWidget:
        from ui.widgets.scrolling import make_scroll_area

        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        column.addWidget(make_label(title, Role.TITLE))
        column.addWidget(make_scroll_area(form), 1)
        if helper is not None:
            column.addWidget(helper)
        back = LinkButton(self.words.text("Back"), ("Esc",))
        back.clicked.connect(self._go_back)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(step)
        column.addLayout(row)
        return page

    def _give_office(self, values: dict[str, str]) -> None:
        self.office_given.emit(values["name"], values["unit"], values["passphrase"], values["again"])

    def _go_back(self) -> None:
        self.step_wanted.emit(Step.CHOOSE)

    def _browse(self) -> None:
        from ui.widgets.fields import TextField
        from ui.widgets.file_dialogs import choose_files

        title = self.words.text("Set-up file")
        found = choose_files(self, self.words, title=title, kinds=f"{title} (*.gocuakit)", several=False)
        if found:
            control = self._kit.control("file")
            assert isinstance(control, TextField)
            control.setText(found[0])

    def render_state(self, state: FirstRunState) -> None:
        """Show the step somebody stands on."""
        former, self._state = self._state, state
        self.show_page(_STEPS.index(state.step))
        for button in self._buttons:
            button.setEnabled(not state.busy)
        self.show_error(state.error)
        if state.step is Step.CHOOSE:
            self._note.setText(self._tell_making(state) if state.busy else "")
            self._note.setVisible(state.busy)
        elif state.step is Step.RECOVERY:
            self._sheet.setText(self.words.text("It was written to {path}", path=state.sheet))
        elif state.step is Step.OFFICE and former is not None and former.units != state.units:
            self._unit.set_found([(unit.code, unit.name) for unit in state.units])
        if former is None or former.step != state.step:
            self.take_focus()

    def _tell_making(self, state: FirstRunState) -> str:
        if state.done is None:
            return self.words.text("Making the workspace…")
        return self.words.text("Making sample data: {percent} %", percent=state.done)

    def take_focus(self) -> None:
        """Stand where the step begins."""
        step = self._state.step if self._state is not None else Step.CHOOSE
        if step is Step.KIT:
            self._kit.focus_first()
        elif step is Step.OFFICE:
            self._office.focus_first()
        elif step is Step.RECOVERY:
            self._go_on.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choosing = self._state is None or self._state.step is Step.CHOOSE
        digit = digit_of(event)
        if choosing and digit in ("1", "2", "3", "4"):
            self._cards[int(digit) - 1].click()
            return
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        here = next((n for n, card in enumerate(self._cards) if card.hasFocus()), None)
        if choosing and step and here is not None:
            self._cards[(here + step) % len(self._cards)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        if event.key() == Qt.Key.Key_Escape and not choosing:
            self._go_back()
            return
        super().keyPressEvent(event)


def _passphrase_fields(words: Catalogue) -> "tuple[FieldSpec, FieldSpec]":
    from ui.widgets.form import FieldKind, FieldSpec

    hint = words.text(
        "Four or five words that only you would put together; whoever reads it can open this machine"
    )
    return (
        FieldSpec("passphrase", words.text("Passphrase"), FieldKind.SECRET, hint=hint),
        FieldSpec("again", words.text("Passphrase once more"), FieldKind.SECRET),
    )
