"""Rows for analysts, read in ranges of row numbers: ids as stored, days in ISO form, nothing that was not asked for.

Left out everywhere is whoever withdrew the consent to contact or asked that the use of their data be restricted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from outreach_app.domain.exports import LEAST_TOLD
from outreach_app.domain.periods import Period
from outreach_app.domain.prospects import REASON_NAMES
from outreach_app.store import dossiers, engine
from outreach_app.store.money import RECEIPT_STANDS
from outreach_app.store.withheld import SILENT

RANGE = 20_000
"""So many row numbers are read at a time."""

Batch = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a table is read: where its rows come from, what numbers them, what orders them, which day dates them."""

    columns: Mapping[str, str]
    source: str
    where: str
    number: str
    numbered: str
    order: str
    day: str = ""


def _key(column: str) -> str:
    return f"nullif({column}, '')"


_PLACE = {"village_id": "h.village", "commune_code": "v.commune_code"}
_LIVES = (
    " LEFT JOIN merged g ON g.row = p.household JOIN household h ON h.id = coalesce(g.survivor, p.household)"
    " JOIN household_state s ON s.household = h.id LEFT JOIN village v ON v.id = h.village"
)
_STANDS = f"p.removed IS NULL AND NOT s.hidden AND p.id NOT IN {SILENT} AND h.id NOT IN {SILENT}"
_SIGNED = (
    "enrolment t LEFT JOIN merged m ON m.row = t.person JOIN person p ON p.id = coalesce(m.survivor, t.person)"
    + _LIVES
)
_REASONS = ", ".join(f"'{reason}'" for reason in REASON_NAMES)

_READERS: dict[str, _Reader] = {
    "household": _Reader(
        {
            "household_id": "h.id", "household_code": "h.code", **_PLACE,
            "category": "CASE WHEN h.category IN ('poor', 'near_poor', 'island') THEN h.category ELSE 'other' END",
            "members": "s.members", "preferred_channel": _key("h.preferred_channel"),
            "do_not_contact": "h.do_not_contact", "added_at_door": "h.added_at_door", "head_name": "s.head_name",
            "address": _key("h.address"), "household_phone": "h.phone",
        },
        "household h JOIN household_state s ON s.household = h.id LEFT JOIN village v ON v.id = h.village",
        f"NOT s.hidden AND h.id NOT IN {SILENT}", "h.number", "household", "h.number",
    ),
    "person": _Reader(
        {
            "person_id": "p.id", "household_id": "h.id", **_PLACE, "relation": _key("p.relation"),
            "sex": _key("p.sex"), "birth_year": "CAST(nullif(substr(p.born, 1, 4), '') AS INTEGER)", "away": "p.away",
            "deceased": "p.deceased", "person_name": "p.name", "citizen_number": "p.citizen_number",
            "insurance_number": "p.insurance_number", "phone": "p.phone",
        },
        "person p" + _LIVES, f"{_STANDS} AND p.id NOT IN (SELECT row FROM merged)", "p.number", "person", "p.number",
    ),
    "prospect": _Reader(
        {
            "person_id": "p.id", "household_id": "h.id", **_PLACE, "scheme": _key("t.scheme"),
            "prospect_reason": f"CASE WHEN t.reason IN ({_REASONS}) THEN t.reason ELSE 'other' END",
            "prospect_stage": _key("t.stage"), "next_step": _key("t.next_step"), "next_on": "t.next_on",
        },
        "prospect t LEFT JOIN merged m ON m.row = t.person JOIN person p ON p.id = coalesce(m.survivor, t.person)"
        + _LIVES, f"t.removed IS NULL AND {_STANDS}", "t.number", "prospect", "t.number",
    ),
    "visit": _Reader(
        {
            "visit_id": "t.id", "visited_on": "f.visited_on", "household_id": "h.id", **_PLACE,
            "canvasser_id": "t.canvasser", "channel": _key("t.channel"), "outcome": "f.outcome",
            "door_outcome": _key("t.door_outcome"), "spoken": "f.spoken",
            "people_met": "(SELECT count(*) FROM visit_outcome o WHERE o.visit = t.number)",
            "objection": _key("t.objection"), "reaction": _key("t.reaction"), "next_step": _key("t.next_step"),
            "next_on": "t.next_on", "meeting_id": "t.meeting",
        },
        "visit t JOIN visit_fact f ON f.visit = t.number JOIN household h ON h.id = f.household"
        " JOIN household_state s ON s.household = h.id LEFT JOIN village v ON v.id = h.village",
        f"f.current AND NOT s.hidden AND h.id NOT IN {SILENT}", "t.number", "visit", "t.number", "f.visited_on",
    ),
    "visit_outcome": _Reader(
        {
            "visit_id": "t.id", "visited_on": "f.visited_on", **_PLACE, "person_id": "p.id",
            "scheme": "o.scheme", "outcome": "o.outcome", "lapse_reason": "o.lapse",
        },
        "visit t JOIN visit_fact f ON f.visit = t.number JOIN visit_outcome o ON o.visit = t.number"
        " LEFT JOIN merged m ON m.row = o.person JOIN person p ON p.id = coalesce(m.survivor, o.person)" + _LIVES,
        f"f.current AND {_STANDS}", "t.number", "visit", "t.number, o.person, o.scheme", "f.visited_on",
    ),
    "sign_up": _Reader(
        {
            "sign_up_id": "t.id", "signed_on": "t.signed_on", "person_id": "p.id",
            "household_id": "h.id", **_PLACE, "canvasser_id": "t.canvasser", "scheme": _key("t.scheme"),
            "sign_up_kind": _key("t.kind"), "first_month": "t.first_month || '-01'", "months": "t.months",
            "income": "t.income", "contribution": "t.contribution", "valid_until": "t.valid_until",
            "sign_up_stage": "t.id",
        },
        _SIGNED, f"t.removed IS NULL AND {_STANDS}", "t.number", "enrolment", "t.number", "t.signed_on",
    ),
    "canvasser": _Reader(
        {
            "canvasser_id": "t.id", "role": _key("t.role"), "duty": _key("t.duty"),
            "agency_kind": _key("t.agency_kind"), "team_id": "t.team", "canvasser_name": "t.name",
            "agency": _key("t.agency"),
        },
        "canvasser t", "t.removed IS NULL", "t.number", "canvasser", "t.number",
    ),
    "team": _Reader(
        {
            "team_id": "t.id", "team_kind": _key("t.kind"), "commune_code": _key("t.commune_code"),
            "team_name": "t.name",
        },
        "team t", "t.removed IS NULL", "t.number", "team", "t.number",
    ),
}  # fmt: skip

