"""What an erasure leaves to be done beside the rows: kept files, backups, the search index, the log of the database.

Done after the commit and again at the next start until all of it is done, so that a kill in the middle costs nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session

from outreach_app import paths
from outreach_app.domain.clock import TICKS
from outreach_app.domain.operations import SCHEMA, Dot, Operation
from outreach_app.domain.progress import Step, Watch, unwatched
from outreach_app.errors import OutreachError, UnreadableFile
from outreach_app.files import read_capped, remove_leftovers, write_file
from outreach_app.services.backups import renew_backups
from outreach_app.services.desk import Desk
from outreach_app.services.erasure_copies import erase_in_copy, read_order_entries
from outreach_app.services.former_files import find_former
from outreach_app.store import (
    consignments,
    engine,
    erasure_orders,
    erasures,
    exchange,
    held,
    journal,
    replication,
    settings,
)
from outreach_app.store.consignments import Sent
from outreach_app.store.database import Database
from outreach_app.store.local_tables import HeldRow, OutFile
from outreach_app.store.snapshot import ASIDE
from outreach_app.sync import envelope, outbox, redacting
from outreach_app.sync.frame import SIZE_LIMIT
from outreach_app.sync.payload import Payload
from outreach_app.sync.secrets import Pins

WITHDRAWN = "—"
"""Stands in the ledger for the folder of a file whose kept copy is gone."""

_NEVER_COMES = (1 << 31) - 1
"""A number no return file will have: what is entered under it counts as never arrived."""


class Part(StrEnum):
    """The parts of an erasure, in their order, as its steps name them."""

    REGISTER = "register"
    SEARCH = "search"
    OUTBOX = "outbox"
    OTHERS = "others"
    BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class FilesReport:
    """What became of kept files and backups: numbers of files made anew or removed, names nobody here can open.

    `done` is False when something stood in the way; the next start goes on. `pages` is False at a hub whose owner has
    still to rewrite the tables; `former` are folders of this machine with databases from before the office moved there.
    """

    remade: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    resealed: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    backups: int = 0
    done: bool = True
    pages: bool = True
    former: tuple[str, ...] = ()


def tell_part(watch: Watch, part: Part) -> None:
    """Say which part of an erasure begins."""
    parts = tuple(Part)
    watch(Step(parts.index(part), len(parts), part.value))


def is_finished(desk: Desk) -> bool:
    """Tell whether no erasure waits for kept files and backups on this machine."""
    with desk.read() as session:
        return erasures.read_pending(session) is None


def finish_erasure(desk: Desk, *, watch: Watch = unwatched) -> FilesReport | None:
    """Go through everything beside the database; None when no erasure waits for it."""
    with desk.read() as session:
        pending = erasures.read_pending(session)
    if pending is None:
        return None
    tell_part(watch, Part.SEARCH)
    with desk.database.write_local() as session:
        engine.purge_search(session.connection())
    tell_part(watch, Part.OUTBOX)
    remade, removed, unreadable = _go_through_outbox(desk, pending)
    tell_part(watch, Part.OTHERS)
    resealed, closed = _go_through_others(desk)
    unreadable += closed + _go_through_former(desk)
    tell_part(watch, Part.BACKUPS)
    backups = renew_backups(desk)
    pages = desk.database.rewrite_pages()
    former = tuple(map(str, find_former(desk.folder)))
    done = desk.database.settle()
    if done:
        with desk.database.write_local() as session:
            erasures.forget_pending(session)
    return FilesReport(
        tuple(remade), tuple(removed), tuple(resealed), tuple(unreadable), backups, done, pages, former
    )


def try_to_finish(desk: Desk, *, watch: Watch = unwatched) -> FilesReport | None:
    """Do what can be done now; a full disk or a busy database leaves the rest to the next start."""
    try:
        return finish_erasure(desk, watch=watch)
    except OutreachError:
        return FilesReport(done=False)


def _go_through_outbox(desk: Desk, pending: Collection[Dot]) -> tuple[list[int], list[int], list[str]]:
    """This machine's own files: those the office has lose their copy, the others are made anew from the journal."""
    remade, removed, unreadable = list[int](), list[int](), list[str]()
    folder = desk.folder / paths.OUTBOX
    remove_leftovers(folder)
    with desk.database.write_local() as session:
        office = settings.read_machine(session).role == "office"
        journal.close_tail(session, now=desk.now) if office else None
        for file in _list_touched(session, pending, office=office):
            kept = folder / file.name
            if not kept.is_file():
                continue
            if office or file.received_at is not None:
                _withdraw(session, file)
                kept.unlink()
                removed.append(file.number)
            elif _remake(session, file, kept):
                remade.append(file.number)
            else:
                unreadable.append(file.name)
    return remade, removed, unreadable


