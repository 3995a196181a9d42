"""Search as you type: folded words and number fragments, own village first, ranked before the cap."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.telex import search_variants
from outreach_app.domain.text import tokens
from outreach_app.store.database import run
from outreach_app.store.engine import sqlite

_CAP = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where the searcher is: the village's row number and the commune code, for ranking."""

    village: int | None = None
    commune: str | None = None


def find_people(
    session: Session, text: str, *, place: Place = Place(), limit: int = 50
) -> tuple[list[int], bool]:
    """Find people by name words in any order, whole or begun, and by fragments of phone and ID numbers.

    Returns row numbers, best first, and whether the cap cut the list. `text` may be typed without diacritics or as raw
    Telex or VNI keystrokes.
    """
    words = tokens(text)
    if not words:
        return [], False
    found: dict[int, None] = dict.fromkeys(_find_by_number_end(session, words, limit=limit))
    match = " AND ".join(_one_word(word) for word in words)
    for narrowed in _by_place(match, place):
        found |= dict.fromkeys(sqlite.search_ids(session.connection(), narrowed, limit=_CAP))
        if len(found) >= limit:
            break
    return list(found)[:limit], len(found) > limit


def number_of_village(session: Session, village: bytes) -> Place:
    """Look up what search ranks by for a village."""
    rows = run(session, "SELECT number, commune_code FROM village WHERE id = :v", v=village)
    return Place(rows[0][0], rows[0][1]) if rows else Place()


def _one_word(word: str) -> str:
    variants = (word,) if word.isdigit() else search_variants(word)
    either = " OR ".join(f'"{variant}" *' for variant in variants)
    return f"({either})" if len(variants) > 1 else either


def _by_place(match: str, place: Place) -> list[str]:
    nearer = [f'"zv{place.village}" AND {match}'] if place.village is not None else []
    commune = [f'"zc{place.commune}" AND {match}'] if place.commune is not None else []
    return [*nearer, *commune, match]


def _find_by_number_end(session: Session, words: Sequence[str], *, limit: int) -> list[int]:
    # The last digits are what people read out; four of them reach an index, more are compared after it.
    digits = "".join(words)
    if not digits.isdigit() or len(digits) < 4:
        return []
    found: list[int] = []
    for column in ("phone", "citizen_number", "insurance_number"):
        rows = run(
            session,
            f"SELECT number FROM person WHERE substr({column}, -4) = :tail AND {column} LIKE :end LIMIT :n",
            tail=digits[-4:],
            end=f"%{digits}",
            n=limit,
        )
        found += [row[0] for row in rows]
    return found
