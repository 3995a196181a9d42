"""`outreach receipt`, `cash`, `dossier`: the money of a day told by a script, with books, slip and papers."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

INH = "Lường Thị Inh"


def sign_up(desk: CommandLine, *more: str) -> str:
    """Whose birth date the template lacks: every sign-up needs a person (exit code 1)."""
    person = next(r["id"] for r in desk("household", "find", "Lò").data["results"] if r["kind"] == "person")
    said = desk(
        "enrol",
        person,
        "--scheme",
        "voluntary",
        "--from",
        "2026-12",
        "--method",
        "3",
        "--by",
        INH,
        *more,
        expect=1,
    )
    return str(said.data["enrolment_id"])


def test_a_days_money_is_taken_handed_over_and_its_papers_go_to_the_office(
    office: CommandLine, tmp_path: Path
) -> None:
    office("visit", "log", "--household", office("household", "find", "Lò").data["results"][0]["code"],
           "--outcome", "not_home", "--by", INH)  # fmt: skip
    book = office(
        "receipt", "book", "issue", "--first", "BL26B-0001", "--last", "BL26B-0050", "--to", INH
    ).data
    assert (book["series"], book["left"], book["next"]) == ("BL26B", 50, "BL26B-0001")
    enrolment = sign_up(office)
    due = office("dossier", "list", "--state", "waiting").data["sign_ups"][0]["due"]
    part = office("receipt", "take", enrolment, "--money", "100000", "--receipt", "BL26B-0001", "--by", INH)
    assert (part.data["missing"], part.data["state"]) == (due - 100_000, "waiting")
    office("receipt", "void", "BL26B-0002", "--why", "rách", "--by", INH)
    rest = office(
        "receipt", "take", enrolment, "--money", str(due - 100_000), "--receipt", "BL26B-0003", "--by", INH
    )
    assert (rest.data["missing"], rest.data["over"], rest.data["state"], rest.data["problems"]) == (
        0,
        0,
        "paid",
        [],
    )
    assert office("receipt", "book", "list").data["problems"] == []
    seen = office("cash", "day", "--counted", str(due - 500), "--by", INH, expect=1).data
    assert (seen["cash"], seen["cash_receipts"], seen["handed_over"]) == (due, 2, [])
    refused = office("cash", "day", "--counted", str(due - 500), "--to", "Bùi Văn Kế", "--by", INH, expect=3)
    assert refused.error["key"] == "cash_differs"
    slip = tmp_path / "slip.pdf"
    done = office("cash", "day", "--counted", str(due), "--to", "Bùi Văn Kế", "--out", slip, "--by", INH).data
    assert (done["hand_over"]["difference"], slip.stat().st_size) == (0, done["bytes"])
    assert office("cash", "day", "--by", INH).data["cash"] == 0
    assert office("dossier", "send", enrolment).data["sign_ups"][0]["state"] == "sent"
    back = office("dossier", "return", enrolment, "--why", "thiếu chữ ký").data["sign_ups"][0]
    assert (back["state"], back["why"]) == ("returned", "thiếu chữ ký")
    office("dossier", "send", enrolment)
    assert office("dossier", "accept", enrolment).data["sign_ups"][0]["state"] == "accepted"
    assert office("dossier", "list").data["counts"]["accepted"] == 1


@pytest.mark.torture
def test_gaps_and_numbers_written_twice_need_a_person(office: CommandLine) -> None:
    home = office("household", "find", "Lò").data["results"][0]["code"]
    office("visit", "log", "--household", home, "--outcome", "not_home", "--by", INH)
    office("receipt", "book", "issue", "--first", "1", "--last", "50", "--series", "BL26B", "--to", INH)
    enrolment = sign_up(office, "--money", "100000", "--receipt", "BL26B-3")
    office("receipt", "void", "BL26B-3", "--why", "sai tên", "--by", INH)
    twice = office(
        "receipt", "take", enrolment, "--money", "5000", "--receipt", "BL26B-0003", "--by", INH, expect=1
    )
    assert any("void" in problem for problem in twice.data["problems"])
    found = office("receipt", "book", "list", expect=1).data
    assert found["books"][0]["missing"] == ["BL26B-01", "BL26B-02"]
    assert [clash["number"] for clash in found["clashes"]] == ["BL26B-0003"]
    office("receipt", "book", "pass", "BL26B-9", "--to", INH)
    gone = office("receipt", "book", "return", "BL26B-9", "--blank-from", "BL26B-5", expect=1).data
    assert (gone["missing"], gone["returned_on"]) == (["BL26B-01", "BL26B-02", "BL26B-04"], "2026-11-21")


def test_wrong_words_and_a_laptop_that_speaks_for_the_office_are_refused(
    laptop: CommandLine, tmp_path: Path
) -> None:
    enrolment = sign_up(laptop)
    for words in (
        ("receipt", "take", enrolment, "--money", "x"),
        ("receipt", "take", enrolment, "--money", "5", "--means", "gold"),
        ("cash", "day", "--to", "ai"), ("cash", "day", "--out", str(tmp_path / "x.pdf")),
        ("dossier", "list", "--state", "odd"),
    ):  # fmt: skip
        laptop(*words, expect=2)
    laptop("receipt", "take", "0" * 32, "--money", "5000", expect=3)
    laptop("receipt", "void", "không", "--why", "rách", expect=3)
    for words in (
        ("dossier", "accept", enrolment), ("dossier", "return", enrolment, "--why", "thiếu"),
        ("receipt", "book", "issue", "--first", "1", "--last", "50", "--to", INH),
    ):  # fmt: skip
        laptop(*words, expect=4)


def test_a_list_of_what_became_of_papers_is_previewed_and_brought_in(
    office: CommandLine, tmp_path: Path
) -> None:
    enrolment = sign_up(office)
    office("dossier", "send", enrolment, "--by", INH)
    (sent,) = office("dossier", "list", "--state", "sent").data["sign_ups"]
    book = tmp_path / "kết quả.csv"
    rows = (f"{sent['person']},Đã duyệt,HS-9,20/11/2026", "Không Có Ai,Đã duyệt,,")
    book.write_text("\n".join(("Họ và tên,Trạng thái,Mã hồ sơ,Ngày duyệt", *rows)), encoding="utf-8-sig")
    words = ("list", "import", book, "--as", "dossiers")
    preview = office(*words, "--preview", expect=1).data
    assert (preview["rows"], preview["accepted"], preview["preview"]) == (2, 0, True)
    (choose,), (unknown,) = preview["choose"], preview["unknown"]
    assert (choose["reason_key"], choose["code"], unknown["reason_key"]) == ("only_name", "HS-9", "not_here")
    assert [each["enrolment"] for each in choose["sign_ups"]] == [enrolment]
    taken = office(*words, "--match", f"2={enrolment}", "--by", INH, expect=1).data
    assert (taken["accepted"], taken["returned"]) == (1, 0)
    assert [each["since"] for each in office("dossier", "list", "--state", "accepted").data["sign_ups"]] == [
        "2026-11-20"
    ]
    office("list", "undo", "last")
    assert len(office("dossier", "list", "--state", "sent").data["sign_ups"]) == 1
    office(*words, "--match", "2", expect=2)
