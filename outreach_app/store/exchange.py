"""The ledger of files as stored: what was written, what was read, and the machines behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.operations import Dot
from outreach_app.domain.seen import Seen, Streams, streams_of
from outreach_app.store import engine, settings
from outreach_app.store.database import run, run_one
from outreach_app.store.local_tables import InFile, OutFile, Peer, RefusedRow
from outreach_app.store.packing import pack, unpack

_TAKEN_IN = "state IN ('applied', 'undone')"
"""Files whose operations are known here; what an undone one brought is taken back by later operations."""


def list_peers(session: Session) -> list[Peer]:
    """List the other machines by number."""
    return list(session.exec(select(Peer).order_by(Peer.number)).all())  # type: ignore[arg-type]


def find_peer_by_sign_key(session: Session, sign_key: bytes) -> Peer | None:
    """Find the machine that owns an Ed25519 public key."""
    found = _find_key(session, "SELECT id FROM peer WHERE sign_key = ? ORDER BY id", sign_key)
    return session.get(Peer, found) if found is not None else None


def read_peer(session: Session, peer: bytes) -> Peer | None:
    """Read one machine."""
    return session.get(Peer, peer)


def save_peer(session: Session, peer: Peer) -> None:
    """Write a machine's row."""
    session.add(peer)
    session.flush()


def forget_peer(session: Session, peer: bytes) -> None:
    """Drop a machine whose set-up file was never written."""
    run(session, "DELETE FROM peer WHERE id = :i", i=peer)


def last_out_file(session: Session, peer: bytes, incarnation: bytes) -> OutFile | None:
    """Read the newest file written to a machine under one incarnation of this one."""
    own = select(OutFile).where(OutFile.peer == peer, OutFile.incarnation == incarnation)
    return session.exec(own.order_by(OutFile.number.desc())).first()  # type: ignore[attr-defined]


def list_out_files(session: Session) -> list[OutFile]:
    """List the files this machine wrote, newest first."""
    return list(session.exec(select(OutFile).order_by(OutFile.id.desc())).all())  # type: ignore[union-attr]


def read_out_file(session: Session, file: int) -> OutFile:
    """Read one entry of the ledger."""
    return session.exec(select(OutFile).where(OutFile.id == file)).one()


def add_out_file(session: Session, file: OutFile) -> None:
    """Enter a file in the ledger."""
    session.add(file)
    session.flush()


def find_in_file(session: Session, file_hash: bytes) -> InFile | None:
    """Find a file that was applied before, by the hash of its bytes."""
    found = _find_key(
        session, "SELECT id FROM in_file WHERE hash = ? AND state = 'applied' ORDER BY id", file_hash
    )
    return session.get(InFile, found) if found is not None else None


def _find_key(session: Session, statement: str, value: bytes) -> Any:
    # Asked several times of every file, and mostly answered with nobody: an object is loaded only of what is there.
    rows = engine.fetch_rows(session.connection(), statement, (value,))
    return rows[0][0] if rows else None


def add_in_file(
    session: Session,
    *,
    file_hash: bytes,
    peer: bytes | None,
    incarnation: bytes | None,
    number: int | None,
    kind: str,
    state: str,
    reason_key: str | None,
    name: str,
    now: datetime,
    counts: dict[str, Any],
    import_id: str | None,
) -> None:
    """Enter a file that was read."""
    session.add(
        InFile(
            hash=file_hash,
            peer=peer,
            incarnation=incarnation,
            number=number,
            kind=kind,
            state=state,
            reason_key=reason_key,
            name=name,
            read_at=stamp_of(now),
            counts=pack(counts),
            import_id=import_id,
        )
    )
    session.flush()


@dataclass(frozen=True, slots=True)
class LetIn:
    """Entries of one file that were refused at first and let in later; `merged` met another machine's edit."""

    dots: tuple[Dot, ...]
    merged: tuple[Dot, ...]
    new: int
    changed: int
    visits: int


def note_let_in(session: Session, file_hash: bytes, let_in: LetIn) -> None:
    """Count entries let in later with the rest of their file, as if they had been taken when it was read."""
    file = find_in_file(session, file_hash)
    assert file is not None, "entries are let in only while their file counts"
    counts = unpack(file.counts)
    own = [seq for incarnation, seq in let_in.dots if incarnation == file.incarnation]
    merged = [seq for incarnation, seq in let_in.merged if incarnation == file.incarnation]
    counts["late"] = sorted({*counts.get("late", []), *own})
    counts["merged"] = sorted({*counts.get("merged", []), *merged})
    for name in ("new", "changed", "visits"):
        counts[name] = counts.get(name, 0) + getattr(let_in, name)
    file.counts = pack(counts)
    session.add(file)
    session.flush()


