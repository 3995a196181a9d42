"""Bringing in lists of stopped members (C21a-TS): a preview that changes nothing, then all that is sure or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.rows import RefusedListRow
from outreach_app.domain.stopped import (
    StoppedMatch,
    StoppedMember,
    Villager,
    index_villagers,
    match_stopped,
)
from outreach_app.domain.stopped_lines import LineState, StoppedReport
from outreach_app.domain.stopped_periods import STOPPED_REASON
from outreach_app.errors import say
from outreach_app.exchange.column_choices import ColumnChoice
from outreach_app.exchange.stopped_list import RowProblem, StoppedList, parse_stopped_list
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk, Done
from outreach_app.services.households import find_household
from outreach_app.services.list_columns import STOPPED
from outreach_app.services.list_entry import (
    ListFile,
    check_rows,
    enter_list,
    read_list,
    refuse_choice,
    remember_columns,
)
from outreach_app.services.stopped_plan import StoppedPlan, choose, make_stopped_plan
from outreach_app.store import registers, stopped
from outreach_app.store.journal import Writer
from outreach_app.store.stopped import Resident

_OFFICE = say("Only the office brings in lists of people who stopped.")

_ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class StoppedLists:
    """Lists of people who stopped; the office's work, since its people live in every village."""

    desk: Desk

    def preview(
        self,
        path: Path,
        *,
        choices: Mapping[int, str] | None = None,
        columns: ColumnChoice | None = None,
    ) -> StoppedReport:
        """Say what bringing in a list would do; nothing is written. Without `columns` those used before are taken."""
        file, listed = self._read(path, columns)
        with self.desk.read() as session:
            need_office(session, _OFFICE)
            plan = self._plan(session, listed, choices or {})
            earlier = registers.find_import(session, file.hash)
            report = _report(path, listed, plan, earlier=earlier, desk=self.desk)
            return replace(report, remembered=file.recalled.used_at)

    def bring_in(
        self,
        path: Path,
        *,
        choices: Mapping[int, str] | None = None,
        columns: ColumnChoice | None = None,
    ) -> Done[StoppedReport]:
        """Bring in everybody who is found for sure; `choices` tells by the number of a row who is meant there: the
        code of the household or the id of the person. NotAllowed `office_only` on a laptop.
        """
        file, listed = self._read(path, columns)
        with self.desk.read() as session:
            need_office(session, _OFFICE)
        with enter_list(self.desk, file) as entry:
            plan = self._plan(entry.writer.session, listed, choices or {})
            _write_plan(entry.writer, plan, source=path.name)
            report = _report(
                path, listed, plan, import_id=entry.import_id, earlier=entry.earlier, desk=self.desk
            )
            entry.note(_count(report), report.columns)
            remember_columns(entry, file, headers=listed.headers, places=listed.places, now=self.desk.now)
        return Done(replace(report, remembered=file.recalled.used_at), entry.writer.changes())

    def _read(self, path: Path, columns: ColumnChoice | None) -> tuple[ListFile, StoppedList]:
        file, sheets = read_list(self.desk, path, STOPPED, columns)
        return file, parse_stopped_list(sheets, choice=file.choice, today=self.desk.today)

    def _plan(self, session: Session, listed: StoppedList, choices: Mapping[int, str]) -> StoppedPlan:
        usable = [member for member in listed.members if _why_undated(member, self.desk) is None]
        residents = {
            each.person.id: each
            for each in stopped.list_named(
                session, numbers={m.number for m in usable if m.number}, names=[m.name for m in usable]
            )
        }
        known = index_villagers(Villager(each.person, each.village) for each in residents.values())
        matches = [match_stopped(member, known) for member in usable]
        matches = _take_choices(session, matches, choices, residents)
        held = stopped.read_holdings(session, {person.id for match in matches for person in match.people})
        return make_stopped_plan(matches, residents, held, today=self.desk.today)


