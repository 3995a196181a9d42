"""Unlock: one passphrase; a wrong one gets a sentence, a forgotten one has a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.models.path_words import break_path
from ui.presenters.unlock import UnlockState
from ui.theme import Size
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.entrance import EntrancePage, make_key_hints
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.text import Role, make_label


class UnlockScreen(EntrancePage):
    """Signals: `unlock_wanted(str)` a passphrase; `repair_wanted()`; `forgotten(bool)`; `recover_wanted(str, str, str)`
    code, new passphrase, and again; `elsewhere_wanted()`; `back_wanted()` to this version's database.
    `locked`: the workspace is open behind the page.
    """

    unlock_wanted = Signal(str)
    repair_wanted = Signal()
    back_wanted = Signal()
    forgotten = Signal(bool)
    recover_wanted = Signal(str, str, str)
    elsewhere_wanted = Signal()

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
        self._back = LinkButton("", ("F6",), shortcut="F6")
        self._back.clicked.connect(self.back_wanted)
        self._told = make_label("", Role.NOTE, wrap=True)
        column.insertWidget(1, self._repair, 0, Qt.AlignmentFlag.AlignLeft)
        column.insertWidget(2, self._told)
        column.insertWidget(3, self._back, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._repair, self._back, self._told):
            widget.hide()
        if not self._locked:
            self._offer_elsewhere(column)
        column.addLayout(make_key_hints(words, languages=not self._locked))
        return page

    def _offer_elsewhere(self, column: QVBoxLayout) -> None:
        self._elsewhere = LinkButton(self.words.text("Another workspace"), ("F4",))
        self._elsewhere.clicked.connect(self.elsewhere_wanted)
        column.addWidget(self._elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        self._elsewhere.hide()
        # The key works also where the link would only be in the way: nobody has joined a hub here.
        QShortcut(QKeySequence("F4"), self).activated.connect(self.elsewhere_wanted)

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
        if not self._locked:
            self._elsewhere.setVisible(state.elsewhere)
        self._show_way(state)
        told = "\n".join(self.words.render(sentence) for sentence in state.told) or self._explain_way(state)
        self._told.setVisible(bool(told))
        self._told.setText(break_path(told))
        # The panel is as high as its content would like to be at no width in particular.
        width = self._panel.width() - 2 * Size.MARGIN
        self._told.setMinimumHeight(self._told.heightForWidth(width) if told else 0)
        if (
            former is None
            or former.forgotten != state.forgotten
            or (state.error is not None and not state.busy)
        ):
            self.take_focus()

    def _show_way(self, state: UnlockState) -> None:
        self._back.setVisible(bool(state.way) and not state.forgotten)
        self._back.set_words(self.words.text("Go back to version {version}", version=state.way), ("F6",))

    def _explain_way(self, state: UnlockState) -> str:
        return "" if not state.way else self.words.text(
            "This version can take the database over again: everything that was saved stays. What was half typed and "
            "settings made in the newer version stay behind in its database, which is kept."
        )  # fmt: skip

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
