"""Laying blocks of known height on pages, before anything is drawn, so that the number of pages is known."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from outreach_app.documents.page import Pen

TIGHTER = (0.75, 0.5, 0.3)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece that is never broken: height in points, how to draw it from its upper edge.

    `keeps_next` holds it on the page of the block below (a heading); `space` is free room above it that a page's
    first block drops; `head` is drawn again above it when it begins a page (the head of its table). A block with a
    `stamp` looks the same wherever that key stands in the document.
    """

    height: float
    draw: Callable[[Pen, float], None]
    keeps_next: bool = False
    space: float = 0.0
    head: "Block | None" = None
    stamp: Hashable = None


Page = tuple[Block, ...]


def paginate(blocks: Iterable[Block], *, room: float, first_room: float | None = None) -> list[Page]:
    """Fill pages of `room` points of height in order; a block higher than a page gets a page of its own."""
    pages: list[list[Block]] = [[]]
    left = room if first_room is None else first_room
    for group in _groups(blocks):
        needed = sum(block.space + block.height for block in group)
        if pages[-1] and needed > left:
            repeated = group[0].head
            pages.append([repeated] if repeated else [])
            left = room - (repeated.height if repeated else 0.0)
        if not pages[-1]:
            needed -= group[0].space
        pages[-1].extend(group)
        left -= needed
    return [tuple(page) for page in pages]


def paginate_tightly(blocks: Sequence[Block], *, room: float) -> list[Page]:
    """Fill pages, and draw the blocks closer together, no more than needed, where that saves a page."""
    loose = paginate(blocks, room=room)
    for part in TIGHTER if len(loose) > 1 else ():
        tight = paginate([replace(block, space=block.space * part) for block in blocks], room=room)
        if len(tight) < len(loose):
            return tight
    return loose


def _groups(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keeps_next:
            yield group
            group = []
    if group:
        yield group


def draw_page(pen: Pen, page: Page, *, top: float) -> float:
    """Draw the blocks of one page from `top` downwards and give back where they end."""
    y = top
    for place, block in enumerate(page):
        y += block.space if place else 0
        if block.stamp is None:
            block.draw(pen, y)
        else:
            pen.stamp(block.stamp, y, block.draw)
        y += block.height
    return y
