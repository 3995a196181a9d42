"""Looks at somebody's data: what was done with whose, when and by whom; ids only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach_app.i18n import N_


class AccessAct(StrEnum):
    """What was done with somebody's data."""

    OPENED = "opened"
    EXPORTED = "exported"
    PRINTED = "printed"
    SEARCHED = "searched"


ACT_NAMES: dict[AccessAct, str] = {
    AccessAct.OPENED: N_("looked at"),
    AccessAct.EXPORTED: N_("exported"),
    AccessAct.PRINTED: N_("printed"),
    AccessAct.SEARCHED: N_("searched for"),
}


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One look: when, by whom (row id of who was working), at whom, what."""

    at: datetime
    canvasser: bytes | None
    person: bytes
    act: str
    canvasser_name: str = ""
