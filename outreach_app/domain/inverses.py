"""Taking edits back: the new edits of a field after which it shows what it would show without some earlier ones.

Nothing is ever taken out of the set of operations. What was undone is *ignored*, together with the edits that undoing
has written before; the field is then led to the heads it would have if all those had never been.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from outreach_app.domain.operations import Dot
from outreach_app.domain.registers import Edit, Heads, merge_heads, replaced_by_all

Ignored = Callable[[Dot], bool]
"""Tells of an operation whether it is to have no effect."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """One edit that is to be written: the value that comes back, and every edit it replaces."""

    value: object
    replaced: frozenset[Dot]


def find_restorations(
    edits: Iterable[Edit], ignored: Ignored, *, made: object, removal: bool = False
) -> tuple[Restoration, ...]:
    """Name the edits that lead a field to the heads it has without the ignored ones, in the order to write them.

    `edits` are all known edits of the field, `made` the value its row was made with. Nothing is found where no ignored
    edit stands any more, because it never counted or somebody who had seen it has written since, and where the field
    shows already what it should. Two restorations do not
    replace each other, so that a conflict that an ignored edit had settled is open again. The field `removed`
    (`removal`) names edits of other fields too: what an ignored edit had seen of them is not seen by what comes back.
    """
    known = tuple(edits)
    now = merge_heads((), known)
    then = merge_heads((), (edit for edit in known if not ignored(edit.dot)))
    gone = replaced_by_all(head for head in now if ignored(head.dot))
    same = [head.value for head in now] == ([head.value for head in then] or [made])
    if not gone or (same and not (removal and then)):
        return ()
    if removal:
        gone &= {edit.dot for edit in known}
    if not then:
        return (Restoration(made, gone),)
    return tuple(Restoration(head.value, gone | replaced_by_all([head])) for head in _find_lost(now, then))


def _find_lost(now: Heads, then: Heads) -> Heads:
    # What comes back is written last, so it would outshine heads that were later once: those are written again too.
    standing = {head.dot for head in now}
    first = next((place for place, head in enumerate(then) if head.dot not in standing), len(then) - 1)
    return then[first:]


def find_origin(edit: Edit, history: Iterable[Edit]) -> Edit:
    """Find the edit whose value this one brought back after a conflict was opened again; itself for any other edit.

    `history` are the edits of the field that `edit` replaced, as far as they are known.
    """
    replaced = {each.dot: each for each in history if each.dot in edit.replaced}
    for settled in sorted(replaced.values(), key=lambda each: (each.time, *each.dot), reverse=True):
        rivals = merge_heads((), (each for dot, each in replaced.items() if dot in settled.replaced))
        same = [rival for rival in rivals if rival.value == edit.value]
        if len(rivals) > 1 and same and settled.value == edit.was:
            return find_origin(same[-1], history)
    return edit


def find_base(heads: Heads, history: Iterable[Edit]) -> object:
    """Find the value that stood in a field before the machines parted; `history` are the edits its heads replaced.

    Where the last edit that all of them replaced is not known here, what the earliest head replaced must do.
    """
    shared = frozenset.intersection(*(head.replaced for head in heads))
    known = merge_heads((), (edit for edit in history if edit.dot in shared))
    if known:
        return known[-1].value
    parted = [edit for edit in (*history, *heads) if not edit.replaced - shared]
    first = min(parted or heads, key=lambda edit: (edit.time, *edit.dot))
    return first.was
