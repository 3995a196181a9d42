"""Which files of a machine are missing: not read here, and not made good by what the office sent instead."""

from collections.abc import Sequence

from sqlmodel import Session

from outreach_app.store import exchange
from outreach_app.store.local_tables import Peer
from outreach_app.sync import orders


def find_gaps(numbers: Sequence[int]) -> tuple[int, ...]:
    """List the file numbers missing below the highest that was read."""
    known = set(numbers)
    return tuple(n for n in range(1, max(known, default=0)) if n not in known)


def find_missing(session: Session, peer: Peer) -> tuple[int, ...]:
    """List the files of a machine that are missing here: not read, and not made good by what the office sent.

    A copied machine that was adopted begins with the file at which it parted from the first.
    """
    if peer.incarnation is None:
        return ()
    numbers = exchange.numbers_read(session, peer.id, peer.incarnation)
    first = 1 if peer.sign_key is not None else min(numbers, default=1)
    gaps = [number for number in find_gaps(numbers) if number > first or first == 1]
    upto = orders.read_cover(session).get(peer.incarnation, 0)
    if not gaps or not upto:
        return tuple(gaps)
    starts = exchange.starts_of_files(session, peer.id, peer.incarnation)
    return tuple(gap for gap in gaps if min(low for number, low in starts.items() if number > gap) - 1 > upto)
