"""A hub: files read into it against COPY of the same rows, several importers at once, and what more offices cost.

Processor seconds are those of the program and of every process of the server together.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest

from outreach_app.app import App
from outreach_app.services import hubs
from outreach_app.services.workspace import open_data_key
from outreach_app.store import settings
from outreach_app.sync.findings import find_envelopes
from outreach_app.sync.opening import open_alone
from outreach_app.sync.secrets import Pins
from tests.benchmarks import promised
from tests.benchmarks.days import Laptop, seal_file
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import Ratio, processor_seconds, ratio_of
from tests.benchmarks.test_merge import read_homes
from tests.benchmarks.workspaces import NOW, PASSPHRASE, copy_office, is_full, open_kept
from tests.hub_server import Server

HOUSEHOLDS = int(os.environ.get("OUTREACH_BENCH_HOUSEHOLDS") or (1_000_000 if is_full() else 20_000))
OFFICES = (1, 10, 100)
IMPORTERS = (1, 2, 4)
FILES, VISITS, ROUNDS = 16, 200, 5
"""Files that importers share, and visits on each; a laptop comes home with some two hundred a week."""

_WRITTEN = ("visit", "visit_fact", "visit_outcome", "block", "block_span")
_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
_TICK, _SETTLED = 0.02, 0.5


@dataclass(frozen=True, slots=True)
class Hub:
    """An office moved to a hub, the folder that opens it, and files of its laptops."""

    server: Server
    address: str
    folder: Path
    files: list[Path]

    def copy(self, folder: Path) -> "Hub":
        """The same once more in a database of its own, to be written to."""
        address = self.server.make_database(like=self.address)
        shutil.copytree(self.folder, folder)
        note = (folder / "hub.txt").read_text().replace(_bare(self.address), _bare(address))
        (folder / "hub.txt").write_text(note)
        return Hub(self.server, address, folder, self.files)


def _bare(address: str) -> str:
    return address.rpartition("/")[2]


def server_seconds(server: Server) -> float:
    """Processor seconds of the server since its start: of the process that watches, and of those it started."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(entry.name) == server.pid:
            total += sum(int(fields[place]) for place in (11, 12, 13, 14))
        elif int(fields[1]) == server.pid:
            total += int(fields[11]) + int(fields[12])
    return total / ticks


def spend(server: Server, way: Callable[[], object]) -> float:
    """Processor seconds of this process and the server for one run."""
    there, here = server_seconds(server), time.process_time()
    way()
    spent = time.process_time() - here
    time.sleep(_SETTLED)  # what a connection that was closed has spent is its parent's only then
    return spent + server_seconds(server) - there


def make_hub(server: Server, folder: Path, *, households: int, files: int, visits: int) -> Hub:
    """Move a populated office to a database of its own and let laptops write files about its households."""
    office = copy_office(households, folder / "office")
    sheets = write_files(office, folder / "stick", files=files, visits=visits)
    office.close()
    key = open_data_key(folder / "office", PASSPHRASE)
    address = server.make_database().replace(f":{server.password}@", "@")
    moved = hubs.move_to_hub(folder / "office", address, key, now=NOW)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return Hub(server, address, moved.folder, sheets)


def write_files(office: App, stick: Path, *, files: int, visits: int) -> list[Path]:
    """Write files of as many laptops, each about households of its own villages."""
    stick.mkdir()
    homes = read_homes(office)
    villages = sorted(homes)
    with office.desk.read() as session:
        pins, machine = Pins.read(session), settings.read_machine(session)
    made = []
    for number in range(files):
        own = villages[number::files] or [villages[number % len(villages)]]
        there = [home for village in own for home in homes[village]]
        laptop = Laptop.make(number + 1)
        chosen = [there[place % len(there)] for place in range(visits)]
        data = seal_file(
            laptop, laptop.write_visits(chosen), office=pins, office_id=machine.office_id, villages=own
        )
        path = stick / f"{number:03d}.gocua"
        path.write_bytes(data)
        made.append(path)
    return made


