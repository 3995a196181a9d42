"""Decisions on the territory: previewed, entered as one deed, carried out on their day; who waits is placed by hand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.changes import Changes
from outreach_app.domain.local_rules import AREA_NAMES, AreaClass
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.territory_steps import DatedUnits, Step, StepKind, list_former_names
from outreach_app.errors import BadInput, Message, say
from outreach_app.exchange.territory_list import RefusedLine, TerritoryLine, read_territory_list
from outreach_app.i18n import Count
from outreach_app.services import territory_placing
from outreach_app.services.deeds import need_office, open_deed, undo_deed
from outreach_app.services.desk import Desk, Done
from outreach_app.services.list_places import own_commune
from outreach_app.services.places import place_of_village
from outreach_app.services.rule_book import current_book
from outreach_app.services.territory_carrying import carry_out, note_former_commune
from outreach_app.services.territory_data import read_units
from outreach_app.services.territory_placing import Choice, Placed, Waiting
from outreach_app.services.territory_plan import Decision, Planner, TerritoryPlan
from outreach_app.services.undoing import Undoing
from outreach_app.store import settings, territory, village_rows, villages

_Lines = tuple[tuple[TerritoryLine, ...], tuple[RefusedLine, ...]]


@dataclass(frozen=True, slots=True)
class Touch:
    """What one step carries along: households, targets and official figures, visit lists and assignments."""

    step: Step
    households: int
    targets: int
    lists: int
    assignments: int
    parts: tuple[str, ...] = ()
    """Of a division the full names of all parts, in the order of the file."""


@dataclass(frozen=True, slots=True)
class TerritoryReport:
    """What a decision does or would do; with refused lines nothing is entered. `deed` takes it back."""

    decision: Decision
    touched: tuple[Touch, ...]
    refused: tuple[RefusedLine, ...]
    warnings: tuple[Message, ...]
    waiting: int
    preview: bool
    deed: str = ""

    def count(self, what: str) -> int:
        """Add up one of the counts: households, targets, lists, assignments."""
        return sum(getattr(each, what) for each in self.touched)


@dataclass(frozen=True, slots=True)
class TerritoryDecisions:
    """The office decides and places; every machine reads."""

    desk: Desk

    def list_steps(self) -> tuple[Step, ...]:
        """List the steps by the day they hold from."""
        with self.desk.read() as session:
            return territory.list_steps(session)

    def preview(self, file: Path, decision: Decision) -> TerritoryReport:
        """Say what a decision would do; nothing is written."""
        lines = read_territory_list(file)
        with self.desk.read() as session:
            plan = _plan(session, decision, lines)
            return _report(session, decision, plan, self.desk.today)

    def apply(self, file: Path, decision: Decision) -> Done[TerritoryReport]:
        """Enter a decision whole or not at all; what holds by today is carried out at once."""
        lines = read_territory_list(file)
        with open_deed(self.desk) as (writer, deed):
            need_office(writer.session)
            plan = _plan(writer.session, decision, lines)
            report = _report(writer.session, decision, plan, self.desk.today)
            if plan.refused:
                raise BadInput(
                    say("{count} lines of the decision cannot be entered.", count=Count(len(plan.refused))),
                    say("Look at the preview, mend the file and enter it again."),
                    key="refused_lines",
                )
            made = [replace(step, id=territory.add_step(writer, step)) for step in plan.steps]
            for step in made:
                if step.on <= self.desk.today:
                    carry_out(writer, step, self.desk.today)
        return Done(replace(report, preview=False, deed=deed), writer.changes())

    def carry_due(self) -> Done[int]:
        """Carry out what was entered before its day and holds by now; returns how many steps."""
        return carry_due(self.desk)

    def undo(self, deed: str) -> Done[Undoing]:
        """Take back a decision or a placing by the name its report gave."""
        return undo_deed(self.desk, deed)

    # --------------------------------------------------------------------------------------------- who waits where
    def list_waiting(self) -> list[Waiting]:
        """List what a person must place: households of divided villages, villages of divided communes."""
        with self.desk.read() as session:
            return territory_placing.list_waiting(session, self.desk.today)

    def place(self, choice: Choice) -> Done[Placed]:
        """Settle where a group of households, or a village, belongs; its report names the deed."""
        with open_deed(self.desk) as (writer, deed):
            need_office(writer.session)
            placed = territory_placing.place(writer, choice, self.desk.today)
        return Done(replace(placed, deed=deed), writer.changes())

    def tell_mark(self, household: bytes) -> Message | None:
        """Say that a household's place is not settled, and since when; None for any other."""
        with self.desk.read() as session:
            return territory_placing.tell_mark(session, household)

    # ------------------------------------------------------------------------------------------------ names by day
    def read_units(self) -> DatedUnits:
        """The units with what the office entered."""
        with self.desk.read() as session:
            return read_units(session)

    def list_former(self, ids: Sequence[bytes]) -> dict[bytes, list[str]]:
        """What some villages were called before, and what was merged into them; latest first."""
        with self.desk.read() as session:
            steps = territory.list_steps(session)
        return {id: [name for name, _ in list_former_names(id, steps)] for id in ids}

    def note_former_commune(self, village: bytes, code: str) -> Done[str]:
        """Tell in which commune of the list before 1 July 2025 a village lay; gives that commune's name then.

        BadInput `no_predecessor` for a commune that no part of today's was made of.
        """
        with self.desk.write() as writer:
            need_office(writer.session)
            name = note_former_commune(writer, village, code.partition("@")[0].strip(), self.desk.today)
        return Done(name, writer.changes())

    def read_class(self, village: VillageRow, on: date | None = None) -> AreaClass | None:
        """How a village is classed on a day; None when the rule book does not say."""
        with self.desk.read() as session:
            return _read_class(session, current_book(session), village, on or self.desk.today)

    def read_classes(self, rows: Sequence[VillageRow]) -> dict[bytes, tuple[AreaClass, ...]]:
        """The classes of some villages today."""
        with self.desk.read() as session:
            book = current_book(session)
            return {
                row.id: book.area_classes(place_of_village(session, row), self.desk.today) for row in rows
            }


