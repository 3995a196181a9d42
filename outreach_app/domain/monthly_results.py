"""The monthly report in words: results by scheme, who stopped and why, praise, model places, organisations."""

from collections.abc import Iterator, Sequence

from outreach_app.domain.monthly_rows import MonthlyReport
from outreach_app.domain.official_paper import Cell, Chart, Grid, Heading, Part, Sentence, Series
from outreach_app.domain.people import OFFERED_SCHEMES, SCHEME_NAMES, Scheme
from outreach_app.domain.periods import Stretch
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.report_words import (
    name_reason,
    say_distinct,
    say_forecast,
    say_last_year,
    say_not_begun,
    say_plan,
    say_running,
    say_unknown_cards,
)
from outreach_app.domain.results import Progress
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue, Count

SCHEMES = tuple(sorted(OFFERED_SCHEMES, key=lambda scheme: scheme is not Scheme.VOLUNTARY))
"""The schemes in the order of the report."""
MOST_BARS = 12
"""A chart shows no more places than these: the table above it has them all."""

_MONTH_LABELS = (
    "Unit", "Plan", "New", "Continuing", "Stopped", "Net", "% of plan", "New last year", "Members", "Coverage %",
)  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- results
def tell_results(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Tell what was reached under each scheme: sentences, the month, the year so far, and two charts."""
    # By which units the tables are, where villages or communes became others within the month.
    parts: list[Part] = [Sentence(words.render(note)) for note in report.progress.notes]
    for place, scheme in enumerate(SCHEMES, start=1):
        rows = report.progress.list_rows(scheme)
        if rows:
            parts.append(Heading(f"{place}. {words.text(SCHEME_NAMES[scheme])}", 2))
            parts += [Sentence(words.render(each)) for each in _say_results(rows[0], words)]
            parts += [_lay_month(rows, scheme, words), _lay_year(rows, scheme, words)]
            parts += _draw_results(report, rows, scheme, words)
    if parts and (distinct := report.progress.distinct) is not None:
        parts.append(Sentence(words.render(say_distinct(distinct, words))))
    return parts


def _say_results(row: ReportRow, words: Catalogue) -> Iterator[Message]:
    tally, year = row.tally, row.to_date
    yield say(
        "In the month: joined {new}, went on {continuing}, stopped {lapsed}.",
        new=Count(tally.joined), continuing=Count(tally.continuing), lapsed=Count(tally.lapsed),
    )  # fmt: skip
    if tally.won_back:
        yield say("Of those who joined, {back} had stopped before.", back=Count(tally.won_back))
    yield _say_growth(row)
    if (later := say_not_begun(row)) is not None:
        yield later
    yield say(
        "Since the beginning of the year: joined {new}, went on {continuing}, stopped {lapsed}.",
        new=Count(year.joined), continuing=Count(year.continuing), lapsed=Count(year.lapsed),
    )  # fmt: skip
    yield say_last_year(row)
    for plan in row.plans:
        yield say_plan(plan)
    yield from (say_running(plan, words) for plan in row.running)
    if row.forecast is not None and (forecast := say_forecast(row.forecast)) is not None:
        yield forecast
    if (unknown := say_unknown_cards(row)) is not None:
        yield unknown
    if row.coverage is not None and row.base is not None:
        yield say(
            "Coverage: {percent}%, {people} members of {base} as last published.",
            percent=row.coverage, people=Count(row.active), base=Count(row.base),
        )  # fmt: skip


def _say_growth(row: ReportRow) -> Message:
    told = {"people": Count(row.active), "day": row.elapsed.last}
    more = row.since_year_end
    if not more:
        return say("Members on {day}: {people}, as many as at the end of last year.", **told)
    if more < 0:
        return say(
            "Members on {day}: {people}, {fewer} fewer than at the end of last year.", **told,
            fewer=Count(-more),
        )  # fmt: skip
    return say(
        "Members on {day}: {people}, {more} more than at the end of last year.", **told, more=Count(more)
    )  # fmt: skip


def _lay_month(rows: Sequence[ReportRow], scheme: Scheme, words: Catalogue) -> Grid:
    scheme_name = words.text(SCHEME_NAMES[scheme])
    return Grid(
        words.context("monthly", "{scheme}, month", scheme=shorten_scheme(scheme, words)),
        words.context("monthly", "Results of the month, {scheme}", scheme=scheme_name),
        [words.context("report", label) for label in _MONTH_LABELS],
        [_month_cells(row) for row in rows],
        (2.9, *(1.0,) * (len(_MONTH_LABELS) - 1)),
        frozenset({0}),
    )


def _month_cells(row: ReportRow) -> list[Cell]:
    plan, tally = row.plan, row.tally
    return [
        row.name, plan.target.people if plan else None, tally.joined, tally.continuing, tally.lapsed, tally.net,
        plan.percent if plan else None, row.last_year, row.active, row.coverage,
    ]  # fmt: skip


def _lay_year(rows: Sequence[ReportRow], scheme: Scheme, words: Catalogue) -> Grid:
    return Grid(
        words.context("monthly", "{scheme}, year", scheme=shorten_scheme(scheme, words)),
        words.context("monthly", "From the beginning of the year, {scheme}", scheme=words.text(SCHEME_NAMES[scheme])),
        [
            words.context("report", "Unit"), words.context("monthly", "Plan of the year"),
            words.context("monthly", "Done of it"),
            *(words.context("report", label) for label in ("% of plan", "New", "Continuing", "Stopped", "Net")),
        ],
        [_year_cells(row) for row in rows],
        (2.9, *(1.0,) * 7),
        frozenset({0}),
    )  # fmt: skip


def _year_cells(row: ReportRow) -> list[Cell]:
    plan, year = find_year_plan(row), row.to_date
    return [
        row.name, plan.target.people if plan else None, plan.done if plan else None, plan.percent if plan else None,
        year.joined, year.continuing, year.lapsed, year.net,
    ]  # fmt: skip


def find_year_plan(row: ReportRow) -> Progress | None:
    """The plan of the whole year that a row is judged by: the first that was set."""
    return next((plan for plan in row.running if plan.target.period.stretch is Stretch.YEAR), None)


def _draw_results(
    report: MonthlyReport, rows: Sequence[ReportRow], scheme: Scheme, words: Catalogue
) -> Iterator[Chart]:
    name = words.text(SCHEME_NAMES[scheme])
    new, stopped = (
        words.context("monthly", "New members in the period"),
        words.context("monthly", "Members who stopped"),
    )
    months = report.months.get(scheme, ())
    if any(tally.joined or tally.lapsed for _, tally in months):
        yield Chart(
            words.context("monthly", "New and stopped in the last months, {scheme}", scheme=name),
            [f"{period.first:%m/%y}" for period, _ in months],
            (
                Series(new, [tally.joined for _, tally in months]),
                Series(stopped, [tally.lapsed for _, tally in months]),
            ),
            spoken=words.context("monthly", "New and stopped month by month; the newest month stands last."),
        )
    parts = [row for row in rows[1:] if row.tally.joined or row.tally.lapsed]
    parts.sort(key=lambda row: (-row.tally.joined, row.name))
    if len(parts) > 1:
        shown = parts[:MOST_BARS]
        yield Chart(
            words.context("monthly", "New and stopped by unit, {scheme}", scheme=name),
            [row.name for row in shown],
            (
                Series(new, [row.tally.joined for row in shown]),
                Series(stopped, [row.tally.lapsed for row in shown]),
            ),
            lying=True,
            spoken=words.context(
                "monthly", "New and stopped by unit; the numbers stand in the table of the month."
            ),
        )


def shorten_scheme(scheme: Scheme, words: Catalogue) -> str:
    """Name a scheme in the few letters that a worksheet's name has room for."""
    return (
        words.context("sheet", "Voluntary")
        if scheme is Scheme.VOLUNTARY
        else words.context("sheet", "Health")
    )


# ------------------------------------------------------------------------------------------------- stopped, and why
def tell_lapses(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Tell who stopped in the month, with the reasons as far as they were told."""
    wholes = _list_wholes(report)
    stopped = sum(row.tally.lapsed for row in wholes)
    if not stopped:
        return [Sentence(words.context("monthly", "Nobody stopped in the month."))]
    lines: list[list[Cell]] = []
    for row in wholes:
        for count in row.reasons:
            lines.append([words.text(SCHEME_NAMES[row.scheme]), name_reason(words, count), len(count.people)])
    told_of = sum(len(count.people) for row in wholes for count in row.reasons if count.reason)
    said = say(
        "Stopped in the month: {people}; {told} of them told why.", people=Count(stopped), told=Count(told_of)
    )  # fmt: skip
    parts: list[Part] = [Sentence(words.render(said))]
    if lines:
        labels = [
            words.context("monthly", "Scheme"),
            words.context("monthly", "Reason for stopping"),
            words.context("monthly", "People"),
        ]
        name = words.context("monthly", "Stopped, reasons")
        parts.append(Grid(name, words.context("monthly", "Why people stopped"), labels, lines, (2.2, 3, 1)))
    return parts


def _list_wholes(report: MonthlyReport) -> list[ReportRow]:
    return [rows[0] for scheme in SCHEMES if (rows := report.progress.list_rows(scheme))]
