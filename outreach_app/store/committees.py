"""Steering committees with their members, and who receives which report; rows of the office alone."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlmodel import Session

from outreach_app.domain.committees import Committee, CommitteeMember, Recipient, ReportKind, Seat, Way
from outreach_app.domain.meetings import Training
from outreach_app.domain.text import sort_key
from outreach_app.store import engine
from outreach_app.store.absence_columns import read_key
from outreach_app.store.database import run
from outreach_app.store.households import read_date

_COMMITTEES = (
    "SELECT id, unit_code, unit_vintage, decision, decided_on, issued_by FROM committee WHERE removed IS NULL"
    " ORDER BY unit_code, decided_on, made, id"
)
_MEMBERS = (
    "SELECT id, committee, name, office_held, seat, phone, person, ends_on FROM committee_member"
    " WHERE removed IS NULL AND committee IS NOT NULL AND name <> ''"
)
_RECIPIENTS = (
    "SELECT id, unit_code, unit_vintage, name, office_held, report, way, address FROM report_recipient"
    " WHERE removed IS NULL AND name <> '' ORDER BY unit_code, report, name, made, id"
)
_TRAININGS = (
    "SELECT DISTINCT g.committee_member, b.name, m.id, m.topic, m.day, m.led_by FROM meeting_guest g"
    " JOIN meeting m ON m.id = g.meeting JOIN committee_member b ON b.id = g.committee_member"
    " WHERE g.removed IS NULL AND m.removed IS NULL AND m.kind = 'training' AND g.attended = 'came' AND b.name <> ''"
    " ORDER BY m.day DESC, b.name, m.id"
)
_ABOUT = {
    "committee_member": ("name", "office_held", "phone"),
    "report_recipient": ("name", "office_held", "address"),
}
"""Of rows that may be about somebody of the register the fields that tell of them."""
_SEATS = tuple(Seat)


def list_committees(session: Session) -> list[Committee]:
    """List the committees by the code of their unit, each with everybody who sits or sat on it; units have no name."""
    members: dict[bytes, list[CommitteeMember]] = defaultdict(list)
    for row in run(session, _MEMBERS):
        members[row[1]].append(_make_member(row))
    return [
        Committee(
            row[0], row[1], row[2], "", row[3], read_date(row[4]), row[5],
            tuple(sorted(members[row[0]], key=lambda each: (_SEATS.index(each.seat), sort_key(each.name)))),
        )
        for row in run(session, _COMMITTEES)
    ]  # fmt: skip


def list_recipients(session: Session) -> list[Recipient]:
    """List who receives reports, by the code of the unit they are about; units have no name."""
    return [
        Recipient(
            row[0], row[1], row[2], "", row[3], row[4], read_key(ReportKind, row[5]) or ReportKind.MONTHLY,
            read_key(Way, row[6]) or Way.PAPER, row[7],
        )
        for row in run(session, _RECIPIENTS)
    ]  # fmt: skip


def list_trainings(session: Session) -> list[Training]:
    """Read which committee members were trained, on what and when, newest first."""
    return [
        Training(row[0], row[1], row[2], row[3], day, row[5])
        for row in run(session, _TRAININGS)
        if (day := read_date(row[4])) is not None
    ]


def find_texts(session: Session, persons: Collection[bytes]) -> Iterator[tuple[bytes, str, object]]:
    """Find the rows that are about these people of the register, and what is left of them."""
    for table, fields in _ABOUT.items():
        for chunk in engine.in_chunks(sorted(persons)):
            marks = engine.placeholders(len(chunk))
            rows = engine.fetch_rows(
                session.connection(), f"SELECT id FROM {table} WHERE person IN ({marks})", chunk
            )
            yield from ((row[0], name, None if name == "phone" else "") for row in rows for name in fields)


def _make_member(row: Any) -> CommitteeMember:
    return CommitteeMember(
        row[0],
        row[1],
        row[2],
        row[3],
        read_key(Seat, row[4]) or Seat.MEMBER,
        row[5],
        row[6],
        read_date(row[7]),
    )
