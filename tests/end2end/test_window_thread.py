"""The main job through the real windows, by keys alone: register in, doors visited, file out, office reads, answers.

Every step is a key event; every fact is read by a second process (or from the files the program wrote).
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.text import fold
from tests.data_makers.living_standards import make_register
from tests.end2end.day import (
    LAPTOP_WORDS,
    OFFICE_WORDS,
    Day,
    enrolments_of,
    outcomes_of,
    personal_of,
    read_heads,
    read_pdf,
    sheets,
    visits_of,
)
from tests.end2end.inspector import Inspector
from tests.end2end.sitting import CHOSEN, Key, Sitting

HOUSEHOLDS = 60
NEWCOMER = "Điêu Chính Tưởng"
NOTE = "Chị hẹn bán ngô xong thì đóng, nhớ mang tờ rơi và gọi trước"
MONEY = 297_000
TYPED = (NEWCOMER, "Lường Thị Ính", "Nà Ly", "ngô xong", "BL-0001")


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """A fresh account with nothing in it, a register of real households, and an empty stick."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "account" / name.lower()))
    for name in ("stick", "printed"):
        (tmp_path / name).mkdir()
    register = make_register(tmp_path / "Danh sách hộ xã Bản Bo.xlsx", households=HOUSEHOLDS)
    inspector = Inspector()
    yield Day(
        tmp_path / "office", tmp_path / "laptop", tmp_path / "stick", tmp_path / "printed", register,
        read_heads(register.path), inspector,
    )  # fmt: skip
    inspector.close()


@pytest.mark.slow
def test_the_whole_thread(day: Day, qtbot: QtBot) -> None:
    open_the_office(day)
    work_at_the_laptop(day)
    assert_nothing_can_be_read(day)
    read_at_the_office(day)
    read_the_answer(day)


def open_the_office(day: Day) -> None:
    office = Sitting(day.office)
    create_office(office, day)
    add_village(office, day)
    bring_in_register(office, day)
    make_kit(office, day)
    office.close()


def create_office(office: Sitting, day: Day) -> None:
    office.wait_for("Bắt đầu thế nào?").press(Key.Key_2).wait_focus("Tên cơ quan")
    office.telex("BHXH cơ sở Tam Đường").press(Key.Key_Return).wait_focus("Xã, phường")
    office.telex("bản bo")
    office.wait(office.popup_is_open, "communes are offered").press(Key.Key_Down, Key.Key_Return)
    assert office.sees("xã Bản Bo, tỉnh Lai Châu")
    office.tab_to("Mật khẩu").type(OFFICE_WORDS).press(Key.Key_Return).wait_focus("Gõ lại mật khẩu")
    office.type(OFFICE_WORDS).press(Key.Key_Return)
    office.wait_for("In tờ khôi phục hai bản", str(day.office)).press(Key.Key_Return)
    office.wait_for("Các mục", "Ai đang làm việc?", "Gõ tên rồi bấm Enter")
    office.telex("Hoàng Thị Thơm").press(Key.Key_Return).wait_for("Hoàng Thị Thơm đang làm việc")
    sheet = day.office.with_name(f"{day.office.name}-recovery-sheet.pdf")
    assert "BHXH cơ sở Tam Đường" in read_pdf(sheet)
    assert day.at_office("check")["ok"]
    assert day.at_office("office", "village", "list")["villages"] == []


def add_village(office: Sitting, day: Day) -> None:
    office.control(Key.Key_Comma).wait_for("6  Thôn, bản, tổ dân phố").press(Key.Key_6)
    office.wait_for("Tên thôn, bản").tab_to("Tên thôn, bản")
    office.commit("bản Nà Ly").control(Key.Key_Return).wait_for("bản Nà Ly")
    villages = day.at_office("office", "village", "list")["villages"]
    assert [village["name"] for village in villages] == ["Nà Ly"]


