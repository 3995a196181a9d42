"""Compact bytes for values that live in one column: msgpack, the same everywhere for the same value."""

from typing import Any

import msgpack


def pack(value: Any) -> bytes:
    """Pack plain values (None, bool, int, str, bytes, lists, maps) into bytes."""
    packed: bytes = msgpack.packb(value, use_bin_type=True)
    return packed


def unpack(packed: bytes) -> Any:
    """Unpack what `pack` made; lists come back as lists."""
    return msgpack.unpackb(packed, raw=False, strict_map_key=False)
