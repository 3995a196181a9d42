"""What a file handed in as a spreadsheet really is, and whether it is safe and possible to open.

A file is judged by its bytes, never by its name: files get renamed on the way.
"""

import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from outreach_app.errors import Message, UnreadableFile, say

MAX_FILE = 256 * 2**20
MAX_UNPACKED = 512 * 2**20
MAX_RATIO = 200
MAX_PARTS = 10_000
_ALWAYS_ALLOWED = 4 * 2**20  # a small sheet of equal rows packs better than 200:1 and harms nobody
_CHUNK = 256 * 1024

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLD_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x06\x05",
    b"\x09\x08\x08\x00",
)
_TEXT_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Container(StrEnum):
    """The kinds of file that can hold a list."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def identify_container(path: Path) -> Container:
    """Tell what kind of spreadsheet a file is; raises UnreadableFile with the cure when it is none that can be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8192)
            if not start.strip(b"\x00 \r\n\t"):
                raise refuse("empty_file", say("The file {name} is empty.", name=path.name), _ASK_AGAIN)
            if size > MAX_FILE:
                raise refuse_large(path.name)
            return _identify(path, stream, start)
    except FileNotFoundError as missing:
        raise refuse("no_file", say("There is no file {name}.", name=path.name), _CHECK_NAME) from missing
    except OSError as trouble:
        said = say("The file {name} cannot be opened.", name=path.name)
        raise refuse("cannot_open", said, _CLOSE_OTHERS) from trouble


def refuse(key: str, message: Message, advice: Message) -> UnreadableFile:
    """Make the error that says why a file cannot be read and what to do about it."""
    return UnreadableFile(message, advice, key=key)


def refuse_broken(name: str) -> UnreadableFile:
    """Make the error for a file that is damaged or is no spreadsheet at all."""
    return refuse(
        "damaged_file", say("The file {name} is damaged or is not a spreadsheet.", name=name), _SAVE_AGAIN
    )


def refuse_protected(name: str) -> UnreadableFile:
    """Make the error for a file that opens only with a password."""
    return refuse("protected_file", say("The file {name} is protected by a password.", name=name), _UNPROTECT)


def refuse_large(name: str) -> UnreadableFile:
    """Make the error for a file that holds more than any list."""
    return refuse("too_large", say("The file {name} is too large for a list.", name=name), _SPLIT)


def refuse_far_cells(name: str) -> UnreadableFile:
    """Make the error for a sheet whose used area is far larger than any list."""
    return refuse(
        "far_cells", say("A sheet of {name} has cells far away from the list.", name=name), _COPY_TABLE
    )


_ASK_AGAIN = say("Ask for the file again, or save it again in Excel.")
_SPLIT = say("Split it into several files, for example one for each commune.")
_CHECK_NAME = say("Check the name and the folder.")
_CLOSE_OTHERS = say("Close it in other programs, or copy it into another folder and try again.")
_SAVE_AGAIN = say(
    "Open the file in Excel, choose File > Save As, save it as an Excel workbook (.xlsx) and try again."
)
_UNPROTECT = say(
    "Open the file in Excel, choose File > Info > Protect Workbook > Encrypt with Password, "
    "clear it, save and try again."
)
_COPY_TABLE = say("Copy only the table into a new workbook, save it and try again.")


def _identify(path: Path, stream: BinaryIO, start: bytes) -> Container:
    if start.startswith(b"PK"):
        return _identify_zip(path)
    if start.startswith(_OLE):
        return _identify_ole(path, stream)
    if start.startswith(_OLD_BIFF):
        raise _too_old(path.name)
    if _is_markup(start):
        raise refuse(
            "web_page",
            say("The file {name} is a web page or XML, not a workbook.", name=path.name),
            _SAVE_AGAIN,
        )
    if _is_text(start):
        return Container.CSV
    raise refuse_broken(path.name)


def _too_old(name: str) -> UnreadableFile:
    return refuse(
        "too_old",
        say("The file {name} comes from a very old Excel (5.0 or earlier).", name=name),
        _SAVE_AGAIN,
    )


def _is_markup(start: bytes) -> bool:
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"mime-version"))


def _is_text(start: bytes) -> bool:
    if start.startswith(_TEXT_BOMS):
        return True
    zeros = start.count(b"\x00")
    if zeros:  # UTF-16 without a mark: every second byte of the separators and digits is zero
        return zeros >= len(start) // 4 and (b",\x00" in start or b";\x00" in start or b"\t\x00" in start)
    controls = sum(start.count(code) for code in range(32) if code not in (9, 10, 13, 12))
    return controls == 0 and not start.startswith((b"%PDF", b"{\\rtf"))


