"""Finding what a word of the command line means: a household, a person, a visit, villages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.rows import HitKind, SearchHit, VillageRow
from outreach_app.errors import BadInput, NotFound, say

if TYPE_CHECKING:
    from outreach_app.app import App

_ID_LENGTH = 32
_COMMUNE_LENGTH, _PROVINCE_LENGTH = 5, 2


def is_id(text: str) -> bool:
    """Tell whether a word looks like a row id, 32 hexadecimal digits."""
    return len(text.strip()) == _ID_LENGTH and all(c in "0123456789abcdefABCDEF" for c in text.strip())


def find_household(app: "App", text: str) -> bytes:
    """Look up a household by its code or id."""
    return parse_row_id(text) if is_id(text) else app.households.find_code(text)


def find_person(app: "App", text: str) -> bytes:
    """Look up a person by id, or by a text that finds exactly one."""
    if is_id(text):
        return parse_row_id(text)
    hits = [hit for hit in app.households.find(text, limit=5).hits if hit.kind is HitKind.PERSON]
    if len(hits) == 1:
        assert hits[0].person is not None
        return hits[0].person
    if not hits:
        raise NotFound(
            say("Nobody was found for “{text}”.", text=text), say("Search by name: outreach household find.")
        )
    raise BadInput(
        say("Several people fit “{text}”: {names}.", text=text, names=_name_hits(hits)),
        say("Give the person's id, as household show prints it."),
        key="ambiguous_person",
    )


def find_village(app: "App", text: str, *, commune: str | None = None) -> VillageRow:
    """Look up one village by its letters, its name or its id."""
    known = [v for v in app.households.list_villages() if v.merged_into is None]
    if is_id(text):
        return _need_one([v for v in known if v.id == parse_row_id(text)], text)
    by_letters = [v for v in known if v.prefix == text.strip().upper()]
    return by_letters[0] if by_letters else app.office.find_village(text, commune_code=commune)


def find_villages(app: "App", words: Iterable[str]) -> list[VillageRow]:
    """Look up villages by the code of their commune or province, their letters, name or id; each once, in order."""
    known = [v for v in app.households.list_villages() if v.merged_into is None]
    found: dict[bytes, VillageRow] = {}
    for word in words:
        for village in _villages_of_unit(app, known, word.strip()) or [find_village(app, word)]:
            found[village.id] = village
    return list(found.values())


def _villages_of_unit(app: "App", known: list[VillageRow], code: str) -> list[VillageRow]:
    if not code.isdigit() or len(code) not in (_COMMUNE_LENGTH, _PROVINCE_LENGTH):
        return []
    communes = {code}
    if len(code) == _PROVINCE_LENGTH:
        communes = {unit.code for unit in app.territory.read_units().communes_of(code, app.desk.today)}
    inside = [village for village in known if village.commune_code in communes]
    if not inside:
        raise NotFound(
            say("No village of this workspace lies in the unit {code}.", code=code),
            say("Add its villages first: outreach office village add."),
            key="no_village_there",
        )
    return inside


def _need_one(found: list[VillageRow], text: str) -> VillageRow:
    if not found:
        raise NotFound(
            say("No village has the id {text}.", text=text), say("Look at: outreach office village list.")
        )
    return found[0]


def _name_hits(hits: Iterable[SearchHit]) -> str:
    return "; ".join(f"{hit.name} ({hit.code})" for hit in hits)