def _list_touched(session: Session, pending: Collection[Dot], *, office: bool) -> Iterator[OutFile]:
    for file in exchange.list_out_files(session):
        if office:
            cargo = consignments.list_sent(session, file.peer)
            there = {
                dot
                for sent in cargo
                if (sent.incarnation, sent.number) == (file.incarnation, file.number)
                for dot in sent.dots
            }
            touched = not there.isdisjoint(pending)
        else:
            own = any(i == file.incarnation and file.low <= seq <= file.high for i, seq in pending)
            touched = own or _holds_leftovers(session, file)
        if touched:
            yield file


def _holds_leftovers(session: Session, file: OutFile) -> bool:
    """Whether a former incarnation's operations stand on a file as well: which ones is not told anywhere."""
    return file.operations > len(_read_own(session, file))


def _read_own(session: Session, file: OutFile) -> list[Operation]:
    written = replication.read_own_after(session, file.incarnation, file.low - 1)
    return [operation for operation in written if operation.seq <= file.high]


def _withdraw(session: Session, file: OutFile) -> None:
    """The copy goes; what it carried is due again, unless the addressee tells that it has the file."""
    for sent in consignments.list_sent(session, file.peer):
        if (sent.incarnation, sent.number) == (file.incarnation, file.number):
            again = Sent(sent.incarnation, _NEVER_COMES, frozenset(), sent.dots, b"")
            consignments.add_sent(session, file.peer, again)
            break
    file.folder = WITHDRAWN
    exchange.add_out_file(session, file)


def _remake(session: Session, file: OutFile, kept: Path) -> bool:
    pins = Pins.read(session)
    operations = _read_own(session, file)
    if len(operations) != file.operations:
        return False
    before = [f for f in exchange.list_out_files(session) if _is_before(f, file)]
    payload = Payload(
        file.written_at // TICKS, SCHEMA, (), file.low, file.high, holdings=outbox.read_own_holdings(session)
    )
    data = redacting.remake_file(
        file, operations, pins, previous=before[0].hash if before else envelope.FIRST, payload=payload,
        office_id=settings.read_machine(session).office_id,
    )  # fmt: skip
    write_file(kept, data, overwrite=True, private=True)
    redacting.note_copy(session, file.hash, envelope.hash_file(data))
    return True


def _is_before(other: OutFile, file: OutFile) -> bool:
    return (other.peer, other.incarnation, other.number + 1) == (file.peer, file.incarnation, file.number)


def _go_through_others(desk: Desk) -> tuple[list[str], list[str]]:
    """Files of other machines that wait here or are carried on: sealed anew; names of those nobody here can open."""
    resealed, unreadable = list[str](), list[str]()
    gone: list[Path] = []
    with desk.database.write_local() as session:
        pins, orders = Pins.read(session), erasure_orders.read_erasures(session)
        office_id = settings.read_machine(session).office_id
        for kept in _list_kept(desk.folder):
            try:
                copy = redacting.redact_file(read_capped(kept, SIZE_LIMIT), pins, orders, office_id=office_id)
            except UnreadableFile:
                unreadable.append(kept.name)
                continue
            if copy is not None:
                resealed.append(kept.name)
                gone += _put_copy(session, kept, copy)
    for former in gone:
        former.unlink(missing_ok=True)
    return resealed, unreadable


def _list_kept(folder: Path) -> list[Path]:
    places = [folder / paths.CARRIED, folder / paths.HELD]
    for place in places:
        remove_leftovers(place)
    return [kept for place in places if place.is_dir() for kept in sorted(place.iterdir()) if kept.is_file()]


def _put_copy(session: Session, kept: Path, copy: bytes) -> list[Path]:
    """Put a copy in a file's place; a held file is called by its hash. Returns what may go after the commit."""
    if kept.parent.name != paths.HELD:
        write_file(kept, copy, overwrite=True, private=True)
        return []
    row = session.get(HeldRow, bytes.fromhex(kept.stem))
    if row is not None:
        fresh = envelope.hash_file(copy)
        write_file(held.path_of(kept.parent, fresh), copy, overwrite=True, private=True)
        session.add(
            HeldRow(
                hash=fresh, name=row.name, reason_key=row.reason_key, device=row.device, number=row.number,
                held_at=row.held_at, bytes=len(copy),
            )
        )  # fmt: skip
        session.delete(row)
        session.flush()
    return [kept]


def _go_through_former(desk: Desk) -> list[str]:
    """Databases that a restore or repair put aside may hold what was never sent: they stay, without the erased."""
    with desk.read() as session:
        entries = read_order_entries(session)
    unreadable = []
    for aside in sorted(path for name in ASIDE for path in desk.folder.glob(name)):
        former = aside / paths.DATABASE
        if not former.is_file():
            continue
        database = Database(former, desk.database.data_key)
        try:
            erase_in_copy(database, entries, now=desk.now)
        except OutreachError:
            unreadable.append(aside.name)
        finally:
            database.close()
    return unreadable
