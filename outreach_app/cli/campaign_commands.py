"""`outreach campaign`: drives, targets that are set and handed down, official figures."""

from datetime import date
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.correction_commands import ANY, FigureId, add_correcting
from outreach_app.cli.figure_numbers import read_number, tell_number
from outreach_app.cli.model_commands import add_models, add_proposing
from outreach_app.cli.options import command, new_group
from outreach_app.cli.report_shapes import campaign_shape, figure_shape, parts_shape, target_shape
from outreach_app.cli.subjects import FORMS, find_subject
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.official_figures import SHARES, Measure, OfficialFigure, Sense
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.targets import Aim, Target
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Count


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "campaign", HELP["campaign"])
    drive = new_group(group, "drive", N_("Drives: the days on which everybody goes from door to door."))
    command(drive, "add", N_("At the office: enter a drive."))(_add_drive)
    command(drive, "list", N_("Every drive, the latest first."))(_list_drives)
    target = new_group(group, "target", N_("Plan numbers: who set them, for whom, for which days."))
    command(target, "set", N_("At the office: enter a target."))(_set_target)
    command(target, "hand-down", N_("At the office: give parts of a target to others."))(_hand_down)
    command(target, "list", N_("Every target, with what was handed down of it."))(_list_targets)
    command(target, "take-back", N_("At the office: take back a target that was entered wrongly."))(
        _drop_target
    )
    add_proposing(target)
    add_models(group)
    figure = new_group(group, "figure", N_("Official figures as they were published."))
    command(figure, "enter", N_("At the office: enter an official figure with its source."))(_enter_figure)
    command(figure, "list", N_("Every official figure, by day."))(_list_figures)
    command(figure, "take-back", N_("At the office: take back a figure that was entered wrongly."))(
        _drop_figure
    )
    add_correcting(drive, figure)


ForOption = Annotated[str, typer.Option("--for", metavar=FORMS, help=N_("Whom the number is about."))]
FromOption = Annotated[str, typer.Option("--from", metavar=N_("DATE"), help=N_("First day."))]
ToOption = Annotated[str, typer.Option("--to", metavar=N_("DATE"), help=N_("Last day, included."))]
SchemeOption = Annotated[str, typer.Option("--scheme", metavar=N_("SCHEME"), help=N_("Which scheme."))]
NoteOption = Annotated[str, typer.Option("--note", metavar=N_("TEXT"), help=N_("Note."))]
TargetId = Annotated[str, typer.Argument(metavar="TARGET", help=N_("Id of the target, as set prints it."))]


def read_period(first: str, last: str) -> Period:
    """Read the two days of a period; WrongUsage when they are the wrong way round."""
    days = parsing.parse_date(first, option="--from"), parsing.parse_date(last, option="--to")
    if days[1] < days[0]:
        raise parsing.wrong_value("--to", last, say("The last day comes after the first."))
    return Period(*days)


def _add_drive(
    call: Call,
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("Name of the drive."))],
    first: FromOption, last: ToOption,
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Only in this unit."))] = "",
    note: NoteOption = "",
) -> Answer:  # fmt: skip
    period = read_period(first, last)
    with call.open() as app:
        call.sign(app)
        made = app.campaigns.add_campaign(name, period, unit_code=unit, note=note).value
    line = say("{name}: from {first} to {last}, {days} days.", name=made.name, first=period.first, last=period.last,
               days=period.days)  # fmt: skip
    return Answer(campaign_shape(made), [line])


def _list_drives(call: Call) -> Answer:
    with call.open() as app:
        drives = app.campaigns.list_drives()
    known = [each for each in drives if not each.is_standing]
    lines = [
        say("{name}: from {first} to {last}, {days} days.", name=each.name, first=each.period.first,
            last=each.period.last, days=each.period.days)
        for each in known
    ]  # fmt: skip
    standing = [campaign_shape(each) for each in drives if each.is_standing]
    return Answer({"drives": [campaign_shape(each) for each in known], "standing": standing}, lines)


def _set_target(
    call: Call,
    people: Annotated[str, typer.Argument(metavar=N_("NUMBER"), help=N_("How many people."))],
    whom: ForOption, scheme: SchemeOption, first: FromOption, last: ToOption,
    aim: Annotated[
        str, typer.Option("--aim", metavar="joined|continuing|total|net|stock", help=N_("What is counted."))
    ] = "joined",
    at_least: Annotated[bool, typer.Option("--at-least", help=N_("More is wished for."))] = False,
    set_by: Annotated[str, typer.Option("--set-by", metavar=N_("TEXT"), help=N_("Who set it."))] = "",
    document: Annotated[str, typer.Option("--document", metavar=N_("TEXT"), help=N_("Document that sets it."))] = "",
    set_on: Annotated[str | None, typer.Option("--set-on", metavar=N_("DATE"), help=N_("Its date."))] = None,
    parent: Annotated[
        str | None, typer.Option("--part-of", metavar="TARGET", help=N_("Target that it is a part of."))
    ] = None,
) -> Answer:  # fmt: skip
    number = parsing.parse_money(people, option="NUMBER")
    known = parsing.parse_key(Scheme, scheme, option="--scheme"), parsing.parse_key(Aim, aim, option="--aim")
    period, day = read_period(first, last), parsing.parse_day(set_on, option="--set-on")
    above = parse_row_id(parent) if parent else None
    with call.open() as app:
        call.sign(app)
        subject = find_subject(app, whom, option="--for")
        wanted = Target(
            b"", subject, *known, period, number, at_least=at_least, set_by=set_by, document=document, set_on=day,
            parent=above,
        )  # fmt: skip
        made = app.campaigns.set_target(wanted).value
        name = app.campaigns.name_subject(subject)
        warning = app.campaigns.add_up_parts(above).tell() if above else None
    return Answer(target_shape(made, name), [_tell_target(made, name), *([warning] if warning else [])])


