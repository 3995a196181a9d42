"""The handbook beside the keys: the chapter of the place somebody is in, and a search through all of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from outreach_app.domain.handbook import BlockKind, Chapter
from outreach_app.domain.text import fold, tokens
from outreach_app.services.handbook import Handbook

MOST_HITS = 40
_EXCERPT = 90
_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds every word searched for: its chapter, its first block, its title, some of its words."""

    chapter: int
    block: int
    title: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class HandbookState:
    """What is shown: a chapter scrolled to a block, or, while something is searched for, the sections that hold it.

    `hit` is the one stood on, from 0.
    """

    book: Handbook
    chapter: int = 0
    block: int = 0
    query: str = ""
    hits: tuple[Hit, ...] = ()
    hit: int = 0

    @property
    def shown(self) -> Chapter:
        """The chapter that is open."""
        return self.book.chapters[self.chapter]


@dataclass(frozen=True)
class _Section:
    chapter: int
    block: int
    title: str
    text: str

    @cached_property
    def folded(self) -> str:
        return f" {fold(self.title)} {fold(self.text)}"

    def holds(self, words: tuple[str, ...], *, title: bool = False) -> bool:
        """Whether every word begins one of the section's, or one of its title's."""
        text = f" {fold(self.title)}" if title else self.folded
        return all(f" {word}" in text for word in words)


class HandbookPresenter:
    """Opens chapters and searches in one book; everything is in memory, so every step is done at once."""

    def __init__(self, book: Handbook, *, show: Callable[[HandbookState], None]) -> None:
        self._show = show
        self._state = HandbookState(book)
        self._sections = tuple(_list_sections(book))

    @property
    def state(self) -> HandbookState:
        """What is shown now."""
        return self._state

    def open_place(self, place: str) -> None:
        """Open the chapter that explains a place."""
        chapter = self._state.book.find_place(place)
        self._set(chapter=chapter, block=0, query="", hits=(), hit=0)

    def turn(self, by: int) -> None:
        """Go so many chapters on or back."""
        last = len(self._state.book.chapters) - 1
        self._set(chapter=min(max(self._state.chapter + by, 0), last), block=0, query="", hits=(), hit=0)

    def search(self, text: str) -> None:
        """List the sections that hold every word, with or without its marks; those whose title does come first."""
        wanted = tokens(text)
        found = [each for each in self._sections if each.holds(wanted)] if wanted else []
        found.sort(key=lambda each: not each.holds(wanted, title=True))
        hits = tuple(Hit(s.chapter, s.block, s.title, _cut(s.text, wanted)) for s in found[:MOST_HITS])
        self._set(query=text, hits=hits, hit=0)

    def step(self, by: int) -> None:
        """Stand on another of the sections found."""
        if self._state.hits:
            self._set(hit=(self._state.hit + by) % len(self._state.hits))

    def open_hit(self, number: int | None = None) -> None:
        """Open the section stood on, or one by its number."""
        hits = self._state.hits
        if hits:
            hit = hits[self._state.hit if number is None else number]
            self._set(chapter=hit.chapter, block=hit.block, query="", hits=(), hit=0)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _list_sections(book: Handbook) -> Iterator[_Section]:
    """Every section of every chapter; what stands before the first heading goes by the chapter's own title."""
    for number, chapter in enumerate(book.chapters):
        start, title, parts = 0, chapter.title, list[str]()
        for place, block in enumerate(chapter.blocks):
            if block.kind is BlockKind.SECTION:
                yield _Section(number, start, title, " ".join(parts))
                start, title, parts = place, f"{chapter.title} › {block.text}", []
            else:
                parts.append(block.text)
        yield _Section(number, start, title, " ".join(parts))


def _cut(text: str, wanted: tuple[str, ...]) -> str:
    """Some words from where those searched for stand together, or else from where the first of them does."""
    words = text.split()
    folded = [fold(word) for word in words]
    together = (n for n in range(len(words)) if _begin_alike(folded[n:], wanted))
    apart = (n for n, word in enumerate(folded) if word.startswith(wanted))
    begin = max(next(together, next(apart, 0)) - _BEFORE, 0)
    cut = " ".join(words[begin:])
    whole = len(cut) <= _EXCERPT
    return ("…" if begin else "") + (cut if whole else f"{cut[:_EXCERPT].rsplit(' ', 1)[0]}…")


def _begin_alike(words: list[str], wanted: tuple[str, ...]) -> bool:
    """Whether the words begin, one after the other, as those searched for do."""
    return len(words) >= len(wanted) and all(map(str.startswith, words, wanted))
