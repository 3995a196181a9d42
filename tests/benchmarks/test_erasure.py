"""Erasing one person at an office with a large register and a month of visits, against reading its journal once."""

import time
from collections.abc import Iterator
from itertools import cycle, islice, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from outreach_app.app import App
from outreach_app.domain.progress import Step
from outreach_app.domain.rows import FileState
from outreach_app.services.erasure_files import Part
from outreach_app.store import blocks, journal, settings
from outreach_app.store.database import run
from outreach_app.sync.secrets import Pins
from tests.benchmarks import promised
from tests.benchmarks.days import Home, Laptop, seal_file
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import processor_seconds, ratio_of
from tests.benchmarks.workspaces import copy_office, is_full
from ui.operations import Operations

HOUSEHOLDS, VISITS = (250_000, 100_000) if is_full() else (10_000, 20_000)
LAPTOPS, ROUNDS = 20, 3
_BEAT_MS = 5


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An office that read the files of its laptops and made a backup."""
    folder = tmp_path_factory.mktemp("office")
    app = copy_office(HOUSEHOLDS, folder / "office")
    files = list(_write_files(app, folder))
    assert {each.state for each in app.syncing.read(files).value.files} == {FileState.APPLIED}
    app.upkeep.make_backup()
    yield app
    app.close()


def _write_files(app: App, folder: Path) -> Iterator[Path]:
    homes, villages = read_homes(app)
    with app.desk.read() as session:
        pins, machine = Pins.read(session), settings.read_machine(session)
    for number in range(1, LAPTOPS + 1):
        laptop, own = Laptop.make(number), homes[number::LAPTOPS]
        operations = laptop.write_visits(list(islice(cycle(own), VISITS // LAPTOPS)))
        operations += laptop.write_edits(own[: VISITS // LAPTOPS // 10])
        path = folder / f"{number:02d}.gocua"
        path.write_bytes(
            seal_file(laptop, operations, office=pins, office_id=machine.office_id, villages=villages)
        )
        yield path


def read_homes(app: App) -> tuple[list[Home], list[bytes]]:
    """Every household with its members, and the villages."""
    members: dict[bytes, list[tuple[bytes, str | None]]] = {}
    with app.desk.read() as session:
        for household, person, phone in run(
            session, "SELECT household, id, phone FROM person ORDER BY number"
        ):
            members.setdefault(household, []).append((person, phone))
        villages = [row[0] for row in run(session, "SELECT id FROM village")]
    homes = [
        Home(home, tuple(p for p, _ in who), tuple(phone for _, phone in who))
        for home, who in members.items()
    ]
    return homes, villages


def list_known(app: App, count: int) -> list[bytes]:
    """People who were met on visits, far from each other in the register."""
    with app.desk.read() as session:
        rows = run(
            session,
            "SELECT DISTINCT o.person FROM visit_outcome o JOIN person p ON p.id = o.person ORDER BY p.number",
        )
    return [rows[len(rows) * (place + 1) // (count + 1)][0] for place in range(count)]


class Stopwatch:
    """Processor seconds of the parts of an erasure."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._part, self._since = "", 0.0

    def __call__(self, step: Step) -> None:
        self.end()
        self._part, self._since = step.name, time.process_time()

    def end(self) -> None:
        """The last part is over."""
        if self._part:
            self.spent[self._part] = self.spent.get(self._part, 0) + time.process_time() - self._since
        self._part = ""


def read_journal(app: App) -> None:
    """Read every operation once, which says what going through the whole journal costs at least."""
    with app.desk.read() as session:
        for _ in blocks.read_blocks(session):
            pass
        for _ in journal.read_tail(session):
            pass


def test_erasing_a_person(office: App) -> None:
    size = f"{HOUSEHOLDS:,} households, {4 * HOUSEHOLDS:,} people, {VISITS:,} visits"
    people = list_known(office, ROUNDS * 2)
    reading, telling, rows, whole = [], [], [], []
    for number in range(ROUNDS):
        watch, person = Stopwatch(), people[number]
        reading.append(processor_seconds(lambda: read_journal(office)))
        telling.append(processor_seconds(lambda who=person: office.erasing.preview(who)))
        whole.append(
            processor_seconds(
                lambda who=person, told=watch: office.erasing.erase(who, why="theo đơn", watch=told)
            )
        )
        watch.end()
        rows.append(watch.spent[Part.REGISTER])
    limit = f"{sum(reading) / ROUNDS:.2f} s"
    for what, spent in (
        ("say what would go", telling),
        ("rows, heads, journal, one transaction", rows),
        ("the whole, with search index, kept files and backup", whole),
    ):
        ours = f"{sum(spent) / ROUNDS:.2f} s"
        report("erasure", what, ours=ours, limit=limit, found=ratio_of(spent, reading), goal=None, size=size)
    longest = measure_stall(office, people[ROUNDS])
    report_promised(promised.STALL_ERASING, ours=f"{longest:.0f} ms", found=longest, size=size)


def measure_stall(app: App, person: bytes) -> float:
    """Erase in the background as the window does; milliseconds of the longest gap between two beats meanwhile."""
    application = QApplication.instance() or QApplication(
        []
    )  # the later ones of a whole run show windows in it
    assert application is not None
    operations, owner, loop, beat = Operations(), QObject(), QEventLoop(), QTimer()
    beats: list[float] = []
    beat.timeout.connect(lambda: beats.append(time.perf_counter()))
    beat.start(_BEAT_MS)
    failed: list[object] = []

    def give_up(error: object) -> None:
        failed.append(error)
        loop.quit()

    operations.command(
        owner,
        lambda: app.erasing.erase(person, why="theo đơn"),
        done=lambda _done: loop.quit(),
        failed=give_up,
    )
    loop.exec()
    beat.stop()
    operations.close()
    assert not failed
    return max(1_000 * (after - before) for before, after in pairwise(beats))
