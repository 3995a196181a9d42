"""The doors that the renewal list sends somebody to: windows about to close, and people who stopped."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlmodel import Session

from outreach_app.domain.renewal_reasons import CLASS_OF, RenewalClass, RenewalItem
from outreach_app.domain.rows import WorkReason
from outreach_app.services.renewals import read_items
from outreach_app.store.worklist import DoorReason

MOST_CLOSING = 200
MOST_LAPSED = 50
"""More people to win back than this stand on the renewal list, not among today's doors."""
_REASONS = {RenewalClass.CLOSING: WorkReason.WINDOW_CLOSING, RenewalClass.STOPPED: WorkReason.LAPSED}
_QUIET = {WorkReason.WINDOW_CLOSING: timedelta(days=7), WorkReason.LAPSED: timedelta(days=30)}
"""For so long after a visit a door is left alone for this reason."""


def find_renewal_doors(session: Session, today: date, *, village: bytes | None = None) -> list[DoorReason]:
    """The doors whose time to pay runs out, then those to win back, newest first and at most MOST_LAPSED of them."""
    most = {RenewalClass.CLOSING: MOST_CLOSING, RenewalClass.STOPPED: 4 * MOST_LAPSED}
    items = read_items(session, today, village=village, most=most)
    closing, lapsed = (
        list(_doors((item for item in items if CLASS_OF[item.renewal.reason] is group), today))
        for group in most
    )
    return closing + lapsed[:MOST_LAPSED]


def _doors(items: Iterable[RenewalItem], today: date) -> Iterator[DoorReason]:
    """One reason for each household: everybody it is about, the day of the most urgent."""
    homes: dict[bytes, list[RenewalItem]] = {}
    for item in items:
        reason = _REASONS[CLASS_OF[item.renewal.reason]]
        last = item.person.last_visit
        if last is None or today - last > _QUIET[reason]:
            homes.setdefault(item.person.household, []).append(item)
    for home, told in homes.items():
        first = told[0].renewal
        reason = _REASONS[CLASS_OF[first.reason]]
        names = ", ".join(dict.fromkeys(item.person.name for item in told))
        left = first.days_left(today)
        if reason is WorkReason.WINDOW_CLOSING and left is not None:
            yield DoorReason(home, reason, names, first.window_ends, left)
        else:
            yield DoorReason(home, reason, names, first.due, first.waiting_days)
