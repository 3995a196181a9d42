"""`outreach review conflicts`, `sync undo` and `list undo` as scripts use them."""

import csv
from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.conftest import PASSPHRASE

LATER = "2026-11-21T20:05"


@pytest.fixture
def office(office_folder: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    return CommandLine(office_folder)


@pytest.fixture
def laptop(laptop_folder: Path, office: CommandLine) -> CommandLine:
    return office.on(laptop_folder)


def person_id(line: CommandLine, name: str = "Lò Văn Páo") -> str:
    home = line("household", "find", name).data["results"][0]["code"]
    members = line("household", "show", home).data["members"]
    return str(next(each["id"] for each in members if each["name"] == name))


def clash(office: CommandLine, laptop: CommandLine, stick: Path) -> None:
    stick.mkdir(exist_ok=True)
    office("person", "edit", person_id(office), "phone=0912345678", "--by", "Bùi Văn Kế")
    laptop("person", "edit", person_id(laptop), "phone=0387345211", "--by", "Hoàng Thị Thơm", at=LATER)
    laptop("sync", "write", "--to", stick)
    report = office("sync", "read", stick, expect=1).data
    assert report["files"][0]["conflicts"] == 1


def test_conflicts_are_listed_with_the_promised_keys_and_settled_by_value(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    clash(office, laptop, tmp_path / "stick")
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


def test_rules_are_previewed_and_applied(office: CommandLine, laptop: CommandLine, tmp_path: Path) -> None:
    clash(office, laptop, tmp_path / "stick")
    told = office("review", "conflicts", "--take", "Máy 01", "--preview").data
    assert [each["value"] for each in told["decisions"]] == ["0387345211"]
    assert office("review", "conflicts", "--field", "born").data["items"] == []
    assert len(office("review", "conflicts", "--machine", "Máy 01", expect=1).data["items"]) == 1
    office("review", "conflicts", "--take", "office")
    assert office("review", "conflicts").data["items"] == []
    assert office("household", "find", "0912345678").data["total"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--settle", "nonsense"), 2), (("--settle", "person:00:phone=1"), 3), (("--take", "nobody"), 2),
        (("--undo",), 3), (("--take", "later", "--undo"), 2),
    ],
)  # fmt: skip
def test_what_cannot_be_settled_is_a_sentence(
    office: CommandLine, laptop: CommandLine, tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    clash(office, laptop, tmp_path / "stick")
    assert office("review", "conflicts", *words, expect=code).error["advice"]
    assert len(office("review", "conflicts", expect=1).data["items"]) == 1


def test_words_name_machine_author_day_and_hour(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    clash(office, laptop, tmp_path / "stick")
    said = office.plain("review", "conflicts", "--lang", "vi", expect=1).out
    assert "Máy 01, Hoàng Thị Thơm, 21/11 20:05" in said
    assert "0387 345 211" in said


def test_merged_rows_are_listed(office: CommandLine, laptop: CommandLine, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    office("person", "edit", person_id(office), "phone=0912345678")
    laptop("person", "edit", person_id(laptop), "born=1961")
    laptop("sync", "write", "--to", stick)
    assert office("sync", "read", stick).data["files"][0]["parallel"] == 1
    (row,) = office("review", "conflicts", "--merged").data["merged"]
    assert len(row["fields"]) == 2


def test_an_import_of_files_is_undone_said_and_read_again(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
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
