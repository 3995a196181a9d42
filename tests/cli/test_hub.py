"""An office at a hub by command: made there, its table of rights, a second account, moved into a folder and back."""

from pathlib import Path

import pytest

from outreach_app.versions import InUse, read_in_use, write_in_use
from tests.cli.command_line import CommandLine, run_here
from tests.hub_server import Server
from tests.packaging.tiny_bundle import be_elsewhere, make_bundle, run_from

pytestmark = pytest.mark.torture


@pytest.fixture
def address(hub_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database of a hub; its password stands where libpq looks."""
    monkeypatch.setenv("PGPASSWORD", hub_server.password)
    return hub_server.make_database().replace(f":{hub_server.password}@", "@")


def test_an_office_lives_at_a_hub_from_its_first_day_to_its_move_into_a_folder(
    address: str, tmp_path: Path
) -> None:
    hub = CommandLine(address)  # type: ignore[arg-type]
    hub("office", "new", "--name", "BHXH Bản Bo", "--unit", "03424", expect=2)
    made = hub(
        "office", "new", "--name", "BHXH Bản Bo", "--unit", "03424", "--recovery-sheet", tmp_path / "s.pdf"
    )
    assert made.data["workspace"] == address
    hub("office", "village", "add", "bản Nà Ly")
    hub("household", "add", "--village", "bản Nà Ly", "--head", "Lò Văn Páo", "--by", "Lò Thị Ban")
    assert hub("household", "find", "lo pao").data["total"] == 1
    assert hub("check").data["ok"]
    key = hub("hub", "key", "--out", tmp_path / "k.gocuakey").data
    second = CommandLine(address.replace("127.0.0.1", "localhost"))  # type: ignore[arg-type]
    second("check", expect=3)
    second("hub", "join", key["path"], "--code", key["code"])
    second("household", "add", "--village", "bản Nà Ly", "--head", "Giàng A Chư", "--by", "Cà Văn Hặc")
    assert hub("household", "find", "giang").data["total"] == 1
    hub("backup", "make")
    assert hub("backup", "restore", expect=3).error["key"] == "hub_not_a_file"
    moved = hub("hub", "move", "--to", tmp_path / "file").data
    assert hub("check", expect=3).error["key"] == "office_moved"
    file = CommandLine(tmp_path / "file")
    assert file("check").data["journal_entries"] == moved["journal_entries"]
    assert file("hub", "move", "--to", address).data["workspace"] == address
    assert file("check", expect=3).error["key"] == "office_moved"
    assert hub("hub", "former").data == {"folders": [str(tmp_path / "file")], "deleted": False}
    assert hub("hub", "former", "--delete").data["deleted"]
    assert hub("hub", "former").data["folders"] == []
    assert hub("hub", "former", "--delete", expect=3).error["key"] == "no_former"
    assert hub("hub", "clean").data == {"hub": address}
    assert second("household", "find", "giang").data["total"] == 1


def test_the_statements_of_the_roles_are_printed_and_odd_names_refused() -> None:
    said = run_here("hub", "roles", "--clerk", "thu_ky", "--lang", "en")
    assert said.code == 0
    assert "CREATE ROLE thu_ky LOGIN;" in said.out
    assert run_here("hub", "roles", "--clerk", "a; DROP", "--json").error["key"] == "role_name"


def test_an_office_at_a_hub_takes_no_version_from_a_stick_and_goes_back_to_none(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = be_elsewhere(monkeypatch, tmp_path / "account")
    home = make_bundle(tmp_path / "installed", "0.1.0")
    run_from(monkeypatch, home)
    hub = CommandLine(address)  # type: ignore[arg-type]
    hub("office", "new", "--name", "BHXH", "--unit", "03424", "--recovery-sheet", tmp_path / "s.pdf")
    (tmp_path / "usb").mkdir()
    hub("update", "make", make_bundle(tmp_path / "gocua", "0.9.0"), "--out", tmp_path / "usb")
    (offer,) = hub("update", "look", tmp_path / "usb", expect=1).data["releases"]
    assert (offer["version"], offer["fits"], offer["reason_key"]) == ("0.9.0", False, "release_hub")
    said = hub("update", "take", tmp_path / "usb", expect=3).error
    assert said["key"] == "release_hub"
    assert not versions.exists() or not any(versions.iterdir())
    write_in_use(InUse("0.9.0", "", str(home)))
    assert hub("update", "back", expect=3).error["key"] == "release_hub"
    assert read_in_use() == InUse("0.9.0", "", str(home))
