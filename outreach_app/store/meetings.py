"""Meetings, who is invited and who came; rows of two machines on one guest are told as one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.erasure import is_nobody
from outreach_app.domain.meetings import (
    MOST_HEADS,
    Attendance,
    Guest,
    Invitee,
    Meeting,
    MeetingKind,
    Reply,
    Training,
    join_attendance,
    join_replies,
)
from outreach_app.domain.visits import PersonOutcome
from outreach_app.store import engine, merged
from outreach_app.store.absence_columns import read_key
from outreach_app.store.database import run, run_one
from outreach_app.store.households import read_date
from outreach_app.store.visit_facts import read_outcomes

_SELECT = (
    "SELECT m.id, m.kind, m.village, coalesce(v.name, ''), m.place, m.day, m.hour, m.led_by, m.topic, m.planned,"
    " m.others FROM meeting m LEFT JOIN village v ON v.id = m.village"
)
_GUESTS = """
SELECT g.id, g.meeting, g.household, g.person, g.canvasser, g.invited_on, g.answer, g.attended, g.heads,
 CASE WHEN g.person IS NULL THEN coalesce(c.name, b.name, s.head_name, '') ELSE coalesce(p.name, '') END,
 coalesce(h.code, ''), coalesce(v.name, ''),
 coalesce(p.phone, c.phone, b.phone, h.phone), v.name, s.sort_name, g.committee_member
FROM meeting_guest g LEFT JOIN merged mh ON mh.row = g.household LEFT JOIN merged mp ON mp.row = g.person
LEFT JOIN household h ON h.id = coalesce(mh.survivor, g.household)
LEFT JOIN household_state s ON s.household = h.id
LEFT JOIN person p ON p.id = coalesce(mp.survivor, g.person) LEFT JOIN canvasser c ON c.id = g.canvasser
LEFT JOIN committee_member b ON b.id = g.committee_member
LEFT JOIN village v ON v.id = h.village
WHERE g.removed IS NULL
"""
_ORDER = (
    " ORDER BY g.canvasser IS NULL, g.committee_member IS NULL, v.name, s.sort_name, h.code, g.person IS NOT NULL,"
    " p.relation <> 'head', p.born, g.made, g.id"
)
_Subject = tuple[bytes | None, bytes | None, bytes | None, bytes | None]


def list_meetings(
    session: Session, *, start: date | None = None, end: date | None = None, village: bytes | None = None
) -> list[Meeting]:
    """List meetings from day to day (both included), newest first; `village` keeps its own."""
    rows = run(
        session,
        f"{_SELECT} WHERE m.removed IS NULL AND (:start IS NULL OR m.day >= :start) AND (:end IS NULL OR m.day <= :end)"
        " AND (:village IS NULL OR m.village = :village) ORDER BY m.day DESC, m.hour DESC, m.made DESC, m.id",
        start=start.isoformat() if start else None, end=end.isoformat() if end else None, village=village,
    )  # fmt: skip
    counts = _count_guests(session, [row[0] for row in rows])
    return [_make_meeting(row, counts.get(row[0], (0, 0, 0))) for row in rows]


def read_meeting(session: Session, meeting: bytes) -> Meeting | None:
    """Read one meeting; None for one that is not here or was taken off."""
    row = run_one(session, f"{_SELECT} WHERE m.id = :m AND m.removed IS NULL", m=meeting)
    return _make_meeting(row, _count_guests(session, [meeting]).get(meeting, (0, 0, 0))) if row else None


def list_guests(session: Session, meeting: bytes) -> list[Guest]:
    """Read everybody on a meeting's list: canvassers first, then household by household."""
    rows = run(session, f"{_GUESTS} AND g.meeting = :m{_ORDER}", m=meeting)
    outcomes = _read_told(session, meeting)
    return [
        _make_guest(same, outcomes.get(subject[1] or b"", ()))
        for subject, same in _join(session, rows).items()
    ]


