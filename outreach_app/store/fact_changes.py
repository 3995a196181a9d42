"""Of whom a few transactions wrote anything that facts of people rest on."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlmodel import Session

from outreach_app.store import engine, merged
from outreach_app.store.trail import Step

_MOST_PEOPLE = 50_000
"""Whoever asks after more people reads everybody anew, which is faster."""

_OF = {
    "person": "SELECT id FROM person WHERE {0}",
    "household": "SELECT p.id FROM household h JOIN person p ON p.household = h.id WHERE h.{0}",
    "membership": "SELECT person FROM membership WHERE {0}",
    "enrolment": "SELECT person FROM enrolment WHERE {0}",
}
_TREE = (
    "WITH RECURSIVE up(id) AS (SELECT id FROM {table} WHERE {where}"
    " UNION SELECT t.supersedes FROM up JOIN {table} t ON t.id = up.id WHERE t.supersedes IS NOT NULL),"
    " tree(id) AS (SELECT id FROM up UNION SELECT t.id FROM tree JOIN {table} t ON t.supersedes = tree.id)"
)
"""Rows with everything they correct and are corrected by: of these another one may count now."""
_ASKED = (
    f"{_TREE.format(table='one_off_request', where='{0}')}"
    " SELECT t.person FROM one_off_request t JOIN tree USING (id)"
)
_BEARING = (
    "(lapses IS NOT NULL OR supersedes IS NOT NULL"
    " OR id IN (SELECT supersedes FROM visit WHERE supersedes IS NOT NULL))"
)
_VISITED = (
    f"{_TREE.format(table='visit', where=f'{{0}} AND {_BEARING}')}"
    " SELECT o.person FROM tree JOIN visit t USING (id) JOIN visit_outcome o ON o.visit = t.number"
    " WHERE o.lapse IS NOT NULL"
)


def find_people(session: Session, steps: Sequence[Step]) -> set[bytes] | None:
    """Find the people, with whoever is left in their place; None where there are too many to look at one by one."""
    found: set[bytes] = set()
    for statement, values in _ask(session, steps):
        for row in engine.stream_rows(session.connection(), statement, values):
            if row[0] is not None:
                found.add(row[0])
            if len(found) > _MOST_PEOPLE:
                return None
    return found | set(merged.read_survivors(session, found).values())


def find_villages(session: Session, steps: Sequence[Step]) -> set[bytes]:
    """Find the villages of households that lists show otherwise than before, and those that households left."""
    found = {village for step in steps for village in step.left}
    for chunk in engine.in_chunks({home for step in steps for home in step.homes}):
        statement = f"SELECT village FROM household WHERE id IN ({engine.placeholders(len(chunk))})"
        found.update(row[0] or b"" for row in engine.fetch_rows(session.connection(), statement, chunk))
    return found


def _ask(session: Session, steps: Sequence[Step]) -> Iterator[tuple[str, Sequence[object]]]:
    for table, statement in {**_OF, "one_off_request": _ASKED, "visit": _VISITED}.items():
        made = [step.made[table] for step in steps if table in step.made]
        if made:
            yield statement.format("number > ?"), (min(made),)
        edited = {row for step in steps for row in step.edited.get(table, ())}
        if table == "household":
            edited.update(row for step in steps for row in step.homes)
            edited.update(merged.read_absorbed(session, edited))
        yield from _ask_for(statement, edited)


def _ask_for(statement: str, rows: Collection[bytes]) -> Iterable[tuple[str, Sequence[object]]]:
    for chunk in engine.in_chunks(sorted(rows)):
        yield statement.format(f"id IN ({engine.placeholders(len(chunk))})"), chunk
