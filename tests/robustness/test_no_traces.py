"""Nobody is left lying about: after a day no name, number, note or key stands in a file that nobody asked for."""

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from outreach_app import logs
from tests.packaging.project import ROOT
from tests.robustness import story
from tests.robustness.traces import Trace, find_traces, spell

HOMES = {
    "HOME": "home", "TMPDIR": "tmp", "SQLITE_TMPDIR": "tmp", "TEMP": "tmp", "TMP": "tmp", "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "runtime",
}  # fmt: skip


DEVICES = (("/", "dev"), ("/", "proc"))
_WRITTEN = re.compile(r'open(?:at)?\(.*?"(?P<path>[^"]*)", (?P<flags>[A-Z_|]*).*\) = \d')
_TRACED = ("strace", "-f", "-qq", "--seccomp-bpf", "-s", "0", "-y", "-e", "trace=open,openat,creat", "-o")


def make_homes(base: Path) -> dict[str, str]:
    """Make every folder into which a program may put something unasked; the variables that lead there."""
    for name in {*HOMES.values(), "cwd"}:
        (base / name).mkdir(mode=0o700, exist_ok=True)
    return {name: str(base / folder) for name, folder in HOMES.items()}


def tell(base: Path, *more: str, under: tuple[str, ...] = ()) -> Path:
    """Tell the story in a process all of whose folders lie in `base`, and keep what it said aloud there."""
    apart = make_homes(base)
    known = {name: value for name, value in os.environ.items() if not name.startswith("OUTREACH_")}
    done = subprocess.run(
        [*under, sys.executable, "-m", "tests.robustness.story", str(base), *more], cwd=base / "cwd", check=False,
        capture_output=True, timeout=170,
        env=known | apart | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    (base / "said.txt").write_bytes(done.stdout + done.stderr)
    assert done.returncode == 0, done.stderr.decode()
    return base


def secrets_of(base: Path) -> list[str]:
    """What must not be found: the people of the story, its passphrase, and the codes and keys made on the way."""
    return [*story.SECRETS, *(base / "given" / "secrets.txt").read_text(encoding="utf-8").split()]


def search(base: Path) -> list[Trace]:
    """Search everything that the story left but what was given and what was asked for."""
    return find_traces(base, secrets_of(base), but=(base / "given", base / "asked"))


def is_open(base: Path) -> set[str]:
    """Who stands in what was asked for: without anybody in there the search would prove nothing."""
    return {trace.secret for trace in find_traces(base / "asked", story.SECRETS)}


def test_a_day_leaves_nobody_where_nobody_asked_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, folder in make_homes(tmp_path).items():
        monkeypatch.setenv(name, folder)
    monkeypatch.setenv("OUTREACH_PASSPHRASE", story.PASSPHRASE)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path / "cwd")
    stage = story.Stage(tmp_path)
    story.tell(stage)
    story.keep_open_files(stage)
    logs.close_log()
    assert search(tmp_path) == []
    assert {story.HEAD, story.WIFE} <= is_open(tmp_path)
    assert caplog.records  # the bug's
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    assert len(secrets_of(tmp_path)) == len(story.SECRETS) + 5


@pytest.mark.torture
def test_nor_does_a_whole_day_with_a_window_and_nothing_is_written_elsewhere_meanwhile(
    tmp_path: Path,
) -> None:
    calls = tmp_path / "calls.txt"
    base = tmp_path / "base"
    base.mkdir()
    tell(base, "whole", "window", under=(*_TRACED, str(calls)))
    assert search(base) == []
    assert is_open(base) >= {story.HEAD, story.WIFE, *story.IDS, *story.PHONES}
    written = {
        Path(found["path"])
        for found in map(_WRITTEN.search, calls.read_text(encoding="utf-8", errors="replace").splitlines())
        if found and re.search("O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", found["flags"])
    }
    assert any(path.is_relative_to(base / "asked") for path in written)
    # Not even for a moment: only a rehearsed backup, encrypted as it is, goes to the folder for passing files.
    passing = {path for path in written if path.is_relative_to(base / "tmp")}
    assert {path.relative_to(base / "tmp").parts[0].rpartition("-")[0] for path in passing} <= {
        "gocua-rehearsal"
    }
    elsewhere = {path for path in written if not path.is_relative_to(base) and path.parts[:2] not in DEVICES}
    assert elsewhere == set()


@pytest.mark.torture
def test_a_log_that_tells_what_a_bug_said_is_found(tmp_path: Path) -> None:
    found = search(tell(tmp_path, "defect"))
    assert {trace.secret for trace in found} >= {story.HEAD, story.IDS[0], story.PHONES[0], story.NOTE}
    assert all("gocua.log" in trace.place for trace in found)


@pytest.mark.parametrize("secret", [story.HEAD, story.IDS[0], story.PHONES[0], story.NOTE, "ab12" * 16])
def test_the_search_finds_every_spelling_in_every_wrapping(tmp_path: Path, secret: str) -> None:
    spellings = spell(secret)
    assert len(spellings) > 20
    (tmp_path / "kept").mkdir()
    for number, needle in enumerate(spellings.values()):
        (tmp_path / "kept" / f"{number}").write_bytes(b"\x00 noise " * 50 + needle + b"\xff")
    (tmp_path / "packed.gz").write_bytes(gzip.compress(b"x" * 99 + secret.encode()))
    with zipfile.ZipFile(tmp_path / "packed.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", json.dumps({"a": secret}))
    (tmp_path / f"{secret}.txt").write_bytes(b"")
    found = find_traces(tmp_path, [secret])
    assert {trace.spelling for trace in found} == spellings.keys()
    places = " ".join(trace.place for trace in found)
    assert all(kind in places for kind in ("(gzip)", "(zip: sheet.xml)", "(name)"))
    assert find_traces(tmp_path, ["Tòng Văn Khạ", "012345678999"]) == []
    assert find_traces(tmp_path, [secret], but=[tmp_path]) == []
