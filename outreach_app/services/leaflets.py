"""What one family's leaflet says: who is asked for which scheme, and the amounts of today's rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.documents.leaflet_data import LeafletData, LeafletPayment, LeafletPerson, NextPayment
from outreach_app.domain.health import quote_health
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Scheme, Sex
from outreach_app.domain.quotes import HealthShare, VoluntaryQuote
from outreach_app.domain.rows import HouseholdCard, MembershipRow, PersonRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.voluntary import income_range, quote_voluntary
from outreach_app.errors import Message
from outreach_app.i18n import Catalogue, say
from outreach_app.services.households import read_card
from outreach_app.services.places import place_of_village
from outreach_app.services.rule_book import current_book
from outreach_app.services.territory_data import load_territory
from outreach_app.store import canvassers, settings

FREE_CARD_UNTIL = 6
"""Children below this age have a card paid by the state (Law on Health Insurance Art 12(3))."""
PUPIL_UNTIL = 18
"""Below this age a child is taken to be insured at school; the office corrects it where it is not so."""
OLDEST_ASKED = 62
"""Nobody at or above the highest retirement age (Decree 135/2020) is asked to begin voluntary insurance on paper."""
HEALTH_MONTHS = 12
_HEALTH = (Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH, Scheme.HEALTH)
_SOCIAL = (Scheme.VOLUNTARY, Scheme.COMPULSORY)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A member with what is offered: health or not, the voluntary quote or None, and why nothing is."""

    person: PersonRow
    health: bool
    voluntary: VoluntaryQuote | None
    note: Message | None


def make_leaflet(
    session: Session, household: bytes, *, today: date, canvasser: bytes | None, catalogue: Catalogue
) -> LeafletData:
    """Collect a household's leaflet from its card, inside an open session."""
    card, book = read_card(session, household), current_book(session)
    machine = settings.read_machine(session)
    asked = [_ask(member, card, book, today) for member in card.members if not member.deceased]
    joining = [each for each in asked if each.health]
    taken = len({row.person for row in card.enrolments if _holds_place(row.scheme, row.signed_on, today)})
    health = quote_health(book, members=max(1, len(joining)), months=HEALTH_MONTHS, on=today, already=taken)
    shares = dict(zip((each.person.id for each in joining), health.members, strict=False))
    people = [_make_person(each, shares.get(each.person.id), confirmed=health.confirmed) for each in asked]
    quotes = [each.voluntary for each in asked if each.voluntary]
    ends = [quote.valid_until for quote in quotes] + ([health.valid_until] if joining else [])
    who = canvassers.read_canvasser(session, canvasser) if canvasser else None
    unit = load_territory().unit(card.village.commune_code, card.village.commune_vintage)
    return LeafletData(
        family=_address_family(card, today, catalogue),
        household_code=card.household.code,
        office_name=machine.office_name,
        unit_name=unit.full_name if unit else "",
        calculated_on=today,
        rule_book=book.version,
        people=tuple(people),
        state_voluntary=sum(quote.state for quote in quotes if quote.confirmed),
        state_health=health.total_state if joining and health.confirmed else 0,
        valid_until=min((end for end in ends if end), default=None),
        next_payments=_next_payments(asked),
        contact_name=who.name if who else "",
        contact_phone=(who.phone or "") if who else "",
        unconfirmed=_unconfirmed(quotes, health_confirmed=health.confirmed or not joining),
    )


def _ask(person: PersonRow, card: HouseholdCard, book: RuleBook, today: date) -> _Asked:
    age = person.born.age_on(today) if person.born else None
    covered = [m for m in card.memberships if m.person == person.id and _is_running(m, today)]
    has_health = any(m.scheme in _HEALTH for m in covered) or any(
        row.person == person.id and _holds_place(row.scheme, row.signed_on, today) for row in card.enrolments
    )
    has_social = any(m.scheme in _SOCIAL for m in covered) or any(
        row.person == person.id and row.scheme is Scheme.VOLUNTARY for row in card.enrolments
    )
    note = _why_not_health(age, has_health=has_health)
    health = note is None
    wanted = not has_social and (age is None or PUPIL_UNTIL <= age < OLDEST_ASKED)
    voluntary = _quote_least(card, book, today) if wanted else None
    return _Asked(person, health, voluntary, note if voluntary is None else None)


def _why_not_health(age: int | None, *, has_health: bool) -> Message | None:
    if has_health:
        return say("has a health card already")
    if age is not None and age < FREE_CARD_UNTIL:
        return say("under 6: the state pays the health card")
    if age is not None and age < PUPIL_UNTIL:
        return say("insured at school")
    return None


def _quote_least(card: HouseholdCard, book: RuleBook, today: date) -> VoluntaryQuote:
    return quote_voluntary(
        book,
        income=income_range(book, today).floor,
        method=parse_method("1"),
        category=card.household.category,
        on=today,
        top_ups=book.top_ups(
            Scheme.VOLUNTARY, card.household.category, place=place_of_village(card.village), on=today
        ),
    )


def _make_person(asked: _Asked, share: HealthShare | None, *, confirmed: bool) -> LeafletPerson:
    health = None
    if share is not None:
        health = LeafletPayment(share.own, HEALTH_MONTHS, confirmed=confirmed, position=share.position)
    quote = asked.voluntary
    voluntary = LeafletPayment(quote.own, quote.months, confirmed=quote.confirmed) if quote else None
    return LeafletPerson(asked.person.name, asked.person.relation, health, voluntary, asked.note)


def _holds_place(scheme: Scheme, signed_on: date, today: date) -> bool:
    return scheme is Scheme.HOUSEHOLD_HEALTH and signed_on.year == today.year


def _is_running(membership: MembershipRow, today: date) -> bool:
    started = membership.starts is None or membership.starts <= today
    return started and (membership.ends is None or membership.ends >= today)


def _next_payments(asked: Sequence[_Asked]) -> tuple[NextPayment, ...]:
    return tuple(
        NextPayment(each.person.name, Scheme.VOLUNTARY, each.voluntary.due[1].day)
        for each in asked
        if each.voluntary and len(each.voluntary.due) > 1
    )


def _unconfirmed(quotes: Sequence[VoluntaryQuote], *, health_confirmed: bool) -> tuple[Message, ...]:
    found = []
    if not health_confirmed:
        found.append(say("The health insurance rate of this year is not confirmed yet."))
    if any(not quote.confirmed for quote in quotes):
        found.append(say("The lowest contribution of this year is not confirmed yet."))
    return tuple(found)


def _address_family(card: HouseholdCard, today: date, catalogue: Catalogue) -> str:
    head = next((m for m in card.members if m.name == card.household.head), None)
    if head is None or catalogue.language != "vi":
        return card.household.head
    elder = head.born is not None and head.born.age_on(today) >= 60
    titles = {Sex.MALE: ("anh", "ông"), Sex.FEMALE: ("chị", "bà")}
    title = titles[head.sex][elder] if head.sex else ""
    return f"{title} {head.name}".strip()
