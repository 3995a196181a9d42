"""The main job by command line on real households in two real communes, from processes other than this one.

Opening the office and the sets-up run as `python -m outreach_app`; the rest is asked of one process that stays.
"""

import random
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from outreach_app.domain.text import fold
from tests.cli.command_line import run_apart
from tests.data_makers.living_standards import HEADER, make_register
from tests.end2end.inspector import Inspector
from tests.pdf_texts import read_page_texts

COMMUNES = ("03424", "03390")
HOUSEHOLDS = 70
DAY = "2026-11-21"
MORNING, EVENING, NIGHT = f"{DAY}T07:30", f"{DAY}T19:30", f"{DAY}T21:00"
SECRET = "nuong che suong som ngo truoc"
DAMAGED = 100
TEMPTING = ("Thơm đã hẹn", "0987654321")


@dataclass(frozen=True, slots=True)
class Machine:
    """A workspace and how a script talks to it."""

    folder: Path
    inspector: Inspector

    def __call__(self, *words: str | Path, code: int = 0, at: str = EVENING) -> dict[str, Any]:
        """Run a command; its JSON object, after the exit code was checked."""
        return self.inspector.ask(self.folder, *words, "--at", at, passphrase=SECRET, code=code)

    def alone(self, *words: str | Path, code: int = 0) -> dict[str, Any]:
        """Run a command in the morning as a process of its own."""
        given = (*words, "--workspace", self.folder, "--json", "--at", MORNING)
        said = run_apart(*given, environment={"OUTREACH_PASSPHRASE": SECRET})
        assert said.code == code, (words, said.out, said.err)
        return said.data


@dataclass(frozen=True, slots=True)
class Lists:
    """One register for each commune, its villages, heads by village, and everything personal that stands in it."""

    paths: dict[str, Path]
    heads: dict[str, list[str]]
    personal: set[str]


