"""Lists of people to be asked in the reader's words: counts, rows by what became of them, who may be meant."""

from datetime import datetime

from outreach_app.domain.forms import write_born
from outreach_app.domain.list_layouts import LAYOUT_NAMES, LayoutKey
from outreach_app.domain.listed_judging import STATE_NAMES, ListedState
from outreach_app.domain.listed_lines import DoubtRow, ListedLine, ListedReport, tell_staff
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.progress import Step
from outreach_app.exchange.wordings import FIELD_NAMES
from outreach_app.i18n import N_, Catalogue
from ui.presenters.phrases import DOT
from ui.presenters.ports import Sense

REFUSED, NOTES = "refused", "notes"
_SHOWN = 500
_LOOKED_AT = (
    ListedState.MAYBE, ListedState.NEW, ListedState.COMPULSORY, ListedState.NEVER, ListedState.COVERED,
    ListedState.LEFT_OUT, ListedState.KNOWN, ListedState.ABSENT,
)  # fmt: skip
"""The kinds of rows in the order in which somebody looks at them."""
_STEPS = {
    "read": N_("Reading the list: {done} of {total}"),
    "register": N_("Going through the register: {done} of {total}"),
    "match": N_("Looking people up: {done} of {total}"),
    "enter": N_("Looking where newcomers belong: {done} of {total}"),
    "judge": N_("Judging: {done} of {total}"), "write": N_("Writing: {done} of {total}"),
}  # fmt: skip


def list_layouts(words: Catalogue) -> list[tuple[LayoutKey, str]]:
    """The lists that are known, by their key."""
    return [(key, words.text(name)) for key, name in LAYOUT_NAMES.items()]


def list_fields(words: Catalogue) -> list[tuple[str, str]]:
    """What a column of such a list may be read as, by its key; the first choice leaves it out."""
    fields = [(str(key), words.text(name)) for key, name in FIELD_NAMES.items()]
    return [("", words.text("left out")), *fields]


def tell_figures(words: Catalogue, report: ListedReport) -> list[tuple[str, str, str, Sense | None]]:
    """Five counts of a list: number, what, hint, and its sense when it asks for something."""
    counts, waiting = report.counts, report.counts[ListedState.MAYBE]
    never = counts[ListedState.COMPULSORY] + counts[ListedState.NEVER]
    rest = counts[ListedState.KNOWN] + counts[ListedState.COVERED] + counts[ListedState.LEFT_OUT]
    gone = counts[ListedState.ABSENT] + len(report.refused)
    counted = [
        (counts[ListedState.NEW], words.text("newly to be asked"), words.text("not on the list so far"),
         Sense.ACCENT if counts[ListedState.NEW] else None),
        (never, words.text("not voluntary"), words.text("compulsory, pension or allowance"), None),
        (rest, words.text("nothing to ask"), words.text("covered, on the list, left in peace"), None),
        (
            waiting, words.text("for you to settle"), words.text("after bringing in, by D"),
            Sense.WAIT if waiting else None,
        ),
        (gone, words.text("not found or left out"), words.text("see why below"), None),
    ]  # fmt: skip
    return [(words.number(count), text, hint, sense) for count, text, hint, sense in counted]


def list_kinds(words: Catalogue, report: ListedReport) -> list[tuple[str, str]]:
    """The kinds of rows a list holds, each with its key and its name with the count."""
    counted = [(state.value, words.text(STATE_NAMES[state]), report.counts[state]) for state in _LOOKED_AT]
    counted.append((REFUSED, words.text("left out"), len(report.refused)))
    counted.append((NOTES, words.text("about the list"), int(report.staff is not None)))
    return [(key, f"{text} ({words.number(count)})") for key, text, count in counted if count]


def list_rows(words: Catalogue, report: ListedReport, kind: str) -> list[tuple[int, str, str]]:
    """The first rows of one kind: the number in the file, the title and all about it."""
    if kind == REFUSED:
        return [
            (row.row, words.text("Row {row}", row=row.row), words.render(row.reason))
            for row in report.refused[:_SHOWN]
        ]
    if kind == NOTES:
        told = words.render(tell_staff(report.staff)) if report.staff is not None else ""
        return [(0, words.text("Employees"), told)]
    return [(line.row, *tell_line(words, line)) for line in report.select(ListedState(kind))[:_SHOWN]]


