"""`outreach review conflicts`, `sync undo` and `list undo` as scripts use them."""

import csv
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from outreach_app.app import open_workspace
from outreach_app.domain.clock import VIETNAM
from tests.cli.command_line import CommandLine
from tests.conftest import PASSPHRASE, StandingClock, Templates


@pytest.fixture(scope="module")
def clashing(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has read a laptop's file: both have written another phone for one person."""
    folder = tmp_path_factory.mktemp("clash")
    stick = folder / "stick"
    stick.mkdir()
    spaces = []
    for name, template, author, phone, hour in (
        ("laptop", templates.laptop, "Hoàng Thị Thơm", "0387345211", 20),
        ("office", templates.office, "Bùi Văn Kế", "0912345678", 19),
    ):
        clock = StandingClock(datetime(2026, 11, 21, hour, 5, tzinfo=VIETNAM))
        app = open_workspace(Path(shutil.copytree(template, folder / name)), PASSPHRASE, clock=clock)
        app.office.say_who_works(author)
        home = app.households.find("Lò Văn Páo").hits[0].household
        app.households.edit_person(app.households.read_card(home).members[0].id, {"phone": phone})
        spaces.append(app)
    spaces[0].syncing.write(stick)
    (report,) = spaces[1].syncing.read([stick]).value.files
    assert report.conflicts == 1
    for app in spaces:
        app.close()
    return folder


@pytest.fixture
def office(clashing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    return CommandLine(Path(shutil.copytree(clashing / "office", tmp_path / "clashing")))


def person_id(line: CommandLine, name: str) -> str:
    home = line("household", "find", name).data["results"][0]["code"]
    members = line("household", "show", home).data["members"]
    return str(next(each["id"] for each in members if each["name"] == name))


def test_conflicts_are_listed_with_the_promised_keys_and_settled_by_value(office: CommandLine) -> None:
    (item,) = office("review", "conflicts", expect=1).data["items"]
    assert {"id", "kind", "table", "row", "household", "field", "base", "values", "reasons"} <= set(item)
    assert (item["kind"], item["table"], item["field"], item["base"]) == (
        "conflict",
        "person",
        "phone",
        "0987112230",
    )
    assert [each["value"] for each in item["values"]] == ["0912345678", "0387345211"]
    assert [each["author"] for each in item["values"]] == ["Bùi Văn Kế", "Hoàng Thị Thơm"]
    assert item["values"][1]["device"] == "Máy 01"
    assert item["values"][1]["at"].startswith("2026-11-21T20:05")
    done = office("review", "conflicts", "--settle", f"{item['id']}=0911 222 333").data
    assert (done["items"], done["settled"]) == ([], 1)
    assert office("review", "conflicts").data == {"items": []}
    again = office("review", "conflicts", "--undo", expect=1).data
    assert [each["id"] for each in again["items"]] == [item["id"]]
    assert [(v["value"], v["author"], v["at"]) for v in again["items"][0]["values"]] == [
        (v["value"], v["author"], v["at"]) for v in item["values"]
    ]


def test_rules_are_previewed_and_applied(office: CommandLine) -> None:
    told = office("review", "conflicts", "--take", "Máy 01", "--preview").data
    assert [each["value"] for each in told["decisions"]] == ["0387345211"]
    assert office("review", "conflicts", "--field", "born").data["items"] == []
    assert len(office("review", "conflicts", "--machine", "Máy 01", expect=1).data["items"]) == 1
    office("review", "conflicts", "--take", "office")
    assert office("review", "conflicts").data["items"] == []
    assert office("household", "find", "0912345678").data["total"] == 1


def test_what_cannot_be_settled_is_a_sentence(office: CommandLine) -> None:
    for words, code in (
        (("--settle", "nonsense"), 2),
        (("--settle", "person:00:phone=1"), 3),
        (("--take", "nobody"), 2),
        (("--undo",), 3),
        (("--take", "later", "--undo"), 2),
    ):
        assert office("review", "conflicts", *words, expect=code).error["advice"]
    assert len(office("review", "conflicts", expect=1).data["items"]) == 1


def test_words_name_machine_author_day_and_hour(office: CommandLine) -> None:
    said = office.plain("review", "conflicts", "--lang", "vi", expect=1).out
    assert "Máy 01, Hoàng Thị Thơm, 21/11 20:05" in said
    assert "0387 345 211" in said


def test_an_import_of_files_is_undone_said_and_read_again(
    office: CommandLine, office_folder: Path, laptop_folder: Path, tmp_path: Path
) -> None:
    office = office.on(office_folder)
    stick, laptop = tmp_path / "stick", office.on(laptop_folder)
    stick.mkdir()
    laptop("household", "add", "--village", "NL", "--head", "Vàng Thị Súa")
    laptop("sync", "write", "--to", stick)
    brought = office("sync", "read", stick).data["import_id"]
    told = office("sync", "undo", brought, "--preview").data
    assert (told["removed"], told["preview"]) == ({"household": 1, "person": 1}, True)
    assert office("household", "find", "Vàng Thị Súa").data["total"] == 1
    assert office("sync", "undo", "last").data["removed"] == {"household": 1, "person": 1}
    assert office("household", "find", "Vàng Thị Súa").data["total"] == 0
    assert office("sync", "undo", brought, expect=3).error["key"] == "undone_already"
    (file,) = office("sync", "read", stick, "--preview").data["files"]
    assert (file["state"], file["reason_key"]) == ("waiting", "undone")
    assert office("sync", "read", stick).data["files"][0]["state"] == "applied"
    assert office("household", "find", "Vàng Thị Súa").data["total"] == 1
    assert office("check").data["ok"]


def test_a_list_is_undone_and_rows_touched_since_are_listed(office: CommandLine, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    with listed.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [("Hộ số", "Họ và tên", "Quan hệ với chủ hộ", "Thôn/Bản"), ("1", "Cà Văn Xôm", "Chủ hộ", "bản Nà Ly"),
             ("2", "Lò Thị Xoan", "Chủ hộ", "bản Nà Ly")]
        )  # fmt: skip
    brought = office("list", "import", listed, "--as", "register").data["import_id"]
    office("person", "edit", person_id(office, "Lò Thị Xoan"), "phone=0912345678")
    done = office("list", "undo", brought, expect=1).data
    assert done["removed"] == {"household": 1, "person": 1}
    assert {row["name"] for row in done["kept"]} == {"Lò Thị Xoan"}
    assert office("household", "find", "Cà Văn Xôm").data["total"] == 0
