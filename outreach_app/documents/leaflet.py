"""The family's own leaflet (A5): who pays what today, what the state adds, when to pay again, whom to ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from outreach_app.documents.flow import Block, draw_page, paginate_tightly
from outreach_app.documents.fonts import ACCENT, GOOD, INK, INK_2, LINE, WAIT, WHITE, Style, measure
from outreach_app.documents.leaflet_cards import SCHEME_SIGNS, make_cards
from outreach_app.documents.leaflet_data import (
    LeafletData,
    LeafletPayment,
    LeafletPension,
    LeafletPerson,
    LeafletTexts,
    NextPayment,
    group_payments,
    load_leaflet_texts,
)
from outreach_app.documents.leaflet_earlier import lay_earlier
from outreach_app.documents.leaflet_pension import lay_pension
from outreach_app.documents.lines import Line, Run, fit, strong, styled_runs, wrap, wrap_runs
from outreach_app.documents.page import A5, RIGHT, Pen, page_of
from outreach_app.domain.people import Scheme
from outreach_app.i18n import NBSP, Catalogue

__all__ = [
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
HEADING = Style("SemiBold", 11.5)
SMALL = Style("Regular", 9.5)
SMALL_STRONG = Style("SemiBold", 9.5)
FOOT = Style("Regular", 9, INK_2)
FOOT_STRONG = Style("SemiBold", 9, INK)
WAITING = Style("SemiBold", 9.5, WAIT)
PHONE = Style("SemiBold", 16)
TOTAL_WORDS = Style("SemiBold", 13, WHITE)
TOTAL = Style("Bold", 21, WHITE)
SIGN_ROOM = 23.0
TOTAL_HEIGHT = 40.0
DATES_PART = 0.58
BESIDE_DATES = 4


def render_leaflet(data: LeafletData, catalogue: Catalogue, *, texts: LeafletTexts | None = None) -> bytes:
    """Print a family's leaflet as A5 pages; without `texts` the shipped words of the catalogue's language."""
    return _Leaflet(data, catalogue, texts or load_leaflet_texts(catalogue.language)).render()


@dataclass(frozen=True, slots=True)
class _Leaflet:
    data: LeafletData
    catalogue: Catalogue
    texts: LeafletTexts

    def render(self) -> bytes:
        foot = self._foot_lines()
        bottom = A5.height - A5.bottom - len(foot) * FOOT.leading - 8
        top = A5.top + TOP.leading + 4
        pages = paginate_tightly(list(self._lay_all()), room=bottom - top)
        pen = Pen(
            A5,
            title=self.catalogue.context("print", "Leaflet for a household"),
            language=self.catalogue.language,
        )
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.turn_page()
            self._draw_top(pen, page_of(self.catalogue, number, pages=len(pages)) if len(pages) > 1 else "")
            draw_page(pen, page, top=top)
            pen.rule(A5.left, bottom, A5.room, LINE)
            pen.write_runs(A5.left, bottom + FOOT.leading + 3, foot, leading=FOOT.leading)
        return pen.finish()

    def _lay_all(self) -> Iterator[Block]:
        yield self._lay_title()
        yield from make_cards(self.data.people, self.catalogue, texts=self.texts)
        yield self._lay_total()
        if self.data.state_voluntary or self.data.state_health:
            yield self._lay_state()
        if self.data.pension is not None:
            yield from lay_pension(self.data.pension, self.catalogue, texts=self.texts)
        if self.data.earlier:
            yield lay_earlier(self.data.earlier, self.catalogue)
        if not self.data.confirmed:
            yield self._lay_doubt()
        if self.data.next_payments or self.data.contact_name:
            yield from self._lay_next()
        yield self._lay_warnings()

    # ---------------------------------------------------------------------------------------------- top and foot
    def _draw_top(self, pen: Pen, pages: str) -> None:
        day = " · ".join(part for part in (pages, self.catalogue.date(self.data.calculated_on)) if part)
        place = " · ".join(part for part in (self.data.office_name, self.data.unit_name) if part)
        room = A5.room - measure(day, TOP) - 12
        pen.write(A5.left, A5.top + 10, place, fit(place, TOP, width=room, smallest=9 if pages else 7))
        pen.write(A5.right, A5.top + 10, day, TOP, align=RIGHT)

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
        family = self.texts.family.format(family=self.data.family)
        style = fit(family, FAMILY, width=A5.room, smallest=16)
        lines = wrap(family, style, width=A5.room)
        motto = wrap(self.texts.motto, MOTTO, width=A5.room)

        def draw(pen: Pen, y: float) -> None:
            y = pen.write_lines(A5.left, y + style.size, lines, style)
            pen.write_lines(A5.left, y - style.size + MOTTO.size + 1, motto, MOTTO)

        return Block(len(lines) * style.leading + len(motto) * MOTTO.leading + 2, draw, keeps_next=True)

    # ------------------------------------------------------------------------------------------------------- total
    def _lay_total(self) -> Block:
        """The one filled bar; when nothing is confirmed there is no sure total, so it is dashed like all doubt."""
        data, texts = self.data, self.texts
        sure = bool(data.total_today) or not data.total_unconfirmed
        words = texts.total if sure else f"{texts.total_unconfirmed} ({texts.unconfirmed})"
        ink = WHITE if sure else WAIT
        amount = self.catalogue.money(data.total_today if sure else data.total_unconfirmed)

        def draw(pen: Pen, y: float) -> None:
            box = (A5.left, y, A5.room, TOTAL_HEIGHT)
            pen.frame(
                box, ACCENT if sure else WAIT, fill=ACCENT if sure else WHITE, radius=4, dashed=not sure
            )
            room = A5.room - measure(amount, TOTAL) - 36
            label = fit(words, TOTAL_WORDS, width=room, smallest=9).inked(ink)
            pen.write(A5.left + 12, y + 25, words, label)
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

    # ------------------------------------------------------------------------------------- later dates, whom to ask
    def _lay_next(self) -> Iterator[Block]:
        """Dates on the left, the contact on the right; many dates take the whole width and the contact follows."""
        payments = self.data.next_payments
        contact = self._contact_lines()
        beside = bool(payments and contact) and len(payments) <= BESIDE_DATES
        width = A5.room * DATES_PART if beside else A5.room
        rows = [self._lay_date(payment, width) for payment in payments]
        if not beside and len(payments) > BESIDE_DATES:
            rows = [
                self._lay_dates(day, scheme, names)
                for (day, scheme), names in group_payments(payments).items()
            ]

        def draw(pen: Pen, y: float) -> None:
            pen.rule(A5.left, y, A5.room, LINE)
            pen.sign("calendar", (A5.left, y + 10, 15), ACCENT)
            pen.write(A5.left + SIGN_ROOM, y + 22, self.texts.next_time, HEADING)
            if beside:
                self._draw_contact(pen, A5.left + width + 14, y, contact)

        rest = len(self._contact_rest()) * SMALL.leading
        if rows:
            yield Block(30.0, draw, keeps_next=True, space=12)
            # What stands beside the dates is drawn with their heading: they stay on one page.
            yield from (replace(row, keeps_next=True) for row in rows) if beside else rows
        if beside:
            lacking = 26.0 + len(contact) * HEADING.leading + rest - sum(row.height for row in rows)
            yield Block(max(0.0, lacking), lambda _pen, _y: None)
        elif contact:
            height = 32 + len(contact) * HEADING.leading + rest
            yield Block(height, lambda pen, y: self._draw_contact(pen, A5.left, y, contact), space=6)

    def _contact_lines(self) -> list[str]:
        if not self.data.contact_name:
            return []
        ask = self.texts.ask.format(name=self.data.contact_name)
        return wrap(ask, HEADING, width=A5.room * (1 - DATES_PART) - 14 - SIGN_ROOM)

    def _contact_rest(self) -> list[str]:
        """Organisation and code of the collector and the office's telephone, each where it is known."""
        data, texts = self.data, self.texts
        told = (
            texts.agency.format(agency=data.agency) if data.agency else "",
            texts.collector.format(code=data.collector_code) if data.collector_code else "",
            texts.office.format(phone=data.office_phone.replace(" ", NBSP)) if data.office_phone else "",
        )
        width = A5.room * (1 - DATES_PART) - 14 - SIGN_ROOM
        return [line for text in told if text for line in wrap(text, SMALL, width=width)]

    def _draw_contact(self, pen: Pen, x: float, y: float, lines: list[str]) -> None:
        pen.sign("phone", (x, y + 10, 15), ACCENT)
        foot = pen.write_lines(x + SIGN_ROOM, y + 22, lines, HEADING)
        phone = self.data.contact_phone.replace(" ", NBSP)
        pen.write(
            x + SIGN_ROOM, foot + 6, phone, fit(phone, PHONE, width=A5.right - x - SIGN_ROOM, smallest=14)
        )
        pen.write_lines(x + SIGN_ROOM, foot + 6 + SMALL.leading + 2, self._contact_rest(), SMALL)

    def _due(self, day: date) -> str:
        return self.texts.due.format(day=self.catalogue.date(day)).replace(" ", NBSP)

    def _name_style(self, width: float) -> Style:
        """One size for all names beside their dates, in which the longest fits if it can."""
        room = self._name_room(width)
        styles = (fit(payment.name, TEXT, width=room, smallest=9) for payment in self.data.next_payments)
        return min(styles, key=lambda style: style.size, default=TEXT)

    def _name_room(self, width: float) -> float:
        dues = (measure(self._due(payment.due), TEXT_STRONG) for payment in self.data.next_payments)
        return width - 18 - max(dues, default=0.0) - 8

    def _lay_date(self, payment: NextPayment, width: float) -> Block:
        """One person's next date, at the right end of its line."""
        style = self._name_style(width)
        lines = wrap(payment.name, style, width=self._name_room(width))

        def draw(pen: Pen, y: float) -> None:
            pen.sign(SCHEME_SIGNS[payment.scheme], (A5.left, y + 2, 11), ACCENT)
            pen.write_lines(A5.left + 18, y + 11.5, lines, style)
            pen.write(A5.left + width, y + 11.5, self._due(payment.due), TEXT_STRONG, align=RIGHT)

        return Block((len(lines) - 1) * style.leading + TEXT.leading + 2, draw)

    def _lay_dates(self, day: date, scheme: Scheme, names: list[str]) -> Block:
        """One date of several people: the date first, then their names over as many lines as they need."""
        due = f"{self._due(day)}:"
        left = A5.left + 18 + measure(due, TEXT_STRONG) + 5
        together = ", ".join(name.replace(" ", NBSP) for name in names)
        lines = wrap(together, TEXT, width=A5.right - left)

        def draw(pen: Pen, y: float) -> None:
            pen.sign(SCHEME_SIGNS[scheme], (A5.left, y + 2, 11), ACCENT)
            pen.write(A5.left + 18, y + 11.5, due, TEXT_STRONG)
            pen.write_lines(left, y + 11.5, lines, TEXT)

        return Block(len(lines) * TEXT.leading + 2, draw)

    # ---------------------------------------------------------------------------------------------------- warnings
    def _lay_warnings(self) -> Block:
        paragraphs = [wrap(text, SMALL, width=A5.room - SIGN_ROOM) for text in self.texts.warnings]
        number = strong(self.texts.hotline_number.replace(" ", NBSP))
        hotline = styled_runs(f"{self.texts.hotline} {number}", SMALL, bold=SMALL_STRONG)
        last = wrap_runs(hotline, width=A5.room - SIGN_ROOM)
        lines = sum(map(len, paragraphs)) + len(last)

        def draw(pen: Pen, y: float) -> None:
            pen.rule(A5.left, y, A5.room, LINE)
            pen.sign("info", (A5.left, y + 8, 15), ACCENT)
            y += 18
            for paragraph in paragraphs:
                y = pen.write_lines(A5.left + SIGN_ROOM, y, paragraph, SMALL)
            pen.write_runs(A5.left + SIGN_ROOM, y, last, leading=SMALL.leading)

        return Block(lines * SMALL.leading + 14, draw, space=12)
