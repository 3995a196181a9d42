"""The handbook of a role in a language: which chapters it has, in which order, and which one explains a place."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from outreach_app import assets
from outreach_app.domain.handbook import Chapter, Fill, read_chapter

ROLES = ("canvasser", "lead", "office")
ENTRANCE = "entrance"
"""The book of a machine whose workspace is not open yet."""

_FOLDER = "handbook"


@dataclass(frozen=True, slots=True)
class Handbook:
    """The chapters of one book in their order; `places` names the chapter of each place by the chapter's name.

    The first `printed` chapters are the book on paper; the rest explains, on screen, work that others mostly do.
    """

    role: str
    language: str
    chapters: tuple[Chapter, ...]
    places: dict[str, str]
    printed: int

    def find_place(self, place: str) -> int:
        """The number of the chapter that explains a place, from 0; the first one for a place that no chapter names.

        A part of a place, as `settings.teams`, has its own or that of the place.
        """
        names = [chapter.name for chapter in self.chapters]
        wanted = self.places.get(place) or self.places.get(place.partition(".")[0], "")
        return names.index(wanted) if wanted in names else 0

    def list_pictures(self) -> list[str]:
        """The names of the pictures that this book shows on paper, each once, in their order."""
        paper = self.chapters[: self.printed]
        named = (block.picture for chapter in paper for block in chapter.blocks if block.picture)
        return list(dict.fromkeys(named))


def read_handbook(role: str, language: str, fill: Fill) -> Handbook:
    """Read a role's book, or the `ENTRANCE` one; HandbookFault when a text or a name in it is wrong."""
    contents = _read_contents()
    book: dict[str, Any] = contents[role]
    names = [*book["chapters"], *book.get("beyond", ())]
    chapters = tuple(
        read_chapter(name, assets.read_text(f"{_FOLDER}/{language}/{name}.md"), fill) for name in names
    )
    return Handbook(
        role,
        language,
        chapters,
        {**contents.get("places", {}), **book.get("places", {})},
        len(book["chapters"]),
    )


@cache
def _read_contents() -> dict[str, Any]:
    return tomllib.loads(assets.read_text(f"{_FOLDER}/contents.toml"))
