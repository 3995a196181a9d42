"""Office, lead and three laptops in any history of writing, sending, losing, restoring, undoing: all end alike."""

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from outreach_app.domain.operations import Dot, Operation
from outreach_app.sync.merge import MemoryState
from tests.robustness.rows import Tally as Points
from tests.sync.fleet import DAY, START, VILLAGES, Fleet, Unit
from tests.sync.histories import FIELDS
from tests.sync.test_merge_mutants import MUTANTS

NAMES = ("office", "lead", "one", "two", "three")
AREAS: dict[str, set[int]] = {
    "office": set(VILLAGES),
    "lead": set(VILLAGES),
    "one": {0},
    "two": {1, 2},
    "three": {0, 2},
}
who = st.sampled_from(NAMES)
chances = st.builds(random.Random, st.integers(0, 1 << 32))


@dataclass
class Tally:
    """What all histories of a run came to, so that a run that did nothing is told from one that found nothing."""

    histories: int = 0
    steps: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


TALLY = Tally()


class Machines(RuleBasedStateMachine):
    """Every step that may befall the machines; `teardown` delivers everything and compares."""

    def __init__(self) -> None:
        super().__init__()
        self.fleet = Fleet({})
        self.files: list[tuple[Operation, ...]] = []
        self.lost: list[tuple[Operation, ...]] = []
        self.backups: dict[str, Unit] = {}
        self.former_disks: set[Dot] = set()
        TALLY.histories += 1

    @initialize()
    def set_up(self) -> None:
        for name in NAMES:
            unit = Unit(name, self.fleet.fresh_incarnation(), set(AREAS[name]))
            self.fleet.units[name] = unit
        office = self.fleet.units["office"]
        for village in VILLAGES:
            self.fleet.create(office, "person", {"name": "Páo", "phone": None}, village=village)
        self.answer()
        for unit in self.fleet.units.values():
            unit.take(self.fleet.in_area(self.files[0], unit.area))

    def count(self, kind: str) -> None:
        TALLY.steps += 1
        TALLY.kinds[kind] = TALLY.kinds.get(kind, 0) + 1

    # ------------------------------------------------------------------------------------------------- at a desk
    @rule(name=who, chance=chances, table=st.sampled_from(("visit", "visit", "person", "caravan")))
    def create(self, name: str, chance: random.Random, table: str) -> None:
        unit = self.fleet.units[name]
        village = chance.choice(sorted(unit.area))
        self.fleet.create(unit, table, {"name": f"{chance.random()}", "phone": "1"}, village=village)
        self.count("create")

    @rule(name=who, chance=chances)
    def correct(self, name: str, chance: random.Random) -> None:
        unit = self.fleet.units[name]
        visits = sorted(row for table, row in unit.state.made if table == "visit")
        if visits:
            row = chance.choice(visits)
            self.fleet.create(unit, "visit", {"supersedes": row}, village=self.fleet.places[row])
            self.count("correct")

    @rule(name=who, chance=chances)
    def edit(self, name: str, chance: random.Random) -> None:
        unit = self.fleet.units[name]
        rows = sorted(key for key in unit.state.made if key[0] != "visit")
        if rows:
            values = {n: chance.choice(v) for n, v in chance.sample(FIELDS, chance.randint(1, 2))}
            self.fleet.edit(unit, *chance.choice(rows), values, settles=False)
            self.count("edit")

    @rule(chance=chances, names=st.sets(who, min_size=2))
    def contest(self, chance: random.Random, names: set[str]) -> None:
        """Several machines change one field of one row, none of them knowing of the others."""
        units = [self.fleet.units[name] for name in sorted(names)]
        shared = set.intersection(*(set(unit.state.made) for unit in units))
        rows = sorted(key for key in shared if key[0] != "visit")
        if rows:
            row, (name, values) = chance.choice(rows), chance.choice(FIELDS)
            for unit in units:
                self.fleet.edit(unit, *row, {name: chance.choice(values)}, settles=False)
            self.count("contest")

    @rule(name=who, chance=chances)
    def settle(self, name: str, chance: random.Random) -> None:
        """Settle everything this machine knows to be in dispute."""
        unit = self.fleet.units[name]
        for table, row, named in sorted(unit.state.conflicts()):
            if (table, row) in unit.state.made:
                value = chance.choice(unit.state.heads[table, row, named]).value
                self.fleet.edit(unit, table, row, {named: value}, settles=True)
                self.count("settle")

    @rule(name=who, chance=chances)
    def remove(self, name: str, chance: random.Random) -> None:
        unit = self.fleet.units[name]
        rows = sorted(key for key in unit.state.made if key[0] != "visit")
        if rows:
            self.fleet.remove(unit, *chance.choice(rows), chance.choice(("moved", "repeated")))
            self.count("remove")

    @rule(name=who, years=st.sampled_from((-9, -1, 1, 30)))
    def jump(self, name: str, years: int) -> None:
        self.fleet.units[name].skew += years * 365 * DAY
        self.count("jump")

    # ----------------------------------------------------------------------------------------------------- files
    @rule(name=who)
    def send(self, name: str) -> None:
        unit = self.fleet.units[name]
        if unit.tail:
            self.files.append(tuple(unit.tail))
            unit.tail.clear()
            self.count("send")

    @rule()
    def answer(self) -> None:
        """The office sends everything it knows; who reads it keeps what lies in the area."""
        self.files.append(tuple(self.fleet.units["office"].log.values()))
        self.fleet.units["office"].tail.clear()
        self.count("answer")

    @precondition(lambda self: self.files)
    @rule(chance=chances)
    def lose(self, chance: random.Random) -> None:
        self.lost.append(self.files.pop(chance.randrange(len(self.files))))
        self.count("lose")

    @precondition(lambda self: self.files)
    @rule(name=who, chance=chances)
    def read(self, name: str, chance: random.Random) -> None:
        """Read some files in any order, some twice; a stick is one import."""
        unit = self.fleet.units[name]
        parcel = chance.choices(self.files, k=chance.randint(2, 8))
        before = set(unit.state.seen)
        for file in parcel:
            unit.take(self.fleet.in_area(file, unit.area))
        if fresh := unit.state.seen - before:
            unit.batches.append(fresh)
        self.count("read")

    # ---------------------------------------------------------------------------------------------------- mishaps
    @rule(name=who)
    def back_up(self, name: str) -> None:
        self.backups[name] = self.fleet.units[name].copy()
        self.count("back_up")

    @precondition(lambda self: self.backups)
    @rule(chance=chances)
    def restore(self, chance: random.Random) -> None:
        name = chance.choice(sorted(self.backups))
        unit = self.fleet.units[name]
        self.former_disks |= self.fleet.restore(unit, self.backups[name])
        self.fleet.units[name].area = unit.area  # the office's next file tells it again
        outside = {o.row for o in self.fleet.units[name].log.values()}
        outside = {row for row in outside if self.fleet.places[row] not in unit.area}
        self.fleet.units[name].forget(outside)
        self.count("restore")

    @rule(name=st.sampled_from(("one", "two", "three")), there=st.sets(st.sampled_from(VILLAGES), min_size=1))
    def area(self, name: str, there: set[int]) -> None:
        """A row leaves only when nothing written on it waits; one that comes back is sent from zero."""
        self.send(name)
        unit = self.fleet.units[name]
        unit.area = set(there)
        unit.forget({o.row for o in unit.log.values() if self.fleet.places[o.row] not in there})
        self.count("area")

    @rule(name=who)
    def undo(self, name: str) -> None:
        unit = self.fleet.units[name]
        if not unit.batches or not unit.batches[-1] <= unit.state.seen:
            return
        expected = self.fleet.undo(unit)
        assert {key: unit.state.value(*key) for key in expected} == expected
        self.count("undo")

    # ---------------------------------------------------------------------------------------------------- the end
    def teardown(self) -> None:
        if not self.fleet.units:
            return
        for name in NAMES:
            self.send(name)
        self.check_oracle()
        delivered = [*self.files, *self.lost]
        chance = random.Random(len(self.fleet.written))
        for unit in self.fleet.units.values():
            order = chance.sample(delivered, k=len(delivered))
            for file in [*order, *order[:2]]:
                unit.take(self.fleet.in_area(file, unit.area))
        self.check_oracle()
        whole = self.check_all_agree()
        self.check_nothing_lost(whole)

    def check_oracle(self) -> None:
        """Heads and shown values are those of the explicit seen-sets, on every machine."""
        for unit in self.fleet.units.values():
            for key in self.fleet.oracle.edits:
                standing = self.fleet.oracle.heads(key, unit.state.seen)
                assert {h.dot for h in unit.state.heads.get(key, ())} == standing, (unit.name, key)
                if standing:
                    assert unit.state.value(*key) == self.fleet.oracle.shown(key, standing), (unit.name, key)

    def check_all_agree(self) -> MemoryState:
        """Every machine shows of its area what the office shows, conflicts included."""
        office = self.fleet.units["office"].state
        for unit in self.fleet.units.values():
            assert unit.state.picture() == self.within(office.picture(), unit.area), unit.name
            assert unit.state.conflicts() == set(self.within(dict.fromkeys(office.conflicts()), unit.area))
        return office

    def within(self, found: dict[Any, Any], area: set[int]) -> dict[Any, Any]:
        return {key: value for key, value in found.items() if self.fleet.places[key[1]] in area}

    def check_nothing_lost(self, whole: MemoryState) -> None:
        """Every operation is at the office, or on a former disk that is kept: every visit is somewhere."""
        gone = set(self.fleet.written) - whole.seen
        assert gone <= self.former_disks
        visits = {o.row for o in self.fleet.written.values() if o.table == "visit" and o.dot not in gone}
        assert {row for table, row in whole.made if table == "visit"} == visits


