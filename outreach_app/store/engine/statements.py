"""How the store writes statements: with `?` for values, in every engine."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def placeholders(count: int) -> str:
    """Write `?, ?, ?` for a list of values."""
    return ", ".join("?" * count)


def in_chunks(values: Iterable[T], *, size: int = 500) -> Iterable[list[T]]:
    """Cut values into lists that fit one statement's parameters."""
    chunk: list[T] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
