"""An official report as it is written, before anything is drawn: head, headings, sentences, tables, charts, signature.

One description for every way of handing it over: as PDF, as a text that officials edit, as a workbook. All words are
in the reader's language already; numbers stay numbers, so that a workbook can calculate with them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from outreach_app.i18n import Catalogue

Cell: TypeAlias = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number in it; `level` 1 for a part, 2 for a section of it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph; `listed` stands with a dash among others of its kind."""

    text: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `name` of its worksheet, caption, labels, rows of as many cells; never without a row.

    `widths` are shares of the line for each column, `bold` the places of rows that are wholes of the others. On pages
    of tables the first column of a `banded` one stands above its rows, and the first `keys` columns stand again where
    a table is too wide for one sheet.
    """

    name: str
    caption: str
    labels: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] = ()
    bold: frozenset[int] = frozenset()
    banded: bool = False
    keys: int = 1

    @property
    def trimmed(self) -> "Grid":
        """The table without the columns of which nothing is known; the first one stays."""
        kept = [
            place
            for place in range(len(self.labels))
            if place == 0 or any(row[place] is not None for row in self.rows)
        ]
        if len(kept) == len(self.labels):
            return self
        rows = [[row[place] for place in kept] for row in self.rows]
        widths = [self.widths[place] for place in kept] if self.widths else ()
        return replace(self, labels=[self.labels[place] for place in kept], rows=rows, widths=widths)


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind in the order of a chart's labels."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, one or two series; `lying` ones have a label of any length at the left of each.

    `spoken` says in a sentence what is to be seen, for whoever cannot see it.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    lying: bool = False
    spoken: str = ""

    @property
    def most(self) -> int:
        """The largest number there is."""
        return max((value for each in self.series for value in each.values), default=0)


Part: TypeAlias = Heading | Sentence | Grid | Chart


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above: the office above, the office itself, number and place with the day (articles 8 of the annex).

    `number` keeps the room the registry writes into.
    """

    superior: str
    issuer: str
    nation: str
    motto: str
    number: str
    place_and_day: str


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """A whole report: `addressed` are those it is for, `copies` the lines under “copies to”, `signer` who signs."""

    language: str
    day: date
    head: Letterhead
    kind: str
    subject: str
    addressing: str
    addressed: Sequence[str]
    parts: Sequence[Part]
    copies_to: str
    copies: Sequence[str]
    signer: Sequence[str]
    notes: Sequence[str] = field(default=())

    @property
    def grids(self) -> Iterator[Grid]:
        """Its tables in order."""
        return (part for part in self.parts if isinstance(part, Grid))


def number_heading(place: int) -> str:
    """Write the number of a part in Roman figures: I, II, III, IV ..."""
    written = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while place >= value:
            written, place = written + letters, place - value
    return written


def is_figure(part: Grid, column: int) -> bool:
    """Tell whether a column holds numbers, which stand at its right edge."""
    cells = [row[column] for row in part.rows if row[column] is not None]
    return bool(cells) and all(isinstance(cell, int | Decimal) for cell in cells)


def write_cell(cell: Cell, words: Catalogue) -> str:
    """Write what a cell holds as it is read; nothing known is a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, Decimal):
        return words.decimal(cell)
    if isinstance(cell, int):
        return words.number(cell)
    return words.date(cell) if isinstance(cell, date) else cell
