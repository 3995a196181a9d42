"""`outreach print monthly | b15a`: the papers of the office, as files that officials read, edit and calculate with."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.options import command
from outreach_app.cli.writing import check_target, write_document
from outreach_app.errors import say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.services.monthly import PaperKind

UnitOption = Annotated[
    str | None,
    typer.Option("--unit", metavar="CODE", help=N_("Code of a commune or province (else the office's own).")),
]
MonthOption = Annotated[
    str, typer.Option("--month", metavar="YYYY-MM", help=N_("Which month; its last day may be to come."))
]


def add_monthly(group: typer.Typer) -> None:
    """Add the office's reports to the group `print`."""
    command(group, "monthly", N_("The monthly report to committee, council and people's committee."))(
        _monthly
    )
    command(group, "b15a", N_("B15a-UQ: what organisations and collectors did for their contract targets."))(
        _b15a
    )


def _monthly(
    call: Call, month: MonthOption,
    out: Annotated[
        str,
        typer.Option(
            "--out", metavar="FILE", help=N_("The file to write: .pdf, .docx (to be edited) or .xlsx (its tables).")
        ),
    ],
    unit: UnitOption = None,
    units: Annotated[
        str,
        typer.Option(
            "--units", metavar="end|start",
            help=N_("By units as they are at the end of these days, or at their start."),
        ),
    ] = "end",
) -> Answer:  # fmt: skip
    from outreach_app.services.dated_places import UnitsAs
    from outreach_app.services.monthly import PaperKind

    by = parsing.parse_key(UnitsAs, units, option="--units")
    day, target = parsing.parse_month(month, option="--month"), check_target(out)
    kind = _find_kind(target, tuple(PaperKind))
    with call.open() as app:
        code = unit or app.reports.own_unit()
        data = write_document(target, app.monthly.write(code, day, kind, call.words, units=by))
    told = say("Wrote the monthly report of {month}: {file}", month=f"{day:%m/%Y}", file=str(target))
    return Answer(data | {"unit": code, "month": f"{day:%Y-%m}", "kind": kind.value}, (told,))


def _b15a(
    call: Call, month: MonthOption,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help=N_("The file to write: .xlsx or .pdf."))
    ],
    unit: UnitOption = None,
) -> Answer:  # fmt: skip
    from outreach_app.services.contract_reports import BY_HAND, KINDS

    day, target = parsing.parse_month(month, option="--month"), check_target(out)
    kind = _find_kind(target, KINDS)
    with call.open() as app:
        code = unit or app.reports.own_unit()
        paper = app.contracts.write(code, day, kind)
        data = write_document(target, paper.data)
    data |= {"unit": code, "month": f"{day:%Y-%m}", "form": "b15a", "organisations": paper.organisations,
             "collectors": paper.collectors, "by_hand": list(BY_HAND)}  # fmt: skip
    return Answer(data, (say("Wrote B15a-UQ of {month}: {file}", month=f"{day:%m/%Y}", file=str(target)),))


def _find_kind(target: Path, kinds: "Collection[PaperKind]") -> "PaperKind":
    """The kind of paper that a file's ending names; WrongUsage for any other."""
    found = next((kind for kind in kinds if target.suffix.lower() == f".{kind.value}"), None)
    if found is None:
        endings = ", ".join(f".{kind.value}" for kind in kinds)
        raise parsing.wrong_value(
            "--out", target.name, say("The file ends in one of: {endings}.", endings=endings)
        )
    return found
