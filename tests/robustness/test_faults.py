"""A disk that is full, read-only or failing gives a sentence, changes nothing, and everything works afterwards."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.errors import EnvironmentTrouble, OutreachError
from outreach_app.services import upkeep
from outreach_app.sync.locks import FLOOR
from tests.robustness.faults import (
    DISK_CALLS,
    choose_points,
    count_calls,
    fill_up,
    read_only,
    run_under,
    small_disk,
)
from tests.robustness.test_kills import again, long_list, look
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
@pytest.mark.parametrize(
    ("action", "most"),
    [("visits", 4), ("edit", 3), ("import", 3), ("sync_write", 4), ("sync_read", 3), ("backup", 3)],
)
@pytest.mark.parametrize("fault", ["error=EIO:when={}", "error=ENOSPC:when={}+"])
def test_an_error_at_any_disk_call_is_told_and_nothing_is_half_done(
    tmp_path: Path, action: str, most: int, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    machine, arguments, done = prepare(tmp_path, action)
    count = count_calls(again(machine, tmp_path / "copy"), action, *arguments, calls=DISK_CALLS)
    points = choose_points(count, most=most)
    for point in points:
        copy = again(machine, tmp_path / "copy")
        if action == "sync_write":
            again_empty(Path(arguments[0]))
        said = run_under(copy, action, *arguments, calls=DISK_CALLS, fault=fault.format(point))
        errors = [words for words in said if words.startswith("error:")]
        assert all(words.split(":")[1] in ("StoreUnavailable", "EnvironmentTrouble") for words in errors), (
            said
        )
        look(copy)
        app = copy.open()
        assert done(app) or errors, "neither done nor told"
        app.visits.log(door(cards(app)[0]))
        assert app.upkeep.check().ok
        app.close()
    assert points
    with capsys.disabled():
        print(
            f"\n{fault.split(':', maxsplit=1)[0]} at disk calls of {action}: {len(points)} points of {count}"
        )


def again_empty(stick: Path) -> None:
    shutil.rmtree(stick)
    stick.mkdir()


def prepare(folder: Path, action: str) -> tuple[Machine, tuple[str, ...], Callable[[App], bool]]:
    """A workspace, what the child is told, and how to see afterwards that it was done."""
    if action in ("visits", "edit", "backup"):
        seen: dict[str, Callable[[App], bool]] = {
            "visits": lambda app: any(card.visits for card in cards(app)),
            "edit": lambda app: cards(app)[0].members[0].away,
            "backup": lambda app: bool(app.upkeep.list_backups()),
        }
        return copy_machine(folder, "one"), ("1",) if action == "visits" else (), seen[action]
    if action == "import":
        path = long_list(folder / "long.csv", households=60)
        return copy_machine(folder, "office"), (str(path),), lambda app: len(cards(app)) > 60
    field = copy_field(folder / "field")
    one = field.one.open()
    one.visits.log(door(cards(one)[0]))
    if action == "sync_read":
        one.syncing.write(field.stick)
    one.close()
    if action == "sync_read":
        return field.office, (str(field.stick),), lambda app: any(card.visits for card in cards(app))
    return field.one, (str(field.stick),), lambda app: bool(app.syncing.read_ledger().files)


# ------------------------------------------------------------------------------------------------ a disk that is full
def test_a_full_disk_under_the_workspace_gives_a_sentence_and_no_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
    with capsys.disabled():
        print(f"\nfull disk under a workspace: {points + 1} points")


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


def test_a_full_stick_is_told_and_the_file_comes_whole_when_there_is_room(tmp_path: Path) -> None:
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


# --------------------------------------------------------------------------------------------- a disk that is closed
def test_a_read_only_disk_gives_a_sentence_for_everything_that_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
    with capsys.disabled():
        print(f"\nread-only disk: {points} points")


def test_a_program_that_swallows_the_error_is_caught(tmp_path: Path) -> None:
    """The seeded defect: a write that is neither done nor told, which the test above must refuse."""
    machine = copy_machine(tmp_path, "one")
    said = run_under(machine, "careless_visits", calls="pwrite64", fault="error=EIO:when=1+")
    app = machine.open()
    assert not [words for words in said if words.startswith("error:")]
    assert not any(card.visits for card in cards(app))
    app.close()
