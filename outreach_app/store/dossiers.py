"""The steps of papers at the office, and the sign-ups with how far each has come."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.dossiers import OFFICE_STEPS, DossierEvent, DossierStep, SignUpRow, find_standing
from outreach_app.domain.people import Scheme
from outreach_app.store import engine, merged, money
from outreach_app.store.database import run, run_one

MOST = 5_000
"""So many sign-ups are listed at most, the newest."""

_EVENT = (
    "SELECT d.enrolment, d.id, d.state, d.happened_on, d.why, coalesce(c.name, ''), d.made, d.supersedes"
    " FROM dossier_state d LEFT JOIN canvasser c ON c.id = d.canvasser"
)
_SIGN_UP = (
    "SELECT e.id, coalesce(pm.survivor, e.person), coalesce(p.name, ''), coalesce(m.survivor, e.household),"
    " coalesce(s.head_name, ''), s.village, e.scheme, e.kind, e.first_month, e.months, e.own, e.signed_on, e.canvasser,"
    " coalesce(c.name, ''), e.visit FROM enrolment e LEFT JOIN merged m ON m.row = e.household"
    " LEFT JOIN household_state s ON s.household = coalesce(m.survivor, e.household)"
    " LEFT JOIN merged pm ON pm.row = e.person LEFT JOIN person p ON p.id = coalesce(pm.survivor, e.person)"
    " LEFT JOIN canvasser c ON c.id = e.canvasser WHERE e.removed IS NULL"
)


_STEPS = {step.value: step for step in DossierStep}


def list_sign_ups(session: Session, *, accepted_since: date) -> list[SignUpRow]:
    """Read the sign-ups, the newest first: everything open, and what was accepted of those signed since a day."""
    rows = run(
        session,
        f"{_SIGN_UP} AND (e.signed_on >= :d OR NOT EXISTS (SELECT 1 FROM dossier_state a WHERE a.enrolment = e.id"
        " AND a.state = :accepted)) ORDER BY e.signed_on DESC, e.made DESC LIMIT :n",
        d=accepted_since.isoformat(),
        accepted=DossierStep.ACCEPTED.value,
        n=MOST,
    )
    return _make(session, rows)


def read_sign_up(session: Session, enrolment: bytes) -> SignUpRow | None:
    """Read one sign-up with its money and the step that counts."""
    return next(iter(_make(session, run(session, f"{_SIGN_UP} AND e.id = :id", id=enrolment))), None)


def list_of_people(session: Session, people: Collection[bytes]) -> list[SignUpRow]:
    """Read every sign-up of some people and of everybody who gave way to them, the oldest first."""
    absorbed = merged.read_absorbed(session, people)
    found: list[Any] = []
    for chunk in engine.in_chunks(sorted({*people, *absorbed})):
        marks = engine.placeholders(len(chunk))
        statement = f"{_SIGN_UP} AND e.person IN ({marks}) ORDER BY e.signed_on, e.made"
        found += engine.fetch_rows(session.connection(), statement, chunk)
    return _make(session, found)


def list_events(session: Session, enrolment: bytes) -> list[DossierEvent]:
    """Read every step of one sign-up's papers."""
    rows = run(session, f"{_EVENT} WHERE d.enrolment = :e ORDER BY d.made", e=enrolment)
    return [event for row in rows if (event := _make_event(row)) is not None]


def read_steps(session: Session, sign_ups: Sequence[bytes]) -> dict[bytes, str]:
    """Read the key of the step that counts for those of these sign-ups whose papers have taken one."""
    standings = read_standings(session, sign_ups)
    return {each: standing.step.value for each, standing in standings.items()}


def read_standings(session: Session, sign_ups: Sequence[bytes]) -> dict[bytes, DossierEvent]:
    """Read the step that counts for those of these sign-ups whose papers have taken one."""
    found = ((each, find_standing(told)) for each, told in _read_events(session, sign_ups).items())
    return {each: standing for each, standing in found if standing is not None}


def _make(session: Session, rows: Sequence[Any]) -> list[SignUpRow]:
    ids = [row[0] for row in rows]
    events, amounts = _read_events(session, ids), money.read_amounts(session, ids)
    return [_make_row(row, amounts.get(row[0], (0, ())), events.get(row[0], [])) for row in rows]


def _make_row(
    row: Sequence[Any], taken: tuple[int, tuple[str, ...]], events: list[DossierEvent]
) -> SignUpRow:
    return SignUpRow(
        id=row[0], person=row[1], person_name=row[2], household=row[3], household_name=row[4], village=row[5],
        scheme=Scheme(row[6]), kind=row[7], first_month=row[8], months=row[9], own=row[10],
        signed_on=date.fromisoformat(row[11]), canvasser=row[12], canvasser_name=row[13], visit=row[14],
        taken=taken[0], receipts=taken[1], standing=find_standing(events),
    )  # fmt: skip


def _read_events(session: Session, sign_ups: Sequence[bytes]) -> dict[bytes, list[DossierEvent]]:
    found: dict[bytes, list[DossierEvent]] = defaultdict(list)
    for chunk in engine.in_chunks(sign_ups):
        statement = f"{_EVENT} WHERE d.enrolment IN ({engine.placeholders(len(chunk))})"
        for row in engine.fetch_rows(session.connection(), statement, chunk):
            if (event := _make_event(row)) is not None:
                found[row[0]].append(event)
    return found


def _make_event(row: Sequence[Any]) -> DossierEvent | None:
    # A step that a newer program knows is kept in the table and passed over here.
    if row[2] not in list(DossierStep):
        return None
    return DossierEvent(
        row[1], DossierStep(row[2]), date.fromisoformat(row[3]), row[4], row[5], row[6], row[7]
    )


def read_owner(session: Session, step: bytes) -> bytes | None:
    """Read of which sign-up a step is."""
    row = run_one(session, "SELECT enrolment FROM dossier_state WHERE id = :id", id=step)
    return row[0] if row else None


def is_of_office(session: Session, step: bytes) -> bool:
    """Tell whether a step that is known here says that papers were accepted or returned."""
    row = run_one(session, "SELECT state FROM dossier_state WHERE id = :id", id=step)
    return row is not None and row[0] in OFFICE_STEPS
