"""Facts that are kept and brought up to date are those that are read anew, whatever was written in between."""

import contextlib
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.facts import Facts
from outreach_app.services import counting
from outreach_app.store import engine, results
from outreach_app.store.journal import Writer
from outreach_app.store.trail import KEPT, Kept, Trail
from tests.workspaces import ROWS, Field, card_of, door, read, write, write_list

_SCHEMES = ("voluntary", "household_health", "health", "compulsory")
_STEPS = 120
_TODAY = date(2026, 11, 21)


def look(app: App) -> Facts:
    """The facts as they are kept, which are those that a new reading finds."""
    with app.desk.read() as session:
        facts = counting.read_facts(session)
        assert facts == counting.read_anew(session)
        assert facts.count_adults(_TODAY) == results.count_adults(session, _TODAY)
        kept: Kept = session.info[KEPT]
        assert kept.value is facts
    return facts


class Life:
    """Writes anything that facts may rest on, as any machine might: on any row, in any order."""

    def __init__(self, app: App, dice: random.Random) -> None:
        self.app, self.dice = app, dice

    def go_on(self) -> None:
        """Do one thing, or a few in one transaction."""
        with self.app.desk.write() as writer:
            for _ in range(self.dice.choice((1, 1, 1, 3))):
                self.dice.choice(_DEEDS)(self, writer)

    def pick(self, writer: Writer, table: str) -> bytes | None:
        rows = engine.fetch_rows(writer.session.connection(), f"SELECT id FROM {table} ORDER BY number")
        return self.dice.choice(rows)[0] if rows else None

    def day(self, since: date = date(2024, 1, 1)) -> str:
        return (since + timedelta(self.dice.randrange(900))).isoformat()

    def cover(self, writer: Writer) -> None:
        ends = self.dice.choice((None, self.day()))
        why = self.dice.choice((None, "hardship", "pension")) if ends else None
        told = {"person": self.pick(writer, "person"), "scheme": self.dice.choice(_SCHEMES), "ends": ends}
        writer.create("membership", told | {"starts": self.day(date(2022, 1, 1)), "lapse_reason": why})

    def correct_cover(self, writer: Writer) -> None:
        if row := self.pick(writer, "membership"):
            change = self.dice.choice(("ends", "starts", "removed", "lapse_reason", "person"))
            values = {"ends": self.day(), "starts": self.day(), "removed": self.dice.choice(("wrong", None)),
                      "lapse_reason": "other", "person": self.pick(writer, "person")}  # fmt: skip
            writer.edit("membership", row, {change: values[change]})

    def sign(self, writer: Writer) -> None:
        day = self.day()
        told = {"person": self.pick(writer, "person"), "household": self.pick(writer, "household"),
                "scheme": self.dice.choice(_SCHEMES[:2]), "first_month": day[:7], "months": self.dice.randrange(0, 9),
                "signed_on": day, "canvasser": self.pick(writer, "canvasser"),
                "kind": self.dice.choice(("new", "continuing", "re_registered"))}  # fmt: skip
        writer.create("enrolment", told)

    def take_back_sign_up(self, writer: Writer) -> None:
        if row := self.pick(writer, "enrolment"):
            writer.edit("enrolment", row, {"removed": self.dice.choice(("taken back", None))})

    def visit(self, writer: Writer) -> None:
        person, scheme = self.pick(writer, "person"), self.dice.choice(_SCHEMES[:2])
        former = self.pick(writer, "visit") if self.dice.random() < 0.5 else None
        told = {"household": self.pick(writer, "household"), "visited_on": self.day(), "supersedes": former,
                "outcomes": [(person, scheme, "refused")], "lapses": [(person, scheme, "hardship")]}  # fmt: skip
        if former and self.dice.random() < 0.3:
            told |= {"cancelled": "a mistake", "outcomes": None, "lapses": None}
        writer.create("visit", told)

    def withdraw(self, writer: Writer) -> None:
        former = self.pick(writer, "one_off_request") if self.dice.random() < 0.5 else None
        told = {"person": self.pick(writer, "person"), "came_on": self.day(), "decided_on": self.day(),
                "months_paid": 30, "decision": self.dice.choice(("paid_out", "wants")),
                "supersedes": former}  # fmt: skip
        writer.create("one_off_request", told)

    def live_and_die(self, writer: Writer) -> None:
        change = self.dice.choice(("deceased", "household", "removed", "born"))
        values = {"born": self.dice.choice((None, "1950", self.day(date(2006, 1, 1)))),
                  "deceased": self.dice.random() < 0.5, "household": self.pick(writer, "household"),
                  "removed": self.dice.choice(("moved_away", None))}  # fmt: skip
        writer.edit("person", self.pick(writer, "person") or b"", {change: values[change]})

    def move_home(self, writer: Writer) -> None:
        village = self.dice.choice((None, self.pick(writer, "village")))
        writer.edit("household", self.pick(writer, "household") or b"", {"village": village})

    def give_way(self, writer: Writer) -> None:
        table = self.dice.choice(("person", "household"))
        into = self.dice.choice((None, self.pick(writer, table)))
        writer.edit(table, self.pick(writer, table) or b"", {"merged_into": into})

    def come(self, writer: Writer) -> None:
        home = writer.create("household", {"village": self.pick(writer, "village"), "code": "X"})
        writer.create("person", {"household": home, "name": "Lò Thị Mới"})


