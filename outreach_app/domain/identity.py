"""The numbers a person or household is known by, as lists and people write them, and the ids and codes of our own.

A number that cannot be what it should be raises `InvalidNumber` with a sentence; nothing is guessed but a zero that a
spreadsheet dropped.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from outreach_app.domain.codes import (
    InvalidNumber,
    household_code,
    is_sheet_code,
    parse_code,
    sheet_code,
    village_prefix,
)
from outreach_app.domain.people import Sex
from outreach_app.i18n import Message, say

__all__ = [
    "CitizenNumber",
    "InvalidNumber",
    "RowId",
    "format_phone",
    "household_code",
    "is_sheet_code",
    "make_row_id",
    "normalize_phone",
    "parse_citizen_number",
    "parse_code",
    "parse_insurance_number",
    "parse_row_id",
    "row_id_text",
    "sheet_code",
    "split_row_id",
    "village_prefix",
]

RowId = bytes
"""16 bytes: the incarnation of the machine that made the row (8), and its sequence number there (8, big-endian)."""

PROVINCE_PREFIXES = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096".split()
)
"""The first three digits of a citizen number in their meaning of the 63 provinces (Circular 59/2021/TT-BCA)."""


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A citizen number of 12 digits, or ('old_id') the 9 digits of an identity card issued before it."""

    digits: str
    kind: Literal["citizen", "old_id"]

    @property
    def province_prefix(self) -> str | None:
        """The three digits of the province of birth registration, of the 63; None abroad and for an old card."""
        prefix = self.digits[:3]
        return prefix if self.kind == "citizen" and prefix in PROVINCE_PREFIXES else None

    @property
    def sex(self) -> Sex | None:
        """The sex the fourth digit tells; None for an old card."""
        if self.kind == "old_id":
            return None
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int | None:
        """The year of birth the fourth to sixth digits tell; None for an old card."""
        if self.kind == "old_id":
            return None
        return 1900 + int(self.digits[3]) // 2 * 100 + int(self.digits[4:6])

    def problems_against(self, sex: str | None, birth_year: int | None) -> tuple[Message, ...]:
        """Say where the number and the list disagree about a person; what is not known (None) agrees with all."""
        found: list[Message] = []
        if sex and self.sex and sex != self.sex:
            found.append(
                say("The citizen ID is a woman's, the list says a man.")
                if self.sex is Sex.FEMALE
                else say("The citizen ID is a man's, the list says a woman.")
            )
        if birth_year and self.birth_year and birth_year != self.birth_year:
            years = {"number_year": self.birth_year, "list_year": birth_year}
            found.append(
                say("The citizen ID says born in {number_year}, the list says {list_year}.", **years)
            )
        return tuple(found)


def parse_citizen_number(text: str, *, birth_year: int | None = None) -> CitizenNumber:
    """Read a citizen number or an old card's, put back the zeros a spreadsheet dropped, or raise InvalidNumber.

    11 digits lost one zero (8 digits: an old card's). 10 digits lost two only if the birth year, where it is known,
    agrees: they could as well be an insurance number in the wrong column.
    """
    digits = _digits(
        text, say("The citizen ID {number} holds something other than digits.", number=text.strip())
    )
    if len(digits) in (8, 9):
        return CitizenNumber(digits.zfill(9), "old_id")
    two_zeros = CitizenNumber(digits.zfill(12), "citizen")
    if len(digits) in (11, 12) or (len(digits) == 10 and birth_year and two_zeros.birth_year == birth_year):
        return _checked(two_zeros)
    raise InvalidNumber(
        say(
            "The citizen ID {number} has {count} digits; it should have 12.",
            number=text.strip(),
            count=len(digits),
        ),
        say("Correct the number, or leave it empty."),
    )


def _checked(number: CitizenNumber) -> CitizenNumber:
    advice = say("Correct the number, or leave it empty.")
    prefix = number.digits[:3]
    if prefix < "100" and prefix not in PROVINCE_PREFIXES:
        raise InvalidNumber(
            say(
                "The citizen ID {number} begins with {prefix}, which is no province.",
                number=number.digits,
                prefix=prefix,
            ),
            advice,
        )
    if number.digits[3] > "3":
        raise InvalidNumber(
            say(
                "By its fourth digit the citizen ID {number} is from a century to come.", number=number.digits
            ),
            advice,
        )
    return number


