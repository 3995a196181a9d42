"""How long the whole battery took here the last time: `make torture` notes it, `make bench` tells it."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[2] / ".benchmarks" / "torture.json"


@dataclass(frozen=True, slots=True)
class WholeRun:
    """A run that was asked for everything: wall-clock seconds, tests that ended in each way, and the day."""

    seconds: float
    passed: int
    failed: int
    on: str


def note_run(reporter: pytest.TerminalReporter, seconds: float) -> None:
    """Keep how long it took, if all of the battery and nothing else was asked for; a part of it says nothing."""
    asked = reporter.config.option
    everything = reporter.config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if asked.markexpr != "torture" or asked.keyword or not everything:
        return
    failed = sum(len(reporter.getreports(how)) for how in ("failed", "error"))
    passed = len(reporter.getreports("passed"))
    run = WholeRun(seconds, passed, failed, datetime.now(UTC).date().isoformat())
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(asdict(run)), encoding="utf-8")


def read_run() -> WholeRun | None:
    """The last whole run on this machine, if there was one."""
    return WholeRun(**json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else None
