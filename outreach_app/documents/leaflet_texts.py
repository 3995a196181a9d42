"""The words of the leaflet in one language: read strictly from a TOML file, a sentence for each of its faults.

What stands in {braces} is filled in when it is printed.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from string import Formatter
from types import MappingProxyType

from outreach_app import assets
from outreach_app.documents.fonts import Style, missing_characters
from outreach_app.domain.people import RELATIONS, Scheme
from outreach_app.domain.text import normalize
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.errors import BadInput, Message
from outreach_app.i18n import say

FIGURES: dict[str, frozenset[str]] = {
    "family": frozenset({"family"}),
    "health_months": frozenset({"months"}),
    "voluntary_months": frozenset({"months"}),
    "place": frozenset({"place"}),
    "state_voluntary": frozenset({"voluntary"}),
    "state_health": frozenset({"health"}),
    "state_both": frozenset({"voluntary", "health"}),
    "unconfirmed_part": frozenset({"amount"}),
    "due": frozenset({"day"}),
    "ask": frozenset({"name"}),
    "agency": frozenset({"agency"}),
    "collector": frozenset({"code"}),
    "office": frozenset({"phone"}),
    "pension": frozenset({"name"}),
    "pension_years": frozenset({"years"}),
    "pension_help": frozenset({"years"}),
    "pension_now": frozenset({"age", "year"}),
    "pension_then": frozenset({"age", "year"}),
    "foot": frozenset({"code", "day", "rule_book"}),
    "valid_until": frozenset({"day"}),
}
"""The figures that a sentence must name, and no others; a sentence that is not here names none."""

LONGEST = 240
LONGEST_TITLE = 60
_TABLES = ("worries", "relations")
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class WorryText:
    """The answer to one worry: a short title and one or two sentences."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LeafletTexts:
    """The words of one language; `name` is what the language calls itself, `relations` may be left out."""

    language: str
    name: str
    family: str
    motto: str
    health_year: str
    health_months: str
    voluntary_month: str
    voluntary_months: str
    place: str
    total: str
    total_unconfirmed: str
    state_voluntary: str
    state_health: str
    state_both: str
    unconfirmed: str
    unconfirmed_title: str
    unconfirmed_all: str
    unconfirmed_part: str
    next_time: str
    due: str
    ask: str
    agency: str
    collector: str
    office: str
    pension: str
    pension_years: str
    pension_help: str
    pension_full: str
    pension_now: str
    pension_then: str
    pension_month: str
    pension_card: str
    pension_note: str
    hotline: str
    hotline_number: str
    foot: str
    valid_until: str
    not_a_receipt: str
    warnings: tuple[str, ...]
    worries: Mapping[str, WorryText]
    relations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def name_payment(self, scheme: Scheme, months: int) -> str:
        """Name what an amount is for: `BHYT một năm`, `BHXH 3 tháng`."""
        if scheme is Scheme.HOUSEHOLD_HEALTH:
            return self.health_year if months == 12 else self.health_months.format(months=months)
        return self.voluntary_month if months == 1 else self.voluntary_months.format(months=months)


SENTENCES = tuple(
    each.name for each in fields(LeafletTexts) if each.name not in ("language", "warnings", *_TABLES)
)
"""The single sentences that a file must have, in their order."""


class BadLeaflet(BadInput):
    """The words of a leaflet cannot be used; `faults` holds a sentence for each reason."""

    key = "bad_leaflet"

    def __init__(self, language: str, faults: Sequence[Message]) -> None:
        told = Message("")
        for fault in reversed(faults[:_MOST_TOLD]):
            told = say("{first} {rest}", first=fault, rest=told) if told.key else fault
        super().__init__(
            say("The leaflet text “{language}” cannot be used. {faults}", language=language, faults=told),
            say("Correct the file, or take it out of the folder."),
        )
        self.faults = tuple(faults)


