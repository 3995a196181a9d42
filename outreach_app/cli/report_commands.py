"""`outreach report`: results against plans, and official figures with what follows from them."""

from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.campaign_commands import FromOption, ToOption, read_period
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.report_shapes import published_shape, row_shape
from outreach_app.cli.subjects import find_subject
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue
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
    scheme = words.text(SCHEME_NAMES[row.scheme])
    if row.plan is None:
        return say(
            "{name}, {scheme}: {new} new, {continuing} continuing, {lapsed} stopped, net {net}; {active} members.",
            name=row.name, scheme=scheme, new=row.tally.joined, continuing=row.tally.continuing,
            lapsed=row.tally.lapsed, net=row.tally.net, active=row.active,
        )  # fmt: skip
    return say(
        "{name}, {scheme}: {new} new, {continuing} continuing, {lapsed} stopped, net {net}; {active} members;"
        " {done} of {plan} planned ({percent}%).",
        name=row.name, scheme=scheme, new=row.tally.joined, continuing=row.tally.continuing, lapsed=row.tally.lapsed,
        net=row.tally.net, active=row.active, done=row.plan.done, plan=row.plan.target.people,
        percent=row.plan.percent,
    )  # fmt: skip


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
    lines: list[Message] = []
    for row in report.schemes:
        scheme = words.text(SCHEME_NAMES[row.scheme]) if row.scheme else words.text(N_("In any scheme"))
        lines += [
            say("{scheme}, {day}: {people}, {more} more than on {since}.", scheme=scheme, day=each.now.on,
                people=each.now.value, more=each.people, since=each.base.on)
            for each in row.growths
        ]  # fmt: skip
        lines += [
            say("{scheme}, {first} to {last}: {new} new, {lapsed} stopped, net {net}.", scheme=scheme,
                first=each.period.first, last=each.period.last, new=each.new, lapsed=each.lapsed, net=each.people)
            for each in row.nets
        ]  # fmt: skip
        lines += [
            say("{scheme}: {done} of {plan} planned, {percent}%.", scheme=scheme, done=each.done,
                plan=each.target.people, percent=each.percent)
            for each in row.plans
        ]  # fmt: skip
        lines += [each.tell() for each in row.passings]
        lines += [told for each in row.comparisons if (told := each.warn())]
        lines += [
            say("{scheme}, {day}: the percentage stands for about {people} (from {least} to {most}).", scheme=scheme,
                day=each.told_by.on, people=each.middle, least=each.least, most=each.most)
            for each in row.wholes
        ]  # fmt: skip
    lines += [
        say("Official on {day}: {official}; ours: {ours}.", day=gap.official.on, official=gap.official.value,
            ours=gap.ours)
        for gap in report.gaps
    ]  # fmt: skip
    if report.distinct is not None:
        lines.append(
            say("{distinct} people in any scheme; the sum of the schemes, {total}, counts {twice} of them twice.",
                distinct=report.distinct.distinct, total=report.distinct.total, twice=report.distinct.counted_twice)
        )  # fmt: skip
    return lines
