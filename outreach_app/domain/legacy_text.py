"""Vietnamese typed with the fonts of the 1990s (TCVN3 "ABC", VNI-Windows), read back into Unicode.

A spreadsheet hands such text over as the Western characters of the same bytes: TCVN3 `NguyÔn V¨n A`, VNI
`Nguyeãn Vaên A`. Repair comes before `text.normalize`: that drops U+00AD, which is ư in TCVN3.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from outreach_app.domain.syllables import is_syllable, split_tone

__all__ = ["Encoding", "Repair", "detect_legacy", "font_encoding", "repair_legacy"]

Encoding = Literal["tcvn3", "vni"]


@dataclass(frozen=True, slots=True)
class Repair:
    """A text in NFC, the encoding it was read from (None: it was left as it is), and whether that needs no asking."""

    text: str
    encoding: Encoding | None
    confident: bool


def _tcvn3_table() -> dict[str, str]:
    rows = {
        0xA1: "Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ ư đ",
        0xB5: "à ả ã á ạ",
        0xBB: "ằ ẳ ẵ ắ",
        0xC6: "ặ ầ ẩ ẫ ấ ậ è",
        0xCE: "ẻ ẽ é ẹ ề ể ễ ế ệ ì ỉ",
        0xDC: "ĩ í ị ò",
        0xE1: "ỏ õ ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù",
        0xF1: "ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ",
    }
    return {chr(first + i): letter for first, row in rows.items() for i, letter in enumerate(row.split())}


# VNI writes a vowel and, behind it, one character for shape and tone together.
_VNI_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_FIVE_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VNI_CIRCUMFLEX = {mark: "\u0302" + tone for mark, tone in zip("âàáåãä", _FIVE_TONES, strict=True)}
_VNI_BREVE = {mark: "\u0306" + tone for mark, tone in zip("êèéúüë", _FIVE_TONES, strict=True)}
_VNI_SINGLE = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for vowel, letter in (*((v, v) for v in "aeiouy"), ("ô", "ơ"), ("ö", "ư")):
        table |= {vowel + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    for vowel in "aeo":
        table |= {vowel + mark: vowel + shape for mark, shape in _VNI_CIRCUMFLEX.items()}
    table |= {"a" + mark: "a" + shape for mark, shape in _VNI_BREVE.items()}
    both_cases: dict[str, str] = {}
    for written, letter in table.items():
        small = unicodedata.normalize("NFC", letter)
        for tail in (written[1:], written[1:].upper()):  # the vowel alone says which case is meant
            both_cases[written[0] + tail] = small
            both_cases[written[0].upper() + tail] = small.upper()
    return both_cases


_TCVN3 = _tcvn3_table()
_TCVN3_CODES = str.maketrans(_TCVN3)
_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_SIGNS = "".join(
    sorted({sign for sign in (*_TCVN3, *"".join(_VNI)) if not sign.isascii()} | set("ÀàÂâÃãÙùÚúÛÁÊ"))
)
_WORD = re.compile(f"[A-Za-z{re.escape(_SIGNS)}]+")
_DECORATION = "«»§©®"  # what may stand around a word of today's text
# Inside a word only the old fonts have these: no living language writes them there.
_TELLING = re.compile("[¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶¸¹¼½¾]|[aeouôö][âàáåãäøõ]", re.IGNORECASE)
_CAPITAL_INSIDE = re.compile("(?<=[A-Za-z])[À-Þ](?=[a-z])|[a-z][À-Þ]")


def font_encoding(font: str | None) -> Encoding | None:
    """The encoding that a cell's font name tells: .VnTime -> tcvn3, VNI-Times -> vni, others None."""
    name = (font or "").strip().lower()
    if re.match(r"\.vn|vn(time|arial)h?$", name):
        return "tcvn3"
    return "vni" if re.match(r"vni\b", name) else None


