"""Who may join voluntary social insurance on a day, and why not (Law 41/2024 Art 2; QĐ 366 Art 5(1.3.2))."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.months import add_months
from outreach_app.domain.people import PartialDate
from outreach_app.domain.quotes import Step, Workings
from outreach_app.domain.rules import Rule, RuleBook
from outreach_app.errors import Message
from outreach_app.i18n import N_, say


class Occupation(StrEnum):
    """What a person does that decides between the two schemes; a rule `compulsory.<key>` each."""

    EMPLOYEE = "employee"
    PART_TIME_EMPLOYEE = "part_time_employee"
    OFFICIAL = "official"
    ARMED_FORCES = "armed_forces"
    STANDING_MILITIA = "standing_militia"
    OVERSEAS_WORKER = "overseas_worker"
    MISSION_SPOUSE = "mission_spouse"
    PAID_MANAGER = "paid_manager"
    UNPAID_MANAGER = "unpaid_manager"
    COMMUNE_PART_TIMER = "commune_part_timer"
    VILLAGE_PART_TIMER = "village_part_timer"
    BUSINESS_OWNER = "business_owner"
    OTHER_BUSINESS_OWNER = "other_business_owner"
    DOMESTIC_HELPER = "domestic_helper"
    SUSPENDED_CONTRACT = "suspended_contract"


OCCUPATION_NAMES: dict[Occupation, str] = {
    Occupation.EMPLOYEE: N_("works under a labour contract"),
    Occupation.PART_TIME_EMPLOYEE: N_("works part-time for a pay that compulsory insurance covers"),
    Occupation.OFFICIAL: N_("official, civil servant or public employee"),
    Occupation.ARMED_FORCES: N_("serves in the army, the police or the cipher service"),
    Occupation.STANDING_MILITIA: N_("serves in the standing militia"),
    Occupation.OVERSEAS_WORKER: N_("works abroad under a contract"),
    Occupation.MISSION_SPOUSE: N_("is posted abroad with a husband or wife at a mission"),
    Occupation.PAID_MANAGER: N_("manages a firm or co-operative for pay"),
    Occupation.UNPAID_MANAGER: N_("manages a firm or co-operative without pay"),
    Occupation.COMMUNE_PART_TIMER: N_("part-time officer of the commune"),
    Occupation.VILLAGE_PART_TIMER: N_("part-time officer of a village or neighbourhood"),
    Occupation.BUSINESS_OWNER: N_("owns a registered business household that declares its taxes"),
    Occupation.OTHER_BUSINESS_OWNER: N_("owns a registered business household that does not declare taxes"),
    Occupation.DOMESTIC_HELPER: N_("domestic helper"),
    Occupation.SUSPENDED_CONTRACT: N_("has a suspended labour contract"),
}

# Law 41/2024 Art 2(7)(c): points m and n of Art 2(1).
_FREE_AT_RETIREMENT_AGE = frozenset(
    {Occupation.BUSINESS_OWNER, Occupation.OTHER_BUSINESS_OWNER, Occupation.UNPAID_MANAGER}
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a person; `compulsory` = registered there now, `retires_on` = the day of the retirement age."""

    born: PartialDate | None
    citizen: bool = True
    occupations: tuple[Occupation, ...] = ()
    compulsory: bool = False
    pensioner: bool = False
    unemployment_benefit: bool = False
    retires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why somebody cannot join, and the rule it rests on; None where something is simply not known."""

    key: str
    text: Message
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether somebody may join on a day; fields as in a quote.

    `free_from` is the day on which the minimum age is reached, when age is the only obstacle.
    """

    on: date
    obstacles: tuple[Obstacle, ...]
    free_from: date | None
    confirmed: bool
    rule_book: str
    valid_until: date | None
    steps: tuple[Step, ...]

    @property
    def allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


def assess_eligibility(book: RuleBook, person: Circumstances, *, on: date) -> Eligibility:
    """Find everything that keeps somebody from joining on a day, each with its rule."""
    work = Workings(book, on)
    found = [*_judge_age(work, person), *_judge_person(work, person), *_judge_occupations(work, person)]
    return Eligibility(
        on=on,
        obstacles=tuple(found),
        free_from=_free_from(work, person, found),
        confirmed=work.confirmed,
        rule_book=book.version,
        valid_until=work.valid_until,
        steps=tuple(work.steps),
    )


