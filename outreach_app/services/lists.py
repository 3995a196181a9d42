"""Bringing in lists: a preview that changes nothing, then the whole list in one transaction or none of it."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.domain.codes import household_code, village_prefix
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rows import ImportReport, ListColumn, RefusedListRow
from outreach_app.domain.territory import parse_village_name
from outreach_app.exchange.column_choices import ColumnChoice, column_letter
from outreach_app.exchange.register import Register, RegisterHousehold, parse_register
from outreach_app.exchange.sheets import RawSheet, read_sheets
from outreach_app.files import read_capped
from outreach_app.services.backups import secure_before_import
from outreach_app.services.desk import Desk, Done
from outreach_app.services.list_columns import REGISTER, Recalled, choose_columns, remember
from outreach_app.services.list_places import MissingVillage, Places, own_commune
from outreach_app.services.newcomers import count_in_plan, count_written
from outreach_app.services.office import VINTAGE
from outreach_app.services.register_plan import Plan, PlannedHousehold, PlannedPerson, make_plan
from outreach_app.services.territory_carrying import note_former_commune
from outreach_app.services.territory_data import read_units
from outreach_app.store import duplicates, registers, settings, stretches, villages
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import ListImport
from outreach_app.store.packing import pack, unpack

_FILE_LIMIT = 256 * 1024 * 1024
_SAMPLE_ROWS = 8


@dataclass(frozen=True, slots=True)
class PastImport:
    """A list that was brought in: when, under which name, with which counts."""

    id: str
    name: str
    made_at: datetime
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Lists:
    """Registers from spreadsheets."""

    desk: Desk

    def preview_register(
        self,
        path: Path,
        *,
        columns: ColumnChoice | None = None,
        sheet: str | None = None,
        commune: str | None = None,
    ) -> ImportReport:
        """Say what bringing in a register would do; nothing is written."""
        file_hash, sheets = _hash_file(path), read_sheets(path)
        with self.desk.read() as session:
            register, recalled = self._read(session, sheets, columns, sheet)
            places = Places.read(session, register, commune, self.desk.today)
            plan = _plan(session, register, places)
            earlier = registers.find_import(session, file_hash)
            alike = count_in_plan(session, plan.households)
        report = _report(path, register, plan, places, import_id=None, earlier=earlier)
        return replace(report, duplicates=alike, remembered=recalled.used_at)

    def _read(
        self,
        session: Session,
        sheets: tuple[RawSheet, ...],
        columns: ColumnChoice | None,
        sheet: str | None,
    ) -> tuple[Register, Recalled]:
        """Read a register with the columns of one headed alike, and those that are chosen now on top."""
        chosen = choose_columns(session, REGISTER, sheets, columns)
        return parse_register(sheets, columns=chosen.choice, sheet=sheet, today=self.desk.today), chosen

    def import_register(
        self,
        path: Path,
        *,
        columns: ColumnChoice | None = None,
        sheet: str | None = None,
        commune: str | None = None,
    ) -> Done[ImportReport]:
        """Bring in a register whole; villages it names that do not exist yet are made in the office's commune."""
        file_hash, sheets = _hash_file(path), read_sheets(path)
        with self.desk.read() as session:
            register, recalled = self._read(session, sheets, columns, sheet)
        import_id = secrets.token_hex(8)
        secure_before_import(self.desk)
        with self.desk.write(bulk=True) as writer:
            before = duplicates.last_number(writer.session)
            places = Places.read(writer.session, register, commune, self.desk.today)
            made = {key: _make_village(writer, each, self.desk.today) for key, each in places.missing.items()}
            plan = _plan(writer.session, register, places.take_in(made))
            _write_plan(writer, plan, source=path.name)
            earlier = registers.find_import(writer.session, file_hash)
            report = _report(path, register, plan, places, import_id=import_id, earlier=earlier)
            writer.touched.everything = True
            registers.add_import(writer.session, _past(report, file_hash, self.desk.now))
            stretches.add_stretch(writer, import_id, stretches.LIST)
            if columns is not None:
                match = register.match
                remember(
                    writer.session, REGISTER, recalled.choice, headers=match.headers,
                    places={str(name): place for name, place in match.columns.items()}, now=self.desk.now,
                )  # fmt: skip
        with self.desk.database.write_local() as session:
            alike = count_written(session, before)
        return Done(replace(report, duplicates=alike, remembered=recalled.used_at), writer.changes())

    def list_communes(self) -> list[tuple[str, str]]:
        """List the communes a list may belong to, as (code, name); one when the office's own unit says which."""
        with self.desk.read() as session:
            there = villages.list_villages(session)
            own, units = own_commune(session, there), read_units(session)
            machine = settings.read_machine(session)
        if own is not None:
            unit = units.commune(own, self.desk.today)
            return [(own, unit.full_name if unit else own)]
        under = units.communes_of(machine.unit_code, self.desk.today)
        return [(unit.code, unit.full_name) for unit in under]

    def list_imports(self) -> list[PastImport]:
        """List what was brought in, newest first."""
        with self.desk.read() as session:
            rows = registers.list_imports(session)
            return [PastImport(row.id, row.name, moment_of(row.made_at), unpack(row.counts)) for row in rows]


