"""What would be taken back, what was turned away or kept, machines one by one, doors handed over: in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from outreach_app.domain.lost_words import tell_lost_days
from outreach_app.domain.rows import HeldFile, MachineRow, RefusedEntry, WrittenFile
from outreach_app.errors import Message
from outreach_app.i18n import N_, Catalogue
from ui.models.exchange import Act, HandoverLook, MachineLook
from ui.presenters.exchange_state import ExchangeState, HandoverState
from ui.presenters.exchange_words import (
    CLOCK_TOLERANCE_S,
    DOT,
    ROLES,
    Mark,
    silent_days,
    tell_clock,
    tell_day,
    tell_silence,
)
from ui.presenters.ports import Sense

if TYPE_CHECKING:
    from outreach_app.services.handovers import Doors
    from outreach_app.services.imports import UndoReport
    from outreach_app.services.watching import Arrived, Unreadable

_MOST_ROWS = 200
_MOST_VALUES = 3
TABLES = {
    "village": N_("villages"), "household": N_("households"), "person": N_("people"), "visit": N_("visits"),
    "membership": N_("cards"), "prospect": N_("people to be asked"), "sheet": N_("visit lists"),
    "enrolment": N_("sign-ups"), "receipt": N_("receipts"), "receipt_book": N_("receipt books"),
    "hand_over": N_("cash handed over"), "dossier_state": N_("steps of papers"),
    "question": N_("questions"), "answer": N_("answers"),
    "canvasser": N_("canvassers"), "team": N_("teams"), "team_member": N_("members of teams"),
    "trusted_person": N_("respected people"), "assignment": N_("assignments"), "judgement": N_("decisions"),
    "one_off_request": N_("requests to withdraw"),
}  # fmt: skip
_KINDS = {"create": N_("new entry"), "edit": N_("change")}


def name_table(words: Catalogue, table: str) -> str:
    """What the rows of a table are called."""
    return words.text(TABLES[table]) if table in TABLES else words.text("other entries")


# ---------------------------------------------------------------------------------------------------------- undo
def list_undo(words: Catalogue, report: "UndoReport") -> list[tuple[str, str, Mark | None]]:
    """What goes and changes back, then every row that stays because somebody touched it since."""
    gone = words.text("would go") if report.preview else words.text("gone")
    back = words.text("would change back") if report.preview else words.text("changed back")
    lines: list[tuple[str, str, Mark | None]] = [
        (f"{words.number(count)} {name_table(words, table)}", "", (gone, "rotate-ccw", Sense.NEUTRAL))
        for table, count in sorted(report.removed.items())
        if count
    ]
    if report.fields:
        fields = words.plural("{count} field", "{count} fields", report.fields)
        lines.append((fields, "", (back, "rotate-ccw", Sense.NEUTRAL)))
    for row in report.kept[:_MOST_ROWS]:
        detail = DOT.join(part for part in (name_table(words, row.table), row.household) if part)
        lines.append(
            (row.subject or row.household or detail, detail, (words.text("Stays"), "lock", Sense.WAIT))
        )
    return lines


def tell_undo(words: Catalogue, report: "UndoReport") -> tuple[str, str]:
    """How much would go, or went, and what becomes of the rest."""
    count = sum(report.removed.values())
    if report.preview:
        said = words.plural("{count} row would go.", "{count} rows would go.", count)
    else:
        said = words.plural("{count} row went.", "{count} rows went.", count)
    if report.kept:
        kept = words.plural(
            "{count} row stays: somebody has changed it or built upon it since.",
            "{count} rows stay: somebody has changed them or built upon them since.",
            len(report.kept),
        )
        return said, kept
    return said, words.text("Reading the same files again brings everything back.")


# --------------------------------------------------------------------------------------------------------- aside
def list_held(words: Catalogue, file: HeldFile) -> tuple[str, str, Mark]:
    """A file kept for later: whose it is, why it waits, since when."""
    number = words.text("file {number}", number=file.number) if file.number is not None else ""
    since = words.text("kept since {day}", day=tell_day(file.held_at))
    second = file.reason_key == "second_machine"
    whose = words.text("Same number as {device}", device=file.device) if second else file.device
    name = DOT.join(
        part for part in (whose if file.device else words.text("Unknown machine"), number) if part
    )
    mark = words.text("Second machine") if second else words.text("Kept for later")
    detail = DOT.join((words.render(file.reason), since, *(() if file.device else (file.name,))))
    return name, detail, (mark, "circle-question-mark" if second else "hourglass", Sense.WAIT)


def list_unreadable(words: Catalogue, file: "Unreadable") -> tuple[str, str, Mark]:
    """A file that came into the watched folder and was refused: its name there, why, what to do, since when."""
    told = words.text("came {day}", day=tell_day(file.told_at))
    detail = DOT.join((words.render(file.reason), words.render(file.advice), told))
    return file.name, detail, (words.text("Refused"), "x", Sense.BAD)


def tell_arrived(words: Catalogue, arrived: "Arrived") -> tuple[str, str, Sense]:
    """What came by itself last: one sentence, and what it brought."""
    came = words.plural("{count} file came by itself", "{count} files came by themselves", arrived.files)
    at = arrived.read_at
    told = words.text("{what} on {day} at {hour}", what=came, day=tell_day(at), hour=f"{at:%H:%M}")
    others, conflicts = arrived.rows - arrived.visits, arrived.conflicts
    counted = (
        (arrived.devices, words.plural("from {count} machine", "from {count} machines", arrived.devices)),
        (arrived.visits, words.plural("{count} visit", "{count} visits", arrived.visits)),
        (others, words.plural("{count} other entry", "{count} other entries", others)),
        (conflicts, words.plural("{count} difference waits", "{count} differences wait", conflicts)),
    )
    sense = Sense.WAIT if arrived.conflicts else Sense.GOOD
    return told, DOT.join(text for count, text in counted if count), sense


def list_refused(words: Catalogue, entry: RefusedEntry) -> tuple[str, str, Mark]:
    """A refused entry: what it is, whose, where, and why."""
    kind = words.text(_KINDS.get(entry.kind, _KINDS["edit"]))
    what = DOT.join(part for part in (f"{name_table(words, entry.table)}: {kind}", entry.subject) if part)
    said = [f"{words.text(name)} {_say(words, value)}" for name, value in entry.values[:_MOST_VALUES]]
    whose = (entry.device, entry.author, entry.household, entry.village_name, tell_day(entry.made_at))
    why = (words.render(entry.reason), words.render(entry.hindrance) if entry.hindrance else "")
    detail = DOT.join(part for part in (*why, ", ".join(said), *whose) if part)
    return what, detail, (words.text("Refused"), "x", Sense.BAD)


def _say(words: Catalogue, value: Message | str) -> str:
    return words.render(value) if isinstance(value, Message) else value


def tell_accepting(words: Catalogue, entries: Sequence[RefusedEntry]) -> tuple[str, str]:
    """How many entries alike would be let in, and what that means."""
    said = words.plural(
        "{count} entry of {device} was refused for the same reason.",
        "{count} entries of {device} were refused for the same reason.",
        len(entries), device=entries[0].device,
    )  # fmt: skip
    means = words.text(
        "Let in, they count like any other entry, and the machine hears that they were accepted."
    )
    return said, DOT.join((words.render(entries[0].reason), means))


def tell_adopting(words: Catalogue, file: HeldFile) -> tuple[str, str]:
    """What taking in a second machine's file means."""
    return (
        words.text("Two machines write as {device}.", device=file.device)
        if file.device
        else words.text("Two machines write under one name."),
        words.text(
            "Taken in, this file's machine gets a number of its own and a return file that tells it."
            " A copied disk needs a new set-up file."
        ),
    )


