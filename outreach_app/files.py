"""Files written whole or not at all, and read no further than a limit.

A name that is visible holds a complete file: what a kill, a full disk or a pulled stick leaves behind carries
the name of a leftover, which nobody takes for a file.
"""

import contextlib
import errno
import os
import secrets
import stat
import time
from pathlib import Path
from typing import Self

from outreach_app.errors import BadInput, EnvironmentTrouble, NotFound, OutreachError, UnreadableFile, say

REPLACE_TRIES = 5
REPLACE_PAUSE_S = 0.2
LEFTOVER_PREFIX = ".gocua-"
LEFTOVER_SUFFIX = ".part"

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_MISSING = {errno.ENOENT, errno.ENOTDIR}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE}
_FOLDER_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}


def write_file(path: Path, data: bytes, *, overwrite: bool = False, private: bool = False) -> None:
    """Put `data` under a name so that it is on the disk, read back and equal, before the name appears.

    Raises BadInput when the name is taken and `overwrite` is off, EnvironmentTrouble when the disk or folder
    refuses. `private` keeps other accounts of the machine from reading the file.
    """
    if not overwrite and os.path.lexists(path):
        raise _name_taken(path)
    part = path.parent / f"{LEFTOVER_PREFIX}{secrets.token_hex(8)}{LEFTOVER_SUFFIX}"
    try:
        _write_part(part, data, mode=0o600 if private else 0o666)
        _compare_part(part, data)
        if not overwrite and os.path.lexists(path):
            raise _name_taken(path)
        replace_patiently(part, path)
        sync_folder(path.parent)
    except OSError as error:
        raise trouble_writing(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


class StagedFiles:
    """Files that appear together when the block ends, or not at all when it fails or is broken off.

    Until then each is a leftover beside its place, on the disk and read back; nothing is written elsewhere.
    """

    def __init__(self) -> None:
        self._staged: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        return self

    def add(self, path: Path, data: bytes) -> None:
        """Write what is to stand under a free name; raises as `write_file` does."""
        if os.path.lexists(path):
            raise _name_taken(path)
        part = path.parent / f"{LEFTOVER_PREFIX}{secrets.token_hex(8)}{LEFTOVER_SUFFIX}"
        self._staged.append((part, path))
        try:
            _write_part(part, data, mode=0o666)
            _compare_part(part, data)
        except OSError as error:
            raise trouble_writing(path, error) from error

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._place()
        finally:
            for part, _path in self._staged:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)

    def _place(self) -> None:
        placed: list[Path] = []
        try:
            for part, path in self._staged:
                if os.path.lexists(path):
                    raise _name_taken(path)
                try:
                    replace_patiently(part, path)
                except OSError as error:
                    raise trouble_writing(path, error) from error
                placed.append(path)
        except OutreachError:
            for path in placed:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
            raise
        for folder in {path.parent for path in placed}:
            sync_folder(folder)


