"""People who came to withdraw everything: their requests as they stand, and who is still to be talked to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.one_off_requests import OPEN_DECISIONS, Decision, OneOffRequest
from outreach_app.store.database import run, run_one
from outreach_app.store.households import read_date

_STANDS = (
    "t.withdrawn IS NULL AND t.id IN (WITH RECURSIVE told(id, first, made) AS ("
    "SELECT f.id, f.id, f.made FROM one_off_request f"
    " WHERE NOT EXISTS (SELECT 1 FROM one_off_request former WHERE former.id = f.supersedes)"
    " UNION ALL SELECT n.id, told.first, n.made FROM one_off_request n JOIN told ON n.supersedes = told.id)"
    " SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY first ORDER BY made DESC, id DESC) AS place"
    " FROM told) said WHERE place = 1)"
)
"""Of a request `t`: the last that was said about it, however many machines decided and in whatever order it arrived."""
_SELECT = (
    "SELECT t.id, coalesce(m.survivor, t.person), coalesce(p.name, ''), h.id, coalesce(h.code, ''),"
    " coalesce(v.name, ''), t.came_on, t.decided_on, t.months_paid, t.decision, coalesce(c.name, '')"
    " FROM one_off_request t LEFT JOIN merged m ON m.row = t.person"
    " JOIN person p ON p.id = coalesce(m.survivor, t.person)"
    " LEFT JOIN merged home ON home.row = p.household"
    " LEFT JOIN household h ON h.id = coalesce(home.survivor, p.household)"
    " LEFT JOIN village v ON v.id = h.village LEFT JOIN canvasser c ON c.id = t.canvasser"
    f" WHERE p.removed IS NULL AND {_STANDS}"
)
_OPEN = ", ".join(f"'{each.value}'" for each in sorted(OPEN_DECISIONS))
_WAITING = (
    "SELECT coalesce(m.survivor, t.person), t.came_on FROM one_off_request t LEFT JOIN merged m ON m.row = t.person"
    f" WHERE t.person IS NOT NULL AND t.decision IN ({_OPEN}) AND {_STANDS}"
)
_PAID_OUT = (
    "SELECT coalesce(m.survivor, t.person), t.decided_on FROM one_off_request t LEFT JOIN merged m ON m.row = t.person"
    f" WHERE t.person IS NOT NULL AND t.decision = '{Decision.PAID_OUT.value}' AND {_STANDS}"
)


def list_requests(session: Session, *, person: bytes | None = None) -> list[OneOffRequest]:
    """Read the requests that stand, of everybody or of one person, the newest first."""
    where = " AND coalesce(m.survivor, t.person) = :p" if person is not None else ""
    rows = run(session, f"{_SELECT}{where} ORDER BY t.came_on DESC, t.made DESC, t.id", p=person)
    return [_make(row) for row in rows if row[9] in set(Decision)]


def read_request(session: Session, request: bytes) -> OneOffRequest | None:
    """Read one request if it stands; None for one that a later decision followed."""
    row = run_one(session, f"{_SELECT} AND t.id = :id", id=request)
    return _make(row) if row is not None and row[9] in set(Decision) else None


def read_standing_before(session: Session, request: bytes) -> tuple[str, str] | None:
    """The day and the decision that a row followed, None for the first row of a request."""
    row = run_one(
        session,
        "SELECT former.decided_on, former.decision FROM one_off_request t"
        " JOIN one_off_request former ON former.id = t.supersedes WHERE t.id = :id",
        id=request,
    )
    return (row[0], row[1]) if row else None


def read_waiting(session: Session) -> dict[bytes, date]:
    """Who came to withdraw and has neither been paid out nor dropped it, with the day they came."""
    return _days(run(session, _WAITING))


def read_paid_out(session: Session) -> dict[bytes, date]:
    """Who has been paid out, with the day."""
    return _days(run(session, _PAID_OUT))


def _days(rows: Sequence[Any]) -> dict[bytes, date]:
    found: dict[bytes, date] = {}
    for person, told in rows:
        day = read_date(told)
        if day is not None:
            found[person] = max(found.get(person, day), day)
    return found


def _make(row: Sequence[Any]) -> OneOffRequest:
    return OneOffRequest(
        id=row[0], person=row[1], person_name=row[2], household=row[3] or b"", code=row[4], village_name=row[5],
        came_on=date.fromisoformat(row[6]), decided_on=date.fromisoformat(row[7]), months_paid=row[8],
        decision=Decision(row[9]), canvasser_name=row[10],
    )  # fmt: skip
