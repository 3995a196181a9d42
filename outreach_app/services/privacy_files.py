"""The shipped texts of the purposes, deadlines of requests and the age of a child, each read once."""

from functools import cache

from outreach_app import assets
from outreach_app.domain.privacy_files import PrivacyRules, PurposeTexts, read_rules, read_texts


@cache
def load_texts(language: str) -> PurposeTexts:
    """Read what is asked for consent in a language; in Vietnamese where there is no text in that one."""
    name = f"privacy/purposes_{language}.toml"
    return read_texts(assets.read_text(name if assets.has_file(name) else "privacy/purposes_vi.toml"))


@cache
def load_rules() -> PrivacyRules:
    """Read deadlines and ages."""
    return read_rules(assets.read_text("privacy/deadlines.toml"))
