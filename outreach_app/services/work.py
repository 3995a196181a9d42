"""Today's list: which doors to go to and why, ordered by a rule a person can see."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from outreach_app.domain.rows import WorkItem, WorkReason
from outreach_app.domain.work_order import place_of, rank_reason
from outreach_app.services.desk import Desk
from outreach_app.services.renewal_doors import find_renewal_doors
from outreach_app.store import households, settings, worklist
from outreach_app.store.database import run_one
from outreach_app.store.worklist import DoorReason

MOST_DOORS = 400
"""So many doors at most stand on the list of a day."""


@dataclass(slots=True)
class _LastList:
    """The list as it was last worked out for a state of the workspace, for whoever asks before anything is written."""

    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)
    state: object = None
    items: tuple[WorkItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """Reads what is to be done."""

    desk: Desk
    _last: _LastList = field(default_factory=_LastList, repr=False, compare=False)

    def list_today(self) -> tuple[WorkItem, ...]:
        """List the doors of today as `list_doors` does; two who ask between the same two saves share one reading."""
        last = self._last
        with last.one_at_a_time:
            # Looked at before the list is read: what is written meanwhile makes the next one read again.
            if last.state != (state := self._read_state()):
                last.items, last.state = tuple(self.list_doors()), state
            return last.items

    def count_due(self) -> int:
        """Count today's doors that have a reason beyond never having been visited."""
        return sum(item.reason is not WorkReason.NEVER_VISITED for item in self.list_today())

    def _read_state(self) -> tuple[object, ...]:
        """What the list depends on: day, person, what was written here, and by another program on the same files."""
        commits = self.desk.database.commits
        with self.desk.read() as session:
            machine = settings.read_machine(session)
            row = run_one(session, "SELECT coalesce(max(id), 0) FROM block")
        written = (machine.incarnation, machine.last_seq, row[0])
        return self.desk.today, self.desk.canvasser, commits, written

    def list_doors(self, *, village: bytes | None = None, limit: int = MOST_DOORS) -> list[WorkItem]:
        """List the doors to go to with one reason each, the first that applies, in the order of domain.work_order."""
        today = self.desk.today
        with self.desk.read() as session:
            told = worklist.read_reasons(session, today, village=village, limit=limit)
            mine = worklist.read_assigned_doors(
                session, today, self.desk.canvasser, village=village, limit=limit
            )
            back = worklist.read_returned_doors(session, today, village=village)
            reasons = _join([*told, *mine, *back], find_renewal_doors(session, today, village=village))
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
