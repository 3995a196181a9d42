"""Where laptops really keep things: names with combining marks, long paths, files that something else holds."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from outreach_app.files import REPLACE_TRIES
from tests.cli.command_line import CommandLine
from tests.conftest import PASSPHRASE

_STORY = """
import functools, json, sys
from nacl.pwhash import argon2id
from outreach_app.cli.main import main
argon2id.kdf = functools.cache(argon2id.kdf)  # as in tests/conftest.py
for words in json.loads(sys.stdin.read()):
    code = main([*words, "--json"])
    assert code == 0, (words, code)
"""


@pytest.mark.torture
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_account_with_a_vietnamese_name_and_a_very_long_path(tmp_path: Path, form: str) -> None:
    name = unicodedata.normalize(form, "Nguyễn Thị Hồng Ánh – máy cơ quan")
    home = tmp_path / name
    folder = home / "/".join(["Tài liệu" + " dài" * 10] * 5) / unicodedata.normalize(form, "kho dữ liệu")
    folder.parent.mkdir(parents=True)
    assert len(str(folder)) > 300
    names = {
        "HOME": "",
        "XDG_CONFIG_HOME": "cấu hình",
        "XDG_DATA_HOME": "dữ liệu",
        "XDG_STATE_HOME": "nhật ký",
    }
    account = {key: str(home / unicodedata.normalize(form, part)) for key, part in names.items()}
    at = ["--workspace", str(folder)]
    story = [
        ["office", "new", *at, "--name", "BHXH cơ sở Bản Bo", "--unit", "03424"],
        ["backup", "make", *at], ["check", *at], ["backup", "restore", *at], ["check", *at],
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _STORY], input=json.dumps(story), capture_output=True, text=True, check=False,
        env={**os.environ, **account, "LC_ALL": "C", "PYTHONUTF8": "1", "OUTREACH_PASSPHRASE": PASSPHRASE},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[-1]["ok"]
    assert Path(answers[1]["path"]).is_file()


def test_a_path_that_no_database_can_have_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "/".join(["Tài liệu" + " dài" * 10] * 12) / "kho"
    folder.parent.mkdir(parents=True)
    said = CommandLine(folder)("office", "new", "--name", "A", "--unit", "03424", expect=3)
    assert said.error["key"] == "path_too_long"
    assert not folder.exists()


class Scanner:
    """Imitates a virus scanner on Windows: the first tries to give a fresh file its name are refused."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, refusals: int) -> None:
        self.refused, self._left, whole = 0, refusals, Path.replace

        def replace(source: Path, target: Path) -> Path:
            if self._left:
                self._left -= 1
                self.refused += 1
                raise PermissionError(13, "Access is denied", str(source))
            return whole(source, target)

        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr("outreach_app.files.REPLACE_PAUSE_S", 0.01)


def test_a_file_that_is_held_for_a_moment_is_waited_for(
    laptop: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (("backup", "make"), ("backup", "restore")):
        scanner = Scanner(monkeypatch, refusals=REPLACE_TRIES - 1)
        laptop(*words)
        assert scanner.refused == REPLACE_TRIES - 1
        monkeypatch.undo()
        monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    assert laptop("check").data["ok"]


def test_a_file_that_is_never_let_go_is_a_sentence_and_nothing_is_lost(
    laptop: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop("backup", "make")
    before = laptop("check").data
    for words, key in ((("backup", "make"), "backup_failed"), (("backup", "restore"), "restore_failed")):
        Scanner(monkeypatch, refusals=10_000)
        assert laptop(*words, expect=3, at="2026-11-22T08:00").error["key"] == key
        monkeypatch.undo()
        monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    assert laptop("check").data == before
    assert not [path for path in laptop.workspace.rglob("*") if path.name.endswith((".part", ".restored"))]
