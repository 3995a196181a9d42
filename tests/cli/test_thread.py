"""The main job from end to end by the command line alone: register, kits, visits, sign-ups, files both ways, papers."""

import shutil
import zipfile
from pathlib import Path

import openpyxl

from tests.cli.command_line import CommandLine
from tests.pdf_texts import read_page_texts

DAY = "2026-11-21"
MORNING, EVENING, NIGHT = f"{DAY}T07:30", f"{DAY}T19:30", f"{DAY}T21:00"
PEOPLE = (
    ("01", "Lò Văn Páo", "chủ hộ", "Nam", "12/03/1984", "012084001234", "Nà Ly"),
    ("01", "Nguyễn Thị Phương", "vợ", "Nữ", "1986", "012186001235", "Nà Ly"),
    ("01", "Lò Văn Inh", "con", "Nam", "02/05/2010", "", "Nà Ly"),
    ("02", "Giàng A Chư", "chủ hộ", "Nam", "1979", "012079001236", "Nà Ly"),
    ("02", "Sùng Thị Mỷ", "vợ", "Nữ", "1981", "012181001237", "Nà Ly"),
    ("03", "Tẩn A San", "chủ hộ", "Nam", "05/09/1990", "012090001238", "Hua Sẳng"),
    ("04", "Lường Thị Inh", "chủ hộ", "Nữ", "1970", "012170001239", "Hua Sẳng"),
    ("05", "Vàng A Lử", "chủ hộ", "Nam", "1988", "012088001240", "Hua Sẳng"),
)


