"""Backups on a second medium: copied when it is there, missed when it is not, opened elsewhere with the passphrase."""

import shutil
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.errors import BadInput, NotAllowed, NotFound, StoreUnavailable
from outreach_app.services.second_copies import KEPT_SECOND, LATE_DAYS, SecondCopies, rehearse_restore
from outreach_app.services.workspace import change_passphrase
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.slots import open_with_passphrase
from tests.workspaces import PASSPHRASE, Machine, cards, door

FRESH = "sương nương ngõ tre đòi"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "USB của Inh").mkdir()
    return tmp_path / "USB của Inh"


def test_the_newest_backup_goes_to_the_stick_once_and_old_ones_there_are_thinned(
    one: App, machine: Machine, stick: Path
) -> None:
    copies = SecondCopies(one.desk)
    assert copies.read() is None
    assert copies.copy_newest() is None
    copies.choose(stick)
    for _ in range(KEPT_SECOND + 2):
        machine.clock.pass_by(hours=1)
        backup = one.upkeep.make_backup()
        copy = copies.copy_newest()
        assert copy is not None
        assert copy.read_bytes() == backup.path.read_bytes()
        assert copies.copy_newest() is None
    assert len(list(copy.parent.glob("*.db"))) == KEPT_SECOND
    assert (copy.parent / paths.KEYS).read_bytes() == (machine.folder / paths.KEYS).read_bytes()
    assert not [path for path in copy.parent.iterdir() if path.name.startswith(".")]


def test_a_stick_that_is_away_is_missed_after_a_week_and_found_again(
    one: App, machine: Machine, stick: Path
) -> None:
    copies = SecondCopies(one.desk)
    copies.choose(stick)
    one.upkeep.make_backup()
    assert copies.copy_newest() is not None
    away = stick.rename(stick.with_name("cất"))
    machine.clock.pass_by(days=LATE_DAYS - 1)
    one.upkeep.make_backup()
    assert copies.copy_newest() is None
    assert copies.find_neglect() is None
    machine.clock.pass_by(days=1)
    told = copies.find_neglect()
    assert told is not None
    assert f"{LATE_DAYS} days" in str(told.message)
    away.rename(stick)
    assert copies.copy_newest() is not None
    assert copies.find_neglect() is None
    copies.choose(None)
    machine.clock.pass_by(days=90)
    assert copies.find_neglect() is None


def test_a_new_passphrase_reaches_the_stick_without_a_new_backup(
    one: App, machine: Machine, stick: Path
) -> None:
    copies = SecondCopies(one.desk)
    copies.choose(stick)
    one.upkeep.make_backup()
    copy = copies.copy_newest()
    assert copy is not None
    change_passphrase(machine.folder, PASSPHRASE, FRESH, clock=machine.clock, cost=FLOOR)
    assert copies.copy_newest() is None
    kept = (copy.parent / paths.KEYS).read_bytes()
    assert open_with_passphrase(kept, FRESH) == machine.data_key
    with pytest.raises(NotAllowed):
        open_with_passphrase(kept, PASSPHRASE)


def test_places_that_cannot_be_are_refused(one: App, machine: Machine, tmp_path: Path) -> None:
    copies = SecondCopies(one.desk)
    with pytest.raises(BadInput):
        copies.choose(machine.folder / paths.BACKUPS / "..")
    with pytest.raises(NotFound):
        copies.choose(tmp_path / "none")
    assert copies.read() is None


def test_a_rehearsal_restores_elsewhere_and_leaves_everything_alone(
    one: App, machine: Machine, stick: Path
) -> None:
    one.visits.log(door(cards(one)[0]))
    copies = SecondCopies(one.desk)
    copies.choose(stick)
    one.upkeep.make_backup()
    copy = copies.copy_newest()
    assert copy is not None
    before = {path.name: path.read_bytes() for path in copy.parent.iterdir()}
    rehearsal = rehearse_restore(copy, PASSPHRASE, keys=copy.parent)
    assert rehearsal.report.ok
    assert rehearsal.waiting == one.standing().to_send > 0
    assert {path.name: path.read_bytes() for path in copy.parent.iterdir()} == before
    with pytest.raises(NotAllowed):
        rehearse_restore(copy, "không phải câu này", keys=copy.parent)
    raw = bytearray(copy.read_bytes())
    raw[9_000] ^= 1
    copy.write_bytes(raw)
    with pytest.raises(StoreUnavailable):
        rehearse_restore(copy, PASSPHRASE, keys=copy.parent)


def test_a_lost_laptop_comes_back_on_another_one_from_the_stick(
    one: App, machine: Machine, stick: Path, tmp_path: Path
) -> None:
    one.visits.log(door(cards(one)[0]))
    waiting = one.standing().to_send
    copies = SecondCopies(one.desk)
    copies.choose(stick)
    one.upkeep.make_backup()
    copy = copies.copy_newest()
    assert copy is not None
    fresh = tmp_path / "máy mới" / "kho"
    with pytest.raises(NotAllowed):
        program.restore_workspace(fresh, copy, "không phải câu này")
    assert not fresh.exists()
    program.restore_workspace(fresh, copy, PASSPHRASE)
    again = program.open_workspace(fresh, PASSPHRASE, clock=machine.clock)
    assert again.upkeep.check().ok
    assert again.standing().to_send == waiting
    assert any(card.visits for card in cards(again))
    again.close()
    shutil.rmtree(fresh)
