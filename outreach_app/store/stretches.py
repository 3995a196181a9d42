"""What can be taken back: the operations of one command or of files read, and which of them are undone."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlmodel import Session, select

from outreach_app.domain.changes import Written
from outreach_app.domain.clock import stamp_of
from outreach_app.domain.inverses import Ignored
from outreach_app.domain.operations import Dot, Operation
from outreach_app.store import blocks, journal
from outreach_app.store.database import run
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import InFile, Stretch

LIST, SETTLE, UNDO, COMMAND, ACCEPT = "list", "settle", "undo", "command", "accept"
DEED = "deed"
"""What one command of the desk wrote: doors handed out, a group renamed."""


def add_stretch(writer: Writer, id: str, kind: str, *, subject: str | None = None) -> None:
    """Remember everything this transaction has written so far as one stretch; nothing written is not remembered."""
    if writer.last_seq < writer.first_seq:
        return
    writer.session.add(
        Stretch(
            id=id, kind=kind, incarnation=writer.incarnation, low=writer.first_seq, high=writer.last_seq,
            made_at=stamp_of(writer.now), author=writer.author, subject=subject,
        )
    )  # fmt: skip
    writer.session.flush()


def add_housekeeping(writer: Writer, *, after: int) -> None:
    """Remember what this transaction wrote after a number as having no effect of its own when something is undone."""
    if writer.last_seq <= after:
        return
    writer.session.add(
        Stretch(
            id=secrets.token_hex(8), kind=UNDO, incarnation=writer.incarnation, low=after + 1, high=writer.last_seq,
            made_at=stamp_of(writer.now), author=writer.author,
        )
    )  # fmt: skip
    writer.session.flush()


def add_undone_command(writer: Writer, id: str, written: Written) -> None:
    """Remember that a command of this machine, named by its operations, is undone."""
    writer.session.add(
        Stretch(
            id=id, kind=COMMAND, incarnation=written.incarnation, low=written.low, high=written.high,
            made_at=stamp_of(writer.now), author=writer.author, undone=True,
        )
    )  # fmt: skip
    writer.session.flush()


def add_accepted(writer: Writer, run_id: str, dots: Iterable[Dot]) -> None:
    """Remember who let entries of other machines in, in one go."""
    for place, written in enumerate(_join_numbers(dots)):
        writer.session.add(
            Stretch(
                id=f"{run_id}-{place}", kind=ACCEPT, incarnation=written.incarnation, low=written.low,
                high=written.high, made_at=stamp_of(writer.now), author=writer.author, subject=run_id,
            )
        )  # fmt: skip
    writer.session.flush()


def _join_numbers(dots: Iterable[Dot]) -> list[Written]:
    found: list[Written] = []
    for incarnation, seq in sorted(set(dots)):
        last = found[-1] if found else None
        if last is not None and (last.incarnation, last.high + 1) == (incarnation, seq):
            found[-1] = last._replace(high=seq)
        else:
            found.append(Written(incarnation, seq, seq))
    return found


def list_accepted(session: Session, run_id: str) -> list[Stretch]:
    """List what was let in in one go."""
    return list(session.exec(select(Stretch).where(Stretch.kind == ACCEPT, Stretch.subject == run_id)).all())


def find_stretch(session: Session, id: str) -> Stretch | None:
    """Read one stretch."""
    return session.get(Stretch, id)


def last_stretch(session: Session, kind: str) -> Stretch | None:
    """Read the newest stretch of a kind that is not undone."""
    of_kind = select(Stretch).where(Stretch.kind == kind, Stretch.undone == False)  # noqa: E712
    newest = of_kind.order_by(Stretch.made_at.desc(), Stretch.high.desc())  # type: ignore[attr-defined]
    return session.exec(newest).first()


def mark_undone(session: Session, id: str) -> None:
    """Note that a stretch is undone."""
    run(session, "UPDATE stretch SET undone = TRUE WHERE id = :i", i=id)


def list_files(session: Session, import_id: str) -> list[InFile]:
    """List the files that one reading applied, undone or not."""
    return list(session.exec(select(InFile).where(InFile.import_id == import_id)).all())


def find_undone_file(session: Session, file_hash: bytes) -> InFile | None:
    """Find a file that was applied and undone since, by the hash of its bytes."""
    return session.exec(select(InFile).where(InFile.hash == file_hash, InFile.state == "undone")).first()


def list_readings(session: Session) -> list[InFile]:
    """List the files that were applied, undone or not, newest first."""
    applied = select(InFile).where(InFile.import_id.is_not(None), InFile.state.in_(("applied", "undone")))  # type: ignore[union-attr, attr-defined]
    return list(session.exec(applied.order_by(InFile.id.desc())).all())  # type: ignore[union-attr]


def mark_file(session: Session, file: InFile, state: str) -> None:
    """Move a file between 'applied' and 'undone'."""
    file.state = state
    session.add(file)
    session.flush()


def read_file(session: Session, file_hash: bytes) -> list[Operation]:
    """Read the operations that a file brought and that were not known before it."""
    numbers = run(session, "SELECT id FROM block WHERE source = :h AND origin = 'file'", h=file_hash)
    return [operation for row in numbers for operation in blocks.read_block(session, row[0])]


def read_undone(session: Session, incarnation: bytes) -> list[int]:
    """Read the numbers of a machine's operations that files brought here and that were taken back."""
    undone = session.exec(select(InFile).where(InFile.state == "undone", InFile.incarnation == incarnation))
    found = (operation for file in undone.all() for operation in read_file(session, file.hash))
    return sorted(operation.seq for operation in found if operation.incarnation == incarnation)


def read_stretch(session: Session, stretch: Stretch) -> list[Operation]:
    """Read the operations of a stretch."""
    return read_written(session, Written(stretch.incarnation, stretch.low, stretch.high))


def read_written(session: Session, written: Written) -> list[Operation]:
    """Read the operations of this machine between two numbers, out of blocks and the open tail."""
    incarnation, low, high = written
    numbers = run(
        session,
        "SELECT block FROM block_span WHERE incarnation = :i AND high >= :low AND low <= :high",
        i=incarnation,
        low=low,
        high=high,
    )
    found = [o for row in numbers for o in blocks.read_block(session, row[0])]
    found += [o for o in journal.read_tail(session, after=low - 1) if o.seq <= high]
    return [o for o in found if o.incarnation == incarnation and low <= o.seq <= high]


def read_ignored(session: Session, *, but: Collection[Dot] = (), more: Collection[Dot] = ()) -> Ignored:
    """Tell which operations are to have no effect: what is undone, and everything that undoing ever wrote.

    `more` are operations that are being undone now; `but` count again although they were undone.
    """
    ranges: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for stretch in session.exec(select(Stretch)).all():
        if stretch.undone or stretch.kind == UNDO:
            ranges[stretch.incarnation].append((stretch.low, stretch.high))
    undone = session.exec(select(InFile).where(InFile.state == "undone")).all()
    dots = {operation.dot for file in undone for operation in read_file(session, file.hash)}
    dots = (dots | set(more)) - set(but)

    def is_ignored(dot: Dot) -> bool:
        if dot in dots:
            return True
        return dot not in but and any(low <= dot[1] <= high for low, high in ranges.get(dot[0], ()))

    return is_ignored