def repair_legacy(text: str, *, font: str | None = None, encoding: Encoding | None = None) -> Repair:
    """Read one cell back into Unicode, by its font, else by its column's encoding (`detect_legacy`), else by its words.

    Text that is Vietnamese already stays as it is, whatever the font says. A capitals font (.VnTimeH) gives capitals.
    A repair that is not confident rests on too little: show it to somebody before it is kept.
    """
    plain = unicodedata.normalize("NFC", text)
    told = font_encoding(font) or encoding
    words = _marked_words(plain)
    if _is_unicode(plain) or not (words or _is_capitals_font(font)):
        return Repair(plain, None, confident=True)
    if told is None:
        return _repair_by_words(plain, words)
    if words and _plausible(words, None) == len(words) > _plausible(words, told):
        return Repair(plain, None, confident=False)
    decoded = _decoded(plain, told)
    found = decoded.upper() if _is_capitals_font(font) else decoded
    return Repair(found, told if found != plain else None, confident=True)


def detect_legacy(samples: Iterable[str]) -> Encoding | None:
    """Judge a column by its words: the encoding that most of it was typed in, or None for Unicode and plain ASCII."""
    words: list[str] = []
    of_today = 0
    for sample in samples:
        plain = unicodedata.normalize("NFC", sample)
        if _is_unicode(plain):
            of_today += len(plain.split())
        else:
            words += _marked_words(plain)
    best, found = _best_encoding(words)
    known = of_today + _plausible(words, None)
    return best if found > 0.5 * (of_today + len(words)) and found > 1.25 * known else None


def _repair_by_words(plain: str, words: list[str]) -> Repair:
    as_it_is = _plausible(words, None)
    if as_it_is == len(words):
        return Repair(plain, None, confident=True)
    best, found = _best_encoding(words)
    if found <= as_it_is or found < 0.6 * len(words):
        return Repair(plain, None, confident=False)
    sure = found - as_it_is >= 2 or (found == len(words) and any(map(_is_telling, words)))
    return Repair(_decoded(plain, best), best, confident=sure)


def _best_encoding(words: list[str]) -> tuple[Encoding, int]:
    tcvn3, vni = _plausible(words, "tcvn3"), _plausible(words, "vni")
    return ("tcvn3", tcvn3) if tcvn3 >= vni else ("vni", vni)


def _plausible(words: list[str], encoding: Encoding | None) -> int:
    """Count the words that are Vietnamese when read in an encoding, or as they stand."""
    if encoding is None:
        return sum(_is_written_today(word) for word in words)
    readable = (word for word in words if not _is_foreign(word, encoding))
    return sum(is_syllable(_decoded(word, encoding), loose=_is_telling(word)) for word in readable)


def _is_foreign(word: str, encoding: Encoding) -> bool:
    """Whether a marked letter stands in the word that the encoding never writes."""
    rest = _VNI_PATTERN.sub("", word) if encoding == "vni" else "".join(c for c in word if c not in _TCVN3)
    return not rest.isascii()


def _is_telling(word: str) -> bool:
    return _TELLING.search(word) is not None or _CAPITAL_INSIDE.search(word) is not None


def _is_written_today(word: str) -> bool:
    word = word.strip(_DECORATION)
    return word in (word.lower(), word.upper(), word.capitalize()) and is_syllable(word, loose=True)


def _decoded(text: str, encoding: Encoding) -> str:
    if encoding == "vni":
        return _VNI_PATTERN.sub(lambda found: _VNI[found[0]], text)
    decoded = text.translate(_TCVN3_CODES)
    if _is_in_capitals(text):
        return decoded.upper()
    return _with_initials(decoded) if len(decoded.split()) > 1 else decoded


def _with_initials(decoded: str) -> str:
    """Give a name the capitals back that TCVN3 cannot write: Lê Thị ánh, where every other word has its capital."""
    rest = [word for word in decoded.split() if not (word[0].islower() and split_tone(word[0])[1])]
    if not rest or not all(word[0].isupper() for word in rest):
        return decoded
    return re.sub(r"\S+", lambda word: word[0][0].upper() + word[0][1:], decoded)


def _is_in_capitals(text: str) -> bool:
    """Whether TCVN3 text was typed for a capitals font, where marked letters keep their small codes: NGUYÔN."""
    return not re.search("[a-z]", text) and any(re.search("[A-Z]", word[1:]) for word in _WORD.findall(text))


def _is_capitals_font(font: str | None) -> bool:
    name = (font or "").strip().lower()
    return font_encoding(name) == "tcvn3" and name.endswith("h")


def _is_unicode(text: str) -> bool:
    """Whether a letter stands in the text that no Western code page has; quotes and dashes prove nothing."""
    return any(sign > "\u00ff" and sign.isalpha() for sign in text)


def _marked_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]
