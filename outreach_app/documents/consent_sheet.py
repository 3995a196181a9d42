"""The sheet on which a household's members agree, purpose by purpose: nothing is ticked, each signs for themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import INK, INK_2, LINE, Style
from outreach_app.documents.footed import print_footed
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import A4, CENTRE, RIGHT, Pen
from outreach_app.domain.privacy_files import PurposeText, PurposeTexts
from outreach_app.i18n import Catalogue

PLAIN = Style("Regular", 10)
STRONG = Style("SemiBold", 10)
QUIET = Style("Regular", 9.5, INK_2)
TITLE = Style("Bold", 18)
CODE = Style("SemiBold", 13, digits=True)
HEAD = Style("SemiBold", 9.5)
NAME = Style("SemiBold", 11)
_BOX = 14.0
_NAMES = 0.34
_TICKS = 0.36
_ROW = 62.0


@dataclass(frozen=True, slots=True)
class ConsentSheet:
    """What one household's sheet says; `members` are names, `children` their places, `code` finds the paper again."""

    code: str
    household: str
    place: str
    members: tuple[str, ...]
    children: frozenset[int]
    day: date
    office_name: str
    texts: PurposeTexts
    child_age: int


def render_consent_sheet(sheet: ConsentSheet, catalogue: Catalogue) -> bytes:
    """Print the sheet as A4; the same sheet gives the same bytes."""
    return _Page(sheet, catalogue).render()


@dataclass(frozen=True, slots=True)
class _Page:
    sheet: ConsentSheet
    catalogue: Catalogue

    def _print(self, key: str, **parameters: object) -> str:
        return self.catalogue.context("print", key, **parameters)

    def render(self) -> bytes:
        version = self._print("Text of {version}", version=self.sheet.texts.version)
        return print_footed(
            self._lay_body(),
            self.catalogue,
            title=self._print("Consent to the use of personal data"),
            foot=f"{self.sheet.code} · {version}",
        )

    def _lay_body(self) -> Iterator[Block]:
        yield Block(84, self._draw_title)
        yield self._lay_text(
            self._print(
                "Each purpose is chosen on its own. An empty box means: not agreed. Whoever does not agree is served"
                " all the same. Anybody may withdraw at any time, by telling us or the office."
            ),
            PLAIN,
        )
        for number, purpose in enumerate(self.sheet.texts.texts.values(), start=1):
            yield self._lay_purpose(number, purpose)
        head = Block(28, self._draw_head, space=10)
        yield head
        for place, name in enumerate(self.sheet.members):
            yield self._lay_member(place, name, head)
        yield self._lay_text(
            self._print(
                "A cross in the box means: I agree. For a child under {years} the father, the mother or a guardian"
                " signs and writes their own name. A thumbprint needs a witness who is not the one who asks.",
                years=self.sheet.child_age,
            ),
            QUIET,
        )
        yield Block(92, self._draw_signatures, space=12)

    def _draw_title(self, pen: Pen, y: float) -> None:
        sheet = self.sheet
        pen.write(
            A4.left, y + 10, sheet.office_name, fit(sheet.office_name, PLAIN, width=A4.room * 0.6, smallest=7)
        )
        pen.write(A4.right, y + 12, sheet.code, CODE, align=RIGHT)
        pen.write(A4.left, y + 42, self._print("Consent to the use of personal data"), TITLE)
        line = self._print("Household {name}, {place}", name=sheet.household, place=sheet.place)
        pen.write(A4.left, y + 62, line, fit(line, STRONG, width=A4.room, smallest=8))

    def _lay_text(self, text: str, style: Style, *, indent: float = 0.0) -> Block:
        lines = wrap(text, style, width=A4.room - indent)

        def draw(pen: Pen, y: float) -> None:
            pen.write_lines(A4.left + indent, y + style.size, lines, style)

        return Block(len(lines) * style.leading, draw, space=6)

    def _lay_purpose(self, number: int, purpose: PurposeText) -> Block:
        lines = wrap(purpose.text, PLAIN, width=A4.room - 20)

        def draw(pen: Pen, y: float) -> None:
            pen.write(A4.left, y + STRONG.size, f"{number}.", STRONG)
            pen.write(A4.left + 20, y + STRONG.size, purpose.title, STRONG)
            pen.write_lines(A4.left + 20, y + STRONG.size + STRONG.leading, lines, PLAIN)

        return Block((len(lines) + 1) * PLAIN.leading, draw, space=6)

    # ----------------------------------------------------------------------------------------------------- the grid
    def _ticks(self) -> list[float]:
        """Where the boxes of a row begin."""
        count = len(self.sheet.texts.texts)
        step = A4.room * _TICKS / count
        return [A4.left + A4.room * _NAMES + step * (place + 0.5) - _BOX / 2 for place in range(count)]

    def _draw_head(self, pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 18, self._print("Member"), HEAD)
        for number, x in enumerate(self._ticks(), start=1):
            pen.write(x + _BOX / 2, y + 18, str(number), HEAD, align=CENTRE)
        right = A4.left + A4.room * (_NAMES + _TICKS) + 8
        pen.write(right, y + 18, self._print("Signature or thumbprint"), HEAD)
        pen.rule(A4.left, y + 26, A4.room, INK, thick=0.9)

    def _lay_member(self, place: int, name: str, head: Block) -> Block:
        def draw(pen: Pen, y: float) -> None:
            room = A4.room * _NAMES - 8
            pen.write(A4.left, y + 22, name, fit(name, NAME, width=room, smallest=7))
            note = (
                self._print("child: father, mother or guardian signs") if place in self.sheet.children else ""
            )
            if note:
                pen.write(A4.left, y + 38, note, fit(note, QUIET, width=room, smallest=6))
            for x in self._ticks():
                pen.frame((x, y + 12, _BOX, _BOX), INK)
            right = A4.left + A4.room * (_NAMES + _TICKS) + 8
            pen.frame((right, y + 6, A4.right - right, _ROW - 12), LINE)
            pen.rule(A4.left, y + _ROW - 1, A4.room, LINE)

        return Block(_ROW, draw, head=head)

    def _draw_signatures(self, pen: Pen, y: float) -> None:
        people = (self._print("Witness of a thumbprint"), self._print("Who asked and noted it"))
        for place, label in enumerate(people):
            x = A4.left + A4.room * (0.25 + 0.5 * place)
            pen.write(x, y + 11, label, STRONG, align=CENTRE)
            pen.write(x, y + 11 + PLAIN.leading, self._print("(signature, full name)"), QUIET, align=CENTRE)
            pen.dots(x - 85, y + 74, 170)
        pen.write(A4.left, y + 90, self._print("Day of signing: ____ / ____ / 20____"), PLAIN)


def make_code(household_code: str, day: date) -> str:
    """The code of a sheet: that of its household, whose last sign checks it, and the day of printing."""
    return f"{household_code}/{day:%d%m%y}"
