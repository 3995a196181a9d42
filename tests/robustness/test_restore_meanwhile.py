"""A backup is put back while another process works in the workspace: whoever writes waits, is told, loses nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.errors import StoreUnavailable
from outreach_app.services import upkeep
from outreach_app.store import swapping
from outreach_app.store.database import Database, run
from tests.robustness.children import Child, start
from tests.robustness.defects import seeded
from tests.robustness.rows import PROMISED, Tally
from tests.robustness.scenes import look
from tests.robustness.test_kills import SIZES
from tests.workspaces import PASSPHRASE, Machine, cards, copy_field, copy_machine, door, write

MOST = 5
"""After so many visits that it stores past a restore a process counts as not held up."""


def list_visits(place: Path, data_key: bytes) -> set[bytes]:
    database = Database(place, data_key)
    try:
        with database.read() as session:
            return {row[0] for row in run(session, "SELECT id FROM visit")}
    finally:
        database.close()


def listen(child: Child, *, most: int) -> list[str]:
    """What a child had said by now, and at most so much more."""
    said: list[str] = []
    while child.line.poll() and (words := child.hear()) is not None:
        said.append(words)
    for _ in range(most):
        if (words := child.hear()) is None:
            break
        said.append(words)
    return said


def restore_beside(machine: Machine, *, times: int) -> int:
    """Put a backup back while a process stores visits; each that it announced is in the former database or the new."""
    for number in range(times):
        app = machine.open()
        known = {visit.id for card in cards(app) for visit in card.visits}
        backup = app.upkeep.make_backup().path
        app.close()
        with start(machine, "visits") as child:
            child.go()
            said = [child.hear() or "" for _ in range(number % 4)]
            aside = upkeep.restore_backup(machine.folder, backup, machine.data_key)
            said += listen(child, most=MOST)
            child.process.join(0.5)
        told = [words for words in said if words.startswith("error:")]
        assert [words.split(":")[2] for words in told] == ["restored_meanwhile"], (
            "it wrote on past the restore"
        )
        stored = {bytes.fromhex(words) for words in said if words not in told}
        assert list_visits(aside / paths.DATABASE, machine.data_key) == known | stored, "a visit is nowhere"
        assert set(look(machine)[1]) == known
        machine.clock.pass_by(minutes=1)
    return times


@pytest.mark.parametrize("whole", SIZES)
def test_a_process_that_writes_while_a_backup_is_put_back_is_told_and_loses_nothing(
    whole: bool, tmp_path: Path, tally: Tally
) -> None:
    times = PROMISED["restore meanwhile"]["visits"][whole]
    machine = copy_machine(tmp_path, "one")
    tally("restore meanwhile", "visits", restore_beside(machine, times=times))


@pytest.mark.torture
def test_a_program_that_writes_into_a_database_put_aside_is_caught(tmp_path: Path) -> None:
    with seeded("writes not held up"), pytest.raises(AssertionError, match="wrote on past"):
        restore_beside(copy_machine(tmp_path, "one"), times=1)


def test_whoever_writes_waits_for_a_restore_and_a_restore_for_whoever_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = copy_machine(tmp_path, "one")
    app = machine.open()
    backup = app.upkeep.make_backup().path
    with start(machine, "visits", "1") as child:
        with swapping.while_replacing(machine.folder):
            child.go()
            assert child.hear(0.3) is None, "it did not wait"
        (stored,) = child.end()  # nothing was replaced after all
    monkeypatch.setattr(swapping, "WAIT_S", 0.05)
    with app.desk.write(), pytest.raises(StoreUnavailable) as told:
        program.restore_workspace(machine.folder, backup, PASSPHRASE)
    assert told.value.key == "store_busy"
    with swapping.while_replacing(machine.folder), pytest.raises(StoreUnavailable) as told:
        app.visits.log(door(cards(app)[0]))
    assert told.value.key == "restoring"
    app.close()
    assert look(machine)[1] == [bytes.fromhex(stored)]
    assert [path.name for path in machine.folder.glob("before-*")] == []


def test_a_program_that_was_open_during_a_restore_leaves_the_mark_alone(tmp_path: Path) -> None:
    """Else the mark would tell of the former database only, and an old copy put back later be taken for a new one."""
    machine = copy_machine(tmp_path, "one")
    stale = machine.open()
    backup = stale.upkeep.make_backup().path
    stale.visits.log(door(cards(stale)[0]))
    upkeep.restore_backup(machine.folder, backup, machine.data_key)
    fresh = machine.open()
    fresh.visits.log(door(cards(fresh)[0]))
    fresh.close()
    mark = (machine.folder / paths.MARK).read_bytes()
    with pytest.raises(StoreUnavailable) as told:
        stale.visits.log(door(cards(stale)[0]))
    assert told.value.key == "restored_meanwhile"
    stale.close()
    assert (machine.folder / paths.MARK).read_bytes() == mark


def wait_for(office: App, visits: int, watch: "subprocess.Popen[str]") -> None:
    """Wait until the watching process has read so many visits."""
    until = time.monotonic() + 60
    while sum(len(card.visits) for card in cards(office)) < visits:
        assert watch.poll() is None, watch.communicate()
        assert time.monotonic() < until, "the watched folder is not read"
        time.sleep(0.1)


@pytest.mark.torture
def test_a_watched_folder_lives_through_backups_and_ends_with_a_restore(tmp_path: Path) -> None:
    field = copy_field(tmp_path / "field")
    folder = tmp_path / "zalo"
    folder.mkdir()
    one, office = field.one.open(), field.office.open()
    line = [sys.executable, "-m", "outreach_app", "--workspace", str(field.office.folder)]
    told = os.environ | {"OUTREACH_PASSPHRASE": PASSPHRASE}
    with subprocess.Popen(
        [*line, "sync", "watch", str(folder), "--every", "1"],
        env=told, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as watch:  # fmt: skip
        try:
            homes = cards(one)
            for number in (1, 2):
                one.visits.log(door(homes[number]))
                write(one, folder)
                wait_for(office, number, watch)
                office.upkeep.make_backup()
                field.office.clock.pass_by(minutes=1)
                office.upkeep.write_mark()
            assert all(office.upkeep.verify_backup(each.path).ok for each in office.upkeep.list_backups())
            office.close()
            first = min(field.office.folder.glob("backups/gocua-*.db"))
            program.restore_workspace(field.office.folder, first, PASSPHRASE)
            one.visits.log(door(homes[0]))
            write(one, folder)
            said, wrong = watch.communicate(timeout=60)
        finally:
            if watch.poll() is None:
                watch.send_signal(signal.SIGKILL)
    assert watch.returncode not in (0, 1), (said, wrong)
    assert "Traceback" not in wrong
    again = subprocess.run(
        [*line, "sync", "watch", str(folder), "--once"], env=told, text=True, capture_output=True, check=False
    )
    assert again.returncode == 0, again.stderr
    office = field.office.open()
    assert {visit.id for card in cards(office) for visit in card.visits} == {
        visit.id for card in cards(one) for visit in card.visits
    }
    assert office.upkeep.check().ok
    one.close()
    office.close()
