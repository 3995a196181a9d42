"""The tables of the daily summary: each canvasser's numbers, worries heard, promised returns."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import INK, LINE, Style
from outreach_app.documents.page import A4, RIGHT
from outreach_app.documents.table import Column, lay_head, lay_heading, lay_row
from outreach_app.domain.rows import Appointment, CanvasserDay, DaySummary
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.i18n import Catalogue

NUMBER = Style("Regular", 10, digits=True)
NAME_WIDTH = 120.0


def lay_canvassers(summary: DaySummary, catalogue: Catalogue) -> Iterator[Block]:
    """One row of numbers per canvasser, and the team's below them."""
    columns = _number_columns("Regular")
    head = lay_head(_number_labels(catalogue), columns, geometry=A4)
    yield lay_heading(catalogue.context("print", "By canvasser"), A4)
    yield head
    for place, day in enumerate(summary.canvassers, start=1):
        last = place == len(summary.canvassers)
        rule = (INK, 0.9) if last else (LINE, 0.7)
        block = lay_row(_numbers(day, catalogue), columns, geometry=A4, head=head, rule=rule)
        yield replace(block, keeps_next=last)
    total = replace(summary.total, name=catalogue.context("print", "The whole team"))
    bold = _number_columns("SemiBold")
    yield lay_row(_numbers(total, catalogue), bold, geometry=A4, head=head, rule=(INK, 0.9))


def _number_columns(face: str) -> list[Column]:
    style = Style(face, 10, digits=True)
    width = (A4.room - NAME_WIDTH) / 8
    return [Column(NAME_WIDTH, style=Style(face, 10)), *[Column(width, RIGHT, style)] * 8]


def _number_labels(catalogue: Catalogue) -> list[str]:
    return [
        catalogue.context("print", "Canvasser"),
        catalogue.context("print", "Doors knocked"),
        catalogue.context("print", "Doors spoken to"),
        catalogue.context("print", "People advised"),
        catalogue.context("print", "Voluntary new"),
        catalogue.context("print", "Voluntary paid on"),
        catalogue.context("print", "Health new"),
        catalogue.context("print", "Health renewed"),
        catalogue.context("print", "To come again"),
    ]


def _numbers(day: CanvasserDay, catalogue: Catalogue) -> list[str]:
    counts = (
        day.knocked,
        day.spoken_to,
        day.people_advised,
        day.voluntary_new,
        day.voluntary_continuing,
        day.health_new,
        day.health_continuing,
        day.call_backs,
    )
    return [day.name, *(catalogue.number(count) for count in counts)]


def lay_objections(summary: DaySummary, catalogue: Catalogue) -> Iterator[Block]:
    """The worries heard, most frequent first as the summary orders them; nothing when there were none."""
    columns = [Column(A4.room * 0.45), Column(A4.room * 0.55)]
    if summary.objections:
        yield lay_heading(catalogue.context("print", "Worries heard most"), A4)
    for key, count in summary.objections:
        doors = catalogue.plural("{count} door", "{count} doors", count)
        yield lay_row([catalogue.text(OBJECTION_NAMES.get(key, key)), doors], columns, geometry=A4)


def lay_appointments(summary: DaySummary, catalogue: Catalogue) -> Iterator[Block]:
    """The promised returns; their dates stand in the heading when they are all for one day."""
    days = {appointment.on for appointment in summary.appointments}
    if not days:
        return
    yield lay_heading(_appointment_heading(days, summary.day, catalogue), A4)
    dated = len(days) > 1
    parts = (0.36, 0.32, 0.14, 0.18) if dated else (0.36, 0.40, 0.24)
    columns = [Column(A4.room * part) for part in parts]
    for appointment in summary.appointments:
        what, who = appointment.what, appointment.canvasser_name
        when = [catalogue.date(appointment.on)] if dated else []
        yield lay_row([_where(appointment), what, *when, who], columns, geometry=A4)


def _appointment_heading(days: set[date], today: date, catalogue: Catalogue) -> str:
    if days == {today + timedelta(days=1)}:
        return catalogue.context("print", "Promised for tomorrow, {day}", day=min(days))
    if len(days) == 1:
        return catalogue.context("print", "Promised for {day}", day=catalogue.long_date(min(days)))
    return catalogue.context("print", "Promised for the coming days")


def _where(appointment: Appointment) -> str:
    household = appointment.household
    return ", ".join(part for part in (household.head, household.village_name) if part)
