"""The common options: before or after the command, from the environment, never out of another option's value."""

import json
import os
import pty
from pathlib import Path

import pytest

from outreach_app.cli.call import CommonOptions
from outreach_app.cli.parsing import (
    WrongUsage,
    make_clock,
    parse_count,
    parse_date,
    parse_fields,
    parse_money,
    parse_month,
)
from outreach_app.domain.clock import VIETNAM
from tests.cli.command_line import CommandLine, run_apart, run_here
from tests.conftest import PASSPHRASE

QUOTE = ("quote", "health", "--members", "2")


@pytest.mark.parametrize("place", range(4))
def test_common_options_stand_before_or_after_the_command(place: int) -> None:
    common = ["--json", "--on", "2026-11-21", "--lang", "en"]
    words = ["quote", "health", "--members", "2"]
    cut = (0, 1, 2, 4)[place]
    said = run_here(*words[:cut], *common, *words[cut:])
    assert said.code == 0
    assert said.data["total_own"] == 1_366_200 + 956_340
    assert said.data["steps"][0]["text"] == "Months paid for: 12"


def test_what_stands_nearer_to_the_end_counts() -> None:
    said = run_here(
        "--on",
        "2024-03-01",
        "--lang",
        "vi",
        "quote",
        "--lang",
        "en",
        "health",
        "--members",
        "1",
        "--on",
        "2026-11-21",
    )
    assert "2,530,000\N{NO-BREAK SPACE}đ" in said.out


def test_the_value_of_an_option_is_never_taken_for_an_option(office: CommandLine) -> None:
    home = office("household", "find", "pao").data["results"][0]["code"]
    office.plain(
        "visit",
        "log",
        "--household",
        home,
        "--outcome",
        "refused",
        "--note",
        "--json",
        "--on",
        "2026-11-21",
        "--lang",
        "en",
    )
    (visit,) = office("household", "show", home).data["visits"]
    assert visit["note"] == "--json"


def test_a_name_that_is_also_a_command_does_not_hide_the_command(office: CommandLine) -> None:
    said = office("household", "add", "--village", "NL", "--head", "Check Văn Print", "--by", "check")
    assert said.data["head"] == "Check Văn Print"
    assert office("household", "find", "visit").data["total"] == 0


