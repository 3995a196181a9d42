"""The battery dies while a visit is typed: 300 ms after the last key the next start shows every word of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach_app.app import open_workspace
from tests.cli.command_line import run_apart
from tests.conftest import PASSPHRASE
from tests.end2end.sitting import CHOSEN

GRACE_S = 0.3
NOTE_TAB = ["tab_to", "Ghi chú"]


@dataclass(frozen=True, slots=True)
class Round:
    """One death: the door, the keys pressed there, and what has to be shown afterwards."""

    head: str
    keys: list[list[str]]
    note: str
    met: tuple[str, ...]
    not_met: tuple[str, ...] = ()


ROUNDS = (
    Round(
        "Lò Văn Páo",
        [["tab_to", "Páo"], ["press", "Space"], ["tab_to", "Inh"], ["press", "Space"], NOTE_TAB,
         ["telex", "Chị Inh hẹn bán ngô xong thì đóng, nhớ mang tờ rơi"]],
        "Chị Inh hẹn bán ngô xong thì đóng, nhớ mang tờ rơi", ("Páo", "Inh"),
    ),
    Round(
        "Lường Thị Inh",
        [["press", "2"], NOTE_TAB, ["commit", "Bà nghe nói đóng lâu mới được lương hưu"],
         ["tab_to", "Pâng"], ["press", "Space"], ["tab_to", "Inh"], ["press", "Space"], ["press", "Space"]],
        "Bà nghe nói đóng lâu mới được lương hưu", ("Pâng",), ("Inh",),
    ),
    Round(
        "Tẩn Mý Dao",
        [["tab_to", "Dao"], ["press", "Space"], NOTE_TAB,
         ["telex", "Nhà ở đầu bản, chó dữ, gọi trước kẻo phải chờ đợ"]],
        "Nhà ở đầu bản, chó dữ, gọi trước kẻo phải chờ đợ", ("Dao",), ("Xôm",),
    ),
    Round(
        "Giàng A Chư",
        [NOTE_TAB, ["commit", "Đi nương"], ["telex", " cả ngày,"], ["type", " tối quay lại"],
         ["tab_to", "Ún"], ["press", "Space"]],
        "Đi nương cả ngày, tối quay lại", ("Ún",), ("Chư",),
    ),
)  # fmt: skip


@pytest.fixture
def folder(laptop_folder: Path) -> Path:
    """A laptop that knows who works with it."""
    app = open_workspace(laptop_folder, PASSPHRASE)
    app.office.say_who_works("Lường Thị Inh")
    app.close()
    return laptop_folder


def secret() -> dict[str, str]:
    return {"OUTREACH_PASSPHRASE": PASSPHRASE, "QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def typist(folder: Path, plan: list[list[str]]) -> Iterator["subprocess.Popen[str]"]:
    """Start the window in a process of its own; it is killed without warning at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end2end.typist", str(folder), json.dumps(plan)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, **secret()},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def hear(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        _, complaint = process.communicate(timeout=10)
        raise AssertionError(complaint)
    return str(json.loads(line))


def plan_of(each: Round, *, first: bool) -> list[list[str]]:
    """Leave the draft that was reopened, go to the door of this round, and type."""
    leave = [] if first else [["press", "Escape"], ["wait_for", "Việc cần làm"]]
    return [
        *leave,
        ["row_of", each.head],
        ["press", "Return"],
        ["wait_for", f"Hộ {each.head}", "5. Ghi chú"],
        *each.keys,
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "rounds", [ROUNDS[:2], pytest.param(ROUNDS, marks=pytest.mark.torture)], ids=["two", "four"]
)
@pytest.mark.torture
def test_nothing_typed_is_lost_when_the_battery_dies(folder: Path, rounds: Sequence[Round]) -> None:
    before = facts(folder)
    shown = ""
    for number, each in enumerate(rounds):
        with typist(folder, plan_of(each, first=number == 0)) as process:
            shown = hear(process)
            if number:
                assert_shown(shown, rounds[number - 1])
            assert hear(process) == "typed"
            time.sleep(GRACE_S)
    with typist(folder, []) as process:
        shown = hear(process)
    assert_shown(shown, rounds[-1])
    assert facts(folder) == before
    assert drafts(folder) == {each.head: each.note for each in rounds}


def assert_shown(shown: str, each: Round) -> None:
    lines = shown.split("\n")
    assert f"Ghi lượt thăm · Hộ {each.head}" in lines
    assert each.note in lines
    for name in each.met:
        assert f"{CHOSEN} {name}" in lines, name
    for name in each.not_met:
        assert name in lines
        assert f"{CHOSEN} {name}" not in lines, name


def facts(folder: Path) -> dict[str, object]:
    """What a second process finds in the workspace, drafts aside."""
    checked = ask(folder, "check")
    assert checked["ok"], checked
    people = ask(folder, "household", "find", "lo")
    return {
        "check": checked,
        "people": people,
        "ledger": ask(folder, "sync", "ledger"),
        "journal": checked["tables"],
    }


def ask(folder: Path, *words: str) -> dict[str, object]:
    said = run_apart("--workspace", folder, *words, "--json", environment=secret())
    assert said.code == 0, said.err
    return said.data


def drafts(folder: Path) -> dict[str, str]:
    """The note of every draft by the head of its household."""
    app = open_workspace(folder, PASSPHRASE)
    try:
        return {draft.household_name: json.loads(draft.content)["note"] for draft in app.visits.list_drafts()}
    finally:
        app.close()