@pytest.fixture(autouse=True)
def password(hub_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", hub_server.password)


def test_import_against_copy(hub_server: Server, tmp_path: Path) -> None:
    visits = 5 * VISITS
    hub = make_hub(hub_server, tmp_path, households=HOUSEHOLDS // 2, files=FILES, visits=visits)
    ours, limit, alone = [], [], []
    for number in range(ROUNDS):
        here = hub.copy(tmp_path / f"ours{number}")
        office = open_kept(here.folder)
        ours.append(spend(hub_server, partial(office.syncing.read, here.files)))
        alone.append(processor_seconds(partial(open_only, office, here.files)))
        office.close()
        with psycopg.connect(here.address) as full:
            dumps = [
                (table, columns, dump(full, table, columns, like=hub.address))
                for table, columns in shapes(full)
            ]
        raw = hub.copy(tmp_path / f"raw{number}")
        limit.append(spend(hub_server, partial(copy_in, raw.address, dumps)))
        for each in (here, raw):
            hub_server.drop_database(each.address)
    size = f"{FILES * visits:,} visits in {FILES} files into {HOUSEHOLDS // 2:,} households"
    report_promised(promised.HUB_COPY, ours=f"{min(ours):.2f} s", limit=f"{min(limit):.2f} s",
                    found=ratio_of(ours, limit), size=size)  # fmt: skip
    report("hub", "the same files only opened: signatures, seal, zstd, decoding, forms", ours=f"{min(alone):.2f} s",
           limit=f"{min(limit):.2f} s", found=ratio_of(alone, limit), goal=None, size=size)  # fmt: skip


def open_only(office: App, files: Sequence[Path]) -> None:
    """What a file costs before a database is asked anything: the least that any program in Python would take."""
    with office.desk.read() as session:
        pins, office_id = Pins.read(session), settings.read_machine(session).office_id
    for file in files:
        for finding in find_envelopes(file):
            open_alone(finding.data, pins, office_id)


def shapes(connection: "psycopg.Connection[tuple[str, ...]]") -> Iterator[tuple[str, str]]:
    """The tables that a reading fills, each with its columns."""
    for table in _WRITTEN:
        rows = connection.execute(
            "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
            " FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'",
            (table,),
        )
        yield table, str(rows.fetchone()[0])  # type: ignore[index]


def dump(connection: "psycopg.Connection[tuple[str, ...]]", table: str, columns: str, *, like: str) -> bytes:
    """The rows of a table that the office before the reading had not, as COPY writes them."""
    key = {"visit": "number", "block": "id", "block_span": "block"}.get(table, "visit")
    with psycopg.connect(like) as before:
        last = before.execute(f"SELECT coalesce(max({key}), 0) FROM {table}").fetchone()[0]  # type: ignore[index]
    with connection.cursor().copy(
        f"COPY (SELECT {columns} FROM {table} WHERE {key} > {last}) TO STDOUT"
    ) as copy:
        return b"".join(copy)


def copy_in(address: str, dumps: Sequence[tuple[str, str, bytes]]) -> None:
    """Put the rows into tables with the same indexes and triggers, in one transaction."""
    with psycopg.connect(address) as connection:
        for table, columns, rows in dumps:
            with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(rows)


def test_importers_at_once(hub_server: Server, tmp_path: Path) -> None:
    hub = make_hub(hub_server, tmp_path, households=HOUSEHOLDS // 2, files=FILES, visits=VISITS)
    size = f"{FILES} files of {VISITS} visits into {HOUSEHOLDS // 2:,} households"
    spent: dict[int, list[float]] = {importers: [] for importers in IMPORTERS}
    waited: dict[int, list[float]] = {importers: [] for importers in IMPORTERS}
    for number in range(ROUNDS):
        for importers in IMPORTERS:
            here = hub.copy(tmp_path / f"at{importers}-{number}")
            seconds, waiting, took = import_at_once(here, importers)
            spent[importers].append(seconds)
            waited[importers].append(100 * waiting / (took * importers))
            hub_server.drop_database(here.address)
    alone = statistics.median(spent[1]) / FILES * 1000
    for importers in IMPORTERS:
        each = statistics.median(spent[importers]) / FILES * 1000
        ratio = ratio_of(spent[importers], spent[1])
        report("hub", f"{importers} importers at once: processor time of a file", ours=f"{each:.0f} ms",
               limit=f"{alone:.0f} ms alone", found=ratio, goal=None, size=size)  # fmt: skip
        report("hub", f"{importers} importers at once: waiting for the lock", ours="", limit="of their time",
               found=spread_of(waited[importers]), goal=None, size=size, unit="%")  # fmt: skip


def spread_of(values: Sequence[float]) -> Ratio:
    """The median of several rounds with the least and the greatest, as ratios are told."""
    return Ratio(statistics.median(values), min(values), max(values), len(values))


def start_importer(hub: Hub, files: Sequence[Path]) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "tests.benchmarks.hub_importer", str(hub.folder), *map(str, files)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    )  # fmt: skip


def import_at_once(hub: Hub, importers: int) -> tuple[float, float, float]:
    """Processor seconds of all, seconds that importers waited for each other, and wall seconds."""
    running = [start_importer(hub, hub.files[n::importers]) for n in range(importers)]
    for each in running:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    there, began, waited = server_seconds(hub.server), time.monotonic(), 0.0
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    with psycopg.connect(hub.address, autocommit=True) as watch:
        last = time.monotonic()
        while any(each.poll() is None for each in running):
            time.sleep(_TICK)
            now = time.monotonic()
            waited += (now - last) * watch.execute(_WAITING).fetchone()[0]  # type: ignore[index]
            last = now
    took = time.monotonic() - began
    time.sleep(_SETTLED)
    spent = server_seconds(hub.server) - there + sum(float(each.communicate()[0]) for each in running)
    return spent, waited, took


def read_singly(office: App, files: Sequence[Path]) -> None:
    """Read files in a transaction each, as they come in over a day."""
    for file in files:
        office.syncing.read([file])


def test_more_offices(hub_server: Server, tmp_path: Path) -> None:
    first = 0.0
    for offices in OFFICES:
        folder = tmp_path / str(offices)
        folder.mkdir()
        households = HOUSEHOLDS * offices // OFFICES[-1]
        hub = make_hub(hub_server, folder, households=households, files=offices + 1, visits=VISITS)
        office = open_kept(hub.folder)
        read_singly(office, hub.files[:1])  # what only the first one of a day has to ask
        spent = spend(hub_server, partial(read_singly, office, hub.files[1:])) / offices
        office.close()
        first = first or spent
        report("hub", f"files of {offices} offices: processor time of a file", ours=f"{spent * 1000:.0f} ms",
               limit=f"{first * 1000:.0f} ms for one", found=spent / first, goal=None,
               size=f"{offices} files of {VISITS} visits into {households:,} households")  # fmt: skip
        hub_server.drop_database(hub.address)