def find_rows(session: Session, meeting: bytes, subject: Invitee) -> tuple[bytes, ...]:
    """Find the stored rows on one guest, as left after merging."""
    if subject.canvasser is not None:
        condition = "g.canvasser = :who"
    elif subject.committee_member is not None:
        condition = "g.committee_member = :who"
    elif subject.person is not None:
        condition = "coalesce(mp.survivor, g.person) = :who"
    else:
        condition = (
            "g.person IS NULL AND g.canvasser IS NULL AND g.committee_member IS NULL"
            " AND coalesce(mh.survivor, g.household) = :who"
        )
    rows = run(
        session,
        "SELECT g.id FROM meeting_guest g LEFT JOIN merged mh ON mh.row = g.household"
        f" LEFT JOIN merged mp ON mp.row = g.person WHERE g.removed IS NULL AND g.meeting = :m AND {condition}"
        " ORDER BY g.made, g.id",
        m=meeting,
        who=subject.canvasser or subject.committee_member or subject.person or subject.household,
    )
    return tuple(row[0] for row in rows)


def list_trainings(session: Session, *, canvasser: bytes | None = None) -> list[Training]:
    """Read which canvassers were trained, on what and when, newest first."""
    rows = run(
        session,
        "SELECT DISTINCT g.canvasser, c.name, m.id, m.topic, m.day, m.led_by FROM meeting_guest g"
        " JOIN meeting m ON m.id = g.meeting JOIN canvasser c ON c.id = g.canvasser"
        " WHERE g.removed IS NULL AND m.removed IS NULL AND m.kind = 'training' AND g.attended = 'came'"
        " AND (:c IS NULL OR g.canvasser = :c) ORDER BY m.day DESC, c.name, m.id",
        c=canvasser,
    )
    return [Training(r[0], r[1], r[2], r[3], date.fromisoformat(r[4]), r[5]) for r in rows]


def list_of_household(session: Session, household: bytes) -> list[tuple[Meeting, Guest]]:
    """Read to which meetings a household or somebody of it was invited or came, newest first."""
    rows = run(session, f"{_GUESTS} AND h.id = :h{_ORDER}", h=household)
    found = []
    for guest_rows in _join(session, rows).values():
        meeting = read_meeting(session, guest_rows[0][1]) if guest_rows[0][1] else None
        if meeting is not None:
            found.append((meeting, _make_guest(guest_rows, ())))
    return sorted(found, key=lambda pair: (pair[0].day, pair[0].id), reverse=True)


def find_visit(session: Session, meeting: bytes, household: bytes) -> bytes | None:
    """Find the visit as which a household's outcomes at a meeting stand, if any was written."""
    row = run_one(
        session,
        "SELECT t.id FROM visit t JOIN visit_fact f ON f.visit = t.number"
        " WHERE t.meeting = :m AND f.household = :h AND f.current ORDER BY t.made DESC, t.id DESC",
        m=meeting,
        h=household,
    )
    return row[0] if row else None


def is_of_whole_area(session: Session, meeting: bytes) -> bool:
    """Tell whether a known meeting belongs to no single village."""
    row = run_one(session, "SELECT village FROM meeting WHERE id = :m", m=meeting)
    return row is not None and row[0] is None


def names_canvasser(session: Session, row: bytes) -> bool:
    """Tell whether a known row of a meeting's list is about a canvasser."""
    found = run_one(session, "SELECT canvasser FROM meeting_guest WHERE id = :g", g=row)
    return found is not None and found[0] is not None


