"""Erasing a person who asked for it: at the office, with a preview, and final; the order travels to every machine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.erasure import AskedBy, Erasures, names_any
from outreach_app.domain.progress import Watch, unwatched
from outreach_app.domain.registers import ERASED
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.erasure_files import FilesReport, Part, is_finished, tell_part, try_to_finish
from outreach_app.store import (
    blocks,
    canvassers,
    consignments,
    erasure_orders,
    erasure_texts,
    erasures,
    exchange,
    merged,
    settings,
)
from outreach_app.store.database import run, run_one
from outreach_app.store.erasures import Removed
from outreach_app.store.journal import Writer
from outreach_app.sync.returning import has_arrived


@dataclass(frozen=True, slots=True)
class TextLeft:
    """A text out of which the person was taken by the words known for them; somebody should read what is left."""

    row: bytes
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What erasing somebody does or did.

    `rows` are the rows changed by table, `texts` what is left of notes and the like, `drafts` forms with a gap;
    `kits` are laptops whose set-up file nobody has opened yet, `waiting` machines that have not confirmed the order.
    """

    person: bytes
    household: bytes | None
    rows: Mapping[str, int]
    texts: tuple[TextLeft, ...]
    drafts: int
    kits: tuple[str, ...]
    waiting: tuple[str, ...]
    preview: bool
    files: FilesReport | None = None


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """An order that was given: whom it is about by id alone, who asked, why, who gave it.

    `waiting` are the machines that have not confirmed it yet, `confirmed` those that have; only the office knows.
    """

    id: bytes
    person: bytes
    asked_by: str
    asked_on: str
    why: str
    made_at: datetime
    by: str
    waiting: tuple[str, ...]
    confirmed: tuple[str, ...] = ()


class _Rehearsal(Exception):
    def __init__(self, report: ErasureReport) -> None:
        self.report = report


@dataclass(frozen=True, slots=True)
class Erasing:
    """Erasures (the law on personal data, Law 91/2025: a right to have one's data deleted)."""

    desk: Desk

    def preview(self, person: bytes) -> ErasureReport:
        """Say what erasing a person would do; changes nothing."""
        try:
            with self.desk.write() as writer, blocks.keep_read(writer.session):
                raise _Rehearsal(_erase(writer, person, rehearse=True))
        except _Rehearsal as rehearsal:
            return replace(rehearsal.report, preview=True)

    def erase(
        self,
        person: bytes,
        *,
        why: str,
        asked_by: AskedBy = AskedBy.SELF,
        asked_on: date | None = None,
        watch: Watch = unwatched,
    ) -> Done[ErasureReport]:
        """Erase a person for good, everywhere in this workspace, and tell every machine with its next return file.

        `asked_on` is the day of the request (today when left out). NotAllowed on a laptop; NotFound for nobody;
        BadInput when the person is erased already, or the reason is empty or names the person. `watch` is told each
        `Part`; once the first is over nothing can be stopped.
        """
        if not why.strip():
            raise BadInput(
                say("The reason is missing."), say("Say in a few words why, without a name."), key="no_reason"
            )
        day = asked_on or self.desk.today
        if day > self.desk.today:
            raise BadInput(
                say("The day of the request is not over yet."),
                say("Give the day on which it came."),
                key="day_to_come",
            )
        tell_part(watch, Part.REGISTER)
        with self.desk.write() as writer, blocks.keep_read(writer.session):
            report = _erase(writer, person, why=why.strip(), asked_by=asked_by, asked_on=day)
        return Done(replace(report, files=try_to_finish(self.desk, watch=watch)), writer.changes())

    def list(self) -> Sequence[ErasureRow]:
        """List the orders, newest first, each with the machines that have and have not confirmed it yet."""
        with self.desk.read() as session:
            rows = run(
                session,
                "SELECT id, person, asked_by, asked_on, why, made, author FROM erasure WHERE why <> ''"
                " ORDER BY made DESC, id DESC",
            )
            return [_make_row(session, row) for row in rows]

    def count(self) -> int:
        """Count the orders."""
        with self.desk.read() as session:
            row = run_one(session, "SELECT count(*) FROM erasure WHERE why <> ''")
        return int(row[0]) if row else 0

    def is_finished(self) -> bool:
        """Tell whether this machine has gone through its kept files and backups after every order it knows."""
        return is_finished(self.desk)


