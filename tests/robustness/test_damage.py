"""Bytes that were torn, flipped or lost: nothing is believed, nothing is overwritten, and what is left is told."""

import contextlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.domain.rows import FileState
from outreach_app.errors import OutreachError
from outreach_app.services import upkeep
from outreach_app.sync.locks import FLOOR
from tests.robustness.defects import DEFECTS
from tests.robustness.rows import PROMISED, Tally, sizes
from tests.robustness.scenes import again, look
from tests.workspaces import (
    PASSPHRASE,
    Clock,
    Field,
    Machine,
    cards,
    copy_field,
    copy_kits,
    door,
    write,
)

BATCH = 60
VERSION = range(8, 10)
"""Where a file says its format: another one is kept for a newer program, which tests/sync tries."""


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.choice([n for n in (chance.randrange(len(data)) for _ in range(8)) if n not in VERSION])
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def swap(data: bytes, chance: random.Random) -> bytes:
    """Two stretches of 16 bytes change places."""
    first, second = sorted(chance.sample(range(10, len(data) - 32), 2))
    changed = bytearray(data)
    changed[first : first + 16], changed[second : second + 16] = (
        data[second : second + 16],
        data[first : first + 16],
    )
    return bytes(changed)


Harm = Callable[[bytes, random.Random], bytes]
HARMS: dict[str, Harm] = {"cut": cut, "flipped": flip, "swapped": swap}


def feed_damaged(folder: Path, how: str, *, most: int) -> int:
    """Read so many damaged copies of a laptop's file at the office; returns how many."""
    field, chance = copy_field(folder / "field"), random.Random(how)
    one, office = field.one.open(), field.office.open()
    one.visits.log(door(cards(one)[0]))
    (sent,) = write(one, field.stick)
    good, stick = sent.read_bytes(), folder / "damaged"
    office.upkeep.make_backup()
    assert office.desk.database.settle()
    live = field.office.folder / paths.DATABASE
    before, points = live.read_bytes(), 0
    while points < most:
        shutil.rmtree(stick, ignore_errors=True)
        stick.mkdir()
        for number in range(min(BATCH, most - points)):
            if (bad := HARMS[how](good, chance)) != good:
                (stick / f"{number:04d}.gocua").write_bytes(bad)
        reports = office.syncing.read([stick]).value.files
        assert {report.state for report in reports} == {FileState.REFUSED}, "a damaged file was believed"
        assert all(report.reason for report in reports)
        points += len(reports)
        assert office.desk.database.settle()
        assert live.read_bytes() == before, "a damaged file changed the database"
    for app in (one, office):
        app.close()
    return points


@pytest.mark.parametrize(("how", "whole"), sizes("damaged sync file"))
def test_a_damaged_sync_file_changes_no_byte(how: str, whole: bool, tmp_path: Path, tally: Tally) -> None:
    most = PROMISED["damaged sync file"][how][whole]
    tally("damaged sync file", how, feed_damaged(tmp_path, how, most=most))


def test_a_reader_that_believes_any_signature_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_signature(data: bytes, chance: random.Random) -> bytes:
        return data[:-1] + bytes([data[-1] ^ 1])

    monkeypatch.setitem(HARMS, "flipped", break_signature)
    DEFECTS["any signature believed"](monkeypatch)
    with pytest.raises(AssertionError, match="believed"):
        feed_damaged(tmp_path, "flipped", most=1)


# ------------------------------------------------------------------------------------------ files of a workspace
def harm_database(field: Field, folder: Path, harm: Harm, chance: random.Random) -> None:
    """It is refused or found by the check, never overwritten, and the backup opens."""
    machine = again(field.one, folder / "copy")
    live = machine.folder / paths.DATABASE
    live.write_bytes(bad := harm(live.read_bytes(), chance))
    sound = False
    try:
        app = machine.open()
        try:
            sound = app.upkeep.check().ok
        finally:
            app.close()
    except OutreachError:
        assert live.read_bytes() == bad, "a damaged database was overwritten"
    assert not sound, "damage was not found"
    (backup,) = (machine.folder / paths.BACKUPS).glob("gocua-*.db")
    upkeep.restore_backup(machine.folder, backup, machine.data_key)
    assert len(look(machine)[1]) == 1


def harm_log(field: Field, folder: Path, harm: Harm, chance: random.Random) -> None:
    """What stands before the damage is there, in order; nothing after it is half there."""
    machine = again(field.one, folder / "copy")
    app = machine.open()
    logged = [*look_at(machine), *(app.visits.log(door(cards(app)[n % 2])).value for n in range(3))]
    torn = Machine(folder / "torn", machine.data_key, machine.clock)
    shutil.rmtree(torn.folder, ignore_errors=True)
    shutil.copytree(machine.folder, torn.folder)
    app.close()
    log = torn.folder / f"{paths.DATABASE}-wal"
    log.write_bytes(harm(log.read_bytes(), chance))
    (torn.folder / f"{paths.DATABASE}-shm").unlink(missing_ok=True)
    found = look(torn)[1]
    assert set(found) == set(logged[: len(found)])


