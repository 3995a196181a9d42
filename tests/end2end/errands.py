"""What a person does at a machine, key by key: set it up, log visits, change a household, write and read files."""

import re
from datetime import date
from pathlib import Path

from outreach_app.domain.text import fold
from tests.end2end.sitting import CHOSEN, Key, Sitting

_COUNTS = re.compile(r"\d+ [^;]+(; \d+ [^;]+){4}")
_CODE = re.compile(r"^[0-9A-Z](?: [0-9A-Z-]){13}$", re.MULTILINE)


# ------------------------------------------------------------------------------------------------------- setting up
def make_kit(
    office: Sitting,
    device: str,
    folder: Path,
    *,
    lead: bool = False,
    villages: tuple[str, ...] = ("Mọi thôn, bản",),
) -> tuple[Path, str]:
    """Write a laptop's set-up file in Settings; its path, and the code as the screen tells it once."""
    known = set(folder.glob("*.gocuakit"))
    office.control(Key.Key_Comma).wait_for("7  Các máy").press(Key.Key_7).wait_focus("Tên máy")
    office.commit(device)
    if lead:
        office.tab_to("Vai trò").press(Key.Key_Down)
    for village in villages:
        office.tab_to(village).press(Key.Key_Space)
    office.tab_to("Thư mục").retype(str(folder)).control(Key.Key_Return)
    office.wait(lambda: set(folder.glob("*.gocuakit")) - known, "the set-up file is written")
    office.wait_for(f"Mã của tệp cài đặt {device}")
    spelled = _CODE.search(office.told())
    assert spelled is not None, office.told()
    (path,) = set(folder.glob("*.gocuakit")) - known
    return path, spelled.group().replace(" ", "")


def set_up_laptop(laptop: Sitting, kit: tuple[Path, str], words: str, who: str) -> None:
    """Open a set-up file by its code, choose a passphrase, and say who works here."""
    laptop.wait_for("Bắt đầu thế nào?").press(Key.Key_1).wait_focus("Tệp cài đặt máy")
    path, code = kit
    laptop.type(str(path)).press(Key.Key_Return).wait_focus("Mã của tệp").type(code.lower())
    for _ in range(2):
        laptop.press(Key.Key_Return).type(words)
    laptop.press(Key.Key_Return).wait_for("Các mục", "Gõ tên rồi bấm Enter")
    laptop.telex(who).press(Key.Key_Return).wait_for(f"{who} đang làm việc")


# ------------------------------------------------------------------------------------------------------- at the door
def open_door(laptop: Sitting, head: str) -> Sitting:
    """Find a family without diacritics and open its visit."""
    laptop.control(Key.Key_K).type(fold(head)).row_in_popup(head).press(Key.Key_Return)
    return laptop.wait_for(f"Ghi lượt thăm · Hộ {head}", "5. Ghi chú")


def find_nobody(laptop: Sitting, head: str) -> None:
    """An empty house is one key behind its door."""
    open_door(laptop, head).press(Key.Key_0).wait_for(f"Đã lưu lượt thăm: {head}")


def talk(laptop: Sitting, head: str, key: Key, note: str) -> None:
    """Somebody is met who answers; what was said is put in by the input method."""
    open_door(laptop, head).press(key).tab_to("Ghi chú").commit(note)
    laptop.wait_for("Bản nháp tự lưu").control(Key.Key_Return).wait_for(f"Đã lưu lượt thăm: {head}")


def sign_up(laptop: Sitting, head: str, *, money: int, receipt: str) -> None:
    """Somebody joins: the visit goes on to the papers, money is taken against a receipt."""
    open_door(laptop, head).press(Key.Key_1).wait_for(f"{CHOSEN} Đăng ký ngay").control(Key.Key_Return)
    laptop.wait_for("4. Tiền thu tại nhà").tab_to("Tiền đã thu").retype(str(money)).press(Key.Key_Tab)
    laptop.type(receipt).control(Key.Key_Return).wait_for(f"Đã lưu đăng ký: {head}")


# ------------------------------------------------------------------------------------------------------- households
def open_card(seat: Sitting, head: str) -> Sitting:
    """Find a family and look at its card."""
    seat.control(Key.Key_K).type(fold(head)).row_in_popup(head).control(Key.Key_Return)
    return seat.wait_focus("Hộ gia đình").wait(lambda: head in seat.row(), f"the row of {head}")


