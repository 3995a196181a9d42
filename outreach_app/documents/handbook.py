"""The handbook on paper: contents with page numbers, an outline, and pictures of the screens it speaks of.

Legible in grey: keys are framed, notes have a bar, pictures are turned to grey as an office's printer would do it.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image
from reportlab.lib.utils import ImageReader

from outreach_app.documents.flow import Block, Page, draw_page, paginate
from outreach_app.documents.fonts import ACCENT, BAND, EDGE, INK_2, LINE, Style
from outreach_app.documents.lines import Line, Run, wrap, wrap_runs
from outreach_app.documents.page import A4, CENTRE, RIGHT, Pen, page_of
from outreach_app.domain import handbook as book
from outreach_app.domain.handbook import BlockKind, Chapter, Span, SpanKind
from outreach_app.i18n import NBSP, Catalogue

PLAIN = Style("Regular", 10.2, spread=1.4)
STRONG = Style("SemiBold", 10.2, spread=1.4)
CAPS = (Style("SemiBold", 9), Style("SemiBold", 9.01))
TITLE = Style("Bold", 24)
SUBTITLE = Style("Regular", 12, INK_2)
CHAPTER = Style("Bold", 17, ACCENT)
SECTION = Style("SemiBold", 12.5)
CAPTION = Style("Regular", 9, INK_2)
FOOT = Style("Regular", 9, INK_2)
ENTRY = Style("Regular", 11, spread=1.75)

INDENT = 18.0
NOTE_MARGIN = 12.0
PICTURE_WIDTH = 0.6
BETWEEN = 6.0


def render_handbook(
    title: str, chapters: Sequence[Chapter], catalogue: Catalogue, *, pictures: Mapping[str, bytes]
) -> bytes:
    """Print a book on A4; `pictures` are PNG files by the names the chapters use; KeyError for one that is missing."""
    return _Book(title, chapters, catalogue, pictures).render()


class _BookPen(Pen):
    """A pen that also places pictures, and the places that contents and outline lead to."""

    def mark(self, name: str, title: str, y: float, *, level: int) -> None:
        """Let the outline lead here."""
        self._canvas.bookmarkPage(name, fit="XYZ", left=0, top=self.geometry.height - y, zoom=0)
        self._canvas.addOutlineEntry(title, name, level=level, closed=level == 0)

    def lead(self, name: str, box: tuple[float, float, float, float]) -> None:
        """Let a box of (x, y, width, height) lead to a mark."""
        x, y, width, height = box
        top = self.geometry.height - y
        self._canvas.linkRect("", name, (x, top - height, x + width, top), relative=0, Border="[0 0 0]")

    def picture(self, picture: Image.Image, box: tuple[float, float, float, float]) -> None:
        """Draw a picture into a box of (x, y, width, height), with a thin edge."""
        x, y, width, height = box
        self._canvas.drawImage(ImageReader(picture), x, self.geometry.height - y - height, width, height)
        self.frame(box, EDGE, thick=0.5)


@dataclass(frozen=True, slots=True)
class _Book:
    title: str
    chapters: Sequence[Chapter]
    catalogue: Catalogue
    pictures: Mapping[str, bytes]

    def render(self) -> bytes:
        body = paginate(self._lay_chapters(), room=A4.height - A4.top - A4.bottom - 2 * FOOT.leading)
        contents = paginate(self._lay_contents(body), room=A4.height - A4.top - A4.bottom - 2 * FOOT.leading)
        pen = _BookPen(A4, title=self.title, language=self.catalogue.language)
        pages = [*contents, *body]
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.turn_page()
            draw_page(pen, page, top=A4.top)
            foot = A4.height - A4.bottom
            pen.write(A4.left, foot, self.title, FOOT)
            pen.write(A4.right, foot, page_of(self.catalogue, number, pages=len(pages)), FOOT, align=RIGHT)
        return pen.finish()

    # ---------------------------------------------------------------------------------------------------- contents
    def _lay_contents(self, body: Sequence[Page]) -> Iterator[Block]:
        """Title and contents; they take one page, which the numbers count on."""
        yield Block(64, self._draw_title)
        for place, chapter in enumerate(self.chapters):
            page = 2 + next(n for n, page in enumerate(body) if any(_is_head(block, place) for block in page))
            yield self._lay_entry(place, chapter.title, page)

    def _draw_title(self, pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 26, self.title, TITLE)
        pen.write(A4.left, y + 44, self.catalogue.context("print", "Gõ Cửa, the handbook"), SUBTITLE)

    def _lay_entry(self, place: int, title: str, page: int) -> Block:
        def draw(pen: Pen, y: float) -> None:
            foot = y + ENTRY.size
            end = pen.write(A4.left, foot, f"{place + 1}.{NBSP}{title}", ENTRY)
            start = pen.write(A4.right, foot, str(page), ENTRY, align=RIGHT) - len(str(page)) * ENTRY.size
            pen.dots(end + 6, foot, max(0.0, start - end - 6))
            assert isinstance(pen, _BookPen)
            pen.lead(_name(place), (A4.left, y, A4.room, ENTRY.leading))

        return Block(ENTRY.leading, draw)

    # ---------------------------------------------------------------------------------------------------- chapters
    def _lay_chapters(self) -> Iterator[Block]:
        for place, chapter in enumerate(self.chapters):
            yield self._lay_heading(place, chapter.title)
            for number, block in enumerate(chapter.blocks):
                yield from self._lay_block(block, f"{_name(place)}-{number}")

    def _lay_heading(self, place: int, title: str) -> Block:
        lines = wrap(f"{place + 1}. {title}", CHAPTER, width=A4.room)

        def draw(pen: Pen, y: float) -> None:
            assert isinstance(pen, _BookPen)
            pen.mark(_name(place), title, y, level=0)
            pen.rule(A4.left, y, A4.room, LINE, thick=1)
            pen.write_lines(A4.left, y + 8 + CHAPTER.size, lines, CHAPTER)

        height = 8 + len(lines) * CHAPTER.leading + 4
        return _Heading(height, draw, keeps_next=True, space=20, chapter=place)

    def _lay_block(self, block: book.Block, name: str) -> Iterator[Block]:
        match block.kind:
            case BlockKind.SECTION:
                yield self._lay_section(block.text, name)
            case BlockKind.PICTURE:
                yield self._lay_picture(block)
            case BlockKind.NOTE:
                yield _lay_note(block.spans)
            case BlockKind.POINT:
                yield _lay_text(block.spans, mark="•")
            case BlockKind.STEP:
                yield _lay_text(block.spans, mark=f"{block.number}.")
            case _:
                yield _lay_text(block.spans)

    def _lay_section(self, title: str, name: str) -> Block:
        def draw(pen: Pen, y: float) -> None:
            assert isinstance(pen, _BookPen)
            pen.mark(name, title, y, level=1)
            pen.write(A4.left, y + SECTION.size, title, SECTION)

        return Block(SECTION.leading + 2, draw, keeps_next=True, space=12)

    def _lay_picture(self, block: book.Block) -> Block:
        """A screen in grey with its caption below."""
        picture = Image.open(io.BytesIO(self.pictures[block.picture])).convert("L")
        width = A4.room * PICTURE_WIDTH
        height = width * picture.height / picture.width
        left = A4.left + (A4.room - width) / 2

        def draw(pen: Pen, y: float) -> None:
            assert isinstance(pen, _BookPen)
            pen.picture(picture, (left, y, width, height))
            pen.write(A4.left + A4.room / 2, y + height + CAPTION.leading, block.text, CAPTION, align=CENTRE)

        return Block(height + CAPTION.leading + 4, draw, space=BETWEEN + 2)


@dataclass(frozen=True, slots=True)
class _Heading(Block):
    """The heading of a chapter, by its number from 0."""

    chapter: int = 0


def _is_head(block: Block, chapter: int) -> bool:
    return isinstance(block, _Heading) and block.chapter == chapter


def _name(chapter: int) -> str:
    return f"chapter-{chapter + 1}"


def _lay_text(spans: Iterable[Span], *, mark: str = "") -> Block:
    indent = INDENT if mark else 0.0
    lines = wrap_runs(_runs(spans), width=A4.room - indent)

    def draw(pen: Pen, y: float) -> None:
        if mark:
            pen.write(A4.left + 2, y + PLAIN.size, mark, STRONG)
        _draw_lines(pen, A4.left + indent, y, lines)

    return Block(len(lines) * PLAIN.leading, draw, space=BETWEEN if not mark else BETWEEN / 2)


def _lay_note(spans: Iterable[Span]) -> Block:
    lines = wrap_runs(_runs(spans), width=A4.room - 2 * NOTE_MARGIN)
    height = len(lines) * PLAIN.leading + NOTE_MARGIN

    def draw(pen: Pen, y: float) -> None:
        pen.bar(A4.left, y, A4.room, height, fill=BAND)
        pen.bar(A4.left, y, 3, height, fill=INK_2)
        _draw_lines(pen, A4.left + NOTE_MARGIN, y + NOTE_MARGIN / 2, lines)

    return Block(height, draw, space=BETWEEN + 4)


def _runs(spans: Iterable[Span]) -> Iterator[Run]:
    """Pieces of a line; a cap holds room for its frame on both sides."""
    for place, span in enumerate(spans):
        if span.kind is SpanKind.CAP:
            # Two styles in turn: neighbours of one style would be joined, and framed as one key.
            yield Run(f"{NBSP}{span.text.replace(' ', NBSP)}{NBSP}", CAPS[place % 2])
        else:
            yield Run(span.text, STRONG if span.kind is SpanKind.STRONG else PLAIN)


def _draw_lines(pen: Pen, x: float, y: float, lines: Iterable[Line]) -> None:
    for line in lines:
        end = x
        for run in line:
            if run.style in CAPS:
                pen.frame(
                    (end + 0.8, y - 0.8, run.width - 1.6, PLAIN.size + 3.4), EDGE, thick=0.6, radius=2.5
                )
            end = pen.write(end, y + PLAIN.size - (run.style in CAPS) * 0.6, run.text, run.style)
        y += PLAIN.leading
