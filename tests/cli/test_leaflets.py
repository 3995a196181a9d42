"""`outreach print leaflets | leaflet-texts | appointments`: promised keys, real files, faults that are told."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.workspaces import PASSPHRASE, copy_machine


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    return CommandLine(copy_machine(tmp_path, "one").folder)


def test_a_village_in_one_go(laptop: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    data = laptop("print", "leaflets", "--village", "Bản Nà Ly", "--per-file", "2", "--out", out).data
    assert data["files"] == [str(out), str(tmp_path / "a-2.pdf")]
    assert {key: data[key] for key in ("path", "leaflets", "languages", "left_out")} == {
        "path": str(out), "leaflets": 3, "languages": {"en": 3}, "left_out": 0,
    }  # fmt: skip
    assert all(Path(file).read_bytes().startswith(b"%PDF") for file in data["files"])
    assert laptop("print", "leaflets", "--out", out, expect=3).error["key"] == "file_exists"
    words = ("--sheet", "X", "--never-visited", "--out", tmp_path / "b.pdf")
    assert "sheet" in laptop("print", "leaflets", *words, expect=2).error["message"].lower()


def test_languages_and_the_faults_of_a_file(laptop: CommandLine, tmp_path: Path) -> None:
    folder = laptop.workspace / "leaflets"
    folder.mkdir()
    (folder / "thai.toml").write_text("motto = 1", encoding="utf-8")
    data = replace(laptop, lang="vi")("print", "leaflet-texts").data
    assert [(each["key"], each["usable"]) for each in data["languages"]] == [
        ("vi", True), ("en", True), ("thai", False),
    ]  # fmt: skip
    assert "Thiếu câu motto." in data["languages"][2]["faults"]
    assert data["folders"][0] == str(folder)
    shutil.rmtree(folder)
    assert len(laptop("print", "leaflet-texts").data["languages"]) == 2


def test_slips_for_a_promised_return(laptop: CommandLine, tmp_path: Path) -> None:
    code = str(laptop("household", "find", "Lò Văn Páo").data["results"][0]["code"])
    by = ("--by", "Lường Thị Inh")
    laptop("visit", "log", "--household", code, "--outcome", "call_back", "--next", "2026-11-28", *by)
    out = tmp_path / "a.pdf"
    data = laptop("print", "appointments", "--day", "2026-11-28", "--out", out).data
    assert data["appointments"] == [{"household": code, "head": "Lò Văn Páo", "on": "2026-11-28"}]
    again = laptop("print", "appointments", "--household", code, "--out", tmp_path / "b.pdf").data
    assert (tmp_path / "b.pdf").read_bytes() == out.read_bytes()
    assert again["bytes"] == data["bytes"]
    assert (
        laptop("print", "appointments", "--out", tmp_path / "c.pdf", expect=3).error["key"]
        == "no_appointments"
    )
