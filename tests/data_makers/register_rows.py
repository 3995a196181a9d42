"""Rows with known truth written into a real workspace: villages, households and people as the program stores them."""

from collections.abc import Sequence

from outreach_app.store.journal import Writer
from tests.data_makers.listed_people import Listed


def write_register(writer: Writer, rows: Sequence[Listed], *, commune: str = "03424") -> list[bytes]:
    """Write rows in their order; returns the person's id of each."""
    names = list(dict.fromkeys(row.village for row in rows))
    made = writer.create_many("village", (_village(name, place, commune) for place, name in enumerate(names)))
    villages = dict(zip(names, made, strict=True))
    first = {row.home: row for row in reversed(rows)}
    values = (
        {
            "village": villages[row.village], "code": f"T{place:06d}", "register_key": row.home_key or None,
            "address": row.address, "source": "danh sách.xlsx",
        }
        for place, row in enumerate(first.values())
    )  # fmt: skip
    homes = dict(zip(first, writer.create_many("household", values), strict=True))
    people = (
        {
            "household": homes[row.home], "name": row.name, "sex": row.sex, "born": row.born,
            "citizen_number": row.citizen or None, "insurance_number": row.insurance or None,
            "phone": row.phone or None, "relation": row.relation,
        }
        for row in rows
    )  # fmt: skip
    return writer.create_many("person", people)


def _village(name: str, place: int, commune: str) -> dict[str, object]:
    prefix = "".join(chr(ord("A") + place // 26**power % 26) for power in (2, 1, 0))
    return {
        "name": name,
        "kind": "thon",
        "prefix": prefix,
        "commune_code": commune,
        "commune_vintage": "2025",
    }
