"""SIGKILL at calls that touch the disk, and at any moment: nothing acknowledged is lost, nothing is half done."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.sync.locks import FLOOR
from tests.robustness.children import start
from tests.robustness.faults import KILL_CALLS, choose_points, count_calls, run_under
from tests.workspaces import (
    PASSPHRASE,
    Clock,
    Machine,
    cards,
    copy_field,
    copy_kits,
    copy_machine,
    door,
    write_list,
)

KILL = "signal=KILL:when={}"


def look(machine: Machine) -> tuple[dict[str, int], list[bytes]]:
    """Open the workspace as the next start does, check it, and say what is in it."""
    app = machine.open()
    report = app.upkeep.check()
    assert report.problems == (), report.problems
    found = [visit.id for card in cards(app) for visit in card.visits]
    app.close()
    return report.tables, found


def again(machine: Machine, folder: Path) -> Machine:
    """A fresh copy of a workspace for the next point."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(machine.folder, folder)
    return Machine(folder, machine.data_key, machine.clock)


def long_list(path: Path, *, households: int = 150) -> Path:
    rows = [
        (
            str(900 + n),
            f"Lý A {chr(65 + n % 26)}{chr(97 + n // 26)}",
            "1990",
            "Nam",
            "",
            "Chủ hộ",
            "",
            "Bản Nà Ly",
        )
        for n in range(households)
    ]
    return write_list(path, rows)


# -------------------------------------------------------------------------------------------------- at any moment
def find_lost(machine: Machine, action: str, *, kills: int, chance: random.Random) -> tuple[int, set[bytes]]:
    """Kill a child that logs visits, again and again; returns how many were announced and which of them are gone."""
    announced: set[bytes] = set()
    for _ in range(kills):
        with start(machine, action) as child:
            child.go()
            for _ in range(chance.randint(1, 6)):
                announced.add(bytes.fromhex(child.hear() or ""))
            if chance.random() < 0.7:
                child.line.poll(chance.random() * 0.02)  # somewhere inside the next visit
            child.kill()
            announced |= {bytes.fromhex(words) for words in child.end()}
    _, found = look(machine)
    assert len(found) == len(set(found))
    return len(announced), announced - set(found)


def test_forty_kills_while_visits_are_logged_lose_none_that_was_announced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = copy_machine(tmp_path, "one")
    announced, lost = find_lost(machine, "visits", kills=40, chance=random.Random(7))
    assert lost == set()
    assert announced >= 40
    with capsys.disabled():
        print(f"\nkill -9 at random under load: 40 points, {announced} visits announced, 0 lost")


def test_a_program_that_announces_too_early_is_caught(tmp_path: Path) -> None:
    lost = 0
    for action in ("visits", "hasty_visits"):
        machine = again(copy_machine(tmp_path / action, "one"), tmp_path / action / "copy")
        said = run_under(machine, action, "1", calls="pwrite64", fault=KILL.format(1))
        _, found = look(machine)
        lost = len({bytes.fromhex(words) for words in said} - set(found))
        assert lost == (action == "hasty_visits")


@pytest.mark.parametrize("kills", [5])
def test_a_list_that_is_killed_at_any_moment_leaves_all_or_nothing(tmp_path: Path, kills: int) -> None:
    machine, chance = copy_machine(tmp_path, "office"), random.Random(11)
    path = long_list(tmp_path / "long.csv", households=400)
    before, _ = look(machine)
    whole = before["household"] + 400
    for point in range(kills):
        copy = again(machine, tmp_path / "copy")
        with start(copy, "import", str(path)) as child:
            child.go()
            child.line.poll(chance.random() * 0.6)
            child.kill()
        tables, _ = look(copy)
        assert tables["household"] in (before["household"], whole), point
        assert tables["person"] - before["person"] == tables["household"] - before["household"]


# ---------------------------------------------------------------------------------------------- at every disk call
Judge = Callable[[Machine, list[str]], None]


def kill_everywhere(
    machine: Machine,
    folder: Path,
    action: str,
    *arguments: str,
    most: int,
    judge: Judge,
    reset: Callable[[], None],
) -> int:
    reset()
    count = count_calls(again(machine, folder), action, *arguments, calls=KILL_CALLS)
    points = choose_points(count, most=most)
    for point in points:
        reset()
        copy = again(machine, folder)
        judge(copy, run_under(copy, action, *arguments, calls=KILL_CALLS, fault=KILL.format(point)))
    return len(points)


def told(capsys: pytest.CaptureFixture[str], what: str, points: int) -> None:
    assert points >= 5
    with capsys.disabled():
        print(f"\nkill -9 at disk calls of {what}: {points} points")


def nothing() -> None:
    pass


def test_a_visit_killed_at_every_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine = copy_machine(tmp_path, "one")

    def judge(copy: Machine, said: list[str]) -> None:
        tables, found = look(copy)
        assert tables["visit"] in (0, 1)
        assert {bytes.fromhex(words) for words in said} <= set(found)
        app = copy.open()
        app.visits.log(door(cards(app)[0]))
        app.close()

    points = kill_everywhere(machine, tmp_path / "copy", "visits", "1", most=12, judge=judge, reset=nothing)
    told(capsys, "a visit", points)


