"""Compact bytes for values that live in one column: msgpack, the same everywhere for the same value."""

from typing import Any

import msgpack

from outreach_app.wire.packing import pack

__all__ = ["pack", "unpack"]


def unpack(packed: bytes) -> Any:
    """Unpack what `pack` made; lists come back as lists."""
    return msgpack.unpackb(packed, raw=False, strict_map_key=False)
