"""Several importers at one hub: overlapping files, one queue, some killed; the same as one after another in a file.

The server tells in which order the transactions were committed. In that order the same files are read and the same
decisions taken on a twin of the office in an encrypted file: the journals are compared operation for operation.
"""

import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.conflicts import Settlement
from outreach_app.domain.duplicates import Verdict
from outreach_app.domain.operations import Operation
from outreach_app.domain.visits import Outcome
from outreach_app.services import hubs
from outreach_app.services.households import NewPerson
from outreach_app.store import check, journal
from outreach_app.store.database import run
from outreach_app.store.duplicate_queue import name_pair
from outreach_app.sync.envelope import hash_file
from tests.hub_server import Server
from tests.services.importer import open_office
from tests.workspaces import Field, card_of, cards, copy_field, door, talk, write

ORDER = (
    "SELECT kind, name, CAST(CAST(place AS text) AS bigint) AS place FROM ("
    " SELECT 'file' AS kind, encode(hash, 'hex') AS name, xmin AS place FROM in_file WHERE state = 'applied'"
    " UNION ALL SELECT kind, id, xmin FROM stretch WHERE kind IN ('settle', 'duplicates')) AS done ORDER BY 3"
)
"""Who writes takes the lock before a number is given to the transaction, so these numbers stand in order."""


@dataclass(frozen=True, slots=True)
class Scene:
    """An office at a hub, its twin in a file, what the laptops brought, and the key of both."""

    hub: Path
    twin: Path
    files: list[Path]
    data_key: bytes


@pytest.fixture
def scene(
    tmp_path: Path, hub_server: Server, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Scene:
    monkeypatch.setenv("PGPASSWORD", hub_server.password)
    address = hub_server.make_database().replace(f":{hub_server.password}@", "@")
    field = copy_field(tmp_path)
    files = make_days(field, days=request.param)
    moved = hubs.move_to_hub(field.office.folder, address, field.office.data_key, now=field.office.clock())
    app = open_office(moved.folder, field.office.data_key)
    backup = app.upkeep.make_backup()
    app.close()
    twin = tmp_path / "twin"
    twin.mkdir()
    shutil.copyfile(moved.folder / paths.KEYS, twin / paths.KEYS)
    shutil.copyfile(backup.path, twin / paths.DATABASE)
    return Scene(moved.folder, twin, files, field.office.data_key)


def make_days(field: Field, *, days: int) -> list[Path]:
    """Let two laptops and a lead write about the same doors for some days; the files of all."""
    chosen = random.Random(7)
    files: list[Path] = []
    for day in range(days):
        for machine in (field.one, field.two, field.lead):
            machine.clock.pass_by(hours=3)
            app = machine.open()
            name = machine.folder.name
            for card in cards(app):
                phone = f"09{chosen.randrange(10**8):08d}"
                app.households.edit_person(card.members[0].id, {"phone": phone})
                app.households.edit_household(card.household.id, {"address": f"nhà {name} {day}"})
                app.visits.log(talk(card) if day % 2 else door(card, Outcome.CALL_BACK))
            home = cards(app)[day % len(cards(app))]
            app.households.add_person(
                home.household.id,
                NewPerson("Lò Văn Mới", citizen_number=f"01220{day}000777"),
            )
            files += write(app, field.stick)
            app.close()
    return files


def start(scene: Scene, seed: int) -> "subprocess.Popen[str]":
    words = [str(scene.hub), scene.data_key.hex(), str(seed), *map(str, scene.files)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.services.importer", *words], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def import_together(scene: Scene, *, importers: int, kills: int) -> int:
    """Run importers at once; `kills` times one of them is killed at one of its steps. Returns how many were killed."""
    chosen, killed = random.Random(11), 0
    running = [start(scene, seed) for seed in range(importers)]
    while kills > killed:
        place = chosen.randrange(importers)
        for _ in range(chosen.randint(1, 6)):
            lines = running[place].stdout
            assert lines is not None
            lines.readline()
        running[place].kill()
        running[place].communicate()
        killed += 1
        running[place] = start(scene, importers + killed)
    for process in running:
        said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, said
    return killed


def replay(scene: Scene, order: list[tuple[str, str]], done: dict[str, list[Operation]]) -> App:
    """Do in a file, one after the other, what was committed at the hub."""
    office = open_office(scene.twin, scene.data_key)
    files = {hash_file(path.read_bytes()).hex(): path for path in scene.files}
    for kind, name in order:
        if kind == "file":
            office.syncing.read([files[name]])
        else:
            decide(office, kind, done[name])
    return office


def decide(office: App, kind: str, operations: list[Operation]) -> None:
    """Take a decision again that is known by what it wrote."""
    if kind == "duplicates":
        office.duplicates.look()
        (merged,) = [each for each in operations if "merged_into" in each.values]
        survivor = _new_value(merged, "merged_into")
        assert isinstance(survivor, bytes)
        office.duplicates.settle({name_pair(merged.row, survivor): Verdict.SAME})
        return
    (edit,) = operations
    (field,) = edit.values
    (found,) = [each for each in office.conflicts.list_all() if each.key == (edit.table, edit.row, field)]
    office.conflicts.settle([Settlement(found.id, _new_value(edit, field))])


def _new_value(operation: Operation, field: str) -> object:
    pair = operation.values[field]
    assert isinstance(pair, list)
    return pair[0]


def operations_of(app: App) -> list[Operation]:
    with app.desk.read() as session:
        return sorted(journal.read_operations(session), key=lambda each: each.dot)


def prove(scene: Scene, *, importers: int, kills: int) -> None:
    assert import_together(scene, importers=importers, kills=kills) == kills
    hub = open_office(scene.hub, scene.data_key)
    with hub.desk.read() as session:
        order = [(row[0], row[1]) for row in run(session, ORDER)]
        lows = {
            row[0]: (row[1], row[2], row[3])
            for row in run(session, "SELECT id, incarnation, low, high FROM stretch")
        }
        assert list(check.compare_with_journal(session)) == []
    together = operations_of(hub)
    done = {
        name: [each for each in together if each.incarnation == who and low <= each.seq <= high]
        for name, (who, low, high) in lows.items()
    }
    assert [kind for kind, _ in order].count("file") == len(scene.files), "each file counts once"
    assert len(order) > len(scene.files), "something was settled"
    twin = replay(scene, order, done)
    assert operations_of(twin) == together
    assert (hub.conflicts.count(), hub.duplicates.count_duplicates()) == (twin.conflicts.count(), 0)
    heads = [card_of(app, "Lò Văn Páo") for app in (hub, twin)]
    assert heads[0] == heads[1]
    hub.close()
    twin.close()


@pytest.mark.parametrize("scene", [1], indirect=True)
def test_two_importers_come_to_what_one_comes_to(scene: Scene) -> None:
    prove(scene, importers=2, kills=1)


@pytest.mark.torture
@pytest.mark.parametrize("scene", [3], indirect=True)
def test_four_importers_some_killed_come_to_what_one_comes_to(scene: Scene) -> None:
    prove(scene, importers=4, kills=8)
