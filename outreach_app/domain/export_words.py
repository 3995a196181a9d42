"""The words that the keys in an export stand for, in English source strings: the lists the program itself uses."""

from collections.abc import Mapping
from typing import Any

from outreach_app.domain.exports import Dictionary
from outreach_app.domain.lapses import LAPSE_NAMES
from outreach_app.domain.meetings import MEETING_KIND_NAMES
from outreach_app.domain.official_figures import MEASURE_NAMES
from outreach_app.domain.people import RELATIONS, SCHEME_NAMES
from outreach_app.domain.prospects import REASON_NAMES
from outreach_app.domain.receipts import MEANS_NAMES
from outreach_app.domain.targets import AIM_NAMES, SUBJECT_NAMES
from outreach_app.domain.teams import AGENCY_NAMES, DUTY_NAMES, KIND_NAMES
from outreach_app.domain.territory import VILLAGE_KINDS
from outreach_app.domain.visits import (
    CHANNEL_NAMES,
    NEXT_STEP_NAMES,
    OBJECTION_NAMES,
    OUTCOME_NAMES,
    REACTION_NAMES,
)
from outreach_app.i18n import Catalogue, open_catalogue

Words = Mapping[str, tuple[str, str]]

_NAMES: Mapping[str, Mapping[Any, str]] = {
    "agency_kind": AGENCY_NAMES,
    "aim": AIM_NAMES,
    "channel": CHANNEL_NAMES,
    "duty": DUTY_NAMES,
    "lapse_reason": LAPSE_NAMES,
    "means": MEANS_NAMES,
    "measure": MEASURE_NAMES,
    "meeting_kind": MEETING_KIND_NAMES,
    "next_step": NEXT_STEP_NAMES,
    "objection": OBJECTION_NAMES,
    "outcome": OUTCOME_NAMES,
    "prospect_reason": REASON_NAMES,
    "reaction": REACTION_NAMES,
    "relation": RELATIONS,
    "scheme": SCHEME_NAMES,
    "subject_kind": SUBJECT_NAMES,
    "team_kind": KIND_NAMES,
}


def list_words(dictionary: Dictionary) -> Mapping[str, Words]:
    """List every vocabulary: key to its English and its Vietnamese words."""
    vietnamese = open_catalogue("vi")
    found: dict[str, Words] = {name: _translate(names, vietnamese) for name, names in _NAMES.items()}
    found["village_kind"] = {key: (word, word) for key, word in VILLAGE_KINDS.items()}
    return found | dict(dictionary.values)


def _translate(names: Mapping[Any, str], vietnamese: Catalogue) -> Words:
    return {str(key): (name, vietnamese.text(name)) for key, name in names.items()}
