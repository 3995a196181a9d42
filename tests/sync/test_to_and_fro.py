"""Files to and fro at random, lost, late, twice, families moving, people erased, disks restored: all end alike."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.rows import FileState
from outreach_app.services import upkeep
from outreach_app.store import heads, scope
from outreach_app.store.database import run
from tests.workspaces import Field, Machine, cards, copy_field, talk

NAMES = ("one", "two", "lead")


@dataclass
class Road:
    """The machines, and the files under way: some are lost for a while, none for ever."""

    machines: dict[str, Machine]
    apps: dict[str, App]
    stick: Path
    chance: random.Random
    files: list[Path] = field(default_factory=list)
    visits: set[bytes] = field(default_factory=set)
    backups: dict[str, tuple[Path, set[bytes]]] = field(default_factory=dict)
    refused: int = 0
    erased: set[bytes] = field(default_factory=set)

    def step(self) -> None:
        """Do something that may happen."""
        act = self.chance.choice(
            (self.visit, self.edit, self.write, self.write, self.read, self.read, self.move, self.erase)
        )
        act() if self.chance.random() < 0.93 else self.restore()

    def visit(self) -> None:
        name = self.chance.choice(NAMES)
        there = cards(self.apps[name])
        if there:
            self.visits.add(self.apps[name].visits.log(talk(self.chance.choice(there))).value)

    def edit(self) -> None:
        app = self.apps[self.chance.choice(("office", *NAMES))]
        there = cards(app)
        if there:
            person = self.chance.choice(self.chance.choice(there).members)
            app.households.edit_person(person.id, {"phone": f"09{self.chance.randrange(10**8):08d}"})

    def write(self) -> None:
        app = self.apps[self.chance.choice(("office", "office", *NAMES))]
        self.files += [Path(file.path) for file in app.syncing.write(self.stick).value]

    def read(self) -> None:
        name = self.chance.choice(("office", "office", *NAMES))
        some = self.chance.sample(self.files, k=min(len(self.files), self.chance.randint(1, 4)))
        self.take(name, some)

    def move(self) -> None:
        office = self.apps["office"]
        home = self.chance.choice(cards(office)).household
        village = self.chance.choice(office.households.list_villages())
        with office.desk.write() as writer:
            writer.edit("household", home.id, {"village": village.id})

    def erase(self) -> None:
        """Somebody of a larger family asks to be erased; now and then only, or nobody would be left."""
        office = self.apps["office"]
        people = [person for card in cards(office) for person in card.members[1:]]
        if people and len(self.erased) < 2 and self.chance.random() < 0.5:
            person = self.chance.choice(people).id
            office.erasing.erase(person, why="tự xin", asked_by=AskedBy.SELF)
            self.erased.add(person)

    def restore(self) -> None:
        """An older copy of one laptop's database comes back; everything it had typed is on files by then."""
        name = self.chance.choice(NAMES)
        app = self.apps[name]
        self.files += [Path(file.path) for file in app.syncing.write(self.stick).value]
        if name not in self.backups:
            self.machines[name].clock.pass_by(seconds=2)
            self.backups[name] = (app.upkeep.make_backup().path, set())
            return
        backup, _ = self.backups.pop(name)
        if not backup.is_file():  # somebody on it was erased since
            return
        app.close()
        upkeep.restore_backup(self.machines[name].folder, backup, self.machines[name].data_key)
        self.apps[name] = self.machines[name].open()

    def take(self, name: str, files: list[Path]) -> None:
        for report in self.apps[name].syncing.read(files).value.files:
            assert (
                report.state in (FileState.APPLIED, FileState.ALREADY) or report.reason_key == "not_for_us"
            ), report
            self.refused += report.refused_rows if name == "office" else 0

    def settle(self) -> int:
        """Bring everything everywhere until nobody has anything more to say; returns how many rounds it took."""
        for rounds in range(1, 12):
            fresh = [Path(f.path) for name in NAMES for f in self.apps[name].syncing.write(self.stick).value]
            self.files += fresh
            self.take("office", self.chance.sample(self.files, k=len(self.files)))
            answers = [Path(file.path) for file in self.apps["office"].syncing.write(self.stick).value]
            self.files += answers
            for name in NAMES:
                self.take(name, self.chance.sample(self.files, k=len(self.files)))
            if not fresh and not answers:
                return rounds
        raise AssertionError("they go on answering each other")


def picture_of(app: App, area: set[bytes] | None = None) -> dict[str, object]:
    """Every row with every field, and every head; at the office those of an area only."""
    with app.desk.read() as session:
        rows = None if area is None else scope.read_rows(session, area)
        headed = {row for (row,) in run(session, "SELECT row FROM head")}
        found: dict[str, object] = {}
        for table in scope.PLACES:
            stored = run(session, f"SELECT * FROM {table}")
            names = [c[1] for c in run(session, f"PRAGMA table_info({table})")]
            each = (dict(zip(names, row, strict=True)) for row in stored)
            kept = [row for row in each if rows is None or row["id"] in rows]
            found[table] = {row["id"]: {k: v for k, v in row.items() if k != "number"} for row in kept}
            found[f"heads of {table}"] = {
                key: standing
                for key, standing in heads.read_row_heads(session, headed).items()
                if key[0] == table and key[1] in found[table]  # type: ignore[operator]
            }
        return found


def travel(folder: Path, seed: int, *, steps: int) -> Road:
    made: Field = copy_field(folder)
    machines = {"office": made.office, "one": made.one, "two": made.two, "lead": made.lead}
    apps = {name: machine.open() for name, machine in machines.items()}
    road = Road(machines, apps, made.stick, random.Random(seed))
    for name in NAMES:  # the office knows a machine from its first file on
        road.visits.add(apps[name].visits.log(talk(cards(apps[name])[0])).value)
    for _ in range(steps):
        road.step()
        for machine in machines.values():
            machine.clock.pass_by(seconds=1)
    return road


def prove(road: Road) -> None:
    road.settle()
    office = road.apps["office"]
    villages = {village.name: village.id for village in office.households.list_villages()}
    areas = {"one": {villages["Nà Ly"]}, "two": {villages["Hua Sẳng"]}, "lead": set(villages.values())}
    for name, area in areas.items():
        assert picture_of(road.apps[name]) == picture_of(office, area), name
    assert road.refused == 0
    with office.desk.read() as session:
        assert {row[0] for row in run(session, "SELECT id FROM visit")} == road.visits
    for app in road.apps.values():
        assert app.upkeep.check().problems == ()
        with app.desk.read() as session:
            left = {
                row[0]: row[1:]
                for row in run(session, "SELECT id, name, phone, born, citizen_number FROM person")
            }
        assert {left[person] for person in road.erased & left.keys()} <= {("", None, None, None)}
        app.close()


@pytest.mark.parametrize("seed", [4])
def test_files_to_and_fro_end_with_everybody_having_their_area(seed: int, tmp_path: Path) -> None:
    prove(travel(tmp_path, seed, steps=14))


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 115))
def test_many_longer_roads_end_the_same_way(seed: int, tmp_path: Path) -> None:
    prove(travel(tmp_path, seed, steps=70))
