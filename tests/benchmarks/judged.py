"""An office whose register is the judging register of any size: who stands in it twice is known of everybody."""

import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from outreach_app.app import App
from outreach_app.domain.codes import household_code
from outreach_app.store.database import run
from outreach_app.store.journal import Writer
from tests.benchmarks.population import village_letters
from tests.benchmarks.workspaces import keep_office, open_kept
from tests.data_makers import judging_register
from tests.data_makers.listed_people import Listed, Pair, true_pairs

SEED = 301
"""A seed that no weight was chosen on, nor any other figure told of."""
_PEOPLE_IN_HOME = 3.41
"""Rows of people for each household that the maker is asked for, those told twice included."""
_AT_ONCE = 20_000
_COMMUNE = {"commune_code": "03127", "commune_vintage": "2025"}


def make_rows(people: int) -> list[Listed]:
    """Make about so many rows of people; every citizen number belongs to one person, as in the country itself."""
    return judging_register.make_rows(SEED, homes=round(people / _PEOPLE_IN_HOME), spread=True)


def copy_office(people: int, target: Path) -> App:
    """Open a copy of an office with such a register that may be written to."""

    def fill(office: App) -> None:
        _fill(office, make_rows(people))

    shutil.copytree(keep_office(f"judged-{people}", fill, maker=judging_register.__file__), target)
    return open_kept(target)


def find_shown(app: App) -> set[Pair]:
    """The pairs that wait for a person, by their places in the list of rows, which were written in their order."""
    with app.desk.read() as session:
        people = run(session, "SELECT id FROM person ORDER BY number")
        places = {row[0]: place for place, row in enumerate(people)}
        pairs = run(session, "SELECT one, other FROM likely_duplicate WHERE subject = 'person'")
        found = [sorted((places[one], places[other])) for one, other in pairs]
    return {(one, other) for one, other in found}


def read_truth(rows: Sequence[Listed]) -> set[Pair]:
    """Every two places that are one person."""
    return true_pairs(rows)


def _fill(office: App, rows: Sequence[Listed]) -> None:
    names = list(dict.fromkeys(row.village for row in rows))
    with office.desk.write() as writer:
        made = writer.create_many("village", _villages(names))
    villages = dict(zip(names, made, strict=True))
    counts: dict[str, int] = {}
    homes = [list(home) for _, home in groupby(rows, key=lambda row: (row.home, row.village))]
    for start in range(0, len(homes), _AT_ONCE):
        with office.desk.write() as writer:
            _write_homes(writer, homes[start : start + _AT_ONCE], villages, names, counts)


def _villages(names: Sequence[str]) -> Iterator[dict[str, object]]:
    for number, name in enumerate(names):
        yield {"name": name, "kind": "ap", "prefix": village_letters(number), **_COMMUNE}


def _write_homes(
    writer: Writer, homes: Sequence[Sequence[Listed]], villages: dict[str, bytes], names: Sequence[str],
    counts: dict[str, int],
) -> None:  # fmt: skip
    places = {name: number for number, name in enumerate(names)}

    def shape(home: Sequence[Listed]) -> dict[str, object]:
        first = home[0]
        counts[first.village] = counts.get(first.village, 0) + 1
        return {
            "village": villages[first.village], "register_key": first.home_key or None, "address": first.address,
            "code": household_code(village_letters(places[first.village]), counts[first.village]),
            "source": "danh sách.xlsx",
        }  # fmt: skip

    made = writer.create_many("household", [shape(home) for home in homes])
    writer.create_many(
        "person", [_shape_person(row, id) for id, home in zip(made, homes, strict=True) for row in home]
    )


def _shape_person(row: Listed, home: bytes) -> dict[str, object]:
    values = {
        "sex": row.sex, "born": row.born, "citizen_number": row.citizen, "insurance_number": row.insurance,
        "phone": row.phone,
    }  # fmt: skip
    told = {name: value for name, value in values.items() if value}
    return {"household": home, "name": row.name, "relation": row.relation or "other", **told}
