"""What a file carries inside comes back as it was, and anything else is refused before it is believed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.seen import Seen
from outreach_app.errors import UnreadableFile
from outreach_app.sync.payload import Acknowledgement, Payload, count_operations, make_blocks
from outreach_app.sync.statements import Holdings, Orders
from outreach_app.wire.packing import pack, unpack

INCARNATION = b"machine1"


HOLDINGS = Holdings({b"office01": Seen(2, ((4, 4),))}, {}, {INCARNATION: Seen(7)})
ORDERS = Orders(
    {b"office01": Seen(2)}, ((INCARNATION, 7),), (bytes(16), bytes(15) + b"\1"), b"signed", (("age1x", None),),
    ((bytes(16), 5, "lost"),), {INCARNATION: Seen(1)}, {b"laptop02": Seen(0, ((2, 3),))},
)  # fmt: skip


def made(count: int) -> list[Operation]:
    return [
        Operation(INCARNATION, n, 10**15 + n, Kind.CREATE, "person", row_of(n), {"name": f"Người {n}"})
        for n in range(1, count + 1)
    ]


def row_of(number: int) -> bytes:
    return INCARNATION + number.to_bytes(8, "big")


seqs = st.sets(st.integers(1, 400), max_size=40)


@settings(max_examples=100, deadline=None)
@given(seqs, st.integers(0, 99), st.lists(st.integers(1, 400), max_size=5), st.text(max_size=20))
def test_an_acknowledgement_comes_back(known: set[int], number: int, merged: list[int], key: str) -> None:
    told = Acknowledgement(INCARNATION, number, Seen().add(known), tuple(merged), ((7, key),))
    back = Acknowledgement.unpack(told.pack())
    assert back == told
    assert {seq for seq in range(1, 401) if seq in back.seen} == known
    assert back.seen.count() == len(known)


@pytest.mark.parametrize("count", [0, 1, 500])
def test_a_payload_comes_back_with_its_operations(count: int) -> None:
    operations = made(count)
    told = Acknowledgement(INCARNATION, 1, Seen(3))
    payload = Payload(1_000, 1, make_blocks(operations), 1, count, (told,), HOLDINGS, ORDERS)
    back = Payload.unpack(payload.pack())
    assert back == payload
    assert back.operations() == operations
    assert count_operations(back.blocks) == count


def test_many_operations_are_cut_into_blocks_that_can_be_read() -> None:
    operations = made(70_000)
    blocks = make_blocks(operations)
    assert len(blocks) == 2
    assert count_operations(blocks) == 70_000


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 0}, {"schema": "1"}, {"made_at": -1}, {"made_at": True}, {"operations": b"x"},
        {"operations": [1]},
        {"low": 1 << 63}, {"high": -2}, {"acknowledgements": b"\x00"}, {"acknowledgements": [5]},
        {"holdings": b"x"}, {"orders": 1}, {"more": 1},
    ],
)  # fmt: skip
def test_a_payload_of_another_shape_is_refused(change: dict[str, object]) -> None:
    fields = unpack(Payload(1_000, 1, make_blocks(made(3)), 1, 3).pack())
    assert isinstance(fields, dict)
    with pytest.raises(UnreadableFile) as told:
        Payload.unpack(pack(fields | change))
    assert told.value.key == "damaged"


@pytest.mark.parametrize(
    "change",
    [
        {"incarnation": b"short"}, {"watermark": -1}, {"beyond": [[1]]}, {"beyond": [[0, 3]]}, {"merged": ["1"]},
        {"refused": [[1]]}, {"refused": [[1, "k", 2]]}, {"number": None}, {"beyond": 7},
    ],
)  # fmt: skip
def test_an_acknowledgement_of_another_shape_is_refused(change: dict[str, object]) -> None:
    fields = unpack(Acknowledgement(INCARNATION, 1, Seen(3, ((5, 6),)), (2,), ((4, "key"),)).pack())
    assert isinstance(fields, dict)
    with pytest.raises(UnreadableFile):
        Acknowledgement.unpack(pack(fields | change))


def test_no_cut_payload_is_believed() -> None:
    whole = Payload(1_000, 1, make_blocks(made(3)), 1, 3).pack()
    for length in range(len(whole)):
        with pytest.raises(UnreadableFile):
            Payload.unpack(whole[:length])
