"""`outreach campaign drive change`, `campaign figure change`: what was entered is corrected in its own row."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.figure_numbers import read_number, tell_number
from outreach_app.cli.options import command
from outreach_app.cli.report_shapes import campaign_shape, figure_shape
from outreach_app.cli.subjects import FORMS, find_subject
from outreach_app.domain.campaigns import Campaign
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.official_figures import FLOWS, SHARES, Measure, OfficialFigure, Sense
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.errors import NotFound, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App

ANY = "any"
"""The word for distinct people in any scheme."""

DriveId = Annotated[str, typer.Argument(metavar="DRIVE", help=N_("Id of the drive, as add prints it."))]
FigureId = Annotated[str, typer.Argument(metavar="FIGURE", help=N_("Id of the figure, as enter prints it."))]
NoteOption = Annotated[str | None, typer.Option("--note", metavar=N_("TEXT"), help=N_("Note."))]


def add_correcting(drive: typer.Typer, figure: typer.Typer) -> None:
    """Add `change` to `outreach campaign drive` and `outreach campaign figure`, `take-back` to the former."""
    command(drive, "change", N_("At the office: correct a drive; what is not named stays."))(_change_drive)
    command(drive, "take-back", N_("At the office: take back a drive that was entered wrongly."))(_drop_drive)
    command(figure, "change", N_("At the office: correct an official figure; what is not named stays."))(
        _change_figure
    )


def _change_drive(
    call: Call,
    drive: DriveId,
    name: Annotated[str | None, typer.Option("--name", metavar=N_("NAME"), help=N_("Name of the drive."))] = None,
    first: Annotated[str | None, typer.Option("--from", metavar=N_("DATE"), help=N_("First day."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar=N_("DATE"), help=N_("Last day, included."))] = None,
    note: NoteOption = None,
) -> Answer:  # fmt: skip
    row = parse_row_id(drive)
    days = parsing.parse_day(first, option="--from"), parsing.parse_day(last, option="--to")
    with call.open() as app:
        call.sign(app)
        known = _find_drive(app, row)
        begins, ends = days[0] or known.period.first, days[1] or known.period.last
        if ends < begins:
            raise parsing.wrong_value("--to", ends.isoformat(), say("The last day comes after the first."))
        told = replace(
            known, name=known.name if name is None else name, period=Period(begins, ends),
            note=known.note if note is None else note,
        )  # fmt: skip
        made = app.campaigns.change_campaign(told).value
    line = say("{name}: from {first} to {last}, {days} days.", name=made.name, first=begins, last=ends,
               days=made.period.days)  # fmt: skip
    return Answer(campaign_shape(made), [line])


def _find_drive(app: "App", row: bytes) -> Campaign:
    found = next((each for each in app.campaigns.list_campaigns() if each.id == row), None)
    if found is None:
        raise NotFound(say("This drive does not stand any more."), say("Look at the list of drives again."))
    return found


def _drop_drive(call: Call, drive: DriveId) -> Answer:
    row = parse_row_id(drive)
    with call.open() as app:
        call.sign(app)
        _find_drive(app, row)
        app.campaigns.take_back("campaign", row)
    return Answer({"id": row.hex()}, [say("Taken back.")])


def _change_figure(
    call: Call,
    figure: FigureId,
    number: Annotated[
        str | None,
        typer.Option("--number", metavar=N_("NUMBER"), help=N_("People, or for a percentage a number such as 88.82.")),
    ] = None,
    whom: Annotated[str | None, typer.Option("--for", metavar=FORMS, help=N_("Whom the number is about."))] = None,
    measure: Annotated[
        str | None, typer.Option("--measure", metavar="|".join(Measure), help=N_("What the number counts."))
    ] = None,
    told_on: Annotated[
        str | None, typer.Option("--told-for", metavar=N_("DATE"), help=N_("Its day, or its last day."))
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar=N_("TEXT"), help=N_("Where it was published."))
    ] = None,
    scheme: Annotated[
        str | None,
        typer.Option("--scheme", metavar=N_("SCHEME"), help=N_("Which scheme; any: distinct people in any scheme.")),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar=N_("DATE"), help=N_("First day of what is counted by days."))
    ] = None,
    sense: Annotated[
        str | None, typer.Option("--sense", metavar="exact|about|over|under", help=N_("How exact the source is."))
    ] = None,
    note: NoteOption = None,
) -> Answer:  # fmt: skip
    row = parse_row_id(figure)
    with call.open() as app:
        call.sign(app)
        told = _find_figure(app, row)
        subject = find_subject(app, whom, option="--for") if whom else told.subject
        told = replace(
            _set_kind(told, measure, scheme=scheme, sense=sense), subject=subject,
            source=told.source if source is None else source, note=told.note if note is None else note,
        )  # fmt: skip
        told = _set_number(_set_days(told, told_on, since=since), number, former=_find_figure(app, row))
        made = app.campaigns.change_figure(told).value
        name = app.campaigns.name_subject(subject)
    line = say("Changed for {name}: {number} ({id}).", name=name, number=tell_number(made), id=made.id.hex())
    return Answer(figure_shape(made, name), [line])


def _find_figure(app: "App", row: bytes) -> OfficialFigure:
    found = next((each for each in app.campaigns.list_figures() if each.id == row), None)
    if found is None:
        raise NotFound(say("This figure does not stand any more."), say("Look at the list of figures again."))
    return found


def _set_kind(
    told: OfficialFigure, measure: str | None, *, scheme: str | None, sense: str | None
) -> OfficialFigure:
    if measure is not None:
        told = replace(told, measure=parsing.parse_key(Measure, measure, option="--measure"))
    if scheme is not None:
        everybody = scheme.strip().lower() == ANY
        told = replace(
            told, scheme=None if everybody else parsing.parse_key(Scheme, scheme, option="--scheme")
        )
    return told if sense is None else replace(told, sense=parsing.parse_key(Sense, sense, option="--sense"))


def _set_days(told: OfficialFigure, told_on: str | None, *, since: str | None) -> OfficialFigure:
    on = parsing.parse_date(told_on, option="--told-for") if told_on else told.on
    first = parsing.parse_date(since, option="--since") if since else told.since
    return replace(told, on=on, since=first if told.measure in FLOWS else None)


def _set_number(told: OfficialFigure, number: str | None, *, former: OfficialFigure) -> OfficialFigure:
    """Read the new number; one that counts people is no percentage, so a new kind of number needs it typed."""
    if number is not None:
        value, decimals = read_number(number, percent=told.measure in SHARES)
        return replace(told, value=value, decimals=decimals)
    if told.is_share != former.is_share:
        raise parsing.WrongUsage(
            say("The number itself is missing."), say("Give --number with the number as it was published.")
        )
    return told
