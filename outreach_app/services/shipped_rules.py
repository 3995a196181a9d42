"""The rule book that came with the program; loading it needs no store."""

from functools import cache

from outreach_app import assets
from outreach_app.domain.rule_files import read_rule_book
from outreach_app.domain.rules import RuleBook

_FOLDER = "rules"


def read_shipped_texts() -> dict[str, str]:
    """Read the rule files that came with the program, by name."""
    names = assets.list_names(_FOLDER, ending=".toml")
    return {name: assets.read_text(f"{_FOLDER}/{name}") for name in names}


@cache
def load_rule_book() -> RuleBook:
    """The shipped rule book, read and checked once; raises BadRuleBook if it is not sound."""
    return read_rule_book(read_shipped_texts())
