import gc
import math
import random
from datetime import date, timedelta

import pytest
import zstandard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outreach_app import garbage
from outreach_app.domain.operations import Kind, Operation
from outreach_app.errors import OutreachError, UnreadableFile
from outreach_app.wire import columns
from outreach_app.wire.cell_reader import CellReader
from outreach_app.wire.cell_writer import CellWriter
from outreach_app.wire.cells import IDS, INTS, LISTS, PICKS, SAME, STEPS, TEXTS, TUPLES
from outreach_app.wire.columns import (
    ABSENT,
    CELLS_LIMIT,
    OPERATIONS_LIMIT,
    decode_groups,
    decode_operations,
    encode_operations,
)
from outreach_app.wire.packing import pack, unpack

OFFICE = b"office\0\1"
LAPTOP = b"laptop\2\3"

incarnations = st.sampled_from([OFFICE, LAPTOP, bytes(8), b"\xff" * 8])
seqs = st.integers(0, 2**63 - 1) | st.integers(0, 300)
dots = st.tuples(incarnations, seqs)
ids = st.builds(lambda i, s: i + s.to_bytes(8, "big"), incarnations, st.integers(0, 2**64 - 1)) | st.binary(
    min_size=16, max_size=16
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.integers(-5, 300)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "door", "phone", "a\0b", "2026-02-29", "2026-11-21", "0001-01-01", "9999-12-31"])
    | st.dates().map(date.isoformat)
    | st.binary(max_size=20)
    | ids
)
cells = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
fields = st.sampled_from(["household", "note", "outcomes", "next_on", "đồng", ""])
operations = st.builds(
    Operation,
    incarnation=incarnations,
    seq=seqs,
    time=st.integers(0, 2**63 - 1) | st.integers(0, 20_000),
    kind=st.sampled_from(list(Kind)),
    table=st.sampled_from(["visit", "person"]),
    row=ids,
    values=st.dictionaries(fields, cells, max_size=4),
    replaced=st.lists(dots, max_size=3).map(tuple),
    author=st.none() | ids,
    schema=st.integers(0, 3),
)
batches = st.lists(operations, max_size=30, unique_by=lambda o: o.dot)


def spell(value: object) -> object:
    """Tell True from 1 and 1.0, 0.0 from -0.0, and NaN like any other float."""
    if isinstance(value, list):
        return [spell(v) for v in value]
    if isinstance(value, dict):
        return {k: spell(v) for k, v in value.items()}
    if isinstance(value, float):
        return ("float", "nan") if math.isnan(value) else ("float", value.hex())
    return (type(value).__name__, value)


def spell_all(found: object) -> list[object]:
    return [o._replace(values={k: spell(v) for k, v in o.values.items()}) for o in found]  # type: ignore[attr-defined]


def round_trip(values: list[object]) -> list[object]:
    writer = CellWriter()
    node = writer.encode(values)
    unpacked = unpack(pack(node))
    reader = CellReader(list(writer.incarnations), writer.cells)
    found = list(reader.decode(unpacked, len(values)))
    assert reader.cells == 0
    return found


def code_of(values: list[object]) -> object:
    node = CellWriter().encode(values)
    assert node is not None
    return node[0]


