"""Appointment slips: six on a sheet of A4, to be cut apart; large day, what to have ready, a telephone number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.documents.fonts import ACCENT, EDGE, INK_2, LINE, Style
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import A4, Pen
from outreach_app.domain.people import Scheme
from outreach_app.i18n import N_, NBSP, Catalogue

COLUMNS, ROWS = 2, 3
PADDING = 12.0
OFFICE = Style("Regular", 9, INK_2)
TITLE = Style("Medium", 10.5)
HEAD = Style("Bold", 17, ACCENT, spread=1.22)
DAY = Style("Bold", 20, spread=1.2)
TEXT = Style("Regular", 11)
STRONG = Style("SemiBold", 11)
PHONE = Style("SemiBold", 16)
SMALL = Style("Regular", 9, INK_2)
SIGN = 14.0
SIGN_ROOM = 21.0

TO_BRING: dict[Scheme | None, str] = {
    None: N_("citizen ID card of everybody who joins"),
    Scheme.HOUSEHOLD_HEALTH: N_("health insurance cards of the household"),
    Scheme.VOLUNTARY: N_("social insurance number or book, if there is one"),
}
"""What a family should have ready, by what was spoken about; the first is always needed."""


@dataclass(frozen=True, slots=True)
class AppointmentSlip:
    """One promised return: to whom, when, about what, who comes; `people` are the members (row ids), not printed."""

    code: str
    head: str
    village: str
    on: date
    about: tuple[Scheme, ...]
    canvasser: str
    agency: str
    phone: str
    office: str
    office_phone: str
    people: tuple[bytes, ...] = ()


def render_appointments(slips: Sequence[AppointmentSlip], catalogue: Catalogue) -> bytes:
    """Print slips in their order, row by row, with lines to cut along; the same slips give the same bytes."""
    pen = Pen(A4, title=catalogue.context("print", "Appointments"), language=catalogue.language)
    each = COLUMNS * ROWS
    for first in range(0, len(slips), each):
        if first:
            pen.turn_page()
        pen.stamp("cuts", 0, _draw_cuts)
        for place, slip in enumerate(slips[first : first + each]):
            _Slip(slip, catalogue, place).draw(pen)
    return pen.finish()


_WIDTH = A4.width / COLUMNS
_HEIGHT = A4.height / ROWS


def _draw_cuts(pen: Pen, _y: float) -> None:
    for row in range(1, ROWS):
        pen.dashes((A4.left, _HEIGHT * row), (A4.right, _HEIGHT * row), EDGE)
    for column in range(1, COLUMNS):
        pen.dashes((_WIDTH * column, A4.top), (_WIDTH * column, A4.height - A4.bottom), EDGE)


class _Slip:
    def __init__(self, slip: AppointmentSlip, catalogue: Catalogue, place: int) -> None:
        self.slip, self.catalogue = slip, catalogue
        row, column = divmod(place, COLUMNS)
        self.left = column * _WIDTH + (A4.left if column == 0 else PADDING)
        self.top = row * _HEIGHT + (A4.top if row == 0 else PADDING)
        self.room = _WIDTH - A4.left - PADDING

    def _print(self, key: str, **parameters: object) -> str:
        return self.catalogue.context("print", key, **parameters)

    def draw(self, pen: Pen) -> None:
        y = self._draw_head(pen, self.top)
        y = self._draw_day(pen, y)
        y = self._draw_bring(pen, y)
        self._draw_contact(pen, y)

    def _write(self, pen: Pen, y: float, text: str, style: Style, *, indent: float = 0.0) -> float:
        """Write a text over as many lines as it needs, from its upper edge; give back its lower edge."""
        lines = wrap(text, style, width=self.room - indent)
        return pen.write_lines(self.left + indent, y + style.size, lines, style) - style.size

    def _draw_head(self, pen: Pen, y: float) -> float:
        slip = self.slip
        office = fit(slip.office, OFFICE, width=self.room, smallest=7)
        pen.write(self.left, y + OFFICE.size, slip.office, office)
        y += OFFICE.leading
        y = self._write(pen, y, self._print("We come again to the family of"), TITLE) + 2
        y = self._write(pen, y, slip.head, fit(slip.head, HEAD, width=self.room, smallest=12))
        return self._write(pen, y, f"{slip.village} · {slip.code}", SMALL) + 5

    def _draw_day(self, pen: Pen, y: float) -> float:
        pen.rule(self.left, y, self.room, LINE)
        day = self.catalogue.long_date(self.slip.on)
        style = fit(day, DAY, width=self.room - 26, smallest=12)
        pen.sign("calendar-clock", (self.left, y + 7, 20), ACCENT)
        pen.write(self.left + 26, y + 23, day, style)
        hour = self._print("Hour:")
        end = pen.write(self.left + 26, y + 41, hour, TEXT)
        pen.dots(end + 5, y + 42, 90)
        return y + 52

    def _draw_bring(self, pen: Pen, y: float) -> float:
        y = self._write(pen, y, self._print("Please have ready:"), STRONG) + 1
        for scheme in (None, *self.slip.about):
            if scheme in TO_BRING:
                pen.frame((self.left + 2, y + 2, 8, 8), EDGE, thick=0.9, radius=1.5)
                y = self._write(pen, y, self.catalogue.text(TO_BRING[scheme]), TEXT, indent=17) + 1
        return y + 4

    def _draw_contact(self, pen: Pen, y: float) -> None:
        slip = self.slip
        pen.rule(self.left, y, self.room, LINE)
        pen.sign("user", (self.left, y + 6, SIGN), ACCENT)
        who = " · ".join(part for part in (slip.canvasser, slip.agency) if part)
        y = self._write(pen, y + 5, who, STRONG, indent=SIGN_ROOM)
        phone = (slip.phone or slip.office_phone).replace(" ", NBSP)
        if phone:
            pen.sign("phone", (self.left, y + 5, SIGN), ACCENT)
            pen.write(self.left + SIGN_ROOM, y + 18, phone, PHONE)
            y += 24
            self._write(pen, y, self._print("Another day suits better? Call, and we change it."), SMALL)
