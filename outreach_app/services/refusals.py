"""Refused entries as a person looks at them: on a laptop its own; at the office those of the laptops, to be let in."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.conflicts import FIELD_NAMES, Said
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.people import HEAD
from outreach_app.domain.rows import AcceptReport, RefusedEntry
from outreach_app.errors import BadInput, Message, NotAllowed, NotFound, say
from outreach_app.services.conflict_views import Surroundings
from outreach_app.services.desk import Desk, Done
from outreach_app.services.newcomers import count_written
from outreach_app.services.territory_carrying import carry_strays
from outreach_app.services.undoing import built_on, take_back
from outreach_app.store import blocks, duplicates, exchange, journal, refused, settings, stretches, villages
from outreach_app.store import conflicts as places
from outreach_app.store.conflicts import Home
from outreach_app.store.database import run
from outreach_app.store.refused import Refused
from outreach_app.sync import accepting
from outreach_app.sync.permission import name_reason

HINDRANCES: dict[str, Message] = {
    accepting.UNDONE: say("The file that brought it was taken back; read that file again first."),
    accepting.ERASURE: say("Only the office orders that somebody is erased; order it there."),
}
"""Why an entry cannot be let in, by key."""


@dataclass(frozen=True, slots=True)
class _Turned:
    operation: Operation
    device: str
    reason_key: str
    hindrance: str = ""
    at_office: bool = False


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was refused, and at the office the decision to let it in after all."""

    desk: Desk

    def list(self) -> list[RefusedEntry]:
        """List what was refused: at the office entries of its machines, on a laptop those the office refused."""
        with self.desk.read() as session:
            return list_refused(session)

    def accept(self, ids: Iterable[str]) -> Done[AcceptReport]:
        """Let refused entries in, with those that made what they are about: from now on they count like any other.

        Entries that nobody refuses any more, or that cannot be let in as things stand, are passed over. NotFound for a
        name that is none; NotAllowed `office_only` on a laptop.
        """
        dots = [_parse_id(id) for id in ids]
        with self.desk.write() as writer:
            session = writer.session
            if settings.read_machine(session).role != "office":
                raise NotAllowed(
                    say("Only the office lets refused entries in."), say("Ask the office."), key="office_only"
                )
            before = duplicates.last_number(session)
            chosen = refused.find_refused(session, dots)
            along = accepting.find_needed(session, chosen)
            entries = _leave_out_hindered(session, [*chosen, *along])
            done = accepting.accept_entries(writer, entries)
            run_id = secrets.token_hex(8)
            stretches.add_accepted(writer, run_id, (entry.operation.dot for entry in done.entries))
            carry_strays(writer)
            pairs = count_written(session, before)
        let_in = {entry.operation.dot for entry in done.entries}
        accepted = len(let_in.intersection(dots))
        report = AcceptReport(
            accepted, len(let_in) - accepted, len(set(dots) - let_in), done.conflicts, pairs, run=run_id
        )
        return Done(report, writer.changes())

    def take_back(self, run: str) -> Done[None]:
        """Take what was let in in one go (`AcceptReport.run`) out of effect again; the entries stay in the history.

        They are not asked about once more: their machine was told that they are in. NotFound for a run that is none,
        BadInput `undone_already`, or `built_on` when somebody has written on top of any of it since.
        """
        with self.desk.write() as writer:
            stretched = stretches.list_accepted(writer.session, run)
            if not stretched:
                raise NotFound(say("Nothing was let in under this name."), say("Look at the history."))
            if any(each.undone for each in stretched):
                raise BadInput(say("This was undone already."), say("Go on working."), key="undone_already")
            operations = [o for each in stretched for o in stretches.read_stretch(writer.session, each)]
            if take_back(writer, operations, subject=run).kept:
                raise built_on()
            for each in stretched:
                stretches.mark_undone(writer.session, each.id)
        return Done(None, writer.changes())


def list_refused(session: Session) -> list[RefusedEntry]:
    """List what was refused: entries of others that were turned away here, and own ones that the office refused."""
    turned = [*_turned_away_here(session), *_refused_by_the_office(session)]
    if not turned:
        return []
    return _Teller.read(session, [each.operation for each in turned]).tell_all(turned)


def _leave_out_hindered(session: Session, entries: Sequence[Refused]) -> list[Refused]:
    hindered = accepting.find_hindrances(session, entries)
    return [entry for entry in entries if entry.operation.dot not in hindered]


def _turned_away_here(session: Session) -> Iterator[_Turned]:
    names = {peer.id: peer.name for peer in exchange.list_peers(session)}
    at_office = settings.read_machine(session).role == "office"
    found = refused.list_refused(session)
    hindered = accepting.find_hindrances(session, found)
    for each in found:
        yield _Turned(
            each.operation, names.get(each.peer, ""), each.reason_key, hindered.get(each.operation.dot, ""),
            at_office,
        )  # fmt: skip


def _refused_by_the_office(session: Session) -> Iterator[_Turned]:
    rows = run(session, "SELECT incarnation, seq, reason_key FROM refused_row ORDER BY incarnation, seq")
    reasons = {(row[0], row[1]): row[2] for row in rows}
    if not reasons:
        return
    own = settings.read_machine(session).device_name
    tail = {o.dot: o for o in journal.read_tail(session) if o.dot in reasons}
    for dot, operation in sorted({**blocks.read_dots(session, reasons), **tail}.items()):
        yield _Turned(operation, own, reasons[dot])


