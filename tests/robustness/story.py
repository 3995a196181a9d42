"""A day of one office and one laptop, told in a process whose folders are watched: whatever it leaves is searched.

Run as `python -m tests.robustness.story FOLDER [whole] [window] [defect]`. FOLDER/given and FOLDER/asked may hold
people openly: the list that came in, and the papers and tables that were asked for. Everything else may not.
"""

import functools
import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nacl.pwhash import argon2id

from outreach_app import app as program
from outreach_app import logs, paths
from outreach_app.cli.call import BUG
from outreach_app.sync.locks import FLOOR
from tests.cli.command_line import CommandLine
from tests.workspaces import HEADER, UNTIL, Clock, write_list

PASSPHRASE = "quạt nan bờ giậu khoai 63 chum"
HEAD, WIFE, GONE, TYPED = "Khuất Hữu Choạng", "Mạc Thị Quỡn", "Thào A Phềnh", "Vừ Thị Chuýnh"
IDS = ("012079448213", "012184036977", "012091550386")
PHONES = ("0982713465", "0971640258", "0963385174")
NOTE, DRAFT = "hẹn sau vụ ổi chín rụng", "đang gõ thì khách về ngõ"
PEOPLE = (
    ("1", HEAD, "12/03/1979", "Nam", IDS[0], "Chủ hộ", PHONES[0], "Bản Nà Ly"),
    ("1", WIFE, "01/01/1984", "Nữ", IDS[1], "Vợ", "", "Bản Nà Ly"),
    ("2", GONE, "05/06/1991", "Nam", IDS[2], "Chủ hộ", PHONES[1], "Bản Nà Ly"),
)
SECRETS = (PASSPHRASE, HEAD, WIFE, GONE, TYPED, *IDS, *PHONES, NOTE, DRAFT)
DESK = ("--by", "Lường Thị Inh")


@dataclass(frozen=True, slots=True)
class Stage:
    """The folders of the story."""

    base: Path

    def __getattr__(self, name: str) -> Path:
        folder = self.base / name
        folder.mkdir(exist_ok=True)
        return folder


def tell(stage: Stage, *, whole: bool = False) -> None:
    """Everything that is done without a window; the whole of it with every paper, table and copy."""
    laptop, office = set_up(stage)
    visit(laptop)
    print_leaflet(laptop, stage)
    send(laptop, office, stage)
    office(
        "export",
        "--out",
        stage.asked / "bang-csv",
        "--format",
        "csv",
        "--tables",
        "person,visit",
        "--with-names",
    )
    fail(laptop)
    erase(office, laptop, stage)
    if whole:
        print_papers(laptop, stage)
        export(office, stage)
        look_after(laptop, stage)


def set_up(stage: Stage) -> tuple[CommandLine, CommandLine]:
    clock, folders = Clock(), (stage.base / "may 1", stage.base / "co quan")
    made = program.create_office(
        folders[1], passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code="03424", clock=clock, cost=FLOOR
    )  # fmt: skip
    made.app.lists.import_register(write_list(stage.given / "danh sách.csv", PEOPLE, header=HEADER))
    villages = [village.id for village in made.app.households.list_villages()]
    kit = made.app.make_kit(
        stage.stick / "may1.gocuakit",
        device="Máy 1",
        role="canvasser",
        villages=villages,
        until=UNTIL,
        cost=FLOOR,
    )
    opened = program.open_kit_file(folders[0], kit.path, kit.code, PASSPHRASE, clock=clock, cost=FLOOR)
    keys = [made.sheet.recovery_code, made.sheet.escrow_identity, kit.code, made.app.desk.database.data_key.hex(),
            opened.desk.database.data_key.hex()]  # fmt: skip
    (stage.given / "secrets.txt").write_text("\n".join(keys), encoding="utf-8")
    opened.close()
    made.app.close()
    return CommandLine(folders[0]), CommandLine(folders[1])


def visit(laptop: CommandLine) -> None:
    home = laptop("household", "find", "khuat huu choang").data["results"][0]["code"]
    members = laptop("household", "show", home).data["members"]
    wife = next(each["id"] for each in members if each["relation"] == "wife")
    laptop("person", "edit", wife, f"phone={PHONES[2]}", *DESK)
    laptop("visit", "log", "--household", home, "--person", f"{wife}:voluntary:thinking", "--note", NOTE,
           "--next", "2026-11-28", *DESK)  # fmt: skip
    laptop("enrol", wife, "--scheme", "voluntary", "--from", "2026-12", "--method", "3", "--income", "1500000",
           "--money", "300000", "--receipt", "BL-001", *DESK)  # fmt: skip
    other = laptop("household", "find", GONE).data["results"][0]["code"]
    laptop("visit", "log", "--household", other, "--outcome", "not_home", "--note", f"{GONE} đi rẫy", *DESK)
    laptop("household", "add", "--village", "Bản Nà Ly", "--head", TYPED, *DESK)


def print_leaflet(laptop: CommandLine, stage: Stage) -> None:
    home = laptop("household", "find", HEAD).data["results"][0]["code"]
    laptop("print", "leaflet", home, "--out", stage.asked / "to roi.pdf")


def print_papers(laptop: CommandLine, stage: Stage) -> None:
    laptop("print", "visit-list", "--village", "Bản Nà Ly", "--out", stage.asked / "to.pdf", *DESK)
    laptop("print", "leaflets", "--village", "Bản Nà Ly", "--out", stage.asked / "ca ban.pdf")
    laptop("print", "daily-summary", "--out", stage.asked / "ngay.pdf")


