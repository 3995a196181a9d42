"""Bombs under a limit of memory: refused with a sentence, in a moment, in little memory, and nothing is changed."""

import os
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.documents.leaflet_texts import read_leaflet_texts
from outreach_app.domain.rows import FileState
from outreach_app.domain.rule_files import read_rule_book
from outreach_app.errors import OutreachError
from outreach_app.exchange.column_choices import parse_choice
from outreach_app.exchange.sheets import read_sheets
from tests.robustness import bombs
from tests.robustness.children import nursery
from tests.robustness.defects import put_in, seeded, seeded_now
from tests.robustness.rows import Tally
from tests.workspaces import Clock, Machine, copy_field

MEMORY = 1 << 30
MOST_MIB = 200
MOST_SECONDS = 2.0
"""Of processor time."""


@dataclass(frozen=True, slots=True)
class Blast:
    """What became of a bomb: the key it was refused with, the memory that took in MiB, processor time in seconds."""

    reason: str
    growth: float
    seconds: float


# --------------------------------------------------------------------------------------------- in a process of its own
def _peak() -> int:
    """The most memory this process has held since it was last asked to forget it, in kB."""
    told = Path("/proc/self/status").read_text()
    return int(next(line for line in told.splitlines() if line.startswith("VmHWM")).split()[1])


def _light(read: Callable[[], str]) -> tuple[str, float, float]:
    Path("/proc/self/clear_refs").write_text("5")
    before, start = _peak(), time.process_time()
    reason = read()
    return reason, (_peak() - before) / 1024, time.process_time() - start


def _read_list(path: Path) -> str:
    try:
        read_sheets(path)
    except OutreachError as error:
        return error.key
    return "read"


class _Office:
    """Reads files at an office whose database must stay byte for byte as it was."""

    def __init__(self, machine: Machine, plain: Path) -> None:
        self.app = machine.open()
        (report,) = self.app.syncing.read([plain]).value.files
        assert report.state in (FileState.APPLIED, FileState.ALREADY)
        self.before = self._bytes()

    def __call__(self, path: Path) -> str:
        seen = self.app.syncing.preview([path]).files
        reports = self.app.syncing.read([path]).value.files
        assert self._bytes() == self.before, "a bomb changed the database"
        assert {report.state for report in reports} == {FileState.REFUSED}, "a bomb was believed"
        return "/".join(sorted({str(report.reason_key) for report in (*seen, *reports)}))

    def _bytes(self) -> bytes:
        assert self.app.desk.database.settle()
        return (self.app.desk.folder / paths.DATABASE).read_bytes()


def _live(
    line: Connection, office: tuple[str, bytes] | None, plain: str, files: dict[str, str], defect: str | None
) -> None:
    """Read what is no bomb, so that everything is loaded; then each bomb with little memory left."""
    if defect:
        put_in(defect)
    read: Callable[[Path], str] = _read_list
    if office:
        read = _Office(Machine(Path(office[0]), office[1], Clock()), Path(plain))
    else:
        assert read(Path(plain)) == "read"
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for name, path in files.items():
        line.send((name, *_light(lambda path=path: read(Path(path)))))  # type: ignore[misc]
    os._exit(0)


def set_off(files: Mapping[str, Path], *, plain: Path, office: Machine | None = None) -> dict[str, Blast]:
    """Have a process of its own read bombs, one after the other; what it said of each before it died, if it did."""
    ours, theirs = nursery.Pipe()
    where = (str(office.folder), office.data_key) if office else None
    told = (theirs, where, str(plain), {name: str(path) for name, path in files.items()}, seeded_now())
    process = nursery.Process(target=_live, args=told, daemon=True)
    process.start()
    theirs.close()
    blasts: dict[str, Blast] = {}
    try:
        while ours.poll(120):
            name, *told_of_it = ours.recv()
            blasts[name] = Blast(*told_of_it)
    except EOFError:
        pass
    process.join(5)
    if process.is_alive():
        process.kill()
    return blasts


def judge(blasts: Mapping[str, Blast], reasons: Mapping[str, set[str]]) -> int:
    """Fail unless each was refused for one of its reasons, in little time and memory; returns how many there were."""
    assert list(blasts) == list(reasons), "the process was blown up"
    for name, blast in blasts.items():
        assert blast.reason in reasons[name], (name, blast)
        assert blast.growth < MOST_MIB, (name, blast)
        assert blast.seconds < MOST_SECONDS, (name, blast)
    return len(blasts)


def lay(folder: Path, name: str, make: Callable[[Path], Path]) -> Path:
    """Make a bomb in a folder of its own."""
    place = folder / name.replace(" ", "-").replace(",", "")
    place.mkdir()
    return make(place)


Blasts = tuple[dict[str, Blast], dict[str, set[str]]]
"""What became of each bomb, and the reasons each may be refused for."""


def set_off_lists(folder: Path) -> Blasts:
    files = {name: lay(folder, name, make) for name, (make, _) in bombs.LISTS_OF_PEOPLE.items()}
    blasts = set_off(files, plain=lay(folder, "plain", bombs.plain_book))
    return blasts, {name: reasons for name, (_, reasons) in bombs.LISTS_OF_PEOPLE.items()}


def set_off_files(folder: Path) -> Blasts:
    """Bombs that a certified laptop seals and signs, and zips on a stick, read at the office."""
    field = copy_field(folder / "field")
    one = field.one.open()
    insider = bombs.make_insider(one, field.stick)
    one.close()
    (plain,) = field.stick.iterdir()
    files = {name: lay(folder, name, make) for name, (make, _) in bombs.ZIPS.items()}
    for name, (seal, _) in bombs.SEALED.items():
        files[name] = folder / f"{len(files)}.gocua"
        files[name].write_bytes(seal(insider))
    reasons = {name: reasons for name, (_, reasons) in (bombs.ZIPS | bombs.SEALED).items()}
    return set_off(files, plain=plain, office=field.office), reasons


def blast_lists(folder: Path) -> int:
    return judge(*set_off_lists(folder))


def blast_files(folder: Path) -> int:
    return judge(*set_off_files(folder))


BLASTS = {"lists": blast_lists, "files": blast_files}


@pytest.mark.parametrize("part", BLASTS)
def test_a_bomb_is_refused_in_a_moment_and_in_little_memory(part: str, tmp_path: Path, tally: Tally) -> None:
    tally("bomb", part, BLASTS[part](tmp_path))


@pytest.mark.torture
def test_a_reader_that_grants_whatever_is_declared_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bombs, "ZIPS", {})
    monkeypatch.setattr(bombs, "SEALED", {"rows without end": bombs.SEALED["rows without end"]})
    with seeded("whatever is declared"), pytest.raises(AssertionError, match="blown up"):
        blast_files(tmp_path)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a = " + "[" * 100_000, lambda text: read_rule_book({"book.toml": text})),
        ("version = '1'\nrule = " + "9" * 10_000, lambda text: read_rule_book({"book.toml": text})),
        ("[columns]\nname = " + "[" * 100_000, parse_choice),
        ("header_row = " + "9" * 10_000, parse_choice),
        ("[" * 100_000, lambda text: read_leaflet_texts(text, language="lo")),
        ("warnings = " + "9" * 10_000, lambda text: read_leaflet_texts(text, language="lo")),
    ],
    ids=["deep rule book", "long number", "deep columns", "long row", "deep leaflet", "long leaflet"],
)
def test_texts_that_are_too_deep_or_too_long_are_refused(text: str, read: Callable[[str], object]) -> None:
    with pytest.raises(OutreachError):
        read(text)
