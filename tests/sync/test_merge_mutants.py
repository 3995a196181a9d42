"""The smallest history that tells each mutant of the merge from the program, with the mutant put into the program."""

from collections.abc import Callable, Iterable

import pytest

from outreach_app.domain import registers
from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.registers import Edit, Heads, find_shown, replaced_by_edit
from outreach_app.domain.seen import Seen
from outreach_app.sync import merge
from outreach_app.sync.merge import MemoryState

ONE, TWO, SIX = b"machine1", b"machine2", b"machine6"
ROW = ONE + (1).to_bytes(8, "big")
PHONE = ("person", ROW, "phone")
MADE = Operation(ONE, 1, 1, Kind.CREATE, "person", ROW, {"phone": None})


def write(dot: Dot, time: int, value: str, state: MemoryState, *, settles: bool = False) -> Operation:
    """What a machine in this state writes to the phone, by the program's own rule."""
    replaced = registers.replaced_by_edit("person", "phone", state.heads.get(PHONE, ()), settles=settles)
    pair = {"phone": [value, state.value(*PHONE)]}
    return Operation(*dot, time, Kind.EDIT, "person", ROW, pair, tuple(sorted(replaced)))


def state_of(*operations: Operation) -> MemoryState:
    """A replica that takes operations one by one in this order."""
    state = MemoryState()
    for operation in operations:
        state.apply([operation])
    return state


def chain() -> tuple[Operation, Operation, Operation]:
    """Three edits, each by somebody who had seen the one before."""
    first = write((ONE, 2), 10, "1", state_of(MADE))
    second = write((TWO, 1), 20, "2", state_of(MADE, first))
    third = write((SIX, 1), 30, "3", state_of(MADE, first, second))
    return first, second, third


def rivals() -> tuple[Operation, Operation]:
    """Two edits, neither author knowing of the other; the first has the later clock."""
    return write((ONE, 2), 20, "1", state_of(MADE)), write((TWO, 1), 10, "2", state_of(MADE))


# What must hold, each on the smallest history.
def closes_over_what_was_replaced() -> None:
    first, _, third = chain()
    assert [h.value for h in state_of(MADE, third, first).heads[PHONE]] == [
        "3"
    ]  # the second is on a lost file


def refuses_a_late_replaced_write() -> None:
    first, second, _ = chain()
    assert [h.value for h in state_of(MADE, second, first).heads[PHONE]] == ["2"]


def shows_the_same_in_every_order() -> None:
    first, second = rivals()
    shown = {state_of(MADE, *order).value(*PHONE) for order in ((first, second), (second, first))}
    assert shown == {"1"}


def keeps_both_sides_of_a_disagreement() -> None:
    state = state_of(MADE, *rivals())
    assert [h.value for h in state.heads[PHONE]] == ["2", "1"]
    assert state.conflicts() == {PHONE}


def believes_who_had_seen_and_not_the_clock() -> None:
    first = write((ONE, 2), 10_000, "1", state_of(MADE))  # five days ahead
    second = write((TWO, 1), 20, "2", state_of(MADE, first))
    assert state_of(MADE, first, second).value(*PHONE) == "2"


def leaves_an_unseen_rival_standing() -> None:
    both = state_of(MADE, *rivals())
    ordinary = write((SIX, 1), 30, "3", both)
    assert state_of(MADE, *rivals(), ordinary).conflicts() == {PHONE}
    settling = write((SIX, 1), 30, "3", both, settles=True)
    assert state_of(MADE, *rivals(), settling).conflicts() == set()


def takes_what_fills_a_gap() -> None:
    known = Seen().add([1, 2, 5])
    assert [seq for seq in range(1, 6) if seq not in known] == [3, 4]
    assert known.gaps == ((3, 4),)


def remembers_what_lies_beyond_a_gap() -> None:
    known = Seen().add([1]).add([4, 5])
    assert 4 in known
    assert known.add([2, 3]) == Seen(5)


# The mutants.
def show_the_last_to_arrive(table: str, field: str, heads: Heads) -> Edit:
    return heads[-1]


def add_unsorted(heads: Heads, edits: Iterable[Edit]) -> Heads:
    for edit in edits:
        if all(edit.dot != h.dot and edit.dot not in h.replaced for h in heads):
            heads = (*(h for h in heads if h.dot not in edit.replaced), edit)
    return heads


def add_late_ones_too(heads: Heads, edits: Iterable[Edit]) -> Heads:
    for edit in edits:
        heads = (*(h for h in heads if h.dot not in edit.replaced), edit)
    return heads


def keep_the_latest_alone(heads: Heads, edits: Iterable[Edit]) -> Heads:
    return (max((*heads, *edits), key=lambda e: (e.time, *e.dot)),)


def replace_everything(table: str, field: str, heads: Heads, *, settles: bool = False) -> frozenset[Dot]:
    return replaced_by_edit(table, field, heads, settles=True)


def replace_without_closure(table: str, field: str, heads: Heads, *, settles: bool = False) -> frozenset[Dot]:
    shown = find_shown(table, field, heads).value if heads else None
    return frozenset(head.dot for head in heads if settles or head.value == shown)


def take_all_below_the_highest_for_known(self: Seen, seq: int) -> bool:
    return 0 < seq <= self.highest


def forget_what_lies_beyond(self: Seen, seqs: Iterable[int]) -> Seen:
    return Seen(self.join(Seen(0, tuple((seq, seq) for seq in sorted(seqs)))).watermark)


Mutant = tuple[list[tuple[object, str, object]], list[Callable[[], None]]]
MUTANTS: dict[str, Mutant] = {
    "no closure over overwritten heads": (
        [(registers, "replaced_by_edit", replace_without_closure)],
        [closes_over_what_was_replaced],
    ),
    "gap ignored": ([(Seen, "__contains__", take_all_below_the_highest_for_known)], [takes_what_fills_a_gap]),
    "dots beyond a gap forgotten": ([(Seen, "add", forget_what_lies_beyond)], [remembers_what_lies_beyond_a_gap]),
    "winner by arrival": (
        [(merge, "merge_heads", add_unsorted), (merge, "find_shown", show_the_last_to_arrive)],
        [shows_the_same_in_every_order],
    ),
    "a late dominated write accepted": (
        [(merge, "merge_heads", add_late_ones_too)],
        [refuses_a_late_replaced_write, closes_over_what_was_replaced],
    ),
    "plain last-writer-wins": (
        [(merge, "merge_heads", keep_the_latest_alone)],
        [keeps_both_sides_of_a_disagreement, believes_who_had_seen_and_not_the_clock],
    ),
    "an ordinary edit resolves a conflict its author never saw": (
        [(registers, "replaced_by_edit", replace_everything)],
        [leaves_an_unseen_rival_standing],
    ),
}  # fmt: skip
CAUGHT = [(name, checked) for name, (_, checks) in MUTANTS.items() for checked in checks]


@pytest.mark.parametrize(("name", "holds"), CAUGHT)
def test_the_program_holds_what_its_mutant_does_not(
    name: str, holds: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    holds()
    for place, called, mutant in MUTANTS[name][0]:
        monkeypatch.setattr(place, called, mutant)
    with pytest.raises(AssertionError):
        holds()
