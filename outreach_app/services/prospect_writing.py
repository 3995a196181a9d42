"""Writing what a list of people to be asked came to: prospects with reason and source, marks, last insured days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.listed_people import ListedPerson
from outreach_app.domain.people import Scheme
from outreach_app.domain.progress import Watch, tell_progress, unwatched
from outreach_app.domain.prospects import Stage
from outreach_app.services.listed_newcomers import Newcomer
from outreach_app.services.prospect_plan import ListedPlan, PlannedProspect
from outreach_app.services.register_plan import Plan
from outreach_app.services.register_writing import write_register_plan
from outreach_app.store.journal import Writer

WRITE = "write"


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where reasons come from: the list's name, its import, and the day it was brought in."""

    name: str
    import_id: str
    named_on: date

    def tell(self, listed: ListedPerson) -> dict[str, object]:
        """The fields of a prospect that tell the source of its reason, with the sheet and the row."""
        named = f"{self.name} · {listed.sheet}" if listed.sheet else self.name
        staff = {"employees": listed.employees, "insured_employees": listed.insured_employees}
        return {
            "source": named, "import_id": self.import_id, "source_row": listed.row,
            "named_on": self.named_on.isoformat(), **{key: told for key, told in staff.items() if told is not None},
        }  # fmt: skip


def write_plan(writer: Writer, plan: ListedPlan, source: ListSource, *, watch: Watch = unwatched) -> None:
    """Write a plan; a watch that stops takes everything back."""
    _write_newcomers(writer, plan, source, watch)
    values = (_make_values(each, source) for each in plan.prospects)
    writer.create_many("prospect", tell_progress(values, watch, WRITE, total=len(plan.prospects)))
    writer.create_many(
        "membership",
        [
            {"person": person, "scheme": scheme.value, "ends": until.isoformat(), "source": source.name}
            for person, scheme, until in plan.covers
        ],
    )
    for row, (reason, listed) in tell_progress([*plan.renamed.items(), *plan.closed.items()], watch, WRITE):
        closed = {"stage": Stage.CLOSED.value} if row in plan.closed else {}
        writer.edit("prospect", row, {"reason": reason, **source.tell(listed), **closed})


def _write_newcomers(writer: Writer, plan: ListedPlan, source: ListSource, watch: Watch) -> None:
    """Enter people as a register does, and put them on the list of those to be asked, or of those who are not."""
    homes, people = plan.newcomers.homes, plan.newcomers.people
    entries = Plan([home.plan() for home in homes])
    made = write_register_plan(writer, entries, source=source.name, watch=watch)
    entered = list(zip(people, made, strict=True))
    writer.create_many("prospect", [each for one in entered for each in _make_prospects(*one, plan, source)])
    if plan.cover is None:
        return
    writer.create_many(
        "membership",
        [
            {"person": person, "scheme": plan.cover.value, "ends": each.listed.until.isoformat(), "source": source.name}
            for each, (person, _) in entered
            if each.listed.until is not None
        ],
    )  # fmt: skip


def _make_prospects(
    new: Newcomer, where: tuple[bytes, bytes], plan: ListedPlan, source: ListSource
) -> Iterator[dict[str, object]]:
    person, household = where
    told: dict[str, object] = {"person": person, "household": household, **source.tell(new.listed)}
    for scheme in new.asked:
        yield {**told, "scheme": scheme.value, "reason": plan.reason, "stage": Stage.NEW.value}
    if new.closing:
        yield {**told, "scheme": Scheme.VOLUNTARY.value, "reason": new.closing, "stage": Stage.CLOSED.value}


def _make_values(planned: PlannedProspect, source: ListSource) -> dict[str, object]:
    return {
        "person": planned.who.person.id, "household": planned.who.household, "scheme": planned.scheme.value,
        "reason": planned.reason, "stage": planned.stage.value, **source.tell(planned.listed),
    }  # fmt: skip
