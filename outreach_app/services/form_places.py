"""What the place of a household and the rules of a signing day bring into the official forms."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session

from outreach_app.domain.declarations import Whereabouts
from outreach_app.domain.forms import SubsidyTerms
from outreach_app.domain.local_rules import ExtraSupport
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import EnrolmentRow, HouseholdRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.territory import name_village
from outreach_app.services.place_names import NamesOfDay
from outreach_app.services.places import read_top_ups
from outreach_app.store import villages


def read_whereabouts(session: Session, home: HouseholdRow | None, on: date) -> Whereabouts:
    """A household's address by the names in force on the day a form bears."""
    village = villages.read_village(session, home.village) if home is not None and home.village else None
    if home is None or village is None:
        return Whereabouts(address=home.address if home else "")
    names = NamesOfDay.read(session, on)
    village, there = names.village(village), names.place(village)
    unit, above = there.commune, there.above
    place = name_village(village.kind, village.name)
    parts = [part for part in (home.address.strip(), place) if part]
    commune = _capital(unit.full_name) if unit else ""
    return Whereabouts(", ".join(parts), commune, _capital(above[-1].full_name) if above else "", commune)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def read_subsidy_terms(
    session: Session, book: RuleBook, row: EnrolmentRow, *, home: HouseholdRow | None
) -> SubsidyTerms:
    """The percentages of a signing day by the rule book: the state's for the category, and what the place adds."""
    on = row.signed_on
    line = book.amount("voluntary.income_floor", on) * book.rule("voluntary.rate", on).share
    top_ups = read_top_ups(
        session,
        book,
        scheme=Scheme.VOLUNTARY,
        category=row.category,
        village=home.village if home else None,
        on=on,
    )
    running = [each for each in top_ups if each.counts and each.since <= on <= each.until]
    percent = Decimal(book.rule(f"voluntary.subsidy.{row.category}", on).value)
    return SubsidyTerms(percent, line, _sum_percent(running))


def _sum_percent(supports: list[ExtraSupport]) -> Decimal | None:
    if not supports or any(each.monthly for each in supports):
        return None
    return sum((each.percent for each in supports), Decimal(0))
