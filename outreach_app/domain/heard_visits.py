"""The single visits behind a count of what was heard: where somebody was, when, who was there, and what was said."""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.visits import Outcome, Reaction


@dataclass(frozen=True, slots=True)
class HeardVisit:
    """A visit at which a worry was named (`reaction`: what they thought of the answer), or one of a channel."""

    household: bytes
    head: str
    code: str
    village_name: str
    on: date
    canvasser: str
    reaction: Reaction | None = None
    outcome: Outcome | None = None
