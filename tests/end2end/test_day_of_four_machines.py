"""One day of an office, a lead and two laptops through their windows: kits, doors, sticks, a team's summary, answers.

One clock moves for all four; every step is a key, except that Vietnamese notes come from an input method. What is
compared at the end is what the program itself reads of the four workspaces.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from outreach_app.app import create_office
from outreach_app.sync.locks import FLOOR
from tests.end2end.day import read_pdf
from tests.end2end.errands import (
    add_member,
    change_address,
    find_nobody,
    keep_summary,
    leave,
    look_into,
    make_kit,
    open_card,
    open_door,
    open_exchange,
    read_counts,
    set_up_laptop,
    sign_up,
    take_in,
    talk,
    wait_counts,
    write_again,
    write_files,
)
from tests.end2end.four_machines import DEVICES, PEOPLE, WORDS, Day
from tests.end2end.sitting import Key, Sitting
from tests.sync.test_to_and_fro import picture_of
from tests.workspaces import COMMUNE, Clock, card_of, write_list

ADDRESS, RIVAL = "đầu bản, cạnh suối Nậm Mu", "nhà sàn cuối bản, gần trường"
CHILD = "Giàng Thị Mỷ"
MONEY = 297_000
DAY = date(2026, 11, 21)


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """An office with a register of two villages, on the morning of a Saturday."""
    monkeypatch.setenv("HOME", str(tmp_path))
    made = Day(tmp_path, Clock())
    made.at(7)
    office = create_office(
        tmp_path / "office", passphrase=WORDS["office"], name="BHXH cơ sở Tam Đường", unit_code=COMMUNE,
        clock=made.clock, cost=FLOOR,
    ).app  # fmt: skip
    office.office.say_who_works(PEOPLE["office"])
    office.lists.import_register(write_list(tmp_path / "list.csv"))
    office.close()
    yield made
    for seat in made.seats.values():
        seat.close()


@pytest.mark.slow
def test_a_day_of_an_office_a_lead_and_two_laptops(day: Day, qtbot: QtBot) -> None:
    make_kits(day)
    open_kits(day)
    knock_with_the_first_laptop(day)
    knock_with_the_second_laptop(day)
    gather_at_the_lead(day)
    print_the_teams_summary(day)
    carry_on(day)
    read_at_the_office(day)
    settle_by_one_key_each(day)
    tell_what_the_lead_holds(day)
    take_back_and_read_again(day)
    miss_a_file_and_find_it(day)
    answer_everybody(day)
    see_everything_at_the_office(day)
    block_a_machine(day)
    compare_all_four(day)


# ---------------------------------------------------------------------------------------------------- the morning
def make_kits(day: Day) -> None:
    """The office makes three set-up files; the first laptop is for one village only."""
    office = day.start("office").unlock(WORDS["office"])
    day.kits["one"] = make_kit(office, DEVICES["one"], day.stick("kits"), villages=("bản Nà Ly",))
    day.kits["two"] = make_kit(office, DEVICES["two"], day.stick("kits"))
    day.kits["lead"] = make_kit(office, DEVICES["lead"], day.stick("kits"), lead=True)
    office.wait_for(*(f"{device}, " for device in DEVICES.values()))


def open_kits(day: Day) -> None:
    """Each sets up a laptop by file and code, and says who works there."""
    for name, minute in (("one", 10), ("two", 20), ("lead", 30)):
        day.at(7, minute)
        set_up_laptop(day.start(name), day.kits[name], WORDS[name], PEOPLE[name])


def knock_with_the_first_laptop(day: Day) -> None:
    """Visits, a changed household and a new member; a visit half typed outlives its window; all goes to a stick."""
    one = day.sit("one")
    day.at(8, 15)
    say(day, one, "Lò Văn Páo", "Chị Ngoan hẹn bán ngô xong thì đóng, nhớ mang tờ rơi")
    find_nobody(one, "Tẩn Mý Dao")
    day.at(9, 5)
    note = "Đi nương cả ngày, tối quay lại; hỏi thẻ cho cháu Mỷ"
    open_door(one, "Giàng A Chư").press(Key.Key_2).tab_to("Ghi chú").commit(note)
    one.wait_for("Bản nháp tự lưu").close()
    day.at(9, 40)
    one = day.start("one").unlock(WORDS["one"]).wait_for("Ghi lượt thăm · Hộ Giàng A Chư", note)
    one.control(Key.Key_Return).wait_for("Đã lưu lượt thăm: Giàng A Chư")
    day.notes["Giàng A Chư"] = note
    change_address(one, "Giàng A Chư", ADDRESS)
    add_member(one, "Giàng A Chư", CHILD, "2004")
    day.at(11, 30)
    send(day, "one", day.stick("KINGSTON"))


def knock_with_the_second_laptop(day: Day) -> None:
    """A sign-up with money; the same household told otherwise and the same child added, none knowing of the other."""
    two = day.sit("two")
    day.at(8, 40)
    sign_up(two, "Vàng A Lử", money=MONEY, receipt="BL-0001")
    find_nobody(two, "Lù Seo Vần")
    day.at(10, 20)
    change_address(two, "Giàng A Chư", RIVAL)
    add_member(two, "Giàng A Chư", CHILD, "2004")
    day.at(11, 45)
    send(day, "two", day.stick("SANDISK"))


def say(day: Day, seat: Sitting, head: str, note: str) -> None:
    """Somebody thinks about it, and why is noted."""
    talk(seat, head, Key.Key_2, note)
    day.notes[head] = note


def send(day: Day, name: str, stick: Path) -> list[Path]:
    """Write a laptop's file: what waited is on a file afterwards."""
    seat = open_exchange(day.sit(name))
    waiting = day.app(name).standing().to_send
    assert waiting > 0
    wait_counts(seat, chờ_gửi=waiting)
    before = read_counts(seat)
    if name == "one":
        day.rows.append(before["chờ gửi"])
    written = write_files(seat, stick)
    wait_counts(seat, chờ_gửi=0, đã_ghi_vào_tệp=before["đã ghi vào tệp"] + before["chờ gửi"])
    return written


