"""What the values of two rows that look alike are in words."""

from collections.abc import Mapping

from outreach_app.domain.forms import write_born
from outreach_app.domain.people import CATEGORY_NAMES, RELATIONS, PartialDate
from outreach_app.i18n import Catalogue

_WORDS: Mapping[str, Mapping[str, str]] = {
    "sex": {"f": "female", "m": "male"},
    "relation": RELATIONS,
    "category": {key.value: word for key, word in CATEGORY_NAMES.items()},
}


def say_stored(words: Catalogue, name: str, value: str) -> str:
    """Say the stored value of a field as people write it."""
    if name == "born" and value:
        return write_born(PartialDate.parse(value))
    known = _WORDS.get(name, {}).get(value)
    return words.text(known) if known else value
