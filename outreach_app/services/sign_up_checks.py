"""What stands in the way of a sign-up: what cannot be, what the office would bounce, and places already taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.forms import ResultForm
from outreach_app.domain.health import SupportGroup
from outreach_app.domain.joining import Firmness, JoinFacts, JoinObstacle, find_obstacle
from outreach_app.domain.method_changes import find_change
from outreach_app.domain.methods import parse_method, recall_method
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.receipts import Means
from outreach_app.domain.rows import EnrolmentRow, PersonRow
from outreach_app.errors import BadInput, Message, say
from outreach_app.services.rule_book import current_book
from outreach_app.store import enrolments, households

KINDS = ("new", "continuing", "re_registered")


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    """A sign-up as decided at the door; `method` is 1, 3, 6 or 12 (months) as text, `money` what was taken in đồng.

    `card` is how the book or card is wanted and `hospital` where health care is to begin, both when somebody said so.
    """

    person: bytes
    scheme: Scheme
    method: str
    first_month: date
    income: int | None = None
    kind: str = "new"
    money: int = 0
    receipt: str = ""
    support: SupportGroup = SupportGroup.NONE
    visit: bytes | None = None
    means: Means = Means.CASH
    card: ResultForm | None = None
    hospital: str = ""


def check_new(session: Session, new: NewEnrolment, person: PersonRow, *, today: date) -> None:
    """Refuse a sign-up that cannot be: of somebody dead or too young, or for months that are taken already."""
    if new.kind not in KINDS:
        raise BadInput(
            say("{word} is not known here.", word=new.kind),
            say("Choose one from the list."),
            key="not_a_choice",
        )
    _refuse_barred(session, new, person, today)
    for row in _earlier_of(session, new, person):
        again = (
            row.first_month == f"{new.first_month:%Y-%m}" and row.months == parse_method(new.method).months
        )
        if again or (new.scheme is Scheme.HOUSEHOLD_HEALTH and _overlap(row, new)):
            raise BadInput(
                say("{name} is signed up for these months already.", name=person.name),
                say("Open the household to see the sign-up."),
                key="already_enrolled",
            )


def judge(session: Session, scheme: Scheme, person: PersonRow, *, on: date) -> JoinObstacle | None:
    """What keeps somebody from joining a scheme on a day, by the same judgement that advice rests on."""
    return find_obstacle(current_book(session), read_facts(session, person), scheme, on=on)


def read_facts(session: Session, person: PersonRow) -> JoinFacts:
    """Read what the judgement of one person rests on."""
    home = households.read_household(session, person.household)
    rows = enrolments.list_of_household(session, person.household)
    return JoinFacts(
        person,
        home.category if home else Category.OTHER,
        tuple(households.read_memberships(session, [person.id])),
        tuple(row for row in rows if row.person == person.id),
    )


def _refuse_barred(session: Session, new: NewEnrolment, person: PersonRow, today: date) -> None:
    obstacle = judge(session, new.scheme, person, on=today)
    if obstacle is None or obstacle.firmness is not Firmness.BARRED:
        return
    if obstacle.key == "deceased":
        raise BadInput(
            say("{name} has died according to an earlier visit.", name=person.name),
            say("Correct the visit first if that is wrong."),
            key="deceased",
        )
    raise BadInput(
        say("{name} cannot join voluntary insurance: {reason}", name=person.name, reason=obstacle.text),
        say("Choose another person or correct the birth date."),
        key="not_eligible",
    )


def find_problems(
    session: Session, new: NewEnrolment, person: PersonRow, *, stored: bytes | None = None
) -> tuple[Message, ...]:
    """List what the insurance system would bounce: numbers that are missing, an earlier sign-up for the month.

    `stored` names the sign-up itself once it is stored.
    """
    problems = []
    if person.citizen_number is None:
        problems.append(say("The citizen ID of {name} is missing.", name=person.name))
    if person.born is None:
        problems.append(say("The birth date of {name} is missing.", name=person.name))
    obstacle = judge(session, new.scheme, person, on=new.first_month)
    if obstacle is not None and obstacle.firmness is Firmness.RETURNED:
        problems.append(say("Of {name}: {reason}", name=person.name, reason=obstacle.text))
    month = f"{new.first_month:%Y-%m}"
    if any(row.first_month == month and row.id != stored for row in _earlier_of(session, new, person)):
        problems.append(say("{name} is signed up for this month already.", name=person.name))
    problems += _find_unfinished(session, new, person, stored=stored)
    return tuple(problems)


def _find_unfinished(
    session: Session, new: NewEnrolment, person: PersonRow, *, stored: bytes | None
) -> Iterator[Message]:
    """Tell of months paid for that are not over: until then neither income nor method may change."""
    wanted = parse_method(new.method) if new.scheme is Scheme.VOLUNTARY else None
    for row in _earlier_of(session, new, person) if wanted else ():
        method, first = recall_method(row.method), date.fromisoformat(f"{row.first_month}-01")
        same = method == wanted and row.income == new.income
        if method is None or same or row.id == stored or first > new.first_month:
            continue
        found = find_change(
            current_book(session), method=method, first_month=first, on=new.first_month, to=wanted
        )
        if not found.allowed:
            yield found.reason


def count_before(session: Session, new: NewEnrolment, person: PersonRow, today: date) -> int:
    """Count the members of the household whose ladder place comes before this person's."""
    # Who pays again within the year keeps the place; everybody else comes behind those who joined before.
    taken = read_ladder(session, person.household, today)
    own = taken.get(new.person)
    return own - 1 if own is not None else len(taken)


def read_ladder(session: Session, household: bytes, on: date) -> dict[bytes, int]:
    """Tell who of a household holds a place in the year of a day, and which; the supported hold none."""
    # The ladder holds for members who join within one financial year (Law on Health Insurance Art 13(6)).
    return {
        row.person: row.position
        for row in enrolments.list_of_household(session, household)
        if row.scheme is Scheme.HOUSEHOLD_HEALTH
        and row.signed_on.year == on.year
        and row.position is not None
    }


def _earlier_of(session: Session, new: NewEnrolment, person: PersonRow) -> list[EnrolmentRow]:
    rows = enrolments.list_of_household(session, person.household)
    return [row for row in rows if row.person == new.person and row.scheme is new.scheme]


def _overlap(row: EnrolmentRow, new: NewEnrolment) -> bool:
    first = _count_months(date.fromisoformat(f"{row.first_month}-01"))
    start, months = _count_months(new.first_month), parse_method(new.method).months
    return start < first + row.months and first < start + months


def _count_months(day: date) -> int:
    return day.year * 12 + day.month
