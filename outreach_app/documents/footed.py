"""Pages with the same foot: a rule, what belongs below every page at the left, `page 2 of 3` at the right."""

from collections.abc import Iterable

from outreach_app.documents.flow import Block, draw_page, paginate
from outreach_app.documents.fonts import INK_2, LINE, Style
from outreach_app.documents.lines import fit
from outreach_app.documents.page import A4, RIGHT, Geometry, Pen, page_of
from outreach_app.i18n import NBSP, Catalogue

FOOT = Style("Regular", 9, INK_2)
_ROOM_OF_NUMBER = 110.0


def print_footed(
    blocks: Iterable[Block], catalogue: Catalogue, *, title: str, foot: str = "", geometry: Geometry = A4
) -> bytes:
    """Print the blocks on as many pages as they need; `title` is the PDF's own, `foot` a line below each page."""
    bottom = geometry.height - geometry.bottom - FOOT.leading - 8
    pages = paginate(blocks, room=bottom - geometry.top)
    pen = Pen(geometry, title=title, language=catalogue.language)
    below = bottom + FOOT.leading + 3
    style = fit(foot, FOOT, width=geometry.room - _ROOM_OF_NUMBER, smallest=6.5)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            pen.turn_page()
        draw_page(pen, page, top=geometry.top)
        pen.rule(geometry.left, bottom, geometry.room, LINE)
        if foot:
            pen.write(geometry.left, below, foot, style)
        told = page_of(catalogue, number, pages=len(pages)).replace(" ", NBSP)
        pen.write(geometry.right, below, told, FOOT, align=RIGHT)
    return pen.finish()
