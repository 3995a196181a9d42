"""The figures an answer may name, as the office reads and types them: words of its language in braces."""

import re
from collections.abc import Mapping

from outreach_app.i18n import N_, Catalogue

FIGURE_NAMES: Mapping[str, str] = {
    "who": N_("given name"), "income": N_("income"), "own_month": N_("own payment a month"),
    "own_day": N_("own payment a day"), "least_month": N_("least payment a month"),
    "least_day": N_("least payment a day"), "state_month": N_("paid by the state a month"),
    "state_percent": N_("percent paid by the state"), "pension_low": N_("pension from"),
    "pension_high": N_("pension up to"), "pension_age": N_("age of the pension"),
    "pension_from": N_("month the pension begins"), "paid": N_("paid in all"),
    "pay_back": N_("months until it is paid back"), "fifteen": N_("month of fifteen years"),
    "rate_at_15": N_("rate after fifteen years"), "health_year": N_("health card a year"),
    "health_day": N_("health card a day"), "maternity": N_("maternity grant"), "funeral": N_("funeral grant"),
}  # fmt: skip
"""What each key of domain.objections.FIGURES is called in an answer that is being written."""

_BRACES = re.compile(r"\{([^{}]*)\}")


def spell_figures(words: Catalogue, text: str) -> str:
    """Write an answer with words in its braces instead of keys."""
    return _BRACES.sub(lambda found: f"{{{_name(words, found[1])}}}", text)


def read_figures(words: Catalogue, text: str) -> str:
    """Turn the words in braces back into keys; what is no figure stays as it was typed, and is refused by its name."""
    keys = {words.text(name).casefold(): key for key, name in FIGURE_NAMES.items()}
    return _BRACES.sub(lambda found: f"{{{keys.get(found[1].strip().casefold(), found[1])}}}", text)


def list_figures(words: Catalogue) -> str:
    """Every figure that may be named, for whoever writes an answer."""
    return ", ".join(f"{{{words.text(name)}}}" for name in FIGURE_NAMES.values())


def _name(words: Catalogue, key: str) -> str:
    name = FIGURE_NAMES.get(key)
    return words.text(name) if name else key
