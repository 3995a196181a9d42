"""`outreach backup`, `check` and `passphrase`: proved copies, a damaged database, a forgotten passphrase."""

import shutil
from pathlib import Path

import pytest

from outreach_app import paths
from tests.cli.command_line import CommandLine

FRESH = "đường về bản mới mở 2026 xanh"


def visit(laptop: CommandLine) -> str:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    return str(laptop("visit", "log", "--household", code, "--outcome", "refused").data["visit_id"])


def test_a_sound_workspace_is_zero_with_its_counts(office: CommandLine) -> None:
    report = office("check").data
    assert (report["ok"], report["problems"], report["tables"]["person"]) == (True, [], 12)
    assert report["journal_entries"] >= 20
    assert "sound" in office.plain("check", "--lang", "en").out


def test_a_backup_is_made_listed_verified_and_restored(laptop: CommandLine, tmp_path: Path) -> None:
    visit(laptop)
    made = laptop("backup", "make").data
    assert Path(made["path"]).stat().st_size == made["bytes"]
    assert [backup["name"] for backup in laptop("backup", "list").data["backups"]] == [made["name"]]
    verified = laptop("backup", "verify").data
    assert (verified["ok"], verified["path"]) == (True, made["path"])
    later = visit(laptop)
    restored = laptop("backup", "restore", made["name"]).data
    assert restored["restored"] == made["path"]
    assert list(Path(restored["kept"]).glob("gocua.db*"))
    assert laptop("check").data["ok"]
    assert laptop("visit", "cancel", later, "--reason", "x", expect=3).error["key"] == "not_found"
    visit(laptop)


def test_a_damaged_database_is_never_overwritten_and_the_backup_opens(laptop: CommandLine) -> None:
    visit(laptop)
    backup = Path(laptop("backup", "make").data["path"])
    database = laptop.workspace / paths.DATABASE
    data = bytearray(database.read_bytes())
    for page in range(1, len(data) // 4096):
        data[4096 * page + 100 : 4096 * page + 164] = bytes(64)
    database.write_bytes(data)
    damaged = database.read_bytes()
    said = laptop("household", "find", "pao", expect=3)
    assert said.error["key"] == "store_damaged"
    assert "backup" in said.error["advice"]
    assert database.read_bytes() == damaged
    kept = Path(laptop("backup", "restore", backup).data["kept"])
    assert (kept / paths.DATABASE).read_bytes() == damaged
    assert laptop("household", "find", "pao").data["total"] == 1
    assert laptop("check").data["ok"]


def test_a_damaged_backup_is_not_put_in_place(laptop: CommandLine) -> None:
    backup = Path(laptop("backup", "make").data["path"])
    data = bytearray(backup.read_bytes())
    data[-2000] ^= 0xFF
    backup.write_bytes(data)
    before = laptop("check").data
    laptop("backup", "restore", backup.name, expect=3)
    assert laptop("check").data == before


def test_restoring_needs_the_passphrase_and_a_backup(
    laptop: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert laptop("backup", "restore", expect=3).error["key"] == "no_backup"
    laptop("backup", "make")
    monkeypatch.setenv("OUTREACH_PASSPHRASE", "not this one for sure")
    assert laptop("backup", "restore", expect=4).error["key"] == "wrong_passphrase"
    assert laptop.on(tmp_path / "none")("backup", "restore", expect=3).error["key"] == "no_backup"


def test_a_passphrase_is_changed(
    laptop: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OUTREACH_NEW_PASSPHRASE", "12345678")
    assert laptop("passphrase", "change", expect=3).error["key"] == "weak_passphrase"
    file = tmp_path / "mới.txt"
    file.write_text(FRESH, encoding="utf-8")
    laptop("passphrase", "change", "--new-passphrase-file", file)
    assert laptop("check", expect=4).error["key"] == "wrong_passphrase"
    monkeypatch.setenv("OUTREACH_PASSPHRASE", FRESH)
    assert laptop("check").data["ok"]


def test_a_forgotten_passphrase_opens_again_by_the_offices_code(
    office: CommandLine, laptop: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(laptop)
    told = office("passphrase", "code", "--device", "Máy 01").data
    assert office("passphrase", "code", "--device", "Máy 99", expect=3).error["key"] == "not_found"
    monkeypatch.setenv("OUTREACH_PASSPHRASE", FRESH)
    wrong = laptop("passphrase", "recover", "--code", "0000-0000-0000-0000", expect=4)
    assert wrong.error["key"] == "wrong_recovery_code"
    opened = laptop("passphrase", "recover", "--code", told["code"].lower().replace("-", " ")).data
    assert opened["to_send"] == 1
    assert laptop("check").data["ok"]


def test_an_old_copy_put_back_by_hand_is_noticed(laptop: CommandLine, tmp_path: Path) -> None:
    kept = tmp_path / "old.db"
    shutil.copy(laptop.workspace / paths.DATABASE, kept)
    first = visit(laptop)
    for name in (paths.DATABASE, f"{paths.DATABASE}-wal", f"{paths.DATABASE}-shm"):
        (laptop.workspace / name).unlink(missing_ok=True)
    shutil.copy(kept, laptop.workspace / paths.DATABASE)
    second = visit(laptop)
    assert first[:16] != second[:16]


def test_a_damaged_database_is_repaired_in_one_command(laptop: CommandLine) -> None:
    first = visit(laptop)
    laptop("backup", "make")
    database = laptop.workspace / paths.DATABASE
    raw = bytearray(database.read_bytes())
    raw[4096:40_960] = bytes(36_864)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    database.write_bytes(raw)
    told = laptop("check", expect=3).error
    assert "outreach check --repair" in told["advice"]
    repaired = laptop("check", "--repair").data
    assert repaired["ok"]
    assert (Path(repaired["kept"]) / paths.DATABASE).read_bytes() == raw
    assert laptop("check").data["ok"]
    assert laptop("check", "--repair").data["done"] == ["Nothing is damaged."]
    card = laptop("household", "find", "pao").data["results"][0]["code"]
    shown = laptop("household", "show", card).data
    assert first in str(shown)


def test_backups_go_to_a_stick_and_are_rehearsed_from_there(laptop: CommandLine, tmp_path: Path) -> None:
    visit(laptop)
    assert laptop("backup", "second").data == {"folder": None}
    stick = tmp_path / "usb"
    stick.mkdir()
    told = laptop("backup", "second", stick).data
    assert (told["folder"], told["present"], told["copied_at"]) == (str(stick), True, None)
    copy = Path(laptop("backup", "make").data["second"])
    assert copy.is_relative_to(stick)
    rehearsed = laptop("backup", "rehearse", copy).data
    assert rehearsed["ok"]
    assert rehearsed["to_send"] > 0
    assert laptop("backup", "rehearse").data["ok"]
    late = laptop("backup", "second", expect=1, at="2026-12-24T08:00").data
    assert late["days"] == 32
    fresh = laptop.on(tmp_path / "new")
    fresh("backup", "restore", copy)
    assert fresh("check").data["ok"]
    assert laptop("backup", "second", "--none").data == {"folder": None}
