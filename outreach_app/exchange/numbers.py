"""Identifying numbers as spreadsheets mangle them: turned into fractions, cut to 1.08E+10, several in one cell."""

import re

from outreach_app.domain.identity import (
    CitizenNumber,
    InvalidNumber,
    normalize_phone,
    parse_citizen_number,
    parse_insurance_number,
)
from outreach_app.exchange.cells import Unusable, read_digits
from outreach_app.exchange.sheets import Cell

_BETWEEN_PHONES = re.compile(r"[/;,\n]|\bhoặc\b| - ")


def read_citizen_number(cell: Cell, *, birth_year: int | None = None) -> CitizenNumber | None:
    """Read a citizen number or an old ID card's; lost zeros come back where the birth year leaves no doubt."""
    digits = read_digits(cell)
    try:
        return parse_citizen_number(digits, birth_year=birth_year) if digits else None
    except InvalidNumber as wrong:
        raise Unusable("bad_citizen_number", wrong.message) from wrong


def read_insurance_number(cell: Cell) -> str | None:
    """Read an insurance number of 10 digits, also out of a health card number of 15 signs that ends in it."""
    digits = read_digits(cell)
    try:
        return parse_insurance_number(digits) if digits else None
    except InvalidNumber as wrong:
        raise Unusable("bad_insurance_number", wrong.message) from wrong


def read_phone(cell: Cell) -> str | None:
    """Read a phone number, the first one where a cell holds several."""
    digits = read_digits(_BETWEEN_PHONES.split(cell)[0] if isinstance(cell, str) else cell)
    try:
        return normalize_phone(digits) if digits else None
    except InvalidNumber as wrong:
        raise Unusable("bad_phone", wrong.message) from wrong