def split_register(folder: Path) -> Lists:
    """Make one register of real households and cut it into one list for each commune, whole villages together."""
    source = make_register(folder / "all.xlsx", households=HOUSEHOLDS).path
    rows = list(openpyxl.load_workbook(source).active.iter_rows(min_row=4, values_only=True))
    villages = list(dict.fromkeys(str(row[8]) for row in rows))
    first = set(villages[: (len(villages) + 1) // 2])
    paths = {}
    for commune, mine in zip(COMMUNES, (first, set(villages) - first), strict=True):
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in [HEADER, *(row for row in rows if row[8] in mine)]:
            book.active.append(row)
        paths[commune] = folder / f"Danh sách {commune}.xlsx"
        book.save(paths[commune])
    heads = {
        village: [str(row[2]) for row in rows if (row[8], row[7]) == (village, "Chủ hộ")]
        for village in villages
    }
    personal = {str(row[column]) for row in rows for column in (2, 5, 6, 8, 10) if row[column]}
    return Lists(paths, heads, personal | {village.removeprefix("Bản ") for village in villages})


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    """The process that stays."""
    asked = Inspector()
    yield asked
    asked.close()


@pytest.mark.slow
@pytest.mark.torture
def test_the_thread_on_real_households_in_two_communes(tmp_path: Path, inspector: Inspector) -> None:
    lists = split_register(tmp_path)
    office = open_office(Machine(tmp_path / "office", inspector), lists)
    first, second, third = (village.removeprefix("Bản ") for village in lists.heads)
    one, two = set_up(office, "may-1", first), set_up(office, "may-2", second)
    three, lead = set_up(office, "may-3", third), set_up(office, "to-truong", COMMUNES[0], role="lead")
    newcomer = visit_and_sign_up(one, lists.heads[f"Bản {first}"])
    walk_with_a_sheet(two, second)
    walk_with_a_sheet(three, third)
    stick = write_stick(tmp_path, one, two, three)
    assert_nothing_can_be_read(stick, {*lists.personal, *TEMPTING, newcomer})
    assert_any_changed_byte_is_refused(office, stick)
    read_at_the_office(office, stick, newcomer)
    answer(office, one, two, three, stick=stick)
    print_one_summary(lead, stick)
    for machine in (office, one, two, three, lead):
        assert machine("check")["ok"]


def open_office(office: Machine, lists: Lists) -> Machine:
    office.alone("office", "new", "--name", "BHXH cơ sở Tam Đường", "--unit", COMMUNES[0])
    for commune, path in lists.paths.items():
        given = ("list", "import", path, "--as", "register", "--unit", commune)
        preview = office(*given, "--preview", at=MORNING)
        done = office(*given, at=MORNING)
        assert (preview["new"], preview["households"]) == (done["new"], done["households"])
        assert done["refused"] == []
        again = office(*given, at=MORNING)
        assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, done["new"])
    villages = office("office", "village", "list")["villages"]
    assert len(villages) == len(lists.heads)
    return office


def set_up(office: Machine, device: str, *units: str, role: str = "canvasser") -> Machine:
    path = office.folder.with_name(f"{device}.gocuakit")
    kit = office(
        "kit", "make", "--device", device, "--role", role, "--unit", *units, "--out", path, at=MORNING
    )
    laptop = Machine(office.folder.with_name(device), office.inspector)
    assert laptop("kit", "open", path, "--code", "0000-0000-0000", code=4, at=MORNING)["error"]["message"]
    opened = laptop.alone("kit", "open", path, "--code", kit["code"])
    assert opened["households"] > 0
    return laptop


def visit_and_sign_up(laptop: Machine, heads: list[str]) -> str:
    """Half of a village on one evening: a promise, a sign-up with money, empty houses, a family on no list."""
    by = ("--by", "Hoàng Thị Thơm")
    first = next(name for name in heads if heads.count(name) == 1)
    home = card_of(laptop, first)
    person = home["members"][0]["id"]
    visit = laptop(
        "visit", "log", "--household", home["code"], "--person", f"{person}:voluntary:signed_up",
        "--objection", "unstable_income", "--note", " ".join(TEMPTING), "--next", "2026-11-28", *by,
    )  # fmt: skip
    signed = laptop(
        "enrol", person, "--scheme", "voluntary", "--from", "2026-12", "--method", "3", "--income", "1500000",
        "--money", "300000", "--receipt", "BL-0007", "--visit", visit["visit_id"], *by,
    )  # fmt: skip
    assert signed["state"] == "complete", signed
    for name in [name for name in heads if heads.count(name) == 1][1:4]:
        laptop("visit", "log", "--household", card_of(laptop, name)["code"], "--outcome", "not_home", *by)
    newcomer = "Điêu Chính Tưởng"
    village = home["village"] if isinstance(home["village"], str) else home["village"]["name"]
    added = laptop("household", "add", "--village", village, "--head", newcomer, *by)
    laptop("visit", "log", "--household", added["code"], "--outcome", "call_back", *by)
    return newcomer


def card_of(machine: Machine, name: str) -> dict[str, Any]:
    hits = machine("household", "find", fold(name))["results"]
    return machine("household", "show", next(hit["code"] for hit in hits if hit["name"] == name))


def walk_with_a_sheet(laptop: Machine, village: str) -> None:
    by = ("--by", "Lường Thị Ính")
    printed = laptop(
        "print", "visit-list", "--village", fold(village), "--out", laptop.folder / "to.pdf", *by, at=MORNING
    )
    told = [f"{row}={key}" for row, key in zip(range(1, printed["rows"] + 1), "0244023" * 9, strict=False)]
    laptop("sheet", "record", printed["sheet"], *told, *by)
    assert laptop("sheet", "finish", printed["sheet"], *by)["finished"]


def write_stick(folder: Path, *laptops: Machine) -> Path:
    stick = folder / "usb"
    stick.mkdir()
    for laptop in laptops:
        waiting = laptop("sync", "ledger")["rows"]["to_send"]
        (file,) = laptop("sync", "write", "--to", stick, at=NIGHT)["files"]
        assert (file["number"], file["rows"]) == (1, waiting)
    return stick


def assert_nothing_can_be_read(stick: Path, personal: set[str]) -> None:
    """No name, number, village or note stands on the stick: composed, decomposed, folded, or in UTF-16."""
    written = b"".join(path.name.encode() + b"\n" + path.read_bytes() for path in stick.iterdir())
    for word in personal:
        spelled = {word, unicodedata.normalize("NFD", word), fold(word), word.upper()}
        for form in (each.encode(coding) for each in spelled for coding in ("utf-8", "utf-16-le")):
            assert form not in written, word


def assert_any_changed_byte_is_refused(office: Machine, stick: Path) -> None:
    """A hundred copies of a file, each with one byte changed somewhere, and one cut short: none is taken in."""
    whole = max(stick.iterdir(), key=lambda path: path.stat().st_size).read_bytes()
    before = office("check")
    damaged = stick.with_name("damaged")
    damaged.mkdir()
    rng = random.Random(20261121)
    for place in [0, len(whole) - 1, *rng.sample(range(1, len(whole) - 1), DAMAGED - 2)]:
        changed = bytearray(whole)
        changed[place] ^= rng.randint(1, 255)
        (damaged / f"{place:06}.gocua").write_bytes(changed)
    (damaged / "cut.gocua").write_bytes(whole[:-1])
    report = office("sync", "read", damaged, at=NIGHT, code=3)
    assert len(report["files"]) == DAMAGED + 1
    assert {file["state"] for file in report["files"]} == {"refused"}
    assert all(file["reason"] and file["reason_key"] for file in report["files"])
    assert office("check") == before


def read_at_the_office(office: Machine, stick: Path, newcomer: str) -> None:
    one, *others = sorted(stick.iterdir())
    renamed = Path(shutil.copy(one, stick.with_name("gửi chị Thơm (1).bin")))
    zipped = stick.with_name("hai tệp.zip")
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in others:
            archive.write(path, f"một thư mục/{path.name}")
    preview = office("sync", "read", renamed, zipped, "--preview", at=NIGHT)
    assert preview["import_id"] is None
    assert office("household", "find", newcomer)["total"] == 0
    report = office("sync", "read", renamed, zipped, at=NIGHT)
    assert [file["state"] for file in report["files"]] == ["applied"] * 3
    assert {file["device"] for file in report["files"]} == {"may-1", "may-2", "may-3"}
    after = office("check")
    again = office("sync", "read", stick, at=NIGHT)
    assert [file["state"] for file in again["files"]] == ["already"] * 3
    assert again["import_id"] is None
    assert office("check") == after
    assert office("household", "find", newcomer)["total"] == 1


def answer(office: Machine, *laptops: Machine, stick: Path) -> None:
    assert len(office("sync", "write", "--to", stick, at=NIGHT)["files"]) == len(laptops)
    for laptop in laptops:
        states = [file["state"] for file in laptop("sync", "read", stick, at=NIGHT, code=1)["files"]]
        assert states.count("applied") == 1, states
        rows = laptop("sync", "ledger")["rows"]
        assert (rows["to_send"], rows["on_file"], rows["refused"]) == (0, 0, 0)
        assert rows["accepted"] > 0


def print_one_summary(lead: Machine, stick: Path) -> None:
    """The lead of the first commune reads the two laptops there; the third file is sealed for others."""
    read = lead("sync", "read", stick, at=NIGHT, code=1)
    assert [file["state"] for file in read["files"]].count("applied") == 2
    path = stick.with_name("tong-hop.pdf")
    summary = lead("print", "daily-summary", "--day", DAY, "--out", path, at=NIGHT)
    assert (summary["voluntary_new"], summary["money_taken"], summary["receipts"]) == (1, 300_000, 1)
    text = " ".join("".join(read_page_texts(path)).split())
    for expected in ("Hoàng Thị Thơm", "Lường Thị Ính", "300.000 đ"):
        assert expected in unicodedata.normalize("NFC", text)
