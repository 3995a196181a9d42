"""One row of the printed visit list: who, why, where, tick boxes, room for a note and the next date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import INK, INK_2, LINE, Style, measure
from outreach_app.documents.lines import wrap
from outreach_app.documents.page import A4, CENTRE, Pen
from outreach_app.domain.prospects import tell_named
from outreach_app.domain.rows import SheetLine, WorkReason
from outreach_app.domain.territory_steps import NOT_PLACED
from outreach_app.domain.visits import OUTCOME_NAMES, ROW_KEYS, Outcome
from outreach_app.i18n import N_, NBSP, Catalogue

WORK_REASONS: dict[WorkReason, str] = {
    WorkReason.PROMISED: N_("Promised return"),
    WorkReason.UNFINISHED_SIGN_UP: N_("Sign-up left unfinished"),
    WorkReason.WINDOW_CLOSING: N_("Payment window closing"),
    WorkReason.LAPSED: N_("Stopped: win back"),
    WorkReason.WITHDRAWING: N_("Wants to withdraw everything"),
    WorkReason.RETURNED: N_("Back home from working away"),
    WorkReason.MEMBER_IN: N_("A member has joined already"),
    WorkReason.LISTED: N_("Named by a list"),
    WorkReason.ASSIGNED: N_("Assigned for today"),
    WorkReason.NOBODY_HOME: N_("Nobody at home last time"),
    WorkReason.NEVER_VISITED: N_("Not visited yet"),
}
"""Why a household stands on the list, as the walker reads it."""

Members = Mapping[bytes, Sequence[str]]
"""Names of the people to ask, by household id."""

BOXES = len(ROW_KEYS)
MEMBER_LINES = 2
PADDING = 4.5
GAP = 10.0
LARGE_BOX = 23.7
LARGE_LEAST = 13.0


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes of one printing, in points; in large print no letter is under 13, in one column of text."""

    large: bool = False

    @property
    def scale(self) -> float:
        """How much larger than the ordinary printing."""
        return 1.3 if self.large else 1.0

    @property
    def first(self) -> float:
        """Where the column of the household begins."""
        return A4.left + 24 * self.scale

    @property
    def second(self) -> float:
        """Where the column of the reason begins."""
        return self.first if self.large else self.first + self.column + GAP

    @property
    def column(self) -> float:
        """Width of each of the two text columns; in large print what stood in the second follows in the first."""
        room = self.boxes - self.first
        return room - GAP if self.large else room / 2 - GAP

    @property
    def box(self) -> float:
        """Edge of a tick box."""
        return LARGE_BOX if self.large else 13.0

    @property
    def pitch(self) -> float:
        """From one tick box to the next."""
        return self.box + (2.5 if self.large else 6.0)

    @property
    def boxes(self) -> float:
        """Where the first tick box begins; the last one ends at the right margin."""
        return A4.right - (BOXES - 1) * self.pitch - self.box

    @property
    def writing(self) -> float:
        """Height of a line for handwriting."""
        return 27.0 if self.large else 17.0

    def style(self, face: str, size: float) -> Style:
        """A style whose size grows with the printing."""
        return Style(face, max(size * self.scale, LARGE_LEAST) if self.large else size)


Text = tuple[str, Style]


def lay_row(line: SheetLine, catalogue: Catalogue, *, sizes: Measures, members: Sequence[str]) -> Block:
    """Lay out one row; it is as high as its longer column, and no name in it is cut."""
    left = _household_lines(line, catalogue, sizes=sizes, members=members)
    right = _reason_lines(line, catalogue, sizes=sizes)
    if sizes.large:
        left, right = [*left, *right], []
    texts = max(sum(style.leading for _, style in column) for column in (left, right))
    hand = sizes.box + 2 * sizes.writing
    height = max(texts, hand) + 2 * PADDING

    def draw(pen: Pen, y: float) -> None:
        number = sizes.style("Bold", 12)
        pen.write(A4.left, y + PADDING + number.size, str(line.row), number)
        _draw_texts(pen, sizes.first, y + PADDING, left)
        _draw_texts(pen, sizes.second, y + PADDING, right)
        _draw_boxes(pen, y + PADDING, line, sizes)
        _draw_hand_lines(pen, y + PADDING + sizes.box, catalogue, sizes)
        pen.rule(A4.left, y + height, A4.room, LINE)

    return Block(height, draw)