def bring_in_register(office: Sitting, day: Day) -> None:
    office.control(Key.Key_Minus).wait_for("Nhập danh sách").wait_focus("Tệp")
    office.type(str(day.register.path)).press(Key.Key_Return)
    office.wait_for("Các cột trong danh sách", f"{day.register.people} người mới", "Nhập danh sách")
    assert len(day.at_office("office", "village", "list")["villages"]) == 1, "a preview changes nothing"
    office.control(Key.Key_Return).wait_for(f"Đã nhập {HOUSEHOLDS} hộ")
    again = day.at_office("list", "import", day.register.path, "--as", "register", "--preview")
    assert (again["households"], again["people"]) == (HOUSEHOLDS, day.register.people)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, day.register.people)
    names = {village["name"] for village in day.at_office("office", "village", "list")["villages"]}
    assert len(names) == 1 + len(day.heads)


def make_kit(office: Sitting, day: Day) -> None:
    office.control(Key.Key_Comma).wait_for("7  Các máy").press(Key.Key_7)
    office.wait_for("Tên máy").tab_to("Tên máy").telex("Máy 01")
    office.tab_to("Mọi thôn, bản").press(Key.Key_Space)
    office.tab_to("Thư mục").retype(str(day.stick)).control(Key.Key_Return)
    office.wait_for(".gocuakit")
    (kit,) = day.stick.glob("*.gocuakit")
    spelled = re.search(r"^[0-9A-Z](?: [0-9A-Z-]){13}$", office.told(), re.MULTILINE)
    assert spelled is not None, office.told()
    day.kit = (str(kit), spelled.group().replace(" ", ""))
    machines = day.at_office("sync", "machines")["machines"]
    assert [machine["device"] for machine in machines] == ["Máy 01"]


def work_at_the_laptop(day: Day) -> None:
    laptop = Sitting(day.laptop)
    set_up_laptop(laptop, day)
    search_and_visit(laptop, day)
    find_nobody(laptop, day)
    add_family(laptop, day)
    sign_up(laptop, day)
    walk_with_a_sheet(laptop, day)
    print_summary(laptop, day)
    write_to_stick(laptop, day)
    laptop.close()


def set_up_laptop(laptop: Sitting, day: Day) -> None:
    laptop.wait_for("Bắt đầu thế nào?").press(Key.Key_1).wait_focus("Tệp cài đặt máy")
    path, code = day.kit
    laptop.type(path).press(Key.Key_Return).wait_focus("Mã của tệp").type(code.lower())
    laptop.press(Key.Key_Return).type(LAPTOP_WORDS).press(Key.Key_Return).type(LAPTOP_WORDS).press(
        Key.Key_Return
    )
    laptop.wait_for("Các mục", "Gõ tên rồi bấm Enter")
    laptop.telex("Lường Thị Ính").press(Key.Key_Return).wait_for("Lường Thị Ính đang làm việc")
    assert day.at_laptop("check")["ok"]


def search_and_visit(laptop: Sitting, day: Day) -> None:
    """A family is found without diacritics; two people are asked, one is met who is at home."""
    head = pick_head(day)
    laptop.control(Key.Key_K).type(fold(head)).wait_for("Kết quả tìm", head).press(Key.Key_Return)
    laptop.wait_for(f"Ghi lượt thăm · Hộ {head}", "5. Ghi chú")
    laptop.press(Key.Key_2, Key.Key_4)
    laptop.tab_to(head.rsplit(" ", 1)[-1]).press(Key.Key_Space)
    laptop.tab_to("Băn khoăn").press(Key.Key_Down)
    laptop.tab_to("Ngày của bước").retype(f"{back_on():%d/%m/%Y}")
    first, second = NOTE.split(",", 1)
    laptop.tab_to("Ghi chú").telex(first + ",").commit(second)
    laptop.wait_for("Bản nháp tự lưu")
    laptop.control(Key.Key_Return).wait_for(f"Đã lưu lượt thăm: {head}", "Các nhà cần đến")
    (visit,) = visits_of(day, head)
    assert (visit["note"], visit["next_on"], visit["canvasser"]) == (
        NOTE,
        back_on().isoformat(),
        "Lường Thị Ính",
    )
    assert sorted(told["outcome"] for told in visit["outcomes"]) == ["refused", "thinking"]
    assert visit["objection"]
    assert len(visit["met"]) == 1


