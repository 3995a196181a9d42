"""The pension on a leaflet: one box for each year paid, those the state helps with darker, and the amount a month."""

from collections.abc import Iterator

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import (
    ACCENT,
    ACCENT_MID,
    INK,
    INK_2,
    LINE,
    WAIT,
    WHITE,
    Style,
    measure,
)
from outreach_app.documents.leaflet_data import LeafletPension
from outreach_app.documents.leaflet_texts import LeafletTexts
from outreach_app.documents.lines import fit
from outreach_app.documents.page import A5, CENTRE, RIGHT, Pen
from outreach_app.domain.advice import count_half_years
from outreach_app.i18n import Catalogue

HEADING = Style("SemiBold", 12)
WORDS = Style("Regular", 10)
SMALL = Style("Regular", 9, INK_2)
BOX_WORDS = Style("Medium", 9.5, WHITE, spread=1.3)
BOX_AMOUNT = Style("Bold", 14, WHITE, spread=1.2)

BOX_WIDTH, BOX_HEIGHT = 118.0, 80.0
BAR_HEIGHT = 22.0
HEIGHT = 104.0
_YEAR = 12


def lay_pension(pension: LeafletPension, catalogue: Catalogue, *, texts: LeafletTexts) -> Iterator[Block]:
    """Lay out the picture; it is one block."""
    yield Block(HEIGHT, _Picture(pension, catalogue, texts).draw, space=10)


class _Picture:
    def __init__(self, pension: LeafletPension, catalogue: Catalogue, texts: LeafletTexts) -> None:
        self.pension, self.catalogue, self.texts = pension, catalogue, texts
        self.width = A5.room - BOX_WIDTH - 12

    def draw(self, pen: Pen, y: float) -> None:
        pension, texts = self.pension, self.texts
        pen.rule(A5.left, y, A5.room, LINE)
        pen.write(A5.left, y + 18, texts.pension.format(name=pension.name), HEADING)
        years = texts.pension_years.format(years=self._years(pension.months))
        pen.write(A5.left, y + 34, years, fit(years, WORDS, width=self.width, smallest=9))
        if pension.helped:
            help_ = texts.pension_help.format(years=self._years(pension.helped))
            pen.write(A5.left, y + 47, help_, fit(help_, SMALL, width=self.width, smallest=8))
        self._draw_bar(pen, y + 53)
        self._draw_ends(pen, y + 98)
        self._draw_box(pen, A5.right - BOX_WIDTH, y + 7)

    def _years(self, months: int) -> str:
        whole, half = divmod(count_half_years(months), 2)
        point = "," if self.catalogue.language == "vi" else "."
        return f"{whole}{point}5" if half else str(whole)

    def _draw_bar(self, pen: Pen, y: float) -> None:
        """One box for each twelve months from now; the last one is as wide as its months."""
        pension, months = self.pension, self.pension.months
        if not months:
            return
        step = self.width / months
        pen.bar(A5.left, y, pension.helped * step, BAR_HEIGHT, fill=ACCENT_MID)
        for first in range(0, months, _YEAR):
            wide = min(_YEAR, months - first) * step
            pen.frame((A5.left + first * step, y, wide, BAR_HEIGHT), ACCENT, thick=0.9)
        if pension.full_at is not None:
            x = A5.left + pension.full_at * step
            pen.bar(x - 0.8, y - 6, 1.6, BAR_HEIGHT + 10, fill=INK)
            wide = measure(self.texts.pension_full, SMALL)
            middle = min(max(x, A5.left + wide / 2), A5.left + self.width - wide / 2)
            pen.write(middle, y + BAR_HEIGHT + 12, self.texts.pension_full, SMALL, align=CENTRE)

    def _draw_ends(self, pen: Pen, y: float) -> None:
        pension, texts = self.pension, self.texts
        pen.write(A5.left, y, texts.pension_now.format(age=pension.age_now, year=pension.starts), WORDS)
        then = texts.pension_then.format(age=pension.age_then, year=pension.ends)
        pen.write(A5.right, y, then, WORDS, align=RIGHT)

    def _draw_box(self, pen: Pen, x: float, y: float) -> None:
        """The amount on a filled ground; dashed and in the colour of doubt while its rules are not confirmed."""
        sure, texts = self.pension.confirmed, self.texts
        ink = WHITE if sure else WAIT
        pen.frame(
            (x, y, BOX_WIDTH, BOX_HEIGHT), ACCENT if sure else WAIT, fill=ACCENT if sure else WHITE, radius=3,
            dashed=not sure,
        )  # fmt: skip
        rows = [(texts.pension_month, BOX_WORDS), *((line, BOX_AMOUNT) for line in self._amounts())]
        rows.append((texts.pension_card, BOX_WORDS))
        if not sure:
            rows.append((texts.unconfirmed, BOX_WORDS))
        foot = y + (BOX_HEIGHT - sum(style.leading for _, style in rows)) / 2 - 3
        for words, style in rows:
            foot += style.leading
            fitted = fit(words, style, width=BOX_WIDTH - 10, smallest=9).inked(ink)
            pen.write(x + BOX_WIDTH / 2, foot, words, fitted, align=CENTRE)

    def _amounts(self) -> tuple[str, ...]:
        low, high = (round(amount, -3) for amount in (self.pension.low, self.pension.high))
        if low == high:
            return (self.catalogue.money(low),)
        return f"{self.catalogue.number(low)} –", self.catalogue.money(high)
