"""Unlock: one passphrase; a wrong one gets a sentence, a forgotten one has a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.unlock import UnlockState
from ui.theme import Size
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.entrance import EntrancePage, make_key_hints
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.text import Role, make_label


class UnlockScreen(EntrancePage):
    """Signals: `unlock_wanted(str)` a passphrase; `repair_wanted()`; `forgotten(bool)`; `recover_wanted(str, str, str)`
    code, new passphrase, and again. `locked`: the workspace is open behind the page.
    """

    unlock_wanted = Signal(str)
    repair_wanted = Signal()
    forgotten = Signal(bool)
    recover_wanted = Signal(str, str, str)

    def __init__(
        self, words: Catalogue, *, brand: str, locked: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, brand=brand, parent=parent)
        self._locked = locked
        self._state: UnlockState | None = None
        self._steps: list[tuple[CapButton, str]] = []
        self.add_page(self._make_known)
        self.add_page(self._make_forgotten)

    def _make_known(self) -> QWidget:
        words = self.words
        self._form = Form()
        self._form.set_fields(
            (FieldSpec("passphrase", words.text("Passphrase of this machine"), FieldKind.SECRET),)
        )
        self._form.submitted.connect(lambda values: self.unlock_wanted.emit(values["passphrase"]))
        step = CapButton(words.text("Open"), ("Enter",), kind=Kind.FILLED)
        step.clicked.connect(self._form.submit)
        self._steps.append((step, step.words()))
        link = LinkButton(words.text("Passphrase forgotten"), ("F3",), shortcut="F3")
        link.clicked.connect(lambda: self.forgotten.emit(True))
        title = words.text("Locked") if self._locked else words.text("Open the workspace")
        page = _stack(title, self._form, step, link)
        column = page.layout()
        assert isinstance(column, QVBoxLayout)
        if self._locked:
            kept = words.text("Everything stands as you left it, also what is half typed.")
            column.insertWidget(1, make_label(kept, Role.NOTE, wrap=True))
        self._repair = LinkButton(words.text("Repair it from the last good backup"), ("F5",), shortcut="F5")
        self._repair.clicked.connect(self.repair_wanted)
        self._told = make_label("", Role.NOTE, wrap=True)
        column.insertWidget(1, self._repair, 0, Qt.AlignmentFlag.AlignLeft)
        column.insertWidget(2, self._told)
        for widget in (self._repair, self._told):
            widget.hide()
        column.addLayout(make_key_hints(words, languages=not self._locked))
        return page

    def _make_forgotten(self) -> QWidget:
        words = self.words
        self._recovery = Form()
        self._recovery.set_fields(
            (
                FieldSpec(
                    "code",
                    words.text("Code from the office"),
                    hint=words.text(
                        "Telephone the office: it reads you 16 signs. Your visits stay as they are."
                    ),
                ),
                FieldSpec("passphrase", words.text("New passphrase"), FieldKind.SECRET),
                FieldSpec("again", words.text("New passphrase once more"), FieldKind.SECRET),
            )
        )
        self._recovery.submitted.connect(
            lambda values: self.recover_wanted.emit(values["code"], values["passphrase"], values["again"])
        )
        self._recovery.left.connect(lambda: self.forgotten.emit(False))
        step = CapButton(words.text("Open with the code"), ("Enter",), kind=Kind.FILLED)
        step.clicked.connect(self._recovery.submit)
        self._steps.append((step, step.words()))
        link = LinkButton(words.text("Back to the passphrase"), ("Esc",))
        link.clicked.connect(lambda: self.forgotten.emit(False))
        return _stack(words.text("Passphrase forgotten"), self._recovery, step, link)

    def render_state(self, state: UnlockState) -> None:
        """Show where things are."""
        former, self._state = self._state, state
        if former is None:
            # What is told below stands on the first page, which is made when it is first shown.
            self.show_page(0)
        self.show_page(1 if state.forgotten else 0)
        for button, text in self._steps:
            button.setEnabled(not state.busy)
            button.set_words(self.words.text("Opening…") if state.busy else text)
        self.show_error(state.error)
        self._repair.setVisible(state.damaged and not state.forgotten)
        self._told.setVisible(bool(state.told))
        self._told.setText("\n".join(self.words.render(sentence) for sentence in state.told))
        # The panel is as high as its content would like to be at no width in particular.
        width = self._panel.width() - 2 * Size.MARGIN
        self._told.setMinimumHeight(self._told.heightForWidth(width) if state.told else 0)
        if (
            former is None
            or former.forgotten != state.forgotten
            or (state.error is not None and not state.busy)
        ):
            self.take_focus()

    def take_focus(self) -> None:
        """Stand in the first field."""
        forgotten = self._state is not None and self._state.forgotten
        (self._recovery if forgotten else self._form).focus_first()


def _stack(title: str, form: Form, step: CapButton, link: LinkButton) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Size.GRID)
    column.addWidget(make_label(title, Role.TITLE))
    column.addWidget(form)
    row = QHBoxLayout()
    row.addWidget(link)
    row.addStretch(1)
    row.addWidget(step)
    column.addLayout(row)
    column.addStretch(1)
    return page