def make_visits(count: int, *, incarnation: bytes = LAPTOP, seed: int = 1) -> list[Operation]:
    chance = random.Random(seed)
    time, day, made = 1_795_000_000_000 * 4096, date(2026, 11, 2), list[Operation]()
    for seq in range(1, count + 1):
        time += chance.randrange(180_000, 1_500_000) * 4096
        household = chance.randrange(1000, 400_000)
        met = [OFFICE + (household + 1 + k).to_bytes(8, "big") for k in range(chance.choice([0, 1, 2, 2]))]
        again = chance.random() < 0.4
        words = " ".join(chance.choice(NOTE_WORDS) for _ in range(9))[:40]
        values: dict[str, object] = {
            "household": OFFICE + household.to_bytes(8, "big"),
            "visited_on": (day + timedelta(days=seq // 40)).isoformat(),
            "channel": "door",
            "door_outcome": None if met else "not_home",
            "outcomes": [[p, "voluntary", chance.choice(["thinking", "refused", "signed_up"])] for p in met],
            "met": met,
            "objection": chance.choice(["no_money", "far_future", "no_trust"])
            if chance.random() < 0.3
            else None,
            "note": words if chance.random() < 0.25 else "",
            "next_on": (day + timedelta(days=chance.randrange(60))).isoformat() if again else None,
            "next_step": "visit" if again else "none",
        }
        row = incarnation + seq.to_bytes(8, "big")
        made.append(
            Operation(incarnation, seq, time, Kind.CREATE, "visit", row, values, (), OFFICE + bytes(8))
        )
    return made


NOTE_WORDS = [
    a + b for a in "b c d g h k l m n ng ph th tr".split() for b in "à án ao ê ình oan ông ưa ước".split()
]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches)
def test_operations_come_back_as_they_were_in_the_order_of_their_dots(batch: list[Operation]) -> None:
    block = encode_operations(batch)
    expected = sorted(batch, key=lambda o: o.dot)
    assert spell_all(decode_operations(block)) == spell_all(expected)
    chance = random.Random(0)
    chance.shuffle(batch)
    assert encode_operations(batch) == block


@settings(max_examples=300, deadline=None)
@given(st.lists(cells, max_size=40) | st.lists(st.integers(-(2**63), 2**64 - 1), max_size=40))
@example([True, 1, 1.0])
@example([True, True])
@example([0.0, -0.0])
@example([[], [[]], [None]])
@example([2**64 - 1, -(2**63)])
@example(["", "", "\0"])
@example([None, None, "2026-01-01"])
def test_any_column_comes_back(values: list[object]) -> None:
    assert [spell(v) for v in round_trip(values)] == [spell(v) for v in values]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["door"] * 9, SAME),
        ([1, 5, 2, 9], INTS),
        (list(range(10_000, 10_100)), STEPS),
        (["a", "b"] * 20, PICKS),
        (["a", "b", "c"], TEXTS),
        ([LAPTOP + i.to_bytes(8, "big") for i in (9, 4, 7)], IDS),
        ([["a", 1], ["b", 2]], TUPLES),
        ([["a"], [], ["b", "c"]], LISTS),
    ],
)
def test_each_kind_of_column_takes_its_short_form(values: list[object], code: int) -> None:
    assert code_of(values) == code


def test_the_ids_of_own_creates_are_not_stored() -> None:
    own = make_visits(100)
    chance = random.Random(3)
    foreign = [o._replace(row=OFFICE + chance.randbytes(8)) for o in own]
    saved = len(encode_operations(foreign)) - len(encode_operations(own))
    assert saved >= 100 * 8
    assert decode_operations(encode_operations(foreign)) == tuple(foreign)


def test_a_field_that_is_not_named_stays_unnamed() -> None:
    made = [
        Operation(LAPTOP, 1, 1, Kind.EDIT, "person", bytes(16), {"phone": ["1", None]}),
        Operation(LAPTOP, 2, 2, Kind.EDIT, "person", bytes(16), {"name": ["A", "B"], "phone": [None, "1"]}),
        Operation(LAPTOP, 3, 3, Kind.EDIT, "person", bytes(16), {}),
    ]
    (group,) = decode_groups(encode_operations(made))
    assert group.fields == ("name", "phone")
    assert [list(c) for c in group.values] == [
        [ABSENT, ["A", "B"], ABSENT],
        [["1", None], [None, "1"], ABSENT],
    ]
    assert decode_operations(encode_operations(made)) == tuple(made)


def test_nothing_makes_an_empty_block() -> None:
    assert decode_operations(encode_operations([])) == ()
    assert decode_groups(encode_operations([])) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"incarnation": b"short"},
        {"seq": -1},
        {"seq": 2**63},
        {"time": -1},
        {"row": b"short"},
        {"author": b"short"},
        {"schema": -1},
        {"replaced": ((b"short", 1),)},
        {"values": {1: 2}},
        {"values": {"big": 2**64}},
    ],
)
def test_malformed_operations_are_a_mistake_of_the_caller(changes: dict[str, object]) -> None:
    with pytest.raises((ValueError, OverflowError)):
        encode_operations([make_visits(1)[0]._replace(**changes)])  # type: ignore[arg-type]


def test_one_dot_names_one_operation() -> None:
    with pytest.raises(ValueError):
        encode_operations(make_visits(2) + make_visits(1))


