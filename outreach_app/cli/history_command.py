"""`outreach history`: who wrote what, when and on which machine, of one record or of everything, newest first."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.shapes import plain
from outreach_app.domain import history_words
from outreach_app.domain.history import FieldChange, HistoryEntry
from outreach_app.domain.identity import parse_row_id
from outreach_app.errors import say
from outreach_app.i18n import N_, Catalogue

if TYPE_CHECKING:
    from outreach_app.app import App


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "history", HELP["history"])(_history)


def _history(
    call: Call,
    household: Annotated[
        str | None,
        typer.Option("--household", metavar=N_("CODE"), help=N_("A household with all that hangs on it.")),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="ID", help=N_("A person with all that is about them.")),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar=N_("NAME"), help=N_("The table of a single row, with --row.")),
    ] = None,
    row: Annotated[
        str | None,
        typer.Option("--row", metavar="ID", help=N_("A single row with its versions, with --table.")),
    ] = None,
    limit: Annotated[
        str, typer.Option("--limit", metavar="N", help=N_("Most entries to show (50), the newest first."))
    ] = "50",
) -> Answer:
    most = parsing.parse_count(limit, option="--limit", most=10_000)
    named = [each for each in (household, person, table or row) if each]
    if len(named) > 1 or bool(table) != bool(row):
        raise parsing.WrongUsage(
            say("Name one record: --household, --person, or --table with --row."),
            say("Without any of them everything written or read last is told."),
        )
    with call.open() as app:
        found = _read(app, household, person, table, row, most)
    told = found[:most]
    data = {"entries": [_shape(entry, call.words) for entry in told], "total": len(found)}
    return Answer(data, [_line(call.words, entry) for entry in told] or [say("Nothing was written yet.")])


def _read(
    app: "App", household: str | None, person: str | None, table: str | None, row: str | None, most: int
) -> list[HistoryEntry]:
    if household:
        return app.histories.of_household(lookups.find_household(app, household))
    if person:
        return app.histories.of_person(lookups.find_person(app, person))
    if table and row:
        return app.histories.of_row(table, parse_row_id(row))
    return app.histories.newest(most)


def _shape(entry: HistoryEntry, words: Catalogue) -> dict[str, object]:
    return {
        "id": entry.id, "at": entry.at.isoformat(), "author": entry.author, "device": entry.device,
        "own_machine": entry.own_machine, "deed": entry.deed.value, "table": entry.table, "row": entry.row.hex(),
        "subject": entry.subject, "household": entry.household, "undone": entry.undone, "undoes": entry.undoes,
        "let_in_by": entry.let_in_by,
        "changes": [_change_shape(change, words) for change in entry.changes],
        "words": history_words.tell_changes(words, entry),
    }  # fmt: skip


def _change_shape(change: FieldChange, words: Catalogue) -> dict[str, object]:
    return {
        "field": change.field, "name": words.text(change.name), "was": plain(change.was), "now": plain(change.now),
        "held_back": change.held_back,
    }  # fmt: skip


def _line(words: Catalogue, entry: HistoryEntry) -> str:
    when = f"{words.date(entry.at.date())} {words.time(entry.at)}"
    head = f"{when}  {history_words.tell_record(words, entry)}: {history_words.tell_deed(words, entry)}"
    parts = (head, history_words.tell_changes(words, entry), history_words.tell_writer(words, entry))
    return " | ".join(part for part in parts if part)
