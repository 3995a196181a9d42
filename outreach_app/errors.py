"""Every error whose text a person may read; anything else that is raised is a bug.

OutreachError
├── BadInput            what was typed or handed in cannot be used; nothing was changed (exit 3)
│   ├── UnreadableFile  a file is damaged, protected, foreign or not what it says
│   └── NotFound        nothing in the workspace answers to what was asked for
├── NotAllowed          wrong passphrase or code, or outside this machine's permission (exit 4)
└── EnvironmentTrouble  disk full, folder read-only, store locked or damaged (exit 3)
    └── StoreUnavailable
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet in any language: an English source string and its parameters."""

    key: str
    parameters: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.key.format_map(dict(self.parameters)) if self.parameters else self.key


def say(key: str, /, **parameters: object) -> Message:
    """Mark an English sentence with {named} parameters for translation and carry both until somebody renders them."""
    return Message(key, parameters)


class OutreachError(Exception):
    """What went wrong in one sentence and what to do next in another; `key` is stable across languages."""

    key = "trouble"
    exit_code = 3

    def __init__(self, message: Message, advice: Message, *, key: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.advice = advice
        if key is not None:
            self.key = key


class BadInput(OutreachError):
    """Something typed or handed in cannot be used; nothing was changed."""

    key = "bad_input"


class UnreadableFile(BadInput):
    """A file is damaged, protected, foreign, or not what its name says."""

    key = "unreadable_file"


class NotFound(BadInput):
    """Nothing in this workspace answers to what was asked for."""

    key = "not_found"


class NotAllowed(OutreachError):
    """The passphrase or code is wrong, or this machine has no permission for it."""

    key = "not_allowed"
    exit_code = 4


class EnvironmentTrouble(OutreachError):
    """The disk, a folder or another program stands in the way; nothing was lost."""

    key = "environment"


class StoreUnavailable(EnvironmentTrouble):
    """The workspace cannot be opened or written just now."""

    key = "store_unavailable"
