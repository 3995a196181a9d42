"""`outreach review`: what needs a person, and decisions on it, one at a time or hundreds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.duplicate_commands import review_duplicates
from outreach_app.cli.options import command, new_group
from outreach_app.cli.prospect_commands import review_prospects
from outreach_app.cli.refused_commands import review_refused
from outreach_app.cli.territory_commands import review_territory
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.conflicts import Conflict, Settlement

_RULES = ("later", "office")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "review", HELP["review"])
    command(
        group, "conflicts", N_("List the fields on which machines disagree, and settle them one by one or by rule.")
    )(_conflicts)  # fmt: skip
    command(
        group,
        "duplicates",
        N_("List the rows that may be the same, and settle them one by one or all at once."),
    )(review_duplicates)
    command(
        group, "refused", N_("List the entries that were refused and why, and let them in one by one or all alike.")
    )(review_refused)  # fmt: skip
    command(
        group, "territory", N_("List the households of divided villages, and say where they belong, group by group.")
    )(review_territory)  # fmt: skip
    command(
        group,
        "prospects",
        N_("List the rows of lists of which you have to say who is meant, and settle them."),
    )(review_prospects)


SettleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--settle",
        metavar="ID=VALUE",
        help=N_("Settle one difference with this value, one of the rivals' or another; may be repeated."),
    ),
]
TakeOption = Annotated[
    str | None,
    typer.Option(
        "--take",
        metavar=N_("later|office|MACHINE"),
        help=N_("Settle all that are listed by rule: the later value, the office's, or that machine's."),
    ),
]
FieldOption = Annotated[
    str | None, typer.Option("--field", metavar=N_("FIELD"), help=N_("Only differences of this field."))
]
MachineOption = Annotated[
    str | None,
    typer.Option("--machine", metavar=N_("NAME"), help=N_("Only differences in which this machine has a part.")),
]  # fmt: skip
PreviewOption = Annotated[
    bool, typer.Option("--preview", help=N_("Say what would be settled and change nothing."))
]
UndoOption = Annotated[
    bool, typer.Option("--undo", help=N_("Take the last run of decisions back; its differences are open again."))
]  # fmt: skip
MergedOption = Annotated[
    bool, typer.Option("--merged", help=N_("List what was merged without asking: different fields of one row."))
]  # fmt: skip


def _conflicts(
    call: Call,
    settle: SettleOption = None,
    take: TakeOption = None,
    field: FieldOption = None,
    machine: MachineOption = None,
    preview: PreviewOption = False,
    undo: UndoOption = False,
    merged: MergedOption = False,
) -> Answer:
    if sum(map(bool, (settle, take, undo))) > 1:
        raise parsing.WrongUsage(
            say("--settle, --take and --undo do not go together."), say("Use one of them at a time.")
        )
    from outreach_app.domain.conflicts import narrow

    with call.open() as app:
        there = narrow(app.conflicts.list_all(), field=field or "", device=machine or "")
        if merged:
            return _list_merged(call, app)
        if undo:
            return _undo(call, app)
        if settle or take:
            chosen = _read_settlements(app, there, settle) if settle else _choose(there, str(take))
            return _settle(call, app, there, chosen, preview=preview)
    return _list(call, there)


def _list(call: Call, there: Sequence["Conflict"]) -> Answer:
    from outreach_app.cli.conflict_reports import conflict_lines, conflict_shape

    lines: list[Message | str] = [line for each in there for line in conflict_lines(each, call.words)]
    lines.append(say("{count} differences between machines wait for a person.", count=len(there)))
    data: dict[str, object] = {"items": [conflict_shape(each, call.words) for each in there]}
    return Answer(data, lines, NEEDS_A_PERSON if there else DONE)


def _read_settlements(app: "App", there: Sequence["Conflict"], texts: Sequence[str]) -> list["Settlement"]:
    from outreach_app.domain.conflicts import Settlement
    from outreach_app.errors import NotFound

    by_id = {each.id: each for each in there}
    found = []
    for text in texts:
        id, sign, value = text.partition("=")
        if not sign:
            raise parsing.wrong_value("--settle", text, say("Write it as ID=VALUE."))
        if id not in by_id:
            raise NotFound(
                say("No difference with the name {id} waits here.", id=id),
                say("List the differences and copy the name from there."),
            )
        conflict = by_id[id]
        found.append(Settlement(id, app.conflicts.read_value(conflict, value), conflict.shown))
    return found


def _choose(there: Sequence["Conflict"], take: str) -> list["Settlement"]:
    from outreach_app.domain.conflicts import Rule, choose_by_rule

    if take in _RULES:
        return choose_by_rule(there, Rule(take))
    found = choose_by_rule(there, Rule.DEVICE, device=take)
    if not found:
        names = sorted({value.device for each in there for value in each.values if value.device})
        raise parsing.wrong_value("--take", take, parsing.one_of([*_RULES, *names]))
    return found


def _settle(
    call: Call, app: "App", there: Sequence["Conflict"], chosen: Sequence["Settlement"], *, preview: bool
) -> Answer:
    from outreach_app.cli.conflict_reports import conflict_shape
    from outreach_app.cli.shapes import plain

    decisions: list[dict[str, object]] = [{"id": each.id, "value": plain(each.value)} for each in chosen]
    if preview:
        lines: list[Message | str] = [f"{each['id']} = {each['value']}" for each in decisions]
        lines.append(say("{count} differences would be settled.", count=len(chosen)))
        items = [conflict_shape(each, call.words) for each in there]
        return Answer({"items": items, "decisions": decisions, "preview": True}, lines)
    call.sign(app)
    report = app.conflicts.settle(chosen).value
    left = app.conflicts.list_all()
    data: dict[str, object] = {
        "items": [conflict_shape(each, call.words) for each in left], "decisions": decisions, "preview": False,
        "run": report.run, "settled": report.settled, "still_open": report.still_open,
    }  # fmt: skip
    told: list[Message | str] = [say("{count} differences were settled.", count=report.settled)]
    if left:
        told.append(say("{count} differences between machines wait for a person.", count=len(left)))
    return Answer(data, told, NEEDS_A_PERSON if left else DONE)


def _undo(call: Call, app: "App") -> Answer:
    from outreach_app.cli.conflict_reports import conflict_shape
    from outreach_app.errors import NotFound

    run = app.conflicts.last_run()
    if run is None:
        raise NotFound(say("No decisions were made here."), say("List the differences and settle them."))
    call.sign(app)
    done = app.conflicts.undo(run).value
    left = app.conflicts.list_all()
    kept = [{"table": table, "row": row.hex()} for table, row in done.kept]
    data: dict[str, object] = {
        "items": [conflict_shape(each, call.words) for each in left], "run": run, "reopened": done.fields, "kept": kept
    }  # fmt: skip
    lines: list[Message | str] = [say("{count} decisions were taken back.", count=done.fields)]
    if kept:
        lines.append(say("{count} rows were changed since and stay as they are.", count=len(kept)))
    return Answer(data, lines, NEEDS_A_PERSON if left else DONE)


def _list_merged(call: Call, app: "App") -> Answer:
    from outreach_app.cli.conflict_reports import merged_lines, merged_shape

    rows = app.conflicts.list_merged()
    lines: list[Message | str] = [line for row in rows for line in merged_lines(row, call.words)]
    lines.append(say("{count} rows were merged without asking.", count=len(rows)))
    return Answer({"items": [], "merged": [merged_shape(row, call.words) for row in rows]}, lines)
