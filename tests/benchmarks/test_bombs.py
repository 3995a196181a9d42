"""Small files that ask for endless memory: what the slowest and the largest of them take before they are refused."""

from pathlib import Path

from tests.benchmarks import promised
from tests.benchmarks.promised import report_promised
from tests.robustness.test_bombs import set_off_files, set_off_lists


def test_bombs(tmp_path: Path) -> None:
    for part in ("lists", "files"):
        (tmp_path / part).mkdir()
    blasts = {**set_off_lists(tmp_path / "lists")[0], **set_off_files(tmp_path / "files")[0]}
    slowest = max(blasts, key=lambda name: blasts[name].seconds)
    largest = max(blasts, key=lambda name: blasts[name].growth)
    size = f"{len(blasts)} bombs, 1 GiB of address space"
    report_promised(promised.BOMB_TIME, ours=slowest, found=blasts[slowest].seconds, size=size)
    report_promised(promised.BOMB_MEMORY, ours=largest, found=blasts[largest].growth, size=size)
