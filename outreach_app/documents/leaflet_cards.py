"""The cards of a leaflet: one per person, up to three side by side, amounts in large figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import ACCENT, INK, INK_2, WAIT, Style, measure
from outreach_app.documents.leaflet_data import LeafletPayment, LeafletPerson
from outreach_app.documents.leaflet_texts import LeafletTexts
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import A5, Pen
from outreach_app.domain.people import RELATIONS, Scheme
from outreach_app.i18n import Catalogue

NAME = Style("SemiBold", 11.5)
RELATION = Style("Regular", 10.5, INK_2)
LABEL = Style("Regular", 10, INK_2)
SMALL = Style("Regular", 9, INK_2)
AMOUNT = Style("SemiBold", 15)
SMALLEST_AMOUNT = 14.0
DOUBT = Style("Medium", 9, WAIT)
NOTE = Style("Regular", 10)

GAP = 9.0
PADDING = 9.0
SIGN_ROOM = 22.0
SCHEME_SIGNS = {Scheme.HOUSEHOLD_HEALTH: "heart-pulse", Scheme.VOLUNTARY: "sprout"}
WIDE = 230.0


@dataclass(frozen=True, slots=True)
class CardMaker:
    """Lays out cards of one leaflet; `columns` side by side."""

    catalogue: Catalogue
    texts: LeafletTexts
    columns: int

    @property
    def width(self) -> float:
        """Width of one card in points."""
        return (A5.room - GAP * (self.columns - 1)) / self.columns

    @property
    def inner(self) -> float:
        """Room for text inside a card."""
        return self.width - 2 * PADDING

    def lay_cards(self, people: Sequence[LeafletPerson]) -> Iterator[Block]:
        """Put the people on rows of cards; all cards of a row are equally high."""
        for first in range(0, len(people), self.columns):
            yield self._lay_row(people[first : first + self.columns])

    def _lay_row(self, people: Sequence[LeafletPerson]) -> Block:
        head = max(self._head_height(person) for person in people)
        height = head + max(self._body_height(person) for person in people) + 2 * PADDING - 5

        def draw(pen: Pen, y: float) -> None:
            for place, person in enumerate(people):
                x = A5.left + place * (self.width + GAP)
                pen.frame((x, y, self.width, height), INK, thick=1.1, radius=4)
                self._draw_head(pen, x + PADDING, y + PADDING, person)
                self._draw_body(pen, x + PADDING, y + PADDING + head, person)

        return Block(height, draw, space=GAP)

    # -------------------------------------------------------------------------------------------------- who it is
    def _name_lines(self, person: LeafletPerson) -> list[str]:
        return wrap(person.name, NAME, width=self.inner - SIGN_ROOM)

    def _relation(self, person: LeafletPerson) -> tuple[list[str], Style]:
        """The relation to the head in words, in a size that keeps its longest word whole."""
        words = self.texts.relations.get(person.relation, "")
        if person.relation and not words:
            # A newer program may know further relations; one of them must not keep a village from its leaflets.
            words = self.catalogue.text(RELATIONS.get(person.relation, RELATIONS["other"]))
        width = self.inner - SIGN_ROOM
        longest = max(words.split(" "), key=len)
        style = fit(longest, RELATION, width=width, smallest=9)
        return (wrap(words, style, width=width) if words else []), style

    def _head_height(self, person: LeafletPerson) -> float:
        relation, _ = self._relation(person)
        return len(self._name_lines(person)) * NAME.leading + len(relation) * RELATION.leading + 6

    def _draw_head(self, pen: Pen, x: float, y: float, person: LeafletPerson) -> None:
        pen.sign("user", (x, y - 1, 17), ACCENT)
        y = pen.write_lines(x + SIGN_ROOM, y + 11.5, self._name_lines(person), NAME)
        pen.write_lines(x + SIGN_ROOM, y, *self._relation(person))

    # -------------------------------------------------------------------------------------------------- what is due
    def _body_height(self, person: LeafletPerson) -> float:
        heights = [self._payment_height(payment) for _, payment in person.payments]
        due = max(heights, default=0) if self._beside else sum(heights)
        return due + len(self._note_lines(person)) * NOTE.leading

    @property
    def _beside(self) -> bool:
        return self.inner >= WIDE

    def _note_lines(self, person: LeafletPerson) -> list[str]:
        return wrap(self.catalogue.render(person.note), NOTE, width=self.inner) if person.note else []

    def _payment_height(self, payment: LeafletPayment) -> float:
        place = SMALL.leading if payment.position else 0
        doubt = 0 if payment.confirmed else 8 + DOUBT.leading
        return LABEL.leading + AMOUNT.leading + place + doubt + 4

    def _draw_body(self, pen: Pen, x: float, y: float, person: LeafletPerson) -> None:
        top, down = y, 0.0
        for place, (scheme, payment) in enumerate(person.payments):
            left = x + place * self.inner / 2 if self._beside else x
            top = y if self._beside else y + down
            self._draw_payment(pen, left, top, scheme, payment)
            tall = self._payment_height(payment)
            down = max(down, tall) if self._beside else down + tall
        pen.write_lines(x, y + down + NOTE.size, self._note_lines(person), NOTE)

    def _draw_payment(self, pen: Pen, x: float, y: float, scheme: Scheme, payment: LeafletPayment) -> None:
        label = self.texts.name_payment(scheme, payment.months)
        pen.sign(SCHEME_SIGNS[scheme], (x, y, 12), ACCENT)
        pen.write(x + 15, y + 10, label, fit(label, LABEL, width=self._room - 15, smallest=9))
        y += LABEL.leading
        if payment.confirmed:
            pen.write(x, y + 15, self._amount(payment), self._amount_style(payment))
            y += AMOUNT.leading
        else:
            y = self._draw_doubt(pen, x, y + 2, payment)
        if payment.position:
            words = self.texts.place.format(place=payment.position)
            pen.write(x, y + 8.5, words, fit(words, SMALL, width=self._room, smallest=8))

    def _draw_doubt(self, pen: Pen, x: float, y: float, payment: LeafletPayment) -> float:
        """Frame an unconfirmed amount with dashes, sign and words under it; give back where the next line may begin."""
        box = (x - 4, y, self._room + 8, AMOUNT.leading + DOUBT.leading + 5)
        pen.frame(box, WAIT, thick=0.8, radius=3, dashed=True)
        pen.write(x, y + 18, self._amount(payment), self._amount_style(payment))
        foot = y + AMOUNT.leading + DOUBT.leading
        pen.sign("circle-question-mark", (x, foot - 8.6, 10), WAIT)
        pen.write(x + 13, foot, self.texts.unconfirmed, DOUBT)
        return foot + 10

    @property
    def _room(self) -> float:
        """Width of one amount: the card's, or half of it where two stand side by side."""
        return self.inner / 2 - 12 if self._beside else self.inner

    def _amount(self, payment: LeafletPayment) -> str:
        return self.catalogue.money(payment.own)

    def _amount_style(self, payment: LeafletPayment) -> Style:
        return fit(self._amount(payment), AMOUNT, width=self._room, smallest=SMALLEST_AMOUNT)

    def fits(self, people: Sequence[LeafletPerson]) -> bool:
        """Whether every amount and every word of a name stays whole in cards of this width."""
        amount = AMOUNT.sized(SMALLEST_AMOUNT)
        amounts = (self._amount(payment) for person in people for _, payment in person.payments)
        words = (word for person in people for word in person.name.split())
        return all(measure(text, amount) <= self.inner for text in amounts) and all(
            measure(word, NAME) <= self.inner - SIGN_ROOM for word in words
        )


def make_cards(
    people: Sequence[LeafletPerson], catalogue: Catalogue, *, texts: LeafletTexts
) -> Iterator[Block]:
    """Lay out the people on as many cards side by side as leave amounts and names whole."""
    wanted = {1: 1, 2: 2, 4: 2}.get(len(people), 3)
    makers = [CardMaker(catalogue, texts, columns) for columns in range(wanted, 0, -1)]
    maker = next((maker for maker in makers if maker.fits(people)), makers[-1])
    return maker.lay_cards(people)
