"""A column match corrected by hand: a small TOML file that names the column of a field by letter or by header text.

sheet = "Thôn Nà Cà"
header_row = 3

[columns]
name = "B"
born = "Ngày sinh"
phone = ""          # not to be read
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, say
from outreach_app.exchange.columns import ColumnMatch, match_header, recognise
from outreach_app.exchange.sheets import RawSheet
from outreach_app.exchange.wordings import Field

_LETTERS = re.compile(r"[A-Za-z]{1,2}")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What somebody chose: field -> column letter, header text, or '' for 'leave out'; header_row counts from 1."""

    columns: Mapping[Field, str] = field(default_factory=dict)
    header_row: int | None = None
    sheet: str | None = None


def parse_choice(text: str) -> ColumnChoice:
    """Read a choice from TOML; BadInput says which entry is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        said = say("The column file is not valid TOML: {problem}.", problem=str(problem))
        raise BadInput(said, _WRITE_AGAIN, key="bad_columns") from problem
    columns = table.get("columns", {})
    row, sheet = table.get("header_row"), table.get("sheet")
    if not isinstance(columns, dict) or not isinstance(row, int | None) or not isinstance(sheet, str | None):
        raise BadInput(
            say("The column file has an entry of the wrong kind."), _WRITE_AGAIN, key="bad_columns"
        )
    return ColumnChoice({_field(name): str(column) for name, column in columns.items()}, row, sheet)


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
    columns = dict(match.columns)
    for name, column in choice.columns.items():
        columns.pop(name, None)
        if column.strip():
            index = _find_column(match, column)
            columns = {other: place for other, place in columns.items() if place != index} | {name: index}
    corrected = replace(match, columns=dict(sorted(columns.items(), key=lambda item: item[1])))
    return replace(corrected, confidence=1.0 if corrected.usable else 0.0)


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


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError as unknown:
        said = say("The column file names a field that does not exist: {name}.", name=name)
        raise BadInput(said, _WRITE_AGAIN, key="bad_columns") from unknown


def _chosen_header(sheet: RawSheet, choice: ColumnChoice) -> ColumnMatch:
    if choice.header_row is None:
        return recognise(sheet)
    top = choice.header_row - 1
    matches = (match_header(sheet, top, depth=depth) for depth in (1, 2, 3)) if top >= 0 else ()
    found = max((match for match in matches if match), key=lambda match: len(match.columns), default=None)
    if found is None:
        said = say("Row {row} of the sheet {sheet} holds no header.", row=choice.header_row, sheet=sheet.name)
        raise BadInput(said, _WRITE_AGAIN, key="bad_columns")
    return found


def _find_column(match: ColumnMatch, column: str) -> int:
    wanted = fold(column)
    for index, header in enumerate(match.headers):
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
