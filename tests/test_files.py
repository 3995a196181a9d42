import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from outreach_app import files
from outreach_app.errors import BadInput, EnvironmentTrouble, NotFound, UnreadableFile
from outreach_app.files import is_leftover, read_capped, remove_leftovers, write_file


def test_a_written_file_is_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_file(tmp_path / "tệp.gocua", b"abc" * 1000)
    assert (tmp_path / "tệp.gocua").read_bytes() == b"abc" * 1000
    assert [p.name for p in tmp_path.iterdir()] == ["tệp.gocua"]


def test_a_taken_name_is_refused_unless_asked_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_file(path, b"old")
    with pytest.raises(BadInput) as caught:
        write_file(path, b"new")
    assert (caught.value.key, path.read_bytes()) == ("file_exists", b"old")
    write_file(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"


def test_a_dangling_link_is_a_taken_name_and_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    with pytest.raises(BadInput):
        write_file(inside / "link", b"x")
    write_file(inside / "link", b"x", overwrite=True)
    assert not outside.exists()
    assert not (inside / "link").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_a_private_file_is_closed_to_other_accounts(tmp_path: Path) -> None:
    write_file(tmp_path / "keys", b"x", private=True)
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_a_missing_folder_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentTrouble) as caught:
        write_file(tmp_path / "gone" / "a", b"x")
    assert caught.value.key == "no_folder"


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE stands in for a full disk")
def test_a_full_disk_gets_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from outreach_app.errors import EnvironmentTrouble
from outreach_app.files import write_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_file(Path(sys.argv[1]) / "a", b"x" * 10_000)
except EnvironmentTrouble as trouble:
    print(trouble.key)
"""
    root = Path(files.__file__).parents[1]
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "disk_full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EROFS, "folder_read_only"),
        (errno.EACCES, "folder_read_only"),
        (errno.EIO, "device_gone"),
        (errno.ENAMETOOLONG, "cannot_write"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync"])
def test_every_trouble_of_the_disk_gets_its_sentence_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, key: str, step: str
) -> None:
    path = tmp_path / "a"
    write_file(path, b"old")

    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(EnvironmentTrouble) as caught:
        write_file(path, b"new", overwrite=True)
    monkeypatch.undo()
    assert caught.value.key == key
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_scanner_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, pauses = Path.replace, list[float]()

    def held_twice(self: Path, target: Path) -> Path:
        if len(pauses) < 2:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(files.time, "sleep", pauses.append)
    monkeypatch.setattr(Path, "replace", held_twice)
    write_file(tmp_path / "a", b"x")
    assert pauses == [0.2, 0.2]
    assert (tmp_path / "a").read_bytes() == b"x"


def test_a_scanner_that_never_lets_go_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = list[float]()

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(files.time, "sleep", pauses.append)
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(EnvironmentTrouble):
        write_file(tmp_path / "a", b"x")
    assert len(pauses) == 4
    assert list(tmp_path.iterdir()) == []


def test_what_reads_back_differently_never_gets_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.os.fsync

    def spoil(handle: int) -> None:
        os.pwrite(handle, b"!", 0)
        real(handle)

    monkeypatch.setattr(files.os, "fsync", spoil)
    with pytest.raises(EnvironmentTrouble) as caught:
        write_file(tmp_path / "a", b"x" * 100)
    assert caught.value.key == "written_wrong"
    assert list(tmp_path.iterdir()) == []


def test_reading_stops_at_the_limit_and_at_everything_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert read_capped(tmp_path / "a", 10) == b"x" * 10
    with pytest.raises(UnreadableFile) as caught:
        read_capped(tmp_path / "a", 9)
    assert caught.value.key == "too_large"
    with pytest.raises(UnreadableFile) as caught:
        read_capped(tmp_path, 9)
    assert caught.value.key == "not_a_file"
    with pytest.raises(NotFound):
        read_capped(tmp_path / "b", 9)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are POSIX")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile):
        read_capped(tmp_path / "pipe", 9)


def test_leftovers_are_known_by_name_and_removed(tmp_path: Path) -> None:
    (tmp_path / ".gocua-0123.part").write_bytes(b"half")
    (tmp_path / "whole.gocua").write_bytes(b"whole")
    assert is_leftover(".gocua-0123.part")
    assert remove_leftovers(tmp_path) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["whole.gocua"]


@pytest.mark.skipif(os.name == "nt", reason="Windows opens no folders")
def test_the_folder_is_synced_after_the_name_appeared_and_its_trouble_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, synced = files.os.fsync, list[tuple[bool, bool]]()

    def watch(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        synced.append((is_folder, (tmp_path / "a").exists()))
        if is_folder and len(synced) > 2:
            raise OSError(errno.EIO, "gone")
        real(handle)

    monkeypatch.setattr(files.os, "fsync", watch)
    write_file(tmp_path / "a", b"x")
    assert synced == [(False, False), (True, True)]
    with pytest.raises(EnvironmentTrouble) as caught:
        write_file(tmp_path / "a", b"y", overwrite=True)
    assert caught.value.key == "device_gone"
