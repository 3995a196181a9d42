"""The access log: noted in memory where somebody's data is shown, written down a moment later by a thread of its own.

Whoever opens a household never waits for it; a crash loses what was noted in the last seconds, no more.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach_app.domain.access import AccessAct, AccessEntry
from outreach_app.errors import BadInput, NotAllowed, OutreachError, say
from outreach_app.services.desk import Desk
from outreach_app.store import access, merged, settings

KEPT_DAYS = 730
LEAST_DAYS, MOST_DAYS = 30, 3_650
DELAY_S = 2.0
ONE_LOOK = timedelta(minutes=10)
"""Looking again within this time is the same look."""
_MOST_REMEMBERED = 10_000
_NAME = "access_kept_days"


@dataclass(slots=True, eq=False)
class AccessLog:
    """Entries that wait, and the timer that writes them; one for each open workspace."""

    desk: Desk = field(repr=False)
    _waiting: list[AccessEntry] = field(default_factory=list)
    _last: dict[tuple[bytes | None, bytes, str], datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _timer: threading.Timer | None = None

    def note(self, act: AccessAct, people: Iterable[bytes]) -> None:
        """Remember that whoever works here did this with these people's data; written within seconds."""
        now, who = self.desk.now, self.desk.canvasser
        with self._lock:
            entries = [
                AccessEntry(now, who, person, act.value)
                for person in dict.fromkeys(people)
                if self._is_new((who, person, act.value), now)
            ]
            if not entries:
                return
            self._waiting += entries
            if self._timer is None:
                self._timer = threading.Timer(DELAY_S, self._flush_alone)
                self._timer.daemon = True
                self._timer.start()

    def _is_new(self, look: tuple[bytes | None, bytes, str], now: datetime) -> bool:
        # A screen reads a household again after every change: within a while that is one look.
        before = self._last.get(look)
        if before is not None and timedelta() <= now - before < ONE_LOOK:
            return False
        if len(self._last) > _MOST_REMEMBERED:
            self._last.clear()
        self._last[look] = now
        return True

    def flush(self) -> None:
        """Write down what waits, and forget what is older than the time it is kept for."""
        with self._lock:
            entries, self._waiting = self._waiting, []
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not entries or self.desk.database.closed:
            return
        try:
            with self.desk.database.write_local() as session:
                access.write_entries(session, entries)
                kept = timedelta(days=_read_days(session))
                access.prune_entries(session, before=self.desk.now - kept)
        except BaseException:
            with self._lock:
                self._waiting = entries + self._waiting
            raise

    def _flush_alone(self) -> None:
        try:
            self.flush()
        except OutreachError:
            # Somebody else holds the database, or the disk is full: what waits goes with the next look, or at the end.
            return


@dataclass(frozen=True, slots=True)
class Access:
    """Who looked at whom on this machine."""

    desk: Desk
    log: AccessLog

    def read(self, person: bytes) -> Sequence[AccessEntry]:
        """List who looked at a person, newest first; NotAllowed on a canvasser's laptop."""
        self.log.flush()
        with self.desk.read() as session:
            _need_lead(session)
            family = {person, *merged.read_absorbed(session, (merged.read_survivor(session, person),))}
            found = [entry for each in family for entry in access.list_entries(session, each)]
        return sorted(found, key=lambda entry: entry.at, reverse=True)

    def list(self, *, limit: int = 1_000) -> Sequence[AccessEntry]:
        """List the newest entries of everybody; NotAllowed on a canvasser's laptop."""
        self.log.flush()
        with self.desk.read() as session:
            _need_lead(session)
            return access.list_entries(session, limit=limit)

    def kept_days(self) -> int:
        """Tell for how many days entries are kept: two years unless somebody set it."""
        with self.desk.read() as session:
            return _read_days(session)

    def keep_for(self, days: int) -> int:
        """Keep entries for that many days from now on; BadInput `kept_days` for less than 30 or more than 3,650."""
        if not LEAST_DAYS <= days <= MOST_DAYS:
            raise BadInput(
                say("The access log is kept for at least 30 and at most 3,650 days."),
                say("Give a number of days from 30 to 3650."),
                key="kept_days",
            )
        with self.desk.database.write_local() as session:
            settings.write_setting(session, _NAME, days)
            access.prune_entries(session, before=self.desk.now - timedelta(days=days))
        return days


def _read_days(session: Session) -> int:
    found: int = settings.read_setting(session, _NAME) or KEPT_DAYS
    return found


def _need_lead(session: Session) -> None:
    if settings.read_machine(session).role not in ("office", "lead"):
        raise NotAllowed(
            say("Only the office and team leads read the access log."),
            say("Ask the office."),
            key="lead_only",
        )
