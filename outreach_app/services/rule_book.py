"""The rule book this workspace counts with: the office's newest signed issue, or else the one that was shipped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlmodel import Session

from outreach_app import assets
from outreach_app.domain.rule_files import read_rule_book
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import Message, OutreachError
from outreach_app.services.desk import Desk
from outreach_app.store import rule_books
from outreach_app.sync.editions import Edition, SignedEdition, prove_edition
from outreach_app.sync.secrets import Pins

_FOLDER = "rules"
_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d{1,3}))?", re.ASCII)
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class BookInUse:
    """A book and where it comes from: the issue it was signed in, None for the shipped one."""

    book: RuleBook
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class UnusedEdition:
    """An issue this workspace holds but does not count with, and why not."""

    version: str
    reason_key: str
    reason: Message
    advice: Message


@dataclass(frozen=True, slots=True)
class RuleBooks:
    """The rule book of an open workspace."""

    desk: Desk

    def read(self) -> BookInUse:
        """Read the book this workspace counts with, and the issue it was signed in."""
        with self.desk.read() as session:
            return read_book_in_use(session)

    def list_unused(self) -> list[UnusedEdition]:
        """List the issues that arrived but cannot be used here, with the reason."""
        with self.desk.read() as session:
            return list_unused(session)


@dataclass(frozen=True, slots=True)
class _Proved:
    edition: Edition
    book: RuleBook


def read_shipped_texts() -> dict[str, str]:
    """Read the rule files that came with the program, by name."""
    names = assets.list_names(_FOLDER, ending=".toml")
    return {name: assets.read_text(f"{_FOLDER}/{name}") for name in names}


@cache
def load_rule_book() -> RuleBook:
    """The rule book that came with the program, read and checked once; raises BadRuleBook if it is not sound."""
    return read_rule_book(read_shipped_texts())


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


_kept: dict[tuple[bytes, bytes, bytes], _Proved | UnusedEdition] = {}


def _read_editions(session: Session) -> Iterator[_Proved | UnusedEdition]:
    stored = rule_books.list_editions(session)
    if not stored:
        return
    office = Pins.read(session).office.sign
    for each in stored:
        # Read and proved once: an issue is never edited, and its row and signature name it.
        name = (office, each.id, each.signature)
        if name not in _kept:
            while len(_kept) >= _MOST_KEPT:
                _kept.pop(next(iter(_kept)), None)
            signed = SignedEdition(rule_books.read_content(session, each.id), each.signature)
            _kept[name] = _prove(signed, office, version=each.version)
        yield _kept[name]


def _prove(signed: SignedEdition, office: bytes, *, version: str) -> _Proved | UnusedEdition:
    try:
        edition = prove_edition(signed, office)
        return _Proved(edition, edition.read_book())
    except OutreachError as error:
        return UnusedEdition(version, error.key, error.message, error.advice)
