"""The family's own leaflet (A5): who pays what today, what the state adds, when to pay again, whom to ask."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from outreach_app.documents.flow import Block, Page, draw_page, paginate_tightly
from outreach_app.documents.fonts import ACCENT, GOOD, INK, INK_2, LINE, WAIT, WHITE, Style, measure
from outreach_app.documents.leaflet_cards import make_cards
from outreach_app.documents.leaflet_data import (
    LeafletData,
    LeafletPayment,
    LeafletPension,
    LeafletPerson,
    NextPayment,
)
from outreach_app.documents.leaflet_earlier import lay_earlier
from outreach_app.documents.leaflet_next import lay_next, lay_warnings
from outreach_app.documents.leaflet_pension import lay_pension
from outreach_app.documents.leaflet_texts import LeafletTexts, load_leaflet_texts
from outreach_app.documents.leaflet_worry import lay_worry
from outreach_app.documents.lines import Line, Run, fit, strong, styled_runs, wrap, wrap_runs
from outreach_app.documents.page import A5, RIGHT, Pen, page_of
from outreach_app.i18n import NBSP, Catalogue

__all__ = [
    "LeafletBook",
    "LeafletData",
    "LeafletPayment",
    "LeafletPension",
    "LeafletPerson",
    "LeafletTexts",
    "NextPayment",
    "load_leaflet_texts",
    "render_leaflet",
]

TOP = Style("Regular", 10)
FAMILY = Style("Bold", 21, ACCENT, spread=1.22)
MOTTO = Style("Regular", 12)
TEXT = Style("Regular", 11)
TEXT_STRONG = Style("SemiBold", 11)
SMALL = Style("Regular", 9.5)
SMALL_STRONG = Style("SemiBold", 9.5)
FOOT = Style("Regular", 9, INK_2)
FOOT_STRONG = Style("SemiBold", 9, INK)
WAITING = Style("SemiBold", 9.5, WAIT)
TOTAL_WORDS = Style("SemiBold", 13, WHITE)
TOTAL = Style("Bold", 21, WHITE)
SIGN_ROOM = 23.0
TOTAL_HEIGHT = 40.0
CODE_SIZE = 46.0


def render_leaflet(data: LeafletData, catalogue: Catalogue, *, texts: LeafletTexts | None = None) -> bytes:
    """Print a family's leaflet as A5 pages; without `texts` the shipped words of the catalogue's language."""
    book = LeafletBook(catalogue)
    book.add(data, catalogue, texts=texts or load_leaflet_texts(catalogue.language))
    return book.finish()


class LeafletBook:
    """Leaflets of many families in one file, each on pages of its own; what they share stands in it once.

    Attributes: leaflets, pages (how many so far).
    """

    def __init__(self, catalogue: Catalogue) -> None:
        title = catalogue.context("print", "Leaflet for a household")
        self._pen = Pen(A5, title=title, language=catalogue.language)
        self._kept: dict[Hashable, Block] = {}
        self.leaflets = 0
        self.pages = 0

    def add(self, data: LeafletData, catalogue: Catalogue, *, texts: LeafletTexts) -> None:
        """Draw one family's leaflet behind the others; `catalogue` writes its numbers and what `texts` leaves open."""
        for page in _Leaflet(data, catalogue, texts, self._kept).lay_pages():
            if self.pages:
                self._pen.turn_page()
            page(self._pen)
            self.pages += 1
        self.leaflets += 1

    def finish(self) -> bytes:
        """Close the file and hand it over."""
        return self._pen.finish()


