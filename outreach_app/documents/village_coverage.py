"""The table of villages on paper: one line for each, all of them together at the end."""

from collections.abc import Iterator

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import Style
from outreach_app.documents.footed import print_footed
from outreach_app.documents.lines import fit
from outreach_app.documents.page import A4, RIGHT, Pen
from outreach_app.documents.table import Column, lay_head, lay_row
from outreach_app.domain.people import Scheme
from outreach_app.domain.village_coverage import VillageLine, VillageTable
from outreach_app.i18n import Catalogue

TITLE = Style("Bold", 20)
SUBTITLE = Style("Regular", 11)
CELL, WHOLE = Style("Regular", 9.5), Style("SemiBold", 9.5)
NAME_WIDTH = 140.0
NONE = "–"
_LABELS = ("Doors", "Knocked", "Spoken to", "No visit for {days} days", "Adults", "Voluntary", "Health",
           "Voluntary % of adults")  # fmt: skip


def render_village_coverage(table: VillageTable, words: Catalogue) -> bytes:
    """Print the villages on A4; the same table gives the same bytes."""
    return print_footed(_lay(table, words), words, title=words.context("villages", "How far each village is"))


def _lay(table: VillageTable, words: Catalogue) -> Iterator[Block]:
    yield _lay_title(table, words)
    labels = [words.context("villages", "Village")]
    labels += [words.context("villages", label, days=table.days) for label in _LABELS]
    width = (A4.room - NAME_WIDTH) / len(_LABELS)
    columns = [Column(NAME_WIDTH, style=CELL), *(Column(width, RIGHT, CELL) for _ in _LABELS)]
    head = lay_head(labels, columns, geometry=A4)
    yield Block(head.height, head.draw, keeps_next=True, space=6)
    for line in table.lines:
        yield lay_row(_cells(line, words), columns, geometry=A4, head=head)
    strong = [Column(each.width, each.align, WHOLE) for each in columns]
    yield lay_row(_cells(table.whole, words), strong, geometry=A4, head=head)


def _lay_title(table: VillageTable, words: Catalogue) -> Block:
    title = words.context("villages", "How far each village is")
    told = f"{table.name} · {words.context('print', 'as known on {day}', day=table.on)}"

    def draw(pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 22, title, TITLE)
        pen.write(A4.left, y + 40, told, fit(told, SUBTITLE, width=A4.room, smallest=8))

    return Block(50, draw)


def _cells(line: VillageLine, words: Catalogue) -> list[str]:
    numbers = (
        line.known, line.knocked, line.spoken_to, line.neglected, line.adults, line.members.get(Scheme.VOLUNTARY, 0),
        line.members.get(Scheme.HOUSEHOLD_HEALTH, 0),
    )  # fmt: skip
    share = NONE if line.coverage is None else words.decimal(line.coverage)
    return [line.name, *map(words.number, numbers), share]
