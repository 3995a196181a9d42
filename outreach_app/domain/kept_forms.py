"""What a form left on this machine, read back: it may have been kept by another version of the program.

Whatever cannot be understood any more counts as not filled in; the rest comes back.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def read_kept(text: str | None) -> Mapping[str, Any]:
    """Read the content of a draft; nothing for what is no object of JSON."""
    try:
        found = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def take(read: Callable[[Any], T], value: object, default: T) -> T:
    """Read one field; `default` for what it cannot be."""
    try:
        return default if value is None else read(value)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return default


def need(kind: type[T]) -> Callable[[Any], T]:
    """Make a reader that takes a value of this very kind and nothing like it: no yes or no for a number."""

    def read(value: Any) -> T:
        if type(value) is not kind:
            raise ValueError("another kind of value")
        return value

    return read
