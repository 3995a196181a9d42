"""Writing what a person decided of two rows: one gives way to the other, or they are told apart for good."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.duplicates import COMPARED, Verdict, choose_kept
from outreach_app.store import engine, journal
from outreach_app.store.duplicate_queue import name_pair
from outreach_app.store.journal import Writer
from outreach_app.store.tables import REPLICATED

_TAKEN_OVER: dict[str, tuple[str, ...]] = {
    "person": ("sex", "born", "citizen_number", "insurance_number", "phone", "zalo", "preferred_channel"),
    "household": ("address", "neighbour_group", "phone", "register_key", "preferred_channel", "language"),
}
"""Fields that are taken over where the row that stays says nothing."""

_STICKY: dict[str, tuple[str, ...]] = {
    "person": ("deceased", "do_not_contact"),
    "household": ("do_not_contact",),
}
"""Wishes and facts that must not get lost when one of two rows gives way."""


@dataclass(frozen=True, slots=True)
class SettledPair:
    """A pair that somebody decided on: as one (`one` gave way to `other`), or as two."""

    subject: str
    one: bytes
    other: bytes
    verdict: Verdict


def merge_rows(writer: Writer, subject: str, one: bytes, other: bytes) -> bool:
    """Let one of two rows give way to the other, or rather to what is left of each; False when that is one already."""
    one, other = _follow(writer.session, subject, one), _follow(writer.session, subject, other)
    if one == other:
        return False
    rows = {row: _read_row(writer.session, subject, row) for row in (one, other)}
    kept = choose_kept(*((_told(subject, values), made, row) for row, (values, made) in rows.items()))
    gone = other if kept == one else one
    taken = _take_over(subject, rows[kept][0], rows[gone][0])
    if taken:
        writer.edit(subject, kept, taken)
    writer.edit(subject, gone, {"merged_into": kept}, settles=True)
    return True


def judge(writer: Writer, subject: str, one: bytes, other: bytes, *, verdict: Verdict, today: date) -> None:
    """Write down what somebody said of two rows; it travels with the household of the first."""
    first, second = sorted((one, other))
    writer.create(
        "judgement",
        {
            "subject": subject, "one": first, "other": second, "verdict": verdict.value,
            "household": first if subject == "household" else _household_of(writer.session, first),
            "judged_on": today.isoformat(),
        },
    )  # fmt: skip


def take_judgement_back(writer: Writer, values: Mapping[str, object], *, today: date) -> None:
    """Say of a pair that nothing is decided any more."""
    one, other = values["one"], values["other"]
    assert isinstance(one, bytes)
    assert isinstance(other, bytes)
    judge(writer, str(values.get("subject", "person")), one, other, verdict=Verdict.OPEN, today=today)


def find_settled(session: Session, ids: Collection[str]) -> list[SettledPair]:
    """Find the decided pairs of these names."""
    found: dict[str, SettledPair] = {}
    connection = session.connection()
    judged = "SELECT subject, one, other, verdict FROM judgement ORDER BY made, id"
    for subject, one, other, verdict in engine.fetch_rows(connection, judged):
        found[name_pair(one, other)] = SettledPair(subject, one, other, Verdict(verdict))
    for subject in ("person", "household"):
        pointing = f"SELECT id, merged_into FROM {subject} WHERE merged_into IS NOT NULL"
        for one, other in engine.fetch_rows(connection, pointing):
            found[name_pair(one, other)] = SettledPair(subject, one, other, Verdict.SAME)
    return [pair for id, pair in sorted(found.items()) if id in ids and pair.verdict is not Verdict.OPEN]


def reopen(writer: Writer, pair: SettledPair, *, today: date) -> None:
    """Take one decision back: the row that gave way stands again, or the two are no longer told apart."""
    if pair.verdict is Verdict.SAME:
        writer.edit(pair.subject, pair.one, {"merged_into": None}, settles=True)
    else:
        judge(writer, pair.subject, pair.one, pair.other, verdict=Verdict.OPEN, today=today)


def _follow(session: Session, subject: str, row: bytes) -> bytes:
    # The table of merged rows is brought up to date before the commit; inside one run the columns themselves tell.
    passed = {row}
    while (
        onward := _read_values(session, subject, row, ("merged_into",))["merged_into"]
    ) and onward not in passed:
        passed.add(row := onward)
    return row


def _read_row(session: Session, subject: str, row: bytes) -> tuple[dict[str, Any], int]:
    found = _read_values(session, subject, row, REPLICATED[subject].fields)
    made = (
        session.connection().exec_driver_sql(f"SELECT made FROM {subject} WHERE id = ?", (row,)).scalar_one()
    )
    return found, int(made)


def _read_values(session: Session, subject: str, row: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    return journal.read_values(session, REPLICATED[subject], row, names)


def _told(subject: str, values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(values[name]) for name in COMPARED[subject] if values.get(name)}


def _take_over(subject: str, kept: Mapping[str, object], gone: Mapping[str, object]) -> dict[str, object]:
    taken: dict[str, object] = {
        name: gone[name] for name in _TAKEN_OVER[subject] if gone[name] and not kept[name]
    }
    taken |= {name: True for name in _STICKY[subject] if gone[name] and not kept[name]}
    born, theirs = str(kept.get("born") or ""), str(gone.get("born") or "")
    if len(theirs) > len(born) and theirs.startswith(born):
        taken["born"] = theirs  # the whole date says more than the year
    return taken


def _household_of(session: Session, person: bytes) -> bytes | None:
    found = (
        session.connection().exec_driver_sql("SELECT household FROM person WHERE id = ?", (person,)).first()
    )
    return found[0] if found else None
