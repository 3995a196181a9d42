"""`outreach history`: a household, a person, a row, everything; newest first, in words and as JSON."""

from tests.cli.command_line import CommandLine


def find(laptop: CommandLine, name: str = "pao") -> dict[str, str]:
    found: dict[str, str] = laptop("household", "find", name).data["results"][0]
    return found


def test_a_household_a_person_and_a_row_tell_their_history(laptop: CommandLine) -> None:
    home = find(laptop)
    by = ("--by", "Lường Thị Inh")
    laptop("person", "edit", home["id"], "phone=0912000111", *by, at="2026-11-21T19:50")
    visit = laptop(
        "visit", "log", "--household", home["code"], "--outcome", "not_home", *by, at="2026-11-21T20:00"
    ).data
    told = laptop("history", "--household", home["code"]).data
    first, second = told["entries"][:2]
    assert (first["table"], first["deed"], first["author"]) == ("visit", "made", "Lường Thị Inh")
    assert (second["subject"], second["device"], second["own_machine"]) == ("Lò Văn Páo", "Máy 01", True)
    (change,) = second["changes"]
    assert change == {
        "field": "phone", "name": "phone", "was": "0987112230", "now": "0912000111", "held_back": False
    }  # fmt: skip
    assert told["total"] == len(told["entries"]) > 3
    assert laptop("history", "--person", home["id"]).data["entries"][0]["id"] == second["id"]
    assert len(laptop("history", "--table", "visit", "--row", visit["visit_id"]).data["entries"]) == 1
    newest = laptop("history", "--limit", "2").data["entries"]
    assert [entry["table"] for entry in newest] == ["visit", "person"]


def test_the_same_in_words(laptop: CommandLine) -> None:
    home = find(laptop)
    laptop("person", "edit", home["id"], "phone=0912000111", "--by", "Lường Thị Inh")
    lines = laptop.plain(
        "history", "--household", home["code"], "--lang", "vi", "--limit", "1"
    ).out.splitlines()
    assert lines == [
        "21/11/2026 19:42  thành viên Lò Văn Páo: sửa | điện thoại: 0987 112 230 → 0912 000 111 | Lường Thị Inh, Máy 01"
    ]


def test_one_record_at_a_time(laptop: CommandLine) -> None:
    for words in (("--table", "visit"), ("--row", "0" * 32), ("--household", "NL-0001", "--person", "x")):
        assert laptop("history", *words, expect=2).error["key"] == "usage"
    assert laptop("history", "--table", "no_table", "--row", "0" * 32, expect=3).error["key"] == "no_table"
    assert laptop("history", "--table", "visit", "--row", "0" * 32, expect=3).error["key"] == "not_found"