# ------------------------------------------------------------------------------------------------------ machines
def look_at_machine(words: Catalogue, state: ExchangeState) -> MachineLook | None:
    """The machine stood on, as its page shows it; the code of a set-up file just made stands there once."""
    row, kit = state.machine_row, state.machine.kit
    if row is None:
        return None
    made = told = ""
    if kit is not None:
        made = words.text("The set-up file of {device} is {file}.", device=kit.device, file=str(kit.path))
        told = words.text("Tell its code separately, never with the file: {code}", code=kit.code)
        if state.machine.lost is not None:
            lost = tell_lost_days(state.machine.lost, each_day=False)
            told = "\n".join((told, *map(words.render, lost)))
    return MachineLook(
        row.device, tuple(_list_facts(words, row, state)), state.machine.act, _tell_act(words, state), state.folder,
        row.revoked, bool(row.replaced_by), (made, told),
    )  # fmt: skip


def look_at_handover(words: Catalogue, state: ExchangeState) -> HandoverLook:
    """The page on which doors are handed over."""
    handover = state.handover
    return HandoverLook(
        tuple((each.canvasser, _name_doors(words, each)) for each in handover.doors),
        tuple((person.id, person.name) for person in handover.people),
        _tell_handed_over(words, handover),
    )


def _list_facts(words: Catalogue, machine: MachineRow, state: ExchangeState) -> list[tuple[str, str]]:
    say = words.text
    today = state.look.today if state.look else None
    missing = ", ".join(str(number) for number in machine.missing)
    last = say("file {number}", number=machine.last_number)
    lines = [
        (say("Part"), say(ROLES.get(machine.role, "canvasser"))),
        (say("Number"), str(machine.number)),
        (say("Last file"), last if machine.last_number else say("none yet")),
        (say("Missing files"), say("file {number}", number=missing) if missing else say("none")),
    ]
    if machine.last_seen is not None and today is not None:
        days = silent_days(machine, today)
        read = say("read {day}", day=tell_day(machine.last_seen))
        lines.append((say("Last heard of"), DOT.join([read, *([tell_silence(words, days)] if days else [])])))
    late = machine.clock_offset_s > CLOCK_TOLERANCE_S
    lines.append(
        (say("Clock"), tell_clock(words, machine.clock_offset_s) if late else say("right, as far as known"))
    )
    if machine.revoked:
        lines.append((say("Blocked"), machine.blocked))
    if machine.replaced_by:
        lines.append((say("Replaced by"), machine.replaced_by))
    return lines


