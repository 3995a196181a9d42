"""Requests of people about their own data, read whole with every step."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.requests import (
    DECIDING_STEPS,
    DataRequest,
    Deadlines,
    RequestEvent,
    RequestKind,
    RequestStep,
    gather_requests,
)
from outreach_app.store import engine, merged

_EVENT = (
    "SELECT t.id, t.person, t.kind, t.step, t.happened_on, t.made, t.request, t.asked_by, t.note, t.canvasser,"
    " coalesce(c.name, ''), t.supersedes FROM data_request t LEFT JOIN canvasser c ON c.id = t.canvasser"
)
_KINDS, _STEPS = frozenset(RequestKind), frozenset(RequestStep)


def list_requests(session: Session, deadlines: Deadlines) -> list[DataRequest]:
    """Read every request, the most urgent open one first, then the closed ones, newest first."""
    return gather_requests(_make_events(engine.fetch_rows(session.connection(), _EVENT)), deadlines)


def list_of_people(
    session: Session, people: Collection[bytes], deadlines: Deadlines
) -> dict[bytes, list[DataRequest]]:
    """Read the requests of people, and of whoever gave way to them."""
    former = merged.read_absorbed(session, people)
    found: dict[bytes, list[DataRequest]] = {}
    rows: list[Any] = []
    for chunk in engine.in_chunks({*people, *former}):
        statement = f"{_EVENT} WHERE t.person IN ({engine.placeholders(len(chunk))})"
        rows += engine.fetch_rows(session.connection(), statement, chunk)
    for request in gather_requests(_make_events(rows), deadlines):
        found.setdefault(former.get(request.person, request.person), []).append(request)
    return found


def list_open(session: Session, deadlines: Deadlines) -> list[DataRequest]:
    """Read the requests that nobody has closed yet, the most urgent first: tasks for the lead and the office."""
    return [request for request in list_requests(session, deadlines) if request.closed is None]


def is_decision(session: Session, row: bytes) -> bool:
    """Tell whether a known row is a step that a team lead or the office decided."""
    rows = engine.fetch_rows(session.connection(), "SELECT step FROM data_request WHERE id = ?", (row,))
    return bool(rows) and rows[0][0] in DECIDING_STEPS


def _make_events(rows: Sequence[Any]) -> list[RequestEvent]:
    return [
        RequestEvent(
            id=row[0], person=row[1], kind=RequestKind(row[2]), step=RequestStep(row[3]),
            on=date.fromisoformat(row[4]), made=row[5], request=row[6], asked_by=row[7], note=row[8],
            canvasser=row[9], canvasser_name=row[10], supersedes=row[11],
        )
        for row in rows
        if row[2] in _KINDS and row[3] in _STEPS and row[1] is not None
    ]  # fmt: skip
