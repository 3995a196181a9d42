"""Bytes that a visit takes in a sealed file, beside JSON lines with zstd-9."""

import json
import random
from collections.abc import Sequence

import pytest
import zstandard

from outreach_app.domain.operations import Operation
from outreach_app.sync.keys import MachineKeys
from outreach_app.sync.secrets import Pins
from tests.benchmarks import promised
from tests.benchmarks.days import Home, Laptop, seal_file
from tests.benchmarks.promised import Promise, report_promised
from tests.benchmarks.results import report

HOUSEHOLDS = 80_000
ROUNDS = 51


def make_homes(number: int) -> list[Home]:
    """Households with ids as an office makes them: one machine, numbers rising village by village."""
    office = random.Random(11).randbytes(8)
    ids = [office + seq.to_bytes(8, "big") for seq in range(1, 5 * number + 1)]
    return [
        Home(ids[place], tuple(ids[number + 4 * place : number + 4 * place + 4]), (None,) * 4)
        for place in range(number)
    ]


def json_lines(operations: Sequence[Operation]) -> bytes:
    """The same operations as lines of JSON, ids in hexadecimal, compressed with zstd at level 9."""
    lines = (
        json.dumps(
            {"seq": o.seq, "time": o.time, "table": o.table, "row": o.row, "author": o.author, **o.values},
            ensure_ascii=False,
            default=bytes.hex,
        )
        for o in operations
    )
    return zstandard.ZstdCompressor(level=9).compress("\n".join(lines).encode())


def seal_days(visits: int, homes: Sequence[Home]) -> tuple[int, float]:
    """Bytes of the file of these visits, and bytes per visit of the JSON lines beside it."""
    own, escrow = MachineKeys.generate(), MachineKeys.generate()
    office = Pins(own, own.public, escrow.public.seal)
    laptop = Laptop.make(7)
    operations = laptop.write_visits(homes)
    data = seal_file(laptop, operations, office=office, office_id=bytes(16), villages=[homes[0].id])
    return len(data), len(json_lines(operations)) / visits


@pytest.mark.parametrize(
    ("visits", "promise"), [(30, promised.BYTES_FEW), (1_000, None), (100_000, promised.BYTES_MANY)]
)
def test_bytes(visits: int, promise: Promise | None) -> None:
    rng = random.Random(visits)
    homes = make_homes(HOUSEHOLDS)
    anywhere = rng.choices(homes, k=visits)
    start = rng.randrange(HOUSEHOLDS)
    in_order = [homes[(start + place + rng.randrange(3)) % HOUSEHOLDS] for place in range(visits)]
    measure(visits, anywhere, promise or promised.BYTES_MANY, goal=promise is not None)
    measure(visits, in_order, "sealed and signed file, from door to door", goal=False)


def measure(visits: int, order: Sequence[Home], line: Promise | str, *, goal: bool) -> None:
    """Seal files and tell their line: that of a promise, with or without its goal, or one that promises nothing.

    The envelope brings some bytes at random (age's grease), which tell in a small file: the median of many is told.
    """
    rounds = ROUNDS if visits <= 1_000 else 1
    sealed = [seal_days(visits, order) for _ in range(rounds)]
    sizes, beside = sorted(size for size, _ in sealed), sealed[0][1]
    size, spread = sizes[rounds // 2], f"{sizes[0] / visits:.1f} to {sizes[-1] / visits:.1f}"
    ours, limit = f"{size:,} bytes", f"JSON lines + zstd-9, not sealed: {beside:.1f}"
    if goal and isinstance(line, Promise):
        report_promised(
            line,
            ours=ours,
            limit=limit,
            found=size / visits,
            size=f"{visits:,} visits",
            rounds=rounds,
            spread=spread,
        )
        return
    what = line.what if isinstance(line, Promise) else line
    report("bytes", what, ours=ours, limit=limit, found=size / visits, unit="bytes a visit", goal=None,
           size=f"{visits:,} visits", rounds=rounds, spread=spread)  # fmt: skip