_MONEY = ("contribution", "state", "top_up", "other", "own")
_SUPPORT = (
    "SELECT v.commune_code, substr(t.signed_on, 1, 7) || '-01', t.scheme, count(*), "
    + ", ".join(f"CASE WHEN count(*) >= {LEAST_TOLD} THEN sum(t.{name}) END" for name in _MONEY)
    + f" FROM {_SIGNED} WHERE t.removed IS NULL AND {_STANDS} AND t.signed_on BETWEEN ? AND ?"
    " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
)
_PAYMENT = (
    "SELECT v.commune_code, substr(t.received_on, 1, 7) || '-01', e.scheme, t.means, count(*),"
    f" CASE WHEN count(*) >= {LEAST_TOLD} THEN sum(t.amount) END FROM receipt t JOIN enrolment e ON e.id = t.enrolment"
    " LEFT JOIN merged m ON m.row = e.person JOIN person p ON p.id = coalesce(m.survivor, e.person)"
    f"{_LIVES} WHERE t.amount <> 0 AND {RECEIPT_STANDS} AND {_STANDS} AND t.received_on BETWEEN ? AND ?"
    " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
)
_SUMS = {"support": _SUPPORT, "payment": _PAYMENT}
_ALWAYS = ("", "9999-99-99")

TABLES = frozenset(_READERS) | frozenset(_SUMS)
"""The tables that are read here; the others are put together by the service from readers of their own."""


def read_batches(
    session: Session, table: str, columns: Sequence[str], within: Period | None
) -> Iterator[Batch]:
    """Read the rows of a table in the order they were entered, some thousand at a time."""
    days = (within.first.isoformat(), within.last.isoformat()) if within else None
    if table in _SUMS:
        yield engine.fetch_rows(session.connection(), _SUMS[table], days or _ALWAYS)
        return
    reader = _READERS[table]
    statement = _write_statement(reader, columns, dated=bool(days and reader.day))
    last = engine.fetch_rows(session.connection(), f"SELECT coalesce(max(number), 0) FROM {reader.numbered}")[
        0
    ][0]
    for low in range(0, last, RANGE):
        bound = (low, low + RANGE, *(days if days and reader.day else ()))
        rows = engine.fetch_rows(session.connection(), statement, bound)
        yield _tell_stages(session, rows, columns) if "sign_up_stage" in columns else rows


def _write_statement(reader: _Reader, columns: Sequence[str], *, dated: bool) -> str:
    picked = ", ".join(reader.columns[name] for name in columns)
    # The plus keeps the planner from walking an index by day and sorting every range anew.
    within = f" AND +{reader.day} BETWEEN ? AND ?" if dated else ""
    return (
        f"SELECT {picked} FROM {reader.source} WHERE {reader.number} > ? AND {reader.number} <= ? AND {reader.where}"
        f"{within} ORDER BY {reader.order}"
    )


def _tell_stages(session: Session, rows: Batch, columns: Sequence[str]) -> Batch:
    place = columns.index("sign_up_stage")
    stages = dossiers.read_steps(session, [row[place] for row in rows])
    return [(*row[:place], stages.get(row[place]), *row[place + 1 :]) for row in rows]


def list_silent(session: Session) -> set[bytes]:
    """Name the people and households that are left out."""
    return {row[0] for row in engine.fetch_rows(session.connection(), f"{SILENT[1:-1]}")}


def count_left_out(session: Session) -> int:
    """Count the people who are left out of an export."""
    statement = (
        f"SELECT count(*) FROM person p{_LIVES} WHERE p.removed IS NULL AND NOT s.hidden"
        f" AND p.id NOT IN (SELECT row FROM merged) AND (p.id IN {SILENT} OR h.id IN {SILENT})"
    )
    return int(engine.fetch_rows(session.connection(), statement)[0][0])