def write_register(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH HỘ GIA ĐÌNH XÃ BẢN BO"])
    sheet.append([])
    sheet.append(
        ["STT", "Hộ số", "Họ và tên", "Quan hệ với chủ hộ", "Giới tính", "Ngày sinh", "Số CCCD", "Thôn/Bản"]
    )
    for place, row in enumerate(PEOPLE, start=1):
        sheet.append([place, *row])
    sheet.append([None, None, "Người lập biểu"])
    book.save(path)


def make_office(folder: Path) -> CommandLine:
    office = CommandLine(folder / "office")
    made = office("office", "new", "--name", "BHXH cơ sở Bản Bo", "--unit", "03424", at=MORNING).data
    assert made["workspace"] == str(folder / "office")
    assert len(read_page_texts(Path(made["recovery_sheet"]))) == 1
    return office


def set_up_laptop(office: CommandLine, folder: Path, device: str, *, role: str = "canvasser") -> CommandLine:
    kit = office(
        "kit", "make", "--device", device, "--role", role, "--unit", "03424",
        "--out", folder / f"{device}.gocuakit", at=MORNING,
    ).data  # fmt: skip
    laptop = CommandLine(folder / device)
    opened = laptop("kit", "open", kit["path"], "--code", kit["code"].lower(), at=MORNING).data
    assert (opened["device"], opened["households"], opened["people"]) == (device, 5, 8)
    return laptop


def test_the_whole_thread(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    bring_in_register(office, tmp_path / "danh sách.xlsx")
    first, second = set_up_laptop(office, tmp_path, "may-01"), set_up_laptop(office, tmp_path, "may-02")
    lead = set_up_laptop(office, tmp_path, "to-truong", role="lead")
    work_a_day(first)
    work_with_paper(second, tmp_path)
    stick = tmp_path / "usb"
    stick.mkdir()
    send(first, second, stick)
    read_at_the_office(office, stick, tmp_path)
    answer(office, first, stick)
    lead_prints_one_summary(lead, stick, tmp_path)
    for machine in (office, first, second, lead):
        assert machine("check").data["ok"]


def bring_in_register(office: CommandLine, path: Path) -> None:
    write_register(path)
    preview = office("list", "import", path, "--as", "register", "--preview", at=MORNING).data
    assert (preview["preview"], preview["import_id"], preview["new"]) == (True, None, 8)
    assert office("office", "village", "list").data["villages"] == []
    done = office("list", "import", path, "--as", "register", at=MORNING).data
    assert (done["households"], done["people"], done["new"], done["refused"]) == (5, 8, 8, [])
    again = office("list", "import", path, "--as", "register", at=MORNING).data
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 8)


def work_a_day(laptop: CommandLine) -> None:
    by = ("--by", "Hoàng Thị Thơm")
    found = laptop("household", "find", "pao lo").data["results"]
    assert [hit["name"] for hit in found] == ["Lò Văn Páo"]
    home = laptop("household", "show", found[0]["code"]).data
    wife = next(member for member in home["members"] if member["relation"] == "wife")
    logged = laptop(
        "visit", "log", "--household", home["code"], "--person", f"{wife['id']}:voluntary:signed_up",
        "--person", f"{found[0]['id']}:household_health:thinking", "--note", "anh Páo hẹn hỏi con",
        "--next", "2026-11-28", "--objection", "unstable_income", *by, at=EVENING,
    ).data  # fmt: skip
    assert logged["household"] == home["code"]
    signed = laptop(
        "enrol", wife["id"], "--scheme", "voluntary", "--from", "2026-12", "--method", "3", "--income", "1500000",
        "--money", "300000", "--receipt", "BL-001", "--visit", logged["visit_id"], *by, at=EVENING,
    ).data  # fmt: skip
    assert (signed["state"], signed["problems"]) == ("complete", [])
    added = laptop("household", "add", "--village", "Nà Ly", "--head", "Điêu Văn Muôn", *by, at=EVENING).data
    wrong = laptop("visit", "log", "--household", added["code"], "--outcome", "refused", *by, at=EVENING).data
    right = laptop("visit", "correct", wrong["visit_id"], "--outcome", "call_back", *by, at=EVENING).data
    shown = laptop("household", "show", added["code"]).data["visits"]
    assert [(v["id"], v["outcome"]) for v in shown] == [(right["visit_id"], "call_back")]


def work_with_paper(laptop: CommandLine, folder: Path) -> None:
    by = ("--by", "Vàng A Lử")
    printed = laptop(
        "print", "visit-list", "--village", "hua sang", "--out", folder / "to.pdf", *by, at=MORNING
    ).data
    assert printed["rows"] == 3
    laptop(
        "sheet",
        "record",
        printed["sheet"],
        "1=0",
        "2=thinking",
        "3=4",
        "--note",
        "3=không tin",
        *by,
        at=EVENING,
    )
    assert laptop("sheet", "finish", printed["sheet"], *by, at=EVENING).data["finished"]


def send(first: CommandLine, second: CommandLine, stick: Path) -> None:
    for laptop in (first, second):
        waiting = laptop("sync", "ledger").data["rows"]["to_send"]
        (file,) = laptop("sync", "write", "--to", stick, at=NIGHT).data["files"]
        assert (file["number"], file["rows"]) == (1, waiting)
        assert Path(file["path"]).stat().st_size == file["bytes"]
        rows = laptop("sync", "ledger").data["rows"]
        assert (rows["to_send"], rows["on_file"]) == (0, waiting)
    said = b"".join(path.read_bytes() for path in stick.iterdir())
    for word in ("Páo", "Thơm", "Hua", "012084001234", "hẹn"):
        assert word.encode() not in said


def read_at_the_office(office: CommandLine, stick: Path, folder: Path) -> None:
    one, two = sorted(stick.iterdir())
    renamed = folder / "gửi chị (1).bin"
    shutil.copy(one, renamed)
    zipped = folder / "may02.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(two, two.name)
    preview = office("sync", "read", renamed, zipped, "--preview", at=NIGHT).data
    assert [file["state"] for file in preview["files"]] == ["waiting", "waiting"]
    report = office("sync", "read", renamed, zipped, at=NIGHT).data
    assert [file["state"] for file in report["files"]] == ["applied", "applied"]
    assert {file["device"] for file in report["files"]} == {"may-01", "may-02"}
    assert sum(file["visits"] for file in report["files"]) == 6
    again = office("sync", "read", stick, at=NIGHT).data
    assert [file["state"] for file in again["files"]] == ["already", "already"]
    assert again["import_id"] is None
    assert [m["last_number"] for m in office("sync", "machines").data["machines"]] == [1, 1, 0]
    assert office("household", "find", "dieu van muon").data["total"] == 1


def answer(office: CommandLine, laptop: CommandLine, stick: Path) -> None:
    written = office("sync", "write", "--to", stick, at=NIGHT).data["files"]
    assert len(written) == 2
    read = laptop("sync", "read", stick, at=NIGHT, expect=1).data
    assert sorted(file["state"] for file in read["files"]).count("applied") == 1
    rows = laptop("sync", "ledger").data["rows"]
    assert rows["on_file"] == rows["to_send"] == 0
    assert rows["accepted"] > 0


def lead_prints_one_summary(lead: CommandLine, stick: Path, folder: Path) -> None:
    report = lead("sync", "read", stick, at=NIGHT, expect=1).data
    assert sorted(file["state"] for file in report["files"]).count("applied") == 2
    summary = lead("print", "daily-summary", "--day", DAY, "--out", folder / "tong-hop.pdf", at=NIGHT).data
    assert (summary["knocked"], summary["spoken_to"], summary["voluntary_new"]) == (5, 4, 1)
    assert (summary["money_taken"], summary["receipts"], summary["machines"]) == (300_000, 1, 3)
    assert "Thơm" in "".join(read_page_texts(folder / "tong-hop.pdf"))
    code = lead("household", "find", "pao").data["results"][0]["code"]
    leaflet = lead("print", "leaflet", code, "--out", folder / "to-roi.pdf", at=NIGHT).data
    assert leaflet["household"] == code
