"""Histories of several machines that write, and carry what they know to each other in part, twice and out of order."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.registers import (
    STICKY,
    Edit,
    FieldKey,
    Heads,
    add_edit,
    find_shown,
    is_conflict,
    replaced_by_edit,
    split_edit,
)
from outreach_app.domain.seen import Seen

MACHINES = (b"machine1", b"machine2", b"machine3", b"machine4")
SKEW = (0, -3_600_000, 432_000_000, 250)
FIELDS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("phone", ("0912", "0987", None)),
    ("born", ("1961", "1964")),
    ("do_not_contact", (True, False)),
    ("wants_messages", ("yes", "no")),  # a field of a newer schema
)
TABLES = ("person", "caravan")  # the second is a table of a newer schema


@dataclass(frozen=True, slots=True)
class Algebra:
    """How a replica takes edits in; the mutants replace one of these."""

    add: Callable[[Heads, Edit], Heads] = add_edit
    shown: Callable[[str, str, Heads], Edit] = find_shown
    replaced: Callable[..., frozenset[Dot]] = replaced_by_edit


class Knowledge:
    """Which operations a replica has taken in, kept as the program keeps it: watermark and ranges beyond gaps."""

    def __init__(self) -> None:
        self.known: dict[bytes, Seen] = {}

    def __contains__(self, dot: Dot) -> bool:
        return dot[1] in self.known.get(dot[0], Seen())

    def add(self, dot: Dot) -> None:
        self.known[dot[0]] = self.known.get(dot[0], Seen()).add([dot[1]])


class GapIgnored(Knowledge):
    """A mutant: takes everything below the highest number for known."""

    def __contains__(self, dot: Dot) -> bool:
        return dot[1] <= self.known.get(dot[0], Seen()).highest


class BeyondForgotten(Knowledge):
    """A mutant: forgets what lies beyond a gap."""

    def add(self, dot: Dot) -> None:
        found = self.known.get(dot[0], Seen()).add([dot[1]])
        self.known[dot[0]] = Seen(found.watermark)


@dataclass
class Replica:
    """One machine: writes with its algebra, takes in what arrives, and counts what it took."""

    name: bytes = b""
    skew: int = 0
    algebra: Algebra = field(default_factory=Algebra)
    knowledge: Knowledge = field(default_factory=Knowledge)
    log: list[Operation] = field(default_factory=list)
    made: dict[tuple[str, bytes], Operation] = field(default_factory=dict)
    heads: dict[FieldKey, Heads] = field(default_factory=dict)
    written: int = 0

    def create(self, step: int, table: str, values: Mapping[str, object]) -> Operation:
        self.written += 1
        row = self.name + self.written.to_bytes(8, "big")
        return self.take(self._operation(step, Kind.CREATE, table, row, values))

    def edit(self, step: int, table: str, row: bytes, values: Mapping[str, object], settles: bool) -> None:
        groups: dict[frozenset[Dot], dict[str, object]] = {}
        for name, value in values.items():
            heads = self.heads.get((table, row, name), ())
            replaced = self.algebra.replaced(table, name, heads, settles=settles)
            groups.setdefault(replaced, {})[name] = [value, self.value(table, row, name)]
        for replaced, changed in groups.items():
            self.written += 1
            self.take(self._operation(step, Kind.EDIT, table, row, changed, replaced=tuple(sorted(replaced))))

    def take(self, operation: Operation) -> Operation:
        if operation.dot not in self.knowledge:
            self.knowledge.add(operation.dot)
            self.log.append(operation)
            if operation.kind is Kind.CREATE:
                self.made[operation.table, operation.row] = operation
            else:
                for name, edit in split_edit(operation):
                    key = (operation.table, operation.row, name)
                    self.heads[key] = self.algebra.add(self.heads.get(key, ()), edit)
        return operation

    def value(self, table: str, row: bytes, name: str) -> object:
        heads = self.heads.get((table, row, name), ())
        if heads:
            return self.algebra.shown(table, name, heads).value
        made = self.made.get((table, row))
        return made.values.get(name) if made else None

    def picture(self) -> dict[tuple[str, bytes, str], object]:
        names = {(*key, name) for key, made in self.made.items() for name in made.values}
        names |= {key for key in self.heads if key[:2] in self.made}
        return {key: self.value(*key) for key in names}

    def conflicts(self) -> set[FieldKey]:
        return {key for key, heads in self.heads.items() if is_conflict(key[0], key[2], heads)}

    def _operation(
        self,
        step: int,
        kind: Kind,
        table: str,
        row: bytes,
        values: Mapping[str, object],
        *,
        replaced: tuple[Dot, ...] = (),
    ) -> Operation:
        time = 10**15 + 1_000 * step + self.skew + self.written % 7
        return Operation(self.name, self.written, time, kind, table, row, dict(values), replaced)


@dataclass
class Oracle:
    """What is true by the explicit sets of edits that each author had seen and replaced, direct ones only."""

    direct: dict[tuple[FieldKey, Dot], frozenset[Dot]] = field(default_factory=dict)
    edits: dict[FieldKey, dict[Dot, Operation]] = field(default_factory=dict)

    def note(self, operation: Operation, known: set[Dot], *, settles: bool) -> None:
        """Remember a write and what its author, knowing these operations, was shown."""
        for name in operation.values:
            key = (operation.table, operation.row, name)
            standing = self.heads(key, known - {operation.dot})
            shown = self.shown(key, standing)
            seen = {d for d in standing if settles or self.value(key, d) == shown}
            self.direct[key, operation.dot] = frozenset(seen)
            self.edits.setdefault(key, {})[operation.dot] = operation

    def heads(self, key: FieldKey, known: set[Dot]) -> set[Dot]:
        there = set(self.edits.get(key, {})) & known
        replaced = {dot for edit in there for dot in self._closure(key, edit)}
        return there - replaced

    def shown(self, key: FieldKey, standing: set[Dot]) -> object:
        if not standing:
            return None
        sticky = (key[0], key[2]) in STICKY
        best = max(standing, key=lambda d: (sticky and bool(self.value(key, d)), self.edits[key][d].time, *d))
        return self.value(key, best)

    def value(self, key: FieldKey, dot: Dot) -> object:
        pair = self.edits[key][dot].values[key[2]]
        assert isinstance(pair, list)
        return pair[0]

    def _closure(self, key: FieldKey, dot: Dot) -> Iterator[Dot]:
        waiting, seen = [dot], set()
        while waiting:
            for below in self.direct[key, waiting.pop()] - seen:
                seen.add(below)
                waiting.append(below)
        yield from seen


@dataclass
class World:
    """The machines after a history, everything ever written, and the oracle's book about it."""

    replicas: list[Replica]
    written: dict[Dot, Operation] = field(default_factory=dict)
    oracle: Oracle = field(default_factory=Oracle)


