"""A laptop is lost; another one comes from the office with all that had come, and the days that had not are named."""

import contextlib
import random
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import FileState
from outreach_app.domain.visits import Outcome, PersonOutcome
from outreach_app.errors import BadInput
from outreach_app.services.sign_up_checks import NewEnrolment
from outreach_app.services.visits import NewVisit
from outreach_app.store.database import run
from outreach_app.sync import slots
from outreach_app.sync.locks import FLOOR
from tests.benchmarks.three_years import fill
from tests.cli.command_line import CommandLine, Said
from tests.robustness.defects import DEFECTS
from tests.robustness.rows import PROMISED, Tally
from tests.sync.test_to_and_fro import picture_of
from tests.workspaces import PASSPHRASE, START, Clock, Machine, copy_field

DAYS, SENT = 6, 4
"""So many days somebody goes out with the laptop, and so many of them reach the office."""


@dataclass
class Loss:
    """An office, a laptop of all its villages or one, and what was typed there on the days that were never sent."""

    office: Machine
    laptop: Machine
    device: str
    stick: Path
    steps: list[str] = field(default_factory=list)
    unsent: set[bytes] = field(default_factory=set)

    @property
    def at(self) -> str:
        """The morning on which the loss is told."""
        return f"{START + timedelta(days=DAYS, hours=7):%Y-%m-%dT%H:%M}"

    def do(self, machine: Path, *words: str | Path) -> Said:
        """One step of a person."""
        self.steps.append(" ".join(map(str, words)))
        return CommandLine(machine, at=self.at)(*words)


def go_out(loss: Loss, *, doors: int, chance: random.Random) -> None:
    """Go from door to door for some days, write a file every evening at first, and leave a visit half typed."""
    app = loss.laptop.open()
    app.office.say_who_works("Lò Thị Thắm")
    rows = app.households.read_rows(app.households.list_numbers())
    for day in range(DAYS):
        for row in chance.sample(rows, k=doors):
            visit, signed = call_at(app, row.id, receipt=f"{day}{row.number:06d}")
            loss.unsent |= {visit, *signed} if day >= SENT else set()
        if day < SENT:
            app.syncing.write(loss.stick)
        loss.laptop.clock.pass_by(days=1)
    app.visits.save_draft("dở", {"note": "đang nói chuyện"}, household=rows[0].id)
    app.close()


def call_at(app: App, household: bytes, *, receipt: str) -> tuple[bytes, list[bytes]]:
    """A visit, and a sign-up where the rules allow one; their ids."""
    person = app.households.read_card(household).members[0].id
    told = PersonOutcome(person, Scheme.VOLUNTARY, Outcome.THINKING)
    visit = app.visits.log(NewVisit(household, app.desk.today, outcomes=(told,), met=(person,))).value
    signed = []
    with contextlib.suppress(BadInput):  # is in it already, or too old
        new = NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=891_000, receipt=receipt)
        signed = [app.enrolments.sign_up(new).value.enrolment.id]
    return visit, signed


def rebuild(loss: Loss, folder: Path) -> tuple[Machine, Said]:
    """What a person does, at the office and at the new laptop; another laptop, and what the office was told."""
    kit, place = folder / "new.gocuakit", folder / "successor"
    loss.do(loss.office.folder, "sync", "read", loss.stick)
    told = loss.do(loss.office.folder, "kit", "replace", loss.device, "--out", kit, "--why", "rơi xuống suối")
    loss.do(place, "kit", "open", kit, "--code", told.data["code"])
    key = slots.open_with_passphrase((place / paths.KEYS).read_bytes(), PASSPHRASE)
    return Machine(place, key, Clock(START + timedelta(days=DAYS, hours=1))), told


