"""Breaking text into lines: no-break spaces hold, and nothing is ever cut off."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from outreach_app.documents.fonts import Style, measure, printable

# Private marks around what a sentence sets in bold; they never reach the page.
_BEGIN, _END = "\ue000", "\ue001"
_SPACED = re.compile("[^ ]* |[^ ]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one style."""

    text: str
    style: Style

    @property
    def width(self) -> float:
        """Width in points."""
        return measure(self.text, self.style)


Line = tuple[Run, ...]


def strong(text: str) -> str:
    """Mark a parameter of a sentence so that `styled_runs` sets it in the strong style."""
    return f"{_BEGIN}{text}{_END}"


def styled_runs(sentence: str, plain: Style, *, bold: Style) -> list[Run]:
    """Take a sentence with `strong` parts apart into runs of the two styles."""
    runs: list[Run] = []
    for piece in sentence.split(_BEGIN):
        marked, closed, rest = piece.partition(_END)
        if not closed:
            marked, rest = "", piece
        runs += [Run(marked, bold), Run(rest, plain)]
    return [run for run in runs if run.text]


def wrap(text: str, style: Style, *, width: float) -> list[str]:
    """Break a text at its ordinary spaces into lines no wider than `width` points; too long a word is split."""
    return list(_wrap(text, style, width))


@lru_cache(maxsize=2048)
def _wrap(text: str, style: Style, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    for word in printable(text, style).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, style) <= width:
            lines[-1] = joined
        else:
            lines += split_word(word, style, width=width)
    return tuple(lines) or ("",)


def split_word(word: str, style: Style, *, width: float) -> list[str]:
    """Keep a word whole if it fits, else break it between letters so that all of it is printed."""
    parts = [""]
    for letter in word if measure(word, style) > width else [word]:
        if parts[-1] and measure(parts[-1] + letter, style) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def wrap_runs(runs: Iterable[Run], *, width: float) -> list[Line]:
    """Break runs of several styles at their spaces into lines no wider than `width` points."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for word in _words(runs):
        wide = word[0].width if len(word) == 1 else sum(piece.width for piece in word)
        if lines[-1] and used + wide - _trailing(word) > width:
            lines.append([])
            used = 0.0
        lines[-1] += word
        used += wide
    return [_joined(line) for line in lines]


def _words(runs: Iterable[Run]) -> list[list[Run]]:
    """Split at the spaces, each word keeping the space behind it; runs that touch without one stay one word."""
    words: list[list[Run]] = [[]]
    for run in runs:
        for piece in _SPACED.findall(printable(run.text, run.style)):
            words[-1].append(Run(piece, run.style))
            if piece.endswith(" "):
                words.append([])
    return [word for word in words if word]


def _trailing(word: Sequence[Run]) -> float:
    last = word[-1]
    return measure(" ", last.style) if last.text.endswith(" ") else 0.0


def _joined(pieces: Sequence[Run]) -> Line:
    groups = groupby(pieces, key=lambda piece: piece.style)
    return tuple(Run("".join(piece.text for piece in group), style) for style, group in groups)


def fit(text: str, style: Style, *, width: float, smallest: float) -> Style:
    """Shrink a style until the text fits one line of `width` points, but never below `smallest` points."""
    wide = measure(printable(text, style), style)
    if wide <= width:
        return style
    # A hair less, so that a later comparison with the same width does not fail on rounding.
    return style.sized(max(smallest, style.size * width / wide * 0.998))
