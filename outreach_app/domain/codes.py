"""Short codes that are read aloud, printed and typed back: households, sheets, laptop set-up and recovery.

A household or sheet code is prefix, number and one check character: `NL-0047-K`. The check is a sum over the field
of 32 elements with a different weight for every place, so that every single wrong character and every swap of two
neighbours is caught (the tests try them all). I, L and O are told from 1 and 0 by their place:

- the first two places of a prefix are letters (the second may be a digit 2 to 9): 0 is read as O, 1 and I as L;
- everything behind is a digit where it could be one: O is read as 0, I and L as 1.

So I, and the letters that Vietnamese lacks, never stand in a prefix, and M (laptop) and T (sheet) mark only what
they mean behind the second place. A code reads the same without its hyphens.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from itertools import takewhile

from outreach_app.domain.text import fold
from outreach_app.errors import BadInput
from outreach_app.i18n import say

__all__ = [
    "InvalidNumber",
    "household_code",
    "is_sheet_code",
    "parse_code",
    "sheet_code",
    "village_prefix",
]


class InvalidNumber(BadInput, ValueError):
    """A number or code that cannot be what it should be; the message says why in one sentence."""

    key = "invalid_number"


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX_LETTERS = "ABCDEGHKLMNOPQRSTUVXY"
_THIRD_LETTERS = "".join(c for c in _PREFIX_LETTERS if c not in "LMOT")
# O stands before M so that swaps across the second and third place, where O turns into 0, are caught too.
_VALUES = {sign: value for value, sign in enumerate("0123456789ABCDEGHKLOMNPQRSTUVXY")}

_PREFIX = rf"(?P<prefix>[{_PREFIX_LETTERS}][{_PREFIX_LETTERS}2-9][{_THIRD_LETTERS}]?[0-9]{{0,3}})"
_OFFICE = re.compile(_PREFIX + r"(?P<number>[0-9]{4})")
_LAPTOP = re.compile(_PREFIX + r"(?P<number>M[0-9]{5,6})")
_SHEET = re.compile(_PREFIX + r"(?P<day>T[0-9]{4})(?P<device>[0-9]{2,3})(?P<number>[0-9]{3})")
_AS_LETTERS = str.maketrans("01I", "OLL")
_AS_DIGITS = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212._/]+")


def household_code(prefix: str, number: int, *, device: int | None = None) -> str:
    """Name a household: NL-0047-K from the office, NL-M07012-K for the 12th that laptop 7 added in the village.

    The office has 9,999 numbers to a village, a laptop (1 to 999) 999; anything outside raises ValueError.
    Device 0 is the office, as None is.
    """
    if not device:
        return _with_check(prefix, f"{_counted(number, 9999):04d}")
    return _with_check(prefix, f"M{_counted(device, 999):02d}{_counted(number, 999):03d}")


def sheet_code(prefix: str, day: date, number: int, *, device: int | None = None) -> str:
    """Name a printed sheet: NL-T2111-07-003-X is the third for 21 November that laptop 7 printed; 00 is the office.

    The year is not in it: the same code may come again a year later. 999 sheets a day and device.
    """
    machine = _counted(device, 999) if device else 0
    return _with_check(prefix, f"T{day:%d%m}", f"{machine:02d}", f"{_counted(number, 999):03d}")


def is_sheet_code(code: str) -> bool:
    """Whether a code that `parse_code` returned names a sheet rather than a household."""
    return code.count("-") == 4


def parse_code(text: str) -> str:
    """Read a household or sheet code as somebody typed it and return it as it is printed.

    Case, spaces, missing hyphens and O for 0 or I and L for 1 do not matter; a wrong check raises InvalidNumber.
    """
    signs = _signs(text)
    body, check = _canonical(signs[:-1]), signs[-1:].translate(_AS_DIGITS)
    parts = next((list(m.groups()) for p in (_OFFICE, _LAPTOP, _SHEET) if (m := p.fullmatch(body))), None)
    if parts is None:
        raise InvalidNumber(
            say("{code} is not the code of a household or a sheet.", code=text.strip()),
            say("Type the code as it is printed, like NL-0047-K."),
        )
    if check != _check_sign(body):
        raise InvalidNumber(
            say(
                "The code {code} holds a typing mistake: its last character does not fit.", code=text.strip()
            ),
            say("Compare the code with the paper, character by character."),
        )
    return "-".join((*parts, check))


def _with_check(prefix: str, *parts: str) -> str:
    if not re.fullmatch(_PREFIX, prefix):
        raise ValueError(f"not a village prefix: {prefix!r}")
    return "-".join((prefix, *parts, _check_sign("".join((prefix, *parts)))))


def _counted(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(f"{number} is not between 1 and {most}")
    return number


def _signs(text: str) -> str:
    """The characters of a typed code; a W that Telex made an Ư is a W again."""
    plain = unicodedata.normalize("NFKC", text).upper().replace("Ư", "W")
    return _BETWEEN.sub("", plain)


def _canonical(body: str) -> str:
    return body[:2].translate(_AS_LETTERS) + body[2:].translate(_AS_DIGITS)


def _check_sign(body: str) -> str:
    total = 0
    for sign in body:
        total = _doubled(total ^ _VALUES[sign])
    return CROCKFORD[total]


def _doubled(value: int) -> int:
    """Multiply by x in the field of 32 elements, modulo x^5 + x^2 + 1."""
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)


_KINDS = (
    "to dan pho,khu dan cu,khu pho,cum dan cu,tieu khu,ban,thon,to,ap,khom,buon,bon,xom,lang,khu,plei,pho,doi,tdp,so"
).split(",")
_SOUNDS_LIKE = str.maketrans("IFJWZ", "YPGVD")


def village_prefix(name: str, taken: Collection[str]) -> str:
    """Choose the letters of a village's codes, unlike any taken: Nà Ly -> NL, then NL2; Bản 5 -> B5; Bản 1 -> BA1.

    I is written Y, as it sounds. Raises ValueError for a name without a letter or digit.
    """
    words = _proper_words(fold(name).split())
    if not words:
        raise ValueError("a village needs a name")
    used = {prefix.upper() for prefix in taken}
    valid = (found for found in _candidates(words) if re.fullmatch(_PREFIX, found) and found not in used)
    return next(valid)  # 8,000 candidates at least: more than a commune has villages


def _proper_words(words: list[str]) -> list[str]:
    """Drop the leading word of kind when a proper name follows; of "tổ dân phố số 3" keep the first word and 3."""
    rest = " ".join(words)
    while kind := next((k for k in _KINDS if rest.startswith(k + " ")), None):
        rest = rest.removeprefix(kind + " ")
    if not rest or rest[0].isdigit():
        numbered = rest.split()
        return words[:1] + numbered if words[:1] != numbered[:1] else numbered
    return rest.split()


def _candidates(words: list[str]) -> Iterator[str]:
    named = [w.upper().translate(_SOUNDS_LIKE) for w in words if w[0] in "abcdefghijklmnopqrstuvwxyz"] or [
        "BAN"
    ]
    number = next((w.upper() for w in words if w[0].isdigit()), "").lstrip("0")
    digits = "".join(takewhile(str.isdigit, number))[:3]
    initials = "".join(w[0] for w in named)
    spelled = re.sub(r"[^A-Z]", "", named[0]) + "AX"
    short = (initials[:3], initials[:2]) if len(initials) > 1 else (initials,) if digits else ()
    stems = (*short, spelled[:2])
    for stem in stems:
        yield from (stem + number, stem + digits)
        yield from (stem + str(n) for n in range(2, 1000) if not digits)
    pairs = [a + b for a in initials[:1] + _PREFIX_LETTERS for b in spelled[1:2] + _PREFIX_LETTERS]
    yield from (pair + third + digits for pair in pairs for third in _THIRD_LETTERS)
