"""Search as you type: folded words and number fragments, own village first, ranked before the cap."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.telex import search_variants
from outreach_app.domain.text import tokens
from outreach_app.store import engine
from outreach_app.store.database import run

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
    words = [word for word in tokens(text) if not word.startswith("ʒ")]  # the places' own words begin so
    if not words:
        return [], False
    found: dict[int, None] = dict.fromkeys(_find_by_number_end(session, words, limit=limit))
    match = [[_variants(word) for word in words]]
    if len(words) > 1 and all(word.isdigit() for word in words):
        match.append([("".join(words),)])  # a number read out in groups
    everywhere = engine.search_ids(session.connection(), match, limit=_CAP)
    if len(everywhere) < _CAP:
        found |= dict.fromkeys(_order_by_place(session, everywhere, place))
        return list(found)[:limit], len(found) > limit
    found |= dict.fromkeys(_find_near(session, match, place))
    if len(found) < limit:
        found |= dict.fromkeys(everywhere)
    return list(found)[:limit], len(found) > limit


def number_of_village(session: Session, village: bytes) -> Place:
    """Look up what search ranks by for a village."""
    rows = run(session, "SELECT number, commune_code FROM village WHERE id = :v", v=village)
    return Place(rows[0][0], rows[0][1]) if rows else Place()


def _variants(word: str) -> tuple[str, ...]:
    return (word,) if word.isdigit() else tuple(search_variants(word))


def _find_near(session: Session, match: engine.Wanted, place: Place) -> list[int]:
    if place == Place():
        return []
    circle = f"ʒv{place.village}" if place.commune is None else f"ʒc{place.commune}"
    near = engine.search_ids(session.connection(), match, circle=circle, limit=_CAP)
    if len(near) < _CAP or place.village is None:
        return _order_by_place(session, near, place)
    nearest = engine.search_ids(session.connection(), match, circle=f"ʒv{place.village}", limit=_CAP)
    return [*nearest, *near]


def _order_by_place(session: Session, numbers: list[int], place: Place) -> list[int]:
    # Asking the index once and ordering the few it finds is cheaper than asking it once for every circle.
    if place == Place() or len(numbers) < 2:
        return numbers
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT p.number, v.number, v.commune_code FROM person p JOIN household h ON h.id = p.household"
        f" JOIN village v ON v.id = h.village WHERE p.number IN ({engine.placeholders(len(numbers))})",
        numbers,
    )
    near = {number: Place(village, commune) for number, village, commune in rows}
    return sorted(numbers, key=lambda number: _distance(near.get(number, Place()), place))


def _distance(there: Place, here: Place) -> int:
    if here.village is not None and there.village == here.village:
        return 0
    return 1 if here.commune is not None and there.commune == here.commune else 2


def _find_by_number_end(session: Session, words: Sequence[str], *, limit: int) -> list[int]:
    # The last digits are what people read out; four of them reach an index, more are compared after it.
    digits = "".join(words)
    if not digits.isdigit() or len(digits) < 4:
        return []
    found: list[int] = []
    for column in ("phone", "citizen_number", "insurance_number"):
        rows = run(
            session,
            "SELECT coalesce((SELECT kept.number FROM merged m JOIN person kept ON kept.id = m.survivor"
            f" WHERE m.row = person.id), number) FROM person WHERE substr({column}, -4) = :tail"
            f" AND {column} LIKE :end AND removed IS NULL LIMIT :n",
            tail=digits[-4:],
            end=f"%{digits}",
            n=limit,
        )
        found += [row[0] for row in rows]
    return found
