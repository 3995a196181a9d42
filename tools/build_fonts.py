"""Build `resources/fonts/` from the Be Vietnam Pro files: the four faces as they are and a copy with equal digits.

Run once per font release, in an environment of its own (`pip install fonttools fontpkg-be-vietnam-pro`):

    python tools/build_fonts.py SOURCE_FOLDER LICENCE_FILE

The program never needs fontTools. Be Vietnam Pro has proportional digits and no `tnum` feature, so columns of money
would not line up. The derived family "Go Cua Digits" gives every digit the same advance, the outline centred in it,
and loses kerning. Its licence (SIL OFL 1.1) reserves no font name; the copy still gets its own, and keeps the licence.
"""

import shutil
import sys
import unicodedata
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Go Cua Digits"
ADVANCES = {"Regular": 640, "Medium": 640, "SemiBold": 660, "Bold": 660}
DIGITS = "0123456789"
SIGNS = "\u00a0\u00ab\u00b0\u00b1\u00b7\u00bb\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2212\u20ab"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"


def list_characters() -> set[str]:
    """List what the derived copy keeps: ASCII, all Vietnamese letters, and the signs that stand around amounts."""
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
    return {chr(code) for code in range(0x20, 0x7F)} | letters | {x.upper() for x in letters} | set(SIGNS)


def keep_characters(font: TTFont) -> None:
    """Drop every other glyph, and kerning, which would pull equal digits apart again."""
    options = Options()
    options.layout_features = ["ccmp", "mark", "mkmk"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in list_characters()])
    subsetter.subset(font)


def equalise_digits(font: TTFont, advance: int) -> None:
    """Give each digit the same advance (font units of 1000) with its outline in the middle."""
    glyphs, metrics, names = font["glyf"], font["hmtx"], font.getBestCmap()
    for digit in DIGITS:
        glyph = glyphs[names[ord(digit)]]
        shift = (advance - (glyph.xMax - glyph.xMin)) // 2 - glyph.xMin
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(glyphs)
        metrics[names[ord(digit)]] = (advance, glyph.xMin)


def rename_face(font: TTFont, face: str) -> None:
    """Put the copy's own family name into every name record but the copyright, author and licence lines."""
    postscript = f"{FAMILY.replace(' ', '')}-{face}"
    plain = face in ("Regular", "Bold")
    records = {
        1: FAMILY if plain else f"{FAMILY} {face}",
        2: face if plain else "Regular",
        3: f"1.002;{postscript}",
        4: f"{FAMILY} {face}",
        6: postscript,
        10: "Be Vietnam Pro with equal digit advances and without kerning.",
    }
    if not plain:
        records |= {16: FAMILY, 17: face}
    names = font["name"]
    names.names = [record for record in names.names if record.platformID == 3]
    for name_id, text in records.items():
        names.setName(text, name_id, 3, 1, 0x409)


def derive_face(source: Path, target: Path, *, face: str) -> None:
    """Write one face of the derived family; the same source always gives the same bytes."""
    with TTFont(source, recalcTimestamp=False) as font:
        keep_characters(font)
        equalise_digits(font, ADVANCES[face])
        rename_face(font, face)
        font.save(target)


def build_fonts(source: Path, licence: Path) -> None:
    """Copy the four faces and the licence, and derive the four faces with equal digits."""
    TARGET.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(licence, TARGET / "OFL.txt")
    for face in ADVANCES:
        original = source / f"BeVietnamPro-{face}.ttf"
        shutil.copyfile(original, TARGET / original.name)
        derive_face(original, TARGET / f"GoCuaDigits-{face}.ttf", face=face)


if __name__ == "__main__":
    build_fonts(Path(sys.argv[1]), Path(sys.argv[2]))
