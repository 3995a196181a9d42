"""Columns of lists said by hand: how a file begins, what is proposed for it, and what is remembered for lists alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.dossier_lists import COLUMN_NAMES, DossierColumn
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.exchange import dossier_list, prospect_list, stopped_list
from outreach_app.exchange.column_choices import (
    ColumnChoice,
    column_letter,
    name_headers,
    parse_choice,
)
from outreach_app.exchange.columns import ColumnMatch
from outreach_app.exchange.listed_homes import BUSINESSES
from outreach_app.exchange.sheet_heads import HeadingReader, SheetHead, find_known_header, look_at_head
from outreach_app.exchange.sheets import RawSheet, read_sheets
from outreach_app.exchange.wordings import FIELD_NAMES, Field
from outreach_app.files import read_capped
from outreach_app.services.desk import Desk
from outreach_app.services.list_layouts import load_layouts
from outreach_app.store import listed as store

REGISTER, STOPPED, DOSSIERS = "register", "stopped", "dossiers"
"""Kinds of lists beside the keys of the lists of people to be asked."""

_REGISTER_FIELDS = (
    Field.NAME, Field.BORN, Field.SEX, Field.RELATION, Field.CITIZEN_NUMBER, Field.INSURANCE_NUMBER, Field.PHONE,
    Field.HOUSEHOLD_NUMBER, Field.HEAD, Field.VILLAGE, Field.ADDRESS, Field.NEIGHBOUR_GROUP, Field.CATEGORY,
    Field.HEALTH_UNTIL, Field.FAMILY_NAME, Field.GIVEN_NAME,
)  # fmt: skip
_LISTED_FIELDS = (
    Field.NAME, Field.BORN, Field.CITIZEN_NUMBER, Field.INSURANCE_NUMBER, Field.VILLAGE, Field.ADDRESS,
    Field.HAS_CARD, Field.POSITION, Field.FAMILY_NAME, Field.GIVEN_NAME,
)  # fmt: skip
_TAX_FIELDS = (Field.TAX_NUMBER, Field.TAX_METHOD)
_STAFF_FIELDS = (Field.EMPLOYEES, Field.INSURED_EMPLOYEES)
_TAX_LAYOUTS = frozenset({LayoutKey.BUSINESS_HOUSEHOLDS})
_WHO = frozenset({"name", "family_name", "head"})


@dataclass(frozen=True, slots=True)
class Recalled:
    """Columns that somebody chose for a list, and when for one headed like it; nothing when nobody did."""

    choice: ColumnChoice | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListColumns:
    """Which column of a list is what; `kind` is `register`, `stopped`, `dossiers` or the key of a layout."""

    desk: Desk

    def look(self, path: Path, kind: str, *, choice: ColumnChoice | None = None) -> SheetHead:
        """Show how a file begins; `choice` may name the sheet, the row of the headings, and columns chosen so far."""
        sheets = read_sheets(path)
        with self.desk.read() as session:
            known = recall(session, kind, sheets).choice if choice is None else None
        return look_at_head(sheets, _headings_of(kind), fields=list_fields(kind), choice=choice or known)

    def forget(self, path: Path, kind: str) -> None:
        """Forget how lists headed like this one were read by hand."""
        sheets = read_sheets(path)
        with self.desk.database.write_local() as session:
            known = find_known_header(sheets, store.recall_columns(session, kind))
            if known is not None:
                store.forget_columns(session, kind, known[0])

    def read_file(self, path: Path, kind: str) -> ColumnChoice:
        """Read a choice from its TOML file."""
        fields = {STOPPED: tuple(stopped_list.Column), DOSSIERS: tuple(DossierColumn)}.get(kind, tuple(Field))
        return parse_choice(read_capped(path, 1024 * 1024).decode("utf-8", "replace"), fields=fields)


def list_fields(kind: str) -> tuple[str, ...]:
    """The fields that somebody may name a column of, what a list needs first."""
    if kind == REGISTER:
        return _REGISTER_FIELDS
    if kind == STOPPED:
        return tuple(stopped_list.COLUMN_NAMES)
    if kind == DOSSIERS:
        return tuple(DossierColumn)
    layout = load_layouts().layouts[LayoutKey(kind)]
    until = (Field(layout.until),) if layout.until else ()
    return (
        *_LISTED_FIELDS[:4],
        *until,
        *_LISTED_FIELDS[4:],
        *(_TAX_FIELDS if layout.key in _TAX_LAYOUTS else ()),
        *(_STAFF_FIELDS if layout.key in BUSINESSES else ()),
    )


def name_fields(kind: str) -> dict[str, str]:
    """The words (to be translated) of the fields that somebody may name a column of."""
    names: Mapping[str, str] = {str(name): text for name, text in FIELD_NAMES.items()}
    if kind == STOPPED:
        names = {str(name): text for name, text in stopped_list.COLUMN_NAMES.items()}
    elif kind == DOSSIERS:
        names = {str(name): text for name, text in COLUMN_NAMES.items()}
    return {name: names[name] for name in map(str, list_fields(kind))}


def can_read(kind: str, fields: Mapping[str, str]) -> bool:
    """Whether the columns that are named (field -> letter) tell who each row is about."""
    named = {name for name, letter in fields.items() if letter}
    if kind == DOSSIERS:
        return bool(named & {"name", "citizen_number", "insurance_number"})
    return "name" in named if kind == STOPPED else bool(named & _WHO)


def recall(session: Session, kind: str, sheets: Sequence[RawSheet]) -> Recalled:
    """The columns that somebody chose for a list headed like this one, and when."""
    memory = store.recall_columns(session, kind)
    known = find_known_header(sheets, memory)
    if known is None:
        return Recalled()
    name, row = known
    return Recalled(ColumnChoice(memory[name].columns, row), memory[name].used_at)


def choose_columns(
    session: Session, kind: str, sheets: Sequence[RawSheet], given: ColumnChoice | None
) -> Recalled:
    """The columns to read by: what is chosen now, on top of what was chosen for a list headed alike."""
    recalled = recall(session, kind, sheets)
    return Recalled(_join(recalled.choice, given), recalled.used_at)


def _join(recalled: ColumnChoice | None, given: ColumnChoice | None) -> ColumnChoice | None:
    """What was chosen before stays as long as nothing else is chosen for the same field or column."""
    if recalled is None or given is None:
        return given or recalled
    row = recalled.header_row if given.header_row is None else given.header_row
    return ColumnChoice({**recalled.columns, **given.columns}, row, given.sheet)


def remember(
    session: Session,
    kind: str,
    choice: ColumnChoice | None,
    *,
    headers: Sequence[str],
    places: Mapping[str, int],
    now: datetime,
) -> None:
    """Keep what was chosen by hand for lists headed alike; a list without headings is known by nothing."""
    if choice is not None and any(headers):
        chosen = {
            name: column_letter(places[name]) if told.strip() and name in places else ""
            for name, told in choice.columns.items()
        }
        store.remember_columns(session, kind, name_headers(headers), chosen, at=stamp_of(now))


def _headings_of(kind: str) -> HeadingReader:
    if kind == REGISTER:
        return _read_register_headings
    if kind == STOPPED:
        return lambda match: {str(name): place for name, place in stopped_list.read_headings(match).items()}
    if kind == DOSSIERS:
        layout = dossier_list.load_dossier_layout()
        return lambda match: {str(n): place for n, place in dossier_list.read_headings(match, layout).items()}
    return partial(_read_listed_headings, LayoutKey(kind))


def _read_register_headings(match: ColumnMatch) -> Mapping[str, int]:
    return {str(name): place for name, place in match.columns.items()}


def _read_listed_headings(key: LayoutKey, match: ColumnMatch) -> Mapping[str, int]:
    found = prospect_list.read_headings(match, load_layouts().layouts[key])
    return {str(name): place for name, place in found.items()}
