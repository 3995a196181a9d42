"""The layouts of lists of people to be asked that come with the program."""

from functools import cache

from outreach_app import assets
from outreach_app.domain.list_layouts import LayoutBook, parse_layouts


@cache
def load_layouts() -> LayoutBook:
    """Read the layouts that come with the program."""
    return parse_layouts(assets.read_text("lists/layouts.toml"))
