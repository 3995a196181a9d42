"""Lists of accepted and returned papers in the reader's words: counts, rows by what became of them, whose they are."""

from outreach_app.domain.dossier_lists import DossierLine, DossierReport, DossierState, OpenDossier
from outreach_app.domain.dossiers import STAGE_NAMES, DossierStep
from outreach_app.domain.forms import write_born
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.i18n import N_, Catalogue
from ui.presenters.phrases import DOT
from ui.presenters.ports import Sense

NOTHING = N_("No row of it is to be written.")
STATE_NAMES: dict[DossierState, str] = {
    DossierState.CHOOSE: N_("for you to choose"),
    DossierState.UNKNOWN: N_("not found here"),
    DossierState.MATCHED: N_("to be written"),
    DossierState.KNOWN: N_("known before"),
}
"""What became of a row, in the order in which somebody looks at them."""
REFUSED = "refused"


def tell_figures(words: Catalogue, report: DossierReport) -> list[tuple[str, str, str, Sense | None]]:
    """Five counts of a list: number, what, hint, and its sense when it asks for something."""
    accepted, returned = report.count(DossierStep.ACCEPTED), report.count(DossierStep.RETURNED)
    known, choose = (len(report.select(state)) for state in (DossierState.KNOWN, DossierState.CHOOSE))
    left = len(report.select(DossierState.UNKNOWN)) + len(report.refused)
    counted = [
        (accepted, words.text("accepted"), words.text("with code and day"), Sense.ACCENT if accepted else None),
        (returned, words.text("returned"), words.text("with the reason"), Sense.ACCENT if returned else None),
        (known, words.text("known before"), words.text("nothing is written for them"), None),
        (choose, words.text("for you to choose"), words.text("look at them below"), Sense.WAIT if choose else None),
        (left, words.text("rows left out"), words.text("see why below"), Sense.BAD if left else None),
    ]  # fmt: skip
    return [(words.number(count), text, hint, sense) for count, text, hint, sense in counted]


def tell_line(words: Catalogue, line: DossierLine) -> tuple[str, str]:
    """A row of the list: its number and name, then how the sign-up was found and what the office decided."""
    listed = line.listed
    accepted = listed.step is DossierStep.ACCEPTED
    decided = words.text("accepted on {day}" if accepted else "returned on {day}", day=listed.on)
    note = words.render(line.note) if line.note is not None else ""
    parts = (words.render(line.reason), note, decided, " ".join(listed.told.split()))
    title = words.text("Row {row}", row=listed.row) + DOT + (listed.name or listed.citizen_number or "")
    return title, DOT.join(part for part in parts if part)


def tell_candidate(words: Catalogue, each: OpenDossier) -> tuple[str, str]:
    """A sign-up that may be meant: the name, then insurance, first month, how far it has come, birth and household."""
    year, month = each.first_month.split("-")
    since = words.text("from {month}", month=f"{month}/{year}")
    born = words.text("born {day}", day=write_born(each.born)) if each.born else ""
    scheme, stage = words.text(SCHEME_NAMES[each.scheme]), words.text(STAGE_NAMES[each.stage])
    return each.name, DOT.join(part for part in (scheme, since, stage, born, each.code, each.village) if part)


def tell_result(words: Catalogue, report: DossierReport) -> tuple[str, str]:
    """What bringing in a list did."""
    done = words.text(
        "{accepted} sign-ups were accepted and {returned} returned.",
        accepted=words.number(report.count(DossierStep.ACCEPTED)),
        returned=words.number(report.count(DossierStep.RETURNED)),
    )
    choose = len(report.select(DossierState.CHOOSE))
    rest = (
        words.plural("{count} row still to choose", "{count} rows still to choose", choose) if choose else ""
    )
    return done, rest


def can_bring_in(report: DossierReport | None) -> bool:
    """Whether a list holds anything that is sure and not known already."""
    return report is not None and report.preview and bool(report.select(DossierState.MATCHED))


def list_kinds(words: Catalogue, report: DossierReport) -> list[tuple[str, str]]:
    """The kinds of rows a list holds, each with its key and its name with the count; what waits for somebody first."""
    counted = [
        (state.value, words.text(name), len(report.select(state))) for state, name in STATE_NAMES.items()
    ]
    counted.append((REFUSED, words.text("left out"), len(report.refused)))
    return [(key, f"{text} ({words.number(count)})") for key, text, count in counted if count]


def list_rows(words: Catalogue, report: DossierReport, kind: str) -> list[tuple[int, str, str]]:
    """The rows of one kind: the number in the file, the title and all about it."""
    if kind == REFUSED:
        return [
            (row.row, words.text("Row {row}", row=row.row), words.render(row.reason))
            for row in report.refused
        ]
    return [(line.listed.row, *tell_line(words, line)) for line in report.select(DossierState(kind))]


def list_candidates(words: Catalogue, report: DossierReport, row: int) -> list[tuple[bytes, str, str]]:
    """Which sign-ups may be meant in a row for somebody to choose: id, name and the rest; none in other rows."""
    lines = (line for line in report.select(DossierState.CHOOSE) if line.listed.row == row)
    return [(each.id, *tell_candidate(words, each)) for line in lines for each in line.found]
