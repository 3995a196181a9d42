"""What the register tells of somebody's insurance: months the state has supported, what bars the voluntary scheme."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from outreach_app.domain.eligibility import Circumstances, assess_eligibility
from outreach_app.domain.months import first_of_month, months_between
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import MembershipRow, PersonRow
from outreach_app.domain.subsidy import PaidPeriod
from outreach_app.errors import Message
from outreach_app.services.rule_book import current_book
from outreach_app.store import enrolments, households


def read_subsidised(session: Session, person: PersonRow, *, on: date) -> list[PaidPeriod]:
    """Read the periods of voluntary insurance that the state has helped to pay; an open membership counts up to `on`.

    Lists and sign-ups may tell of the same months: they are counted once (`record_use`).
    """
    listed = (
        _as_period(row, on)
        for row in households.read_memberships(session, [person.id])
        if row.scheme is Scheme.VOLUNTARY
    )
    signed = (
        PaidPeriod(date.fromisoformat(f"{row.first_month}-01"), row.months)
        for row in enrolments.list_of_household(session, person.household)
        if row.person == person.id and row.scheme is Scheme.VOLUNTARY and row.state
    )
    return [*(period for period in listed if period), *signed]


def find_obstacles(session: Session, person: PersonRow, *, on: date) -> Iterable[Message]:
    """What lists say of a person that the insurance system would return a voluntary sign-up for.

    A running compulsory membership (QĐ 366 Art 5(1.3.2)(a)); occupations are not in the register.
    """
    rows = households.read_memberships(session, [person.id])
    registered = any(row.scheme is Scheme.COMPULSORY and _runs(row, on) for row in rows)
    if not registered:
        return ()
    found = assess_eligibility(
        current_book(session), Circumstances(person.born, compulsory=True), on=on
    ).obstacles
    return [obstacle.text for obstacle in found if obstacle.key == "compulsory"]


def _runs(row: MembershipRow, on: date) -> bool:
    return (row.starts is None or row.starts <= on) and (row.ends is None or on <= row.ends)


def _as_period(row: MembershipRow, on: date) -> PaidPeriod | None:
    if row.starts is None:
        return None
    months = months_between(row.starts, row.ends or on) + 1
    return PaidPeriod(first_of_month(row.starts), months) if months > 0 else None
