"""Sign-ups that are being filled in: kept as they are typed, so that a power cut costs nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.kept_forms import read_kept
from outreach_app.domain.rows import Draft
from outreach_app.services.desk import Desk
from outreach_app.store import form_drafts
from outreach_app.store.form_drafts import Form


@dataclass(frozen=True, slots=True)
class SignUpDrafts:
    """What the form of a household holds until it is stored or left; on this machine only."""

    desk: Desk

    def keep(self, household: bytes, content: dict[str, object]) -> None:
        """Keep what the form holds; on disk when this returns. `content` is anything JSON can hold."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        with self.desk.database.write_local() as session:
            form_drafts.save(session, Form.SIGN_UP, household, content=text, saved_at=stamp_of(self.desk.now))

    def read(self, household: bytes) -> Mapping[str, object] | None:
        """Read what was kept for a household."""
        with self.desk.read() as session:
            kept = form_drafts.read(session, Form.SIGN_UP, household)
        return read_kept(kept) or None

    def forget(self, household: bytes) -> None:
        """Throw away what was kept for a household."""
        with self.desk.database.write_local() as session:
            form_drafts.delete(session, Form.SIGN_UP, household)

    def list_all(self) -> list[Draft]:
        """List unfinished sign-ups, newest first."""
        with self.desk.read() as session:
            return form_drafts.list_all(session, Form.SIGN_UP)
