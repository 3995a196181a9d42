"""Workspaces of any size for the benchmarks, made once and kept in .benchmarks/ until what makes them changes."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from outreach_app import app as composition
from outreach_app import paths
from outreach_app.app import App
from outreach_app.store.engine import in_chunks
from outreach_app.sync.locks import FLOOR
from tests.benchmarks.population import HOMES_IN_VILLAGE, Population

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
PASSPHRASE = "bốn con trâu đen ăn cỏ ven suối"
_KEPT = Path(__file__).parents[2] / ".benchmarks"
_PROGRAM = Path(__file__).parents[2] / "outreach_app"
_MAKERS = ("store/migrations/**/*.py", "store/derived.py")
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


def keep_office(name: str, fill: Callable[[App], None], *, maker: str | None = None) -> Path:
    """The folder of an office that was filled once; `maker` is one more source file that decides what stands in it."""
    kept = _KEPT / f"{name}-{_fingerprint(maker)}"
    if not (kept / "done").exists():
        for old in _KEPT.glob(f"{name}-*"):
            shutil.rmtree(old)
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
    sources = sorted(source for pattern in _MAKERS for source in _PROGRAM.glob(pattern))
    digest = hashlib.sha256()
    for source in (*sources, Path(__file__).with_name("population.py"), *([Path(maker)] if maker else [])):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
