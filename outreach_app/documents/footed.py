"""A4 pages with the same foot: a rule, what belongs below every page at the left, `page 2 of 3` at the right."""

from collections.abc import Iterable

from outreach_app.documents.flow import Block, draw_page, paginate
from outreach_app.documents.fonts import INK_2, LINE, Style
from outreach_app.documents.page import A4, RIGHT, Pen, page_of
from outreach_app.i18n import NBSP, Catalogue

FOOT = Style("Regular", 9, INK_2)
_BOTTOM = A4.height - A4.bottom - FOOT.leading - 8


def print_footed(blocks: Iterable[Block], catalogue: Catalogue, *, title: str, foot: str = "") -> bytes:
    """Print the blocks on as many pages as they need; `title` is the PDF's own, `foot` a line below each page."""
    pages = paginate(blocks, room=_BOTTOM - A4.top)
    pen = Pen(A4, title=title, language=catalogue.language)
    below = _BOTTOM + FOOT.leading + 3
    for number, page in enumerate(pages, start=1):
        if number > 1:
            pen.turn_page()
        draw_page(pen, page, top=A4.top)
        pen.rule(A4.left, _BOTTOM, A4.room, LINE)
        if foot:
            pen.write(A4.left, below, foot, FOOT)
        told = page_of(catalogue, number, pages=len(pages)).replace(" ", NBSP)
        pen.write(A4.right, below, told, FOOT, align=RIGHT)
    return pen.finish()
