"""`outreach report ranking|models|people|explain`: who stands where, and who stands behind a number."""

from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.field_report_commands import TableFile, TableOption
from outreach_app.cli.options import command
from outreach_app.cli.result_shapes import contrast_shape, gap_shape, person_shape, praise_shape, ranked_shape
from outreach_app.cli.spans import FirstOption, LastOption, SpanOption, read_days
from outreach_app.cli.subjects import FORMS, find_subject
from outreach_app.domain.contrasts import ModelContrast
from outreach_app.domain.gap_words import tell_gap
from outreach_app.domain.lapses import LAPSE_NAMES, LapseReason
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.rankings import MERIT_NAMES, ORDER_NAMES, Order, Praise, RankedRow, praise, rank
from outreach_app.domain.report_rows import CAUSE_NAMES, Figure, FigurePerson, GapReport
from outreach_app.domain.report_words import name_row
from outreach_app.domain.targets import SubjectKind
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue

NOT_TOLD = "not_told"
PLACE = "place"
_GROUPS = (PLACE, SubjectKind.TEAM.value, SubjectKind.AGENCY.value, SubjectKind.COLLECTOR.value)

UnitOption = Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province."))]
GroupOption = Annotated[
    str,
    typer.Option("--group", metavar="|".join(_GROUPS), help=N_("What stands in a line: a place, a team, an"
                 " organisation or a collector.")),
]  # fmt: skip
SchemeOption = Annotated[str, typer.Option("--scheme", metavar=N_("SCHEME"), help=N_("Which scheme."))]


def add_results(group: typer.Typer) -> None:
    """Add these commands to `outreach report`."""
    command(group, "ranking", N_("Who stands where within some days, and whom to praise for what."))(_ranking)
    command(group, "models", N_("Model communes and villages beside the others, by rates."))(_models)
    command(group, "people", N_("For the office and team leads: the people behind a figure, by name."))(
        _people
    )
    command(
        group,
        "explain",
        N_("For the office and team leads: who may explain a difference from the official number."),
    )(_explain)


def read_group(text: str) -> SubjectKind | None:
    """Read what stands in a line; None for places."""
    key = parsing.parse_choice(text, _GROUPS, option="--group")
    return None if key == PLACE else SubjectKind(key)


def _ranking(
    call: Call, unit: UnitOption, scheme: SchemeOption, first: FirstOption = None, last: LastOption = None,
    span: SpanOption = None, group: GroupOption = PLACE,
    order: Annotated[
        str, typer.Option("--order", metavar="plan|new|rate|net", help=N_("By what places are given."))
    ] = Order.NEW.value,
    out: TableOption = None,
) -> Answer:  # fmt: skip
    kind, wanted, file = read_group(group), parsing.parse_key(Order, order, option="--order"), TableFile(out)
    known = parsing.parse_key(Scheme, scheme, option="--scheme")
    with call.open() as app:
        period = read_days(app, first, last, span=span)
        rows = app.reports.progress(unit, period) if kind is None else app.reports.group(unit, period, kind)
        own = [row for row in rows if row.scheme is known]
        written = file.keep(
            lambda made: app.reports.write_ranking(app.reports.collect(unit, period), own, made, call.words)
        )
    below = own[1:]
    ranked, praised = rank(below, wanted), praise(below)
    data = {
        "from": period.first.isoformat(), "to": period.last.isoformat(), "order": wanted.value,
        "ranking": [ranked_shape(each, name_row(call.words, each.row)) for each in ranked],
        "praise": [praise_shape(each, name_row(call.words, each.row)) for each in praised],
        **written,
    }  # fmt: skip
    head = say("{scheme}, {first} to {last}, {order}:", scheme=call.words.text(SCHEME_NAMES[known]),
               first=period.first, last=period.last, order=call.words.text(ORDER_NAMES[wanted]))  # fmt: skip
    lines = [_tell_place(each, wanted, call.words) for each in ranked if each.place is not None]
    return Answer(data, [head, *lines, *(_tell_praise(each, call.words) for each in praised)])


def _tell_place(each: RankedRow, order: Order, words: Catalogue) -> Message:
    told = {"place": each.place, "name": name_row(words, each.row), "value": each.value}
    return (
        say("{place}. {name}: {value}%", **told)
        if order is Order.PLAN
        else say("{place}. {name}: {value}", **told)
    )


def _tell_praise(each: Praise, words: Catalogue) -> Message:
    merits = ", ".join(words.text(MERIT_NAMES[merit]) for merit in each.merits)
    return say("To praise: {name} ({merits}).", name=name_row(words, each.row), merits=merits)


