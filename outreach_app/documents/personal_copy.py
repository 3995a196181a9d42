"""The copy of everything held about a person, on A4: part by part, row by row, what stands in each field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import INK_2, Style
from outreach_app.documents.footed import print_footed
from outreach_app.documents.lines import fit
from outreach_app.documents.page import A4, Pen
from outreach_app.documents.table import Column, lay_heading, lay_row
from outreach_app.i18n import Catalogue

PLAIN = Style("Regular", 10)
QUIET = Style("Regular", 10, INK_2)
TITLE = Style("Bold", 20)
SUBTITLE = Style("Regular", 11)
_ROW_SPACE = 8.0


@dataclass(frozen=True, slots=True)
class CopySection:
    """A part of the copy: its title, and rows of (field, value), both in words."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def render_personal_copy(
    name: str, sections: Sequence[CopySection], catalogue: Catalogue, *, office_name: str, day: date
) -> bytes:
    """Print the copy; the same content gives the same bytes."""
    return print_footed(
        _lay_body(name, sections, catalogue, office_name, day),
        catalogue,
        title=catalogue.context("print", "Copy of personal data"),
        foot=catalogue.context("print", "Handed out to the person on request; keep it safe."),
    )


def _lay_body(
    name: str, sections: Sequence[CopySection], catalogue: Catalogue, office_name: str, day: date
) -> Iterator[Block]:
    def draw_title(pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 10, office_name, fit(office_name, PLAIN, width=A4.room, smallest=7))
        pen.write(A4.left, y + 40, catalogue.context("print", "Copy of personal data"), TITLE)
        line = f"{name} · {catalogue.long_date(day)}"
        pen.write(A4.left, y + 60, line, fit(line, SUBTITLE, width=A4.room, smallest=8))

    yield Block(68, draw_title)
    columns = [Column(A4.room * 0.32, style=QUIET), Column(A4.room * 0.68, style=PLAIN)]
    for section in sections:
        yield lay_heading(section.title, A4)
        for place, row in enumerate(section.rows):
            if place:
                yield Block(_ROW_SPACE, lambda pen, y: None)
            for field, value in row:
                yield lay_row([field, value], columns, geometry=A4)
