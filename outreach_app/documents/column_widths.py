"""How wide the columns of a printed table are: as wide as what they say, never wider than the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach_app.documents.fonts import Style, measure
from outreach_app.documents.table import HEAD

EDGE = 6.0
"""Points between the text of two columns, as `lay_row` leaves them."""
_LONGEST_WORD, _LONGEST_TEXT = 96.0, 300.0
_LABEL_SHARE, _WIDEST_LABEL = 0.58, 74.0
_AIR = 10.0


@dataclass(frozen=True, slots=True)
class Need:
    """What a column asks for, in points: `least` keeps its words and numbers whole, `wished` its texts on one line."""

    least: float
    wished: float


def measure_column(label: str, cells: Sequence[str], style: Style, *, is_figure: bool) -> Need:
    """Measure a column by its label and its cells; numbers are never broken, texts between words."""
    head = max(measure(word, HEAD) for word in label.split(" "))
    longest = max((measure(cell, style) for cell in cells), default=0.0)
    if is_figure:
        least = max(head, longest) + EDGE
        two_lines = min(measure(label, HEAD) * _LABEL_SHARE, _WIDEST_LABEL)
        return Need(least, max(least + _AIR, two_lines + EDGE))
    word = max((measure(word, style) for cell in cells for word in cell.split(" ")), default=0.0)
    least = max(head, min(word, _LONGEST_WORD)) + EDGE
    return Need(least, max(least, min(max(longest, measure(label, HEAD)), _LONGEST_TEXT) + EDGE + _AIR / 2))


def share_room(needs: Sequence[Need], room: float) -> list[float]:
    """Give every column its wish where that fits, else what it needs at least and a share of the rest."""
    wished, least = sum(need.wished for need in needs), sum(need.least for need in needs)
    if wished <= room:
        return [need.wished for need in needs]
    if least >= room:
        return [need.least * room / least for need in needs]
    part = (room - least) / (wished - least)
    return [need.least + part * (need.wished - need.least) for need in needs]


def split_columns(needs: Sequence[Need], room: float, *, keys: int) -> list[list[int]]:
    """Part columns into tables that fit, each beginning with the first `keys` columns; one alone where all fit.

    The parts are of much the same width, so that the last one is no single column.
    """
    first, rest = list(range(keys)), list(range(keys, len(needs)))
    spare = room - sum(needs[place].least for place in first)
    whole = sum(needs[place].least for place in rest)
    if whole <= spare or spare <= 0:
        return [first + rest]
    share = whole / -(-whole // spare)
    parts: list[list[int]] = [[]]
    used = 0.0
    for place in rest:
        wide = needs[place].least
        if parts[-1] and (used + wide > spare or used + wide / 2 > share):
            parts.append([])
            used = 0.0
        parts[-1].append(place)
        used += wide
    return [first + part for part in parts]