def tell_line(words: Catalogue, line: ListedLine) -> tuple[str, str]:
    """A row of the list: its number and name, then what for or why not, and how the person was found."""
    title = words.text("Row {row}", row=line.row) + DOT + line.name
    asked = ", ".join(words.text(SCHEME_NAMES[scheme]) for scheme in line.schemes)
    why = words.render(line.reason) if line.reason is not None and not asked else ""
    return title, DOT.join(part for part in (asked, why, words.render(line.found)) if part)


def tell_doubt(words: Catalogue, row: DoubtRow) -> tuple[str, str]:
    """A row that waits: the name with birth and place as the list has them, then the list and why it is not sure."""
    born = words.text("born {day}", day=write_born(row.born)) if row.born else ""
    title = DOT.join(part for part in (row.name, born, row.place) if part)
    where = words.text("{list}, row {row}", list=row.list_name, row=row.row)
    return title, DOT.join((words.render(row.reason), where))


def can_bring_in(report: ListedReport | None) -> bool:
    """Whether bringing a list in changes anything."""
    return report is not None and report.preview and report.writes


def tell_result(words: Catalogue, report: ListedReport) -> tuple[str, str]:
    """What bringing in a list did."""
    done = words.plural(
        "{count} person is to be asked.", "{count} people are to be asked.", report.counts[ListedState.NEW]
    )
    if report.entered:
        done += " " + words.plural(
            "{count} person was entered.", "{count} people were entered.", report.entered
        )
    waiting = report.counts[ListedState.MAYBE]
    rest = words.plural("{count} row waits for you: D", "{count} rows wait for you: D", waiting)
    following = words.text("They are on Today; laptops get them with the next return file.")
    return done, rest if waiting else following if report.counts[ListedState.NEW] else ""


def name_entering(words: Catalogue, *, entering: bool) -> str:
    """What the key does with whoever is not in the register."""
    return words.text("Leave newcomers out") if entering else words.text("Enter who is not here")


def tell_entering(words: Catalogue, report: ListedReport) -> tuple[str, str]:
    """Who would be entered, and what somebody should look at because of it."""
    people = words.plural("{count} person is entered", "{count} people are entered", report.entered)
    homes = words.plural("{count} household is made", "{count} households are made", report.entered_homes)
    return f"{DOT.join((people, homes))}.", DOT.join(_tell_rest(words, report))


def _tell_rest(words: Catalogue, report: ListedReport) -> list[str]:
    lacking, alike, erased = len(report.incomplete), report.duplicates, report.erased
    told = (
        (lacking, words.plural("{count} row lacks something: S", "{count} rows lack something: S", lacking)),
        (alike, words.plural("{count} pair looks alike", "{count} pairs look alike", alike)),
        (
            erased,
            words.plural(
                "{count} person was erased here: look whether the list names them again",
                "{count} people were erased here: look whether the list names them again",
                erased,
            ),
        ),
    )
    return [text for count, text in told if count]


def tell_remembered(words: Catalogue, since: datetime | None) -> tuple[str, str]:
    """That columns are read as somebody chose for a list headed alike."""
    if since is None:
        return "", ""
    said = words.text("Columns are read as you chose on {day}.", day=since.date())
    return said, words.text("Press R to read them by their headings.")


def tell_settling(words: Catalogue, waiting: int) -> tuple[str, str]:
    """How many rows wait, and what the keys do."""
    if not waiting:
        return words.text("No row waits for you."), words.text("Whoever is to be asked is on Today.")
    said = words.plural("{count} row waits for you.", "{count} rows wait for you.", waiting)
    return said, words.text("Enter goes to those who may be meant, N: nobody of here.")


def tell_step(words: Catalogue, step: Step | None) -> str:
    """How far a long list has come."""
    if step is None:
        return ""
    # A file is opened in one go before its rows are counted.
    told = _STEPS[step.name] if step.total > 1 else N_("Reading the list")
    return words.text(told, done=step.done, total=step.total)
