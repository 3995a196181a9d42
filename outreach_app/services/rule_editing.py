"""Changing the office's rule book: its files in a folder, what a changed folder would mean, and issuing it signed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outreach_app import assets
from outreach_app.domain.rule_changes import LocalChange, RuleChange, compare_books, compare_local
from outreach_app.domain.rule_files import BOOK_FILE, read_rule_book
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.standard_quotes import AmountChange, compare_amounts
from outreach_app.errors import BadInput, Message, say
from outreach_app.files import read_capped, write_file
from outreach_app.services.places import place_of
from outreach_app.services.rule_book import BookInUse, next_version, spell_version
from outreach_app.services.shipped_rules import read_shipped_texts
from outreach_app.services.territory_data import load_territory
from outreach_app.store.settings import MachineSelf
from outreach_app.sync.editions import tidy_text

LOCAL_FILE = "local.toml"
"""The file in which an office writes top-ups and area classes; an empty one explains how."""
_TEMPLATE = "rules/local.example"
_MOST_FILES = 60
_MOST_BYTES = 1024 * 1024
_MOST_DAYS = 4
_VERSION = re.compile(r'^version\s*=\s*"[^"]*"[^\n]*$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BookPreview:
    """What a changed folder would mean: its new version, the rules that differ, and what families would pay.

    `warnings` are doubts that forbid nothing: codes of communes that are in no list.
    """

    version: str
    former: str
    book: RuleBook
    texts: Mapping[str, str]
    changes: tuple[RuleChange, ...]
    local: tuple[LocalChange, ...]
    amounts: tuple[AmountChange, ...]
    warnings: tuple[Message, ...]

    @property
    def is_same(self) -> bool:
        """Whether the folder says what the book in use says already."""
        return not self.changes and not self.local


def texts_of(used: BookInUse) -> dict[str, str]:
    """The files of the book in use, and a file that explains how to write what a province adds."""
    texts = dict(used.edition.texts) if used.edition else read_shipped_texts()
    return {LOCAL_FILE: assets.read_text(_TEMPLATE), **texts}


def write_folder(used: BookInUse, target: Path) -> list[Path]:
    """Write the book's files into a folder to be edited; nothing that stands there is overwritten."""
    if not target.is_dir():
        target.mkdir(parents=True)
    texts = texts_of(used)
    taken = [name for name in texts if (target / name).exists()]
    if taken:
        raise BadInput(
            say("The folder {folder} holds {name} already.", folder=str(target), name=taken[0]),
            say("Choose an empty folder."),
            key="not_empty",
        )
    for name, text in sorted(texts.items()):
        write_file(target / name, tidy_text(text).encode("utf-8"))
    return [target / name for name in sorted(texts)]


def read_folder(source: Path) -> dict[str, str]:
    """Read the rule files of a folder by name; anything that is not a .toml file is left alone."""
    files = sorted(path for path in source.glob("*.toml") if path.is_file()) if source.is_dir() else []
    if not files or len(files) > _MOST_FILES:
        raise BadInput(
            say("There is no rule book in {folder}.", folder=str(source)),
            say("Choose the folder into which the rule files were written."),
            key="no_rule_files",
        )
    return {path.name: _read_text(path) for path in files}


def preview_texts(
    used: BookInUse, texts: Mapping[str, str], *, today: date, machine: MachineSelf
) -> BookPreview:
    """Read changed files and say what would be different; raises BadRuleBook for files that contradict themselves."""
    read_rule_book(texts)  # what is wrong is told before anything is renamed
    version = _choose_version(texts, used.book, today)
    fresh = {**texts, BOOK_FILE: _VERSION.sub(f'version = "{version}"', texts[BOOK_FILE], count=1)}
    book = read_rule_book(fresh)
    if book.version != version:
        raise BadInput(
            say("The line version in {file} cannot be changed.", file=BOOK_FILE),
            say("Write it as: version = {version}", version=f'"{version}"'),
            key="version_line",
        )
    changes, local = compare_books(used.book, book), compare_local(used.book, book)
    place = place_of(machine.unit_code, machine.unit_vintage)
    days = _days_of(changes, local, today)
    return BookPreview(
        version, used.book.version, book, fresh, changes, local,
        compare_amounts(used.book, book, days=days, place=place), _doubt_places(local),
    )  # fmt: skip


def _choose_version(texts: Mapping[str, str], current: RuleBook, today: date) -> str:
    typed = read_rule_book(texts).version
    newer = spell_version(typed) > spell_version(current.version)
    return typed if newer else next_version(current.version, today)


def _days_of(
    changes: tuple[RuleChange, ...], local: tuple[LocalChange, ...], today: date
) -> tuple[date, ...]:
    """Today, and the first days on which something else would count."""
    starts = {change.since for change in changes}
    starts |= {each.since for pair in local for each in (pair.gone, pair.come) if each is not None}
    later = sorted(day for day in starts if day > today)
    return (today, *later[: _MOST_DAYS - 1])


def _doubt_places(local: tuple[LocalChange, ...]) -> tuple[Message, ...]:
    territory = load_territory()
    found = []
    for pair in local:
        if pair.come is None:
            continue
        code = getattr(pair.come, "province", "") or pair.come.commune
        if territory.unit(code, pair.come.vintage) is None:
            found.append(say("No unit has the code {code}.", code=code))
    return tuple(found)


def _read_text(path: Path) -> str:
    try:
        return tidy_text(read_capped(path, _MOST_BYTES).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(
            say("{file} is not written in UTF-8.", file=path.name),
            say("Save it again as UTF-8."),
            key="not_utf8",
        ) from error
