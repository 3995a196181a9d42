"""Everything that may befall real workspaces, at random: at the end all have their area, and nothing typed is gone."""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.conflicts import KEEP, ConflictKind, Settlement
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import FileState, LedgerState
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.assigning import Target, Worker
from outreach_app.services.imports import FILES
from outreach_app.services.sign_up_checks import NewEnrolment
from outreach_app.store import replication
from outreach_app.store.database import run, run_one
from tests.robustness.rows import Tally
from tests.sync.test_merge_mutants import MUTANTS, show_the_last_to_arrive
from tests.sync.test_to_and_fro import NAMES, Road, picture_of
from tests.workspaces import Clock, Machine, cards, copy_field, talk

SHARED = date(2026, 11, 21)
ACTS = {
    "visit": 5, "edit": 5, "contest": 2, "sign_up": 2, "write": 8, "read": 8, "read_twice": 1, "lose": 2, "spoil": 2,
    "move": 1, "restore": 1, "jump": 1, "change_area": 1, "block": 1, "settle_differences": 1, "undo": 2,
    "share_out": 2, "respect": 1, "clone": 1,
}  # fmt: skip
"""What may happen, and how often."""


@dataclass
class RoughRoad(Road):
    """A road on which files are lost and spoilt, clocks jump, areas change, and machines are blocked for a while."""

    lost: list[Path] = field(default_factory=list)
    areas: dict[str, set[bytes]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    signed: set[bytes] = field(default_factory=set)

    def walk(self, *, steps: int) -> None:
        """Let everything happen at least once, and the usual things more often."""
        deck = [*ACTS, *self.chance.choices(list(ACTS), weights=list(ACTS.values()), k=steps - len(ACTS))]
        self.chance.shuffle(deck)
        for name in deck:
            act: Callable[[], None] = getattr(self, name)
            act()
            self.done[name] += 1
            for machine in self.machines.values():
                machine.clock.pass_by(seconds=1)

    # ------------------------------------------------------------------------------------------------ what is typed
    def visit(self) -> None:
        name = self.chance.choice(NAMES)
        app = self.apps[name]
        if there := cards(app):
            told = replace(talk(self.chance.choice(there)), visited_on=app.desk.today)
            self.visits.add(app.visits.log(told).value)

    def contest(self) -> None:
        """Two machines give one person different telephone numbers, neither knowing of the other."""
        office = self.apps["office"]
        person = self.chance.choice(self.chance.choice(cards(office)).members).id
        for app in (office, self.apps[self.chance.choice(NAMES)]):
            if any(member.id == person for card in cards(app) for member in card.members):
                app.households.edit_person(person, {"phone": f"09{self.chance.randrange(10**8):08d}"})

    def sign_up(self) -> None:
        app = self.apps[self.chance.choice(NAMES)]
        there = cards(app)
        if not there:
            return
        person = self.chance.choice(self.chance.choice(there).members)
        new = NewEnrolment(person.id, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=891_000, receipt="0047")
        try:
            self.signed.add(app.enrolments.sign_up(new).value.enrolment.id)
        except BadInput:  # dead, signed up already, or a clock years away from every rule
            self.done["no sign-up"] += 1

    def settle_differences(self) -> None:
        app = self.apps[self.chance.choice(("office", *NAMES))]
        decisions = [
            Settlement(c.id, KEEP if c.kind is ConflictKind.REMOVAL else self.chance.choice(c.values).value)
            for c in app.conflicts.list_all()
        ]
        report = app.conflicts.settle(decisions).value
        assert (report.settled, app.conflicts.count()) == (len(decisions), 0)

    def share_out(self) -> None:
        """The office or the lead gives a village to somebody, whoever has it."""
        app = self.apps[self.chance.choice(("office", "lead"))]
        people = app.office.list_canvassers() or [app.office.add_canvasser("Vàng A Lử").value]
        village = self.chance.choice(app.households.list_villages())
        first = SHARED + timedelta(days=self.chance.randrange(20))
        worker = Worker(self.chance.choice(people).id)
        app.assigning.assign([Target(village.id)], worker, first=first, last=None, instead=True)

    def respect(self) -> None:
        app = self.apps[self.chance.choice(("office", *NAMES))]
        if villages := app.households.list_villages():
            name = f"Già làng {self.chance.randrange(10**6)}"
            app.trusted.add(self.chance.choice(villages).id, name)

    # --------------------------------------------------------------------------------------------------- the files
    def write(self) -> None:
        self.send(self.chance.choice(("office", "office", *NAMES)))

    def send(self, name: str) -> list[Path]:
        """Write a machine's files; a blocked one that knows of it writes none."""
        try:
            fresh = [Path(file.path) for file in self.apps[name].syncing.write(self.stick).value]
        except NotAllowed as error:
            if error.key != "machine_blocked" or name == "office":
                raise
            return []
        self.files += [path for path in fresh if path not in self.files]
        return fresh

    def read_twice(self) -> None:
        name = self.chance.choice(("office", *NAMES))
        some = self.chance.choices(self.files, k=min(2, len(self.files)))
        self.take(name, some)
        with self.apps[name].desk.read() as session:
            before = run(session, "SELECT count(*) FROM visit")
        states = {report.state for report in self.apps[name].syncing.read(some).value.files}
        assert FileState.APPLIED not in states
        with self.apps[name].desk.read() as session:
            assert run(session, "SELECT count(*) FROM visit") == before

    def lose(self) -> None:
        """A stick is forgotten at home, and turns up at the end."""
        if self.files:
            self.lost.append(self.files.pop(self.chance.randrange(len(self.files))))

    def spoil(self) -> None:
        """A file is cut short or a bit of it flips; whoever reads it says so and nothing changes."""
        if not self.files:
            return
        data = bytearray(self.chance.choice(self.files).read_bytes())
        if self.chance.random() < 0.5:
            del data[self.chance.randrange(8, len(data)) :]
        else:
            data[self.chance.randrange(8, len(data))] ^= 1 << self.chance.randrange(8)
        spoilt = self.stick.parent / "spoilt.gocua"
        spoilt.write_bytes(data)
        app = self.apps[self.chance.choice(("office", *NAMES))]
        before = picture_of(app)
        (report,) = app.syncing.read([spoilt]).value.files
        assert report.state in (FileState.REFUSED, FileState.HELD), report
        assert picture_of(app) == before

    def take(self, name: str, files: list[Path]) -> None:
        for report in self.apps[name].syncing.read(files).value.files:
            fine = report.state in (FileState.APPLIED, FileState.ALREADY)
            assert fine or report.reason_key in ("not_for_us", "machine_blocked"), report
            self.refused += report.refused_rows if name == "office" else 0

    # ------------------------------------------------------------------------------------------------------ mishaps
    def restore(self) -> None:
        """Not while anybody is blocked, or has not heard yet that he is not any more: he could not write before it."""
        if self.blocked:
            return
        try:
            super().restore()
        except NotAllowed as error:
            if error.key != "machine_blocked":
                raise

    def clone(self) -> None:
        """A laptop's folder is copied to a second one and both go on: the office holds the copy's file, and adopts it.

        The copy types no further: it needs a set-up file of its own.
        """
        name = self.chance.choice(NAMES[:2])
        machine, place = self.machines[name], self.stick.parent / f"copy {self.done['clone']}"
        if self.blocked or not cards(self.apps[name]):
            return
        self.note(self.apps[name], "trước khi chép")
        self.take("office", self.send(name))
        self.apps[name].close()
        shutil.copytree(machine.folder, place / "laptop")
        self.apps[name] = machine.open()
        copy = Machine(place / "laptop", machine.data_key, Clock(machine.clock.moment)).open()
        self.note(self.apps[name], "máy gốc")
        self.take("office", self.send(name))
        self.note(copy, f"máy chép {self.done['clone']}", counts=False)
        (file,) = (Path(each.path) for each in copy.syncing.write(place).value)
        copy.close()
        self.adopt(file, f"máy chép {self.done['clone']}")

    def note(self, app: App, note: str, *, counts: bool = True) -> None:
        """Log a visit with a note; a copy's is known by its note alone, for it gets another id."""
        told = replace(talk(cards(app)[0], note=note), visited_on=app.desk.today)
        visit = app.visits.log(told).value
        self.visits |= {visit} if counts else set()

    def adopt(self, file: Path, note: str) -> None:
        """The office notices that two write under one name, keeps the file aside, and takes it in when told to."""
        office = self.apps["office"]
        before = {row.id for row in office.held.list()}
        (report,) = office.syncing.read([file]).value.files
        assert (report.state, report.reason_key) == (FileState.HELD, "second_machine"), report
        (held,) = {row.id for row in office.held.list()} - before
        assert office.held.adopt(held).value.state is FileState.APPLIED
        with office.desk.read() as session:
            assert run_one(session, "SELECT count(*) FROM visit WHERE note = :note", note=note) == (1,)

    def jump(self) -> None:
        """A laptop's clock is set wrong by days or years."""
        machine = self.machines[self.chance.choice(NAMES)]
        machine.clock.pass_by(days=self.chance.choice((-3650, -400, -2, 2, 400, 3650)))

    def undo(self) -> None:
        office = self.apps["office"]
        try:
            office.imports.undo(office.imports.find_last(FILES))
        except NotFound:
            self.done["nothing to undo"] += 1

    # ---------------------------------------------------------------------------------------------- what is permitted
    def change_area(self) -> None:
        office = self.apps["office"]
        villages = [village.id for village in office.households.list_villages()]
        name = self.chance.choice(NAMES[:2])
        area = self.chance.sample(villages, k=self.chance.randint(1, 2))
        office.permissions.renew(f"Máy {name}", villages=area)
        self.areas[name] = set(area)

    def block(self) -> None:
        office = self.apps["office"]
        if self.blocked:
            office.permissions.unblock(f"Máy {self.blocked.pop()}")
            return
        self.blocked.add(self.chance.choice(NAMES))
        office.permissions.block(f"Máy {next(iter(self.blocked))}", why="rơi ở suối")

    # --------------------------------------------------------------------------------------------------------- the end
    def settle(self) -> int:
        """Bring everything everywhere until nobody has anything more to say."""
        if self.blocked:
            self.block()
        self.files += self.lost
        for rounds in range(1, 14):
            fresh = [path for name in NAMES for path in self.send(name)]
            self.deliver("office")
            answers = self.send("office")
            for name in NAMES:
                self.deliver(name)
            if not fresh and not answers:
                return rounds
        raise AssertionError("they go on answering each other")

    def deliver(self, name: str) -> None:
        """Everything there is, in any order; and once more what was kept for later."""
        self.take(name, self.chance.sample(self.files, k=len(self.files)))
        self.apps[name].held.read_again()


def travel(folder: Path, seed: int, *, steps: int) -> RoughRoad:
    made = copy_field(folder)
    machines = {"office": made.office, "one": made.one, "two": made.two, "lead": made.lead}
    apps = {name: machine.open() for name, machine in machines.items()}
    road = RoughRoad(machines, apps, made.stick, random.Random(seed))
    villages = {village.name: village.id for village in apps["office"].households.list_villages()}
    road.areas = {
        "one": {villages["Nà Ly"]},
        "two": {villages["Hua Sẳng"]},
        "lead": set(villages.values()),
    }
    for name in NAMES:  # the office knows a machine from its first file on
        road.visits.add(apps[name].visits.log(talk(cards(apps[name])[0])).value)
        road.take("office", road.send(name))
    road.walk(steps=steps)
    return road


def prove(road: RoughRoad) -> None:
    """All agree within their areas, nothing typed is gone, the ledgers are empty, the journals sound."""
    road.settle()
    office = road.apps["office"]
    for name, area in road.areas.items():
        assert picture_of(road.apps[name]) == picture_of(office, area), name
        ledger = road.apps[name].syncing.read_ledger().rows
        waiting = (LedgerState.TO_SEND, LedgerState.ON_FILE, LedgerState.RECEIVED)
        assert {state: ledger[state] for state in waiting} == dict.fromkeys(waiting, 0), name
    for day in (SHARED, SHARED + timedelta(days=30)):
        assert road.apps["lead"].assigning.list_assignments(on=day) == office.assigning.list_assignments(
            on=day
        )
    assert road.apps["lead"].trusted.list_trusted() == office.trusted.list_trusted()
    with office.desk.read() as session:
        assert {row[0] for row in run(session, "SELECT id FROM visit")} >= road.visits
        assert {row[0] for row in run(session, "SELECT id FROM enrolment")} >= road.signed
    assert road.refused == 0
    assert office.syncing.read_ledger().answers == 0
    for name, app in road.apps.items():
        told = [problem for problem in app.upkeep.check().problems if "clock" not in problem.what.key]
        assert told == [], name  # a clock that was set back by years is told, rightly
        app.close()
    assert set(ACTS) <= set(road.done)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_befalls_them_all_workspaces_end_alike(seed: int, tmp_path: Path, tally: Tally) -> None:
    prove(road := travel(tmp_path, seed, steps=25))
    tally("workspaces at random", "steps", count_steps(road))


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(200, 230))
def test_longer_and_rougher_roads_end_the_same_way(seed: int, tmp_path: Path, tally: Tally) -> None:
    prove(road := travel(tmp_path, seed, steps=40))
    tally("workspaces at random", "steps", count_steps(road))


@pytest.mark.torture
def test_workspaces_that_believe_whoever_comes_last_are_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, called, mutant in MUTANTS["winner by arrival"][0]:
        monkeypatch.setattr(place, called, mutant)
    monkeypatch.setattr(replication, "find_shown", show_the_last_to_arrive)  # what stands in the column
    with pytest.raises(AssertionError):
        prove_all(tmp_path, range(200, 206))


def prove_all(folder: Path, seeds: range) -> None:
    for seed in seeds:
        prove(travel(folder / str(seed), seed, steps=40))


def count_steps(road: RoughRoad) -> int:
    """How many of the acts were done."""
    return sum(road.done[name] for name in ACTS)
