"""`outreach report objections|contacts|questions|training`, `committee` and `difficulty`, typed by a script."""

import unicodedata
from pathlib import Path

from tests.cli.command_line import CommandLine
from tests.pdf_texts import read_page_texts

DAYS = ("--unit", "03424", "--from", "2026-11-01", "--to", "2026-11-30")


def test_worries_and_visits_by_channel_are_reported_and_written_as_tables(
    office: CommandLine, tmp_path: Path
) -> None:
    person = next(r for r in office("household", "find", "Lò").data["results"] if r["kind"] == "person")
    log = ("visit", "log", "--household", person["code"], "--by", "Lường Thị Inh", "--on", "2026-11-20")
    office.plain(*log, "--person", f"{person['id']}:voluntary:thinking", "--objection", "too_long")
    table = tmp_path / "bk.xlsx"
    told = office("report", "objections", *DAYS, "--split", "canvasser", "--out", table).data
    whole, part = told["rows"]
    assert (whole["split"], whole["objection"], whole["times"], whole["thinking"]) == (None, "too_long", 1, 1)
    assert (part["name"], part["heard_by"]) == ("Lường Thị Inh", [{"name": "Lường Thị Inh", "times": 1}])
    assert [each["told"] for each in whole["answers"]] == ["nothing"]
    assert table.read_bytes().startswith(b"PK")
    (page,) = printed(office, tmp_path / "bk.pdf", "report", "objections", *DAYS, "--split", "canvasser")
    assert "Băn khoăn nghe được khi đến nhà" in page
    assert "từ 01/11/2026 đến 30/11/2026 (30 ngày) · theo tuyên truyền viên" in page
    assert "Lâu quá mới được nhận lương hưu 1 1 0 0 1 0 0" in page
    assert "Lường Thị Inh" in page
    (page,) = printed(office, tmp_path / "lh.pdf", "report", "contacts", *DAYS)
    assert "Hình thức liên hệ" in page
    assert "Đang suy nghĩ" in page
    assert "%" not in office.plain("report", "objections", *DAYS, "--lang", "vi").out, "counts, no rates"
    (row, *_) = office("report", "contacts", *DAYS).data["rows"]
    assert (row["channel"], row["visits"], row["outcomes"]) == ("door", 1, {"thinking": 1})
    assert office("report", "contacts", *DAYS, "--split", "week", expect=2).error["key"] == "usage"


def printed(office: CommandLine, target: Path, *words: str) -> list[str]:
    """The pages a command wrote beside its answer, each on one line of single spaces."""
    office.plain(*words, "--out", target, "--lang", "vi")
    return [" ".join(unicodedata.normalize("NFC", page).split()) for page in read_page_texts(target)]


def test_a_difficulty_goes_from_report_to_settled(office: CommandLine, tmp_path: Path) -> None:
    made = office("difficulty", "report", "--text", "Hết biên lai", "--village", "Nà Ly").data
    assert (
        office("difficulty", "handle", made["id"], "--state", "settled", expect=3).error["key"]
        == "empty_text"
    )
    office("difficulty", "handle", made["id"], "--state", "settled", "--done", "Đã cấp")
    told = office("report", "questions", *DAYS, "--out", tmp_path / "ch.csv").data
    assert (told["rows"][0]["open"], [each["state"] for each in told["difficulties"]]) == (0, ["settled"])
    assert "bản Nà Ly: Hết biên lai (đã giải quyết: Đã cấp)" in office.plain(
        "difficulty", "list", "--lang", "vi"
    ).out  # fmt: skip
    office("difficulty", "take-back", made["id"])
    assert office("difficulty", "list").data == {"difficulties": [], "open": 0}


def test_a_committee_is_entered_trained_and_told(office: CommandLine, tmp_path: Path) -> None:
    made = office(
        "committee", "add", "--unit", "03424", "--decision", "15/QĐ-UBND", "--dated", "2026-10-01"
    ).data
    member = office(
        "committee", "member", made["id"], "Giàng A Sính", "--seat", "head", "--office", "Chủ tịch"
    ).data
    office("committee", "recipient", "HĐND xã", "--unit", "03424", "--way", "zalo", "--address", "0912000111")
    meeting = office("meeting", "new", "--kind", "training", "--day", "2026-11-20", "--topic", "Tư vấn").data
    office("meeting", "attend", meeting["meeting"]["id"], "--came", "committee:giang a sinh")
    told = office("report", "training", "--unit", "03424").data
    people = {each["name"]: each for each in told["people"]}
    assert people["Giàng A Sính"]["trainings"][0]["topic"] == "Tư vấn"
    assert told["trainings"][0]["named"] == 1
    office("committee", "leave", member["id"], "--last", "2026-11-30")
    (page,) = printed(office, tmp_path / "bcd.pdf", "committee", "list")
    assert "xã Bản Bo · 15/QĐ-UBND · 01/10/2026" in page
    assert "Giàng A Sính Chủ tịch trưởng ban 30/11/2026" in page
    assert "xã Bản Bo HĐND xã báo cáo tháng" in page
    (page,) = printed(office, tmp_path / "th.pdf", "report", "training", "--unit", "03424")
    assert "Tư vấn" in page
    known = office("committee", "list", "--out", tmp_path / "bcd.xlsx").data
    (committee,) = known["committees"]
    assert (committee["name"], committee["members"][0]["ends_on"]) == ("xã Bản Bo", "2026-11-30")
    assert (known["recipients"][0]["way"], known["without"]) == ("zalo", [])
    office("committee", "take-back", "recipient", known["recipients"][0]["id"])
    assert office("committee", "list").data["recipients"] == []
