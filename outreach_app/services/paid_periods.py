"""What the register tells of somebody's insurance: the months the state has helped to pay."""

from datetime import date

from sqlmodel import Session

from outreach_app.domain.months import first_of_month, months_between
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import MembershipRow, PersonRow
from outreach_app.domain.subsidy import PaidPeriod
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


def _as_period(row: MembershipRow, on: date) -> PaidPeriod | None:
    if row.starts is None:
        return None
    months = months_between(row.starts, row.ends or on) + 1
    return PaidPeriod(first_of_month(row.starts), months) if months > 0 else None
