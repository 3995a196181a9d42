"""A folder to watch: what lies there is read by itself, told once, and left where it is.

Which folder it is, what was told, and which readings came by themselves are local: they travel nowhere.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from outreach_app import paths
from outreach_app.domain.changes import Changes
from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.domain.progress import Watch, unwatched
from outreach_app.domain.rows import FileReport, FileState, ReadReport
from outreach_app.errors import BadInput, Message, say
from outreach_app.services import conflict_views
from outreach_app.services.desk import Desk, Done
from outreach_app.services.syncing import Syncing
from outreach_app.store import exchange, settings, stretches
from outreach_app.store.local_tables import HeldRow, InFile
from outreach_app.store.packing import unpack
from outreach_app.sync.envelope import hash_file
from outreach_app.sync.findings import Finding
from outreach_app.wire.refusals import REASONS

_FOLDER, _TOLD, _CAME, _SEEN = "watch_folder", "watch_told", "watch_came", "watch_seen"
_MOST_TOLD, _MOST_CAME = 2_000, 200
_TOLD_DAYS = 14
_LATEST = 1 << 59
"""A stamp in the year 6429: no clock tells a later one."""
_UNREADABLE = (say("The file could not be read."), say("Ask for it to be sent again."))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of the watched folder that was refused, and when it was told."""

    name: str
    reason_key: str
    reason: Message
    advice: Message
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Arrived:
    """The newest reading when it came by itself and nobody has put it away: its files, machines and entries.

    `conflicts` are the differences it has a hand in that still wait for a person, each once, as they are settled.
    """

    import_id: str
    read_at: datetime
    files: int
    devices: int
    visits: int
    rows: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Watching:
    """The watched folder of a workspace and what came out of it."""

    desk: Desk

    def read_folder(self) -> str:
        """Tell which folder is watched; empty for none."""
        with self.desk.read() as session:
            found = settings.read_setting(session, _FOLDER)
            return found if isinstance(found, str) else ""

    def set_folder(self, folder: str) -> Done[str]:
        """Watch a folder from now on, or none when empty; gives back the former one.

        BadInput for what is no folder now (`no_folder`), or lies inside the workspace (`watch_inside`).
        """
        wanted = str(self._check(paths.read_typed(folder))) if folder.strip() else ""
        former = self.read_folder()
        with self.desk.database.write_local() as session:
            settings.write_setting(session, _FOLDER, wanted)
        return Done(former, Changes(frozenset({_FOLDER})))

    def _check(self, folder: Path) -> Path:
        if not folder.is_dir():
            raise BadInput(
                say("The folder “{folder}” does not exist.", folder=str(folder)),
                say("Plug in the stick or choose another folder."),
                key="no_folder",
            )
        here, own = folder.resolve(), self.desk.folder.resolve()
        if here.is_relative_to(own) or own.is_relative_to(here):
            raise BadInput(
                say("The program's own files lie in this folder."),
                say("Choose a folder into which nothing but files from other machines comes."),
                key="watch_inside",
            )
        return here

    def take(self, findings: Sequence[Finding], *, watch: Watch = unwatched) -> Done[ReadReport]:
        """Read what is new of these, known by its bytes; the report names only what was not told before.

        A file that was taken back is not new: whoever took it back reads it again by hand.
        """
        with self.desk.read() as session:
            told = {mark for mark, *_ in _read_told(session)}
            marked = {mark_finding(each): each for each in findings}
            fresh = {m: f for m, f in marked.items() if m not in told and not _is_known(session, m)}
        if not fresh:
            return Done(ReadReport((), None, preview=False), Changes())
        read = Syncing(self.desk).read_findings(list(fresh.values()), watch=watch)
        self._remember(list(fresh), read.value)
        news = tuple(file for file in read.value.files if file.state is not FileState.ALREADY)
        return Done(ReadReport(news, read.value.import_id, preview=False), read.changes)

    def _remember(self, marks: Sequence[bytes], report: ReadReport) -> None:
        told = [
            [mark, file.path, file.reason_key or "" if file.state is FileState.REFUSED else "", stamp_of(self.desk.now)]
            for mark, file in zip(marks, report.files, strict=True)
            if file.state in (FileState.REFUSED, FileState.ALREADY)
        ]  # fmt: skip
        with self.desk.database.write_local() as session:
            _append(session, _TOLD, told, most=_MOST_TOLD)
            _append(session, _CAME, [report.import_id] if report.import_id else [], most=_MOST_CAME)

    def list_unreadable(self) -> list[Unreadable]:
        """List the files of the folder that were refused within a fortnight, newest first."""
        since = stamp_of(self.desk.now - timedelta(days=_TOLD_DAYS))
        with self.desk.read() as session:
            told = _read_told(session)
        return [
            Unreadable(name, key, *REASONS.get(key, _UNREADABLE), moment_of(at))
            for _, name, key, at in reversed(told)
            if key and at >= since
        ]

    def read_newest(self) -> Arrived | None:
        """Tell of the newest reading if it came by itself, stands, and was not put away."""
        with self.desk.read() as session:
            files = stretches.list_readings(session)
            newest = files[0].import_id if files else None
            came = _read_kept(session, _CAME)
            if newest is None or newest not in came or newest == settings.read_setting(session, _SEEN):
                return None
            there = [file for file in files if file.import_id == newest]
            if any(file.state == "undone" for file in there):
                return None
            return _sum_up(newest, there, conflicts=_count_waiting(session, there))

    def put_away(self) -> None:
        """The newest reading has been seen."""
        arrived = self.read_newest()
        if arrived is not None:
            with self.desk.database.write_local() as session:
                settings.write_setting(session, _SEEN, arrived.import_id)