def find_nobody(laptop: Sitting, day: Day) -> None:
    """From the work list an empty house costs two keys, and the list is there again."""
    head = laptop.wait_list().row().split(",")[0]
    before = laptop.strokes
    laptop.press(Key.Key_Return).wait_for(f"Ghi lượt thăm · Hộ {head}", "5. Ghi chú").press(Key.Key_0)
    assert laptop.strokes - before == 2
    laptop.wait_for(f"Đã lưu lượt thăm: {head}").wait_list()
    (visit,) = visits_of(day, head)
    assert visit["outcome"] == "not_home"


def add_family(laptop: Sitting, day: Day) -> None:
    """What the search does not find is added from it with village and name, and its visit opens."""
    laptop.control(Key.Key_K).telex(NEWCOMER).wait_for("chưa có trong danh sách", "bản Nà Ly")
    laptop.row_in_popup("bản Nà Ly").press(Key.Key_Return)
    laptop.wait_for(f"Ghi lượt thăm · Hộ {NEWCOMER}", "5. Ghi chú").press(Key.Key_2)
    laptop.control(Key.Key_Return).wait_for(f"Đã lưu lượt thăm: {NEWCOMER}")
    (visit,) = visits_of(day, NEWCOMER)
    assert [told["outcome"] for told in visit["outcomes"]] == ["thinking"]


def sign_up(laptop: Sitting, day: Day) -> None:
    """Somebody joins: the visit goes on to the papers, money is taken against a receipt."""
    head = laptop.control(Key.Key_1).wait_list().row().split(",")[0]
    laptop.press(Key.Key_Return).wait_for(f"Ghi lượt thăm · Hộ {head}", "5. Ghi chú").press(Key.Key_1)
    laptop.wait_for(f"{CHOSEN} Đăng ký ngay").control(Key.Key_Return)
    laptop.wait_for("4. Tiền thu tại nhà").tab_to("Tiền đã thu").retype(str(MONEY)).press(Key.Key_Tab)
    laptop.type("BL-0001").control(Key.Key_Return).wait(
        lambda: enrolments_of(day, head), "the sign-up is stored"
    )
    (enrolment,) = enrolments_of(day, head)
    assert (enrolment["money_taken"], enrolment["receipts"]) == (MONEY, ["BL-0001"])
    laptop.press(Key.Key_Escape)


def walk_with_a_sheet(laptop: Sitting, day: Day) -> None:
    """A sheet is made for paper, and typed back with one key for each row."""
    laptop.control(Key.Key_1).wait_list().press(Key.Key_P)
    laptop.wait_for("Danh sách này có").tab_to("Số nhà").retype("6")
    laptop.control(Key.Key_Return).wait(lambda: len(sheets(day)) == 1, "the sheet is made")
    (sheet,) = sheets(day)
    laptop.control(Key.Key_4).wait_for(sheet).wait_focus("Mã tờ").type(sheet.lower()).press(Key.Key_Return)
    laptop.wait_focus("Các dòng của tờ")
    before = laptop.strokes
    laptop.press(Key.Key_0, Key.Key_4, Key.Key_2, Key.Key_3, Key.Key_0, Key.Key_6)
    assert laptop.strokes - before == 6
    laptop.wait(lambda: None not in outcomes_of(day, sheet), "every row is stored")
    told = ["not_home", "refused", "thinking", "call_back", "not_home", "already_covered"]
    assert outcomes_of(day, sheet) == told
    laptop.control(Key.Key_Return).wait(lambda: not sheets(day), "the sheet is done")


def print_summary(laptop: Sitting, day: Day) -> None:
    """The daily summary is looked at and kept as PDF."""
    laptop.control(Key.Key_1).wait_list().press(Key.Key_D)
    laptop.wait_focus(f"{today():%d/%m/%Y}").press(Key.Key_S)
    laptop.wait_for("Thư mục").tab_to("Thư mục").retype(str(day.printed)).press(Key.Key_Return)
    laptop.wait(lambda: list(day.printed.glob("*.pdf")), "the summary is written")
    laptop.wait_for(str(day.printed))
    (path,) = day.printed.glob("*.pdf")
    text = read_pdf(path)
    told = (
        "10 nhà đã gõ cửa",
        "7 nhà gặp được",
        "1 tham gia mới",
        "Lường Thị Ính",
        "297.000 đ",
        "1 biên lai thu tiền",
    )
    for expected in told:
        assert expected in text, text


