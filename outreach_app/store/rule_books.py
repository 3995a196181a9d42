"""Issues of the office's rule book, as they were signed."""

from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.store.database import run


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """One row; `version` is unproved, what counts stands signed in `content`."""

    version: str
    content: bytes
    signature: bytes


def list_editions(session: Session) -> list[StoredEdition]:
    """List every issue this workspace holds, the latest written first."""
    rows = run(
        session, "SELECT version, content, signature FROM rule_book_edition ORDER BY made DESC, id DESC"
    )
    return [StoredEdition(row[0], bytes(row[1] or b""), bytes(row[2] or b"")) for row in rows]
