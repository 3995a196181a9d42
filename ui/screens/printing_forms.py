"""Filling the forms of the place Print from its state, without taking a field from whoever types in it."""

from typing import TYPE_CHECKING

from outreach_app.i18n import Catalogue
from ui.presenters.printing import list_villages
from ui.presenters.printing_words import name_sheet, tell_late
from ui.theme import Tone
from ui.widgets.file_table import FileLine
from ui.widgets.paint import Tag

if TYPE_CHECKING:
    from outreach_app.domain.rows import HouseholdRow
    from outreach_app.services.forms import SignUpGaps
    from ui.presenters.print_state import FormChoice, PrintingState
    from ui.widgets.print_forms import PrintForms
    from ui.widgets.print_more_forms import OfficialForm

MOST_SHOWN = 200


def show_forms(
    forms: "PrintForms", words: Catalogue, *, former: "PrintingState", state: "PrintingState"
) -> None:
    """Show what was chosen and what there is to choose from."""
    if former.coverage is not state.coverage:
        villages = list_villages(state.coverage)
        forms.village.set_choices(villages)
        forms.run.offer_villages(villages)
    forms.village.set_value(state.village)
    forms.large.set_value(state.large)
    if not forms.doors.hasFocus():
        forms.doors.set_number(state.doors)
    if not forms.day.hasFocus() and former.day != state.day:
        forms.day.set_value(state.day)
    named = [(sheet.id, name_sheet(words, sheet, state.today)) for sheet in state.sheets]
    forms.show_sheets(named, late=tell_late(words, state.sheets, state.today))
    _show_run(forms, words, former=former, state=state)
    _show_slips(forms, words, former=former, state=state)
    _show_official(forms.official, words, former=former, state=state)


def _show_run(
    forms: "PrintForms", words: Catalogue, *, former: "PrintingState", state: "PrintingState"
) -> None:
    run = forms.run
    run.village.set_value(state.whole_village)
    run.visited.set_value(state.unvisited)
    if former.whole is not state.whole:
        homes = state.whole or ()
        # Whoever looks at more than these chooses a village; the run takes all of them.
        run.table.set_lines([_tell_home(home) for home in homes[:MOST_SHOWN]])
        run.title.setText(
            words.plural("{count} household gets a leaflet", "{count} households get a leaflet", len(homes))
            if homes
            else words.text("There is no household to print a leaflet for.")
        )


def _tell_home(home: "HouseholdRow") -> FileLine:
    place = " · ".join(
        part for part in (home.code, home.village_name, home.neighbour_group, home.address) if part
    )
    return FileLine(home.id, home.head, place)


def _show_slips(
    forms: "PrintForms", words: Catalogue, *, former: "PrintingState", state: "PrintingState"
) -> None:
    slips = forms.slips
    if not slips.day.hasFocus() and former.slip_day != state.slip_day:
        slips.day.set_value(state.slip_day)
    if former.slips is not state.slips:
        slips.table.set_lines(
            [FileLine(each.code, each.head, f"{each.code} · {each.village}") for each in state.slips or ()]
        )
        slips.empty.setVisible(state.slips == ())


def _show_official(
    panel: "OfficialForm", words: Catalogue, *, former: "PrintingState", state: "PrintingState"
) -> None:
    if former.choice is not state.choice:
        _show_choice(panel, state.choice)
    if former.candidates is not state.candidates:
        lines = [_tell_candidate(words, each) for each in state.candidates or ()]
        panel.table.set_lines(lines)
        panel.empty.setVisible(state.candidates == ())
        lacking = sum(bool(each.gaps) for each in state.candidates or ())
        said = words.plural("{count} sign-up", "{count} sign-ups", len(lines))
        if lacking:
            said += " · " + words.plural("{count} lacks something", "{count} lack something", lacking)
        panel.title.setText(said if lines else words.text("Sign-ups on this form"))


def _show_choice(panel: "OfficialForm", choice: "FormChoice") -> None:
    panel.show_form(choice.form)
    panel.result.set_value(choice.result)
    for day, value in ((panel.since, choice.since), (panel.until, choice.until)):
        if not day.hasFocus():
            day.set_value(value)
    told = ((panel.number, choice.number), (panel.organisation, choice.organisation))
    for field, text in (*told, (panel.code, choice.organisation_code)):
        if not field.hasFocus():
            field.setText(text)


def _tell_candidate(words: Catalogue, each: "SignUpGaps") -> FileLine:
    if each.gaps:
        gaps = " ".join(words.render(gap) for gap in each.gaps)
        tag = Tag(words.text("missing"), "triangle-alert", Tone.WAIT)
        return FileLine(each.row.id, each.row.person_name, gaps, tag)
    place = f"{each.household_code} · {words.date(each.row.signed_on)}"
    return FileLine(each.row.id, each.row.person_name, place, Tag(words.text("complete"), "check", Tone.GOOD))
