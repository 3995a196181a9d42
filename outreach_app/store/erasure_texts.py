"""Texts of other rows that name a person: found when the office erases somebody, and worded anew for every machine."""

from collections.abc import Collection, Iterator, Sequence

from sqlmodel import Session

from outreach_app.domain.erasure import TEXTS, Erasures, leave_out, names_any
from outreach_app.domain.registers import FieldKey
from outreach_app.store import committees, difficulties, edits, engine, erasures, heads, trusted
from outreach_app.store.packing import unpack

Rewording = tuple[bytes, str, object]
"""Row, field, and what it holds from now on."""
_NOTES = (
    "visit",
    "question",
    "receipt",
    "hand_over",
    "dossier_state",
    "person",
    "meeting",
    "consent",
    "data_request",
    "difficulty",
)
"""Tables of notes that are written at the doors."""


def find_texts(session: Session, persons: Collection[bytes], words: Sequence[str]) -> list[Rewording]:
    """Find what names these people in notes, questions, answers, their households and visit lists."""
    homes = sorted(erasures.read_homes(session, persons))
    return [
        *_find_notes(session, homes, frozenset(persons), words),
        *_find_asked(session, homes, words),
        *_find_in_homes(session, homes, words),
        *_find_reasons(session, homes, words),
        *_find_in_money(session, homes, words),
        *trusted.find_texts(session, homes, persons, words),
        *committees.find_texts(session, persons),
        *_find_in_privacy(session, homes, words),
    ]


def find_late_texts(session: Session, persons: Collection[bytes], orders: Erasures) -> list[Rewording]:
    """Find the notes here that name people whom an order erases, and that it does not provide for.

    Who gave the order had not seen these notes, and only here is it still known what they were called.
    """
    found = find_texts(session, persons, erasures.read_words(session, persons))
    notes = [name for table in _NOTES for name in TEXTS[table]]
    listed = trusted.list_rows(session)
    return [
        (row, name, v)
        for row, name, v in found
        if (row, name) not in orders.texts and (name in notes or row in listed)
    ]


def _find_notes(
    session: Session, homes: Sequence[bytes], persons: frozenset[bytes], words: Sequence[str]
) -> Iterator[Rewording]:
    """Notes of every visit where somebody of them was met: without an order of its own such a note is emptied."""
    marks = engine.placeholders(len(homes))
    met_at = engine.placeholders(len(persons))
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT id, outcomes, met, note, met_others FROM visit WHERE household IN ({marks})"
        f" OR number IN (SELECT visit FROM visit_outcome WHERE person IN ({met_at}))",
        (*homes, *sorted(persons)),
    )
    for visit, outcomes, met, *texts in rows:
        told = {each[0] for each in unpack(outcomes)} if outcomes else set()
        there = not persons.isdisjoint({*told, *(unpack(met) if met else ())})
        for name, text in zip(TEXTS["visit"], texts, strict=True):
            if text and (there or names_any(text, words)):
                yield visit, name, leave_out(text, words)


def _find_asked(session: Session, homes: Sequence[bytes], words: Sequence[str]) -> Iterator[Rewording]:
    marks = engine.placeholders(len(homes))
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT id, text FROM question WHERE household IN ({marks}) UNION ALL SELECT a.id, a.text FROM answer a"
        f" JOIN question q ON q.id = a.question WHERE q.household IN ({marks})",
        (*homes, *homes),
    )
    for row, text in rows:
        if text and names_any(text, words):
            yield row, "text", leave_out(text, words)


def _find_in_homes(session: Session, homes: Sequence[bytes], words: Sequence[str]) -> Iterator[Rewording]:
    """What households, whoever lives there, meetings and difficulties of the village tell, now or before an edit."""
    keys = [("household", home, name) for home in homes for name in TEXTS["household"]]
    keys += [("person", person, name) for person in _list_members(session, homes) for name in TEXTS["person"]]
    keys += _find_meetings(session, homes, words)
    standing = heads.read_heads(session, keys)
    made = edits.read_made(session, keys)
    history = edits.read_history(session, standing)
    for key in keys:
        known = [*history.get(key, ()), *standing.get(key, ())]
        held = [made.get(key), *(value for edit in known for value in (edit.value, edit.was))]
        if any(isinstance(value, str) and names_any(value, words) for value in held):
            yield key[1], key[2], _clear_shown(session, key, words)


