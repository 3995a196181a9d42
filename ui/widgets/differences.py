"""The strip on which differences are settled: what stood before, the rivals side by side, one key for each answer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.models.review import Card, DifferencesState, Item, Mode
from ui.theme import Size, Tone, look
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.fields import TextField
from ui.widgets.flow import FlowLayout
from ui.widgets.page_stack import PageStack
from ui.widgets.paint import Tag
from ui.widgets.panels import Panel
from ui.widgets.rival_cards import RivalCard
from ui.widgets.tags import TagLabel
from ui.widgets.text import ElidedLabel, Role, make_label, make_rule

_BEFORE = 216
_CARD, _MANY = 0, 1


class DifferencePanel(Panel):
    """Signals: `pressed(str)` a digit, `typed(str)` another value, `many_wanted()`, `rule_applied()`,
    `field_toggled()`, `left()`, `household_wanted()`.
    """

    pressed = Signal(str)
    typed = Signal(str)
    many_wanted = Signal()
    rule_applied = Signal()
    field_toggled = Signal()
    left = Signal()
    household_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=words.text("Differences to settle"))
        self._words = words
        self._state = DifferencesState()
        self.cards: list[RivalCard] = []
        self._answers: list[CapButton] = []
        self._make_head()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._pages = PageStack()
        self._pages.addWidget(self._make_sides())
        self._pages.addWidget(self._make_many())
        self.body.addWidget(self._pages)
        self.body.addWidget(make_rule())
        self._make_foot()
        self.hide()

    def _make_head(self) -> None:
        self.tag = TagLabel(Tag("", "triangle-alert", Tone.WAIT))
        self.title = make_label("", Role.STRONG)
        self._place = ElidedLabel(Role.NOTE)
        self._link = LinkButton(self._words.text("Open this household"), ("H",), small=True)
        self._link.clicked.connect(self.household_wanted)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        for widget in (self.tag, self.title, self._place):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._link)
        self.body.addLayout(row)

    def _make_sides(self) -> QWidget:
        page = QWidget()
        self._before_heading = make_label("", Role.HINT)
        self._before = make_label("", Role.LINE, wrap=True)
        self._reasons = make_label("", Role.NOTE, wrap=True)
        before = self._before_column = QVBoxLayout()
        before.setSpacing(Size.HALF)
        for label in (self._before_heading, self._before, self._reasons):
            before.addWidget(label)
        before.addStretch(1)
        self._beside = QWidget()
        self._beside.setFixedWidth(look().px(_BEFORE))
        self._beside.setLayout(before)
        before.setContentsMargins(0, Size.GRID, 0, 0)
        self._row = QHBoxLayout(page)
        self._row.setContentsMargins(2, 3, 2, 3)
        self._row.setSpacing(Size.GAP)
        self._row.addWidget(self._beside)
        return page

    def _make_many(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        self._many_title = make_label("", Role.LINE, wrap=True)
        column.addWidget(self._many_title)
        # In large type the rules take two lines rather than lose their keys.
        self._rules = FlowLayout()
        self._rules.setSpacing(Size.GRID)
        column.addLayout(self._rules)
        self._many_note = make_label("", Role.NOTE, wrap=True)
        column.addWidget(self._many_note)
        column.addStretch(1)
        return page

    def _make_foot(self) -> None:
        words = self._words
        self._foot = QHBoxLayout()
        self._foot.setSpacing(Size.GRID)
        self._label = make_label(words.text("Another value"), Role.STRONG)
        self.field = TextField(name=words.text("Another value"))
        self.field.setFixedWidth(look().px(280))
        self._label.setBuddy(self.field)
        self._error = make_label("", Role.ERROR, wrap=True)
        self._many = CapButton(words.text("Many at once"), ("A",))
        self._one_field = CapButton("", ("F",))
        self._back = CapButton(words.text("Leave it"), ("Esc",))
        self._hint = ElidedLabel(Role.HINT)
        self._take = CapButton("", ("1",), kind=Kind.CHOSEN)
        self._enter = CapButton("", ("Enter",), kind=Kind.CHOSEN)
        self._many.clicked.connect(self.many_wanted)
        self._one_field.clicked.connect(self.field_toggled)
        self._back.clicked.connect(self.left)
        self._take.clicked.connect(lambda: self.pressed.emit("1"))
        self._enter.clicked.connect(self._press_enter)
        for widget in (
            self._label,
            self.field,
            self._many,
            self._one_field,
            self._back,
            self._error,
            self._hint,
        ):
            self._foot.addWidget(widget)
        self._foot.addStretch(1)
        self._foot.addWidget(self._enter)
        self._foot.addWidget(self._take)
        self.body.addLayout(self._foot)

    def _press_enter(self) -> None:
        if self._state.mode is Mode.TYPING:
            self.typed.emit(self.field.written())
        elif self._state.mode is Mode.MANY:
            self.rule_applied.emit()

    def render_state(self, state: DifferencesState) -> None:
        """Show the thing stood on, or nothing at all when nothing waits."""
        former, self._state = self._state, state
        self.setVisible(state.item is not None)
        if state.item is None:
            return
        words = self._words
        total = words.number(state.total)
        said = words.text("Difference {position} of {total}", position=state.position, total=total)
        if state.item.is_pair:
            said = words.text("Alike, {position} of {total}", position=state.position, total=total)
        self.tag.set_tag(Tag(said, "triangle-alert", Tone.WAIT))
        if former.item != state.item:
            self._show_item(state.item)
        self._pages.setCurrentIndex(_MANY if state.mode is Mode.MANY else _CARD)
        if state.mode is Mode.MANY:
            self._show_many(state)
        self._show_foot(state, former.mode)

    def _show_item(self, item: Item) -> None:
        self.title.setText(item.title)
        self._place.set_text(item.place)
        self._link.setVisible(item.household is not None)
        self._before_heading.setText(item.before_heading)
        self._before.setText(item.before)
        self._reasons.setText("; ".join(item.reasons))
        self._before_heading.setVisible(bool(item.before_heading))
        self._before.setVisible(bool(item.before_heading))
        self._reasons.setVisible(bool(item.reasons))
        # Its width is fixed, so its height is known: many reasons make the panel higher and are not cut.
        self._beside.setMinimumHeight(self._before_column.totalHeightForWidth(self._beside.width()))
        self._show_cards(item.cards)
        for button in self._answers:
            self._foot.removeWidget(button)
            _drop(button)
        self._answers = [self._make_answer(answer.key, answer.words) for answer in item.answers]
        for place, button in enumerate(self._answers):
            self._foot.insertWidget(place, button)
        self._hint.set_text(item.hint)

    def _make_answer(self, key: str, text: str) -> CapButton:
        button = CapButton(text, (key,))
        button.clicked.connect(lambda: self.pressed.emit(key))
        return button

    def _show_cards(self, cards: Sequence[Card]) -> None:
        while len(self.cards) > len(cards):
            gone = self.cards.pop()
            self._row.removeWidget(gone)
            _drop(gone)
        while len(self.cards) < len(cards):
            made = RivalCard(cards[len(self.cards)])
            place = len(self.cards)
            made.clicked.connect(lambda _checked=False, at=place: self._press_card(at))
            self.cards.append(made)
            self._row.addWidget(made, 1)
        for widget, card in zip(self.cards, cards, strict=True):
            widget.show_card(card)

    def _press_card(self, place: int) -> None:
        # The cards of a pair have no key of their own: both say the same, so only a key decides.
        if self.cards[place].card().key:
            self.pressed.emit(self.cards[place].card().key)

    def _show_many(self, state: DifferencesState) -> None:
        words = self._words
        which = (
            words.text("only {field}", field=state.field_name)
            if state.one_field
            else words.text("all of them")
        )
        title = words.text("Settle many at once by rule ({which})", which=which)
        if state.of_pairs:
            title = words.text("Settle many pairs at once by what speaks for them")
        self._many_title.setText(title)
        while (item := self._rules.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                _drop(gone)
        for rule in state.rules:
            text = f"{rule.words} ({words.number(rule.count)})"
            kind = Kind.CHOSEN if rule.key == state.chosen else Kind.OUTLINE
            button = CapButton(text, (rule.key,), kind=kind)
            button.setEnabled(rule.count > 0)
            button.clicked.connect(lambda _checked=False, key=rule.key: self.pressed.emit(key))
            self._rules.addWidget(button)
        self._many_note.setText(self._tell_left(state))

    def _tell_left(self, state: DifferencesState) -> str:
        words = self._words
        left = (state.pairs if state.of_pairs else state.differences) - state.to_settle
        if not state.chosen:
            return words.text("Choose a rule by its digit.")
        if state.of_pairs and left <= 0:
            return words.text("No pair is left open.")
        if state.of_pairs:
            return words.plural(
                "{count} pair is left open: the rule says nothing of it.",
                "{count} pairs are left open: the rule says nothing of them.",
                left,
            )
        if left <= 0:
            return words.text("No difference is left open.")
        return words.plural(
            "{count} difference is left open: the rule says nothing of it.",
            "{count} differences are left open: the rule says nothing of them.",
            left,
        )

    def _show_foot(self, state: DifferencesState, former: Mode) -> None:
        words, item, mode = self._words, state.item, state.mode
        assert item is not None
        for button in self._answers:
            button.setVisible(mode is Mode.ONE)
        typing, many = mode is Mode.TYPING, mode is Mode.MANY
        for part in (self._label, self.field):
            part.setVisible(typing)
        self._many.setVisible(mode is Mode.ONE and state.has_many)
        self._one_field.setVisible(many and not state.of_pairs)
        only = (
            words.text("All fields")
            if state.one_field
            else words.text("Only {field}", field=state.field_name)
        )
        self._one_field.set_words(only)
        self._back.setVisible(mode is not Mode.ONE)
        self._hint.setVisible(mode is Mode.ONE)
        self._take.set_words(item.main[0])
        self._take.setVisible(mode is Mode.ONE)
        self._enter.set_words(self._name_enter(state))
        self._enter.setVisible(typing or (many and bool(state.chosen)))
        self._error.setText(state.error)
        self._error.setVisible(bool(state.error))
        if typing and former is not Mode.TYPING:
            self.field.clear()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._enter.isVisible() and many:
            # A list that had the focus would keep Enter for itself.
            self._enter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_enter(self, state: DifferencesState) -> str:
        words = self._words
        if state.mode is Mode.TYPING:
            return words.text("Use this value")
        if state.of_pairs:
            return words.plural("Settle {count} pair", "Settle {count} pairs", state.to_settle)
        return words.plural("Settle {count} difference", "Settle {count} differences", state.to_settle)

    def has_item(self) -> bool:
        """Whether something waits."""
        return self._state.item is not None

    def is_begun(self) -> bool:
        """Whether a value is being typed or a rule chosen, so that the focus stands here."""
        return self._state.mode is not Mode.ONE

    def take_key(self, event: QKeyEvent, digit: str | None) -> bool:
        """Act on a key that no text field took; False when it means nothing here."""
        if self._state.item is None or not self.isVisible():
            return False
        many = self._state.mode is Mode.MANY
        if digit is not None:
            self.pressed.emit(digit)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif many and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.rule_applied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._state.mode is Mode.TYPING:
            self._press_enter()
        else:
            return self._take_letter(event, many=many)
        return True

    def _take_letter(self, event: QKeyEvent, *, many: bool) -> bool:
        if event.key() == Qt.Key.Key_A and not many and self._state.has_many:
            self.many_wanted.emit()
        elif event.key() == Qt.Key.Key_F and many:
            self.field_toggled.emit()
        elif event.key() == Qt.Key.Key_H and not many:
            self.household_wanted.emit()
        else:
            return False
        return True


def _drop(widget: QWidget) -> None:
    # It is deleted when Qt comes round to it, and must not be seen until then.
    widget.hide()
    widget.deleteLater()
