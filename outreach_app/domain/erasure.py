"""Erasure of a person on request: what an operation looks like once the person is taken out of it.

An order names rows by their ids alone. Taking somebody out of an operation is a pure function of the operation and of
the orders known, it may be done again and in any order of the orders, and leaves the operation's name, time and what it
replaced as they were: replay, merge and undo go on as ever and find nothing any more that could come back.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.registers import ERASED, REMOVED, Edit, FieldKey
from outreach_app.domain.text import fold
from outreach_app.errors import Message, say

BLANKS: Mapping[str, object] = {
    "name": "", "relation": "other", "away": False, "deceased": False, "do_not_contact": False, REMOVED: ERASED,
    "away_place": "", "home_contact": "",
}  # fmt: skip
"""What fields of an erased person hold; every field that is not named here holds nothing."""

KEPT = "household"
"""The one field of an erased person that stays: the household counts on without them."""

TEXTS: Mapping[str, tuple[str, ...]] = {
    "visit": ("note", "met_others"), "question": ("text",), "answer": ("text",), "household": ("phone", "address"),
    "sheet": ("reasons",), "receipt": ("voided",), "hand_over": ("why",), "dossier_state": ("why",),
    "person": ("home_contact", "health_note"), "enrolment": ("hospital",),
    "consent": ("witness", "representative"), "data_request": ("note",),
    "meeting": ("place", "led_by", "topic"),
    "trusted_person": ("name", "phone", "note"), "difficulty": ("text", "done"),
    "committee_member": ("name", "office_held", "phone"), "report_recipient": ("name", "office_held", "address"),
}  # fmt: skip
"""Fields that may name a person although they belong to somebody else's row."""

_EDITABLE = frozenset(
    "household sheet person meeting trusted_person difficulty committee_member report_recipient".split()
)
"""Tables whose rows may be edited: what is written there after an order is not touched by it."""

_ABOUT = {"consent": ("person", "acted_on"), "data_request": ("person", "happened_on")}
"""Rows that are about somebody alone, and what is left of them once that person is erased."""

_NAMING = frozenset({"meeting_guest", "visit", "question", "one_off_request", "consent", "data_request"})
"""Tables whose rows name people by their ids."""

NOT_COVERED: tuple[Message, ...] = (
    say("Not covered: paper, printed pages and exported lists; go through them by hand."),
    say("Not covered: backups somebody copied elsewhere, and the list the person came from."),
)
"""What no program can reach, said after every erasure."""

GAP = "…"
_SHORT = 2


class AskedBy(StrEnum):
    """Who asked for an erasure."""

    SELF = "self"
    GUARDIAN = "guardian"
    FAMILY = "family"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Rewording:
    """What a field that named somebody holds from now on; of several the greatest (time, order) counts."""

    time: int
    order: bytes
    value: object


