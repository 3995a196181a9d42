"""Search gives the same people whatever the place, those of the own village first, then of the commune."""

import pytest

from outreach_app.store import search
from outreach_app.store.database import Database, run

VILLAGES = (("Nà Ly", "NL", "03424"), ("Nà Cà", "NC", "03424"), ("Huổi Lóng", "HL", "03430"))


def fill(database: Database, people_in_village: int) -> None:
    from tests.store.conftest import NOW

    with database.write(now=NOW) as writer:
        villages = writer.create_many(
            "village",
            [
                {
                    "name": name,
                    "kind": "ban",
                    "prefix": prefix,
                    "commune_code": code,
                    "commune_vintage": "2025",
                }
                for name, prefix, code in VILLAGES
            ],
        )
        homes = writer.create_many(
            "household", [{"village": v, "code": f"{VILLAGES[n][1]}-0001-X"} for n, v in enumerate(villages)]
        )
        writer.create_many(
            "person",
            [
                {"household": homes[n % 3], "name": f"Lò Văn {'Páo' if n % 2 else 'Thảo'}"}
                for n in range(3 * people_in_village)
            ],
        )


@pytest.mark.parametrize("people_in_village", [6, 60, 400])
@pytest.mark.parametrize("village", [0, 1, 2])
def test_the_own_village_comes_first_then_the_commune_then_the_rest(
    database: Database, people_in_village: int, village: int
) -> None:
    fill(database, people_in_village)
    limit = 2 * people_in_village
    with database.read() as session:
        rows = run(session, "SELECT p.number, v.number, v.commune_code FROM person p"
                            " JOIN household h ON h.id = p.household JOIN village v ON v.id = h.village")  # fmt: skip
        place = search.Place(village + 1, VILLAGES[village][2])
        found, _ = search.find_people(session, "lo pao", place=place, limit=limit)
    where = {row[0]: (row[1] != place.village, row[2] != place.commune) for row in rows}
    circles = [where[number] for number in found]
    own = people_in_village // 2
    assert circles == sorted(circles)
    assert circles[: min(own, 200)] == [(False, False)] * min(own, 200)
    assert len(set(found)) == len(found)


def test_the_place_changes_the_order_and_nothing_else(database: Database) -> None:
    fill(database, 40)
    with database.read() as session:
        anywhere = search.find_people(session, "lo", limit=150)
        near = search.find_people(session, "lo", place=search.Place(3, "03430"), limit=150)
    assert sorted(near[0]) == sorted(anywhere[0])
    assert near[1] == anywhere[1]
