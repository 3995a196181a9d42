"""The rule book this workspace counts with: the office's newest signed issue, or else the one that was shipped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlmodel import Session

from outreach_app.domain.rules import BadRuleBook, RuleBook
from outreach_app.errors import Message, OutreachError, say
from outreach_app.services.shipped_rules import load_rule_book
from outreach_app.store import rule_books
from outreach_app.sync.editions import Edition, SignedEdition, prove_edition
from outreach_app.sync.secrets import Pins

_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d{1,3}))?", re.ASCII)
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class BookInUse:
    """A book and where it comes from: the issue it was signed in, None for the shipped one."""

    book: RuleBook
    edition: Edition | None

    @property
    def is_outdated(self) -> bool:
        """Whether this program came with a newer book than the office's issue is."""
        return spell_version(load_rule_book().version) > spell_version(self.book.version)


@dataclass(frozen=True, slots=True)
class UnusedEdition:
    """An issue this workspace holds but does not count with, and why not."""

    version: str
    reason_key: str
    reason: Message
    advice: Message


@dataclass(frozen=True, slots=True)
class _Proved:
    edition: Edition
    book: RuleBook


def current_book(session: Session) -> RuleBook:
    """The book this workspace counts with on every amount."""
    return read_book_in_use(session).book


def read_book_in_use(session: Session) -> BookInUse:
    """Find the newest issue that the pinned office signed and that is sound; without one the shipped book counts."""
    proved = [each for each in _read_editions(session) if isinstance(each, _Proved)]
    # Equal versions can only come of two restored copies of one office; the later written one stands first.
    newest = max(proved, key=lambda each: spell_version(each.book.version), default=None)
    return BookInUse(newest.book, newest.edition) if newest else BookInUse(load_rule_book(), None)


def list_unused(session: Session) -> list[UnusedEdition]:
    """List the issues that cannot be used here: forged, damaged, unsound, or from a newer program."""
    return [each for each in _read_editions(session) if isinstance(each, UnusedEdition)]


def spell_version(version: str) -> tuple[str, int]:
    """What versions are compared by: the day, then the number behind it; a version of another shape is the oldest."""
    found = _VERSION.fullmatch(version)
    return (found[1], int(found[2] or 0)) if found else ("", 0)


def next_version(version: str, on: date) -> str:
    """A version newer than a given one, named after a day: 2026-11-22, or 2026-11-22.1 on the same day."""
    day, number = spell_version(version)
    return on.isoformat() if on.isoformat() > day else f"{day}.{number + 1}"


def _read_editions(session: Session) -> Iterator[_Proved | UnusedEdition]:
    stored = rule_books.list_editions(session)
    office = Pins.read(session).office.sign if stored else b""
    for each in stored:
        yield _prove(each.content, each.signature, office, version=each.version)


_REASONS = {
    "forged": (
        say("An issue of the rule book does not carry the seal of our office."),
        say("Ask the office for a new file; the book used so far goes on counting."),
    ),
    "newer_format": (
        say("An issue of the rule book was made by a newer version of this program."),
        say("Update the program on this machine; the book used so far goes on counting."),
    ),
    "damaged": (
        say("An issue of the rule book is damaged."),
        say("Ask the office for a new file; the book used so far goes on counting."),
    ),
}


@lru_cache(maxsize=_MOST_KEPT)
def _prove(content: bytes, signature: bytes, office: bytes, *, version: str) -> _Proved | UnusedEdition:
    """Read and prove the same bytes once in a process."""
    try:
        edition = prove_edition(SignedEdition(content, signature), office)
        return _Proved(edition, edition.read_book())
    except OutreachError as error:
        if error.key == BadRuleBook.key:
            advice = say("Ask the office to issue it again; the book used so far goes on counting.")
            return UnusedEdition(version, error.key, error.message, advice)
        return UnusedEdition(version, error.key, *_REASONS.get(error.key, _REASONS["damaged"]))
