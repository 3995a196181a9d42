"""An office, two laptops and a lead's laptop: made once by the program's own ways, copied per test."""

import atexit
import csv
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import FileReport, HouseholdCard
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome
from outreach_app.services.opening import open_desk
from outreach_app.services.visits import NewVisit
from outreach_app.sync import slots
from outreach_app.sync.locks import FLOOR

COMMUNE = "03424"
START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
PASSPHRASE = "vuon chuoi cau tre giot suong 47"
UNTIL = date(2027, 6, 30)
VILLAGES = ("Bản Nà Ly", "Bản Hua Sẳng")
HEADER = (
    "Hộ số",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Quan hệ với chủ hộ",
    "Điện thoại",
    "Thôn/Bản",
)
ROWS = (
    ("1", "Lò Văn Páo", "12/03/1961", "Nam", "012061000017", "Chủ hộ", "0912345001", "Bản Nà Ly"),
    ("1", "Quàng Thị Ngoan", "01/01/1964", "Nữ", "012164000025", "Vợ", "", "Bản Nà Ly"),
    ("1", "Lò Thị Thắm", "20/11/1992", "Nữ", "012192000333", "Con", "0912345003", "Bản Nà Ly"),
    ("2", "Giàng A Chư", "05/06/1985", "Nam", "012085000441", "Chủ hộ", "0912345004", "Bản Nà Ly"),
    ("2", "Sùng Thị Mỷ", "17/09/1988", "Nữ", "", "Vợ", "", "Bản Nà Ly"),
    ("3", "Tẩn Mý Dao", "1950", "Nữ", "", "Chủ hộ", "", "Bản Nà Ly"),
    ("1", "Vàng A Lử", "02/02/1979", "Nam", "012079000665", "Chủ hộ", "0912345007", "Bản Hua Sẳng"),
    ("1", "Thào Thị Chía", "1981", "Nữ", "", "Vợ", "", "Bản Hua Sẳng"),
    ("2", "Lù Seo Vần", "30/12/1969", "Nam", "", "Chủ hộ", "0912345009", "Bản Hua Sẳng"),
)  # fmt: skip


@dataclass
class Clock:
    """A clock that stands still until it is told."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class Machine:
    """A workspace folder of its own with the key that opens it at once, and a clock to turn."""

    folder: Path
    data_key: bytes
    clock: Clock

    def open(self) -> App:
        """Open the workspace as the program does, without the wait for the passphrase."""
        desk = open_desk(self.folder, self.data_key, self.clock)
        return program._compose(desk)


@dataclass
class Field:
    """The machines of one office and an empty stick."""

    office: Machine
    one: Machine
    two: Machine
    lead: Machine
    stick: Path


def write_list(path: Path, rows: Iterable[Sequence[str]] = ROWS, *, header: Sequence[str] = HEADER) -> Path:
    """Write a register as a spreadsheet program saves it with UTF-8 marks."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def copy_field(folder: Path) -> Field:
    """Copy office, laptops and lead into a folder, each with a clock of its own."""
    template = _template()
    machines = []
    for name in ("office", "one", "two", "lead"):
        shutil.copytree(template / name, folder / name)
        machines.append(Machine(folder / name, _key_of(name), Clock()))
    stick = folder / "stick"
    stick.mkdir()
    return Field(*machines, stick=stick)


def copy_machine(folder: Path, name: str) -> Machine:
    """Copy one of office, one, two, lead."""
    shutil.copytree(_template() / name, folder / name)
    return Machine(folder / name, _key_of(name), Clock())


def copy_kits(folder: Path) -> dict[str, tuple[Path, str]]:
    """Copy the set-up files of the laptops: path and code by name."""
    codes = dict(line.split("=") for line in (_template() / "codes.txt").read_text().splitlines())
    found = {}
    for name, code in codes.items():
        shutil.copyfile(_template() / f"{name}.gocuakit", folder / f"{name}.gocuakit")
        found[name] = (folder / f"{name}.gocuakit", code)
    return found


def recovery_code() -> str:
    """The code on the office's own recovery sheet."""
    return (_template() / "recovery.txt").read_text()


def cards(app: App) -> list[HouseholdCard]:
    """Every household of a workspace with everything about it, in the order of the list."""
    rows = app.households.read_rows(app.households.list_numbers())
    return [app.households.read_card(row.id) for row in rows]


def card_of(app: App, head: str) -> HouseholdCard:
    """The household of a head."""
    return next(card for card in cards(app) if card.household.head == head)


def door(card: HouseholdCard, outcome: Outcome = Outcome.NOT_HOME, *, day: date | None = None) -> NewVisit:
    """A visit that is told by one key for the whole door."""
    return NewVisit(card.household.id, day or date(2026, 11, 21), door_outcome=outcome)


def talk(
    card: HouseholdCard, outcome: Outcome = Outcome.THINKING, *, note: str = "", next_on: date | None = None
) -> NewVisit:
    """A visit at which the first member was asked about voluntary insurance."""
    told = PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, outcome)
    step = NextStep.RETURN if next_on else NextStep.NONE
    return NewVisit(
        card.household.id, date(2026, 11, 21), outcomes=(told,), met=(card.members[0].id,), note=note,
        next_step=step, next_on=next_on,
    )  # fmt: skip


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gocua-field-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock = Clock()
    made = program.create_office(
        folder / "office", passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code=COMMUNE, clock=clock,
        cost=FLOOR,
    )  # fmt: skip
    office = made.app
    office.lists.import_register(write_list(folder / "list.csv"))
    villages = {village.name: village.id for village in office.households.list_villages()}
    first, second = sorted(villages, reverse=True)
    scopes = {"one": [villages[first]], "two": [villages[second]], "lead": list(villages.values())}
    codes = []
    for name, scope in scopes.items():
        role = "lead" if name == "lead" else "canvasser"
        kit = office.make_kit(
            folder / f"{name}.gocuakit",
            device=f"Máy {name}",
            role=role,
            villages=scope,
            until=UNTIL,
            cost=FLOOR,
        )
        codes.append(f"{name}={kit.code}")
        program.open_kit_file(folder / name, kit.path, kit.code, PASSPHRASE, clock=clock, cost=FLOOR).close()
    office.close()
    (folder / "codes.txt").write_text("\n".join(codes))
    (folder / "recovery.txt").write_text(made.sheet.recovery_code)
    return folder


@cache
def _key_of(name: str) -> bytes:
    return slots.open_with_passphrase((_template() / name / paths.KEYS).read_bytes(), PASSPHRASE)


def write(app: App, stick: Path) -> list[Path]:
    """Write what waits onto a stick; the paths of the files."""
    return [Path(written.path) for written in app.syncing.write(stick).value]


def read(app: App, *files: Path) -> list[FileReport]:
    """Read these files together; a report of each."""
    return list(app.syncing.read(list(files)).value.files)