def write_to_stick(laptop: Sitting, day: Day) -> None:
    """What waits is written to the stick; nothing waits any more, and the ledger says on which file it is."""
    waiting = day.at_laptop("sync", "ledger")["rows"]["to_send"]
    laptop.control(Key.Key_9).wait_for("Sổ gửi nhận").press(Key.Key_G)
    laptop.wait_for("Thư mục để ghi").tab_to("Thư mục").retype(str(day.stick)).press(Key.Key_Return)
    laptop.wait(lambda: list(day.stick.glob("*.gocua")), "the file is written")
    laptop.wait_for("Không có gì chờ ghi")
    rows = day.at_laptop("sync", "ledger")["rows"]
    assert waiting > 10
    assert (rows["to_send"], rows["on_file"]) == (0, waiting)


def assert_nothing_can_be_read(day: Day) -> None:
    """No name, number or village stands on the stick, in any way of writing it."""
    stick = b"".join(path.name.encode() + path.read_bytes() for path in day.stick.iterdir())
    for word in [*personal_of(day), *TYPED]:
        for form in ("NFC", "NFD"):
            spelled = unicodedata.normalize(form, word)
            for encoded in (spelled.encode(), spelled.encode("utf-16-le"), fold(word).encode()):
                assert encoded not in stick, word


def read_at_the_office(day: Day) -> None:
    office = Sitting(day.office)
    office.unlock(OFFICE_WORDS).control(Key.Key_9).wait_for("Sổ gửi nhận").press(Key.Key_O)
    office.wait_for("Tệp hoặc thư mục").tab_to("Tệp hoặc").retype(str(day.stick)).press(Key.Key_Return)
    office.wait_for("Nhập 1 tệp")
    assert day.at_office("household", "find", NEWCOMER)["total"] == 0, "a preview changes nothing"
    office.control(Key.Key_Return).wait(
        lambda: day.at_office("household", "find", NEWCOMER)["total"], "it is in"
    )
    assert day.at_office("sync", "machines")["machines"][0]["last_number"] == 1
    (again,) = day.at_office("sync", "read", next(day.stick.glob("*.gocua")))["files"]
    assert again["state"] == "already"
    office.wait_for("Đã nhập 1 tệp.", "1 câu trả lời chờ ghi").press(Key.Key_G)
    office.wait_for("Thư mục để ghi").tab_to("Thư mục").retype(str(day.stick)).press(Key.Key_Return)
    office.wait(lambda: len(list(day.stick.glob("*.gocua"))) == 2, "the answer is written")
    office.close()


def read_the_answer(day: Day) -> None:
    laptop = Sitting(day.laptop)
    laptop.unlock(LAPTOP_WORDS).control(Key.Key_9).wait_for("Sổ gửi nhận").press(Key.Key_O)
    laptop.wait_for("Tệp hoặc thư mục").tab_to("Tệp hoặc").retype(str(day.stick)).press(Key.Key_Return)
    laptop.wait_for("Nhập 1 tệp").control(Key.Key_Return)
    laptop.wait(lambda: day.at_laptop("sync", "ledger")["rows"]["accepted"], "the answer is in")
    rows = day.at_laptop("sync", "ledger")["rows"]
    assert (rows["to_send"], rows["on_file"]) == (0, 0)
    laptop.press(Key.Key_Escape).wait_for("Đã nhận đủ")
    assert day.at_laptop("check")["ok"]
    assert day.at_office("check")["ok"]
    laptop.close()


def pick_head(day: Day) -> str:
    """A head of a household whose name nobody else has."""
    names = [name for heads in day.heads.values() for name in heads]
    return next(name for name in names if names.count(name) == 1)


def today() -> date:
    return datetime.now(VIETNAM).date()


def back_on() -> date:
    return today() + timedelta(days=5)
