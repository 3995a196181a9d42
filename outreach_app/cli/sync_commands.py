"""`outreach sync`: files out, files in, and what became of them."""

from typing import Annotated

import typer

from outreach_app.cli import parsing, watch_command
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, NOTHING_CHANGED, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.file_reports import file_lines, judge
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import file_shape, plain, row_shape
from outreach_app.cli.undo_reports import ImportName, PreviewOption, undo_import
from outreach_app.domain.rows import LedgerState, MachineRow, ReadReport, WrittenFile
from outreach_app.errors import Message, say
from outreach_app.i18n import N_
from outreach_app.paths import read_named

LEDGER_NAMES: dict[LedgerState, str] = {
    LedgerState.TO_SEND: N_("to send"),
    LedgerState.ON_FILE: N_("written to a file"),
    LedgerState.RECEIVED: N_("received by the team lead"),
    LedgerState.ACCEPTED: N_("accepted by the office"),
    LedgerState.MERGED: N_("merged with others' changes"),
    LedgerState.REFUSED: N_("refused by the office"),
}


_REFUSED_KEYS = (
    "id", "device", "author", "table", "row", "kind", "made_at", "household", "village", "reason_key"
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "sync", HELP["sync"])
    command(
        group, "write", N_("Write what waits: a laptop its file for the office, the office its answers.")
    )(_write)
    command(group, "read", N_("Read files, folders or zips, renamed or not; again changes nothing."))(_read)
    watch_command.register(group)
    command(group, "undo", N_("Take back what reading files brought, the newest reading first."))(_undo)
    command(group, "ledger", N_("Say what is to send, on file, accepted, merged and refused."))(_ledger)
    command(group, "refused", N_("List refused entries with the reason."))(_refused)
    command(group, "revoke", N_("Block a lost machine: what it writes from now on is held."))(_revoke)
    command(group, "held", N_("List the files kept for later and why."))(_held)
    command(group, "adopt", N_("Take in a kept file of a second machine under a name of its own."))(_adopt)
    command(group, "machines", N_("List the machines: last file, missing files, clock."))(_machines)


def _write(
    call: Call,
    to: Annotated[str, typer.Option("--to", metavar="DIR", help=N_("Folder or stick to write to."))],
    again: Annotated[
        str | None,
        typer.Option("--again", metavar="N", help=N_("Write file number N once more, byte for byte.")),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="FILE",
            help=N_("At an office: which file of that number, as the ledger names it."),
        ),
    ] = None,
) -> Answer:
    number = parsing.parse_count(again, option="--again") if again else None
    with call.open() as app:
        drafts = len(app.visits.list_drafts())
        if number is None:
            files = app.syncing.write(read_named(to)).value
        else:
            files = [app.syncing.write_again(number, read_named(to), name=name)]
    lines: list[Message | str] = [_written_line(file) for file in files] or [say("Nothing waits to be sent.")]
    if drafts:
        lines.append(say("{count} visits are not finished and are not in the file.", count=drafts))
    return Answer({"files": [row_shape(file) for file in files], "drafts": drafts}, lines)


def _written_line(file: WrittenFile) -> Message:
    if file.carried:
        return say("Carried on for the team: {path}", path=file.path)
    if file.kind == "receipt":
        return say("Wrote a receipt for {device}: {path}", device=file.device, path=file.path)
    return say(
        "Wrote file {number} with {rows} entries: {path}", number=file.number, rows=file.rows, path=file.path
    )


def _read(
    call: Call,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help=N_("Files, folders or zips."))
    ] = None,
    held: Annotated[bool, typer.Option("--held", help=N_("Look again at the files kept for later."))] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help=N_("Say what would happen and change nothing."))
    ] = False,
) -> Answer:
    if not paths and not held:
        raise parsing.wrong_value("PATH", "", say("Name a file, folder or zip, or give --held."))
    sources = [read_named(path) for path in paths or []]
    with call.open() as app:
        if held:
            sources.append(app.held.folder)
        if preview:
            report = app.syncing.preview(sources)
        else:
            call.sign(app, trial=lambda: app.syncing.preview(sources))
            report = app.syncing.read(sources).value
    data: dict[str, object] = {
        "files": [file_shape(file, call.words) for file in report.files], "import_id": report.import_id,
        "preview": report.preview,
    }  # fmt: skip
    code = judge(report)
    if code == NOTHING_CHANGED:
        data["error"] = _refusal(call, report)
    lines = [line for file in report.files for line in file_lines(call, file)]
    return Answer(data, lines or [say("There is no file of this program.")], code)


def _undo(call: Call, import_id: ImportName, preview: PreviewOption = False) -> Answer:
    return undo_import(call, import_id, kind="files", preview=preview)