def roam(*, examples: int, steps: int) -> None:
    """Run histories that hypothesis finds and shrinks, and as many at random that have a bit of everything."""
    TALLY.__init__()  # type: ignore[misc]
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machines, settings=chosen)
    for seed in range(examples):
        stroll(random.Random(seed), steps=steps)
    print(f"{TALLY.histories} histories, {TALLY.steps} points: {TALLY.kinds}")
    assert TALLY.histories >= 2 * examples
    assert TALLY.steps > examples * steps
    assert set(TALLY.kinds) == {*ACTS, "answer"}
    assert min(TALLY.kinds.values()) > examples // 10, TALLY


ACTS = {
    "create": 3, "correct": 2, "edit": 4, "contest": 3, "settle": 3, "remove": 1, "jump": 1, "send": 5, "answer": 2,
    "lose": 1, "read": 6, "back_up": 1, "restore": 1, "area": 1, "undo": 2,
}  # fmt: skip
"""How often each step comes in a history at random."""


def stroll(chance: random.Random, *, steps: int) -> None:
    """Play one history at random."""
    machines = Machines()
    machines.set_up()
    for act in chance.choices(list(ACTS), weights=list(ACTS.values()), k=steps):
        busy = ("office",) * 4 if act in ("read", "settle", "undo") else ()
        inner, name = random.Random(chance.random()), chance.choice((*NAMES, *busy))
        arguments: dict[str, tuple[Any, ...]] = {
            "answer": (),
            "create": (name, inner, inner.choice(("visit", "person", "caravan"))),
            "contest": (inner, set(inner.sample(NAMES, k=inner.randint(2, 3)))),
            "jump": (name, inner.choice((-9, -1, 1, 30))),
            "area": (inner.choice(NAMES[2:]), set(inner.sample(VILLAGES, k=inner.randint(1, 3)))),
            "lose": (inner,),
            "restore": (inner,),
        } | dict.fromkeys(("send", "undo", "back_up"), (name,))
        possible = machines.files and (act != "restore" or machines.backups)
        if possible or act not in ("lose", "restore", "read"):
            getattr(machines, act)(*arguments.get(act, (name, inner)))
    machines.teardown()