def _models(
    call: Call, unit: UnitOption, first: FirstOption = None, last: LastOption = None, span: SpanOption = None,
    out: TableOption = None,
) -> Answer:  # fmt: skip
    file = TableFile(out)
    with call.open() as app:
        report = app.reports.collect(unit, read_days(app, first, last, span=span))
        written = file.keep(lambda kind: app.reports.write_models(report, kind, call.words))
    lines = [line for each in report.models for line in _tell_models(each, call.words)]
    nothing = say("No model place is marked here for these days: outreach campaign model mark.")
    data = {"contrasts": [contrast_shape(each, call.words) for each in report.models], **written}
    return Answer(data, lines or [nothing])


def _tell_models(each: ModelContrast, words: Catalogue) -> list[Message]:
    told = say(
        "{scheme}: for each 100 adults {models} joined in the model places, {others} elsewhere.",
        scheme=words.text(SCHEME_NAMES[each.scheme]), models=_or_none(each.models.per_hundred_adults),
        others=_or_none(each.others.per_hundred_adults),
    )  # fmt: skip
    here, elsewhere = each.models.stopped_percent, each.others.stopped_percent
    stopped = say("Of the members {here}% stopped in the model places, {elsewhere}% elsewhere.", here=here,
                  elsewhere=elsewhere)  # fmt: skip
    return [told, *([stopped] if here is not None and elsewhere is not None else []), each.warn()]


def _or_none(value: object) -> object:
    return "–" if value is None else value


def _people(
    call: Call, unit: UnitOption, scheme: SchemeOption,
    figure: Annotated[str, typer.Option("--figure", metavar="|".join(Figure), help=N_("Which number."))],
    first: FirstOption = None, last: LastOption = None, span: SpanOption = None,
    whom: Annotated[
        str | None, typer.Option("--for", metavar=FORMS, help=N_("Only of this village, team or collector."))
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar=N_("KEY"), help=N_("Only who stopped for this reason, such as hardship.")),
    ] = None,
) -> Answer:  # fmt: skip
    known = parsing.parse_key(Scheme, scheme, option="--scheme")
    wanted = parsing.parse_key(Figure, figure, option="--figure")
    why = parsing.parse_choice(reason, (*LapseReason, NOT_TOLD), option="--reason") if reason else None
    with call.open() as app:
        period = read_days(app, first, last, span=span)
        subject = find_subject(app, whom, option="--for") if whom else None
        people = app.figure_people.list(unit, period, known, wanted, whose=subject)
    told = [each for each in people if why is None or (each.reason or NOT_TOLD) == why]
    data = {"figure": wanted.value, "count": len(told), "people": [person_shape(each) for each in told]}
    return Answer(data, [_tell_person(each, call.words) for each in told])


def _tell_person(each: FigurePerson, words: Catalogue) -> Message:
    told = {"code": each.code, "name": each.name or "–", "day": each.on}
    if each.reason is None:
        return say("{code} {name}, {day}", **told)
    return say("{code} {name}, {day}: {reason}", **told, reason=words.text(LAPSE_NAMES[each.reason]))


def _explain(
    call: Call,
    whom: Annotated[str, typer.Option("--for", metavar="unit:CODE", help=N_("Which unit."))],
    scheme: Annotated[
        str,
        typer.Option("--scheme", metavar=N_("SCHEME"), help=N_("Which scheme; any: distinct people in any scheme.")),
    ],
    until: Annotated[
        str | None, typer.Option("--until", metavar=N_("DATE"), help=N_("Only up to this day (else today)."))
    ] = None,
    out: TableOption = None,
) -> Answer:  # fmt: skip
    day, file = parsing.parse_day(until, option="--until"), TableFile(out)
    any_scheme = scheme.strip().lower() == "any"
    known = None if any_scheme else parsing.parse_key(Scheme, scheme, option="--scheme")
    with call.open() as app:
        subject = find_subject(app, whom, option="--for")
        report = app.figure_people.explain(subject, known, until=day or app.desk.today)
        written = file.keep(lambda kind: app.figure_people.write_gap(report, kind, call.words))
    return Answer({**gap_shape(report), **written}, _tell_gap(report, call.words))


def _tell_gap(report: GapReport, words: Catalogue) -> list[Message]:
    lines = tell_gap(report)
    for each in report.people:
        person = each.person
        lines.append(
            say("{cause}: {code} {name}, {day}", cause=words.text(CAUSE_NAMES[each.cause]), code=person.code,
                name=person.name or "–", day=person.on)
        )  # fmt: skip
    return lines
