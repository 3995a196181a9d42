"""People the families of a village listen to, and how somebody erased is taken out of that list."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from sqlmodel import Session

from outreach_app.domain.erasure import GAP, TEXTS, leave_out, names_any
from outreach_app.domain.teams import Regard, TrustedRow
from outreach_app.domain.text import fold
from outreach_app.store import edits, engine, heads
from outreach_app.store.database import run

TABLE = "trusted_person"
_COLUMNS = "id, village, name, standing, phone, note"


def list_trusted(session: Session, village: bytes | None = None) -> list[TrustedRow]:
    """List the respected people of a village, or of all, by name; nobody who was erased."""
    rows = run(
        session,
        f"SELECT {_COLUMNS} FROM {TABLE} WHERE removed IS NULL AND village IS NOT NULL AND name NOT IN ('', :gap)"
        " AND (:village IS NULL OR village = :village) ORDER BY name, made, id",
        village=village,
        gap=GAP,
    )
    regards = tuple(Regard)
    return [
        TrustedRow(row[0], row[1], row[2], Regard(row[3]) if row[3] in regards else Regard.OTHER, row[4], row[5])
        for row in rows
    ]  # fmt: skip


def find_texts(
    session: Session, homes: Sequence[bytes], persons: Collection[bytes], words: Sequence[str]
) -> Iterator[tuple[bytes, str, object]]:
    """Find the rows of these homes' villages that are about people, or tell of them, now or before they were edited.

    A row is about somebody whom it names by id or by the whole name; another one of the same last name stays.
    """
    marks = engine.placeholders(len(homes))
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT id, person, phone, note FROM {TABLE}"
        f" WHERE village IN (SELECT village FROM household WHERE id IN ({marks}))",
        homes,
    )
    held = _read_held(session, [row[0] for row in rows])
    names = {fold(word) for word in words if " " in word}
    for row, person, phone, note in rows:
        told = held[row]
        if person in persons or any(fold(str(name)) in names for name in told["name"]):
            yield from ((row, "name", ""), (row, "phone", None), (row, "note", leave_out(note, words)))
            continue
        if any(names_any(str(value), words) for value in told["note"]):
            yield row, "note", leave_out(note, words)
        if any(str(value) in words for value in told["phone"]):
            yield row, "phone", None if phone in words else phone


def _read_held(session: Session, rows: Sequence[bytes]) -> dict[bytes, dict[str, list[object]]]:
    keys = [(TABLE, row, name) for row in rows for name in TEXTS[TABLE]]
    standing = heads.read_heads(session, keys)
    made, history = edits.read_made(session, keys), edits.read_history(session, standing)
    found: dict[bytes, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for key in keys:
        known = [*history.get(key, ()), *standing.get(key, ())]
        values = [made.get(key), *(value for edit in known for value in (edit.value, edit.was))]
        found[key[1]][key[2]] = [value for value in values if value]
    return found


def list_rows(session: Session) -> set[bytes]:
    """List the ids of all these rows."""
    return {row[0] for row in run(session, f"SELECT id FROM {TABLE}")}
