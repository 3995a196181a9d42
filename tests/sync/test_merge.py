"""The merge against an oracle of explicit seen-sets, in memory and in real databases, and the mutants it must catch."""

import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.registers import Edit, Heads, add_edit, find_shown, replaced_by_edit
from outreach_app.store import check, heads, migrate, replication
from outreach_app.store import settings as stored_settings
from outreach_app.store.database import Database, run
from outreach_app.sync import merge
from outreach_app.sync.merge import MemoryState
from tests.sync.histories import (
    MACHINES,
    Algebra,
    BeyondForgotten,
    GapIgnored,
    Knowledge,
    Step,
    World,
    draw_steps,
    find_fault,
    play,
    steps,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))


# ---------------------------------------------------------------------------------------------------- in memory
@settings(max_examples=120, deadline=None)
@given(steps)
def test_machines_that_know_the_same_are_the_same_and_what_the_oracle_says(history: list[Step]) -> None:
    assert find_fault(play(history)) is None


@settings(max_examples=120, deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_order_repeats_and_batches_do_not_matter(history: list[Step], chance: random.Random) -> None:
    written = list(play(history).written.values())
    straight = MemoryState()
    straight.apply(written)
    tangled = MemoryState()
    for batch in batches(written, chance):
        tangled.apply(batch)
        tangled.apply(batch[: len(batch) // 2])
    assert tangled.picture() == straight.picture()
    assert tangled.heads == straight.heads
    assert tangled.conflicts() == straight.conflicts()
    assert tangled.seen == straight.seen


@settings(max_examples=60, deadline=None)
@given(steps)
def test_known_operations_change_nothing(history: list[Step]) -> None:
    state = MemoryState()
    written = list(play(history).written.values())
    state.apply(written)
    before = (state.picture(), dict(state.heads), set(state.seen))
    decision = state.apply(reversed(written))
    assert (decision.creates, decision.heads, decision.merged, decision.parallel) == ({}, {}, (), 0)
    assert (state.picture(), state.heads, state.seen) == before


@settings(max_examples=60, deadline=None)
@given(steps)
def test_every_machine_shows_what_its_own_operations_say_to_a_fresh_replica(history: list[Step]) -> None:
    for replica in play(history).replicas:
        state = MemoryState()
        state.apply(replica.log)
        shown = {(*key, name): value for key, row in state.picture().items() for name, value in row.items()}
        assert shown == replica.picture()


def test_an_edit_that_comes_before_its_row_waits_and_completes() -> None:
    row = MACHINES[0] + (1).to_bytes(8, "big")
    create = Operation(MACHINES[0], 1, 5, Kind.CREATE, "person", row, {"name": "Páo", "phone": "1"})
    edit = Operation(MACHINES[1], 1, 9, Kind.EDIT, "person", row, {"phone": ["2", "1"]})
    state = MemoryState()
    state.apply([edit])
    assert state.picture() == {}
    state.apply([create])
    assert state.picture() == {("person", row): {"name": "Páo", "phone": "2"}}


def test_tables_and_fields_of_a_newer_schema_are_kept_and_merged() -> None:
    row = MACHINES[0] + (1).to_bytes(8, "big")
    create = Operation(MACHINES[0], 1, 5, Kind.CREATE, "caravan", row, {"wheels": 4}, schema=7)
    edits = [
        Operation(m, 2, 9, Kind.EDIT, "caravan", row, {"wheels": [n, 4]}, schema=7)
        for n, m in enumerate(MACHINES[:2])
    ]
    state = MemoryState()
    state.apply([*edits, create])
    assert state.conflicts() == {("caravan", row, "wheels")}
    assert state.picture()["caravan", row] == {"wheels": 1}


def test_edits_of_different_fields_are_parallel_and_of_one_field_a_conflict() -> None:
    row = MACHINES[0] + (1).to_bytes(8, "big")
    state = MemoryState()
    state.apply([Operation(MACHINES[0], 1, 1, Kind.CREATE, "person", row, {"name": "Páo"})])
    state.apply([Operation(MACHINES[1], 1, 2, Kind.EDIT, "person", row, {"phone": ["1", None]})])
    parallel = state.apply([Operation(MACHINES[2], 1, 2, Kind.EDIT, "person", row, {"born": ["1961", None]})])
    assert (parallel.parallel, parallel.conflicts, parallel.merged) == (1, (), ())
    clash = Operation(MACHINES[3], 1, 3, Kind.EDIT, "person", row, {"phone": ["2", None]})
    decided = state.apply([clash])
    assert decided.conflicts == (("person", row, "phone"),)
    assert decided.merged == (clash.dot,)
    again = state.apply([Operation(MACHINES[1], 2, 4, Kind.EDIT, "person", row, {"name": ["Pánh", "Páo"]})])
    assert again.parallel == 1


# ------------------------------------------------------------------------------------------------------- mutants
def show_the_last_to_arrive(table: str, field: str, standing: Heads) -> Edit:
    return standing[-1]


def add_in_order_of_arrival(standing: Heads, edit: Edit) -> Heads:
    if any(edit.dot == head.dot or edit.dot in head.replaced for head in standing):
        return standing
    return (*(head for head in standing if head.dot not in edit.replaced), edit)


def add_late_ones_too(standing: Heads, edit: Edit) -> Heads:
    if any(edit.dot == head.dot for head in standing):
        return standing
    return (*(head for head in standing if head.dot not in edit.replaced), edit)


def keep_the_latest_alone(standing: Heads, edit: Edit) -> Heads:
    return (max((*standing, edit), key=lambda e: (e.time, *e.dot)),)


def replace_rivals_unseen(
    table: str, field: str, standing: Heads, *, settles: bool = False
) -> frozenset[Dot]:
    return replaced_by_edit(table, field, standing, settles=True)


def replace_heads_without_closure(
    table: str, field: str, standing: Heads, *, settles: bool = False
) -> frozenset[Dot]:
    if not standing:
        return frozenset()
    shown = find_shown(table, field, standing).value
    return frozenset(head.dot for head in standing if settles or head.value == shown)


MUTANTS = {
    "winner by arrival": (Algebra(add=add_in_order_of_arrival, shown=show_the_last_to_arrive), Knowledge),
    "a late replaced write accepted": (Algebra(add=add_late_ones_too), Knowledge),
    "plain last writer wins": (Algebra(add=keep_the_latest_alone), Knowledge),
    "an ordinary edit settles a conflict unseen": (Algebra(replaced=replace_rivals_unseen), Knowledge),
    "no closure over replaced heads": (Algebra(replaced=replace_heads_without_closure), Knowledge),
    "gap ignored": (Algebra(), GapIgnored),
    "dots beyond a gap forgotten": (Algebra(), BeyondForgotten),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_property_catches_the_mutant(name: str) -> None:
    algebra, knowledge = MUTANTS[name]
    chance = random.Random(4)
    tried = 0
    while find_fault(play(draw_steps(chance), algebra=algebra, knowledge=knowledge)) is None:
        tried += 1
        assert tried < 300, f"{name} passes {tried} histories"


def test_the_same_histories_find_no_fault_in_the_program_itself() -> None:
    chance = random.Random(4)
    assert add_edit is Algebra().add
    assert [find_fault(play(draw_steps(chance))) for _ in range(60)] == [None] * 60


# ------------------------------------------------------------------------------------------------ real databases
@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "gocua.db"
    database = Database(path, KEY)
    migrate.upgrade(database)
    machine = stored_settings.MachineSelf(
        b"w" * 16, "office", b"o" * 16, "BHXH", "03424", "2025", "máy", 0, b"office01", 0, 0
    )
    with database.write_local() as session:
        stored_settings.create_machine(session, machine)
    database.close()
    return path


@pytest.mark.parametrize("case", range(36))
def test_a_database_ends_where_memory_ends(case: int, empty: Path, tmp_path: Path) -> None:
    chance = random.Random(f"case {case}")
    world = play(draw_steps(chance, length=40))
    written = list(world.written.values())
    database = Database(Path(shutil.copyfile(empty, tmp_path / "gocua.db")), KEY)
    state = MemoryState()
    for batch in [*batches(written, chance), written]:
        apply_to(database, batch)
        state.apply(batch)
    with database.read() as session:
        rows = {row for (row,) in run(session, "SELECT row FROM head")}
        assert heads.read_row_heads(session, rows) == {k: h for k, h in state.heads.items() if h}
        assert set(heads.list_conflicts(session)) == state.conflicts()
        assert list(check.compare_with_journal(session)) == []
        assert check.count_operations(session) == len(written)
        assert people_of(database) == people_in(state)
    database.close()


def test_a_database_merges_what_fresh_memory_merges_from_every_replica(empty: Path, tmp_path: Path) -> None:
    world = play(draw_steps(random.Random(99), length=120))
    pictures = []
    for number, order in enumerate((world.replicas, world.replicas[::-1])):
        database = Database(Path(shutil.copyfile(empty, tmp_path / f"{number}.db")), KEY)
        for replica in order:
            apply_to(database, replica.log)
        pictures.append(people_of(database))
        with database.read() as session:
            assert list(check.compare_with_journal(session)) == []
        database.close()
    assert pictures[0] == pictures[1]


def batches(written: Sequence[Operation], chance: random.Random) -> Iterator[list[Operation]]:
    """All of it in random order, cut at random, some of it in two batches."""
    order = [*written, *(o for o in written if chance.random() < 0.3)]
    chance.shuffle(order)
    while order:
        size = chance.randint(1, max(1, len(order)))
        yield order[:size]
        del order[:size]


def apply_to(database: Database, operations: Sequence[Operation]) -> None:
    with database.write(now=NOW) as writer:
        fresh = replication.drop_known(writer.session, operations)
        known = heads.read_heads(writer.session, merge.fields_edited(fresh))
        decision = merge.decide(fresh, known)
        replication.write_decision(
            writer, fresh, creates=decision.creates, changed=decision.heads, origin="file", source=None
        )


_SHOWN = ("name", "phone", "born", "do_not_contact")


def people_of(database: Database) -> dict[bytes, tuple[object, ...]]:
    with database.read() as session:
        rows = run(session, f"SELECT id, {', '.join(_SHOWN)} FROM person")
    return {row[0]: (*row[1:4], bool(row[4])) for row in rows}


def people_in(state: MemoryState) -> dict[bytes, tuple[object, ...]]:
    people = {row: shown for (table, row), shown in state.picture().items() if table == "person"}
    return {
        row: (shown["name"], shown.get("phone"), shown.get("born"), bool(shown.get("do_not_contact")))
        for row, shown in people.items()
    }


def test_the_histories_are_worth_something() -> None:
    worlds: list[World] = [play(draw_steps(random.Random(n), length=40)) for n in range(60)]
    assert sum(bool(r.conflicts()) for w in worlds for r in w.replicas) > 10
    assert any(key[:2] not in r.made for w in worlds for r in w.replicas for key in r.heads)
