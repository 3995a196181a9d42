"""Our files wherever they lie: renamed, in a folder, in a zip; told by what is in them, never by where or how named.

Names that come from outside are shown and nothing else: no path is ever made of them.
"""

import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach_app.errors import OutreachError
from outreach_app.files import is_leftover, read_capped, trouble_reading
from outreach_app.sync.envelope import FILE_ENDING
from outreach_app.sync.frame import KIT_MAGIC, MAGIC_BYTES, RELEASE_MAGIC, SIZE_LIMIT, SYNC_MAGIC
from outreach_app.wire.refusals import refuse

DEPTH_LIMIT = 6
COUNT_LIMIT = 20_000
ZIP_ENTRIES_LIMIT = 5_000
ZIP_DIRECTORY_LIMIT = 2 * 1024 * 1024
ZIP_SIZE_LIMIT = 1024 * 1024 * 1024
SHOWN_CHARACTERS = 100

_ZIP_MAGIC = b"PK\x03\x04"
_ZIP_EMPTY_MAGIC = b"PK\x05\x06"
_ZIP_END_BYTES = 22
_ZIP_COMMENT_LIMIT = 65_535
_ZIP_TROUBLES = (
    zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, zlib.error, struct.error, IndexError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is, or calls itself, a file of ours: its bytes, or why they could not be had."""

    name: str
    data: bytes = b""
    refusal: OutreachError | None = None


def find_envelopes(path: Path) -> Iterator[Finding]:
    """Find sync files at a path: a file under any name, a folder with its folders, a zip; one at a time.

    Of a folder or zip only what carries our mark or our ending is yielded; a single file always is.
    """
    if path.is_dir():
        yield from _search_folder(path)
    else:
        yield from _examine(path, asked_for=True)


def find_dropped(path: Path) -> Iterator[Finding]:
    """Find sync files in one file of a folder where anything may lie: what is not ours is passed over in silence.

    That goes for other people's zips too, locked, damaged or huge; a file of our ending is told whatever it holds.
    """
    for finding in _examine(path, asked_for=False):
        if finding.refusal is None or finding.name.lower().endswith(FILE_ENDING):
            yield finding


def show_name(name: str) -> str:
    """Make a foreign file name fit to be shown: last part, NFC, no control or direction characters, not too long."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return visible if len(visible) <= SHOWN_CHARACTERS else visible[: SHOWN_CHARACTERS - 1] + "…"


def _search_folder(folder: Path) -> Iterator[Finding]:
    waiting, seen = [(folder, 0)], 0
    while waiting:
        current, depth = waiting.pop()
        try:
            entries = _list_folder(current)
        except OSError as error:  # a stick that was pulled out is no stick without files
            yield Finding(show_name(current.name), refusal=trouble_reading(current, error))
            continue
        for entry in entries:
            seen += 1
            if seen > COUNT_LIMIT:
                return
            if entry.is_dir(follow_symlinks=False) and depth < DEPTH_LIMIT:
                waiting.append((Path(entry.path), depth + 1))
            elif entry.is_file(follow_symlinks=False) and not is_leftover(entry.name):
                yield from _examine(Path(entry.path), asked_for=False)


def _list_folder(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda e: e.name)
    except PermissionError:  # a folder that may not be looked into holds nothing for us
        return []


def _examine(path: Path, *, asked_for: bool) -> Iterator[Finding]:
    name = show_name(path.name)
    try:
        start = _read_start(path)
        if start[:4] in (_ZIP_MAGIC, _ZIP_EMPTY_MAGIC):
            yield from _search_zip(path)
        elif start == SYNC_MAGIC:
            yield Finding(name, read_capped(path, SIZE_LIMIT))
        elif asked_for or path.suffix.lower() == FILE_ENDING:
            yield Finding(name, refusal=refuse(_reason_for(start, name)))
    except OutreachError as error:
        yield Finding(name, refusal=error)


def _read_start(path: Path) -> bytes:
    try:
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                return file.read(MAGIC_BYTES)
    except OSError as error:
        raise trouble_reading(path, error) from error
    return read_capped(path, MAGIC_BYTES)  # raises what there is to say of a pipe or a device


def _reason_for(start: bytes, name: str) -> str:
    if start == KIT_MAGIC:
        return "is_kit"
    if start == RELEASE_MAGIC:
        return "is_release"
    return "damaged" if name.lower().endswith(FILE_ENDING) else "not_ours"


def _search_zip(path: Path) -> Iterator[Finding]:
    try:
        _check_zip_directory(path)
    except OSError as error:
        raise trouble_reading(path, error) from error
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if not e.filename.endswith("/")]  # one may have no name
            if len(entries) > ZIP_ENTRIES_LIMIT or sum(e.file_size for e in entries) > ZIP_SIZE_LIMIT:
                raise refuse("zip_too_large")
            for entry in entries:
                yield from _examine_entry(archive, entry)
    except (*_ZIP_TROUBLES, OSError) as error:
        raise refuse("zip_damaged") from error


def _check_zip_directory(path: Path) -> None:
    # Python reads the whole directory of a zip before one can ask how long it is; a million names take a gigabyte.
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _ZIP_END_BYTES - _ZIP_COMMENT_LIMIT - 20))
        tail = file.read()
    end = tail.rfind(_ZIP_EMPTY_MAGIC)
    if end < 0 or len(tail) - end < _ZIP_END_BYTES:
        raise refuse("zip_damaged")
    # No zip64: what it is for is beyond our limits, and its directory would be read unmeasured.
    if int.from_bytes(tail[end + 12 : end + 16], "little") > ZIP_DIRECTORY_LIMIT or b"PK\x06\x07" in tail:
        raise refuse("zip_too_large")


def _examine_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Finding]:
    name = show_name(entry.filename)
    try:
        if entry.flag_bits & 0x1:
            raise refuse("zip_locked")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("zip_damaged")
        with archive.open(entry) as file:
            start = file.read(MAGIC_BYTES)
            if start[:4] == _ZIP_MAGIC:
                raise refuse("nested_zip")
            if start == SYNC_MAGIC:
                _check_entry_size(entry)
                yield Finding(name, start + file.read())
            elif name.lower().endswith(FILE_ENDING):
                raise refuse(_reason_for(start, name))
    except _ZIP_TROUBLES:
        yield Finding(name, refusal=refuse("zip_damaged"))
    except OutreachError as error:
        yield Finding(name, refusal=error)


def _check_entry_size(entry: zipfile.ZipInfo) -> None:
    if entry.file_size > SIZE_LIMIT:
        raise refuse("too_large")
    if entry.file_size > 2 * entry.compress_size + 4096:  # what is sealed does not shrink
        raise refuse("bomb")
