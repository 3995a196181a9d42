"""One [[table]] of a rule file: its fields with their kinds, and sentences that say what is wrong with which one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from outreach_app.domain.rules import BadRuleBook
from outreach_app.errors import Message
from outreach_app.i18n import say

Kind: TypeAlias = type | tuple[type, ...]
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Field:
    """What kind of value a field holds, and whether it must be there."""

    kind: Kind
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it stands in a file; `kind` is rule, area or top_up."""

    file: str
    kind: str
    fields: Mapping[str, object]

    @property
    def name(self) -> str:
        """What a sentence calls it: its key, or its place."""
        for field in ("key", "province", "commune"):
            if field in self.fields:
                return str(self.fields[field])
        return "?"

    def read_text(self, field: str, default: str = "") -> str:
        """A text field, or the default."""
        return str(self.fields.get(field, default)).strip()

    def day(self, field: str) -> date | None:
        """A date field, or None."""
        found = self.fields.get(field)
        return found if isinstance(found, date) else None


def read_fields(table: Table, known: Mapping[str, Field]) -> None:
    """Refuse a table that lacks a field, has an unknown one, or one of another kind; raises BadRuleBook."""
    about = {"file": table.file, "key": table.name}
    for name, field in known.items():
        missing = name not in table.fields
        if missing and field.needed:
            raise bad(say("{file}: the rule {key} has no {field}.", field=name, **about))
        if not missing and not _is_a(table.fields[name], field.kind):
            raise bad(say("{file}: the rule {key} has an unusable {field}.", field=name, **about))
    unknown = sorted(set(table.fields) - set(known))
    if unknown:
        raise bad(say("{file}: the rule {key} has an unknown {field}.", field=unknown[0], **about))


def read_note(table: Table) -> tuple[str, str]:
    """The notes in Vietnamese and English, empty when there are none."""
    return table.read_text("note"), table.read_text("note_en")


def bad(message: Message) -> BadRuleBook:
    """The error for one mistake."""
    return BadRuleBook(
        message, say("Correct the rule book, or go back to the one that came with the program.")
    )


def _is_a(value: object, kind: Kind) -> bool:
    if kind is str:
        return isinstance(value, str) and bool(value.strip())
    if kind is date:
        # A day without end is written by leaving `to` out; 9999-12-31 would have no day after it.
        return type(value) is date and _FIRST_YEAR <= value.year <= _LAST_YEAR
    return isinstance(value, kind)
