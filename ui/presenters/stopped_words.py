"""Lists of people who stopped in the reader's words: counts, lines by what became of them, who may be meant."""

from outreach_app.domain.forms import write_born
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.stopped_lines import Candidate, LineState, StoppedLine, StoppedReport
from outreach_app.i18n import N_, Catalogue
from ui.presenters.phrases import DOT
from ui.presenters.ports import Sense

STATE_NAMES: dict[LineState, str] = {
    LineState.CHOOSE: N_("for you to choose"),
    LineState.MATCHED: N_("taken in as stopped"),
    LineState.KNOWN: N_("known before"),
    LineState.JOINED_AGAIN: N_("joined again"),
    LineState.UNKNOWN: N_("not found here"),
}
"""What became of a line, in the order in which somebody looks at them."""


def tell_figures(words: Catalogue, report: StoppedReport) -> list[tuple[str, str, str, Sense | None]]:
    """Five counts of a list: number, what, hint, and its sense when it asks for something."""
    matched = report.count_people(LineState.MATCHED)
    known = report.count_people(LineState.KNOWN, LineState.JOINED_AGAIN)
    choose, unknown = len(report.select(LineState.CHOOSE)), len(report.select(LineState.UNKNOWN))
    refused = len(report.refused)
    counted = [
        (matched, words.text("people who stopped"), words.text("to be won back"), Sense.ACCENT if matched else None),
        (known, words.text("known before"), words.text("nothing is written for them"), None),
        (choose, words.text("for you to choose"), words.text("look at them below"), Sense.WAIT if choose else None),
        (unknown, words.text("not found here"), words.text("on no list of ours"), None),
        (refused, words.text("rows left out"), words.text("see why below"), Sense.BAD if refused else None),
    ]  # fmt: skip
    return [(words.number(count), text, hint, sense) for count, text, hint, sense in counted]


def tell_line(words: Catalogue, line: StoppedLine) -> tuple[str, str]:
    """A line of the list: its row and name, then how the person was found, what stopped and since when."""
    title = words.text("Row {row}", row=line.row) + DOT + line.name
    stopped = ", ".join(words.text(SCHEME_NAMES[scheme]) for scheme in line.schemes)
    since = words.text("since {month}", month=f"{line.stopped:%m/%Y}") if line.stopped else ""
    note = words.render(line.note) if line.note is not None else ""
    parts = (words.render(line.reason), note, f"{stopped} {since}".strip())
    return title, DOT.join(part for part in parts if part)


def tell_candidate(words: Catalogue, each: Candidate) -> tuple[str, str]:
    """Somebody who may be meant: the name, then birth, household and village."""
    born = words.text("born {day}", day=write_born(each.born)) if each.born else ""
    return each.name, DOT.join(part for part in (born, each.code, each.village) if part)


def tell_result(words: Catalogue, report: StoppedReport) -> tuple[str, str]:
    """What bringing in a list did."""
    matched = report.count_people(LineState.MATCHED)
    done = words.plural("{count} person taken in as stopped.", "{count} people taken in as stopped.", matched)
    choose = len(report.select(LineState.CHOOSE))
    rest = (
        words.plural("{count} row still to choose", "{count} rows still to choose", choose) if choose else ""
    )
    return done, rest


def can_bring_in(report: StoppedReport | None) -> bool:
    """Whether a list holds anybody who is found for sure and not known already."""
    return report is not None and report.preview and bool(report.select(LineState.MATCHED))


REFUSED = "refused"


def list_kinds(words: Catalogue, report: StoppedReport) -> list[tuple[str, str]]:
    """The kinds of rows a list holds, each with its key and its name with the count; what waits for somebody first."""
    counted = [
        (state.value, words.text(name), len(report.select(state))) for state, name in STATE_NAMES.items()
    ]
    counted.append((REFUSED, words.text("left out"), len(report.refused)))
    return [(key, f"{text} ({words.number(count)})") for key, text, count in counted if count]


def list_rows(words: Catalogue, report: StoppedReport, kind: str) -> list[tuple[int, str, str]]:
    """The rows of one kind: the number in the file, the title and all about it."""
    if kind == REFUSED:
        return [
            (row.row, words.text("Row {row}", row=row.row), words.render(row.reason))
            for row in report.refused
        ]
    return [(line.row, *tell_line(words, line)) for line in report.select(LineState(kind))]


def list_candidates(words: Catalogue, report: StoppedReport, row: int) -> list[tuple[bytes, str, str]]:
    """Who may be meant in a row for somebody to choose: the person's id, name and the rest; nobody in other rows."""
    lines = (line for line in report.select(LineState.CHOOSE) if line.row == row)
    return [(each.person, *tell_candidate(words, each)) for line in lines for each in line.people]