def _hand_down(
    call: Call,
    target: TargetId,
    shares: Annotated[
        list[str], typer.Argument(metavar=f"{FORMS}=NUMBER", help=N_("Whom a part goes to, and how much."))
    ],
) -> Answer:
    whole = parse_row_id(target)
    typed = [each.rpartition("=") for each in shares]
    with call.open() as app:
        call.sign(app)
        told = {
            find_subject(app, word, option="PART"): parsing.parse_money(number, option="NUMBER")
            for word, _, number in typed
        }
        parts = app.campaigns.hand_down(whole, told).value
    warning = parts.tell()
    line = say("{count} parts come to {given} of {whole}.", count=parts.count, given=Count(parts.given),
               whole=Count(parts.whole.people))  # fmt: skip
    lines = [line, *([warning] if warning else [])]
    return Answer(parts_shape(parts, call.words), lines, NEEDS_A_PERSON if warning else DONE)


def _tell_target(target: Target, name: str) -> Message:
    return say("Target for {name}: {people}, from {first} to {last} ({id}).", name=name, people=Count(target.people),
               first=target.period.first, last=target.period.last, id=target.id.hex())  # fmt: skip


def _list_targets(call: Call) -> Answer:
    with call.open() as app:
        known = app.campaigns.list_targets()
        parts = {each.id: app.campaigns.add_up_parts(each.id) for each in known}
        names = {each.subject: app.campaigns.name_subject(each.subject) for each in known}
    shapes = [
        target_shape(each, names[each.subject])
        | ({"parts": parts_shape(parts[each.id], call.words)} if parts[each.id].count else {})
        for each in known
    ]
    lines = [_tell_target(each, names[each.subject]) for each in known]
    warnings = [told for each in known if parts[each.id].count and (told := parts[each.id].tell())]
    return Answer({"targets": shapes}, [*lines, *warnings], NEEDS_A_PERSON if warnings else DONE)


def _drop_target(call: Call, target: TargetId) -> Answer:
    return _take_back(call, "target", target)


def _enter_figure(
    call: Call,
    number: Annotated[
        str, typer.Argument(metavar=N_("NUMBER"), help=N_("People, or for a percentage a number such as 88.82."))
    ],
    whom: ForOption,
    measure: Annotated[
        str, typer.Option("--measure", metavar="|".join(Measure), help=N_("What the number counts."))
    ],
    told_on: Annotated[str, typer.Option("--told-for", metavar=N_("DATE"), help=N_("Its day, or its last day."))],
    source: Annotated[str, typer.Option("--source", metavar=N_("TEXT"), help=N_("Where it was published."))],
    scheme: Annotated[
        str,
        typer.Option("--scheme", metavar=N_("SCHEME"), help=N_("Which scheme; any: distinct people in any scheme.")),
    ] = ANY,
    since: Annotated[
        str | None, typer.Option("--since", metavar=N_("DATE"), help=N_("First day of what is counted by days."))
    ] = None,
    sense: Annotated[
        str, typer.Option("--sense", metavar="exact|about|over|under", help=N_("How exact the source is."))
    ] = "exact",
    note: NoteOption = "",
) -> Answer:  # fmt: skip
    kind = parsing.parse_key(Measure, measure, option="--measure")
    value, decimals = read_number(number, percent=kind in SHARES)
    known = None if scheme.strip().lower() == ANY else parsing.parse_key(Scheme, scheme, option="--scheme")
    on, first = parsing.parse_date(told_on, option="--told-for"), parsing.parse_day(since, option="--since")
    how = parsing.parse_key(Sense, sense, option="--sense")
    with call.open() as app:
        call.sign(app)
        subject = find_subject(app, whom, option="--for")
        figure = OfficialFigure(
            b"",
            subject,
            known,
            kind,
            on,
            value,
            since=first,
            decimals=decimals,
            sense=how,
            source=source,
            note=note,
        )
        made = app.campaigns.enter_figure(figure).value
        name = app.campaigns.name_subject(subject)
    line = say("Entered for {name}: {number} ({id}).", name=name, number=tell_number(made), id=made.id.hex())
    return Answer(figure_shape(made, name), [line])


def _list_figures(
    call: Call,
    until: Annotated[
        str | None, typer.Option("--until", metavar=N_("DATE"), help=N_("Only up to this day."))
    ] = None,
) -> Answer:
    day: date | None = parsing.parse_day(until, option="--until")
    with call.open() as app:
        known = app.campaigns.list_figures(until=day)
        shapes = [figure_shape(each, app.campaigns.name_subject(each.subject)) for each in known]
    lines = [
        say("{day}, {name}: {number} ({id})", day=each.on, name=shape["name"], number=tell_number(each),
            id=each.id.hex())
        for each, shape in zip(known, shapes, strict=True)
    ]  # fmt: skip
    return Answer({"figures": shapes}, lines)


def _drop_figure(call: Call, figure: FigureId) -> Answer:
    return _take_back(call, "official_figure", figure)


def _take_back(call: Call, table: str, text: str) -> Answer:
    row = parse_row_id(text)
    with call.open() as app:
        call.sign(app)
        app.campaigns.take_back(table, row)
    return Answer({"id": row.hex()}, [say("Taken back.")])
