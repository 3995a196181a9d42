"""What the place where somebody lives says about health insurance: proposals that a person confirms, never facts.

The register knows a category and a commune, not who lives there in the sense of the law; so nothing here decides.
"""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.health_groups import (
    HealthGroup,
    PaidGroup,
    SupportGroup,
    SupportPeriod,
    support_period,
)
from outreach_app.domain.local_rules import DIFFICULT, AreaClass, Place
from outreach_app.domain.people import Category
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import Message
from outreach_app.i18n import say


@dataclass(frozen=True, slots=True)
class AreaProposal:
    """A group somebody may belong to, why, and how long its support lasts (None: while the place is classed so)."""

    group: HealthGroup
    text: Message
    period: SupportPeriod | None = None


def find_left_period(book: RuleBook, place: Place, on: date) -> SupportPeriod | None:
    """The months of support after a place left the list of difficult areas, running or over; None if it did not."""
    since = book.left_difficult_list(place, on)
    return support_period(book, SupportGroup.LEFT_DIFFICULT_AREA, since) if since else None


def propose_groups(book: RuleBook, *, category: Category, place: Place, on: date) -> tuple[AreaProposal, ...]:
    """The groups that the category of a household and the class of its place suggest on a day."""
    area = book.area_class(place, on)
    if area is AreaClass.SPECIALLY_DIFFICULT:
        text = say("Lives in a specially difficult area: ask whether the state pays for the card.")
        return (AreaProposal(PaidGroup.SPECIAL_DIFFICULT_AREA, text),)
    if area is AreaClass.ISLAND:
        text = say("Lives in an island commune: ask whether the state pays for the card.")
        return (AreaProposal(PaidGroup.ISLAND, text),)
    if category is not Category.ETHNIC_MINORITY:
        return ()
    if area in DIFFICULT:
        text = say("Ethnic minority in a difficult area: ask whether the state pays for the card.")
        return (AreaProposal(PaidGroup.MINORITY_DIFFICULT_AREA, text),)
    period = find_left_period(book, place, on)
    if period is None or on > period.last_day:
        return ()
    text = say(
        "The commune left the list of difficult areas on {since}: ethnic minorities are supported until {until}."
        " Ask, then choose the support.",
        since=period.first_day, until=period.last_day,
    )  # fmt: skip
    return (AreaProposal(SupportGroup.LEFT_DIFFICULT_AREA, text, period),)