def read_capped(path: Path, limit: int) -> bytes:
    """Read a regular file of at most `limit` bytes; larger ones, folders and devices are refused unread."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise UnreadableFile(
                say("“{name}” is not a file.", name=path.name), say("Choose a file."), key="not_a_file"
            )
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise trouble_reading(path, error) from error
    if len(data) > limit:
        raise UnreadableFile(
            say("“{name}” is larger than any file this program reads.", name=path.name),
            say("Choose another file."),
            key="too_large",
        )
    return data


def need_folder(folder: Path) -> None:
    """Make a folder in one that is there, with its name on the disk; EnvironmentTrouble when the disk refuses."""
    if folder.is_dir():
        return
    try:
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
    except OSError as error:
        raise trouble_writing(folder, error) from error


def need_folders(folder: Path) -> None:
    """Make a folder and those above it that are not there, each name on the disk; raises as `need_folder` does."""
    if not folder.is_dir() and folder.parent != folder:
        need_folders(folder.parent)
    need_folder(folder)


def is_leftover(name: str) -> bool:
    """Tell whether a file name is that of an interrupted write."""
    return name.startswith(LEFTOVER_PREFIX) and name.endswith(LEFTOVER_SUFFIX)


def remove_leftovers(folder: Path) -> int:
    """Remove what interrupted writes left in a folder and count it; for a caller that alone writes there."""
    removed = 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if is_leftover(entry.name) and entry.is_file(follow_symlinks=False):
                Path(entry.path).unlink()
                removed += 1
    return removed


def _write_part(part: Path, data: bytes, *, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(part, flags, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):  # so that reading back asks the disk, not the memory
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _compare_part(part: Path, data: bytes) -> None:
    with part.open("rb") as file:
        same = file.read() == data
    if not same:
        raise EnvironmentTrouble(
            say("What was written came back changed: the disk or stick is failing."),
            say("Use another disk or stick; nothing was lost here."),
            key="written_wrong",
        )


def replace_patiently(part: Path, path: Path) -> None:
    """Put a file in another's place in one step; while something else holds either open it is tried for a second.

    A virus scanner on Windows looks into whatever was just written. Raises PermissionError when it never lets go.
    """
    for attempt in range(1, REPLACE_TRIES + 1):
        try:
            part.replace(path)
        except PermissionError:
            if attempt == REPLACE_TRIES:
                raise
            time.sleep(REPLACE_PAUSE_S)
        else:
            return


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, so that a power cut takes back neither a new file nor a rename."""
    if os.name == "nt":  # Windows opens no folders; the rename is journalled by NTFS
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder one may put things into but not look into
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _FOLDER_CANNOT_SYNC:
            raise
    finally:
        os.close(handle)


def _name_taken(path: Path) -> BadInput:
    return BadInput(
        say("There is already a file named “{name}” here.", name=path.name),
        say("Choose another name or folder."),
        key="file_exists",
    )


def trouble_writing(path: Path, error: OSError) -> OutreachError:
    """Say for a person why a file could not be written, and what to do."""
    folder = str(path.parent)
    if error.errno in _FULL:
        message = say("There is no room left to write “{name}”.", name=path.name)
        advice = say("Free some space or use another disk or stick.")
        return EnvironmentTrouble(message, advice, key="disk_full")
    if error.errno in _CLOSED:
        message = say("Nothing can be written into “{folder}”.", folder=folder)
        advice = say("Choose another folder, or unlock the stick and try again.")
        return EnvironmentTrouble(message, advice, key="folder_read_only")
    if error.errno in _MISSING:
        message = say("The folder “{folder}” does not exist.", folder=folder)
        advice = say("Plug in the stick or choose another folder.")
        return EnvironmentTrouble(message, advice, key="no_folder")
    if error.errno in _GONE:
        message = say("The disk or stick stopped answering while “{name}” was written.", name=path.name)
        return EnvironmentTrouble(message, say("Plug it in again, or use another one."), key="device_gone")
    message = say("“{name}” could not be written ({detail}).", name=path.name, detail=error.strerror or "?")
    return EnvironmentTrouble(message, say("Choose another folder or a shorter name."), key="cannot_write")


def trouble_reading(path: Path, error: OSError) -> OutreachError:
    """Say for a person why a file or folder could not be read, and what to do."""
    if error.errno in _MISSING:
        message = say("There is no file “{name}”.", name=path.name)
        return NotFound(message, say("Check the name, or plug in the stick."), key="no_file")
    if error.errno in _CLOSED:
        message = say("“{name}” may not be read by this account.", name=path.name)
        return EnvironmentTrouble(message, say("Copy the file to a folder of your own."), key="not_readable")
    message = say("“{name}” could not be read ({detail}).", name=path.name, detail=error.strerror or "?")
    return EnvironmentTrouble(message, say("Plug the stick in again and try once more."), key="cannot_read")
