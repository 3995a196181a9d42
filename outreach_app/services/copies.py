"""The copy of everything held about a person, as somebody may ask for it: as a PDF to read, as JSON to take along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach_app.domain.access import AccessAct
from outreach_app.domain.consents import REPRESENTATION_NAMES
from outreach_app.domain.history_words import MONEY, name_field, name_value
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.visits import OUTCOME_NAMES
from outreach_app.errors import NotFound, say
from outreach_app.i18n import N_, Catalogue, Dong
from outreach_app.services.desk import Desk
from outreach_app.store import personal, settings
from outreach_app.store.personal import Row

if TYPE_CHECKING:
    from outreach_app.documents.personal_copy import CopySection

TABLE_NAMES: Mapping[str, str] = {
    "person": N_("The person"), "household": N_("The household"), "membership": N_("Insurance"),
    "prospect": N_("Why the person was to be asked"), "visit": N_("Visits and calls"), "enrolment": N_("Sign-ups"),
    "receipt": N_("Money receipts"), "dossier_state": N_("The way of the papers"), "question": N_("Questions"),
    "consent": N_("Consents"), "data_request": N_("Requests about the data"),
    "committee_member": N_("Seats on committees"), "report_recipient": N_("Reports received"),
}  # fmt: skip
"""What the parts of a copy are called; parts of a newer kind by their own name."""

_FIELDS: Mapping[str, str] = {
    "purpose": N_("purpose"), "act": N_("what was done"), "acted_on": N_("day"), "how": N_("how"),
    "witness": N_("witness"), "representative": N_("representative"), "representation": N_("who spoke"),
    "happened_on": N_("day"), "visited_on": N_("day"), "received_on": N_("day"), "signed_on": N_("day"),
    "asked_on": N_("day"), "note": N_("note"), "kind": N_("kind"), "step": N_("step"), "text": N_("text"),
    "canvasser": N_("written by"), "amount": N_("amount"), "own": N_("own payment"), "state": N_("state"),
    "receipt_number": N_("receipt number"), "channel": N_("channel"), "outcomes": N_("results"),
}  # fmt: skip
_REPRESENTATIONS: Mapping[Any, str] = REPRESENTATION_NAMES
_INNER = frozenset(
    {"seen", "supersedes", "merged_into", "number", "household", "person", "enrolment", "request"}
)
"""Fields that only point from row to row."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies of people's data (Law 91/2025 Art 4: to see it, to be given it)."""

    desk: Desk

    def as_data(self, person: bytes) -> dict[str, object]:
        """Put everything held about a person into plain values: tables, rows, fields; ids in hexadecimal."""
        tables, names = self._gather(person)
        self.desk.note_access(AccessAct.EXPORTED, [person])
        told = {
            table: [{name: _plain(value, names) for name, value in row.items()} for row in rows]
            for table, rows in tables.items()
        }
        return {"person": person.hex(), "made_on": self.desk.today.isoformat(), "tables": told}

    def as_pdf(self, person: bytes, catalogue: Catalogue) -> bytes:
        """Render it as an A4 PDF in words."""
        from outreach_app.documents.personal_copy import render_personal_copy

        tables, names = self._gather(person)
        self.desk.note_access(AccessAct.PRINTED, [person])
        with self.desk.read() as session:
            office = settings.read_machine(session).office_name
        title = str(tables["person"][0]["name"])
        return render_personal_copy(
            title,
            self._sections(tables, names, catalogue),
            catalogue,
            office_name=office,
            day=self.desk.today,
        )

    def _gather(self, person: bytes) -> tuple[dict[str, list[Row]], Mapping[bytes, str]]:
        with self.desk.read() as session:
            tables = personal.read_everything(session, person)
            names = personal.read_canvassers(session)
        if not tables.get("person"):
            raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))
        return tables, names

    def _sections(
        self, tables: Mapping[str, Sequence[Row]], names: Mapping[bytes, str], words: Catalogue
    ) -> "list[CopySection]":
        from outreach_app.documents.personal_copy import CopySection

        return [
            CopySection(
                words.text(TABLE_NAMES.get(table, table)),
                tuple(tuple(_tell_row(row, table, names, words)) for row in rows),
            )
            for table, rows in tables.items()
        ]


def _plain(value: object, names: Mapping[bytes, str]) -> object:
    if isinstance(value, bytes):
        return names.get(value, value.hex())
    if isinstance(value, list | tuple):
        return [_plain(each, names) for each in value]
    return value


def _tell_row(
    row: Row, table: str, names: Mapping[bytes, str], words: Catalogue
) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name == "id" or name in _INNER or value in (None, "", False, []) or _is_foreign(value, names):
            continue
        yield (
            words.text(_FIELDS.get(name) or name_field(table, name)),
            _tell_value(table, name, value, names, words),
        )


def _is_foreign(value: object, names: Mapping[bytes, str]) -> bool:
    return isinstance(value, bytes) and value not in names


def _tell_value(table: str, name: str, value: object, names: Mapping[bytes, str], words: Catalogue) -> str:
    if isinstance(value, bool):
        return words.text("yes")
    if name == "outcomes" and isinstance(value, list):
        return "; ".join(
            f"{words.text(SCHEME_NAMES.get(s, s))}: {words.text(OUTCOME_NAMES.get(o, o))}" for s, o in value
        )
    if isinstance(value, list):
        return ", ".join(str(_plain(each, names)) for each in value)
    if isinstance(value, bytes):
        return names[value]
    if isinstance(value, int):
        return words.text("{amount}", amount=Dong(value)) if {name, f"{table}.{name}"} & MONEY else str(value)
    if name == "representation":
        return words.text(_REPRESENTATIONS.get(value, str(value)))
    key = name_value(table, name, str(value))
    return words.text(key) if key else _tell_text(str(value), words)


def _tell_text(text: str, words: Catalogue) -> str:
    try:
        return words.date(date.fromisoformat(text)) if text.count("-") == 2 else text
    except ValueError:
        return text
