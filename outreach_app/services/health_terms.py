"""What the place of a household changes about its health insurance: support after the list, what the province adds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from outreach_app.domain.area_support import AreaProposal, find_left_period, propose_groups
from outreach_app.domain.health_groups import SupportGroup, SupportPeriod
from outreach_app.domain.health_seats import NOTHING_ADDED, HealthMember, TopUps
from outreach_app.domain.local_rules import Place
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import Message, say
from outreach_app.services.places import place_of_village
from outreach_app.store import villages

_AREA = SupportGroup.LEFT_DIFFICULT_AREA


@dataclass(frozen=True, slots=True)
class HealthTerms:
    """The terms of one household on a day; `left` are the months after its commune left the list, if it did."""

    on: date
    left: SupportPeriod | None = None
    top_ups: TopUps = field(default_factory=lambda: NOTHING_ADDED)
    proposals: tuple[AreaProposal, ...] = ()

    def member(self, group: SupportGroup) -> HealthMember:
        """Somebody of a group, with the end of the support where the place tells it."""
        until = self.left.last_day if self.left is not None and group is _AREA else None
        return HealthMember((group,), until)

    def doubt(self, group: SupportGroup) -> Iterator[Message]:
        """Why the office would return a sign-up in this group."""
        if group is not _AREA:
            return
        if self.left is None:
            yield say("The rule book does not tell when this commune left the list of difficult areas.")
        elif self.on > self.left.last_day:
            yield say(
                "The support after leaving the list of difficult areas ended on {day}.",
                day=self.left.last_day,
            )


def read_terms(
    session: Session, book: RuleBook, *, category: Category, village: bytes | None, on: date
) -> HealthTerms:
    """Read the terms of a household by its village; without a village there are none."""
    row = villages.read_village(session, village) if village else None
    return (
        terms_of(book, place_of_village(session, row), category=category, on=on) if row else HealthTerms(on)
    )


def terms_of(book: RuleBook, place: Place, *, category: Category, on: date) -> HealthTerms:
    """The terms of a place."""
    return HealthTerms(
        on,
        left=find_left_period(book, place, on),
        top_ups=top_ups_of(book, place, on),
        proposals=propose_groups(book, category=category, place=place, on=on),
    )


def top_ups_of(book: RuleBook, place: Place, on: date) -> TopUps:
    """What province and commune add, by group; nobody outside the household gets any."""
    groups = (group for group in SupportGroup if group is not SupportGroup.INDIVIDUAL)
    return {group: book.top_ups(Scheme.HOUSEHOLD_HEALTH, group.value, place=place, on=on) for group in groups}
