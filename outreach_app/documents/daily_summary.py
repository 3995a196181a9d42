"""The daily summary on paper: what a team did on one day, what came of it, and whose files are still missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from outreach_app.documents.day_charts import lay_charts
from outreach_app.documents.day_tables import lay_appointments, lay_canvassers, lay_objections
from outreach_app.documents.flow import Block, draw_page, paginate
from outreach_app.documents.fonts import ACCENT, INK_2, LINE, WAIT, Style, measure
from outreach_app.documents.lines import Line, Run, fit, wrap, wrap_runs
from outreach_app.documents.page import A4, CENTRE, RIGHT, Pen, page_of
from outreach_app.documents.table import HEADING, SECTION_SPACE
from outreach_app.domain.rows import DaySummary
from outreach_app.i18n import NBSP, Catalogue

PLAIN = Style("Regular", 10)
QUIET = Style("Regular", 10, INK_2)
SUBTITLE = Style("Regular", 11)
FOOT = Style("Regular", 9, INK_2)
TITLE = Style("Bold", 20)
FIGURE = Style("SemiBold", 20)
MONEY = Style("SemiBold", 14)
PROBLEM = Style("Regular", 10, WAIT)
PROBLEM_WORD = Style("SemiBold", 10, WAIT)
BESIDE_LINES = 2
PROBLEM_MARGIN = 38.0
SIGNATURE_ROOM = 68.0


def render_daily_summary(
    summary: DaySummary, catalogue: Catalogue, *, printed_at: datetime | None = None
) -> bytes:
    """Print a day as one A4 page, or more when there are many canvassers; the same summary gives the same bytes."""
    return _Summary(summary, catalogue, printed_at).render()


def list_files(files: Iterable[tuple[str, int]], catalogue: Catalogue) -> str:
    """Name files by machine: `tệp số 8, 9 của máy 07; tệp số 3 của máy 12`."""
    numbers: dict[str, list[int]] = {}
    for machine, number in files:
        numbers.setdefault(machine, []).append(number)
    return "; ".join(
        catalogue.plural(
            "file {numbers} of machine {machine}",
            "files {numbers} of machine {machine}",
            len(found),
            numbers=", ".join(map(str, found)),
            machine=machine,
        )
        for machine, found in numbers.items()
    )


@dataclass(frozen=True, slots=True)
class _Summary:
    summary: DaySummary
    catalogue: Catalogue
    printed_at: datetime | None

    def render(self) -> bytes:
        foot = self._foot_lines()
        bottom = A4.height - A4.bottom - len(foot) * FOOT.leading - 8
        head = self._lay_title()
        pages = paginate([head, *self._lay_body()], room=bottom - A4.top)
        pen = Pen(
            A4, title=self.catalogue.context("print", "Daily summary"), language=self.catalogue.language
        )
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.turn_page()
            draw_page(pen, page, top=A4.top)
            self._draw_foot(pen, bottom, foot, page_of(self.catalogue, number, pages=len(pages)))
        return pen.finish()

    def _lay_body(self) -> Iterator[Block]:
        yield self._lay_figures()
        if self.summary.total.knocked or self.summary.canvassers:
            yield from lay_canvassers(self.summary, self.catalogue)
        else:
            yield self._lay_nothing()
        yield from lay_charts(self.summary, self.catalogue)
        yield self._lay_money()
        yield from lay_objections(self.summary, self.catalogue)
        yield from lay_appointments(self.summary, self.catalogue)
        yield Block(SIGNATURE_ROOM, self._draw_signatures, space=18)

    # ------------------------------------------------------------------------------------------------------- title
    def _lay_title(self) -> Block:
        """Organisation, title, day; what is missing stands beside the title, or below the day when it is long."""
        title = self.catalogue.context("print", "Daily summary")
        room = A4.room - measure(title, TITLE) - 24
        problem = self._problem_lines(room - PROBLEM_MARGIN)
        beside = len(problem) <= BESIDE_LINES
        if not beside:
            room, problem = A4.room, self._problem_lines(A4.room - PROBLEM_MARGIN)
        width = max((_line_width(line) for line in problem), default=0.0) + PROBLEM_MARGIN
        height = len(problem) * PROBLEM.leading + 10

        def draw(pen: Pen, y: float) -> None:
            self._draw_names(pen, y)
            pen.write(A4.left, y + 54, title, TITLE)
            pen.write(
                A4.left, y + 73, self._subtitle(), fit(self._subtitle(), SUBTITLE, width=A4.room, smallest=8)
            )
            if problem:
                _draw_problem(
                    pen, (A4.right - width, y + 58 - height if beside else y + 82, width, height), problem
                )

        return Block(78 if beside else 84 + height, draw)

    def _draw_names(self, pen: Pen, y: float) -> None:
        summary, half = self.summary, A4.room * 0.62
        lines = ((summary.office_name, PLAIN), (summary.team_name, Style("SemiBold", 10)))
        for place, (text, style) in enumerate(lines):
            foot = y + 10 + place * PLAIN.leading
            pen.write(A4.left, foot, text, fit(text, style, width=half, smallest=7))
        printed = ""
        if self.printed_at:
            printed = self.catalogue.context("print", "Printed {moment}", moment=self.printed_at)
        for place, text in enumerate(filter(None, (summary.commune_name, printed))):
            pen.write(A4.right, y + 10 + place * PLAIN.leading, text, QUIET, align=RIGHT)

    def _subtitle(self) -> str:
        summary, catalogue = self.summary, self.catalogue
        counts = (
            catalogue.plural("{count} machine", "{count} machines", summary.machines),
            catalogue.plural("{count} canvasser", "{count} canvassers", len(summary.canvassers)),
            catalogue.plural("{count} village", "{count} villages", len(summary.coverage)),
        )
        return f"{self.catalogue.long_date(summary.day)} · {', '.join(counts)}"

    def _problem_lines(self, width: float) -> list[Line]:
        if not self.summary.files_missing:
            return []
        files = list_files(self.summary.files_missing, self.catalogue)
        runs = [
            Run(self.catalogue.context("print", "Incomplete:") + " ", PROBLEM_WORD),
            Run(self.catalogue.context("print", "missing {files}", files=files), PROBLEM),
        ]
        return wrap_runs(runs, width=width)

    # ----------------------------------------------------------------------------------------------------- figures
    def _lay_figures(self) -> Block:
        total, number = self.summary.total, self.catalogue.number
        figures = (
            (number(total.knocked), self.catalogue.context("print", "doors knocked")),
            (number(total.spoken_to), self.catalogue.context("print", "doors spoken to")),
            (number(total.people_advised), self.catalogue.context("print", "people advised")),
            (number(total.voluntary_new + total.health_new), self.catalogue.context("print", "newly joined")),
            (
                number(total.voluntary_continuing + total.health_continuing),
                self.catalogue.context("print", "paid on, renewed"),
            ),
        )
        pitch = A4.room / len(figures)

        def draw(pen: Pen, y: float) -> None:
            for place, (figure, label) in enumerate(figures):
                x = A4.left + place * pitch
                pen.bar(x, y, 2, 38, fill=ACCENT)
                pen.write(x + 11, y + 19, figure, FIGURE)
                pen.write(x + 11, y + 34, label, fit(label, PLAIN, width=pitch - 16, smallest=7))

        return Block(38, draw, space=12)

    def _lay_nothing(self) -> Block:
        sentence = self.catalogue.context("print", "No visit has been logged for this day.")
        return Block(16, lambda pen, y: _write(pen, y + 11, sentence), space=SECTION_SPACE)

    def _lay_money(self) -> Block:
        heading = self.catalogue.context("print", "Money taken")
        amount = self.catalogue.money(self.summary.money_taken)
        receipts = self.catalogue.plural(
            "{count} money receipt", "{count} money receipts", self.summary.receipts
        )

        def draw(pen: Pen, y: float) -> None:
            end = pen.write(A4.left, y + 13, heading, HEADING)
            end = pen.write(end + 12, y + 13, amount, MONEY)
            pen.write(end + 10, y + 13, receipts, PLAIN)

        return Block(18, draw, space=SECTION_SPACE - 4)

    # ------------------------------------------------------------------------------------------------ end and foot
    def _draw_signatures(self, pen: Pen, y: float) -> None:
        names = (
            self.catalogue.context("print", "Written by"),
            self.catalogue.context("print", "Lead of the canvassing team"),
        )
        hint = self.catalogue.context("print", "(signature, full name)")
        for place, name in enumerate(names):
            x = A4.left + A4.room * (0.25 + 0.5 * place)
            pen.write(x, y + 11, name, PLAIN, align=CENTRE)
            pen.write(x, y + 11 + PLAIN.leading, hint, QUIET, align=CENTRE)

    def _foot_lines(self) -> list[str]:
        if self.summary.files_included:
            files = list_files(self.summary.files_included, self.catalogue)
            sentence = self.catalogue.context("print", "Figures of this machine with {files}.", files=files)
        else:
            sentence = self.catalogue.context("print", "Figures of this machine alone.")
        return wrap(sentence, FOOT, width=A4.room - 90)

    def _draw_foot(self, pen: Pen, y: float, lines: list[str], pages: str) -> None:
        pen.rule(A4.left, y, A4.room, LINE)
        pen.write_lines(A4.left, y + FOOT.leading + 3, lines, FOOT)
        pen.write(A4.right, y + FOOT.leading + 3, pages.replace(" ", NBSP), FOOT, align=RIGHT)


def _write(pen: Pen, y: float, sentence: str) -> None:
    pen.write(A4.left, y, sentence, HEADING)


def _line_width(line: Line) -> float:
    return sum(run.width for run in line)


def _draw_problem(pen: Pen, box: tuple[float, float, float, float], lines: list[Line]) -> None:
    x, y, width, height = box
    pen.frame((x, y, width, height), WAIT, thick=0.8, radius=3, dashed=True)
    pen.sign("triangle-alert", (x + 9, y + height / 2 - 6.5, 13), WAIT)
    pen.write_runs(x + 28, y + 14.5, lines, leading=PROBLEM.leading)
