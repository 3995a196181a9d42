"""What a person's columns tell of an absence, and keys that a newer program may have written."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from outreach_app.domain.absences import Absence, BackWhen, Sureness
from outreach_app.domain.people import PartialDate

Key = TypeVar("Key", bound=StrEnum)

COLUMNS = (
    "away", "away_place", "away_since", "back_when", "back_sure", "away_phone", "home_contact", "returned_on",
)  # fmt: skip
"""The columns that `make_absence` takes, in this order."""


def make_absence(row: Sequence[Any]) -> Absence:
    """Make an absence of the columns this module selects; what a newer program wrote reads as unknown."""
    return Absence(
        away=bool(row[0]), place=row[1], since=PartialDate.parse(row[2]) if row[2] else None,
        back=BackWhen.parse(row[3]) if row[3] else None, sure=read_key(Sureness, row[4]), phone=row[5],
        home_contact=row[6], returned_on=date.fromisoformat(row[7]) if row[7] else None,
    )  # fmt: skip


def read_key(kinds: type[Key], text: str | None) -> Key | None:
    """Turn a stored key into its word; None for none and for one of a newer program."""
    return kinds(text) if text in {kind.value for kind in kinds} else None
