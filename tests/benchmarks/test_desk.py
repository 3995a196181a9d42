"""What a person waits for at the desk: saving a visit, a card, the day's summary; and what a household weighs."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Channel, NextStep, Outcome, PersonOutcome
from outreach_app.i18n import open_catalogue
from outreach_app.services.visits import NewVisit
from outreach_app.store.database import run
from outreach_app.store.tables import REPLICATED
from tests.benchmarks import promised
from tests.benchmarks.days import Home, Laptop
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import percentile, ratio_of
from tests.benchmarks.test_merge import read_homes, visit_rows
from tests.benchmarks.workspaces import NOW, copy_office, is_full, make_office, open_kept, populated_office

HOUSEHOLDS = 250_000
ROUNDS, SAVES = 5, 60
WEIGHED = 10_000 if is_full() else 4_000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    opened = copy_office(HOUSEHOLDS, tmp_path_factory.mktemp("desk") / "office")
    opened.office.say_who_works("Lò Thị Thảo")
    yield opened
    opened.close()


def some_homes(office: App, number: int) -> list[Home]:
    rng = random.Random(5)
    homes = []
    with office.desk.read() as session:
        for place in (rng.randrange(1, HOUSEHOLDS) for _ in range(number)):
            home = run(session, "SELECT id FROM household WHERE number = :n", n=place)[0][0]
            members = run(session, "SELECT id, phone FROM person WHERE household = :h", h=home)
            homes.append(Home(home, tuple(m[0] for m in members), tuple(m[1] for m in members)))
    return homes


def make_visit(home: Home, place: int) -> NewVisit:
    """A visit with two people met, a worry, a note and a next date."""
    told = tuple(PersonOutcome(p, Scheme.VOLUNTARY, Outcome.THINKING) for p in home.members[:2])
    return NewVisit(
        household=home.id, visited_on=NOW.date(), channel=Channel.DOOR, outcomes=told, met=home.members[:2],
        objection="cannot_afford", note=f"chị hẹn tối thứ {place % 6 + 2}, muốn đóng theo quý",
        next_step=NextStep.RETURN, next_on=NOW.date().replace(day=28),
    )  # fmt: skip


_ROW = "INSERT INTO visit ({}) VALUES ({})"


def test_saving_a_visit(office: App) -> None:
    homes = some_homes(office, ROUNDS * SAVES)
    laptop = Laptop.make(1)
    rows = list(visit_rows(laptop.write_visits(homes)))
    columns = ("id", "made", "author", *REPLICATED["visit"].fields)
    statement = _ROW.format(", ".join(columns), ", ".join("?" * len(columns)))
    raw = copy_connection(office)
    saved: list[float] = []
    computed: list[float] = []
    spent: dict[str, list[float]] = {"ours": [], "raw": []}
    for number in range(ROUNDS):
        some = slice(number * SAVES, (number + 1) * SAVES)
        began = time.process_time()
        took = [wait(lambda h=h, n=n: office.visits.log(make_visit(h, n))) for n, h in enumerate(homes[some])]
        computed.append((time.process_time() - began) / SAVES)
        alone = [wait(lambda row=row: raw.execute(statement, row)) for row in rows[some]]
        saved += took
        spent["ours"].append(percentile(took, 50))
        spent["raw"].append(percentile(alone, 50))
    raw.close()
    size = f"{4 * HOUSEHOLDS:,} people, two outcomes, note, next date"
    limit = f"{1000 * percentile(spent['raw'], 50):.1f} ms"
    p50, p95 = (1000 * percentile(saved, p) for p in (50, 95))
    report_promised(promised.SAVE, ours=f"p50 {p50:.1f} ms", limit=limit, found=p95, size=size, rounds=ROUNDS * SAVES,
                    spread=f"longest {1000 * max(saved):.0f} ms")  # fmt: skip
    report("desk", "save a visit, processor time", ours="", limit="", found=1000 * percentile(computed, 50), unit="ms",
           goal=None, size=size, rounds=ROUNDS)  # fmt: skip
    report("desk", "save a visit against one commit of one row, p50", ours=f"{p50:.1f} ms", limit=limit,
           found=ratio_of(spent["ours"], spent["raw"]), goal=None, size=size)  # fmt: skip
    with office.desk.read() as session:
        stored = run(session, "SELECT count(*) FROM visit_fact WHERE current")[0][0]
    assert stored == ROUNDS * SAVES


def copy_connection(office: App) -> sqlcipher.Connection:
    """A bare connection to a table of visits of its own, with the same indexes, in a file beside the office's."""
    database = office.desk.database
    path = office.desk.folder / "raw.db"
    connection = sqlcipher.connect(str(path), isolation_level=None)
    for pragma in ("cipher_log_level = NONE", f"key = \"x'{database.data_key.hex()}'\"", "journal_mode = WAL",
                   "synchronous = FULL", "secure_delete = ON"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    with office.desk.read() as session:
        for (made,) in run(
            session, "SELECT sql FROM sqlite_master WHERE tbl_name = 'visit' AND type <> 'trigger'"
        ):
            connection.execute(made)
    return connection


def wait(way: object) -> float:
    began = time.perf_counter()
    way()  # type: ignore[operator]
    return time.perf_counter() - began


def test_opening_a_card(office: App) -> None:
    took = [wait(lambda h=h: office.households.read_card(h.id)) for h in some_homes(office, 400)]
    p50, p95 = (1000 * percentile(took, p) for p in (50, 95))
    report_promised(promised.CARD, ours=f"p50 {p50:.1f} ms", found=p95, size=f"{4 * HOUSEHOLDS:,} people", rounds=400,
                    spread=f"longest {1000 * max(took):.0f} ms")  # fmt: skip


def test_the_summary_of_a_day(tmp_path: Path) -> None:
    # The office's day of the fixture holds 300 visits; a team's day is 60.
    office = copy_office(10_000, tmp_path / "office")
    office.office.say_who_works("Lò Thị Thảo")
    with office.desk.read() as session:
        ids = [row[0] for row in run(session, "SELECT id FROM household WHERE number % 150 = 1 LIMIT 60")]
    for place, home in enumerate(ids):
        members = tuple(m.id for m in office.households.read_card(home).members)
        office.visits.log(make_visit(Home(home, members, (None,) * len(members)), place))
    catalogue = open_catalogue("vi")
    made = [wait(lambda: office.printing.daily_summary(catalogue)) for _ in range(6)]
    assert office.printing.summarise().total.knocked == 60
    office.close()
    report_promised(promised.SUMMARY, ours=f"first {1000 * made[0]:.0f} ms", found=1000 * percentile(made, 95),
                    size="60 visits", rounds=6, spread=f"p50 {1000 * percentile(made, 50):.0f} ms")  # fmt: skip


def test_bytes_of_a_household(tmp_path: Path) -> None:
    homes_in = populated_office(10_000)
    office = open_kept(homes_in)
    homes = [home for street in read_homes(office).values() for home in street][:WEIGHED]
    rows = raw_rows(office, {home.id for home in homes})
    key = office.desk.database.data_key
    office.close()
    laptop = Laptop.make(3)
    visits = laptop.write_visits([home for home in homes for _ in range(3)])
    ours = weigh_ours(tmp_path / "ours", rows, visits)
    raw = weigh_raw(tmp_path / "raw.db", key, homes_in, rows, list(visit_rows(visits)))
    report_promised(promised.WEIGHT, ours=f"{ours / WEIGHED:,.0f} bytes", limit=f"{raw / WEIGHED:,.0f} bytes",
                    found=ours / raw, size=f"{WEIGHED:,} households")  # fmt: skip


_KINDS = ("household", "person")


def raw_rows(office: App, homes: set[bytes]) -> dict[str, list[tuple[object, ...]]]:
    with office.desk.read() as session:
        found = {}
        for table in _KINDS:
            names = ", ".join(("id", "made", "author", *REPLICATED[table].fields))
            place = 0 if table == "household" else 3
            found[table] = [
                tuple(r) for r in run(session, f"SELECT {names} FROM {table}") if r[place] in homes
            ]
    return found


def weigh_ours(folder: Path, rows: dict[str, list[tuple[object, ...]]], visits: list[object]) -> int:
    """Write the same households, people and visits through the program and take the size of the database."""
    office = make_office(folder)
    empty = settle(office)
    with office.desk.write() as writer:
        new: dict[object, bytes] = {}
        for table in _KINDS:
            names = REPLICATED[table].fields
            values = [
                {n: new.get(v, v) for n, v in zip(names, row[3:], strict=True) if v is not None}
                for row in rows[table]
            ]
            made = writer.create_many(table, values)
            new |= {row[0]: id for row, id in zip(rows[table], made, strict=True)}
        writer.create_many("visit", [_renamed(visit.values, new) for visit in visits])  # type: ignore[attr-defined]
    size = settle(office) - empty
    office.close()
    return size


def _renamed(value: object, new: dict[object, bytes]) -> object:
    if isinstance(value, dict):
        return {name: _renamed(each, new) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, new) for each in value]
    return new.get(value, value)


def settle(office: App) -> int:
    """The size of the database once the write-ahead log is in it."""
    path = office.desk.folder / paths.DATABASE
    with office.desk.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def weigh_raw(
    path: Path,
    key: bytes,
    like: Path,
    rows: dict[str, list[tuple[object, ...]]],
    visits: list[tuple[object, ...]],
) -> int:
    """The same rows in the same encrypted tables with the same indexes and nothing else."""
    office = open_kept(like)
    with office.desk.read() as session:
        made = [
            statement
            for table in (*_KINDS, "visit")
            for (statement,) in run(
                session, "SELECT sql FROM sqlite_master WHERE tbl_name = :t AND type <> 'trigger' ORDER BY type DESC",
                t=table,
            )
        ]  # fmt: skip
    office.close()
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for statement in made:
        connection.execute(statement)
    connection.execute("BEGIN")
    for table, cells in (*rows.items(), ("visit", visits)):
        names = ("id", "made", "author", *REPLICATED[table].fields)
        marks = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", cells)
    connection.execute("COMMIT")
    connection.close()
    return path.stat().st_size
