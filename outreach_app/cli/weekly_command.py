"""`outreach report weekly`: visits, outcomes and sign-ups by commune and week, from the workspace or an export."""

from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.campaign_commands import FromOption, ToOption, read_period
from outreach_app.cli.options import command
from outreach_app.domain.weeks import Road, WeeklyReport
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Count


def add_weekly(group: typer.Typer) -> None:
    """Add `report weekly` to the reports."""
    command(group, "weekly", N_("Visits, outcomes and sign-ups of a unit by commune and week."))(_weekly)


def _weekly(
    call: Call,
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province."))],
    first: FromOption,
    last: ToOption,
    export: Annotated[
        str | None,
        typer.Option(
            "--export", metavar="DIR",
            help=N_("Read an export in Parquet instead of the workspace: faster, and as old as the export."),
        ),
    ] = None,
) -> Answer:  # fmt: skip
    period = read_period(first, last)
    folder = parsing.parse_folder(export) if export else None
    with call.open() as app:
        report = app.weekly.read(unit, period, export=folder)
    return Answer(_shape(report), _tell(report))


def _shape(report: WeeklyReport) -> dict[str, object]:
    rows = [
        {
            "unit": row.commune, "name": report.names[row.commune], "week": row.monday.isoformat(),
            "visits": row.visits, "spoken": row.spoken, "outcomes": dict(sorted(row.outcomes.items())),
            "new": row.sign_ups["new"], "won_back": row.sign_ups["re_registered"],
            "continuing": row.sign_ups["continuing"],
        }
        for row in report.rows
    ]  # fmt: skip
    return {
        "road": report.road.value, "written_at": report.written_at, "people_left_out": report.left_out, "rows": rows
    }  # fmt: skip


def _tell(report: WeeklyReport) -> list[Message]:
    lines = [
        say(
            "{name}, week of {monday}: {visits} visits, {spoken} with somebody to talk to; {new} new, {continuing}"
            " continuing.",
            name=report.names[row.commune], monday=row.monday, visits=Count(row.visits), spoken=Count(row.spoken),
            new=Count(row.sign_ups["new"] + row.sign_ups["re_registered"]),
            continuing=Count(row.sign_ups["continuing"]),
        )
        for row in report.rows
    ]  # fmt: skip
    if report.road is Road.EXPORT:
        lines.append(
            say(
                "Read from the export of {moment}; {count} people are not in it. What came later is missing.",
                moment=report.written_at,
                count=Count(report.left_out),
            )
        )
    return lines or [say("Nothing was written on these days.")]
