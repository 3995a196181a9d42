"""Colours, type, sizes and icons of every window: one set of tokens, turned into a palette and one style sheet.

No other module holds a colour or a size of its own; widgets ask `look()` when they paint, so that a change of theme
or type size reaches everything that is on screen.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from outreach_app import assets

FAMILY = "Be Vietnam Pro"
DIGITS_FAMILY = "Go Cua Digits"
FONT_FILES = tuple(
    f"fonts/{family}-{face}.ttf"
    for family in ("BeVietnamPro", "GoCuaDigits")
    for face in ("Regular", "Medium", "SemiBold", "Bold")
)


class Theme(StrEnum):
    """Which set of colours the windows use."""

    LIGHT = "light"
    HIGH_CONTRAST = "high_contrast"


class TypeSetting(StrEnum):
    """How large the three type sizes are."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


class Tone(StrEnum):
    """What a state means; always shown together with a word and a sign."""

    GOOD = "good"
    WAIT = "wait"
    BAD = "bad"
    ACCENT = "accent"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme as `#RRGGBB`; tints are fills and never carry text of their own."""

    ink: str
    ink_2: str
    accent: str
    accent_tint: str
    accent_mid: str
    good: str
    good_tint: str
    wait: str
    wait_tint: str
    bad: str
    bad_tint: str
    neutral: str
    neutral_tint: str
    edge: str
    line: str
    soft_line: str
    paper: str
    panel: str
    rail: str
    band: str
    hatched: bool

    def text(self, tone: Tone) -> str:
        """Colour of words and signs in a state."""
        return str(getattr(self, tone.value))

    def tint(self, tone: Tone) -> str:
        """Fill behind words in a state."""
        return str(getattr(self, f"{tone.value}_tint"))


_WHITE = "#FFFFFF"
TOKENS = {
    Theme.LIGHT: Tokens(
        ink="#1B2430", ink_2="#4B5563", accent="#1B4B8F", accent_tint="#E4ECF7", accent_mid="#A9C1E2",
        good="#17633A", good_tint="#E3F1E7", wait="#7A4B00", wait_tint="#FBEFD5", bad="#9E2418", bad_tint="#FAE5E1",
        neutral="#4B5563", neutral_tint="#ECEEF0", edge="#857F72", line="#DDD8CC", soft_line="#EAE6DC",
        paper="#F6F3EC", panel=_WHITE, rail="#EBE6DA", band="#F1EDE3", hatched=False,
    ),
    Theme.HIGH_CONTRAST: Tokens(
        ink="#000000", ink_2="#26303C", accent="#003A8C", accent_tint=_WHITE, accent_mid=_WHITE,
        good="#0B4A24", good_tint=_WHITE, wait="#5C3700", wait_tint=_WHITE, bad="#7D150B", bad_tint=_WHITE,
        neutral="#26303C", neutral_tint=_WHITE, edge="#000000", line="#26303C", soft_line="#26303C",
        paper=_WHITE, panel=_WHITE, rail=_WHITE, band=_WHITE, hatched=True,
    ),
}  # fmt: skip
TYPE_SIZES = {
    TypeSetting.NORMAL: (13, 15, 20),
    TypeSetting.LARGE: (15, 17, 23),
    TypeSetting.LARGEST: (17, 20, 26),
}


class Size:
    """Lengths in pixels at normal type on the 8-pixel grid; `look().px()` scales what must hold text."""

    HALF = 4
    GRID = 8
    GAP = 16
    MARGIN = 24
    RAIL = 192
    SEARCH = 424
    HEADER = 56
    ACTION_BAR = 56
    PLACE = 40
    TITLE = 24
    ROW_TWO_LINES = 48
    ROW_FILE = 40
    ROW_TABLE = 36
    ROW_GROUP = 32
    TABLE_HEAD = 32
    BUTTON = 40
    FIELD = 36
    CHIP = 36
    TAG = 22
    CAP = 22
    LEGEND_CAP = 32
    COVERAGE_BAR = 12
    RADIUS_PANEL = 6
    RADIUS = 4
    RADIUS_BAR = 2
    RING = 2
    RING_CLEAR = 1
    ROW_BAR = 4
    SCROLL_BAR = 12
    ICON_RAIL = 20
    ICON_BUTTON = 18
    ICON_TAG = 14
    MARK_ROOM = 4


@cache
def _make_font(size: int, weight: int, *, digits: bool) -> QFont:
    font = QFont(DIGITS_FAMILY if digits else FAMILY)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    return font


@dataclass(frozen=True, slots=True)
class Look:
    """The theme and type setting in force; `small`, `text` and `large` are the three type sizes in pixels."""

    theme: Theme
    setting: TypeSetting
    tokens: Tokens
    small: int
    text: int
    large: int

    def px(self, length: int) -> int:
        """Scale a length that must hold text with the type setting."""
        return round(length * self.text / TYPE_SIZES[TypeSetting.NORMAL][1])

    def font(self, size: int, weight: int = 400, *, digits: bool = False) -> QFont:
        """Make a font of one of the three sizes; `digits` takes the family whose digits have one width."""
        return QFont(_make_font(size, weight, digits=digits))

    def colour(self, token: str) -> QColor:
        """The colour of a token by its name."""
        return QColor(getattr(self.tokens, token))


def mark_room(size: int) -> int:
    """Pixels that stacked marks (Ẳ, Ễ, Ỗ) rise above the font's own ascent at a type size."""
    return -(-size * 265 // 1000)


def make_look(theme: Theme, setting: TypeSetting) -> Look:
    """Put tokens and type sizes together without touching a running application."""
    return Look(theme, setting, TOKENS[theme], *TYPE_SIZES[setting])


_in_force = [make_look(Theme.LIGHT, TypeSetting.NORMAL)]


def look() -> Look:
    """The look in force, for everything that paints."""
    return _in_force[0]


def apply_theme(app: QApplication, theme: Theme, *, type_setting: TypeSetting = TypeSetting.NORMAL) -> None:
    """Dress the application: fonts, palette and style sheet; windows that are open change at once."""
    chosen = make_look(theme, type_setting)
    _in_force[0] = chosen
    _load_fonts()
    if app.property("dressed") is None:
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setProperty("dressed", True)
    app.setFont(chosen.font(chosen.text))
    app.setPalette(make_palette(chosen.tokens))
    app.setStyleSheet(make_style_sheet(chosen))


@cache
def _load_fonts() -> None:
    for name in FONT_FILES:
        if QFontDatabase.addApplicationFontFromData(QByteArray(assets.read_bytes(name))) < 0:
            raise RuntimeError(f"a shipped font cannot be loaded: {name}")


def are_fonts_loaded() -> bool:
    """Whether the shipped fonts can be measured; before that Qt measures another font under their name."""
    return _load_fonts.cache_info().currsize > 0


def make_palette(tokens: Tokens) -> QPalette:
    """Give Fusion the same colours, for what the style sheet does not name."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.paper,
        QPalette.ColorRole.WindowText: tokens.ink,
        QPalette.ColorRole.Base: tokens.panel,
        QPalette.ColorRole.Text: tokens.ink,
        QPalette.ColorRole.Button: tokens.panel,
        QPalette.ColorRole.ButtonText: tokens.ink,
        QPalette.ColorRole.PlaceholderText: tokens.ink_2,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: _WHITE,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.panel,
        QPalette.ColorRole.ToolTipText: tokens.ink,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.ink_2))
    return palette


def repolish(widget: QWidget) -> None:
    """Make the style sheet look again at a widget whose dynamic property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def make_style_sheet(chosen: Look) -> str:
    """Write the one style sheet; it names classes and properties, never `QWidget` or `*`."""
    t = chosen.tokens
    strips = [_STRIP % {"tone": tone, "text": t.text(tone), "tint": t.tint(tone)} for tone in Tone]
    return "".join(strips) + _SHEET % {
        **{name: getattr(t, name) for name in Tokens.__slots__},
        "white": _WHITE,
        "well_edge": f"1px solid {t.line}" if t.hatched else "none",
        "small": chosen.small,
        "large": chosen.large,
        "marks": mark_room(chosen.text),
        "large_marks": mark_room(chosen.large),
        "field": chosen.px(Size.FIELD) - 2,
        "field_focus": chosen.px(Size.FIELD) - 4,
        "head": chosen.px(Size.TABLE_HEAD) - Size.HALF - 1,
        "panel_line": t.ink_2 if t.hatched else t.line,
        "scroll": t.ink_2 if t.hatched else t.edge,
    }


_STRIP = 'QFrame[tone="%(tone)s"] { background: %(tint)s; border: none; border-left: 4px solid %(text)s; }\n'
_SHEET = """
QLabel[role="line"], QLabel[role="strong"], QLabel[role="hint"], QLabel[role="note"] { padding-top: %(marks)dpx; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: %(large)dpx; font-weight: 600; padding-top: %(large_marks)dpx; }
QLabel[role="brand"] { font-size: %(large)dpx; font-weight: 700; color: %(accent)s;
    padding-top: %(large_marks)dpx; }
QLabel[role="note"] { color: %(ink_2)s; }
QLabel[role="hint"] { font-size: %(small)dpx; color: %(ink_2)s; }
QLabel[role="error"] { font-size: %(small)dpx; font-weight: 500; color: %(bad)s; padding-top: %(marks)dpx; }
QFrame[part="panel"] { background: %(panel)s; border: 1px solid %(panel_line)s; border-radius: 6px; }
QFrame[part="rule"] { background: %(soft_line)s; border: none; max-height: 1px; min-height: 1px; }
QFrame[part="header"] { background: %(panel)s; border: none; border-bottom: 1px solid %(line)s; }
QFrame[part="action_bar"] { background: %(panel)s; border: none; border-top: 1px solid %(line)s; }
QFrame[part="rail"] { background: %(rail)s; border: none; border-right: 1px solid %(line)s; }
QFrame[part="well"] { background: %(accent_tint)s; border: %(well_edge)s; border-radius: 4px; }
QFrame[part="divider"] { background: %(line)s; border: none; max-width: 1px; min-width: 1px; }
QPushButton { background: %(panel)s; color: %(ink)s; border: 1px solid %(edge)s; border-radius: 4px; }
QPushButton:hover { border: 1px solid %(accent)s; }
QPushButton:pressed { background: %(accent_tint)s; }
QPushButton[kind="filled"] { background: %(accent)s; color: %(white)s; border: 1px solid %(accent)s; }
QPushButton[kind="filled"]:pressed { background: %(ink)s; border: 1px solid %(ink)s; }
QPushButton[kind="chosen"] { color: %(accent)s; border: 2px solid %(accent)s; }
QPushButton[kind="chip"]:checked { background: %(accent_tint)s; border: 2px solid %(accent)s; }
QPushButton:disabled { background: %(band)s; color: %(ink_2)s; border: 1px solid %(line)s; }
QLineEdit, QPlainTextEdit, QComboBox { background: %(panel)s; color: %(ink)s; border: 1px solid %(edge)s;
    border-radius: 4px; padding: 0 9px; min-height: %(field)dpx;
    selection-background-color: %(accent)s; selection-color: %(white)s; placeholder-text-color: %(ink_2)s; }
QLineEdit:focus, QComboBox:focus, QComboBox:on { border: 2px solid %(accent)s; padding: 0 8px;
    min-height: %(field_focus)dpx; }
QPlainTextEdit { padding: 6px 5px; }
QPlainTextEdit:focus { border: 2px solid %(accent)s; padding: 5px 4px; min-height: %(field_focus)dpx; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] { border: 2px solid %(bad)s;
    padding: 0 8px; min-height: %(field_focus)dpx; }
QPlainTextEdit[wrong="true"] { padding: 5px 4px; }
QLineEdit:read-only, QLineEdit:disabled, QComboBox:disabled { background: %(band)s; color: %(ink_2)s; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox QAbstractItemView { background: %(panel)s; border: 1px solid %(edge)s; outline: 0; padding: 4px 0; }
QComboBox QAbstractItemView::item { min-height: %(field_focus)dpx; padding: 0 10px; color: %(ink)s; }
QComboBox QAbstractItemView::item:selected { background: %(accent)s; color: %(white)s; }
QListView[part="rows"], QTableView[part="rows"] { background: %(panel)s; border: 1px solid %(panel_line)s;
    border-radius: 6px; outline: 0; padding: 1px; }
QListView[part="bare_rows"], QTableView[part="bare_rows"] { background: %(panel)s; border: none; outline: 0; }
QHeaderView { background: %(band)s; border: none; }
QHeaderView::section { background: %(band)s; color: %(ink_2)s; border: none;
    border-bottom: 1px solid %(panel_line)s; padding: 4px 8px 0 8px; min-height: %(head)dpx;
    font-size: %(small)dpx; font-weight: 400; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 3px 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0 3px; }
QScrollBar::handle { background: %(scroll)s; border-radius: 4px; min-width: 32px; margin: 2px 0; }
QScrollBar::handle:vertical { min-height: 32px; min-width: 0; margin: 0 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: %(panel)s; color: %(ink)s; border: 1px solid %(edge)s; padding: 6px 8px; }
QMenu { background: %(panel)s; color: %(ink)s; border: 1px solid %(edge)s; }
QMenu::item:selected { background: %(accent)s; color: %(white)s; }
"""


@cache
def _icon_source(name: str) -> str:
    return assets.read_text(f"icons/{name}.svg")


def icon_pixmap(name: str, size: int, *, colour: str, ratio: float = 1.0) -> QPixmap:
    """Draw a shipped icon `size` pixels wide in a `#RRGGBB` colour for a screen ratio; drawn once, then cached."""
    key = f"outreach:{name}:{size}:{colour}:{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    source = _icon_source(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def program_icon() -> QIcon:
    """The program's own mark in the sizes that window systems ask for."""
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        icon.addPixmap(icon_pixmap("program", size, colour=look().tokens.accent))
    return icon