def _list_members(session: Session, homes: Sequence[bytes]) -> list[bytes]:
    marks = engine.placeholders(len(homes))
    rows = engine.fetch_rows(
        session.connection(), f"SELECT id FROM person WHERE household IN ({marks})", homes
    )
    return [row[0] for row in rows]


def _find_meetings(session: Session, homes: Sequence[bytes], words: Sequence[str]) -> list[FieldKey]:
    """Texts of meetings and difficulties near these homes that name somebody, or that were edited and may have."""
    marks, names = engine.placeholders(len(homes)), TEXTS["meeting"]
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT id, {', '.join(names)} FROM meeting WHERE village IS NULL"
        f" OR village IN (SELECT village FROM household WHERE id IN ({marks}))",
        homes,
    )
    texts = {
        ("meeting", row[0], name): text for row in rows for name, text in zip(names, row[1:], strict=True)
    } | difficulties.list_texts(session, homes)
    edited = heads.read_heads(session, list(texts))
    return [key for key, text in texts.items() if names_any(text, words) or edited.get(key)]


def _clear_shown(session: Session, key: FieldKey, words: Sequence[str]) -> object:
    table, row, name = key
    rows = engine.fetch_rows(session.connection(), f"SELECT {name} FROM {table} WHERE id = ?", (row,))
    shown = rows[0][0] if rows else None
    if name == "phone":
        return None if shown is None or names_any(shown, words) else shown
    return leave_out(shown or "", words)


def _find_reasons(session: Session, homes: Sequence[bytes], words: Sequence[str]) -> Iterator[Rewording]:
    marks = engine.placeholders(len(homes))
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT id, reasons FROM sheet WHERE reasons IS NOT NULL"
        f" AND village IN (SELECT village FROM household WHERE id IN ({marks}))",
        homes,
    )
    for sheet, packed in rows:
        cleared = erasures.clear_packed(packed, words)
        if cleared is not None:
            yield sheet, "reasons", cleared


def _find_in_money(session: Session, homes: Sequence[bytes], words: Sequence[str]) -> Iterator[Rewording]:
    """Why receipts of these homes became void, papers came back, or cash for them did not agree."""
    marks = engine.placeholders(len(homes))
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT r.id, 'voided', r.voided FROM receipt r LEFT JOIN enrolment e ON e.id = r.enrolment"
        f" WHERE r.voided IS NOT NULL AND (r.enrolment IS NULL OR e.household IN ({marks}))"
        " UNION ALL SELECT d.id, 'why', d.why FROM dossier_state d JOIN enrolment e ON e.id = d.enrolment"
        f" WHERE d.why <> '' AND e.household IN ({marks})"
        " UNION ALL SELECT h.id, 'why', h.why FROM hand_over h WHERE h.why <> '' AND EXISTS (SELECT 1 FROM receipt r"
        f" JOIN enrolment e ON e.id = r.enrolment WHERE e.household IN ({marks}) AND instr(h.receipts, r.id) > 0)",
        (*homes, *homes, *homes),
    )
    for row, name, text in rows:
        if names_any(text, words):
            yield row, name, leave_out(text, words)


def _find_in_privacy(session: Session, homes: Sequence[bytes], words: Sequence[str]) -> Iterator[Rewording]:
    """Witnesses and representatives of consents, notes of requests: by every word at home, elsewhere by whole names."""
    whole = [word for word in words if " " in word and not any(each.endswith(f" {word}") for each in words)]
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT t.id, p.household, 'witness', t.witness FROM consent t JOIN person p ON p.id = t.person"
        " WHERE t.witness <> '' UNION ALL SELECT t.id, p.household, 'representative', t.representative FROM consent t"
        " JOIN person p ON p.id = t.person WHERE t.representative <> ''"
        " UNION ALL SELECT t.id, p.household, 'note', t.note FROM data_request t"
        " JOIN person p ON p.id = t.person WHERE t.note <> ''",
    )
    for row, home, name, text in rows:
        looked_for = words if home in homes else whole
        if names_any(text, looked_for):
            yield row, name, leave_out(text, looked_for)
