"""Taking an import back, as the command line tells it; shared by files and lists."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.shapes import JsonObject
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.services.imports import UndoReport

ImportName = Annotated[
    str, typer.Argument(metavar="IMPORT", help=N_("The import's name, as bringing it in told it; or “last”."))
]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help=N_("Say what would happen and change nothing."))
]


def undo_import(call: Call, import_id: str, *, kind: str, preview: bool) -> Answer:
    """Take an import back; the word “last” stands for the newest of its kind (files, list)."""
    with call.open() as app:
        wanted = app.imports.find_last(kind) if import_id == "last" else import_id
        if preview:
            return undo_answer(app.imports.preview_undo(wanted))
        call.sign(app, trial=lambda: app.imports.preview_undo(wanted))
        return undo_answer(app.imports.undo(wanted).value)


def undo_answer(report: "UndoReport") -> Answer:
    """What taking an import back did or would do; rows that stay are for a person to see."""
    kept = [
        {"table": row.table, "row": row.row.hex(), "household": row.household, "name": row.subject}
        for row in report.kept
    ]
    data: JsonObject = {
        "import_id": report.import_id, "removed": dict(sorted(report.removed.items())), "fields": report.fields,
        "kept": kept, "preview": report.preview,
    }  # fmt: skip
    count = sum(report.removed.values())
    told = (
        say("{rows} rows would go and {fields} fields would change back.", rows=count, fields=report.fields)
        if report.preview
        else say("{rows} rows went and {fields} fields changed back.", rows=count, fields=report.fields)
    )
    lines: list[Message | str] = [told]
    if report.kept:
        lines.append(say("{count} rows were changed since and stay as they are:", count=len(report.kept)))
        lines += [f"  {row.subject or row.table} {row.household}".rstrip() for row in report.kept]
    return Answer(data, lines, NEEDS_A_PERSON if kept and not report.preview else DONE)
