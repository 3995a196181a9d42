"""`outreach list import --as prospects`: a list of people to be asked, in JSON, in words and as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.column_commands import PROSPECTS, read_choice, tell_kind
from outreach_app.cli.parsing import WrongUsage
from outreach_app.cli.shapes import JsonObject, plain, row_shape
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.list_layouts import LAYOUT_NAMES, LayoutKey
from outreach_app.domain.listed_judging import STATE_NAMES, ListedState
from outreach_app.domain.listed_lines import DoubtRow, ListedLine, ListedReport, tell_staff
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.progress import Step, Watch
from outreach_app.domain.rows import RefusedListRow
from outreach_app.domain.stopped_lines import Candidate
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue

if TYPE_CHECKING:
    from outreach_app.exchange.table_writer import Table, TableKind

SHOWN, LISTED = 20, 500
_TELL_EVERY = 20_000
_STEPS = {
    "read": N_("reading: {done} of {total}"),
    "register": N_("going through the register: {done} of {total}"),
    "match": N_("looking people up: {done} of {total}"),
    "enter": N_("looking where newcomers belong: {done} of {total}"),
    "judge": N_("judging: {done} of {total}"), "write": N_("writing: {done} of {total}"),
}  # fmt: skip
_TOLD = (ListedState.COMPULSORY, ListedState.NEVER, ListedState.COVERED, ListedState.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class ListedWish:
    """What somebody typed: the file, what it is of, its columns, and the files to write (`out`, `missing`)."""

    path: Path
    kind: str | None
    columns: str | None
    out: str | None = None
    enter: bool = False
    missing: str | None = None


def import_prospects(call: Call, wish: ListedWish, *, preview: bool) -> Answer:
    """Carry out the command, or say what it would do; exit code 1 when rows were refused or wait for a person."""
    layout, path, enter = LayoutKey(tell_kind(PROSPECTS, wish.kind)), wish.path, wish.enter
    if wish.missing and not enter:
        raise WrongUsage(say("--missing goes with --enter."), say("Add --enter, or leave it out."))
    target = check_target(wish.out) if wish.out else None
    rest = check_target(wish.missing) if wish.missing else None
    with call.open() as app:
        choice = read_choice(app, wish.columns, layout.value)
        call.tell(say("Reading {name} ...", name=path.name))
        lists, watch = app.prospect_lists, watch_rows(call)
        if preview:
            report = lists.preview(path, layout, columns=choice, enter=enter, watch=watch)
        else:
            call.sign(app, trial=lambda: lists.preview(path, layout, columns=choice, enter=enter))
            report = lists.bring_in(path, layout, columns=choice, enter=enter, watch=watch).value
        written: JsonObject = {}
        if target is not None:
            people = {each.person for line in report.lines for each in line.people}
            app.prospects.note_export(people)
            written = write_table(target, make_table(report, call.words), day=app.desk.today)
        if rest is not None:
            data = lists.write_incomplete(path, report, _kind_of(rest), call.words, columns=choice)
            written |= {"missing": write_document(rest, data)}
    waits = report.refused or report.counts[ListedState.MAYBE]
    return Answer(
        listed_shape(report, call.words) | written,
        listed_lines(report, call.words),
        NEEDS_A_PERSON if waits else DONE,
    )


def _kind_of(target: Path) -> "TableKind":
    from outreach_app.exchange.table_writer import TableKind

    return TableKind.CSV if target.suffix.lower() == ".csv" else TableKind.XLSX


def watch_rows(call: Call) -> Watch:
    """Tell on standard error how far a long list has come."""

    def tell(step: Step) -> None:
        if step.done and step.done % _TELL_EVERY == 0:
            call.tell(say(_STEPS[step.name], done=step.done, total=step.total))

    return tell


# ---------------------------------------------------------------------------------------------------------- JSON
def listed_shape(report: ListedReport, words: Catalogue) -> JsonObject:
    """The promised keys; of each state at most 500 rows are listed, `counts` has them all."""
    return {
        "import_id": report.import_id,
        "kind": report.layout.value,
        "rows": report.rows,
        "counts": {state.value: count for state, count in report.counts.items()},
        "prospects": report.prospects,
        "renamed": report.renamed,
        "closed": report.closed,
        "covers": report.covers,
        "entered": report.entered,
        "entered_homes": report.entered_homes,
        "duplicates": report.duplicates,
        "erased": report.erased,
        "staff": row_shape(report.staff) if report.staff else None,
        "lines": [
            _line_shape(line, words) for state in ListedState for line in report.select(state)[:LISTED]
        ],
        "refused": [_row_shape(row, words) for row in report.refused],
        "warnings": [_row_shape(row, words) for row in report.warnings[:LISTED]],
        "columns": dict(report.columns),
        "unknown_columns": list(report.unknown_columns),
        "earlier": plain(report.earlier),
        "remembered": plain(report.remembered),
        "preview": report.preview,
    }


def _row_shape(row: RefusedListRow, words: Catalogue) -> JsonObject:
    return {"row": row.row, "reason": words.render(row.reason), "reason_key": row.reason_key}


def _line_shape(line: ListedLine, words: Catalogue) -> JsonObject:
    return {
        "row": line.row,
        "sheet": line.sheet,
        "name": line.name,
        "state": line.state.value,
        "schemes": [scheme.value for scheme in line.schemes],
        "found": words.render(line.found),
        "found_key": line.found_key,
        "reason": plain(line.reason, words),
        "reason_key": line.reason_key,
        "people": candidate_shapes(line.people),
    }


def candidate_shapes(people: Iterable[Candidate]) -> list[JsonObject]:
    """People who may be meant; `code` is the household's."""
    return [
        {"person": each.person.hex(), "name": each.name, "born": plain(each.born), "code": each.code,
         "village": each.village}
        for each in people
    ]  # fmt: skip


