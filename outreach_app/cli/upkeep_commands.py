"""`outreach backup`, `outreach check` and `outreach passphrase`: looking after a workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app import paths
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call, done
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.errors import Message, NotFound, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.services.backups import Backup
    from outreach_app.services.upkeep import CheckReport

NewPassphraseFile = Annotated[
    str | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help=N_("File with the new passphrase (else OUTREACH_NEW_PASSPHRASE, else a prompt)."),
    ),
]
BackupName = Annotated[
    str | None, typer.Argument(metavar="BACKUP", help=N_("Name or file of a backup (else the newest)."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    backups = new_group(app, "backup", HELP["backup"])
    command(backups, "second", N_("Copy backups to a second place as well: a stick or another disk."))(
        _second
    )
    command(backups, "rehearse", N_("Restore a backup in a scratch folder, prove it, and throw it away."))(
        _rehearse
    )
    command(backups, "make", N_("Make a backup and prove it."))(_make)
    command(backups, "list", N_("List the backups, newest first."))(_list)
    command(backups, "verify", N_("Check a backup as thoroughly as the workspace itself."))(_verify)
    command(
        backups, "restore", N_("Put a proved backup in the workspace's place; the former database is kept.")
    )(_restore)
    command(app, "check", HELP["check"])(_check)
    passphrases = new_group(
        app, "passphrase", N_("Changing a passphrase, and opening again when it is forgotten.")
    )
    command(passphrases, "change", N_("Replace the passphrase of this workspace."))(_change)
    command(passphrases, "recover", N_("Open a workspace by its recovery code and choose a new passphrase."))(
        _recover
    )
    command(passphrases, "code", N_("At the office: tell the code that opens a laptop again."))(_code)


def _make(call: Call) -> Answer:
    from outreach_app.services.second_copies import SecondCopies

    with call.open() as app:
        backup = app.upkeep.make_backup()
        copied = SecondCopies(app.desk).copy_newest()
    lines = [say("Made the backup {name}.", name=backup.path.name)]
    if copied is not None:
        lines.append(say("It was copied to {folder} too.", folder=str(copied.parent)))
    return Answer(_backup_shape(backup) | {"second": str(copied) if copied else None}, lines)


def _list(call: Call) -> Answer:
    with call.open() as app:
        backups = app.upkeep.list_backups()
    lines: list[Message | str] = [
        say("{name}: {moment}, {bytes} bytes", name=b.path.name, moment=b.made_at, bytes=b.bytes)
        for b in backups
    ]
    return Answer({"backups": [_backup_shape(b) for b in backups]}, lines or [say("There is no backup yet.")])


def _backup_shape(backup: "Backup") -> dict[str, object]:
    return {
        "path": str(backup.path), "name": backup.path.name, "made_at": backup.made_at.isoformat(), "bytes": backup.bytes
    }  # fmt: skip


def _second(
    call: Call,
    folder: Annotated[
        str | None, typer.Argument(metavar="FOLDER", help=N_("The folder (else it is only told)."))
    ] = None,
    none: Annotated[bool, typer.Option("--none", help=N_("Copy to no second place any more."))] = False,
) -> Answer:
    from outreach_app.services.second_copies import SecondCopies

    with call.open() as app:
        copies = SecondCopies(app.desk)
        if none or folder is not None:
            copies.choose(None if none or folder is None else paths.read_named(folder))
        copies.copy_newest()
        place, late = copies.read(), copies.find_neglect()
    if place is None:
        return Answer({"folder": None}, (say("Backups are kept on this machine only."),))
    told = {
        "folder": str(place.folder), "present": place.present, "days": place.days,
        "copied_at": place.copied_at.isoformat() if place.copied_at else None,
    }  # fmt: skip
    lines: list[Message | str] = [say("Backups are copied to {folder} as well.", folder=str(place.folder))]
    if place.copied_at is not None:
        lines.append(say("The last one on {moment}.", moment=place.copied_at))
    if late is not None:
        lines += [late.message, late.advice]
    return Answer(told, lines, NEEDS_A_PERSON if late is not None else DONE)


def _rehearse(call: Call, backup: BackupName = None) -> Answer:
    chosen = _find_backup(call.folder, backup)
    beside = chosen.parent if (chosen.parent / paths.KEYS).is_file() else call.folder
    passphrase = call.passphrase()
    from outreach_app.services.second_copies import rehearse_restore

    rehearsal = rehearse_restore(chosen, passphrase, keys=beside)
    data = {"path": str(chosen), "to_send": rehearsal.waiting}
    sound = say(
        "The backup {name} opens and is sound; {count} entries in it were not sent.",
        name=chosen.name, count=rehearsal.waiting,
    )  # fmt: skip
    return _report_answer(call, rehearsal.report, data, sound)


def _verify(call: Call, backup: BackupName = None) -> Answer:
    with call.open() as app:
        chosen = _find_backup(call.folder, backup)
        report = app.upkeep.verify_backup(chosen)
    sound = say("The backup {name} is sound.", name=chosen.name)
    return _report_answer(call, report, {"path": str(chosen)}, sound)


def _restore(call: Call, backup: BackupName = None) -> Answer:
    folder = call.folder
    chosen = _find_backup(folder, backup)
    passphrase = call.passphrase()
    from outreach_app.app import restore_workspace

    aside = restore_workspace(folder, chosen, passphrase)
    lines = (
        say("Restored {name}.", name=chosen.name),
        say("The former database is kept as {file}.", file=str(aside)),
    )
    return Answer({"restored": str(chosen), "kept": str(aside)}, lines)


def _find_backup(folder: Path, name: str | None) -> Path:
    kept = folder / paths.BACKUPS
    if name is None:
        found = sorted(kept.glob("gocua-*.db"), reverse=True) if kept.is_dir() else []
    else:
        found = [path for path in (kept / name, paths.read_named(name)) if path.is_file()]
    if not found:
        raise NotFound(
            say("There is no backup {name}.", name=name or ""),
            say("List the backups and choose one."),
            key="no_backup",
        )
    return found[0]


def _check(
    call: Call,
    repair: Annotated[
        bool,
        typer.Option("--repair", help=N_("Repair what can be, from the history and the last good backup.")),
    ] = False,
) -> Answer:
    if repair:
        return _repair(call)
    with call.open() as app:
        # A moment that was told says nothing of this machine's clock.
        report = app.upkeep.check(by_clock=not (call.options.at or call.options.on))
        waiting = app.standing().to_send
    sound = say(
        "The workspace is sound: {count} entries of history give every row.", count=report.journal_entries
    )
    return _report_answer(call, report, {"to_send": waiting}, sound)


def _repair(call: Call) -> Answer:
    folder, passphrase = call.folder, call.passphrase()
    from outreach_app.services.repairing import open_with_kept_keys, repair_folder

    data_key = open_with_kept_keys(folder, passphrase)
    repair = repair_folder(folder, data_key, now=call.clock())
    told = [call.words.render(sentence) for sentence in repair.done]
    left = [
        {"what": call.words.render(problem.what), "advice": call.words.render(problem.advice)}
        for problem in repair.problems
    ]
    data = {
        "ok": repair.ok,
        "done": told,
        "problems": left,
        "kept": str(repair.kept) if repair.kept else None,
    }
    lines: list[Message | str] = [*told, *(text for each in left for text in each.values())]
    return Answer(data, lines, DONE if repair.ok else NEEDS_A_PERSON)


def _report_answer(call: Call, report: "CheckReport", data: dict[str, object], sound: Message) -> Answer:
    problems = [
        {"what": call.words.render(problem.what), "advice": call.words.render(problem.advice)}
        for problem in report.problems
    ]
    found = {
        "ok": report.ok,
        "problems": problems,
        "journal_entries": report.journal_entries,
        "tables": report.tables,
    }
    lines: list[Message | str] = [
        sentence for problem in report.problems for sentence in (problem.what, problem.advice)
    ]
    return Answer(data | found, lines or [sound], DONE if report.ok else NEEDS_A_PERSON)


def _change(call: Call, new_passphrase_file: NewPassphraseFile = None) -> Answer:
    folder = call.folder
    old = call.passphrase()
    new = call.new_passphrase(new_passphrase_file)
    from outreach_app.services.workspace import change_passphrase

    change_passphrase(folder, old, new)
    return done({"workspace": str(folder)}, N_("The passphrase was changed."))


def _recover(
    call: Call,
    code: Annotated[
        str,
        typer.Option(
            "--code",
            metavar=N_("CODE"),
            help=N_("The recovery code: on the recovery sheet, or told by the office."),
        ),
    ],
    new_passphrase_file: NewPassphraseFile = None,
) -> Answer:
    folder = call.folder
    new = call.new_passphrase(new_passphrase_file, recovering=True)
    from outreach_app.app import recover_workspace

    with call.holding(recover_workspace(folder, code, new, clock=call.clock)) as app:
        waiting = app.standing().to_send
    data = {"workspace": str(folder), "to_send": waiting}
    return done(data, N_("The workspace opens again; {count} entries wait to be sent."), count=waiting)


def _code(
    call: Call,
    device: Annotated[str, typer.Option("--device", metavar=N_("NAME"), help=N_("Name of the laptop."))],
) -> Answer:
    with call.open() as app:
        code = app.recovery_code(device)
    lines = (
        say("Make sure who is asking before you tell this code."),
        say("The recovery code of {device}: {code}", device=device, code=code),
    )
    return Answer({"device": device, "code": code}, lines)
