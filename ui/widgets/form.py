"""A short form made from data: labels above fields, one column, errors beside the field."""

import itertools
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ui.theme import Size
from ui.widgets.fields import LabelledField, TextField

Tell = Callable[..., None]


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind of field
    CHOICE = "choice"
    BIRTH = "birth"
    DAY = "day"
    AHEAD = "ahead"
    TICK = "tick"
    MONEY = "money"
    LOOKUP = "lookup"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its name, its label, what it takes, and for a choice the (value, text) pairs."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    choices: tuple[tuple[Hashable, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    """A field with how its value is put in and read."""

    control: QWidget
    put: Callable[[Any], None]
    read: Callable[[], object]
    is_date: bool = False


class Form(QWidget):
    """Fields in one column. Enter goes to the next field, in the last one it submits; Ctrl+Enter always does.

    Signals: `submitted(object)` a dict of the values by key, `changed(str)` the key of a field that changed,
    `left()` Escape. Values are str, bool, `PartialDate`, whole đồng, a choice's value, a lookup's code, or None.
    """

    submitted = Signal(object)
    changed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self._today = today
        self._held: dict[str, _Held] = {}
        self._labelled: dict[str, LabelledField] = {}
        self._begun: dict[str, object] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Size.HALF, Size.HALF, Size.HALF, Size.HALF)
        self._column.setSpacing(Size.GRID)

    def set_fields(self, specs: Sequence[FieldSpec], values: Mapping[str, object] | None = None) -> None:
        """Show these fields with these values; whoever stood in the form goes on in it."""
        stood_on = self._find_focus()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # A widget that waits to be shown by its layout would else come up as a window of its own.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._held, self._labelled = {}, {}
        for spec in specs:
            self._add(spec)
        self._column.addStretch(1)
        for key, value in (values or {}).items():
            if key in self._held:
                self._held[key].put(value)
        controls = [held.control for held in self._held.values()]
        for first, second in itertools.pairwise([self, *controls]):
            self.setTabOrder(first, second)
        self._begun = self.values()
        if stood_on in self._held:
            self.control(stood_on).setFocus(Qt.FocusReason.OtherFocusReason)
        elif stood_on:
            self.focus_first()

    def _find_focus(self) -> str:
        """The key of the field that has the focus, empty when none has."""
        now = QApplication.focusWidget()
        for key, held in self._held.items():
            if now is not None and (held.control is now or held.control.isAncestorOf(now)):
                return key
        return ""

    def _add(self, spec: FieldSpec) -> None:
        held = self._held[spec.key] = self._make(spec)
        line = held.control
        if spec.kind is not FieldKind.TICK:
            line = self._labelled[spec.key] = LabelledField(spec.label, line, hint=spec.hint, parent=self)
        self._column.addWidget(line)
        # A layout shows what it is given only once the event loop turns; the focus goes there before that.
        line.show()

    def _make(self, spec: FieldSpec) -> _Held:
        def tell(*_news: object) -> None:
            self.changed.emit(spec.key)

        match spec.kind:
            case FieldKind.CHOICE:
                return self._make_choice(spec, tell)
            case FieldKind.TICK:
                return self._make_tick(spec, tell)
            case FieldKind.MONEY:
                return self._make_money(tell)
            case FieldKind.BIRTH | FieldKind.DAY | FieldKind.AHEAD:
                return self._make_date(tell, spec.kind)
            case FieldKind.LOOKUP:
                return self._make_lookup(tell)
        text = TextField(self)
        text.textChanged.connect(tell)
        if spec.kind is FieldKind.SECRET:
            text.setEchoMode(QLineEdit.EchoMode.Password)
            return _Held(text, lambda value: text.setText(value or ""), text.text)
        return _Held(text, lambda value: text.setText(value or ""), text.written)

    def _make_choice(self, spec: FieldSpec, tell: Tell) -> _Held:
        from ui.widgets.choices import DropDown

        drop = DropDown(self)
        drop.set_choices(spec.choices)
        drop.chosen.connect(tell)
        return _Held(drop, drop.set_value, drop.value)

    def _make_tick(self, spec: FieldSpec, tell: Tell) -> _Held:
        from ui.widgets.choices import TickBox

        tick = TickBox(spec.label, self)
        tick.toggled.connect(tell)
        return _Held(tick, lambda value: tick.setChecked(bool(value)), tick.isChecked)

    def _make_money(self, tell: Tell) -> _Held:
        from ui.widgets.money import MoneyField

        money = MoneyField(self)
        money.amount_changed.connect(tell)
        return _Held(money, money.set_amount, money.amount)

    def _make_date(self, tell: Tell, kind: FieldKind) -> _Held:
        from ui.widgets.dates import Leaning, PartialDateField

        leaning = Leaning.FUTURE if kind is FieldKind.AHEAD else Leaning.PAST
        day = PartialDateField(self, leaning=leaning, partial=kind is FieldKind.BIRTH, today=self._today)
        day.value_changed.connect(tell)
        return _Held(day, day.set_value, day.value, is_date=True)

    def _make_lookup(self, tell: Tell) -> _Held:
        from ui.widgets.lookup import LookupField

        lookup = LookupField(self)
        lookup.textChanged.connect(tell)
        return _Held(lookup, lambda value: lookup.setText(value or ""), lookup.code)

    def values(self) -> dict[str, object]:
        """What stands in the fields."""
        return {key: held.read() for key, held in self._held.items()}

    def is_touched(self) -> bool:
        """Whether anything was typed or chosen since the fields were shown."""
        return self.values() != self._begun

    def take_over(self, former: "Form") -> None:
        """Put in what was typed into the same fields of another form; what is secret is typed again."""
        typed = former.values()
        for key, held in self._held.items():
            control = held.control
            if (
                key in typed
                and type(control) is TextField
                and control.echoMode() == QLineEdit.EchoMode.Normal
            ):
                held.put(typed[key])

    def controls(self) -> tuple[QWidget, ...]:
        """The fields from top to bottom."""
        return tuple(held.control for held in self._held.values())

    def control(self, key: str) -> QWidget:
        """The field of a key."""
        return self._held[key].control

    def unreadable_dates(self) -> list[str]:
        """The keys of dates in which something stands that is no date."""
        dates = ((key, held) for key, held in self._held.items() if held.is_date)
        return [key for key, held in dates if held.read() is None and _is_filled(held.control)]

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say what is wrong beside each field, and go to the first of them; an empty mapping takes all away."""
        for key, labelled in self._labelled.items():
            labelled.set_error(errors.get(key, ""))
        first = next((key for key in self._held if key in errors), None)
        if first is not None:
            self.control(first).setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        for held in self._held.values():
            held.control.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(held.control, QLineEdit):
                held.control.selectAll()
            return

    def submit(self) -> None:
        """Hand the values on."""
        self.submitted.emit(self.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and held == Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif enter and held == Qt.KeyboardModifier.NoModifier:
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        controls = [held.control for held in self._held.values() if held.control.isVisibleTo(self)]
        here = next((n for n, control in enumerate(controls) if control.hasFocus()), len(controls) - 1)
        if here + 1 < len(controls):
            controls[here + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submit()


def _is_filled(control: QWidget) -> bool:
    return isinstance(control, TextField) and bool(control.written())
