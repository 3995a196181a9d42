"""The doors that the renewal list sends somebody to: windows about to close, and people who stopped."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlmodel import Session

from outreach_app.domain.renewal_reasons import CLASS_OF, RenewalClass, RenewalItem, RenewalReason
from outreach_app.domain.rows import WorkReason
from outreach_app.services.renewals import read_items
from outreach_app.store.worklist import DoorReason

MOST_CLOSING = 200
MOST_LAPSED = 50
"""More people to win back than this stand on the renewal list, not among today's doors."""
_QUIET = {
    WorkReason.WINDOW_CLOSING: timedelta(days=7), WorkReason.LAPSED: timedelta(days=30),
    WorkReason.WITHDRAWING: timedelta(days=3),
}  # fmt: skip
"""For so long after a visit a door is left alone for this reason."""


def find_renewal_doors(session: Session, today: date, *, village: bytes | None = None) -> list[DoorReason]:
    """The doors whose time to pay runs out, then those to win back, newest first and at most MOST_LAPSED of them.

    Somebody who came to withdraw everything is named before those who stopped.
    """
    most = {RenewalClass.CLOSING: MOST_CLOSING, RenewalClass.STOPPED: 4 * MOST_LAPSED}
    items = read_items(session, today, village=village, most=most)
    closing, lapsed = (
        list(_doors((item for item in items if CLASS_OF[item.renewal.reason] is group), today))
        for group in most
    )
    return closing + lapsed[:MOST_LAPSED]


def _work_reason(item: RenewalItem) -> WorkReason:
    if item.renewal.reason is RenewalReason.WITHDRAWING:
        return WorkReason.WITHDRAWING
    closing = CLASS_OF[item.renewal.reason] is RenewalClass.CLOSING
    return WorkReason.WINDOW_CLOSING if closing else WorkReason.LAPSED


_REASONS = (WorkReason.WINDOW_CLOSING, WorkReason.WITHDRAWING, WorkReason.LAPSED)


def _doors(items: Iterable[RenewalItem], today: date) -> Iterator[DoorReason]:
    """One reason for each household: everybody it is about, the day of the most urgent."""
    homes: dict[bytes, list[RenewalItem]] = {}
    for item in sorted(items, key=lambda item: _REASONS.index(_work_reason(item))):
        last = item.person.last_visit
        if last is None or today - last > _QUIET[_work_reason(item)]:
            homes.setdefault(item.person.household, []).append(item)
    for home, named in homes.items():
        reason = _work_reason(named[0])
        told = [item for item in named if _work_reason(item) is reason]
        first = told[0].renewal
        names = ", ".join(dict.fromkeys(item.person.name for item in told))
        left = first.days_left(today)
        if reason is WorkReason.WINDOW_CLOSING and left is not None:
            yield DoorReason(home, reason, names, first.window_ends, left)
        else:
            yield DoorReason(home, reason, names, first.due, first.waiting_days)
