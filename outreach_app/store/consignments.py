"""What was sent to each laptop, file by file, as stored at the office: the ground on which the next file is made."""

from dataclasses import dataclass

from sqlmodel import Session, select

from outreach_app.domain.operations import Dot
from outreach_app.domain.seen import Seen, Streams, dots_of, streams_of
from outreach_app.store.local_tables import Consignment
from outreach_app.store.packing import pack, unpack

KIT = 0
"""The number under which a set-up file stands: it comes before every return file."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One file's cargo: operations on it, operations of rows it told to leave, and a digest of its other orders."""

    incarnation: bytes
    number: int
    dots: frozenset[Dot]
    left: frozenset[Dot]
    orders: bytes


def list_sent(session: Session, peer: bytes) -> list[Sent]:
    """List what was sent to a machine in the order of writing."""
    rows = session.exec(select(Consignment).where(Consignment.peer == peer).order_by(Consignment.id)).all()  # type: ignore[arg-type]
    return [
        Sent(row.incarnation, row.number, _unpack_dots(row.dots), _unpack_dots(row.left), row.orders)
        for row in rows
    ]


def add_sent(session: Session, peer: bytes, sent: Sent) -> None:
    """Remember what a file carries, in the transaction that enters the file."""
    session.add(
        Consignment(
            peer=peer, incarnation=sent.incarnation, number=sent.number, dots=_pack_dots(sent.dots),
            left=_pack_dots(sent.left), orders=sent.orders,
        )
    )  # fmt: skip
    session.flush()


def forget_sent(session: Session, peer: bytes) -> None:
    """Drop what is remembered of a machine whose set-up file was never written."""
    for row in session.exec(select(Consignment).where(Consignment.peer == peer)).all():
        session.delete(row)
    session.flush()


def _pack_dots(dots: frozenset[Dot]) -> bytes:
    return pack([[i, [list(each) for each in seen.ranges]] for i, seen in sorted(streams_of(dots).items())])


def _unpack_dots(packed: bytes) -> frozenset[Dot]:
    streams: Streams = {
        bytes(incarnation): Seen(0, tuple((low, high) for low, high in ranges))
        for incarnation, ranges in unpack(packed)
    }
    return frozenset(dots_of(streams))
