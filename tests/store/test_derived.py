"""Derived rows as writing keeps them equal derived rows built anew, whatever is written in whatever order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest

from outreach_app.domain.operations import Operation
from outreach_app.store import derived, journal, replication, search
from outreach_app.store.database import Database, run
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import DERIVED
from outreach_app.sync import merge
from tests.store.conftest import NOW, Ground, make_database


def picture(database: Database) -> dict[str, list[str]]:
    with database.read() as session:
        rows = {table: sorted(map(repr, run(session, f"SELECT * FROM {table}"))) for table in DERIVED}
        for table in ("visit_fact", "visit_outcome"):  # row numbers follow arrival
            whole = run(session, f"SELECT t.id, d.* FROM {table} d JOIN visit t ON t.number = d.visit")
            rows[table] = sorted(repr((row[0], *row[2:])) for row in whole)
        for word in ("lo", "thao", "giang", "0912", "thi"):
            rows[word] = sorted(map(str, search.find_people(session, word, limit=500)[0]))
        for number in range(1, 4):
            place = search.Place(number, None)
            rows[f"near {number}"] = [str(search.find_people(session, "lo", place=place, limit=3)[0])]
    return rows


def picture_built_anew(database: Database) -> dict[str, list[str]]:
    with database.write_local() as session:
        derived.rebuild(session)
    return picture(database)


@dataclass
class Typist:
    """Writes whatever comes to mind, each time in a transaction of one to four commands."""

    rng: Random
    villages: list[bytes] = field(default_factory=list)
    homes: list[bytes] = field(default_factory=list)
    people: list[bytes] = field(default_factory=list)
    visits: list[bytes] = field(default_factory=list)

    def start(self, writer: Writer) -> None:
        for number in range(3):
            values = {"name": f"Nà {number}", "kind": "ban", "prefix": f"N{number + 2}", "commune_code": "03424",
                      "commune_vintage": "2025"}  # fmt: skip
            self.villages.append(writer.create("village", values))
        self.add_home(writer)

    def write_something(self, writer: Writer) -> None:
        for _ in range(self.rng.randint(1, 4)):
            self.rng.choice(self._commands())(writer)

    def _commands(self) -> list[Callable[[Writer], None]]:
        return [
            self.add_home,
            self.add_people,
            self.edit_person,
            self.move_person,
            self.edit_home,
            self.merge_people,
            self.merge_homes,
            self.visit,
            self.visit,
        ]

    def add_home(self, writer: Writer) -> None:
        made = writer.create_many(
            "household",
            [{"village": self.rng.choice(self.villages), "code": f"N2-000{self.rng.randint(1, 9)}-K"}],
        )
        self.homes += made
        self.add_people(writer, home=made[0])

    def add_people(self, writer: Writer, home: bytes | None = None) -> None:
        names = self.rng.sample(["Lò Văn Páo", "Lò Thị Thảo", "Giàng A Chư", "Vàng Thị Mỷ"], k=2)
        owner = home or self.rng.choice(self.homes)
        self.people += writer.create_many(
            "person",
            [
                {"household": owner, "name": name, "relation": self.rng.choice(["head", "child"])}
                for name in names
            ],
        )

    def edit_person(self, writer: Writer) -> None:
        values = self.rng.choice(
            [
                {"name": "Lò Thị Ón"},
                {"phone": "0912345678"},
                {"removed": "trùng"},
                {"relation": "head"},
                {"removed": None},
            ]
        )
        writer.edit("person", self.rng.choice(self.people), values)

    def move_person(self, writer: Writer) -> None:
        writer.edit("person", self.rng.choice(self.people), {"household": self.rng.choice(self.homes)})

    def merge_people(self, writer: Writer) -> None:
        into = self.rng.choice([*self.people, None, None])
        writer.edit("person", self.rng.choice(self.people), {"merged_into": into})

    def merge_homes(self, writer: Writer) -> None:
        into = self.rng.choice([*self.homes, None])
        writer.edit("household", self.rng.choice(self.homes), {"merged_into": into})

    def edit_home(self, writer: Writer) -> None:
        village: dict[str, object] = {"village": self.rng.choice(self.villages)}
        gone: dict[str, object] = {"removed": self.rng.choice(["bỏ", None])}
        writer.edit("household", self.rng.choice(self.homes), self.rng.choice([village, village, gone]))

    def visit(self, writer: Writer) -> None:
        person = self.rng.choice(self.people)
        values: dict[str, object] = {
            "household": self.rng.choice(self.homes),
            "visited_on": f"2026-11-{self.rng.randint(10, 20)}",
        }
        kind = self.rng.randrange(4)
        if kind == 0:
            values["door_outcome"] = "not_home"
        else:
            values |= {"outcomes": [[person, "voluntary", "thinking"]], "met": [person]}
        if kind > 1 and self.visits:
            values["supersedes"] = self.rng.choice(self.visits)
        if kind == 3 and self.visits:
            values["cancelled"] = "nhầm nhà"
        self.visits.append(writer.create("visit", values))


def write_for_a_while(database: Database, seed: int) -> None:
    typist = Typist(Random(seed))
    with database.write(now=NOW) as writer:
        typist.start(writer)
    for _ in range(12):
        with database.write(now=NOW) as writer:
            typist.write_something(writer)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_written_derived_rows_equal_those_built_anew(database: Database, seed: int) -> None:
    write_for_a_while(database, seed)
    kept = picture(database)
    assert kept == picture_built_anew(database)


def merge_in(database: Database, operations: list[Operation]) -> None:
    with database.write(now=NOW) as writer:
        fresh = replication.drop_known(writer.session, operations)
        known = journal.heads.read_heads(writer.session, merge.fields_edited(fresh))
        decision = merge.decide(fresh, known)
        replication.write_decision(
            writer, fresh, creates=decision.creates, changed=decision.heads, origin="file", source=None
        )


@pytest.mark.parametrize("seed", range(6))
def test_whatever_arrives_in_whatever_order_derived_rows_equal_those_built_anew(
    database: Database, ground: Ground, seed: int
) -> None:
    write_for_a_while(database, seed)
    with database.read() as session:
        operations = list(journal.read_operations(session))
    Random(seed).shuffle(operations)
    other = make_database(ground.make_place(), incarnation=b"machine2")
    while operations:
        some, operations = operations[:15], operations[15:]
        merge_in(other, some)
    kept = picture(other)
    assert kept == picture_built_anew(other)
    assert kept["visit_fact"] == picture(database)["visit_fact"]
    assert kept["household_state"] == picture(database)["household_state"]
    other.close()


@pytest.mark.parametrize("order", [("person", "household", "village"), ("household", "person", "village")])
def test_people_are_found_near_their_village_even_when_it_arrives_last(
    database: Database, ground: Ground, order: tuple[str, ...]
) -> None:
    with database.write(now=NOW) as writer:
        Typist(Random(1)).start(writer)
    with database.read() as session:
        operations = list(journal.read_operations(session))
    other = make_database(ground.make_place(), incarnation=b"machine2")
    for table in order:
        merge_in(other, [operation for operation in operations if operation.table == table])
    with other.read() as session:
        homes = {row[0]: row[1] for row in run(session, "SELECT number, household FROM person")}
        village = run(session, "SELECT v.number FROM village v JOIN household h ON h.village = v.id")[0][0]
        near = search.engine.search_ids(session.connection(), (), circle=f"ʒv{village}", limit=9)
    assert set(near) == set(homes)
    other.close()


def test_of_one_person_and_scheme_told_twice_the_first_word_counts(database: Database) -> None:
    typist = Typist(Random(1))
    with database.write(now=NOW) as writer:
        typist.start(writer)
        told = [
            [b"p" * 16, "voluntary", "refused"],
            [b"p" * 16, "voluntary", "thinking"],
            [b"q" * 16, "voluntary", "thinking"],
        ]
        common = {
            "household": typist.homes[0],
            "visited_on": "2026-11-02",
            "channel": "door",
            "next_step": "none",
        }
        writer.create_many("visit", [{**common, "outcomes": some} for some in (told, [], told[1:])])
    with database.read() as session:
        rows = run(session, "SELECT visit, person, outcome FROM visit_outcome ORDER BY visit, person")
    assert [(bytes(person)[:1], outcome) for _, person, outcome in rows] == [
        (b"p", "refused"), (b"q", "thinking"), (b"p", "thinking"), (b"q", "thinking"),
    ]  # fmt: skip
    kept = picture(database)
    assert kept == picture_built_anew(database)


@pytest.mark.parametrize("machine", [bytes(8), bytes([255]) * 8], ids=["lower ids", "higher ids"])
def test_a_second_head_does_not_rename_the_household_whatever_machine_adds_it(
    database: Database, ground: Ground, machine: bytes
) -> None:
    with database.write(now=NOW) as writer:
        home = writer.create("household", {"code": "NL-0042-X"})
        writer.create("person", {"household": home, "name": "Lò Văn Páo", "relation": "head"})
    other = make_database(ground.make_place(), incarnation=machine)
    with database.read() as session:
        operations = list(journal.read_operations(session))
    merge_in(other, operations)
    with other.write(now=NOW) as writer:
        writer.create("person", {"household": home, "name": "Lò Văn Mới", "relation": "head"})
    with other.read() as session:
        assert run(session, "SELECT head_name FROM household_state") == [("Lò Văn Páo",)]
    other.close()
