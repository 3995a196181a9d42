"""A decision on villages and communes as a table: one line for each old place, with what becomes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from outreach_app.domain.territory_steps import StepKind, StepLevel
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, Message, say
from outreach_app.exchange.cells import cell_text
from outreach_app.exchange.sheets import Cell, cell_at, read_sheets

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind", "change", "viec", "noi dung", "hinh thuc", "thay doi"),
    "level": ("level", "cap", "loai don vi"),
    "old": ("old", "don vi cu", "thon cu", "ban cu", "xa cu", "ten cu", "cu"),
    "new": ("new", "don vi moi", "thon moi", "ban moi", "xa moi", "ten moi", "moi"),
    "commune": ("commune", "thuoc xa", "xa", "xa cua don vi cu"),
    "new_commune": ("new commune", "thuoc xa moi", "xa cua don vi moi"),
    "name": ("new name", "ten goi moi", "ten don vi moi"),
}
_KINDS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.RENAMED: ("renamed", "rename", "doi ten"),
    StepKind.MERGED: ("merged", "merge", "sap nhap", "gop", "nhap", "hop nhat"),
    StepKind.DIVIDED: ("divided", "divide", "split", "chia", "tach", "chia tach"),
}
_LEVELS: Mapping[StepLevel, tuple[str, ...]] = {
    StepLevel.VILLAGE: ("village", "thon", "ban", "to dan pho", "thon ban"),
    StepLevel.UNIT: ("unit", "commune", "xa", "phuong", "cap xa"),
}
T = TypeVar("T")
_NEEDED = ("kind", "old", "new")


@dataclass(frozen=True, slots=True)
class TerritoryLine:
    """One line as it is written; names are not looked up yet. `row` counts from 1, the header included."""

    row: int
    kind: StepKind
    level: StepLevel
    old: str
    new: str
    commune: str = ""
    new_commune: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be read, with why."""

    row: int
    reason: Message
    reason_key: str


def read_territory_list(path: Path) -> tuple[tuple[TerritoryLine, ...], tuple[RefusedLine, ...]]:
    """Read the first sheet of a file: its lines, and those that say nothing readable.

    UnreadableFile when it cannot be opened, BadInput `no_header` without the columns for what, old and new.
    """
    rows = read_sheets(path)[0].rows
    columns, first = _find_columns(rows)
    lines: list[TerritoryLine] = []
    refused: list[RefusedLine] = []
    for number, row in enumerate(rows[first:], start=first + 1):
        told = {name: normalize(cell_text(cell_at(row, column))) for name, column in columns.items()}
        if not any(told.values()):
            continue
        line = _read_line(number, told)
        if isinstance(line, RefusedLine):
            refused.append(line)
        else:
            lines.append(line)
    return tuple(lines), tuple(refused)


def _find_columns(rows: Sequence[Sequence[Cell]]) -> tuple[dict[str, int], int]:
    for number, row in enumerate(rows[:20]):
        found = dict(_name_columns(row))
        if all(name in found for name in _NEEDED):
            return found, number + 1
    raise BadInput(
        say("The columns of this list were not found."),
        say("Name its columns “kind”, “old” and “new”, and “commune” where a village lies."),
        key="no_header",
    )


def _name_columns(row: Sequence[Cell]) -> Iterator[tuple[str, int]]:
    for column, cell in enumerate(row):
        header = " ".join(fold(cell_text(cell)).replace("_", " ").split())
        for name, wordings in _HEADERS.items():
            if header in wordings:
                yield name, column


def _read_line(row: int, told: Mapping[str, str]) -> TerritoryLine | RefusedLine:
    kind = _find_word(_KINDS, told["kind"])
    if kind is None:
        said = say("“{word}” is none of: renamed, merged, divided.", word=told["kind"])
        return RefusedLine(row, said, "unknown_change")
    if not told["old"] or not (told["new"] or told.get("name")):
        return RefusedLine(row, say("The line does not name an old and a new place."), "place_missing")
    level = _find_word(_LEVELS, told.get("level", "")) or _guess_level(told["old"])
    more = {name: told.get(name, "") for name in ("commune", "new_commune", "name")}
    return TerritoryLine(row, kind, level, told["old"], told["new"], **more)


def _guess_level(old: str) -> StepLevel:
    """A code of five digits, with or without its vintage, is a commune's; anything else a village."""
    code = old.partition("@")[0].strip()
    return StepLevel.UNIT if code.isdigit() and len(code) == 5 else StepLevel.VILLAGE


def _find_word(words: Mapping[T, tuple[str, ...]], text: str) -> T | None:
    folded = fold(text)
    return next((key for key, known in words.items() if folded in known), None)
