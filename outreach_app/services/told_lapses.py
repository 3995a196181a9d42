"""Reasons for stopping as a visit tells them: which cannot be, and which stand when the visit is corrected."""

from collections.abc import Iterable

from outreach_app.domain.lapses import PersonLapse
from outreach_app.domain.rows import VisitRow
from outreach_app.domain.visits import WON, Outcome, PersonOutcome
from outreach_app.errors import BadInput, say


def check_lapses(outcomes: Iterable[PersonOutcome], lapses: Iterable[PersonLapse]) -> None:
    """Refuse the reason of somebody who was not asked or goes on: BadInput `lapse_without_outcome`."""
    told = {(each.person, each.scheme): each.outcome for each in outcomes}
    for lapse in lapses:
        if told.get((lapse.person, lapse.scheme)) in (None, *WON, Outcome.NOT_HOME):
            raise BadInput(
                say("A reason for stopping belongs to somebody who was asked and does not go on."),
                say("Give this person's outcome as well, or leave the reason out."),
                key="lapse_without_outcome",
            )


def keep_lapses(
    outcomes: Iterable[PersonOutcome], lapses: Iterable[PersonLapse], *, former: VisitRow
) -> tuple[PersonLapse, ...]:
    """The reasons of a corrected visit: what was told before stands while the outcome is the same."""
    now = {(each.person, each.scheme): each.outcome for each in outcomes}
    before = {(each.person, each.scheme): each.outcome for each in former.outcomes}
    new = {(each.person, each.scheme): each for each in lapses}
    kept = {
        key: each
        for each in former.lapses
        if (key := (each.person, each.scheme)) in now and now[key] == before.get(key)
    }
    return tuple((kept | new).values())