# ------------------------------------------------------------------------------------------------------- the lead
def gather_at_the_lead(day: Day) -> None:
    """Both sticks are read: one of them twice, the other first with a file that was cut short."""
    day.at(13)
    lead, kingston, sandisk = day.sit("lead"), day.stick("KINGSTON"), day.stick("SANDISK")
    find_nobody(lead, "Lù Seo Vần")
    take_in(lead, kingston, 1)
    before = picture_of(day.app("lead"))
    look_into(lead, kingston).wait_for("Đã đọc rồi", f"{PEOPLE['lead']}").control(Key.Key_Return)
    leave(lead)
    (path,) = sandisk.iterdir()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    look_into(lead, sandisk).wait_for("Từ chối", "Tệp bị hỏng").control(Key.Key_Return)
    leave(lead)
    assert picture_of(day.app("lead")) == before
    write_again(day.sit("two"), 1, sandisk)
    take_in(day.sit("lead"), sandisk, 1).wait_for("2 cần xử lý")


def print_the_teams_summary(day: Day) -> None:
    """What the whole team did stands on one page, by name."""
    text = read_pdf(keep_summary(day.sit("lead"), DAY, day.stick("printed")))
    told = ("5 nhà đã gõ cửa", "3 nhà gặp được", "1 tham gia mới", "297.000 đ", "1 biên lai thu tiền")
    for expected in (*told, *(PEOPLE[name] for name in DEVICES)):
        assert expected in text, text


def carry_on(day: Day) -> None:
    """The lead's own file, the two originals and a receipt for each of the two go onto one stick."""
    day.at(15)
    team = {path.read_bytes() for name in ("KINGSTON", "SANDISK") for path in day.stick(name).iterdir()}
    written = send(day, "lead", day.stick("LEAD"))
    assert (len(written), len(team & {path.read_bytes() for path in written})) == (5, 2)


# ------------------------------------------------------------------------------------------------------ the office
def read_at_the_office(day: Day) -> None:
    """A preview that changes nothing, then everything of the lead's stick at once."""
    day.at(17)
    office = day.sit("office")
    before = picture_of(day.app("office"))
    look_into(office, day.stick("LEAD")).wait_for("Máy 01, tệp số 1", "Máy 02, tệp số 1", "Nhập 3 tệp")
    assert picture_of(day.app("office")) == before
    office.control(Key.Key_Return).wait_for("Đã nhập 3 tệp.")
    leave(office).wait_for(
        "Máy 01, tuyên truyền viên · tệp cuối số 1", "Máy 02, tuyên truyền viên · tệp cuối số 1"
    )


def settle_by_one_key_each(day: Day) -> None:
    """The household's two addresses, and the child who stands there twice."""
    office = day.sit("office")
    wait_counts(office, cần_xử_lý=2)
    office.wait_for("Khác biệt 1 trên 2", "Địa chỉ của Giàng A Chư", ADDRESS, RIVAL)
    day.settled = next(each for each in (ADDRESS, RIVAL) if office.sees(f"Dùng {each}"))
    office.press(Key.Key_1)
    wait_counts(office, cần_xử_lý=1)
    office.wait_for("Có thể trùng 1 trên 1", CHILD).press(Key.Key_1)
    office.wait(lambda: "cần xử lý" not in read_counts(office), "nothing is left to settle")


