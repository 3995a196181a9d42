"""Money against what is due, and cash against receipts: balances, the count at the end of a day, the difference."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.receipts import Means, ReceiptRow
from outreach_app.errors import Message, say
from outreach_app.i18n import Dong


@dataclass(frozen=True, slots=True)
class Balance:
    """What a sign-up costs its person and what was taken for it, in đồng."""

    due: int
    taken: int

    @property
    def missing(self) -> int:
        """What is still to be paid."""
        return max(0, self.due - self.taken)

    @property
    def over(self) -> int:
        """What was taken too much."""
        return max(0, self.taken - self.due)

    def tell(self) -> Message | None:
        """Say what is missing or too much; None when it is even."""
        if self.over:
            return say(
                "{amount} too much was taken: give it back, or make the receipt void.", amount=Dong(self.over)
            )
        if self.missing and self.taken:
            return say("A part is paid; {amount} is still to be paid.", amount=Dong(self.missing))
        if self.missing:
            return say("{amount} is still to be paid.", amount=Dong(self.missing))
        return None


@dataclass(frozen=True, slots=True)
class CashCount:
    """Receipts of one person that are not handed over yet: cash and transfers in đồng, and how many of each.

    `transfers` are for the list only: they went to the bank and are in nobody's pocket.
    """

    cash: int
    cash_receipts: int
    transfers: int
    transfer_receipts: int
    since: date | None = None

    @classmethod
    def of(cls, rows: Iterable[ReceiptRow]) -> "CashCount":
        """Add up what stands; void numbers carry nothing."""
        live = [row for row in rows if row.voided is None]
        cash = [row for row in live if row.means is Means.CASH]
        wired = [row for row in live if row.means is Means.TRANSFER]
        return cls(
            sum(row.amount for row in cash), count_papers(cash), sum(row.amount for row in wired), count_papers(wired),
            min((row.received_on for row in live), default=None),
        )  # fmt: skip

    def compare(self, counted: int) -> Message:
        """Say in one sentence whether the cash that was counted agrees with the receipts."""
        return tell_difference(self.cash, counted)


def count_papers(rows: Iterable[ReceiptRow]) -> int:
    """Count receipts as papers: one that carries a whole family counts once, one without a number by itself."""
    return len({row.key or (row.number or row.id) for row in rows})


def tell_difference(due: int, counted: int) -> Message:
    """Say whether counted cash agrees with what the receipts come to, both in đồng."""
    if counted == due:
        return say("The cash agrees with the receipts: {amount}.", amount=Dong(due))
    if counted < due:
        return say(
            "{amount} is missing: the receipts come to {due}, counted were {counted}.",
            amount=Dong(due - counted), due=Dong(due), counted=Dong(counted),
        )  # fmt: skip
    return say(
        "{amount} is too much: the receipts come to {due}, counted were {counted}.",
        amount=Dong(counted - due), due=Dong(due), counted=Dong(counted),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """Cash that went from one person to another with a signed slip; `due` is what the listed receipts came to."""

    id: bytes
    day: date
    canvasser: bytes | None
    canvasser_name: str
    receiver_name: str
    due: int
    counted: int
    why: str
    receipts: tuple[bytes, ...]

    @property
    def difference(self) -> Message:
        """Whether the cash agreed with the receipts."""
        return tell_difference(self.due, self.counted)
