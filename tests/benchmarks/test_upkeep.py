"""What keeps a workspace alive: keys, check, backup and restore at both ends of size, and a lost laptop's successor."""

import shutil
from pathlib import Path

from tests.benchmarks import decade, promised
from tests.benchmarks.lives import Figures
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.upkeeping import measure_upkeep
from tests.benchmarks.workspaces import is_full, populated_office

SIZES = (10_000, 250_000) if is_full() else (10_000, 50_000)
YEARS = 3
CARE = {
    "backup": "a proved backup", "check": "the check of everything", "restore": "a backup put back",
}  # fmt: skip


def measure_copy(way: str, kept: Path, folder: Path) -> Figures:
    """Work on a copy that goes when it is done with."""
    shutil.copytree(kept, folder, ignore=shutil.ignore_patterns("export"))
    try:
        return measure_upkeep(way, folder)
    finally:
        shutil.rmtree(folder)


def test_keys(tmp_path: Path) -> None:
    found = measure_copy("open", populated_office(SIZES[0]), tmp_path / "office")
    size = f"{SIZES[0]:,} households"
    for name, what in (
        ("standard", "the key out of a passphrase"),
        ("floor", "the same on a laptop of 2 GB"),
    ):
        report("upkeep", what, ours=f"{found[f'{name} memory']:.0f} MB more", limit="", found=found[f"{name} wait"],
               unit="ms", goal=None, size=size, rounds=1)  # fmt: skip
    report("upkeep", "opening a database by its raw key, p50", ours="", limit="", found=found["raw key"], unit="ms",
           goal=None, size=size, rounds=20)  # fmt: skip


def test_check_backup_and_restore(tmp_path: Path) -> None:
    for households in SIZES:
        found = measure_copy("care", populated_office(households), tmp_path / "office")
        size = f"{households:,} households, {4 * households:,} people"
        for name, what in CARE.items():
            waited = f"{found[f'{name} waited']:.1f} s waited" if f"{name} waited" in found else ""
            report("upkeep", f"{what}, processor time", ours=waited, limit="", found=found[name], unit="s", goal=None,
                   size=size, rounds=1)  # fmt: skip
        report("upkeep", "memory of the check at most", ours=f"{found['memory before']:.0f} MB before", limit="",
               found=found["check memory"], unit="MB", goal=None, size=size, rounds=1)  # fmt: skip
        report("upkeep", "a visit list of thirty doors as a PDF", ours="", limit="", found=found["visit list"],
               unit="ms", goal=None, size=size, rounds=1)  # fmt: skip


def test_a_lost_laptop_is_set_up_again(tmp_path: Path) -> None:
    found = measure_copy("rebuild", decade.keep_decade(YEARS), tmp_path / "office")
    assert found["visits"] == found["all visits"] > 0
    ours = (
        f"set-up file {found['kit']:.1f} s, opened {found['opened']:.1f} s, first files {found['told']:.1f} s"
    )
    size = f"{decade.HOUSEHOLDS:,} households, {found['visits']:,.0f} visits"
    report_promised(promised.REBUILT, ours=ours, found=found["waited"], size=size, rounds=1)
