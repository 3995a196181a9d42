"""Why somebody is on the list of people to win, and how far the conversation is."""

from enum import StrEnum

from outreach_app.i18n import N_, Catalogue


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
    "due": N_("on a list of members who are due"),
    "tax_firm": N_("on the tax office's list of firms"),
    "tax_business": N_("on the tax office's list of business households"),
    "tax_cooperative": N_("on a list of co-operatives"),
    "in_population": N_("on the population list, not insured"),
    "compulsory": N_("belongs to compulsory insurance"),
    "pensioner": N_("draws a pension or an allowance"),
    "withdrawing": N_("came to withdraw everything"),
    "other": N_("another reason"),
}

CLOSING_REASONS = frozenset({"compulsory", "pensioner"})
"""Why somebody is not to be asked for voluntary insurance: such a prospect is closed from the first."""

GENERIC_REASONS = frozenset({"never_visited", "in_register", "in_population", "other"})
"""Reasons that give way to what a list tells about somebody."""

OPEN_STAGES = frozenset({Stage.NEW, Stage.TALKING, Stage.PROMISED})

_SEPARATOR = " \u00b7 "


def join_named(names: str, reason: str, source: str) -> str:
    """Put together why a door is on a list because of another list: who, the key of the reason, the list's name."""
    return _SEPARATOR.join((names, reason, source))


def tell_named(words: Catalogue, detail: str) -> str:
    """Say in words what `join_named` put together; any other text stays as it is."""
    parts = detail.split(_SEPARATOR)
    if len(parts) > 2 and parts[1] in REASON_NAMES:
        parts[1] = words.text(REASON_NAMES[parts[1]])
    return _SEPARATOR.join(parts)