def check_eligibility(
    book: RuleBook,
    *,
    born: PartialDate | None,
    on: date,
    compulsory: bool = False,
    pensioner: bool = False,
    unemployment_benefit: bool = False,
) -> tuple[Message, ...]:
    """Why somebody cannot join on a day, in sentences; empty when free to."""
    person = Circumstances(
        born, compulsory=compulsory, pensioner=pensioner, unemployment_benefit=unemployment_benefit
    )
    return tuple(obstacle.text for obstacle in assess_eligibility(book, person, on=on).obstacles)


def reach_age(born: date, years: int) -> date:
    """The day an age is reached; who is born on 29 February reaches it on 1 March of an ordinary year."""
    day = add_months(born, years * 12)
    return day if day.day == born.day else day.replace(month=3, day=1)


def _judge_age(work: Workings, person: Circumstances) -> Iterable[Obstacle]:
    rule = work.take("voluntary.min_age")
    work.add(rule, say("Lowest age: {age}", age=rule.amount), result=rule.amount)
    if person.born is None:
        yield Obstacle("born_unknown", say("The year of birth is not known."), None)
    elif person.born.age_on(work.on) < rule.amount:
        text = say("Younger than {age} on {day}.", age=rule.amount, day=work.on)
        yield Obstacle("too_young", text, rule)


def _judge_person(work: Workings, person: Circumstances) -> Iterable[Obstacle]:
    if not person.citizen:
        text = say("Only Vietnamese citizens may join.")
        yield from _forbid(work, "voluntary.citizens_only", "not_citizen", text)
    if person.compulsory:
        # Whoever is registered there now is compulsory by that very fact; the clause that parts the two schemes.
        rule = work.take("voluntary.citizens_only")
        yield Obstacle("compulsory", say("Belongs to compulsory social insurance."), rule)
    if person.pensioner:
        text = say("Receives a pension or a monthly social-insurance allowance.")
        yield from _forbid(work, "voluntary.barred.pensioner", "pensioner", text)
    if person.unemployment_benefit:
        text = say("Receives unemployment benefit.")
        yield from _forbid(work, "voluntary.barred.unemployment_benefit", "unemployment_benefit", text)


def _forbid(work: Workings, key: str, name: str, text: Message) -> Iterable[Obstacle]:
    rule = work.take(key)
    if rule.value:
        work.add(rule, text, result=0)
        yield Obstacle(name, text, rule)


def _judge_occupations(work: Workings, person: Circumstances) -> Iterable[Obstacle]:
    for occupation in person.occupations:
        rule = work.take(f"compulsory.{occupation}")
        what = Message(OCCUPATION_NAMES[occupation])
        if not rule.value or _is_freed_by_age(work, person, occupation):
            work.add(rule, say("Free to join: {what}", what=what), result=1)
            continue
        text = say("Belongs to compulsory social insurance: {what}.", what=what)
        work.add(rule, text, result=0)
        yield Obstacle("compulsory_occupation", text, rule)


def _is_freed_by_age(work: Workings, person: Circumstances, occupation: Occupation) -> bool:
    """Owners and unpaid managers who have reached the retirement age (Law 41/2024 Art 2(7)(c))."""
    reached = person.retires_on is not None and person.retires_on <= work.on
    if not reached or occupation not in _FREE_AT_RETIREMENT_AGE:
        return False
    rule = work.take("compulsory.free_at_retirement_age")
    text = say("Has reached the retirement age and is not compulsory any more")
    work.add(rule, text, result=int(bool(rule.value)))
    return bool(rule.value)


def _free_from(work: Workings, person: Circumstances, found: list[Obstacle]) -> date | None:
    if person.born is None or [obstacle.key for obstacle in found] != ["too_young"]:
        return None
    return reach_age(person.born.first_day, work.taken["voluntary.min_age"].amount)
