"""Provinces, districts, communes and villages with the days they hold, and what became of the older ones.

Codes were used again in 2025: 3,316 of the 3,321 commune codes existed before, many under another name. A code means
something only together with its vintage, the list it belongs to.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from outreach_app.domain.text import fold, tokens


class Level(StrEnum):
    """The step of a unit; districts ended on 30 June 2025, villages are made by the office."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


class Change(StrEnum):
    """What became of an old unit; `renamed` is the same land under another name or of another kind."""

    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    MERGED = "merged"
    DIVIDED = "divided"


UNIT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "tinh": "tỉnh",
        "thanh_pho": "thành phố",
        "huyen": "huyện",
        "quan": "quận",
        "thi_xa": "thị xã",
        "xa": "xã",
        "phuong": "phường",
        "thi_tran": "thị trấn",
        "dac_khu": "đặc khu",
    }
)
"""The kinds of units above the village and their words; `thanh_pho` is a province or, until 2025, a district."""

VILLAGE_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "ban": "bản",
        "thon": "thôn",
        "to_dan_pho": "tổ dân phố",
        "ap": "ấp",
        "khu_pho": "khu phố",
        "khom": "khóm",
        "buon": "buôn",
        "bon": "bon",
        "lang": "làng",
        "xom": "xóm",
        "khu": "khu",
        "plei": "plei",
        "kon": "kon",
        "khu_dan_cu": "khu dân cư",
        "khoi_pho": "khối phố",
        "khoi": "khối",
        "tieu_khu": "tiểu khu",
        "to_nhan_dan": "tổ nhân dân",
        "to": "tổ",
        "phum": "phum",
        "soc": "sóc",
    }
)
"""The kinds of villages and their words, in the order they are offered."""


def name_village(kind: str, name: str) -> str:
    """A village with its kind word as it stands in a sentence: `bản Nà Ly`; of a kind nobody knows the name alone."""
    return f"{VILLAGE_KINDS.get(kind, '')} {name}".strip()


