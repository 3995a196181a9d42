"""Dates as people type them: 26/11, 2611, 26.11.2026, 11/2026 or a year alone."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from outreach_app.domain.people import PartialDate
from ui.theme import Size
from ui.widgets.fields import TextField

_GROUPED = re.compile(r"(\d{1,4})\D+(\d{1,4})(?:\D+(\d{1,4}))?\D*")
_YEARS = range(1880, 2120)


class Leaning(StrEnum):
    """Which year or month is meant when it is not typed: the one behind us or the one ahead."""

    PAST = "past"
    FUTURE = "future"


def read_date(
    text: str, today: date, *, leaning: Leaning = Leaning.FUTURE, partial: bool = False
) -> PartialDate | None:
    """Read what was typed; None if no date can be meant. With `partial` a month or a year alone will do."""
    text = text.strip().strip("/.-, ")
    if text.isdecimal():
        return _read_digits(text, today, leaning=leaning, partial=partial)
    found = _GROUPED.fullmatch(text)
    if found is None:
        return None
    first, second, third = found.groups()
    if third is None:
        return _read_pair(first, second, today, leaning=leaning, partial=partial)
    if len(first) == 4:
        return _whole(int(third), int(second), int(first))
    return _whole(int(first), int(second), _full_year(third, today, leaning=leaning))


def write_date(value: PartialDate | None) -> str:
    """Write dd/mm/yyyy, mm/yyyy or yyyy."""
    if value is None:
        return ""
    parts = (value.day and f"{value.day:02d}", value.month and f"{value.month:02d}", f"{value.year:04d}")
    return "/".join(part for part in parts if part)


def _read_digits(text: str, today: date, *, leaning: Leaning, partial: bool) -> PartialDate | None:
    size = len(text)
    if size == 4 and partial and int(text) in _YEARS:
        return PartialDate(int(text))
    if size <= 2 and not partial:
        return _nearest_day(int(text), today, leaning=leaning)
    if size == 4:
        return _nearest_year(int(text[:2]), int(text[2:]), today, leaning=leaning)
    if size in (6, 8):
        return _whole(int(text[:2]), int(text[2:4]), _full_year(text[4:], today, leaning=leaning))
    return None


def _read_pair(
    first: str, second: str, today: date, *, leaning: Leaning, partial: bool
) -> PartialDate | None:
    if len(second) == 4 and partial:
        return _month(int(first), int(second))
    if len(first) <= 2 and len(second) <= 2:
        return _nearest_year(int(first), int(second), today, leaning=leaning)
    return None


def _full_year(text: str, today: date, *, leaning: Leaning) -> int:
    if len(text) != 2:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year - 100 if leaning is Leaning.PAST and year > today.year else year


def _whole(day: int, month: int, year: int) -> PartialDate | None:
    try:
        return PartialDate(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _month(month: int, year: int) -> PartialDate | None:
    return PartialDate(year, month) if year in _YEARS and month in range(1, 13) else None


def _fits(value: PartialDate | None, today: date, *, leaning: Leaning) -> bool:
    if value is None:
        return False
    return value.first_day <= today if leaning is Leaning.PAST else value.first_day >= today


def _nearest_year(day: int, month: int, today: date, *, leaning: Leaning) -> PartialDate | None:
    step = -1 if leaning is Leaning.PAST else 1
    tries = [_whole(day, month, today.year + step * n) for n in range(9)]
    return next((found for found in tries if _fits(found, today, leaning=leaning)), None)


def _nearest_day(day: int, today: date, *, leaning: Leaning) -> PartialDate | None:
    step, month = (-1 if leaning is Leaning.PAST else 1), today.year * 12 + today.month - 1
    tries = [_whole(day, (month + step * n) % 12 + 1, (month + step * n) // 12) for n in range(4)]
    return next((found for found in tries if _fits(found, today, leaning=leaning)), None)


class PartialDateField(TextField):
    """A date typed in any usual way; it is written out as dd/mm/yyyy when the field is left.

    Signal `value_changed(object)`: a `PartialDate`, or None while nothing readable stands there. Up and Down move by
    a day, PageUp and PageDown by a week, once a whole date stands there.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "",
        today: Callable[[], date] = date.today,
        leaning: Leaning = Leaning.FUTURE,
        partial: bool = False,
    ) -> None:
        super().__init__(parent, name=name, icon="calendar")
        self._today, self._leaning, self._partial = today, leaning, partial
        self._told: PartialDate | None = None
        self.setMaxLength(Size.MARGIN)
        self.textChanged.connect(self._tell)

    def value(self) -> PartialDate | None:
        """The date that stands there, if one can be read."""
        return read_date(self.text(), self._today(), leaning=self._leaning, partial=self._partial)

    def is_wrong(self) -> bool:
        """Whether something stands there that is no date."""
        return bool(self.written()) and self.value() is None

    def set_value(self, value: PartialDate | date | None) -> None:
        """Put a date there without a signal."""
        if isinstance(value, date):
            value = PartialDate(value.year, value.month, value.day)
        self._told = value
        self.setText(write_date(value))

    def _tell(self) -> None:
        value = self.value()
        if value != self._told:
            self._told = value
            self.value_changed.emit(value)

    def _write_out(self) -> None:
        if (value := self.value()) is not None:
            self.setText(write_date(value))

    def _move(self, days: int) -> None:
        value = self.value()
        if value is not None and value.day is None:
            return
        start = self._today() if value is None else value.first_day - timedelta(days=-days)
        self.setText(write_date(PartialDate(start.year, start.month, start.day)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}
        if (days := steps.get(Qt.Key(event.key()))) is not None:
            self._move(days)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._write_out()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._write_out()
        super().focusOutEvent(event)