def _join(session: Session, rows: Iterable[Any]) -> dict[_Subject, list[Any]]:
    """Bring together the rows on the same guest, in the order of the list; who gave way to another is that other."""
    told = list(rows)
    ids = {each for row in told for each in (row[2], row[3]) if each}
    left = merged.read_survivors(session, ids)
    found: dict[tuple[bytes, _Subject], list[Any]] = defaultdict(list)
    for row in told:
        household, person = left.get(row[2], row[2]), left.get(row[3], row[3])
        # A person stays one wherever they moved; two people who were erased must not become one.
        whole = household if person is None and row[4] is None and row[15] is None else None
        key = (whole, row[0] if person and is_nobody(person) else person, row[4], row[15])
        found[row[1], key].append((*row[:2], household, person, *row[4:]))
    return {key: rows_of for (_, key), rows_of in found.items()}


def _make_guest(rows: Sequence[Any], outcomes: tuple[PersonOutcome, ...]) -> Guest:
    ordered = sorted(rows, key=lambda row: (row[5] or "", row[0]))
    first = rows[0]
    days = [row[5] for row in rows if row[5]]
    heads = [row[8] for row in rows if row[8] is not None]
    return Guest(
        rows=tuple(row[0] for row in ordered), meeting=first[1], household=first[2], person=first[3],
        canvasser=first[4], name=first[9], code=first[10], village_name=first[11], phone=first[12],
        invited_on=read_date(min(days, default=None)), reply=join_replies([read_key(Reply, r[6]) for r in ordered]),
        attended=join_attendance([read_key(Attendance, r[7]) for r in ordered]),
        heads=_bound(max(heads, default=None)), outcomes=outcomes, committee_member=first[15],
    )  # fmt: skip


def _make_meeting(row: Any, counts: tuple[int, int, int]) -> Meeting:
    return Meeting(
        id=row[0], kind=read_key(MeetingKind, row[1]) or MeetingKind.SMALL_GROUP, village=row[2], village_name=row[3],
        place=row[4], day=date.fromisoformat(row[5]), hour=row[6], led_by=row[7], topic=row[8],
        planned=_bound(row[9]),
        others=_bound(row[10]), invited=counts[0], coming=counts[1], came=counts[2],
    )  # fmt: skip


def _bound(count: int | None) -> int | None:
    # Another machine's program may have let a slip of the finger through.
    return None if count is None else min(max(count, 0), MOST_HEADS)


def _count_guests(session: Session, meetings: Collection[bytes]) -> dict[bytes, tuple[int, int, int]]:
    """By meeting: invitations, how many of them will come, people who came by name or household."""
    counts: dict[bytes, tuple[int, int, int]] = {}
    for chunk in engine.in_chunks(meetings):
        marks = ", ".join(f":m{place}" for place in range(len(chunk)))
        values = {f"m{place}": meeting for place, meeting in enumerate(chunk)}
        by_meeting: dict[bytes, list[Any]] = defaultdict(list)
        for row in run(session, f"{_GUESTS} AND g.meeting IN ({marks})", **values):
            by_meeting[row[1]].append(row)
        for meeting, rows in by_meeting.items():
            guests = [_make_guest(same, ()) for same in _join(session, rows).values()]
            invited = [guest for guest in guests if guest.invited_on]
            counts[meeting] = (
                len(invited),
                sum(1 for guest in invited if guest.reply is Reply.COMING),
                sum(guest.count for guest in guests),
            )
    return counts


def _read_told(session: Session, meeting: bytes) -> dict[bytes, tuple[PersonOutcome, ...]]:
    """By person what came of the meeting, out of the visits that point to it."""
    rows = run(
        session,
        "SELECT t.outcomes FROM visit t JOIN visit_fact f ON f.visit = t.number"
        " WHERE t.meeting = :m AND f.current AND t.outcomes IS NOT NULL ORDER BY t.made, t.id",
        m=meeting,
    )
    told = [each for row in rows for each in read_outcomes(row[0])]
    left = merged.read_survivors(session, {each.person for each in told})
    found: dict[bytes, dict[Any, PersonOutcome]] = defaultdict(dict)
    for each in told:
        found[left.get(each.person, each.person)][each.scheme] = each
    return {person: tuple(by_scheme.values()) for person, by_scheme in found.items()}
