"""What a visit's form holds: as values, as the content of a draft, as a new visit, and as the rows of its grid."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.kept_forms import need, take
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.rows import HouseholdCard, PersonRow, VisitRow
from outreach_app.domain.visits import (
    WON,
    Channel,
    NextStep,
    Outcome,
    PersonOutcome,
    Reaction,
    suggest_next_date,
)
from outreach_app.i18n import Catalogue
from ui.presenters.card import StateView, view_mark
from ui.presenters.marks import find_obstacle, mark_outcome
from ui.presenters.phrases import tell_person
from ui.presenters.ports import PrintedRow, Sense

if TYPE_CHECKING:
    from outreach_app.services.visits import NewVisit

Asked = tuple[bytes, Scheme]
COME_AGAIN = (Outcome.CALL_BACK, Outcome.THINKING)

DOOR_KEYS: dict[str, Outcome] = {
    "0": Outcome.NOT_HOME,
    "3": Outcome.CALL_BACK,
    "4": Outcome.REFUSED,
    "5": Outcome.WORKING_AWAY,
    "7": Outcome.DO_NOT_CONTACT,
    "8": Outcome.MOVED_AWAY,
    "9": Outcome.WRONG_ADDRESS,
}
"""Digit to outcome in the row for the whole door; the same digits as on a printed row where both know the outcome."""


@dataclass(frozen=True, slots=True)
class VisitForm:
    """Everything a person can say about one visit; `next_chosen` once somebody chose the next step by hand.

    `printed` is the sheet row the visit is typed back from.
    """

    visited_on: date
    channel: Channel = Channel.DOOR
    outcomes: Mapping[Asked, Outcome] = field(default_factory=lambda: MappingProxyType({}))
    door: Outcome | None = None
    met: tuple[bytes, ...] = ()
    met_others: str = ""
    objection: str | None = None
    note: str = ""
    next_step: NextStep = NextStep.NONE
    next_on: date | None = None
    next_chosen: bool = False
    printed: PrintedRow | None = None
    reaction: Reaction | None = None
    meeting: bytes | None = None

    @property
    def is_told(self) -> bool:
        """Whether there is an outcome, without which no visit is stored."""
        return self.door is not None or bool(self.outcomes)

    def with_outcome(self, asked: Asked, outcome: Outcome | None) -> "VisitForm":
        """Give or take one person's outcome and suggest the next step that follows from all of them."""
        left = {key: value for key, value in self.outcomes.items() if key != asked}
        return replace(self, outcomes=left | ({asked: outcome} if outcome else {})).with_suggestion()

    def with_door(self, outcome: Outcome | None) -> "VisitForm":
        """Give or take the outcome of the whole door."""
        return replace(self, door=outcome).with_suggestion()

    def with_suggestion(self) -> "VisitForm":
        """Suggest step and date from the outcomes, unless somebody chose the step already."""
        if self.next_chosen:
            return self
        told = [*self.outcomes.values(), *([self.door] if self.door else [])]
        again = next((outcome for outcome in told if outcome in COME_AGAIN), None)
        if again is not None:
            return replace(self, next_step=NextStep.RETURN, next_on=suggest_next_date(again, self.visited_on))
        step = NextStep.SIGN_UP if Outcome.SIGNED_UP in told else NextStep.NONE
        return replace(self, next_step=step, next_on=None)

    def with_step(self, step: NextStep) -> "VisitForm":
        """Choose the next step by hand; coming back or calling gets a date to start from."""
        dated = step in (NextStep.RETURN, NextStep.CALL)
        day = self.next_on or suggest_next_date(Outcome.CALL_BACK, self.visited_on)
        return replace(self, next_step=step, next_on=day if dated else None, next_chosen=True)

    @property
    def signs_up(self) -> bytes | None:
        """The first person who joins, when papers are to be filled in now."""
        joined = (person for (person, _), outcome in self.outcomes.items() if outcome in WON)
        return next(joined, None) if self.next_step is NextStep.SIGN_UP else None


def write_content(form: VisitForm, *, correcting: bytes | None) -> dict[str, object]:
    """Turn a form into what a draft stores."""
    told = [
        [person.hex(), scheme.value, outcome.value] for (person, scheme), outcome in form.outcomes.items()
    ]
    return {
        "visited_on": form.visited_on.isoformat(),
        "channel": form.channel.value,
        "outcomes": told,
        "door": form.door.value if form.door else None,
        "met": [person.hex() for person in form.met],
        "met_others": form.met_others,
        "objection": form.objection,
        "note": form.note,
        "next_step": form.next_step.value,
        "next_on": form.next_on.isoformat() if form.next_on else None,
        "next_chosen": form.next_chosen,
        "correcting": correcting.hex() if correcting else None,
        "printed": _write_printed(form.printed) if form.printed else None,
        "reaction": form.reaction.value if form.reaction else None,
        "meeting": form.meeting.hex() if form.meeting else None,
    }


def _write_printed(printed: PrintedRow) -> list[object]:
    return [printed.sheet.hex(), printed.row, printed.canvasser.hex() if printed.canvasser else None]


