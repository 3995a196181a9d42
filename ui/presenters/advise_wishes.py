"""What a family decided in Advise as wishes for the sign-up."""

from collections.abc import Iterator

from outreach_app.domain.advice import FamilyAdvice
from outreach_app.domain.people import Scheme
from ui.presenters.ports import SignUpWish


def list_wishes(advice: FamilyAdvice) -> tuple[SignUpWish, ...]:
    """Everybody who joins something with what was chosen, in the order in which they are signed up."""
    return tuple(_list_wishes(advice))


def _list_wishes(advice: FamilyAdvice) -> Iterator[SignUpWish]:
    for each in advice.people:
        person = each.basis.person.id
        if each.health is not None:
            months, group = advice.choices.health_months, each.health.group
            yield SignUpWish(person, Scheme.HOUSEHOLD_HEALTH, months, support=group)
        if each.voluntary is not None:
            yield SignUpWish(person, Scheme.VOLUNTARY, each.voluntary.months, each.voluntary.income)
