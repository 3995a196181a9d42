"""Watermark and ranges beyond gaps against a plain set of numbers."""

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.seen import Seen

numbers = st.lists(st.lists(st.integers(1, 40), max_size=12), max_size=6)


@given(numbers)
def test_seen_holds_exactly_what_it_was_told(batches: list[list[int]]) -> None:
    seen, plain = Seen(), set[int]()
    for batch in batches:
        seen, plain = seen.add(batch), plain | set(batch)
    assert {n for n in range(1, 50) if n in seen} == plain
    assert seen.highest == max(plain, default=0)


@given(numbers)
def test_the_watermark_never_jumps_a_gap(batches: list[list[int]]) -> None:
    seen, plain = Seen(), set[int]()
    for batch in batches:
        seen, plain = seen.add(batch), plain | set(batch)
    expected = next(n for n in range(60) if n + 1 not in plain)
    assert seen.watermark == expected
    missing = {n for low, high in seen.gaps for n in range(low, high + 1)}
    assert missing == {n for n in range(1, max(plain, default=0)) if n not in plain}


@given(numbers, st.randoms(use_true_random=False))
def test_order_and_batches_do_not_matter(batches: list[list[int]], shuffle: object) -> None:
    one, other = Seen(), Seen()
    for batch in batches:
        one = one.add(batch)
    every = [n for batch in batches for n in batch]
    shuffle.shuffle(every)  # type: ignore[attr-defined]
    for n in every:
        other = other.add([n])
    assert one == other
