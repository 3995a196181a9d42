"""Files of 20 laptops into the office's register, against raw upserts of the same rows into the same tables."""

import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.rows import FileState
from outreach_app.store import settings
from outreach_app.store.database import run
from outreach_app.store.engine.sqlite import IMPORT_CACHE_KIB
from outreach_app.store.journal import to_column
from outreach_app.store.tables import REPLICATED
from outreach_app.sync.secrets import Pins
from tests.benchmarks import promised
from tests.benchmarks.days import Home, Laptop, seal_file
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import processor_seconds, ratio_of
from tests.benchmarks.workspaces import open_kept, populated_office

LAPTOPS = 20
HOUSEHOLDS, VISITS, EDITS = 250_000, 100_000, 10_000
ROUNDS = 3
_SPEC = REPLICATED["visit"]
_COLUMNS = ("id", "made", "author", *_SPEC.fields)
_INSERT = f"INSERT INTO visit ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def read_homes(office: App) -> dict[bytes, list[Home]]:
    """Every household with its members, by village."""
    members: dict[bytes, list[tuple[bytes, str | None]]] = {}
    homes: dict[bytes, list[Home]] = {}
    with office.desk.read() as session:
        for household, person, phone in run(
            session, "SELECT household, id, phone FROM person ORDER BY number"
        ):
            members.setdefault(household, []).append((person, phone))
        for village, home in run(session, "SELECT village, id FROM household ORDER BY number"):
            who = members[home]
            made = Home(home, tuple(p for p, _ in who), tuple(n for _, n in who))
            homes.setdefault(village, []).append(made)
    return homes


@dataclass(frozen=True, slots=True)
class Beat:
    """The villages of one laptop and their households in the order they are walked."""

    villages: list[bytes]
    homes: list[Home]


def split_beats(homes: Mapping[bytes, list[Home]]) -> list[Beat]:
    """Share the villages out among the laptops."""
    villages = sorted(homes)
    random.Random(3).shuffle(villages)
    beats = [
        Beat(villages[n::LAPTOPS], [h for v in villages[n::LAPTOPS] for h in homes[v]])
        for n in range(LAPTOPS)
    ]
    for beat in beats:
        random.Random(len(beat.homes)).shuffle(beat.homes)
    return beats


@pytest.fixture(scope="module")
def sticks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Operation]]:
    """A folder with twenty files, and every operation in them."""
    office = open_kept(populated_office(HOUSEHOLDS))
    beats = split_beats(read_homes(office))
    with office.desk.read() as session:
        pins, machine = Pins.read(session), settings.read_machine(session)
    office.close()
    folder, everything = tmp_path_factory.mktemp("stick"), list[Operation]()
    for number, beat in enumerate(beats):
        laptop = Laptop.make(number + 1)
        operations = laptop.write_visits(list(islice(cycle(beat.homes), VISITS // LAPTOPS)))
        # One edit in fifty is also made by the neighbour: both have it as their first.
        shared = EDITS // LAPTOPS // 50
        neighbour = beats[(number + 1) % LAPTOPS]
        operations += laptop.write_edits(beat.homes[: EDITS // LAPTOPS - shared] + neighbour.homes[:shared])
        data = seal_file(
            laptop,
            operations,
            office=pins,
            office_id=machine.office_id,
            villages=beat.villages + neighbour.villages,
        )
        (folder / f"{number:02d}.gocua").write_bytes(data)
        everything += operations
    return folder, everything


def test_merge(sticks: tuple[Path, list[Operation]], tmp_path: Path) -> None:
    folder, operations = sticks
    limit, ours, again = [], [], []
    for number in range(ROUNDS):
        for way in ("limit", "ours")[:: 1 if number % 2 == 0 else -1]:
            copy = tmp_path / f"{way}{number}"
            shutil.copytree(populated_office(HOUSEHOLDS), copy)
            if way == "limit":
                limit.append(upsert_by_hand(copy, operations))
            else:
                spent, repeated = merge(copy, folder)
                ours.append(spent)
                again.append(repeated)
            shutil.rmtree(copy)
    size = f"{VISITS:,} visits and {EDITS:,} edits in {LAPTOPS} files into {HOUSEHOLDS:,} households"
    report_promised(promised.MERGE, ours=f"{min(ours):.1f} s", limit=f"{min(limit):.1f} s",
                    found=ratio_of(ours, limit), size=size)  # fmt: skip
    report("merge", "the same files once more", ours=f"{min(again):.1f} s", limit=f"{min(limit):.1f} s",
           found=ratio_of(again, limit), goal=None, size=size)  # fmt: skip


def merge(folder: Path, stick: Path) -> tuple[float, float]:
    """Processor seconds of reading the stick, and of reading it again."""
    office = open_kept(folder)
    office.upkeep.make_backup()  # else the first reading of the hour makes one, and that is not what is timed
    reports: list[object] = []

    def read() -> None:
        reports.append(office.syncing.read([stick]).value)

    first, second = processor_seconds(read), processor_seconds(read)
    check_merged(office, *reports)
    office.close()
    return first, second


def check_merged(office: App, first: object, second: object) -> None:
    files = first.files  # type: ignore[attr-defined]
    assert {file.state for file in files} == {FileState.APPLIED}
    assert {file.state for file in second.files} == {FileState.ALREADY}  # type: ignore[attr-defined]
    assert sum(file.new for file in files) == VISITS
    assert sum(file.conflicts for file in files) >= EDITS // 50 - LAPTOPS
    with office.desk.read() as session:
        assert run(session, "SELECT count(*) FROM visit_fact WHERE current")[0][0] == VISITS


def upsert_by_hand(folder: Path, operations: Sequence[Operation]) -> float:
    """Processor seconds of writing the same rows with executemany in one transaction, no triggers in the way.

    With the cache that the program takes for it.
    """
    office = open_kept(folder)
    key = office.desk.database.data_key
    office.close()
    visits = list(visit_rows(operations))
    edits = [(o.values["phone"][0], o.row) for o in operations if o.kind is Kind.EDIT]  # type: ignore[index]
    connection = sqlcipher.connect(str(folder / paths.DATABASE), isolation_level=None)
    for pragma in ("cipher_log_level = NONE", f"key = \"x'{key.hex()}'\"", f"cache_size = -{IMPORT_CACHE_KIB}",
                   "synchronous = FULL", "secure_delete = ON"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    for table in ("visit", "person"):
        for event in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(f"DROP TRIGGER guard_{table}_{event}")
    began = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_INSERT, visits)
    connection.executemany("UPDATE person SET phone = ? WHERE id = ?", edits)
    connection.execute("COMMIT")
    spent = time.process_time() - began
    connection.close()
    return spent


def visit_rows(operations: Sequence[Operation]) -> Iterator[tuple[object, ...]]:
    """The rows of the visits, made before the clock runs."""
    defaults = {"met_others": "", "note": "", "channel": "door", "next_step": "none", "visited_on": ""}
    for operation in operations:
        if operation.kind is Kind.CREATE:
            values = {**defaults, **operation.values}
            cells = (to_column(_SPEC, name, values.get(name)) for name in _SPEC.fields)
            yield (operation.row, operation.time, operation.author, *cells)
