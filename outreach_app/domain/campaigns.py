"""Drives: the days on which everybody goes from door to door."""

from dataclasses import dataclass

from outreach_app.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Campaign:
    """A drive with its days, in a unit or (no code) everywhere."""

    id: bytes
    name: str
    period: Period
    unit_code: str = ""
    unit_vintage: str = ""
    note: str = ""
