"""A full disk, a medium that cannot be written, two programs at once: one sentence each, nothing half done."""

import contextlib
import errno
import gc
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.cli.failures import find_trouble
from tests.cli.command_line import CommandLine, Said, run_apart, run_here

MIB = 1024 * 1024


@contextlib.contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """Mount a small disk; a machine that does not allow it skips.

    It can be unmounted again only when the program let go of every file on it by itself: nothing collects rubbish here.
    """
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("this account may not mount a disk")
    gc.collect()
    running = gc.isenabled()
    gc.disable()
    try:
        yield folder
        left = subprocess.run(["umount", str(folder)], check=False, capture_output=True)
        assert left.returncode == 0, left.stderr
    finally:
        if running:
            gc.enable()
        if folder.is_mount():
            subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, *, leave: int) -> Path:
    """Use up the room of a disk but for some bytes."""
    filler = folder / "phim.mp4"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(64 * 1024)):
            pass
    size = filler.stat().st_size
    os.truncate(filler, max(0, size - leave))
    return filler


def assert_one_sentence(said: Said, *keys: str) -> None:
    assert said.code == 3, said.err
    assert said.error["key"] in keys
    assert said.error["advice"]
    assert "Traceback" not in said.err


def test_a_full_disk_under_the_workspace_changes_nothing(laptop: CommandLine, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=6m") as disk:
        line = laptop.on(Path(shutil.copytree(laptop.workspace, disk / "kho")))
        before = line("check").data
        code = line("household", "find", "pao").data["results"][0]["code"]
        filler = fill(disk, leave=0)
        note = "ghi chú dài " * 3000
        for words in (
            ("visit", "log", "--household", code, "--outcome", "refused", "--note", note),
            ("household", "add", "--village", "NL", "--head", "Lò Văn Mới", "--address", note),
            ("backup", "make"),
        ):
            assert_one_sentence(line(*words, expect=3), "disk_full", "store_io", "backup_failed")
        filler.unlink()
        assert line("check").data == before
        line("visit", "log", "--household", code, "--outcome", "refused", "--note", note)


def test_a_full_stick_gets_no_half_file_and_costs_no_number(laptop: CommandLine, tmp_path: Path) -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    laptop("visit", "log", "--household", code, "--outcome", "refused")
    with mounted(tmp_path / "usb", "size=1m") as stick:
        filler = fill(stick, leave=0)
        assert_one_sentence(laptop("sync", "write", "--to", stick, expect=3), "disk_full")
        assert_one_sentence(laptop("print", "daily-summary", "--out", stick / "t.pdf", expect=3), "disk_full")
        assert [path.name for path in stick.iterdir()] == [filler.name]
        filler.unlink()
        (file,) = laptop("sync", "write", "--to", stick).data["files"]
        assert file["number"] == 1


def test_an_office_on_a_full_disk_is_not_made(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=256k") as disk:
        said = CommandLine(disk / "kho")("office", "new", "--name", "A", "--unit", "03424", expect=3)
        assert said.error["advice"]
        assert list(disk.iterdir()) == []


def test_a_file_size_limit_is_a_full_disk(laptop: CommandLine, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40 * 1024, 40 * 1024))

    code = laptop("household", "find", "pao").data["results"][0]["code"]
    before = laptop("check").data
    out = tmp_path / "roi.pdf"
    said = run_apart(
        "--workspace", laptop.workspace, "print", "leaflet", code, "--out", out, "--json", "--lang", "en",
        preexec_fn=limit,
    )  # fmt: skip
    assert_one_sentence(said, "disk_full")
    assert not out.exists()
    assert laptop("check").data == before


def test_a_medium_that_cannot_be_written_is_told(laptop: CommandLine, tmp_path: Path) -> None:
    with mounted(tmp_path / "usb", "size=1m") as stick:
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        said = laptop("print", "daily-summary", "--out", stick / "t.pdf", expect=3)
        assert_one_sentence(said, "folder_read_only")


def test_two_programs_at_once_wait_for_each_other(laptop: CommandLine) -> None:
    from outreach_app.app import open_workspace
    from tests.conftest import PASSPHRASE

    code = laptop("household", "find", "pao").data["results"][0]["code"]
    other = open_workspace(laptop.workspace, PASSPHRASE)
    try:
        laptop("visit", "log", "--household", code, "--outcome", "refused")
        assert len(other.households.read_card(other.households.find_code(code)).visits) == 1
    finally:
        other.close()
    assert laptop("check").data["ok"]


def test_a_demo_that_finds_no_room_takes_everything_back(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=700k") as disk:
        (disk / "empty").mkdir()
        for folder in (disk / "demo", disk / "empty"):
            assert_one_sentence(run_here("demo", folder, "--json", "--lang", "en"), "disk_full", "store_io")
        assert [path.name for path in disk.iterdir()] == ["empty"]
        assert list((disk / "empty").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for target in (tmp_path / "file" / "demo", tmp_path / ("x" * 300)):
        assert_one_sentence(run_here("demo", target, "--json", "--lang", "en"), "cannot_write")
    said = CommandLine(tmp_path / "file" / "kho")("office", "new", "--name", "A", "--unit", "03424", expect=3)
    assert said.error["advice"]


def test_only_trouble_of_the_machine_is_told_as_such() -> None:
    assert find_trouble(OSError(errno.ENOSPC, "No space left on device", "/a")) is not None
    assert find_trouble(PermissionError(errno.EACCES, "Permission denied", "/a")) is not None
    assert find_trouble(MemoryError()) is not None
    assert find_trouble(FileNotFoundError(errno.ENOENT, "No such file", "resources/x")) is None
    assert find_trouble(ValueError("disk full")) is None
