"""Wrong clocks, two instances, wrong passphrases, newer schemas, old copies put back: each as promised."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.domain.rows import FileState
from outreach_app.errors import NotAllowed, StoreUnavailable
from outreach_app.services import guesses, upkeep
from outreach_app.store import migrate
from outreach_app.store.database import Database
from tests.robustness.children import start
from tests.robustness.defects import DEFECTS, seeded
from tests.robustness.rows import PROMISED, Tally
from tests.robustness.scenes import again, look
from tests.robustness.test_kills import SIZES
from tests.workspaces import PASSPHRASE, Machine, cards, copy_field, copy_machine, read, talk, write

DAYS = (3650, -3650, 1, -1, 30, -30, 400, -400, 2000, -2000)


# --------------------------------------------------------------------------------------------------- wrong clocks
def jump(folder: Path, *, most: int) -> int:
    """Work while the clock is wrong, and after it was set right: nothing is hidden, purged or refused."""
    field, logged, points, warned = copy_field(folder), set[bytes](), 0, False
    one, office = field.one.open(), field.office.open()
    clock = field.one.clock
    while points < most:
        day = DAYS[points // 2 % len(DAYS)]
        for span in (day, -day):
            clock.pass_by(days=span, minutes=7)
            told = replace(talk(cards(one)[points % 2], note=f"lần {points}"), visited_on=one.desk.today)
            logged.add(one.visits.log(told).value)
            kept = {backup.path for backup in one.upkeep.list_backups()}
            ages = [one.desk.now - backup.made_at for backup in one.upkeep.list_backups()]
            fresh_enough = any(timedelta(0) <= age < timedelta(days=1) for age in ages)
            assert one.upkeep.make_due_backup() is not None or fresh_enough, "no backup for years"
            fresh = {backup.path for backup in one.upkeep.list_backups()}
            assert len(kept - fresh) <= max(0, len(kept) - 9), "backups were purged by a clock that was ahead"
            assert {visit.id for card in cards(one) for visit in card.visits} == logged, "a visit is hidden"
            (report,) = read(office, *write(one, field.stick))
            assert (report.state, report.refused_rows) == (FileState.APPLIED, 0)
            assert {visit.id for card in cards(office) for visit in card.visits} == logged
            for path in field.stick.iterdir():
                path.unlink()
            warned |= any(each.what.key.startswith("The clock") for each in one.upkeep.check().problems)
            points += 1
        clock.pass_by(days=2)
        field.office.clock.pass_by(days=2)
    assert warned, "nobody was told of the clock"
    assert office.upkeep.check().ok
    for app in (one, office):
        app.close()
    return points


@pytest.mark.parametrize("whole", SIZES)
def test_a_clock_that_jumps_by_years_hides_purges_and_refuses_nothing(
    whole: bool, tmp_path: Path, tally: Tally
) -> None:
    tally("changed clock", "to and fro", jump(tmp_path, most=PROMISED["changed clock"]["to and fro"][whole]))


def test_backups_that_trust_a_clock_that_was_ahead_are_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEFECTS["backups of the future count"](monkeypatch)
    with pytest.raises(AssertionError, match="no backup for years"):
        jump(tmp_path, most=2)


# -------------------------------------------------------------------------------------------------- two instances
def write_twice(machine: Machine, *, visits: int) -> int:
    """Let two processes store visits in one workspace; both are at it at the same moment at least once."""
    app = machine.open()
    with start(machine, "visits", str(visits)) as child:
        with app.desk.database.write_local():
            child.go()
            assert child.hear(0.3) is None, "two write at the same time, or one gave up"
        theirs = [child.hear() or "nothing"]
        ours = [app.visits.log(talk(cards(app)[0])).value for _ in range(visits)]
        theirs += child.end()
    app.close()
    _, found = look(machine)
    assert sorted(found) == sorted([*ours, *map(bytes.fromhex, theirs)])
    return 2 * visits


@pytest.mark.parametrize("whole", SIZES)
def test_two_instances_wait_for_each_other_and_lose_nothing(
    whole: bool, tmp_path: Path, tally: Tally
) -> None:
    visits = PROMISED["two instances"]["visits of both"][whole] // 2
    tally("two instances", "visits of both", write_twice(copy_machine(tmp_path, "one"), visits=visits))


def test_an_instance_that_does_not_wait_is_caught(tmp_path: Path) -> None:
    with seeded("nobody waits"), pytest.raises(AssertionError, match="gave up"):
        write_twice(copy_machine(tmp_path, "one"), visits=1)


# ---------------------------------------------------------------------------------------------- wrong passphrases
def guess(machine: Machine, *, times: int) -> int:
    """Try wrong passphrases, waiting out each wait; the files stay as they are and the right one opens."""
    kept = [machine.folder / name for name in (paths.DATABASE, paths.KEYS)]
    before = [path.read_bytes() for path in kept]
    began = machine.clock()
    for number in range(times):
        with pytest.raises(NotAllowed) as told:
            program.open_workspace(machine.folder, f"{PASSPHRASE} {number}", clock=machine.clock)
        assert told.value.key == "wrong_passphrase"
        machine.clock.pass_by(seconds=guesses.wait_after(number + 1).total_seconds())
    assert [path.read_bytes() for path in kept] == before
    least = guesses.LONGEST_WAIT * max(times - 20, 0)  # of a thousand more than three days
    assert machine.clock() - began >= least
    program.open_workspace(machine.folder, PASSPHRASE, clock=machine.clock).close()
    return times


@pytest.mark.parametrize("whole", SIZES)
def test_wrong_passphrases_change_nothing_however_many(whole: bool, tmp_path: Path, tally: Tally) -> None:
    times = PROMISED["wrong passphrase"]["tries"][whole]
    tally("wrong passphrase", "tries", guess(copy_machine(tmp_path, "one"), times=times))


def test_a_lock_that_takes_any_passphrase_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    DEFECTS["any passphrase fits"](monkeypatch)
    with pytest.raises((StoreUnavailable, pytest.fail.Exception)):
        guess(copy_machine(tmp_path, "one"), times=1)


# ------------------------------------------------------------------------------------------------- a newer schema
def open_newer(machine: Machine, version: str) -> None:
    """A workspace that a newer program has upgraded is refused and left byte for byte."""
    live = machine.folder / paths.DATABASE
    database = Database(live, machine.data_key)
    with database.write_local() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
    assert database.settle()
    database.close()
    before = live.read_bytes()
    with pytest.raises(StoreUnavailable) as told:
        machine.open()
    assert told.value.key == "newer_schema"
    assert live.read_bytes() == before


def test_a_newer_schema_is_refused_and_left_as_it_is(tmp_path: Path, tally: Tally) -> None:
    machine = copy_machine(tmp_path, "one")
    versions = ("v0002", "v0010", "v0100", "v9999")
    for version in versions:
        open_newer(again(machine, tmp_path / "copy"), version)
    assert min(versions) > migrate.HEAD
    tally("newer schema", "versions", len(versions))


def test_a_program_that_opens_newer_schemas_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEFECTS["any schema will do"](monkeypatch)
    with pytest.raises(pytest.fail.Exception):
        open_newer(copy_machine(tmp_path, "one"), "v9999")


# ----------------------------------------------------------------------------------------------------- old copies
def go_back(machine: Machine, folder: Path, *, times: int) -> int:
    """Put older and older copies back, by the program or by hand, and write on: no number is used twice."""
    used: set[bytes] = set()
    app = machine.open()
    backup = app.upkeep.make_backup().path
    assert app.desk.database.settle()
    app.close()
    old = (machine.folder / paths.DATABASE).read_bytes()
    for number in range(times):
        app = machine.open()
        fresh = {app.visits.log(talk(cards(app)[0], note=f"{number}")).value for _ in range(2)}
        assert not fresh & used, "a number was used twice"
        used |= fresh
        app.close()
        if number % 2:
            upkeep.restore_backup(machine.folder, backup, machine.data_key)
        else:
            for ending in ("", "-wal", "-shm"):
                (machine.folder / f"{paths.DATABASE}{ending}").unlink(missing_ok=True)
            (machine.folder / paths.DATABASE).write_bytes(old)
        assert look(machine)[1] == []
    return times


@pytest.mark.parametrize("whole", SIZES)
def test_after_an_old_copy_was_put_back_no_number_is_used_twice(
    whole: bool, tmp_path: Path, tally: Tally
) -> None:
    times = PROMISED["old copy"]["put back"][whole]
    tally("old copy", "put back", go_back(copy_machine(tmp_path, "one"), tmp_path, times=times))


def test_a_program_that_does_not_notice_an_old_copy_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEFECTS["old copies unnoticed"](monkeypatch)
    with pytest.raises(AssertionError, match="used twice"):
        go_back(copy_machine(tmp_path, "one"), tmp_path, times=2)
