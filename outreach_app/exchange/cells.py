"""One cell's value: dates as people write them and numbers as spreadsheets mangle them.

A cell that cannot be used raises `Unusable` with the reason; nothing is guessed that two people could read differently.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from outreach_app.domain.people import PartialDate
from outreach_app.domain.text import normalize
from outreach_app.errors import Message, say
from outreach_app.exchange.sheets import Cell

OLDEST = 125
_DAY_ZERO = date(1899, 12, 30)  # what Excel counts days from, with its 29 February 1900 left in
_NOTHING = ("", "-", "--", "…", "...", "?", "không", "ko", "không có", "chưa có", "không rõ", "không nhớ")
_NO_TEXT = frozenset((*_NOTHING, "n/a", "#n/a", "null", "none"))
_YEAR = re.compile(r"(?:\D*\b)?((?:19|20)\d\d)(?:\.0+)?\D*")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[ T]\d.*)?)?")
_DAY = re.compile(
    r"(\d{1,2}|[?xXkK_.…-]{0,4})[-/.,\\ ]+(\d{1,2}|[?xXkK_.…-]{0,4})[-/.,\\ ]+(\d{4}|\d{2})(?:[ T]+\d{1,2}:.*)?"
)
_MONTH = re.compile(r"(\d{1,2})[-/.,\\ ]+(\d{4})")
_WORDS = re.compile(
    r"(?:ngày)?\s*(\d{0,2})\D*?(?:tháng|thg|t\.)\s*(\d{1,2})\D*?(?:năm)?\D*?((?:19|20)\d\d)", re.IGNORECASE
)
_LATEST_DATE = re.compile(r"(?:\d{1,2}[-/.])?(?:\d{1,2}[-/.])\d{4}")
_SCIENTIFIC = re.compile(r"(\d)[.,]?(\d*)[eE]\+?(\d{1,2})")
_SEPARATORS = re.compile(r"[\s.\-_/'’`\u00a0]+")
_LABEL = re.compile(
    r"^(?:sinh(?:\s+ngày|\s+năm)?|sn|ns|năm|ngày sinh|năm sinh)\s*[:.]?\s*(?=\d)", re.IGNORECASE
)


class Unusable(ValueError):
    """A cell's value cannot be used; `reason` says why in a sentence, `key` names the reason for good."""

    def __init__(self, key: str, reason: Message) -> None:
        super().__init__(str(reason))
        self.key = key
        self.reason = reason


def cell_text(cell: Cell) -> str:
    """A cell as one clean line: whole numbers without a fraction, dates as dd/mm/yyyy, marks for 'nothing' as ''."""
    if cell == "":
        return ""
    if isinstance(cell, str):
        clean = normalize(cell)
        return "" if clean.lower() in _NO_TEXT else clean
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


# ---------------------------------------------------------------------------------------------------------- dates
def read_birth_date(cell: Cell, *, today: date) -> PartialDate | None:
    """Read a birth date, day first, of which day and month may be missing; None for an empty cell."""
    born = _read_date(cell, today=today)
    if born is not None:
        _check_birth(born, today, cell)
    return born


def read_last_day(cell: Cell, *, today: date) -> date | None:
    """Read until when something holds; of a range its end, of a month or year alone the last day."""
    if isinstance(cell, str):
        dates = _LATEST_DATE.findall(cell)
        cell = dates[-1] if len(dates) > 1 else cell
    until = _read_date(cell, today=today, future=True)
    if until is None:
        return None
    month = until.month or 12
    return date(until.year, month, until.day or calendar.monthrange(until.year, month)[1])


def join_birth_date(day: Cell, month: Cell, year: Cell, *, today: date) -> PartialDate | None:
    """Read a birth date from three cells; a year alone will do."""
    parts = [cell_text(cell).removesuffix(".0") for cell in (day, month, year)]
    return read_birth_date("/".join(parts), today=today) if parts[2] else None


def _read_date(cell: Cell, *, today: date, future: bool = False) -> PartialDate | None:
    if isinstance(cell, datetime | date):
        return _from_date(cell, today)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell, today, future=future)
    text = cell_text(cell)
    return _parse_text(text, today, future) if text else None


def _from_date(day: date, today: date) -> PartialDate:
    """A year typed into a cell formatted as a date becomes a day of 1905: give the year back."""
    serial = (date(day.year, day.month, day.day) - _DAY_ZERO).days
    if day.year == 1905 and today.year - OLDEST <= serial <= today.year:
        return PartialDate(serial)
    return PartialDate(day.year, day.month, day.day)


