"""Real damage of real files: what the check says, what a repair brings back, and what it says it cannot."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.visits import Outcome
from outreach_app.errors import OutreachError, StoreUnavailable
from outreach_app.services import repairing, upkeep, workspace
from outreach_app.services.occupancy import hold_window
from outreach_app.store import mending
from outreach_app.store.database import Database, run
from tests.workspaces import PASSPHRASE, Field, Machine, cards, copy_field, door, read, talk, write

PAGE = 4096


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


def harm(machine: Machine, *statements: str) -> None:
    """Change tables past the journal, as a stray program with the key would."""
    database = Database(machine.folder / paths.DATABASE, machine.data_key)
    with database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    database.close()


def spoil(path: Path, *, first: int, last: int) -> None:
    """Overwrite bytes in the middle of a file."""
    raw = bytearray(path.read_bytes())
    raw[first:last] = bytes(last - first)
    path.write_bytes(raw)


def said(repair: repairing.Repair) -> str:
    return " ".join(str(sentence) for sentence in repair.done)


def notes(app: App) -> set[str]:
    return {visit.note for card in cards(app) for visit in card.visits}


def test_rows_that_differ_are_missing_or_too_many_are_put_right_from_their_history(machine: Machine) -> None:
    app = machine.open()
    app.office.say_who_works("Lường Thị Inh")
    for card in cards(app):
        app.visits.log(talk(card, note=f"ghi ở {card.household.head}"))
    edited = cards(app)[0].members[0]
    app.households.edit_person(edited.id, {"phone": "0987654321"})
    app.close()
    harm(
        machine,
        "UPDATE visit SET note = 'sai' WHERE number = 1",
        "UPDATE person SET phone = '000', name = 'Ai Đó' WHERE id = x'" + edited.id.hex() + "'",
        "DELETE FROM visit WHERE number = 2",
        "DELETE FROM household_state",
        "CREATE TEMP TABLE stray AS SELECT * FROM village LIMIT 1",
        "UPDATE stray SET number = 999, id = x'00112233445566778899aabbccddeeff', name = 'Bản lạ'",
        "INSERT INTO village SELECT * FROM stray",
    )
    app = machine.open()
    told = " ".join(str(problem.what) for problem in app.upkeep.check().problems)
    assert "1 rows of visit differ" in told
    assert "1 rows of village stand in the table but not in the history" in told
    app.close()
    repair = repairing.repair_folder(machine.folder, machine.data_key, now=machine.clock())
    assert repair.ok
    assert "2 rows of visit" in said(repair)
    assert repair.kept is not None
    assert (repair.kept / paths.DATABASE).is_file()
    app = machine.open()
    assert app.upkeep.check().ok
    assert notes(app) == {f"ghi ở {card.household.head}" for card in cards(app)}
    (person,) = [p for card in cards(app) for p in card.members if p.id == edited.id]
    assert (person.name, person.phone) == (edited.name, "0987654321")
    assert app.households.list_numbers()
    app.visits.log(door(cards(app)[0]))
    assert app.upkeep.check().ok
    app.close()


@pytest.mark.parametrize(
    "whole", [True, pytest.param(False, marks=pytest.mark.torture)], ids=["hole", "wiped"]
)
def test_a_damaged_database_comes_from_the_backup_and_what_is_still_readable(
    field: Field, whole: bool
) -> None:
    one, office = field.one, field.office
    app = one.open()
    app.office.say_who_works("Lường Thị Inh")
    app.visits.log(talk(cards(app)[0], note="trước"))
    app.upkeep.make_backup()
    one.clock.pass_by(hours=2)
    app.visits.log(talk(cards(app)[1], note="đã gửi"))
    sent = write(app, field.stick)
    for number in range(30):
        app.visits.log(talk(cards(app)[number % 3], note=f"sau {number} " + "dài " * 200))
    app.desk.database.settle()
    app.close()
    live = one.folder / paths.DATABASE
    size = live.stat().st_size
    spoil(live, first=(size // PAGE - 6) * PAGE if whole else 0, last=size)
    repair = repairing.repair_folder(one.folder, one.data_key, now=one.clock())
    assert repair.ok
    assert repair.kept is not None
    assert (repair.kept / paths.DATABASE).stat().st_size == size
    app = one.open()
    assert app.upkeep.check().ok
    assert "trước" in notes(app)
    saved = {note for note in notes(app) if note.startswith("sau")}
    if whole:
        assert saved
        assert "đã gửi" in notes(app)
    else:
        assert "0 entries written after it" in said(repair)
    # What came back and was not sent yet goes out, and the office has all of it.
    there = office.open()
    read(there, *sent)
    one.clock.pass_by(hours=1)
    office.clock.pass_by(hours=4)
    read(there, *write(app, field.stick))
    assert notes(app) <= notes(there)
    assert "đã gửi" in notes(there)
    assert there.upkeep.check().ok
    there.close()
    app.close()


def test_without_a_whole_backup_nothing_is_changed_and_the_way_out_is_told(machine: Machine) -> None:
    app = machine.open()
    app.office.say_who_works("Lường Thị Inh")
    backup = app.upkeep.make_backup()
    app.close()
    for path in (machine.folder / paths.DATABASE, backup.path):
        spoil(path, first=0, last=8_000)
    before = (machine.folder / paths.DATABASE).read_bytes()
    with pytest.raises(StoreUnavailable) as told:
        repairing.repair_folder(machine.folder, machine.data_key, now=machine.clock())
    assert told.value.key == "no_good_backup"
    assert (machine.folder / paths.DATABASE).read_bytes() == before


@pytest.mark.parametrize(
    "harmed",
    [Path.unlink, pytest.param(lambda keys: keys.write_bytes(b"x" * 99), marks=pytest.mark.torture)],
    ids=["gone", "spoilt"],
)
def test_a_lost_key_file_comes_back_from_the_copy_beside_the_backups(
    one: App, machine: Machine, harmed: Callable[[Path], None]
) -> None:
    one.upkeep.make_backup()
    one.close()
    fresh = "sương nương ngõ tre đòi"
    workspace.change_passphrase(machine.folder, PASSPHRASE, fresh)
    harmed(machine.folder / paths.KEYS)
    with pytest.raises(OutreachError):
        repairing.open_with_kept_keys(
            machine.folder, PASSPHRASE
        )  # the former passphrase opens nothing any more
    assert repairing.open_with_kept_keys(machine.folder, fresh) == machine.data_key
    assert workspace.open_data_key(machine.folder, fresh) == machine.data_key


def test_a_sound_workspace_is_left_alone_and_an_open_one_is_not_touched(machine: Machine) -> None:
    before = (machine.folder / paths.DATABASE).read_bytes()
    hold = hold_window(machine.folder)
    with pytest.raises(StoreUnavailable) as told:
        repairing.repair_folder(machine.folder, machine.data_key, now=machine.clock())
    assert told.value.key == "already_open"
    hold.release()
    repair = repairing.repair_folder(machine.folder, machine.data_key, now=machine.clock())
    assert (repair.ok, repair.kept, said(repair)) == (True, None, "Nothing is damaged.")
    assert (machine.folder / paths.DATABASE).read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE household_state SET members = members + 1, last_visit = NULL", "values of household_state"),
        ("INSERT INTO household_state SELECT * FROM lost", "1 counted values of household_state"),
        ("UPDATE visit_fact SET current = NOT current", "values of visit_fact"),
        ("DELETE FROM visit_outcome", "values of visit_outcome"),
        ("INSERT INTO merged (row, survivor) SELECT id, household FROM person", "values of merged"),
        ("INSERT INTO withheld (subject, what) SELECT id, 'silence' FROM person", "values of withheld"),
        ("DELETE FROM person_search WHERE rowid = 2", "The search knows 1 people"),
        ("INSERT INTO person_search (rowid, words) VALUES (900, 'ma')", "The search knows 1 people"),
        ("DELETE FROM head WHERE field = 'phone'", "Of 1 rows of person the edits"),
        ("UPDATE head SET time = time + 1", "Of 1 rows of person the edits"),
        ("UPDATE machine SET last_seq = 1", "1 counters of machine"),
        ("UPDATE seen SET watermark = 0, beyond = x'90'", "counters of seen"),
        ("DELETE FROM block_span", "blocks of the history"),
    ],
)
def test_counts_lists_and_what_is_known_are_checked_and_built_anew(
    worked: Machine, statement: str, told: str
) -> None:
    database = Database(worked.folder / paths.DATABASE, worked.data_key)
    before = told_by(database)
    assert upkeep.run_check(database).ok
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE lost AS SELECT * FROM household_state LIMIT 1")
        connection.exec_driver_sql("UPDATE lost SET household = x'0011'")
        connection.exec_driver_sql(statement)
    found = [str(problem.what) for problem in upkeep.run_check(database).problems]
    assert any(told in each for each in found), found
    mending.restore_rows(database)
    assert upkeep.run_check(database).ok
    assert told_by(database) == before
    database.close()


@pytest.fixture
def worked(machine: Machine) -> Machine:
    """A laptop with visits, one of them corrected, and an edit; its journal partly in blocks."""
    app = machine.open()
    app.office.say_who_works("Lường Thị Inh")
    for card in cards(app):
        made = app.visits.log(talk(card)).value
    app.visits.correct(made, door(cards(app)[-1], Outcome.REFUSED))
    app.households.edit_person(cards(app)[0].members[0].id, {"phone": "0987654321"})
    app.close()
    return machine


def told_by(database: Database) -> list[list[object]]:
    """Everything that lists, search and merging rest on, as it stands."""
    tables = (
        "household_state", "visit_fact", "visit_outcome", "merged", "withheld", "seen", "block_span",
        "(SELECT last_seq FROM machine)", "(SELECT tbl, row, field, incarnation, seq, time FROM head)",
    )  # fmt: skip
    with database.read() as session:
        rows = [sorted(map(repr, run(session, f"SELECT * FROM {table}"))) for table in tables]
        found = [run(session, f"SELECT rowid FROM person_search('{word}*')") for word in ("lo", "ma", "gi")]
    return [*rows, *found]


def test_the_check_tells_missing_copies_and_a_wrong_clock(one: App, machine: Machine, tmp_path: Path) -> None:
    one.visits.log(door(cards(one)[0], Outcome.NOT_HOME))
    stick = tmp_path / "usb"
    stick.mkdir()
    (file,) = write(one, stick)
    assert one.upkeep.check().ok
    shutil.move(machine.folder / paths.OUTBOX / file.name, tmp_path / "away")
    machine.clock.pass_by(days=-40)
    missing, clock = (str(problem.what) for problem in one.upkeep.check().problems)
    assert file.name in missing
    assert "clock of this machine is wrong" in clock
    machine.clock.pass_by(days=40)
    assert len(one.upkeep.check().problems) == 1
