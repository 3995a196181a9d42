"""Looking for people in bytes: every way a name or number may be spelt in a file, and a search of whole folders."""

import base64
import gzip
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import zstandard

from outreach_app.domain.text import fold
from tests.pdf_texts import read_page_texts

_LEAST = 6  # shorter needles are found in any noise
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class Trace:
    """What was found: of whom, how it was spelt, and where."""

    secret: str
    spelling: str
    place: str


def spell(secret: str) -> dict[str, bytes]:
    """Every spelling by which a text or number may stand in a file, by its name."""
    found: dict[str, bytes] = {}
    for name, text in _spell_texts(secret).items():
        found[f"{name} utf-8"] = text.encode()
        found[f"{name} utf-16-le"] = text.encode("utf-16-le")
        found[f"{name} utf-16-be"] = text.encode("utf-16-be")
    plain = secret.encode()
    found["json"] = json.dumps(secret).strip('"').encode()
    found["url"] = quote(secret).encode()
    found["hex"] = plain.hex().encode()
    for shift in range(3):
        coded = base64.b64encode(b"x" * shift + plain)
        found[f"base64 {shift}"] = coded[4 if shift else 0 : -4]
    if secret.isdecimal():
        found |= {"little endian": int(secret).to_bytes(8, "little"), "big endian": int(secret).to_bytes(8)}
    return {name: needle for name, needle in found.items() if len(needle) >= _LEAST}


def _spell_texts(secret: str) -> dict[str, str]:
    if secret.isdecimal():
        threes = [secret[n : n + 3] for n in range(0, len(secret), 3)]
        fours = [secret[:4], *(secret[n : n + 3] for n in range(4, len(secret), 3))]
        return {"plain": secret} | {
            f"{size} by {sign!r}": sign.join(groups)
            for sign in (".", " ", "-", "\u00a0", "\u202f")
            for size, groups in (("threes", threes), ("fours", fours))
        }
    forms = {"nfc": unicodedata.normalize("NFC", secret), "nfd": unicodedata.normalize("NFD", secret)}
    cases = {
        f"{form} {case}": getattr(text, case)() for form, text in forms.items() for case in ("lower", "upper")
    }
    folded = fold(secret)
    joined = {f"folded by {sign!r}": folded.replace(" ", sign) for sign in (" ", "", "-", "_", "+")}
    return forms | cases | joined | {"folded upper": folded.upper(), "no marks": _bare(secret)}


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def find_traces(folder: Path, secrets: Iterable[str], *, but: Iterable[Path] = ()) -> list[Trace]:
    """Search names and bytes of everything in a folder, packed things unpacked, except below the places in `but`."""
    needles = [(secret, name, needle) for secret in secrets for name, needle in spell(secret).items()]
    left_out = tuple(but)
    found = []
    for path in sorted(folder.rglob("*")):
        if any(path.is_relative_to(place) for place in left_out):
            continue
        seen = [("name", str(path.relative_to(folder)).encode())]
        if path.is_file() and not path.is_symlink():
            seen += _unpack(path.read_bytes())
        found += [
            Trace(secret, spelling, f"{path} ({kind})")
            for kind, data in seen
            for secret, spelling, needle in needles
            if needle in data
        ]
    return found


def _unpack(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "bytes", data
    yield from _open(data)


def _open(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                yield from ((f"zip: {name}", packed.read(name)) for name in packed.namelist())
        elif data.startswith(b"\x1f\x8b"):
            yield "gzip", gzip.decompress(data)
        elif data.startswith(b"%PDF"):
            yield from (("pdf", zlib.decompressobj().decompress(part)) for part in _STREAM.findall(data))
            # What is printed stands in the file as numbers of glyphs.
            yield "pdf", " ".join(" ".join(read_page_texts(data)).split()).encode()
        elif data.startswith(zstandard.FRAME_HEADER):
            yield "zstd", zstandard.ZstdDecompressor().decompress(data, max_output_size=_MOST)
    except (OSError, zlib.error, zipfile.BadZipFile, zstandard.ZstdError):
        return  # it only began like one