def _erase(
    writer: Writer,
    person: bytes,
    *,
    why: str = "",
    asked_by: AskedBy = AskedBy.SELF,
    asked_on: date | None = None,
    rehearse: bool = False,
) -> ErasureReport:
    """Erase a person and everybody merged with them."""
    session = writer.session
    household = _find_person(session, person)
    survivor = merged.read_survivor(session, person)
    family = sorted({survivor, *merged.read_absorbed(session, {survivor})})
    words = erasures.read_words(session, family)
    if names_any(why, words):
        raise BadInput(
            say("The reason names the person."),
            say("Give the reason without name and numbers."),
            key="names_person",
        )
    texts = erasure_texts.find_texts(session, family, words)
    made = []
    for each in family:
        made.append(
            writer.create(
                erasure_orders.TABLE,
                {
                    "person": each, "household": household, "asked_by": asked_by.value, "why": why,
                    "asked_on": asked_on.isoformat() if asked_on else "",
                    "texts": [list(text) for text in texts] if each == family[0] else None,
                },
            )
        )  # fmt: skip
    orders = [order for order in erasure_orders.read_orders(session) if order.id in made]
    removed = erasures.carry_out(writer, Erasures.of(orders), rehearse=rehearse)
    return _report(session, person, household, removed, texts, made)


def _find_person(session: Session, person: bytes) -> bytes | None:
    if settings.read_machine(session).role != "office":
        raise NotAllowed(say("Only the office erases people."), say("Ask the office."), key="office_only")
    row = run_one(session, "SELECT household, removed FROM person WHERE id = :p", p=person)
    if row is None:
        raise NotFound(say("There is no such person here."), say("Look the person up and give the id."))
    if row[1] == ERASED:
        raise BadInput(
            say("This person was erased already."),
            say("There is nothing left to erase."),
            key="erased_already",
        )
    household: bytes | None = row[0]
    return household


def _report(
    session: Session,
    person: bytes,
    household: bytes | None,
    removed: Removed,
    texts: Sequence[erasure_texts.Rewording],
    made: Sequence[bytes],
) -> ErasureReport:
    left = [
        TextLeft(row, name, value)
        for row, name, value in texts
        if isinstance(value, str) and value.strip("… ")
    ]
    peers = exchange.list_peers(session)
    return ErasureReport(
        person, household, dict(removed.rows), tuple(left), removed.drafts,
        kits=tuple(peer.name for peer in peers if peer.sign_key is None and not peer.revoked),
        waiting=_find_waiting(session, made), preview=False,
    )  # fmt: skip


def _find_waiting(session: Session, orders: Sequence[bytes]) -> tuple[str, ...]:
    """Machines that have not told yet that they read the file with these orders."""
    return tuple(name for name, told in _list_machines(session, orders) if not told)


def _list_machines(session: Session, orders: Sequence[bytes]) -> Iterator[tuple[str, bool]]:
    """The office's machines, and whether each has told that it read the file with these orders."""
    if settings.read_machine(session).role != "office":
        return
    dots = {(row[:8], int.from_bytes(row[8:], "big")) for row in orders}
    for peer in exchange.list_peers(session):
        files = consignments.list_sent(session, peer.id)
        yield peer.name, any(dots <= sent.dots and has_arrived(sent, peer) for sent in files)


def _make_row(session: Session, row: Sequence[object]) -> ErasureRow:
    id, person, asked_by, asked_on, why, made, author = row
    assert isinstance(id, bytes)
    assert isinstance(person, bytes)
    assert isinstance(made, int)
    who = canvassers.read_canvasser(session, author) if isinstance(author, bytes) else None
    machines = list(_list_machines(session, [id]))
    return ErasureRow(
        id, person, str(asked_by), str(asked_on), str(why), moment_of(made), who.name if who else "",
        waiting=tuple(name for name, told in machines if not told),
        confirmed=tuple(name for name, told in machines if told),
    )  # fmt: skip
