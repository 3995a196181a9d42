"""The monthly report in words: order and praise of units, model places beside others, organisations and collectors."""

from collections.abc import Iterator, Sequence

from outreach_app.domain.contrasts import ModelContrast, Side
from outreach_app.domain.monthly_results import SCHEMES, shorten_scheme
from outreach_app.domain.monthly_rows import MonthlyReport
from outreach_app.domain.official_paper import Cell, Grid, Part, Sentence
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.rankings import MERIT_NAMES, ORDER_NAMES, Order, Praise, praise, rank
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.report_words import name_row
from outreach_app.domain.targets import SubjectKind
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue

_GROUP_NAMES = {
    SubjectKind.AGENCY: N_("Support organisations"), SubjectKind.COLLECTOR: N_("Collectors and helpers"),
    SubjectKind.TEAM: N_("Teams"),
}  # fmt: skip


# ------------------------------------------------------------------------------------------------ ranking and praise
def tell_praise(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Put units in order, by the plan where there is one, and name whom to praise among units, teams and collectors."""
    parts: list[Part] = []
    for scheme in SCHEMES:
        rows = report.progress.list_rows(scheme)[1:]
        if not any(row.tally.joined or row.tally.continuing for row in rows):
            continue
        parts.append(_lay_ranking(rows, scheme, words))
        groups = [_list_group(report, kind, scheme) for kind in _GROUP_NAMES]
        praised = [each for named in (rows, *groups) for each in praise(named)]
        if praised:
            name = words.text(SCHEME_NAMES[scheme])
            parts.append(Sentence(words.context("monthly", "To be praised, {scheme}:", scheme=name)))
        parts += [Sentence(_tell_merits(each, words), listed=True) for each in praised]
    return parts


def _tell_merits(each: Praise, words: Catalogue) -> str:
    merits = ", ".join(words.text(MERIT_NAMES[merit]) for merit in each.merits)
    return words.context("monthly", "{name}: {merits}.", name=each.row.name, merits=merits)


def _lay_ranking(rows: Sequence[ReportRow], scheme: Scheme, words: Catalogue) -> Grid:
    order = Order.PLAN if any(row.plan for row in rows) else Order.NEW
    labels = [
        words.context("report", "Unit"),
        words.context("monthly", "Place"),
        words.context("report", "New"),
        words.context("report", "Net"),
        words.context("report", "% of plan"),
        words.context("monthly", "New per 100 adults"),
    ]
    lines: list[list[Cell]] = [
        [
            each.row.name, each.place, each.row.tally.joined, each.row.tally.net,
            each.row.plan.percent if each.row.plan else None, each.row.per_hundred_adults,
        ]
        for each in rank(rows, order)
    ]  # fmt: skip
    caption = words.context(
        "monthly", "Order of the units, {scheme}, {order}", scheme=words.text(SCHEME_NAMES[scheme]),
        order=words.text(ORDER_NAMES[order]),
    )  # fmt: skip
    name = words.context("monthly", "{scheme}, order", scheme=shorten_scheme(scheme, words))
    return Grid(name, caption, labels, lines, (2.9, 0.7, 1, 1, 1, 1.3))


# ------------------------------------------------------------------------------------------------------ model places
def tell_models(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Put model communes and villages beside the others by rates; nothing where none is marked."""
    contrasts = [each for each in report.progress.models if each.models.places]
    if not contrasts:
        return []
    labels = [
        words.context("monthly", "Scheme"),
        words.context("monthly", "Places of this kind"),
        words.context("monthly", "How many"),
        words.context("monthly", "Adults"),
        words.context("report", "New"),
        words.context("monthly", "New per 100 adults"),
        words.context("monthly", "Members per 100 adults"),
        words.context("monthly", "% stopped"),
    ]
    lines = [line for each in contrasts for line in _model_lines(each, words)]
    caption = words.context("monthly", "Model communes and villages beside the others")
    grid = Grid(
        words.context("monthly", "Model places"), caption, labels, lines, (2, 1.6, 1, 1.1, 1, 1.2, 1.3, 1)
    )  # fmt: skip
    return [*(Sentence(words.render(each)) for each in _say_models(contrasts, words)), grid]


def _say_models(contrasts: Sequence[ModelContrast], words: Catalogue) -> Iterator[Message]:
    yield contrasts[0].warn()
    for each in contrasts:
        if each.times is not None:
            yield say(
                "{scheme}: for each adult {times} times as many joined in the model places as elsewhere.",
                scheme=words.text(SCHEME_NAMES[each.scheme]), times=each.times,
            )  # fmt: skip


def _model_lines(each: ModelContrast, words: Catalogue) -> Iterator[list[Cell]]:
    scheme = words.text(SCHEME_NAMES[each.scheme])
    sides: list[tuple[str, Side]] = [
        (words.context("monthly", "Model"), each.models), (words.context("monthly", "Others"), each.others),
        (words.context("monthly", "Partly"), each.partly),
    ]  # fmt: skip
    for name, side in sides:
        if side.places:
            yield [
                scheme, name, side.places, side.adults, side.tally.joined, side.per_hundred_adults, side.coverage,
                side.stopped_percent,
            ]  # fmt: skip


# ------------------------------------------------------------------------------------------ organisations, collectors
def tell_groups(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Tell the same results by organisation, collector and team; only who is named and did or was to do something."""
    parts: list[Part] = []
    for kind, title in _GROUP_NAMES.items():
        rows = [
            row
            for scheme in SCHEMES
            for row in _list_group(report, kind, scheme, unnamed=True)
            if row.tally.total or row.to_date.total or row.plans or row.running
        ]
        if any(row.subject.key for row in rows):
            lines = [
                [name_row(words, row), words.text(SCHEME_NAMES[row.scheme]), *_group_cells(row)]
                for row in rows
            ]
            labels = [
                words.text(title),
                words.context("monthly", "Scheme"),
                words.context("report", "Plan"),
                words.context("report", "New"),
                words.context("report", "Continuing"),
                words.context("report", "% of plan"),
                words.context("monthly", "New since January"),
                words.context("monthly", "Continuing since January"),
            ]
            widths = (2.4, 2, 1, 1, 1, 1, 1, 1.2)
            parts.append(Grid(words.text(title), words.text(title), labels, lines, widths))
    return parts


def _list_group(
    report: MonthlyReport, kind: SubjectKind, scheme: Scheme, *, unnamed: bool = False
) -> list[ReportRow]:
    rows = [row for row in report.progress.groups.get(kind, ()) if row.scheme is scheme]
    return [row for row in rows if row.subject.kind is kind and (unnamed or row.subject.key)]


def _group_cells(row: ReportRow) -> list[Cell]:
    plan, tally, year = row.plan, row.tally, row.to_date
    return [
        plan.target.people if plan else None, tally.joined, tally.continuing, plan.percent if plan else None,
        year.joined, year.continuing,
    ]  # fmt: skip
