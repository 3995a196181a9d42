"""Results on paper: a unit and what lies under it, scheme by scheme, against plan and last year; what was published."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach_app.documents.flow import Block, draw_page, paginate
from outreach_app.documents.fonts import ACCENT, EDGE, INK_2, LINE, Style
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import A4, RIGHT, Pen, page_of
from outreach_app.documents.table import Column, lay_head, lay_heading, lay_row
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.published_words import tell_figures
from outreach_app.domain.report_rows import ProgressReport, ReportRow
from outreach_app.domain.report_words import say_last_year, say_plan
from outreach_app.errors import Message
from outreach_app.i18n import NBSP, Catalogue

PLAIN = Style("Regular", 10)
QUIET = Style("Regular", 10, INK_2)
TITLE = Style("Bold", 20)
SUBTITLE = Style("Regular", 11)
FOOT = Style("Regular", 9, INK_2)
CELL, WHOLE = Style("Regular", 9.5), Style("SemiBold", 9.5)
NONE = "–"
NAME_WIDTH = 118.0
BAR, BAR_ROW, BAR_LEFT, BAR_LONGEST = 8.0, 15.0, 150.0, 250.0


def render_progress_report(
    report: ProgressReport, catalogue: Catalogue, *, printed_at: datetime | None = None
) -> bytes:
    """Print the results of a unit on A4; the same report gives the same bytes."""
    return _Report(report, catalogue, printed_at).render()


@dataclass(frozen=True, slots=True)
class _Report:
    report: ProgressReport
    catalogue: Catalogue
    printed_at: datetime | None

    def render(self) -> bytes:
        bottom = A4.height - A4.bottom - FOOT.leading - 8
        pages = paginate(self._lay(), room=bottom - A4.top)
        title = self.catalogue.context("print", "Results of the drive for members")
        pen = Pen(A4, title=title, language=self.catalogue.language)
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.turn_page()
            draw_page(pen, page, top=A4.top)
            self._draw_foot(pen, bottom, page_of(self.catalogue, number, pages=len(pages)))
        return pen.finish()

    def _lay(self) -> Iterator[Block]:
        yield self._lay_title()
        for note in self.report.notes:
            yield from self._lay_sentence(note)
        for scheme in dict.fromkeys(row.scheme for row in self.report.rows):
            yield from self._lay_scheme(scheme, [row for row in self.report.rows if row.scheme is scheme])
        yield from self._lay_figures()

    # ------------------------------------------------------------------------------------------------------- title
    def _lay_title(self) -> Block:
        title = self.catalogue.context("print", "Results of the drive for members")
        lines = [self._say_period()]
        if self.report.on < self.report.period.last:
            lines.append(self.catalogue.context("print", "as known on {day}", day=self.report.on))

        def draw(pen: Pen, y: float) -> None:
            office = self.report.office_name
            pen.write(A4.left, y + 10, office, fit(office, PLAIN, width=A4.room * 0.6, smallest=7))
            if self.printed_at:
                printed = self.catalogue.context("print", "Printed {moment}", moment=self.printed_at)
                pen.write(A4.right, y + 10, printed, QUIET, align=RIGHT)
            pen.write(A4.left, y + 42, title, TITLE)
            subtitle = " · ".join([self.report.name, *lines])
            pen.write(A4.left, y + 60, subtitle, fit(subtitle, SUBTITLE, width=A4.room, smallest=8))

        return Block(66, draw)

    def _say_period(self) -> str:
        period = self.report.period
        return self.catalogue.context(
            "print", "{first} to {last} ({days} days)", first=period.first, last=period.last, days=period.days
        )

    # ------------------------------------------------------------------------------------------------------ scheme
    def _lay_scheme(self, scheme: Scheme, rows: Sequence[ReportRow]) -> Iterator[Block]:
        yield lay_heading(self.catalogue.text(SCHEME_NAMES[scheme]), A4)
        whole = rows[0]
        for plan in whole.plans:
            yield from self._lay_sentence(say_plan(plan))
        yield from self._lay_sentence(say_last_year(whole))
        columns, labels = self._columns()
        head = lay_head(labels, columns, geometry=A4)
        yield Block(head.height, head.draw, keeps_next=True, space=6)
        for place, row in enumerate(rows):
            styled = [Column(each.width, each.align, CELL if place else WHOLE) for each in columns]
            yield lay_row(self._cells(row), styled, geometry=A4, head=head)
        yield from self._lay_bars(rows[1:])

    def _columns(self) -> tuple[list[Column], list[str]]:
        words = (
            "Plan",
            "New",
            "Continuing",
            "Stopped",
            "Net",
            "% of plan",
            "Members",
            "New last year",
            "Coverage %",
        )
        labels = [self.catalogue.context("report", word) for word in words]
        width = (A4.room - NAME_WIDTH) / len(labels)
        name = self.catalogue.context("report", "Unit")
        return [Column(NAME_WIDTH), *(Column(width, RIGHT) for _ in labels)], [name, *labels]

    def _cells(self, row: ReportRow) -> list[str]:
        number, decimal = self.catalogue.number, self.catalogue.decimal
        plan, tally = row.plan, row.tally
        percent = plan.percent if plan else None
        return [
            row.name, number(plan.target.people) if plan else NONE, number(tally.joined), number(tally.continuing),
            number(tally.lapsed), number(tally.net), NONE if percent is None else decimal(percent), number(row.active),
            number(row.last_year), NONE if row.coverage is None else decimal(row.coverage),
        ]  # fmt: skip

    def _lay_bars(self, rows: Sequence[ReportRow]) -> Iterator[Block]:
        most = max((max(row.tally.joined, row.tally.lapsed) for row in rows), default=0)
        if not most:
            return
        note = self.catalogue.context("report", "new (dark) and stopped (light)")
        yield lay_heading(self.catalogue.context("report", "Who brought how many"), A4, note=note)
        ranked = sorted(rows, key=lambda row: (-row.tally.joined, row.name))
        for row in ranked:
            yield Block(BAR_ROW, _bars_of(row, self.catalogue, longest=BAR_LONGEST / most))

    # ----------------------------------------------------------------------------------------------------- figures
    def _lay_figures(self) -> Iterator[Block]:
        told = tell_figures(self.report.figures, self.catalogue)
        if not told:
            return
        yield lay_heading(self.catalogue.context("report", "Official figures"), A4)
        for message in told:
            yield from self._lay_sentence(message)

    def _lay_sentence(self, message: Message) -> Iterator[Block]:
        lines = wrap(self.catalogue.render(message), PLAIN, width=A4.room)
        for line in lines:
            yield Block(PLAIN.leading, _write_line(line))

    def _draw_foot(self, pen: Pen, y: float, pages: str) -> None:
        pen.rule(A4.left, y, A4.room, LINE)
        told = self.catalogue.context("report", "From the sign-ups and lists of this workspace.")
        pen.write(A4.left, y + FOOT.leading + 3, told, FOOT)
        pen.write(A4.right, y + FOOT.leading + 3, pages.replace(" ", NBSP), FOOT, align=RIGHT)


def _write_line(line: str) -> Callable[[Pen, float], None]:
    def draw(pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 11, line, PLAIN)

    return draw


def _bars_of(row: ReportRow, catalogue: Catalogue, *, longest: float) -> Callable[[Pen, float], None]:
    """Bars of one place; `longest` is points per person."""
    tally, number = row.tally, catalogue.number

    def draw(pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 10, row.name, fit(row.name, CELL, width=BAR_LEFT - 8, smallest=6.5))
        x = A4.left + BAR_LEFT
        pen.bar(x, y + 1, tally.joined * longest, BAR - 2, fill=ACCENT)
        pen.bar(x, y + BAR, tally.lapsed * longest, BAR / 2, fill=EDGE)
        end = x + max(tally.joined, tally.lapsed) * longest + 7
        pen.write(end, y + 10, f"{number(tally.joined)}{NBSP}/{NBSP}{number(tally.lapsed)}", CELL)

    return draw
