"""Tokens reach the contrast they promise, type is what it should be, and no mark is cut."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from outreach_app import assets
from ui.theme import (
    FONT_FILES,
    TOKENS,
    Look,
    Theme,
    Tokens,
    Tone,
    TypeSetting,
    apply_theme,
    icon_pixmap,
    look,
    make_look,
    make_style_sheet,
    program_icon,
)
from ui.widgets.paint import paint_text
from ui.widgets.text import Role, make_label

MARKED = "ẪỄỖẴẲỂỔ"
GROUNDS = ("panel", "paper", "rail", "band", "accent_tint")


@pytest.fixture(params=list(TypeSetting))
def dressed(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Look]:
    apply_theme(qapp, Theme.LIGHT, type_setting=request.param)
    yield look()
    apply_theme(qapp, Theme.LIGHT)


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def is_near(one: QColor, other: QColor) -> bool:
    """Whether two colours differ by no more than the rounding of premultiplied edges."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= 3 for a, b in pairs)


def ink_rows(image: QImage) -> list[int]:
    """The rows of an image that hold anything darker than half."""
    wide = range(image.width())
    return [
        y for y in range(image.height()) if any(QColor(image.pixel(x, y)).lightness() < 128 for x in wide)
    ]


@pytest.mark.parametrize(("theme", "least"), [(Theme.LIGHT, 4.5), (Theme.HIGH_CONTRAST, 7.0)])
def test_every_text_colour_reads_on_every_ground_it_stands_on(theme: Theme, least: float) -> None:
    tokens = TOKENS[theme]
    for ground in GROUNDS:
        for ink in ("ink", "ink_2", "accent"):
            assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= least, (ink, ground)
    for tone in Tone:
        assert contrast(tokens.text(tone), tokens.tint(tone)) >= least, tone
        assert contrast(tokens.text(tone), tokens.panel) >= least, tone
    assert contrast("#FFFFFF", tokens.accent) >= least


@pytest.mark.parametrize("theme", list(Theme))
def test_edges_of_controls_and_the_ring_are_seen(theme: Theme) -> None:
    tokens = TOKENS[theme]
    for ground in ("panel", "paper"):
        assert contrast(tokens.edge, getattr(tokens, ground)) >= 3
        assert contrast(tokens.accent, getattr(tokens, ground)) >= 3


def test_the_style_sheet_names_no_colour_that_is_not_a_token() -> None:
    for theme in Theme:
        tokens = TOKENS[theme]
        known = {str(getattr(tokens, name)) for name in Tokens.__slots__ if name != "hatched"} | {"#FFFFFF"}
        sheet = make_style_sheet(make_look(theme, TypeSetting.NORMAL))
        assert set(re.findall(r"#[0-9A-Fa-f]{3,8}", sheet)) <= known
        assert not re.search(r"(^|[\s,])(QWidget|\*)\s*[{,]", sheet)


def test_no_other_module_of_the_windows_holds_a_colour() -> None:
    folder = Path(__file__).resolve().parents[2] / "ui"
    for path in folder.rglob("*.py"):
        if path.name != "theme.py":
            assert not re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8")), path


def test_four_weights_find_four_real_faces(qapp: QApplication) -> None:
    apply_theme(qapp, Theme.LIGHT)
    for digits in (False, True):
        widths = set()
        for weight in (400, 500, 600, 700):
            font = look().font(look().large, weight, digits=digits)
            assert QFontInfo(font).family() == font.family()
            assert QFontInfo(font).weight() == weight
            widths.add(QFontMetricsF(font).horizontalAdvance("Nguyễn Thị Phương Thảo"))
        assert len(widths) == 4


def test_amounts_line_up_in_the_family_for_columns(qapp: QApplication) -> None:
    apply_theme(qapp, Theme.LIGHT)
    for weight in (400, 500, 600, 700):
        metrics = QFontMetricsF(look().font(100, weight, digits=True))
        widths = {metrics.horizontalAdvance(digit) for digit in "0123456789"}
        assert len(widths) == 1
        assert widths.pop() == pytest.approx(64 if weight < 600 else 66, abs=0.1)
        assert metrics.horizontalAdvance("1.111.111") == pytest.approx(metrics.horizontalAdvance("4.444.444"))


def test_both_families_hold_every_vietnamese_letter_and_sign(qapp: QApplication) -> None:
    apply_theme(qapp, Theme.LIGHT)
    letters = "ĂÂĐÊÔƠƯÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ"
    for digits in (False, True):
        metrics = QFontMetricsF(look().font(15, digits=digits))
        for letter in letters + letters.lower() + "0123456789.,%/-−–·“”…\u00a0₫":
            assert metrics.inFontUcs4(ord(letter)), letter


def test_no_mark_of_a_label_is_cut(dressed: Look, qtbot: QtBot) -> None:
    for role in Role:
        label = make_label(MARKED, role)
        qtbot.addWidget(label)
        label.ensurePolished()
        label.setStyleSheet("QLabel { background: white; color: black; }")
        label.resize(label.sizeHint())
        assert count_rows(label) == whole_height(label, dressed), role


def render(label: QLabel) -> QImage:
    image = QImage(label.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    label.render(image)
    return image


def count_rows(label: QLabel) -> int:
    return len(ink_rows(render(label)))


def whole_height(label: QLabel, dressed: Look) -> int:
    """Rows of ink of the same words painted with room to spare."""
    font = label.font()
    image = QImage(600, 120, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_text(painter, QRect(10, 20, 580, 80), text=MARKED, font=font, colour=QColor("black"))
    painter.end()
    return len(ink_rows(image))


def test_a_change_of_theme_reaches_the_application(qapp: QApplication) -> None:
    apply_theme(qapp, Theme.HIGH_CONTRAST, type_setting=TypeSetting.LARGEST)
    assert qapp.font().pixelSize() == 20
    assert qapp.palette().window().color().name().upper() == "#FFFFFF"
    assert look().px(48) == 64
    apply_theme(qapp, Theme.LIGHT)
    assert qapp.font().pixelSize() == 15
    assert qapp.palette().window().color().name().upper() == "#F6F3EC"
    assert look().px(48) == 48


def test_every_icon_draws_in_the_colour_asked_for(qapp: QApplication) -> None:
    names = [name.removesuffix(".svg") for name in assets.list_names("icons", ending=".svg")]
    assert len(names) > 60
    for name in names:
        image = icon_pixmap(name, 20, colour="#9E2418").toImage()
        inked = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 100
        ]
        assert inked, name
        if name != "program":
            assert all(is_near(colour, QColor("#9E2418")) for colour in inked), name


def test_icons_follow_the_screen_ratio_and_come_from_the_cache(qapp: QApplication) -> None:
    once = icon_pixmap("check", 18, colour="#1B4B8F", ratio=2.0)
    assert (once.width(), once.devicePixelRatio()) == (36, 2.0)
    assert icon_pixmap("check", 18, colour="#1B4B8F", ratio=2.0).cacheKey() == once.cacheKey()
    assert not program_icon().isNull()


def test_fonts_and_icons_carry_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in assets.read_text("fonts/OFL.txt")
    assert "ISC License" in assets.read_text("icons/LICENSE")
    assert all(assets.has_file(name) for name in FONT_FILES)
