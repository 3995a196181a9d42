"""What Settings shows of the program's version and of new ones on a stick."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outreach_app.services.releases import Offer


class VersionWork(StrEnum):
    """What the page's form does."""

    TAKE = "take"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class VersionsState:
    """The version that runs and what was found.

    `next` is what the next start runs when that is another one, `failed` a version that was left; `bundle` is false
    for a program out of a Python of its own, which no stick replaces. `offers` is None before anybody looked. Rows of
    the page are the paths of the offers.
    """

    own: str = ""
    next: str = ""
    failed: str = ""
    bundle: bool = False
    folder: str = ""
    offers: "tuple[Offer, ...] | None" = None
    taking: bool = False

    @property
    def fits(self) -> "tuple[Offer, ...]":
        """The versions this machine takes."""
        return tuple(offer for offer in self.offers or () if offer.refusal is None)

    @property
    def works(self) -> tuple[VersionWork, ...]:
        """What there is to do here now."""
        if not self.bundle or self.taking:
            return ()
        return (VersionWork.TAKE, VersionWork.LOOK) if self.fits else (VersionWork.LOOK,)

    def find(self, row: object) -> "Offer | None":
        """The version of a row, if this machine takes it; the only one without a row."""
        chosen = [offer for offer in self.fits if str(offer.path) == row] or list(self.fits[:1])
        return chosen[0] if chosen and (row is None or str(chosen[0].path) == row) else None
