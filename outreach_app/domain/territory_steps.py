"""Decisions by which villages and communes became others, each from its day on; and what a place was called on a day.

The shipped lists end with the reform of 1 July 2025. What came later is entered by the office, step by step.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory import Change, Level, Territory, Unit, name_village
from outreach_app.i18n import N_

_DAY = timedelta(days=1)


class StepLevel(StrEnum):
    """What a step is about: a village of this workspace, or a commune."""

    VILLAGE = "village"
    UNIT = "unit"


class StepKind(StrEnum):
    """What a step does; `moved` is a village that came to another commune."""

    RENAMED = "renamed"
    MERGED = "merged"
    DIVIDED = "divided"
    MOVED = "moved"


STEP_NAMES: dict[StepKind, str] = {
    StepKind.RENAMED: N_("renamed"),
    StepKind.MERGED: N_("merged"),
    StepKind.DIVIDED: N_("divided"),
    StepKind.MOVED: N_("now in another commune"),
}

NOT_PLACED = N_("Village divided: place not settled")
"""What a visit list says of a household that waits after its village was divided."""


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a step: a village's id in hexadecimal (empty: not made yet) or a code, with name, kind and parent.

    The parent is the code of a village's commune, the vintage that of the commune's code.
    """

    key: str
    vintage: str
    name: str
    kind: str
    parent: str = ""

    @property
    def village(self) -> bytes:
        """The id of the village; empty while it is not made."""
        return bytes.fromhex(self.key)

    @property
    def full_name(self) -> str:
        """Kind and name of a village as written inside a sentence."""
        return name_village(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class Step:
    """From an old place to a new one from the day `on` by a decision; `carried_on` is when it was carried out here."""

    id: bytes
    level: StepLevel
    kind: StepKind
    old: Side
    new: Side
    on: date
    decision: str = ""
    document: str = ""
    carried_on: date | None = None

    @property
    def is_village(self) -> bool:
        """Whether it is about a village."""
        return self.level is StepLevel.VILLAGE


def side_of(village: VillageRow) -> Side:
    """A village as one end of a step."""
    return Side(village.id.hex(), village.commune_vintage, village.name, village.kind, village.commune_code)


def find_divisions(steps: Iterable[Step], level: StepLevel) -> dict[str, tuple[Step, ...]]:
    """The steps of the latest division of each old place, by its key; only those that were carried out."""
    found: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        if step.level is level and step.kind is StepKind.DIVIDED and step.carried_on is not None:
            found[step.old.key].append(step)
    return {
        key: tuple(each for each in known if each.on == max(other.on for other in known))
        for key, known in found.items()
    }


def village_on(village: VillageRow, steps: Iterable[Step], on: date) -> VillageRow:
    """A village under the name and in the commune it had on a day; `steps` may be those of all villages."""
    own = [s for s in steps if s.is_village and s.old.key == village.id.hex() and s.on > on]
    renamed = min((s for s in own if s.kind is StepKind.RENAMED), key=lambda s: s.on, default=None)
    moved = min((s for s in own if s.kind is StepKind.MOVED), key=lambda s: s.on, default=None)
    if renamed is not None:
        village = replace(village, name=renamed.old.name, kind=renamed.old.kind)
    if moved is not None:
        village = replace(village, commune_code=moved.old.parent, commune_vintage=moved.old.vintage)
    return village


def list_former_names(village: bytes, steps: Sequence[Step]) -> list[tuple[str, date]]:
    """What a village was called before, and what was merged into it, each with the day it ended; latest first."""
    named = [
        (step.old.full_name, step.on)
        for step in steps
        if step.is_village
        and step.carried_on is not None
        and ((step.kind is StepKind.RENAMED and step.old.key == village.hex())
             or (step.kind is StepKind.MERGED and step.new.key == village.hex()))
    ]  # fmt: skip
    return sorted(named, key=lambda each: each[1], reverse=True)


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """What a place is called on a day: its commune (None where it cannot be told) and what stands above, nearest first.

    `candidates` are the communes it may have lain in when several became the one of today.
    """

    commune: Unit | None
    above: tuple[Unit, ...]
    candidates: tuple[Unit, ...] = ()

    @property
    def district(self) -> Unit | None:
        """The district of those days; None since 1 July 2025."""
        return next((unit for unit in self.above if unit.level is Level.DISTRICT), None)

    @property
    def label(self) -> str:
        """Commune and district as a heading names them: 'xã Bản Bo, huyện Tam Đường', today the commune alone."""
        lower = (self.commune,) if self.commune is not None else ()
        middle = tuple(unit for unit in self.above if unit.level is Level.DISTRICT or not lower)
        return ", ".join(unit.full_name for unit in (*lower, *middle))


class DatedUnits:
    """The shipped lists together with what the office entered since: units as they are on a day."""

    def __init__(self, territory: Territory, steps: Sequence[Step] = ()) -> None:
        self.territory = territory
        self.steps = tuple(step for step in steps if step.level is StepLevel.UNIT)

    def unit(self, code: str, vintage: str, on: date) -> Unit | None:
        """A unit under its name of a day, with the days it holds; None for a code nobody knows."""
        base = self.territory.unit(code, vintage) or self._made(code, vintage)
        if base is None:
            return None
        own = sorted((s for s in self.steps if _touches(s, code, vintage)), key=lambda s: s.on)
        past = [s for s in own if s.on <= on and s.new.key == code and s.new.name]
        later = [s for s in own if s.on > on and s.old.key == code and s.old.name]
        side = past[-1].new if past else later[0].old if later else None
        if side is not None:
            base = replace(base, name=side.name, kind=side.kind or base.kind)
        last = self._last_day(code, vintage)
        return replace(base, valid_to=last) if last else base

    def is_in_force(self, code: str, vintage: str, on: date) -> bool:
        """Whether a code of a list stands for a unit on a day."""
        unit = self.unit(code, vintage, on)
        return unit is not None and (unit.valid_from or on) <= on <= (unit.valid_to or on)

    def commune(self, code: str, on: date) -> Unit | None:
        """A commune of the newest list that is in force on a day."""
        vintage = self.territory.present
        unit = self.unit(code, vintage, on)
        fits = unit is not None and unit.level is Level.COMMUNE and self.is_in_force(code, vintage, on)
        return unit if fits else None

    def communes_of(self, code: str, on: date) -> tuple[Unit, ...]:
        """The communes of a province that are in force on a day, by code, those made since among them."""
        vintage = self.territory.present
        known = {unit.code for unit in self.territory.communes_of(code)}
        known |= {s.new.key for s in self.steps if s.new.parent == code and s.new.vintage == vintage}
        found = (self.commune(each, on) for each in sorted(known))
        return tuple(unit for unit in found if unit is not None)

    def ancestors(self, unit: Unit) -> tuple[Unit, ...]:
        """The units above a unit, nearest first."""
        return self.territory.ancestors(unit)

    def successors(self, code: str, vintage: str, on: date) -> tuple[Unit, ...]:
        """What became of a unit by a day: itself, one other, or the several it was divided into."""
        found: dict[tuple[str, str], Unit] = {}
        for key in self._ends_of(code, vintage, on, frozenset()):
            unit = self.unit(*key, on)
            if unit is not None:
                found[key] = unit
        return tuple(found.values())

    def names_on(self, code: str, vintage: str, on: date) -> PlaceNames:
        """Name the commune of today under which a place stood on a day, by the list of units in force then."""
        origins = self._origins(code, vintage, on)
        units = [unit for key in origins if (unit := self.unit(*key, on)) is not None]
        if not units:
            return PlaceNames(None, ())
        above = [self.ancestors(unit) for unit in units]
        shared = tuple(unit for unit in above[0] if all(unit in other for other in above))
        return PlaceNames(
            units[0] if len(units) == 1 else None, shared, tuple(units) if len(units) > 1 else ()
        )

    def _made(self, code: str, vintage: str) -> Unit | None:
        """A unit that no shipped list has: a step made it."""
        for step in sorted(self.steps, key=lambda each: each.on):
            if (step.new.key, step.new.vintage) == (code, vintage):
                side = step.new
                return Unit(code, vintage, Level.COMMUNE, side.kind, side.name, side.parent, step.on, None)
        return None

    def _last_day(self, code: str, vintage: str) -> date | None:
        """The last day of a unit that steps put an end to; None while it goes on under its code."""
        own = [
            s
            for s in self.steps
            if (s.old.key, s.old.vintage) == (code, vintage) and s.kind is not StepKind.RENAMED
        ]
        ends = {s.on for s in own if not any(o.new.key == code and o.on == s.on for o in own)}
        return min(ends) - _DAY if ends else None

    def _ends_of(
        self, code: str, vintage: str, on: date, passed: frozenset[str]
    ) -> Iterator[tuple[str, str]]:
        here = f"{vintage}/{code}"
        if here in passed:
            return
        own = [
            s for s in self.steps
            if (s.old.key, s.old.vintage) == (code, vintage) and s.on <= on and s.kind is not StepKind.RENAMED
        ]  # fmt: skip
        if own:
            for step in own:
                if step.new.key == code:
                    yield code, vintage
                else:
                    yield from self._ends_of(step.new.key, step.new.vintage, on, passed | {here})
            return
        shipped = self.territory.successors(code, vintage=vintage)
        dated = {each.name: each.valid_from for each in self.territory.vintages}
        if not shipped or (dated[shipped[0].new_vintage] or on) > on:
            yield code, vintage
            return
        for succession in shipped:
            yield from self._ends_of(succession.new_code, succession.new_vintage, on, passed | {here})

    def _origins(self, code: str, vintage: str, on: date) -> list[tuple[str, str]]:
        """The units in force on a day from which a unit came; itself when it was there."""
        found, waiting = dict[tuple[str, str], None](), [(code, vintage)]
        passed = set(waiting)
        while waiting:
            key = waiting.pop(0)
            back = self._before(*key, on)
            if back is None:
                found[key] = None
            for each in back or ():
                if each not in passed:
                    passed.add(each)
                    waiting.append(each)
        return list(found)

    def _before(self, code: str, vintage: str, on: date) -> list[tuple[str, str]] | None:
        """What a unit was before its first day; None when it was there on a day."""
        made = [s for s in self.steps if (s.new.key, s.new.vintage) == (code, vintage) and s.on > on
                and s.kind is not StepKind.RENAMED]  # fmt: skip
        if made and self.territory.unit(code, vintage) is None:
            return [(s.old.key, s.old.vintage) for s in made]
        dated = next((each for each in self.territory.vintages if each.name == vintage), None)
        if dated is None or (dated.valid_from or on) <= on:
            return None
        steps = self.territory.predecessors(code, vintage=vintage)
        return [(s.old_code, s.old_vintage) for s in steps] or None


def _touches(step: Step, code: str, vintage: str) -> bool:
    return (code, vintage) in ((step.old.key, step.old.vintage), (step.new.key, step.new.vintage))


def is_divided(territory: Territory, code: str, vintage: str) -> bool:
    """Whether the shipped lists tell that a unit of an older list was divided."""
    return any(step.kind is Change.DIVIDED for step in territory.successors(code, vintage=vintage))


class StandingTerritory(Territory):
    """The shipped lists as they stand once the steps that were carried out are taken in; older lists stay."""

    def __init__(self, shipped: Territory, steps: Iterable[Step]) -> None:
        # The lists that were read already are shared: they are large, and never change.
        self.__dict__.update(shipped.__dict__)
        self._dated = DatedUnits(shipped, [step for step in steps if step.carried_on is not None])

    def unit(self, code: str, vintage: str) -> Unit | None:
        """Find a unit under its latest name; those that an office made are units of the newest list."""
        return self._dated.unit(code, vintage, date.max)

    def communes_of(self, code: str, *, vintage: str | None = None) -> tuple[Unit, ...]:
        """List the communes of a unit that are in force."""
        if vintage not in (None, self.present):
            return super().communes_of(code, vintage=vintage)
        return self._dated.communes_of(code, date.max)
