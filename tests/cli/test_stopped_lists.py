"""`outreach list import --as stopped`: a real C21a-TS in, promised keys, choices by hand, words, undo."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine, run_here
from tests.exchange.stopped_books import write_stopped

PAO, CHU = "012080001000", "012081001001"


def line(
    name: str, number: str, *, voluntary: str = "x", health: str = "", month: str = "08/2026"
) -> tuple[str, ...]:
    return ("1", "26740", name, number, "", voluntary, health, "", month, "", "", "")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    rows = [
        line("Lò Văn Páo", PAO),
        line("Giàng A Chư", CHU, health="x", voluntary=""),
        line("Lò Thị Inh", ""),
        line("Không Có Ai", "0123456789"),
        line("Cà Văn Hặc", "", voluntary=""),
    ]
    return write_stopped(tmp_path / "C21a.xlsx", rows)


def take(office: CommandLine, listed: Path, *more: str, expect: int = 1) -> dict[str, object]:
    return office(
        "list", "import", listed, "--as", "stopped", *more, "--by", "Bùi Văn Kế", expect=expect
    ).data


def test_a_preview_has_the_promised_keys_and_changes_nothing(office: CommandLine, listed: Path) -> None:
    before = office("check").data
    report = take(office, listed, "--preview")
    told = {
        name: report[name]
        for name in ("import_id", "rows", "households", "people", "new", "changed", "unchanged")
    }
    assert told == {
        "import_id": None, "rows": 5, "households": 2, "people": 2, "new": 2, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    assert (report["preview"], report["columns"]["name"]) == (True, "Họ và tên")
    assert [(row["row"], row["reason_key"]) for row in report["refused"]] == [(15, "no_scheme")]
    (chosen,) = report["choose"]
    assert (chosen["row"], chosen["stopped"], chosen["reason_key"]) == (13, "2026-08", "only_name")
    assert chosen["people"][0].keys() == {"person", "name", "born", "code", "village"}
    assert [row["name"] for row in report["unknown"]] == ["Không Có Ai"]
    assert office("check").data == before


def test_they_are_taken_in_chosen_listed_and_taken_back(office: CommandLine, listed: Path) -> None:
    first = take(office, listed)
    assert (first["new"], len(first["import_id"])) == (2, 16)
    (chosen,) = first["choose"]
    due = office("renewals").data["due"]
    assert {(row["name"], row["scheme"], row["reason_key"]) for row in due} == {
        ("Lò Văn Páo", "voluntary", "stopped"), ("Giàng A Chư", "household_health", "card_lapsed"),
    }  # fmt: skip
    second = take(office, listed, "--match", f"13={chosen['people'][0]['code']}")
    assert (second["new"], second["unchanged"], [row["row"] for row in second["matched"]]) == (1, 2, [13])
    assert office("renewals").data["counts"] == {"stopped": 2, "card_lapsed": 1}
    third = take(office, listed)
    assert (third["new"], len(third["known"]), third["choose"]) == (0, 3, [])
    assert third["earlier"]
    office("list", "undo", "last")
    office("list", "undo", first["import_id"])
    assert office("renewals").data["total"] == 0
    assert office("check").data["ok"]


def test_the_person_may_be_named_instead_of_the_house(office: CommandLine, listed: Path) -> None:
    (chosen,) = take(office, listed, "--preview")["choose"]
    found = take(office, listed, "--preview", "--match", f"13={chosen['people'][0]['person']}")
    assert (found["choose"], found["new"]) == ([], 3)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--as", "stopped", "--match", "13"), 2),
        (("--as", "stopped", "--match", "x=NL-0001-K"), 2),
        (("--as", "stopped", "--match", "13=a", "--match", "13=b"), 2),
        (("--as", "stopped", "--sheet", "C21a-TS"), 2),
        (("--as", "register", "--match", "13=NL-0001-K"), 2),
        (("--as", "prospects"), 2),
        (("--as", "stopped", "--match", "99=" + "0" * 32), 3),
    ],
)
def test_what_does_not_go_together_changes_nothing(
    office: CommandLine, listed: Path, words: tuple[str, ...], code: int
) -> None:
    before = office("check").data
    assert office("list", "import", listed, *words, expect=code).error["advice"]
    assert office("check").data == before


def test_a_laptop_may_not(laptop: CommandLine, listed: Path) -> None:
    assert laptop("list", "import", listed, "--as", "stopped", expect=4).error["key"] == "office_only"


def test_it_is_told_in_words(office: CommandLine, listed: Path) -> None:
    said = run_here(
        "--workspace", office.workspace, "list", "import", listed, "--as", "stopped", "--lang", "vi", "--at", office.at
    )  # fmt: skip
    assert said.code == 1
    assert "Đã ghi nhận 2 người dừng tham gia." in said.out
    assert "dòng 13: Lò Thị Inh. Chỉ trùng họ tên." in said.out
    assert "dòng 14: Không Có Ai" in said.out
    assert "Lò Thị Inh  " in said.out
