"""Why somebody is on the list of people to win, and how far the conversation is."""

from enum import StrEnum

from outreach_app.i18n import N_


class Stage(StrEnum):
    """How far a prospect is; won, lost and closed ones leave the work list."""

    NEW = "new"
    TALKING = "talking"
    PROMISED = "promised"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"


REASON_NAMES: dict[str, str] = {
    "never_visited": N_("never visited"),
    "in_register": N_("on the household list, not insured"),
    "met_at_door": N_("met at the door"),
    "free_card_ended": N_("free health card has ended"),
    "member_in_household": N_("somebody in the household has joined already"),
    "stopped": N_("stopped paying"),
    "own_request": N_("asked for it"),
    "other": N_("another reason"),
}

OPEN_STAGES = frozenset({Stage.NEW, Stage.TALKING, Stage.PROMISED})
