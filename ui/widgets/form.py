"""A short form made from data: labels above fields, one column, errors beside the field."""

import itertools
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from outreach_app.domain.people import PartialDate
from ui.theme import Size
from ui.widgets.choices import DropDown, TickBox
from ui.widgets.dates import Leaning, PartialDateField
from ui.widgets.fields import LabelledField, TextField
from ui.widgets.lookup import LookupField
from ui.widgets.money import MoneyField


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind of field
    CHOICE = "choice"
    BIRTH = "birth"
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


Control = TextField | LookupField | DropDown | PartialDateField | TickBox | MoneyField


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
        self._controls: dict[str, Control] = {}
        self._labelled: dict[str, LabelledField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Size.HALF, Size.HALF, Size.HALF, Size.HALF)
        self._column.setSpacing(Size.GRID)

    def set_fields(self, specs: Sequence[FieldSpec], values: Mapping[str, object] | None = None) -> None:
        """Show these fields with these values."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # A widget that waits to be shown by its layout would else come up as a window of its own.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._controls, self._labelled = {}, {}
        for spec in specs:
            self._add(spec)
        self._column.addStretch(1)
        for key, value in (values or {}).items():
            if key in self._controls:
                self._put(self._controls[key], value)
        controls = list(self._controls.values())
        for first, second in itertools.pairwise(controls):
            self.setTabOrder(first, second)

    def _add(self, spec: FieldSpec) -> None:
        control = self._make(spec)
        self._controls[spec.key] = control
        line: QWidget = control
        if not isinstance(control, TickBox):
            line = self._labelled[spec.key] = LabelledField(spec.label, control, hint=spec.hint, parent=self)
        self._column.addWidget(line)
        # A layout shows what it is given only once the event loop turns; the focus goes there before that.
        line.show()

    def _make(self, spec: FieldSpec) -> Control:
        def tell(*_news: object) -> None:
            self.changed.emit(spec.key)

        match spec.kind:
            case FieldKind.CHOICE:
                drop = DropDown(self)
                drop.set_choices(spec.choices)
                drop.chosen.connect(tell)
                return drop
            case FieldKind.TICK:
                tick = TickBox(spec.label, self)
                tick.toggled.connect(tell)
                return tick
            case FieldKind.MONEY:
                money = MoneyField(self)
                money.amount_changed.connect(tell)
                return money
            case FieldKind.BIRTH:
                born = PartialDateField(self, leaning=Leaning.PAST, partial=True, today=self._today)
                born.value_changed.connect(tell)
                return born
        text = LookupField(self) if spec.kind is FieldKind.LOOKUP else TextField(self)
        if spec.kind is FieldKind.SECRET:
            text.setEchoMode(QLineEdit.EchoMode.Password)
        text.textChanged.connect(tell)
        return text

    @staticmethod
    def _put(control: Control, value: object) -> None:
        match control:
            case PartialDateField():
                control.set_value(value if isinstance(value, PartialDate) else None)
            case TickBox():
                control.setChecked(bool(value))
            case MoneyField():
                control.set_amount(value if isinstance(value, int) else None)
            case DropDown():
                control.set_value(value)
            case _:
                control.setText("" if value is None else str(value))

    def values(self) -> dict[str, object]:
        """What stands in the fields."""
        return {key: self._value(control) for key, control in self._controls.items()}

    @staticmethod
    def _value(control: Control) -> object:
        match control:
            case PartialDateField():
                return control.value()
            case TickBox():
                return control.isChecked()
            case MoneyField():
                return control.amount()
            case DropDown():
                return control.value()
            case LookupField():
                return control.code()
        return control.text() if control.echoMode() == QLineEdit.EchoMode.Password else control.written()

    def control(self, key: str) -> Control:
        """The field of a key."""
        return self._controls[key]

    def unreadable_dates(self) -> list[str]:
        """The keys of dates in which something stands that is no date."""
        dates = ((key, c) for key, c in self._controls.items() if isinstance(c, PartialDateField))
        return [key for key, control in dates if control.is_wrong()]

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say what is wrong beside each field, and go to the first of them; an empty mapping takes all away."""
        for key, labelled in self._labelled.items():
            labelled.set_error(errors.get(key, ""))
        first = next((key for key in self._controls if key in errors), None)
        if first is not None:
            self._controls[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        for control in self._controls.values():
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(control, QLineEdit):
                control.selectAll()
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
        controls = [control for control in self._controls.values() if control.isVisibleTo(self)]
        here = next((n for n, control in enumerate(controls) if control.hasFocus()), len(controls) - 1)
        if here + 1 < len(controls):
            controls[here + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submit()
