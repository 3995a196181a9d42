"""Saying by hand which column of a list is what, where its headings do not tell or tell it wrongly."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app.errors import OutreachError
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import DOT
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.exchange.column_choices import ColumnChoice
    from outreach_app.exchange.sheet_heads import SheetHead

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Naming:
    """How a file begins and what is said of its columns so far; `columns` are letters by field, `names` its words.

    `kind` names what is remembered; `sheet` is one that somebody chose to be read alone.
    """

    kind: str
    head: "SheetHead"
    names: Mapping[str, str]
    columns: Mapping[str, str]
    enough: bool
    sheet: str | None = None

    @property
    def doubled(self) -> str:
        """The letter of a column that two fields are said to stand in, or ''."""
        counts = Counter(filter(None, self.columns.values()))
        return next((letter for letter, count in counts.items() if count > 1), "")

    @property
    def is_ready(self) -> bool:
        """Whether the list can be read by what is said."""
        return self.enough and not self.doubled


class NamingRoad:
    """What a presenter of lists does while somebody names columns; `take` gets what is said so far."""

    def __init__(self, app: "App", ports: Ports, *, take: Callable[[Naming], None]) -> None:
        self._app, self._ports, self._take = app, ports, take
        self._looks = Latest()
        self._path = Path()

    def open(self, path: Path, kind: str, *, failed: Callable[[OutreachError], None]) -> None:
        """Look at how a file begins, with what was said of lists headed like it."""
        self._path = path
        self._look(kind, None, None, failed)

    def choose_sheet(self, naming: Naming, sheet: str) -> None:
        """Read that sheet alone."""
        from outreach_app.exchange.column_choices import ColumnChoice

        self._look(naming.kind, ColumnChoice(sheet=sheet), sheet, self._ports.places.trouble)

    def choose_row(self, naming: Naming, row: int) -> None:
        """Take the headings from that row."""
        from outreach_app.exchange.column_choices import ColumnChoice

        choice = ColumnChoice(header_row=row, sheet=naming.head.sheet)
        self._look(naming.kind, choice, naming.sheet, self._ports.places.trouble)

    def choose_column(self, naming: Naming, field: str, letter: str) -> None:
        """Say in which column a field stands.

        Whoever walks through the columns by the arrows takes none from another field: two in one are told.
        """
        from outreach_app.services.list_columns import can_read

        columns = {**naming.columns, field: letter}
        self._take(replace(naming, columns=columns, enough=can_read(naming.kind, columns)))

    def _look(
        self,
        kind: str,
        choice: "ColumnChoice | None",
        sheet: str | None,
        failed: Callable[[OutreachError], None],
    ) -> None:
        path, columns = self._path, self._app.list_columns

        def taken(head: "SheetHead") -> None:
            from outreach_app.services.list_columns import can_read, name_fields

            told = {each.field: each.letter for each in head.columns if each.field}
            self._take(Naming(kind, head, name_fields(kind), told, can_read(kind, told), sheet))

        self._ports.query(
            lambda: columns.look(path, kind, choice=choice), done=self._looks.only(taken), failed=failed
        )


def make_named(naming: Naming) -> "ColumnChoice":
    """What was said, as the readers of lists take it; a field that stands in no column is left out."""
    from outreach_app.exchange.column_choices import ColumnChoice

    columns = {name: naming.columns.get(name, "") for name in naming.names}
    return ColumnChoice(columns, naming.head.header_row, naming.sheet)


def list_fields(words: Catalogue, naming: Naming) -> list[tuple[str, str, str]]:
    """The fields that may be named: key, words, letter of the column."""
    return [(key, words.text(name), naming.columns.get(key, "")) for key, name in naming.names.items()]


def list_columns(words: Catalogue, naming: Naming) -> list[tuple[str, str]]:
    """The columns to choose among, each with its heading or what stands first in it."""
    told = [(each.letter, _tell_column(naming, place)) for place, each in enumerate(naming.head.columns)]
    return [("", words.text("in no column")), *told]


def _tell_column(naming: Naming, place: int) -> str:
    head, column = naming.head, naming.head.columns[place]
    below = (row[place] for row in head.rows[head.header_row :] if place < len(row))
    text = column.header or next(filter(None, below), "")
    return DOT.join(filter(None, (column.letter, text[:_LONGEST])))


def list_heading_rows(words: Catalogue, naming: Naming) -> list[tuple[int, str]]:
    """The rows in which the headings may stand, 0 for none."""
    rows = [(place, filter(None, row)) for place, row in enumerate(naming.head.rows, start=1)]
    told = [
        (place, words.text("row {row}: {text}", row=place, text=", ".join(cells)[:_LONGEST]))
        for place, cells in rows
    ]
    return [(0, words.text("no row: the people begin at once")), *told]


def list_labels(words: Catalogue, naming: Naming) -> list[str]:
    """What stands above the columns of the first rows: the letter, and what the column is taken for."""
    fields = {letter: name for name, letter in naming.columns.items() if letter}
    told = {letter: words.text(naming.names[name]) for letter, name in fields.items() if name in naming.names}
    return [DOT.join(filter(None, (each.letter, told.get(each.letter)))) for each in naming.head.columns]
