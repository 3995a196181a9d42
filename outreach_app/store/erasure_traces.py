"""Which operations of the journal may tell of somebody, so that an erasure opens their blocks and no others.

A row's create is named by the row's id. Its edits are the heads of its fields and what they name as replaced, directly
or through others. Visits, questions and requests to withdraw name people of other rows; never edited, their rows tell.
"""

from collections.abc import Collection, Iterable

from sqlmodel import Session

from outreach_app.domain.erasure import Erasures
from outreach_app.domain.operations import Dot, Operation
from outreach_app.store import edits, engine, heads


def find_traces(session: Session, erasures: Erasures) -> set[Dot]:
    """Name the operations on the rows of these orders, and those of the visits and questions that name their people."""
    dots = {edits.name_create(row) for row in (*erasures.rows, *_find_naming(session, erasures.persons))}
    for standing in heads.read_row_heads(session, erasures.rows).values():
        for head in standing:
            dots.update((head.dot, *head.replaced))
    return dots


def name_replaced(operations: Iterable[Operation], erasures: Erasures) -> set[Dot]:
    """Name what the edits of the rows of these orders replaced."""
    return {dot for each in operations if each.row in erasures.rows for dot in each.replaced}


def _find_naming(session: Session, persons: Collection[bytes]) -> set[bytes]:
    # An id stands in a packed list as it is; one pass over the column is far less than opening the journal.
    found: set[bytes] = set()
    for person in persons:
        rows = engine.fetch_rows(
            session.connection(),
            "SELECT id FROM visit WHERE instr(outcomes, ?) > 0 OR instr(met, ?) > 0 OR instr(lapses, ?) > 0"
            " UNION ALL SELECT id FROM question WHERE person = ?"
            " UNION ALL SELECT id FROM meeting_guest WHERE person = ?"
            " UNION ALL SELECT id FROM one_off_request WHERE person = ?"
            " UNION ALL SELECT id FROM consent WHERE person = ? UNION ALL SELECT id FROM data_request WHERE person = ?",
            (person,) * 8,
        )
        found.update(row[0] for row in rows)
    return found
