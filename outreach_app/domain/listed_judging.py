"""What a row of a list from outside comes to: a prospect for a scheme, or why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.eligibility import Circumstances, Obstacle, Occupation, assess_eligibility
from outreach_app.domain.joining import SOON, JoinFacts, JoinObstacle, find_obstacle
from outreach_app.domain.list_layouts import ListLayout
from outreach_app.domain.listed_people import ListedPerson
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.prospects import CLOSING_REASONS, GENERIC_REASONS, OPEN_STAGES, Stage
from outreach_app.domain.retirement import find_retirement_day
from outreach_app.domain.rows import MembershipRow, PersonRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.stopped_periods import Holdings
from outreach_app.errors import Message, say
from outreach_app.i18n import N_


class ListedState(StrEnum):
    """What became of a row; of several schemes the first in this order counts."""

    NEW = "new"
    KNOWN = "known"
    COMPULSORY = "compulsory"
    NEVER = "never"
    COVERED = "covered"
    LEFT_OUT = "left_out"
    MAYBE = "maybe"
    ABSENT = "not_found"


STATE_NAMES: dict[ListedState, str] = {
    ListedState.NEW: N_("to be asked"),
    ListedState.KNOWN: N_("on the list already"),
    ListedState.COMPULSORY: N_("belongs to compulsory insurance"),
    ListedState.NEVER: N_("never asked"),
    ListedState.COVERED: N_("covered already"),
    ListedState.LEFT_OUT: N_("not asked now"),
    ListedState.MAYBE: N_("for you to settle"),
    ListedState.ABSENT: N_("not in the register"),
}
_ORDER = tuple(ListedState)

_STATE_BY_OBSTACLE = {
    "compulsory": ListedState.COMPULSORY,
    "pays_already": ListedState.COVERED,
    "has_card": ListedState.COVERED,
    "joined": ListedState.COVERED,
    "others_pay": ListedState.COVERED,
}
_COVER_KEYS = frozenset({"pays_already", "has_card"})


@dataclass(frozen=True, slots=True)
class ListedFacts:
    """What is known of somebody who was found: the register's row, the household's category, insurance, prospects.

    `shunned`: the household wants no contact, or nothing of it may be used at present.
    """

    person: PersonRow
    category: Category
    held: Holdings
    shunned: bool = False


@dataclass(frozen=True, slots=True)
class ListedVerdict:
    """What one scheme comes to, with the reason; `renames` that a generic prospect takes the list's reason."""

    scheme: Scheme
    state: ListedState
    reason_key: str
    reason: Message
    renames: bool = False


