"""Drives: the days on which everybody goes from door to door."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from outreach_app.domain.periods import Period, drive_month


@dataclass(frozen=True, slots=True)
class Campaign:
    """A drive with its days, in a unit or (no code) everywhere; without a name and id it is the standing one of May."""

    id: bytes
    name: str
    period: Period
    unit_code: str = ""
    unit_vintage: str = ""
    note: str = ""

    @property
    def is_standing(self) -> bool:
        """Whether nobody entered it: May is the national month of drives in any year."""
        return not self.id


def add_standing(drives: Iterable[Campaign], years: Iterable[int]) -> list[Campaign]:
    """Add May of each of these years in which no drive was entered that meets it; the latest drive first."""
    known = list(drives)
    mays = (drive_month(year) for year in years)
    standing = [Campaign(b"", "", may) for may in mays if not any(each.period.meets(may) for each in known)]
    return sorted([*known, *standing], key=lambda each: (each.period.first, each.period.last), reverse=True)


def keep_those_of(drives: Iterable[Campaign], units: Collection[tuple[str, str]]) -> list[Campaign]:
    """Leave the drives that are held everywhere or in one of these units (code and vintage)."""
    return [each for each in drives if not each.unit_code or (each.unit_code, each.unit_vintage) in units]


def find_drive_before(drives: Iterable[Campaign], period: Period) -> Campaign | None:
    """Find the drive that ended last before a period begins; of two that ended together the shorter one."""
    ended = [each for each in drives if each.period.last < period.first]
    return max(ended, key=lambda each: (each.period.last, each.period.first), default=None)
