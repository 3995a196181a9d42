"""Canonical msgpack: one value has one spelling, and reading takes no more memory than the bytes justify."""

import threading
from collections.abc import Collection

import msgpack

from outreach_app.wire.refusals import refuse

type_errors = (ValueError, TypeError, OverflowError, UnicodeError, msgpack.UnpackException, RecursionError)


class _Packers(threading.local):
    """Each thread packs with one packer of its own: to make one costs more than most values."""

    def __init__(self) -> None:
        self.own = msgpack.Packer(use_bin_type=True)


_packers = _Packers()


def pack(value: object) -> bytes:
    """Pack to the shortest msgpack spelling, maps in the order they are given."""
    packed: bytes = _packers.own.pack(value)
    return packed


def unpack(data: bytes) -> object:
    """Unpack exactly one value that fills `data`; raises UnreadableFile `damaged`.

    A first pass only walks over the bytes: nested arrays that announce more than they hold are refused before
    anything is allocated for them.
    """
    try:
        walker = msgpack.Unpacker(max_buffer_size=max(len(data), 1))
        walker.feed(data)
        walker.skip()
        if walker.tell() != len(data):
            raise refuse("damaged")
        return msgpack.unpackb(data, raw=False, strict_map_key=False, use_list=True)
    except type_errors as error:
        raise refuse("damaged") from error


def unpack_map(
    data: bytes, keys: Collection[str], *, longer: Collection[str] | None = None
) -> dict[str, object]:
    """Unpack a map that has exactly these keys, or all of `longer`, in this order and is spelled canonically."""
    value = unpack(data)
    shapes = [list(keys), *([list(longer)] if longer else [])]
    if not isinstance(value, dict) or list(value) not in shapes or pack(value) != data:
        raise refuse("damaged")
    return value


def need_bytes(value: object, length: int | None = None) -> bytes:
    """Take a byte string, of an exact length when one is given, or raise UnreadableFile `damaged`."""
    if not isinstance(value, bytes) or (length is not None and len(value) != length):
        raise refuse("damaged")
    return value


def need_text(value: object, limit: int = 500) -> str:
    """Take a text of at most `limit` characters, or raise UnreadableFile `damaged`."""
    if not isinstance(value, str) or len(value) > limit:
        raise refuse("damaged")
    return value


def need_number(value: object, least: int, most: int) -> int:
    """Take a whole number within bounds, or raise UnreadableFile `damaged`."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise refuse("damaged")
    return value


def need_list(value: object, limit: int) -> list[object]:
    """Take a list of at most `limit` entries, or raise UnreadableFile `damaged`."""
    if not isinstance(value, list) or len(value) > limit:
        raise refuse("damaged")
    return value
