"""Bringing in lists: a preview that changes nothing, then the whole list in one transaction or none of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.codes import village_prefix
from outreach_app.domain.rows import ImportReport, ListColumn, RefusedListRow
from outreach_app.domain.territory import parse_village_name
from outreach_app.exchange.column_choices import ColumnChoice, column_letter
from outreach_app.exchange.register import Register, RegisterHousehold, parse_register
from outreach_app.services.desk import Desk, Done
from outreach_app.services.list_columns import REGISTER
from outreach_app.services.list_entry import ListFile, enter_list, read_list, remember_columns
from outreach_app.services.list_places import MissingVillage, Places, own_commune
from outreach_app.services.newcomers import count_in_plan, count_written
from outreach_app.services.office import VINTAGE
from outreach_app.services.register_plan import Plan, make_plan
from outreach_app.services.register_writing import write_register_plan
from outreach_app.services.territory_carrying import note_former_commune
from outreach_app.services.territory_data import read_units
from outreach_app.store import duplicates, registers, settings, villages
from outreach_app.store.journal import Writer
from outreach_app.store.packing import unpack

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
        file, register = self._read(path, columns, sheet)
        with self.desk.read() as session:
            places = Places.read(session, register.households, commune, self.desk.today)
            plan = _plan(session, register, places)
            earlier = registers.find_import(session, file.hash)
            alike = count_in_plan(session, plan.households)
        report = _report(path, register, plan, places, import_id=None, earlier=earlier)
        return replace(report, duplicates=alike, remembered=file.recalled.used_at)

    def _read(self, path: Path, columns: ColumnChoice | None, sheet: str | None) -> tuple[ListFile, Register]:
        """Read a register with the columns of one headed alike, and those that are chosen now on top."""
        file, sheets = read_list(self.desk, path, REGISTER, columns)
        return file, parse_register(sheets, columns=file.choice, sheet=sheet, today=self.desk.today)

    def import_register(
        self,
        path: Path,
        *,
        columns: ColumnChoice | None = None,
        sheet: str | None = None,
        commune: str | None = None,
    ) -> Done[ImportReport]:
        """Bring in a register whole; villages it names that do not exist yet are made in the office's commune."""
        file, register = self._read(path, columns, sheet)
        with enter_list(self.desk, file) as entry:
            writer = entry.writer
            before = duplicates.last_number(writer.session)
            places = Places.read(writer.session, register.households, commune, self.desk.today)
            made = {key: _make_village(writer, each, self.desk.today) for key, each in places.missing.items()}
            plan = _plan(writer.session, register, places.take_in(made))
            write_register_plan(writer, plan, source=path.name)
            report = _report(path, register, plan, places, import_id=entry.import_id, earlier=entry.earlier)
            entry.note(_count(report), report.columns)
            match = register.match
            columns_by_name = {str(name): place for name, place in match.columns.items()}
            remember_columns(entry, file, headers=match.headers, places=columns_by_name, now=self.desk.now)
        with self.desk.database.write_local() as session:
            alike = count_written(session, before)
        told = replace(report, duplicates=alike, remembered=file.recalled.used_at)
        return Done(told, writer.changes())

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


def _count(report: ImportReport) -> dict[str, int]:
    """What the history tells of a register."""
    return {
        "rows": report.rows, "households": report.households, "people": report.people, "new": report.new,
        "changed": report.changed, "unchanged": report.unchanged, "refused": len(report.refused),
    }  # fmt: skip
