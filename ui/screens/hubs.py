"""The workspaces that this account can open, each by one key, and the form by which a hub is joined."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.hubs import HubsState, HubStep, Joining, Known, shorten
from ui.theme import Size
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.choices import OptionCard
from ui.widgets.entrance import EntrancePage, make_key_hints
from ui.widgets.fields import TextField
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.screen import digit_of
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import Role, make_label

_FIELDS = ("file", "code", "address", "password", "passphrase", "again")
_DIGITS = 9


class HubsScreen(EntrancePage):
    """Signals: `chosen(int)` the place of a card, `join_given(object)` a `Joining`, `left()` back."""

    chosen = Signal(int)
    join_given = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, *, brand: str, parent: QWidget | None = None) -> None:
        super().__init__(words, brand=brand, parent=parent)
        self._state: HubsState | None = None
        self._cards: list[OptionCard] = []
        self._buttons: list[QAbstractButton] = []
        self.add_page(self._make_choice)
        self.add_page(self._make_join)

    def _make_choice(self) -> QWidget:
        words, page, held = self.words, QWidget(), QWidget()
        cards = QVBoxLayout(held)
        cards.setContentsMargins(Size.HALF, Size.HALF, Size.HALF, Size.HALF)  # for the frame of the focus
        cards.setSpacing(Size.GRID + Size.HALF)
        known = self._state.known if self._state is not None else ()
        told = [self._describe(each) for each in known]
        told.append(
            (words.text("Join a hub"), words.text("By a key file, its code and the address"), "key-round")
        )
        for place, (title, hint, icon) in enumerate(told):
            caps = (str(place + 1),) if place < _DIGITS else ()
            card = OptionCard(title, hint, caps, icon=icon)
            card.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            cards.addWidget(card)
            self._cards.append(card)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, Size.HALF)
        column.setSpacing(Size.GRID)
        column.addWidget(make_label(words.text("Which workspace?"), Role.TITLE))
        column.addWidget(make_scroll_area(held), 1)
        column.addLayout(self._make_back(None))
        column.addLayout(make_key_hints(words))
        return page

    def _describe(self, known: Known) -> tuple[str, str, str]:
        if known.address:
            return self.words.text("Hub {name}", name=known.database), shorten(known.address), "users"
        return self.words.text("The workspace of this machine"), str(known.folder), "laptop"

    def _make_join(self) -> QWidget:
        words, page = self.words, QWidget()
        self._form = Form()
        self._form.set_fields(self._name_fields())
        self._form.submitted.connect(
            lambda values: self.join_given.emit(Joining(*(values[key] for key in _FIELDS)))
        )
        self._form.left.connect(self.left)
        browse = LinkButton(words.text("Choose the file"), ("F2",), shortcut="F2")
        browse.clicked.connect(self._browse)
        step = CapButton(words.text("Join the hub"), ("Ctrl", "Enter"), kind=Kind.FILLED)
        step.clicked.connect(self._form.submit)
        self._buttons.append(step)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        column.addWidget(make_label(words.text("Join a hub"), Role.TITLE))
        column.addWidget(make_scroll_area(self._form), 1)
        column.addWidget(browse)
        column.addLayout(self._make_back(step))
        return page

    def _name_fields(self) -> tuple[FieldSpec, ...]:
        words = self.words
        return (
            FieldSpec(
                "file", words.text("Key file"), hint=words.text("Somebody who works at the hub writes it")
            ),
            FieldSpec(
                "code",
                words.text("Code of the key file"),
                hint=words.text("16 signs, told to you separately"),
            ),
            FieldSpec(
                "address",
                words.text("Address of the hub"),
                hint="postgresql://gocua_clerk@hub.example/tamduong",
            ),
            FieldSpec(
                "password",
                words.text("Password of your account at the hub"),
                FieldKind.SECRET,
                hint=words.text("Left empty, it is looked for where PostgreSQL keeps passwords"),
            ),
            FieldSpec(
                "passphrase",
                words.text("Passphrase"),
                FieldKind.SECRET,
                hint=words.text(
                    "Four or five words that only you would put together; whoever reads it can open this machine"
                ),
            ),
            FieldSpec("again", words.text("Passphrase once more"), FieldKind.SECRET),
        )

    def _make_back(self, step: CapButton | None) -> QHBoxLayout:
        back = LinkButton(self.words.text("Back"), ("Esc",))
        back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        if step is not None:
            row.addWidget(step)
        return row

    def _browse(self) -> None:
        from ui.widgets.file_dialogs import choose_files

        title = self.words.text("Key file")
        found = choose_files(self, self.words, title=title, kinds=f"{title} (*.gocuakey)", several=False)
        control = self._form.control("file")
        if found and isinstance(control, TextField):
            control.setText(found[0])

    def render_state(self, state: HubsState) -> None:
        """Show the step somebody stands on."""
        former, self._state = self._state, state
        self.show_page(0 if state.step is HubStep.CHOOSE else 1)
        for button in self._buttons:
            button.setEnabled(not state.busy)
        self.show_error(state.error)
        if former is None or former.step != state.step:
            self.take_focus()

    def take_focus(self) -> None:
        """Stand where the step begins."""
        if self._state is not None and self._state.step is HubStep.JOIN:
            self._form.focus_first()
        else:
            self._cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choosing = self._state is None or self._state.step is HubStep.CHOOSE
        digit = digit_of(event)
        if choosing and digit is not None and digit.isdigit() and 0 < int(digit) <= len(self._cards):
            self._cards[int(digit) - 1].click()
            return
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        here = next((n for n, card in enumerate(self._cards) if card.hasFocus()), None)
        if choosing and step and here is not None:
            self._cards[(here + step) % len(self._cards)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
