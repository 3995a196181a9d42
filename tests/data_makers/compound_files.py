"""Small OLE2 compound files built by hand ([MS-CFB]): a protected workbook, an old one, a Word document."""

import struct
from pathlib import Path

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def write_compound(path: Path, streams: dict[str, bytes]) -> Path:
    """Write a version 3 compound file; streams are padded to 4,096 bytes so that no mini stream is needed."""
    padded = {
        name: data + bytes(max(4096 - len(data), -len(data) % _SECTOR)) for name, data in streams.items()
    }
    directory_sectors = -(-(len(streams) + 1) // 4)
    fat = [_FAT, *_chain(1, directory_sectors)]
    starts = {}
    for name, data in padded.items():
        starts[name] = len(fat)
        fat += _chain(len(fat), len(data) // _SECTOR)
    fat += [_FREE] * (128 - len(fat))
    assert len(fat) == 128, "one FAT sector only"
    body = b"".join(padded.values())
    path.write_bytes(
        _header() + struct.pack("<128I", *fat) + _directory(padded, starts, directory_sectors) + body
    )
    return path


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END]


def _header() -> bytes:
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    fixed = struct.pack(
        "<16sHHHHH6xIIIIIIIII", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0
    )
    return magic + fixed + struct.pack("<109I", 0, *([_FREE] * 108))


def _directory(streams: dict[str, bytes], starts: dict[str, int], sectors: int) -> bytes:
    names = list(streams)
    entries = [_entry("Root Entry", 5, child=1 if names else _FREE, start=_END, size=0)]
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else _FREE
        entries.append(_entry(name, 2, right=right, start=starts[name], size=len(streams[name])))
    entries += [bytes(128)] * (sectors * 4 - len(entries))
    return b"".join(entries)


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int, size: int) -> bytes:
    spelled = (name + "\0").encode("utf-16-le")
    head = struct.pack("<64sHBBIII", spelled, len(spelled), kind, 1, _FREE, right, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def write_protected_xlsx(path: Path) -> Path:
    """What Excel writes for a workbook with an opening password ([MS-OFFCRYPTO] 2.3.1)."""
    info = b"\x04\x00\x04\x00\x40\x00\x00\x00<?xml version='1.0'?><encryption/>"
    return write_compound(path, {"EncryptionInfo": info, "EncryptedPackage": bytes(range(256)) * 32})


def write_protected_xls(path: Path) -> Path:
    """An .xls with a password: the FILEPASS record (0x2F) follows the first BOF."""
    bof = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(range(48))
    return write_compound(path, {"Workbook": bof + filepass + struct.pack("<HH", 0x0A, 0)})


def write_excel5(path: Path) -> Path:
    """An Excel 5 workbook: its stream is called Book."""
    return write_compound(path, {"Book": struct.pack("<HHHHHH", 0x0809, 8, 0x0500, 0x0005, 0x0DBB, 0x07CC)})


def write_word(path: Path) -> Path:
    """A Word 97 document, whatever it is called."""
    return write_compound(path, {"WordDocument": b"\xec\xa5\xc1\x00", "1Table": b""})
