"""The tests of services once more with a hub behind every database, in a run of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hub_server import why_not

ROOT = Path(__file__).parents[2]
CHOSEN = (
    "assigning", "conflicts", "consents", "duplicates", "imports", "lists", "meetings", "money", "renewals", "results",
    "stopped_lists", "territory", "visits", "work_and_sheets",
)  # fmt: skip
"""What clerks do every day; `pytest -p tests.on_hub tests/services tests/sync` asks everything."""


@pytest.mark.torture
def test_what_clerks_do_every_day_works_at_a_hub_as_in_a_file() -> None:
    if reason := why_not():
        pytest.skip(f"no hub: {reason}")
    files = [str(Path(__file__).with_name(f"test_{name}.py")) for name in CHOSEN]
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.on_hub",
        "-p",
        "no:cacheprovider",
        "-q",
        "--timeout",
        "0",
    ]
    told = {**os.environ, "PYTEST_ADDOPTS": ""}
    done = subprocess.run([*words, *files], cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