def _plan(session: Session, register: Register, places: Places) -> Plan:
    placed: list[tuple[RegisterHousehold, bytes]] = []
    homeless: list[RegisterHousehold] = []
    for home in register.households:
        village = places.find(home) or (b"" if places.key_of(home) in places.missing else None)
        if village is None:
            homeless.append(home)
        else:
            placed.append((home, village))
    members = [member for home, _ in placed for member in home.members]
    known = registers.read_known(
        session,
        {village for _, village in placed if village},
        citizen_numbers={m.citizen_number for m in members if m.citizen_number},
        insurance_numbers={m.insurance_number for m in members if m.insurance_number},
    )
    plan = make_plan(placed, known)
    plan.refused = [places.refuse(home, m.row) for home in homeless for m in home.members]
    return plan


def _make_village(writer: Writer, missing: MissingVillage, today: date) -> bytes:
    kind, proper = parse_village_name(missing.name)
    name = proper or missing.name
    taken = {village.prefix for village in villages.list_villages(writer.session, with_merged=True)}
    made = writer.create(
        "village",
        {
            "name": name, "kind": kind or "thon", "commune_code": missing.commune, "commune_vintage": VINTAGE,
            "prefix": village_prefix(name, taken),
        },
    )  # fmt: skip
    if missing.former:
        note_former_commune(writer, made, missing.former, today)
    return made


def _write_plan(writer: Writer, plan: Plan, *, source: str) -> None:
    fresh = [home for home in plan.households if home.household is None]
    ids = writer.create_many("household", _household_values(writer, fresh, source))
    made = iter(ids)
    owners = [next(made) if home.household is None else home.household for home in plan.households]
    new = [
        (member, owner)
        for home, owner in zip(plan.households, owners, strict=True)
        for member in home.members
        if member.person is None
    ]
    people = writer.create_many(
        "person", ({**_person_values(m.listed), "household": owner} for m, owner in new)
    )
    owners_of_cards = [*zip(people, (m for m, _ in new), strict=True), *_known_people(plan)]
    writer.create_many(
        "membership",
        (
            {"person": person, "scheme": Scheme.HEALTH.value, "ends": m.covers.isoformat(), "source": source}
            for person, m in owners_of_cards
            if m.covers is not None
        ),
    )
    for home in plan.households:
        if home.household is not None and home.fills:
            writer.edit("household", home.household, home.fills)
    for person, member in _known_people(plan):
        if member.fills:
            writer.edit("person", person, member.fills)


def _known_people(plan: Plan) -> Iterator[tuple[bytes, PlannedPerson]]:
    for home in plan.households:
        yield from ((m.person, m) for m in home.members if m.person is not None)


