"""What Settings shows of the program's version and of new ones on a stick."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outreach_app.services.releases import Offer
    from outreach_app.services.version_before import WayBack


class VersionWork(StrEnum):
    """What the page's form does."""

    TAKE = "take"
    LOOK = "look"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class VersionsState:
    """The version that runs and what was found.

    `next` is what the next start runs when that is another one, `failed` a version that was left; `bundle` is false
    for a program out of a Python of its own, which no stick replaces. `offers` is None before anybody looked. Rows of
    the page are the paths of the offers. `before` is the version that somebody can go back to.
    """

    own: str = ""
    next: str = ""
    failed: str = ""
    bundle: bool = False
    folder: str = ""
    offers: "tuple[Offer, ...] | None" = None
    taking: bool = False
    before: str = ""

    @property
    def fits(self) -> "tuple[Offer, ...]":
        """The versions this machine takes."""
        return tuple(offer for offer in self.offers or () if offer.refusal is None)

    @property
    def works(self) -> tuple[VersionWork, ...]:
        """What there is to do here now."""
        if not self.bundle or self.taking:
            return ()
        take = (VersionWork.TAKE,) if self.fits else ()
        back = (VersionWork.BACK,) if self.before else ()
        return (*take, VersionWork.LOOK, *back)

    def find(self, row: object) -> "Offer | None":
        """The version of a row, if this machine takes it; the only one without a row."""
        chosen = [offer for offer in self.fits if str(offer.path) == row] or list(self.fits[:1])
        return chosen[0] if chosen and (row is None or str(chosen[0].path) == row) else None


@dataclass(frozen=True, slots=True)
class GoingBack:
    """Going back as somebody asked for it: the version before, the workspace, and the passphrase typed for it."""

    way: "WayBack"
    workspace: Path
    passphrase: str
