"""What was being typed when a workspace was last left."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from outreach_app.domain.kept_forms import read_kept
from ui.presenters.ports import SignUpAt, VisitAt
from ui.presenters.sign_up_form import read_visit

if TYPE_CHECKING:
    from outreach_app.app import App

FRESH_DRAFT = timedelta(hours=24)
"""A draft younger than this is opened at the start; older ones wait on today's page."""


def find_unfinished(app: "App") -> "tuple[str, VisitAt | SignUpAt] | None":
    """The place and door of what was typed last, unless that is long ago."""
    found: list[tuple[datetime, str, VisitAt | SignUpAt]] = []
    for draft in app.visits.list_drafts()[:1]:
        if draft.household is not None:
            found.append((draft.saved_at, "visit", VisitAt(draft.household, draft=draft.id)))
    for draft in app.sign_up_drafts.list_all()[:1]:
        if draft.household is not None:
            visit = read_visit(read_kept(draft.content))
            found.append((draft.saved_at, "sign_up", SignUpAt(draft.household, visit=visit)))
    newest = max(found, key=lambda each: each[0], default=None)
    fresh = newest is not None and app.desk.now - newest[0] < FRESH_DRAFT
    return newest[1:] if newest is not None and fresh else None