# --------------------------------------------------------------------------------------------- zipped workbooks
def _identify_zip(path: Path) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, path)
            names = set(archive.namelist())
            if "mimetype" in names and "content.xml" in names:
                return _identify_ods(archive, path)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        ValueError,
        KeyError,
    ) as damage:
        raise refuse_broken(path.name) from damage
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Container.XLSX
    raise refuse(
        "not_a_spreadsheet", say("The file {name} is not a spreadsheet.", name=path.name), _SAVE_AGAIN
    )


def _identify_ods(archive: zipfile.ZipFile, path: Path) -> Container:
    if b"spreadsheet" not in archive.read("mimetype")[:200]:
        raise refuse(
            "not_a_spreadsheet", say("The file {name} is not a spreadsheet.", name=path.name), _SAVE_AGAIN
        )
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise refuse_protected(path.name)
    return Container.ODS


def _check_size(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse a bomb by what it really unpacks to: the sizes written in a zip may lie."""
    parts = archive.infolist()
    allowed = min(MAX_UNPACKED, max(_ALWAYS_ALLOWED, MAX_RATIO * path.stat().st_size))
    left = allowed - sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or left < 0:
        raise _bomb(path.name)
    if any(part.flag_bits & 1 for part in parts):
        raise refuse_protected(path.name)
    with path.open("rb") as stream:
        for part in parts:
            allowed -= _unpacked_size(stream, part, allowed)
            if allowed < 0:
                raise _bomb(path.name)


def _bomb(name: str) -> UnreadableFile:
    return refuse(
        "bomb", say("The file {name} unpacks to far more than a list can hold.", name=name), _COPY_TABLE
    )


def _unpacked_size(stream: BinaryIO, part: zipfile.ZipInfo, cap: int) -> int:
    """Count the bytes one zipped part unpacks to, stopping soon after the cap."""
    stream.seek(part.header_offset + 26)
    name, extra = struct.unpack("<HH", stream.read(4))
    stream.seek(name + extra, 1)
    if part.compress_type == zipfile.ZIP_STORED:
        return part.compress_size
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(part.compress_type)
    unpacker, left, size = zlib.decompressobj(-15), part.compress_size, 0
    while left > 0 and size <= cap and not unpacker.eof:
        packed = stream.read(min(_CHUNK, left))
        if not packed:
            raise EOFError(part.filename)
        left -= len(packed)
        while packed and size <= cap:
            size += len(unpacker.decompress(packed, 4 * _CHUNK))
            packed = unpacker.unconsumed_tail
    return size


# ---------------------------------------------------------------------------------------------- compound files
def _identify_ole(path: Path, stream: BinaryIO) -> Container:
    """Tell a protected xlsx and an old or wrong compound file from an .xls that can be read."""
    names = _entry_names(stream)
    if "EncryptedPackage" in names:
        raise refuse_protected(path.name)
    if "Workbook" in names:
        return Container.XLS
    if "Book" in names:
        raise _too_old(path.name)
    if names:
        raise refuse(
            "not_a_spreadsheet", say("The file {name} is not a spreadsheet.", name=path.name), _SAVE_AGAIN
        )
    raise refuse_broken(path.name)


def _entry_names(stream: BinaryIO) -> set[str]:
    """Read the names in a compound file's directory ([MS-CFB] 2.6); a broken chain ends the reading."""
    stream.seek(0)
    header = stream.read(512)
    if len(header) < 512:
        return set()
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        return set()
    (sector,) = struct.unpack_from("<I", header, 48)
    tables = [place for place in struct.unpack_from("<109I", header, 76) if place < 0xFFFFFFFA]
    names, seen = set[str](), set[int]()
    while sector < 0xFFFFFFFA and sector not in seen and len(seen) < 10_000:
        seen.add(sector)
        block = _sector(stream, sector, shift)
        for entry in range(0, len(block) - 127, 128):
            (length,) = struct.unpack_from("<H", block, entry + 64)
            if block[entry + 66] and 2 <= length <= 64:
                names.add(block[entry : entry + length - 2].decode("utf-16-le", "replace"))
        sector = _next_sector(stream, sector, shift, tables)
    return names


def _sector(stream: BinaryIO, number: int, shift: int) -> bytes:
    stream.seek((number + 1) << shift)
    return stream.read(1 << shift)


def _next_sector(stream: BinaryIO, number: int, shift: int, tables: list[int]) -> int:
    per_table = (1 << shift) // 4
    if number // per_table >= len(tables):
        return 0xFFFFFFFE
    table = _sector(stream, tables[number // per_table], shift)
    place = (number % per_table) * 4
    return int.from_bytes(table[place : place + 4], "little") if len(table) >= place + 4 else 0xFFFFFFFE
