"""How long the whole battery takes, where `make torture` has run."""

import os

import pytest

from tests.benchmarks import promised
from tests.benchmarks.promised import report_promised
from tests.robustness.whole import read_run


def test_the_whole_battery() -> None:
    run = read_run()
    if run is None:
        pytest.skip("`make torture` has not run here as a whole")
    report_promised(
        promised.TORTURE, ours=f"{run.passed} passed, {run.failed} failed, on {run.on}", found=run.seconds,
        size=f"{os.cpu_count()} cores",
    )  # fmt: skip
