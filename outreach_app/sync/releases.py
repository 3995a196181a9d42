"""A new version of the program as it travels: a signed list of its files, and behind it their contents.

The list is a frame as the other files between machines are; it names length and hash of every content, so that the
office's one signature vouches for everything. Nothing is unpacked before list, names, sizes and counts were found fit.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from outreach_app.domain.progress import Step, Watch, unwatched
from outreach_app.errors import Message, UnreadableFile, say
from outreach_app.files import sync_folder, trouble_reading
from outreach_app.sync.certificates import ID_BYTES
from outreach_app.sync.compression import compress, expand
from outreach_app.sync.frame import RELEASE_MAGIC, Frame, split_frame
from outreach_app.sync.keys import SIGNATURE_BYTES
from outreach_app.sync.release_names import are_apart, is_fit
from outreach_app.versions import is_version
from outreach_app.wire.packing import (
    need_bytes,
    need_list,
    need_number,
    need_text,
    pack,
    unpack_map,
)
from outreach_app.wire.refusals import refuse

FILE_ENDING = ".gocuaver"
TAG = b"go-cua release v1"
MOST_FILES = 5_000
MOST_CONTENT = 192 * 1024 * 1024
MOST_TOTAL = 1024 * 1024 * 1024
"""Bytes of all files of a version together once they are unpacked."""

LIST_LIMIT = 2 * 1024 * 1024
HASH_BYTES = 32
_START_BYTES = 14
_HEADER_LIMIT = 16 * 1024
_HEADER_KEYS = (
    "office", "version", "platform", "made_on", "schema", "oldest_schema", "payload", "rule_book", "compression",
    "list_bytes", "list_packed", "total",
)  # fmt: skip
_LIST_KEYS = ("contents", "files")


@dataclass(frozen=True, slots=True)
class Description:
    """What a frozen folder says of itself.

    `schema` is the one its database gets, `oldest_schema` the oldest it can upgrade, `payload` the newest meaning of
    files between machines that it reads.
    """

    version: str
    platform: str
    schema: str
    oldest_schema: str
    payload: int
    rule_book: str


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that one or more files hold: hash and length, and how many bytes they take in the file, spelled how."""

    digest: bytes
    size: int
    packed: int
    compression: str


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a version: its name with `/` between folders, the number of its content, whether it is a program."""

    name: str
    content: int
    runs: bool


@dataclass(frozen=True, slots=True)
class Release:
    """A version as its signed list tells it; `body` is where in the file the contents begin."""

    described: Description
    office_id: bytes
    made_on: date
    contents: tuple[Content, ...]
    files: tuple[ReleaseFile, ...]
    body: int

    @property
    def total(self) -> int:
        """Bytes of all its files together, once unpacked."""
        return sum(self.contents[each.content].size for each in self.files)


def spell_head(release: Release) -> tuple[bytes, bytes]:
    """Spell header and packed list; joined and signed they are the beginning of the file."""
    told = release.described
    listed = pack({
        "contents": [[c.digest, c.size, c.packed, c.compression] for c in release.contents],
        "files": [[f.name, f.content, int(f.runs)] for f in release.files],
    })  # fmt: skip
    scheme, packed = compress(listed)
    values = (
        release.office_id, told.version, told.platform, release.made_on.isoformat(), told.schema, told.oldest_schema,
        told.payload, told.rule_book, scheme, len(listed), len(packed), release.total,
    )  # fmt: skip
    return pack(dict(zip(_HEADER_KEYS, values, strict=True))), packed


def read_release(path: Path, *, office_id: bytes, office: bytes) -> Release:
    """Read and prove the list at the beginning of a file: by this Ed25519 public key, and fit to be unpacked.

    Raises UnreadableFile with the reason as its key: `is_sync_file`, `foreign_office`, `forged`, `damaged`,
    `newer_format`, `release_names`, `release_too_large`.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = _read_head(file)
    except OSError as error:
        raise trouble_reading(path, error) from error
    frame = split_frame(head, RELEASE_MAGIC)
    header = unpack_map(frame.header, _HEADER_KEYS)
    if need_bytes(header["office"], ID_BYTES) != office_id:
        raise refuse_release("foreign_office")
    frame.check_signature(TAG, office)
    release = _read_list(frame, header, body=len(head))
    if size != len(head) + sum(content.packed for content in release.contents):
        raise refuse_release("damaged")
    return release


def _read_head(file: BinaryIO) -> bytes:
    start = file.read(_START_BYTES)
    length = int.from_bytes(start[10:14], "big")
    if start[:8] != RELEASE_MAGIC or int.from_bytes(start[8:10], "big") != 1 or length > _HEADER_LIMIT:
        split_frame(start + bytes(SIGNATURE_BYTES), RELEASE_MAGIC)  # says what it is instead
        raise refuse_release("damaged")
    header = file.read(length)
    told = unpack_map(header, _HEADER_KEYS)
    rest = need_number(told["list_packed"], 1, LIST_LIMIT) + SIGNATURE_BYTES
    found = file.read(rest)
    if len(found) != rest:
        raise refuse_release("damaged")
    return start + header + found


