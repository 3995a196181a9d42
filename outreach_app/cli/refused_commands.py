"""`outreach review refused`: entries that were turned away, and letting them in after all, one by one or all alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.rows import RefusedEntry

ALL = "all"

AcceptOption = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="ID",
        help=N_(
            "Let this entry in, and what it hangs on; “all” for every entry listed; may be repeated (office only)."
        ),
    ),
]
MachineOption = Annotated[
    str | None, typer.Option("--machine", metavar=N_("NAME"), help=N_("Only entries of this machine."))
]
ReasonOption = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar=N_("KEY"),
        help=N_("Only entries refused for this reason: outside_area, office_only, certificate_ended."),
    ),
]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help=N_("Say which entries would be let in and change nothing."))
]


def review_refused(
    call: Call,
    accept: AcceptOption = None,
    machine: MachineOption = None,
    reason: ReasonOption = None,
    preview: PreviewOption = False,
) -> Answer:
    """List what was refused, or let some of it in."""
    from outreach_app.services.refusals import choose

    with call.open() as app:
        there = choose(app.refusals.list(), device=machine or "", reason_key=reason or "")
        chosen = _choose(there, accept or ())
        if not chosen or preview:
            return _list(call, there, [each.id for each in chosen] if preview else None)
        call.sign(app)
        return _accept(call, app, chosen)


def _choose(there: Sequence["RefusedEntry"], texts: Sequence[str]) -> list["RefusedEntry"]:
    by_id = {each.id: each for each in there}
    if ALL in texts:
        return [each for each in there if each.acceptable]
    for text in texts:
        if text not in by_id:
            raise parsing.wrong_value(
                "--accept", text, say("Give the name of an entry that is listed, or “all”.")
            )
    return [by_id[text] for text in dict.fromkeys(texts)]


def _accept(call: Call, app: "App", chosen: Sequence["RefusedEntry"]) -> Answer:
    done = app.refusals.accept(each.id for each in chosen).value
    left = app.refusals.list()
    data: dict[str, object] = {
        "items": [refused_shape(each, call.words) for each in left], "accepted": done.accepted, "along": done.along,
        "passed_over": done.passed_over, "conflicts": done.conflicts, "duplicates": done.duplicates,
    }  # fmt: skip
    lines: list[Message | str] = [say("{count} entries were let in.", count=done.accepted)]
    if done.along:
        lines.append(say("{count} more came with them: they are about these.", count=done.along))
    if done.passed_over:
        lines.append(say("{count} entries cannot be let in as things stand.", count=done.passed_over))
    if left:
        lines.append(say("{count} refused entries are left.", count=len(left)))
    asks = left or done.conflicts or done.duplicates
    return Answer(data, lines, NEEDS_A_PERSON if asks else DONE)


def _list(call: Call, there: Sequence["RefusedEntry"], would: list[str] | None) -> Answer:
    data: dict[str, object] = {"items": [refused_shape(each, call.words) for each in there]}
    lines: list[Message | str] = [line for each in there for line in refused_lines(each, call.words)]
    lines.append(say("{count} entries stand refused.", count=len(there)))
    if would is not None:
        data |= {"would_accept": would, "preview": True}
        lines.append(say("{count} entries would be let in.", count=len(would)))
    return Answer(data, lines, NEEDS_A_PERSON if there else DONE)


def refused_shape(entry: "RefusedEntry", words: Catalogue) -> JsonObject:
    """One refused entry with the keys that every review has."""
    values = [
        {
            "value": words.render(said) if isinstance(said, Message) else said, "field": words.text(name),
            "device": entry.device, "author": entry.author, "at": entry.made_at.isoformat(),
        }
        for name, said in entry.values
    ]  # fmt: skip
    return {
        "id": entry.id, "kind": "refused", "table": entry.table, "row": entry.row.hex(), "household": entry.household,
        "field": None, "base": None, "values": values, "reasons": [words.render(entry.reason)],
        "reason_keys": [entry.reason_key], "entry": entry.kind, "subject": entry.subject,
        "village": entry.village_name, "device": entry.device, "author": entry.author,
        "at": entry.made_at.isoformat(), "acceptable": entry.acceptable,
        "hindrance": plain(entry.hindrance, words),
    }  # fmt: skip


def refused_lines(entry: "RefusedEntry", words: Catalogue) -> list[Message | str]:
    """One refused entry in words: whose, what, where, why, and why it cannot be let in if so."""
    place = ", ".join(part for part in (entry.subject, entry.household, entry.village_name) if part)
    wrote = ", ".join(part for part in (entry.device, entry.author, f"{entry.made_at:%d/%m %H:%M}") if part)
    lines: list[Message | str] = [
        f"{entry.id} {entry.table}" + (f": {place}" if place else ""),
        f"  {wrote}: {words.render(entry.reason)}",
    ]
    lines += [
        f"  {words.text(name)}: {words.render(said) if isinstance(said, Message) else said}"
        for name, said in entry.values
    ]
    return [*lines, *([f"  {words.render(entry.hindrance)}"] if entry.hindrance else [])]
