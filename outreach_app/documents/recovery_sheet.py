"""The recovery sheet of an office: the two secrets that open everything again, on paper only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import ACCENT, INK, INK_2, WAIT, Style
from outreach_app.documents.footed import print_footed
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import A4, Pen
from outreach_app.i18n import N_, Catalogue

TITLE = Style("Bold", 20)
PLAIN = Style("Regular", 10.5)
QUIET = Style("Regular", 10, INK_2)
HEADING = Style("SemiBold", 12)
CODE = Style("Bold", 22, digits=True)
KEY = Style("Medium", 12.5)
FINGERPRINT = Style("Medium", 11)
GROUP = 4
KEY_COLUMNS = 5
KEY_PREFIX = "AGE-SECRET-KEY-1"
QR_SIZE = 128.0

WARNING = N_(
    "Secret. Whoever holds this sheet can read the data of every household of this office. "
    "Without it, a forgotten passphrase or a broken disk means the data is lost for ever."
)
CODE_HEADING = N_("1. Recovery code")
CODE_PURPOSE = N_("Opens the data again when the passphrase is forgotten.")
KEY_HEADING = N_("2. Office key")
KEY_PURPOSE = N_(
    "Opens every file the laptops have sent to this office when the office's computer is lost or broken. "
    "Scan the picture, or type the letters without the spaces."
)
KEEPING_HEADING = N_("How to keep this sheet")
KEEPING = (
    N_("Print it twice. Put each copy into its own closed envelope and sign over the flap."),
    N_("Keep the envelopes in two different places, such as the office safe and the post-office safe."),
    N_("Delete this file from the computer and from the stick as soon as both copies are printed."),
    N_("Never photograph it, send it by Zalo or e-mail, or read it to somebody on the telephone."),
    N_("If an envelope was opened or lost, make new keys at once and write down who had it."),
)

# Crockford's alphabet leaves out I, L, O and U.
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{16}")
_KEY = re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the sheet carries: code of 16 Crockford characters (spaces and hyphens allowed), the escrow key's text.

    A malformed code or key raises ValueError: a sheet that cannot open anything must never be printed.
    """

    office_name: str
    fingerprint: str
    recovery_code: str
    escrow_key: str
    made_on: date

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.plain_code):
            raise ValueError("a recovery code has 16 Crockford characters")
        if not _KEY.fullmatch(self.escrow_key):
            raise ValueError("an escrow key is an age secret key in capitals")

    @property
    def plain_code(self) -> str:
        """The recovery code without separators."""
        return re.sub(r"[\s-]", "", self.recovery_code)


def render_recovery_sheet(sheet: RecoverySheet, catalogue: Catalogue) -> bytes:
    """Print the sheet as one A4 page; whoever holds it can read everything of this office."""
    return _Recovery(sheet, catalogue).render()


def split_groups(text: str, size: int = GROUP) -> list[str]:
    """Cut a code into groups that can be read aloud and typed."""
    return [text[first : first + size] for first in range(0, len(text), size)]


