"""What a person meant who typed Vietnamese keys while Unikey was off: `lof van paos`, `Nguye6n4`."""

import re
import unicodedata
from collections.abc import Callable

from outreach_app.domain.syllables import is_syllable, split_tone
from outreach_app.domain.text import fold

__all__ = ["decode_telex", "decode_vni_typing", "search_variants"]

_VOWELS = "aeiouyăâêôơư"
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_BREVE = {"a": "ă"}
_TELEX_TONES = dict(zip("fsrxjz", ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323", ""), strict=True))
_VNI_TONES = dict(zip("213450", ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323", ""), strict=True))
_ONSET = re.compile(rf"(?:qu|gi)(?=[{_VOWELS}])|[^{_VOWELS}]*")
_STOPS = ("c", "ch", "p", "t")


_MOST_KEYS = 24


def decode_telex(word: str) -> str:
    """Read a word as Telex keys, marks anywhere behind their vowel: dduwowngf -> đường, lof -> lò, tw -> tư.

    A word that gives no Vietnamese syllable that way comes back as it was typed.
    """
    return _decode(word, _press_telex)


def decode_vni_typing(word: str) -> str:
    """Read a word as VNI keys: Nguye6n4 -> Nguyễn, d9uo7ng2 -> đường; what gives no syllable comes back as typed."""
    return _decode(word, _press_vni) if any(sign.isdigit() for sign in word) else word


def search_variants(word: str) -> tuple[str, ...]:
    """The folded forms to look for: as typed first, then what its Telex or VNI keys would have made, each once."""
    forms = (fold(form) for form in (word, decode_telex(word), decode_vni_typing(word)))
    return tuple(form for form in dict.fromkeys(forms) if form)


class _Typed:
    """A syllable while its keys come in. Attributes: letters (bare, cased), tone (a combining mark or nothing)."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.tone = ""

    @property
    def small(self) -> str:
        return "".join(self.letters).lower()

    def append(self, sign: str) -> None:
        bare, tone = split_tone(sign)
        self.letters.append(bare)
        self.tone = tone or self.tone

    def reshape(self, place: int, letter: str) -> None:
        self.letters[place] = letter.upper() if self.letters[place].isupper() else letter

    def shape_last(self, shapes: dict[str, str]) -> bool:
        """Give the last letter that can take the shape that shape; False if there is none."""
        small = self.small
        place = max((small.rfind(letter) for letter in shapes), default=-1)
        if place > 0 and small[place - 1 : place + 1] == "uu":
            place -= 1
        if place >= 0:
            self.reshape(place, shapes[small[place]])
        return place >= 0

    def shape_pair(self, pair: str, shaped: str) -> bool:
        """Turn uo into ươ or ua into ưa, but not behind q, where u belongs to the consonant."""
        place = self.small.find(pair)
        if place < 0 or self.small[:place].endswith("q"):
            return False
        for i, letter in enumerate(shaped):
            self.reshape(place + i, letter)
        return True

    def cross_d(self) -> bool:
        if not self.small.startswith("d"):
            return False
        self.reshape(0, "đ")
        return True

    def has_vowel(self) -> bool:
        return any(sign in _VOWELS for sign in self.small)


def _press_telex(typed: _Typed, key: str) -> bool:
    """Act on a Telex key; False when it is just a letter here."""
    small = key.lower()
    if small in _TELEX_TONES and typed.has_vowel():
        typed.tone = _TELEX_TONES[small]
        return True
    if small == "d":
        return typed.cross_d()
    if small == "w":
        if not (
            typed.shape_pair("uo", "ươ") or typed.shape_pair("ua", "ưa") or typed.shape_last(_HORN | _BREVE)
        ):
            typed.append("Ư" if key == "W" else "ư")
        return True
    return (
        small in _CIRCUMFLEX
        and _doubles(typed.small, small)
        and typed.shape_last({small: _CIRCUMFLEX[small]})
    )


def _doubles(typed: str, key: str) -> bool:
    """Whether a, e or o comes a second time, so that it stands for a circumflex; oao and oeo are spelled so."""
    before, _, since = typed.rpartition(key)
    return key in typed and not (key == "o" and since[:1] in ("a", "e")) and not before.endswith(key)


def _press_vni(typed: _Typed, key: str) -> bool:
    """Act on a VNI key; False when it is just a sign here."""
    if key in _VNI_TONES and typed.has_vowel():
        typed.tone = _VNI_TONES[key]
        return True
    match key:
        case "6":
            return typed.shape_last(_CIRCUMFLEX)
        case "7":
            return typed.shape_pair("uo", "ươ") or typed.shape_last(_HORN)
        case "8":
            return typed.shape_last(_BREVE)
        case "9":
            return typed.cross_d()
    return False


def _decode(word: str, press: Callable[[_Typed, str], bool]) -> str:
    if len(word) > _MOST_KEYS:  # nobody types a syllable with so many; the time grows with their square
        return word
    typed = _Typed()
    for key in unicodedata.normalize("NFC", word):
        if not press(typed, key):
            typed.append(key)
    found = _spelled(typed)
    loosely = is_syllable(found, loose=True) and not found.lower().endswith(_STOPS)
    return found if is_syllable(found) or loosely else word


def _spelled(typed: _Typed) -> str:
    """Put the letters together, with ươ before another letter and uơ at the end, and the mark where it belongs."""
    letters = "".join(typed.letters)
    letters = re.sub("ưo|ươ$", lambda found: "ươ" if found[0] == "ưo" else "uơ", letters)
    letters = re.sub(r"(?<!q)uơ(?=.)", "ươ", letters)
    if not typed.tone:
        return letters
    start, vowels = _vowels_of(letters.lower())
    if not vowels:
        return letters
    place = start + _tone_offset(vowels, is_open=start + len(vowels) == len(letters))
    return unicodedata.normalize("NFC", letters[: place + 1] + typed.tone + letters[place + 1 :])


def _vowels_of(small: str) -> tuple[int, str]:
    onset = _ONSET.match(small)
    start = onset.end() if onset else 0
    end = next((i for i in range(start, len(small)) if small[i] not in _VOWELS), len(small))
    return start, small[start:end]


def _tone_offset(vowels: str, *, is_open: bool) -> int:
    shaped = [i for i, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    return 1 if len(vowels) > 2 or (len(vowels) == 2 and not is_open) else 0
