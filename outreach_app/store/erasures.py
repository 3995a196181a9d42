"""Taking people out of everything a database holds: rows, heads, journal, search, drafts and what else is local."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from outreach_app.domain.erasure import Erasures, leave_out, list_words
from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.registers import find_shown
from outreach_app.store import (
    blocks,
    duplicates,
    edits,
    engine,
    erasure_traces,
    heads,
    journal,
    listed,
    merged,
    settings,
    visit_facts,
)
from outreach_app.store.journal import Writer
from outreach_app.store.packing import pack, unpack
from outreach_app.store.tables import REPLICATED
from outreach_app.wire.columns import decode_operations, encode_operations

_PENDING = "erasure_pending"
_NAMES = ("name",)
_NUMBERS = ("citizen_number", "insurance_number", "phone", "born", "zalo", "away_phone")
_DRAFTS = (("draft", "id"), ("advice_draft", "household"), ("sign_up_draft", "household"))


@dataclass(slots=True)
class Removed:
    """What was taken out: rows by table, names of the operations that changed, drafts in which a gap was left."""

    rows: Counter[str] = field(default_factory=Counter)
    dots: set[Dot] = field(default_factory=set)
    drafts: int = 0


def carry_out(writer: Writer, erasures: Erasures, *, rehearse: bool = False) -> Removed:
    """Take the people of these orders out of the whole database; the orders themselves stand in it already.

    A transaction that is taken back anyway may `rehearse`: it leaves the blocks of the journal as they are.
    """
    with blocks.keep_read(writer.session):
        return _carry_out(writer, erasures, rehearse=rehearse)


def _carry_out(writer: Writer, erasures: Erasures, *, rehearse: bool) -> Removed:
    session = writer.session
    writer.erasures = writer.erasures.join(erasures)
    words = read_words(session, erasures.persons)
    duplicates.forget_people(session, erasures.persons)
    listed.forget_people(session, erasures.persons)
    removed = Removed()
    changed, dots = _redact_tail(session, writer.erasures)
    dots |= erasure_traces.find_traces(session, erasures)
    changed += _redact_blocks(session, writer.erasures, dots, store=not rehearse)
    _redact_refused(session, writer.erasures)
    removed.dots.update(operation.dot for operation in changed)
    _redact_heads(session, writer.erasures)
    removed.rows.update(_show_again(writer, changed))
    _renew_visits(writer, changed)
    removed.drafts = _redact_drafts(session, read_homes(session, erasures.persons), words)
    add_pending(session, removed.dots)
    writer.touched.everything = writer.touched.unknown = True
    return removed


def read_words(session: Session, persons: Collection[bytes]) -> tuple[str, ...]:
    """List the words that stand for people in texts: every name and number they have or had."""
    made = edits.read_operations(session, {edits.name_create(person) for person in persons})
    found: dict[str, set[str]] = defaultdict(set)
    for operation in made.values():
        for name, value in operation.values.items():
            found[name].add(value) if isinstance(value, str) else None
    for (table, _, name), standing in heads.read_row_heads(session, persons).items():
        if table == "person":
            found[name].update(v for edit in standing for v in (edit.value, edit.was) if isinstance(v, str))
    return list_words(
        (each for name in _NAMES for each in found[name]), (each for name in _NUMBERS for each in found[name])
    )


def add_pending(session: Session, dots: Iterable[Dot]) -> None:
    """Remember that kept files and backups are still to be gone through; `dots` are the operations that changed."""
    known = read_pending(session) or frozenset()
    settings.write_setting(session, _PENDING, [list(dot) for dot in sorted({*known, *dots})])


def read_pending(session: Session) -> frozenset[Dot] | None:
    """Tell which changed operations kept files may still hold; None when everything is done."""
    told = settings.read_setting(session, _PENDING)
    return None if told is None else frozenset((bytes(incarnation), seq) for incarnation, seq in told)


def forget_pending(session: Session) -> None:
    """Note that kept files and backups were gone through."""
    settings.write_setting(session, _PENDING, None)


def _redact_blocks(
    session: Session, erasures: Erasures, dots: Collection[Dot], *, store: bool
) -> Iterator[Operation]:
    """Go through the blocks with these operations, and through those with what the edits found there replaced."""
    done: set[int] = set()
    while numbers := [number for number in blocks.find_blocks(session, dots) if number not in done]:
        done.update(numbers)
        dots = set()
        for number in numbers:
            stored = blocks.read_block(session, number)
            dots |= erasure_traces.name_replaced(stored, erasures)
            redacted = erasures.redact_all(stored)
            if redacted is not stored:
                if store:
                    blocks.replace_block(session, number, redacted)
                yield from _find_changed(stored, redacted)


def _redact_tail(session: Session, erasures: Erasures) -> tuple[list[Operation], set[Dot]]:
    """Returns what changed in the open tail, and what edits there replaced: that may stand in a block."""
    tail = list(journal.read_tail(session))
    changed = list(_find_changed(tail, erasures.redact_all(tail)))
    engine.run_many(
        session.connection(),
        "UPDATE operation SET body = ? WHERE seq = ?",
        [(pack(dict(operation.values)), operation.seq) for operation in changed],
    )
    return changed, erasure_traces.name_replaced(tail, erasures)


def _redact_refused(session: Session, erasures: Erasures) -> None:
    rows = engine.fetch_rows(session.connection(), "SELECT entry FROM turned_away")
    stored = [operation for (entry,) in rows for operation in decode_operations(entry)]
    changed = list(_find_changed(stored, erasures.redact_all(stored)))
    engine.run_many(
        session.connection(),
        "UPDATE turned_away SET entry = ? WHERE incarnation = ? AND seq = ?",
        [(encode_operations([operation]), *operation.dot) for operation in changed],
    )


def _find_changed(before: Sequence[Operation], after: Sequence[Operation]) -> Iterator[Operation]:
    return (new for old, new in zip(before, after, strict=True) if new is not old)


def _redact_heads(session: Session, erasures: Erasures) -> None:
    standing = heads.read_row_heads(session, erasures.rows)
    heads.write_many_heads(
        session,
        {
            key: tuple(erasures.redact_edit(key, edit) for edit in edits_of)
            for key, edits_of in standing.items()
        },
    )


def _show_again(writer: Writer, changed: Sequence[Operation]) -> Counter[str]:
    """Set the columns of every row of which an operation changed to what the history now gives."""
    session = writer.session
    rows = {(o.table, o.row) for o in changed if o.table in REPLICATED}
    made = edits.read_operations(session, {edits.name_create(row) for _, row in rows})
    standing = heads.read_row_heads(session, {row for _, row in rows})
    by_table: dict[str, dict[bytes, dict[str, object]]] = defaultdict(dict)
    for table, row in rows:
        create = made.get(edits.name_create(row))
        if create is not None and create.kind is Kind.CREATE:
            defaults = blocks.defaults_of(table)
            by_table[table][row] = {
                name: create.values.get(name, default) for name, default in defaults.items()
            }
    for (table, row, name), edits_of in standing.items():
        if row in by_table[table] and edits_of:
            by_table[table][row][name] = find_shown(table, name, edits_of).value
    for table, values in by_table.items():
        journal.set_many_columns(writer, REPLICATED[table], values)
    return Counter({table: len(values) for table, values in by_table.items()})


def _renew_visits(writer: Writer, changed: Sequence[Operation]) -> None:
    visits = {operation.row for operation in changed if operation.table == "visit"}
    visit_facts.renew_outcomes(writer.session, visits)


def read_homes(session: Session, persons: Collection[bytes]) -> set[bytes]:
    """Read the households of people, with those that gave way to them and those they gave way to."""
    homes: set[bytes] = set()
    for chunk in engine.in_chunks(persons):
        marks = engine.placeholders(len(chunk))
        rows = engine.fetch_rows(
            session.connection(), f"SELECT household FROM person WHERE id IN ({marks})", chunk
        )
        homes.update(row[0] for row in rows if row[0])
    homes.update(merged.read_survivors(session, homes).values())
    return homes | merged.read_absorbed(session, homes).keys()


def _redact_drafts(session: Session, homes: Collection[bytes], words: Sequence[str]) -> int:
    count = 0
    for table, key in _DRAFTS if words else ():
        rows = engine.fetch_rows(session.connection(), f"SELECT {key}, household, content FROM {table}")
        for id, household, content in rows:
            cleared = _clear_form(content, words) if household is None or household in homes else content
            if cleared != content:
                session.connection().exec_driver_sql(
                    f"UPDATE {table} SET content = ? WHERE {key} = ?", (cleared, id)
                )
                count += 1
    return count


def _clear_form(content: str, words: Sequence[str]) -> str:
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):  # no form any more: its letters count all the same
        return leave_out(content, words)
    cleared = _clear_value(form, words)
    return content if cleared == form else json.dumps(cleared, ensure_ascii=False)


def _clear_value(value: object, words: Sequence[str]) -> object:
    if isinstance(value, str):
        return leave_out(value, words)
    if isinstance(value, list):
        return [_clear_value(each, words) for each in value]
    if isinstance(value, Mapping):
        return {name: _clear_value(each, words) for name, each in value.items()}
    return value


def clear_packed(packed: bytes | None, words: Sequence[str]) -> object:
    """Leave words out of a packed list; None when they do not stand in it."""
    value = unpack(packed) if packed else None
    cleared = _clear_value(value, words)
    return None if cleared == value else cleared
