"""An office at a hub: made there, joined, moved there and back with its journal replayed; its secrets sealed."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from outreach_app import paths
from outreach_app.app import App, open_workspace
from outreach_app.domain.erasure_rest import tell_hub_left
from outreach_app.errors import BadInput, NotAllowed, OutreachError, StoreUnavailable
from outreach_app.services import former_files, hubs, repairing
from outreach_app.services.desk import Desk
from outreach_app.services.hub_addresses import parse_address, warn_of_open_way
from outreach_app.services.making import place_folder
from outreach_app.services.office import Office
from outreach_app.services.workspace import open_data_key
from outreach_app.store import moving, settings
from outreach_app.store.database import Database, run
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.secrets import Pins
from tests.conftest import PASSPHRASE, StandingClock
from tests.hub_server import Server


@pytest.fixture
def address(hub_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database of a hub; its password stands where libpq looks, not in the address."""
    made = hub_server.make_database()
    monkeypatch.setenv("PGPASSWORD", hub_server.password)
    return made.replace(f":{hub_server.password}@", "@")


@pytest.fixture
def moved(office_folder: Path, address: str, clock: StandingClock) -> hubs.Move:
    key = open_data_key(office_folder, PASSPHRASE, clock=clock)
    return hubs.move_to_hub(office_folder, address, key, now=clock())


@pytest.fixture
def at_hub(moved: hubs.Move, clock: StandingClock) -> Iterator[App]:
    app = open_workspace(moved.folder, PASSPHRASE, clock=clock)
    yield app
    app.close()


def journal_of(app: App) -> bytes:
    with app.desk.read() as session:
        return moving.digest_journal(session)


def test_an_office_moves_to_a_hub_and_back_with_every_row_and_secret(
    office_folder: Path, address: str, tmp_path: Path, clock: StandingClock
) -> None:
    file = open_workspace(office_folder, PASSPHRASE, clock=clock)
    before, code = journal_of(file), file.recovery_code("Máy 01")
    with file.desk.read() as session:
        keys = Pins.read(session).own
    file.close()
    key = open_data_key(office_folder, PASSPHRASE, clock=clock)
    there = hubs.move_to_hub(office_folder, address, key, now=clock())
    with pytest.raises(StoreUnavailable) as told:
        open_workspace(office_folder, PASSPHRASE, clock=clock)
    assert told.value.key == "office_moved"
    hub = open_workspace(there.folder, PASSPHRASE, clock=clock)
    assert hub.upkeep.check(by_clock=False).ok
    assert (journal_of(hub), hub.recovery_code("Máy 01")) == (before, code)
    found = hub.households.find("lo van pao")
    hub.office.add_village("bản Phiêng Pẳn", "03424")
    after = journal_of(hub)
    hub.close()
    back = hubs.move_to_file(there.folder, tmp_path / "back", key, now=clock())
    with pytest.raises(StoreUnavailable) as told:
        open_workspace(there.folder, PASSPHRASE, clock=clock)
    assert told.value.key == "office_moved"
    file = open_workspace(back.folder, PASSPHRASE, clock=clock)
    assert file.upkeep.check(by_clock=False).ok
    assert (journal_of(file), file.recovery_code("Máy 01")) == (after, code)
    assert file.households.find("lo van pao") == found
    with file.desk.read() as session:
        assert Pins.read(session).own == keys
    file.close()
    again = hubs.move_to_hub(back.folder, address, key, now=clock())
    assert again.entries == back.entries


