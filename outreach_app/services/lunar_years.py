"""When Tết is: the shipped table of the first days of lunar years."""

import tomllib
from functools import cache

from outreach_app import assets
from outreach_app.domain.absences import LunarYears


@cache
def load_lunar_years() -> LunarYears:
    """Read the table once; years beyond it are not known."""
    told = tomllib.loads(assets.read_text("calendar/tet.toml"))["first_day"]
    return {int(year): day for year, day in told.items()}
