"""Search results of people and households, put together from rows."""

from collections.abc import Sequence

from sqlmodel import Session

from outreach_app.domain.rows import HitKind, HouseholdRow, PersonRow, SearchHit, SearchPage
from outreach_app.store import households, villages

_CITIZEN, _INSURANCE = 12, 10
"""Digits of a citizen ID and of an insurance number; telephone numbers have ten as well and begin with 0."""


def find_codes(session: Session, text: str, *, limit: int) -> list[HouseholdRow]:
    """Find households by the beginning of their code; a text that cannot be one finds none."""
    compact = "".join(letter for letter in text if letter.isalnum())
    if not any(letter.isdigit() for letter in compact) or compact.isdigit():
        return []
    ids = households.find_by_code_start(session, compact, limit=limit)
    found = households.read_many(session, ids)
    return [found[id] for id in ids if id in found]


def make_page(
    session: Session,
    by_code: Sequence[HouseholdRow],
    people: Sequence[PersonRow],
    *,
    limit: int,
    capped: bool,
) -> SearchPage:
    """Put households found by code before people found by name or number."""
    homes = households.read_many(session, [person.household for person in people])
    places = villages.read_places(session, {home.village for home in (*by_code, *homes.values())})
    hits = [
        SearchHit(
            HitKind.HOUSEHOLD,
            row.id,
            None,
            row.code,
            row.head,
            row.village_name,
            places.get(row.village, ("", ""))[0],
            None,
            None,
            places.get(row.village, ("", ""))[1],
        )
        for row in by_code
    ]
    for person in people:
        home = homes.get(person.household)
        if home is not None:
            hits.append(_make_hit(person, home, *places.get(home.village, ("", ""))))
    return SearchPage(tuple(hits[:limit]), len(hits), capped or len(hits) > limit)


def _make_hit(person: PersonRow, home: HouseholdRow, commune: str, kind: str) -> SearchHit:
    tail = person.citizen_number[-4:] if person.citizen_number else None
    return SearchHit(
        HitKind.PERSON,
        home.id,
        person.id,
        home.code,
        person.name,
        home.village_name,
        commune,
        person.born,
        tail,
        kind,
    )


def is_whole_number(text: str) -> bool:
    """Tell whether a search is for a whole citizen ID or insurance number: that is a look at one person."""
    digits = text.replace(" ", "").replace(".", "").replace("-", "")
    return digits.isdigit() and (len(digits) == _CITIZEN or (len(digits) == _INSURANCE and digits[0] != "0"))