def _household_values(
    writer: Writer, homes: Iterable[PlannedHousehold], source: str
) -> list[dict[str, object]]:
    rows = {village.id: village for village in villages.list_villages(writer.session, with_merged=True)}
    device = settings.read_machine(writer.session).device_number or None
    taken: dict[str, set[str]] = {}
    numbers: dict[str, int] = {}
    values: list[dict[str, object]] = []
    for home in homes:
        prefix = rows[home.village].prefix
        if prefix not in taken:
            taken[prefix] = set(villages.read_codes(writer.session, prefix))
            numbers[prefix] = 0
        code = _next_code(prefix, taken[prefix], numbers, device=device)
        listed = home.listed
        values.append(
            {
                "village": home.village, "code": code, "address": listed.address,
                "neighbour_group": listed.neighbour_group, "category": (listed.category or Category.OTHER).value,
                "phone": listed.phone, "register_key": listed.number or None, "source": source,
            }
        )  # fmt: skip
    return values


def _next_code(prefix: str, taken: set[str], numbers: dict[str, int], *, device: int | None) -> str:
    while True:
        numbers[prefix] += 1
        code = household_code(prefix, numbers[prefix], device=device)
        if code not in taken:
            taken.add(code)
            return code


def _person_values(listed: object) -> dict[str, object]:
    fields = ("name", "relation", "sex", "born", "citizen_number", "insurance_number", "phone")
    values = {name: getattr(listed, name) for name in fields}
    return {name: str(value) for name, value in values.items() if value is not None}


def _report(
    path: Path,
    register: Register,
    plan: Plan,
    places: Places,
    *,
    import_id: str | None,
    earlier: datetime | None,
) -> ImportReport:
    new, changed, unchanged = plan.count()
    refused = [
        RefusedListRow(r.row, r.reason, r.reason_key, r.sheet) for r in register.refused
    ] + plan.refused
    warnings = [RefusedListRow(w.row, w.reason, w.key, w.sheet) for w in register.warnings] + plan.warnings
    return ImportReport(
        import_id=import_id,
        name=path.name,
        rows=register.rows,
        households=len(plan.households),
        households_new=sum(1 for home in plan.households if home.household is None),
        people=sum(len(home.members) for home in plan.households),
        new=new,
        changed=changed,
        unchanged=unchanged,
        refused=tuple(sorted(refused, key=lambda each: each.row)),
        columns={str(name): _header(register, column) for name, column in register.match.columns.items()},
        unknown_columns=register.match.unknown,
        villages_new=tuple(each.name for each in places.missing.values()),
        notes=register.notes,
        warnings=tuple(sorted(warnings, key=lambda each: each.row)),
        sample=_sample(plan),
        preview=import_id is None,
        earlier=earlier,
        listed=_list_columns(register),
    )


def _list_columns(register: Register) -> tuple[ListColumn, ...]:
    fields = {column: str(name) for name, column in register.match.columns.items()}
    width = max(len(register.match.headers), *(column + 1 for column in fields))
    columns = (ListColumn(column_letter(n), _header(register, n), fields.get(n, "")) for n in range(width))
    return tuple(column for column in columns if column.header or column.field)


def _header(register: Register, column: int) -> str:
    headers = register.match.headers
    return headers[column] if column < len(headers) else ""


def _sample(plan: Plan) -> tuple[tuple[str, ...], ...]:
    rows = (
        (
            home.listed.village,
            member.listed.name,
            str(member.listed.born or ""),
            member.listed.citizen_number or "",
        )
        for home in plan.households
        for member in home.members
    )
    return tuple(row for row, _ in zip(rows, range(_SAMPLE_ROWS), strict=False))


def _past(report: ImportReport, file_hash: bytes, now: datetime) -> ListImport:
    counts = {
        "rows": report.rows, "households": report.households, "people": report.people, "new": report.new,
        "changed": report.changed, "unchanged": report.unchanged, "refused": len(report.refused),
    }  # fmt: skip
    assert report.import_id is not None
    return ListImport(
        id=report.import_id, kind="register", name=report.name, hash=file_hash, made_at=stamp_of(now),
        counts=pack(counts), columns=repr(sorted(report.columns.items())),
    )  # fmt: skip


def _hash_file(path: Path) -> bytes:
    return hashlib.sha256(read_capped(path, _FILE_LIMIT)).digest()
