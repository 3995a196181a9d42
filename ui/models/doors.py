"""What the forms about doors show: handing them out to somebody, putting them into a neighbour group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from outreach_app.errors import Message

TEAM = "team:"
"""What stands before a team's id where people and teams are chosen from one list."""


class DoorKind(StrEnum):
    """Which of the two forms is open."""

    ASSIGN = "assign"
    GROUP = "group"


class Which(StrEnum):
    """Which doors are meant."""

    ONE = "one"
    ALL = "all"


class Way(StrEnum):
    """How doors are handed out."""

    FILE = "file"
    PAPER = "paper"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class DoorForm:
    """An open form: whose doors, to whom they may go, which groups there are, and what was left out the last time."""

    kind: DoorKind
    name: str
    count: int
    today: date
    workers: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    groups: tuple[str, ...] = ()
    group: str = ""
    leads: bool = False
    errors: Mapping[str, Message] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[Message, ...] = ()
    more: int = 0
    busy: bool = False