def parse_insurance_number(text: str) -> str:
    """Read an insurance number of 10 digits, also off a health card of 15 signs, with a dropped zero put back."""
    card = re.fullmatch(r"[A-Z]{2}[0-9]{3}([0-9]{10})", re.sub(r"[\s.\-]", "", text.strip().upper()))
    digits = card[1] if card else _digits(
        text, say("The insurance number {number} holds something other than digits.", number=text.strip())
    )  # fmt: skip
    if len(digits) in (9, 10):
        return digits.zfill(10)
    raise InvalidNumber(
        say(
            "The insurance number {number} has {count} digits; it should have 10.",
            number=text.strip(),
            count=len(digits),
        ),
        say("Correct the number, or leave it empty."),
    )


# Mobile numbers of 11 digits lost one in 2018 (Decision 798/QĐ-BTTTT); old lists still hold the long ones.
_MOBILES_OF_2018 = {f"016{n}": f"03{n}" for n in range(2, 10)} | dict(
    pair.split(">")
    for pair in (
        "0120>070 0121>079 0122>077 0126>076 0128>078 0123>083 0124>084 0125>085 0127>081 0129>082 "
        "0186>056 0188>058 0199>059"
    ).split()
)
_PHONE = re.compile(r"0[35789][0-9]{8}|02[0-9]{8,9}")


def normalize_phone(text: str, *, old_prefixes: bool = True) -> str:
    """Read a Vietnamese phone number (+84, a dropped zero, an 11-digit mobile of before 2018) as 0xxxxxxxxx.

    Mobiles have 10 digits, landlines 10 or 11; anything else raises InvalidNumber. Without `old_prefixes` an 11-digit
    mobile is refused with the number it became: whoever types one should look at it once.
    """
    written = re.sub(r"^\s*\(?\+|[()]", "", unicodedata.normalize("NFKC", text))
    digits = _digits(
        written, say("The phone number {number} holds something other than digits.", number=text.strip())
    )
    national = re.sub(r"^(00)?84(?=0?[0-9]{9,10}$)", "0", digits)
    national = national if national.startswith("0") else "0" + national
    national = re.sub(r"^00(?=[1-9])", "0", national)
    if len(national) == 11 and national[:4] in _MOBILES_OF_2018:
        today = _MOBILES_OF_2018[national[:4]] + national[4:]
        if not old_prefixes:
            raise InvalidNumber(
                say("{number} is a mobile number of before 2018.", number=text.strip()),
                say("Type {today} if that is the number it became.", today=format_phone(today)),
            )
        national = today
    if not _PHONE.fullmatch(national):
        raise InvalidNumber(
            say("{number} is not a Vietnamese phone number.", number=text.strip()),
            say("Type the number with its leading 0, or leave it empty."),
        )
    return national


def format_phone(phone: str) -> str:
    """Write a normalized phone number in groups: 0987 654 321, 0213 387 6543, with a short area code 024 3876 5432."""
    cut = (3, 7) if phone.startswith(("024", "028")) and len(phone) == 11 else (4, 7)
    return " ".join((phone[: cut[0]], phone[cut[0] : cut[1]], phone[cut[1] :]))


def _digits(text: str, problem: Message) -> str:
    """The digits of a number written with spaces, dots and hyphens, or by a spreadsheet as 123.0 or '123."""
    if text.isascii() and text.isdigit():
        return text
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    plain = re.sub(r"^([0-9]+)[.,]0$", r"\1", plain)
    digits = re.sub(r"[\s.\-\u2010-\u2015\u200b\ufeff]", "", plain)
    if not re.fullmatch(r"[0-9]+", digits):
        raise InvalidNumber(problem, say("Correct the number, or leave it empty."))
    return digits


def make_row_id(incarnation: bytes, sequence: int) -> RowId:
    """Name the row that an operation creates: unique without asking anybody; sequence is 0 to 2^64 - 1."""
    if len(incarnation) != 8:
        raise ValueError(f"an incarnation has 8 bytes, not {len(incarnation)}")
    return incarnation + sequence.to_bytes(8, "big")


def split_row_id(row_id: RowId) -> tuple[bytes, int]:
    """Take a row id apart into incarnation and sequence; raises ValueError unless it has 16 bytes."""
    if len(row_id) != 16:
        raise ValueError(f"a row id has 16 bytes, not {len(row_id)}")
    return row_id[:8], int.from_bytes(row_id[8:], "big")


def row_id_text(row_id: RowId) -> str:
    """Write a row id as 32 hexadecimal digits, for the command line and the log."""
    return row_id.hex()


def parse_row_id(text: str) -> RowId:
    """Read a row id that `row_id_text` wrote; anything else raises InvalidNumber."""
    if not re.fullmatch(r"[0-9a-fA-F]{32}", text.strip()):
        raise InvalidNumber(
            say("{text} is not the id of a row.", text=text.strip()),
            say("Copy the id from a list of the program, all 32 digits."),
        )
    return bytes.fromhex(text.strip())
