"""Files, machines and results of reading in the reader's words, each state with its sign and sense."""

from collections.abc import Sequence
from datetime import date, datetime

from outreach_app.domain.rows import (
    FileReport,
    FileState,
    LedgerFile,
    MachineRow,
    ReadFile,
    ReadReport,
    WrittenFile,
)
from outreach_app.errors import Message
from outreach_app.i18n import N_, Catalogue
from outreach_app.services.silences import DAYS
from ui.presenters.drives import Drive, name_of_place
from ui.presenters.exchange_state import ExchangeState, Gaps
from ui.presenters.ports import Sense

DOT = " · "
CLOCK_TOLERANCE_S = 10 * 60
_HOUR_S = 3600
_MOST_NUMBERS = 4
ROLES = {"canvasser": N_("canvasser"), "lead": N_("team lead"), "office": N_("insurance office")}
Mark = tuple[str, str, Sense]
"""Words, sign and sense of a state."""


def tell_day(moment: datetime) -> str:
    """Day and month of a moment, as it stands in a short note."""
    return f"{moment:%d/%m}"


def tell_numbers(numbers: Gaps) -> str:
    """Several file numbers in one breath; many are cut off with dots."""
    told = ", ".join(str(number) for number in numbers[:_MOST_NUMBERS])
    return told + ("…" if len(numbers) > _MOST_NUMBERS else "")


# ------------------------------------------------------------------------------------------------------- ledger
def name_file(words: Catalogue, file: LedgerFile) -> str:
    """A file of the ledger: its number, and whom an office's answer or a lead's receipt is for."""
    if file.kind == "receipt":
        return words.text("Receipt {number} · {device}", number=file.number, device=file.device)
    if file.device:
        return words.text("Return file {number} · {device}", number=file.number, device=file.device)
    return words.text("File {number}", number=file.number)


def tell_file(words: Catalogue, file: LedgerFile, drives: Sequence[Drive]) -> str:
    """How many entries a file carries, when it was written and where to, and when it was answered."""
    parts = [] if file.device else [words.plural("{count} entry", "{count} entries", file.rows)]
    if file.written_at and file.folder:
        place = name_of_place(file.folder, drives)
        parts.append(words.text("{day} to {place}", day=tell_day(file.written_at), place=place))
    if file.answered_at:
        parts.append(words.text("answered {day}", day=tell_day(file.answered_at)))
    return DOT.join(parts)


def mark_file(words: Catalogue, file: LedgerFile) -> Mark:
    """How far a file has come."""
    if not file.folder:
        return words.text("Not on a stick yet"), "triangle-alert", Sense.WAIT
    if file.device:
        return words.text("Written"), "file-check", Sense.NEUTRAL
    if file.at_lead:
        return words.text("Received by the team lead"), "file-check", Sense.NEUTRAL
    if file.answered_at is None:
        return words.text("Written, no answer yet"), "file-check", Sense.NEUTRAL
    if file.refused:
        said = words.plural("{count} entry returned", "{count} entries returned", file.refused)
        return said, "circle-question-mark", Sense.WAIT
    return words.text("Received in full"), "check", Sense.GOOD


def tell_waiting_file(words: Catalogue, state: ExchangeState) -> tuple[str, str, Mark] | None:
    """The file that would be written now: name, one line, state; None when nothing waits."""
    if not state.waiting:
        return None
    mark = (words.text("To send"), "send", Sense.ACCENT)
    if state.office:
        said = words.plural("{count} answer", "{count} answers", state.waiting)
        return said, words.text("not on a stick yet"), mark
    own = state.look.standing.to_send if state.look else 0
    if not own:
        said = words.plural("{count} receipt", "{count} receipts", state.waiting)
        return said, words.text("for the team, not on a stick yet"), mark
    entries = words.plural("{count} entry", "{count} entries", own)
    name = words.text("File {number}", number=state.next_number)
    return name, entries + DOT + words.text("not on a stick yet"), mark


