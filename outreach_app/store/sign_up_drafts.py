"""Sign-ups that are being filled in, kept on this machine only."""

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.rows import Draft
from outreach_app.store.database import run, run_one


def read(session: Session, household: bytes) -> str | None:
    """Read a household's unfinished sign-up as JSON text."""
    row = run_one(session, "SELECT content FROM sign_up_draft WHERE household = :h", h=household)
    return str(row[0]) if row else None


def save(session: Session, household: bytes, *, content: str, saved_at: int) -> None:
    """Keep what a household's form holds, replacing what it held before."""
    run(
        session,
        "INSERT INTO sign_up_draft (household, content, saved_at) VALUES (:h, :c, :s) ON CONFLICT (household)"
        " DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at",
        h=household, c=content, s=saved_at,
    )  # fmt: skip


def delete(session: Session, household: bytes) -> None:
    """Forget a household's unfinished sign-up."""
    run(session, "DELETE FROM sign_up_draft WHERE household = :h", h=household)


def list_all(session: Session) -> list[Draft]:
    """List unfinished sign-ups, newest first; a draft's id is its household's in hexadecimal."""
    rows = run(
        session,
        "SELECT d.household, coalesce(s.head_name, ''), d.content, d.saved_at FROM sign_up_draft d"
        " LEFT JOIN household_state s ON s.household = d.household ORDER BY d.saved_at DESC",
    )
    return [Draft(row[0].hex(), row[0], row[1], row[2], moment_of(row[3])) for row in rows]
