"""A field that several machines may edit: its heads, the value shown, and when a person must decide.

A field's state is the set of its edits that no other known edit has replaced ("heads"). Because every edit names all
edits it replaced, directly or through others, the heads are a pure function of the set of edits known: order, repeats
and clocks do not matter. A create is not a head; every edit replaces the value a row was made with.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach_app.domain.operations import Dot, Operation

STICKY: frozenset[tuple[str, str]] = frozenset(
    {
        ("household", "do_not_contact"),
        ("person", "do_not_contact"),
        ("person", "deceased"),
    }
)
"""Yes-or-no fields where yes wins against a concurrent no, so that nobody is troubled by a race between laptops."""

REMOVED = "removed"
"""The field that takes a row away by holding a reason; its edit also names the edits of the row's other fields."""

ERASED = "erased"
"""The reason in `removed` of a person who asked to be erased: nothing competes with it, and nothing takes it back."""


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

FieldKey = tuple[str, bytes, str]
"""Table, row id, field."""


def add_edit(heads: Heads, edit: Edit) -> Heads:
    """Take in one more edit: ignored when known or already replaced, otherwise it drops the heads it replaced."""
    if any(edit.dot == head.dot or edit.dot in head.replaced for head in heads):
        return heads
    kept = tuple(head for head in heads if head.dot not in edit.replaced)
    return tuple(sorted((*kept, edit), key=_place))


def split_edit(operation: Operation) -> Iterator[tuple[str, Edit]]:
    """Take an edit apart into one write per field."""
    replaced = frozenset(operation.replaced)
    for name, pair in operation.values.items():
        assert isinstance(pair, list | tuple)
        value, was = pair
        yield name, Edit(operation.dot, operation.time, value, was, replaced, operation.author)


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
    if field == REMOVED and all(head.value is not None for head in heads):
        return False
    return any(head.value != heads[0].value for head in heads[1:])


def find_removal_rivals(table: str, fields: Mapping[str, Heads]) -> Heads:
    """Find the edits of a row that whoever removed it had not seen; `fields` holds the heads of the whole row.

    An edit that removes a row names every edit of the row its author knew. Nothing is found for a row that stands.
    """
    removed = fields.get(REMOVED, ())
    if not removed or find_shown(table, REMOVED, removed).value in (None, ERASED):
        return ()
    seen = {dot for head in removed for dot in (head.dot, *head.replaced)}
    others = (head for name, heads in fields.items() if name != REMOVED for head in heads)
    return tuple(sorted((head for head in others if head.dot not in seen), key=_place))


def find_conflicts(
    heads: Mapping[FieldKey, Heads], *, named: Iterable[FieldKey] | None = None
) -> Iterator[FieldKey]:
    """Name the fields on which machines disagree, and `removed` of rows removed by somebody who had not seen an edit.

    Only conflicts of the fields `named`, and of the removal of any row that is there, are looked for.
    """
    for key in heads if named is None else named:
        if is_conflict(key[0], key[2], heads[key]):
            yield key
    rows: dict[tuple[str, bytes], dict[str, Heads]] = defaultdict(dict)
    for (table, row, name), standing in heads.items():
        rows[table, row][name] = standing
    for (table, row), fields in rows.items():
        disputed = is_conflict(table, REMOVED, fields.get(REMOVED, ()))
        if not disputed and find_removal_rivals(table, fields):
            yield (table, row, REMOVED)


def replaced_by_all(heads: Iterable[Edit]) -> frozenset[Dot]:
    """Name what an edit replaces whose author was shown exactly these heads."""
    return frozenset(dot for head in heads for dot in (head.dot, *head.replaced))


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
