"""A database file decrypted page by page, free pages and gaps between rows included: what no query shows any more."""

import _hashlib
import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
import zstandard

_PAGE, _RESERVE, _SALT, _IV = 4096, 80, 16, 16


def dump_database(place: Path, data_key: bytes) -> bytes:
    """Every page of a database and of its log, and every block of its journal unpacked."""
    connection = sqlcipher.connect(str(place), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
    found = bytearray()
    for (payload,) in connection.execute("SELECT payload FROM block").fetchall():
        found += zstandard.ZstdDecompressor().decompress(payload) + b"\0"
    connection.close()
    found += read_pages(place.read_bytes(), data_key)
    log = place.with_name(place.name + "-wal")
    return bytes(found) + (log.read_bytes() if log.is_file() else b"")


def read_pages(data: bytes, data_key: bytes) -> bytes:
    """Decrypt the pages of a file."""
    assert len(data) % _PAGE == 0
    pages = bytearray()
    for start in range(0, len(data), _PAGE):
        page = data[start : start + _PAGE]
        iv = page[_PAGE - _RESERVE : _PAGE - _RESERVE + _IV]
        pages += decrypt(data_key, iv, page[_SALT if start == 0 else 0 : _PAGE - _RESERVE])
    return bytes(pages)


def decrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    """AES-256-CBC without padding, by the library that Python itself hashes with."""
    library = _library()
    context = ctypes.c_void_p(library.EVP_CIPHER_CTX_new())
    out, length = ctypes.create_string_buffer(len(data) + 32), ctypes.c_int(0)
    cipher = ctypes.c_void_p(library.EVP_aes_256_cbc())
    assert library.EVP_DecryptInit_ex(context, cipher, None, key, iv) == 1
    library.EVP_CIPHER_CTX_set_padding(context, 0)
    assert library.EVP_DecryptUpdate(context, out, ctypes.byref(length), data, len(data)) == 1
    library.EVP_CIPHER_CTX_free(context)
    return out.raw[: length.value]


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(ctypes.util.find_library("crypto") or _hashlib.__file__)
    library.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
    library.EVP_aes_256_cbc.restype = ctypes.c_void_p
    return library
