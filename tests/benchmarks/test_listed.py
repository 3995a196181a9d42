"""A long population list to its preview and into the store, against reading the same file with openpyxl."""

from pathlib import Path

from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_judging import ListedState
from tests.benchmarks.results import report
from tests.benchmarks.rounds import processor_seconds
from tests.benchmarks.test_spreadsheets import read_with_openpyxl
from tests.benchmarks.workspaces import copy_office, is_full
from tests.data_makers.population_list import write_population_list

HOUSEHOLDS, ROWS = (62_500, 200_000) if is_full() else (10_000, 32_000)


def test_listed(tmp_path: Path) -> None:
    office = copy_office(HOUSEHOLDS, tmp_path / "office")
    office.office.say_who_works("Bùi Văn Kế")
    path = write_population_list(office, tmp_path / "dân cư.xlsx", rows=ROWS)
    lists, key = office.prospect_lists, LayoutKey.POPULATION
    limit = processor_seconds(lambda: read_with_openpyxl(path))
    told = lists.preview(path, key)
    assert (told.rows, told.counts[ListedState.ABSENT]) == (ROWS, ROWS // 10)
    preview = processor_seconds(lambda: lists.preview(path, key))
    stored = processor_seconds(lambda: lists.bring_in(path, key))
    assert office.prospect_lists.preview(path, key).prospects == 0
    for what, spent, goal in (("to preview", preview, 4.0), ("to store, journalled", stored, 5.0)):
        report(
            "listed", what, ours=f"{spent:.1f} s", limit=f"{limit:.1f} s", found=spent / limit, goal=goal,
            size=f"{ROWS:,} rows, register of {HOUSEHOLDS * 4:,} people",
        )  # fmt: skip
    assert not office.upkeep.check().problems
    office.close()
