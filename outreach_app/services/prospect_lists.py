"""Bringing in lists of people to be asked: a preview that changes nothing, then the whole list or nothing of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.list_layouts import LayoutKey, ListLayout
from outreach_app.domain.listed_judging import ListedState
from outreach_app.domain.listed_lines import ListedReport, Staff
from outreach_app.domain.listed_people import ListedMatch, match_listed
from outreach_app.domain.name_likeness import NameKeys
from outreach_app.domain.progress import Step, Watch, tell_progress, unwatched
from outreach_app.domain.rows import ListColumn, RefusedListRow
from outreach_app.domain.stopped import Finding, Villager, index_villagers
from outreach_app.errors import say
from outreach_app.exchange.column_choices import ColumnChoice, column_letter
from outreach_app.exchange.incomplete_rows import make_incomplete
from outreach_app.exchange.listed_homes import RowPlace, read_homes
from outreach_app.exchange.prospect_list import READ, ProspectList, find_columns, read_people
from outreach_app.exchange.register import SheetHomes
from outreach_app.exchange.table_writer import TableKind, write_csv, write_xlsx
from outreach_app.garbage import collector_paused
from outreach_app.i18n import Catalogue
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk, Done
from outreach_app.services.list_entry import ListFile, enter_list, read_list, remember_columns
from outreach_app.services.list_layouts import load_layouts
from outreach_app.services.list_places import Places
from outreach_app.services.listed_newcomers import Newcomers, plan_newcomers
from outreach_app.services.newcomers import count_in_plan, count_written
from outreach_app.services.prospect_plan import ListedPlan, ListedPlanner, make_planner
from outreach_app.services.prospect_writing import ListSource, write_plan
from outreach_app.store import duplicates, registers, stopped
from outreach_app.store import listed as store
from outreach_app.store.journal import Writer
from outreach_app.store.list_entries import read_erased_homes
from outreach_app.store.local_tables import ListedDoubt
from outreach_app.store.packing import pack

_OFFICE = say("Only the office brings in lists of people to be asked.")
NOBODY = "nobody"
"""How a row was settled of which somebody said that it is nobody of here."""
MATCH, JUDGE = "match", "judge"


@dataclass(frozen=True, slots=True)
class _Read:
    """A list as it was read: its file, what it holds, and (`homes`) as households where people are to be entered."""

    file: ListFile
    layout: ListLayout
    listed: ProspectList
    homes: list[SheetHomes] | None


@dataclass(frozen=True, slots=True)
class ProspectLists:
    """Lists of people to be asked; the office's work, since its people live in every village."""

    desk: Desk

    def preview(
        self,
        path: Path,
        layout: LayoutKey,
        *,
        columns: ColumnChoice | None = None,
        enter: bool = False,
        watch: Watch = unwatched,
    ) -> ListedReport:
        """Say what bringing in a list would do; nothing is written. Without `columns` those used before are taken.

        `enter`: whoever is not in the register and of whom enough is told would be entered, household by household.
        """
        with self.desk.read() as session, collector_paused():
            need_office(session, _OFFICE)
            read = self._read(path, layout, columns, enter, watch)
            plan = self._plan(session, read, watch)
            alike = count_in_plan(session, [home.plan() for home in plan.newcomers.homes])
            earlier = registers.find_import(session, read.file.hash)
            report = _report(read, plan, import_id=None, earlier=earlier)
            return replace(report, duplicates=alike, erased=_count_erased(session, report))

    def bring_in(
        self,
        path: Path,
        layout: LayoutKey,
        *,
        columns: ColumnChoice | None = None,
        enter: bool = False,
        watch: Watch = unwatched,
    ) -> Done[ListedReport]:
        """Bring in a list: what is sure is written, the rest waits for a person. All or nothing, stopped or not.

        `enter` as in `preview`. NotAllowed `office_only` on a laptop.
        """
        with self.desk.read() as session, collector_paused():
            need_office(session, _OFFICE)
            read = self._read(path, layout, columns, enter, watch)
        with collector_paused(), enter_list(self.desk, read.file) as entry:
            writer = entry.writer
            before = duplicates.last_number(writer.session)
            plan = self._plan(writer.session, read, watch)
            report = _report(read, plan, import_id=entry.import_id, earlier=entry.earlier)
            write_plan(writer, plan, ListSource(path.name, entry.import_id, self.desk.today), watch=watch)
            _keep_doubts(writer, plan, read.layout, path.name, entry.import_id)
            match = read.listed.match
            places = {str(name): place for name, place in match.columns.items()}
            remember_columns(entry, read.file, headers=match.headers, places=places, now=self.desk.now)
            entry.note(_count(report), report.columns)
        if report.entered:
            with self.desk.database.write_local() as local:
                report = replace(report, duplicates=count_written(local, before))
        return Done(report, writer.changes())

    def write_incomplete(
        self,
        path: Path,
        report: ListedReport,
        kind: TableKind,
        words: Catalogue,
        *,
        columns: ColumnChoice | None = None,
    ) -> bytes:
        """Write the rows that were left out for want of a word, as the file has them: to be completed, read again."""
        file, sheets = read_list(self.desk, path, report.layout.value, columns)
        found = find_columns(sheets, load_layouts().layouts[report.layout], choice=file.choice)
        table = make_incomplete(found, report, words)
        return write_csv(table) if kind is TableKind.CSV else write_xlsx([table], day=self.desk.today)

    # ---------------------------------------------------------------------------------------------- reading
    def _read(
        self, path: Path, key: LayoutKey, columns: ColumnChoice | None, enter: bool, watch: Watch
    ) -> _Read:
        watch(Step(0, 1, READ))
        layout, book = load_layouts().layouts[key], load_layouts()
        file, sheets = read_list(self.desk, path, key.value, columns)
        found = find_columns(sheets, layout, choice=file.choice)
        watch(Step(0, 1, READ))
        listed = read_people(found, layout, book, today=self.desk.today, watch=watch)
        homes = read_homes(found, layout, today=self.desk.today, watch=watch) if enter else None
        return _Read(file, layout, listed, homes)

    def _plan(self, session: Session, read: _Read, watch: Watch) -> ListedPlan:
        people = read.listed.people
        numbers = {
            number for each in people for number in (each.citizen_number, each.insurance_number) if number
        }
        keys = NameKeys()
        there = stopped.list_named(
            session, numbers=numbers, names=[each.name for each in people], keys=keys, watch=watch
        )
        residents = {each.person.id: each for each in there}
        known = index_villagers((Villager(each.person, each.village) for each in there), keys)
        matches = [match_listed(each, known) for each in tell_progress(people, watch, MATCH)]
        found = {match.person.id for match in matches if match.person is not None}
        planner = make_planner(session, read.layout, residents, found, today=self.desk.today, watch=watch)
        settled = _Settled(store.read_settled(session), read.layout.key)
        if read.homes is not None:
            planner.plan.newcomers = self._plan_newcomers(
                session, read.homes, matches, planner, settled, watch
            )
        for match in tell_progress(matches, watch, JUDGE):
            planner.add(match, settled=settled.tell(match) is not None)
        return planner.plan

    def _plan_newcomers(
        self,
        session: Session,
        homes: list[SheetHomes],
        matches: list[ListedMatch],
        planner: ListedPlanner,
        settled: "_Settled",
        watch: Watch,
    ) -> Newcomers:
        by_place: dict[RowPlace, ListedMatch] = {}
        decided: set[RowPlace] = set()
        for match in matches:
            place, how = (match.listed.sheet, match.listed.row), settled.tell(match)
            absent = how == NOBODY
            by_place[place] = replace(match, finding=Finding.ABSENT, people=()) if absent else match
            if how is not None and not absent:
                decided.add(place)
        listed = [home for sheet in homes for home in sheet.households]
        places = Places.read(session, listed, None, self.desk.today)
        return plan_newcomers(
            session, homes, by_place, planner.judge, residents=planner.residents, places=places, settled=decided,
            watch=watch,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Settled:
    """What somebody has decided on rows of such lists before, by the names of the rows."""

    rows: Mapping[bytes, str]
    layout: LayoutKey

    def tell(self, match: ListedMatch) -> str | None:
        """What was decided on a row that is doubtful; None when nothing was."""
        if not self.rows or match.finding is not Finding.DOUBTFUL:
            return None
        return self.rows.get(name_doubt(match, self.layout))


def _keep_doubts(writer: Writer, plan: ListedPlan, layout: ListLayout, source: str, import_id: str) -> None:
    store.tidy_doubts(writer.session)
    rows = [make_doubt(match, layout.key, source=source, import_id=import_id) for match in plan.doubts]
    store.add_doubts(writer.session, rows)


def _count_erased(session: Session, report: ListedReport) -> int:
    """How many were erased here: asked only where somebody is to be entered."""
    return sum(read_erased_homes(session).values()) if report.entered else 0


def _report(
    read: _Read, plan: ListedPlan, *, import_id: str | None, earlier: datetime | None
) -> ListedReport:
    match = read.listed.match
    return ListedReport(
        import_id=import_id,
        name=read.file.name,
        layout=read.layout.key,
        columns={str(field): _header(match.headers, place) for field, place in match.columns.items()},
        unknown_columns=match.unknown,
        listed=_list_columns(read.listed),
        lines=tuple(plan.lines),
        refused=tuple(RefusedListRow(r.row, r.reason, r.reason_key, r.sheet) for r in read.listed.refused),
        warnings=tuple(RefusedListRow(w.row, w.reason, w.key, w.sheet) for w in read.listed.warnings),
        prospects=plan.count_made(),
        renamed=len(plan.renamed),
        closed=plan.count_closed(),
        covers=plan.count_covers(),
        preview=import_id is None,
        earlier=earlier,
        remembered=read.file.recalled.used_at,
        enters=read.homes is not None,
        entered=len(plan.newcomers.people),
        entered_homes=plan.newcomers.made_homes,
        staff=read.listed.staff,
    )


def make_doubt(match: ListedMatch, layout: LayoutKey, *, source: str, import_id: str) -> ListedDoubt:
    """A row to keep for a person: no more than it takes to know who is meant."""
    listed = match.listed
    return ListedDoubt(
        id=name_doubt(match, layout), import_id=import_id, layout=layout.value, list_name=source, row=listed.row,
        sheet=listed.sheet, name=listed.name, told=store.pack_listed(listed),
        candidates=pack([person.id for person in match.people]), reason_key=match.reason_key,
    )  # fmt: skip


def name_doubt(match: ListedMatch, layout: LayoutKey) -> bytes:
    """Name a row by what it says and who may be meant, so that the same row is asked about once."""
    listed = match.listed
    told = [layout.value, listed.name, str(listed.born or ""), sorted(person.id for person in match.people)]
    return hashlib.sha256(pack(told)).digest()[:16]


def _list_columns(listed: ProspectList) -> tuple[ListColumn, ...]:
    fields = {place: str(field) for field, place in listed.match.columns.items()}
    width = max((len(listed.match.headers), *(place + 1 for place in fields)))
    columns = (
        ListColumn(column_letter(n), _header(listed.match.headers, n), fields.get(n, ""))
        for n in range(width)
    )
    return tuple(column for column in columns if column.header or column.field)


def _header(headers: Sequence[str], place: int) -> str:
    return headers[place] if place < len(headers) else ""


def _count(report: ListedReport) -> dict[str, int]:
    """What the history tells of a list."""
    return {
        "rows": report.rows, "people": len(report.lines), "new": report.prospects, "changed": report.renamed,
        "closed": report.closed, "covers": report.covers, "unchanged": report.counts[ListedState.KNOWN],
        "refused": len(report.refused), "maybe": report.counts[ListedState.MAYBE],
        "not_found": report.counts[ListedState.ABSENT], "entered": report.entered,
        "entered_homes": report.entered_homes,
        **_count_staff(report.staff),
    }  # fmt: skip


def _count_staff(staff: Staff | None) -> dict[str, int]:
    if staff is None:
        return {}
    told = {"firms": staff.firms, "employees": staff.employees, "insured_employees": staff.insured}
    return {name: count for name, count in told.items() if count is not None}
