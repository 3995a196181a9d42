"""Whose copied laptop's file was read here as that laptop's own, before the office had told the two apart.

The office gives what a copy wrote names of its own, made from the file at which the two part (`rekeying.name_copy`); so
whoever read that very file recognizes the names once they arrive, and knows what stands here under the wrong ones.
"""

from sqlmodel import Session

from outreach_app.store import exchange, seen
from outreach_app.store.database import run
from outreach_app.sync.rekeying import name_copy

_READ = (
    "SELECT DISTINCT peer, incarnation, hash FROM in_file WHERE state = 'applied' AND incarnation IS NOT NULL"
)


def find_copies_taken(session: Session) -> list[str]:
    """Name the machines of which a copy's file was taken in here as their own; none at an office, which adopts it."""
    keys = {peer.id: (peer.sign_key, peer.name) for peer in exchange.list_peers(session)}
    known = seen.read_seen(session)
    found = set()
    for peer, incarnation, file in run(session, _READ):
        key, name = keys.get(peer, (None, ""))
        if key is not None and name_copy(key, incarnation, file) in known:
            found.add(name)
    return sorted(found)
