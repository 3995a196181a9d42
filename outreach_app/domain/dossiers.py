"""The way of a sign-up's papers to the office and back, and in which state a sign-up is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.cash import Balance
from outreach_app.domain.people import Scheme
from outreach_app.i18n import N_


class DossierStep(StrEnum):
    """What happened to the papers of a sign-up.

    `taken_back` undoes the one step it supersedes; after `withdrawn` nothing of all it follows counts.
    """

    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"


OFFICE_STEPS = frozenset({DossierStep.ACCEPTED, DossierStep.RETURNED})
"""What the office alone says."""

UNDOING_STEPS = frozenset({DossierStep.TAKEN_BACK, DossierStep.WITHDRAWN})
"""What makes an earlier step fall away; of the office's steps only the office may."""

_RANK = {DossierStep.WITHDRAWN: 0, DossierStep.SENT: 1, DossierStep.RETURNED: 2, DossierStep.ACCEPTED: 3}


@dataclass(frozen=True, slots=True)
class DossierEvent:
    """One step; `supersedes` is the step that whoever wrote this one had seen last."""

    id: bytes
    step: DossierStep
    on: date
    why: str = ""
    canvasser_name: str = ""
    made: int = 0
    supersedes: bytes | None = None


def find_standing(events: Iterable[DossierEvent]) -> DossierEvent | None:
    """Find the step that counts: of those nobody has answered, what the office said comes before what was sent.

    A laptop that sends papers again without having heard that they were accepted or returned changes nothing.
    """
    known = list(events)
    undone = {event.supersedes for event in known if event.step is DossierStep.TAKEN_BACK}
    live = [event for event in known if event.step is not DossierStep.TAKEN_BACK and event.id not in undone]
    # What the office accepted is not sent again: only its own later word takes that away.
    accepted = {event.id for event in live if event.step is DossierStep.ACCEPTED}
    answered = {e.supersedes for e in live if e.step is not DossierStep.SENT or e.supersedes not in accepted}
    open_ = [event for event in live if event.id not in answered]
    standing = max(open_, key=lambda event: (_RANK[event.step], event.made, event.id), default=None)
    return None if standing is None or standing.step is DossierStep.WITHDRAWN else standing


def order_events(events: Sequence[DossierEvent]) -> list[DossierEvent]:
    """Put steps in the order they were written, newest first."""
    return sorted(events, key=lambda event: (event.made, event.id), reverse=True)


class SignUpStage(StrEnum):
    """How far a sign-up has come."""

    DRAFT = "draft"
    WAITING = "waiting"
    PAID = "paid"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


STAGE_NAMES: dict[SignUpStage, str] = {
    SignUpStage.DRAFT: N_("Not finished"),
    SignUpStage.WAITING: N_("Waiting for money"),
    SignUpStage.PAID: N_("Paid, to be handed in"),
    SignUpStage.SENT: N_("Handed in"),
    SignUpStage.RETURNED: N_("Returned"),
    SignUpStage.ACCEPTED: N_("Accepted"),
}


def find_stage(balance: Balance, standing: DossierEvent | None) -> SignUpStage:
    """Tell how far a stored sign-up has come: the papers count before the money."""
    if standing is not None:
        return _BY_STEP[standing.step]
    return SignUpStage.WAITING if balance.missing else SignUpStage.PAID


@dataclass(frozen=True, slots=True)
class SignUpRow:
    """A stored sign-up with what was taken for it (đồng) and the step of its papers that counts."""

    id: bytes
    person: bytes
    person_name: str
    household: bytes
    household_name: str
    village: bytes | None
    scheme: Scheme
    kind: str
    first_month: str
    months: int
    own: int
    signed_on: date
    canvasser: bytes | None
    canvasser_name: str
    visit: bytes | None
    taken: int
    receipts: tuple[str, ...]
    standing: DossierEvent | None

    @property
    def balance(self) -> Balance:
        """What is due against what was taken."""
        return Balance(self.own, self.taken)

    @property
    def stage(self) -> SignUpStage:
        """How far it has come."""
        return find_stage(self.balance, self.standing)


_BY_STEP = {
    DossierStep.SENT: SignUpStage.SENT,
    DossierStep.ACCEPTED: SignUpStage.ACCEPTED,
    DossierStep.RETURNED: SignUpStage.RETURNED,
}
