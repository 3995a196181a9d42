"""Heads of a field against an oracle of explicit seen-sets: several machines, lost and repeated edits, any order."""

import random
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.operations import Dot
from outreach_app.domain.registers import (
    Edit,
    Heads,
    add_edit,
    find_shown,
    is_conflict,
    merge_heads,
    replaced_by_edit,
)

TABLE, FIELD = "person", "phone"
MACHINES = (b"machine1", b"machine2", b"machine3")
SKEW = (0, -3_600_000, 432_000_000)


@dataclass
class Machine:
    """One machine's view, and for the oracle what its edits had truly replaced (transitively)."""

    name: bytes
    skew: int
    heads: Heads = ()
    known: dict[Dot, Edit] = field(default_factory=dict)

    def write(self, value: str, step: int, *, settles: bool) -> Edit:
        replaced = replaced_by_edit(TABLE, FIELD, self.heads, settles=settles)
        was = find_shown(TABLE, FIELD, self.heads).value if self.heads else None
        seq = sum(1 for dot in self.known if dot[0] == self.name) + 1
        edit = Edit((self.name, seq), 1_000 * step + self.skew, value, was, replaced)
        self.take(edit)
        return edit

    def take(self, edit: Edit) -> None:
        self.known[edit.dot] = edit
        self.heads = add_edit(self.heads, edit)


actions = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 2), st.sampled_from("abc"), st.booleans()),
        st.tuples(st.just("carry"), st.integers(0, 2), st.integers(0, 2), st.randoms(use_true_random=False)),
    ),
    max_size=25,
)


def run_history(steps: list[tuple[object, ...]]) -> tuple[list[Machine], list[Edit]]:
    machines = [Machine(name, skew) for name, skew in zip(MACHINES, SKEW, strict=True)]
    written: list[Edit] = []
    for step, (kind, first, second, extra) in enumerate(steps):
        assert isinstance(first, int)
        if kind == "write":
            written.append(machines[first].write(str(second), step, settles=bool(extra)))
        else:
            assert isinstance(second, int)
            assert isinstance(extra, random.Random)
            for edit in machines[first].known.values():
                if extra.random() < 0.6:
                    machines[second].take(edit)
    return machines, written


def oracle_heads(known: dict[Dot, Edit]) -> set[Dot]:
    replaced = {dot for edit in known.values() for dot in edit.replaced}
    return set(known) - replaced


@settings(max_examples=300, deadline=None)
@given(actions)
def test_heads_are_the_edits_nobody_known_has_replaced(steps: list[tuple[object, ...]]) -> None:
    machines, _ = run_history(steps)
    for machine in machines:
        assert {head.dot for head in machine.heads} == oracle_heads(machine.known)


@settings(max_examples=150, deadline=None)
@given(actions, st.randoms(use_true_random=False))
def test_order_and_repeats_do_not_matter(steps: list[tuple[object, ...]], shuffle: random.Random) -> None:
    _, written = run_history(steps)
    again = written * 2
    shuffle.shuffle(again)
    assert merge_heads((), again) == merge_heads((), written)


@settings(max_examples=150, deadline=None)
@given(actions, st.integers(0, 25))
def test_batches_do_not_matter(steps: list[tuple[object, ...]], cut: int) -> None:
    _, written = run_history(steps)
    halves = merge_heads(merge_heads((), written[cut:]), written[:cut])
    assert halves == merge_heads((), written)


@settings(max_examples=150, deadline=None)
@given(actions)
def test_an_edit_replaces_through_others_what_those_had_replaced(steps: list[tuple[object, ...]]) -> None:
    _, written = run_history(steps)
    by_dot = {edit.dot: edit for edit in written}
    for edit in written:
        for dot in edit.replaced:
            assert by_dot[dot].replaced <= edit.replaced


@settings(max_examples=150, deadline=None)
@given(actions)
def test_an_ordinary_edit_never_settles_a_rival_it_was_not_shown(steps: list[tuple[object, ...]]) -> None:
    machines, _ = run_history(steps)
    machine = machines[0]
    before = {head.value for head in machine.heads}
    if len(before) < 2:
        return
    shown = find_shown(TABLE, FIELD, machine.heads).value
    machine.write("new", 99, settles=False)
    assert {head.value for head in machine.heads} == (before - {shown}) | {"new"}
    assert is_conflict(TABLE, FIELD, machine.heads)


def test_settling_closes_the_conflict_for_everybody() -> None:
    one, two = Machine(MACHINES[0], 0), Machine(MACHINES[1], 0)
    a, b = one.write("a", 1, settles=False), two.write("b", 2, settles=False)
    one.take(b)
    assert is_conflict(TABLE, FIELD, one.heads)
    settled = one.write("b", 3, settles=True)
    for edit in (settled, a):
        two.take(edit)
    assert [head.value for head in two.heads] == ["b"]


def test_a_late_edit_that_was_replaced_is_ignored_even_when_the_one_between_is_missing() -> None:
    one = Machine(MACHINES[0], 0)
    first, _, third = (one.write(value, step, settles=False) for step, value in enumerate("abc"))
    assert [head.value for head in merge_heads((), [third, first])] == ["c"]


def test_a_clock_days_ahead_wins_only_among_true_rivals() -> None:
    ahead, right = Machine(MACHINES[2], SKEW[2]), Machine(MACHINES[0], 0)
    early = ahead.write("ahead", 1, settles=False)
    right.take(early)
    right.write("later", 2, settles=False)
    assert find_shown(TABLE, FIELD, right.heads).value == "later"


def test_do_not_contact_wins_against_a_concurrent_no_until_somebody_who_saw_it_lifts_it() -> None:
    yes = Edit((MACHINES[0], 1), 10, True, False, frozenset())
    no = Edit((MACHINES[1], 1), 99, False, True, frozenset())
    heads = merge_heads((), [yes, no])
    assert find_shown("person", "do_not_contact", heads).value is True
    assert not is_conflict("person", "do_not_contact", heads)
    lifted = Edit((MACHINES[1], 2), 100, False, True, replaced_by_edit("person", "do_not_contact", heads))
    assert find_shown("person", "do_not_contact", add_edit(heads, lifted)).value is False
