"""Files that wait for a newer program or for a person: their sealed bytes lie beside the database, their names here."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.rows import FileReport, FileState
from outreach_app.errors import BadInput, say
from outreach_app.files import need_folder, write_file
from outreach_app.store.local_tables import HeldRow

ENDING = ".gocua"


def keep_file(
    session: Session, folder: Path, data: bytes, *, file: bytes, report: FileReport, now: datetime
) -> None:
    """Keep a held file's bytes and why it is held; a file that is kept already has its reason brought up to date."""
    need_folder(folder)
    place = path_of(folder, file)
    if not place.is_file():
        write_file(place, data, overwrite=True, private=True)
    row = session.get(HeldRow, file) or HeldRow(
        hash=file, name=report.path, reason_key="", held_at=stamp_of(now), bytes=len(data)
    )
    row.reason_key = report.reason_key or ""
    row.device, row.number = report.device, report.number
    session.add(row)
    session.flush()


def list_held(session: Session) -> list[HeldRow]:
    """List the held files, oldest first."""
    return list(session.exec(select(HeldRow).order_by(HeldRow.held_at, HeldRow.hash)).all())  # type: ignore[arg-type]


def find_held(session: Session, name: str) -> HeldRow:
    """Find a held file by the beginning of its name in hexadecimal."""
    found = [row for row in list_held(session) if name and row.hash.hex().startswith(name.lower())]
    if len(found) != 1:
        raise BadInput(
            say("No single file that is kept for later is called {name}.", name=name),
            say("List the files that are kept for later and give the name as it stands there."),
            key="held_not_found",
        )
    return found[0]


def forget_file(session: Session, file: bytes) -> bool:
    """Drop the entry of a file that was read after all; its bytes go after the commit. Tells whether there was one."""
    row = session.get(HeldRow, file)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def settle_files(
    session: Session, folder: Path, files: Sequence[tuple[bytes, bytes, FileReport]], *, now: datetime
) -> list[Path]:
    """Keep what was held of some files read (hash, bytes, report); returns where kept bytes may go after the commit."""
    gone = []
    for file, data, report in files:
        if report.state is FileState.HELD and data:
            keep_file(session, folder, data, file=file, report=report, now=now)
        elif report.state in (FileState.APPLIED, FileState.ALREADY) and forget_file(session, file):
            gone.append(path_of(folder, file))
    return gone


def path_of(folder: Path, file: bytes) -> Path:
    """Where the bytes of a held file lie."""
    return folder / (file.hex() + ENDING)
