"""Which commune of today a list means: by code or name, of the present list or of the one before 1 July 2025."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from outreach_app.domain.territory import UNIT_KINDS, Level, Unit
from outreach_app.domain.territory_steps import DatedUnits
from outreach_app.domain.text import fold
from outreach_app.errors import Message, say

_CODE_LENGTH = 5
_KINDS = tuple(sorted((fold(word) for word in UNIT_KINDS.values()), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class ListedCommune:
    """The commune of today that a list means, or why none; `former` is the code in the older list it was told by.

    Neither a code nor a reason: nobody knows the name, and the list is read as if it told no commune.
    """

    code: str = ""
    former: str = ""
    reason: Message | None = None
    reason_key: str = ""


@dataclass(slots=True)
class CommuneFinder:
    """Finds communes as they are on a day; `inside` are the codes that belong to this office."""

    units: DatedUnits
    on: date
    inside: Collection[str]
    _known: dict[tuple[str, str], ListedCommune] = field(default_factory=dict)

    def find(self, commune: str, district: str) -> ListedCommune:
        """Look up what a list tells; a district column means the list of before 1 July 2025."""
        key = (fold(commune), fold(district))
        if key not in self._known:
            self._known[key] = self._find(commune, district) if commune else ListedCommune()
        return self._known[key]

    def _find(self, commune: str, district: str) -> ListedCommune:
        present = [] if district else self._find_present(commune)
        if len(present) == 1:
            return self._keep_inside(present[0], "")
        older = self._find_older(commune, district)
        if not older and district:
            present = self._find_present(commune)  # some lists name the district by habit
            return self._keep_inside(present[0], "") if len(present) == 1 else ListedCommune()
        told = [(unit, self.units.successors(unit.code, unit.vintage, self.on)) for unit in older]
        if len(told) > 1:
            told = [(unit, ends) for unit, ends in told if any(end.code in self.inside for end in ends)]
        if len(told) != 1:
            return ListedCommune()
        unit, ends = told[0]
        if len(ends) == 1:
            return self._keep_inside(ends[0], unit.code)
        return self._refuse_divided(unit, ends)

    def _refuse_divided(self, unit: Unit, ends: tuple[Unit, ...]) -> ListedCommune:
        names = ", ".join(each.full_name for each in ends)
        said = say(
            "{name} was divided between {names}: write the commune of today.",
            name=unit.full_name,
            names=names,
        )
        return ListedCommune(former=unit.code, reason=said, reason_key="divided_commune")

    def _keep_inside(self, unit: Unit, former: str) -> ListedCommune:
        if unit.code in self.inside:
            return ListedCommune(unit.code, former)
        said = say("{name} does not belong to this office.", name=unit.full_name)
        return ListedCommune(former=former, reason=said, reason_key="other_commune")

    def _find_present(self, text: str) -> list[Unit]:
        code = _read_code(text)
        if code:
            unit = self.units.commune(code, self.on)
            return [unit] if unit is not None else []
        near = [
            unit for each in sorted(self.inside) if (unit := self.units.commune(each, self.on)) is not None
        ]
        return [unit for unit in near if _is_called(unit, text)]

    def _find_older(self, text: str, district: str) -> list[Unit]:
        territory = self.units.territory
        vintage = territory.vintages[-2].name
        code = _read_code(text)
        found = (
            [territory.unit(code, vintage)]
            if code
            else list(territory.find(text, vintage=vintage, limit=200))
        )
        communes = [unit for unit in found if unit is not None and unit.level is Level.COMMUNE]
        if code:
            return communes
        return [unit for unit in communes if _is_called(unit, text) and self._lies_in(unit, district)]

    def _lies_in(self, unit: Unit, district: str) -> bool:
        above = self.units.ancestors(unit)
        code = district.strip()
        return not district or any(_is_called(each, district) or each.code == code.zfill(3) for each in above)


def _read_code(text: str) -> str:
    """A commune's code; spreadsheets drop the nil in front of a number."""
    clean = text.strip()
    return clean.zfill(_CODE_LENGTH) if clean.isdigit() and 3 <= len(clean) <= _CODE_LENGTH else ""


def _is_called(unit: Unit, text: str) -> bool:
    folded = fold(text)
    if folded in (fold(unit.name), fold(unit.full_name)):
        return True
    kind = next((word for word in _KINDS if folded.startswith(f"{word} ")), "")
    return bool(kind) and folded[len(kind) + 1 :] == fold(unit.name)
