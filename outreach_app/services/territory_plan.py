"""What the lines of a decision mean here: every old and new place looked up, or the line refused with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory import Level, Unit, parse_village_name
from outreach_app.domain.territory_steps import DatedUnits, Side, Step, StepKind, StepLevel, side_of
from outreach_app.domain.text import fold
from outreach_app.errors import Message, say
from outreach_app.exchange.territory_list import RefusedLine, TerritoryLine
from outreach_app.services.list_places import village_key

_ORDER = (StepKind.RENAMED, StepKind.MERGED, StepKind.DIVIDED)
"""In which order steps of one decision are carried out: a place first gets its name, then takes others up."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided it and from which day it holds; `document` tells where it can be read."""

    number: str
    on: date
    document: str = ""


@dataclass(slots=True)
class TerritoryPlan:
    """The steps a file leads to, in the order in which they are carried out, and its lines that lead to none."""

    steps: list[Step] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


class _Refused(Exception):
    def __init__(self, key: str, reason: Message) -> None:
        self.key, self.reason = key, reason


@dataclass(slots=True)
class Planner:
    """Looks up what lines name: `villages` are those in force, `home` the commune of an office of one commune."""

    decision: Decision
    units: DatedUnits
    villages: Sequence[VillageRow]
    home: str | None
    renamed: dict[tuple[str, str], Side] = field(default_factory=dict)

    def plan(self, lines: Iterable[TerritoryLine], refused: Iterable[RefusedLine]) -> TerritoryPlan:
        """Make steps of all lines; one line that cannot be read leaves the others standing."""
        plan = TerritoryPlan(refused=list(refused))
        for line in sorted(lines, key=lambda each: _ORDER.index(each.kind)):
            try:
                step = self._read(line)
            except _Refused as refusal:
                plan.refused.append(RefusedLine(line.row, refusal.reason, refusal.key))
                continue
            if step.kind is StepKind.MERGED and step.old.key == step.new.key:
                continue  # a decision often names the village that stays among those that are joined
            plan.steps.append(step)
        plan.refused += _find_contradictions(plan.steps, self.decision)
        plan.refused.sort(key=lambda each: each.row)
        return plan

    def _read(self, line: TerritoryLine) -> Step:
        village = line.level is StepLevel.VILLAGE
        old, new = self._read_village(line) if village else self._read_unit(line)
        return Step(b"", line.level, line.kind, old, new, self.decision.on, self.decision.number,
                    self.decision.document)  # fmt: skip

    # -------------------------------------------------------------------------------------------------- villages
    def _read_village(self, line: TerritoryLine) -> tuple[Side, Side]:
        row = self._find_village(line.old, self._read_commune(line.commune) if line.commune else None)
        old = side_of(row)
        commune = self._read_commune(line.new_commune) if line.new_commune else row.commune_code
        kind, proper = parse_village_name(line.new or line.name)
        name = proper or line.new
        if line.kind is StepKind.RENAMED:
            self._need_free(name, kind or row.kind, commune, but=row)
            new = Side(old.key, old.vintage, name, kind or row.kind, row.commune_code)
            self.renamed[commune, village_key(line.new, kind=row.kind)] = new
            return old, new
        return old, self._find_new(line.new or line.name, commune, like=row)

    def _find_new(self, text: str, commune: str, *, like: VillageRow) -> Side:
        """The village a line leads to: one that takes a new name, one that is there, or one that is made for it."""
        kind, proper = parse_village_name(text)
        key = village_key(text, kind=kind or like.kind)
        if (commune, key) in self.renamed:
            return self.renamed[commune, key]
        there = [
            v for v in self.villages if v.commune_code == commune and village_key(v.name, kind=v.kind) == key
        ]
        if there:
            return side_of(there[0])
        return Side("", self.units.territory.present, proper or text, kind or like.kind, commune)

    def _find_village(self, text: str, commune: str | None) -> VillageRow:
        wanted, folded = village_key(text), fold(text)
        fits = [
            v
            for v in self.villages
            if commune in (None, v.commune_code)
            and (
                folded in (fold(v.prefix), v.id.hex())
                or wanted in (village_key(v.name, kind=v.kind), fold(v.name))
            )
        ]
        told, _ = parse_village_name(text)
        if len(fits) > 1 and told is not None:
            fits = [v for v in fits if v.kind == told] or fits
        if not fits:
            raise _Refused("unknown_village", say("The village {name} is not in this workspace.", name=text))
        if len(fits) > 1:
            raise _Refused("ambiguous_village", say("Several villages are called {name}.", name=text))
        return fits[0]

    def _need_free(self, name: str, kind: str, commune: str, *, but: VillageRow) -> None:
        key = village_key(name, kind=kind)
        taken = (v for v in self.villages if v.commune_code == commune and v.id != but.id)
        if any(village_key(v.name, kind=v.kind) == key for v in taken):
            raise _Refused("name_taken", say("{name} exists in this commune already.", name=name))

    # ------------------------------------------------------------------------------------------------- communes
    def _read_commune(self, text: str) -> str:
        """A commune by its code, or by its name among those that have villages here."""
        if self.units.commune(text, self.decision.on) is not None:
            return text
        here = {v.commune_code for v in self.villages} | ({self.home} if self.home else set())
        found = [
            code
            for code in sorted(here)
            if (unit := self.units.commune(code, self.decision.on)) is not None
            and fold(text) in (fold(unit.name), fold(unit.full_name))
        ]
        if len(found) != 1:
            raise _Refused("unknown_commune", say("No commune is called {name} here.", name=text))
        return found[0]

    def _read_unit(self, line: TerritoryLine) -> tuple[Side, Side]:
        unit = self._find_unit(line.old)
        old = _unit_side(unit)
        if line.kind is StepKind.RENAMED:
            return old, self._name_unit(unit.code, unit, line.name or line.new)
        code = line.new.partition("@")[0].strip()
        known = self.units.unit(code, unit.vintage, self.decision.on)
        if known is not None and not line.name:
            return old, _unit_side(known)
        if not (code.isdigit() and len(code) == 5):
            raise _Refused("unknown_unit", say("No unit has the code {code}.", code=line.new))
        if not line.name:
            said = say("The code {code} is new: write its name into the column “new name”.", code=code)
            raise _Refused("name_missing", said)
        return old, self._name_unit(code, known or unit, line.name)

    def _name_unit(self, code: str, like: Unit, text: str) -> Side:
        words = text.split()
        for length in (2, 1):
            kind = _KINDS.get(fold(" ".join(words[:length])))
            if kind is not None and len(words) > length:
                return Side(code, like.vintage, " ".join(words[length:]), kind, like.parent_code)
        return Side(code, like.vintage, text, like.kind, like.parent_code)

    def _find_unit(self, text: str) -> Unit:
        code, _, vintage = text.partition("@")
        unit = self.units.unit(
            code.strip(), vintage.strip() or self.units.territory.present, self.decision.on
        )
        if unit is None:
            raise _Refused("unknown_unit", say("No unit has the code {code}.", code=text))
        if unit.level is not Level.COMMUNE:
            raise _Refused("no_commune", say("{name} is no commune.", name=unit.full_name))
        return unit


_KINDS = {"xa": "xa", "phuong": "phuong", "thi tran": "thi_tran", "dac khu": "dac_khu"}


def _unit_side(unit: Unit) -> Side:
    return Side(unit.code, unit.vintage, unit.name, unit.kind, unit.parent_code)


def _find_contradictions(steps: Sequence[Step], decision: Decision) -> list[RefusedLine]:
    """Places that one decision does two things to, or that divide into one part only."""
    found, seen = [], dict[tuple[str, str], Step]()
    for step in steps:
        key = (step.level.value, step.old.key)
        former = seen.setdefault(key, step)
        both_divided = former.kind is StepKind.DIVIDED and step.kind is StepKind.DIVIDED
        if former is not step and not both_divided and StepKind.RENAMED not in (former.kind, step.kind):
            said = say("{name} stands there for two different things.", name=step.old.name)
            found.append(RefusedLine(0, said, "contradiction"))
    for step in seen.values():
        parts = [each for each in steps if each.old.key == step.old.key and each.kind is StepKind.DIVIDED]
        if len(parts) == 1:
            said = say("{name} is divided, but one part is named only.", name=step.old.name)
            found.append(RefusedLine(0, said, "one_part"))
    return found