def prove(loss: Loss, fresh: Machine, told: Said) -> int:
    """Everything the office has of those villages is there, the days are named, and work goes on; returns how much."""
    first = START.date()
    days = [(each["day"], bool(each["visits"])) for each in told.data["unsent"]["days"]]
    span = [first + timedelta(days=number) for number in range(SENT - 1, DAYS + 1)]
    assert days == [(day.isoformat(), day < first + timedelta(days=SENT)) for day in span]
    plain = CommandLine(loss.office.folder).plain(
        "kit", "unsent", loss.device, "--lang", "vi", "--at", loss.at
    )
    assert "không ai biết được" in plain.out
    office, laptop = loss.office.open(), fresh.open()
    granted = laptop.permissions.read()
    assert granted is not None
    here, there = picture_of(laptop), picture_of(office, set(granted.villages))
    for table, rows in there.items():
        assert here[table] == rows, table
    assert not loss.unsent & {row for (row,) in _list_ids(office)}
    assert laptop.upkeep.check().ok
    assert laptop.visits.list_drafts() == []
    rows = laptop.households.read_rows(laptop.households.list_numbers())
    visit, _ = call_at(laptop, rows[0].id, receipt="0000009")
    reports = office.syncing.read(
        [Path(each.path) for each in laptop.syncing.write(loss.stick).value]
    ).value.files
    assert [(each.state, each.refused_rows) for each in reports] == [(FileState.APPLIED, 0)]
    assert (visit,) in _list_ids(office)
    laptop.close()
    office.close()
    return len(rows)


def find_again(loss: Loss, folder: Path) -> None:
    """The laptop turns up after all: what it wrote before it was blocked is taken in, as if it had never been away."""
    stick = folder / "late"
    stick.mkdir()
    laptop, office = loss.laptop.open(), loss.office.open()
    laptop.syncing.write(stick)
    laptop.close()
    loss.office.clock.pass_by(days=DAYS + 1)
    assert {each.state for each in office.syncing.read([stick]).value.files} == {FileState.APPLIED}
    assert loss.unsent <= {row for (row,) in _list_ids(office)}
    assert office.replacements.find_lost_days(loss.device).entries == 0
    office.close()


def _list_ids(app: App) -> set[tuple[bytes]]:
    with app.desk.read() as session:
        return {(row[0],) for row in run(session, "SELECT id FROM visit UNION SELECT id FROM enrolment")}


def lose_small(folder: Path) -> Loss:
    made = copy_field(folder / "field")
    return Loss(made.office, made.one, "Máy one", made.stick)


def lose_large(folder: Path, *, households: int) -> Loss:
    """A laptop of so many households that the office has three years of."""
    clock = Clock()
    office = program.create_office(
        folder / "office", passphrase=PASSPHRASE, name="BHXH cơ sở", unit_code="12", clock=clock, cost=FLOOR
    ).app
    fill(office, households)
    villages = [village.id for village in office.households.list_villages()]
    kit = office.make_kit(
        folder / "a.gocuakit",
        device="Máy 1",
        role="canvasser",
        villages=villages,
        until=date(2027, 6, 30),
        cost=FLOOR,
    )
    laptop = program.open_kit_file(
        folder / "laptop", kit.path, kit.code, PASSPHRASE, clock=Clock(), cost=FLOOR
    )
    keys = [app.desk.database.data_key for app in (office, laptop)]
    office.close()
    laptop.close()
    (folder / "stick").mkdir()
    machines = Machine(folder / "office", keys[0], clock), Machine(folder / "laptop", keys[1], Clock())
    return Loss(*machines, "Máy 1", folder / "stick")


def go_through(loss: Loss, folder: Path, *, doors: int) -> int:
    """Lose it, rebuild it, find it again; returns how many households the new one has."""
    go_out(loss, doors=doors, chance=random.Random(7))
    spent = time.process_time()
    fresh, told = rebuild(loss, folder)
    print(f"{len(loss.steps)} steps, {time.process_time() - spent:.1f} s of processor time")
    assert len(loss.steps) == 3, loss.steps
    there = prove(loss, fresh, told)
    find_again(loss, folder)
    return there


def test_a_lost_laptop_comes_back_from_the_office_with_the_missing_days_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    tally("lost laptop", "households", go_through(lose_small(tmp_path), tmp_path, doors=2))


@pytest.mark.torture
def test_a_laptop_of_3000_households_and_three_years_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    loss = lose_large(tmp_path, households=PROMISED["lost laptop"]["households"][True])
    tally("lost laptop", "households", go_through(loss, tmp_path, doors=5))


@pytest.mark.torture
def test_a_successor_that_gets_the_register_alone_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    DEFECTS["the register alone handed out"](monkeypatch)
    with pytest.raises(AssertionError, match="visit"):
        go_through(lose_small(tmp_path), tmp_path, doors=1)
