"""The rows of every list of Exchange, and what its action bar says and offers at each stage."""

from collections.abc import Hashable
from dataclasses import dataclass

from outreach_app.i18n import Catalogue
from ui.models.exchange import Act
from ui.presenters import exchange_aside_words as aside
from ui.presenters import exchange_words as tell
from ui.presenters.exchange_state import BUSY, ExchangeState, Stage, missing_of
from ui.presenters.ports import Sense

NEXT = "next"
"""The id of the row of the file that would be written now."""
UNREADABLE = "came:"
"""How the ids of files begin that came into the watched folder and could not be read."""
QUIET = frozenset({Stage.LEDGER, Stage.RESULT, Stage.WRITTEN})
Line = tuple[Hashable, str, str, tell.Mark | None]
"""A row: its id, name, one line about it, and its state."""


def list_ledger(words: Catalogue, state: ExchangeState) -> list[Line]:
    """The file that would be written now, then the files written, newest first."""
    look = state.look
    if look is None:
        return []
    lines: list[Line] = [
        (
            file.name,
            tell.name_file(words, file),
            tell.tell_file(words, file, look.drives),
            tell.mark_file(words, file),
        )
        for file in look.ledger.files
    ]
    waiting = tell.tell_waiting_file(words, state)
    return [(NEXT, *waiting), *lines] if waiting is not None else lines


def list_machines(words: Catalogue, state: ExchangeState) -> list[Line]:
    """The machines with what is the matter with each."""
    look = state.look
    if look is None:
        return []
    return [
        (
            m.device,
            m.device,
            tell.tell_machine(words, m),
            tell.mark_machine(words, m, look.today, silent_after=look.silent_after),
        )
        for m in look.machines
    ]


def list_history(words: Catalogue, state: ExchangeState) -> list[Line]:
    """The files read here before, newest first; an id stays with its file when newer ones come."""
    history = state.look.history if state.look else ()
    return [(len(history) - place, *tell.tell_read(words, file), None) for place, file in enumerate(history)]


def list_drafts(words: Catalogue, state: ExchangeState) -> list[Line]:
    """The visits that are not finished."""
    return [
        (
            each.id,
            each.household_name or words.text("household not chosen yet"),
            words.text("kept {moment}", moment=each.saved_at),
            None,
        )
        for each in (state.look.drafts if state.look else ())
    ]


def list_report(words: Catalogue, state: ExchangeState) -> list[Line]:
    """The files found, or read, each with its state."""
    return [
        (
            place,
            tell.name_report(words, file),
            tell.tell_report(words, file),
            tell.mark_report(words, file, missing_of(file, state.missing)),
        )
        for place, file in enumerate(state.report.files if state.report else ())
    ]


def list_written(words: Catalogue, state: ExchangeState) -> list[Line]:
    """The files just written, and whom each is for."""
    done: tell.Mark = (words.text("Read back and equal"), "check", Sense.GOOD)
    told = aside.list_written(words, state.written or ())
    return [(place, name, detail, done) for place, (name, detail) in enumerate(told)]


def list_undo(words: Catalogue, state: ExchangeState) -> list[Line]:
    """What taking the newest reading back does."""
    told = aside.list_undo(words, state.undo) if state.undo else []
    return [(place, *line) for place, line in enumerate(told)]


def list_aside(words: Catalogue, state: ExchangeState) -> list[Line]:
    """Kept files by their ids, then refused entries by theirs, then files of the watched folder that were refused."""
    look = state.look
    if look is None:
        return []
    kept: list[Line] = [(file.id, *aside.list_held(words, file)) for file in look.held]
    turned: list[Line] = [(entry.id, *aside.list_refused(words, entry)) for entry in look.refused]
    came: list[Line] = [
        (f"{UNREADABLE}{place}", *aside.list_unreadable(words, file))
        for place, file in enumerate(look.unreadable)
    ]
    return [*kept, *turned, *came]


# ----------------------------------------------------------------------------------------------------------- bar
@dataclass(frozen=True, slots=True)
class BarLook:
    """What the action bar shows: the helpers by name, the words of the two steps at the right, and the state.

    An empty `write` or `step` is not shown.
    """

    helpers: frozenset[str]
    write: str = ""
    can_write: bool = False
    step: str = ""
    can_step: bool = False
    said: str = ""
    icon: str = ""


def look_at_bar(words: Catalogue, state: ExchangeState) -> BarLook:
    """Work out the action bar of a stage."""
    quiet = state.stage in QUIET or state.stage is Stage.DRAFTS
    step, can_step = _name_step(words, state)
    said, icon = _tell_state(words, state)
    return BarLook(
        frozenset(_helpers(state)),
        _name_write(words, state) if quiet else "",
        state.waiting > 0,
        step,
        can_step,
        said,
        icon,
    )


def _helpers(state: ExchangeState) -> set[str]:
    stage, look = state.stage, state.look
    shown = {"read"} if stage in QUIET and state.arrived is None else set()
    if stage is Stage.LEDGER and look is not None:
        shown |= {"again"} if look.ledger.files and state.arrived is None else set()
        shown |= {"undo"} if look.undoable else set()
        shown |= {"aside"} if state.aside else set()
        shown |= {"handover"} if state.office and state.arrived is None else set()
        shown |= {"erasures"} if look.erasures else set()
    shown |= _helpers_of_arrivals(state)
    if stage is Stage.RESULT:
        shown |= {"undo", "summary"}
    if stage is Stage.DRAFTS:
        shown |= {"open"}
    if (
        stage is Stage.ASIDE
        and look is not None
        and any(file.reason_key == "second_machine" for file in look.held)
    ):
        shown |= {"adopt"}
    if stage is Stage.ASIDE and state.acceptable:
        shown |= {"accept", "alike"}
    if stage in (Stage.LOOKING, Stage.READING):
        shown |= {"stop"}
    elif stage is not Stage.LEDGER and stage not in BUSY:
        shown |= {"back"}
    return shown


