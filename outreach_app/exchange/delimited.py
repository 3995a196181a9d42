"""Text tables (.csv, .tsv, .txt): which bytes they are written in, what separates their columns."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from outreach_app.domain.syllables import is_syllable
from outreach_app.exchange.containers import refuse_broken, refuse_far_cells

MOST_CELLS = 16_000_000
_EMPTY_LINE = 8  # a line takes as much room as so many empty cells
_LONGEST_SAMPLE = 10_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_DELIMITERS = ",;\t|"
_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WORD = re.compile(r"[^\W\d_]+")


def read_delimited(path: Path) -> list[list[str]]:
    """Read a text table into rows of text as they stand in the file; row n of the list is row n + 1 of the file."""
    text = decode_table(path.read_bytes())
    mark = find_delimiter(text)
    if text.count(mark) + _EMPTY_LINE * (text.count("\n") + text.count("\r")) > MOST_CELLS:
        raise refuse_far_cells(path.name)
    try:
        return list(csv.reader(_lines(text), delimiter=mark, strict=False))
    except csv.Error as damage:
        raise refuse_broken(path.name) from damage


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, without a second copy of the whole text in memory."""
    start, mark = 0, "\n" if "\n" in text else "\r"
    while start < len(text):
        end = text.find(mark, start) + 1 or len(text)
        line, start = text[start:end], end
        odd = (
            0 <= line.find("\r") < len(line) - 1 and not line.find("\r") == line.find("\r\n") == len(line) - 2
        )
        yield from _LINE.findall(line) if odd else (line,)


def decode_table(data: bytes) -> str:
    """Turn bytes into text: marked or plain UTF-8 and UTF-16, Windows-1258, or Windows-1252 that holds TCVN3 or VNI."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data[:4096].count(b"\x00") * 4 >= len(data[:4096]):
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_single_bytes(data)


def _decode_single_bytes(data: bytes) -> str:
    """Windows-1258 writes tones as letters of their own, so only right text composes into Vietnamese syllables."""
    western = data.decode("latin-1") if _has_gaps(data) else data.decode("cp1252")
    try:
        vietnamese = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return western
    return vietnamese if _share_of_syllables(vietnamese) > _share_of_syllables(western) else western


def _has_gaps(data: bytes) -> bool:
    return any(code in data for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D))


def _share_of_syllables(text: str) -> float:
    """The share of words with letters beyond ASCII that can be Vietnamese syllables."""
    words = {word for word in _WORD.findall(text[:200_000]) if not word.isascii()}
    loose = sum(1 for character in text[:200_000] if unicodedata.combining(character))
    return sum(1 for word in words if is_syllable(word)) / (len(words) + loose) if words else 0.0


def find_delimiter(text: str) -> str:
    """Choose the separator that cuts most of the first 50 rows into the same number (above 1) of columns."""
    sample = [line[:_LONGEST_SAMPLE] for line in islice(_lines(text), 50)]
    return max(_DELIMITERS, key=lambda mark: (_regularity(sample, mark), -_DELIMITERS.index(mark)))


def _regularity(lines: list[str], delimiter: str) -> tuple[int, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=delimiter, strict=False) if any(row)]
    wide = [width for width in widths if width > 1]
    return (max(map(wide.count, wide), default=0), max(wide, default=0))
