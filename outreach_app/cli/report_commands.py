"""`outreach report`: results against plans, and official figures with what follows from them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.campaign_commands import FromOption, ToOption, read_period
from outreach_app.cli.contents import HELP
from outreach_app.cli.field_report_commands import TableFile, TableOption, add_reports
from outreach_app.cli.options import command, new_group
from outreach_app.cli.report_shapes import published_shape, row_shape
from outreach_app.cli.result_commands import PLACE, GroupOption, add_results, read_group
from outreach_app.cli.result_shapes import detail_shape, distinct_shape
from outreach_app.cli.spans import FirstOption, LastOption, SpanOption, read_days
from outreach_app.cli.subjects import find_subject
from outreach_app.cli.weekly_command import add_weekly
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.published_words import tell_figures
from outreach_app.domain.report_rows import FigureReport, ReportRow
from outreach_app.domain.report_words import (
    name_row,
    say_distinct,
    say_outlook,
    say_peculiarities,
)
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Count

if TYPE_CHECKING:
    from outreach_app.services.dated_places import UnitsAs


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
    add_results(group)
    add_reports(group)
    add_weekly(group)


UnitOption = Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province."))]


UnitsOption = Annotated[
    str,
    typer.Option(
        "--units", metavar="end|start", help=N_("By units as they are at the end of these days, or at their start.")
    ),
]  # fmt: skip


def _progress(
    call: Call, unit: UnitOption, first: FirstOption = None, last: LastOption = None, span: SpanOption = None,
    group: GroupOption = PLACE,
    out: TableOption = None, units: UnitsOption = "end",
) -> Answer:  # fmt: skip
    file, kind, by = TableFile(out), read_group(group), _read_units(units)
    with call.open() as app:
        report = app.reports.collect(unit, read_days(app, first, last, span=span), units=by)
        rows = report.groups[kind] if kind else report.rows
        data: dict[str, object] = {
            "rows": [row_shape(row) | detail_shape(row, call.words) for row in rows],
            "distinct": distinct_shape(report.distinct) if report.distinct else None,
            "units": by.value, "notes": [call.words.render(note) for note in report.notes],
        }  # fmt: skip
        kept = replace(report, rows=rows)
        data |= file.keep(lambda wanted: app.reports.write_table(kept, wanted, call.words))
    # The unit as a whole is the first line of each scheme.
    wholes = {row.scheme: row for row in reversed(rows)}
    lines = [line for row in rows for line in _tell_lines(row, call.words, whole=row is wholes[row.scheme])]
    last_line = [say_distinct(report.distinct, call.words)] if report.distinct else []
    return Answer(data, [*report.notes, *lines, *last_line])


def _read_units(text: str) -> "UnitsAs":
    from outreach_app.services.dated_places import UnitsAs

    return parsing.parse_key(UnitsAs, text, option="--units")


def _tell_lines(row: ReportRow, words: Catalogue, *, whole: bool) -> Iterator[Message]:
    """One sentence for each line; of the unit as a whole also reasons, plans, forecast and earlier days."""
    yield _tell_row(row, words)
    if whole:
        yield from say_peculiarities(row, words)
        yield from say_outlook(row, words)


def add_progress(group: typer.Typer) -> None:
    """Add `print progress` to the documents."""
    command(group, "progress", N_("The results of a unit as PDF."))(_print_progress)


def _print_progress(
    call: Call, unit: UnitOption, first: FromOption, last: ToOption,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=N_("The PDF to write."))],
    units: UnitsOption = "end",
) -> Answer:  # fmt: skip
    period, target, by = read_period(first, last), check_target(out), _read_units(units)
    with call.open() as app:
        data = write_document(target, app.reports.print_progress(unit, period, call.words, units=by))
    return Answer(data, [say("{path}: the results of {unit}.", path=str(target), unit=unit)])


def _tell_row(row: ReportRow, words: Catalogue) -> Message:
    tally, plan = row.tally, row.plan
    told: dict[str, object] = {
        "name": name_row(words, row),
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
    lines = tell_figures(report, call.words) or [
        say(
            "Nothing follows from what was entered for {name} so far: outreach campaign figure list.",
            name=name,
        )
    ]
    return Answer(_shape(report, call.words), lines)


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
        "rests": [
            {"scheme": rest.scheme.value, "told_for": rest.whole.on.isoformat(), "people": rest.people,
             "whole": rest.whole.value, "without": rest.part.scheme.value if rest.part.scheme else None}
            for rest in report.rests
        ],
    }  # fmt: skip
