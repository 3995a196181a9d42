"""What one family's leaflet says: the choices kept in Advise, or what everybody begins with, by today's rules."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.documents.leaflet_data import (
    LeafletData,
    LeafletPayment,
    LeafletPension,
    LeafletPerson,
    NextPayment,
)
from outreach_app.documents.leaflet_texts import LeafletTexts
from outreach_app.domain.advice import AdviceBasis, FamilyAdvice, PersonAdvice, PersonBasis
from outreach_app.domain.identity import format_phone
from outreach_app.domain.people import Scheme, Sex
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.text import name_parts
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.i18n import Catalogue
from outreach_app.services.advice import read_basis, read_choices
from outreach_app.services.advice_sums import project, work_out
from outreach_app.services.earlier_amounts import list_earlier_amounts
from outreach_app.services.leaflet_texts import LeafletShelf, catalogue_of
from outreach_app.services.place_names import NamesOfDay
from outreach_app.store import canvassers, objections, settings

_ELDER = 60
_TITLES = {Sex.MALE: ("anh", "ông"), Sex.FEMALE: ("chị", "bà")}


@dataclass(frozen=True, slots=True)
class FamilyLeaflet:
    """One family's leaflet ready to be drawn, and the members it tells of (row ids)."""

    data: LeafletData
    texts: LeafletTexts
    catalogue: Catalogue
    people: tuple[bytes, ...]


def collect_leaflet(
    session: Session,
    household: bytes,
    *,
    today: date,
    canvasser: bytes | None,
    reader: Catalogue,
    shelf: LeafletShelf,
) -> FamilyLeaflet:
    """Collect a household's leaflet in its own language, else in the reader's, inside an open session."""
    basis = read_basis(session, household, today=today)
    texts = shelf.choose(basis.card.household.language, spare=reader.language)
    catalogue = catalogue_of(texts, reader)
    data = _make_leaflet(session, basis, canvasser=canvasser, catalogue=catalogue)
    return FamilyLeaflet(data, texts, catalogue, tuple(each.person.id for each in basis.people))


def _make_leaflet(
    session: Session, basis: AdviceBasis, *, canvasser: bytes | None, catalogue: Catalogue
) -> LeafletData:
    household, today = basis.card.household.id, basis.today
    advice = work_out(basis, read_choices(session, basis))
    machine, card = settings.read_machine(session), basis.card
    who = canvassers.read_canvasser(session, canvasser) if canvasser else None
    unit = NamesOfDay.read(session, today).place(card.village).commune
    sure = advice.health is not None and advice.health.confirmed
    return LeafletData(
        family=_address_family(advice, catalogue),
        household_code=card.household.code,
        office_name=machine.office_name,
        unit_name=unit.full_name if unit else "",
        calculated_on=today,
        rule_book=basis.book.version,
        people=tuple(_make_person(advice, each) for each in basis.people),
        state_voluntary=sum(q.state for q in _quotes(advice) if q.confirmed),
        state_health=sum(each.health.state for each in advice.people if each.health) if sure else 0,
        valid_until=advice.valid_until,
        next_payments=_next_payments(advice),
        contact_name=who.name if who else "",
        contact_phone=(format_phone(who.phone) if who and who.phone else ""),
        unconfirmed=advice.doubts,
        agency=who.agency if who else "",
        collector_code=who.code if who else "",
        office_phone=_office_phone(session),
        pension=_make_pension(advice, catalogue),
        earlier=list_earlier_amounts(session, household, today=today),
        worry=_known_worry(objections.read_last_worry(session, household)),
    )


def _known_worry(worry: str | None) -> str | None:
    return worry if worry in OBJECTION_NAMES else None


def _office_phone(session: Session) -> str:
    phone = objections.read_phone(session)
    return format_phone(phone) if phone else ""


def _quotes(advice: FamilyAdvice) -> list:  # type: ignore[type-arg]
    return [each.voluntary for each in advice.people if each.voluntary]


def _make_person(advice: FamilyAdvice, basis: PersonBasis) -> LeafletPerson:
    told = advice.person(basis.person.id)
    if told is None or (told.health is None and told.voluntary is None):
        return LeafletPerson(
            basis.person.name, basis.person.relation, note=basis.health_closed or basis.voluntary_closed
        )
    return LeafletPerson(
        basis.person.name, basis.person.relation, _health_of(advice, told), _voluntary_of(told)
    )


def _health_of(advice: FamilyAdvice, person: PersonAdvice) -> LeafletPayment | None:
    share, quote = person.health, advice.health
    if share is None or quote is None:
        return None
    return LeafletPayment(share.own, quote.months, confirmed=quote.confirmed, position=share.position)


def _voluntary_of(person: PersonAdvice) -> LeafletPayment | None:
    quote = person.voluntary
    return LeafletPayment(quote.own, quote.months, confirmed=quote.confirmed) if quote else None


def _next_payments(advice: FamilyAdvice) -> tuple[NextPayment, ...]:
    return tuple(
        NextPayment(each.basis.person.name, Scheme.VOLUNTARY, each.voluntary.due[1].day)
        for each in advice.people
        if each.voluntary and len(each.voluntary.due) > 1
    )


def _make_pension(advice: FamilyAdvice, catalogue: Catalogue) -> LeafletPension | None:
    """The pension of whoever was looked at in Advise, else of the first member who joins and can be told one."""
    joining = [each for each in advice.people if each.voluntary is not None]
    joining.sort(key=lambda each: each.basis.person.id != advice.choices.focus)
    for each in joining:
        person = each.basis.person
        told = project(advice.basis, advice.choices, person.id).projection
        if told is None or told.pension_from is None or person.born is None:
            continue
        today = advice.basis.today
        return LeafletPension(
            name=_address(person, today, catalogue, given=True),
            low=told.monthly_low,
            high=told.monthly_high,
            years=tuple((year.months, year.subsidised_months) for year in told.years),
            months_before=told.months_contributed - sum(year.months for year in told.years),
            age_now=person.born.age_on(today),
            starts=today.year,
            age_then=person.born.age_on(told.retires_on),
            ends=told.pension_from.year,
            confirmed=told.confirmed,
        )
    return None


def _address_family(advice: FamilyAdvice, catalogue: Catalogue) -> str:
    card = advice.basis.card
    head = next((m for m in card.members if m.name == card.household.head), None)
    return _address(head, advice.basis.today, catalogue) if head is not None else card.household.head


def _address(person: PersonRow, today: date, catalogue: Catalogue, *, given: bool = False) -> str:
    name = (name_parts(person.name).given or person.name) if given else person.name
    if catalogue.language != "vi" or person.sex is None:
        return name
    elder = person.born is not None and person.born.age_on(today) >= _ELDER
    return f"{_TITLES[person.sex][elder]} {name}"
