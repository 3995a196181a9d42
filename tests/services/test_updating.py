"""A new version by stick: signed by the office, tried on a copy, put in use, left again; visits stay throughout."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.errors import OutreachError
from outreach_app.services import updating
from outreach_app.services.going_back import go_back
from outreach_app.services.releases import Offer, look_at_release, look_for_releases, make_release
from outreach_app.services.trial import Expected, holds_all
from outreach_app.services.updating import take_release
from outreach_app.store import migrate
from outreach_app.store.database import Database
from outreach_app.versions import (
    RELEASE,
    WINDOW,
    InUse,
    confirm_start,
    read_in_use,
    start_newest,
    write_in_use,
)
from tests.packaging.tiny_bundle import be_elsewhere, make_bundle, run_from
from tests.robustness.upgrades import know_next_version, write_scripts
from tests.workspaces import Field, Machine, cards, copy_field, door, read

NEXT = "0.9.0"


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Field:
    """An office and a laptop that was installed as a folder of version 0.1.0, with data folders of their own."""
    be_elsewhere(monkeypatch, tmp_path / "account")
    run_from(monkeypatch, make_bundle(tmp_path / "installed", "0.1.0"))
    return copy_field(tmp_path)


def hand_out(
    field: Field,
    folder: Path,
    *,
    version: str = NEXT,
    more: str = "",
    described: dict[str, object] | None = None,
) -> Path:
    """Have the office sign a folder of a version and put the file on the stick."""
    bundle = make_bundle(folder / f"bundle-{version}", version, more=more, **(described or {}))
    office = field.office.open()
    made = make_release(office.desk, bundle, field.stick)
    office.close()
    return made.path


def judge(machine: Machine, path: Path) -> Offer:
    app = machine.open()
    try:
        return look_at_release(app.desk, path)
    finally:
        app.close()


def refusal(machine: Machine, path: Path) -> str:
    refused = judge(machine, path).refusal
    return refused.key if refused else ""


def test_a_version_is_taken_after_a_backup_and_a_trial_and_the_present_one_stays(
    field: Field, tmp_path: Path
) -> None:
    hand_out(field, tmp_path)
    app = field.one.open()
    app.visits.log(door(cards(app)[0]))
    installed = sorted(path.name for path in (tmp_path / "installed").rglob("*"))
    (offer,) = look_for_releases(app.desk, field.stick)
    assert offer.refusal is None
    taken = take_release(app.desk, offer.path)
    assert (taken.version, taken.before, taken.waiting) == (NEXT, "0.1.0", 1)
    assert app.upkeep.verify_backup(taken.backup).ok
    assert read_in_use() == InUse(NEXT, "", str((tmp_path / "installed").resolve()), 0)
    assert sorted(path.name for path in (tmp_path / "installed").rglob("*")) == installed
    (folder,) = (each for each in paths.versions_folder().iterdir() if each.is_dir())
    assert folder.name == NEXT
    assert (folder / "_internal" / "libone.so").read_bytes() == (
        folder / "_internal/libone.so.1"
    ).read_bytes()
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert not list(field.one.folder.glob(".trial-*"))
    app.close()
    assert refusal(field.one, offer.path) == "release_older"


def test_damage_among_the_contents_is_found_when_they_are_unpacked(field: Field, tmp_path: Path) -> None:
    path = hand_out(field, tmp_path)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert refusal(field.one, path) == ""
    app = field.one.open()
    with pytest.raises(OutreachError) as caught:
        take_release(app.desk, path)
    assert caught.value.key == "damaged"
    assert read_in_use() is None
    assert [each.name for each in paths.versions_folder().iterdir()] == []
    app.close()


@pytest.mark.parametrize(
    ("described", "key"),
    [
        ({"platform": "plan9-mips"}, "release_platform"),
        ({"oldest_schema": "v0002", "schema": "v0003"}, "release_unfit"),
        ({"schema": "v0000"}, "release_unfit"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    described: dict[str, object], key: str, field: Field, tmp_path: Path
) -> None:
    assert refusal(field.one, hand_out(field, tmp_path, described=described)) == key


def test_an_older_version_and_a_program_out_of_a_checkout_are_told_so(
    field: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = hand_out(field, tmp_path, version="0.0.9"), hand_out(field, tmp_path)
    assert refusal(field.one, older) == "release_older"
    monkeypatch.delattr("sys.frozen")
    assert refusal(field.one, newer) == "not_a_bundle"


def test_a_version_that_does_not_start_is_not_taken(field: Field, tmp_path: Path) -> None:
    path = hand_out(field, tmp_path, more="sys.exit(70)")
    app = field.one.open()
    with pytest.raises(OutreachError) as caught:
        take_release(app.desk, path)
    assert caught.value.key == "release_trial"
    assert read_in_use() is None
    assert [each.name for each in paths.versions_folder().iterdir()] == []
    assert app.upkeep.check().ok
    app.close()


def test_a_version_that_finds_less_than_there_is_does_not_pass() -> None:
    expected = Expected(12, {"visit": 2, "person": 9}, 3)
    sound = {
        "ok": True,
        "journal_entries": 12,
        "tables": {"visit": 2, "person": 9, "weather": 4},
        "to_send": 3,
    }
    assert holds_all(sound, expected)
    for spoilt in (
        {"ok": False}, {"journal_entries": 11}, {"tables": {"visit": 1, "person": 9}}, {"tables": {"visit": 2}},
        {"tables": {"visit": 3, "person": 9}}, {"tables": None}, {"journal_entries": "12"}, {"to_send": 2},
    ):  # fmt: skip
        assert not holds_all(sound | spoilt, expected), spoilt


def test_a_disk_without_room_is_told_before_anything_is_written(
    field: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hand_out(field, tmp_path)
    app = field.one.open()
    monkeypatch.setattr(updating, "_SPARE_BYTES", shutil.disk_usage(tmp_path).total)
    with pytest.raises(OutreachError) as caught:
        take_release(app.desk, path)
    assert caught.value.key == "disk_full"
    assert not app.upkeep.list_backups()
    app.close()


def test_a_damaged_workspace_takes_no_new_version(field: Field, tmp_path: Path) -> None:
    path = hand_out(field, tmp_path)
    database = Database(field.one.folder / paths.DATABASE, field.one.data_key)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET phone = '0900'")
    database.close()
    app = field.one.open()
    with pytest.raises(OutreachError) as caught:
        take_release(app.desk, path)
    assert caught.value.key == "backup_damaged"
    app.close()


def test_only_the_office_signs_and_only_a_frozen_program(field: Field, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "bundle", NEXT)
    laptop = field.one.open()
    with pytest.raises(OutreachError) as caught:
        make_release(laptop.desk, bundle, field.stick)
    assert caught.value.key == "office_only"
    laptop.close()
    office = field.office.open()
    outside = tmp_path / "secret.txt"
    outside.write_text("x")
    for spoil in (
        lambda: (bundle / "_internal" / "way out").symlink_to(outside),
        lambda: (bundle / "aux.txt").write_text("x"),
        lambda: (bundle / "OUTREACH").write_text("x"),
        lambda: (bundle / "gocua").unlink(),
        lambda: (bundle / "_internal" / RELEASE).write_text("[]"),
    ):
        shutil.rmtree(bundle)
        make_bundle(bundle, NEXT)
        spoil()
        with pytest.raises(OutreachError) as caught:
            make_release(office.desk, bundle, field.stick)
        assert caught.value.key == "no_program"
    assert list(field.stick.iterdir()) == []
    office.close()


def test_a_version_that_never_opens_a_workspace_is_left_after_three_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = make_bundle(be_elsewhere(monkeypatch, tmp_path / "account") / NEXT, NEXT)
    home = str(make_bundle(tmp_path / "installed", "0.1.0"))
    write_in_use(InUse(NEXT, "", home, 0))
    run_from(monkeypatch, newest)
    seen = []
    for _ in range(4):
        assert start_newest(WINDOW, []) is None
        seen.append(read_in_use())
    assert seen == [*(InUse(NEXT, "", home, count) for count in (1, 2, 3)), InUse("", "", home, None, NEXT)]
    write_in_use(InUse(NEXT, "", home, 3))
    confirm_start()
    start_newest(WINDOW, [])
    assert read_in_use() == InUse(NEXT, "", home, None)


@pytest.mark.torture
def test_whoever_starts_the_installed_folder_gets_the_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = make_bundle(be_elsewhere(monkeypatch, tmp_path / "account") / NEXT, NEXT)
    home = make_bundle(tmp_path / "installed", "0.1.0")
    write_in_use(InUse(NEXT, "", str(home)))

    def say_version(folder: Path) -> object:
        words = [str(folder / "outreach"), "update", "show", "--json"]
        return json.loads(subprocess.run(words, capture_output=True, check=True).stdout)["version"]

    assert say_version(home) == NEXT
    (newest / "outreach").write_text("no program at all")
    assert say_version(home) == "0.1.0", "one that cannot be started is left at once"
    assert read_in_use() == InUse("", "", str(home), None, NEXT)


@pytest.mark.torture
def test_starts_are_counted_by_the_folder_that_was_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_bundle(be_elsewhere(monkeypatch, tmp_path / "account") / NEXT, NEXT)
    home = make_bundle(tmp_path / "installed", "0.1.0")
    write_in_use(InUse(NEXT, "", str(home), 2))
    for _ in range(2):
        subprocess.run([home / "gocua", "--try"], capture_output=True, check=True)
    assert read_in_use() == InUse("", "", str(home), None, NEXT)


def test_going_back_keeps_every_visit_although_the_database_was_upgraded(
    field: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_bundle(paths.versions_folder() / NEXT, NEXT)
    write_in_use(InUse(NEXT, "", str((tmp_path / "installed").resolve())))
    machine, scripts = field.one, write_scripts(tmp_path)
    app = machine.open()
    logged = [app.visits.log(door(card)).value for card in cards(app)]
    app.syncing.write(field.stick)
    app.close()
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "HEAD", migrate.HEAD)
        patch.setattr(migrate, "SCRIPTS", migrate.SCRIPTS)
        know_next_version(scripts)
        machine.clock.pass_by(hours=1)
        app = machine.open()
        logged += [app.visits.log(door(card)).value for card in cards(app)]
        app.close()
    with pytest.raises(OutreachError) as caught:
        machine.open()
    assert caught.value.key == "newer_schema"
    back = go_back(machine.folder, machine.data_key, now=machine.clock())
    assert (back.version, back.left) == ("0.1.0", NEXT)
    assert back.entries == len(logged) // 2
    assert back.kept is not None
    app = machine.open()
    assert {visit.id for card in cards(app) for visit in card.visits} == set(logged)
    assert app.upkeep.check().ok
    assert app.standing().to_send == len(logged) // 2
    app.syncing.write(field.stick)
    app.close()
    office = field.office.open()
    assert {each.state.value for each in read(office, field.stick)} == {"applied"}
    assert {visit.id for card in cards(office) for visit in card.visits} == set(logged)
    office.close()


def test_going_back_changes_nothing_when_something_could_not_come_along(
    field: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = InUse(NEXT, "", str((tmp_path / "installed").resolve()))
    write_in_use(told)
    machine, scripts = field.one, write_scripts(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "HEAD", migrate.HEAD)
        patch.setattr(migrate, "SCRIPTS", migrate.SCRIPTS)
        know_next_version(scripts)
        app = machine.open()
        app.visits.log(door(cards(app)[0]))
        app.close()
    (backup,) = (machine.folder / paths.BACKUPS).glob("gocua-*.db")
    aside = backup.rename(tmp_path / backup.name)
    before = (machine.folder / paths.DATABASE).read_bytes()
    with pytest.raises(OutreachError) as caught:
        go_back(machine.folder, machine.data_key, now=machine.clock())
    assert caught.value.key == "no_good_backup"
    shutil.copyfile(aside, backup)
    database = Database(machine.folder / paths.DATABASE, machine.data_key)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE block SET payload = x'00' WHERE id = 1")
    database.close()
    with pytest.raises(OutreachError) as caught:
        go_back(machine.folder, machine.data_key, now=machine.clock())
    assert caught.value.key == "newer_entries"
    assert len(before) == (machine.folder / paths.DATABASE).stat().st_size
    assert read_in_use() == told
