"""Whether somebody is to be asked to join a scheme: one judgement, on which advice and sign-ups both rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.eligibility import Circumstances, assess_eligibility
from outreach_app.domain.health_groups import HealthGroup, find_groups, why_no_prospect
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rows import EnrolmentRow, HouseholdCard, MembershipRow, PersonRow
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import Message
from outreach_app.i18n import say

PUPIL_UNTIL = 18
"""Below this age a child is taken to be at school and insured there; the family knows where it is not so."""
OLDEST_ASKED = 62
"""Nobody at or above the highest retirement age (Decree 135/2020) is offered to begin without being asked for it."""
SOON = 40
"""A card that ends within so many days is offered to be renewed."""
HEALTH_CARDS = frozenset({Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH, Scheme.HEALTH})


class Firmness(StrEnum):
    """How much an obstacle weighs; nobody who has any is offered a scheme unasked.

    `barred` cannot be stored at all; `returned` is what the office would send back; `closed` is not to be asked;
    `ask_first` is only taken to be so from age or from what was paid, and a sign-up may be written down all the same.
    """

    BARRED = "barred"
    RETURNED = "returned"
    CLOSED = "closed"
    ASK_FIRST = "ask_first"


@dataclass(frozen=True, slots=True)
class JoinObstacle:
    """What keeps somebody from joining a scheme, by a stable key, in words that follow a name, and how firmly."""

    key: str
    text: Message
    firmness: Firmness

    @property
    def is_firm(self) -> bool:
        """Whether nothing that the family says at the door lifts it."""
        return self.firmness is not Firmness.ASK_FIRST


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """What the register and the sign-ups tell of one member of a household; the rows are this person's only."""

    person: PersonRow
    category: Category
    memberships: tuple[MembershipRow, ...] = ()
    enrolments: tuple[EnrolmentRow, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Full years on a day, None while the birth date is not known."""
        return self.person.born.age_on(day) if self.person.born is not None else None

    def running(self, day: date) -> tuple[MembershipRow, ...]:
        """The periods that a day lies in."""
        return tuple(row for row in self.memberships if is_running(row, day))

    def groups(self, day: date) -> frozenset[HealthGroup]:
        """The groups of health insurance that category, age and running periods tell."""
        schemes = [row.scheme for row in self.running(day)]
        return find_groups(category=self.category, born=self.person.born, schemes=schemes, on=day)


def facts_of(card: HouseholdCard, person: PersonRow) -> JoinFacts:
    """What a household's card tells of one of its members."""
    return JoinFacts(
        person,
        card.household.category,
        tuple(row for row in card.memberships if row.person == person.id),
        tuple(row for row in card.enrolments if row.person == person.id),
    )


def find_obstacle(book: RuleBook, facts: JoinFacts, scheme: Scheme, *, on: date) -> JoinObstacle | None:
    """The firmest thing that keeps somebody from joining a scheme on a day, or None where asking makes sense."""
    found = [*_judge_person(facts), *_judge_scheme(book, facts, scheme, on)]
    return min(found, key=lambda obstacle: _WEIGHTS.index(obstacle.firmness), default=None)


_WEIGHTS = tuple(Firmness)


def is_running(row: MembershipRow, day: date) -> bool:
    """Whether a period covers a day; an end or a beginning that is not known leaves it open."""
    return (row.starts is None or row.starts <= day) and (row.ends is None or day <= row.ends)


def last_day_paid(row: EnrolmentRow) -> date:
    """The last day of the months a sign-up paid for."""
    return last_of_month(add_months(date.fromisoformat(f"{row.first_month}-01"), row.months - 1))


def _judge_person(facts: JoinFacts) -> Iterable[JoinObstacle]:
    if facts.person.deceased:
        yield JoinObstacle("deceased", say("has died"), Firmness.BARRED)
    if facts.person.do_not_contact:
        text = say("does not want to be contacted")
        yield JoinObstacle("do_not_contact", text, Firmness.CLOSED)


def _judge_scheme(book: RuleBook, facts: JoinFacts, scheme: Scheme, on: date) -> Iterable[JoinObstacle]:
    if scheme is Scheme.VOLUNTARY:
        yield from _judge_voluntary(book, facts, on)
    else:
        yield from _judge_health(book, facts, on)


# ------------------------------------------------------------------------------------------------ voluntary insurance
def _judge_voluntary(book: RuleBook, facts: JoinFacts, on: date) -> Iterable[JoinObstacle]:
    running = {row.scheme for row in facts.running(on)}
    person = Circumstances(facts.person.born, compulsory=Scheme.COMPULSORY in running)
    for obstacle in assess_eligibility(book, person, on=on).obstacles:
        # What is not known is asked at the door; the missing birth date is told apart.
        if obstacle.key == "compulsory":
            yield JoinObstacle(obstacle.key, say("pays compulsory insurance"), Firmness.RETURNED)
        elif obstacle.key == "too_young":
            age = book.amount("voluntary.min_age", on)
            yield JoinObstacle(obstacle.key, say("under {age} years old", age=age), Firmness.BARRED)
    paid = (last_day_paid(row) for row in facts.enrolments if row.scheme is Scheme.VOLUNTARY)
    if Scheme.VOLUNTARY in running or any(day >= on for day in paid):
        text = say("pays voluntary insurance already")
        yield JoinObstacle("pays_already", text, Firmness.ASK_FIRST)
    yield from _presume(facts.age_on(on))


def _presume(age: int | None) -> Iterable[JoinObstacle]:
    if age is None:
        return
    if age < PUPIL_UNTIL:
        yield JoinObstacle("at_school", say("still at school"), Firmness.ASK_FIRST)
    elif age >= OLDEST_ASKED:
        yield JoinObstacle("past_retirement", say("past the retirement age"), Firmness.ASK_FIRST)


# --------------------------------------------------------------------------------------------------- health insurance
def _judge_health(book: RuleBook, facts: JoinFacts, on: date) -> Iterable[JoinObstacle]:
    others = why_no_prospect(book, facts.groups(on), on)
    if others is not None:
        yield JoinObstacle("others_pay", others, Firmness.RETURNED)
    has_card = say("has a health card already")
    held = [row.ends for row in facts.running(on) if row.scheme in HEALTH_CARDS]
    last = max((day for day in held if day is not None), default=None)
    if held and (last is None or (last - on).days > SOON):
        yield JoinObstacle("has_card", has_card, Firmness.CLOSED)
    # The ladder holds within one financial year: who has joined in it is not asked again before it is over.
    joined = (row for row in facts.enrolments if row.scheme is Scheme.HOUSEHOLD_HEALTH)
    if any(row.signed_on.year == on.year or (last_day_paid(row) - on).days > SOON for row in joined):
        yield JoinObstacle("joined", has_card, Firmness.ASK_FIRST)
    age = facts.age_on(on)
    if age is not None and age < PUPIL_UNTIL:
        yield JoinObstacle("at_school", say("insured at school"), Firmness.ASK_FIRST)
