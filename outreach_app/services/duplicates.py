"""Duplicates: looking for them, the queue that waits for a person, decisions for hundreds at once, taking them back.

Nothing is ever merged without a person; a queue that nobody settles blocks nothing.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from outreach_app.domain.changes import Changes
from outreach_app.domain.duplicates import Decided, Duplicate, Verdict
from outreach_app.domain.operations import Kind
from outreach_app.errors import NotFound, say
from outreach_app.services import duplicate_views
from outreach_app.services.desk import Desk, Done
from outreach_app.services.undoing import Undoing, take_back
from outreach_app.store import duplicate_decisions as decisions
from outreach_app.store import duplicate_queue as queue
from outreach_app.store import duplicates, stretches
from outreach_app.store.duplicate_queue import WaitingPair
from outreach_app.store.journal import Writer

RUN = "duplicates"
"""The kind under which runs of decisions are remembered."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """People and households that stand here twice, perhaps."""

    desk: Desk

    def look(self) -> Done[int]:
        """Look at everybody who came or changed since the last look; returns how many pairs of people wait then."""
        with self.desk.read() as session:
            waiting = duplicates.count_waiting(session)
        if waiting:
            with self.desk.database.write_local() as session:
                duplicates.bring_up_to_date(session)
        return Done(self.count_duplicates(), Changes(frozenset({"likely_duplicate"} if waiting else ())))

    def count_waiting(self) -> int:
        """Count the people at whom `look` has not looked yet."""
        with self.desk.read() as session:
            return duplicates.count_waiting(session)

    def count_duplicates(self, subject: str = "person") -> int:
        """Count the pairs that wait for a person, as the last look found them; `subject` is 'person' or 'household'."""
        with self.desk.read() as session:
            return queue.count_pairs(session)[subject]

    def list_duplicates(
        self, limit: int = 50, after: str | None = None, *, reason: str | None = None
    ) -> list[Duplicate]:
        """Read a page of the queue, households first, then the surest; `after` is the id of the last item seen.

        `reason` keeps the pairs for which that reason speaks, by its key.
        """
        with self.desk.read() as session:
            pairs = queue.list_pairs(session, limit=limit, after=after, reason=reason)
            return duplicate_views.make_duplicates(session, pairs)

    def list_ids(self, *, reason: str | None = None, limit: int = 100_000) -> list[str]:
        """Name all pairs that wait, or those for which a reason speaks, for deciding on hundreds at once."""
        with self.desk.read() as session:
            return [pair.id for pair in queue.list_pairs(session, limit=limit, reason=reason)]

    def settle(self, verdicts: Mapping[str, Verdict]) -> Done[Decided]:
        """Write decisions on pairs by their ids in one transaction; pairs settled before or gone are passed over.

        Of two rows told to be the same the fuller, then the older stays; what only the other knew is taken over.
        """
        run = secrets.token_hex(8)
        with self.desk.write() as writer:
            pairs = queue.read_pairs(writer.session, list(verdicts))
            done = {
                id: self._settle_one(writer, pairs[id], verdict)
                for id, verdict in verdicts.items()
                if id in pairs
            }
            stretches.add_stretch(writer, run, RUN)
        self.look()
        counts = [verdicts[id] for id, settled in done.items() if settled]
        missing = tuple(id for id in verdicts if not done.get(id))
        decided = Decided(run, counts.count(Verdict.SAME), counts.count(Verdict.DIFFERENT), missing)
        return Done(decided, writer.changes())

    def last_run(self) -> str | None:
        """Name the newest run of decisions that was not taken back."""
        with self.desk.read() as session:
            found = stretches.last_stretch(session, RUN)
            return found.id if found else None

    def undo(self, run: str | None = None) -> Done[Undoing]:
        """Take a run of decisions back, the newest unless it is named: every row is as it was, every pair waits again.

        Rows that somebody has changed since stay as they are and are listed.
        """
        with self.desk.write() as writer:
            session = writer.session
            stretch = stretches.find_stretch(session, run) if run else stretches.last_stretch(session, RUN)
            if stretch is None or stretch.kind != RUN or stretch.undone:
                raise NotFound(
                    say("There are no decisions on duplicates to take back."),
                    say("List the pairs and settle them."),
                )
            operations = stretches.read_stretch(session, stretch)
            undone = take_back(writer, [o for o in operations if o.kind is Kind.EDIT], subject=stretch.id)
            said = [o for o in operations if o.kind is Kind.CREATE and o.table == "judgement"]
            for operation in said:
                decisions.take_judgement_back(writer, operation.values, today=self.desk.today)
            stretches.mark_undone(session, stretch.id)
        self.look()
        return Done(undone, writer.changes())

    def reopen(self, ids: Collection[str]) -> Done[int]:
        """Take single decisions back, made here or elsewhere: rows that gave way stand again, the pair waits again.

        Values that were taken over stay. Returns how many there were.
        """
        with self.desk.write() as writer:
            found = decisions.find_settled(writer.session, set(ids))
            for pair in found:
                decisions.reopen(writer, pair, today=self.desk.today)
        self.look()
        return Done(len(found), writer.changes())

    def _settle_one(self, writer: Writer, pair: WaitingPair, verdict: Verdict) -> bool:
        if verdict is Verdict.SAME:
            return decisions.merge_rows(writer, pair.subject, pair.one, pair.other)
        decisions.judge(writer, pair.subject, pair.one, pair.other, verdict=verdict, today=self.desk.today)
        return True