@dataclass(slots=True)
class ListJudge:
    """Judges the people of one list on a day; what many people share is worked out once."""

    layout: ListLayout
    book: RuleBook
    today: date
    _works: dict[tuple[Occupation, PartialDate | None, Sex | None], Obstacle | None] = field(
        default_factory=dict
    )
    _obstacles: dict[tuple[object, ...], JoinObstacle | None] = field(default_factory=dict)

    def judge(self, listed: ListedPerson, facts: ListedFacts) -> list[ListedVerdict]:
        """Judge every scheme that is offered to somebody of a row; one line when the same goes for all of them."""
        whole = self._judge_person(listed, facts)
        if whole is not None:
            return [whole]
        return [self._judge_scheme(scheme, listed, facts) for scheme in self._offers(listed)]

    def _offers(self, listed: ListedPerson) -> Iterator[Scheme]:
        for scheme in self.layout.offers:
            about_cards = self.layout.cover is not None or listed.has_card is False
            if scheme is not Scheme.HOUSEHOLD_HEALTH or about_cards:
                yield scheme

    def _judge_person(self, listed: ListedPerson, facts: ListedFacts) -> ListedVerdict | None:
        marked = facts.held.prospects.get(Scheme.VOLUNTARY)
        closed = marked.reason if marked is not None and marked.stage is Stage.CLOSED else ""
        if self.layout.never or closed == "pensioner":
            text = say("Draws a pension or a monthly allowance.")
            return self._tell(ListedState.NEVER, "pensioner", text)
        if listed.work is not None and (obstacle := self._find_work(listed.work, facts.person)) is not None:
            return self._tell(ListedState.COMPULSORY, "compulsory_occupation", obstacle.text)
        if closed == "compulsory" and self.layout.cover is None:
            text = say("An earlier list told that compulsory insurance is theirs.")
            return self._tell(ListedState.COMPULSORY, "compulsory_before", text)
        if facts.shunned:
            return self._tell(ListedState.LEFT_OUT, "shunned", say("The household is not to be contacted."))
        return None

    def _tell(self, state: ListedState, key: str, text: Message) -> ListedVerdict:
        return ListedVerdict(Scheme.VOLUNTARY, state, key, text)

    def _find_work(self, work: Occupation, person: PersonRow) -> Obstacle | None:
        key = (work, person.born, person.sex)
        if key not in self._works:
            retires = None
            if person.born is not None and person.sex is not None:
                retires = find_retirement_day(self.book, sex=person.sex, born=person.born)
            told = Circumstances(person.born, occupations=(work,), retires_on=retires)
            found = assess_eligibility(self.book, told, on=self.today).obstacles
            self._works[key] = next((each for each in found if each.key == "compulsory_occupation"), None)
        return self._works[key]

    def _judge_scheme(self, scheme: Scheme, listed: ListedPerson, facts: ListedFacts) -> ListedVerdict:
        obstacle = self._find_obstacle(scheme, facts)
        if obstacle is not None and not (self.layout.cover and obstacle.key in _COVER_KEYS):
            state = _STATE_BY_OBSTACLE.get(obstacle.key, ListedState.LEFT_OUT)
            return ListedVerdict(scheme, state, obstacle.key, obstacle.text)
        if self.layout.cover is not None and self._is_covered_beyond(scheme, listed, facts.held):
            text = say("Covered for longer than the list tells.")
            return ListedVerdict(scheme, ListedState.COVERED, "covered_beyond", text)
        return self._judge_prospect(scheme, facts.held)

    def _judge_prospect(self, scheme: Scheme, held: Holdings) -> ListedVerdict:
        known = held.prospects.get(scheme)
        if self.layout.reason in CLOSING_REASONS:
            text = say("The list is not one of people to be asked.")
            return ListedVerdict(scheme, ListedState.LEFT_OUT, "no_reason", text)
        if known is None or known.stage is Stage.WON or known.reason == "compulsory":
            return ListedVerdict(scheme, ListedState.NEW, "new", say("To be asked."))
        if known.stage not in OPEN_STAGES:
            text = say("Has refused or was put aside before.")
            return ListedVerdict(scheme, ListedState.LEFT_OUT, "put_aside", text)
        renames = known.reason in GENERIC_REASONS and known.reason != self.layout.reason
        text = say("Is to be asked already.")
        return ListedVerdict(scheme, ListedState.KNOWN, "known", text, renames)

    def _is_covered_beyond(self, scheme: Scheme, listed: ListedPerson, held: Holdings) -> bool:
        day = listed.until or self.today + timedelta(days=SOON)
        return held.lasts_beyond(scheme, max(day, self.today))

    def _find_obstacle(self, scheme: Scheme, facts: ListedFacts) -> JoinObstacle | None:
        person = facts.person
        category = facts.category if self.layout.trusts_category else Category.OTHER
        periods = tuple(
            MembershipRow(person.id, each.scheme, each.starts, each.ends, "") for each in facts.held.periods
        )
        paid = tuple(MembershipRow(person.id, kind, None, ends, "") for kind, ends in facts.held.signed)
        told = tuple((each.scheme, each.starts, each.ends) for each in (*periods, *paid))
        # Of the birth date nothing but the age counts here, so few judgements stand for many people.
        age = person.born.age_on(self.today) if person.born is not None else None
        key = (scheme, age, person.deceased, person.do_not_contact, category, told)
        if key not in self._obstacles:
            joining = JoinFacts(person, category, (*periods, *paid))
            self._obstacles[key] = find_obstacle(self.book, joining, scheme, on=self.today)
        return self._obstacles[key]


def first_of(verdicts: list[ListedVerdict]) -> ListedVerdict:
    """What a row as a whole comes to."""
    return min(verdicts, key=lambda each: _ORDER.index(each.state))
