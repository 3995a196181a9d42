"""Today's list: which doors to go to and why, ordered by a rule a person can see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.rows import WorkItem
from outreach_app.domain.work_order import place_of, rank_reason
from outreach_app.services.desk import Desk
from outreach_app.services.renewal_doors import find_renewal_doors
from outreach_app.store import households, worklist
from outreach_app.store.worklist import DoorReason


@dataclass(frozen=True, slots=True)
class Work:
    """Reads what is to be done."""

    desk: Desk

    def list_doors(self, *, village: bytes | None = None, limit: int = 400) -> list[WorkItem]:
        """List the doors to go to with one reason each, the first that applies, in the order of domain.work_order."""
        today = self.desk.today
        with self.desk.read() as session:
            told = worklist.read_reasons(session, today, village=village, limit=limit)
            mine = worklist.read_assigned_doors(
                session, today, self.desk.canvasser, village=village, limit=limit
            )
            reasons = _join([*told, *mine], find_renewal_doors(session, today, village=village))
            rows = households.read_many(session, [each.household for each in reasons])
        items = [
            WorkItem(rows[each.household], each.reason, each.detail, each.due_on, each.waiting_days)
            for each in reasons
            if each.household in rows
        ]
        return sorted(items, key=place_of)[:limit]

    def count_done(self, day: date | None = None) -> int:
        """Count the doors knocked on a day (today)."""
        with self.desk.read() as session:
            return worklist.count_doors_of_day(session, day or self.desk.today)


def _join(told: Iterable[DoorReason], renewals: Iterable[DoorReason]) -> list[DoorReason]:
    """One reason for each door, the strongest."""
    found: dict[bytes, DoorReason] = {}
    for reason in sorted([*told, *renewals], key=lambda each: rank_reason(each.reason)):
        found.setdefault(reason.household, reason)
    return list(found.values())