def _take_choices(
    session: Session,
    matches: Sequence[StoppedMatch],
    choices: Mapping[int, str],
    residents: dict[bytes, Resident],
) -> list[StoppedMatch]:
    check_rows(choices, [match.listed.row for match in matches])
    taken = []
    for match in matches:
        chosen = choices.get(match.listed.row)
        if chosen is None:
            taken.append(match)
            continue
        who = _find_chosen(session, match, chosen, residents)
        residents[who.person.id] = who
        taken.append(choose(match, who))
    return taken


def _find_chosen(
    session: Session, match: StoppedMatch, text: str, residents: Mapping[bytes, Resident]
) -> Resident:
    """Who is meant: a candidate by the code of the household, or anybody of here by id."""
    if len(text.strip()) == _ID_LENGTH:
        found = stopped.list_residents(session, [parse_row_id(text.strip())])
    else:
        home = find_household(session, text)
        candidates = (residents[person.id] for person in match.people)
        found = [each for each in candidates if each.household == home]
    living = [each for each in found if not each.person.deceased]
    if len(living) == 1:
        return living[0]
    raise refuse_choice(
        say("Row {row}: “{text}” does not say which person is meant.", row=match.listed.row, text=text),
        say("Give the id of the person, as household show prints it."),
    )


def _why_undated(member: StoppedMember, desk: Desk) -> RefusedListRow | None:
    """Why a row cannot be taken in without its month: nobody knows until when somebody was covered."""
    if member.stopped is None:
        return RefusedListRow(member.row, say("The month in which it was stopped is not told."), "no_month")
    if member.stopped > add_months(first_of_month(desk.today), 1):
        reason = say("The month in which it was stopped lies in the future.")
        return RefusedListRow(member.row, reason, "future_month")
    return None


def _write_plan(writer: Writer, plan: StoppedPlan, *, source: str) -> None:
    writer.create_many(
        "membership",
        [
            {
                "person": person,
                "scheme": scheme.value,
                "ends": last.isoformat(),
                "source": source,
                **_why(why),
            }
            for person, scheme, last, why in plan.periods
        ],
    )
    writer.create_many(
        "prospect",
        [
            {
                "person": who.person.id, "household": who.household, "scheme": scheme.value,
                "reason": STOPPED_REASON, "source": source,
            }
            for who, scheme in plan.prospects
        ],
    )  # fmt: skip
    for row, (last, why) in plan.ends.items():
        writer.edit("membership", row, {"ends": last.isoformat(), "source": source, **_why(why)})
    for row in plan.renamed:
        writer.edit("prospect", row, {"reason": STOPPED_REASON, "source": source})


def _why(reason: LapseReason | None) -> dict[str, object]:
    """What a period gets of the reason; where the list tells none nothing is written."""
    return {"lapse_reason": reason.value} if reason is not None else {}


def _report(
    path: Path,
    listed: StoppedList,
    plan: StoppedPlan,
    *,
    desk: Desk,
    earlier: datetime | None,
    import_id: str | None = None,
) -> StoppedReport:
    undated = [problem for member in listed.members if (problem := _why_undated(member, desk))]
    refused = sorted([*map(_tell, listed.refused), *undated], key=lambda each: each.row)
    gone = {each.row for each in undated}
    return StoppedReport(
        import_id=import_id,
        name=path.name,
        columns=dict(listed.columns),
        lines=tuple(plan.lines),
        refused=tuple(refused),
        warnings=tuple(_tell(each) for each in listed.warnings if each.row not in gone),
        made=len(plan.periods),
        ended=len(plan.ends),
        preview=import_id is None,
        earlier=earlier,
    )


def _tell(problem: RowProblem) -> RefusedListRow:
    return RefusedListRow(problem.row, problem.reason, problem.key)


def _count(report: StoppedReport) -> dict[str, int]:
    """What the history tells of a list."""
    new = report.count_people(LineState.MATCHED)
    known = report.count_people(LineState.KNOWN, LineState.JOINED_AGAIN)
    return {
        "rows": len(report.lines) + len(report.refused), "households": report.count_households(),
        "people": new + known, "new": new, "changed": report.ended, "unchanged": known, "refused": len(report.refused),
    }  # fmt: skip
