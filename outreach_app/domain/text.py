"""Names and notes as people write them: cleaned for storing, folded for searching, ordered and cut into parts.

Legacy fonts are repaired before (`legacy_text`), because `normalize` drops U+00AD, which stands for ư in TCVN3.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "NameParts",
    "fold",
    "is_same_name",
    "name_parts",
    "normalize",
    "normalize_note",
    "sort_key",
    "sort_key_place",
    "title_name",
    "tokens",
]

_LINE_BREAKS = "\n\v\f\r\x85\u2028\u2029"
_APOSTROPHES = frozenset("'`´‘’‚‛ʹʻʼʽʾʿˈˊˋ′‵＇｀")
_D_LIKE = "đĐðÐɖƉ"
_APOSTROPHE_MARK = "\x00"  # how a dropped apostrophe shows between the two steps of fold()
_APOSTROPHE_GAP = re.compile(rf"(?<!\S)(\w){_APOSTROPHE_MARK} +")


class _Cleaning(dict[int, int | None]):
    """What becomes of a character in a stored text; filled in as characters turn up."""

    def __missing__(self, point: int) -> int | None:
        self[point] = found = _cleaned(point)
        return found


class _Folding(dict[int, str]):
    """What a character is searched as; filled in as characters turn up."""

    def __missing__(self, point: int) -> str:
        self[point] = found = _folded(chr(point))
        return found


def _cleaned(point: int) -> int | None:
    sign = chr(point)
    category = unicodedata.category(sign)
    if sign == "\t" or sign in _LINE_BREAKS or category == "Zs":
        return ord(" ")
    is_no_character = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    unwanted = category in ("Cc", "Cf", "Cs") or point == 0x34F or is_no_character
    return None if unwanted else point


def _folded(sign: str) -> str:
    if sign in _APOSTROPHES:
        return _APOSTROPHE_MARK
    if sign in _D_LIKE:
        return "d"
    kept = _cleaned(ord(sign))
    if kept is None or kept == ord(" "):
        return "" if kept is None else " "
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    if len(apart) == 1:
        return _folded_single(apart)
    return "".join(_folded_single(c) if c in sign else _folded(c) for c in apart)


def _folded_single(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(sign)[0]
    return sign if kind in "LN" else "" if kind in "MC" else " "


_CLEAN = _Cleaning()
_CLEAN_NOTE = _Cleaning({ord(c): ord("\n") for c in _LINE_BREAKS})
_FOLD = _Folding()


def normalize(text: str) -> str:
    """Clean one line for storing: NFC, single spaces, nothing invisible, nothing that UTF-8 or XML cannot hold."""
    if not text.isprintable() or "\u034f" in text:
        text = text.translate(_CLEAN)
    return " ".join(unicodedata.normalize("NFC", text).split())


def normalize_note(text: str) -> str:
    """Clean a note like `normalize`, but keep its line breaks (as \\n, at most one empty line in a row)."""
    lines = text.replace("\r\n", "\n").translate(_CLEAN_NOTE).split("\n")
    joined = "\n".join(normalize(line) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", joined).strip("\n")


def fold(text: str) -> str:
    """Reduce a text to what it is searched by: lower case, no marks, đ as d, no apostrophes, punctuation as one space.

    H'Mỹ, H’Mỹ, H' Mỹ and HMy fold alike, hoà and hòa too; NFC and NFD input give the same.
    """
    found = text.translate(_FOLD)
    if _APOSTROPHE_MARK in found:
        found = _APOSTROPHE_GAP.sub(r"\1", found).replace(_APOSTROPHE_MARK, "")
    if "  " in found or found[:1] == " " or found[-1:] == " ":
        return " ".join(found.split())
    return found  # the usual name: every white space is one blank already


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, in their order."""
    return tuple(fold(text).split())


def is_same_name(first: str, second: str) -> bool:
    """Whether two names agree once case, marks, apostrophes and punctuation are left out of account."""
    return fold(first) == fold(second)


_NAME_RUN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")


