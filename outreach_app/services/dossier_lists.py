"""Bringing in lists of accepted and returned papers: a preview without effect, then all that is sure or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.dossier_lists import (
    DossierLine,
    DossierReport,
    DossierState,
    ListedDossier,
    OpenDossier,
    plan_dossiers,
)
from outreach_app.domain.dossiers import DossierStep, SignUpRow
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.rows import RefusedListRow
from outreach_app.errors import say
from outreach_app.exchange.column_choices import ColumnChoice
from outreach_app.exchange.dossier_list import DossierList, parse_dossier_list
from outreach_app.exchange.stopped_list import RowProblem
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk, Done
from outreach_app.services.dossiers import LONGEST_WHY
from outreach_app.services.list_columns import DOSSIERS
from outreach_app.services.list_entry import (
    ListFile,
    check_rows,
    enter_list,
    read_list,
    refuse_choice,
    remember_columns,
)
from outreach_app.store import dossiers, registers, stopped
from outreach_app.store.journal import Writer
from outreach_app.store.stopped import Resident

_OFFICE = say("Only the office accepts and returns papers.")


@dataclass(frozen=True, slots=True)
class DossierLists:
    """Lists of what became of papers; the office's work, since it alone accepts and returns."""

    desk: Desk

    def preview(
        self,
        path: Path,
        *,
        choices: Mapping[int, str] | None = None,
        columns: ColumnChoice | None = None,
    ) -> DossierReport:
        """Say what bringing in a list would do; nothing is written. Without `columns` those used before are taken."""
        file, listed = self._read(path, columns)
        with self.desk.read() as session:
            need_office(session, _OFFICE)
            lines = _plan(session, listed.rows, choices or {})
            report = _report(path, listed, lines, earlier=registers.find_import(session, file.hash))
            return replace(report, remembered=file.recalled.used_at)

    def bring_in(
        self,
        path: Path,
        *,
        choices: Mapping[int, str] | None = None,
        columns: ColumnChoice | None = None,
    ) -> Done[DossierReport]:
        """Bring in every row whose sign-up is sure; `choices` tells by the number of a row which sign-up is meant.

        It is named by its id. NotAllowed `office_only` on a laptop.
        """
        file, listed = self._read(path, columns)
        with self.desk.read() as session:
            need_office(session, _OFFICE)
        with enter_list(self.desk, file) as entry:
            lines = _plan(entry.writer.session, listed.rows, choices or {})
            _write(entry.writer, lines, who=self.desk.canvasser)
            report = _report(path, listed, lines, import_id=entry.import_id, earlier=entry.earlier)
            entry.note(_count(report), report.columns)
            remember_columns(entry, file, headers=listed.headers, places=listed.places, now=self.desk.now)
        return Done(replace(report, remembered=file.recalled.used_at), entry.writer.changes())

    def _read(self, path: Path, columns: ColumnChoice | None) -> tuple[ListFile, DossierList]:
        file, sheets = read_list(self.desk, path, DOSSIERS, columns)
        return file, parse_dossier_list(sheets, choice=file.choice, today=self.desk.today)


def _plan(session: Session, listed: Sequence[ListedDossier], choices: Mapping[int, str]) -> list[DossierLine]:
    numbers = {n for row in listed for n in (row.insurance_number, row.citizen_number) if n}
    residents = {
        each.person.id: each
        for each in stopped.list_named(session, numbers=numbers, names=[r.name for r in listed])
    }
    chosen = _read_choices(session, listed, choices, residents)
    rows = dossiers.list_of_people(session, set(residents))
    known = [_make_open(row, residents[row.person]) for row in rows if row.person in residents]
    return plan_dossiers(listed, known, chosen)


def _read_choices(
    session: Session,
    listed: Sequence[ListedDossier],
    choices: Mapping[int, str],
    residents: dict[bytes, Resident],
) -> dict[int, bytes]:
    """Check what was chosen by hand; whoever is meant need not be named as the list names them."""
    check_rows(choices, [row.row for row in listed])
    found: dict[int, bytes] = {}
    for row, text in choices.items():
        sign_up = dossiers.read_sign_up(session, parse_row_id(text.strip()))
        if sign_up is None:
            raise refuse_choice(
                say("Row {row}: “{text}” is no sign-up.", row=row, text=text),
                say("Give the id of the sign-up, as --preview prints it."),
            )
        for who in stopped.list_residents(session, [sign_up.person]):
            residents.setdefault(who.person.id, who)
        found[row] = sign_up.id
    return found


def _make_open(row: SignUpRow, who: Resident) -> OpenDossier:
    standing = row.standing
    sent = standing.on if standing is not None and standing.step is DossierStep.SENT else None
    return OpenDossier(
        row.id, row.person, who.person.name, who.person.born, who.person.insurance_number, who.person.citizen_number,
        row.scheme, row.first_month, row.stage, who.household, who.code, who.village, standing, sent,
    )  # fmt: skip


def _write(writer: Writer, lines: Sequence[DossierLine], *, who: bytes | None) -> None:
    writer.create_many(
        "dossier_state", [_values(line, who) for line in lines if line.state is DossierState.MATCHED]
    )


def _values(line: DossierLine, who: bytes | None) -> dict[str, object]:
    (sign_up,), listed = line.found, line.listed
    values: dict[str, object] = {
        "enrolment": sign_up.id, "state": listed.step.value, "why": listed.told[:LONGEST_WHY],
        "happened_on": listed.on.isoformat(), "canvasser": who,
        "supersedes": sign_up.standing.id if sign_up.standing else None,
    }  # fmt: skip
    return values


def _report(
    path: Path,
    listed: DossierList,
    lines: Sequence[DossierLine],
    *,
    earlier: datetime | None,
    import_id: str | None = None,
) -> DossierReport:
    return DossierReport(
        import_id=import_id,
        name=path.name,
        columns=dict(listed.columns),
        lines=tuple(lines),
        refused=tuple(map(_tell, listed.refused)),
        warnings=tuple(map(_tell, listed.warnings)),
        preview=import_id is None,
        earlier=earlier,
    )


def _tell(problem: RowProblem) -> RefusedListRow:
    return RefusedListRow(problem.row, problem.reason, problem.key)


def _count(report: DossierReport) -> dict[str, int]:
    """What the history tells of a list."""
    return {
        "rows": len(report.lines) + len(report.refused), "people": len(report.select(DossierState.MATCHED)),
        "new": report.count(DossierStep.ACCEPTED), "changed": report.count(DossierStep.RETURNED),
        "unchanged": len(report.select(DossierState.KNOWN)), "refused": len(report.refused),
        "maybe": len(report.select(DossierState.CHOOSE)), "not_found": len(report.select(DossierState.UNKNOWN)),
    }  # fmt: skip