def _refusal(call: Call, report: ReadReport) -> dict[str, object]:
    first = report.files[0]
    return {
        "key": first.reason_key, "message": plain(first.reason, call.words), "advice": plain(first.advice, call.words)
    }  # fmt: skip


def _ledger(call: Call) -> Answer:
    with call.open() as app:
        ledger = app.syncing.read_ledger()
    rows = {state.value: count for state, count in ledger.rows.items()}
    lines: list[Message | str] = [
        f"{call.words.text(LEDGER_NAMES[state])}: {call.words.number(count)}"
        for state, count in ledger.rows.items()
    ]
    lines += [
        say(
            "file {number} {device}: {rows} entries, {acknowledged} accepted",
            number=f.number, device=f.device or f.folder, rows=f.rows, acknowledged=f.acknowledged,
        )
        for f in ledger.files
    ]  # fmt: skip
    return Answer({"rows": rows, "files": [row_shape(file) for file in ledger.files]}, lines)


def _refused(call: Call) -> Answer:
    with call.open() as app:
        entries = app.syncing.list_refused()
    lines: list[Message | str] = [
        f"{entry.device} {entry.household} ({entry.table}): {call.render(entry.reason)}" for entry in entries
    ]
    shapes = [
        {name: value for name, value in row_shape(entry).items() if name in _REFUSED_KEYS}
        | {"reason": plain(entry.reason, call.words)}
        for entry in entries
    ]
    return Answer({"entries": shapes}, lines or [say("Nothing was refused.")])


def _held(call: Call) -> Answer:
    with call.open() as app:
        files = app.held.list()
    lines: list[Message | str] = [f"{f.id} {f.name}: {f.device} {call.render(f.reason)}" for f in files]
    shapes = [row_shape(f) | {"reason": plain(f.reason, call.words)} for f in files]
    return Answer({"files": shapes}, lines or [say("No file waits here.")])


def _adopt(
    call: Call,
    id: Annotated[
        str, typer.Argument(metavar="ID", help=N_("Name of the kept file, as sync held lists it."))
    ],
) -> Answer:
    with call.open() as app:
        call.sign(app)
        report = app.held.adopt(id).value
    lines: list[Message | str] = [
        say(
            "{device} is a machine of its own now: {visits} visits taken in.",
            device=report.device,
            visits=report.visits,
        )
    ]
    return Answer(
        {"file": file_shape(report, call.words)}, lines, NEEDS_A_PERSON if report.conflicts else DONE
    )


def _revoke(
    call: Call,
    device: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("Name of the laptop."))],
    why: Annotated[
        str, typer.Option("--why", metavar=N_("TEXT"), help=N_("The reason, which the machine shows."))
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help=N_("Let the machine write again."))] = False,
) -> Answer:
    with call.open() as app:
        if undo:
            app.permissions.unblock(device)
        else:
            app.permissions.block(device, why=why)
    told = (
        say("{device} may write again; it learns so from its next return file.", device=device)
        if undo
        else say("{device} is blocked; every return file says so.", device=device)
    )
    return Answer({"device": device, "revoked": not undo}, (told,))


SilentOption = Annotated[
    str | None,
    typer.Option(
        "--silent-after",
        metavar="N",
        help=N_("From now on count a machine as silent after N days without a file (else 7)."),
    ),
]


def _machines(call: Call, silent_after: SilentOption = None) -> Answer:
    days = parsing.parse_count(silent_after, option="--silent-after") if silent_after else None
    with call.open() as app:
        after = app.silences.read() if days is None else app.silences.set(days)
        machines = app.syncing.list_machines()
        today = app.desk.today
    shapes, lines = [], list[Message | str]()
    for machine in machines:
        silent = None if machine.last_seen is None else (today - machine.last_seen.date()).days
        is_silent = not machine.revoked and (silent is None or silent >= after)
        shapes.append({**row_shape(machine), "silent_days": silent, "silent": is_silent})
        lines.append(_machine_line(machine))
        if is_silent and silent:
            lines.append(say("  no file for {count} days", count=silent))
    data = {"machines": shapes, "silent_after": after}
    return Answer(data, lines or [say("No laptop was set up yet.")])


def _machine_line(machine: MachineRow) -> Message:
    if not machine.last_number:
        return say("{number} {device}: no file read yet", number=machine.number, device=machine.device)
    if machine.missing:
        missing = ", ".join(map(str, machine.missing))
        return say(
            "{number} {device}: last file {last}; missing: {missing}",
            number=machine.number, device=machine.device, last=machine.last_number, missing=missing,
        )  # fmt: skip
    return say(
        "{number} {device}: last file {last}",
        number=machine.number,
        device=machine.device,
        last=machine.last_number,
    )
