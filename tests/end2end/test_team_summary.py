"""Three laptops' files on one stick become the team's printed summary within ten keys, at the window of a team lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from outreach_app import app as program
from outreach_app.domain.visits import Outcome
from outreach_app.sync.locks import FLOOR
from tests.end2end.day import read_pdf
from tests.end2end.sitting import Key, Sitting
from tests.workspaces import PASSPHRASE, UNTIL, Clock, Field, copy_field, door, talk, write
from ui.presenters import drives

MOST_KEYS = 10
DAY = date(2026, 11, 21)
WALKED = {"one": "Lường Thị Inh", "two": "Sùng A Chỉnh", "three": "Vàng Thị Mẩy"}


@dataclass
class Team:
    """The lead before the open window, three laptops' files on a plugged-in stick, and the folder PDFs are kept in."""

    seat: Sitting
    kept: Path


@pytest.fixture
def team(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    field = copy_field(tmp_path)
    stick = tmp_path / "media" / "KINGSTON"
    stick.mkdir(parents=True)
    # Where a system mounts its sticks belongs to the machine the tests run on.
    monkeypatch.setattr(drives, "_media_folders", lambda: [stick.parent])
    kept = tmp_path / "kept"
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(kept))
    kept.mkdir()
    for name, who in WALKED.items():
        spend_a_day(tmp_path / name if name != "three" else set_up_third(field, tmp_path), who, stick)
    lead = field.lead.open()
    lead.office.say_who_works("Nông Thị Thu Hường")
    lead.close()
    seat = Sitting(field.lead.folder, clock=field.lead.clock)
    seat.unlock(PASSPHRASE).wait_list()
    seat.strokes = 0
    yield Team(seat, kept)
    seat.close()


def set_up_third(field: Field, folder: Path) -> Path:
    """A third laptop of the team, by a set-up file of its own."""
    office = field.office.open()
    villages = [village.id for village in office.households.list_villages()]
    kit = office.make_kit(
        folder / "three.gocuakit", device="Máy three", role="canvasser", villages=villages, until=UNTIL, cost=FLOOR
    )  # fmt: skip
    office.close()
    program.open_kit_file(folder / "three", kit.path, kit.code, PASSPHRASE, clock=Clock(), cost=FLOOR).close()
    return folder / "three"


def spend_a_day(laptop: Path, who: str, stick: Path) -> None:
    """Two doors of a laptop, one of them empty, and the file of the evening."""
    app = program.open_workspace(laptop, PASSPHRASE, clock=Clock())
    app.office.say_who_works(who)
    first, second = (app.households.read_card(each.household.id) for each in app.work.list_doors()[:2])
    app.visits.log(door(first))
    app.visits.log(talk(second, Outcome.THINKING))
    assert len(write(app, stick)) == 1
    app.close()


@pytest.mark.slow
def test_three_laptops_files_become_one_printed_summary_in_ten_keys(team: Team) -> None:
    seat = team.seat
    seat.control(Key.Key_9).wait_focus("Sổ gửi nhận").wait_for("USB “KINGSTON” đã cắm")
    seat.press(Key.Key_O).wait_focus("KINGSTON").press(Key.Key_Return).wait_for("Nhập 3 tệp")
    seat.control(Key.Key_Return).wait_for("Đã nhập 3 tệp.", "6 lượt thăm", "Tổng hợp ngày")
    seat.press(Key.Key_D).wait_focus(f"{DAY:%d/%m/%Y}")
    seat.press(Key.Key_S).wait_for("Thư mục").press(Key.Key_Return)
    seat.wait(lambda: list(team.kept.glob("*.pdf")), "the summary is written").wait_for(str(team.kept))
    assert seat.strokes <= MOST_KEYS
    (paper,) = team.kept.glob("*.pdf")
    told = read_pdf(paper)
    for line in ("4 máy, 3 tuyên truyền viên", *(f"{who} 2 1 1" for who in WALKED.values()), "Cả tổ 4 2 2"):
        assert line in told
    assert all(f"tệp số 1 của máy Máy {name}" in told for name in WALKED)
