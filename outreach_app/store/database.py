"""The open workspace database: read sessions, one write transaction at a time, and errors a person can read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from outreach_app.errors import StoreUnavailable, say
from outreach_app.store import derived, engine, swapping
from outreach_app.store.journal import Writer
from outreach_app.store.sealed import SEAL, make_seal
from outreach_app.store.trail import KEPT, Kept, Others, take_step

OWN = "own"
"""Under this name a session of a hub leads to the sign of the account that works there."""


class Database:
    """One encrypted database file, or a hub's PostgreSQL; safe to use from several threads.

    `own` is the sign of the account that works at a hub: it keeps apart what is everybody's own.

    Attributes: place (the file, or the hub's address), engine, data_key (32 raw bytes, for backups under the same key),
    closed (nobody works with it any more), commits (how often something was written here since it was opened),
    kept (what was read and is brought up to date instead of being read anew), others (whether somebody else wrote).
    """

    def __init__(
        self,
        place: engine.Place,
        data_key: bytes,
        *,
        cache_kib: int = engine.LAPTOP_CACHE_KIB,
        own: str = "",
    ) -> None:
        self.place = place
        self.data_key = data_key
        self.closed = False
        self.commits = 0
        self.kept = Kept()
        self.others = Others()
        self.engine = engine.connect_engine(place, data_key, cache_kib=cache_kib)
        self._writing = threading.Lock()
        self._file = swapping.identify(place)
        self._info: dict[str, object] = (
            {} if isinstance(place, Path) else {SEAL: make_seal(data_key), OWN: own}
        )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Lend a session for reading; whatever is written in it is thrown away."""
        with readable_errors(), Session(self.engine, info={KEPT: self.kept, **self._info}) as session:
            yield session

    @contextmanager
    def write(self, *, now: datetime, author: bytes | None = None, bulk: bool = False) -> Iterator[Writer]:
        """Open the one write transaction: it commits as a whole at the end, or leaves no trace.

        `bulk`: so much of the database will be looked at that it is worth 256 MB of memory.
        """
        with (
            self._writing,
            readable_errors(),
            swapping.while_writing(self.place, self._file),
            self._start(bulk=bulk) as session,
        ):
            writer = Writer.open(session, now=now, author=author)
            try:
                yield writer
                derived.refresh(writer)
                writer.close()
                with self.kept.trail.note(take_step(writer)):
                    session.commit()
                self.others.note_own(writer.writes_before, writer.writes_after)
                self.commits += 1
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def write_local(self) -> Iterator[Session]:
        """Open a write transaction for local tables only (drafts, settings, ledger); replicated tables are refused."""
        with (
            self._writing,
            readable_errors(),
            swapping.while_writing(self.place, self._file),
            self._start() as session,
        ):
            before = _count_writes(session)
            yield session
            if _count_writes(session) != before:
                session.rollback()
                raise AssertionError("a replicated table was written without the journal")
            session.commit()
            self.commits += 1

    @contextmanager
    def mend(self) -> Iterator[Session]:
        """Open a transaction past the journal: `store.mending` puts rows right in it, `store.moving` fills a copy."""
        with (
            self._writing,
            readable_errors(),
            swapping.while_writing(self.place, self._file),
            self._start(bulk=True) as session,
        ):
            yield session
            session.commit()
            self.kept.forget()
            self.commits += 1

    def _start(self, *, bulk: bool = False) -> Session:
        return Session(self.engine.execution_options(writes=True, bulk=bulk), info=dict(self._info))

    def is_replaced(self) -> bool:
        """Tell whether a restore has put another file in this one's place since it was opened."""
        return self._file is not None and swapping.identify(self.place) not in (self._file, None)

    def settle(self) -> bool:
        """Carry what is in the write-ahead log into the file itself; False when somebody else reads or writes."""
        with readable_errors():
            return engine.checkpoint(self.engine)

    def rewrite_pages(self) -> bool:
        """See to it that deleted rows leave no bytes in the pages; False where only the owner of a hub's tables may."""
        with readable_errors():
            return engine.rewrite_pages(self.engine)

    def close(self) -> None:
        """Let go of every connection; the file may then be moved."""
        self.closed = True
        self.engine.dispose()


def run(session: Session, statement: str, /, **values: Any) -> list[Any]:
    """Run one SQL statement with :named values and return its rows (none for a write), each a tuple."""
    result = session.connection().execute(text(statement), values)
    return list(result) if result.returns_rows else []


def run_one(session: Session, statement: str, /, **values: Any) -> Any:
    """Run one SQL statement and return its first row, if any."""
    rows = run(session, statement, **values)
    return rows[0] if rows else None


def _count_writes(session: Session) -> int:
    row = run_one(session, "SELECT coalesce(sum(written), 0) FROM write_guard")
    return int(row[0]) if row else 0


@contextmanager
def readable_errors() -> Iterator[None]:
    """Turn what the engine raises into sentences for a person; whatever is none of its known troubles passes."""
    try:
        yield
    except engine.driver_errors() as error:
        known = engine.explain(error)
        if known is None:
            raise
        raise known from error
    except MemoryError as error:
        raise StoreUnavailable(
            say("This machine has too little free memory for this."),
            say("Close other programs and try again."),
            key="memory",
        ) from error
