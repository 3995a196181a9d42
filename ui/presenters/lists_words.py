"""Registers in the reader's words: what a list would do, which rows it leaves out and why, and former imports."""

from datetime import datetime
from typing import TYPE_CHECKING

from outreach_app.domain.rows import ImportReport, RefusedListRow
from outreach_app.exchange.wordings import FIELD_NAMES, LISTED_FIELDS
from outreach_app.i18n import Catalogue
from ui.presenters import found_lists, listed_words
from ui.presenters.found_lists import can_bring_in as can_bring_in_found
from ui.presenters.found_lists import tell_nothing
from ui.presenters.found_lists import tell_result as tell_found_result
from ui.presenters.listed_words import can_bring_in as can_bring_in_listed
from ui.presenters.listed_words import tell_entering, tell_remembered, tell_settling, tell_step
from ui.presenters.listed_words import tell_result as tell_listed_result
from ui.presenters.lists_state import ListsState, Stage
from ui.presenters.ports import Sense

if TYPE_CHECKING:
    from outreach_app.services.imports import UndoReport
    from outreach_app.services.lists import PastImport

DOT = " · "
REFUSED, WARNED, SAMPLE, NOTES = "refused", "warned", "sample", "notes"
"""The kinds of rows a register holds."""
_TAIL = 4


def list_fields(words: Catalogue) -> list[tuple[str, str]]:
    """What a column may be read as, by its key; the first choice leaves it out."""
    return [
        ("", words.text("left out")),
        *((str(key), words.text(name)) for key, name in FIELD_NAMES.items() if key not in LISTED_FIELDS),
    ]


def tell_figures(words: Catalogue, report: ImportReport) -> list[tuple[str, str, str, Sense | None]]:
    """Five counts of a list: number, what, hint, and its sense when it asks for something."""
    new = words.plural("{count} of them new", "{count} of them new", report.households_new)
    refused = len(report.refused)
    counted = [
        (report.households, words.text("households"), new, None),
        (
            report.new,
            words.text("new people"),
            words.text("on no list so far"),
            Sense.ACCENT if report.new else None,
        ),
        (report.changed, words.text("people filled in"), words.text("something missing was added"), None),
        (report.unchanged, words.text("people unchanged"), words.text("known already"), None),
        (refused, words.text("rows left out"), words.text("see why below"), Sense.BAD if refused else None),
    ]
    return [(words.number(count), text, hint, sense) for count, text, hint, sense in counted]


def tell_row(words: Catalogue, row: RefusedListRow) -> tuple[str, str]:
    """A row of the file and why it is named."""
    number = words.text("Row {row}", row=row.row)
    return f"{number}{DOT}{row.sheet}" if row.sheet else number, words.render(row.reason)


def tell_sample(sample: tuple[str, ...]) -> tuple[str, str]:
    """A person of the list as the program reads them; of the citizen number only the end is shown."""
    village, name, born, citizen = sample
    day = "/".join(reversed(born.split("-")))
    tail = f"…{citizen[-_TAIL:]}" if citizen else ""
    return name, DOT.join(part for part in (day, tail, village) if part)


def tell_result(words: Catalogue, report: ImportReport) -> tuple[str, str]:
    """What bringing in a list did."""
    done = words.plural(
        "{count} household brought in.", "{count} households brought in.", report.households_new
    )
    villages = len(report.villages_new)
    counted = (
        (report.new, words.plural("{count} new person", "{count} new people", report.new)),
        (report.changed, words.plural("{count} person filled in", "{count} people filled in", report.changed)),
        (len(report.refused), words.plural("{count} row left out", "{count} rows left out", len(report.refused))),
        (villages, words.plural("{count} village made", "{count} villages made", villages)),
    )  # fmt: skip
    return done, DOT.join(text for count, text in counted if count)


def tell_past(words: Catalogue, past: "PastImport") -> tuple[str, str]:
    """A list that was brought in before: its file's name, when, and how much of it."""
    people = past.counts.get("new", 0)
    parts = [words.text("brought in {moment}", moment=past.made_at)]
    parts.append(words.plural("{count} new person", "{count} new people", people))
    if refused := past.counts.get("refused", 0):
        parts.append(words.plural("{count} row left out", "{count} rows left out", refused))
    return past.name, DOT.join(parts)


def tell_undoing(words: Catalogue, report: "UndoReport") -> tuple[str, str]:
    """What taking the newest list back would do, and the key that does it."""
    rows = sum(report.removed.values())
    told = words.plural("{count} row would go", "{count} rows would go", rows)
    kept = ""
    if report.kept:
        kept = words.plural(
            "{count} row stays: used since", "{count} rows stay: used since", len(report.kept)
        )
    return DOT.join(part for part in (told, kept) if part), words.text("Press U once more to take it back.")


