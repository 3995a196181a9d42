"""The objection book: the worry in the family's words, an honest answer with its figures, what not to say, the sources.

A paragraph of an answer may name figures in {braces}; it is spoken only when all of them are known for the household.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType

from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.errors import BadInput, Message
from outreach_app.i18n import Catalogue, say

FIGURES = frozenset(
    "who income own_month own_day least_month least_day state_month state_percent pension_low pension_high"
    " pension_age pension_from paid pay_back fifteen rate_at_15 health_year health_day maternity funeral".split()
)
"""What may stand in braces: figures of the person advised, worked out by `services.advice`."""

LONGEST = 2_000
"""Letters one field of an entry may have, so that an answer can be read out at the door."""
_LEAST_SPOKEN = 20
_PROMISES = {
    "vi": re.compile(r"\b(cam kết|bảo đảm chắc chắn|chắc chắn (sẽ )?(được|có))\b", re.IGNORECASE),
    "en": re.compile(r"\b(we promise|is guaranteed|guarantee you|certain to get)\b", re.IGNORECASE),
}
"""Words that promise what no law does."""


class BadObjection(BadInput):
    """An entry of the objection book cannot be used; the sentence names the worry."""

    key = "bad_objection"


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """One entry in one language: the worry as families say it, paragraphs to say, what not to say, and the sources.

    `edited` tells that the office wrote it anew.
    """

    worry: str
    words: str
    paragraphs: tuple[str, ...]
    avoid: tuple[str, ...]
    sources: tuple[str, ...]
    edited: bool = False

    def say_with(self, figures: Mapping[str, object], catalogue: Catalogue) -> tuple[str, ...]:
        """The paragraphs whose figures are all known, with the figures written in the catalogue's way."""
        spoken = (each for each in self.paragraphs if list_figures(each) <= figures.keys())
        told = (catalogue.text(each, **figures) for each in spoken)
        # A paragraph may begin with how somebody is spoken of.
        return tuple(text[:1].upper() + text[1:] for text in told)


ObjectionBook = Mapping[str, ObjectionAnswer]
"""Every entry of one language by its worry's key."""


@dataclass(frozen=True, slots=True)
class ObjectionResults:
    """What became of the households that named a worry: how many, and where each of them stands since."""

    heard: int = 0
    reassured: int = 0
    joined: int = 0
    thinking: int = 0
    refuses: int = 0


def list_figures(paragraph: str) -> set[str]:
    """The names in braces; raises ValueError when the braces do not pair."""
    return {name for _, name, _, _ in Formatter().parse(paragraph) if name is not None}


def read_objections(text: str, *, language: str) -> ObjectionBook:
    """Read a book of TOML tables by worry; raises BadObjection unless every worry is answered soundly."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise _bad(say("The objection book is not sound TOML: {trouble}.", trouble=str(trouble))) from trouble
    strange, missing = set(tables) - set(OBJECTION_NAMES), set(OBJECTION_NAMES) - set(tables)
    if strange or missing:
        keys = ", ".join(sorted(strange | missing))
        raise _bad(say("The objection book lacks these worries, or does not know them: {keys}.", keys=keys))
    return MappingProxyType({key: _read_entry(key, tables[key], language) for key in OBJECTION_NAMES})


def _read_entry(key: str, table: object, language: str) -> ObjectionAnswer:
    fields = ("words", "answer", "avoid", "sources")
    if not isinstance(table, dict) or set(table) != set(fields):
        raise _bad(say("The entry {key} needs words, answer, avoid and sources.", key=key))
    words, *lists = (table[name] for name in fields)
    if not isinstance(words, str) or not all(_is_texts(each) for each in lists):
        raise _bad(say("The entry {key} holds something that is no text.", key=key))
    answer, avoid, sources = (tuple(each) for each in lists)
    return check_entry(ObjectionAnswer(key, words, answer, avoid, sources), language=language)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def check_entry(entry: ObjectionAnswer, *, language: str) -> ObjectionAnswer:
    """Give a sound entry back; BadObjection says what is missing, unknown, too long, or promised beyond the law."""
    if entry.worry not in OBJECTION_NAMES:
        raise _bad(say("The worry {key} is not in the book.", key=entry.worry))
    if not entry.words.strip():
        raise _bad(say("The entry {key} does not say what families say.", key=entry.worry))
    if not entry.sources:
        raise _bad(say("The entry {key} names no law it rests on.", key=entry.worry))
    texts = (entry.words, *entry.paragraphs, *entry.avoid, *entry.sources)
    if any(len(text) > LONGEST for text in texts):
        raise _bad(say("The entry {key} is too long to be said at a door.", key=entry.worry))
    _check_figures(entry)
    if any(_PROMISES[language].search(text) for text in entry.paragraphs):
        raise _bad(say("The answer to {key} promises what no law promises.", key=entry.worry))
    return entry


def _check_figures(entry: ObjectionAnswer) -> None:
    try:
        named = [list_figures(paragraph) for paragraph in entry.paragraphs]
    except ValueError as trouble:
        raise _bad(say("The braces in the answer to {key} do not pair.", key=entry.worry)) from trouble
    unknown = sorted(set().union(*named) - FIGURES)
    if unknown:
        raise _bad(
            say(
                "The answer to {key} names unknown figures: {names}.",
                key=entry.worry,
                names=", ".join(unknown),
            )
        )
    plain = [text for text, names in zip(entry.paragraphs, named, strict=True) if not names]
    if not any(len(text) >= _LEAST_SPOKEN for text in plain):
        raise _bad(say("The answer to {key} says nothing when no figure is known.", key=entry.worry))


def split_lines(text: str) -> tuple[str, ...]:
    """A field as the office types it, one text a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def join_lines(texts: Sequence[str]) -> str:
    """The texts of a field, one a line."""
    return "\n".join(texts)


def _bad(message: Message) -> BadObjection:
    return BadObjection(
        message, say("Correct the entry, or go back to the words that came with the program.")
    )
