"""What the charts of the place Campaign show: the way to the plan, the months, the ranking; each in words as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from outreach_app.domain.rankings import Order, RankedRow, rank
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.report_words import say_last_year, say_plan
from outreach_app.domain.results import Progress, Tally
from outreach_app.domain.targets import Aim, Target
from outreach_app.i18n import Catalogue
from ui.models.chart_values import (
    Bar,
    BarChart,
    ChartLine,
    ChartTable,
    Column,
    ColumnChart,
    LineChart,
    Stroke,
    find_marks,
)

if TYPE_CHECKING:
    from outreach_app.services.overviews import Level, Overview

_MOST_PLANS = 2
"""More plans side by side are told in words and in the table; more lines would hide one another."""
_MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Charts:
    """The three charts of the line stood on."""

    progress: LineChart
    months: ColumnChart
    ranking: BarChart


def draw_charts(
    words: Catalogue, overview: "Overview", level: "Level", row: ReportRow, rows: Sequence[ReportRow]
) -> Charts:
    """Draw a line of the list; `rows` are those of its scheme, the whole first."""
    return Charts(
        _draw_progress(words, overview, row, level.villages.get(row.subject, ())),
        _draw_months(words, overview, row, level.villages.get(row.subject, ())),
        _draw_ranking(words, rows, row),
    )


# -------------------------------------------------------------------------------------------------------- the plan
def _draw_progress(
    words: Catalogue, overview: "Overview", row: ReportRow, villages: Sequence[bytes]
) -> LineChart:
    period, plans = overview.period, row.plans[:_MOST_PLANS]
    aim = plans[0].target.aim if plans else Aim.JOINED
    ours = _shift(overview.course.follow(row.scheme, villages, aim), period.first)
    before = _shift(
        overview.course_before.follow(row.scheme, villages, aim), overview.course_before.period.first
    )
    numbers = [people for _, people in (*ours, *before)]
    marks = find_marks(min(numbers), max([*numbers, *(plan.target.people for plan in plans)]))
    lines = [
        ChartLine(words.context("chart", "This time"), _tell_end(words, ours), tuple(ours), stepped=True)
    ]
    lines += [_draw_plan(words, plan, begun=ours[0][1] if aim is Aim.STOCK else 0) for plan in plans]
    told = words.text("last year {count}", count=words.number(before[-1][1]))
    last_year = words.text("The same days last year")
    lines.append(ChartLine(last_year, told, tuple(before), Stroke.DOTTED, stepped=True))
    sentences = [words.render(say_plan(plan)) for plan in row.plans] or [
        words.text("No target is set for exactly these days.")
    ]
    return LineChart(
        " ".join([*sentences, words.render(say_last_year(row))]), period.days, _name_days(words, overview),
        tuple((mark, words.number(mark)) for mark in marks), tuple(lines),
        _tabulate_days(words, overview, plans, ours=ours, before=before),
    )  # fmt: skip


def _draw_plan(words: Catalogue, plan: Progress, *, begun: int) -> ChartLine:
    target = plan.target
    who = target.set_by or words.context("chart", "plan")
    label = words.context("chart", "{who}: {count}", who=who, count=words.number(target.people))
    days = target.period.days - 1
    return ChartLine(
        words.text("Pace of the plan ({who})", who=who), label, ((0, begun), (days, target.people)), Stroke.DASHED
    )  # fmt: skip


def _tell_end(words: Catalogue, line: Sequence[tuple[int, int]]) -> str:
    return words.text("so far {count}", count=words.number(line[-1][1]))


def _shift(line: Sequence[tuple[date, int]], first: date) -> list[tuple[int, int]]:
    return [((day - first).days, people) for day, people in line]


def _list_stops(overview: "Overview") -> list[date]:
    """The last days of the parts that a table tells: months of a long stretch, weeks of a short one."""
    period, months = overview.period, list(overview.period.months)
    if len(months) > 1:
        return [month.last for month in months]
    days = range(6, period.days - 1, 7)
    return [*(date.fromordinal(period.first.toordinal() + day) for day in days), period.last]


def _name_days(words: Catalogue, overview: "Overview") -> tuple[tuple[int, str], ...]:
    period, months = overview.period, list(overview.period.months)
    if len(months) > 2:
        step = -(-len(months) // _MOST_TICKS)
        return tuple(
            ((month.first - period.first).days, words.text("m{month}", month=month.first.month))
            for month in months[::step]
        )
    step = max(1, period.days // 6)
    days = [period.first.toordinal() + day for day in range(0, period.days, step)]
    return tuple((day - days[0], _short_day(date.fromordinal(day))) for day in days)


def _short_day(day: date) -> str:
    return f"{day.day}/{day.month}"


def _tabulate_days(
    words: Catalogue, overview: "Overview", plans: Sequence[Progress], *, ours: Sequence[tuple[int, int]],
    before: Sequence[tuple[int, int]],
) -> ChartTable:  # fmt: skip
    labels = [words.context("chart", "Up to"), words.context("chart", "This time")]
    several = len(plans) > 1
    labels += [
        words.context("chart", "Plan {number}", number=place) if several else words.context("chart", "Plan")
        for place, _ in enumerate(plans, start=1)
    ]
    rows: list[tuple[str, ...]] = []
    for stop in _list_stops(overview):
        day = (stop - overview.period.first).days
        reached = words.number(_at(ours, day)) if stop <= overview.on or not rows else "–"
        paces = [words.number(find_pace(plan.target, stop)) for plan in plans]
        rows.append((words.date(stop), reached, *paces, words.number(_at(before, day))))
    return ChartTable((*labels, words.context("chart", "Last year")), tuple(rows))


def _at(line: Sequence[tuple[int, int]], day: int) -> int:
    """What a line had reached on a day."""
    return next((people for offset, people in reversed(line) if offset <= day), 0)


def find_pace(target: Target, day: date) -> int:
    """How many an even pace has brought by the end of a day, halves up."""
    past = target.period.until(day)
    days = past.days if past else 0
    return (2 * target.people * days + target.period.days) // (2 * target.period.days)


# ------------------------------------------------------------------------------------------------------ the months
def _draw_months(
    words: Catalogue, overview: "Overview", row: ReportRow, villages: Sequence[bytes]
) -> ColumnChart:
    told = overview.months.sum_up(row.scheme, villages)
    names = (
        words.context("report", "new"), words.context("report", "continuing"), words.context("report", "stopped")
    )  # fmt: skip
    columns = tuple(
        Column(words.text("m{month}", month=period.first.month), tally.joined, tally.continuing, tally.lapsed)
        for period, tally in told
    )
    most = max((column.joined + column.continuing for column in columns), default=0)
    marks = find_marks(-max((column.lapsed for column in columns), default=0), most)
    rows = tuple(
        (f"{period.first:%m/%Y}", *map(words.number, (tally.joined, tally.continuing, tally.lapsed, tally.net)))
        for period, tally in told
    )  # fmt: skip
    labels = (words.context("chart", "Month"), *names, words.context("report", "net"))
    return ColumnChart(
        _sum_months(words, [tally for _, tally in told]), columns, names,
        tuple((mark, words.number(abs(mark))) for mark in marks), ChartTable(labels, rows),
    )  # fmt: skip


def _sum_months(words: Catalogue, tallies: Sequence[Tally]) -> str:
    number, total = words.number, sum(tallies, Tally())
    return words.text(
        "In the last twelve months: {new} new, {continuing} continuing, {stopped} stopped, net {net}.",
        new=number(total.joined), continuing=number(total.continuing), stopped=number(total.lapsed),
        net=number(total.net),
    )  # fmt: skip


# ----------------------------------------------------------------------------------------------------- the ranking
def _draw_ranking(words: Catalogue, rows: Sequence[ReportRow], chosen: ReportRow) -> BarChart:
    by_plan = any(row.plan for row in rows[1:])
    ranked = rank(rows[1:], Order.PLAN if by_plan else Order.NEW)
    bars = tuple(
        Bar(
            _name_place(each), _length(each.row, by_plan=by_plan), _tell_bar(words, each.row),
            each.row.plan is not None and each.row.plan.is_reached, each.row.subject == chosen.subject,
        )
        for each in ranked
    )  # fmt: skip
    labels = (
        words.context("chart", "Place"), words.context("report", "new"), words.context("report", "Plan"),
        words.context("report", "% of plan"),
    )  # fmt: skip
    table = ChartTable(labels, tuple(_tabulate_rank(words, each) for each in ranked))
    if not ranked:
        return BarChart(words.text("Nothing lies below this place."), (), table)
    summary = words.text(
        "Ranked by percent of the plan; whoever has none comes last."
        if by_plan
        else "Ranked by new members: no target is set for exactly these days."
    )
    return BarChart(summary, bars, table)


def _name_place(ranked: RankedRow) -> str:
    return f"{ranked.place}. {ranked.row.name}" if ranked.place is not None else ranked.row.name


def _length(row: ReportRow, *, by_plan: bool) -> int:
    if not by_plan:
        return max(0, row.tally.joined)
    return int(row.plan.percent) if row.plan and row.plan.percent is not None else 0


def _tell_bar(words: Catalogue, row: ReportRow) -> str:
    plan = row.plan
    if plan is None or plan.percent is None:
        return words.text("{count} new", count=words.number(row.tally.joined))
    return words.text(
        "{done} of {plan}, {percent}%", done=words.number(plan.done), plan=words.number(plan.target.people),
        percent=words.decimal(plan.percent),
    )  # fmt: skip


def _tabulate_rank(words: Catalogue, ranked: RankedRow) -> tuple[str, ...]:
    row, plan = ranked.row, ranked.row.plan
    whole = words.number(plan.target.people) if plan else "–"
    percent = words.decimal(plan.percent) if plan and plan.percent is not None else "–"
    return (_name_place(ranked), words.number(row.tally.joined), whole, percent)
