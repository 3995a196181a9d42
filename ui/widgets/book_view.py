"""A chapter of the handbook, or the sections that a search found, as text that scrolls."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, zip_longest

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from outreach_app.domain.handbook import Block, BlockKind, Chapter, Span, SpanKind
from outreach_app.domain.text import normalize
from ui.theme import Size, look

_LISTS = {BlockKind.POINT: "ul", BlockKind.STEP: "ol"}


class BookView(QTextBrowser):
    """Shows what is written, without its pictures. Signal `hit_clicked(int)`: a section found, by its number."""

    hit_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._tell_click)

    def show_chapter(self, chapter: Chapter, *, block: int) -> None:
        """Show a chapter, scrolled to one of its blocks."""
        self._set(f"<h2>{escape(chapter.title)}</h2>" + "".join(_lay_blocks(chapter.blocks)))
        if block:
            self.scrollToAnchor(f"b{block}")

    def show_hits(self, hits: Iterable[tuple[str, str]], *, chosen: int, nothing: str) -> None:
        """Show the sections found as (title, excerpt), with the one stood on; without any, say so."""
        lines = "".join(
            _lay_hit(n, title, excerpt, chosen=n == chosen) for n, (title, excerpt) in enumerate(hits)
        )
        self._set(lines or f"<p>{escape(nothing)}</p>")
        self.scrollToAnchor(f"h{chosen}")

    def scroll_pages(self, pages: float) -> None:
        """Scroll by so many pages."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(pages * bar.pageStep()))

    def _set(self, html: str) -> None:
        current = look()
        self.document().setDefaultFont(current.font(current.text))
        self.document().setDefaultStyleSheet(_style())
        self.setHtml(html)
        self.setAccessibleDescription(normalize(self.toPlainText()))

    def _tell_click(self, address: QUrl) -> None:
        if address.scheme() == "hit":
            self.hit_clicked.emit(int(address.path()))


def _style() -> str:
    current = look()
    colours = current.tokens
    return (
        f"body {{ color: {colours.ink}; }} h2 {{ font-size: {current.large}px; font-weight: 600; }}"
        f"h3 {{ font-size: {current.text}px; font-weight: 600; margin-top: {Size.GAP}px; color: {colours.accent}; }}"
        f"p, li {{ margin-top: {Size.HALF}px; margin-bottom: {Size.HALF}px; line-height: 135%; }}"
        f"a {{ color: {colours.ink}; text-decoration: none; }}"
    )


def _lay_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    numbered = [(number, block) for number, block in enumerate(blocks) if block.kind is not BlockKind.PICTURE]
    for kind, group in groupby(numbered, key=lambda each: each[1].kind):
        if (tag := _LISTS.get(kind)) is not None:
            yield (
                f"<{tag}>"
                + "".join(f"<li>{_lay_spans(block.spans)}</li>" for _, block in group)
                + f"</{tag}>"
            )
            continue
        for number, block in group:
            yield _lay_block(number, block)


def _lay_block(number: int, block: Block) -> str:
    words = _lay_spans(block.spans)
    if block.kind is BlockKind.SECTION:
        return f'<h3><a name="b{number}"></a>{words}</h3>'
    if block.kind is BlockKind.NOTE:
        ground = look().tokens.accent_tint
        return f'<table width="100%" cellpadding="{Size.GRID}" bgcolor="{ground}"><tr><td>{words}</td></tr></table>'
    return f"<p>{words}</p>"


def _lay_spans(spans: Iterable[Span]) -> str:
    laid = ""
    for span, after in zip_longest(several := tuple(spans), several[1:]):
        # Two caps side by side would look like one.
        apart = span.kind is SpanKind.CAP and after is not None and after.kind is SpanKind.CAP
        laid += _lay_span(span) + (" " if apart else "")
    return laid


def _lay_span(span: Span) -> str:
    if span.kind is SpanKind.STRONG:
        return f"<b>{escape(span.text)}</b>"
    if span.kind is SpanKind.PLAIN:
        return escape(span.text)
    colours = look().tokens
    ground, ink = (colours.ink, colours.panel) if colours.hatched else (colours.band, colours.ink)
    text = escape(span.text).replace(" ", "&nbsp;")
    return f'<span style="background-color:{ground}; color:{ink}; font-weight:600">&nbsp;{text}&nbsp;</span>'


def _lay_hit(number: int, title: str, excerpt: str, *, chosen: bool) -> str:
    colours = look().tokens
    ground = f' bgcolor="{colours.accent_tint}"' if chosen else ""
    mark = f'<td width="{Size.ROW_BAR}" bgcolor="{colours.accent if chosen else colours.panel}"></td>'
    words = f'<a name="h{number}" href="hit:{number}"><b>{escape(title)}</b><br>{escape(excerpt)}</a>'
    return f'<table width="100%" cellpadding="{Size.GRID}"{ground}><tr>{mark}<td>{words}</td></tr></table>'