def numbers_read(session: Session, peer: bytes, incarnation: bytes) -> list[int]:
    """List the file numbers applied from a machine under one incarnation, in order."""
    rows = run(
        session,
        f"SELECT number FROM in_file WHERE peer = :p AND incarnation = :i AND {_TAKEN_IN} ORDER BY number",
        p=peer,
        i=incarnation,
    )
    return [row[0] for row in rows]


def hash_of_number(session: Session, peer: bytes, incarnation: bytes, number: int) -> bytes | None:
    """Tell the hash of the file of this number that was applied from a machine, if one was."""
    row = run_one(
        session,
        f"SELECT hash FROM in_file WHERE peer = :p AND incarnation = :i AND number = :n AND {_TAKEN_IN}",
        p=peer,
        i=incarnation,
        n=number,
    )
    return row[0] if row else None


def previous_of_number(session: Session, peer: bytes, incarnation: bytes, number: int) -> bytes | None:
    """Tell which file the file of this number names as the one before it, if it was applied."""
    row = run_one(
        session,
        "SELECT counts FROM in_file WHERE peer = :p AND incarnation = :i AND number = :n AND state = 'applied'",
        p=peer,
        i=incarnation,
        n=number,
    )
    return unpack(row[0]).get("previous") if row else None


def incarnations_of(session: Session, peer: bytes) -> list[bytes]:
    """List the incarnations under which files of a machine were applied."""
    rows = run(session, "SELECT DISTINCT incarnation FROM in_file WHERE peer = :p", p=peer)
    return [row[0] for row in rows if row[0]]


def streams_read(session: Session, kind: str) -> dict[bytes, Seen]:
    """Tell which files of a kind (sync, return) were applied here, by the incarnation that wrote them."""
    rows = run(session, f"SELECT incarnation, number FROM in_file WHERE kind = :k AND {_TAKEN_IN}", k=kind)
    return streams_of((row[0], row[1]) for row in rows if row[0])


def starts_of_files(session: Session, peer: bytes, incarnation: bytes) -> dict[int, int]:
    """Tell with which of its own operations each file read from a machine begins, by file number."""
    rows = run(
        session,
        "SELECT number, counts FROM in_file WHERE peer = :p AND incarnation = :i AND state = 'applied'",
        p=peer,
        i=incarnation,
    )
    return {row[0]: unpack(row[1]).get("low", 1) for row in rows}


def name_in_files(session: Session, files: Streams) -> set[Dot]:
    """Name the operations of the files read here that are among these, each machine's own stretch.

    Entries that were refused at first are left out: who else read such a file turned them away as well.
    """
    rows = run(
        session, f"SELECT incarnation, number, counts FROM in_file WHERE kind = 'sync' AND {_TAKEN_IN}"
    )
    named: set[Dot] = set()
    for incarnation, number, counts in rows:
        if incarnation in files and number in files[incarnation]:
            told = unpack(counts)
            late = set(told.get("late", ()))
            own = range(told.get("low", 1), told.get("high", 0) + 1)
            named.update((incarnation, seq) for seq in own if seq not in late)
    return named


def list_in_files(session: Session, *, peer: bytes | None = None) -> list[InFile]:
    """List the files that were read, newest first."""
    wanted = select(InFile).order_by(InFile.id.desc())  # type: ignore[union-attr]
    return list(session.exec(wanted if peer is None else wanted.where(InFile.peer == peer)).all())


def read_sent(session: Session, incarnation: bytes) -> int:
    """Return the highest own sequence number that stands on a file; 0 when nothing was sent."""
    row = run_one(
        session, "SELECT coalesce(max(high), 0) FROM out_file WHERE incarnation = :i", i=incarnation
    )
    return int(row[0]) if row else 0


def replace_refusals(session: Session, incarnation: bytes, refused: list[tuple[int, str]]) -> None:
    """Store which of this machine's operations the office refused."""
    run(session, "DELETE FROM refused_row WHERE incarnation = :i", i=incarnation)
    session.add_all(RefusedRow(incarnation=incarnation, seq=seq, reason_key=key) for seq, key in refused)
    session.flush()


def read_successor(session: Session, peer: bytes) -> bytes | None:
    """Name the machine that took another's place; None while it was not replaced."""
    found: bytes | None = settings.read_setting(session, f"replaced:{peer.hex()}")
    return found


def write_successor(session: Session, peer: bytes, successor: bytes) -> None:
    """Note at the office which machine takes another's place."""
    settings.write_setting(session, f"replaced:{peer.hex()}", successor)
