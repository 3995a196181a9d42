"""`outreach export`: the office's data for analysts, in a new folder with a data dictionary."""

from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.campaign_commands import read_period
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.writing import check_target
from outreach_app.domain.exports import ExportFormat
from outreach_app.domain.periods import Period
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Count
from outreach_app.services.exports import ExportWish, WrittenExport


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "export", HELP["export"])(_export)


def _export(
    call: Call,
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help=N_("The new folder to write tables and dictionary into."))
    ],
    format: Annotated[
        str, typer.Option("--format", metavar="parquet|csv|xlsx", help=N_("How the tables are written (else parquet)."))
    ] = ExportFormat.PARQUET.value,
    tables: Annotated[
        str | None, typer.Option("--tables", metavar="NAME,NAME", help=N_("Only these tables (else all)."))
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar=N_("DATE"), help=N_("First day of what happened (else everything)."))
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar=N_("DATE"), help=N_("Last day of what happened, included."))
    ] = None,
    with_names: Annotated[
        bool,
        typer.Option(
            "--with-names",
            help=N_("Also names, numbers, telephones and addresses; the access log tells of everybody in it."),
        ),
    ] = False,
) -> Answer:  # fmt: skip
    kinds = [each.value for each in ExportFormat]
    wish = ExportWish(
        ExportFormat(parsing.parse_choice(format, kinds, option="--format")),
        tuple(name.strip() for name in (tables or "").split(",") if name.strip()),
        _read_days(first, last),
        with_names=with_names,
    )
    target = check_target(out)
    with call.open() as app:
        call.sign(app)
        done = app.exports.write(wish, target, watch=lambda step: None)
    return Answer(_shape(done, wish), [*_tell(done, wish)])


def _read_days(first: str | None, last: str | None) -> Period | None:
    if first is None and last is None:
        return None
    return read_period(first or "1900-01-01", last or "2999-12-31")


def _shape(done: WrittenExport, wish: ExportWish) -> dict[str, object]:
    return {
        "folder": str(done.folder), "format": wish.format.value, "with_names": wish.with_names,
        "tables": [{"table": each.name, "path": str(each.path), "rows": each.rows} for each in done.tables],
        "people_left_out": done.left_out, "dictionary": str(done.folder / "dictionary.json"),
    }  # fmt: skip


def _tell(done: WrittenExport, wish: ExportWish) -> list[Message]:
    lines = [say("{table}: {count} rows", table=each.name, count=Count(each.rows)) for each in done.tables]
    lines.append(
        say("{folder}: {count} tables and their dictionary.", folder=str(done.folder), count=len(done.tables))
    )
    if done.left_out:
        lines.append(
            say("{count} people are left out: they withdrew their consent, or their data may not be used.",
                count=Count(done.left_out))
        )  # fmt: skip
    if wish.with_names:
        lines.append(
            say("Names are in it: keep this folder as you keep the workspace, and delete it when it is used.")
        )
    return lines
