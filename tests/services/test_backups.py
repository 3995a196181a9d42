"""Backups nobody asked for: once a day, before files come in, before an upgrade; and old ones that make room."""

import shutil
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.errors import OutreachError, StoreUnavailable
from outreach_app.services import backups, upkeep
from outreach_app.services.occupancy import hold_window
from outreach_app.store import migrate
from outreach_app.store.database import Database, run
from tests.workspaces import (
    PASSPHRASE,
    Field,
    Machine,
    cards,
    copy_field,
    copy_machine,
    door,
    read,
    write,
    write_list,
)

_SECOND = '''"""One table more."""
from alembic import op

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    op.execute("CREATE TABLE weather (id INTEGER PRIMARY KEY)")
'''


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


def test_a_backup_is_due_once_a_day_and_only_when_something_is_new(one: App, machine: Machine) -> None:
    one.visits.log(door(cards(one)[0]))
    first = one.upkeep.make_due_backup()
    assert first is not None
    assert first.made_at == one.desk.now
    assert one.standing().last_backup == one.desk.now
    one.visits.log(door(cards(one)[1]))
    machine.clock.pass_by(hours=23)
    assert one.upkeep.make_due_backup() is None
    machine.clock.pass_by(hours=1)
    second = one.upkeep.make_due_backup()
    assert second is not None
    machine.clock.pass_by(days=3)
    assert one.upkeep.make_due_backup() is None
    assert [each.path for each in one.upkeep.list_backups()] == [second.path, first.path]
    assert one.upkeep.verify_backup(second.path).ok


def test_a_laptop_as_its_set_up_file_made_it_needs_none(tmp_path: Path) -> None:
    two = copy_machine(tmp_path, "two").open()
    assert two.upkeep.make_due_backup() is None
    two.close()


def test_a_clock_that_was_ahead_keeps_no_backup_from_being_made(one: App, machine: Machine) -> None:
    machine.clock.pass_by(days=3650)
    one.visits.log(door(cards(one)[0]))
    assert one.upkeep.make_due_backup() is not None
    machine.clock.pass_by(days=-3650)
    one.visits.log(door(cards(one)[1]))
    assert one.upkeep.make_due_backup() is not None
    assert one.upkeep.make_due_backup() is None


def test_a_folder_that_was_copied_still_tells_when_its_backups_were_made(
    one: App, machine: Machine, tmp_path: Path
) -> None:
    made = one.upkeep.make_backup()
    copy = Path(shutil.copytree(machine.folder, tmp_path / "copied", copy_function=shutil.copyfile))
    assert [each.made_at for each in backups.list_backups(copy)] == [made.made_at] == [one.desk.now]


def test_files_come_in_behind_a_backup_and_sticks_of_an_hour_share_it(field: Field) -> None:
    one, office = field.one.open(), field.office.open()
    before = office.upkeep.list_backups()
    for card in cards(one)[:2]:
        one.visits.log(door(card))
        for file in write(one, field.stick):
            read(office, file)
            file.unlink()
    (fresh,) = [each for each in office.upkeep.list_backups() if each not in before]
    copy = Database(fresh.path, field.office.data_key)
    with copy.read() as session:
        assert run(session, "SELECT count(*) FROM visit")[0][0] == 0
    copy.close()
    # Nothing was written here since, and yet the office has more than its last backup.
    field.office.clock.pass_by(days=1)
    assert office.upkeep.make_due_backup() is not None
    for app in (one, office):
        app.close()


def test_a_list_comes_in_behind_a_backup(field: Field, tmp_path: Path) -> None:
    office = field.office.open()
    before = len(office.upkeep.list_backups())
    field.office.clock.pass_by(days=1)
    office.office.say_who_works("Hoàng Thị Thơm")
    office.lists.import_register(write_list(tmp_path / "again.csv"))
    assert len(office.upkeep.list_backups()) == before + 1
    office.close()


def test_a_backup_that_cannot_be_written_is_told_and_holds_up_no_file(field: Field) -> None:
    one, office = field.one.open(), field.office.open()
    shutil.rmtree(field.office.folder / paths.BACKUPS, ignore_errors=True)
    (field.office.folder / paths.BACKUPS).write_bytes(b"in the way")
    with pytest.raises(OutreachError) as told:
        office.upkeep.make_backup()
    assert told.value.key == "backup_failed"
    one.visits.log(door(cards(one)[0]))
    (report,) = read(office, *write(one, field.stick))
    assert report.new == 1
    for app in (one, office):
        app.close()


