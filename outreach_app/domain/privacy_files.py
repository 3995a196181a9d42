"""Reading the shipped files on privacy: the texts of the purposes in a language, deadlines and the age of a child."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from outreach_app.domain.consents import Purpose
from outreach_app.domain.requests import Counting, Deadline, Deadlines, RequestKind


@dataclass(frozen=True, slots=True)
class PurposeText:
    """What somebody reads before agreeing to one purpose."""

    purpose: Purpose
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PurposeTexts:
    """The texts of every purpose in one language; `version` is kept with each consent."""

    version: str
    language: str
    texts: Mapping[Purpose, PurposeText]


@dataclass(frozen=True, slots=True)
class Age:
    """An age of the law in full years, with its source and how well it is known."""

    years: int
    since: date
    decree: str
    article: str
    mark: str
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """Deadlines of requests, and who is a child."""

    deadlines: Deadlines
    child: Age


def read_texts(text: str) -> PurposeTexts:
    """Read the texts of one language; ValueError when a purpose is missing or unknown, or a text empty."""
    found = tomllib.loads(text)
    texts = {
        Purpose(each["key"]): PurposeText(Purpose(each["key"]), each["title"], each["text"])
        for each in found["purpose"]
    }
    if set(texts) != set(Purpose) or not all(each.title and each.text for each in texts.values()):
        raise ValueError("every purpose needs a title and a text")
    return PurposeTexts(str(found["version"]), str(found["language"]), texts)


def read_rules(text: str) -> PrivacyRules:
    """Read deadlines and ages; ValueError when one is missing."""
    found = tomllib.loads(text)
    by_key: dict[str, list[Deadline]] = defaultdict(list)
    for each in found["deadline"]:
        by_key[each["key"]].append(_make_deadline(each))
    wanted = {"answer", *(kind.value for kind in RequestKind)}
    if set(by_key) != wanted:
        raise ValueError(f"deadlines missing or unknown: {sorted(wanted ^ set(by_key))}")
    dated = {key: tuple(sorted(rows, key=lambda row: row.since)) for key, rows in by_key.items()}
    (child,) = (each for each in found["age"] if each["key"] == "child")
    return PrivacyRules(Deadlines(dated), _make_age(child))


def _make_deadline(row: Mapping[str, Any]) -> Deadline:
    return Deadline(
        row["key"], row["days"], Counting(row["unit"]), row["extension"], row["from"], row["decree"],
        row["article"], row["mark"], row["note"], row["note_en"],
    )  # fmt: skip


def _make_age(row: Mapping[str, Any]) -> Age:
    return Age(
        row["years"],
        row["from"],
        row["decree"],
        row["article"],
        row["mark"],
        row["note"],
        row["note_en"],
    )