def tell_earlier(words: Catalogue, earlier: datetime | None) -> tuple[str, str]:
    """That this very file was brought in before."""
    if earlier is None:
        return "", ""
    said = words.text("This file was brought in before, {moment}.", moment=earlier)
    return said, words.text("Bringing it in again makes nothing twice.")


def list_kinds(words: Catalogue, report: ImportReport) -> list[tuple[str, str]]:
    """The kinds of rows a register holds, each with its key and its name with the count."""
    counted = (
        (REFUSED, words.text("left out"), len(report.refused)),
        (WARNED, words.text("to look at"), len(report.warnings)),
        (NOTES, words.text("about the list"), len(report.notes) + len(report.villages_new)),
        (SAMPLE, words.text("as it is read"), len(report.sample)),
    )
    return [(key, f"{text} ({words.number(count)})") for key, text, count in counted if count]


def list_rows(words: Catalogue, report: ImportReport, kind: str) -> list[tuple[int, str, str]]:
    """The rows of one kind: their place, the title and all about it."""
    if kind == SAMPLE:
        told = [tell_sample(each) for each in report.sample]
    elif kind == NOTES:
        told = [(words.text("Village to be made"), name) for name in report.villages_new]
        told += [(words.text("Note"), words.render(note)) for note in report.notes]
    else:
        told = [tell_row(words, row) for row in (report.refused if kind == REFUSED else report.warnings)]
    return [(place, *each) for place, each in enumerate(told)]


def tell_shown(
    words: Catalogue, state: ListsState
) -> tuple[str, int, list[tuple[str, str, str, Sense | None]], list[tuple[str, str]]]:
    """The list on the screen: its name, how many rows, five counts, and its kinds of rows."""
    if state.listed is not None:
        told = listed_words.tell_figures(words, state.listed), listed_words.list_kinds(words, state.listed)
        return state.listed.name, state.listed.rows, *told
    if (found := state.stopped) is not None:
        rows = len(found.lines) + len(found.refused)
        return found.name, rows, found_lists.tell_figures(words, found), found_lists.list_kinds(words, found)
    assert state.report is not None, "a list is on the screen"
    report = state.report
    return report.name, report.rows, tell_figures(words, report), list_kinds(words, report)


def tell_strip(words: Catalogue, state: ListsState) -> tuple[tuple[str, str], Sense]:
    """What the strip over a list says, and its sense: what was done, or that the file is known."""
    report, stopped, listed = state.report, state.stopped, state.listed
    if state.undoing is not None:
        return tell_undoing(words, state.undoing), Sense.WAIT
    if state.stage is Stage.SETTLING:
        return tell_settling(words, len(state.doubts)), Sense.WAIT if state.doubts else Sense.GOOD
    if state.stage is Stage.RESULT and listed is not None:
        return tell_listed_result(words, listed), Sense.GOOD
    if state.stage is Stage.NAMING:
        return tell_naming(words, state), Sense.WAIT
    if state.stage is Stage.RESULT and stopped is not None:
        return tell_found_result(words, stopped), Sense.GOOD
    if state.stage is Stage.RESULT and report is not None:
        return tell_result(words, report), Sense.GOOD
    shown = state.shown
    if listed is not None and listed.enters:
        return tell_entering(words, listed), Sense.WAIT if listed.erased else Sense.ACCENT
    if shown is not None and shown.earlier is None:
        return tell_remembered(words, shown.remembered), Sense.WAIT
    return tell_earlier(words, shown.earlier if shown is not None else None), Sense.WAIT


def tell_naming(words: Catalogue, state: ListsState) -> tuple[str, str]:
    """Why somebody is asked which column is what, and what is still missing."""
    said = words.text("Say which column is what, so that the list can be read.")
    if state.naming is None or not state.naming.enough:
        return said, words.text("The column of the names is still missing.")
    doubled = state.naming.doubled
    return said, words.text("Column {letter} cannot be two things.", letter=doubled) if doubled else ""


def can_go_on(state: ListsState) -> bool:
    """Whether the list on the screen holds anything to bring in."""
    if state.listed is not None:
        return can_bring_in_listed(state.listed)
    return can_bring_in_found(state.stopped) if state.stopped is not None else can_bring_in(state.report)


def can_bring_in(report: ImportReport | None) -> bool:
    """Whether a register holds anything that is not there already."""
    return (
        report is not None and report.preview and bool(report.new or report.changed or report.households_new)
    )


def tell_state(words: Catalogue, state: ListsState, *, nothing: bool) -> str:
    """What the bar at the bottom says: how far a list has come, or that there is nothing new in it."""
    if state.stage in (Stage.LOOKING, Stage.BRINGING) and state.step is not None:
        return tell_step(words, state.step)
    said = {
        Stage.LOOKING: words.text("Reading the list"),
        Stage.BRINGING: words.text("Bringing in the list"),
    }
    empty = words.text("Everything in it is here already.")
    if state.stopped is not None:
        empty = tell_nothing(words, state.stopped)
    return said.get(state.stage, empty if nothing else "")
