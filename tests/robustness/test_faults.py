"""A disk that is full, read-only or failing gives a sentence, changes nothing, and everything works afterwards."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.errors import EnvironmentTrouble, OutreachError
from outreach_app.services import upkeep
from outreach_app.sync.locks import FLOOR
from tests.robustness.faults import (
    DISK_CALLS,
    READ_CALLS,
    Call,
    choose,
    fail_at,
    fail_from,
    fill_up,
    list_calls,
    read_only,
    small_disk,
)
from tests.robustness.rows import PROMISED, Tally, sizes
from tests.robustness.scenes import GONE, Scene, judge_erasure, long_list, make_scene
from tests.workspaces import (
    PASSPHRASE,
    Clock,
    Machine,
    card_of,
    cards,
    copy_field,
    copy_kits,
    copy_machine,
    door,
    recovery_code,
)


def state(app: App) -> tuple[object, ...]:
    """Everything that a command that failed may not have changed."""
    drafts, standing = app.visits.list_drafts(), app.standing()
    return app.upkeep.check(), cards(app), drafts, standing.to_send, app.syncing.read_ledger()


# --------------------------------------------------------------------------------------------- a disk that fails
Fail = Callable[[Scene, Path, list[Call], int], list[str]]


def fail_once(scene: Scene, folder: Path, calls: list[Call], place: int) -> list[str]:
    """One call fails as on a bad sector, and never again."""
    copy = scene.set_up(folder)
    return fail_at(copy, scene.action, *scene.arguments, call=calls[place], error="EIO")


def fail_for_ever(scene: Scene, folder: Path, calls: list[Call], place: int) -> list[str]:
    """The disk is full from one call on."""
    copy = scene.set_up(folder)
    return fail_from(copy, scene.action, *scene.arguments, calls=calls, first=place, error="ENOSPC")


def fail_everywhere(scene: Scene, folder: Path, *, most: int, fail: Fail) -> int:
    """Let so many of an action's calls fail, reading ones too where it is for once; returns how many did."""
    reading = f",{READ_CALLS}" if fail is fail_once else ""
    calls = list_calls(scene.set_up(folder), scene.action, *scene.arguments, calls=DISK_CALLS + reading)
    ours = [place for place, call in enumerate(calls) if call.touches(folder, *scene.places)]
    if fail is fail_for_ever:
        ours = [place for place in ours if calls[place].name != "write"]
    points = choose(ours, most=most)
    for place in points:
        said = fail(scene, folder, calls, place)
        try:
            judge_failure(scene, Machine(folder, scene.machine.data_key, Clock()), said)
        except Exception as error:
            raise AssertionError(f"{fail.__name__} at {calls[place]}: said {said}, {error!r}") from error
    return len(points)


def judge_failure(scene: Scene, copy: Machine, said: list[str]) -> None:
    """What failed is told in a sentence of the program; the rest is as after any other mishap."""
    errors = [words for words in said if words.startswith("error:")]
    assert all(words.split(":")[2] for words in errors), "not a sentence of the program"
    assert errors or said, "neither done nor told"
    scene.judge(copy, [words for words in said if words not in errors])


@pytest.mark.parametrize(("action", "whole"), sizes("disk error"))
def test_an_error_at_any_call_is_told_and_nothing_is_half_done(
    action: str, whole: bool, tmp_path: Path, tally: Tally
) -> None:
    scene = make_scene(action, tmp_path / "scene")
    most = PROMISED["disk error"][action][whole]
    tally("disk error", action, fail_everywhere(scene, tmp_path / "copy", most=most, fail=fail_once))


@pytest.mark.parametrize(("action", "whole"), sizes("disk full for ever"))
def test_a_disk_that_is_full_from_any_call_on_is_told_and_nothing_is_half_done(
    action: str, whole: bool, tmp_path: Path, tally: Tally
) -> None:
    scene = make_scene(action, tmp_path / "scene")
    most = PROMISED["disk full for ever"][action][whole]
    tally(
        "disk full for ever", action, fail_everywhere(scene, tmp_path / "copy", most=most, fail=fail_for_ever)
    )


def test_a_program_that_swallows_the_error_is_caught(tmp_path: Path) -> None:
    """The seeded defect: it says that a visit is stored, whatever the disk said."""
    scene = replace(make_scene("visits", tmp_path / "scene"), action="careless_visits", arguments=())
    with pytest.raises(AssertionError, match="an announced visit is gone"):
        fail_everywhere(scene, tmp_path / "copy", most=3, fail=fail_for_ever)


