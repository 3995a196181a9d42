"""Every exit code with its error object: a sentence, a piece of advice, nothing changed, bugs only in the log."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach_app import paths
from outreach_app.domain.codes import sheet_code
from outreach_app.services.lists import Lists
from tests.cli.command_line import CommandLine, run_apart, run_here

SECRET = "Lò Văn Páo 012084001234"


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("office",),
        ("office", "village", "paint"),
        ("household", "find"),
        ("visit", "log"),
        ("visit", "log", "--household"),
        ("visit", "log", "--household", "X", "--outcome", "happy"),
        ("visit", "log", "--household", "X", "--colour", "red"),
        ("visit", "log", "--household", "X", "--person", "somebody"),
        ("household", "find", "a", "--limit", "many"),
        ("quote", "voluntary", "--income", "1500000", "--method", "5"),
        ("quote", "health", "--members", "2", "--months", "4"),
        ("list", "import", "a.xlsx", "--as", "phonebook"),
        ("kit", "make", "--device", "A", "--role", "boss", "--unit", "03424", "--out", "k"),
        ("check", "extra"),
        ("person", "edit", "X", "shoe=43"),
        ("print", "visit-list", "--out", "a.pdf"),
    ],
)
def test_wrong_usage_is_two_with_the_error_object(words: tuple[str, ...]) -> None:
    for lang in ("vi", "en"):
        said = run_here("--json", "--lang", lang, *words)
        assert said.code == 2
        assert said.error["key"] == "usage"
        assert said.error["advice"]
        assert len(said.err.strip().splitlines()) == 1


def test_wrong_usage_without_json_speaks_on_standard_error_only() -> None:
    said = run_apart("visit", "log", "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert said.err == "--household is missing. See: outreach visit log --help.\n"


BAD_INPUT: tuple[tuple[tuple[str, ...], str], ...] = (
    (("household", "show", "ZZ-0001-1"), "invalid_number"),
    (("visit", "cancel", "0" * 32, "--reason", "x"), "not_found"),
    (("sheet", "show", sheet_code("NL", date(2026, 11, 21), 1)), "not_found"),
    (("person", "edit", "nobody at all", "phone=0987112233"), "not_found"),
    (("household", "add", "--village", "NL", "--head", "A", "--citizen-number", "12"), "invalid_number"),
    (("sync", "write", "--to", "/nowhere"), "no_folder"),
    (("sync", "read", "/nowhere/x.gocua"), "no_file"),
    (("list", "import", "/nowhere/x.xlsx", "--as", "register"), "no_file"),
    (("backup", "verify", "gocua-1.db"), "no_backup"),
    (("kit", "make", "--device", "B", "--unit", "99999", "--out", "/tmp/never.gocuakit"), "no_village_there"),
    (("office", "village", "rename", "Chưa Có", "Mới"), "not_found"),
    (("office", "village", "add", "bản Nà Ly"), "bad_input"),
)


def test_bad_input_is_three_and_changes_nothing(office: CommandLine) -> None:
    before = office("check").data
    for words, key in BAD_INPUT:
        assert office(*words, expect=3).error["key"] == key, words
    assert office("check").data == before
    assert not Path("/tmp/never.gocuakit").exists()


def test_a_wrong_passphrase_is_four_and_changes_nothing(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in office.workspace.iterdir() if path.is_file()}
    monkeypatch.setenv("OUTREACH_PASSPHRASE", "not the right one at all")
    assert (
        office("household", "add", "--village", "NL", "--head", "A", expect=4).error["key"]
        == "wrong_passphrase"
    )
    after = {path.name: path.read_bytes() for path in office.workspace.iterdir() if path.is_file()}
    assert after.pop(paths.TRIES)  # wrong tries are counted
    assert after == before


def test_a_laptop_may_not_make_kits(laptop: CommandLine, tmp_path: Path) -> None:
    said = laptop("kit", "make", "--device", "B", "--unit", "NL", "--out", tmp_path / "b.gocuakit", expect=3)
    assert said.error["key"] == "office_only"
    assert not (tmp_path / "b.gocuakit").exists()


def test_a_bug_is_seventy_and_its_text_stays_out_of_sight(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(self: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(Lists, "list_imports", stumble)
    said = office("list", "imports", expect=70)
    log = paths.log_folder() / "gocua.log"
    assert said.error["key"] == "bug"
    assert str(log) in said.error["advice"]
    assert "Traceback" not in said.out + said.err
    written = log.read_text(encoding="utf-8")
    assert "RuntimeError" in written
    assert "list_commands.py" in written
    assert SECRET not in written + said.out + said.err + caplog.text


def test_a_bug_is_told_although_no_log_can_be_written(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(Lists, "list_imports", lambda self: 1 / 0)
    assert office("list", "imports", expect=70).error["key"] == "bug"
    assert "ZeroDivisionError" in caplog.text


def test_an_interrupted_command_says_nothing_and_is_130(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(self: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Lists, "list_imports", interrupt)
    assert office.plain("list", "imports", expect=130).out == ""


def test_a_reader_that_went_away_is_no_bug() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    pid = os.fork()
    if pid == 0:
        os.dup2(writing, 1)
        os.execv(
            os.sys.executable,
            [os.sys.executable, "-m", "outreach_app", "quote", "health", "--members", "9", "--json"],
        )  # type: ignore[attr-defined]
    os.close(writing)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_without_a_command_the_window_opens() -> None:
    from outreach_app.cli.call import Answer, Call
    from outreach_app.cli.main import main

    opened = []

    def open_window(call: Call) -> Answer:
        opened.append(call.folder)
        return Answer({}, code=0)

    assert main(["--workspace", "/somewhere"], open_window=open_window) == 0
    assert opened == [Path("/somewhere")]
    assert main(["quote", "health", "--members", "1", "--json"], open_window=open_window) == 0
    assert len(opened) == 1