def tell_target(words: Catalogue, state: ExchangeState) -> str:
    """Whom the file to be written is for; an office names every machine that gets one."""
    if state.look is None:
        return ""
    if state.again is not None and state.again.device:
        return words.text("For {device}; only that machine can open it.", device=state.again.device)
    if state.office:
        names = ", ".join(state.look.ledger.answers_for)
        return words.text("One file for each machine; only that machine can open it: {names}.", names=names)
    return words.text(
        "For {office}. Nobody else can open it; the name of the file tells nothing.",
        office=state.look.standing.office_name,
    )


# ----------------------------------------------------------------------------------------------------- machines
def tell_machine(words: Catalogue, machine: MachineRow) -> str:
    """What a machine is for, its last file and when that came."""
    parts = [words.text(ROLES.get(machine.role, "canvasser"))]
    if machine.last_number:
        parts.append(words.text("last file {number}", number=machine.last_number))
    if machine.last_seen:
        parts.append(words.text("read {day}", day=tell_day(machine.last_seen)))
    return DOT.join(parts)


def mark_machine(
    words: Catalogue, machine: MachineRow, today: date | None = None, *, silent_after: int = DAYS
) -> Mark:
    """What is the matter with a machine, the worst first; given today, also for how long no file has come."""
    if machine.replaced_by:
        return words.text("Replaced"), "ban", Sense.NEUTRAL
    if machine.revoked:
        return words.text("Blocked"), "ban", Sense.BAD
    if not machine.enrolled:
        return words.text("No file yet"), "hourglass", Sense.NEUTRAL
    if machine.missing:
        told = words.text("File {numbers} missing", numbers=tell_numbers(machine.missing))
        return told, "triangle-alert", Sense.WAIT
    if machine.clock_offset_s > CLOCK_TOLERANCE_S:
        return tell_clock(words, machine.clock_offset_s), "clock", Sense.WAIT
    if today is not None and (days := silent_days(machine, today)) >= silent_after:
        return tell_silence(words, days), "hourglass", Sense.WAIT
    return words.text("All files here"), "check", Sense.GOOD


def silent_days(machine: MachineRow, today: date) -> int:
    """For how many days no file of a machine has come; none for one that was never heard of or may not write."""
    if machine.last_seen is None or machine.revoked:
        return 0
    return (today - machine.last_seen.date()).days


def tell_silence(words: Catalogue, days: int) -> str:
    """For how long nothing has come."""
    return words.plural("No file for {count} day", "No file for {count} days", days)


