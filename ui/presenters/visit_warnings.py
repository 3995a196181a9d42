"""The one warning over a visit's form; none of them stops anybody."""

from dataclasses import dataclass

from outreach_app.i18n import Catalogue
from ui.presenters.phrases import tell_visit
from ui.presenters.ports import Sense
from ui.presenters.visit import VisitState


@dataclass(frozen=True, slots=True)
class WarningView:
    """What the strip says; `link` leads to the visit of the same day, if there is one."""

    sense: Sense
    title: str
    rest: str = ""
    link: str = ""


def choose_warning(words: Catalogue, state: VisitState) -> WarningView | None:
    """Choose the gravest: somebody asked for silence, the door was knocked that day, an unfinished form came back."""
    if state.do_not_contact:
        return WarningView(Sense.BAD, words.text("This household asked not to be contacted."))
    if state.same_day and state.card is not None and state.form is not None:
        same, day = state.same_day[0], state.form.visited_on
        title = words.text("This door was already knocked on {day}.", day=day)
        if day == state.today:
            title = words.text("This door was already knocked today.")
        who = same.canvasser_name or words.text("somebody")
        rest = f"{who}: {tell_visit(words, same, state.card)}"
        return WarningView(Sense.WAIT, title, rest, words.text("See that visit"))
    if state.reopened:
        return WarningView(Sense.ACCENT, words.text("This is your unfinished visit, as you left it."))
    return None