def _household_lines(
    line: SheetLine, catalogue: Catalogue, *, sizes: Measures, members: Sequence[str]
) -> list[Text]:
    head, plain = sizes.style("SemiBold", 10.5), sizes.style("Regular", 9)
    quiet = sizes.style("Regular", 8.5).inked(INK_2)
    lines = [(text, head) for text in wrap(line.household.head, head, width=sizes.column)]
    lines += [(text, plain) for text in member_lines(members, catalogue, style=plain, width=sizes.column)]
    count = catalogue.plural("{count} person", "{count} people", line.household.members)
    lines += [(text, quiet) for text in wrap(f"{line.household.code} · {count}", quiet, width=sizes.column)]
    return lines


def member_lines(members: Sequence[str], catalogue: Catalogue, *, style: Style, width: float) -> list[str]:
    """Write as many whole names as two lines hold; the last words count those left out."""
    lines: list[str] = []
    for shown in range(len(members), 0, -1):
        names = [name.replace(" ", NBSP) for name in members[:shown]]
        rest = len(members) - shown
        more = (
            [catalogue.plural("and {count} more", "and {count} more", rest).replace(" ", NBSP)]
            if rest
            else []
        )
        lines = wrap(", ".join([*names, *more]), style, width=width)
        if len(lines) <= MEMBER_LINES:
            break
    return lines


def _reason_lines(line: SheetLine, catalogue: Catalogue, *, sizes: Measures) -> list[Text]:
    household = line.household
    why = sizes.style("Medium", 9.2)
    reason = catalogue.text(WORK_REASONS[line.reason]) if line.reason else ""
    place = " · ".join(part for part in (household.address, household.neighbour_group) if part)
    forbidden = catalogue.text(OUTCOME_NAMES[Outcome.DO_NOT_CONTACT]) if household.do_not_contact else ""
    texts: list[Text] = [
        (forbidden, sizes.style("Bold", 9.2)),
        (": ".join(part for part in (reason, _tell_detail(catalogue, line)) if part), why),
        (place, sizes.style("Regular", 9).inked(INK_2)),
        (catalogue.text(NOT_PLACED) if line.waits else "", sizes.style("Medium", 9)),
        (household.phone or "", sizes.style("Medium", 10)),
    ]
    return [(part, style) for text, style in texts if text for part in wrap(text, style, width=sizes.column)]


def _draw_texts(pen: Pen, x: float, y: float, texts: Sequence[Text]) -> None:
    for text, style in texts:
        pen.write(x, y + style.size, text, style)
        y += style.leading


def _draw_boxes(pen: Pen, y: float, line: SheetLine, sizes: Measures) -> None:
    small = Style("Regular", sizes.box * 0.55, INK_2, digits=True)
    for place, (key, outcome) in enumerate(ROW_KEYS.items()):
        x = sizes.boxes + place * sizes.pitch
        pen.frame((x, y, sizes.box, sizes.box), INK, thick=0.9, radius=1.5)
        if outcome == line.outcome:
            pen.sign("check", (x + 1, y + 1, sizes.box - 2), INK)
        else:
            pen.write(x + sizes.box / 2, y + sizes.box * 0.7, key, small, align=CENTRE)


def _draw_hand_lines(pen: Pen, y: float, catalogue: Catalogue, sizes: Measures) -> None:
    label = sizes.style("Regular", 8.2).inked(INK_2)
    for place, name in enumerate(
        (catalogue.context("print", "Note"), catalogue.context("print", "Next date"))
    ):
        foot = y + (place + 1) * sizes.writing - 2
        pen.write(sizes.boxes, foot, name, label)
        start = sizes.boxes + measure(name, label) + 4
        pen.dots(start, foot + 1, A4.right - start)


def _tell_detail(catalogue: Catalogue, line: SheetLine) -> str:
    return tell_named(catalogue, line.detail) if line.reason is WorkReason.LISTED else line.detail
