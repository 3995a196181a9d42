"""The rule book this workspace counts with."""

from functools import cache

from outreach_app import assets
from outreach_app.domain.rules import RuleBook, read_rule_book

_FOLDER = "rules"


@cache
def load_rule_book() -> RuleBook:
    """The rule book that came with the program, read and checked once; raises BadRuleBook if it is not sound."""
    names = assets.list_names(_FOLDER, ending=".toml")
    return read_rule_book({name: assets.read_text(f"{_FOLDER}/{name}") for name in names})
