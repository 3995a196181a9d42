"""Bars, tags and legends are what their numbers and words say."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.theme import Size, Theme, Tone, TypeSetting, apply_theme, look
from ui.widgets.buttons import CapButton
from ui.widgets.coverage import CoverageLine, CoverageStrip
from ui.widgets.fields import TextField
from ui.widgets.paint import (
    Tag,
    paint_coverage_bar,
    paint_tag,
    plain_text,
    split_spans,
    tag_size,
)

pytestmark = pytest.mark.usefixtures("dressed")


def painted(size: QSize, draw: Callable[[QPainter], object]) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(look().colour("panel"))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def test_a_coverage_bar_is_as_long_as_its_numbers() -> None:
    bar = QRect(0, 0, 202, 12)

    def draw(painter: QPainter) -> None:
        paint_coverage_bar(painter, bar, spoken_to=25, knocked=50, known=100)

    line = painted(bar.size(), draw)
    row = [line.pixelColor(x, 6) for x in range(202)]
    assert row.count(look().colour("accent")) == 50
    assert row.count(look().colour("accent_mid")) == 50
    assert row.count(look().colour("panel")) == 100
    assert row.count(look().colour("edge")) == 2


def test_a_bar_of_an_empty_village_and_of_too_many_visits_stays_inside() -> None:
    for numbers in ((0, 0, 0), (9, 9, 3), (0, 5, 0)):
        bar = QRect(0, 0, 52, 12)

        def draw(painter: QPainter, numbers: tuple[int, int, int] = numbers, bar: QRect = bar) -> None:
            spoken_to, knocked, known = numbers
            paint_coverage_bar(painter, bar, spoken_to=spoken_to, knocked=knocked, known=known)

        image = painted(bar.size(), draw)
        assert image.pixelColor(51, 6) == look().colour("edge")


def test_a_tag_takes_the_width_it_promised_and_high_contrast_gives_it_an_edge(qapp: QApplication) -> None:
    tag = Tag("Chưa tham gia", "minus", Tone.WAIT)
    for theme in Theme:
        apply_theme(qapp, theme)
        size = tag_size(tag)
        image = painted(
            size, lambda painter, size=size: paint_tag(painter, QRect(QPoint(0, 0), size), tag=tag)
        )
        edge = image.pixelColor(0, size.height() // 2)
        assert edge == look().colour("wait" if theme is Theme.HIGH_CONTRAST else "wait_tint")
        last = max(
            x
            for x in range(size.width())
            if image.pixelColor(x, size.height() // 2) != look().colour("panel")
        )
        assert last == size.width() - 1


def test_strong_pieces_alternate_with_plain_ones() -> None:
    assert split_spans("còn **46** nhà") == [("còn ", False), ("46", True), (" nhà", False)]
    assert split_spans("**46**") == [("46", True)]
    assert split_spans("") == []
    assert plain_text("còn **46** nhà") == "còn 46 nhà"


def test_the_coverage_strip_scrolls_when_villages_do_not_fit(qtbot: QtBot) -> None:
    strip = CoverageStrip(name="Độ phủ")
    qtbot.addWidget(strip)
    strip.resize(1000, 60)
    lines = [CoverageLine(f"bản {n}", "gặp được **1** / 2 hộ", "còn **1** nhà", 1, 1, 2) for n in range(9)]
    strip.set_lines(lines[:4])
    low = strip.sizeHint().height()
    strip.set_lines(lines)
    assert strip.sizeHint().height() == low + Size.SCROLL_BAR
    strip.set_lines([])
    assert strip.sizeHint().height() >= 0


def test_open_windows_change_with_theme_and_type_size(
    qapp: QApplication, show: Callable[..., QWidget]
) -> None:
    button, field = CapButton("Xong", ("Ctrl", "Enter")), TextField(icon="search")
    window = show(button, field)
    before = window.grab().toImage()
    high = button.height()
    apply_theme(qapp, Theme.HIGH_CONTRAST, type_setting=TypeSetting.LARGEST)
    QApplication.processEvents()
    window.resize(window.sizeHint().expandedTo(window.size()))
    QApplication.processEvents()
    assert button.height() == round(high * 20 / 15)
    assert field.textMargins().left() > 26
    assert window.grab().toImage() != before
