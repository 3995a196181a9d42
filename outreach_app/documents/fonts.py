"""The fonts of every printed page: Be Vietnam Pro, and its copy with equal digits for columns of numbers.

Nothing but these eight files is ever drawn with, so a page looks the same on every machine and printer.
"""

import io
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Self

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from outreach_app import assets

FACES = ("Regular", "Medium", "SemiBold", "Bold")
TEXT_FAMILY = "BeVietnamPro"
DIGITS_FAMILY = "GoCuaDigits"

INK = HexColor("#1B2430")
INK_2 = HexColor("#4B5563")
ACCENT = HexColor("#1B4B8F")
ACCENT_MID = HexColor("#A9C1E2")
GOOD = HexColor("#17633A")
WAIT = HexColor("#7A4B00")
EDGE = HexColor("#857F72")
LINE = HexColor("#C9C3B4")
BAND = HexColor("#F1EDE3")
WHITE = HexColor("#FFFFFF")

# Letters of neighbouring alphabets that Be Vietnam Pro lacks and Unicode does not take apart.
_NEAREST = {"ʼ": "’", "ʹ": "’", "`": "’", "ƀ": "b", "Ƀ": "B", "\u2011": "-", "\u202f": "\u00a0", "\u200b": ""}
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is drawn: face, size and leading in points, colour; `digits` takes the equal-digit copy."""

    face: str = "Regular"
    size: float = 10.0
    colour: Color = INK
    digits: bool = False
    spread: float = 1.32

    @property
    def font(self) -> str:
        """The registered font name."""
        return f"{DIGITS_FAMILY if self.digits else TEXT_FAMILY}-{self.face}"

    @property
    def leading(self) -> float:
        """From one line's foot to the next, in points; wide enough for Ẫ and Ễ under a g."""
        return self.size * self.spread

    def sized(self, size: float) -> Self:
        """The same style at another size in points."""
        return type(self)(self.face, size, self.colour, self.digits, self.spread)

    def inked(self, colour: Color) -> Self:
        """The same style in another colour."""
        return type(self)(self.face, self.size, colour, self.digits, self.spread)


@cache
def register_fonts() -> tuple[str, ...]:
    """Register the eight shipped fonts with the PDF writer once per process, and name them."""
    names = tuple(f"{family}-{face}" for family in (TEXT_FAMILY, DIGITS_FAMILY) for face in FACES)
    for name in names:
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(assets.read_bytes(f"fonts/{name}.ttf"))))
    return names


def measure(text: str, style: Style) -> float:
    """Width in points of a text on one line."""
    return _measure(text, style.font) * style.size


# Leaflets of a village say the same words a thousand times.
@lru_cache(maxsize=8192)
def _measure(text: str, font: str) -> float:
    register_fonts()
    return float(pdfmetrics.stringWidth(text, font, 1))


@cache
def known_characters(font: str) -> frozenset[int]:
    """The code points a registered font has a glyph for."""
    register_fonts()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def missing_characters(text: str, style: Style) -> set[str]:
    """The characters of a text that would print as an empty box."""
    known = known_characters(style.font)
    return {character for character in text if ord(character) not in known}


def printable(text: str, style: Style) -> str:
    """The text as it can be printed: NFC, on one line, foreign letters by their nearest shape, the rest as `?`."""
    return _printable(text, style.font)


@lru_cache(maxsize=8192)
def _printable(text: str, font: str) -> str:
    whole = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if character in "\t\n\r\x0b\x0c" else character for character in whole)
    known = known_characters(font)
    if all(ord(character) in known for character in spaced):
        return spaced
    return "".join(c if ord(c) in known else _nearest(c, known) for c in spaced)


def _nearest(character: str, known: frozenset[int]) -> str:
    simple = _NEAREST.get(character)
    if simple is not None:
        return simple
    if unicodedata.category(character) in ("Mn", "Cf", "Cc"):
        return ""
    bare = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in bare if ord(part) in known and not unicodedata.combining(part))
    return kept or UNKNOWN