def _read_printed(told: Any) -> PrintedRow | None:
    sheet, row, canvasser = told
    return PrintedRow(bytes.fromhex(sheet), need(int)(row), bytes.fromhex(canvasser) if canvasser else None)


def read_content(content: Mapping[str, Any], *, today: date) -> tuple[VisitForm, bytes | None]:
    """Turn a draft's content back into a form and the visit it corrects, if any.

    What another version of the program wrote otherwise counts as not told; `today` is the day of a visit without one.
    """
    get = content.get
    form = VisitForm(
        visited_on=take(date.fromisoformat, get("visited_on"), today),
        channel=take(Channel, get("channel"), Channel.DOOR),
        outcomes=take(_read_outcomes, get("outcomes"), {}),
        door=take(Outcome, get("door"), None),
        met=take(_read_people, get("met"), ()),
        met_others=take(need(str), get("met_others"), ""),
        objection=take(need(str), get("objection"), None),
        note=take(need(str), get("note"), ""),
        next_step=take(NextStep, get("next_step"), NextStep.NONE),
        next_on=take(date.fromisoformat, get("next_on"), None),
        next_chosen=take(need(bool), get("next_chosen"), False),
        printed=take(_read_printed, get("printed"), None),
        reaction=take(Reaction, get("reaction"), None),
        meeting=take(bytes.fromhex, get("meeting"), None) or None,
    )
    return form, take(bytes.fromhex, get("correcting"), None) or None


def _read_outcomes(told: Any) -> dict[Asked, Outcome]:
    pairs = (take(_read_outcome, each, None) for each in need(list)(told))
    return dict(pair for pair in pairs if pair is not None)


def _read_outcome(told: Any) -> tuple[Asked, Outcome]:
    person, scheme, outcome = told
    return (bytes.fromhex(person), Scheme(scheme)), Outcome(outcome)


def _read_people(told: Any) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(person) for person in need(list)(told))


def read_visit(visit: VisitRow) -> VisitForm:
    """Fill a form with a stored visit, to correct it or to take a correction back."""
    return VisitForm(
        visited_on=visit.visited_on,
        channel=visit.channel,
        outcomes={(told.person, told.scheme): told.outcome for told in visit.outcomes},
        door=visit.door_outcome,
        met=visit.met,
        met_others=visit.met_others,
        objection=visit.objection,
        note=visit.note,
        next_step=visit.next_step,
        next_on=visit.next_on,
        next_chosen=True,
        reaction=visit.reaction,
        meeting=visit.meeting,
    )


def make_new_visit(household: bytes, form: VisitForm, *, draft: str | None = None) -> "NewVisit":
    """Turn a form into what the visits service takes; loads that service, so call it in the background."""
    from outreach_app.services.visits import NewVisit

    printed = form.printed
    return NewVisit(
        household=household,
        visited_on=form.visited_on,
        channel=form.channel,
        door_outcome=form.door,
        outcomes=tuple(PersonOutcome(p, scheme, outcome) for (p, scheme), outcome in form.outcomes.items()),
        met=form.met,
        met_others=form.met_others,
        objection=form.objection,
        note=form.note,
        next_step=form.next_step,
        next_on=form.next_on,
        draft=draft,
        canvasser=printed.canvasser if printed else None,
        sheet=printed.sheet if printed else None,
        sheet_row=printed.row if printed else None,
        reaction=form.reaction,
        meeting=form.meeting,
    )


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of the grid: what it says, and whether an outcome can be given there (`open`)."""

    state: StateView
    open: bool
    given: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One member, or the whole door (`person` None, one cell)."""

    person: bytes | None
    name: str
    detail: str
    cells: tuple[GridCell, ...]


def make_grid(words: Catalogue, card: HouseholdCard, form: VisitForm, *, today: date) -> tuple[GridRow, ...]:
    """Lay out the grid: members in the household's order, then the whole door."""
    rows = [
        GridRow(
            person.id,
            person.name,
            tell_person(words, person, today, age=True),
            tuple(_make_cell(words, card, form, person, scheme, today) for scheme in OFFERED_SCHEMES),
        )
        for person in card.members
    ]
    door = (
        view_mark(words, mark_outcome(form.door))
        if form.door
        else _plain(words.text("one answer for everybody"))
    )
    whole = GridRow(
        None, words.text("The whole door"), words.text("when nobody was asked one by one"),
        (GridCell(door, open=True, given=form.door is not None),),
    )  # fmt: skip
    return (*rows, whole)


def _make_cell(
    words: Catalogue, card: HouseholdCard, form: VisitForm, person: PersonRow, scheme: Scheme, today: date
) -> GridCell:
    given = form.outcomes.get((person.id, scheme))
    if given is not None:
        return GridCell(view_mark(words, mark_outcome(given)), open=True, given=True)
    obstacle = find_obstacle(card, person, scheme, today=today)
    if obstacle is not None:
        return GridCell(_plain(words.render(obstacle)), open=False, given=False)
    return GridCell(_plain(words.text("not noted")), open=True, given=False)


def _plain(text: str) -> StateView:
    return StateView(text, "", Sense.NEUTRAL)
