"""Finds text that a window shows only in part: labels, buttons, fields, heads, and every line that is painted."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

import ui
from ui.pictures.studio import Picture, Studio
from ui.theme import Theme, TypeSetting, look, make_look
from ui.widgets.choices import DropDown
from ui.widgets.paint import plain_text, spans_width, text_width
from ui.widgets.text import ElidedLabel

_PAINTED = ("paint_text", "paint_spans", "paint_tag", "elide")
_SLACK = 1
_HEAD_PADDING = 16


def find_cuts(window: QWidget) -> list[str]:
    """Everything of a shown window that is cut, one sentence each; what may be shortened is judged by the caller."""
    widgets = [window, *window.findChildren(QWidget)]
    found = [told for widget in widgets if widget.isVisible() for told in _judge(widget, window)]
    with record_painting() as painted:
        _paint(window)
    return sorted({*found, *painted})


def _paint(window: QWidget) -> None:
    canvas = QPixmap(window.size())
    window.render(canvas)


# --------------------------------------------------------------------------------------------------------- widgets
def _judge(widget: QWidget, window: QWidget) -> Iterator[str]:
    kind, words = type(widget).__name__, _words_of(widget)
    if isinstance(widget, QHeaderView):
        yield from _judge_heads(widget)
    elif isinstance(widget, ElidedLabel):
        if widget.text() != widget.accessibleName():
            yield f"shortened {kind}: {widget.accessibleName()}"
    elif isinstance(widget, QLabel):
        yield from (f"{how} {kind}: {words}" for how in _judge_label(widget))
    elif isinstance(widget, QLineEdit | QComboBox) and not isinstance(widget, DropDown):
        yield from _judge_field(widget)
    elif isinstance(widget, QAbstractButton) and _is_smaller(widget.size(), widget.minimumSizeHint()):
        yield f"small {kind}: {words}"
    if words and (edge := _leaves(widget, window)):
        yield f"outside {edge} {kind}: {words}"


def _words_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton) and widget.text():
        return widget.text()
    painted = type(widget).paintEvent is not QWidget.paintEvent
    is_field = isinstance(widget, QLineEdit | QComboBox | QPlainTextEdit)
    return widget.accessibleName() if is_field or (painted and not widget.findChildren(QWidget)) else ""


def _is_smaller(size: QSize, needed: QSize) -> bool:
    return size.width() + _SLACK < needed.width() or size.height() + _SLACK < needed.height()


def _judge_label(label: QLabel) -> Iterator[str]:
    if not label.text() or (label.pixmap() and not label.pixmap().isNull()):
        return
    room = label.contentsRect()
    if label.wordWrap():
        if label.height() + _SLACK < label.heightForWidth(label.width()):
            yield "low"
        metrics, longest = label.fontMetrics(), max(label.text().replace("\u200b", " ").split(), key=len)
        if metrics.horizontalAdvance(longest) > room.width() + _SLACK:
            yield "narrow"
    elif _is_smaller(label.size(), label.sizeHint()):
        yield "small"


def _judge_field(field: QLineEdit | QComboBox) -> Iterator[str]:
    metrics = field.fontMetrics()
    if isinstance(field, QComboBox):
        shown, room = field.currentText(), field.width() - 2 * 10
    else:
        margins = field.textMargins()
        shown = field.placeholderText() if not field.text() else ""
        room = field.width() - 2 * 10 - margins.left() - margins.right()
    if metrics.horizontalAdvance(shown) > room + _SLACK:
        yield f"narrow {type(field).__name__}: {shown}"
    if field.height() < metrics.height():
        yield f"low {type(field).__name__}: {field.accessibleName()}"


def _judge_heads(heads: QHeaderView) -> Iterator[str]:
    model, metrics = heads.model(), QFontMetrics(look().font(look().small))
    # A head that paints itself is judged by what it paints.
    if type(heads) is not QHeaderView or model is None or heads.orientation() != Qt.Orientation.Horizontal:
        return
    for section in range(heads.count()):
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if not heads.isSectionHidden(section) and title:
            room = heads.sectionSize(section) - _HEAD_PADDING
            if metrics.horizontalAdvance(title) > room + _SLACK:
                yield f"narrow head: {title}"


def _leaves(widget: QWidget, window: QWidget) -> str:
    """Which edge of something around it a widget reaches over; what can be scrolled into sight is whole."""
    rect, around = QRect(QPoint(0, 0), widget.size()), widget
    while around is not window:
        rect = rect.translated(around.pos())
        parent = around.parentWidget()
        if parent is None:
            return ""
        if isinstance(area := parent.parentWidget(), QAbstractScrollArea) and area.viewport() is parent:
            return ""
        around = parent
        if (edge := _edge(rect, around.rect())) is not None:
            return f"{edge} of {type(around).__name__}"
    return ""


def _edge(rect: QRect, around: QRect) -> str | None:
    if rect.left() < around.left() - _SLACK or rect.right() > around.right() + _SLACK:
        return "side"
    return "end" if rect.top() < around.top() - _SLACK or rect.bottom() > around.bottom() + _SLACK else None


# -------------------------------------------------------------------------------------------------------- painting
@contextmanager
def record_painting() -> Iterator[set[str]]:
    """Collect every painted line that is wider than its room or was shortened, while the context lasts."""
    found: set[str] = set()
    _import_all()
    paint = sys.modules["ui.widgets.paint"]
    whole: dict[str, Callable[..., Any]] = {name: getattr(paint, name) for name in _PAINTED}
    inside: list[str] = []
    watched = {name: _watch(name, whole[name], found, inside) for name in _PAINTED}
    _put(watched)
    try:
        yield found
    finally:
        _put(whole)


def _watch(name: str, paint: Callable[..., Any], found: set[str], inside: list[str]) -> Callable[..., Any]:
    judge = {"paint_text": _judge_line, "paint_spans": _judge_spans, "paint_tag": _judge_tag}.get(name)

    @wraps(paint)
    def watched(*given: Any, **named: Any) -> Any:
        inside.append(name)
        answer = paint(*given, **named)
        inside.pop()
        if name == "elide":
            if answer != given[0] and given[0]:
                found.add(f"shortened by {_caller()}: {given[0]}")
        # Parts of a line or tag are judged with the whole of it.
        elif judge is not None and not {"paint_spans", "paint_tag"} & set(inside):
            found.update(judge(*given, **named))
        return answer

    return watched


def _caller() -> str:
    """The function that asked for a shorter text, by module and name."""
    frame = sys._getframe(2)
    module = str(frame.f_globals["__name__"]).rsplit(".", maxsplit=1)[-1]
    return f"{module}.{frame.f_code.co_qualname}"


def _judge_line(painter: QPainter, rect: QRect, *, text: str, font: Any, **_rest: object) -> Iterator[str]:
    yield from _judge_width(painter, rect, text_width(text, font), text)
    if text and rect.height() < font.pixelSize():
        yield f"painted low: {text}"


def _judge_spans(
    painter: QPainter, rect: QRect, *, text: str, size: int, weight: int = 400, **_rest: object
) -> Iterator[str]:
    yield from _judge_width(painter, rect, spans_width(text, size, weight=weight), plain_text(text))


def _judge_tag(painter: QPainter, rect: QRect, *, tag: Any) -> Iterator[str]:
    from ui.widgets.paint import tag_size

    yield from _judge_width(painter, rect, tag_size(tag).width(), tag.text)


def _judge_width(painter: QPainter, rect: QRect, width: int, text: str) -> Iterator[str]:
    if text and width > rect.width() + _SLACK:
        yield f"painted narrow: {text}"


def _put(functions: dict[str, Callable[..., Any]]) -> None:
    for module in [each for key, each in sys.modules.items() if key.startswith("ui.")]:
        for name, function in functions.items():
            if hasattr(module, name):
                setattr(module, name, function)


@cache
def _import_all() -> None:
    for found in pkgutil.walk_packages(ui.__path__, "ui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


# -------------------------------------------------------------------------------------------------------- pictures
MAY_BE_SHORTENED = {
    "ElidedLabel": "a second voice that gives way to names and buttons beside it; whole for a screen reader",
    "rows.RowDelegate.paint_row": "the reason of a row; whole in the panel of the row stood on",
    "rows.RowDelegate.paint_sides": "the village of a row, whose code stands in the reason; whole in the panel beside",
    "cells.CellDelegate._paint_detail": "the second line of a file, an entry or a rule; whole below its list",
    "members.paint_member": "year and relation of a member; whole on the card that Enter opens",
    "advise_paint.paint_group": "how an amount comes about; whole one key away, under F7",
}
"""Where text may be shortened, and where it stands whole."""


_LARGE_TEXT, _LARGEST_TEXT = (
    make_look(Theme.LIGHT, setting).text for setting in (TypeSetting.LARGE, TypeSetting.LARGEST)
)
SQUEEZED = {
    # The tour's hint takes the room of two rows from an empty Exchange: its headings are low.
    "1-tour-elsewhere": _LARGE_TEXT,
    # An absence of four lines below the members, in English; whole at the large type.
    "2-households-away": _LARGEST_TEXT,
}
"""Pictures in which type of this size or more leaves too little room, as docs/state.md says; any smaller has to fit."""


def judge_cuts(found: Iterable[str]) -> list[str]:
    """What of this is a fault: everything but what may be shortened where it is."""
    starts = tuple(f"shortened {by}{place}: " for place in MAY_BE_SHORTENED for by in ("", "by "))
    return [told for told in found if not told.startswith(starts)]


def watch_pictures(monkeypatch: pytest.MonkeyPatch, *, keep: bool = True) -> dict[str, list[str]]:
    """Look closely at what every picture would show from now on; the answer grows with each that cuts something.

    Without `keep` no picture is written: finding what is cut paints the window as well, and packing the file takes
    longer than that.
    """
    cut: dict[str, list[str]] = {}
    take: Callable[[Studio, str, str], Picture] = Studio.take

    def look_closely(studio: Studio, name: str, place: str) -> Picture:
        if keep:
            picture = take(studio, name, place)
        else:
            studio.settle()
            picture = Picture(studio.folder / f"{name}.png", place)
        squeezed = look().text >= SQUEEZED.get(name, _LARGEST_TEXT + 1)
        if not squeezed and (found := judge_cuts(find_cuts(studio.window))):
            cut[name] = found
        return picture

    monkeypatch.setattr(Studio, "take", look_closely)
    return cut
