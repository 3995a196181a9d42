"""Rows that may be one and the same, as a person is asked about them: the reasons in words, and what can be decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach_app.errors import Message, say
from outreach_app.i18n import N_


class Verdict(StrEnum):
    """What a person says of two rows; 'open' takes an earlier word back."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"


class Sureness(StrEnum):
    """How much speaks for a pair, so that the plain ones can be settled together."""

    PLAIN = "plain"
    LIKELY = "likely"


SURENESS_NAMES: dict[Sureness, str] = {
    Sureness.PLAIN: N_("almost certainly the same"),
    Sureness.LIKELY: N_("probably the same"),
}
PLAIN_BITS = 12.0
"""Evidence beyond what is needed to be shown, from which a pair counts as plain."""

REASONS: dict[str, str] = {
    "same_citizen_number": N_("the same citizen ID"),
    "citizen_number_slip": N_("citizen IDs that differ in one digit, or in two that changed places"),
    "same_old_number": N_("the same old identity card number"),
    "old_number_slip": N_(
        "old identity card numbers that differ in one digit, or in two that changed places"
    ),
    "same_insurance_number": N_("the same insurance number"),
    "insurance_number_slip": N_("insurance numbers that differ in one digit, or in two that changed places"),
    "same_name": N_("the same name"),
    "same_letters": N_("the same name but for its marks"),
    "filler_dropped": N_("the same name but for Thị, Văn or A in the middle"),
    "name_order": N_("the same words in the name, in another order"),
    "similar_name": N_("names that are nearly alike"),
    "name_part": N_("one name is a part of the other"),
    "same_birth_date": N_("the same date of birth"),
    "same_birth_month": N_("the same month and year of birth"),
    "same_birth_year": N_("the same year of birth"),
    "birth_year_near": N_("years of birth one apart"),
    "day_and_month_swapped": N_("day and month of birth changed places"),
    "birth_date_slip": N_("dates of birth that differ in one digit, or in two that changed places"),
    "birth_date_part": N_("dates of birth that differ in one part"),
    "same_village": N_("the same village"),
    "same_household": N_("the same household"),
    "same_list_number": N_("the same household number on the list"),
    "same_kin": N_("people of the same names in both households"),
    "same_phone": N_("the same phone number"),
    "same_address": N_("the same address"),
    "similar_address": N_("addresses that are nearly alike"),
    "several_people": N_("several people look alike"),
    "one_person": N_("one person looks alike"),
    "same_head": N_("the heads of household look alike"),
}
"""Every reason by its stable key, as it stands in a list of reasons."""


def tell_reason(key: str) -> Message:
    """Put a reason into words; one of a newer program is shown by its key."""
    return say(REASONS.get(key, key))


COMPARED: dict[str, tuple[str, ...]] = {
    "person": ("name", "sex", "born", "relation", "citizen_number", "insurance_number", "phone"),
    "household": ("head", "members", "address", "neighbour_group", "register_key", "phone", "category"),
}
"""The fields that stand side by side, in the order of the strip."""

FIELD_NAMES: dict[str, str] = {
    "name": N_("name"),
    "sex": N_("sex"),
    "born": N_("date of birth"),
    "relation": N_("relation to the head"),
    "citizen_number": N_("citizen ID"),
    "insurance_number": N_("insurance number"),
    "phone": N_("phone"),
    "head": N_("head of household"),
    "members": N_("members"),
    "address": N_("address"),
    "neighbour_group": N_("neighbour group"),
    "register_key": N_("household number on the list"),
    "category": N_("category"),
}


@dataclass(frozen=True, slots=True)
class DuplicateSide:
    """One of the two rows: where it stands, its values by field as stored, and who made it when on which machine."""

    row: bytes
    household: bytes
    household_code: str
    head: str
    village_name: str
    values: Mapping[str, str]
    device: str
    author: str
    at: datetime

    @property
    def title(self) -> str:
        """What the row is called: the person's name, or the head's."""
        return self.values.get("name") or self.head or self.household_code


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two rows that look alike and wait for a person; `subject` is 'person' or 'household', `differing` the fields.

    `keeps` is the row that stays when they are told to be the same.
    """

    id: str
    subject: str
    sureness: Sureness
    reason_keys: tuple[str, ...]
    one: DuplicateSide
    other: DuplicateSide
    differing: tuple[str, ...]
    keeps: bytes

    @property
    def reasons(self) -> tuple[Message, ...]:
        """What speaks for it, in words, strongest first."""
        return tuple(tell_reason(key) for key in self.reason_keys)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a run of decisions did: pairs settled by verdict, names that were settled before or are gone, the run."""

    run: str
    same: int
    different: int
    passed_over: tuple[str, ...]


def differing_fields(subject: str, one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """Name the fields in which both rows say something and disagree, or only one says something."""
    return tuple(name for name in COMPARED[subject] if one.get(name, "") != other.get(name, ""))


def choose_kept(
    one: tuple[Mapping[str, str], int, bytes], other: tuple[Mapping[str, str], int, bytes]
) -> bytes:
    """Choose which of two rows stays: the one that tells more, a citizen ID first, then the older, then the lesser id.

    Each row is its values, the stamp of its creation, and its id.
    """
    return min((one, other), key=_rank_kept)[2]


def _rank_kept(row: tuple[Mapping[str, str], int, bytes]) -> tuple[int, int, int, bytes]:
    values, made, id = row
    whole = len(values.get("citizen_number", "")) == 12
    return -int(whole), -sum(1 for value in values.values() if value), made, id