Step = tuple[str, int, int, int, random.Random]

steps = st.lists(
    st.tuples(
        st.sampled_from(("create", "edit", "edit", "edit", "settle", "carry", "carry")),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 11),
        st.randoms(use_true_random=False),
    ),
    min_size=4,
    max_size=28,
)


def draw_steps(chance: random.Random, *, length: int = 28) -> list[Step]:
    """The same histories without hypothesis, for looking through many of them quickly."""
    kinds = ("create", "edit", "edit", "edit", "settle", "carry", "carry")
    return [
        (chance.choice(kinds), chance.randrange(4), chance.randrange(4), chance.randrange(12),
         random.Random(chance.random()))
        for _ in range(length)
    ]  # fmt: skip


def play(
    history: list[Step], *, algebra: Algebra | None = None, knowledge: type[Knowledge] = Knowledge
) -> World:
    """Play a history: writes go to one machine, carries take a random part of what one knows to another."""
    algebra = algebra or Algebra()
    world = World([Replica(n, s, algebra, knowledge()) for n, s in zip(MACHINES, SKEW, strict=True)])
    first = world.replicas[0].create(0, "person", {"name": "Páo", "phone": None})
    world.written[first.dot] = first
    for step, (kind, one, other, choice, chance) in enumerate(history, start=1):
        replica = world.replicas[one]
        if kind == "carry":
            carry(replica, world.replicas[other], chance)
            continue
        before = len(replica.log)
        if kind == "create":
            replica.create(step, TABLES[choice % 2], {"name": f"Người {step}", "phone": "1"})
        elif replica.made:
            rows = sorted(replica.made)
            table, row = rows[choice % len(rows)]
            names = chance.sample(FIELDS, 1 + choice % 2)
            values = {name: chance.choice(values) for name, values in names}
            replica.edit(step, table, row, values, kind == "settle")
        for operation in replica.log[before:]:
            world.written[operation.dot] = operation
            if operation.kind is Kind.EDIT:
                known = {o.dot for o in replica.log}
                world.oracle.note(operation, known, settles=kind == "settle")
    return world


def carry(giver: Replica, taker: Replica, chance: random.Random) -> None:
    """Take a random part of what one machine knows to another, out of order and some of it twice."""
    parcel = [o for o in giver.log if chance.random() < 0.6]
    parcel += [o for o in parcel if chance.random() < 0.2]
    chance.shuffle(parcel)
    for operation in parcel:
        taker.take(operation)


def find_fault(world: World) -> str | None:
    """Say in which way these replicas are not what the merge promises; None when they are."""
    for replica in world.replicas:
        known = {o.dot for o in replica.log}
        if len(known) != len(replica.log):
            return "an operation was taken in twice"
        fault = _compare_with_oracle(replica, world.oracle, known)
        if fault:
            return fault
    everybody = [
        Replica(n, 0, world.replicas[0].algebra, type(world.replicas[0].knowledge)()) for n in MACHINES
    ]
    for place, replica in enumerate(everybody):
        order = list(world.written.values()) * 2
        random.Random(place).shuffle(order)
        for operation in order:
            replica.take(operation)
    if any({o.dot for o in r.log} != set(world.written) for r in everybody):
        return "an operation was left out"
    pictures = [(r.picture(), {k: set(h) for k, h in r.heads.items()}, r.conflicts()) for r in everybody]
    return None if all(p == pictures[0] for p in pictures) else "replicas differ after the same operations"


def _compare_with_oracle(replica: Replica, oracle: Oracle, known: set[Dot]) -> str | None:
    for key in oracle.edits:
        standing = oracle.heads(key, known)
        if {head.dot for head in replica.heads.get(key, ())} != standing:
            return "heads are not those of the oracle"
        if standing and replica.value(*key) != oracle.shown(key, standing):
            return "another value is shown than the oracle's"
    return None
