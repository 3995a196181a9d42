"""The bars of the daily summary: outcomes of the doors, and how far each village is; dark enough to be photocopied."""

from collections.abc import Callable, Iterator
from itertools import zip_longest

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import ACCENT, ACCENT_MID, EDGE, WHITE, Style
from outreach_app.documents.lines import wrap
from outreach_app.documents.page import A4, Pen
from outreach_app.documents.table import HEADING, HEADING_NOTE, SECTION_SPACE
from outreach_app.domain.rows import Coverage, DaySummary
from outreach_app.domain.visits import OUTCOME_NAMES, SPOKEN_TO, Outcome
from outreach_app.i18n import NBSP, Catalogue

OUTCOME_SIGNS: dict[Outcome, str] = {
    Outcome.SIGNED_UP: "check",
    Outcome.CONTINUING: "check",
    Outcome.CALL_BACK: "calendar-clock",
    Outcome.THINKING: "clock",
    Outcome.REFUSED: "x",
    Outcome.NOT_HOME: "minus",
    Outcome.WORKING_AWAY: "luggage",
    Outcome.WRONG_ADDRESS: "map-pin",
    Outcome.MOVED_AWAY: "arrow-right",
    Outcome.ALREADY_COVERED: "circle-slash-2",
    Outcome.NOT_ELIGIBLE: "circle-slash-2",
    Outcome.BELONGS_TO_COMPULSORY: "circle-slash-2",
    Outcome.DECEASED: "minus",
    Outcome.DO_NOT_CONTACT: "ban",
}
"""The one sign of each outcome, the same as on the screens."""

LABEL = Style("Regular", 10)
COUNT = Style("SemiBold", 10)
RIGHT_HALF = A4.left + A4.room / 2
ROW = 19.4
BAR = 10.0
OUTCOME_LABEL, OUTCOME_BAR = 19.0, 122.0
OUTCOME_LONGEST = 82.0
VILLAGE_BAR = 74.0
VILLAGE_LONGEST = 108.0

Drawing = tuple[float, Callable[[Pen, float], None]]
"""Height in points, and how to draw it."""


def lay_charts(summary: DaySummary, catalogue: Catalogue) -> Iterator[Block]:
    """Outcomes on the left half, villages on the right, row by row, so that many villages flow to the next page."""
    yield _heading(summary, catalogue)
    for outcome, village in zip_longest(_outcomes(summary, catalogue), _villages(summary, catalogue)):
        drawings = [drawing for drawing in (outcome, village) if drawing]
        yield Block(max(height for height, _ in drawings), _together([draw for _, draw in drawings]))


def _together(draws: list[Callable[[Pen, float], None]]) -> Callable[[Pen, float], None]:
    def draw_all(pen: Pen, y: float) -> None:
        for draw in draws:
            draw(pen, y)

    return draw_all


def _heading(summary: DaySummary, catalogue: Catalogue) -> Block:
    knocked = catalogue.plural(
        "What came of {count} door", "What came of {count} doors", summary.total.knocked
    )
    villages = catalogue.context("print", "How far each village is")
    note = catalogue.context("print", "spoken to / knocked / known")

    def draw(pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 11, knocked, HEADING)
        if summary.coverage:
            end = pen.write(RIGHT_HALF, y + 11, villages, HEADING)
            fits = A4.right - end > 4 + len(note) * HEADING_NOTE.size * 0.56
            pen.write(end + 5, y + 11, note, HEADING_NOTE if fits else HEADING_NOTE.sized(8))

    return Block(20.0, draw, keeps_next=True, space=SECTION_SPACE)


def _outcomes(summary: DaySummary, catalogue: Catalogue) -> Iterator[Drawing]:
    most = max((count for _, count in summary.door_outcomes), default=0)
    for outcome, count in summary.door_outcomes:
        yield _outcome(outcome, count, catalogue, longest=OUTCOME_LONGEST / max(most, 1))


def _outcome(outcome: Outcome, count: int, catalogue: Catalogue, *, longest: float) -> Drawing:
    """`longest` is points per door."""
    ink = ACCENT if outcome in SPOKEN_TO else EDGE
    lines = wrap(catalogue.text(OUTCOME_NAMES[outcome]), LABEL, width=OUTCOME_BAR - OUTCOME_LABEL - 6)

    def draw(pen: Pen, y: float) -> None:
        pen.sign(OUTCOME_SIGNS[outcome], (A4.left, y + 1.5, 12), ink)
        pen.write_lines(A4.left + OUTCOME_LABEL, y + 11, lines, LABEL)
        width = count * longest
        pen.bar(A4.left + OUTCOME_BAR, y + 2.5, width, BAR, fill=ink)
        pen.write(A4.left + OUTCOME_BAR + width + 7, y + 11, catalogue.number(count), COUNT)

    return max(ROW, len(lines) * LABEL.leading + 6), draw


def _villages(summary: DaySummary, catalogue: Catalogue) -> Iterator[Drawing]:
    most = max((coverage.known for coverage in summary.coverage), default=0)
    for coverage in summary.coverage:
        yield _village(coverage, catalogue, longest=VILLAGE_LONGEST / max(most, 1))


def _village(coverage: Coverage, catalogue: Catalogue, *, longest: float) -> Drawing:
    lines = wrap(coverage.village.name, LABEL, width=VILLAGE_BAR - 6)
    counts = (coverage.spoken_to, coverage.knocked, coverage.known)
    figures = f"{NBSP}/{NBSP}".join(catalogue.number(count) for count in counts)

    def draw(pen: Pen, y: float) -> None:
        pen.write_lines(RIGHT_HALF, y + 11, lines, LABEL)
        x, top = RIGHT_HALF + VILLAGE_BAR, y + 2.5
        full = coverage.known * longest
        pen.bar(x, top, full, BAR, fill=WHITE)
        pen.bar(x, top, min(coverage.knocked * longest, full), BAR, fill=ACCENT_MID)
        pen.bar(x, top, min(coverage.spoken_to * longest, full), BAR, fill=ACCENT)
        pen.frame((x, top, full, BAR), EDGE)
        pen.write(x + full + 6, y + 11, figures, LABEL)

    return max(ROW, len(lines) * LABEL.leading + 6), draw
