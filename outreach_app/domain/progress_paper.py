"""The report of results as pages: scheme by scheme sentences, tables, bars; groups, models, published numbers."""

from collections.abc import Iterator, Sequence

from outreach_app.domain.monthly_results import MOST_BARS, SCHEMES
from outreach_app.domain.official_paper import Chart, Grid, Heading, Part, Sentence, Series
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.progress_grids import (
    GROUP_NAMES,
    lay_days,
    lay_drives,
    lay_gaps,
    lay_members,
    lay_models,
    lay_plans,
    lay_praise,
    lay_ranking,
    lay_reasons,
)
from outreach_app.domain.published_words import tell_figures
from outreach_app.domain.report_rows import ProgressReport, ReportRow
from outreach_app.domain.report_words import (
    say_distinct,
    say_outlook,
    say_peculiarities,
)
from outreach_app.domain.table_paper import TablePaper
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue, Count


def write_progress(report: ProgressReport, words: Catalogue) -> TablePaper:
    """Put everything the report of a unit says on paper; what there is nothing of is left out."""
    return TablePaper(
        words.context("print", "Results of the drive for members"), report.office_name, list(_tell_days(report, words)),
        list(_lay_parts(report, words)), words.context("report", "From the sign-ups and lists of this workspace."),
    )  # fmt: skip


def write_ranking(report: ProgressReport, rows: Sequence[ReportRow], words: Catalogue) -> TablePaper:
    """Put who stands where and whom to praise on paper; `rows` are of one scheme, the whole first."""
    scheme = words.text(SCHEME_NAMES[rows[0].scheme])
    grids = [grid for lay in (lay_ranking, lay_praise) if (grid := lay(rows, words)) is not None]
    nothing = [] if grids else [Sentence(words.text("There are not two places to compare."))]
    return TablePaper(
        words.context("report", "Places and praise list"), report.office_name,
        [scheme, *_tell_days(report, words)], [*grids, *nothing],
    )  # fmt: skip


def write_models(report: ProgressReport, words: Catalogue) -> TablePaper:
    """Put model places beside the others on paper, scheme by scheme."""
    parts: list[Part] = []
    for scheme in SCHEMES:
        if laid := list(_lay_models(report, scheme, words)):
            parts += [Heading(words.text(SCHEME_NAMES[scheme])), *laid]
    nothing = Sentence(words.text("No model place is marked here for these days."))
    return TablePaper(
        words.context("report", "Model places and the others"), report.office_name,
        list(_tell_days(report, words)), parts or [nothing],
    )  # fmt: skip


def _tell_days(report: ProgressReport, words: Catalogue) -> Iterator[str]:
    period = report.period
    yield report.name
    yield words.context(
        "print", "{first} to {last} ({days} days)", first=period.first, last=period.last, days=period.days
    )
    if report.on < period.last:
        yield words.context("print", "as known on {day}", day=report.on)


def _lay_parts(report: ProgressReport, words: Catalogue) -> Iterator[Part]:
    yield from _tell(report.notes, words)
    known = [scheme for scheme in SCHEMES if report.list_rows(scheme)]
    for scheme in known:
        yield Heading(words.text(SCHEME_NAMES[scheme]))
        yield from _lay_scheme(report, scheme, words)
    for scheme in known:
        yield from _lay_groups(report, scheme, words)
    if report.distinct is not None:
        yield Heading(words.context("report", "Different people"))
        yield from _tell([say_distinct(report.distinct, words)], words)
    yield from _lay_figures(report, words)


def _tell(messages: Sequence[Message], words: Catalogue) -> Iterator[Sentence]:
    for message in messages:
        yield Sentence(words.render(message), listed=True)


# ------------------------------------------------------------------------------------------------------------- scheme
def _lay_scheme(report: ProgressReport, scheme: Scheme, words: Catalogue) -> Iterator[Part]:
    rows = report.list_rows(scheme)
    yield from _tell(list(_say_whole(rows[0], words)), words)
    yield lay_days(rows, words)
    yield from _draw_bars(rows[1:], words)
    yield lay_members(rows, words)
    laid = (lay_reasons, lay_plans, lay_drives, lay_ranking, lay_praise)
    yield from (grid for lay in laid if (grid := lay(rows, words)) is not None)
    yield from _lay_models(report, scheme, words)


def _say_whole(row: ReportRow, words: Catalogue) -> Iterator[Message]:
    """The sentences of `report progress` about the unit as a whole."""
    yield from say_outlook(row, words)
    yield from say_peculiarities(row, words)
    if row.coverage is not None and row.base is not None:
        yield say(
            "Coverage: {percent}%, {people} members of {base} as last published.",
            percent=row.coverage, people=Count(row.active), base=Count(row.base),
        )  # fmt: skip


def _draw_bars(rows: Sequence[ReportRow], words: Catalogue) -> Iterator[Part]:
    parts = [row for row in rows if row.tally.joined or row.tally.lapsed]
    if len(parts) < 2:
        return
    parts.sort(key=lambda row: (-row.tally.joined, row.name))
    shown = parts[:MOST_BARS]
    title = words.context("report", "Who brought how many")
    if len(shown) < len(parts):
        title = words.context("report", "Who brought how many: the first {count}", count=len(shown))
    new, stopped = (
        words.context("monthly", "New members in the period"), words.context("monthly", "Members who stopped")
    )  # fmt: skip
    yield Chart(
        title, [row.name for row in shown],
        (Series(new, [row.tally.joined for row in shown]), Series(stopped, [row.tally.lapsed for row in shown])),
        lying=True,
    )  # fmt: skip


def _lay_models(report: ProgressReport, scheme: Scheme, words: Catalogue) -> Iterator[Part]:
    for each in report.models:
        if each.scheme is scheme:
            yield lay_models(each, words)
            yield Sentence(words.render(each.warn()))
            if each.times is not None:
                told = say(
                    "For each adult {times} times as many joined in the model places as elsewhere.", times=each.times
                )  # fmt: skip
                yield Sentence(words.render(told))


# ------------------------------------------------------------------------------------------------- groups, published
def _lay_groups(report: ProgressReport, scheme: Scheme, words: Catalogue) -> Iterator[Part]:
    grids = list(_list_groups(report, scheme, words))
    if grids:
        name = words.text(SCHEME_NAMES[scheme])
        yield Heading(words.context("report", "Teams, organisations, collectors: {scheme}", scheme=name))
        yield from grids


def _list_groups(report: ProgressReport, scheme: Scheme, words: Catalogue) -> Iterator[Grid]:
    for kind, rows in report.groups.items():
        own = [row for row in rows if row.scheme is scheme]
        # The whole alone says nothing that does not stand above, nor do lines that the report is made of itself.
        if len(own) > 1 and rows is not report.rows:
            yield lay_days(own, words, caption=GROUP_NAMES[kind])


def _lay_figures(report: ProgressReport, words: Catalogue) -> Iterator[Part]:
    gaps = lay_gaps(report.figures.gaps, words)
    told = tell_figures(report.figures, words, with_ours=gaps is None)
    if gaps is None and not told:
        return
    yield Heading(words.context("report", "Official figures"))
    if gaps is not None:
        yield gaps
    yield from _tell(told, words)
