"""What the program weighs on a disk: the frozen folder, where `make bundle` has made one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.benchmarks import promised
from tests.benchmarks.promised import report_promised

FROZEN = Path(__file__).parents[2] / "dist" / "gocua"


def test_the_frozen_folder() -> None:
    files = [path for path in FROZEN.rglob("*") if path.is_file() and not path.is_symlink()]
    if not files:
        pytest.skip("`make bundle` has made no frozen folder here")
    weight = sum(path.stat().st_size for path in files) / 2**20
    made = datetime.fromtimestamp(max(path.stat().st_mtime for path in files), UTC).date()
    report_promised(
        promised.BUNDLE, ours=f"{len(files):,} files, made on {made}", found=weight, size="Linux, 64 bits"
    )
