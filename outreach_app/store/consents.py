"""Consents as rows, and the values that rest on them: only this module reads what is sensitive."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.consents import (
    SENSITIVE_FIELDS,
    Act,
    ConsentAct,
    How,
    Purpose,
    Representation,
    Sensitive,
    ValueToRemove,
    by_purpose,
    is_given,
    keep_standing,
)
from outreach_app.store import engine, merged

_ACT = (
    "SELECT t.id, t.person, t.purpose, t.act, t.acted_on, t.how, t.made, t.version, t.language, t.witness,"
    " t.representation, t.representative, t.sheet, t.canvasser, coalesce(c.name, ''), t.seen, t.supersedes"
    " FROM consent t LEFT JOIN canvasser c ON c.id = t.canvasser"
)
_KNOWN = {
    "purpose": frozenset(Purpose),
    "act": frozenset(Act),
    "how": frozenset(How),
    "who": frozenset(Representation),
}
_FIELDS = ", ".join(SENSITIVE_FIELDS)
_ANY = " OR ".join(f"{name} IS NOT NULL" for name in SENSITIVE_FIELDS)


def read_acts(session: Session, people: Collection[bytes]) -> dict[bytes, list[ConsentAct]]:
    """Read every act of people and of whoever gave way to them, in the order they were entered."""
    former = merged.read_absorbed(session, people)
    found: dict[bytes, list[ConsentAct]] = defaultdict(list)
    for chunk in engine.in_chunks({*people, *former}):
        statement = f"{_ACT} WHERE t.person IN ({engine.placeholders(len(chunk))}) ORDER BY t.made, t.id"
        for row in engine.fetch_rows(session.connection(), statement, chunk):
            act = _make_act(row)
            if act is not None:
                found[former.get(act.person, act.person)].append(act)
    return found


def list_standing(session: Session, people: Collection[bytes]) -> list[ConsentAct]:
    """List the acts of people that were not taken back, under the person each counts for."""
    acts = read_acts(session, people)
    return [replace(act, person=person) for person, known in acts.items() for act in keep_standing(known)]


def read_act(session: Session, act: bytes) -> ConsentAct | None:
    """Read one act."""
    rows = engine.fetch_rows(session.connection(), f"{_ACT} WHERE t.id = ?", (act,))
    return _make_act(rows[0]) if rows else None


def _make_act(row: Sequence[Any]) -> ConsentAct | None:
    # What a newer program knows is kept in the table and passed over here; so is what is left of somebody erased.
    if (
        row[2] not in _KNOWN["purpose"]
        or row[3] not in _KNOWN["act"]
        or (row[5] or How.SPOKEN) not in _KNOWN["how"]
    ):
        return None
    who = Representation(row[10]) if row[10] in _KNOWN["who"] else Representation.GUARDIAN
    return ConsentAct(
        id=row[0], person=row[1], purpose=Purpose(row[2]), act=Act(row[3]), acted_on=date.fromisoformat(row[4]),
        how=How(row[5] or How.SPOKEN), made=row[6], version=row[7], language=row[8], witness=row[9],
        representation=who, representative=row[11], sheet=row[12], canvasser=row[13], canvasser_name=row[14],
        seen=row[15], supersedes=row[16],
    )  # fmt: skip


def read_sensitive(session: Session, people: Collection[bytes]) -> dict[bytes, Sensitive]:
    """Read the sensitive values of those people who have any: shown where consent stands, else told as withheld."""
    rows: list[Any] = []
    for chunk in engine.in_chunks(people):
        statement = (
            f"SELECT id, {_FIELDS} FROM person WHERE id IN ({engine.placeholders(len(chunk))}) AND ({_ANY})"
        )
        rows += engine.fetch_rows(session.connection(), statement, chunk)
    return _show(session, rows)


def _show(session: Session, rows: Sequence[Any]) -> dict[bytes, Sensitive]:
    acts = read_acts(session, [row[0] for row in rows])
    found: dict[bytes, Sensitive] = {}
    for row in rows:
        told = by_purpose(acts.get(row[0], ()))
        stored = {
            name: value for name, value in zip(SENSITIVE_FIELDS, row[1:], strict=True) if value is not None
        }
        shown = {name: value for name, value in stored.items() if is_given(told[SENSITIVE_FIELDS[name]])}
        kept_back = frozenset(SENSITIVE_FIELDS[name] for name in stored.keys() - shown.keys())
        found[row[0]] = Sensitive(row[0], **shown, withheld=kept_back)
    return found


def list_to_remove(session: Session) -> list[ValueToRemove]:
    """List the sensitive values that are hidden and wait for a person to remove them."""
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT id, {_FIELDS}, name, household FROM person WHERE removed IS NULL AND ({_ANY}) ORDER BY name, id",
    )
    known = {row[0]: (row[-2], row[-1]) for row in rows}
    shown = _show(session, [row[:-2] for row in rows])
    return [
        ValueToRemove(each.person, known[each.person][0], known[each.person][1] or b"", purpose)
        for each in shown.values()
        for purpose in sorted(each.withheld)
    ]


def read_household_of(session: Session, people: Iterable[bytes]) -> dict[bytes, bytes]:
    """Read where people live."""
    found: dict[bytes, bytes] = {}
    for chunk in engine.in_chunks(people):
        statement = f"SELECT id, household FROM person WHERE id IN ({engine.placeholders(len(chunk))})"
        found.update(
            (row[0], row[1]) for row in engine.fetch_rows(session.connection(), statement, chunk) if row[1]
        )
    return found
