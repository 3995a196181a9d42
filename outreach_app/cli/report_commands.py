"""`outreach report`: results against plans, and official figures with what follows from them."""

from collections.abc import Iterator
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.campaign_commands import FromOption, ToOption, read_period
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.report_shapes import published_shape, row_shape
from outreach_app.cli.subjects import find_subject
from outreach_app.domain.official_figures import Growth
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.published import PublishedScheme
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Count
from outreach_app.services.reports import FigureReport, ReportRow


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "report", HELP["report"])
    command(
        group,
        "progress",
        N_("Results of a unit and what lies under it: plan, new, continuing, stopped, net."),
    )(_progress)
    command(
        group, "figures", N_("Official figures of a unit, what follows from them, and ours beside them.")
    )(_figures)


UnitOption = Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province."))]


def _progress(call: Call, unit: UnitOption, first: FromOption, last: ToOption) -> Answer:
    period = read_period(first, last)
    with call.open() as app:
        rows = app.reports.progress(unit, period)
    return Answer({"rows": [row_shape(row) for row in rows]}, [_tell_row(row, call.words) for row in rows])


def _tell_row(row: ReportRow, words: Catalogue) -> Message:
    tally, plan = row.tally, row.plan
    told: dict[str, object] = {
        "name": row.name,
        "scheme": words.text(SCHEME_NAMES[row.scheme]),
        "new": Count(tally.joined),
        "continuing": Count(tally.continuing),
        "lapsed": Count(tally.lapsed),
        "net": Count(tally.net),
        "active": Count(row.active),
    }
    if plan is None:
        return say(
            "{name}, {scheme}: {new} new, {continuing} continuing, {lapsed} stopped, net {net}; {active} members.",
            **told,
        )
    return say(
        "{name}, {scheme}: {new} new, {continuing} continuing, {lapsed} stopped, net {net}; {active} members;"
        " {done} of {plan} planned ({percent}%).",
        **told,
        done=Count(plan.done),
        plan=Count(plan.target.people),
        percent=plan.percent,
    )


def _figures(
    call: Call,
    whom: Annotated[
        str, typer.Option("--for", metavar="unit:CODE|unit:CODE@VINTAGE", help=N_("Which unit."))
    ],
    until: Annotated[
        str | None, typer.Option("--until", metavar=N_("DATE"), help=N_("Only up to this day (else today)."))
    ] = None,
) -> Answer:  # fmt: skip
    day = parsing.parse_day(until, option="--until")
    with call.open() as app:
        subject = find_subject(app, whom, option="--for")
        name = app.campaigns.name_subject(subject)
        report = app.reports.figures(subject, name, until=day or app.desk.today)
    return Answer(_shape(report, call.words), _tell(report, call.words))


def _shape(report: FigureReport, words: Catalogue) -> dict[str, object]:
    distinct = report.distinct
    return {
        "for": f"{report.subject.kind.value}:{report.subject.key}@{report.subject.vintage}", "name": report.name,
        "until": report.until.isoformat(),
        "schemes": [published_shape(each, report.name, words) for each in report.schemes],
        "ours": [
            {"scheme": gap.official.scheme.value if gap.official.scheme else "any",
             "told_for": gap.official.on.isoformat(), "official": gap.official.value, "ours": gap.ours,
             "difference": gap.difference}
            for gap in report.gaps
        ],
        "distinct": None if distinct is None else {
            "distinct": distinct.distinct, "sum": distinct.total, "counted_twice": distinct.counted_twice
        },
    }  # fmt: skip


def _tell(report: FigureReport, words: Catalogue) -> list[Message]:
    lines = [line for row in report.schemes for line in _tell_scheme(row, words)]
    lines += [
        say("Official on {day}: {official}; ours: {ours}.", day=gap.official.on, official=Count(gap.official.value),
            ours=Count(gap.ours))
        for gap in report.gaps
    ]  # fmt: skip
    if report.distinct is not None:
        twice = report.distinct
        lines.append(
            say("{distinct} people in any scheme; the sum of the schemes, {total}, counts {twice} of them twice.",
                distinct=Count(twice.distinct), total=Count(twice.total), twice=Count(twice.counted_twice))
        )  # fmt: skip
    return lines


def _tell_scheme(row: PublishedScheme, words: Catalogue) -> Iterator[Message]:
    scheme = words.text(SCHEME_NAMES[row.scheme]) if row.scheme else words.text(N_("In any scheme"))
    for growth in row.growths:
        yield _tell_growth(growth, scheme)
    for net in row.nets:
        yield say("{scheme}, {first} to {last}: {new} new, {lapsed} stopped, net {net}.", scheme=scheme,
                  first=net.period.first, last=net.period.last, new=Count(net.new), lapsed=Count(net.lapsed),
                  net=Count(net.people))  # fmt: skip
    for plan in row.plans:
        yield say("{scheme}: {done} of {plan} planned, {percent}%.", scheme=scheme, done=Count(plan.done),
                  plan=Count(plan.target.people), percent=plan.percent)  # fmt: skip
    yield from (passing.tell() for passing in row.passings)
    yield from (told for each in row.comparisons if (told := each.warn()))
    for whole in row.wholes:
        yield say("{scheme}, {day}: the percentage stands for about {people} (from {least} to {most}).",
                  scheme=scheme, day=whole.told_by.on, people=Count(whole.middle), least=Count(whole.least),
                  most=Count(whole.most))  # fmt: skip


def _tell_growth(growth: Growth, scheme: str) -> Message:
    told: dict[str, object] = {
        "scheme": scheme, "day": growth.now.on, "people": Count(growth.now.value), "since": growth.base.on,
    }  # fmt: skip
    if growth.people < 0:
        return say(
            "{scheme}, {day}: {people}, {fewer} fewer than on {since}.", **told, fewer=Count(-growth.people)
        )
    return say("{scheme}, {day}: {people}, {more} more than on {since}.", **told, more=Count(growth.people))
