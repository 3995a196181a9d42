"""`outreach print d05 | mau4 | tk1`: files that are really there, promised keys, and gaps that write nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from outreach_app import assets
from outreach_app.domain.form_layouts import read_sheet_layout
from outreach_app.domain.people import Scheme
from outreach_app.exchange.form_reader import read_form
from outreach_app.services.enrolments import NewEnrolment
from tests.cli.command_line import CommandLine
from tests.workspaces import PASSPHRASE, card_of, copy_machine


@pytest.fixture(scope="module")
def signed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop on which two people of one household have signed up for voluntary insurance, one of them for health."""
    app = copy_machine(tmp_path_factory.mktemp("forms"), "one")
    opened = app.open()
    opened.office.say_who_works("Lường Thị Inh")
    head, _, child = card_of(opened, "Lò Văn Páo").members
    for person in (head, child):
        opened.enrolments.sign_up(NewEnrolment(person.id, Scheme.VOLUNTARY, "12", date(2026, 12, 1)))
    opened.enrolments.sign_up(NewEnrolment(head.id, Scheme.HOUSEHOLD_HEALTH, "6", date(2026, 12, 1)))
    opened.close()
    return app.folder


@pytest.fixture
def laptop(signed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    shutil.copytree(signed_up, tmp_path / "laptop")
    return CommandLine(tmp_path / "laptop")


def code_of(line: CommandLine) -> str:
    found = line("household", "find", "Lò Văn Páo").data["results"]
    return str(found[0]["code"])


def test_the_list_of_the_day_is_written_with_its_keys(laptop: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "d05.xlsx"
    data = laptop(
        "print", "d05", "--out", out, "--number", "07/D05", "--result", "paper", "--organisation", "Bưu điện",
        "--organisation-code", "ĐD01",
    ).data  # fmt: skip
    assert data == {
        "path": str(out), "bytes": out.stat().st_size, "form": "d05", "sheets": 1, "sign_ups": 2,
        "by_hand": ["collector_code"],
    }  # fmt: skip
    layout = read_sheet_layout(assets.read_text("forms/d05-2026.toml"))
    (sheet,) = read_form(layout, out.read_bytes())
    assert [row[1] for row in sheet.rows] == ["Lò Văn Páo", "Lò Thị Thắm"]
    assert sheet.totals[8] == 2 * (3_960_000 - 792_000)


def test_household_and_declaration_by_code_in_words(laptop: CommandLine, tmp_path: Path) -> None:
    code = code_of(laptop)
    said = laptop.plain(
        "print", "mau4", code, "--out", tmp_path / "m.xlsx", "--lang", "vi", "--at", laptop.at
    )
    assert "Đã lập Mẫu số 4 cho 1 đăng ký" in said.out
    assert "nơi đăng ký khám chữa bệnh ban đầu" in said.out
    data = laptop("print", "tk1", code, "--out", tmp_path / "t.pdf").data
    assert (data["form"], data["sign_ups"], data["by_hand"]) == ("tk1", 2, ["result", "ethnicity", "email"])
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")


def test_a_gap_writes_no_file_and_says_who_lacks_what(laptop: CommandLine, tmp_path: Path) -> None:
    laptop("enrol", "Sùng Thị Mỷ", "--scheme", "voluntary", "--from", "2026-12", "--method", "3", expect=1)
    error = laptop("print", "d05", "--out", tmp_path / "d05.xlsx", expect=3).error
    assert error["key"] == "form_gaps"
    assert "Sùng Thị Mỷ" in error["message"]
    assert not (tmp_path / "d05.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "code", "key"),
    [
        (("--from", "2026-11-22", "--to", "2026-11-21"), 2, "usage"),
        (("--result", "silver"), 2, "usage"),
        (("--to", "2026-11-01"), 3, "no_sign_ups"),
        (("--day", "2026-04-30"), 3, "no_layout"),
        (("ZZZ-0001",), 3, "invalid_number"),
    ],
)
def test_what_cannot_be_made_is_told(
    laptop: CommandLine, tmp_path: Path, words: tuple[str, ...], code: int, key: str
) -> None:
    error = laptop("print", "d05", *words, "--out", tmp_path / "x.xlsx", expect=code).error
    assert error["key"] == key
    assert not (tmp_path / "x.xlsx").exists()
