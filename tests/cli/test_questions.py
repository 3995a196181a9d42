"""`outreach questions` and `outreach objections`: asked at a laptop, answered at the office, carried both ways."""

from pathlib import Path

import pytest

from outreach_app.domain.visits import OBJECTION_NAMES
from tests.cli.command_line import CommandLine
from tests.workspaces import PASSPHRASE, copy_field


def home_of(line: CommandLine) -> str:
    return str(line("household", "find", "Lò Văn Páo").data["results"][0]["code"])


def test_a_question_goes_up_and_its_answer_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = copy_field(tmp_path)
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    one, office = CommandLine(field.one.folder), CommandLine(field.office.folder)
    code, asked = home_of(one), "Con đang học nghề có đóng được không?"
    made = one(
        "questions", "ask", "--household", code, "--text", f"  {asked} ", "--objection", "other", "--by", "Vàng A Lử"
    ).data["question_id"]  # fmt: skip
    one("sync", "write", "--to", field.stick)
    office("sync", "read", field.stick, at="2026-11-21T20:00")
    (found,) = office("questions", "list").data["questions"]
    assert (found["id"], found["text"], found["head"], found["objection"], found["asked_by"], found["answers"]) == (
        made, asked, "Lò Văn Páo", "other", "Vàng A Lử", [],
    )  # fmt: skip
    office(
        "questions", "answer", made, "--text", "Được, từ đủ 15 tuổi.", "--source", "Luật 41/2024/QH15, Điều 2",
        "--by", "Hoàng Thị Thắm", at="2026-11-21T20:10",
    )  # fmt: skip
    assert office("questions", "list").data == {"questions": [], "open": 0}
    back = tmp_path / "back"
    back.mkdir()
    office("sync", "write", "--to", back, at="2026-11-21T20:20")
    one("sync", "read", back, at="2026-11-21T21:00")
    for narrowed in (("--answered",), ("--household", code)):
        (told,) = one("questions", "list", *narrowed).data["questions"]
        assert told["answers"] == [
            {
                "text": "Được, từ đủ 15 tuổi.", "source": "Luật 41/2024/QH15, Điều 2", "answered_on": "2026-11-21",
                "answered_by": "Hoàng Thị Thắm",
            }
        ]  # fmt: skip
    said = one.plain("questions", "list", "--answered", "--lang", "vi", "--at", "2026-11-21T21:00").out
    assert asked in said
    assert "    Được, từ đủ 15 tuổi. (Luật 41/2024/QH15, Điều 2)" in said
    assert "chưa được trả lời: 0" in said


def test_only_the_office_answers_and_an_unknown_question_is_not_answered(
    office: CommandLine, laptop: CommandLine
) -> None:
    code = home_of(laptop)
    made = laptop("questions", "ask", "--household", code, "--text", "Có cộng không?").data["question_id"]
    assert laptop("questions", "answer", made, "--text", "Có.", expect=4).error["key"] == "not_office"
    assert laptop("questions", "list").data["open"] == 1
    assert office("questions", "answer", made, "--text", "Có.", expect=3).error["key"] == "not_found"
    empty = laptop("questions", "ask", "--household", code, "--text", "  ", expect=3)
    assert empty.error["key"] == "empty_text"
    laptop("questions", "ask", "--household", code, "--text", "Có?", "--objection", "none", expect=2)


def test_the_objection_book_is_listed_written_over_and_taken_back(office: CommandLine) -> None:
    listed = office("objections", "list", "--book", "vi").data["objections"]
    assert [each["key"] for each in listed] == [
        key for key in OBJECTION_NAMES if key in {e["key"] for e in listed}
    ]
    before = office("objections", "list", "--key", "too_long", "--book", "vi").data["objections"]
    assert before == [each for each in listed if each["key"] == "too_long"]
    sentence = "Đủ 15 năm đóng và đủ tuổi là có lương hưu."
    made = office(
        "objections", "set", "too_long", "--book", "vi", "--say", sentence, "--source", "Luật 41/2024/QH15, Điều 98"
    ).data  # fmt: skip
    assert (made["answer"], made["edited"], made["words"]) == ([sentence], True, before[0]["words"])
    assert (made["avoid"], made["sources"]) == (before[0]["avoid"], ["Luật 41/2024/QH15, Điều 98"])
    assert office("objections", "list", "--key", "too_long", "--book", "vi").data["objections"] == [made]
    english = office("objections", "list", "--key", "too_long").data["objections"]
    assert not english[0]["edited"]
    assert office("objections", "set", "too_long", "--book", "vi", "--shipped").data == before[0]


def test_an_unsound_entry_is_refused_and_changes_nothing(office: CommandLine, laptop: CommandLine) -> None:
    before = office("objections", "list", "--book", "vi").data
    office("objections", "set", "too_long", expect=2)
    office("objections", "set", "too_long", "--shipped", "--say", "Có lương hưu khi đủ 15 năm.", expect=2)
    office("objections", "set", "odd", "--shipped", expect=2)
    wrong = ("--say", "Mỗi tháng {no_such_figure} thôi, không phải lo gì cả.")
    office("objections", "set", "too_long", "--book", "vi", *wrong, expect=3)
    assert office("objections", "list", "--book", "vi").data == before
    fine = ("--say", "Đủ 15 năm đóng và đủ tuổi là có lương hưu.")
    assert (
        laptop("objections", "set", "too_long", *fine, "--book", "vi", expect=4).error["key"] == "not_office"
    )