def doubt_shape(row: DoubtRow, words: Catalogue) -> JsonObject:
    """A row that waits for a person."""
    return {
        "id": row.id.hex(),
        "import_id": row.import_id,
        "kind": row.layout.value,
        "list": row.list_name,
        "row": row.row,
        "sheet": row.sheet,
        "name": row.name,
        "born": plain(row.born),
        "place": row.place,
        "reason": words.render(row.reason),
        "reason_key": row.reason_key,
        "people": candidate_shapes(row.people),
    }


# --------------------------------------------------------------------------------------------------------- words
def listed_lines(report: ListedReport, words: Catalogue) -> list[Message | str]:
    """What the command says in words."""
    name = words.text(LAYOUT_NAMES[report.layout])
    lines: list[Message | str] = [
        say("{kind}: {rows} rows.", kind=name, rows=report.rows),
        say("{count} people would be put on the list of people to be asked.", count=report.prospects)
        if report.preview
        else say("{count} people were put on the list of people to be asked.", count=report.prospects),
    ]
    lines += [
        f"  {words.text(STATE_NAMES[state])}: {words.number(report.counts[state])}"
        for state in (ListedState.KNOWN, *_TOLD)
        if report.counts[state]
    ]
    lines += [tell_staff(report.staff)] if report.staff else []
    lines += tell_entered(report)
    lines += tell_remembered(report.remembered)
    lines += _told(
        say(
            "{count} rows wait for a person: outreach review prospects",
            count=report.counts[ListedState.MAYBE],
        ),
        report.select(ListedState.MAYBE),
        reason=True,
    )
    lines += _told(
        say("{count} people of the list are not known here:", count=report.counts[ListedState.ABSENT]),
        report.select(ListedState.ABSENT),
        reason=report.enters,
    )
    lines += _rows(say("{count} rows were refused:", count=len(report.refused)), report.refused)
    lines += _rows(say("{count} rows to look at:", count=len(report.warnings)), report.warnings)
    return lines


