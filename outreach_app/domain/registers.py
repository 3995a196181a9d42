"""A field that several machines may edit: its heads, the value shown, and when a person must decide.

A field's state is the set of its edits that no other known edit has replaced ("heads"). Because every edit names all
edits it replaced, directly or through others, the heads are a pure function of the set of edits known: order, repeats
and clocks do not matter. A create is not a head; every edit replaces the value a row was made with.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from outreach_app.domain.operations import Dot

STICKY: frozenset[tuple[str, str]] = frozenset(
    {
        ("household", "do_not_contact"),
        ("person", "do_not_contact"),
        ("person", "deceased"),
    }
)
"""Yes-or-no fields where yes wins against a concurrent no, so that nobody is troubled by a race between laptops."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One write to one field; `was` is the value its author replaced."""

    dot: Dot
    time: int
    value: object
    was: object
    replaced: frozenset[Dot]
    author: bytes | None = None


Heads = tuple[Edit, ...]


def add_edit(heads: Heads, edit: Edit) -> Heads:
    """Take in one more edit: ignored when known or already replaced, otherwise it drops the heads it replaced."""
    if any(edit.dot == head.dot or edit.dot in head.replaced for head in heads):
        return heads
    kept = tuple(head for head in heads if head.dot not in edit.replaced)
    return tuple(sorted((*kept, edit), key=_place))


def merge_heads(heads: Heads, edits: Iterable[Edit]) -> Heads:
    """Take in several edits; the result does not depend on their order."""
    for edit in edits:
        heads = add_edit(heads, edit)
    return heads


def find_shown(table: str, field: str, heads: Heads) -> Edit:
    """Choose the head whose value stands in the column: a sticky yes first, then the latest; there must be a head."""
    sticky = (table, field) in STICKY
    return max(heads, key=lambda head: (sticky and bool(head.value), *_place(head)))


def is_conflict(table: str, field: str, heads: Heads) -> bool:
    """Tell whether machines disagree: more than one distinct value, and no sticky yes that settles it."""
    if len(heads) < 2:
        return False
    if (table, field) in STICKY and any(head.value for head in heads):
        return False
    return any(head.value != heads[0].value for head in heads[1:])


def replaced_by_edit(table: str, field: str, heads: Heads, *, settles: bool = False) -> frozenset[Dot]:
    """Name what a new edit replaces: the value its author was shown, and with `settles` every rival too.

    Heads with the shown value count as shown. An ordinary edit leaves the rivals of an open conflict standing, because
    its author never saw them.
    """
    if not heads:
        return frozenset()
    shown = find_shown(table, field, heads)
    seen = [head for head in heads if settles or head.value == shown.value]
    return frozenset(dot for head in seen for dot in (head.dot, *head.replaced))


def _place(edit: Edit) -> tuple[int, bytes, int]:
    return (edit.time, *edit.dot)
