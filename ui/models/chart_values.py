"""What the charts show, as plain numbers and words: every chart says itself in a sentence and as a table."""

from dataclasses import dataclass
from enum import StrEnum


class Stroke(StrEnum):
    """How a line is drawn, so that no colour is needed to tell it from another."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The same numbers as a table: labels, the first of them of the words, and rows of written cells."""

    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line by (days after the first, people); `label` stands at its end, `stepped` keeps a number till it changes."""

    name: str
    label: str
    points: tuple[tuple[int, int], ...]
    stroke: Stroke = Stroke.SOLID
    stepped: bool = False


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over some days: `ticks` name days below, `marks` are the round numbers at the left with their words."""

    summary: str
    days: int
    ticks: tuple[tuple[int, str], ...]
    marks: tuple[tuple[int, str], ...]
    lines: tuple[ChartLine, ...]
    table: ChartTable


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its name, and how many joined, went on (both upwards) and stopped (downwards)."""

    label: str
    joined: int
    continuing: int
    lapsed: int


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns month by month; `names` are those of the three parts, `marks` the round numbers at the left."""

    summary: str
    columns: tuple[Column, ...]
    names: tuple[str, str, str]
    marks: tuple[tuple[int, str], ...]
    table: ChartTable


@dataclass(frozen=True, slots=True)
class Bar:
    """One place in a ranking: its name with its place, its length, what stands at its end."""

    name: str
    length: int
    told: str
    reached: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars from the longest to the shortest."""

    summary: str
    bars: tuple[Bar, ...]
    table: ChartTable


Chart = LineChart | ColumnChart | BarChart


def find_marks(least: int, most: int, *, count: int = 4) -> tuple[int, ...]:
    """Choose round numbers for an axis from below the least to above the most; nil is always one of them."""
    span = max(most, 0) - min(least, 0)
    step = 1
    while span > step * count:
        step = _next_step(step)
    low = -(-max(0, -least) // step)
    high = max(1, -(-max(0, most) // step))
    return tuple(step * place for place in range(-low, high + 1))


def _next_step(step: int) -> int:
    """1, 2, 5, 10, 20, 50 and so on."""
    return step * 5 // 2 if str(step).startswith("2") else step * 2