def _helpers_of_arrivals(state: ExchangeState) -> set[str]:
    """What concerns the watched folder, and what came today: shown where it has just been told."""
    shown = {"watch"} if state.stage is Stage.READ and state.office else set()
    shown |= {"seen"} if state.arrived is not None else set()
    told = state.arrived is not None and state.office and state.came_today
    return shown | ({"arrivals"} if told else set())


def _name_write(words: Catalogue, state: ExchangeState) -> str:
    if state.stage is Stage.DRAFTS:
        return words.text("Write all the same")
    return words.text("Write answers to a stick" if state.office else "Write to a stick")


def name_writing(state: ExchangeState) -> str:
    """What G means: to write, or to write although visits are unfinished."""
    return "go_on" if state.stage is Stage.DRAFTS else "write"


def _name_step(words: Catalogue, state: ExchangeState) -> tuple[str, bool]:
    say = words.text
    match state.stage:
        case Stage.WRITE:
            return say("Write here"), True
        case Stage.READ:
            return say("Look into it"), True
        case Stage.PREVIEW if state.to_apply:
            return words.plural("Take in {count} file", "Take in {count} files", state.to_apply), True
        case Stage.UNDO if state.undo is not None and state.undo.preview:
            return say("Take it all back"), True
        case Stage.ASIDE:
            return _name_aside_step(words, state)
        case Stage.MACHINE if state.machine.act is Act.BLOCK:
            return say("Block this machine"), not state.machine.busy
        case Stage.MACHINE if state.machine.act is Act.REPLACE:
            return say("Write the set-up file"), not state.machine.busy
        case Stage.HANDOVER if state.handover.doors:
            return say("Hand these doors over"), not state.handover.busy
    named = {Stage.WRITING: say("Writing"), Stage.LOOKING: say("Looking"), Stage.READING: say("Taking in")}
    return named.get(state.stage, ""), False


def _name_aside_step(words: Catalogue, state: ExchangeState) -> tuple[str, bool]:
    if count := len(state.accepting):
        return words.plural("Let {count} entry in", "Let {count} entries in", count), True
    if state.adopting is not None:
        return words.text("Take it in as a second machine's"), True
    kept = state.look is not None and bool(state.look.held)
    return words.text("Look at kept files again") if kept else "", kept


def _tell_state(words: Catalogue, state: ExchangeState) -> tuple[str, str]:
    said = {
        Stage.WRITING: words.text("Writing, then reading back to compare"),
        Stage.LOOKING: words.text("Opening the files and checking their seals"),
        Stage.READING: words.text("Taking in; either everything of a file or nothing"),
        Stage.UNDOING: words.text("Taking back"),
        Stage.ACCEPTING: words.text("Letting refused entries in"),
    }.get(state.stage)
    if said and state.step is not None and state.step.total > 1:
        return _tell_step(words, state), "hourglass"
    if said:
        return said, "hourglass"
    if state.machine.busy or state.handover.busy:
        return words.text("Writing"), "hourglass"
    if state.stage in QUIET and state.look is not None and not state.waiting:
        return words.text("Nothing waits to be written."), "info"
    if state.stage is Stage.PREVIEW and not state.to_apply:
        return words.text("None of these files brings anything new."), "info"
    return "", ""


def _tell_step(words: Catalogue, state: ExchangeState) -> str:
    assert state.step is not None
    step = state.step
    place = min(step.done + 1, step.total)
    told = words.text("File {place} of {total}", place=place, total=words.number(step.total))
    return f"{told}: {step.name}" if step.name else told


def tell_strip(words: Catalogue, state: ExchangeState) -> tuple[str, str, Sense] | None:
    """What the strip above the lists says: what was written, read or taken back, or what is asked."""
    if state.accepting:
        return (*aside.tell_accepting(words, state.accepting), Sense.WAIT)
    if state.adopting is not None:
        return (*aside.tell_adopting(words, state.adopting), Sense.WAIT)
    if state.stage is Stage.UNDO and state.undo is not None and not state.undo.preview:
        return (*aside.tell_undo(words, state.undo), Sense.GOOD)
    if state.written is not None:
        return tell.tell_written(words, state)
    if state.stage is Stage.RESULT and state.report is not None:
        return tell.tell_result(words, state.report)
    if state.arrived is not None:
        return aside.tell_arrived(words, state.arrived)
    if leads_to_version(state):
        told = words.text("Version {version} of the program lies on the stick.", version=state.newer)
        return (
            told,
            words.text("It can be taken at any time, after a backup; nothing has to wait for it."),
            Sense.ACCENT,
        )
    return None


def leads_to_version(state: ExchangeState) -> bool:
    """Whether the strip tells of a new version on the stick: when nothing else is told."""
    said = state.written is not None or state.arrived is not None
    return bool(state.newer) and state.stage is Stage.LEDGER and not said