def test_a_full_disk_keeps_the_newest_three(one: App, machine: Machine) -> None:
    for _ in range(6):
        one.upkeep.make_backup()
        machine.clock.pass_by(days=1)
    newest = one.upkeep.list_backups()[:3]
    size = newest[0].bytes
    backups.thin_backups(machine.folder, one.desk.now, free=lambda _folder: 2 * size)
    assert len(one.upkeep.list_backups()) == 6
    backups.thin_backups(machine.folder, one.desk.now, free=lambda _folder: 2 * size - 1)
    assert one.upkeep.list_backups() == newest


def test_an_upgrade_waits_for_a_proved_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = copy_machine(tmp_path, "one")
    machine.open().close()
    assert not (machine.folder / paths.BACKUPS).exists()  # nothing to upgrade, nothing to copy
    scripts = Path(shutil.copytree(migrate.SCRIPTS, tmp_path / "scripts"))
    (scripts / "versions" / "v0002_weather.py").write_text(_SECOND, encoding="utf-8")
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "HEAD", "v0002")
    (machine.folder / paths.BACKUPS).write_bytes(b"in the way")
    with pytest.raises(OutreachError):
        machine.open()
    (machine.folder / paths.BACKUPS).unlink()
    again = machine.open()
    (kept,) = again.upkeep.list_backups()
    assert migrate.read_version(again.desk.database) == "v0002"
    again.close()
    former = Database(kept.path, machine.data_key)
    assert migrate.read_version(former) == "v0001"
    former.close()
    assert timedelta(0) <= again.desk.now - kept.made_at < timedelta(seconds=1)


def test_on_a_full_disk_backups_of_a_clock_that_was_ahead_go_first(one: App, machine: Machine) -> None:
    first = one.upkeep.make_backup()
    for second in range(backups.KEPT_IN_NEED):
        shutil.copyfile(first.path, first.path.with_name(f"gocua-20361121-08000{second}.db"))
    backups.thin_backups(one.desk.folder, one.desk.now, free=lambda folder: 0)
    assert len(one.upkeep.list_backups()) == backups.KEPT_IN_NEED
    assert first.path.exists()


def test_a_backup_that_was_under_way_while_somebody_was_erased_goes_too(tmp_path: Path) -> None:
    machine = copy_machine(tmp_path, "office")
    office = machine.open()
    before = office.upkeep.make_backup()
    machine.clock.pass_by(minutes=1)
    with backups._ONE_AT_A_TIME:  # the daily one is being made by another thread
        eraser = threading.Thread(target=office.erasing.erase, args=(cards(office)[0].members[0].id,),
                                  kwargs={"why": "theo đơn"})  # fmt: skip
        eraser.start()
        while office.erasing.count() == 0 or _is_working(eraser):
            time.sleep(0.01)
        late = before.path.with_name(f"gocua-{office.desk.now:%Y%m%d-%H%M%S}.db")
        machine.clock.pass_by(seconds=1)
        shutil.copyfile(before.path, late)
    eraser.join()
    (left,) = office.upkeep.list_backups()
    assert left.path not in (before.path, late)
    office.close()


def _is_working(thread: threading.Thread) -> bool:
    """Whether it does not wait for the backup that is being made."""
    assert thread.ident is not None
    frame = sys._current_frames().get(thread.ident)
    return frame is None or frame.f_code.co_name != "renew_backups"


def test_a_backup_that_another_program_makes_during_a_restore_leaves_everything_whole(
    one: App, machine: Machine
) -> None:
    early = one.upkeep.make_backup()
    logged = one.visits.log(door(cards(one)[0])).value
    machine.clock.pass_by(minutes=1)
    with ThreadPoolExecutor(1) as beside:
        made = beside.submit(one.upkeep.make_backup)
        aside = upkeep.restore_backup(machine.folder, early.path, machine.data_key)
        # It is whole all the same: what could not be noted is that it was made.
        with suppress(StoreUnavailable):
            made.result()
    one.close()
    again = machine.open()
    assert again.upkeep.check().ok
    late, first = again.upkeep.list_backups()
    assert first.path == early.path
    assert all(again.upkeep.verify_backup(backup.path).ok for backup in (early, late))
    again.visits.log(door(cards(again)[1]))
    again.close()
    # Nothing that was written before is gone: it stands in the database that was put aside.
    former = Database(aside / paths.DATABASE, machine.data_key)
    with former.read() as session:
        assert [row[0] for row in run(session, "SELECT id FROM visit")] == [logged]
    former.close()


def test_a_window_keeps_a_restore_away_and_goes_on_backing_up(one: App, machine: Machine) -> None:
    early = one.upkeep.make_backup()
    hold = hold_window(machine.folder)
    with pytest.raises(StoreUnavailable) as told:
        program.restore_workspace(machine.folder, early.path, PASSPHRASE)
    assert told.value.key == "already_open"
    one.visits.log(door(cards(one)[0]))
    machine.clock.pass_by(days=1)
    assert one.upkeep.make_due_backup() is not None
    hold.release()
