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

    `teams` are the recipients of the communes' teams, `team_identities` their secrets (leads only), `escrow` the
    office's recipient of last resort; `binding` proves this machine's keys to anybody who pinned the office.
    """

    own: MachineKeys
    office: PublicKeys
    escrow: str
    teams: tuple[str, ...] = ()
    team_identities: tuple[str, ...] = ()
    certificate: bytes | None = None
    binding: bytes | None = None

    @property
    def identities(self) -> list[str]:
        """Every secret this machine can open files with."""
        return [self.own.seal_identity, *self.team_identities]

    @classmethod
    def read(cls, session: Session) -> Self:
        """Read them from the open workspace."""
        told = settings.read_setting(session, _NAME)
        return cls(
            MachineKeys(told["seed"], told["identity"]),
            PublicKeys(told["office_sign"], told["office_seal"]),
            told["escrow"],
            tuple(told["teams"]),
            tuple(told["team_identities"]),
            told["certificate"],
            told["binding"],
        )

    def write(self, session: Session) -> None:
        """Store them in the open workspace."""
        told = {
            "seed": self.own.sign_seed, "identity": self.own.seal_identity, "office_sign": self.office.sign,
            "office_seal": self.office.seal, "escrow": self.escrow, "teams": list(self.teams),
            "team_identities": list(self.team_identities), "certificate": self.certificate, "binding": self.binding,
        }  # fmt: skip
        settings.write_setting(session, _NAME, told)
