"""Questions that nobody could answer at the door, and what the office answered."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.question_counts import AskedQuestion
from outreach_app.domain.rows import AnswerRow, QuestionRow
from outreach_app.domain.territory import name_village
from outreach_app.store.database import run

_SELECT = (
    "SELECT q.id, q.household, coalesce(s.head_name, ''), q.person, coalesce(p.name, ''), q.worry, q.text, q.asked_on,"
    " coalesce(c.name, '') FROM question q LEFT JOIN household_state s ON s.household = q.household"
    " LEFT JOIN person p ON p.id = q.person LEFT JOIN canvasser c ON c.id = q.canvasser"
)
_ANSWERS = (
    "SELECT a.id, a.text, a.source, a.answered_on, coalesce(c.name, ''), a.question FROM answer a"
    " LEFT JOIN canvasser c ON c.id = a.canvasser"
)
_PLACES = (
    "SELECT q.id, h.village, coalesce(v.kind, ''), coalesce(v.name, ''), q.canvasser FROM question q"
    " LEFT JOIN merged m ON m.row = q.household JOIN household h ON h.id = coalesce(m.survivor, q.household)"
    " LEFT JOIN village v ON v.id = h.village"
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


def list_asked(session: Session) -> list[AskedQuestion]:
    """Read every question with its answers, the village it comes from and who passed it on, the oldest first."""
    answers: dict[bytes, list[AnswerRow]] = defaultdict(list)
    for row in run(session, f"{_ANSWERS} ORDER BY a.made, a.id"):
        answers[row[5]].append(_make_answer(row))
    places = {row[0]: row[1:] for row in run(session, _PLACES)}
    return [
        AskedQuestion(_make_question(row, answers[row[0]]), places[row[0]][0] or b"",
                      name_village(*places[row[0]][1:3]), places[row[0]][3])
        for row in run(session, f"{_SELECT} ORDER BY q.asked_on, q.made, q.id")
        if row[0] in places
    ]  # fmt: skip


def read_question(session: Session, question: bytes) -> QuestionRow | None:
    """Read one question."""
    found = _with_answers(session, run(session, f"{_SELECT} WHERE q.id = :id", id=question))
    return found[0] if found else None


def count_open(session: Session) -> int:
    """Count the questions without an answer."""
    return int(run(session, f"SELECT count(*) FROM question q WHERE {_UNANSWERED}")[0][0])


def _with_answers(session: Session, rows: Iterable[Any]) -> list[QuestionRow]:
    return [_make_question(row, _answers_to(session, row[0])) for row in rows]


def _make_question(row: Any, answers: Iterable[AnswerRow]) -> QuestionRow:
    return QuestionRow(
        id=row[0], household=row[1] or b"", household_name=row[2], person=row[3], person_name=row[4], worry=row[5],
        text=row[6], asked_on=date.fromisoformat(row[7]), canvasser_name=row[8], answers=tuple(answers),
    )  # fmt: skip


def _answers_to(session: Session, question: bytes) -> list[AnswerRow]:
    rows = run(session, f"{_ANSWERS} WHERE a.question = :q ORDER BY a.made, a.id", q=question)
    return [_make_answer(row) for row in rows]


def _make_answer(row: Any) -> AnswerRow:
    return AnswerRow(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4])