@pytest.mark.parametrize("running", [True, False])
def test_reading_leaves_the_collector_as_it_was(running: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    block = encode_operations(make_visits(3))
    before = gc.isenabled()
    monkeypatch.setattr(garbage, "_state", garbage._State())
    (gc.enable if running else gc.disable)()
    try:
        decode_operations(block)
        with pytest.raises(UnreadableFile):
            decode_operations(block[:-1])
        assert gc.isenabled() is running
    finally:
        (gc.enable if before else gc.disable)()


def test_every_truncation_is_refused() -> None:
    block = encode_operations(make_visits(3))
    for end in range(len(block)):
        with pytest.raises(UnreadableFile):
            decode_operations(block[:end])


def test_no_changed_byte_ends_in_anything_but_a_reason_or_operations() -> None:
    edits = [Operation(OFFICE, 9, 9, Kind.EDIT, "person", bytes(16), {"x": [1, None]}, ((LAPTOP, 4),))]
    block = encode_operations(make_visits(12) + edits)
    for position in range(len(block)):
        for flip in (0x01, 0x10, 0x80, 0xFF):
            changed = bytearray(block)
            changed[position] ^= flip
            try:
                found = decode_operations(bytes(changed), limit=100)
            except OutreachError:
                continue
            assert len({o.dot for o in found}) == len(found)


@given(st.binary(max_size=200))
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        decode_operations(data + b"\xc1")


def reason(data: object, **limits: int) -> str:
    with pytest.raises(UnreadableFile) as caught:
        decode_groups(data if isinstance(data, bytes) else pack(data), **limits)
    return caught.value.key


def test_a_block_holds_no_more_than_was_granted_or_declared() -> None:
    block = unpack(encode_operations(make_visits(50)))
    assert isinstance(block, list)
    assert reason(block, limit=49) == "damaged"
    assert reason([*block[:2], block[2] - 1, *block[3:]]) == "bomb"
    assert reason([*block[:2], CELLS_LIMIT + 1, *block[3:]]) == "damaged"
    assert reason([1, OPERATIONS_LIMIT + 1, *block[2:]]) == "damaged"
    assert reason([2, *block[1:]]) == "newer_format"


@pytest.mark.parametrize(
    "node",
    [
        [LISTS, [SAME, 1 << 40], None],
        [LISTS, [SAME, -1], None],
        [LISTS, [SAME, 1 << 20], [LISTS, [SAME, 1 << 20], [SAME, 0]]],
        [STEPS, 1 << 63, [SAME, 1 << 63]],
        [TUPLES, []],
        [TUPLES, [[SAME, 0]] * 33],
        [SAME, []],
        [INTS, 0, b""],
        [INTS, 0, bytes(9 * 1000)],
        [PICKS, 1, pack([1]), [SAME, 1]],
        [PICKS, 1, pack([[]]), [SAME, 0]],
        [IDS, [SAME, 7], [SAME, 1]],
        [IDS, [SAME, 0], [SAME, -1]],
        [IDS, [SAME, 0], [SAME, "x"]],
        [99, 0],
        [True, 0],
        [],
        None,
        7,
    ],
)
def test_hostile_nodes_are_refused_in_little_memory(node: object) -> None:
    reader = CellReader([LAPTOP], 50_000)
    with pytest.raises((UnreadableFile, OverflowError)):
        reader.decode(node, 1000)


def test_a_deep_tree_is_refused() -> None:
    node: object = [SAME, 0]
    for _ in range(100):
        node = [TUPLES, [node]]
    with pytest.raises(UnreadableFile):
        CellReader([], 10_000).decode(node, 1)


def test_nested_headers_that_announce_millions_are_refused_unread() -> None:
    assert reason(b"\xdd\x00\x0f\xff\xff" * 900 + bytes(100)) == "damaged"
    assert reason(b"\x91" * 100_000 + b"\x00") == "damaged"


def test_too_much_for_one_block_is_told_to_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "OPERATIONS_LIMIT", 2)
    with pytest.raises(ValueError):
        encode_operations(make_visits(3))


@pytest.mark.parametrize(("count", "goal"), [(5000, 50), (30, 90)])
def test_a_visit_costs_few_bytes(count: int, goal: int) -> None:
    squeezed = zstandard.ZstdCompressor(level=9).compress(encode_operations(make_visits(count)))
    assert len(squeezed) / count <= goal
