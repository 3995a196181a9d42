"""Issues of the office's rule book, as they were signed."""

from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.store.database import run, run_one


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """One row without its content: `version`, `issued_on` (ISO) and `note` are unproved until the content is."""

    id: bytes
    version: str
    issued_on: str
    note: str
    signature: bytes


def list_editions(session: Session) -> list[StoredEdition]:
    """List every issue this workspace holds, the latest written first."""
    rows = run(
        session,
        "SELECT id, version, issued_on, note, signature FROM rule_book_edition ORDER BY made DESC, id DESC",
    )
    return [StoredEdition(row[0], row[1], row[2], row[3], row[4] or b"") for row in rows]


def read_content(session: Session, edition: bytes) -> bytes:
    """Read the signed bytes of one issue; empty when there are none."""
    row = run_one(session, "SELECT content FROM rule_book_edition WHERE id = :id", id=edition)
    return bytes(row[0]) if row and row[0] else b""
