"""`outreach report objections|contacts|questions|training`: what was heard at the doors, and who was trained."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.campaign_commands import FromOption, ToOption, read_period
from outreach_app.cli.field_report_shapes import (
    asked_shape,
    contact_shape,
    difficulty_shape,
    tally_shape,
    training_shape,
    worry_shape,
)
from outreach_app.cli.options import command
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.field_words import (
    CAUTION,
    name_group,
    say_answer,
    say_commune,
    say_contact,
    say_difficulty,
    say_questions,
    say_training,
    say_until_answered,
    say_until_joined,
    say_worry,
)
from outreach_app.domain.report_groups import Group, Split
from outreach_app.domain.worry_counts import WorryRow
from outreach_app.errors import Message, say
from outreach_app.exchange.table_writer import TableKind
from outreach_app.i18n import N_, Catalogue

if TYPE_CHECKING:
    from pathlib import Path

Line = Message | str
UnitOption = Annotated[str, typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province."))]
SplitOption = Annotated[
    str, typer.Option("--split", metavar="village|commune|team|canvasser", help=N_("By what it is split."))
]
TableOption = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE", help=N_("Also write it into this file: .xlsx, .csv or .pdf.")),
]


def add_reports(group: typer.Typer) -> None:
    """Add these commands to `outreach report`."""
    command(
        group,
        "objections",
        N_("Worries heard, what was answered, and what the same households said afterwards."),
    )(_objections)
    command(group, "contacts", N_("Visits by channel: door, telephone, Zalo, counter, meeting."))(_contacts)
    command(
        group, "questions", N_("Questions open and answered, by village and age, and difficulties reported.")
    )(_questions)
    command(group, "training", N_("Who was trained, when and in what, and communes without anybody."))(
        _training
    )


class TableFile:
    """The file that tables are written into, checked before any work is done for it."""

    def __init__(self, out: str | None) -> None:
        self.path: Path | None = check_target(out) if out else None
        kinds = {f".{kind.value}": kind for kind in TableKind}
        if self.path is not None and self.path.suffix.lower() not in kinds:
            raise parsing.wrong_value("--out", self.path.name, say("The file ends in .xlsx, .csv or .pdf."))
        self._kind = kinds[self.path.suffix.lower()] if self.path else TableKind.XLSX

    def keep(self, make: "Callable[[TableKind], bytes]") -> dict[str, object]:
        """Write what makes its own file of this kind; nothing when no file was asked for."""
        return write_document(self.path, make(self._kind)) if self.path else {}


def _objections(
    call: Call, unit: UnitOption, first: FromOption, last: ToOption, split: SplitOption = Split.VILLAGE.value,
    out: TableOption = None,
) -> Answer:  # fmt: skip
    from outreach_app.services.field_papers import write_report

    period, parts, file = read_period(first, last), _read_split(split), TableFile(out)
    with call.open() as app:
        report = app.field_reports.worries(unit, period, split=parts)
    words = call.words
    data: dict[str, object] = {
        "unit": unit, "name": report.name, "from": period.first.isoformat(), "to": period.last.isoformat(),
        "until": report.on.isoformat(), "visits_spoken": report.visits, "visits_with_objection": report.named,
        "rows": [worry_shape(row, words) for row in report.rows], "caution": words.render(CAUTION),
    }  # fmt: skip
    data |= file.keep(lambda kind: write_report(report, kind, words))
    counted = say("Visits with somebody spoken to: {visits}; with a worry: {named}.", visits=report.visits,
                  named=report.named)  # fmt: skip
    lines = [line for row in report.rows for line in _tell_worry(row, words)]
    return Answer(data, [counted, *lines, *([CAUTION] if lines else [])])


def _tell_worry(row: WorryRow, words: Catalogue) -> list[Line]:
    place = "" if row.group.kind is None else f"  {name_group(row.group, words)}: "
    lines: list[Line] = [place + words.render(say_worry(row, words))]
    if row.group.kind is None:
        lines += [f"    {words.render(say_answer(each, words))}" for each in row.answers]
        lines += [f"    {words.render(say_until_joined(row.days))}"] if row.days else []
    return lines


def _contacts(
    call: Call, unit: UnitOption, first: FromOption, last: ToOption, split: SplitOption = Split.VILLAGE.value,
    out: TableOption = None,
) -> Answer:  # fmt: skip
    from outreach_app.services.field_papers import write_report

    period, parts, file = read_period(first, last), _read_split(split), TableFile(out)
    with call.open() as app:
        report = app.field_reports.contacts(unit, period, split=parts)
    data: dict[str, object] = {
        "unit": unit,
        "name": report.name,
        "rows": [contact_shape(row) for row in report.rows],
    }
    data |= file.keep(lambda kind: write_report(report, kind, call.words))
    lines = [
        _place(row.group, call.words) + call.words.render(say_contact(row, call.words)) for row in report.rows
    ]
    return Answer(data, lines or [say("No visit on these days.")])


def _questions(
    call: Call, unit: UnitOption, first: FromOption, last: ToOption, split: SplitOption = Split.VILLAGE.value,
    out: TableOption = None,
) -> Answer:  # fmt: skip
    from outreach_app.services.field_papers import write_report

    period, parts, file = read_period(first, last), _read_split(split), TableFile(out)
    with call.open() as app:
        report = app.field_reports.questions(unit, period, split=parts)
    words, on = call.words, report.on
    data: dict[str, object] = {
        "unit": unit, "name": report.name, "until": on.isoformat(),
        "rows": [tally_shape(row) for row in report.rows], "open": [asked_shape(each, on) for each in report.open],
        "answered": [asked_shape(each, on) for each in report.answered],
        "difficulties": [difficulty_shape(each, on) for each in report.difficulties],
    }  # fmt: skip
    data |= file.keep(lambda kind: write_report(report, kind, words))
    lines: list[Line] = [_place(row.group, words) + words.render(say_questions(row)) for row in report.rows]
    lines += [say_until_answered(report.whole.days)] if report.whole.days else []
    lines += [
        say("{place}, waiting for {days} days: {text}", place=each.village_name, days=each.waited(on),
            text=each.row.text)
        for each in report.open
    ]  # fmt: skip
    lines += [say_difficulty(each, words) for each in report.difficulties]
    return Answer(data, lines)


def _training(
    call: Call, unit: UnitOption,
    first: Annotated[
        str | None, typer.Option("--from", metavar=N_("DATE"), help=N_("First day (else always)."))
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar=N_("DATE"), help=N_("Last day (else today)."))] = None,
    out: TableOption = None,
) -> Answer:  # fmt: skip
    from outreach_app.services.field_papers import write_report

    start, end = parsing.parse_day(first, option="--from"), parsing.parse_day(last, option="--to")
    file = TableFile(out)
    with call.open() as app:
        report = app.training_reports.read(unit, first=start, last=end)
    data = training_shape(report) | file.keep(lambda kind: write_report(report, kind, call.words))
    lines: list[Line] = [say_training(report)]
    lines += [
        f"  {row.name}: {call.words.date(row.last_day)}, {row.lessons[0].topic}"
        for row in report.rows
        if row.last_day
    ]
    lines += [say("{name}: not trained yet.", name=row.name) for row in report.rows if not row.is_trained]
    return Answer(data, [*lines, *(say_commune(row) for row in report.without)])


def _read_split(text: str) -> Split:
    return parsing.parse_key(Split, text, option="--split")


def _place(group: Group, words: Catalogue) -> str:
    return "" if group.kind is None else f"  {name_group(group, words)}: "