def look_at(machine: Machine) -> list[bytes]:
    app = machine.open()
    found = [visit.id for card in cards(app) for visit in card.visits]
    app.close()
    return found


def harm_keys(field: Field, folder: Path, harm: Harm, chance: random.Random) -> None:
    """It opens nothing, or all; and it is left as it is, for whoever can mend it."""
    machine = again(field.one, folder / "copy")
    keys = machine.folder / paths.KEYS
    keys.write_bytes(bad := harm(keys.read_bytes(), chance))
    with contextlib.suppress(OutreachError):
        program.open_workspace(machine.folder, PASSPHRASE, clock=machine.clock).close()
    assert keys.read_bytes() == bad


def harm_mark(field: Field, folder: Path, harm: Harm, chance: random.Random) -> None:
    """It locks nobody out."""
    machine = again(field.one, folder / "copy")
    mark = machine.folder / paths.MARK
    mark.write_bytes(harm(mark.read_bytes(), chance))
    assert len(look(machine)[1]) == 2


def harm_backup(field: Field, folder: Path, harm: Harm, chance: random.Random) -> None:
    """It is not put in place of a database that is whole."""
    machine = again(field.one, folder / "copy")
    (backup,) = (machine.folder / paths.BACKUPS).glob("gocua-*.db")
    backup.write_bytes(harm(backup.read_bytes(), chance))
    with pytest.raises(OutreachError):
        upkeep.restore_backup(machine.folder, backup, machine.data_key)
    assert len(look(machine)[1]) == 2


def harm_kit(field: Field, folder: Path, harm: Harm, chance: random.Random) -> None:
    """No laptop comes of it, not even half of one."""
    kit, code = copy_kits(folder)["two"]
    kit.write_bytes(harm(kit.read_bytes(), chance))
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    with pytest.raises(OutreachError):
        program.open_kit_file(home / "laptop", kit, code, PASSPHRASE, clock=Clock(), cost=FLOOR)
    assert list(home.iterdir()) == []


def harm_kept_copy(field: Field, folder: Path, harm: Harm, chance: random.Random) -> None:
    """A file that was sent is not sent again damaged."""
    machine, stick = again(field.two, folder / "copy"), folder / "again"
    (kept,) = (machine.folder / paths.OUTBOX).glob("*.gocua")
    kept.write_bytes(harm(kept.read_bytes(), chance))
    shutil.rmtree(stick, ignore_errors=True)
    stick.mkdir()
    app = machine.open()
    with pytest.raises(OutreachError):
        app.syncing.write_again(1, stick)
    app.close()
    assert list(stick.iterdir()) == []


KINDS: dict[str, Callable[[Field, Path, Harm, random.Random], None]] = {
    "database": harm_database, "log": harm_log, "keys": harm_keys, "mark": harm_mark, "backup": harm_backup,
    "kit": harm_kit, "kept copy": harm_kept_copy,
}  # fmt: skip


def prepare(folder: Path) -> Field:
    """A laptop with a visit before its only backup and one after it, another with a file sent."""
    field = copy_field(folder)
    one, two = field.one.open(), field.two.open()
    one.visits.log(door(cards(one)[0]))
    one.upkeep.make_backup()
    field.one.clock.pass_by(minutes=1)
    one.visits.log(door(cards(one)[1]))
    assert one.desk.database.settle()
    two.visits.log(door(cards(two)[0]))
    two.syncing.write(field.stick)
    for app in (one, two):
        app.close()
    return field


def harm_often(kind: str, folder: Path, *, most: int) -> int:
    field, chance = prepare(folder / "field"), random.Random(kind)
    for point in range(most):
        KINDS[kind](field, folder, flip if point % 2 else cut, chance)
    return most


@pytest.mark.parametrize(("kind", "whole"), sizes("damaged workspace file"))
def test_damage_in_a_file_of_the_workspace_is_told_and_costs_nothing_else(
    kind: str, whole: bool, tmp_path: Path, tally: Tally
) -> None:
    most = PROMISED["damaged workspace file"][kind][whole]
    tally("damaged workspace file", kind, harm_often(kind, tmp_path, most=most))


def test_a_restore_that_proves_nothing_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    DEFECTS["backups unproved"](monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        harm_often("backup", tmp_path, most=6)
