"""A printed sheet as it is typed back: its rows, how far it is, and when it was due, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.people import Scheme
from outreach_app.domain.prospects import tell_named
from outreach_app.domain.rows import Sheet, SheetLine, VisitRow, WorkReason
from outreach_app.domain.territory_steps import NOT_PLACED
from outreach_app.domain.visits import WON, NextStep, Outcome
from outreach_app.i18n import Catalogue
from ui.presenters.card import StateView, view_mark
from ui.presenters.marks import mark_outcome
from ui.presenters.phrases import DOT, name_given, name_village
from ui.presenters.ports import Sense

_MOST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What was typed back for a row: the visit, and the names of the people it speaks of."""

    visit: VisitRow
    names: Mapping[bytes, str]

    @property
    def outcome(self) -> Outcome | None:
        """The outcome that stands for the row: the door's, else the best of its people's."""
        if self.visit.door_outcome is not None:
            return self.visit.door_outcome
        told = [each.outcome for each in self.visit.outcomes]
        return next((outcome for outcome in told if outcome in WON), told[0] if told else None)


@dataclass(frozen=True, slots=True)
class SheetRowView:
    """One printed row ready to be shown; `state` is None until an outcome was typed."""

    number: int
    head: str
    group: str
    why: str
    state: StateView | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A sheet that is still out: code, where and how far, and when it was due."""

    code: str
    detail: str
    due: StateView


def view_row(words: Catalogue, line: SheetLine, outcome: Outcome | None, told: Told | None) -> SheetRowView:
    """Put a printed row into words; `told` adds its detail once the visit is stored."""
    return SheetRowView(
        line.row,
        line.household.head,
        line.household.neighbour_group,
        DOT.join(filter(None, (tell_why(words, line), words.text(NOT_PLACED) if line.waits else ""))),
        view_mark(words, mark_outcome(outcome)) if outcome is not None else None,
        _tell_detail(words, told) if told is not None and told.outcome is outcome else "",
    )


def tell_why(words: Catalogue, line: SheetLine) -> str:
    """Why the row stands on the sheet; what was written at the door comes first."""
    named = (
        WorkReason.WINDOW_CLOSING, WorkReason.LAPSED, WorkReason.WITHDRAWING, WorkReason.RETURNED,
        WorkReason.MEMBER_IN, WorkReason.LISTED,
    )  # fmt: skip
    if line.detail and line.reason is not WorkReason.UNFINISHED_SIGN_UP and line.reason not in named:
        return line.detail
    reasons = {
        WorkReason.PROMISED: words.text("Promised return"),
        WorkReason.UNFINISHED_SIGN_UP: words.text("Sign-up left unfinished"),
        WorkReason.WINDOW_CLOSING: words.text("Payment window closing"),
        WorkReason.LAPSED: words.text("Stopped: win back"),
        WorkReason.WITHDRAWING: words.text("Wants to withdraw everything"),
        WorkReason.RETURNED: words.text("Back home from working away"),
        WorkReason.MEMBER_IN: words.text("A member has joined already"),
        WorkReason.LISTED: words.text("Named by a list"),
        WorkReason.ASSIGNED: words.text("Assigned for today"),
        WorkReason.NOBODY_HOME: words.text("Nobody at home last time"),
        WorkReason.NEVER_VISITED: words.text("Not visited yet"),
    }
    told = reasons[line.reason] if line.reason is not None else ""
    detail = tell_named(words, line.detail) if line.reason is WorkReason.LISTED else line.detail
    return f"{told}: {detail}" if line.reason in named and detail else told


def _tell_detail(words: Catalogue, told: Told) -> str:
    visit = told.visit
    parts = [_tell_people(words, told, scheme) for scheme in (Scheme.VOLUNTARY, Scheme.HOUSEHOLD_HEALTH)]
    if visit.next_step in (NextStep.RETURN, NextStep.CALL) and visit.next_on is not None:
        parts.append(words.date(visit.next_on))
    parts.append(visit.note)
    return DOT.join(part for part in parts if part)


def _tell_people(words: Catalogue, told: Told, scheme: Scheme) -> str:
    joined = [each.person for each in told.visit.outcomes if each.scheme is scheme and each.outcome in WON]
    if not joined:
        return ""
    short = words.text("Social ins." if scheme is Scheme.VOLUNTARY else "Health ins.")
    names = [name_given(told.names[person]) for person in joined if person in told.names]
    if len(names) <= _MOST_NAMES:
        return f"{short}: {', '.join(names)}"
    return f"{short}: {words.plural('{count} person', '{count} people', len(names))}"


def tell_place_of(words: Catalogue, sheet: Sheet) -> str:
    """Where a sheet belongs and how many doors it has."""
    doors = words.plural("{count} door", "{count} doors", len(sheet.lines))
    return DOT.join((name_village(sheet.village), doors))


def tell_walk(words: Catalogue, sheet: Sheet) -> str:
    """Who walked with a sheet and when."""
    if sheet.canvasser_name:
        return words.text("{name} walked on {day}", name=sheet.canvasser_name, day=sheet.day)
    return words.text("Walked on {day}", day=sheet.day)


def view_waiting(words: Catalogue, sheet: Sheet, *, today: date) -> WaitingView:
    """Put a sheet that is still out into words."""
    typed = sum(line.visit is not None for line in sheet.lines)
    detail = tell_place_of(words, sheet)
    if typed:
        detail = DOT.join((detail, words.text("{done} typed", done=typed)))
    return WaitingView(sheet.code, detail, _view_due(words, sheet, today))


def _view_due(words: Catalogue, sheet: Sheet, today: date) -> StateView:
    late = (today - sheet.day).days
    if late > 0:
        return StateView(
            words.plural("{count} day late", "{count} days late", late), "triangle-alert", Sense.BAD
        )
    if late == 0:
        return StateView(words.text("due today"), "hourglass", Sense.WAIT)
    return StateView(words.text("for {day}", day=f"{sheet.day:%d/%m}"), "calendar", Sense.NEUTRAL)
