"""A column match corrected by hand: a small TOML file that names the column of a field by letter or by header text.

sheet = "Thôn Nà Cà"
header_row = 3

[columns]
name = "B"
born = "Ngày sinh"
phone = ""          # not to be read
"""

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, say
from outreach_app.exchange.columns import ColumnMatch, match_header, recognise
from outreach_app.exchange.sheets import RawSheet
from outreach_app.exchange.wordings import Field

F = TypeVar("F", bound=str)
NO_HEADINGS = 0
"""The heading row of a sheet that begins with its people."""
_DEPTHS = (1, 2, 3)
_LETTERS = re.compile(r"[A-Za-z]{1,2}")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What somebody chose: field -> column letter, header text, or '' for 'leave out'.

    Each kind of list has its own fields; `header_row` counts from 1 and is 0 where the sheet begins with its people.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None
    sheet: str | None = None


def parse_choice(text: str, *, fields: Collection[str] = tuple(Field)) -> ColumnChoice:
    """Read a choice among `fields` from TOML; BadInput says which entry is wrong."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # numbers without end, lists in lists
        said = say("The column file is not valid TOML: {problem}.", problem=str(problem))
        raise BadInput(said, _WRITE_AGAIN, key="bad_columns") from problem
    columns = table.get("columns", {})
    row, sheet = table.get("header_row"), table.get("sheet")
    if not isinstance(columns, dict) or not isinstance(row, int | None) or not isinstance(sheet, str | None):
        raise BadInput(
            say("The column file has an entry of the wrong kind."), _WRITE_AGAIN, key="bad_columns"
        )
    for name in columns:
        _check_field(name, fields)
    return ColumnChoice({name: str(column) for name, column in columns.items()}, row, sheet)


def write_choice(match: ColumnMatch, *, sheet: str | None = None) -> str:
    """Write a match as the TOML that `parse_choice` reads, to be corrected in an editor."""
    lines = [f"sheet = {_quoted(sheet)}"] if sheet else []
    lines += [f"header_row = {match.header_row + 1}", "", "[columns]"]
    for name, column in sorted(match.columns.items(), key=lambda item: item[1]):
        header = match.headers[column] if column < len(match.headers) else ""
        lines.append(f"{name} = {_quoted(column_letter(column))}" + (f"  # {header}" if header else ""))
    lines += [f"# {header}" for header in match.unknown]
    return "\n".join(lines) + "\n"


def apply_choice(sheet: RawSheet, choice: ColumnChoice) -> ColumnMatch:
    """Recognise a sheet's columns and put a choice on top; BadInput when a named column is not there."""
    return correct_match(_chosen_header(sheet, choice), choice)


def correct_match(match: ColumnMatch, choice: ColumnChoice) -> ColumnMatch:
    """Put a choice on top of a match; BadInput when a named column is not there."""
    told = {Field(name): column for name, column in choice.columns.items()}
    columns = place_columns(match.columns, told, match.headers)
    known = {match.headers[place] for place in columns.values() if place < len(match.headers)}
    unknown = tuple(header for header in match.unknown if header not in known)
    corrected = replace(match, columns=columns, unknown=unknown)
    return replace(corrected, confidence=1.0 if corrected.usable else 0.0)


def place_columns(found: Mapping[F, int], told: Mapping[F, str], headers: Sequence[str]) -> dict[F, int]:
    """Put what somebody told on top of columns that were found, in their order; BadInput when one is not there."""
    columns = dict(found)
    for name, column in told.items():
        columns.pop(name, None)
        if column.strip():
            index = _find_column(headers, column)
            columns = {other: place for other, place in columns.items() if place != index} | {name: index}
    return dict(sorted(columns.items(), key=lambda item: item[1]))


def match_chosen_header(sheet: RawSheet, header_row: int) -> ColumnMatch:
    """Read the header in a row that somebody named, as deep as it tells most; BadInput when nothing stands there."""
    if header_row == NO_HEADINGS:
        width = max((len(row) for row in sheet.rows), default=0)
        return ColumnMatch(0, 0, {}, ("",) * width, (), 0.0)
    top = header_row - 1
    matches = (match_header(sheet, top, depth=depth) for depth in _DEPTHS) if top >= 0 else ()
    found = max((match for match in matches if match), key=lambda match: len(match.columns), default=None)
    if found is None:
        said = say("Row {row} of the sheet {sheet} holds no header.", row=header_row, sheet=sheet.name)
        raise BadInput(said, _WRITE_AGAIN, key="bad_columns")
    return found


def name_headers(headers: Sequence[str]) -> bytes:
    """Name a header by its words, so that a list headed alike is known again; tells nothing of people."""
    return hashlib.sha256("\x1f".join(map(fold, headers)).encode()).digest()[:16]


def choose_sheets(sheets: Sequence[RawSheet], choice: ColumnChoice | None) -> list[RawSheet]:
    """The sheets in which to look: the one that was chosen, else those that have the heading row, the longest first."""
    if choice is None:
        return list(sheets)
    named = [sheet for sheet in sheets if choice.sheet in (None, sheet.name)]
    if choice.header_row is None:
        return named
    reaching = [sheet for sheet in named if _has_row(sheet, choice.header_row)]
    return sorted(reaching, key=lambda sheet: -len(sheet.rows))


def _has_row(sheet: RawSheet, header_row: int) -> bool:
    return header_row == NO_HEADINGS or match_header(sheet, header_row - 1) is not None


def keep_alike(
    found: Sequence[tuple[RawSheet, ColumnMatch]], choice: ColumnChoice | None
) -> list[tuple[RawSheet, ColumnMatch]]:
    """Of sheets whose heading row somebody named those headed like the longest: a cover page is no list of people."""
    if choice is None or choice.header_row is None or not found:
        return list(found)
    main = max(found, key=lambda each: (len(each[1].columns), len(each[0].rows)))
    name = name_headers(main[1].headers)
    return [
        each
        for each in found
        if each is main or (any(main[1].headers) and name_headers(each[1].headers) == name)
    ]


def column_letter(index: int) -> str:
    """The letter Excel shows for a column counted from 0."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_WRITE_AGAIN = say("Write the columns with --preview, correct that file and try again.")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _check_field(name: str, fields: Collection[str]) -> None:
    if name not in set(map(str, fields)):
        said = say("The column file names a field that does not exist: {name}.", name=name)
        raise BadInput(said, _WRITE_AGAIN, key="bad_columns")


def _chosen_header(sheet: RawSheet, choice: ColumnChoice) -> ColumnMatch:
    return recognise(sheet) if choice.header_row is None else match_chosen_header(sheet, choice.header_row)


def _find_column(headers: Sequence[str], column: str) -> int:
    wanted = fold(column)
    for index, header in enumerate(headers):
        if fold(header) == wanted or fold(header.rpartition(" / ")[2]) == wanted:
            return index
    if _LETTERS.fullmatch(column.strip()):
        return _column_index(column.strip().upper())
    said = say("The sheet has no column {column}.", column=column)
    raise BadInput(said, _WRITE_AGAIN, key="bad_columns")


def _column_index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