def carry_due(desk: Desk) -> Done[int]:
    """Carry out at the office what was entered before its day and holds by now; returns how many steps."""
    with desk.read() as session:
        is_office = settings.read_machine(session).role == "office"
        due = _find_due(territory.list_steps(session), desk.today) if is_office else []
    if not due:
        return Done(0, Changes())
    with open_deed(desk) as (writer, _):
        for step in _find_due(territory.list_steps(writer.session), desk.today):
            carry_out(writer, step, desk.today)
    return Done(len(due), writer.changes())


def _plan(session: Session, decision: Decision, lines: _Lines) -> TerritoryPlan:
    if not decision.number.strip():
        raise BadInput(
            say("The decision has no number."),
            say("Write its number, such as 12/NQ-HĐND."),
            key="number_missing",
        )
    there = villages.list_villages(session)
    planner = Planner(decision, read_units(session), there, own_commune(session, there))
    return planner.plan(*lines)


def _report(session: Session, decision: Decision, plan: TerritoryPlan, today: date) -> TerritoryReport:
    homes = territory.count_homes(session)
    touched = tuple(
        replace(_touch(session, step, homes), parts=_list_parts(plan.steps, step))
        for step in _once(plan.steps)
    )
    waiting = sum(each.households for each in touched if each.step.kind is StepKind.DIVIDED)
    warnings = tuple(_warn(session, decision, plan.steps, today))
    return TerritoryReport(decision, touched, tuple(plan.refused), warnings, waiting, preview=True)


def _list_parts(steps: Sequence[Step], step: Step) -> tuple[str, ...]:
    if step.kind is not StepKind.DIVIDED:
        return ()
    return tuple(
        each.new.full_name if each.is_village else each.new.name
        for each in steps
        if each.kind is StepKind.DIVIDED and each.old.key == step.old.key
    )


def _once(steps: Sequence[Step]) -> list[Step]:
    """Of a division the first step: its households are counted once."""
    seen, kept = set[str](), []
    for step in steps:
        if step.kind is not StepKind.DIVIDED or step.old.key not in seen:
            kept.append(step)
        seen.add(step.old.key)
    return kept


def _touch(session: Session, step: Step, homes: Counter[bytes]) -> Touch:
    if not step.is_village:
        there = territory.list_in_commune(session, step.old.key, step.old.vintage)
        targets = sum(territory.count_unit_rows(session, step.old.key, step.old.vintage))
        return Touch(step, sum(homes[v.id] for v in there), targets, 0, 0)
    carried = Counter(table for table, _ in village_rows.list_carried(session, step.old.village))
    targets = len(village_rows.list_counted(session, step.old.village))
    return Touch(step, homes[step.old.village], targets, carried["sheet"], carried["assignment"])


def _warn(session: Session, decision: Decision, steps: Sequence[Step], today: date) -> list[Message]:
    found = []
    if decision.on > today:
        found.append(
            say("It holds from {day} on: until then the former names and places stay.", day=decision.on)
        )
    for step in _once(steps):
        if step.kind is StepKind.DIVIDED and _touch(session, step, Counter()).targets:
            found.append(
                say("The targets of {name} stay under it, because it is divided.", name=step.old.name)
            )
        if step.kind is StepKind.DIVIDED and step.is_village and _has_lists(session, step):
            found.append(
                say(
                    "Visit lists and assignments of {name} stay with it: hand its doors out anew.",
                    name=step.old.name,
                )
            )
    return found + _warn_of_classes(session, decision, steps) + _warn_of_twins(session, steps)


def _has_lists(session: Session, step: Step) -> bool:
    return bool(village_rows.list_carried(session, step.old.village))


def _warn_of_classes(session: Session, decision: Decision, steps: Sequence[Step]) -> list[Message]:
    book, found = current_book(session), []
    for step in steps:
        if not (step.is_village and step.kind is not StepKind.RENAMED):
            continue
        old = villages.read_village(session, step.old.village)
        new = villages.read_village(session, step.new.village) if step.new.key else None
        was = _read_class(session, book, old, decision.on) if old else None
        now = _read_class(session, book, new, decision.on) if new else None
        if was is not None and was is not now:
            found.append(
                say("{name} was classed {area}: enter the class of {new} in the rule book.", name=step.old.name,
                    area=say(AREA_NAMES[was]), new=step.new.name)
            )  # fmt: skip
    return found


def _warn_of_twins(session: Session, steps: Sequence[Step]) -> list[Message]:
    """Villages of two communes that become one may bear one name."""
    found = []
    for step in steps:
        if step.is_village or step.kind is not StepKind.MERGED:
            continue
        there = {v.name for v in territory.list_in_commune(session, step.new.key, step.new.vintage)}
        for village in territory.list_in_commune(session, step.old.key, step.old.vintage):
            if village.name in there:
                found.append(say("Two villages of the new commune are called {name}.", name=village.name))
    return found


def _read_class(session: Session, book: RuleBook, village: VillageRow, on: date) -> AreaClass | None:
    return book.area_class(place_of_village(session, village), on)


def _find_due(steps: Sequence[Step], today: date) -> list[Step]:
    return [step for step in steps if step.carried_on is None and step.on <= today]