@pytest.mark.torture
def test_a_move_that_was_cut_short_is_ended_by_moving_again(
    office_folder: Path, address: str, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = open_data_key(office_folder, PASSPHRASE, clock=clock)

    def fail(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(moving, "note_moved", fail)
        with pytest.raises(OSError, match="power"):
            hubs.move_to_hub(office_folder, address, key, now=clock())
    there = hubs.move_to_hub(office_folder, address, key, now=clock())
    assert there.aside is not None
    assert (there.aside / paths.DATABASE).is_file()
    open_workspace(there.folder, PASSPHRASE, clock=clock).close()


@pytest.mark.torture
def test_a_hub_with_another_office_is_left_alone(
    office_folder: Path, moved: hubs.Move, tmp_path: Path, clock: StandingClock
) -> None:
    with pytest.raises(BadInput) as told:
        hubs_office(tmp_path, moved.place, clock)
    assert told.value.key == "not_empty"


def hubs_office(folder: Path, address: str, clock: StandingClock) -> None:
    from outreach_app.app import create_office

    create_office(
        folder / "other", passphrase=PASSPHRASE, name="BHXH khác", unit_code="03424", clock=clock, cost=FLOOR,
        hub=address,
    )  # fmt: skip


def test_no_secret_of_the_office_stands_in_its_rows(at_hub: App, moved: hubs.Move) -> None:
    with at_hub.desk.read() as session:
        pins = Pins.read(session)
        code = at_hub.recovery_code("Máy 01")
    with psycopg.connect(moved.place) as connection:
        rows = connection.execute("SELECT value FROM setting").fetchall()
        codes = connection.execute(
            "SELECT recovery_code FROM peer WHERE recovery_code IS NOT NULL"
        ).fetchall()
    stored = b"".join(row[0] for row in rows)
    assert pins.own.sign_seed not in stored
    assert pins.own.seal_identity.encode() not in stored
    assert codes
    assert code not in {row[0] for row in codes}


@pytest.mark.torture
def test_an_account_joins_by_a_key_file_and_works_under_its_own_name(
    at_hub: App, moved: hubs.Move, tmp_path: Path, clock: StandingClock
) -> None:
    key = open_data_key(moved.folder, PASSPHRASE, clock=clock)
    made = hubs.make_key_file(moved.folder, key, tmp_path / "hub.gocuakey", cost=FLOOR)
    address = moved.place.replace("127.0.0.1", "localhost")
    with pytest.raises(OutreachError):
        hubs.join_hub(address, made.path, "AAAA-AAAA-AAAA-AAAA", "của riêng tôi nhé 55 nương", cost=FLOOR)
    folder = hubs.join_hub(address, made.path, made.code, "của riêng tôi nhé 55 nương", cost=FLOOR)
    at_hub.office.say_who_works("Lò Thị Ban")
    other = open_workspace(folder, "của riêng tôi nhé 55 nương", clock=clock)
    assert other.standing().canvasser is None, "who works at one place is nobody at another"
    other.office.say_who_works("Cà Văn Hặc")
    other.close()
    notes = (folder / paths.HUB).read_bytes()
    assert hubs.join_hub(address, made.path, made.code, "quên mất câu cũ rồi 66 bản", cost=FLOOR) == folder
    assert (folder / paths.HUB).read_bytes() == notes
    with pytest.raises(NotAllowed):
        open_workspace(folder, "của riêng tôi nhé 55 nương", clock=clock)
    clock.advance(minutes=10)
    open_workspace(folder, "quên mất câu cũ rồi 66 bản", clock=clock).close()
    with at_hub.desk.read() as session:
        ban = settings.read_own_setting(session, "canvasser")
    assert ban == at_hub.desk.canvasser
    shutil.rmtree(folder)
    with pytest.raises(StoreUnavailable) as told:
        hubs.join_hub(address, _key_of_nobody(tmp_path), NOBODYS, PASSPHRASE, cost=FLOOR)
    assert told.value.key == "hub_other_key"


NOBODYS = "0000-0000-0000-0000"


def _key_of_nobody(folder: Path) -> Path:
    from outreach_app.sync import slots

    path = folder / "nobody.gocuakey"
    path.write_bytes(slots.create_slots(bytes(32), PASSPHRASE, recovery_code=NOBODYS, cost=FLOOR))
    return path


@pytest.mark.torture
def test_a_clerk_reads_and_writes_rows_and_nothing_else(
    moved: hubs.Move, hub_server: Server, clock: StandingClock
) -> None:
    clerk = hub_server.make_account("gocua_reader")
    hubs.grant_rights(moved.place, "gocua_reader")
    address = moved.place.replace("clerk@", "gocua_reader@")
    key = open_data_key(moved.folder, PASSPHRASE, clock=clock)
    folder = paths.hub_folder(address)
    place_folder(folder, (moved.folder / paths.KEYS).read_bytes(), hub=address)
    app = open_workspace(folder, PASSPHRASE, clock=clock)
    app.office.add_village("bản Nậm Tăm", "03424")
    assert app.upkeep.check(by_clock=False).ok
    with pytest.raises(StoreUnavailable) as told, app.desk.database.mend() as session:
        run(session, "DROP TABLE visit")
    assert told.value.key == "hub_refused"
    app.close()
    assert key
    assert clerk


@pytest.mark.torture
def test_a_backup_of_a_hub_is_a_file_that_opens(at_hub: App, clock: StandingClock) -> None:
    assert at_hub.upkeep.make_due_backup() is None
    clock.advance(hours=1)
    backup = at_hub.upkeep.make_backup()
    assert at_hub.upkeep.verify_backup(backup.path).ok
    assert clock() - backup.made_at < timedelta(minutes=1)


@pytest.mark.torture
def test_an_erased_name_leaves_the_pages_of_the_hub_and_what_the_move_left_behind(
    at_hub: App, moved: hubs.Move, office_folder: Path, hub_server: Server
) -> None:
    found = at_hub.households.find("lo van pao").hits[0]
    person = at_hub.households.read_card(found.household).members[0]
    assert in_pages(hub_server, moved.place, person.name)
    report = at_hub.erasing.erase(person.id, why="người nhà yêu cầu").value
    assert report.files is not None
    assert report.files.pages
    assert report.files.former == (str(office_folder.resolve()),)
    assert not in_pages(hub_server, moved.place, person.name)
    told = " ".join(map(str, tell_hub_left(report.files.former, pages=False)))
    assert "hub former --delete" in told
    assert "hub clean" in told
    key = open_data_key(moved.folder, PASSPHRASE, clock=at_hub.desk.clock)
    assert former_files.delete_former(moved.folder, key) == (office_folder.resolve(),)
    assert not list(office_folder.rglob("*.db"))
    assert (office_folder / paths.KEYS).is_file()
    with pytest.raises(StoreUnavailable) as refused:
        open_workspace(office_folder, PASSPHRASE, clock=at_hub.desk.clock)
    assert refused.value.key == "office_moved"
    with pytest.raises(BadInput) as told_none:
        former_files.delete_former(moved.folder, key)
    assert told_none.value.key == "no_former"


def in_pages(server: Server, address: str, name: str) -> bool:
    """Whether a name stands in the files of a database."""
    server.write_down()
    with psycopg.connect(address) as connection:
        told = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert told is not None
    files = (server.folder / "data" / "base" / str(told[0])).iterdir()
    return any(name.encode() in file.read_bytes() for file in files)


@pytest.mark.torture
def test_a_former_database_that_knows_more_than_the_hub_is_never_deleted(
    at_hub: App, moved: hubs.Move, office_folder: Path, clock: StandingClock
) -> None:
    key = open_data_key(moved.folder, PASSPHRASE, clock=clock)
    assert moved.aside is not None
    former = Database(moved.aside / paths.DATABASE, key)
    Office(Desk(former, moved.aside, clock)).add_village("bản Lạ", "03424")
    former.close()
    with pytest.raises(StoreUnavailable) as told:
        former_files.delete_former(moved.folder, key)
    assert told.value.key == "hub_unproved"
    assert (moved.aside / paths.DATABASE).is_file()


@pytest.mark.torture
def test_a_clerk_who_erases_is_told_whom_to_ask(
    moved: hubs.Move, hub_server: Server, clock: StandingClock
) -> None:
    hub_server.make_account("gocua_eraser")
    hubs.grant_rights(moved.place, "gocua_eraser")
    address = moved.place.replace("clerk@", "gocua_eraser@")
    folder = paths.hub_folder(address)
    place_folder(folder, (moved.folder / paths.KEYS).read_bytes(), hub=address)
    app = open_workspace(folder, PASSPHRASE, clock=clock)
    person = app.households.read_card(app.households.find("lo van pao").hits[0].household).members[0]
    files = app.erasing.erase(person.id, why="người nhà yêu cầu").value.files
    assert files is not None
    assert files.done
    assert not files.pages
    app.close()
    with pytest.raises(NotAllowed) as told:
        hubs.clean_hub(address)
    assert told.value.key == "hub_owner_only"
    assert in_pages(hub_server, moved.place, person.name)
    hubs.clean_hub(moved.place)
    assert not in_pages(hub_server, moved.place, person.name)


@pytest.mark.torture
def test_rows_put_right_at_a_hub_are_kept_as_they_were_before(
    at_hub: App, moved: hubs.Move, clock: StandingClock
) -> None:
    with psycopg.connect(moved.place) as connection:
        connection.execute("UPDATE person SET name = 'Ai Đó' WHERE number = 1")
    assert not at_hub.upkeep.check(by_clock=False).ok
    key = open_data_key(moved.folder, PASSPHRASE, clock=clock)
    repair = repairing.repair_folder(moved.folder, key, now=clock())
    assert repair.ok
    assert repair.kept is not None
    assert at_hub.upkeep.check(by_clock=False).ok
    kept = Database(repair.kept / paths.DATABASE, key)
    with kept.read() as session:
        assert run(session, "SELECT name FROM person WHERE number = 1") == [("Ai Đó",)]
    kept.close()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("postgresql://clerk:secret@hub.example/gocua", "password_in_address"),
        ("postgresql://clerk@hub.example/gocua?password=secret", "password_in_address"),
        ("mysql://clerk@hub.example/gocua", "server_workspace"),
        ("postgresql://clerk@hub.example", "server_workspace"),
        ("postgresql://clerk@hub.example:x/gocua", "server_workspace"),
    ],
)
def test_an_address_with_a_password_or_none_at_all_is_refused(text: str, key: str) -> None:
    with pytest.raises(BadInput) as told:
        parse_address(text)
    assert told.value.key == key
    assert "secret" not in str(told.value.message)


def test_every_hub_has_a_folder_of_its_own_however_its_address_is_spelt() -> None:
    told = ("postgresql://clerk@hub.example/gocua", "postgresql://clerk@hub.example/other", "postgresql://?service=gocua",
            "postgresql://?service=other", "postgresql:///gocua?host=a", "postgresql:///gocua?host=b")  # fmt: skip
    assert len({paths.hub_folder(address) for address in told}) == len(told)
    assert paths.hub_folder(told[0]) == paths.hub_folder(f"{told[0]}?sslmode=verify-full&sslrootcert=ca.pem")


def test_an_unproved_way_to_another_machine_is_told() -> None:
    assert warn_of_open_way(parse_address("postgresql://clerk@hub.example/gocua?sslmode=require"))
    for fine in ("postgresql://clerk@hub.example/gocua?sslmode=verify-full", "postgresql://clerk@127.0.0.1:5/gocua",
                 "postgresql:///gocua", "postgresql://?service=gocua"):  # fmt: skip
        assert warn_of_open_way(parse_address(fine)) is None