def _from_number(number: float, today: date, *, future: bool) -> PartialDate:
    """A number is a year, an unformatted Excel day, or digits of a date without separators."""
    whole = int(number)
    if whole == number and 1000 <= whole <= 2200:
        return PartialDate(whole)
    last_day = (today - _DAY_ZERO).days + (36525 if future else 0)
    if 2200 < whole <= last_day:
        return _from_date(_DAY_ZERO + timedelta(days=whole), today)
    if whole == number and len(str(whole)) in (7, 8):
        return _from_digits(str(whole).zfill(8), today)
    if whole == number and 3 <= len(str(whole)) <= 6 and whole > last_day:
        return _from_digits(str(whole).zfill(6), today)
    raise _not_a_date(number)


@lru_cache(maxsize=65536)
def _parse_text(text: str, today: date, future: bool) -> PartialDate:
    text = _LABEL.sub("", text.strip("'\"()* "))
    if len(text) in (6, 8) and text.isdecimal():
        return _from_digits(text, today)
    if len(text) < 8 and text.isdecimal():
        return _from_number(int(text), today, future=future)
    if found := _ISO.fullmatch(text):
        return _make(found[3] or "", found[2], int(found[1]), text)
    if found := _WORDS.fullmatch(text):
        return _make(found[1], found[2], int(found[3]), text)
    if found := _DAY.fullmatch(text):
        return _make(found[1], found[2], _whole_year(found[3], today, future=future), text)
    if found := _MONTH.fullmatch(text):
        return _make("", found[1], int(found[2]), text)
    if found := _YEAR.fullmatch(text):
        return PartialDate(int(found[1]))
    raise _not_a_date(text)


def _from_digits(digits: str, today: date) -> PartialDate:
    """Digits without separators: ddmmyyyy, else yyyymmdd; six digits are ddmmyy."""
    if len(digits) == 6:
        return _make(digits[:2], digits[2:4], _whole_year(digits[4:], today), digits)
    day_first = int(digits[2:4]) <= 12 and 1800 <= int(digits[4:]) <= 2200
    day, month, year = (
        (digits[:2], digits[2:4], digits[4:]) if day_first else (digits[6:], digits[4:6], digits[:4])
    )
    return _make(day, month, int(year), digits)


def _whole_year(year: str, today: date, *, future: bool = False) -> int:
    """Two digits mean the latest such year that is not in the future; for a card (`future`) this century's."""
    if len(year) == 4:
        return int(year)
    short = int(year)
    return 2000 + short if future or short <= today.year % 100 else 1900 + short


def _make(day: str, month: str, year: int, text: str) -> PartialDate:
    """Zeros, dots or question marks in the place of a day or month mean that nobody knows it."""
    days = int(day) if day.isdecimal() else 0
    months = int(month) if month.isdecimal() else 0
    try:
        date(year, months or 1, days or 1)
        return PartialDate(year, months or None, (days or None) if months else None)
    except ValueError as impossible:
        raise Unusable("impossible_date", say("There is no such day: {text}.", text=text)) from impossible


def _not_a_date(value: object) -> Unusable:
    return Unusable("not_a_date", say("This is not a date: {text}.", text=str(value)))


def _check_birth(born: PartialDate, today: date, cell: Cell) -> None:
    if born.first_day > today:
        raise Unusable("future_date", say("The birth date is in the future: {text}.", text=cell_text(cell)))
    if born.year < today.year - OLDEST:
        raise Unusable("too_long_ago", say("The birth date is too long ago: {text}.", text=cell_text(cell)))


# -------------------------------------------------------------------------------------------------------- numbers
def read_digits(cell: Cell) -> str:
    """A cell as an identifying number without separators (letters kept, in capitals); '' when empty.

    Raises Unusable for text like 1.08E+10: a spreadsheet cut it and the last digits are lost.
    """
    if isinstance(cell, str) and cell.isascii() and cell.isdigit():
        return cell
    if isinstance(cell, float) and not cell.is_integer():
        raise Unusable("not_a_number", say("This is not a whole number: {text}.", text=repr(cell)))
    text = cell_text(cell)
    if found := _SCIENTIFIC.fullmatch(text):
        return _expand(found, text)
    text = text.split(".0", 1)[0] if re.fullmatch(r"\d+\.0+", text) else text
    return _SEPARATORS.sub("", text).upper()


def _expand(found: re.Match[str], text: str) -> str:
    digits, places = found[1] + found[2], int(found[3])
    if len(digits) <= places and len(digits) < 10:
        raise Unusable(
            "digits_lost",
            say("A spreadsheet shortened the number to {text}; its last digits are lost.", text=text),
        )
    return digits.ljust(places + 1, "0")


def count_number(cell: Cell) -> str:
    """A household's number as its group knows it: 7, 007 and 7.0 are the same; letters stay (12A)."""
    text = cell_text(cell)
    whole = re.sub(r"\.0+$", "", text)
    bare = re.sub(r"^(?:hộ\s*(?:số)?|số)\s*[:.]?\s*", "", whole, flags=re.IGNORECASE).strip()
    return (bare.lstrip("0") or "0").upper() if bare[:1].isdigit() else bare.upper()
