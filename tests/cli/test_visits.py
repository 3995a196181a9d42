"""`outreach visit`, `outreach sheet` and `outreach enrol`: what a day at the doors needs, in the promised shapes."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.pdf_texts import read_page_texts

BY = ("--by", "Hoàng Thị Thơm")


@pytest.fixture
def home(laptop: CommandLine) -> dict[str, object]:
    """The household of Lò Văn Páo."""
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    return laptop("household", "show", code).data


def test_a_visit_keeps_everything_that_was_said(
    laptop: CommandLine, home: dict[str, list[dict[str, str]]]
) -> None:
    head, wife = (member["id"] for member in home["members"])
    logged = laptop(
        "visit", "log", f"{head}:household_health:signed_up", "--household", str(home["code"]),
        "--person", f"{wife}:voluntary:thinking", "--channel", "phone", "--met", wife, "--met-others", "bà nội",
        "--objection", "too_long", "--next", "2026-11-28", "--next-step", "call",
        "--note", "hỏi mức đóng ba tháng\nhẹn tối", "--day", "2026-11-19", *BY,
    ).data  # fmt: skip
    (visit,) = laptop("household", "show", str(home["code"])).data["visits"]
    assert visit["id"] == logged["visit_id"]
    assert visit["outcomes"] == [
        {"person": wife, "scheme": "voluntary", "outcome": "thinking"},
        {"person": head, "scheme": "household_health", "outcome": "signed_up"},
    ]
    kept = {
        name: visit[name]
        for name in ("channel", "met", "met_others", "objection", "next_on", "next_step", "visited_on")
    }
    assert kept == {
        "channel": "phone", "met": [wife], "met_others": "bà nội", "objection": "too_long", "next_on": "2026-11-28",
        "next_step": "call", "visited_on": "2026-11-19",
    }  # fmt: skip
    assert visit["note"] == "hỏi mức đóng ba tháng\nhẹn tối"
    assert (visit["canvasser"], visit["outcome"], visit["sheet"]) == ("Hoàng Thị Thơm", None, None)
    again = laptop(
        "visit", "log", "--household", str(home["code"]), "--outcome", "refused", "--day", "2026-11-19"
    ).data
    assert again["warnings"] == ["same_day"]


def test_a_visit_that_cannot_be_is_refused_before_anybody_is_entered(
    laptop: CommandLine, home: dict[str, object]
) -> None:
    code = str(home["code"])
    before = laptop("check").data
    stranger = "0" * 32
    for words, key in (
        (("--outcome", "refused", "--day", "2026-11-22"), "future_visit"),
        (("--outcome", "refused", "--next", "2026-11-01"), "next_before_visit"),
        (("--note", "nothing else"), "no_outcome"),
        (("--person", f"{stranger}:voluntary:thinking"), "not_a_member"),
        (("--outcome", "refused", "--met", stranger), "not_a_member"),
    ):
        assert (
            laptop("visit", "log", "--household", code, *words, "--by", "Người Mới", expect=3).error["key"]
            == key
        )
    assert laptop("check").data == before


def test_corrections_and_cancellations_supersede(laptop: CommandLine, home: dict[str, object]) -> None:
    code = str(home["code"])
    first = laptop("visit", "log", "--household", code, "--outcome", "refused", "--note", "nói to", *BY).data[
        "visit_id"
    ]
    second = laptop("visit", "correct", first, "--outcome", "call_back", "--next", "2026-11-25").data
    assert second["supersedes"] == first
    (visit,) = laptop("household", "show", code).data["visits"]
    kept = (visit["outcome"], visit["note"], visit["next_step"], visit["canvasser"])
    assert kept == ("call_back", "nói to", "return", "Hoàng Thị Thơm")
    assert laptop("visit", "correct", first, "--outcome", "thinking", expect=3).error["key"] == "not_current"
    assert laptop("visit", "correct", second["visit_id"], expect=2).error["key"] == "usage"
    laptop("visit", "cancel", second["visit_id"], "--reason", "ghi nhầm hộ")
    assert laptop("household", "show", code).data["visits"] == []


def test_a_sheet_is_made_typed_back_corrected_and_closed(laptop: CommandLine) -> None:
    made = laptop("sheet", "make", "--village", "NL", "--doors", "2", *BY).data
    code = made["sheet"]
    assert [row["row"] for row in made["rows"]] == [1, 2]
    assert made["canvasser"] == "Hoàng Thị Thơm"
    assert laptop("sheet", "list").data["sheets"] == [
        {"code": code, "village": "Nà Ly", "day": "2026-11-21", "rows": 2, "typed": 0}
    ]
    typed = laptop(
        "sheet", "record", code.lower(), "1=3", "2=not_home", "--note", "1=hẹn tối", "--next", "1=2026-11-23"
    ).data
    assert [row["outcome"] for row in typed["rows"]] == ["call_back", "not_home"]
    door = laptop("household", "show", typed["rows"][0]["code"]).data["visits"][0]
    assert (door["note"], door["next_on"], door["sheet"]) == ("hẹn tối", "2026-11-23", code)
    again = laptop("sheet", "record", code, "1=4", "2=").data
    assert [row["outcome"] for row in again["rows"]] == ["refused", None]
    assert laptop("sheet", "finish", code).data["finished"]
    assert laptop("sheet", "list").data["sheets"] == []
    assert [row["outcome"] for row in laptop("sheet", "show", code).data["rows"]] == ["refused", None]


def test_a_mistake_in_one_row_leaves_the_sheet_as_it_was(laptop: CommandLine) -> None:
    code = laptop("sheet", "make", "--village", "NL").data["sheet"]
    before = laptop("check").data
    for rows in (
        ("1=3", "9=0"),
        ("1=3", "2=glad"),
        ("1=3", "x=0"),
        ("1=3", "--note", "2=x"),
        ("1=3", "--next", "1=2026-11-01"),
    ):
        laptop("sheet", "record", code, *rows, expect=2)
    assert laptop("check").data == before


def test_a_second_sheet_leaves_out_the_doors_of_the_first(laptop: CommandLine) -> None:
    first = {row["code"] for row in laptop("sheet", "make", "--village", "NL", "--doors", "2").data["rows"]}
    second = {row["code"] for row in laptop("sheet", "make", "--village", "NL").data["rows"]}
    assert len(first | second) == 3
    assert not first & second
    laptop("sheet", "make", "--village", "NL", expect=3)


def test_a_sign_up_has_the_days_amounts_and_says_what_is_missing(
    laptop: CommandLine, home: dict[str, list[dict[str, str]]]
) -> None:
    head, wife = (member["id"] for member in home["members"])
    laptop("person", "edit", head, "born=1984")
    signed = laptop(
        "enrol", head, "--scheme", "household_health", "--from", "2026-12", "--method", "12", "--money", "1.366.200",
        "--receipt", "BL-7", *BY,
    ).data  # fmt: skip
    assert (signed["state"], signed["problems"], signed["amounts"]["own"]) == ("complete", [], 1_366_200)
    assert (signed["amounts"]["position"], signed["amounts"]["receipts"]) == (1, ["BL-7"])
    poor = laptop(
        "enrol", wife, "--scheme", "voluntary", "--from", "12/2026", "--method", "3",
        "--income", "1500000", "--money", "792000", expect=1,
    ).data  # fmt: skip
    assert (poor["state"], poor["amounts"]["own"], len(poor["problems"])) == ("incomplete", 792_000, 3)
    shown = laptop("household", "show", str(home["code"])).data["enrolments"]
    assert {row["id"] for row in shown} == {signed["enrolment_id"], poor["enrolment_id"]}
    assert laptop(
        "enrol", head, "--scheme", "household_health", "--from", "2026-12", "--method", "12", expect=3
    ).error["key"] == "already_enrolled"  # fmt: skip
    assert laptop(
        "enrol", wife, "--scheme", "compulsory", "--from", "2026-12", "--method", "1", expect=2
    ).error


def test_papers_are_written_once_and_whole(
    laptop: CommandLine, home: dict[str, object], tmp_path: Path
) -> None:
    out = tmp_path / "tờ.pdf"
    printed = laptop("print", "visit-list", "--village", "NL", "--out", out, "--large", *BY).data
    assert (printed["path"], printed["rows"]) == (str(out), 3)
    assert out.stat().st_size == printed["bytes"]
    assert (
        laptop("print", "visit-list", printed["sheet"], "--out", out, expect=3).error["key"] == "file_exists"
    )
    again = laptop("print", "visit-list", printed["sheet"], "--out", tmp_path / "2.pdf").data
    assert again["sheet"] == printed["sheet"]
    laptop("print", "leaflet", str(home["code"]), "--out", tmp_path / "roi.pdf")
    laptop("visit", "log", "--household", str(home["code"]), "--outcome", "refused", *BY)
    summary = laptop("print", "daily-summary", "--out", tmp_path / "ngày.pdf").data
    assert (summary["day"], summary["knocked"], summary["spoken_to"]) == ("2026-11-21", 1, 1)
    assert (
        laptop("print", "daily-summary", "--day", "2026-11-20", "--out", tmp_path / "qua.pdf").data["knocked"]
        == 0
    )
    for name in ("2.pdf", "roi.pdf", "ngày.pdf"):
        assert "BHXH cơ sở Bản Bo" in read_page_texts(tmp_path / name)[0]