def test_machines_end_alike_after_any_history(tally: Points) -> None:
    roam(examples=60, steps=40)
    tally("merge at random", "histories", TALLY.histories)


@pytest.mark.torture
def test_machines_end_alike_after_hundreds_of_histories(tally: Points) -> None:
    roam(examples=500, steps=40)
    tally("merge at random", "histories", TALLY.histories)


def test_a_merge_that_believes_whoever_comes_last_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    for place, called, mutant in MUTANTS["winner by arrival"][0]:
        monkeypatch.setattr(place, called, mutant)
    with pytest.raises(AssertionError):
        stroll_often(30)


def stroll_often(times: int) -> None:
    for seed in range(times):
        stroll(random.Random(seed), steps=40)


def test_clocks_of_the_machines_are_years_apart() -> None:
    fleet = Fleet({})
    early, late = Unit("early", b"early001", {0}, skew=-9 * 365 * DAY), Unit("late", b"late0001", {0})
    fleet.create(late, "person", {"phone": None}, village=0)
    early.take(late.log.values())
    assert early.last < START * 4096  # a stamp of years ahead is not followed
    row = next(iter(fleet.places))
    fleet.edit(late, "person", row, {"phone": "1"}, settles=False)
    early.take(late.log.values())
    fleet.edit(early, "person", row, {"phone": "2"}, settles=False)
    late.take(early.log.values())
    assert late.state.value("person", row, "phone") == "2"  # it had seen the value that it replaced
    assert late.state.conflicts() == set()
