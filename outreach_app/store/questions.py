"""Questions that nobody could answer at the door, and what the office answered."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.rows import AnswerRow, QuestionRow
from outreach_app.store.database import run

_SELECT = (
    "SELECT q.id, q.household, coalesce(s.head_name, ''), q.person, coalesce(p.name, ''), q.worry, q.text, q.asked_on,"
    " coalesce(c.name, '') FROM question q LEFT JOIN household_state s ON s.household = q.household"
    " LEFT JOIN person p ON p.id = q.person LEFT JOIN canvasser c ON c.id = q.canvasser"
)
_UNANSWERED = "NOT EXISTS (SELECT 1 FROM answer a WHERE a.question = q.id)"


def list_of_household(session: Session, household: bytes) -> list[QuestionRow]:
    """Read what a household asked, newest first, with the answers."""
    rows = run(
        session, f"{_SELECT} WHERE q.household = :h ORDER BY q.asked_on DESC, q.made DESC", h=household
    )
    return _with_answers(session, rows)


def list_open(session: Session) -> list[QuestionRow]:
    """Read the questions without an answer, the longest waiting first."""
    return _with_answers(session, run(session, f"{_SELECT} WHERE {_UNANSWERED} ORDER BY q.asked_on, q.made"))


def list_answered(session: Session, *, since: date) -> list[QuestionRow]:
    """Read the questions whose answer was written since a day, the newest answer first."""
    rows = run(
        session,
        f"{_SELECT} JOIN (SELECT question, max(answered_on) AS day FROM answer GROUP BY question) told"
        " ON told.question = q.id WHERE told.day >= :d ORDER BY told.day DESC, q.made DESC",
        d=since.isoformat(),
    )
    return _with_answers(session, rows)


def read_question(session: Session, question: bytes) -> QuestionRow | None:
    """Read one question."""
    found = _with_answers(session, run(session, f"{_SELECT} WHERE q.id = :id", id=question))
    return found[0] if found else None


def count_open(session: Session) -> int:
    """Count the questions without an answer."""
    return int(run(session, f"SELECT count(*) FROM question q WHERE {_UNANSWERED}")[0][0])


def _with_answers(session: Session, rows: Iterable[Any]) -> list[QuestionRow]:
    return [
        QuestionRow(
            id=row[0],
            household=row[1] or b"",
            household_name=row[2],
            person=row[3],
            person_name=row[4],
            worry=row[5],
            text=row[6],
            asked_on=date.fromisoformat(row[7]),
            canvasser_name=row[8],
            answers=tuple(_answers_to(session, row[0])),
        )
        for row in rows
    ]


def _answers_to(session: Session, question: bytes) -> list[AnswerRow]:
    rows = run(
        session,
        "SELECT a.id, a.text, a.source, a.answered_on, coalesce(c.name, '') FROM answer a"
        " LEFT JOIN canvasser c ON c.id = a.canvasser WHERE a.question = :q ORDER BY a.made, a.id",
        q=question,
    )
    return [AnswerRow(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4]) for row in rows]
