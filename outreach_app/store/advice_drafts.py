"""What families were last shown in Advise, kept on this machine only."""

from sqlmodel import Session

from outreach_app.store.database import run, run_one


def read(session: Session, household: bytes) -> str | None:
    """Read a household's kept choices as JSON text."""
    row = run_one(session, "SELECT content FROM advice_draft WHERE household = :h", h=household)
    return str(row[0]) if row else None


def save(session: Session, household: bytes, *, content: str, saved_at: int) -> None:
    """Keep a household's choices, replacing what was kept."""
    run(
        session,
        "INSERT INTO advice_draft (household, content, saved_at) VALUES (:h, :c, :s) ON CONFLICT (household)"
        " DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at",
        h=household, c=content, s=saved_at,
    )  # fmt: skip


def delete(session: Session, household: bytes) -> None:
    """Forget a household's choices."""
    run(session, "DELETE FROM advice_draft WHERE household = :h", h=household)
