"""Bringing in lists of people to be asked: a preview that changes nothing, then the whole list or nothing of it."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.list_layouts import LayoutKey, ListLayout
from outreach_app.domain.listed_judging import ListedState
from outreach_app.domain.listed_lines import ListedReport
from outreach_app.domain.listed_people import ListedMatch, match_listed
from outreach_app.domain.name_likeness import NameKeys
from outreach_app.domain.progress import Step, Watch, tell_progress, unwatched
from outreach_app.domain.rows import ListColumn, RefusedListRow
from outreach_app.domain.stopped import Villager, index_villagers
from outreach_app.errors import NotAllowed, say
from outreach_app.exchange.column_choices import ColumnChoice, column_letter
from outreach_app.exchange.prospect_list import (
    READ,
    ProspectList,
    find_columns,
    read_people,
)
from outreach_app.exchange.sheets import read_sheets
from outreach_app.files import read_capped
from outreach_app.services.backups import secure_before_import
from outreach_app.services.desk import Desk, Done
from outreach_app.services.list_columns import choose_columns, remember
from outreach_app.services.list_layouts import load_layouts
from outreach_app.services.prospect_plan import ListedPlan, make_planner
from outreach_app.services.prospect_writing import ListSource, write_plan
from outreach_app.store import listed as store
from outreach_app.store import registers, settings, stopped, stretches
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import ListedDoubt, ListImport
from outreach_app.store.packing import pack
from outreach_app.wire.columns import collector_paused

MATCH, JUDGE = "match", "judge"
_FILE_LIMIT = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Read:
    """A list as it was read: what it holds, its hash, when its columns were last chosen by hand, and as what they were
    chosen now.
    """

    layout: ListLayout
    listed: ProspectList
    file_hash: bytes
    remembered: datetime | None
    chosen: ColumnChoice | None


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
        watch: Watch = unwatched,
    ) -> ListedReport:
        """Say what bringing in a list would do; nothing is written. Without `columns` those used before are taken."""
        with self.desk.read() as session, collector_paused():
            _need_office(session)
            read = self._read(session, path, layout, columns, watch)
            plan = self._plan(session, read, watch)
            return self._report(session, path, read, plan, import_id=None)

    def bring_in(
        self,
        path: Path,
        layout: LayoutKey,
        *,
        columns: ColumnChoice | None = None,
        watch: Watch = unwatched,
    ) -> Done[ListedReport]:
        """Bring in a list: what is sure is written, the rest waits for a person. All or nothing, stopped or not.

        NotAllowed `office_only` on a laptop.
        """
        with self.desk.read() as session, collector_paused():
            _need_office(session)
            read = self._read(session, path, layout, columns, watch)
        secure_before_import(self.desk)
        import_id = secrets.token_hex(8)
        with self.desk.write(bulk=True) as writer, collector_paused():
            plan = self._plan(writer.session, read, watch)
            report = self._report(writer.session, path, read, plan, import_id=import_id)
            write_plan(writer, plan, ListSource(path.name, import_id, self.desk.today), watch=watch)
            self._keep_doubts(writer, plan, read.layout, path.name, import_id)
            self._remember(writer, read)
            writer.touched.everything = True
            registers.add_import(writer.session, _past(report, read.file_hash, stamp_of(self.desk.now)))
            stretches.add_stretch(writer, import_id, stretches.LIST)
        return Done(report, writer.changes())

    # ---------------------------------------------------------------------------------------------- reading
    def _read(
        self,
        session: Session,
        path: Path,
        key: LayoutKey,
        columns: ColumnChoice | None,
        watch: Watch,
    ) -> _Read:
        watch(Step(0, 1, READ))
        layout, book = load_layouts().layouts[key], load_layouts()
        file_hash = hashlib.sha256(read_capped(path, _FILE_LIMIT)).digest()
        sheets = read_sheets(path)
        recalled = choose_columns(session, key.value, sheets, columns)
        choice = recalled.choice
        found = find_columns(sheets, layout, choice=choice)
        watch(Step(0, 1, READ))
        listed = read_people(found, layout, book, today=self.desk.today, watch=watch)
        chosen = choice if columns is not None else None
        return _Read(layout, listed, file_hash, recalled.used_at, chosen)

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
        settled = store.read_settled(session)
        for match in tell_progress(matches, watch, JUDGE):
            planner.add(match, settled=bool(settled) and name_doubt(match, read.layout.key) in settled)
        return planner.plan

    # ---------------------------------------------------------------------------------------------- writing
    def _keep_doubts(
        self, writer: Writer, plan: ListedPlan, layout: ListLayout, source: str, import_id: str
    ) -> None:
        store.tidy_doubts(writer.session)
        rows = [make_doubt(match, layout.key, source=source, import_id=import_id) for match in plan.doubts]
        store.add_doubts(writer.session, rows)

    def _remember(self, writer: Writer, read: _Read) -> None:
        """Keep what was chosen by hand; taking the columns as they were found leaves what is kept."""
        if read.chosen is not None:
            match = read.listed.match
            places = {str(name): place for name, place in match.columns.items()}
            remember(
                writer.session, read.layout.key.value, read.chosen, headers=match.headers, places=places,
                now=self.desk.now,
            )  # fmt: skip

    def _report(
        self, session: Session, path: Path, read: _Read, plan: ListedPlan, *, import_id: str | None
    ) -> ListedReport:
        match = read.listed.match
        return ListedReport(
            import_id=import_id,
            name=path.name,
            layout=read.layout.key,
            columns={str(field): _header(match.headers, place) for field, place in match.columns.items()},
            unknown_columns=match.unknown,
            listed=_list_columns(read.listed),
            lines=tuple(plan.lines),
            refused=tuple(
                RefusedListRow(r.row, r.reason, r.reason_key, r.sheet) for r in read.listed.refused
            ),
            warnings=tuple(RefusedListRow(w.row, w.reason, w.key, w.sheet) for w in read.listed.warnings),
            prospects=plan.count_made(),
            renamed=len(plan.renamed),
            closed=plan.count_closed(),
            covers=len(plan.covers),
            preview=import_id is None,
            earlier=registers.find_import(session, read.file_hash),
            remembered=read.remembered,
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


def _past(report: ListedReport, file_hash: bytes, made_at: int) -> ListImport:
    counts: Mapping[str, int] = {
        "rows": report.rows, "people": len(report.lines), "new": report.prospects, "changed": report.renamed,
        "closed": report.closed, "covers": report.covers, "unchanged": report.counts[ListedState.KNOWN],
        "refused": len(report.refused), "maybe": report.counts[ListedState.MAYBE],
        "not_found": report.counts[ListedState.ABSENT],
    }  # fmt: skip
    assert report.import_id is not None
    return ListImport(
        id=report.import_id, kind=report.layout.value, name=report.name, hash=file_hash, made_at=made_at,
        counts=pack(dict(counts)), columns=repr(sorted(report.columns.items())),
    )  # fmt: skip


def _need_office(session: Session) -> None:
    if settings.read_machine(session).role != "office":
        raise NotAllowed(
            say("Only the office brings in lists of people to be asked."),
            say("Ask the office."),
            key="office_only",
        )
