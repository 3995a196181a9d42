"""`outreach list`: previews that change nothing, imports whole or not at all, killed at any moment."""

import random
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from outreach_app.services.sample_people import make_families
from outreach_app.services.sample_register import write_register
from tests.cli.command_line import CommandLine, run_here
from tests.conftest import StandingClock

HEAD = "STT,Số hộ,Họ và tên,Quan hệ,Năm sinh,Số CCCD,Thôn bản\n"
ROWS = (
    "1,1,Lò Văn Mới,Chủ hộ,1980,012080004444,Nà Ly\n"
    "2,1,Lò Thị Hai,Vợ,1982,012182004445,Nà Ly\n"
    "3,2,Cà Văn Ba,Chủ hộ,1999,012099004446,bản Phiêng Hoi\n"
    "4,2,,Con,2010,,bản Phiêng Hoi\n"
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "danh sách.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8-sig")
    return path


def test_a_preview_says_all_and_changes_nothing(office: CommandLine, register: Path) -> None:
    before = office("check").data
    report = office(
        "list", "import", register, "--as", "register", "--preview", "--by", "Người Mới", expect=1
    ).data
    assert {name: report[name] for name in ("import_id", "rows", "households", "people", "new", "preview")} == {
        "import_id": None, "rows": 4, "households": 2, "people": 3, "new": 3, "preview": True,
    }  # fmt: skip
    assert report["columns"]["name"] == "Họ và tên"
    assert report["villages_new"] == ["bản Phiêng Hoi"]
    (refused,) = report["refused"]
    assert (refused["row"], refused["reason_key"]) == (5, "no_name")
    assert refused["reason"]
    assert office("check").data == before


def test_an_import_with_refused_rows_is_one_and_again_makes_nothing(
    office: CommandLine, register: Path
) -> None:
    report = office("list", "import", register, "--as", "register", "--by", "Lường Thị Inh", expect=1).data
    assert (report["new"], report["households_new"], len(report["import_id"])) == (3, 2, 16)
    again = office("list", "import", register, "--as", "register", expect=1).data
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert again["earlier"]
    imports = office("list", "imports").data["imports"]
    assert [entry["name"] for entry in imports] == ["danh sách.csv"] * 2
    assert office("household", "find", "lo van moi").data["total"] == 1


def test_columns_are_corrected_by_hand(office: CommandLine, register: Path, tmp_path: Path) -> None:
    register.write_text("x,y,z\nLò Văn Mới,1980,Nà Ly\n", encoding="utf-8")
    assert office("list", "import", register, "--as", "register", expect=3).error["key"] == "no_header"
    columns = tmp_path / "cột.toml"
    columns.write_text('header_row = 1\n[columns]\nname = "A"\nborn = "y"\nvillage = "C"\n', encoding="utf-8")
    report = office("list", "import", register, "--as", "register", "--columns", columns).data
    assert (report["new"], set(report["columns"])) == (1, {"name", "born", "village"})
    columns.write_text("columns = 5", encoding="utf-8")
    said = office("list", "import", register, "--as", "register", "--columns", columns, expect=3)
    assert said.error["key"] == "bad_columns"


def test_one_sheet_and_one_commune_may_be_named(office: CommandLine, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tổng hợp"  # type: ignore[union-attr]
    for name, person in (("Nà Ly", "Lò Văn Mới"), ("Hua Sẳng", "Cà Văn Ba")):
        sheet = book.create_sheet(name)
        sheet.append(["Họ và tên", "Năm sinh", "Thôn"])
        sheet.append([person, 1980, name])
    book.save(tmp_path / "xã.xlsx")
    report = office(
        "list", "import", tmp_path / "xã.xlsx", "--as", "register", "--sheet", "Nà Ly", "--unit", "03424"
    ).data
    assert report["new"] == 1
    assert (
        office("list", "import", tmp_path / "xã.xlsx", "--as", "register", "--sheet", "Khác", expect=3).error[
            "key"
        ]
        == "no_sheet"
    )


@pytest.mark.parametrize("content", [b"not a spreadsheet at all", b"PK\x03\x04 broken", b""])
def test_an_unreadable_spreadsheet_is_one_sentence_and_changes_nothing(
    office: CommandLine, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(content)
    before = office("check").data
    said = office("list", "import", path, "--as", "register", "--by", "Người Mới", expect=3)
    assert said.error["advice"]
    assert office("check").data == before


def test_words_say_what_was_refused(office: CommandLine, register: Path) -> None:
    said = run_here(
        "--workspace", office.workspace, "list", "import", register, "--as", "register", "--lang", "vi"
    )
    assert said.code == 1
    assert "4 dòng đã đưa vào 2 hộ, 3 người." in said.out
    assert "dòng 5: Dòng không có họ tên." in said.out


@pytest.mark.torture
def test_an_import_killed_at_any_moment_leaves_all_or_nothing(
    office: CommandLine, tmp_path: Path, clock: StandingClock
) -> None:
    path = tmp_path / "xã.xlsx"
    write_register(path, make_families(random.Random(1), per_village=60, today=clock().date()))
    before = office("check").data
    killed, after = 0, before
    for pause in (0.05, 0.25, 0.5):
        if after == before and kill_import(office, path, after_s=pause):
            killed += 1
            after = office("check").data
            assert after["ok"]
    assert killed >= 2, "no import was killed while it ran"
    report = office("list", "import", path, "--as", "register", expect=1).data
    assert (report["new"] == 0) == (after != before)
    people = office("check").data["tables"]["person"]
    assert people == after["tables"]["person"] + report["new"]
    assert people > before["tables"]["person"] + 900


def kill_import(office: CommandLine, path: Path, *, after_s: float) -> bool:
    """Kill an import some time after it said that it reads; False when it was done by then."""
    words = [
        "--workspace",
        str(office.workspace),
        "list",
        "import",
        str(path),
        "--as",
        "register",
        "--lang",
        "en",
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "outreach_app", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"Reading")
        time.sleep(after_s)
        running = process.poll() is None
        process.kill()
    return running