def _tell_act(words: Catalogue, state: ExchangeState) -> str:
    device = state.machine.device
    if state.machine.act is Act.BLOCK:
        return words.text(
            "What {device} writes from now on is kept aside everywhere. What it wrote before still counts.",
            device=device,
        )
    return words.text(
        "Another laptop gets the same villages and part. {device} keeps its number and is blocked;"
        " files it wrote before can still be read.",
        device=device,
    )


# ------------------------------------------------------------------------------------------------------ handover
def _name_doors(words: Catalogue, doors: "Doors") -> str:
    counted = (
        (doors.sheets, words.plural("{count} visit list", "{count} visit lists", doors.sheets)),
        (doors.returns, words.plural("{count} promised return", "{count} promised returns", doors.returns)),
    )
    return f"{doors.name} ({', '.join(text for count, text in counted if count)})"


def _tell_handed_over(words: Catalogue, state: HandoverState) -> tuple[str, str]:
    done = state.done
    if done is None:
        return "", ""
    said = words.plural(
        "{count} visit list changed hands.", "{count} visit lists changed hands.", done.sheets
    )
    rest = []
    if done.codes:
        returns = words.plural("{count} promised return", "{count} promised returns", done.returns)
        rest.append(
            words.text("{returns} on new lists: {codes}", returns=returns, codes=", ".join(done.codes))
        )
    if done.last_day is not None:
        rest.append(words.text("From tomorrow nobody can choose {name} any more.", name=done.name))
    return said, DOT.join(rest)


# ------------------------------------------------------------------------------------------------------- written
def list_written(words: Catalogue, files: Sequence[WrittenFile]) -> list[tuple[str, str]]:
    """Files just written: whom each is for, and its number."""
    lines = []
    for file in files:
        if file.carried:
            lines.append(
                (words.text("A team member's file"), words.text("carried on to the office as it came"))
            )
        elif file.device:
            told = "receipt {number}" if file.kind == "receipt" else "return file {number}"
            lines.append((file.device, words.text(told, number=file.number)))
        else:
            rows = words.plural("{count} entry", "{count} entries", file.rows)
            lines.append((words.text("File {number}", number=file.number), rows))
    return lines
