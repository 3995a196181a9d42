"""The JSON shapes that are promised, made from the rows that the services return; ids are hexadecimal."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from outreach_app.domain.absences import Absence
from outreach_app.domain.people import PartialDate
from outreach_app.domain.quotes import Step
from outreach_app.domain.rows import (
    EnrolmentRow,
    FileReport,
    HouseholdCard,
    ImportReport,
    PersonRow,
    RefusedListRow,
    SearchHit,
    VisitRow,
)
from outreach_app.i18n import Catalogue, Message

JsonObject = dict[str, object]


def plain(value: Any, words: Catalogue | None = None) -> Any:
    """Turn a value of any row into what JSON knows: ids in hex, days in ISO, percentages as numbers, texts rendered."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Message):
        return words.render(value) if words else str(value)
    if isinstance(value, Mapping):
        return {str(plain(k)): plain(v, words) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v, words) for v in value]
    return value


def row_shape(row: Any, *, leave_out: Iterable[str] = ()) -> JsonObject:
    """Every field of a frozen row under its own name."""
    names = [f.name for f in fields(row) if f.name not in set(leave_out)]
    return {name: plain(getattr(row, name)) for name in names}


def hit_shape(hit: SearchHit, commune: str) -> JsonObject:
    """One search result."""
    shape: JsonObject = {
        "kind": hit.kind.value,
        "code": hit.code,
        "name": hit.name,
        "village": hit.village_name,
        "commune": commune,
        "household_id": hit.household.hex(),
    }
    if hit.person is not None:
        shape["id"] = hit.person.hex()
    if hit.born is not None:
        shape["born"] = str(hit.born)
    if hit.citizen_number_tail:
        shape["citizen_number_tail"] = hit.citizen_number_tail
    return shape


def card_shape(card: HouseholdCard) -> JsonObject:
    """One household with everything."""
    home = card.household
    return {
        "code": home.code,
        "id": home.id.hex(),
        "head": home.head,
        "village": card.village.name,
        "village_letters": card.village.prefix,
        "commune": card.village.commune_code,
        "category": home.category.value,
        "address": home.address,
        "neighbour_group": home.neighbour_group,
        "phone": home.phone,
        "language": home.language,
        "added_at_door": home.added_at_door,
        "do_not_contact": home.do_not_contact,
        "preferred_channel": plain(home.preferred_channel),
        "members": [member_shape(member) for member in card.members],
        "memberships": [row_shape(row) for row in card.memberships],
        "visits": [visit_shape(visit) for visit in card.visits],
        "enrolments": [enrolment_shape(row) for row in card.enrolments],
        "prospects": [row_shape(row, leave_out=("household",)) for row in card.prospects],
        "sensitive": [row_shape(told, leave_out=("withheld",)) for told in card.sensitive if told.any],
    }


def member_shape(person: PersonRow) -> JsonObject:
    """One member of a household."""
    return row_shape(person, leave_out=("household", "absence")) | absence_shape(person.absence)


def absence_shape(absence: Absence) -> JsonObject:
    """What is known of somebody's absence; `back_when` is a day, a month, a year or `tet-2027`."""
    return {
        "away_place": absence.place,
        "away_since": plain(absence.since),
        "back_when": str(absence.back) if absence.back else None,
        "back_sure": plain(absence.sure),
        "away_phone": absence.phone,
        "home_contact": absence.home_contact,
        "returned_on": plain(absence.returned_on),
    }


def visit_shape(visit: VisitRow) -> JsonObject:
    """One visit; `outcome` is the one for the whole door."""
    shape = row_shape(
        visit,
        leave_out=(
            "household", "door_outcome", "outcomes", "lapses", "canvasser", "canvasser_name", "sheet_code",
        ),
    )  # fmt: skip
    told = [
        {"person": o.person.hex(), "scheme": o.scheme.value, "outcome": o.outcome.value}
        for o in visit.outcomes
    ]
    return shape | {
        "outcome": plain(visit.door_outcome),
        "outcomes": told,
        "lapses": [row_shape(each) for each in visit.lapses],
        "canvasser": visit.canvasser_name or None,
        "sheet": visit.sheet_code,
    }


def enrolment_shape(row: EnrolmentRow) -> JsonObject:
    """One sign-up; amounts in đồng for the whole payment."""
    return row_shape(row, leave_out=("household", "canvasser", "canvasser_name")) | {
        "canvasser": row.canvasser_name or None
    }


def step_shapes(steps: Iterable[Step], words: Catalogue) -> list[JsonObject]:
    """The arithmetic of a quote, line by line, each with its rule and legal source."""
    return [
        {
            "rule": step.rule,
            "value": plain(step.value),
            "from": plain(step.since),
            "source": step.source,
            "text": words.render(step.text),
            "result": plain(step.result),
            "mark": step.mark.value,
        }
        for step in steps
    ]


def import_shape(report: ImportReport, words: Catalogue) -> JsonObject:
    """What bringing in a list did or would do."""
    return {
        "import_id": report.import_id,
        "rows": report.rows,
        "households": report.households,
        "households_new": report.households_new,
        "people": report.people,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "refused": [_listed_row(row, words) for row in report.refused],
        "columns": dict(report.columns),
        "unknown_columns": list(report.unknown_columns),
        "villages_new": list(report.villages_new),
        "notes": [words.render(note) for note in report.notes],
        "warnings": [_listed_row(row, words) for row in report.warnings],
        "earlier": plain(report.earlier),
        "remembered": plain(report.remembered),
        "preview": report.preview,
    }


def _listed_row(row: RefusedListRow, words: Catalogue) -> JsonObject:
    shape: JsonObject = {"row": row.row, "reason": words.render(row.reason), "reason_key": row.reason_key}
    return shape | ({"sheet": row.sheet} if row.sheet else {})


def file_shape(report: FileReport, words: Catalogue) -> JsonObject:
    """What one file between machines held, and what became of it."""
    shape = row_shape(report, leave_out=("reason", "advice"))
    told = {name: plain(getattr(report, name), words) for name in ("reason", "advice")}
    return shape | told
