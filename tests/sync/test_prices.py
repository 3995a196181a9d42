"""What a try at the passphrase costs: what the machine bears, never less than the floor, as the slot says."""

import pytest

from outreach_app.sync import prices, slots
from outreach_app.sync.locks import FLOOR, MIB, STANDARD, Cost
from outreach_app.wire.packing import need_bytes, need_list, need_number, unpack, unpack_map

GIB = 1024 * MIB


@pytest.mark.parametrize(
    ("memory", "floor_s", "cost"),
    [
        (8 * GIB, 0.1, STANDARD),
        (8 * GIB, 0.5, STANDARD),
        (8 * GIB, 0.7, Cost(80 * MIB, 3)),  # a slow core bears less
        (8 * GIB, 30.0, FLOOR),
        (2 * GIB, 0.1, FLOOR),  # the floor machine, however fast
        (None, 0.1, STANDARD),
        (8 * GIB, 0.0, STANDARD),  # a clock that ticks too coarsely to tell
    ],
)
def test_a_machine_is_asked_for_what_it_bears(memory: int | None, floor_s: float, cost: Cost) -> None:
    found = prices.judge_machine(memory, floor_s)
    assert found == cost
    assert found.is_bearable()


def test_the_measured_price_stands_in_both_slots_and_opens_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "read_memory", lambda: 2 * GIB)
    prices.choose_cost.cache_clear()
    try:
        kept = slots.create_slots(b"k" * 32, "vuon chuoi cau tre", recovery_code="ABCD-EFGH-JKMN-PQRS")
        monkeypatch.setattr(prices, "read_memory", lambda: 8 * GIB)
        monkeypatch.setattr(prices, "LONGEST_S", 1e6)
        prices.choose_cost.cache_clear()
        assert slots.open_with_passphrase(kept, "vuon chuoi cau tre") == b"k" * 32
        again = slots.replace_passphrase(kept, b"k" * 32, passphrase="giot suong dau nui")
    finally:
        prices.choose_cost.cache_clear()
    assert [read_memory(kept, number) for number in (0, 1)] == [FLOOR.memory] * 2
    # Set anew on a larger machine it is dearer; the recovery code's slot stays as it was.
    assert [read_memory(again, number) for number in (0, 1)] == [STANDARD.memory, FLOOR.memory]


def read_memory(kept: bytes, number: int) -> int:
    """What one slot of a key file says that a try takes, in bytes."""
    file = unpack_map(kept, ("format", "slots"))
    slot = unpack(need_bytes(need_list(file["slots"], 2)[number]))
    assert isinstance(slot, dict)
    return need_number(slot["memory"], 0, 1 << 40)


def test_this_machine_tells_its_memory() -> None:
    memory = prices.read_memory()
    assert memory is not None
    assert memory > 256 * MIB
