"""Where a household or a unit lies, as the rule book asks for it."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.local_rules import ExtraSupport, FormerPlace, Place
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.territory import Level
from outreach_app.domain.territory_steps import StepKind
from outreach_app.services.territory_data import load_territory
from outreach_app.store import territory, villages


def place_of(code: str, vintage: str, *, village: str = "") -> Place:
    """The place of a commune or province by its code; an unknown code gives a place without a province."""
    lists = load_territory()
    unit = lists.unit(code, vintage)
    if unit is None:
        return Place(commune=code, vintage=vintage, village=village)
    chain = (unit, *lists.ancestors(unit))
    codes = {step.level: step.code for step in reversed(chain)}
    return Place(codes.get(Level.PROVINCE, ""), codes.get(Level.COMMUNE, ""), village, vintage)


def place_of_village(session: Session, village: VillageRow) -> Place:
    """The place of a village of this workspace, with the names and communes it had before."""
    place = place_of(village.commune_code, village.commune_vintage, village=village.name)
    former = tuple(
        FormerPlace(step.old.parent, step.old.vintage, step.old.name, step.on)
        for step in territory.list_steps(session)
        if step.kind in (StepKind.RENAMED, StepKind.MOVED)
        and step.is_village
        and step.old.key == village.id.hex()
    )
    return replace(place, former=former) if former else place


def read_top_ups(
    session: Session, book: RuleBook, *, scheme: Scheme, category: str, village: bytes | None, on: date
) -> tuple[ExtraSupport, ...]:
    """What province and commune of a household's village add, as a quote takes it; nothing without a village."""
    row = villages.read_village(session, village) if village else None
    return book.top_ups(scheme, category, place=place_of_village(session, row), on=on) if row else ()
