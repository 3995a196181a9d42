"""`outreach office` and `outreach kit`: making offices, villages and laptops, and what is left behind when it fails."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine, run_here
from tests.conftest import COMMUNE, PASSPHRASE
from tests.pdf_texts import read_page_texts


def new_office(folder: Path, *more: str | Path, expect: int = 0) -> CommandLine:
    line = CommandLine(folder)
    line("office", "new", "--name", "BHXH cơ sở Bản Bo", "--unit", COMMUNE, *more, expect=expect)
    return line


def test_a_new_office_prints_its_recovery_sheet_beside_the_workspace(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "kho")
    made = line(
        "office", "new", "--name", "BHXH cơ sở Bản Bo", "--unit", COMMUNE, "--by", "Lường Thị Inh"
    ).data
    assert made == {
        "workspace": str(tmp_path / "kho"),
        "recovery_sheet": str(tmp_path / "kho-recovery-sheet.pdf"),
    }
    assert Path(made["recovery_sheet"]).stat().st_mode & 0o077 == 0
    (text,) = read_page_texts(Path(made["recovery_sheet"]))
    assert "BHXH cơ sở Bản Bo" in text
    assert line("check").data["ok"]


def test_the_printed_recovery_code_opens_the_office_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = new_office(tmp_path / "kho")
    words = read_page_texts(tmp_path / "kho-recovery-sheet.pdf")[0].split()
    heading = next(place for place, word in enumerate(words) if word == "1.")
    groups = [word for word in words[heading:] if len(word) == 4 and word.isascii() and word.upper() == word][
        :4
    ]
    fresh = "khóa mới của cơ sở 2026 an toàn"
    monkeypatch.setenv("OUTREACH_NEW_PASSPHRASE", fresh)
    recovered = line("passphrase", "recover", "--code", " ".join(groups).lower()).data
    assert recovered["to_send"] == 0
    assert line("check", expect=4).error["key"] == "wrong_passphrase"
    monkeypatch.setenv("OUTREACH_PASSPHRASE", fresh)
    assert line("check").data["ok"]


def test_the_recovery_sheet_goes_where_it_is_told_but_never_inside(tmp_path: Path) -> None:
    sheet = tmp_path / "in" / "to.pdf"
    sheet.parent.mkdir()
    new_office(tmp_path / "kho", "--recovery-sheet", sheet)
    assert sheet.read_bytes().startswith(b"%PDF")
    inside = tmp_path / "second"
    inside.mkdir()
    said = CommandLine(inside)(
        "office", "new", "--name", "A", "--unit", COMMUNE, "--recovery-sheet", inside / "to.pdf", expect=3
    )  # fmt: skip
    assert said.error["key"] == "sheet_inside"
    assert list(inside.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--name", "A", "--unit", "00000"), "not_found"),
        (("--name", " ", "--unit", COMMUNE), "bad_input"),
        (("--name", "A", "--unit", COMMUNE, "--recovery-sheet", "/nowhere/to.pdf"), "no_folder"),
    ],
)
def test_an_office_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, words: tuple[str, ...], key: str
) -> None:
    said = CommandLine(tmp_path / "kho")("office", "new", *words, expect=3)
    assert said.error["key"] == key
    assert list(tmp_path.iterdir()) == []


def test_a_weak_passphrase_makes_no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", "matkhau123")
    said = CommandLine(tmp_path / "kho")("office", "new", "--name", "A", "--unit", COMMUNE, expect=3)
    assert said.error["key"] == "weak_passphrase"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "ảnh.jpg").write_bytes(b"x")
    new = CommandLine(tmp_path / "kho")("office", "new", "--name", "A", "--unit", COMMUNE, expect=3)
    assert new.error["key"] == "not_empty"
    assert [path.name for path in (tmp_path / "kho").iterdir()] == ["ảnh.jpg"]
    assert not (tmp_path / "kho-recovery-sheet.pdf").exists()


def test_an_office_whose_sheet_cannot_be_written_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from outreach_app.documents import recovery_sheet
    from outreach_app.errors import EnvironmentTrouble, say

    def fail(*_: object) -> bytes:
        raise EnvironmentTrouble(say("There is no room left."), say("Free some space."), key="disk_full")

    monkeypatch.setattr(recovery_sheet, "render_recovery_sheet", fail)
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "kho", tmp_path / "empty"):
        assert (
            CommandLine(folder)("office", "new", "--name", "A", "--unit", COMMUNE, expect=3).error["key"]
            == "disk_full"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
    assert list((tmp_path / "empty").iterdir()) == []


def test_villages_are_added_renamed_and_merged(office: CommandLine) -> None:
    added = office("office", "village", "add", "Bản Cò Nọt").data["village"]
    assert (added["name"], added["kind"], added["prefix"], added["commune_code"]) == (
        "Cò Nọt",
        "ban",
        "CN",
        COMMUNE,
    )
    renamed = office("office", "village", "rename", "cò nọt", "Bản Cò Nọt Mông").data["village"]
    assert (renamed["name"], renamed["prefix"], renamed["id"]) == ("Cò Nọt Mông", "CN", added["id"])
    merged = office("office", "village", "merge", "HS", "CN").data
    assert merged["households"] == 3
    villages = office("office", "village", "list").data["villages"]
    assert {v["name"]: v["households"] for v in villages} == {"Nà Ly": 3, "Cò Nọt Mông": 3}
    assert office("office", "village", "merge", "CN", "CN", expect=3).error


def test_a_province_office_says_which_commune_it_means(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "tinh")
    line("office", "new", "--name", "BHXH tỉnh Lai Châu", "--unit", "12")
    assert line("office", "village", "add", "bản Nà Ly", expect=2).error["key"] == "usage"
    assert line("office", "village", "add", "bản Nà Ly", "--unit", "12", expect=3).error["key"] == "not_found"
    assert (
        line("office", "village", "add", "bản Nà Ly", "--commune", COMMUNE).data["village"]["prefix"] == "NL"
    )
    kit = line("kit", "make", "--device", "A", "--unit", "12", "--out", tmp_path / "a.gocuakit").data
    assert kit["villages"] == ["Nà Ly"]


def test_a_kit_is_made_for_letters_names_and_codes_and_opened_by_its_code(
    office: CommandLine, tmp_path: Path
) -> None:
    kit = office(
        "kit", "make", "hua sang", "--device", "Máy 02", "--role", "lead", "--unit", "NL",
        "--out", tmp_path / "k.gocuakit", "--until", "2027-06-30",
    ).data  # fmt: skip
    assert (kit["villages"], kit["until"], kit["number"]) == (["Nà Ly", "Hua Sẳng"], "2027-06-30", 2)
    assert len(kit["code"].replace("-", "")) == 12
    line = CommandLine(tmp_path / "may-02")
    wrong = line("kit", "open", kit["path"], "--code", "0000-0000-0000", expect=4)
    assert wrong.error["key"] == "wrong_kit_code"
    assert not line.workspace.exists()
    opened = line(
        "kit", "open", kit["path"], "--code", kit["code"].replace("-", " ").lower(), "--by", "Vàng A Lử"
    ).data
    assert (opened["device"], opened["households"], opened["people"], opened["role"]) == (
        "Máy 02",
        6,
        12,
        "lead",
    )
    home = line("household", "find", "pao").data["results"][0]["code"]
    line("visit", "log", "--household", home, "--outcome", "not_home")
    assert line("household", "show", home).data["visits"][0]["canvasser"] == "Vàng A Lử"


def test_a_damaged_kit_is_told_from_a_wrong_code(office: CommandLine, tmp_path: Path) -> None:
    kit = office("kit", "make", "--device", "B", "--unit", COMMUNE, "--out", tmp_path / "k.gocuakit").data
    data = bytearray(Path(kit["path"]).read_bytes())
    data[len(data) // 2] ^= 4
    Path(kit["path"]).write_bytes(data)
    said = CommandLine(tmp_path / "b")("kit", "open", kit["path"], "--code", kit["code"], expect=3)
    assert "wrong_kit_code" not in said.out
    assert not (tmp_path / "b").exists()


def test_nothing_secret_is_printed_unasked(tmp_path: Path) -> None:
    said = run_here(
        "office", "new", "--name", "A", "--unit", COMMUNE, "--workspace", tmp_path / "kho", "--lang", "en"
    )
    assert said.code == 0
    assert PASSPHRASE not in said.out + said.err
    assert "AGE-SECRET-KEY" not in said.out + said.err
