"""People who came to withdraw everything they have paid (rút BHXH một lần), and what they decided."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.i18n import N_

MOST_MONTHS = 600
"""More months than anybody can have paid."""


class Decision(StrEnum):
    """What somebody who came to the counter decided, in the order in which it usually comes to it."""

    WANTS = "wants"
    ADVISED = "advised"
    KEEPS = "keeps"
    PAID_OUT = "paid_out"


DECISION_NAMES: dict[Decision, str] = {
    Decision.WANTS: N_("Wants to withdraw everything"),
    Decision.ADVISED: N_("Was advised, is thinking"),
    Decision.KEEPS: N_("Has dropped the request, keeps the months"),
    Decision.PAID_OUT: N_("Has been paid out"),
}

OPEN_DECISIONS = frozenset({Decision.WANTS, Decision.ADVISED})
"""Somebody is still to be talked to."""


@dataclass(frozen=True, slots=True)
class OneOffRequest:
    """One person's request as it stands: the day they came first, and since when the decision stands."""

    id: bytes
    person: bytes
    person_name: str
    household: bytes
    code: str
    village_name: str
    came_on: date
    decided_on: date
    months_paid: int
    decision: Decision
    canvasser_name: str = ""
