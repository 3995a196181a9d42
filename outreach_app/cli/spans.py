"""Which days a report is about: a first and a last one, or a word such as month, half or drive."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.campaign_commands import read_period
from outreach_app.domain.periods import Period, Stretch, stretch_of
from outreach_app.errors import NotFound, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App

FirstOption = Annotated[str | None, typer.Option("--from", metavar=N_("DATE"), help=N_("First day."))]
LastOption = Annotated[str | None, typer.Option("--to", metavar=N_("DATE"), help=N_("Last day, included."))]
SpanOption = Annotated[
    str | None,
    typer.Option(
        "--span",
        metavar="year|half|quarter|month|week|drive",
        help=N_("Instead of two days: what today lies in, or the drive that began last."),
    ),
]


def read_days(app: "App", first: str | None, last: str | None, *, span: str | None) -> Period:
    """Read which days are meant; WrongUsage unless they are told in one of the two ways."""
    if span is None and first is not None and last is not None:
        return read_period(first, last)
    if span is None or first is not None or last is not None:
        raise parsing.WrongUsage(
            say("Which days the report is about is not told."), say("Give --from and --to, or --span alone.")
        )
    stretch = parsing.parse_key(Stretch, span, option="--span")
    if stretch is not Stretch.DRIVE:
        return stretch_of(app.desk.today, stretch)
    drive = next((each for each in app.campaigns.list_drives() if each.period.first <= app.desk.today), None)
    if drive is None:
        raise NotFound(say("No drive has begun yet."), say("Give --from and --to."))
    return drive.period
