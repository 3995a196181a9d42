"""Forms left half filled in, one for each household, kept on this machine only."""

from enum import StrEnum

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.rows import Draft
from outreach_app.store.database import run, run_one


class Form(StrEnum):
    """What is kept, by its table: a sign-up that is being filled in, what a family was last shown in Advise."""

    SIGN_UP = "sign_up_draft"
    ADVICE = "advice_draft"


def read(session: Session, form: Form, household: bytes) -> str | None:
    """Read what a household's form holds as JSON text."""
    row = run_one(session, f"SELECT content FROM {form} WHERE household = :h", h=household)
    return str(row[0]) if row else None


def save(session: Session, form: Form, household: bytes, *, content: str, saved_at: int) -> None:
    """Keep what a household's form holds, replacing what it held before."""
    run(
        session,
        f"INSERT INTO {form} (household, content, saved_at) VALUES (:h, :c, :s) ON CONFLICT (household)"
        " DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at",
        h=household, c=content, s=saved_at,
    )  # fmt: skip


def delete(session: Session, form: Form, household: bytes) -> None:
    """Forget what a household's form holds."""
    run(session, f"DELETE FROM {form} WHERE household = :h", h=household)


def list_all(session: Session, form: Form) -> list[Draft]:
    """List unfinished forms, newest first; a draft's id is its household's in hexadecimal."""
    rows = run(
        session,
        f"SELECT d.household, coalesce(s.head_name, ''), d.content, d.saved_at FROM {form} d"
        " LEFT JOIN household_state s ON s.household = d.household ORDER BY d.saved_at DESC",
    )
    return [Draft(row[0].hex(), row[0], row[1], row[2], moment_of(row[3])) for row in rows]
