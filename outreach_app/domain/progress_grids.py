"""The tables of results for pages and workbooks: days and members apart, reasons, plans, the drive before, places."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from outreach_app.domain.contrasts import ModelContrast, Side
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.official_figures import Gap
from outreach_app.domain.official_paper import Cell, Grid
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.periods import Period
from outreach_app.domain.rankings import MERIT_NAMES, Order, praise, rank
from outreach_app.domain.report_rows import DriveBefore, ReasonCount, ReportRow
from outreach_app.domain.report_words import name_reason, name_row
from outreach_app.domain.results import Progress
from outreach_app.domain.targets import AIM_NAMES, SubjectKind
from outreach_app.i18n import N_, Catalogue

Rows = Sequence[ReportRow]

GROUP_NAMES = {
    SubjectKind.TEAM: "By team", SubjectKind.AGENCY: "By organisation", SubjectKind.COLLECTOR: "By collector",
}  # fmt: skip
_DAYS = ("Plan", "New", "Won back", "Continuing", "Stopped", "Net", "% of plan", "Missing", "Forecast",
         "New last year", "More than last year")  # fmt: skip
_MEMBERS = ("Members", "Members before", "Members at year end", "More since year end", "New since 1 January",
            "Stopped since 1 January", "Adults", "New per 100 adults", "Workforce or population", "Coverage %",
            "Cards of unknown kind", "Such cards that ended")  # fmt: skip
_PLANS = ("Target", "Done", "% of plan", "Missing", "Needed a day", "Forecast")
_ORDERS = {
    Order.NEW: "New", Order.PLAN: "% of plan", Order.RATE: "New per 100 adults", Order.NET: "Net",
}  # fmt: skip
_SIDES = ("Places", "Adults", "New", "Continuing", "Stopped", "Net", "Members", "New per 100 adults", "New per day",
          "Members per 100 adults", "Stopped %")  # fmt: skip


def lay_days(rows: Rows, words: Catalogue, *, caption: str = "Results of these days") -> Grid:
    """What happened within the days, beside plan, forecast and the year before."""
    return _lay(words, caption, _DAYS, rows, _days_cells)


def _days_cells(row: ReportRow) -> list[Cell]:
    plan, tally, forecast = row.plan, row.tally, row.forecast
    return [
        plan.target.people if plan else None, tally.joined, tally.won_back, tally.continuing, tally.lapsed, tally.net,
        plan.percent if plan else None, plan.left if plan else None, forecast.people if forecast else None,
        row.last_year, row.against_last_year.difference,
    ]  # fmt: skip


def lay_members(rows: Rows, words: Catalogue) -> Grid:
    """How many members there are, beside earlier days, adults and what was published of workforce or population."""
    unknown = any(row.unknown_cards or row.unknown_stops for row in rows)
    return _lay(words, "Members and coverage", _MEMBERS, rows, partial(_member_cells, unknown=unknown))


def _member_cells(row: ReportRow, *, unknown: bool) -> list[Cell]:
    cards: list[Cell] = [row.unknown_cards, row.unknown_stops] if unknown else [None, None]
    return [
        row.active, row.began, row.year_end, row.since_year_end, row.to_date.joined, row.to_date.lapsed, row.adults,
        row.per_hundred_adults, row.base, row.coverage, *cards,
    ]  # fmt: skip


def lay_reasons(rows: Rows, words: Catalogue) -> Grid | None:
    """Why people stopped, a column for each reason that was told; None when nobody stopped."""
    told = [row for row in rows if row.reasons]
    if not told:
        return None
    given = {each.reason for row in told for each in row.reasons}
    reasons = [each for each in (*LapseReason, None) if each in given]
    labels = [words.context("report", label) for label in ("Unit", "Stopped")]
    labels += [name_reason(words, ReasonCount(each, ())) for each in reasons]
    lines = [[name_row(words, row), row.tally.lapsed, *_reason_cells(row, reasons)] for row in told]
    caption = words.context("report", "Why they stopped")
    return Grid(caption, caption, labels, lines, bold=_whole_of(told, rows))


def _reason_cells(row: ReportRow, reasons: Iterable[LapseReason | None]) -> list[Cell]:
    counts = {each.reason: len(each.people) for each in row.reasons}
    return [counts.get(each, 0) for each in reasons]


def lay_plans(rows: Rows, words: Catalogue) -> Grid | None:
    """Every plan for these days and every other one that holds on the last day known, one below the other.

    Above the lines of a plan stand who set it, what counts and its days; None without any plan.
    """
    told: dict[str, list[tuple[ReportRow, Progress]]] = {}
    for row in rows:
        for plan in (*row.plans, *row.running):
            told.setdefault(_name_plan(plan, words), []).append((row, plan))
    laid = [(name, row, plan) for name, plans in told.items() for row, plan in plans]
    if not laid:
        return None
    caption = words.context("report", "All plans side by side")
    labels = [words.context("report", label) for label in ("Plan", "Unit", *_PLANS)]
    lines = [[name, name_row(words, row), *_plan_cells(plan)] for name, row, plan in laid]
    strong = frozenset(place for place, (_, row, _) in enumerate(laid) if row is rows[0])
    return Grid(caption, caption, labels, lines, bold=strong, banded=True)


def _name_plan(plan: Progress, words: Catalogue) -> str:
    target, days = plan.target, plan.target.period
    return " · ".join(
        part
        for part in (
            target.set_by or words.text("giver not noted"), target.document, words.text(AIM_NAMES[target.aim]),
            words.text("{first} to {last}", first=days.first, last=days.last),
            words.text("at least") if target.at_least else "",
        )
        if part
    )  # fmt: skip


def _plan_cells(plan: Progress) -> list[Cell]:
    forecast = plan.forecast
    return [
        plan.target.people, plan.done, plan.percent, plan.left, plan.needed_per_day,
        forecast.people if forecast else None,
    ]  # fmt: skip


def lay_drives(rows: Rows, words: Catalogue) -> Grid | None:
    """Who joined in the drive before beside now, with the days of both in the heads; None without a drive before."""
    known = [(row, row.before) for row in rows if row.before]
    if not known:
        return None
    name, both = name_drive(known[0][1], words), known[0][1].comparison
    then, now = both.period_before.days, both.period.days
    labels = [
        words.context("report", "Unit"), words.context("report", "New then ({days} days)", days=then),
        words.context("report", "New now ({days} days)", days=now), words.context("report", "Difference"),
        words.context("report", "A day then"), words.context("report", "A day now"),
    ]  # fmt: skip
    caption = words.context("report", "Beside the drive before, {name}", name=name)
    if both.unequal:
        caption = words.context("report", "{caption}: days of unequal number, compare what a day brought",
                                caption=caption)  # fmt: skip
    lines = [[name_row(words, row), *_drive_cells(drive)] for row, drive in known]
    return Grid(
        words.context("report", "Drive before"), caption, labels, lines, bold=_whole_of([known[0][0]], rows)
    )


def _drive_cells(drive: DriveBefore) -> list[Cell]:
    both = drive.comparison
    return [both.before, both.people, both.difference, both.per_day_before, both.per_day]


def name_drive(drive: DriveBefore, words: Catalogue) -> str:
    """What a drive is called; the standing one of May has no name of its own."""
    year = str(drive.comparison.period_before.first.year)
    return drive.name or words.text("the drive month of May {year}", year=year)


# ----------------------------------------------------------------------------------------------- who stands where
def lay_ranking(rows: Rows, words: Catalogue) -> Grid | None:
    """The places of the lines below a whole in each of the four orders; None where there are not two of them."""
    below = rows[1:]
    if len(below) < 2:
        return None
    ranked = {order: {each.row.subject: each for each in rank(below, order)} for order in _ORDERS}
    place = words.context("report", "Place")
    labels = [words.context("report", "Unit")]
    labels += [text for label in _ORDERS.values() for text in (words.context("report", label), place)]
    first = rank(below, Order.NEW)
    lines: list[list[Cell]] = [
        [
            name_row(words, each.row),
            *(cell for order in _ORDERS for cell in (ranked[order][each.row.subject].value,
                                                     ranked[order][each.row.subject].place)),
        ]
        for each in first
    ]  # fmt: skip
    caption = words.context("report", "Who stands where")
    return Grid(caption, caption, labels, lines)


def lay_praise(rows: Rows, words: Catalogue) -> Grid | None:
    """Whom to praise for what; None when there is nobody."""
    lines: list[list[Cell]] = [
        [name_row(words, each.row), ", ".join(words.text(MERIT_NAMES[merit]) for merit in each.merits)]
        for each in praise(rows[1:])
    ]
    caption = words.context("report", "Praise list")
    labels = [words.context("report", "Unit"), words.context("report", "For what")]
    return Grid(caption, caption, labels, lines) if lines else None


def lay_models(row: ModelContrast, words: Catalogue) -> Grid:
    """Model places beside the others of one scheme, by rates."""
    sides = [(N_("Model places"), row.models), (N_("The others"), row.others)]
    sides += [(N_("Models for some of the days"), row.partly)] if row.partly.places else []
    labels = [words.context("report", label) for label in ("Which places", *_SIDES)]
    lines = [[words.text(name), *_side_cells(side, row.period)] for name, side in sides]
    caption = words.context("report", "Model places and the others")
    return Grid(caption, caption, labels, lines)


def _side_cells(side: Side, days: Period) -> list[Cell]:
    tally = side.tally
    return [
        side.places, side.adults, tally.joined, tally.continuing, tally.lapsed, tally.net, side.active,
        side.per_hundred_adults, side.per_day(days), side.coverage, side.stopped_percent,
    ]  # fmt: skip


def lay_gaps(gaps: Iterable[Gap], words: Catalogue) -> Grid | None:
    """Our numbers of members beside the official ones; None where none was published."""
    lines: list[list[Cell]] = [
        [
            words.text(SCHEME_NAMES[gap.official.scheme] if gap.official.scheme else N_("In any scheme")),
            gap.official.on, gap.official.value, gap.ours, gap.difference, gap.official.source or None,
        ]
        for gap in gaps
    ]  # fmt: skip
    labels = ("Scheme", "Told for", "Official", "Ours", "Difference", "Source")
    caption = words.context("report", "Official numbers and ours")
    return (
        Grid(caption, caption, [words.context("report", each) for each in labels], lines) if lines else None
    )


# ------------------------------------------------------------------------------------------------------------ laying
def _lay(
    words: Catalogue, caption: str, labels: Sequence[str], rows: Rows, line: Callable[[ReportRow], list[Cell]]
) -> Grid:  # fmt: skip
    """A table with a line for each row, its name first; that of the whole is strong."""
    name = words.context("report", caption)
    heads = [words.context("report", label) for label in ("Unit", *labels)]
    lines = [[name_row(words, row), *line(row)] for row in rows]
    return Grid(name, name, heads, lines, bold=frozenset({0}))


def _whole_of(told: Rows, rows: Rows) -> frozenset[int]:
    return frozenset({0}) if told and told[0] is rows[0] else frozenset()
