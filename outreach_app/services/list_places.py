"""Which village each household of a list belongs to: found by name, made when it is new, refused when unclear.

Names and communes of before a change of the territory lead to what became of them; what was divided is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.rows import RefusedListRow, VillageRow
from outreach_app.domain.territory import Level, parse_village_name
from outreach_app.domain.territory_steps import DatedUnits, Step, StepKind, StepLevel, find_divisions
from outreach_app.domain.text import fold
from outreach_app.errors import say
from outreach_app.exchange.register import RegisterHousehold
from outreach_app.services.listed_communes import CommuneFinder, ListedCommune
from outreach_app.services.territory_data import load_territory
from outreach_app.store import merged, settings, territory, villages

_Key = tuple[str, str]
"""A commune's code (empty: any of this workspace) and a village's name as `village_key` gives it."""


@dataclass(frozen=True, slots=True)
class MissingVillage:
    """A village that a list names and nobody has: its name, its commune, and the former commune the list told."""

    name: str
    commune: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a list's households belong: villages by commune and name as the list has it; what must be made.

    `divided` names what villages of some names became, so that nobody has to guess.
    """

    known: Mapping[_Key, bytes]
    missing: Mapping[_Key, MissingVillage]
    commune: str | None
    only: bytes | None
    finder: CommuneFinder
    ambiguous: frozenset[_Key] = frozenset()
    divided: Mapping[_Key, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls, session: Session, households: Sequence[RegisterHousehold], commune: str | None, today: date
    ) -> "Places":
        """Look up the villages that households of a list name, in one commune or in all of this workspace."""
        steps = territory.list_steps(session)
        there = [v for v in villages.list_villages(session) if commune in (None, v.commune_code)]
        keys: dict[_Key, set[bytes]] = defaultdict(set)
        for key, village in _name_all(session, there, steps):
            keys[key].add(village)
        divided = dict(_name_divided(session, steps))
        ambiguous = frozenset(key for key, found in keys.items() if len(found) > 1)
        known = {
            key: next(iter(found)) for key, found in keys.items() if len(found) == 1 and key not in divided
        }
        home = commune or own_commune(session, there)
        finder = CommuneFinder(
            DatedUnits(load_territory(), steps), today, _inside(session, there, home, today, steps)
        )
        named = any(household.village for household in households)
        places = cls(known, {}, home, there[0].id if len(there) == 1 and not named else None, finder, ambiguous,
                     divided)  # fmt: skip
        listed = {places.key_of(each): each for each in households}
        missing = {key: found for key, each in listed.items() if (found := places.name_missing(each))}
        return cls(known, missing, home, places.only, finder, ambiguous, divided)

    def find(self, home: RegisterHousehold) -> bytes | None:
        """Find a household's village by what the list tells; no name means the only village there is."""
        listed = self.find_commune(home)
        if listed.reason is not None:
            return None
        if not home.village:
            return self.only
        return self.known.get((listed.code, village_key(home.village)))

    def find_commune(self, home: RegisterHousehold) -> ListedCommune:
        """The commune a household's row tells; empty when it tells none or one that nobody knows."""
        return self.finder.find(home.commune, home.district)

    def name_missing(self, home: RegisterHousehold) -> MissingVillage | None:
        """The village that must be made for a household; None where there is one, or nobody may make it."""
        listed = self.find_commune(home)
        key, commune = (listed.code, village_key(home.village)), listed.code or self.commune
        there = key in self.known or key in self.ambiguous or key in self.divided
        if there or not home.village or listed.reason is not None or not commune:
            return None
        return MissingVillage(" ".join(home.village.split()), commune, listed.former)

    def take_in(self, made: Mapping[_Key, bytes]) -> "Places":
        """The same places after the missing villages were made."""
        anywhere = {("", key[1]): village for key, village in made.items()}
        return replace(self, known={**anywhere, **self.known, **made})

    def key_of(self, home: RegisterHousehold) -> _Key:
        """What tells the village of a household apart from others that must be made."""
        return self.find_commune(home).code or self.commune or "", village_key(home.village)

    def refuse(self, home: RegisterHousehold, row: int) -> RefusedListRow:
        """Say why a row's household has no place in this workspace."""
        listed = self.find_commune(home)
        if listed.reason is not None:
            return RefusedListRow(row, listed.reason, listed.reason_key)
        key = (listed.code, village_key(home.village))
        if key in self.divided:
            said = say(
                "{name} was divided into {parts}: write which one is meant.", name=home.village,
                parts=self.divided[key],
            )  # fmt: skip
            return RefusedListRow(row, said, "divided_village")
        return refuse_homeless(home, row, ambiguous=key in self.ambiguous)


def _name_all(
    session: Session, there: Sequence[VillageRow], steps: Sequence[Step]
) -> Iterable[tuple[_Key, bytes]]:
    """Every name that leads to a village: its own, those it had, and those of villages merged into it."""
    by_id = {row.id: row for row in there}
    for row in there:
        yield from _keys_of(row.commune_code, row.name, row.kind, row.id)
    left = merged.read_villages_left(session)
    for row in villages.list_villages(session, with_merged=True):
        kept = left.get(row.id)
        if kept in by_id:
            yield from _keys_of(by_id[kept].commune_code, row.name, row.kind, kept)
    for step in steps:
        village = step.old.village if step.is_village and step.kind is StepKind.RENAMED else b""
        kept = left.get(village, village)
        if kept in by_id and step.carried_on is not None:
            yield from _keys_of(by_id[kept].commune_code, step.old.name, step.old.kind, kept)


def _keys_of(commune: str, name: str, kind: str, village: bytes) -> Iterable[tuple[_Key, bytes]]:
    for key in {village_key(name, kind=kind), fold(name)}:
        for place in (commune, ""):
            yield (place, key), village


def _name_divided(session: Session, steps: Sequence[Step]) -> Iterable[tuple[_Key, str]]:
    for division in find_divisions(steps, StepLevel.VILLAGE).values():
        old = division[0].old
        if any(step.new.key == old.key for step in division):
            continue  # what is left of it bears the name, so the name leads there
        parts = ", ".join(step.new.full_name for step in division)
        for place in (old.parent, ""):
            yield (place, village_key(old.name, kind=old.kind)), parts


def _inside(
    session: Session, there: Sequence[VillageRow], home: str | None, today: date, steps: Sequence[Step]
) -> set[str]:
    """The communes of this office: its own one or those of its province, and those that have villages here."""
    machine = settings.read_machine(session)
    units = DatedUnits(load_territory(), steps)
    under = () if home else units.communes_of(machine.unit_code, today)
    return {*(v.commune_code for v in there), *([home] if home else []), *(unit.code for unit in under)}


def own_commune(session: Session, there: Sequence[VillageRow]) -> str | None:
    """The commune of this office, or the only one that has villages here; None when it must be told."""
    machine = settings.read_machine(session)
    units = DatedUnits(load_territory(), territory.list_steps(session))
    ends = units.successors(machine.unit_code, machine.unit_vintage, date.max)
    if len(ends) == 1 and ends[0].level is Level.COMMUNE:
        return ends[0].code
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