@dataclass(frozen=True, slots=True)
class _Recovery:
    sheet: RecoverySheet
    catalogue: Catalogue

    def render(self) -> bytes:
        made = self.catalogue.context("print", "Made on {day}", day=self.sheet.made_on)
        title = self.catalogue.context("print", "Recovery sheet")
        return print_footed(self._lay_all(), self.catalogue, title=title, foot=made)

    def _lay_all(self) -> Iterator[Block]:
        say = self.catalogue.text
        yield self._lay_title()
        yield self._lay_warning()
        yield _lay_words(say(CODE_HEADING), say(CODE_PURPOSE))
        yield self._lay_code()
        yield _lay_words(say(KEY_HEADING), say(KEY_PURPOSE))
        yield self._lay_key()
        yield _lay_words(say(KEEPING_HEADING), "")
        for number, advice in enumerate(KEEPING, start=1):
            yield _lay_advice(number, say(advice))
        yield self._lay_keepers()

    def _lay_title(self) -> Block:
        name = self.catalogue.context("print", "Recovery sheet")
        fingerprint = self.catalogue.context("print", "Fingerprint of the office's keys:")

        def draw(pen: Pen, y: float) -> None:
            office = self.sheet.office_name
            pen.write(A4.left, y + 11, office, fit(office, HEADING, width=A4.room, smallest=8))
            pen.write(A4.left, y + 40, name, TITLE)
            end = pen.write(A4.left, y + 62, fingerprint, QUIET)
            shown = self.sheet.fingerprint
            pen.write(end + 6, y + 62, shown, fit(shown, FINGERPRINT, width=A4.right - end - 6, smallest=6))

        return Block(70, draw)

    def _lay_warning(self) -> Block:
        sentence = self.catalogue.text(WARNING)
        style = Style("Medium", 10.5, WAIT)
        lines = wrap(sentence, style, width=A4.room - 52)
        height = len(lines) * style.leading + 16

        def draw(pen: Pen, y: float) -> None:
            pen.frame((A4.left, y, A4.room, height), WAIT, thick=1, radius=4)
            pen.sign("triangle-alert", (A4.left + 12, y + height / 2 - 9, 18), WAIT)
            pen.write_lines(A4.left + 40, y + 18.5, lines, style)

        return Block(height, draw, space=8)

    def _lay_code(self) -> Block:
        groups = split_groups(self.sheet.plain_code)

        def draw(pen: Pen, y: float) -> None:
            pen.frame((A4.left, y, A4.room, 46), INK, thick=1.1, radius=4)
            pitch = A4.room / len(groups)
            for place, group in enumerate(groups):
                pen.write(A4.left + (place + 0.5) * pitch, y + 31, group, CODE, align=0.5)

        return Block(46, draw, space=7)

    def _lay_key(self) -> Block:
        """The key as QR on the left, as numbered groups on the right: its prefix, then 58 characters in fours."""
        groups = split_groups(self.sheet.escrow_key.removeprefix(KEY_PREFIX))
        left = A4.left + QR_SIZE + 18
        pitch = (A4.right - left) / KEY_COLUMNS

        def draw(pen: Pen, y: float) -> None:
            pen.code(self.sheet.escrow_key, (A4.left, y, QR_SIZE))
            pen.write(left, y + 20, KEY_PREFIX, KEY)
            for place, group in enumerate(groups):
                row, column = divmod(place, KEY_COLUMNS)
                pen.write(left + column * pitch, y + 44 + row * 24, group, KEY)

        return Block(QR_SIZE, draw, space=6)

    def _lay_keepers(self) -> Block:
        kept = self.catalogue.context("print", "Copy kept by (name, place, signature):")

        def draw(pen: Pen, y: float) -> None:
            pen.write(A4.left, y + 12, kept, PLAIN)
            for place in range(2):
                foot = y + 42 + place * 30
                pen.write(A4.left, foot, str(place + 1), PLAIN)
                pen.dots(A4.left + 14, foot + 2, A4.room - 14)

        return Block(82, draw, space=14)


def _lay_words(heading: str, words: str) -> Block:
    lines = wrap(words, PLAIN, width=A4.room) if words else []

    def draw(pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 12, heading, HEADING)
        pen.write_lines(A4.left, y + 30, lines, PLAIN)

    return Block(18 + len(lines) * PLAIN.leading, draw, keeps_next=True, space=20)


def _lay_advice(number: int, advice: str) -> Block:
    lines = wrap(advice, PLAIN, width=A4.room - 22)

    def draw(pen: Pen, y: float) -> None:
        pen.write(A4.left + 4, y + 12, str(number), PLAIN.inked(ACCENT))
        pen.write_lines(A4.left + 22, y + 12, lines, PLAIN)

    return Block(len(lines) * PLAIN.leading + 2, draw)
