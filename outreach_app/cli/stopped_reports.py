"""`outreach list import --as stopped`: a list of people who stopped, in JSON and in words."""

from collections.abc import Iterable
from pathlib import Path

from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.column_commands import read_choice
from outreach_app.cli.parsing import WrongUsage, wrong_value
from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.domain.forms import write_born
from outreach_app.domain.rows import RefusedListRow
from outreach_app.domain.stopped_lines import LineState, StoppedLine, StoppedReport
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue

_SHOWN = 20


def import_stopped(
    call: Call, path: Path, *, matches: Iterable[str], columns: str | None, preview: bool
) -> Answer:
    """Carry out the command, or say what it would do; exit code 1 when rows were refused or are to be chosen."""
    choices = parse_matches(matches)
    with call.open() as app:
        choice = read_choice(app, columns, "stopped")
        call.tell(say("Reading {name} ...", name=path.name))
        if preview:
            report = app.stopped_lists.preview(path, choices=choices, columns=choice)
        else:
            call.sign(app, trial=lambda: app.stopped_lists.preview(path, choices=choices, columns=choice))
            report = app.stopped_lists.bring_in(path, choices=choices, columns=choice).value
    waits = report.refused or report.select(LineState.CHOOSE)
    code = NEEDS_A_PERSON if waits else DONE
    return Answer(stopped_shape(report, call.words), stopped_lines(report), code)


_EXAMPLE = say("Write the row and the household's code like 12=NL-0047-K.")


def parse_matches(pairs: Iterable[str], *, advice: Message = _EXAMPLE) -> dict[int, str]:
    """Read ROW=CODE words."""
    found: dict[int, str] = {}
    for pair in pairs:
        row, sign, code = pair.partition("=")
        if not (sign and row.strip().isdecimal() and code.strip()):
            raise wrong_value("--match", pair, advice)
        if int(row) in found:
            raise WrongUsage(say("Row {row} is matched twice.", row=int(row)), say("Give each row once."))
        found[int(row)] = code.strip()
    return found


def stopped_shape(report: StoppedReport, words: Catalogue) -> JsonObject:
    """The promised keys of a list, and the lines by what became of them."""
    matched = report.count_people(LineState.MATCHED)
    known = report.count_people(LineState.KNOWN, LineState.JOINED_AGAIN)
    return {
        "import_id": report.import_id,
        "rows": len(report.lines) + len(report.refused),
        "households": report.count_households(),
        "people": report.count_people(LineState.MATCHED, LineState.KNOWN, LineState.JOINED_AGAIN),
        "new": matched,
        "changed": report.ended,
        "unchanged": known,
        "refused": [_row_shape(row, words) for row in report.refused],
        "warnings": [_row_shape(row, words) for row in report.warnings],
        "columns": dict(report.columns),
        **{state.value: [_line_shape(line, words) for line in report.select(state)] for state in LineState},
        "earlier": plain(report.earlier),
        "remembered": plain(report.remembered),
        "preview": report.preview,
    }


def _row_shape(row: RefusedListRow, words: Catalogue) -> JsonObject:
    return {"row": row.row, "reason": words.render(row.reason), "reason_key": row.reason_key}


def _line_shape(line: StoppedLine, words: Catalogue) -> JsonObject:
    return {
        "row": line.row,
        "name": line.name,
        "schemes": [scheme.value for scheme in line.schemes],
        "stopped": f"{line.stopped:%Y-%m}" if line.stopped else None,
        "reason": words.render(line.reason),
        "reason_key": line.reason_key,
        "note": plain(line.note, words),
        "people": [
            {"person": each.person.hex(), "name": each.name, "born": plain(each.born), "code": each.code,
             "village": each.village}
            for each in line.people
        ],
    }  # fmt: skip


def stopped_lines(report: StoppedReport) -> list[Message | str]:
    """What the command says in words."""
    counts = {state.value: len(report.select(state)) for state in LineState}
    heading = (
        say("{count} people would be taken in as stopped.", count=report.count_people(LineState.MATCHED))
        if report.preview
        else say("{count} people were taken in as stopped.", count=report.count_people(LineState.MATCHED))
    )
    lines: list[Message | str] = [
        heading,
        say("Known before: {known}; joined again since: {again}.", known=counts["known"], again=counts["joined_again"]),
    ]  # fmt: skip
    choose = report.select(LineState.CHOOSE)
    if choose:
        lines.append(say("{count} rows to choose by hand, with --match ROW=CODE:", count=len(choose)))
        lines += [text for line in choose for text in _choice_lines(line)]
    unknown = report.select(LineState.UNKNOWN)
    if unknown:
        lines.append(say("{count} people of the list are not known here:", count=len(unknown)))
        lines += _cut([say("  row {row}: {name}", row=line.row, name=line.name) for line in unknown])
    for title, rows in (
        (say("{count} rows were refused:", count=len(report.refused)), report.refused),
        (say("{count} rows to look at:", count=len(report.warnings)), report.warnings),
    ):
        told = [say("  row {row}: {reason}", row=row.row, reason=row.reason) for row in rows]
        lines += [title, *_cut(told)] if rows else []
    return lines


def _cut(lines: list[Message]) -> list[Message]:
    more = len(lines) - _SHOWN
    return lines if more <= 0 else [*lines[:_SHOWN], say("  and {count} more", count=more)]


def _choice_lines(line: StoppedLine) -> list[Message | str]:
    why = line.note or line.reason
    head = say("  row {row}: {name}. {reason}", row=line.row, name=line.name, reason=why)
    return [
        head,
        *(
            f"    {each.code}  {each.name}  {write_born(each.born) if each.born else ''}  {each.village}"
            for each in line.people
        ),
    ]