@dataclass(frozen=True, slots=True)
class Order:
    """One request as it travels: the person, and fields of other rows with what they hold from now on.

    `texts` are (row, field, new value); of a row that may be edited this goes for what was written before the order.
    """

    id: bytes
    time: int
    person: bytes
    texts: tuple[tuple[bytes, str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Erasures:
    """Every order that is known, ready to be carried out on operations and heads."""

    persons: frozenset[bytes] = frozenset()
    texts: Mapping[tuple[bytes, str], Rewording] = field(default_factory=dict)
    rows: frozenset[bytes] = field(init=False, default=frozenset())
    """The rows whose edits may change: the people's own, and those whose texts change."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", self.persons | {row for row, _ in self.texts})

    @classmethod
    def of(cls, orders: Iterable[Order]) -> "Erasures":
        """Put orders together; their sequence does not matter."""
        found = sorted(orders, key=lambda order: (order.time, order.id))
        texts = {
            (row, name): Rewording(order.time, order.id, value)
            for order in found
            for row, name, value in order.texts
        }
        return cls(frozenset(order.person for order in found), texts)

    def __bool__(self) -> bool:
        return bool(self.persons or self.texts)

    def join(self, other: "Erasures") -> "Erasures":
        """Know the orders of both."""
        texts = dict(self.texts)
        for key, told in other.texts.items():
            former = texts.get(key)
            if former is None or (told.time, told.order) > (former.time, former.order):
                texts[key] = told
        return Erasures(self.persons | other.persons, texts)

    def redact(self, operation: Operation) -> Operation:
        """Take the erased out of an operation; the very same object when nobody of them is in it."""
        if operation.row not in self.rows and operation.table not in _NAMING:
            return operation
        values = self._redact_values(operation)
        return operation if values == operation.values else operation._replace(values=values)

    def redact_all(self, operations: Sequence[Operation]) -> Sequence[Operation]:
        """Take the erased out of operations; the same sequence when nothing changes."""
        if not self:
            return operations
        redacted = [self.redact(operation) for operation in operations]
        return operations if all(map(_is, redacted, operations)) else redacted

    def redact_edit(self, key: FieldKey, edit: Edit) -> Edit:
        """Take the erased out of one head of a field."""
        found, value = self._find_value(*key, time=edit.time)
        return replace(edit, value=value, was=value) if found else edit

    def _redact_values(self, operation: Operation) -> Mapping[str, object]:
        if operation.kind is Kind.EDIT:
            return {name: self._redact_pair(operation, name, pair) for name, pair in operation.values.items()}
        values = dict(operation.values)
        if operation.table == "person" and operation.row in self.persons:
            return {name: values[name] for name in (KEPT,) if name in values} | {REMOVED: ERASED}
        left = _ABOUT.get(operation.table)
        if left is not None and values.get("person") in self.persons:
            return {name: values[name] for name in left if name in values}
        if operation.table == "visit":
            self._redact_visit(operation, values)
        elif operation.table == "question" and values.get("person") in self.persons:
            values |= {"person": None, "text": ""}
        elif operation.table == "meeting_guest" and values.get("person") in self.persons:
            values["person"] = make_nobody(0)
        elif operation.table == "one_off_request" and values.get("person") in self.persons:
            values |= {"person": None, "months_paid": 0}
        for name in TEXTS.get(operation.table, ()):
            found, value = self._find_value(operation.table, operation.row, name, time=operation.time)
            if found and name in values:
                values[name] = value
        return values

    def _redact_pair(self, operation: Operation, name: str, pair: object) -> object:
        found, value = self._find_value(operation.table, operation.row, name, time=operation.time)
        return [value, value] if found else pair

    def _find_value(self, table: str, row: bytes, name: str, *, time: int) -> tuple[bool, object]:
        if table == "person" and row in self.persons and name != KEPT:
            return True, BLANKS.get(name)
        told = self.texts.get((row, name))
        if told is None or (table in _EDITABLE and time > told.time):
            return False, None
        return True, told.value

    def _redact_visit(self, operation: Operation, values: dict[str, object]) -> None:
        outcomes: Any = values.get("outcomes") or []
        met: Any = values.get("met") or []
        lapses: Any = values.get("lapses") or []
        there = list(dict.fromkeys([*(each[0] for each in outcomes), *met, *(each[0] for each in lapses)]))
        if self.persons.isdisjoint(each for each in there if isinstance(each, bytes)):
            return
        names = {
            person: make_nobody(place) if person in self.persons else person
            for place, person in enumerate(there)
        }
        if outcomes:
            values["outcomes"] = [[names[each[0]], *each[1:]] for each in outcomes]
        if met:
            values["met"] = [names[each] for each in met]
        if lapses:
            values["lapses"] = [[names[each[0]], *each[1:]] for each in lapses]
        values |= {name: "" for name in TEXTS["visit"] if name in values}


def make_nobody(place: int) -> bytes:
    """Make the id that stands for an erased person in one visit: it tells of two people there that they are two."""
    return bytes(8) + (place + 1).to_bytes(8, "big")


def is_nobody(row: bytes) -> bool:
    """Tell whether an id stands for somebody erased."""
    return row[:8] == bytes(8)


def list_words(names: Iterable[str], numbers: Iterable[str]) -> tuple[str, ...]:
    """List what may stand in a text for a person: the name, its last words, numbers, days in both ways of writing.

    Longer words come first, so that a name goes whole before its last word is looked for.
    """
    words: set[str] = set()
    for name in names:
        parts = unicodedata.normalize("NFC", name).split()
        words.update(" ".join(parts[place:]) for place in range(len(parts)))
    for number in numbers:
        words.update({number, _write_day(number)})
    kept = {word for word in words if len(word) >= _SHORT}
    return tuple(sorted(kept, key=lambda word: (-len(word), word)))


def leave_out(text: str, words: Sequence[str]) -> str:
    """Put a gap in the place of every one of these words; a name of several words is found without its marks too."""
    text = unicodedata.normalize("NFC", text)
    for word in words:
        text = _leave_out_word(text, word)
    return text


def names_any(text: str, words: Sequence[str]) -> bool:
    """Tell whether one of these words stands in a text."""
    return leave_out(text, words) != unicodedata.normalize("NFC", text)


def _leave_out_word(text: str, word: str) -> str:
    several = " " in word
    wanted = fold(word) if several else word
    pieces, start = list[str](), 0
    while start < len(text):
        end = start + len(word)
        there = text[start:end]
        same = (fold(there) if several else there) == wanted
        if same and not _goes_on(text, start, end):
            pieces.append(GAP)
            start = end
        else:
            pieces.append(text[start])
            start += 1
    return "".join(pieces)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a letter or digit stands right before or behind: then it is a piece of another word."""
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


def _write_day(day: str) -> str:
    parts = day.split("-")
    return "/".join(reversed(parts)) if len(parts) > 1 else day


def _is(one: object, other: object) -> bool:
    return one is other
