"""Backups that are proved and thinned, restores, the mark, and workspaces that are made whole or refused."""

from datetime import date
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.errors import BadInput, NotAllowed, NotFound, OutreachError, StoreUnavailable
from outreach_app.services import backups, upkeep
from outreach_app.store.database import Database, run
from outreach_app.sync.locks import FLOOR
from tests.workspaces import PASSPHRASE, UNTIL, Clock, Machine, cards, copy_kits, copy_machine, door


def test_a_backup_opens_and_checks_and_holds_what_was_written(one: App, machine: Machine) -> None:
    logged = one.visits.log(door(cards(one)[0])).value
    backup = one.upkeep.make_backup()
    assert one.upkeep.verify_backup(backup.path).ok
    copy = Database(backup.path, machine.data_key)
    with copy.read() as session:
        assert run(session, "SELECT id FROM visit")[0][0] == logged
    copy.close()
    assert [b.path for b in one.upkeep.list_backups()] == [backup.path]


def test_backups_are_thinned_to_the_latest_and_one_a_day(one: App, machine: Machine) -> None:
    for _ in range(3):
        for _ in range(3):
            one.upkeep.make_backup()
            machine.clock.pass_by(minutes=1)
        machine.clock.pass_by(days=1)
    assert len(one.upkeep.list_backups()) == 9
    for _ in range(backups.KEPT_LATEST):
        one.upkeep.make_backup()
        machine.clock.pass_by(minutes=1)
    days = [b.path.name.split("-")[1] for b in one.upkeep.list_backups()]
    assert len(days) == backups.KEPT_LATEST + 3
    machine.clock.pass_by(days=backups.KEPT_DAYS + 5)
    one.upkeep.make_backup()
    assert len(one.upkeep.list_backups()) == backups.KEPT_LATEST


