"""Taking edits back: a field shows what it would show without them, whatever else was known, in any order."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.inverses import find_base, find_origin, find_restorations
from outreach_app.domain.operations import Dot
from outreach_app.domain.registers import (
    Edit,
    Heads,
    find_removal_rivals,
    find_shown,
    is_conflict,
    merge_heads,
    replaced_by_all,
    replaced_by_edit,
)
from tests.domain.test_registers import FIELD, MACHINES, TABLE, actions, run_history

MADE = "as made"
UNDOER = b"machine9"


def shown(heads: Heads) -> object:
    return find_shown(TABLE, FIELD, heads).value if heads else MADE


def values(heads: Heads) -> list[object]:
    return [head.value for head in heads]


def take_back(known: list[Edit], undone: set[Dot], own: list[Edit]) -> list[Edit]:
    """Write what taking back asks for; returns the edits written, in order."""
    ignored = undone | {edit.dot for edit in own}
    before = shown(merge_heads((), known))
    written: list[Edit] = []
    for restoration in find_restorations(known, lambda dot: dot in ignored, made=MADE):
        seq = len(own) + len(written) + 1
        edit = Edit((UNDOER, seq), 10**9 + seq, restoration.value, before, restoration.replaced)
        written.append(edit)
    return written


def merge(edits: list[Edit]) -> Heads:
    return merge_heads((), edits)


@settings(max_examples=80, deadline=None)
@given(actions, st.data())
def test_a_field_nobody_touched_since_is_as_if_the_edits_had_never_been(
    steps: list[tuple[object, ...]], data: st.DataObject
) -> None:
    _, written = run_history(steps)
    undone = set(data.draw(st.lists(st.sampled_from([e.dot for e in written])))) if written else set()
    without = merge([edit for edit in written if edit.dot not in undone])
    touched = any(edit.replaced & undone for edit in written if edit.dot not in undone)
    restored = take_back(written, undone, [])
    heads = merge([*written, *restored])
    if not touched:
        assert shown(heads) == shown(without)
        if without:
            assert values(heads) == values(without)
            assert is_conflict(TABLE, FIELD, heads) == is_conflict(TABLE, FIELD, without)
    assert take_back([*written, *restored], undone, restored) == []


@settings(max_examples=80, deadline=None)
@given(actions, st.data(), st.randoms(use_true_random=False))
def test_undone_and_read_again_and_undone_again_in_any_order_of_files(
    steps: list[tuple[object, ...]], data: st.DataObject, chance: random.Random
) -> None:
    _, written = run_history(steps)
    if not written:
        return
    files = [{edit.dot for edit in written if edit.dot[0] == machine} for machine in MACHINES]
    own: list[Edit] = []
    undone: set[Dot] = set()
    for file in data.draw(st.lists(st.sampled_from(files), max_size=6)):
        undone = undone - file if file & undone else undone | file
        own += take_back([*written, *own], undone, own)
        everything = [*written, *own] * 2
        chance.shuffle(everything)
        heads = merge(everything)
        without = merge([edit for edit in written if edit.dot not in undone])
        if not any(edit.replaced & undone for edit in written if edit.dot not in undone):
            assert shown(heads) == shown(without)


@settings(max_examples=50, deadline=None)
@given(actions)
def test_a_settled_conflict_opens_again_with_the_same_rivals_and_their_authors(
    steps: list[tuple[object, ...]],
) -> None:
    _, written = run_history(steps)
    rivals = merge(written)
    if not is_conflict(TABLE, FIELD, rivals):
        return
    settled = Edit((b"machine8", 1), 10**8, "third", shown(rivals), replaced_by_all(rivals))
    restored = take_back([*written, settled], {settled.dot}, [])
    known = [*written, settled, *restored]
    again = merge(known)
    assert values(again) == values(rivals)
    origins = [find_origin(head, known) for head in again]
    assert [o.value for o in origins] == values(rivals)
    assert {o.dot for o in origins} <= {edit.dot for edit in written}
    second = Edit((b"machine8", 2), 2 * 10**9, "fourth", shown(again), replaced_by_all(again))
    reopened = take_back([*known, second], {settled.dot, second.dot}, restored)
    assert values(merge([*known, second, *reopened])) == values(rivals)


def test_a_value_typed_back_by_hand_is_its_typers_own() -> None:
    first = Edit((MACHINES[0], 1), 1, "a", "made", frozenset())
    second = Edit((MACHINES[1], 1), 2, "b", "a", replaced_by_edit(TABLE, FIELD, (first,)))
    third = Edit((MACHINES[2], 1), 3, "a", "b", replaced_by_edit(TABLE, FIELD, (second,)))
    assert find_origin(third, [first, second]) is third


def test_the_base_is_what_stood_before_the_machines_parted() -> None:
    first = Edit((MACHINES[0], 1), 1, "a", "made", frozenset())
    second = Edit((MACHINES[0], 2), 2, "b", "a", replaced_by_all([first]))
    third = Edit((MACHINES[0], 3), 3, "c", "b", replaced_by_all([second]))
    rival = Edit((MACHINES[1], 1), 4, "x", "a", replaced_by_all([first]))
    stranger = Edit((MACHINES[2], 1), 5, "y", "made", frozenset())
    assert find_base((third, rival), [first, second]) == "a"
    assert find_base((third, stranger), [first, second]) == "made"
    assert find_base((third, rival), []) in ("a", "b")


def test_a_removal_that_had_not_seen_an_edit_is_a_conflict_and_one_that_had_is_none() -> None:
    phone = Edit((MACHINES[0], 1), 1, "0912", None, frozenset())
    blind = Edit((MACHINES[1], 1), 2, "moved", None, frozenset())
    seeing = Edit((MACHINES[1], 2), 2, "moved", None, frozenset({phone.dot}))
    assert find_removal_rivals("person", {"phone": (phone,), "removed": (blind,)}) == (phone,)
    assert find_removal_rivals("person", {"phone": (phone,), "removed": (seeing,)}) == ()
    lifted = Edit((MACHINES[1], 3), 3, None, "moved", replaced_by_all([blind]))
    assert find_removal_rivals("person", {"phone": (phone,), "removed": (lifted,)}) == ()
    other = Edit((MACHINES[2], 1), 4, "repeated", None, frozenset())
    assert not is_conflict("person", "removed", (blind, other))
    assert is_conflict("person", "removed", (lifted, other))
