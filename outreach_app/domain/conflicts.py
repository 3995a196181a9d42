"""A difference between machines as a person meets it: the base, each value with who, where and when, and decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach_app.domain.operations import Dot
from outreach_app.domain.registers import FieldKey
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

Said = Message | str
"""A sentence still to be rendered, or words that are the same in every language."""

REMOVE, KEEP = "remove", "keep"
"""The two ways to settle a removal that met an edit."""


class ConflictKind(StrEnum):
    """Whether two values of a field disagree, or a removal met an edit whose author it had not seen."""

    VALUES = "conflict"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class RivalValue:
    """One value as somebody wrote it; `dots` are the edits a decision replaces that was shown it.

    `value` is as journalled, `said` in words; `edited` names the field of an edit that a removal met, else it is empty.
    `on_visit` tells that the same machine logged a visit at the household that day.
    """

    value: object
    said: Said
    device: str
    own: bool
    from_office: bool
    author: str
    at: datetime
    on_visit: bool
    dots: frozenset[Dot]
    edited: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which machines disagree; values in the order they were written, the one shown last.

    `id` is the same on every machine. `household` is None for rows that belong to none.
    """

    id: str
    kind: ConflictKind
    key: FieldKey
    household: bytes | None
    household_code: str
    head: str
    subject: str
    village: bytes | None
    village_name: str
    field_name: str
    base: object
    base_said: Said
    values: tuple[RivalValue, ...]

    @property
    def shown(self) -> frozenset[Dot]:
        """Every edit a decision replaces whose author was shown this difference."""
        return frozenset().union(*(value.dots for value in self.values))


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision: the value that stands from now on, and the edits its author was shown (none: those there now)."""

    id: str
    value: object
    shown: frozenset[Dot] = frozenset()


@dataclass(frozen=True, slots=True)
class SettleReport:
    """What a run of decisions did: settled, not there any more, and still open because a newer value came between."""

    run: str
    settled: int
    gone: int
    still_open: int


@dataclass(frozen=True, slots=True)
class MergedField:
    """A field of a row that machines edited side by side: what stands there, and who wrote it."""

    field_name: str
    said: Said
    device: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A row on which several machines edited different fields: merged without asking."""

    table: str
    row: bytes
    household: bytes | None
    household_code: str
    subject: str
    fields: tuple[MergedField, ...]


class Rule(StrEnum):
    """How many differences are settled at once."""

    LATER = "later"
    OFFICE = "office"
    DEVICE = "device"


def choose_by_rule(conflicts: Iterable[Conflict], rule: Rule, *, device: str = "") -> list[Settlement]:
    """Settle by rule what it says something of: the later value, the office's, or the named machine's.

    Where a machine has two values among the rivals its later one counts; differences without any are left open.
    """
    found = []
    for conflict in conflicts:
        may = [value for value in conflict.values if _fits(value, rule, device)]
        if may:
            chosen = max(may, key=lambda value: value.at)
            found.append(Settlement(conflict.id, value_of(conflict, chosen), conflict.shown))
    return found


def value_of(conflict: Conflict, chosen: RivalValue) -> object:
    """The value that a choice settles a difference with: for a removal, whether the row goes or stays."""
    if conflict.kind is ConflictKind.VALUES:
        return chosen.value
    return KEEP if chosen.edited else REMOVE


def narrow(
    conflicts: Sequence[Conflict], *, field: str = "", village: bytes | None = None, device: str = ""
) -> list[Conflict]:
    """Choose the differences of one field, one village, or in which one machine has a part."""
    return [
        each
        for each in conflicts
        if (not field or each.key[2] == field)
        and (village is None or each.village == village)
        and (not device or any(value.device == device for value in each.values))
    ]


def _fits(value: RivalValue, rule: Rule, device: str) -> bool:
    if rule is Rule.OFFICE:
        return value.from_office
    return rule is Rule.LATER or value.device == device


def name_conflict(key: FieldKey) -> str:
    """Name a difference the same way on every machine: table, row in hexadecimal, field."""
    return f"{key[0]}:{key[1].hex()}:{key[2]}"


def parse_conflict(text: str) -> FieldKey | None:
    """Read such a name; None for anything else."""
    parts = text.split(":")
    try:
        return (parts[0], bytes.fromhex(parts[1]), parts[2]) if len(parts) == 3 else None
    except ValueError:
        return None


FIELD_NAMES: dict[str, str] = {
    "name": N_("name"),
    "relation": N_("relation"),
    "sex": N_("sex"),
    "born": N_("born"),
    "citizen_number": N_("citizen ID"),
    "insurance_number": N_("insurance number"),
    "phone": N_("phone"),
    "away": N_("works away"),
    "deceased": N_("deceased"),
    "do_not_contact": N_("do not contact"),
    "household": N_("household"),
    "village": N_("village"),
    "code": N_("household code"),
    "address": N_("address"),
    "neighbour_group": N_("neighbour group"),
    "category": N_("category"),
    "register_key": N_("number in the list"),
    "source": N_("source"),
    "added_at_door": N_("added at the door"),
    "merged_into": N_("merged with"),
    "scheme": N_("scheme"),
    "starts": N_("begins"),
    "ends": N_("ends"),
    "stage": N_("stage"),
    "reason": N_("reason"),
    "next_step": N_("next step"),
    "next_on": N_("next date"),
    "removed": N_("removal"),
    "income": N_("monthly income chosen"),
    "months": N_("months paid"),
    "first_month": N_("first month"),
    "role": N_("role"),
    "agency": N_("organisation"),
    "team": N_("team"),
    "ends_on": N_("last day"),
    "starts_on": N_("first day"),
    "kind": N_("kind"),
    "part": N_("part in the team"),
    "leads": N_("leads the team"),
    "standing": N_("who they are"),
    "note": N_("note"),
    "duty": N_("duty"),
    "agency_kind": N_("kind of organisation"),
    "canvasser": N_("canvasser"),
    "away_place": N_("where they work"),
    "away_since": N_("away since"),
    "back_when": N_("expected back"),
    "back_sure": N_("how sure that is"),
    "away_phone": N_("phone where they are"),
    "home_contact": N_("whom to call at home"),
    "returned_on": N_("back home since"),
    "zalo": N_("Zalo number"),
    "preferred_channel": N_("preferred contact"),
    "language": N_("language of papers"),
    "place": N_("place"),
    "day": N_("day"),
    "hour": N_("time of day"),
    "led_by": N_("led by"),
    "topic": N_("topic"),
    "planned": N_("people expected"),
    "others": N_("people without a name"),
    "answer": N_("answer to the invitation"),
    "attended": N_("attendance"),
    "heads": N_("people of the household"),
}
"""What each field is called; a field of a newer program is called by its own name."""

EMPTY = say("nothing")
"""What stands where a value is missing."""
YES, NO = say("yes"), say("no")