def _read_list(frame: Frame, header: dict[str, object], *, body: int) -> Release:
    size = need_number(header["list_bytes"], 0, LIST_LIMIT)
    listed = unpack_map(
        expand(need_text(header["compression"], 20), bytes(frame.body), size=size), _LIST_KEYS
    )
    contents = tuple(_need_content(each) for each in need_list(listed["contents"], MOST_FILES))
    files = tuple(_need_file(each, len(contents)) for each in need_list(listed["files"], MOST_FILES))
    described = Description(
        need_text(header["version"], 20), need_text(header["platform"], 40), need_text(header["schema"], 20),
        need_text(header["oldest_schema"], 20), need_number(header["payload"], 1, 1 << 31),
        need_text(header["rule_book"], 40),
    )  # fmt: skip
    office_id = need_bytes(header["office"], ID_BYTES)
    release = Release(described, office_id, _need_date(header["made_on"]), contents, files, body)
    _check(release, need_number(header["total"], 0, 1 << 53))
    return release


def _need_exactly(value: object, count: int) -> list[object]:
    found = need_list(value, count)
    if len(found) != count:
        raise refuse_release("damaged")
    return found


def _need_content(value: object) -> Content:
    digest, size, packed, compression = _need_exactly(value, 4)
    return Content(
        need_bytes(digest, HASH_BYTES), need_number(size, 0, MOST_CONTENT), need_number(packed, 0, MOST_CONTENT),
        need_text(compression, 20),
    )  # fmt: skip


def _need_file(value: object, contents: int) -> ReleaseFile:
    name, content, runs = _need_exactly(value, 3)
    return ReleaseFile(
        need_text(name, 1_000), need_number(content, 0, contents - 1), bool(need_number(runs, 0, 1))
    )


def _check(release: Release, total: int) -> None:
    names = [each.name for each in release.files]
    if not is_version(release.described.version) or release.total != total:
        raise refuse_release("damaged")
    if not all(is_fit(name) for name in names) or not are_apart(names):
        raise refuse_release("release_names")
    if total > MOST_TOTAL:
        raise refuse_release("release_too_large")


def unpack_release(release: Release, path: Path, folder: Path, *, watch: Watch = unwatched) -> None:
    """Unpack every file into an empty folder, on the disk when this returns; UnreadableFile `damaged` at the first that
    is not what the list says.
    """
    holders: dict[int, list[ReleaseFile]] = {}
    for each in release.files:
        holders.setdefault(each.content, []).append(each)
    folders = sorted({parent for each in release.files for parent in _parents(each.name)})
    for name in folders:
        (folder / name).mkdir()
    with path.open("rb") as file:
        file.seek(release.body)
        for number, content in enumerate(release.contents):
            watch(Step(number, len(release.contents), release.described.version))
            data = _read_content(file, content)
            for holder in holders.get(number, ()):
                _write(folder / holder.name, data, runs=holder.runs)
    for name in (*reversed(folders), ""):
        sync_folder(folder / name)


def _parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _read_content(file: BinaryIO, content: Content) -> bytes:
    packed = file.read(content.packed)
    if len(packed) != content.packed:
        raise refuse_release("damaged")
    try:
        data = expand(content.compression, packed, size=content.size)
    except UnreadableFile as error:
        raise refuse_release("damaged") from error
    if hashlib.sha256(data).digest() != content.digest:
        raise refuse_release("damaged")
    return data


def _write(path: Path, data: bytes, *, runs: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o755 if runs else 0o644), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def holds_release(release: Release, folder: Path) -> bool:
    """Tell whether a folder holds exactly the files of a version, each read back and compared."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if found != {each.name for each in release.files}:
        return False
    return all(_is_same(folder / each.name, release.contents[each.content]) for each in release.files)


def _is_same(path: Path, content: Content) -> bool:
    if path.is_symlink() or path.stat().st_size != content.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest() == content.digest


def write_contents(paths: Sequence[Path], target: BinaryIO) -> tuple[list[Content], list[int]]:
    """Append the contents of files, alike ones once; returns the contents and, for each file, the number of its own."""
    contents: list[Content] = []
    numbers: dict[bytes, int] = {}
    of_files = []
    for path in paths:
        data = path.read_bytes()
        digest = hashlib.sha256(data).digest()
        if digest not in numbers:
            scheme, packed = compress(data)
            target.write(packed)
            numbers[digest] = len(contents)
            contents.append(Content(digest, len(data), len(packed), scheme))
        of_files.append(numbers[digest])
    return contents, of_files


def _need_date(value: object) -> date:
    try:
        return date.fromisoformat(need_text(value, 10))
    except ValueError as error:
        raise refuse_release("damaged") from error


_NOTHING_CHANGED = say("Nothing was changed; the present version goes on. Ask the office for the file again.")
_REASONS: dict[str, tuple[Message, Message]] = {
    "release_names": (
        say("The new version holds a file name that leads out of its folder or that not every system can write."),
        _NOTHING_CHANGED,
    ),
    "release_too_large": (say("The new version is larger than this program ever is."), _NOTHING_CHANGED),
    "foreign_office": (
        say("The new version was signed by another insurance office."),
        say("Ask your own office for it; this laptop believes no other."),
    ),
}  # fmt: skip


def refuse_release(reason: str) -> UnreadableFile:
    """Make the error for a reason; one that other files have too says what it says there."""
    if reason not in _REASONS:
        return refuse(reason)
    return UnreadableFile(*_REASONS[reason], key=reason)
