"""What can come of a knock on the door: outcomes, worries, channels, next steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.people import Scheme
from outreach_app.i18n import N_


class Outcome(StrEnum):
    """Result of a visit for one person and scheme, or for the whole door; keys are promised by the command line."""

    SIGNED_UP = "signed_up"
    CONTINUING = "continuing"
    CALL_BACK = "call_back"
    THINKING = "thinking"
    REFUSED = "refused"
    NOT_HOME = "not_home"
    WORKING_AWAY = "working_away"
    WRONG_ADDRESS = "wrong_address"
    MOVED_AWAY = "moved_away"
    ALREADY_COVERED = "already_covered"
    NOT_ELIGIBLE = "not_eligible"
    BELONGS_TO_COMPULSORY = "belongs_to_compulsory"
    DECEASED = "deceased"
    DO_NOT_CONTACT = "do_not_contact"


OUTCOME_NAMES: dict[Outcome, str] = {
    Outcome.SIGNED_UP: N_("Joins"),
    Outcome.CONTINUING: N_("Pays on"),
    Outcome.CALL_BACK: N_("Come again"),
    Outcome.THINKING: N_("Thinking about it"),
    Outcome.REFUSED: N_("Refuses"),
    Outcome.NOT_HOME: N_("Nobody at home"),
    Outcome.WORKING_AWAY: N_("Away for work"),
    Outcome.WRONG_ADDRESS: N_("Wrong address"),
    Outcome.MOVED_AWAY: N_("Moved away"),
    Outcome.ALREADY_COVERED: N_("Covered otherwise"),
    Outcome.NOT_ELIGIBLE: N_("Not eligible"),
    Outcome.BELONGS_TO_COMPULSORY: N_("Belongs to compulsory insurance"),
    Outcome.DECEASED: N_("Has died"),
    Outcome.DO_NOT_CONTACT: N_("Do not contact"),
}

PERSON_KEYS: dict[str, Outcome] = {
    "1": Outcome.SIGNED_UP,
    "2": Outcome.THINKING,
    "3": Outcome.CALL_BACK,
    "4": Outcome.REFUSED,
    "5": Outcome.WORKING_AWAY,
    "6": Outcome.ALREADY_COVERED,
    "7": Outcome.CONTINUING,
    "8": Outcome.NOT_ELIGIBLE,
    "9": Outcome.BELONGS_TO_COMPULSORY,
}
"""Digit to outcome for one person and scheme on the visit form."""

ROW_KEYS: dict[str, Outcome] = {
    "1": Outcome.SIGNED_UP,
    "2": Outcome.THINKING,
    "3": Outcome.CALL_BACK,
    "4": Outcome.REFUSED,
    "5": Outcome.WORKING_AWAY,
    "6": Outcome.ALREADY_COVERED,
    "7": Outcome.CONTINUING,
    "8": Outcome.MOVED_AWAY,
    "9": Outcome.WRONG_ADDRESS,
    "0": Outcome.NOT_HOME,
}
"""Digit to outcome for one printed row; the tick boxes on paper stand in this order."""

DOOR_OUTCOMES = (
    Outcome.NOT_HOME,
    Outcome.MOVED_AWAY,
    Outcome.WRONG_ADDRESS,
    Outcome.WORKING_AWAY,
    Outcome.REFUSED,
    Outcome.CALL_BACK,
    Outcome.DO_NOT_CONTACT,
)
"""What can be said of a whole door when nobody was asked one by one."""

SPOKEN_TO = frozenset(Outcome) - {
    Outcome.NOT_HOME,
    Outcome.WRONG_ADDRESS,
    Outcome.MOVED_AWAY,
    Outcome.WORKING_AWAY,
}
"""Door outcomes that prove somebody was spoken to."""

WON = frozenset({Outcome.SIGNED_UP, Outcome.CONTINUING})


class Channel(StrEnum):
    """Where the contact took place."""

    DOOR = "door"
    PHONE = "phone"
    CHAT = "chat"
    COUNTER = "counter"
    MEETING = "meeting"


CHANNEL_NAMES: dict[Channel, str] = {
    Channel.DOOR: N_("at the door"),
    Channel.PHONE: N_("by telephone"),
    Channel.CHAT: N_("by Zalo"),
    Channel.COUNTER: N_("at the counter"),
    Channel.MEETING: N_("at a meeting"),
}


class NextStep(StrEnum):
    """What was agreed to happen next."""

    SIGN_UP = "sign_up"
    RETURN = "return"
    CALL = "call"
    NONE = "none"


NEXT_STEP_NAMES: dict[NextStep, str] = {
    NextStep.SIGN_UP: N_("Sign up now"),
    NextStep.RETURN: N_("Come back"),
    NextStep.CALL: N_("Telephone"),
    NextStep.NONE: N_("Nothing"),
}


class Cancelled(StrEnum):
    """Why a visit no longer counts where nobody typed a reason: stored by its key, in every language the same."""

    UNDONE = "undone"
    ROW_CLEARED = "row_cleared"
    NOT_SAID = "cancelled"


OBJECTION_NAMES: dict[str, str] = {
    "unstable_income": N_("Income is irregular, afraid of gaps"),
    "cannot_afford": N_("Cannot afford it now"),
    "too_long": N_("Too long until a pension"),
    "unclear_benefit": N_("Does not see what it is good for"),
    "fewer_benefits": N_("Fewer benefits than compulsory insurance"),
    "health_only": N_("Wants the health card only"),
    "has_private": N_("Has private insurance already"),
    "spouse_disagrees": N_("Husband or wife does not agree"),
    "rules_change": N_("Rules change too often"),
    "waits_harvest": N_("Waits for the harvest to be sold"),
    "children_care": N_("Children will take care of them"),
    "no_trust": N_("Does not trust the collector"),
    "other": N_("Another worry"),
}
"""Worries heard at the door, in the order of the list on the visit form."""


class Reaction(StrEnum):
    """What the family thought of the answer to its worry."""

    REASSURED = "reassured"
    NOT_YET = "not_yet"
    ASKS_OFFICE = "asks_office"


REACTION_NAMES: dict[Reaction, str] = {
    Reaction.REASSURED: N_("More at ease"),
    Reaction.NOT_YET: N_("Not yet"),
    Reaction.ASKS_OFFICE: N_("Ask the office"),
}


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """What came of the visit for one person under one scheme; `person` is a row id (16 bytes)."""

    person: bytes
    scheme: Scheme
    outcome: Outcome


def was_spoken_to(door: Outcome | None, people: Iterable[PersonOutcome], met: Iterable[bytes]) -> bool:
    """Tell whether somebody was spoken to: someone was met or asked, or the door outcome implies it."""
    if any(met) or any(told.outcome is not Outcome.NOT_HOME for told in people):
        return True
    return door in SPOKEN_TO


def suggest_next_date(outcome: Outcome, visited_on: date) -> date | None:
    """Suggest when to come again: a week for a promise or a thought, three days for an empty house, else never."""
    days = {Outcome.CALL_BACK: 7, Outcome.THINKING: 7, Outcome.NOT_HOME: 3}.get(outcome)
    return visited_on + timedelta(days=days) if days else None