def mark_finding(finding: Finding) -> bytes:
    """Name a file by its bytes; one whose bytes could not be had by its name and why."""
    if finding.data:
        return hash_file(finding.data)
    refusal = finding.refusal.key if finding.refusal else ""
    return hashlib.sha256(f"{finding.name}\0{refusal}".encode()).digest()


def tell_news(report: ReadReport) -> tuple[FileReport, ...]:
    """The files of a report that a person has to see to: refused, or kept for later."""
    return tuple(file for file in report.files if file.state in (FileState.REFUSED, FileState.HELD))


def _is_known(session: Session, file: bytes) -> bool:
    read = exchange.find_in_file(session, file) or stretches.find_undone_file(session, file)
    return read is not None or session.get(HeldRow, file) is not None


def _append(session: Session, name: str, entries: Sequence[object], *, most: int) -> None:
    if entries:
        settings.write_setting(session, name, [*_read_kept(session, name), *entries][-most:])


def _read_kept(session: Session, name: str) -> list[object]:
    """Read a list that was kept; what is none, as another version may have kept it, is an empty one."""
    found = settings.read_setting(session, name)
    return found if isinstance(found, list) else []


def _read_told(session: Session) -> list[tuple[bytes, str, str, int]]:
    """Read what was told, oldest first: mark, name, reason and moment of each file."""
    kept = (entry for entry in _read_kept(session, _TOLD) if isinstance(entry, list))
    return [
        (*entry,)
        for entry in kept
        if tuple(map(type, entry)) == (bytes, str, str, int) and _is_moment(entry[3])
    ]


def _is_moment(stamp: int) -> bool:
    return 0 <= stamp < _LATEST


def _count_waiting(session: Session, files: Sequence[InFile]) -> int:
    """Count the differences that wait and that one of these files has a hand in: a field counts once."""
    if not any(unpack(file.counts).get("conflicts", 0) for file in files):
        return 0
    brought = {
        (each.incarnation, each.seq) for file in files for each in stretches.read_file(session, file.hash)
    }
    return sum(not brought.isdisjoint(each.shown) for each in conflict_views.list_conflicts(session))


def _sum_up(import_id: str, files: Sequence[InFile], *, conflicts: int) -> Arrived:
    counts = [unpack(file.counts) for file in files]

    def total(name: str) -> int:
        return sum(each.get(name, 0) for each in counts)

    return Arrived(
        import_id, moment_of(files[0].read_at), len(files), len({file.peer for file in files}), total("visits"),
        total("new") + total("changed"), conflicts,
    )  # fmt: skip
