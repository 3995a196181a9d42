"""What the place Campaign says: days, counts, lines, and the sentences beside them."""

from decimal import Decimal

from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.published_words import tell_figures
from outreach_app.domain.report_rows import ProgressReport, ReportRow
from outreach_app.domain.report_words import say_last_year, say_plan
from outreach_app.i18n import N_, Catalogue
from ui.presenters.campaign import Days, Span
from ui.presenters.phrases import DOT

SPAN_NAMES: dict[Span, str] = {
    Span.MONTH: N_("This month"),
    Span.LAST_MONTH: N_("Last month"),
    Span.QUARTER: N_("This quarter"),
    Span.YEAR: N_("This year"),
}


def name_days(words: Catalogue, days: Days) -> str:
    """What days are called on their chip."""
    return words.text(SPAN_NAMES[days.key]) if isinstance(days.key, Span) else days.name


def name_scheme(words: Catalogue, scheme: Scheme) -> str:
    """What a scheme is called."""
    return words.text(SCHEME_NAMES[scheme])


def tell_line(words: Catalogue, report: ProgressReport) -> str:
    """The line beside the title: where, and which days."""
    period = report.period
    days = words.text("{first} to {last}", first=period.first, last=period.last)
    return DOT.join((report.name, days))


def tell_counts(words: Catalogue, row: ReportRow) -> str:
    """The second line of a place in the list."""
    number, tally = words.number, row.tally
    return DOT.join(
        (
            words.text("net {count}", count=number(tally.net)),
            words.text("new {count}", count=number(tally.joined)),
            words.text("continuing {count}", count=number(tally.continuing)),
            words.text("stopped {count}", count=number(tally.lapsed)),
        )
    )


def tell_members(words: Catalogue, row: ReportRow) -> str:
    """How many are members now."""
    return words.plural("{count} member", "{count} members", row.active)


def tell_percent(words: Catalogue, row: ReportRow) -> str:
    """How far the plan has come; empty without one."""
    return percent(words, row.plan.percent) if row.plan and row.plan.percent is not None else ""


def tell_coverage(words: Catalogue, row: ReportRow) -> str:
    """Members in percent of the workforce or population, or what is missing to say that."""
    if row.coverage is None:
        return words.text("Workforce or population not entered")
    return words.text("coverage {percent}", percent=percent(words, row.coverage))


def tell_notes(words: Catalogue, row: ReportRow) -> list[str]:
    """The sentences about a line: every plan, and the year before."""
    plans = [words.render(say_plan(plan)) for plan in row.plans]
    missing = [] if plans else [words.text("No target is set for exactly these days.")]
    return [*plans, *missing, words.render(say_last_year(row))]


def tell_published(words: Catalogue, report: ProgressReport) -> list[str]:
    """What the official figures come to."""
    return [words.render(message) for message in tell_figures(report.figures, words)]


def percent(words: Catalogue, value: Decimal) -> str:
    """A percentage as it is written."""
    return f"{words.decimal(value)}%"
