"""The slip on which cash changes hands at the end of a day: receipts, what was counted, two signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import INK, INK_2, LINE, WAIT, Style
from outreach_app.documents.footed import print_footed
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import A4, CENTRE, LEFT, RIGHT, Pen
from outreach_app.documents.table import SECTION_SPACE, Column, lay_head, lay_heading, lay_row
from outreach_app.domain.cash import CashCount, HandOverRow
from outreach_app.domain.receipts import MEANS_NAMES, ReceiptRow
from outreach_app.i18n import Catalogue

PLAIN = Style("Regular", 10)
STRONG = Style("SemiBold", 10)
QUIET = Style("Regular", 10, INK_2)
TITLE = Style("Bold", 20)
SUBTITLE = Style("Regular", 11)
SUM = Style("SemiBold", 12, digits=True)
DIFFERENCE = Style("SemiBold", 11, WAIT)
AGREES = Style("SemiBold", 11)
CELL = Style("Regular", 9.5)
NUMBER = Style("Regular", 9.5, digits=True)
SIGNATURE_ROOM = 108.0


def render_cash_slip(
    slip: HandOverRow, receipts: Sequence[ReceiptRow], catalogue: Catalogue, *, office_name: str, team_name: str = ""
) -> bytes:  # fmt: skip
    """Print a hand-over as A4; `receipts` are the rows it lists. The same slip gives the same bytes."""
    return _Slip(slip, tuple(receipts), catalogue, office_name, team_name).render()


@dataclass(frozen=True, slots=True)
class _Slip:
    slip: HandOverRow
    receipts: tuple[ReceiptRow, ...]
    catalogue: Catalogue
    office_name: str
    team_name: str

    def _print(self, key: str, **parameters: object) -> str:
        return self.catalogue.context("print", key, **parameters)

    def render(self) -> bytes:
        copies = self._print("Two copies: one for each of the two who sign.")
        return print_footed(
            self._lay_body(), self.catalogue, title=self._print("Cash handed over"), foot=copies
        )

    def _lay_body(self) -> Iterator[Block]:
        yield Block(78, self._draw_title)
        yield from self._lay_names()
        yield from self._lay_receipts()
        yield from self._lay_sums()
        yield Block(SIGNATURE_ROOM, self._draw_signatures, space=20)

    def _draw_title(self, pen: Pen, y: float) -> None:
        for place, (text, style) in enumerate(((self.office_name, PLAIN), (self.team_name, STRONG))):
            pen.write(
                A4.left, y + 10 + place * PLAIN.leading, text, fit(text, style, width=A4.room, smallest=7)
            )
        pen.write(A4.left, y + 54, self._print("Cash handed over"), TITLE)
        pen.write(A4.left, y + 73, self.catalogue.long_date(self.slip.day), SUBTITLE)

    def _lay_names(self) -> Iterator[Block]:
        columns = [Column(A4.room * 0.3, style=QUIET), Column(A4.room * 0.7, style=STRONG)]
        for label, name in (
            (self._print("Handed over by"), self.slip.canvasser_name),
            (self._print("Taken by"), self.slip.receiver_name),
        ):
            yield lay_row([label, name], columns, geometry=A4)

    # ---------------------------------------------------------------------------------------------------- receipts
    def _lay_receipts(self) -> Iterator[Block]:
        widths = (0.06, 0.22, 0.13, 0.29, 0.15, 0.15)
        aligned = (LEFT, LEFT, LEFT, LEFT, LEFT, RIGHT)
        styles = (NUMBER, CELL, NUMBER, CELL, CELL, NUMBER)
        columns = [
            Column(A4.room * width, side, style) for width, side, style in zip(widths, aligned, styles, strict=True)
        ]  # fmt: skip
        labels = [
            self._print("No."), self._print("Receipt"), self._print("Day"), self._print("For whom"), self._print("How"),
            self._print("Amount"),
        ]  # fmt: skip
        head = lay_head(labels, columns, geometry=A4)
        yield lay_heading(self._print("Receipts"), A4)
        yield head
        for place, row in enumerate(self.receipts, start=1):
            rule = (INK, 0.9) if place == len(self.receipts) else (LINE, 0.7)
            yield lay_row(self._cells(place, row), columns, geometry=A4, head=head, rule=rule)

    def _cells(self, place: int, row: ReceiptRow) -> list[str]:
        catalogue = self.catalogue
        who = ", ".join(part for part in (row.person_name, row.household_name) if part)
        if row.household_name and row.person_name == row.household_name:
            who = row.person_name
        if row.voided is not None:
            who, how, amount = self._print("void: {why}", why=row.voided), "", catalogue.number(0)
        else:
            how, amount = catalogue.text(MEANS_NAMES[row.means]), catalogue.number(row.amount)
        return [str(place), row.number or "", catalogue.date(row.received_on), who, how, amount]

    # -------------------------------------------------------------------------------------------------------- sums
    def _lay_sums(self) -> Iterator[Block]:
        count, catalogue = CashCount.of(self.receipts), self.catalogue
        columns = [Column(A4.room * 0.7, style=PLAIN), Column(A4.room * 0.3, RIGHT, SUM)]
        yield lay_heading(self._print("Cash against receipts"), A4)
        papers = catalogue.plural("{count} money receipt", "{count} money receipts", count.cash_receipts)
        due = self._print("Cash by the receipts ({papers})", papers=papers)
        yield lay_row([due, catalogue.money(self.slip.due)], columns, geometry=A4)
        yield lay_row([self._print("Cash counted"), catalogue.money(self.slip.counted)], columns, geometry=A4)
        if count.transfers:
            quiet = [columns[0], replace(columns[1], style=NUMBER)]
            label = self._print("By bank transfer, not in this cash ({count})", count=count.transfer_receipts)
            yield lay_row([label, catalogue.money(count.transfers)], quiet, geometry=A4)
        even = self.slip.due == self.slip.counted
        yield _lay_text(catalogue.render(self.slip.difference), AGREES if even else DIFFERENCE)
        if self.slip.why:
            yield _lay_text(self._print("Reason: {why}", why=" ".join(self.slip.why.split())), PLAIN)
        yield Block(26, self._draw_words, space=SECTION_SPACE)

    def _draw_words(self, pen: Pen, y: float) -> None:
        end = pen.write(A4.left, y + 12, self._print("Amount in words:"), PLAIN)
        pen.dots(end + 6, y + 13, A4.right - end - 6)

    def _draw_signatures(self, pen: Pen, y: float) -> None:
        hint = self._print("(signature, full name)")
        people = (
            (self._print("Handed over by"), self.slip.canvasser_name),
            (self._print("Taken by"), self.slip.receiver_name),
        )
        for place, (label, name) in enumerate(people):
            x = A4.left + A4.room * (0.25 + 0.5 * place)
            pen.write(x, y + 11, label, STRONG, align=CENTRE)
            pen.write(x, y + 11 + PLAIN.leading, hint, QUIET, align=CENTRE)
            pen.dots(x - 80, y + 84, 160)
            pen.write(x, y + 100, name, fit(name, PLAIN, width=A4.room * 0.45, smallest=7), align=CENTRE)


def _lay_text(text: str, style: Style) -> Block:
    lines = wrap(text, style, width=A4.room)
    return Block(len(lines) * style.leading, lambda pen, y: _write(pen, y, lines, style), space=9)


def _write(pen: Pen, y: float, lines: Sequence[str], style: Style) -> None:
    pen.write_lines(A4.left, y + style.size, lines, style)