def tell_clock(words: Catalogue, offset_s: int) -> str:
    """How far a clock runs ahead, in minutes or hours."""
    if offset_s < _HOUR_S:
        return words.plural("Clock {count} minute ahead", "Clock {count} minutes ahead", offset_s // 60)
    return words.plural("Clock {count} hour ahead", "Clock {count} hours ahead", round(offset_s / _HOUR_S))


# ------------------------------------------------------------------------------------------------- files to read
def name_report(words: Catalogue, file: FileReport) -> str:
    """A file that came: the machine it is from, or the name it was found under."""
    return file.device if file.device and file.number is not None else file.path


def tell_report(words: Catalogue, file: FileReport) -> str:
    """Its number, and what it brings or brought, why it is left aside, or when it was read before."""
    return DOT.join(part for part in (number_report(words, file), tell_fate(words, file)) if part)


def number_report(words: Catalogue, file: FileReport) -> str:
    """The file's number, where it is known."""
    if not file.device or file.number is None:
        return ""
    if file.kind == "return":
        return words.text("return file {number}", number=file.number)
    if file.kind == "receipt":
        return words.text("receipt {number}", number=file.number)
    return words.text("file {number}", number=file.number)


def tell_fate(words: Catalogue, file: FileReport) -> str:
    """What a file brings or brought, why it is left aside, or when it was read before."""
    if file.state in (FileState.REFUSED, FileState.HELD):
        return words.render(file.reason) if isinstance(file.reason, Message) else ""
    if file.state is FileState.ALREADY:
        return tell_earlier(words, file)
    return tell_content(words, file)


def tell_content(words: Catalogue, file: FileReport) -> str:
    """Visits, other entries, and differences found."""
    if file.kind == "receipt":
        return words.text("the team lead has received files of this machine")
    if file.kind == "return":
        returned = words.plural("{count} entry returned", "{count} entries returned", file.refused_rows)
        return DOT.join([words.text("the office's answer"), *([returned] if file.refused_rows else [])])
    others = file.new + file.changed - file.visits
    counted = (
        (file.visits, words.plural("{count} visit", "{count} visits", file.visits)),
        (others, words.plural("{count} other entry", "{count} other entries", others)),
        (file.conflicts, words.plural("{count} difference", "{count} differences", file.conflicts)),
        (
            file.duplicates,
            words.plural("{count} possible duplicate", "{count} possible duplicates", file.duplicates),
        ),
        (
            file.refused_rows,
            words.plural("{count} entry refused", "{count} entries refused", file.refused_rows),
        ),
    )
    return DOT.join(text for count, text in counted if count) or words.text("nothing new")


def tell_counts(words: Catalogue, file: FileReport) -> str:
    """What a file holds by what happens to it, every count that is not nothing."""
    counted = (
        (file.new, words.plural("{count} new", "{count} new", file.new)),
        (file.changed, words.plural("{count} changed", "{count} changed", file.changed)),
        (file.parallel, words.plural("{count} written here too", "{count} written here too", file.parallel)),
    )
    return DOT.join(text for count, text in counted if count)


def tell_earlier(words: Catalogue, file: FileReport) -> str:
    """When a file was read before, and who was working then as far as that is known."""
    if file.earlier_at is None:
        return words.text("nothing new")
    if file.earlier_by:
        return words.text("read {moment} by {name}", moment=file.earlier_at, name=file.earlier_by)
    return words.text("read {moment}", moment=file.earlier_at)


def mark_report(words: Catalogue, file: FileReport, missing: Gaps) -> Mark:
    """The state of a file that came; a gap before it is said unless something worse is."""
    match file.state:
        case FileState.REFUSED if file.reason_key == "not_for_us":
            return words.text("For another machine"), "circle-slash-2", Sense.NEUTRAL
        case FileState.REFUSED:
            return words.text("Refused"), "x", Sense.BAD
        case FileState.HELD:
            return words.text("Kept for later"), "hourglass", Sense.WAIT
        case FileState.ALREADY:
            return words.text("Read before"), "minus", Sense.NEUTRAL
    if file.reason_key == "undone" and file.state is FileState.WAITING:
        return words.text("Taken back before"), "rotate-ccw", Sense.NEUTRAL
    if missing:
        return (
            words.text("File {numbers} missing", numbers=tell_numbers(missing)),
            "triangle-alert",
            Sense.WAIT,
        )
    if file.conflicts:
        said = words.plural("{count} difference", "{count} differences", file.conflicts)
        return said, "triangle-alert", Sense.WAIT
    new = file.state is FileState.WAITING
    return words.text("New" if new else "Taken in"), "check", Sense.GOOD


def explain_report(words: Catalogue, file: FileReport, missing: Gaps, *, clock_s: int = 0) -> tuple[str, str]:
    """The file stood on, whole: what it is, and what to do about it if anything."""
    told = tell_fate(words, file)
    if file.state in (FileState.REFUSED, FileState.HELD):
        advice = words.render(file.advice) if isinstance(file.advice, Message) else ""
        return told, advice
    if missing:
        return told, words.text(
            "Files {numbers} of this machine have not come. This one can be read all the same; ask for the others.",
            numbers=", ".join(str(number) for number in missing),
        )
    told = DOT.join(part for part in (told, tell_counts(words, file)) if part)
    if file.reason_key == "undone":
        return told, words.text("This file was read and taken back. Reading it again brings it back.")
    if clock_s > CLOCK_TOLERANCE_S:
        clock = tell_clock(words, clock_s)
        return told, words.text("{clock}. What it wrote counts; ask for its clock to be set.", clock=clock)
    if file.conflicts:
        return told, words.text("Two machines wrote different values; the later one is shown for now.")
    if file.refused_rows and file.kind != "return":
        return told, words.text("What lies outside the machine's part or villages is left out and listed.")
    return told, ""


def tell_read(words: Catalogue, file: ReadFile) -> tuple[str, str]:
    """A file that was read here before: its machine and one line."""
    kind = {"return": "return file {number}", "receipt": "receipt {number}"}.get(file.kind, "file {number}")
    by = words.text("read {day} by {name}", day=tell_day(file.read_at), name=file.read_by)
    when = by if file.read_by else words.text("read {day}", day=tell_day(file.read_at))
    visits = words.plural("{count} visit", "{count} visits", file.visits)
    parts = [words.text(kind, number=file.number), when, *([visits] if file.visits else [])]
    return file.device, DOT.join(parts)


# ------------------------------------------------------------------------------------------------------- results
def tell_result(words: Catalogue, report: ReadReport) -> tuple[str, str, Sense]:
    """What reading came to: one sentence, what else there is to know, and whether somebody has to look."""
    applied = [file for file in report.files if file.state is FileState.APPLIED]
    if not applied:
        return words.text("Nothing was taken in."), words.text("Each file says why."), Sense.WAIT
    done = words.plural("{count} file taken in.", "{count} files taken in.", len(applied))
    visits = sum(file.visits for file in applied)
    others = sum(file.new + file.changed for file in applied) - visits
    conflicts = sum(file.conflicts for file in applied)
    already = sum(file.state is FileState.ALREADY for file in report.files)
    left = len(report.files) - len(applied) - already
    counted = (
        (visits, words.plural("{count} visit", "{count} visits", visits)),
        (others, words.plural("{count} other entry", "{count} other entries", others)),
        (conflicts, words.plural("{count} difference found", "{count} differences found", conflicts)),
        (left, words.plural("{count} file left aside", "{count} files left aside", left)),
        (already, words.plural("{count} file read before", "{count} files read before", already)),
    )
    return done, DOT.join(text for count, text in counted if count), Sense.WAIT if conflicts else Sense.GOOD


def tell_written(words: Catalogue, state: ExchangeState) -> tuple[str, str, Sense]:
    """What was written: said only once it was read back from the stick."""
    files: tuple[WrittenFile, ...] = state.written or ()
    if not files:
        return words.text("Nothing waits to be written."), "", Sense.NEUTRAL
    place = name_of_place(state.written_to, state.look.drives if state.look else ())
    if state.office:
        done = words.plural("{count} return file written.", "{count} return files written.", len(files))
    elif len(files) == 1:
        done = words.text("File {number} written.", number=files[0].number)
    else:
        done = words.plural("{count} file written.", "{count} files written.", len(files))
    rest = words.text("Read back from {place} and found equal. The stick can be taken out now.", place=place)
    return done, rest, Sense.GOOD


def tell_times(words: Catalogue, state: ExchangeState) -> str:
    """When something was last written and read."""
    if state.look is None:
        return ""
    written = next((file.written_at for file in state.look.ledger.files if file.written_at), None)
    read = next((file.read_at for file in state.look.history), None)
    parts = [
        words.text("last written {day}", day=tell_day(written))
        if written
        else words.text("nothing written yet")
    ]
    parts.append(
        words.text("last read {day}", day=tell_day(read)) if read else words.text("nothing read yet")
    )
    return ", ".join(parts)
