"""A team lead's laptop carries the team's files on: the originals, sealed as they were, until the office has them.

The office learns from the lead's own file which of a machine's files the lead has, and tells that machine: received,
though not here yet. From the office's return file the lead learns which of them it need not carry any longer.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.seen import Seen, Streams
from outreach_app.files import need_folder, read_capped, write_file
from outreach_app.store import exchange, settings
from outreach_app.store.local_tables import Peer
from outreach_app.sync import envelope
from outreach_app.sync.frame import SIZE_LIMIT
from outreach_app.sync.statements import need_streams, spell_streams

_ARRIVED = "arrived_of_team"


def keep_originals(session: Session, folder: Path, files: Sequence[bytes]) -> None:
    """Keep the bytes of files of other machines that were taken in here; at the office there is nobody to carry to."""
    if settings.read_machine(session).role == "office":
        return
    for data in files:
        clear = envelope.read_clear(data)
        if clear.kind == "sync":
            need_folder(folder)
            write_file(folder / envelope.file_name(clear), data, overwrite=True, private=True)


def deliver_originals(session: Session, folder: Path, target: Path) -> list[Path]:
    """Put the originals the office does not have yet on a stick, and forget those it has; returns what was written."""
    written = []
    arrived = read_arrived(session)
    for kept in sorted(folder.iterdir()) if folder.is_dir() else ():
        data = read_capped(kept, SIZE_LIMIT)
        clear = envelope.read_clear(data)
        there = target / kept.name
        if clear.number in arrived.get(clear.incarnation, Seen()):
            kept.unlink()
        elif not there.exists():
            write_file(there, data)
            written.append(there)
    return written


def read_arrived(session: Session) -> Streams:
    """Tell which files of the team the office has, as its newest return file told."""
    told = settings.read_setting(session, _ARRIVED)
    return need_streams(told) if told else {}


def note_arrived(session: Session, arrived: Streams) -> None:
    """Remember which files of the team the office has."""
    settings.write_setting(session, _ARRIVED, spell_streams(arrived))


def find_at_lead(session: Session, peer: Peer, carried: Sequence[Streams]) -> dict[bytes, Seen]:
    """Find which files of a machine some lead has told of, by the machine's incarnations."""
    found: dict[bytes, Seen] = {}
    known = {*exchange.incarnations_of(session, peer.id), *([peer.incarnation] if peer.incarnation else [])}
    for streams in carried:
        for incarnation in known & streams.keys():
            found[incarnation] = found.get(incarnation, Seen()).join(streams[incarnation])
    return found
