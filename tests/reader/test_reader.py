"""The specification is enough: a reader that shares no code with the program derives the same state from the files."""

import ast
import json
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from outreach_app.sync.envelope import trust_bound, trust_only, unseal
from outreach_app.sync.keys import MachineKeys
from outreach_app.sync.merge import MemoryState
from outreach_app.sync.payload import Payload
from outreach_app.wire.packing import unpack
from tests.data_makers.golden_exchange import DATA, OFFICE_ID, describe

READER = Path(__file__).with_name("reader.py")
FILES = tuple(DATA / name for name in ("one.gocua", "two.gocua", "return.gocua"))
ALLOWED = {"pyrage", "zstandard", "msgpack", *sys.stdlib_module_names}


def keys_of(name: str) -> MachineKeys:
    fields = unpack((DATA / "keys-of-the-test.msgpack").read_bytes())
    assert isinstance(fields, dict)
    return MachineKeys(*fields[name])


def run_reader(*files: Path) -> subprocess.CompletedProcess[str]:
    told = [keys_of("escrow").seal_identity, keys_of("office").public.sign.hex(), *map(str, files)]
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", READER, *told],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    done = run_reader(*FILES)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return dict(json.loads((DATA / "state.json").read_text(encoding="utf-8")))


def test_the_reader_imports_nothing_of_the_program() -> None:
    names = set()
    for node in ast.walk(ast.parse(READER.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    assert names <= ALLOWED


def test_the_reader_derives_the_state_in_every_order(told: dict[str, Any], expected: dict[str, Any]) -> None:
    assert told["state"] == expected
    assert [(f["kind"], f["number"], f["low"], f["high"]) for f in told["files"]] == [
        ("sync", 1, 1, 46), ("sync", 1, 1, 47), ("return", 1, 1, 0),
    ]  # fmt: skip


def test_the_program_derives_the_same_from_the_same_files(expected: dict[str, Any]) -> None:
    office = keys_of("office").public.sign
    read = []
    for file in FILES:
        trust = trust_only(office) if file.name == "return.gocua" else trust_bound(office)
        opened = unseal(
            file.read_bytes(), [keys_of("escrow").seal_identity], trust=trust, office_id=OFFICE_ID
        )
        read.append(Payload.unpack(opened.payload).operations())
    for order in permutations(read):
        state = MemoryState()
        for operations in order:
            state.apply(operations)
        assert json.loads(json.dumps(describe(state))) == expected


def test_the_files_are_worth_reading(told: dict[str, Any], expected: dict[str, Any]) -> None:
    assert told["columns"] == list(range(1, 13))  # every form that a column may have
    fields = sorted(key.split("/")[0] + "." + key.split("/")[2] for key in expected["conflicts"])
    assert fields == ["household.house", "person.phone", "person.removed"]
    tables = {key.split("/")[0] for key in expected["rows"]}
    assert tables == {"household", "person", "visit", "caravan"}
    assert sum(file.stat().st_size for file in FILES) < 12_000


@pytest.mark.parametrize("place", [0, 9, 40, 700, -100, -1])
def test_the_reader_believes_no_changed_byte(place: int, tmp_path: Path) -> None:
    data = bytearray(FILES[0].read_bytes())
    data[place] ^= 1
    changed = tmp_path / "changed.gocua"
    changed.write_bytes(data)
    assert run_reader(changed).returncode != 0