def read_leaflet_texts(text: str, *, language: str) -> LeafletTexts:
    """Read the words of one language; raises BadLeaflet with every fault that the file has."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as trouble:  # also numbers without end
        raise BadLeaflet(
            language, [say("It is not sound TOML: {trouble}.", trouble=str(trouble))]
        ) from trouble
    faults = list(_find_faults(tables))
    if faults:
        raise BadLeaflet(language, faults)
    worries = {key: WorryText(**_tidy(tables["worries"][key])) for key in OBJECTION_NAMES}
    return LeafletTexts(
        language=language,
        **_tidy({name: tables[name] for name in SENTENCES}),
        warnings=tuple(normalize(each) for each in tables["warnings"]),
        worries=MappingProxyType(worries),
        relations=MappingProxyType(_tidy(tables.get("relations", {}))),
    )


@cache
def load_leaflet_texts(language: str) -> LeafletTexts:
    """Read the shipped words of a language ('vi' or 'en'), once."""
    return read_leaflet_texts(assets.read_text(f"leaflets/{language}.toml"), language=language)


def _tidy(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: normalize(text) for name, text in texts.items()}


# ----------------------------------------------------------------------------------------------------------- faults
def _find_faults(tables: Mapping[str, object]) -> Iterator[Message]:
    for name in sorted(set(tables) - {*SENTENCES, "warnings", *_TABLES}):
        yield say("The leaflet has no place for {name}.", name=name)
    for name in SENTENCES:
        yield from _find_sentence_faults(name, tables.get(name), FIGURES.get(name, frozenset()))
    warnings = tables.get("warnings")
    if not isinstance(warnings, list) or not 1 <= len(warnings) <= 4:
        yield say("Between one and four sentences belong into warnings.")
    else:
        for place, warning in enumerate(warnings, start=1):
            yield from _find_sentence_faults(f"warnings {place}", warning, frozenset())
    yield from _find_worry_faults(tables.get("worries"))
    yield from _find_relation_faults(tables.get("relations", {}))


def _find_sentence_faults(
    name: str, written: object, figures: frozenset[str], *, longest: int = LONGEST
) -> Iterator[Message]:
    text = normalize(written) if isinstance(written, str) else ""
    if not text:
        yield say("The sentence {name} is missing.", name=name)
        return
    if len(text) > longest:
        yield say("The sentence {name} has more than {count} letters.", name=name, count=longest)
    foreign = missing_characters(text, Style())
    if foreign:
        letters = " ".join(sorted(foreign))
        yield say(
            "The sentence {name} has letters that cannot be printed: {letters}.", name=name, letters=letters
        )
    yield from _find_figure_faults(name, text, figures)


def _find_figure_faults(name: str, text: str, figures: frozenset[str]) -> Iterator[Message]:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        yield say("The braces of the sentence {name} do not pair.", name=name)
        return
    named = {str(figure) for _, figure, _, _ in parts}
    strange = sorted(named - figures | {str(figure) for _, figure, form, bend in parts if form or bend})
    if strange:
        yield say(
            "The sentence {name} names unknown figures: {figures}.", name=name, figures=", ".join(strange)
        )
    if figures - named:
        lacking = ", ".join(sorted(figures - named))
        yield say("The sentence {name} does not name these figures: {figures}.", name=name, figures=lacking)


def _find_worry_faults(worries: object) -> Iterator[Message]:
    if not isinstance(worries, dict):
        yield say("The answers to the worries are missing.")
        return
    for key in sorted(set(worries) ^ set(OBJECTION_NAMES)):
        yield say("The worry {key} is missing, or is not in the book.", key=key)
    for key in (key for key in OBJECTION_NAMES if key in worries):
        table = worries[key]
        if not isinstance(table, dict) or set(table) != {"title", "text"}:
            yield say("The worry {key} needs a title and a text.", key=key)
            continue
        yield from _find_sentence_faults(f"{key} title", table["title"], frozenset(), longest=LONGEST_TITLE)
        yield from _find_sentence_faults(f"{key} text", table["text"], frozenset())


def _find_relation_faults(relations: object) -> Iterator[Message]:
    if not isinstance(relations, dict) or not set(relations) <= set(RELATIONS):
        yield say("The relations hold something that is no relation.")
        return
    for key, text in relations.items():
        yield from _find_sentence_faults(key, text, frozenset(), longest=LONGEST_TITLE)
