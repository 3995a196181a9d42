"""Invitation slips to a meeting: three on an A4 to be cut apart, for a household as a whole or a person of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach_app.documents.fonts import EDGE, INK_2, LINE, Style, measure
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.meeting_words import tell_kind, tell_when
from outreach_app.documents.page import A4, MM, RIGHT, Pen
from outreach_app.domain.identity import format_phone
from outreach_app.domain.meetings import Guest, Meeting
from outreach_app.i18n import Catalogue

PER_PAGE = 3
HEIGHT = A4.height / PER_PAGE
PAD = 9 * MM
LABELS = 30 * MM
EDGE_KEPT = 8 * MM
"""Office printers reach no nearer to the edge; the line to cut along ends there."""
TITLE = Style("Bold", 17)
NAME = Style("SemiBold", 15)
PLAIN = Style("Regular", 12.5)
STRONG = Style("SemiBold", 12.5)
QUIET = Style("Regular", 10, INK_2)


def render_invitations(
    meeting: Meeting, guests: Sequence[Guest], catalogue: Catalogue, *, office_name: str, office_phone: str = ""
) -> bytes:  # fmt: skip
    """Print a slip for each guest, three on a page; the same guests in the same order give the same bytes."""
    return _Slips(meeting, tuple(guests), catalogue, office_name, office_phone).render()


@dataclass(frozen=True, slots=True)
class _Slips:
    meeting: Meeting
    guests: tuple[Guest, ...]
    catalogue: Catalogue
    office_name: str
    office_phone: str

    def _print(self, key: str, **parameters: object) -> str:
        return self.catalogue.context("print", key, **parameters)

    def render(self) -> bytes:
        pen = Pen(A4, title=self._print("Invitations"), language=self.catalogue.language)
        for place, guest in enumerate(self.guests):
            if place and place % PER_PAGE == 0:
                pen.turn_page()
            top = place % PER_PAGE * HEIGHT
            self._draw_slip(pen, top, guest)
            if place % PER_PAGE:
                pen.frame((EDGE_KEPT, top, A4.width - 2 * EDGE_KEPT, 0), EDGE, thick=0.5, dashed=True)
        return pen.finish()

    def _draw_slip(self, pen: Pen, top: float, guest: Guest) -> None:
        y = top + PAD + 8
        place = " · ".join(part for part in (guest.code, guest.village_name) if part)
        end = A4.right - measure(place, QUIET) - 8
        pen.write(
            A4.left, y, self.office_name, fit(self.office_name, QUIET, width=end - A4.left, smallest=6.5)
        )
        pen.write(A4.right, y, place, QUIET, align=RIGHT)
        pen.write(A4.left, y + 24, self._print("Invitation"), TITLE)
        pen.rule(A4.left, y + 33, A4.room, LINE)
        whom = self._address(guest)
        pen.write(A4.left, y + 54, whom, fit(whom, NAME, width=A4.room, smallest=8))
        self._draw_lines(pen, y + 78, bottom=top + HEIGHT - PAD)
        self._draw_foot(pen, top + HEIGHT - PAD)

    def _address(self, guest: Guest) -> str:
        if guest.is_whole:
            return self._print("To the household of {name}", name=guest.name)
        return self._print("To {name}", name=guest.name)

    def _draw_lines(self, pen: Pen, y: float, *, bottom: float) -> None:
        told = (
            (self._print("What"), tell_kind(self.meeting, self.catalogue), PLAIN),
            (self._print("Topic"), self.meeting.topic, STRONG),
            (self._print("When"), tell_when(self.meeting, self.catalogue), STRONG),
            (self._print("Where"), self.meeting.place, STRONG),
            (self._print("Led by"), self.meeting.led_by, PLAIN),
        )
        rows = [
            (label, wrap(text, style, width=A4.room - LABELS), style) for label, text, style in told if text
        ]
        room = bottom - 2 * QUIET.leading - 4 - y
        needed = sum(len(lines) for _, lines, _ in rows) * PLAIN.leading
        scale = min(1.0, room / needed) if needed else 1.0
        for label, lines, style in rows:
            small = style.sized(style.size * scale)
            pen.write(A4.left, y, label, QUIET)
            y = pen.write_lines(A4.left + LABELS, y, lines, small)

    def _draw_foot(self, pen: Pen, bottom: float) -> None:
        first = self._print(
            "Please bring your citizen ID card and, if you have one, your health insurance card."
        )
        second = self._print("Nobody at the meeting asks for a code or for money to a private account.")
        if self.office_phone:
            second += " " + self._print("Questions: {phone}", phone=format_phone(self.office_phone))
        for place, line in enumerate((first, second)):
            style = fit(line, QUIET, width=A4.room, smallest=6.5)
            pen.write(A4.left, bottom - (1 - place) * QUIET.leading, line, style)
