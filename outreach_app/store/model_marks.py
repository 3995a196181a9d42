"""Communes and villages that are models, each with its days."""

from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.contrasts import ModelMark
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.store.database import run
from outreach_app.store.households import read_date

_SELECT = (
    "SELECT id, subject_kind, subject_key, subject_vintage, starts_on, ends_on FROM model_mark"
    " WHERE removed IS NULL ORDER BY starts_on, made, id"
)
_PLACES = frozenset({SubjectKind.UNIT.value, SubjectKind.VILLAGE.value})


def list_marks(session: Session) -> list[ModelMark]:
    """List the marks that stand, the oldest first."""
    return [_make_mark(row) for row in run(session, _SELECT) if row[1] in _PLACES]


def _make_mark(row: Any) -> ModelMark:
    subject = Subject(SubjectKind(row[1]), row[2], row[3])
    return ModelMark(row[0], subject, date.fromisoformat(row[4]), read_date(row[5]))
