"""A list of 200,000 rows: stopped in any of its parts nothing is there, else all of it, and it goes back whole."""

from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_judging import ListedState
from outreach_app.domain.progress import Step, Stopped
from outreach_app.domain.prospect_rows import ProspectFilter
from tests.benchmarks.population import Population
from tests.data_makers.population_list import write_population_list

ROWS = 200_000


@pytest.fixture
def full(office: App) -> App:
    office.office.say_who_works("Bùi Văn Kế")
    population = Population(50_000)
    with office.desk.write(bulk=True) as writer:
        population.write_homes(writer, population.write_villages(writer))
    return office


@pytest.mark.torture
@pytest.mark.timeout(3_600)
def test_two_hundred_thousand_rows_go_in_whole_or_not_at_all(full: App, tmp_path: Path) -> None:
    path = write_population_list(full, tmp_path / "dân cư.xlsx", rows=ROWS)
    before = full.upkeep.check()
    steps: list[Step] = []
    told = full.prospect_lists.preview(path, LayoutKey.POPULATION, watch=steps.append)
    assert told.rows == ROWS
    assert {step.name for step in steps} == {"read", "register", "match", "judge"}
    for part in ("read", "register", "match", "judge", "write"):

        def stop(step: Step, part: str = part) -> None:
            if step.name == part and (step.done or part == "read"):
                raise Stopped

        with pytest.raises(Stopped):
            full.prospect_lists.bring_in(path, LayoutKey.POPULATION, watch=stop)
        assert full.upkeep.check() == before
        assert full.listed_doubts.count() == 0
    done = full.prospect_lists.bring_in(path, LayoutKey.POPULATION).value
    assert (done.prospects, done.counts) == (told.prospects, told.counts)
    assert done.prospects > 50_000
    assert full.listed_doubts.count() <= done.counts[ListedState.MAYBE]
    assert sum(each.prospects for each in full.prospects.count_reasons(ProspectFilter())) >= done.prospects
    again = full.prospect_lists.preview(path, LayoutKey.POPULATION)
    assert (again.prospects, again.renamed, again.closed) == (0, 0, 0)
    undone = full.imports.undo(str(done.import_id)).value
    assert undone.removed == {"prospect": done.prospects}
    assert not full.upkeep.check().problems