def test_an_edit_of_two_fields_killed_at_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine = copy_machine(tmp_path, "one")

    def judge(copy: Machine, said: list[str]) -> None:
        look(copy)
        app = copy.open()
        person = cards(app)[0].members[0]
        app.close()
        assert (person.phone == "0987123123") is person.away
        assert person.away or not said

    points = kill_everywhere(machine, tmp_path / "copy", "edit", most=6, judge=judge, reset=nothing)
    told(capsys, "an edit", points)


def test_a_list_killed_at_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine = copy_machine(tmp_path, "office")
    path = long_list(tmp_path / "long.csv")
    before, _ = look(machine)

    def judge(copy: Machine, said: list[str]) -> None:
        tables, _ = look(copy)
        assert tables["household"] - before["household"] in ((150,) if said else (0, 150))
        app = copy.open()
        report = app.lists.import_register(path).value
        assert report.new + report.unchanged == 150
        app.close()

    points = kill_everywhere(
        machine, tmp_path / "copy", "import", str(path), most=8, judge=judge, reset=nothing
    )
    told(capsys, "a list of 150 households", points)


def test_a_list_written_piecemeal_is_caught(tmp_path: Path) -> None:
    machine = copy_machine(tmp_path, "office")
    before, _ = look(machine)
    count = count_calls(again(machine, tmp_path / "copy"), "piecemeal", "", calls=KILL_CALLS)
    copy = again(machine, tmp_path / "copy")
    run_under(copy, "piecemeal", "", calls=KILL_CALLS, fault=KILL.format(count // 2))
    tables, _ = look(copy)
    assert 0 < tables["household"] - before["household"] < 40


def test_a_file_for_the_office_killed_at_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    field = copy_field(tmp_path / "field")
    one = field.one.open()
    logged = {one.visits.log(door(card)).value for card in cards(one)}
    one.close()

    def reset() -> None:
        shutil.rmtree(field.stick)
        field.stick.mkdir()

    def judge(copy: Machine, said: list[str]) -> None:
        announced = [Path(words) for words in said]
        assert all(path.is_file() for path in announced)
        app = copy.open()
        assert app.upkeep.check().ok
        app.syncing.write(field.stick)
        assert (app.standing().to_send, app.syncing.write(field.stick).value) == (0, [])
        assert [file.number for file in app.syncing.read_ledger().files] == [1]
        app.close()
        office = again(field.office, tmp_path / "office").open()
        reports = office.syncing.read([field.stick]).value.files
        assert [(r.number, r.state.value) for r in reports] == [(1, "applied")]
        assert {v.id for card in cards(office) for v in card.visits} == logged
        office.close()

    points = kill_everywhere(
        field.one, tmp_path / "copy", "sync_write", str(field.stick), most=10, judge=judge, reset=reset
    )
    told(capsys, "writing a file", points)


def test_a_stick_of_two_files_killed_at_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    field = copy_field(tmp_path / "field")
    logged = set()
    for machine in (field.one, field.two):
        app = machine.open()
        logged |= {app.visits.log(door(card)).value for card in cards(app)}
        app.syncing.write(field.stick)
        app.close()

    def judge(copy: Machine, said: list[str]) -> None:
        _, found = look(copy)
        assert set(found) in (set(), logged), "half a stick was taken in"
        assert found or not said
        app = copy.open()
        app.syncing.read([field.stick])
        assert sorted(v.id for card in cards(app) for v in card.visits) == sorted(logged)
        assert [machine.missing for machine in app.syncing.list_machines()] == [(), (), ()]
        app.close()

    points = kill_everywhere(
        field.office, tmp_path / "copy", "sync_read", str(field.stick), most=8, judge=judge, reset=nothing
    )
    told(capsys, "reading a stick", points)


def test_a_backup_killed_at_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine = copy_machine(tmp_path, "one")

    def judge(copy: Machine, said: list[str]) -> None:
        look(copy)
        app: App = copy.open()
        backups = app.upkeep.list_backups()
        assert len(backups) == 1 if said else len(backups) <= 1
        assert all(app.upkeep.verify_backup(backup.path).ok for backup in backups)
        app.upkeep.make_backup()
        assert not list((copy.folder / "backups").glob("*.part*"))
        app.close()

    points = kill_everywhere(machine, tmp_path / "copy", "backup", most=8, judge=judge, reset=nothing)
    told(capsys, "a backup", points)


def test_a_laptop_being_set_up_killed_at_calls_is_whole_or_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = copy_machine(tmp_path, "one")
    kit, code = copy_kits(tmp_path)["two"]
    place = tmp_path / "new" / "laptop"

    def reset() -> None:
        shutil.rmtree(place.parent, ignore_errors=True)
        place.parent.mkdir()

    def judge(copy: Machine, said: list[str]) -> None:
        assert place.exists() or not said
        if not place.exists():
            program.open_kit_file(place, kit, code, PASSPHRASE, clock=Clock(), cost=FLOOR).close()
        app = program.open_workspace(place, PASSPHRASE, clock=Clock())
        assert len(cards(app)) == 2
        assert app.upkeep.check().ok
        app.close()
        assert [path.name for path in place.parent.iterdir()] == ["laptop"]

    points = kill_everywhere(
        machine, tmp_path / "copy", "open_kit", str(place), str(kit), code, most=6, judge=judge, reset=reset
    )
    told(capsys, "setting up a laptop", points)