@dataclass(frozen=True, slots=True)
class _Leaflet:
    data: LeafletData
    catalogue: Catalogue
    texts: LeafletTexts
    kept: dict[Hashable, Block] = field(default_factory=dict)

    def lay_pages(self) -> list[Callable[[Pen], None]]:
        """Lay everything out and say how to draw each page."""
        foot = self._foot_lines()
        bottom = A5.height - A5.bottom - len(foot) * FOOT.leading - 8
        top = A5.top + TOP.leading + 4
        pages = paginate_tightly(list(self._lay_all()), room=bottom - top)

        def draw(pen: Pen, number: int, page: Page) -> None:
            self._draw_top(pen, page_of(self.catalogue, number, pages=len(pages)) if len(pages) > 1 else "")
            draw_page(pen, page, top=top)
            pen.rule(A5.left, bottom, A5.room, LINE)
            pen.write_runs(A5.left, bottom + FOOT.leading + 3, foot, leading=FOOT.leading)

        return [partial(draw, number=number, page=page) for number, page in enumerate(pages, start=1)]

    def _lay_all(self) -> Iterator[Block]:
        data, texts = self.data, self.texts
        yield self._lay_title()
        yield from make_cards(data.people, self.catalogue, texts=texts)
        yield self._lay_total()
        if data.state_voluntary or data.state_health:
            yield self._lay_state()
        if data.pension is not None:
            yield from lay_pension(data.pension, self.catalogue, texts=texts)
        if data.earlier:
            yield lay_earlier(data.earlier, self.catalogue)
        if not data.confirmed:
            yield self._lay_doubt()
        if data.worry:
            yield self._keep(("worry", data.worry), lambda: lay_worry(data.worry or "", texts))
        if data.next_payments or data.contact_name:
            yield from lay_next(data, self.catalogue, texts, keep=self._keep)
        yield self._keep(("warnings",), lambda: lay_warnings(texts))

    def _keep(self, key: tuple[Hashable, ...], lay: Callable[[], Block]) -> Block:
        """Lay out once per file what is the same for every family with this key."""
        whole = (self.texts.language, *key)
        block = self.kept.get(whole)
        if block is None:
            block = self.kept[whole] = replace(lay(), stamp=whole)
        return block

    # ---------------------------------------------------------------------------------------------- top and foot
    def _draw_top(self, pen: Pen, pages: str) -> None:
        day = " · ".join(part for part in (pages, self.catalogue.date(self.data.calculated_on)) if part)
        place = " · ".join(part for part in (self.data.office_name, self.data.unit_name) if part)
        smallest = 9 if pages else 7

        def draw(pen: Pen, _y: float) -> None:
            room = A5.room - measure(day, TOP) - 12
            pen.write(A5.left, A5.top + 10, place, fit(place, TOP, width=room, smallest=smallest))
            pen.write(A5.right, A5.top + 10, day, TOP, align=RIGHT)

        pen.stamp(("top", place, day), 0, draw)

    def _foot_lines(self) -> list[Line]:
        data, written = self.data, self.catalogue.date
        foot = self.texts.foot.format(
            code=data.household_code,
            day=written(data.calculated_on),
            rule_book=data.rule_book.replace(" ", NBSP),
        )
        valid = self.texts.valid_until.format(day=written(data.valid_until)) if data.valid_until else ""
        sentence = " ".join(part for part in (foot, valid, strong(self.texts.not_a_receipt)) if part)
        return wrap_runs(styled_runs(sentence, FOOT, bold=FOOT_STRONG), width=A5.room)

    def _lay_title(self) -> Block:
        """The family's name and what it is about; the square at the right is the household's code for a scanner."""
        room = A5.room - CODE_SIZE - 6
        family = self.texts.family.format(family=self.data.family)
        style = fit(family, FAMILY, width=room, smallest=16)
        lines = wrap(family, style, width=room)
        motto = wrap(self.texts.motto, MOTTO, width=room)
        height = max(CODE_SIZE, len(lines) * style.leading + len(motto) * MOTTO.leading + 2)

        def draw(pen: Pen, y: float) -> None:
            pen.code(self.data.household_code, (A5.right - CODE_SIZE + 3, y - 2, CODE_SIZE))
            y = pen.write_lines(A5.left, y + style.size, lines, style)
            pen.write_lines(A5.left, y - style.size + MOTTO.size + 1, motto, MOTTO)

        return Block(height, draw, keeps_next=True)

    # ------------------------------------------------------------------------------------------------------- total
    def _lay_total(self) -> Block:
        """The one filled bar; when nothing is confirmed there is no sure total, so it is dashed like all doubt."""
        data, texts = self.data, self.texts
        sure = bool(data.total_today) or not data.total_unconfirmed
        words = texts.total if sure else f"{texts.total_unconfirmed} ({texts.unconfirmed})"
        ink = WHITE if sure else WAIT
        amount = self.catalogue.money(data.total_today if sure else data.total_unconfirmed)

        room = A5.room - measure(amount, TOTAL) - 36
        label = fit(words, TOTAL_WORDS, width=room, smallest=9).inked(ink)

        def draw_bar(pen: Pen, y: float) -> None:
            box, colour = (A5.left, y, A5.room, TOTAL_HEIGHT), ACCENT if sure else WAIT
            pen.frame(box, colour, fill=ACCENT if sure else WHITE, radius=4, dashed=not sure)
            pen.write(A5.left + 12, y + 25, words, label)

        def draw(pen: Pen, y: float) -> None:
            pen.stamp((texts.language, "total", sure, label.size), y, draw_bar)
            pen.write(A5.right - 12, y + 27.5, amount, TOTAL.inked(ink), align=RIGHT)

        return Block(TOTAL_HEIGHT, draw, space=9)

    def _lay_state(self) -> Block:
        data, money = self.data, self.catalogue.money
        both = bool(data.state_voluntary and data.state_health)
        one = self.texts.state_voluntary if data.state_voluntary else self.texts.state_health
        sentence = (self.texts.state_both if both else one).format(
            voluntary=strong(money(data.state_voluntary)), health=strong(money(data.state_health))
        )
        lines = wrap_runs(styled_runs(sentence, TEXT, bold=TEXT_STRONG), width=A5.room - SIGN_ROOM)

        def draw(pen: Pen, y: float) -> None:
            pen.sign("hand-coins", (A5.left, y, 16), GOOD)
            pen.write_runs(A5.left + SIGN_ROOM, y + 12, lines, leading=TEXT.leading)

        return Block(len(lines) * TEXT.leading + 3, draw, space=8)

    def _lay_doubt(self) -> Block:
        lines = wrap_runs(self._doubt_runs(), width=A5.room - 40)
        height = len(lines) * SMALL.leading + 12

        def draw(pen: Pen, y: float) -> None:
            pen.frame((A5.left, y, A5.room, height), WAIT, thick=0.8, radius=3, dashed=True)
            pen.sign("circle-question-mark", (A5.left + 9, y + 6, 14), WAIT)
            pen.write_runs(A5.left + 30, y + 15.5, lines, leading=SMALL.leading)

        return Block(height, draw, space=8)

    def _doubt_runs(self) -> list[Run]:
        data, texts = self.data, self.texts
        parts = [self.catalogue.render(message) for message in data.unconfirmed]
        if data.pension is not None:
            parts.append(texts.pension_note)
        if data.total_unconfirmed and data.total_today:
            amount = strong(self.catalogue.money(data.total_unconfirmed))
            parts.append(texts.unconfirmed_part.format(amount=amount))
        elif data.total_unconfirmed:
            parts.append(texts.unconfirmed_all)
        title = Run(f"{texts.unconfirmed_title} ", WAITING)
        return [title, *styled_runs(" ".join(parts), SMALL, bold=SMALL_STRONG)]
