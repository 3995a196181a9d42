"""Workspaces of any size for the benchmarks, made once and kept in .benchmarks/ until what makes them changes."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from outreach_app import app as composition
from outreach_app import paths
from outreach_app.app import App
from outreach_app.store import likeness_blocks
from outreach_app.store.database import run
from outreach_app.store.engine import in_chunks
from outreach_app.sync.locks import FLOOR
from tests.benchmarks.population import HOMES_IN_VILLAGE, Population

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
PASSPHRASE = "bốn con trâu đen ăn cỏ ven suối"
_KEPT = Path(__file__).parents[2] / ".benchmarks"
_PROGRAM = Path(__file__).parents[2] / "outreach_app"
_MAKERS = ("store/migrations/**/*.py", "store/derived.py", "store/visit_facts.py")
_HOMES_AT_ONCE = 25_000


def is_full() -> bool:
    """Whether the sizes of the goals were asked for in every row (OUTREACH_BENCH=full); it takes half an hour."""
    return os.environ.get("OUTREACH_BENCH") == "full"


def open_kept(folder: Path) -> App:
    """Open a workspace with the benchmark's passphrase."""
    return composition.open_workspace(folder, PASSPHRASE, clock=lambda: NOW)


def make_office(folder: Path) -> App:
    """Make an empty office for a province."""
    made = composition.create_office(
        folder,
        passphrase=PASSPHRASE,
        name="BHXH tỉnh (dữ liệu đo)",
        unit_code="12",
        clock=lambda: NOW,
        cost=FLOOR,
    )
    return made.app


def populated_office(households: int) -> Path:
    """The folder of an office with so many households of four; read only, copy it before writing."""
    return keep_office(f"office-{households}", lambda office: _fill(office, households))


def looked_through_office(households: int) -> Path:
    """The same with everybody looked at for duplicates, as a window does in its first minutes; read only."""

    kept = _KEPT / f"looked-{households}-{_fingerprint(likeness_blocks.__file__)}"
    if not (kept / "done").exists():
        _forget(f"looked-{households}")
        shutil.copytree(populated_office(households), kept, ignore=shutil.ignore_patterns("done"))
        began = time.process_time()
        office = open_kept(kept)
        office.duplicates.look()
        office.close()
        (kept / "done").write_text(f"{time.process_time() - began:.1f}")
    return kept


def _forget(name: str) -> None:
    for old in _KEPT.glob(f"{name}-*"):
        shutil.rmtree(old)


def keep_office(name: str, fill: Callable[[App], None], *, maker: str | None = None) -> Path:
    """The folder of an office that was filled once; `maker` is one more source file that decides what stands in it."""
    kept = _KEPT / f"{name}-{_fingerprint(maker)}"
    if not (kept / "done").exists():
        _forget(name)
        began = time.process_time()
        office = make_office(kept)
        fill(office)
        office.close()
        assert (kept / paths.DATABASE).exists()
        spent = time.process_time() - began
        (kept / "done").write_text(f"{spent:.1f}")
    return kept


def copy_office(households: int, target: Path) -> App:
    """Open a copy of a populated office that may be written to."""
    shutil.copytree(populated_office(households), target)
    return open_kept(target)


def _fill(office: App, households: int) -> None:
    population = Population(households)
    with office.desk.write() as writer:
        villages = population.write_villages(writer)
    for some in in_chunks(villages, size=_HOMES_AT_ONCE // HOMES_IN_VILLAGE):
        with office.desk.write() as writer:
            population.write_homes(writer, some)


@cache
def _fingerprint(maker: str | None = None) -> str:
    # What is kept must look as the program of today would make it.
    digest = hashlib.sha256(_tell_look().encode())
    for source in (Path(__file__).with_name("population.py"), *([Path(maker)] if maker else [])):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


_DERIVED = ("household_state", "visit_fact", "visit_outcome", "write_guard")
_VOCABULARY = "CREATE VIRTUAL TABLE temp.told USING fts5vocab(main, person_search, row)"


@cache
def _tell_look() -> str:
    """Tables, indexes and derived rows of a tiny office with a visit at every door, without the ids drawn at random."""
    with TemporaryDirectory() as folder:
        office = make_office(Path(folder) / "office")
        _fill(office, HOMES_IN_VILLAGE)
        with office.desk.write() as writer:
            writer.create_many("visit", _visit_all(writer.session))
        with office.desk.read() as session:
            look = run(session, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
            rows = [run(session, f"SELECT * FROM {table} ORDER BY 1, 2") for table in _DERIVED]
            session.connection().exec_driver_sql(_VOCABULARY)
            words = run(session, "SELECT term, doc FROM temp.told ORDER BY term")
            session.connection().exec_driver_sql("DROP TABLE temp.told")
        office.close()
    told = sorted(str([each for each in row if not isinstance(each, bytes)]) for some in rows for row in some)
    return str([[list(row) for row in look], told, [list(row) for row in words]])


def _visit_all(session: Session) -> Iterator[dict[str, object]]:
    people = run(session, "SELECT household, id FROM person WHERE relation = 'head' ORDER BY number")
    for home, person in [tuple(row) for row in people]:
        outcomes = [[person, "voluntary", "thinking"]]
        yield {
            "household": home,
            "visited_on": "2026-11-20",
            "channel": "door",
            "met": [person],
            "outcomes": outcomes,
        }