_VILLAGE_SHORT = MappingProxyType({"tdp": "to_dan_pho", "kp": "khu_pho"})
_LEVEL_BY_LENGTH = MappingProxyType({2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one vintage; no `valid_from` means since before our lists, no `valid_to` means until further notice."""

    code: str
    vintage: str
    level: Level
    kind: str
    name: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None

    @property
    def full_name(self) -> str:
        """Kind and name in Vietnamese as written inside a sentence: 'xã Bản Bo', 'tỉnh Lai Châu'."""
        return f"{UNIT_KINDS.get(self.kind) or VILLAGE_KINDS.get(self.kind, self.kind)} {self.name}"


@dataclass(frozen=True, slots=True)
class Succession:
    """One step from an old unit to a new one; of a divided unit's successors one is the likeliest, `is_main`."""

    old_code: str
    old_vintage: str
    new_code: str
    new_vintage: str
    kind: Change
    is_main: bool


@dataclass(frozen=True, slots=True)
class Vintage:
    """A list of units and the days it holds; `valid_to` is the last day."""

    name: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether the list was in force on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A unit as the search sees it: folded words of its own name and of what stands around it."""

    unit: Unit
    province_code: str
    name: str
    around: str


@dataclass(frozen=True, slots=True)
class _List:
    """All units of one vintage by code, and by parent in order of code."""

    units: Mapping[str, Unit]
    children: Mapping[str, list[Unit]]


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps from one vintage to the next, by old code (main first) and by new code (whole units first)."""

    forward: Mapping[str, list[Succession]]
    backward: Mapping[str, list[Succession]]


class Territory:
    """All dated lists of units; each is read from its text when first asked for; `vintages` are oldest first."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.vintages = tuple(_read_vintages(texts["vintages.tsv"]))
        self._lists: dict[str, _List] = {}
        self._entries: dict[str, tuple[_Entry, ...]] = {}
        self._changes: dict[str, _Steps] = {}

    @property
    def present(self) -> str:
        """The name of the newest vintage."""
        return self.vintages[-1].name

    def vintage_on(self, day: date) -> str | None:
        """Name the vintage in force on a day."""
        return next((vintage.name for vintage in self.vintages if vintage.holds_on(day)), None)

    def unit(self, code: str, vintage: str) -> Unit | None:
        """Find a unit by code and vintage; None for a code or vintage that is in no list."""
        return self._list(vintage).units.get(code)

    def commune(self, code: str) -> Unit | None:
        """Find a commune of the newest vintage."""
        unit = self.unit(code, self.present)
        return unit if unit is not None and unit.level is Level.COMMUNE else None

    def valid_on(self, code: str, day: date) -> Unit | None:
        """Find the unit that carried a code on a day."""
        vintage = self.vintage_on(day)
        return None if vintage is None else self.unit(code, vintage)

    def provinces(self, *, vintage: str | None = None) -> tuple[Unit, ...]:
        """List the provinces and central cities, by code."""
        return self.units_under("", vintage=vintage)

    def units_under(self, code: str, *, vintage: str | None = None) -> tuple[Unit, ...]:
        """List the units directly under a province or district, by code."""
        return tuple(self._list(vintage or self.present).children.get(code, ()))

    def communes_of(self, code: str, *, vintage: str | None = None) -> tuple[Unit, ...]:
        """List the communes of a province or district, through its districts where there were any."""
        found: list[Unit] = []
        for unit in self.units_under(code, vintage=vintage):
            found += (unit,) if unit.level is Level.COMMUNE else self.units_under(unit.code, vintage=vintage)
        return tuple(found)

    def ancestors(self, unit: Unit) -> tuple[Unit, ...]:
        """List the units above a unit, nearest first."""
        above = self.unit(unit.parent_code, unit.vintage) if unit.parent_code else None
        return () if above is None else (above, *self.ancestors(above))

    def address_of(self, unit: Unit) -> str:
        """Name a unit with all that stand above it: 'xã Bản Bo, tỉnh Lai Châu'."""
        return ", ".join(step.full_name for step in (unit, *self.ancestors(unit)))

    def successors(self, old_code: str, *, vintage: str | None = None) -> tuple[Succession, ...]:
        """List what a unit became, the main one first; without a vintage the one before the newest is meant.

        A district has successors only where it had no communes: the others ended.
        """
        newer = dict(pairwise(known.name for known in self.vintages))
        new = newer.get(vintage) if vintage else self.present
        return () if new is None else tuple(self._steps(new).forward.get(old_code, ()))

    def predecessors(self, new_code: str, *, vintage: str | None = None) -> tuple[Succession, ...]:
        """List what a unit was made from, whole units first; without a vintage the newest is meant."""
        return tuple(self._steps(vintage or self.present).backward.get(new_code, ()))

    def find(
        self, text: str, *, vintage: str | None = None, within: str | None = None, limit: int = 20
    ) -> tuple[Unit, ...]:
        """Search names without diacritics, words in any order and begun only; best first, at most `limit`.

        Words may also name the kind or what stands above: 'lai chau ban bo'. `within` keeps to one province.
        """
        words = [f" {word}" for word in tokens(text)]
        ranked = []
        for entry in self._search_entries(vintage or self.present) if words else ():
            penalty = _measure(entry, words)
            if penalty is not None and within in (None, entry.province_code):
                starts = entry.name.startswith("".join(words))
                ranked.append((penalty, not starts, len(entry.unit.code), len(entry.name), entry))
        ranked.sort(key=lambda row: (*row[:-1], row[-1].name, row[-1].unit.code))
        return tuple(row[-1].unit for row in ranked[:limit])

    def _list(self, vintage: str) -> _List:
        if vintage not in self._lists:
            dated = next((known for known in self.vintages if known.name == vintage), None)
            if dated is None:
                return _List({}, {})
            self._lists[vintage] = _read_list(self._texts[f"units_{vintage}.tsv"], dated)
        return self._lists[vintage]

    def _steps(self, vintage: str) -> _Steps:
        if vintage not in self._changes:
            older = {new.name: old.name for old, new in pairwise(self.vintages)}
            if vintage not in older:
                return _Steps({}, {})
            self._changes[vintage] = _read_changes(
                self._texts[f"changes_{vintage}.tsv"], old=older[vintage], new=vintage
            )
        return self._changes[vintage]

    def _search_entries(self, vintage: str) -> tuple[_Entry, ...]:
        if vintage not in self._entries:
            units = self._list(vintage).units
            self._entries[vintage] = tuple(self._make_entry(unit) for unit in units.values())
        return self._entries[vintage]

    def _make_entry(self, unit: Unit) -> _Entry:
        above = self.ancestors(unit)
        around = " ".join([UNIT_KINDS[unit.kind], *(step.full_name for step in above)])
        return _Entry(unit, (above or (unit,))[-1].code, f" {fold(unit.name)} ", f" {fold(around)} ")


def read_territory(texts: Mapping[str, str]) -> Territory:
    """Make the territory from the shipped texts by file name; a mapping that reads late keeps the start quick.

    The texts are vintages.tsv, units_<vintage>.tsv and changes_<vintage>.tsv (the steps from the vintage before).
    """
    return Territory(texts)


def _measure(entry: _Entry, words: list[str]) -> int | None:
    """Add up how far each word is from the unit's own name; None when one is nowhere."""
    if "".join(words) + " " in entry.around:
        return 1
    penalty = 0
    for word in words:
        if word in entry.name:
            penalty += word + " " not in entry.name
        elif word in entry.around:
            penalty += 3 if word + " " not in entry.around else 2
        else:
            return None
    return penalty


def _read_lines(text: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in text.splitlines()[1:])


def _read_vintages(text: str) -> Iterator[Vintage]:
    for name, *days in _read_lines(text):
        first, last = (date.fromisoformat(day) if day else None for day in days)
        yield Vintage(name, first, last)


def _read_list(text: str, dated: Vintage) -> _List:
    units: dict[str, Unit] = {}
    children: dict[str, list[Unit]] = {}
    days = (dated.valid_from, dated.valid_to)
    for code, parent, kind, name in _read_lines(text):
        unit = Unit(code, dated.name, _LEVEL_BY_LENGTH[len(code)], kind, name, parent, *days)
        units[code] = unit
        children.setdefault(parent, []).append(unit)
    return _List(units, children)


def _read_changes(text: str, *, old: str, new: str) -> _Steps:
    forward: dict[str, list[Succession]] = {}
    backward: dict[str, list[Succession]] = {}
    for old_code, new_code, kind, main in _read_lines(text):
        is_main = bool(main) or kind != Change.DIVIDED
        step = Succession(old_code, old, new_code, new, Change(kind), is_main)
        forward.setdefault(old_code, []).append(step)
        backward.setdefault(new_code, []).append(step)
    for steps in forward.values():
        steps.sort(key=lambda step: not step.is_main)
    for steps in backward.values():
        steps.sort(key=lambda step: step.kind is Change.DIVIDED)
    return _Steps(forward, backward)


def parse_village_name(text: str) -> tuple[str | None, str]:
    """Split 'Bản Nà Ly' into its kind and 'Nà Ly'; None when no kind stands in front or nothing would be left.

    Marks count ('Lạng' is no 'làng') unless the whole text is written without any ('BAN NA LY').
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    match = (_UNMARKED if text.isascii() else _MARKED).match(text)
    if match is None:
        return None, text
    return _KIND_BY_WORD[fold(match[1])], text[match.end() :]


_KIND_BY_WORD = {fold(word): kind for kind, word in VILLAGE_KINDS.items()} | dict(_VILLAGE_SHORT)


def _compile_words(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({*words, *_VILLAGE_SHORT}, key=len, reverse=True)
    return re.compile(rf"({'|'.join(longest_first)})(?:\s*[.:]\s*|\s+)(?=\w)", re.IGNORECASE)


_MARKED = _compile_words(VILLAGE_KINDS.values())
_UNMARKED = _compile_words(_KIND_BY_WORD)
