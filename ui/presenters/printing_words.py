"""What the place Print says of its state."""

from collections.abc import Hashable, Mapping
from datetime import date

from outreach_app.domain.rows import HouseholdRow, Sheet
from outreach_app.i18n import N_, Catalogue
from outreach_app.services.form_work import BY_HAND
from outreach_app.services.forms import SignUpGaps
from ui.presenters.ports import Paper
from ui.presenters.print_months import list_months
from ui.presenters.print_state import MONTH_KINDS, MonthPaper, PrintingState, Stage

MADE = frozenset({Paper.VISIT_LIST, Paper.LEAFLETS, Paper.FORMS, Paper.MONTH})
"""Papers that are made when somebody says so; the others as soon as their subject is chosen."""


def can_make(state: PrintingState) -> bool:
    """Whether there is anything to make the chosen paper of."""
    rows: Mapping[Paper, object] = {
        Paper.VISIT_LIST: state.planned, Paper.LEAFLETS: state.whole, Paper.FORMS: state.candidates,
        Paper.MONTH: state.units,
    }  # fmt: skip
    return bool(rows.get(state.paper))


def tell_step(words: Catalogue, state: PrintingState) -> str:
    """What the filled button does."""
    if state.stage is Stage.SAVING:
        return words.text("Keep it here")
    if state.paper is Paper.LEAFLETS:
        return words.text("Make the leaflets")
    if state.paper is Paper.MONTH:
        return words.text("Write the report")
    return words.text("Fill in the form") if state.paper is Paper.FORMS else words.text("Make the sheet")


def tell_work(words: Catalogue, state: PrintingState) -> str:
    """What is going on, and how far it is."""
    if state.stage is Stage.PRINTING:
        return words.text(
            "Sending page {page} of {pages} to the printer", page=state.gone + 1, pages=state.going
        )
    if state.stage is Stage.MAKING and state.step is not None:
        return words.text("{done} of {total} leaflets", done=state.step.done, total=state.step.total)
    return words.text("Making the paper") if state.stage is Stage.MAKING else ""


def tell_rest(words: Catalogue, state: PrintingState) -> str:
    """What to know of a file that was kept."""
    said = words.text("It is not encrypted.")
    if state.paper is Paper.FORMS and state.by_hand:
        fields = "; ".join(words.text(BY_HAND[key]) for key in state.by_hand)
        return f"{said} {words.text('Left for the hand: {fields}.', fields=fields)}"
    if state.paper is Paper.MONTH and state.month.paper is MonthPaper.CONTRACTS:
        return f"{said} {words.text('Columns without numbers are left for the hand.')}"
    return said


def tell_empty(words: Catalogue, state: PrintingState) -> tuple[str, str]:
    """What stands where the paper will be shown."""
    if state.stage is Stage.MAKING:
        return tell_work(words, state), ""
    if state.paper is Paper.VISIT_LIST:
        rest = words.text("Making it gives the list its sheet code; it can then be typed back row by row.")
        return words.text("The list is shown here once it is made."), rest
    if state.paper is Paper.LEAFLET:
        return words.text("The leaflet is shown here."), words.text("Choose a household.")
    if state.paper is Paper.LEAFLETS:
        return words.text("All leaflets are shown here once they are made."), words.text(
            "It can be stopped at any time; then nothing is kept."
        )
    if state.paper is Paper.APPOINTMENTS:
        return words.text("The slips are shown here, six on a sheet."), words.text("Choose a day.")
    if state.paper is Paper.FORMS:
        return words.text("TK1-TS is shown here; the lists are kept as a spreadsheet."), words.text(
            "Enter on a line opens the household, where what is missing can be entered."
        )
    if state.paper is Paper.MONTH:
        return words.text("The report is shown here once it is written."), words.text(
            "As a text or a table it is kept where you say."
        )
    return words.text("The summary is shown here."), words.text("Choose a day.")


def name_sheet(words: Catalogue, sheet: Sheet, today: date | None) -> str:
    """A sheet that is out: its code, doors, and how long it is overdue."""
    named = words.plural("{code}: {count} door", "{code}: {count} doors", len(sheet.lines), code=sheet.code)
    late = (today - sheet.day).days if today is not None else 0
    if late <= 0:
        return named
    overdue = words.plural("{count} day overdue", "{count} days overdue", late)
    return f"{named} · {overdue}"


def tell_late(words: Catalogue, sheets: tuple[Sheet, ...], today: date | None) -> str:
    """How many sheets never came back, or nothing."""
    late = sum(today is not None and sheet.day < today for sheet in sheets)
    return (
        words.plural("{count} sheet has not come back", "{count} sheets have not come back", late)
        if late
        else ""
    )


Row = tuple[Hashable, str, str]
"""A line of a list: its id, what it is, one line about it."""
_MOST_SHOWN = 200


def list_homes(words: Catalogue, state: PrintingState) -> tuple[str, list[Row]]:
    """The households of a run under their count; whoever looks for more than the first ones chooses a village."""
    homes = state.whole or ()
    if not homes:
        return words.text("There is no household to print a leaflet for."), []
    title = words.plural("{count} household gets a leaflet", "{count} households get a leaflet", len(homes))
    return title, [(home.id, home.head, _tell_place(home)) for home in homes[:_MOST_SHOWN]]


def _tell_place(home: HouseholdRow) -> str:
    told = (home.code, home.village_name, home.neighbour_group, home.address)
    return " · ".join(part for part in told if part)


def list_slips(state: PrintingState) -> list[Row]:
    """The promised returns of the chosen day."""
    return [(slip.code, slip.head, f"{slip.code} · {slip.village}") for slip in state.slips or ()]


def list_candidates(words: Catalogue, state: PrintingState) -> tuple[str, list[tuple[Row, bool]]]:
    """The sign-ups of a form under their count, each with what it lacks, and whether it lacks anything."""
    found = state.candidates or ()
    if not found:
        return words.text("Sign-ups on this form"), []
    title = words.plural("{count} sign-up", "{count} sign-ups", len(found))
    lacking = sum(bool(each.gaps) for each in found)
    if lacking:
        title += " · " + words.plural("{count} lacks something", "{count} lack something", lacking)
    return title, [(_tell_candidate(words, each), bool(each.gaps)) for each in found]


def _tell_candidate(words: Catalogue, each: SignUpGaps) -> Row:
    gaps = " ".join(words.render(gap.told) for gap in each.gaps)
    place = f"{each.household_code} · {words.date(each.row.signed_on)}"
    return each.row.id, each.row.person_name, gaps or place


_PAPER_NAMES = {MonthPaper.MONTHLY: N_("Monthly report"), MonthPaper.CONTRACTS: "B15a-UQ"}
_KIND_NAMES = {
    "pdf": N_("PDF, to be signed"), "docx": N_("text to edit (.docx)"), "xlsx": N_("tables to calculate with (.xlsx)"),
}  # fmt: skip

Offer = list[tuple[Hashable, str]]


def offer_months(words: Catalogue, state: PrintingState) -> tuple[Offer, Offer, Offer]:
    """The papers of a month, the months and the units that can be chosen."""
    papers: Offer = [(paper, words.text(name)) for paper, name in _PAPER_NAMES.items()]
    months = list_months(state.today) if state.today is not None else []
    return papers, [(month, f"{month:%m/%Y}") for month in months], list(state.units)


def offer_kinds(words: Catalogue, state: PrintingState) -> Offer:
    """The kinds of file that the chosen paper of a month has."""
    return [(kind, words.text(_KIND_NAMES[kind])) for kind in MONTH_KINDS[state.month.paper]]
