"""The official forms as layouts by date: which cells, merges, widths and words a form has before anybody fills it in.

A layout is data of ours (`resources/forms/*.toml`); it cites the decision that gave the form. Widths are pixels at 96
to the inch, heights points, margins inches; rows and columns count from 0.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeAlias, TypeVar

from outreach_app.errors import BadInput
from outreach_app.i18n import say

CellValue: TypeAlias = str | int | Decimal
"""What a cell of a form holds: text (empty for a blank), a whole number, or a percentage."""

_PLACE = re.compile(r"([A-Z]{1,2})(\d+)(?::([A-Z]{1,2})(\d+))?")
_SLOT = re.compile(r"(.?)\{(\w+)\}")
_BASE = ord("A") - 1


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks; sizes in points, `number` is a spreadsheet's number format, `shrink` fits it on one line."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = ""
    valign: str = "vcenter"
    wrap: bool = False
    shrink: bool = False
    border: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """One cell or merged range of a band, its corners included, with its text; {fields} stand for what is filled in."""

    top: int
    left: int
    bottom: int
    right: int
    style: CellStyle
    text: str | int

    @property
    def is_merged(self) -> bool:
        """Whether it is more than one cell."""
        return (self.top, self.left) != (self.bottom, self.right)


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a form that stand once: their heights and what is written in them."""

    heights: tuple[float, ...]
    cells: tuple[LayoutCell, ...]


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text that floats over the cells of a band: upper left cell, offset from it and size in pixels."""

    band: str
    row: int
    column: int
    offset: tuple[int, int]
    size: tuple[int, int]
    style: CellStyle
    text: str


@dataclass(frozen=True, slots=True)
class RowPattern:
    """The rows a form repeats for each person: height, at least how many, and the style of each column.

    `strong` are the styles of rows that stand above others of their own; the usual ones where a form has none.
    """

    height: float
    least: int
    styles: tuple[CellStyle, ...]
    strong: tuple[CellStyle, ...] = ()

    def style(self, *, strong: bool) -> tuple[CellStyle, ...]:
        """The styles of one row."""
        return self.strong if strong and self.strong else self.styles


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The row of sums below the people: where its label stands, and the style of each column."""

    height: float
    column: int
    label: str
    styles: tuple[CellStyle, ...]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A form on a worksheet, in force from `since`; `repeat` is the row of the head that a further page repeats.

    `blanks` are what a field shows while nothing is filled in, `words` the form's own words for values. A form that
    `fits` is printed as small as it takes to come onto one page's width.
    """

    form: str
    since: date
    title: str
    decision: str
    landscape: bool
    centred: bool
    margins: Mapping[str, float]
    columns: tuple[int, ...]
    repeat: int
    head: Band
    row: RowPattern
    total: TotalRow | None
    foot: Band
    boxes: tuple[TextBox, ...]
    blanks: Mapping[str, str]
    words: Mapping[str, str]
    fits: bool = False


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """What goes into one worksheet: its name, the fields of head and foot, the rows, the sums by column.

    `strong` are the places of rows that stand above others of their own.
    """

    name: str
    fields: Mapping[str, str]
    rows: tuple[tuple[CellValue, ...], ...]
    totals: Mapping[int, int]
    strong: frozenset[int] = frozenset()


class Dated(Protocol):
    """A layout of any kind of form: which form it is and from which day on it is in force."""

    @property
    def form(self) -> str:
        """The key of the form."""

    @property
    def since(self) -> date:
        """The first day it is in force."""


Layout = TypeVar("Layout", bound=Dated)


def choose_layout(layouts: Iterable[Layout], form: str, *, on: date, name: str) -> Layout:
    """The layout of a form in force on a day; BadInput when the form is older than any this program knows."""
    dated = sorted((each for each in layouts if each.form == form), key=lambda each: each.since)
    due = [each for each in dated if each.since <= on]
    if not due:
        raise BadInput(
            say(
                "The form {form} is known from {first} on, not for {day}.",
                form=name,
                first=dated[0].since,
                day=on,
            ),
            say("Choose a later day for the list."),
            key="no_layout",
        )
    return due[-1]


def fill_text(text: str | int, fields: Mapping[str, str], blanks: Mapping[str, str]) -> str | int:
    """Put fields into a text of the form; one that is empty shows the form's own dots, which may touch the label."""
    if isinstance(text, int):
        return text

    def fill(slot: re.Match[str]) -> str:
        told = fields.get(slot[2], "")
        touches = bool(slot[1]) and not slot[1].isspace()
        return slot[1] + (" " if told and touches else "") + (told or blanks[slot[2]])

    return _SLOT.sub(fill, text)


def read_sheet_layout(text: str) -> SheetLayout:
    """Read a worksheet form from its TOML; a mistake in a shipped file raises KeyError, TypeError or ValueError."""
    file = tomllib.loads(text)
    styles = {name: CellStyle(**about) for name, about in file["style"].items()}
    page, row = file["page"], file["row"]
    return SheetLayout(
        form=file["form"],
        since=file["from"],
        title=file["title"],
        decision=file["decision"],
        landscape=page["orientation"] == "landscape",
        centred=page["centred"],
        margins=page["margins"],
        columns=tuple(page["columns"]),
        repeat=file["head"]["repeat"] - 1,
        head=_read_band(file["head"], styles),
        row=RowPattern(
            row["height"], row["least"], tuple(styles[name] for name in row["styles"]),
            tuple(styles[name] for name in row.get("strong", ())),
        ),
        total=_read_total(file.get("total"), styles),
        foot=_read_band(file["foot"], styles),
        boxes=tuple(_read_box(box) for box in file.get("box", [])),
        blanks=file["blanks"],
        words=file["words"],
        fits=page.get("fit", False),
    )  # fmt: skip


def _read_band(about: Mapping[str, Any], styles: Mapping[str, CellStyle]) -> Band:
    cells = (LayoutCell(*_read_place(c["at"]), styles[c["style"]], c["text"]) for c in about["cells"])
    return Band(tuple(about["heights"]), tuple(cells))


def _read_total(about: Mapping[str, Any] | None, styles: Mapping[str, CellStyle]) -> TotalRow | None:
    if about is None:
        return None
    column = _column_number(about["label"]["column"])
    used = tuple(styles[name] for name in about["styles"])
    return TotalRow(about["height"], column, about["label"]["text"], used)


def _read_box(box: Mapping[str, Any]) -> TextBox:
    row, column, *_ = _read_place(box["at"])
    (x, y), (width, height) = box["offset"], box["size"]
    return TextBox(box["band"], row, column, (x, y), (width, height), CellStyle(**box["style"]), box["text"])


def _read_place(text: str) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of a place such as `A9:A13` or `K13`."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a place on a sheet: {text!r}")
    left, top = _column_number(found[1]), int(found[2]) - 1
    right = _column_number(found[3]) if found[3] else left
    return top, left, int(found[4]) - 1 if found[4] else top, right


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - _BASE
    return number - 1


def break_pages(
    heights: Sequence[float], *, room: float, first: float, repeated: float, last: float
) -> list[int]:
    """Before which rows a page begins so that no page overflows and the end is not torn off from the last row.

    `first` is what the first page holds above the rows, `repeated` what a further one does, `last` what follows the
    rows; all in points.
    """
    breaks: list[int] = []
    used = first
    for at, height in enumerate(heights):
        needed = height + (last if at == len(heights) - 1 else 0.0)
        if used + needed > room and used > repeated:
            breaks.append(at)
            used = repeated
        used += height
    return breaks
