"""Forty laptops' files lie in the watched folder in the morning: what a clerk does until nothing waits, key by key."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.domain.people import PartialDate, Sex
from outreach_app.domain.visits import Outcome
from outreach_app.services.households import NewPerson
from outreach_app.services.visits import NewVisit
from outreach_app.sync.locks import FLOOR
from tests.end2end.sitting import Key, Sitting
from tests.workspaces import COMMUNE, PASSPHRASE, UNTIL, Clock, write, write_list
from ui.presenters import drives

LAPTOPS = 40
HOUSEHOLDS = 80
RIVALS = 12
"""So many households have two laptops that wrote different telephones."""
TWINS = 3
"""So many new people were added by two laptops each, under one citizen ID."""
KEYS_A_SECOND = 4
SECONDS_A_THING = 20
"""What reading one thing that needs a decision is taken to cost, however it is settled."""
FIVE_MINUTES = 300
DAY = date(2026, 11, 21)


@dataclass
class Morning:
    """The office's window with the folder it watches, and where papers are kept."""

    seat: Sitting
    folder: Path
    kept: Path

    @property
    def app(self) -> App:
        assert self.seat.program.app is not None
        return self.seat.program.app


@pytest.fixture
def morning(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Morning]:
    folder, kept = tmp_path / "Zalo", tmp_path / "kept"
    folder.mkdir()
    kept.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(kept))
    monkeypatch.setattr(drives, "_media_folders", list)
    clock = Clock()
    made = make_office(tmp_path, clock)
    for number in range(1, LAPTOPS + 1):
        spend_a_day(made, tmp_path, folder, number, clock)
    made.office.say_who_works("Hoàng Thị Thơm")
    made.watching.set_folder(str(folder))
    made.close()
    seat = Sitting(tmp_path / "office", clock=clock)
    seat.unlock(PASSPHRASE)
    yield Morning(seat, folder, kept)
    seat.close()


def make_office(folder: Path, clock: Clock) -> App:
    """An office with eighty households of two people in two villages."""
    rows = [
        (str(number), name, f"0{1 + number % 9}/03/{1950 + number % 50}", sex, "", relation, "",
         "Bản Nà Ly" if number <= HOUSEHOLDS // 2 else "Bản Hua Sẳng")
        for number in range(1, HOUSEHOLDS + 1)
        for name, sex, relation in ((f"Lò Văn Chủ {number}", "Nam", "Chủ hộ"), (f"Quàng Thị Vợ {number}", "Nữ", "Vợ"))
    ]  # fmt: skip
    made = program.create_office(
        folder / "office", passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code=COMMUNE, clock=clock,
        cost=FLOOR,
    )  # fmt: skip
    made.app.lists.import_register(write_list(folder / "list.csv", rows))
    return made.app


def spend_a_day(office: App, folder: Path, drop: Path, number: int, clock: Clock) -> None:
    """Two doors of a laptop, perhaps a telephone that another one writes too, perhaps somebody two laptops meet."""
    villages = [village.id for village in office.households.list_villages()]
    kit = office.make_kit(
        folder / f"{number}.gocuakit", device=f"Máy {number:02d}", role="canvasser", villages=villages, until=UNTIL,
        cost=FLOOR,
    )  # fmt: skip
    laptop = program.open_kit_file(
        folder / f"laptop{number}", kit.path, kit.code, PASSPHRASE, clock=clock, cost=FLOOR
    )
    laptop.office.say_who_works(f"Tuyên truyền viên {number:02d}")
    homes = laptop.households.read_rows(laptop.households.list_numbers())
    for place in (2 * number - 2, 2 * number - 1):
        laptop.visits.log(NewVisit(homes[place].id, DAY, door_outcome=Outcome.NOT_HOME))
    pair = (number - 1) // 2
    if pair < RIVALS:
        laptop.households.edit_household(homes[pair].id, {"phone": f"09123{number:05d}"})
    elif pair < RIVALS + TWINS:
        who = NewPerson(
            f"Giàng Thị Mới {pair}", relation="child", sex=Sex.FEMALE, born=PartialDate(2000, 1, 1 + pair),
            citizen_number=f"0123000{pair:05d}",
        )  # fmt: skip
        laptop.households.add_person(homes[40 + number].id, who)
    if number == LAPTOPS:
        (folder / "lost").mkdir()
        write(laptop, folder / "lost")
        laptop.visits.log(NewVisit(homes[0].id, DAY, door_outcome=Outcome.NOT_HOME))
    for place, path in enumerate(write(laptop, drop)):
        path.rename(drop / f"tệp ({number}-{place}).bin")
    laptop.close()


@pytest.mark.timeout(900)
@pytest.mark.slow
@pytest.mark.torture
def test_a_morning_of_forty_files_takes_five_minutes_of_a_clerk(morning: Morning) -> None:
    seat, app = morning.seat, morning.app
    before = {path.name: path.stat().st_mtime_ns for path in morning.folder.iterdir()}
    seat.wait(lambda: app.watching.read_newest(), "the files are read by themselves", seconds=120)
    seat.strokes = 0
    things = 0
    seat.control(Key.Key_9).wait_for(f"{LAPTOPS} tệp tự về", f"{2 * LAPTOPS - 1} lượt thăm")
    # What came, on paper: the missing file stands on it.
    seat.press(Key.Key_P).wait_focus("tệp nhận ngày").press(Key.Key_S).wait_for("Thư mục").press(
        Key.Key_Return
    )
    seat.wait(lambda: list(morning.kept.glob("*.pdf")), "the paper is written")
    seat.control(Key.Key_9).wait_for(f"Khác biệt 1 trên {RIVALS + TWINS}")
    things += 1
    seat.press(Key.Key_A).wait_for("Xử lý nhiều khác biệt").press(Key.Key_1).press(Key.Key_Return)
    seat.wait(lambda: app.conflicts.count() == 0, "the differences are settled").wait_for(
        "Có thể trùng 1 trên"
    )
    things += 1
    seat.press(Key.Key_A).wait_for("Xử lý nhiều cặp").press(Key.Key_1).wait_for(f"Xử lý {TWINS} cặp").press(
        Key.Key_Return
    )
    seat.wait(lambda: app.duplicates.count_duplicates() == 0, "the pairs are settled")
    things += 1
    seat.press(Key.Key_N).wait_for(f"Máy {LAPTOPS}", "1")
    seat.press(Key.Key_N).wait_for("Ở đây không còn việc nào chờ người xử lý.")
    attention = seat.strokes / KEYS_A_SECOND + things * SECONDS_A_THING
    print(f"keys {seat.strokes}, decisions {things}, attention {attention:.0f} s")
    assert attention <= FIVE_MINUTES
    assert {path.name: path.stat().st_mtime_ns for path in morning.folder.iterdir()} == before
    (paper,) = morning.kept.glob("*.pdf")
    told = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert f"Thiếu tệp số 1 của Máy {LAPTOPS}." in told
    assert f"{LAPTOPS} tệp, {LAPTOPS} máy" in " ".join(told.split())
