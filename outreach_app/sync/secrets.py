"""A machine's secrets and pins as they are kept inside the encrypted database."""

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from outreach_app.store import settings
from outreach_app.sync.keys import MachineKeys, PublicKeys

_NAME = "secrets"


@dataclass(frozen=True, slots=True)
class Pins:
    """Own keys, the office's pinned keys, and who else may read what this machine sends.

    `team` is the recipient of the team's files, `team_identity` its secret (leads and the office), `escrow` the
    office's recipient of last resort; `binding` proves this machine's keys to anybody who pinned the office.
    """

    own: MachineKeys
    office: PublicKeys
    escrow: str
    team: str | None = None
    team_identity: str | None = None
    certificate: bytes | None = None
    binding: bytes | None = None

    @property
    def identities(self) -> list[str]:
        """Every secret this machine can open files with."""
        return [self.own.seal_identity, *([self.team_identity] if self.team_identity else [])]

    @classmethod
    def read(cls, session: Session) -> Self:
        """Read them from the open workspace."""
        told = settings.read_setting(session, _NAME)
        return cls(
            MachineKeys(told["seed"], told["identity"]),
            PublicKeys(told["office_sign"], told["office_seal"]),
            told["escrow"],
            told["team"],
            told["team_identity"],
            told["certificate"],
            told["binding"],
        )

    def write(self, session: Session) -> None:
        """Store them in the open workspace."""
        told = {
            "seed": self.own.sign_seed, "identity": self.own.seal_identity, "office_sign": self.office.sign,
            "office_seal": self.office.seal, "escrow": self.escrow, "team": self.team,
            "team_identity": self.team_identity, "certificate": self.certificate, "binding": self.binding,
        }  # fmt: skip
        settings.write_setting(session, _NAME, told)