def change_address(seat: Sitting, head: str, address: str) -> None:
    """Write another landmark for a household."""
    open_card(seat, head).press(Key.Key_F4).tab_to("Địa chỉ").control(Key.Key_A).commit(address)
    seat.control(Key.Key_Return).wait_for(f"Đã lưu: {head}")


def add_member(seat: Sitting, head: str, name: str, born: str) -> None:
    """Add somebody to a household."""
    open_card(seat, head).press(Key.Key_F3).tab_to("Họ và tên").commit(name)
    seat.tab_to("Sinh").type(born).control(Key.Key_Return).wait_for(f"Đã lưu: {name}")


# ------------------------------------------------------------------------------------------------------------- paper
def keep_summary(seat: Sitting, day: date, folder: Path) -> Path:
    """Look at the summary of the day and keep it as PDF; where it is."""
    known = set(folder.glob("*.pdf"))
    seat.control(Key.Key_1).wait_for("Tổng hợp cuối ngày").press(Key.Key_D).wait_focus(f"{day:%d/%m/%Y}")
    seat.press(Key.Key_S).wait_for("Thư mục").tab_to("Thư mục").retype(str(folder)).press(Key.Key_Return)
    seat.wait(lambda: set(folder.glob("*.pdf")) - known, "the summary is written").wait_for(str(folder))
    (path,) = set(folder.glob("*.pdf")) - known
    return path


# ------------------------------------------------------------------------------------------------------------- files
def open_exchange(seat: Sitting) -> Sitting:
    """Go to the place of files, and leave what was begun or said there."""
    return seat.control(Key.Key_9).wait_focus("Sổ gửi nhận")


def write_files(seat: Sitting, folder: Path) -> list[Path]:
    """Write what waits; the files that came onto the stick, by name."""
    known = set(folder.iterdir())
    open_exchange(seat).press(Key.Key_G).wait_for("Thư mục để ghi")
    seat.tab_to("Thư mục").retype(str(folder)).press(Key.Key_Return).wait_for("Bây giờ rút USB ra được")
    seat.press(Key.Key_Escape)
    return sorted(set(folder.iterdir()) - known)


def write_again(seat: Sitting, number: int, folder: Path) -> None:
    """Write an earlier file once more."""
    open_exchange(seat).control(Key.Key_Home).row_of(f"Tệp số {number},").press(Key.Key_F5).wait_for(
        "Thư mục để ghi"
    )
    seat.tab_to("Thư mục").retype(str(folder)).press(Key.Key_Return)
    seat.wait_for(f"Đã ghi tệp số {number}.").press(Key.Key_Escape)


def look_into(seat: Sitting, place: Path) -> Sitting:
    """Ask for the preview of what lies in a folder, or of one file."""
    open_exchange(seat).press(Key.Key_O).wait_for("Tệp hoặc thư mục")
    seat.tab_to("Tệp hoặc").retype(str(place)).press(Key.Key_Return)
    return seat.wait_focus("Các tệp tìm thấy")


def take_in(seat: Sitting, place: Path, files: int) -> Sitting:
    """Look into a folder and take in everything that is new."""
    look_into(seat, place).wait_for(f"Nhập {files} tệp").control(Key.Key_Return)
    return leave(seat.wait_for(f"Đã nhập {files} tệp."))


def leave(seat: Sitting) -> Sitting:
    """Put away what a page said, and stand before the ledger again."""
    return seat.press(Key.Key_Escape).wait_focus("Sổ gửi nhận")


def read_counts(seat: Sitting) -> dict[str, int]:
    """The counts of Exchange by their words."""
    line = next(line for line in seat.told().splitlines() if _COUNTS.match(line))
    return {text: int(number) for number, text in (each.split(" ", 1) for each in line.split("; "))}


def wait_counts(seat: Sitting, **wanted: int) -> None:
    """Let the program work until these counts stand there; a word is written with _ for each blank."""
    named = {name.replace("_", " "): count for name, count in wanted.items()}
    seat.wait(lambda: named.items() <= read_counts(seat).items(), f"the counts {named}")
