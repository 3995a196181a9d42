"""What the pages of Exchange about one machine and about handing doors over show."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What is done about a machine: looking, blocking it, or replacing it."""

    LOOK = "look"
    BLOCK = "block"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class MachineLook:
    """A machine: its name, what is known of it line by line, what is begun, and what was just made for it.

    `note` says what the act begun means, `folder` is where its file goes unless somebody says otherwise.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    act: Act
    note: str = ""
    folder: str = ""
    revoked: bool = False
    replaced: bool = False
    result: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class HandoverLook:
    """Whose doors may go, who may take them, and what was handed over last."""

    leavers: tuple[tuple[bytes, str], ...]
    successors: tuple[tuple[bytes, str], ...]
    result: tuple[str, str] = ("", "")