def test_a_damaged_or_missing_backup_is_refused_and_the_database_stays(one: App, machine: Machine) -> None:
    backup = one.upkeep.make_backup()
    one.visits.log(door(cards(one)[0]))
    one.close()
    raw = bytearray(backup.path.read_bytes())
    raw[len(raw) // 2] ^= 1
    spoilt = backup.path.with_name("gocua-20200101-000000.db")
    spoilt.write_bytes(raw)
    for path in (spoilt, backup.path.with_name("absent.db"), machine.folder / paths.KEYS):
        with pytest.raises((StoreUnavailable, NotFound)):
            upkeep.restore_backup(machine.folder, path, machine.data_key)
    assert not list(machine.folder.glob("before-restore*"))
    again = machine.open()
    assert any(card.visits for card in cards(again))
    assert again.upkeep.check().ok
    again.close()


def test_a_damaged_database_is_told_kept_aside_and_replaced_by_the_backup(one: App, machine: Machine) -> None:
    backup = one.upkeep.make_backup()
    one.close()
    live = machine.folder / paths.DATABASE
    raw = bytearray(live.read_bytes())
    raw[100:9_000] = bytes(8_900)
    live.write_bytes(raw)
    with pytest.raises(StoreUnavailable) as told:
        machine.open()
    assert told.value.key == "store_damaged"
    assert live.read_bytes() == bytes(raw)
    aside = program.restore_workspace(machine.folder, backup.path, PASSPHRASE)
    assert (aside / paths.DATABASE).read_bytes() == bytes(raw)
    again = machine.open()
    assert again.upkeep.check().ok
    assert len(cards(again)) == 3
    again.close()


def test_two_restores_in_one_second_keep_both_former_databases(one: App, machine: Machine) -> None:
    backup = one.upkeep.make_backup()
    one.close()
    asides = {upkeep.restore_backup(machine.folder, backup.path, machine.data_key) for _ in range(2)}
    assert all((aside / paths.DATABASE).is_file() for aside in asides)
    assert len(asides) == 2


@pytest.mark.parametrize("spoilt", [b"", b"\xc1", b"\x80", b"x" * 9_000])
def test_a_spoilt_mark_locks_nobody_out(one: App, machine: Machine, spoilt: bytes) -> None:
    one.close()
    (machine.folder / paths.MARK).write_bytes(spoilt)
    machine.open().close()


def test_a_second_window_may_read_and_waits_to_write(one: App, machine: Machine) -> None:
    other = machine.open()
    one.visits.log(door(cards(one)[0]))
    assert any(card.visits for card in cards(other))
    other.visits.log(door(cards(other)[1]))
    assert sum(len(card.visits) for card in cards(one)) == 2
    other.close()


# ------------------------------------------------------------------------------------------------------- workspaces
def test_a_wrong_passphrase_changes_nothing(machine: Machine) -> None:
    before = {p.name: p.read_bytes() for p in machine.folder.iterdir() if p.is_file()}
    for wrong in ("", PASSPHRASE[:-1], PASSPHRASE.upper()):
        with pytest.raises(NotAllowed) as told:
            program.open_workspace(machine.folder, wrong)
        assert told.value.exit_code == 4
    after = {p.name: p.read_bytes() for p in machine.folder.iterdir() if p.is_file()}
    assert after.pop(paths.TRIES)  # wrong tries are counted, across restarts
    assert after == before


def test_a_folder_without_a_workspace_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(StoreUnavailable) as told:
            program.open_workspace(folder, PASSPHRASE)
        assert told.value.key == "no_workspace"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"name": " "}, "bad_input"),
        ({"unit_code": "99999"}, "not_found"),
        ({"passphrase": "12345678"}, "weak_passphrase"),
    ],
)
def test_an_office_that_cannot_be_leaves_no_folder(tmp_path: Path, change: dict[str, str], key: str) -> None:
    values = {"passphrase": PASSPHRASE, "name": "BHXH", "unit_code": "03424"} | change
    with pytest.raises(BadInput) as told:
        program.create_office(tmp_path / "new", **values, clock=Clock(), cost=FLOOR)  # type: ignore[arg-type]
    assert told.value.key == key
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "ảnh.jpg").write_bytes(b"x")
    kit, code = copy_kits(tmp_path)["one"]
    with pytest.raises(BadInput) as told:
        program.open_kit_file(tmp_path / "full", kit, code, PASSPHRASE, cost=FLOOR)
    assert told.value.key == "not_empty"
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["ảnh.jpg"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    kit, code = copy_kits(tmp_path)["one"]
    app = program.open_kit_file(tmp_path / "empty", kit, code.lower(), PASSPHRASE, clock=Clock(), cost=FLOOR)
    assert len(cards(app)) == 3
    app.close()


def test_a_kit_with_a_wrong_code_or_a_changed_byte_makes_no_workspace(tmp_path: Path) -> None:
    kit, code = copy_kits(tmp_path)["one"]
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    with pytest.raises(OutreachError):
        program.open_kit_file(tmp_path / "new", kit, wrong, PASSPHRASE, cost=FLOOR)
    raw = bytearray(kit.read_bytes())
    raw[len(raw) // 2] ^= 4
    kit.write_bytes(raw)
    with pytest.raises(OutreachError):
        program.open_kit_file(tmp_path / "new", kit, code, PASSPHRASE, cost=FLOOR)
    assert not (tmp_path / "new").exists()


def test_every_kit_has_a_number_and_a_name_of_its_own(office: App, tmp_path: Path) -> None:
    village = office.households.list_villages()[0].id
    options = {"role": "canvasser", "villages": [village], "until": UNTIL, "cost": FLOOR}
    made = office.make_kit(tmp_path / "a.gocuakit", device="Máy bốn", **options)  # type: ignore[arg-type]
    assert made.number == 4
    for device, target, key in (
        ("máy  BỐN", "b.gocuakit", "device_taken"), (" ", "b.gocuakit", "name_missing"),
        ("Máy năm", "a.gocuakit", "file_exists"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as told:
            office.make_kit(tmp_path / target, device=device, **options)  # type: ignore[arg-type]
        assert told.value.key == key
    assert not (tmp_path / "b.gocuakit").exists()
    assert [m.device for m in office.syncing.list_machines()] == ["Máy one", "Máy two", "Máy lead", "Máy bốn"]
    assert office.make_kit(tmp_path / "b.gocuakit", device="Máy năm", **options).number == 5  # type: ignore[arg-type]


def test_a_kit_carries_edits_as_they_stand(office: App, tmp_path: Path) -> None:
    card = cards(office)[-1]
    office.households.edit_person(card.members[0].id, {"phone": "0987654321"})
    office.households.edit_person(card.members[0].id, {"phone": "0987654322"})
    kit = office.make_kit(
        tmp_path / "k.gocuakit", device="Máy bốn", role="canvasser", villages=[card.village.id],
        until=date(2027, 1, 1), cost=FLOOR,
    )  # fmt: skip
    laptop = program.open_kit_file(
        tmp_path / "four", kit.path, kit.code, PASSPHRASE, clock=Clock(), cost=FLOOR
    )
    there = next(c for c in cards(laptop) if c.household.id == card.household.id)
    assert there.members[0].phone == "0987654322"
    assert laptop.upkeep.check().ok
    assert laptop.standing().to_send == 0
    laptop.close()


def test_only_the_office_makes_kits(tmp_path: Path) -> None:
    one = copy_machine(tmp_path, "one").open()
    village = one.households.list_villages()[0].id
    with pytest.raises(BadInput) as told:
        one.make_kit(tmp_path / "k", device="x", role="lead", villages=[village], until=UNTIL, cost=FLOOR)
    assert told.value.key == "office_only"
    one.close()
