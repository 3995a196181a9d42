"""Today's list: which doors to go to and why, ordered by a rule a person can see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.rows import WorkItem, WorkReason
from outreach_app.domain.text import sort_key_place
from outreach_app.services.desk import Desk
from outreach_app.services.renewal_doors import find_renewal_doors
from outreach_app.store import households, worklist
from outreach_app.store.worklist import DoorReason

_ORDER = (
    WorkReason.PROMISED,
    WorkReason.UNFINISHED_SIGN_UP,
    WorkReason.WINDOW_CLOSING,
    WorkReason.LAPSED,
    WorkReason.NOBODY_HOME,
    WorkReason.NEVER_VISITED,
)


@dataclass(frozen=True, slots=True)
class Work:
    """Reads what is to be done."""

    desk: Desk

    def list_doors(self, *, village: bytes | None = None, limit: int = 400) -> list[WorkItem]:
        """List the doors to go to: promised returns that are due, joiners without papers, windows that close, people to
        win back, empty houses, new doors.

        Within a reason the longest wait comes first, and houses of one village and neighbour group stand together.
        """
        today = self.desk.today
        with self.desk.read() as session:
            told = worklist.read_reasons(session, today, village=village, limit=limit)
            reasons = _join(told, find_renewal_doors(session, today, village=village))
            rows = households.read_many(session, [each.household for each in reasons])
        items = [
            WorkItem(rows[each.household], each.reason, each.detail, each.due_on, each.waiting_days)
            for each in reasons
            if each.household in rows
        ]
        return sorted(items, key=_place)[:limit]

    def count_done(self, day: date | None = None) -> int:
        """Count the doors knocked on a day (today)."""
        with self.desk.read() as session:
            return worklist.count_doors_of_day(session, day or self.desk.today)


def _join(told: Iterable[DoorReason], renewals: Iterable[DoorReason]) -> list[DoorReason]:
    """One reason for each door, the strongest."""
    found: dict[bytes, DoorReason] = {}
    for reason in sorted([*told, *renewals], key=lambda each: _ORDER.index(each.reason)):
        found.setdefault(reason.household, reason)
    return list(found.values())


def _place(item: WorkItem) -> tuple[int, int, str, str, str]:
    # The longest wait first; of windows that close and of people to win back, the nearest day.
    near = item.reason in (WorkReason.WINDOW_CLOSING, WorkReason.LAPSED)
    waiting = item.waiting_days if near else -item.waiting_days
    home = item.household
    return (
        _ORDER.index(item.reason),
        waiting,
        sort_key_place(home.village_name),
        home.neighbour_group,
        home.code,
    )
