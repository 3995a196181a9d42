"""What the place Campaign says: days, counts, lines, and the sentences beside them."""

from decimal import Decimal
from typing import TYPE_CHECKING

from outreach_app.domain.overviews import VisitLine
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.published_words import tell_figures
from outreach_app.domain.report_rows import FigureReport, ReportRow
from outreach_app.domain.report_words import say_last_year, say_plan
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import SubjectKind
from outreach_app.domain.visits import OUTCOME_NAMES
from outreach_app.i18n import N_, Catalogue
from ui.presenters.campaign_state import CampaignState, Crumb, Days, Span, View
from ui.presenters.phrases import DOT

if TYPE_CHECKING:
    from outreach_app.services.overviews import TeamLine

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


VIEW_NAMES: dict[View, str] = {
    View.PROGRESS: N_("Progress"),
    View.MONTHS: N_("By month"),
    View.RANKING: N_("Ranking"),
    View.WORDS: N_("In words"),
}


def name_view(words: Catalogue, view: View) -> str:
    """What a view beside the list is called."""
    return words.text(VIEW_NAMES[view])


def name_place(words: Catalogue, crumb: Crumb) -> str:
    """What a place on the way down is called."""
    return name_team(words, crumb.name) if crumb.subject.kind is SubjectKind.TEAM else crumb.name


def name_team(words: Catalogue, name: str) -> str:
    """What a team is called, or whoever is in none."""
    return name or words.text("Without a team")


def tell_line(words: Catalogue, state: CampaignState) -> str:
    """The line beside the way down: which days, and that they are being counted again."""
    days = next((each for each in state.offered if each.key == state.chosen), None)
    if days is None:
        return ""
    period = days.period
    told = words.text("{first} to {last}", first=period.first, last=period.last)
    return DOT.join((told, words.text("being counted again"))) if state.loading else told


def tell_nothing(words: Catalogue, state: CampaignState) -> tuple[str, str]:
    """Why the list is empty, and what to do next."""
    if state.loading or state.depth is SubjectKind.UNIT:
        return words.text("Counting the results"), words.text(
            "With a large register this takes a moment; other places can be opened meanwhile."
        )
    if state.depth is SubjectKind.VILLAGE:
        return words.text("Nobody was here within these days"), words.text(
            "No visit and no sign-up of these days is in this village. F6 chooses other days."
        )
    return words.text("No visit within these days"), words.text(
        "Of this team there are only sign-ups and stops here."
    )


def tell_team(words: Catalogue, line: "TeamLine", scheme: Scheme) -> tuple[str, str, str]:
    """The second line of a team, nothing in the middle, and whom it won at the right."""
    work, tally, number = line.work, line.tallies.get(scheme, Tally()), words.number
    told = DOT.join(
        (
            words.plural("{count} visit", "{count} visits", len(work.visits)),
            words.plural("{count} door", "{count} doors", work.doors),
            words.text("spoken to at {count}", count=number(work.spoken_to)),
            words.text("continuing {count}", count=number(tally.continuing)),
            words.text("stopped {count}", count=number(tally.lapsed)),
        )
    )
    return told, "", words.text("new {count}", count=number(tally.joined))


def tell_visit(words: Catalogue, visit: VisitLine) -> str:
    """The second line of a visit: when, what came of it, who was there."""
    outcome = words.text(OUTCOME_NAMES[visit.outcome]) if visit.outcome else words.text("nothing told")
    return DOT.join(part for part in (words.date(visit.on), outcome, visit.canvasser) if part)


def tell_counts(words: Catalogue, row: ReportRow) -> str:
    """The second line of a place in the list."""
    number, tally = words.number, row.tally
    return DOT.join(
        (
            words.text("new {count}", count=number(tally.joined)),
            words.text("continuing {count}", count=number(tally.continuing)),
            words.text("stopped {count}", count=number(tally.lapsed)),
        )
    )


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


def tell_published(words: Catalogue, figures: FigureReport | None) -> list[str]:
    """What the official figures come to; while they are read, that they are."""
    if figures is None:
        return [words.text("Reading the official figures")]
    told = [words.render(message) for message in tell_figures(figures, words)]
    return told or [words.text("None entered for this unit yet; G enters them.")]


def percent(words: Catalogue, value: Decimal) -> str:
    """A percentage as it is written."""
    return f"{words.decimal(value)}%"