# ------------------------------------------------------------------------------------------------ a disk that is full
def test_a_full_disk_under_the_workspace_gives_a_sentence_and_no_trace(tmp_path: Path, tally: Tally) -> None:
    field = copy_field(tmp_path / "field")
    one = field.one.open()
    one.visits.log(door(cards(one)[0]))
    one.syncing.write(field.stick)
    one.close()
    path = long_list(tmp_path / "long.csv", households=600)
    points = 0
    with small_disk(tmp_path / "small", kib=6_000) as disk:
        office = Machine(disk / "office", field.office.data_key, Clock())
        shutil.copytree(field.office.folder, office.folder)
        app = office.open()
        before = state(app)
        attempts: list[Callable[[], object]] = [
            lambda: app.lists.import_register(path),
            lambda: app.syncing.read([field.stick]),
            lambda: app.visits.log(door(card_of(app, "Lò Văn Páo"))),
            lambda: app.visits.save_draft("x", {"note": "m" * 200_000}, household=None),
            app.upkeep.make_backup,
            lambda: app.make_kit(
                disk / "k.gocuakit", device="Máy 9", role="canvasser", villages=[cards(app)[0].village.id],
                until=Clock()().date(), cost=FLOOR,
            ),
        ]  # fmt: skip
        for leave in (0, 40_000):
            filler = fill_up(disk, leave=leave)
            for attempt in attempts:
                points += fails_or_works(app, attempt, before, full=leave == 0)
                before = state(app)
            filler.unlink()
        app.visits.log(door(card_of(app, "Lò Văn Páo")))
        assert app.upkeep.check().ok
        app.close()
        fill_up(disk)
        with pytest.raises(OutreachError):
            program.create_office(
                disk / "new", passphrase=PASSPHRASE, name="BHXH", unit_code="03424", cost=FLOOR
            )
        assert not [p.name for p in disk.iterdir() if "new" in p.name]
    tally("full or closed disk", "a full disk", points + 1)


def fails_or_works(app: App, attempt: Callable[[], object], before: tuple[object, ...], *, full: bool) -> int:
    if not full:
        with suppress(EnvironmentTrouble):
            attempt()
        return 1
    with pytest.raises(EnvironmentTrouble) as told:
        attempt()
    assert told.value.key in ("disk_full", "backup_failed"), told.value.key
    assert str(told.value.message)
    assert str(told.value.advice)
    assert state(app) == before
    return 1


def test_a_full_disk_keeps_an_erasure_and_a_restore_from_beginning(tmp_path: Path, tally: Tally) -> None:
    with small_disk(tmp_path / "small", kib=12_000) as disk:
        office = copy_machine(disk, "office")
        app = office.open()
        backup = app.upkeep.make_backup().path
        person = next(each.id for card in cards(app) for each in card.members if each.name == GONE)
        before = state(app)
        filler = fill_up(disk)
        with pytest.raises(EnvironmentTrouble) as told:
            app.erasing.erase(person, why="theo đơn")
        assert told.value.key == "disk_full"
        assert state(app) == before
        app.desk.database.close()  # the mark of how far it was written has no room either
        with pytest.raises(EnvironmentTrouble) as told:
            upkeep.restore_backup(office.folder, backup, office.data_key)
        assert told.value.key == "restore_failed"
        assert not [*office.folder.glob("before-*"), *office.folder.glob("*.restored*")]
        filler.unlink()
        upkeep.restore_backup(office.folder, backup, office.data_key)
        app = office.open()
        app.erasing.erase(person, why="theo đơn")
        app.close()
        judge_erasure(office, ["erased"])
    tally("full or closed disk", "erasing and restoring", 2)


def test_a_full_stick_is_told_and_the_file_comes_whole_when_there_is_room(
    tmp_path: Path, tally: Tally
) -> None:
    field = copy_field(tmp_path / "field")
    one = field.one.open()
    for card in cards(one):
        one.visits.log(door(card))
    with small_disk(tmp_path / "stick", kib=64) as stick:
        filler = fill_up(stick)
        with pytest.raises(EnvironmentTrouble) as told:
            one.syncing.write(stick)
        assert told.value.key == "disk_full"
        assert [path.name for path in stick.iterdir()] == ["filler"]
        filler.unlink()
        (written,) = one.syncing.write(stick).value
        assert (written.number, Path(written.path).stat().st_size) == (1, written.bytes)
        office = field.office.open()
        (report,) = office.syncing.read([stick]).value.files
        assert (report.state.value, report.visits) == ("applied", 3)
        office.close()
    one.close()
    tally("full or closed disk", "a full stick", 1)


# --------------------------------------------------------------------------------------------- a disk that is closed
def test_a_read_only_disk_gives_a_sentence_for_everything_that_writes(tmp_path: Path, tally: Tally) -> None:
    field = copy_field(tmp_path / "field")
    one = field.one.open()
    one.visits.log(door(cards(one)[0]))
    kit, code = copy_kits(tmp_path)["two"]
    points = 0
    with small_disk(tmp_path / "closed", kib=12_000) as disk:
        office = Machine(disk / "office", field.office.data_key, Clock())
        shutil.copytree(field.office.folder, office.folder)
        app = office.open()
        backup = app.upkeep.make_backup()
        before = state(app)
        app.close()
        with read_only(disk):
            attempts: list[Callable[[], object]] = [
                lambda: office.open().visits.log(door(cards(one)[0])),
                lambda: one.syncing.write(disk),
                lambda: program.create_office(
                    disk / "new", passphrase=PASSPHRASE, name="BHXH", unit_code="03424", cost=FLOOR
                ),
                lambda: program.open_kit_file(disk / "laptop", kit, code, PASSPHRASE, cost=FLOOR),
                lambda: program.recover_workspace(
                    office.folder, recovery_code(), "nồi xôi tím sương chiều 88 cầu"
                ),
                lambda: upkeep.restore_backup(office.folder, backup.path, office.data_key),
            ]
            for attempt in attempts:
                with pytest.raises(OutreachError) as told:
                    attempt()
                assert str(told.value)
                points += 1
        app = office.open()
        assert state(app) == before
        app.visits.log(door(cards(app)[0]))
        assert app.upkeep.check().ok
        app.close()
    assert one.syncing.write(tmp_path).value
    one.close()
    tally("full or closed disk", "a read-only disk", points)