def title_name(name: str) -> str:
    """Write an ALL-CAPITALS or all-small name as names are written (H'Mỹ Niê); a name in mixed case stays as it is."""
    clean = normalize(name)
    if clean not in (clean.upper(), clean.lower()):
        return clean
    written = _NAME_RUN.sub(lambda run: run[0][0].upper() + run[0][1:].lower(), clean)
    return unicodedata.normalize("NFC", written)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name in parts; an Ê Đê clan name counts as family, the sex mark (Y, H') belongs to the given name."""

    family: str
    middle: str
    given: str


_DOUBLE_FAMILIES = frozenset(
    "au duong,hoang phu,ton nu,ton that,tu ma,ro cham,ro lan,rah lan,ro mah,ro o".split(",")
)
_CLANS = frozenset(
    "nie mlo eban kbuor ayun knul krieng bkrong buon hdok hwing kpa ksor siu nay rcom rah kdoh enuol hmok adrong "
    "lieng bya bdap kdam ktla jie byap kmlo kpor ktul krong nam".split()
)


def name_parts(name: str) -> NameParts:
    """Cut a name into family, middle and given name by the custom of the people it looks like.

    - Kinh, Thái, Tày, Nùng, Mường, Dao, Mông, Hà Nhì: first word (or a known double one such as Hoàng Phủ) is the
      family, last word the given name: Giàng | A | Chư, Lò | Văn | Pao, Tẩn | A | San.
    - Ê Đê, M'Nông, Gia Rai: after the mark Y (men) or H' (women) the given name comes first and the clan last:
      H'Mỹ | Niê, Y Moan | Êban. A clan that stands first is taken too: Ksor | H'Hoa.
    - Names of mark and given name alone (Xơ Đăng, Ba Na: A Phủ, Y Thu) have no family.
    A wrong guess costs only a place in a sorted list: nothing else rests on it.
    """
    words = normalize(name).split()
    if len(words) < 2:
        return NameParts("", "", words[0] if words else "")
    if _is_mark(words[0]):
        return _clan_last(words)
    woman = next((i for i, word in enumerate(words) if word[0] in "hH" and _is_mark(word)), 0)
    if 0 < woman < 3 and (len(words[woman]) > 1 or woman + 1 < len(words)):
        return NameParts(" ".join(words[:woman]), "", " ".join(words[woman:]))
    if len(words) == 2 and words[0] in "aA":
        return NameParts("", "", " ".join(words))
    cut = 2 if len(words) > 2 and _is_double_family(words[0], words[1]) else 1
    return NameParts(" ".join(words[:cut]), " ".join(words[cut:-1]), words[-1])


@lru_cache(maxsize=4096)
def _is_double_family(first: str, second: str) -> bool:
    return fold(f"{first} {second}") in _DOUBLE_FAMILIES


def _is_mark(word: str) -> bool:
    """Whether a word is, or begins with, Y or H' before the given name."""
    return word in "yYhH" or (word[0] in "hH" and word[1] in _APOSTROPHES)


def _clan_last(words: list[str]) -> NameParts:
    first = 1 if len(words[0]) > 2 else 2  # the mark may stand by itself: "H Bia", "H' Bia"
    clan = next((i for i in range(first, len(words)) if fold(words[i]) in _CLANS), first)
    return NameParts(" ".join(words[clan:]), "", " ".join(words[:clan]))


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_KEYS = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = frozenset("\u0306\u0302\u031b")  # breve, circumflex, horn: they make another letter
_BETWEEN_WORDS = re.compile(r"[\s\-–_/.,()]+")
_NUMBER = re.compile(r"\d+")
_END_OF_WORD, _END_OF_PART = "!", " "


def sort_key(name: str) -> str:
    """The key of a person's name: given name, then middle, then family, by the Vietnamese alphabet, then by tone.

    Keys compare as plain text (also in SQLite's BINARY order). The marks Y and H' do not count: Y Moan stands under M.
    """
    parts = name_parts(name)
    keys = _given_key(parts.given), _words_key(parts.middle), _words_key(parts.family)
    return _END_OF_PART.join(keys).rstrip()


def sort_key_place(name: str) -> str:
    """The key of a place's name, from left to right, numbers by value: Bản 2 before Bản 10."""
    return _words_key(normalize(name))


def _given_key(given: str) -> str:
    words = given.split()
    if len(words) > 1 and (words[0] in "aA" or (_is_mark(words[0]) and len(words[0]) < 3)):
        return _words_key(" ".join(words[1:]))
    if len(given) > 2 and _is_mark(words[0]):
        return _words_key(given[2:])
    return _words_key(given)


@lru_cache(maxsize=8192)
def _words_key(text: str) -> str:
    return "".join(_word_key(word) for word in _BETWEEN_WORDS.split(text) if word)


def _word_key(word: str) -> str:
    letters: list[str] = []
    tone = "0"
    for sign in unicodedata.normalize("NFD", word.lower().replace("đ", "\0")).replace("\0", "đ"):
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign in _SHAPES and letters:
            shaped = unicodedata.normalize("NFC", letters[-1] + sign)
            letters[-1] = shaped if shaped in _LETTER_KEYS else letters[-1]
        elif sign not in _APOSTROPHES and unicodedata.category(sign)[0] in "LN":
            letters.append(sign)
    spelled = _NUMBER.sub(_number_key, "".join(letters))
    return "".join(_LETTER_KEYS.get(sign, sign) for sign in spelled) + _END_OF_WORD + tone if spelled else ""


def _number_key(number: re.Match[str]) -> str:
    digits = number[0].lstrip("0") or "0"
    return f"{min(len(digits), 9)}{digits}"