def tell_entered(report: ListedReport) -> list[Message]:
    """Who is entered into the register, and what somebody should look at because of it."""
    if not report.enters:
        return []
    values = {"people": report.entered, "homes": report.entered_homes}
    told = [
        say("{people} people would be entered into the register, {homes} households made.", **values)
        if report.preview
        else say("{people} people were entered into the register, {homes} households made.", **values)
    ]
    if report.incomplete:
        count = len(report.incomplete)
        told.append(
            say("{count} rows lack something: --missing FILE writes them to be completed.", count=count)
        )
    if report.duplicates:
        told.append(
            say("{count} pairs of people look alike: outreach review duplicates.", count=report.duplicates)
        )
    return [*told, *tell_erased(report)]


def tell_erased(report: ListedReport) -> list[Message]:
    """That nobody can know whether a list names somebody who was erased."""
    if not (report.erased and report.preview):
        return []
    return [
        say(
            "{count} people were erased here. Nothing of them is kept, so nobody can tell whether this list names them"
            " again: look whom you enter.",
            count=report.erased,
        )
    ]


def tell_remembered(since: datetime | None) -> list[Message]:
    """That columns are read as somebody chose them for a list headed alike."""
    if since is None:
        return []
    return [say("Columns are read as a list headed alike was read on {day}.", day=since.date())]


def _told(title: Message, lines: list[ListedLine], *, reason: bool = False) -> list[Message]:
    told = [
        say("  row {row}: {name}. {reason}", row=line.row, name=line.name, reason=line.reason or line.found)
        if reason
        else say("  row {row}: {name}", row=line.row, name=line.name)
        for line in lines[:SHOWN]
    ]
    return [title, *told, *_more(len(lines))] if lines else []


def _rows(title: Message, rows: tuple[RefusedListRow, ...]) -> list[Message]:
    told = [say("  row {row}: {reason}", row=row.row, reason=row.reason) for row in rows[:SHOWN]]
    return [title, *told, *_more(len(rows))] if rows else []


def _more(count: int) -> list[Message]:
    return [say("  and {count} more", count=count - SHOWN)] if count > SHOWN else []


# --------------------------------------------------------------------------------------------------------- table
def make_table(report: ListedReport, words: Catalogue) -> "Table":
    """Every row of the list with what became of it and why."""
    from outreach_app.exchange.table_writer import Table

    labels = ("Sheet", "Row", "Name", "Result", "Why", "Found by", "Asked about", "Household", "Village")
    return Table(
        words.text(LAYOUT_NAMES[report.layout]),
        [words.text(_LABELS[label]) for label in labels],
        [
            (
                line.sheet, line.row, line.name, words.text(STATE_NAMES[line.state]),
                words.render(line.reason) if line.reason else "", words.render(line.found),
                ", ".join(words.text(SCHEME_NAMES[scheme]) for scheme in line.schemes),
                ", ".join(dict.fromkeys(each.code for each in line.people)),
                ", ".join(dict.fromkeys(each.village for each in line.people)),
            )
            for line in report.lines
        ],
    )  # fmt: skip


_LABELS = {
    "Sheet": N_("Sheet"), "Row": N_("Row"), "Name": N_("Name"), "Result": N_("Result"), "Why": N_("Why"),
    "Found by": N_("Found by"), "Asked about": N_("Asked about"), "Household": N_("Household"),
    "Village": N_("Village"),
}  # fmt: skip


def write_table(target: Path, table: "Table", *, day: object) -> JsonObject:
    """Write a table as .xlsx or .csv by the end of its name."""
    from datetime import date

    from outreach_app.exchange.table_writer import write_csv, write_xlsx

    assert isinstance(day, date), "a day of this workspace"
    data = write_csv(table) if target.suffix.lower() == ".csv" else write_xlsx([table], day=day)
    return write_document(target, data)