def send(laptop: CommandLine, office: CommandLine, stage: Stage) -> None:
    for file in laptop("sync", "write", "--to", stage.stick).data["files"]:
        office("sync", "read", file["path"])
    for file in office("sync", "write", "--to", stage.stick).data["files"]:
        laptop("sync", "read", file["path"])


def export(office: CommandLine, stage: Stage) -> None:
    """Allowed, and refused half-way: neither leaves anything beside what was asked for."""
    office("export", "--out", stage.asked / "bang", "--format", "parquet", "--with-names")
    office("export", "--out", stage.asked / "bang-xlsx", "--format", "xlsx", "--with-names")
    office("export", "--out", stage.base / "absent" / "bang", "--with-names", expect=3)
    plain = stage.base / "khong ten"  # without names nobody stands in it, so it is searched
    office("export", "--out", plain, "--format", "csv")


def fail(laptop: CommandLine) -> None:
    """A bug whose text names a person goes into the log."""
    from outreach_app.services import households

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(households, "find_household", _stumble)
        laptop("household", "show", "NL-0001", expect=BUG)
    assert paths.log_folder().joinpath(logs.FILE_NAME).stat().st_size


def _stumble(*_: object) -> bytes:
    raise KeyError(f"{HEAD} {IDS[0]} {PHONES[0]} {NOTE}")


def erase(office: CommandLine, laptop: CommandLine, stage: Stage) -> None:
    person = office("household", "find", GONE).data["results"][0]["id"]
    office("erase", "--person", person, "--why", "theo đơn", "--yes", expect=1)
    for file in office("sync", "write", "--to", stage.stick).data["files"]:
        laptop("sync", "read", file["path"])


def look_after(laptop: CommandLine, stage: Stage) -> None:
    laptop("backup", "second", stage.stick)
    laptop("backup", "make")
    laptop("backup", "rehearse")
    laptop("backup", "restore")
    laptop("check", at="2026-11-21T20:00")


def sit_down(stage: Stage) -> None:
    """The same workspace in a window: previews, a search, a visit half typed, a bug, locked, left."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from outreach_app.settings import Settings
    from tests.ui.test_language import CONTROL, Desk, find_household
    from ui.app import make_application, watch_for_bugs
    from ui.presenters.ports import Paper, PrintAt, VisitAt

    make_application(Settings())
    desk = Desk(_Bot(QTest.qWait), stage.base / "may 1", None)  # type: ignore[arg-type]
    watch_for_bugs()
    desk.type(PASSPHRASE)
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.program.house is not None)
    desk.settle()
    app = desk.program.app
    assert app is not None
    home = find_household(app, HEAD)
    for paper in (Paper.LEAFLET, Paper.SUMMARY):
        desk.go("print", PrintAt(paper, home if paper is Paper.LEAFLET else None))
        desk.wait(lambda: desk.room._state.drawn is not None)  # type: ignore[attr-defined]
    desk.go("households")
    desk.press(Qt.Key.Key_K, CONTROL)
    desk.type("khuat huu")
    desk.press(Qt.Key.Key_Escape)
    desk.go("visit", VisitAt(home))
    desk.press(Qt.Key.Key_2)
    desk.room.note.setFocus()  # type: ignore[attr-defined]
    desk.type(DRAFT)
    desk.wait(lambda: any(DRAFT in draft.content for draft in app.visits.list_drafts()))
    stumbling = threading.Thread(target=_stumble)
    stumbling.start()
    stumbling.join()
    desk.settle()
    desk.press(Qt.Key.Key_L, CONTROL)
    assert desk.program.lock is not None
    assert desk.program.lock.page is not None
    keep_open_files(stage)
    QApplication.clipboard()  # nothing of ours is put there unasked
    desk.close()


@dataclass(frozen=True, slots=True)
class _Bot:
    wait: Callable[[int], None]

    def waitUntil(self, reached: Callable[[], Any], timeout: int = 5_000) -> None:  # noqa: N802 - as pytest-qt says
        ends = time.monotonic() + timeout / 1000
        while reached() is False:
            assert time.monotonic() < ends, "it never came to that"
            self.wait(10)


def keep_open_files(stage: Stage) -> None:
    """Copy what this process holds open although its name is gone: a kill now would leave it to the disk."""
    for link in Path("/proc/self/fd").iterdir():
        try:
            if str(link.readlink()).endswith(" (deleted)"):
                shutil.copyfile(link, stage.deleted / link.name)
        except OSError:
            continue


def tell_texts(bug: BaseException) -> str:
    """The seeded defect: the log says what a bug said."""
    return repr(bug)


def main(folder: str, *more: str) -> None:
    """Tell the story in a folder."""
    stage = Stage(Path(folder))
    os.environ["OUTREACH_PASSPHRASE"] = PASSPHRASE
    tempfile.tempdir = os.environ["TMPDIR"]  # Python would try it out with a file of its own
    argon2id.kdf = functools.cache(argon2id.kdf)  # as in tests/conftest.py
    if "defect" in more:
        logs.describe_bug = tell_texts
    tell(stage, whole="whole" in more)
    keep_open_files(stage)
    if "window" in more:
        sit_down(stage)
    gc.collect()
    keep_open_files(stage)


if __name__ == "__main__":
    main(*sys.argv[1:])
