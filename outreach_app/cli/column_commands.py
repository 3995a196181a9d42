"""`outreach list columns`: how a spreadsheet begins, and which column is proposed for what, to be corrected by hand."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.options import command
from outreach_app.cli.shapes import JsonObject
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.errors import Message, say
from outreach_app.i18n import N_
from outreach_app.paths import read_named

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.exchange.column_choices import ColumnChoice
    from outreach_app.exchange.sheet_heads import SheetHead

PROSPECTS = "prospects"
KINDS = ("register", "stopped", PROSPECTS, "dossiers")

ListFile = Annotated[str, typer.Argument(metavar="FILE", help=N_("The spreadsheet."))]
KindOption = Annotated[
    str, typer.Option("--as", metavar="register|stopped|prospects|dossiers", help=N_("What the list is."))
]
LayoutOption = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar=N_("KEY"),
        help=N_("Of people to be asked: what the list is of, such as due_health."),
    ),
]
SheetOption = Annotated[
    str | None, typer.Option("--sheet", metavar=N_("NAME"), help=N_("Read only this sheet of the file."))
]
RowOption = Annotated[
    int | None,
    typer.Option("--header-row", metavar="N", help=N_("The row of the headings, 0 if there are none.")),
]
OutOption = Annotated[
    str | None,
    typer.Option("--out", metavar="F.toml", help=N_("Write the columns into this file, for --columns.")),
]
ForgetOption = Annotated[
    bool, typer.Option("--forget", help=N_("Forget how lists headed like this one were read by hand."))
]


def register(group: typer.Typer) -> None:
    """Add the command to the group of lists."""
    command(group, "columns", N_("Show how a spreadsheet begins and what its columns are taken for."))(_show)


def tell_kind(kind: str, layout: str | None) -> str:
    """The name under which columns of a list are remembered, from `--as` and `--kind`."""
    if parsing.parse_choice(kind, KINDS, option="--as") != PROSPECTS:
        return kind
    if layout is None:
        raise parsing.WrongUsage(
            say("--as prospects needs --kind: what the list is of."), parsing.one_of(LayoutKey)
        )
    return parsing.parse_key(LayoutKey, layout, option="--kind").value


def read_choice(app: "App", columns: str | None, kind: str) -> "ColumnChoice | None":
    """Read the file of `--columns`, if there is one."""
    return app.list_columns.read_file(read_named(columns), kind) if columns else None


def _show(
    call: Call,
    file: ListFile,
    kind: KindOption,
    layout: LayoutOption = None,
    sheet: SheetOption = None,
    header_row: RowOption = None,
    out: OutOption = None,
    forget: ForgetOption = False,
) -> Answer:
    from outreach_app.exchange.column_choices import ColumnChoice

    name, target = tell_kind(kind, layout), check_target(out) if out else None
    with call.open() as app:
        if forget:
            app.list_columns.forget(read_named(file), name)
        asked = sheet is not None or header_row is not None
        chosen = ColumnChoice(header_row=header_row, sheet=sheet) if asked else None
        head = app.list_columns.look(read_named(file), name, choice=chosen)
    written: JsonObject = {}
    if target is not None:
        written = write_document(target, _write_columns(head).encode())
    return Answer(_shape(head) | written, _tell(head))


def _shape(head: "SheetHead") -> JsonObject:
    return {
        "sheets": list(head.sheets),
        "sheet": head.sheet,
        "header_row": head.header_row,
        "columns": [
            {"column": each.letter, "header": each.header, "field": each.field} for each in head.columns
        ],
        "rows": [list(row) for row in head.rows],
    }


def _tell(head: "SheetHead") -> list[Message | str]:
    where = say("Sheet {sheet}, headings in row {row}:", sheet=head.sheet, row=head.header_row)
    lines = [f"  {each.letter}: {each.field or '-'}  {each.header}".rstrip() for each in head.columns]
    return [where, *lines]


def _write_columns(head: "SheetHead") -> str:
    lines = [f"header_row = {head.header_row}", "", "[columns]"]
    for each in head.columns:
        told = f'{each.field} = "{each.letter}"' if each.field else f'# "{each.letter}"'
        lines.append(told + (f"  # {each.header}" if each.header else ""))
    return "\n".join(lines) + "\n"