_DEEDS: tuple[Callable[[Life, Writer], None], ...] = (
    Life.cover, Life.cover, Life.correct_cover, Life.sign, Life.sign, Life.take_back_sign_up, Life.visit, Life.withdraw,
    Life.live_and_die, Life.move_home, Life.give_way, Life.come,
)  # fmt: skip


def live(app: App, seed: int, steps: int) -> None:
    life = Life(app, random.Random(seed))
    for _ in range(steps):
        life.go_on()
        if life.dice.random() < 0.6:
            look(app)
    look(app)


def test_facts_that_are_kept_are_those_that_are_read_anew(office: App) -> None:
    look(office)
    live(office, 20261121, _STEPS)
    assert len(set(look(office).list_people())) > 5, "there was something to tell of"


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(4))
def test_facts_that_are_kept_through_longer_lives(office: App, seed: int) -> None:
    look(office)
    live(office, seed, 300)


def test_a_change_leaves_the_facts_of_other_villages_alone(office: App) -> None:
    live(office, 7, 40)
    before = look(office)
    visited = card_of(office, "Lò Văn Páo")
    office.visits.log(door(visited))
    look(office)
    with office.desk.write() as writer:
        told = {"person": visited.members[0].id, "scheme": "compulsory", "starts": "2021-02-03", "ends": None}
        writer.create("membership", told)
    after = look(office)
    changed = {key for key, each in after.villages.items() if each is not before.villages.get(key)}
    assert changed == {visited.household.village}, (
        "one village is read again, the others are the same objects"
    )


def test_lists_files_and_erasures_are_in_them(field: Field, office: App, one: App, tmp_path: Path) -> None:
    for app in (office, one):
        look(app)
    office.lists.import_register(
        write_list(
            tmp_path / "more.csv", [*ROWS, ("9", "Lò Văn Mới", "1970", "Nam", "", "Chủ hộ", "", "Bản Nà Ly")]
        )
    )
    look(office)
    live(one, 3, 25)
    for path in write(one, field.stick):
        read(office, path)
    look(office)
    for path in write(office, field.stick):
        read(one, path)
    look(one)
    person = card_of(office, "Lò Văn Páo").members[0].id
    office.erasing.erase(person, why="yêu cầu ngày 20/11")
    facts = look(office)
    assert person not in set(facts.list_people())


def test_what_another_program_wrote_is_read(field: Field, office: App) -> None:
    before = look(office)
    other = field.office.open()
    try:
        live(other, 5, 6)
    finally:
        other.close()
    live(office, 6, 3)
    assert look(office) != before


def test_a_session_that_began_earlier_sees_what_was_there_then(office: App) -> None:
    with office.desk.read() as early:
        engine.fetch_rows(early.connection(), "SELECT count(*) FROM person")
        live(office, 11, 10)
        later = look(office)
        facts = counting.read_facts(early)
        assert facts == counting.read_anew(early)
        assert facts != later
    assert look(office) is later, "what is kept does not go back"


def test_a_transaction_that_is_taken_back_leaves_no_step(office: App) -> None:
    before = look(office)
    with contextlib.suppress(LookupError), office.desk.write() as writer:
        Life(office, random.Random(1)).cover(writer)
        raise LookupError
    assert look(office) is before


def test_what_was_mended_is_read_anew(office: App) -> None:
    before = look(office)
    with office.desk.database.mend() as session:
        session.connection().exec_driver_sql("DELETE FROM merged")
    after = look(office)
    assert after is not before
    assert after == before


def test_a_gap_in_the_trail_is_noticed(office: App) -> None:
    look(office)
    state = office.desk.database.kept.state
    assert state is not None
    live(office, 13, 4)
    assert Trail().follow(state, tuple(number + 1 for number in state)) is None
