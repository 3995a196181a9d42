"""Sign-ups that are being filled in: kept as they are typed, so that a power cut costs nothing."""

import json
from dataclasses import dataclass

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.rows import Draft
from outreach_app.services.desk import Desk
from outreach_app.store import sign_up_drafts


@dataclass(frozen=True, slots=True)
class SignUpDrafts:
    """What the form of a household holds until it is stored or left; on this machine only."""

    desk: Desk

    def keep(self, household: bytes, content: dict[str, object]) -> None:
        """Keep what the form holds; on disk when this returns. `content` is anything JSON can hold."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        with self.desk.database.write_local() as session:
            sign_up_drafts.save(session, household, content=text, saved_at=stamp_of(self.desk.now))

    def read(self, household: bytes) -> dict[str, object] | None:
        """Read what was kept for a household."""
        with self.desk.read() as session:
            kept = sign_up_drafts.read(session, household)
        found: dict[str, object] | None = json.loads(kept) if kept else None
        return found

    def forget(self, household: bytes) -> None:
        """Throw away what was kept for a household."""
        with self.desk.database.write_local() as session:
            sign_up_drafts.delete(session, household)

    def list_all(self) -> list[Draft]:
        """List unfinished sign-ups, newest first."""
        with self.desk.read() as session:
            return sign_up_drafts.list_all(session)
