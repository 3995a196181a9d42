"""The foot of the leaflet: when to pay again, whom to ask, and the words that protect the family."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import ACCENT, LINE, Style, measure
from outreach_app.documents.leaflet_cards import SCHEME_SIGNS
from outreach_app.documents.leaflet_data import LeafletData, NextPayment, group_payments
from outreach_app.documents.leaflet_texts import LeafletTexts
from outreach_app.documents.lines import fit, strong, styled_runs, wrap, wrap_runs
from outreach_app.documents.page import A5, RIGHT, Pen
from outreach_app.domain.people import Scheme
from outreach_app.i18n import NBSP, Catalogue

TEXT = Style("Regular", 11)
TEXT_STRONG = Style("SemiBold", 11)
HEADING = Style("SemiBold", 11.5)
SMALL = Style("Regular", 9.5)
SMALL_STRONG = Style("SemiBold", 9.5)
PHONE = Style("SemiBold", 16)
SIGN_ROOM = 23.0
DATES_PART = 0.58
BESIDE_DATES = 4


class Keep(Protocol):
    """Lays out once per file what is the same for every family with a key."""

    def __call__(self, key: tuple[Hashable, ...], lay: Callable[[], Block]) -> Block:
        """The block of this key."""


def lay_next(data: LeafletData, catalogue: Catalogue, texts: LeafletTexts, *, keep: Keep) -> Iterator[Block]:
    """Lay out the later dates and the contact."""
    return _Next(data, catalogue, texts, keep).lay()


def lay_warnings(texts: LeafletTexts) -> Block:
    """Lay out what protects the family from swindlers, and the hotline."""
    paragraphs = [wrap(text, SMALL, width=A5.room - SIGN_ROOM) for text in texts.warnings]
    number = strong(texts.hotline_number.replace(" ", NBSP))
    hotline = styled_runs(f"{texts.hotline} {number}", SMALL, bold=SMALL_STRONG)
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


@dataclass(frozen=True, slots=True)
class _Next:
    data: LeafletData
    catalogue: Catalogue
    texts: LeafletTexts
    keep: Keep

    def lay(self) -> Iterator[Block]:
        """Dates on the left, the contact on the right; many dates take the whole width and the contact follows."""
        payments, contact = self.data.next_payments, self._contact_lines()
        beside = bool(payments and contact) and len(payments) <= BESIDE_DATES
        width = A5.room * DATES_PART if beside else A5.room
        key = (self.data.contact_name, self.data.contact_phone, *self._told_of_contact())
        rest = len(self._contact_rest()) * SMALL.leading
        if payments:
            yield self.keep(
                ("next", beside, key), lambda: self._lay_heading(contact if beside else [], width)
            )
            # What stands beside the dates is drawn with their heading: they stay on one page.
            yield from (replace(row, keeps_next=beside) for row in self._lay_rows(width, beside=beside))
        if beside:
            lacking = 26.0 + len(contact) * HEADING.leading + rest
            lacking -= sum(row.height for row in self._lay_rows(width, beside=True))
            yield Block(max(0.0, lacking), lambda _pen, _y: None)
        elif contact:
            height = 32 + len(contact) * HEADING.leading + rest
            yield self.keep(("contact", key), lambda: self._lay_contact(contact, height))

    def _lay_heading(self, contact: list[str], width: float) -> Block:
        def draw(pen: Pen, y: float) -> None:
            pen.rule(A5.left, y, A5.room, LINE)
            pen.sign("calendar", (A5.left, y + 10, 15), ACCENT)
            pen.write(A5.left + SIGN_ROOM, y + 22, self.texts.next_time, HEADING)
            if contact:
                self._draw_contact(pen, A5.left + width + 14, y, contact)

        return Block(30.0, draw, keeps_next=True, space=12)

    def _lay_contact(self, contact: list[str], height: float) -> Block:
        return Block(height, lambda pen, y: self._draw_contact(pen, A5.left, y, contact), space=6)

    # -------------------------------------------------------------------------------------------------- whom to ask
    def _contact_lines(self) -> list[str]:
        if not self.data.contact_name:
            return []
        ask = self.texts.ask.format(name=self.data.contact_name)
        return wrap(ask, HEADING, width=A5.room * (1 - DATES_PART) - 14 - SIGN_ROOM)

    def _told_of_contact(self) -> tuple[str, ...]:
        """Organisation and code of the collector and the office's telephone, each where it is known."""
        data, texts = self.data, self.texts
        return (
            texts.agency.format(agency=data.agency) if data.agency else "",
            texts.collector.format(code=data.collector_code) if data.collector_code else "",
            texts.office.format(phone=data.office_phone.replace(" ", NBSP)) if data.office_phone else "",
        )

    def _contact_rest(self) -> list[str]:
        width = A5.room * (1 - DATES_PART) - 14 - SIGN_ROOM
        return [line for text in self._told_of_contact() if text for line in wrap(text, SMALL, width=width)]

    def _draw_contact(self, pen: Pen, x: float, y: float, lines: list[str]) -> None:
        pen.sign("phone", (x, y + 10, 15), ACCENT)
        foot = pen.write_lines(x + SIGN_ROOM, y + 22, lines, HEADING)
        phone = self.data.contact_phone.replace(" ", NBSP)
        style = fit(phone, PHONE, width=A5.right - x - SIGN_ROOM, smallest=14)
        pen.write(x + SIGN_ROOM, foot + 6, phone, style)
        pen.write_lines(x + SIGN_ROOM, foot + 6 + SMALL.leading + 2, self._contact_rest(), SMALL)

    # ------------------------------------------------------------------------------------------------- later dates
    def _lay_rows(self, width: float, *, beside: bool) -> list[Block]:
        payments = self.data.next_payments
        if beside or len(payments) <= BESIDE_DATES:
            style = self._name_style(width)
            return [self._lay_date(payment, width, style) for payment in payments]
        groups = group_payments(payments).items()
        return [self._lay_dates(day, scheme, names) for (day, scheme), names in groups]

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

    def _lay_date(self, payment: NextPayment, width: float, style: Style) -> Block:
        """One person's next date, at the right end of its line."""
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
