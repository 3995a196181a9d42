"""What happened to a record: who wrote what, when, on which machine, in whose place, and whether it was taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from outreach_app.domain.conflicts import Said
from outreach_app.domain.operations import Dot
from outreach_app.domain.registers import ERASED, REMOVED
from outreach_app.i18n import N_

MERGED = "merged_into"
ENDED = ("cancelled", "withdrawn", "voided")
"""Fields of a version that takes the one before it out of force, each holding why."""


class Deed(StrEnum):
    """What somebody did to a record."""

    MADE = "made"
    CHANGED = "changed"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    BROUGHT_BACK = "brought_back"
    MERGED = "merged"
    ERASED = "erased"


DEED_NAMES: dict[Deed, str] = {
    Deed.MADE: N_("entered"),
    Deed.CHANGED: N_("changed"),
    Deed.CORRECTED: N_("written anew"),
    Deed.CANCELLED: N_("taken back"),
    Deed.REMOVED: N_("taken out"),
    Deed.BROUGHT_BACK: N_("brought back"),
    Deed.MERGED: N_("put together with another"),
    Deed.ERASED: N_("values erased"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that was written: its values as journalled and in words; `held_back` when nobody here may see them."""

    field: str
    name: str
    was: object
    now: object
    was_said: tuple[Said, ...]
    now_said: tuple[Said, ...]
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation on one row, as far as it is known here.

    `subject` is what the row is called, `household` the code it belongs to; `device` is empty for a machine nobody has
    named yet; `undone` tells that it was taken back later, `undoes` that it takes something back itself; `let_in_by`
    names who let it in after it was refused.
    """

    dot: Dot
    at: datetime
    author: str
    device: str
    own_machine: bool
    deed: Deed
    table: str
    row: bytes
    subject: str
    household: str
    changes: tuple[FieldChange, ...] = ()
    undone: bool = False
    undoes: bool = False
    let_in_by: str = ""

    @property
    def id(self) -> str:
        """A name that no other entry here has."""
        return f"{self.dot[0].hex()}-{self.dot[1]}"


RESTORABLE: Mapping[str, frozenset[str]] = {
    "person": frozenset(
        "name relation sex born citizen_number insurance_number phone away deceased do_not_contact zalo"
        " preferred_channel".split()
    ),
    "household": frozenset("address neighbour_group category phone do_not_contact preferred_channel".split()),
}
"""Fields whose earlier value one key brings back; everything else has an undo or a form of its own."""


def can_restore(entry: HistoryEntry, change: FieldChange) -> bool:
    """Tell whether one key brings back what a change replaced."""
    known = change.field in RESTORABLE.get(entry.table, ())
    return known and entry.deed is Deed.CHANGED and not change.held_back


def find_deed(changed: Mapping[str, tuple[object, object]]) -> Deed:
    """Tell what an edit did by the fields it wrote, each with (was, now)."""
    if REMOVED in changed:
        now = changed[REMOVED][1]
        return Deed.ERASED if now == ERASED else Deed.BROUGHT_BACK if now is None else Deed.REMOVED
    if MERGED in changed:
        return Deed.BROUGHT_BACK if changed[MERGED][1] is None else Deed.MERGED
    return Deed.CHANGED


def find_version_deed(values: Mapping[str, object]) -> Deed:
    """Tell what a row did that stands for an earlier one: it corrects it, or takes it out of force."""
    return Deed.CANCELLED if any(values.get(name) for name in ENDED) else Deed.CORRECTED


def hold_back(change: FieldChange) -> FieldChange:
    """The same change without its values, for whoever may not see them."""
    return replace(change, was=None, now=None, was_said=(), now_said=(), held_back=True)