@dataclass(slots=True)
class _Teller:
    """What is known around refused entries: rows they are about, and rows that other refused entries would make."""

    around: Surroundings
    made: dict[bytes, Operation]
    called: dict[bytes, str]
    homes: dict[bytes, Home]
    villages: dict[bytes, str]

    @classmethod
    def read(cls, session: Session, operations: Sequence[Operation]) -> "_Teller":
        made = {o.row: o for o in operations if o.kind is Kind.CREATE}
        named = {row for o in operations for row in _pointers(o)}
        rows = {(o.table, o.row) for o in operations} | {("person", row) for row in named}
        around = Surroundings.read(session, rows, ())
        values = {v for o in operations for v in _values(o).values() if isinstance(v, bytes)}
        around.names = places.read_names(session, values)
        around.authors = places.read_authors(session, {o.author for o in operations if o.author})
        known = {home for home, _ in around.subjects.values() if home}
        homes = places.read_homes(session, {*named, *known, *(o.row for o in operations)})
        names = {v.id: v.name for v in villages.list_villages(session, with_merged=True)}
        return cls(around, made, _find_names(made.values()), homes, names)

    def tell_all(self, turned: Sequence[_Turned]) -> list[RefusedEntry]:
        return [self._tell(each) for each in turned]

    def _tell(self, turned: _Turned) -> RefusedEntry:
        operation = turned.operation
        code, village = self._find_home(operation)
        return RefusedEntry(
            turned.device, operation.table, operation.row, operation.kind.value, moment_of(operation.time),
            code, village, turned.reason_key, name_reason(turned.reason_key),
            id=_name_id(operation), author=self.around.authors.get(operation.author or b"", ""),
            subject=self._find_subject(operation), village_name=self.villages.get(village or b"", ""),
            values=tuple(self._say_values(operation)), hindrance=HINDRANCES.get(turned.hindrance),
            acceptable=turned.at_office and not turned.hindrance,
        )  # fmt: skip

    def _say_values(self, operation: Operation) -> Iterator[tuple[str, Said]]:
        for name, value in sorted(_values(operation).items()):
            if name in FIELD_NAMES and value not in (None, "", False) and not isinstance(value, list):
                yield FIELD_NAMES[name], self.around.say_value(name, value)

    def _find_subject(self, operation: Operation) -> str:
        """The name of the person, the head or the row that an entry is about, as far as anybody knows it."""
        for row in (operation.row, *_pointers(operation)):
            if row in self.called:
                return self.called[row]
            table = operation.table if row == operation.row else "person"
            subject = self.around.subjects.get((table, row))
            if subject is not None and subject[1]:
                return subject[1]
            if row in self.homes and self.homes[row].head:
                return self.homes[row].head
        return ""

    def _find_home(self, operation: Operation) -> tuple[str, bytes | None]:
        """Household code and village of what an entry is about; of a family that nobody has yet, what is told of it."""
        if operation.table in ("sheet", "household") and operation.kind is Kind.CREATE:
            return _text(operation, "code"), _row(operation, "village")
        for row in (operation.row, *_pointers(operation)):
            home = self._home_of(operation.table, row)
            if home is not None:
                return home.code, home.village
            made = self.made.get(row)
            if made is not None and made is not operation:
                return self._find_home(made)
        return "", None

    def _home_of(self, table: str, row: bytes) -> Home | None:
        if row in self.homes:
            return self.homes[row]
        household = self.around.subjects.get((table, row)) or self.around.subjects.get(("person", row))
        return self.homes.get(household[0] or b"") if household else None


def _find_names(made: Iterable[Operation]) -> dict[bytes, str]:
    """What rows are called that nobody has yet; a family by the name of its head, else of its first member."""
    called: dict[bytes, str] = {}
    for operation in made:
        if name := _text(operation, "name") or _text(operation, "text"):
            called[operation.row] = name
            family = _row(operation, "household")
            if operation.table == "person" and family is not None:
                former = called.get(family, name)
                called[family] = name if operation.values.get("relation") == HEAD else former
    return called


def _pointers(operation: Operation) -> list[bytes]:
    values = _values(operation)
    found = [values.get(name) for name in ("person", "household", "enrolment", "question")]
    return [value for value in found if isinstance(value, bytes)]


def _values(operation: Operation) -> dict[str, object]:
    if operation.kind is Kind.CREATE:
        return dict(operation.values)
    return {n: pair[0] for n, pair in operation.values.items() if isinstance(pair, list) and pair}


def _text(operation: Operation, name: str) -> str:
    value = operation.values.get(name)
    return value if isinstance(value, str) else ""


def _row(operation: Operation, name: str) -> bytes | None:
    value = operation.values.get(name)
    return value if isinstance(value, bytes) else None


def _name_id(operation: Operation) -> str:
    return f"{operation.incarnation.hex()}-{operation.seq}"


def _parse_id(text: str) -> tuple[bytes, int]:
    machine, _, number = text.partition("-")
    try:
        return bytes.fromhex(machine), int(number)
    except ValueError:
        raise NotFound(
            say("No refused entry has the name {id}.", id=text),
            say("List the refused entries and copy the name from there."),
        ) from None


def choose(
    entries: Iterable[RefusedEntry], *, device: str = "", reason_key: str = "", tables: Collection[str] = ()
) -> list[RefusedEntry]:
    """Keep the entries of a machine, with a reason, of some tables; what is not named does not matter."""
    return [
        each
        for each in entries
        if (not device or each.device == device)
        and (not reason_key or each.reason_key == reason_key)
        and (not tables or each.table in tables)
    ]
