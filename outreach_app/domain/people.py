"""Households and the people in them: their words, and dates of birth that may be a year only."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from outreach_app.i18n import N_


class Sex(StrEnum):
    """Sex as the official forms write it."""

    FEMALE = "f"
    MALE = "m"


class Scheme(StrEnum):
    """The insurance schemes of the glossary; the last ones appear in reports only."""

    VOLUNTARY = "voluntary"
    HOUSEHOLD_HEALTH = "household_health"
    COMPULSORY = "compulsory"
    SELF_PAID_HEALTH = "self_paid_health"
    HEALTH = "health"
    UNEMPLOYMENT = "unemployment"
    VOLUNTARY_ACCIDENT = "voluntary_accident"
    SOCIAL = "social"


OFFERED_SCHEMES = (Scheme.HOUSEHOLD_HEALTH, Scheme.VOLUNTARY)
"""What is offered at the door, in the order of the visit form's columns."""

SCHEME_NAMES: dict[Scheme, str] = {
    Scheme.VOLUNTARY: N_("Voluntary social insurance"),
    Scheme.HOUSEHOLD_HEALTH: N_("Household health insurance"),
    Scheme.COMPULSORY: N_("Compulsory social insurance"),
    Scheme.SELF_PAID_HEALTH: N_("Self-paid health insurance"),
    Scheme.HEALTH: N_("Health insurance"),
    Scheme.UNEMPLOYMENT: N_("Unemployment insurance"),
    Scheme.VOLUNTARY_ACCIDENT: N_("Voluntary accident insurance"),
    Scheme.SOCIAL: N_("Social insurance, compulsory and voluntary"),
}


class Category(StrEnum):
    """Household category that decides the state subsidy (Decree 159/2025 Art 5)."""

    POOR = "poor"
    ISLAND = "island"
    NEAR_POOR = "near_poor"
    ETHNIC_MINORITY = "ethnic_minority"
    OTHER = "other"


CATEGORY_NAMES: dict[Category, str] = {
    Category.POOR: N_("poor household"),
    Category.ISLAND: N_("island commune"),
    Category.NEAR_POOR: N_("near-poor household"),
    Category.ETHNIC_MINORITY: N_("ethnic minority"),
    Category.OTHER: N_("other"),
}

HEAD = "head"
RELATIONS: dict[str, str] = {
    HEAD: N_("head of household"),
    "wife": N_("wife"),
    "husband": N_("husband"),
    "father": N_("father"),
    "mother": N_("mother"),
    "younger_sibling": N_("younger sibling"),
    "elder_brother": N_("elder brother"),
    "elder_sister": N_("elder sister"),
    "child": N_("child"),
    "grandchild": N_("grandchild, nephew or niece"),
    "grandfather": N_("grandfather"),
    "grandmother": N_("grandmother"),
    "daughter_in_law": N_("daughter-in-law"),
    "son_in_law": N_("son-in-law"),
    "great_grandchild": N_("great-grandchild"),
    "aunt_or_uncle": N_("aunt or uncle"),
    "other": N_("other relation"),
}

_LANGUAGE = re.compile(r"[a-z][a-z-]{1,19}")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_language(text: str) -> bool:
    """Tell whether a text can be the key of a language: small letters and hyphens, as its leaflet text is named."""
    return _LANGUAGE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown; many elders know their year only."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without a month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ISO text: `1984`, `1984-05` or `1984-05-02`; anything else raises ValueError."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        return cls(year, month, day)

    def __str__(self) -> str:
        parts = (f"{self.year:04d}", self.month and f"{self.month:02d}", self.day and f"{self.day:02d}")
        return "-".join(part for part in parts if part)

    @property
    def first_day(self) -> date:
        """The earliest day it can mean; a year alone counts as 1 January (Circular 11/2025/TT-BNV Art 5(7))."""
        return date(self.year, self.month or 1, self.day or 1)

    def age_on(self, day: date) -> int:
        """Full years of age on a day, counted from the earliest day this date can mean."""
        born = self.first_day
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
