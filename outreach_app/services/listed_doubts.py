"""Rows of lists of which a person has to say who is meant: the queue, and settling it one by one."""

from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.changes import Written
from outreach_app.domain.clock import stamp_of
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_judging import ListedState
from outreach_app.domain.listed_lines import DoubtRow, ListedLine
from outreach_app.domain.listed_people import ListedMatch, tell_match
from outreach_app.domain.stopped import Finding
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.commands import Commands
from outreach_app.services.desk import Desk, Done
from outreach_app.services.list_layouts import load_layouts
from outreach_app.services.prospect_lists import NOBODY
from outreach_app.services.prospect_plan import make_candidate, make_planner
from outreach_app.services.prospect_writing import ListSource, write_plan
from outreach_app.store import listed as store
from outreach_app.store import stopped
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import ListedDoubt


@dataclass(frozen=True, slots=True)
class ListedDoubts:
    """The queue of an office; the rows travel nowhere and go once they are settled."""

    desk: Desk

    def list_all(self) -> list[DoubtRow]:
        """List the rows that wait, with everybody who may be meant."""
        with self.desk.read() as session:
            rows = store.list_doubts(session)
            wanted = {person for row in rows for person in store.people_of(row)}
            residents = {each.person.id: each for each in stopped.list_residents(session, sorted(wanted))}
        return [_make(row, residents) for row in rows]

    def count(self) -> int:
        """Count the rows that wait."""
        with self.desk.read() as session:
            return len(store.list_doubts(session))

    def settle(self, doubt: bytes, person: bytes | None) -> Done[ListedLine | None]:
        """Say who is meant in a row, or None for nobody of here; returns what came of it.

        NotFound for a row that does not wait; BadInput `match` for somebody who lives here no more.
        """
        with self.desk.write() as writer:
            row = store.find_doubt(writer.session, doubt)
            if row is None or row.settled is not None:
                raise NotFound(say("This row does not wait any more."), say("Look at the list again."))
            line = self._carry_out(writer, row, person) if person is not None else None
            how = NOBODY if line is None else "prospect" if line.state is ListedState.NEW else "left_out"
            store.settle_doubt(writer.session, doubt, how=how, at=stamp_of(self.desk.now))
        return Done(line, writer.changes())

    def reopen(self, doubt: bytes, written: Written | None) -> Done[None]:
        """Take a decision back: what it wrote goes (BadInput when something was built upon it), the row waits again."""
        done = Commands(self.desk).take_back(written) if written is not None else None
        with self.desk.write() as writer:
            store.settle_doubt(writer.session, doubt, how=None, at=None)
        return done or Done(None, writer.changes())

    def _carry_out(self, writer: Writer, row: ListedDoubt, person: bytes) -> ListedLine:
        session = writer.session
        who = _find_resident(session, person)
        layout = load_layouts().layouts[LayoutKey(row.layout)]
        planner = make_planner(session, layout, {person: who}, {person}, today=self.desk.today)
        planner.add(ListedMatch(store.read_listed(row), Finding.FOUND, (who.person,), "chosen"))
        write_plan(writer, planner.plan, ListSource(row.list_name, row.import_id, self.desk.today))
        return planner.plan.lines[0]


def _find_resident(session: Session, person: bytes) -> stopped.Resident:
    found = [each for each in stopped.list_residents(session, [person]) if not each.person.deceased]
    if not found:
        raise BadInput(
            say("This person is not in the register any more."), say("Choose somebody else."), key="match"
        )
    return found[0]


def _make(row: ListedDoubt, residents: dict[bytes, stopped.Resident]) -> DoubtRow:
    told = store.read_listed(row)
    people = [residents[person] for person in sorted(store.people_of(row)) if person in residents]
    return DoubtRow(
        id=row.id, import_id=row.import_id, layout=LayoutKey(row.layout), list_name=row.list_name, row=row.row,
        sheet=row.sheet, name=row.name, born=told.born, place=told.place,
        people=tuple(map(make_candidate, people)),
        reason=tell_match(row.reason_key, [each.person for each in people]), reason_key=row.reason_key,
    )  # fmt: skip
