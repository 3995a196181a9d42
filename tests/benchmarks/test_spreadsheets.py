"""A list of 50,000 rows to its preview and into the store, against reading the same file with openpyxl alone."""

from itertools import count
from pathlib import Path

import openpyxl

from outreach_app.app import App
from tests.benchmarks import promised
from tests.benchmarks.promised import report_promised
from tests.benchmarks.rounds import ratio_of, run_in_turns
from tests.benchmarks.workspaces import make_office
from tests.data_makers.living_standards import make_register

HOUSEHOLDS = 10_810
ROUNDS = 3
COMMUNE = "03424"


def read_with_openpyxl(path: Path) -> int:
    """The limit: every row of the file as values, nothing kept."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows


def test_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "danh sách.xlsx"
    facts = make_register(path, households=HOUSEHOLDS)
    numbers = count()
    stored: list[App] = []

    def store() -> None:
        office = make_office(tmp_path / f"office{next(numbers)}")
        done = office.lists.import_register(path, commune=COMMUNE)
        assert (done.value.new, len(done.value.refused)) == (facts.people, 0)
        stored.append(office)

    def preview() -> None:
        previewed = empty.lists.preview_register(path, commune=COMMUNE)
        assert previewed.new == facts.people

    empty = make_office(tmp_path / "empty")
    ways = {"limit": lambda: read_with_openpyxl(path), "preview": preview, "store": store}
    spent = run_in_turns(ways, rounds=ROUNDS)
    for way, promise in (("preview", promised.PREVIEW), ("store", promised.STORE)):
        report_promised(
            promise, ours=f"{min(spent[way]):.1f} s", limit=f"{min(spent['limit']):.1f} s",
            found=ratio_of(spent[way], spent["limit"]), size=f"{facts.people:,} rows of 12 columns",
        )  # fmt: skip
    again = stored[-1].lists.preview_register(path, commune=COMMUNE)
    assert (again.new, again.changed) == (0, 0)
    for office in (empty, *stored):
        office.close()