def test_the_workspace_comes_from_the_option_or_else_the_environment(
    office: CommandLine, laptop: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_WORKSPACE", str(laptop.workspace))
    named = run_here("--workspace", office.workspace, "sync", "machines", "--json")
    assert [machine["device"] for machine in named.data["machines"]] == ["Máy 01"]
    assert run_here("sync", "machines", "--json").data["machines"] == []


def test_the_usual_place_is_the_platforms_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    said = run_here("check", "--json", "--lang", "en")
    assert said.code == 3
    assert said.error["key"] == "no_workspace"
    assert str(tmp_path) in said.error["message"]


def test_the_passphrase_comes_from_a_file_before_the_environment(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "khóa.txt"
    file.write_text(PASSPHRASE + "\r\nsecond line\n", encoding="utf-8")
    monkeypatch.setenv("OUTREACH_PASSPHRASE", "another one that is wrong")
    office.plain("check", "--passphrase-file", file)
    office.plain("--passphrase-file", file, "check")
    assert office("check", expect=4).error["key"] == "wrong_passphrase"


@pytest.mark.parametrize("content", [b"", b"\n\nlate", b"\xff\xfe\xfa"])
def test_a_file_without_a_passphrase_is_refused(office: CommandLine, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(content)
    assert office("check", "--passphrase-file", file, expect=3).error["key"] == "passphrase_file"
    assert office("check", "--passphrase-file", tmp_path / "none.txt", expect=3).error["key"] == "no_file"


def test_nobody_is_asked_when_there_is_no_terminal(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OUTREACH_PASSPHRASE")
    said = run_apart("--workspace", office.workspace, "check", "--json", "--lang", "en")
    assert said.code == 4
    assert said.error["key"] == "no_passphrase"
    assert "OUTREACH_PASSPHRASE" in said.error["advice"]


def test_a_terminal_is_asked_and_the_answer_is_not_shown(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OUTREACH_PASSPHRASE")
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(
            os.sys.executable,
            [
                os.sys.executable,
                "-m",
                "outreach_app",
                "--workspace",
                str(office.workspace),
                "check",
                "--lang",
                "en",
            ],
        )  # type: ignore[attr-defined]
    shown = b""
    while b"Passphrase" not in shown:
        shown += os.read(terminal, 1000)
    os.write(terminal, PASSPHRASE.encode() + b"\n")
    while chunk := _read(terminal):
        shown += chunk
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert PASSPHRASE not in shown.decode()
    assert "sound" in shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1000)
    except OSError:  # the other side of a terminal that was closed
        return b""


def test_the_answers_language_is_chosen_and_else_that_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from outreach_app.settings import Settings, save_settings

    assert "Cách dùng:" in run_here("--help").out
    assert "Usage:" in run_here("--help", "--lang", "en").out
    assert "Usage:" in run_here("--lang=en", "quote", "--help").out
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    save_settings(Settings(language="en"))
    assert "Usage:" in run_here("visit", "log", "--help").out


def test_a_language_that_is_not_there_is_wrong_usage() -> None:
    said = run_here(*QUOTE, "--lang", "fr", "--json")
    assert (said.code, said.error["key"]) == (2, "usage")


def test_at_and_on_fix_the_clock() -> None:
    assert make_clock("2026-11-21T19:42", None)().isoformat() == "2026-11-21T19:42:00+07:00"
    assert make_clock("2026-11-21T12:42Z", "2026-11-21")().astimezone(VIETNAM).hour == 19
    assert make_clock(None, "21/11/2026")().isoformat() == "2026-11-21T12:00:00+07:00"
    for at, on in (("late", None), (None, "2026-13-01"), ("2026-11-21T23:30", "2026-11-22")):
        with pytest.raises(WrongUsage):
            make_clock(at, on)


def test_options_given_twice_are_overlaid_not_cleared() -> None:
    options = CommonOptions(workspace="a", json=True).overlay({"workspace": None, "json": False, "by": "b"})
    assert options == CommonOptions(workspace="a", json=True, by="b")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1500000", 1_500_000), ("1.500.000", 1_500_000), ("1,500,000 đ", 1_500_000), ("0", 0)],
)
def test_money_is_read_in_any_grouping(text: str, amount: int) -> None:
    assert parse_money(text, option="--income") == amount


def test_what_cannot_be_read_is_wrong_usage() -> None:
    for read, text in (
        (parse_money, "-5"), (parse_money, "1e6"), (parse_money, ""), (parse_date, "2026-02-30"), (parse_date, "now"),
        (parse_month, "2026"), (parse_count, "0"), (parse_count, "ba"), (parse_count, "9" * 40),
    ):  # fmt: skip
        with pytest.raises(WrongUsage):
            read(text, option="--x")
    with pytest.raises(WrongUsage):
        parse_fields(["phone"])
    assert parse_fields(["Note=a=b", "phone="]) == {"note": "a=b", "phone": ""}


def test_a_hub_that_nobody_joined_and_other_servers_are_refused_in_a_sentence() -> None:
    for named, key in (("postgresql://office/db", "no_workspace"), ("mysql://office/db", "server_workspace"),
                       ("postgresql://a:b@office/db", "password_in_address")):  # fmt: skip
        said = run_here("check", "--workspace", named, "--json", "--lang", "en")
        assert (said.code, said.error["key"]) == (3, key)


def test_help_of_every_language_fits_a_terminal() -> None:
    for lang in ("vi", "en"):
        page = run_here("visit", "log", "--help", "--lang", lang).out
        assert max(map(len, page.splitlines())) <= 100
        assert "--objection" in page


def test_the_answer_is_one_json_object_and_progress_goes_elsewhere(
    office: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "l.csv").write_text("Họ và tên,Thôn\nLò Văn Mới,Nà Ly\n", encoding="utf-8")
    said = run_apart(
        "--workspace",
        office.workspace,
        "list",
        "import",
        tmp_path / "l.csv",
        "--as",
        "register",
        "--preview",
        "--json",
    )
    assert said.code == 0, said.err
    assert json.loads(said.out)["new"] == 1
    assert "l.csv" in said.err
