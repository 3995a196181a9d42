"""The sign-in list of a meeting: everybody invited by name, then numbered blank lines for whoever else comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach_app.documents.flow import Block, draw_page, paginate
from outreach_app.documents.fonts import INK_2, LINE, Style
from outreach_app.documents.lines import fit
from outreach_app.documents.meeting_words import tell_kind, tell_when
from outreach_app.documents.page import A4, LEFT, RIGHT, Pen, page_of
from outreach_app.documents.table import Column, lay_head, lay_row
from outreach_app.domain.meetings import Guest, Meeting
from outreach_app.i18n import NBSP, Catalogue

TITLE = Style("Bold", 18)
PLAIN = Style("Regular", 10)
QUIET = Style("Regular", 9, INK_2)
CELL = Style("Regular", 10.5)
NUMBER = Style("Regular", 10, digits=True)
ROW = 27.0
FEWEST_BLANK = 8
MOST_LINES = 400


def render_sign_in_list(
    meeting: Meeting, guests: Sequence[Guest], catalogue: Catalogue, *, office_name: str
) -> bytes:
    """Print the list as A4; blank lines follow up to the number of people expected, eight at least."""
    return _List(meeting, tuple(guests), catalogue, office_name).render()


@dataclass(frozen=True, slots=True)
class _List:
    meeting: Meeting
    guests: tuple[Guest, ...]
    catalogue: Catalogue
    office_name: str

    def _print(self, key: str, **parameters: object) -> str:
        return self.catalogue.context("print", key, **parameters)

    def render(self) -> bytes:
        bottom = A4.height - A4.bottom - 2 * QUIET.leading - 6
        pages = paginate(self._lay(), room=bottom - A4.top)
        pen = Pen(A4, title=self._print("Sign-in list"), language=self.catalogue.language)
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.turn_page()
            draw_page(pen, page, top=A4.top)
            self._draw_foot(pen, bottom, page_of(self.catalogue, number, pages=len(pages)))
        return pen.finish()

    def _lay(self) -> Iterator[Block]:
        lines = self._title_lines()
        yield Block(34 + len(lines) * PLAIN.leading + 8, self._draw_title)
        widths = (0.07, 0.35, 0.28, 0.30)
        styles = (NUMBER, CELL, PLAIN, CELL)
        columns = [Column(A4.room * w, LEFT, style) for w, style in zip(widths, styles, strict=True)]
        labels = [
            self._print("No."),
            self._print("Name"),
            self._print("Household, village"),
            self._print("Signature"),
        ]
        head = lay_head(labels, columns, geometry=A4)
        yield head
        for cells in self._rows():
            row = lay_row(cells, columns, geometry=A4, head=head, rule=(LINE, 0.01))
            yield self._tall(row, head)

    def _tall(self, row: Block, head: Block) -> Block:
        # Room for a signature, whatever the text beside it needs.
        height = max(ROW, row.height)
        lift = (height - row.height) / 2

        def draw(pen: Pen, y: float) -> None:
            row.draw(pen, y + lift)
            pen.rule(A4.left, y + height, A4.room, LINE)

        return Block(height, draw, head=head)

    def _rows(self) -> Iterator[list[str]]:
        listed = self.guests[:MOST_LINES]
        for place, guest in enumerate(listed, start=1):
            where = " · ".join(part for part in (guest.code, guest.village_name) if part)
            yield [str(place), guest.name, where, ""]
        expected = min(self.meeting.planned or 0, MOST_LINES)
        last = max(len(listed) + FEWEST_BLANK, expected)
        for place in range(len(listed) + 1, last + 1):
            yield [str(place), "", "", ""]

    def _title_lines(self) -> list[str]:
        meeting = self.meeting
        told = [
            tell_kind(meeting, self.catalogue),
            meeting.topic,
            tell_when(meeting, self.catalogue),
            meeting.place,
        ]
        led = self._print("Led by {name}", name=meeting.led_by) if meeting.led_by else ""
        return [line for line in (*told, led) if line]

    def _draw_title(self, pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 9, self.office_name, fit(self.office_name, QUIET, width=A4.room, smallest=6.5))
        pen.write(A4.left, y + 30, self._print("Sign-in list"), TITLE)
        y += 34 + PLAIN.leading
        for line in self._title_lines():
            pen.write(A4.left, y, line, fit(line, PLAIN, width=A4.room, smallest=6.5))
            y += PLAIN.leading

    def _draw_foot(self, pen: Pen, bottom: float, pages: str) -> None:
        pen.rule(A4.left, bottom, A4.room, LINE)
        note = self._print(
            "In the evening: type who came by these numbers; count whoever signed on a blank line."
        )
        style = fit(note, QUIET, width=A4.room * 0.8, smallest=6.5)
        pen.write(A4.left, bottom + QUIET.leading + 2, note, style)
        pen.write(A4.right, bottom + QUIET.leading + 2, pages.replace(" ", NBSP), QUIET, align=RIGHT)
