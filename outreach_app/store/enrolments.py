"""Sign-ups, money receipts and prospects."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.prospects import Stage
from outreach_app.domain.rows import EnrolmentRow, ProspectRow
from outreach_app.domain.visits import NextStep
from outreach_app.store import merged, money
from outreach_app.store.database import run, run_one
from outreach_app.store.households import read_date

_SELECT = (
    "SELECT e.id, coalesce(m.survivor, e.person), coalesce(p.name, ''), e.household, e.scheme, e.kind,"
    " e.first_month, e.months, e.income,"
    " e.position, e.category, e.contribution, e.state, e.top_up, e.other, e.own, e.confirmed, e.rule_book,"
    " e.valid_until, e.signed_on, e.canvasser, coalesce(c.name, ''), e.method, e.support, e.card,"
    " e.hospital"
    " FROM enrolment e LEFT JOIN merged m ON m.row = e.person"
    " LEFT JOIN person p ON p.id = coalesce(m.survivor, e.person) LEFT JOIN canvasser c ON c.id = e.canvasser"
)
_PROSPECT = (
    "SELECT r.id, coalesce(m.survivor, r.person), coalesce(p.name, ''), r.household, r.scheme,"
    " r.reason, r.source, r.stage, r.next_step,"
    " r.next_on, r.employees, r.insured_employees FROM prospect r LEFT JOIN merged m ON m.row = r.person"
    " LEFT JOIN person p ON p.id = coalesce(m.survivor, r.person)"
)
_AT_HOME = (
    f"({{0}}.household IN {merged.family_of('h')} OR {{0}}.person IN (SELECT gone.row FROM merged gone"
    f" JOIN person kept ON kept.id = gone.survivor WHERE kept.household IN {merged.family_of('h')}))"
)
"""Of this household, of one that gave way to it, or of somebody who gave way to one of its members."""


def list_of_household(session: Session, household: bytes) -> list[EnrolmentRow]:
    """Read a household's sign-ups, newest first."""
    rows = run(
        session,
        f"{_SELECT} WHERE {_AT_HOME.format('e')} AND e.removed IS NULL ORDER BY e.signed_on DESC, e.made DESC",
        h=household,
    )
    return _with_receipts(session, rows)


def list_of_day(session: Session, day: date) -> list[EnrolmentRow]:
    """Read the sign-ups of one day, in the order they were written."""
    rows = run(
        session, f"{_SELECT} WHERE e.signed_on = :d AND e.removed IS NULL ORDER BY e.made", d=day.isoformat()
    )
    return _with_receipts(session, rows)


def list_of_period(session: Session, first: date, last: date, *, scheme: Scheme) -> list[EnrolmentRow]:
    """Read the sign-ups for a scheme from one day to another, both included, in the order they were written."""
    rows = run(
        session,
        f"{_SELECT} WHERE e.signed_on BETWEEN :f AND :l AND e.scheme = :s AND e.removed IS NULL"
        " ORDER BY e.signed_on, e.made",
        f=first.isoformat(),
        l=last.isoformat(),
        s=scheme.value,
    )
    return _with_receipts(session, rows)


def read_enrolment(session: Session, enrolment: bytes) -> EnrolmentRow | None:
    """Read one sign-up."""
    rows = run(session, f"{_SELECT} WHERE e.id = :id", id=enrolment)
    return next(iter(_with_receipts(session, rows)), None)


def read_money_of_day(session: Session, day: date) -> tuple[int, int]:
    """Sum what was taken on a day, in đồng, and count its receipts."""
    row = run_one(
        session,
        "SELECT coalesce(sum(amount), 0), count(nullif(amount, 0)) FROM receipt t WHERE received_on = :d"
        f" AND {money.RECEIPT_STANDS}",
        d=day.isoformat(),
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def list_receipts(session: Session, enrolment: bytes) -> list[bytes]:
    """List the receipts of a sign-up that stand, none that was replaced."""
    return [row[2] for row in _receipts(session, enrolment) if row[0]]


def list_prospects(session: Session, household: bytes) -> list[ProspectRow]:
    """Read a household's prospects, open ones first."""
    rows = run(
        session,
        f"{_PROSPECT} WHERE {_AT_HOME.format('r')} AND r.removed IS NULL"
        " ORDER BY r.stage IN ('won', 'lost', 'closed'), r.made",
        h=household,
    )
    return [make_prospect(row) for row in rows]


def find_prospect(session: Session, person: bytes, scheme: Scheme) -> ProspectRow | None:
    """Find the person's prospect for a scheme, the newest if there are several."""
    row = run_one(
        session,
        f"{_PROSPECT} WHERE r.person IN {merged.family_of('p')} AND r.scheme = :s"
        " AND r.removed IS NULL ORDER BY r.made DESC",
        p=person,
        s=scheme.value,
    )
    return make_prospect(row) if row else None


def make_prospect(row: Sequence[Any]) -> ProspectRow:
    """Make a prospect of the columns this module selects."""
    return ProspectRow(
        row[0],
        row[1],
        row[2],
        row[3],
        Scheme(row[4]),
        row[5],
        row[6],
        Stage(row[7]),
        NextStep(row[8]),
        read_date(row[9]),
        row[10],
        row[11],
    )


def _with_receipts(session: Session, rows: Sequence[Any]) -> list[EnrolmentRow]:
    return [_make(row, _receipts(session, row[0])) for row in rows]


def _receipts(session: Session, enrolment: bytes) -> list[Any]:
    return run(
        session,
        f"SELECT amount, receipt_number, id FROM receipt t WHERE enrolment = :e AND {money.RECEIPT_STANDS}"
        " ORDER BY made, id",
        e=enrolment,
    )


def _make(row: Sequence[Any], receipts: Sequence[Any]) -> EnrolmentRow:
    return EnrolmentRow(
        id=row[0], person=row[1], person_name=row[2], household=row[3], scheme=Scheme(row[4]), kind=row[5],
        first_month=row[6], months=row[7], income=row[8], position=row[9], category=Category(row[10]),
        contribution=row[11], state=row[12], top_up=row[13], other=row[14], own=row[15], confirmed=bool(row[16]),
        rule_book=row[17], valid_until=read_date(row[18]), signed_on=date.fromisoformat(row[19]),
        money_taken=sum(r[0] for r in receipts), receipts=tuple(r[1] for r in receipts if r[0]), canvasser=row[20],
        canvasser_name=row[21], method=row[22], support=row[23], card=row[24], hospital=row[25],
    )  # fmt: skip
