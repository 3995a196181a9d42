"""Which village each household of a list belongs to: found by name, made when it is new, refused when unclear."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.rows import RefusedListRow, VillageRow
from outreach_app.domain.territory import Level, parse_village_name
from outreach_app.domain.text import fold
from outreach_app.errors import say
from outreach_app.exchange.register import Register, RegisterHousehold
from outreach_app.services.territory_data import load_territory
from outreach_app.store import settings, villages


@dataclass(frozen=True, slots=True)
class Places:
    """Where a list's households belong: village name as folded in the list -> id; what must be made; the commune."""

    known: dict[str, bytes]
    missing: tuple[str, ...]
    commune: str | None
    only: bytes | None
    ambiguous: frozenset[str] = frozenset()

    @classmethod
    def read(cls, session: Session, register: Register, commune: str | None) -> "Places":
        """Look up the villages a list names, in one commune or in all of this workspace."""
        there = [v for v in villages.list_villages(session) if commune in (None, v.commune_code)]
        keys = [(key, v.id) for v in there for key in {village_key(v.name, kind=v.kind), fold(v.name)}]
        counts = Counter(key for key, _ in keys)
        ambiguous = frozenset(key for key, count in counts.items() if count > 1)
        known = {key: id for key, id in keys if key not in ambiguous}
        named = dict.fromkeys(home.village for home in register.households if home.village)
        unknown = {village_key(name): name for name in named if village_key(name) not in {*known, *ambiguous}}
        home = commune or own_commune(session, there)
        missing = tuple(unknown.values()) if home else ()
        return cls(known, missing, home, there[0].id if len(there) == 1 and not named else None, ambiguous)

    def find(self, name: str) -> bytes | None:
        """Find a village by the name the list has for it; no name means the only village there is."""
        return self.known.get(village_key(name)) if name else self.only


def own_commune(session: Session, there: Sequence[VillageRow]) -> str | None:
    """The commune of this office, or the only one that has villages here; None when it must be told."""
    machine = settings.read_machine(session)
    unit = load_territory().unit(machine.unit_code, machine.unit_vintage)
    if unit is not None and unit.level is Level.COMMUNE:
        return unit.code
    communes = {village.commune_code for village in there}
    return communes.pop() if len(communes) == 1 else None


def village_key(name: str, *, kind: str | None = None) -> str:
    """What tells villages of one commune apart: the name alone, but "Bản 1" and "Tổ dân phố 1" are two."""
    told, proper = parse_village_name(name)
    folded, word = fold(proper or name), told or kind
    return f"{word} {folded}" if word and folded.isdigit() else folded


def refuse_homeless(home: RegisterHousehold, row: int, *, ambiguous: bool) -> RefusedListRow:
    """Say why a row's household has no place in this workspace."""
    if ambiguous:
        said = say("Several villages are called {name}.", name=home.village)
        return RefusedListRow(row, said, "ambiguous_village")
    if not home.village:
        return RefusedListRow(
            row, say("The list does not say which village this household belongs to."), "no_village"
        )
    return RefusedListRow(
        row, say("The village {name} is not in this workspace.", name=home.village), "unknown_village"
    )
