"""A list of 200,000 rows: it tells how far it is, stopped while it is written nothing is there, and it goes back whole.

The register is small here (20,000 people), so that the list is what takes its time; against 250,000 people it is
measured in `tests/benchmarks/test_listed.py`, and stopping it in each of its parts is tried with short lists.
"""

from itertools import pairwise
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_judging import ListedState
from outreach_app.domain.progress import Step, Stopped
from outreach_app.domain.prospect_rows import ProspectFilter
from tests.benchmarks.population import Population
from tests.data_makers.population_list import STRANGER_EACH, write_population_list

ROWS, HOUSEHOLDS, MEMBERS = 200_000, 5_000, 4
PEOPLE = HOUSEHOLDS * MEMBERS
MOST_KIB = 1_200 * 1024
"""What reading, planning and writing may take beside what the process held before."""


@pytest.fixture
def full(office: App) -> App:
    office.office.say_who_works("Bùi Văn Kế")
    population = Population(HOUSEHOLDS, members=MEMBERS)
    with office.desk.write(bulk=True) as writer:
        population.write_homes(writer, population.write_villages(writer))
    return office


def read_memory(field: str) -> int:
    """What this process holds (VmRSS) or held at most since it was forgotten (VmHWM), in KiB."""
    told = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in told if line.startswith(field)).split()[1])


@pytest.mark.torture
@pytest.mark.timeout(3_600)
def test_two_hundred_thousand_rows_go_in_whole_or_not_at_all(full: App, tmp_path: Path) -> None:
    path = write_population_list(full, tmp_path / "dân cư.csv", rows=ROWS)
    lists, key, before = full.prospect_lists, LayoutKey.POPULATION, full.upkeep.check()
    imports, steps = full.lists.list_imports(), list[Step]()

    def stop_late(step: Step) -> None:
        steps.append(step)
        if step.name == "write" and step.done >= step.total // 2 > 0:
            raise Stopped

    Path("/proc/self/clear_refs").write_text("5")
    held = read_memory("VmRSS")
    with pytest.raises(Stopped):
        lists.bring_in(path, key, watch=stop_late)
    assert full.upkeep.check() == before
    assert (full.listed_doubts.count(), full.lists.list_imports()) == (0, imports)

    done = lists.bring_in(path, key, enter=True, watch=steps.append).value
    assert read_memory("VmHWM") - held < MOST_KIB
    assert {step.name for step in steps} == {"read", "register", "match", "enter", "judge", "write"}
    for name in ("read", "match", "enter", "judge"):
        told = [step.done for step in steps if step.name == name and step.total > ROWS * 9 // 10]
        assert max(told) > ROWS * 9 // 10, name
        assert max(later - done for done, later in pairwise(told)) <= ROWS // 20, name

    assert done.rows == ROWS
    # Every stranger of a village of here who is old enough is entered, and nobody of a village that is none of here.
    assert PEOPLE // STRANGER_EACH // 2 < done.entered <= PEOPLE // STRANGER_EACH
    assert abs(len(done.incomplete) - (ROWS - PEOPLE)) < 100
    assert done.prospects > PEOPLE // 4
    assert full.listed_doubts.count() <= done.counts[ListedState.MAYBE]
    asked = sum(
        each.prospects for each in full.prospects.count_reasons(ProspectFilter(import_id=done.import_id))
    )
    assert asked == done.prospects
    assert not full.upkeep.check().problems

    undone = full.imports.undo(str(done.import_id)).value
    assert undone.kept == ()
    assert undone.removed["person"] == done.entered
    assert undone.removed["prospect"] == done.prospects + done.closed
    assert undone.removed["household"] == done.entered_homes
    assert full.prospects.count_reasons(ProspectFilter()) == []
    assert full.listed_doubts.count() == 0
    assert not full.upkeep.check().problems