def tell_what_the_lead_holds(day: Day) -> None:
    """The lead's next file goes ahead by telephone: the first laptop learns that its second file is half-way."""
    day.at(18)
    say(day, day.sit("one"), "Tẩn Mý Dao", "Bà Dao chờ con về Tết rồi mới quyết")
    send(day, "one", day.stick("KINGSTON"))
    lead = day.sit("lead")
    take_in(lead, day.stick("KINGSTON"), 1)
    find_nobody(lead, "Vàng A Lử")
    (originals, ahead) = day.stick("LEAD 2"), day.stick("chat")
    send(day, "lead", originals)
    team = {path.read_bytes() for path in day.stick("KINGSTON").iterdir()}
    known = {path.read_bytes() for path in day.stick("LEAD").iterdir()}
    for path in originals.iterdir():
        if path.read_bytes() not in team | known:
            shutil.move(path, ahead)
    take_in(day.sit("office"), ahead, 1)
    write_files(day.sit("office"), day.stick("answers"))
    one = open_exchange(day.sit("one"))
    first, second = day.rows
    take_in(one, day.stick("answers"), 1)
    wait_counts(one, chờ_gửi=0, đã_ghi_vào_tệp=0, tổ_trưởng_giữ=second, đã_nhận=first)


def take_back_and_read_again(day: Day) -> None:
    """The newest reading goes and comes back; what was settled before stays."""
    day.at(18, 30)
    office, note = day.sit("office"), day.notes["Tẩn Mý Dao"]
    take_in(office, day.stick("LEAD 2"), 1)
    assert note in day.notes_at_office()
    office.press(Key.Key_Z).wait_for("Sẽ bỏ").control(Key.Key_Return).wait_for("Đã bỏ")
    assert note not in day.notes_at_office()
    leave(office)
    look_into(office, day.stick("LEAD 2")).wait_for("Đã hoàn tác", "Nhập 1 tệp").control(Key.Key_Return)
    leave(office.wait_for("Đã nhập 1 tệp."))
    assert note in day.notes_at_office()
    assert not office.sees("cần xử lý")


def miss_a_file_and_find_it(day: Day) -> None:
    """A stick is lost: the office names the missing file until the laptop writes it again."""
    day.at(19)
    say(day, day.sit("two"), "Lù Seo Vần", "Anh Vần xin số điện thoại của tổ")
    send(day, "two", day.stick("lost"))
    find_nobody(day.sit("two"), "Lò Văn Páo")
    send(day, "two", day.stick("SANDISK"))
    office = day.sit("office")
    take_in(office, day.stick("SANDISK"), 1).wait_for("Thiếu tệp số 2")
    wait_counts(office, tệp_còn_thiếu=1)
    write_again(day.sit("two"), 2, day.stick("SANDISK"))
    take_in(day.sit("office"), day.stick("SANDISK"), 1)
    wait_counts(office, tệp_còn_thiếu=0)


def answer_everybody(day: Day) -> None:
    """Return files close every row of the three ledgers, and bring what was settled to both laptops."""
    day.at(20)
    write_files(day.sit("office"), day.stick("evening"))
    for name in DEVICES:
        seat = take_in(day.sit(name), day.stick("evening"), 1)
        wait_counts(seat, chờ_gửi=0, đã_ghi_vào_tệp=0, tổ_trưởng_giữ=0, bị_trả_lại=0)
        assert read_counts(seat)["đã nhận"] > 0
        open_card(seat, "Giàng A Chư").wait_for(day.settled)
        assert [member.name for member in card_of(day.app(name), "Giàng A Chư").members].count(CHILD) == 1


def see_everything_at_the_office(day: Day) -> None:
    """Every note that was typed stands on its family's card."""
    office = day.sit("office")
    for head, note in day.notes.items():
        open_card(office, head).wait_for(note)


def block_a_machine(day: Day) -> None:
    """The second laptop is given back: it may write no more."""
    day.at(20, 30)
    office = open_exchange(day.sit("office"))
    office.tab_to("Các máy").row_of("Máy 02").press(Key.Key_Return).wait_for("Thu hồi máy này").press(
        Key.Key_B
    )
    office.wait_focus("Vì sao thu hồi máy?").commit("trả máy về xã").press(Key.Key_Return)
    office.wait_for("Đã thu hồi Máy 02", "trả máy về xã")
    leave(office)


def compare_all_four(day: Day) -> None:
    """The workspaces, opened anew, agree about everything in their areas, and no journal differs from its rows."""
    for seat in day.seats.values():
        seat.close()
    day.seats.clear()
    office = day.open("office")
    areas = {each.name: each.id for each in office.households.list_villages()}
    for name in DEVICES:
        app = day.open(name)
        area = {areas["Nà Ly"]} if name == "one" else set(areas.values())
        assert picture_of(app) == picture_of(office, area), name
        assert app.upkeep.check().problems == ()
        app.close()
    assert office.upkeep.check().problems == ()
    office.close()
