"""States as a word, a sign and a sense: outcomes of a visit, and how far each member of a household is insured."""

from dataclasses import dataclass
from datetime import date, timedelta

from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import HouseholdCard, MembershipRow, PersonRow
from outreach_app.domain.visits import OUTCOME_NAMES, Outcome
from outreach_app.errors import Message, say
from ui.presenters.ports import Sense

CARD_ENDS_SOON = timedelta(days=40)
LEAST_AGE = 15
"""Voluntary insurance begins at 15 (Law 41/2024/QH15 Art 2(4))."""
_HEALTH = frozenset({Scheme.HEALTH, Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH})

OUTCOME_SIGNS: dict[Outcome, tuple[str, Sense]] = {
    Outcome.SIGNED_UP: ("check", Sense.GOOD),
    Outcome.CONTINUING: ("refresh-cw", Sense.GOOD),
    Outcome.CALL_BACK: ("calendar-clock", Sense.ACCENT),
    Outcome.THINKING: ("clock", Sense.WAIT),
    Outcome.REFUSED: ("x", Sense.BAD),
    Outcome.NOT_HOME: ("minus", Sense.NEUTRAL),
    Outcome.WORKING_AWAY: ("luggage", Sense.NEUTRAL),
    Outcome.WRONG_ADDRESS: ("map-pin", Sense.NEUTRAL),
    Outcome.MOVED_AWAY: ("arrow-right", Sense.NEUTRAL),
    Outcome.ALREADY_COVERED: ("circle-slash-2", Sense.NEUTRAL),
    Outcome.NOT_ELIGIBLE: ("ban", Sense.NEUTRAL),
    Outcome.BELONGS_TO_COMPULSORY: ("building-2", Sense.NEUTRAL),
    Outcome.DECEASED: ("minus", Sense.NEUTRAL),
    Outcome.DO_NOT_CONTACT: ("ban", Sense.BAD),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: words, sign, sense; without a sign it is said in plain words."""

    text: Message
    sign: str = ""
    sense: Sense = Sense.NEUTRAL


def mark_outcome(outcome: Outcome) -> Mark:
    """The mark of an outcome."""
    sign, sense = OUTCOME_SIGNS[outcome]
    return Mark(Message(OUTCOME_NAMES[outcome]), sign, sense)


def find_last_outcome(card: HouseholdCard, person: bytes, scheme: Scheme) -> Outcome | None:
    """What came of the newest visit that asked this person about this scheme."""
    told = (o for visit in card.visits for o in visit.outcomes if o.person == person and o.scheme is scheme)
    return next((o.outcome for o in told), None)


def find_obstacle(card: HouseholdCard, person: PersonRow, scheme: Scheme, *, today: date) -> Message | None:
    """Why a person is not asked about a scheme, or None when asking makes sense."""
    if person.deceased:
        return say("Has died")
    if person.do_not_contact:
        return say("Do not contact")
    running = _running(card, person, today)
    if scheme is Scheme.VOLUNTARY:
        if any(row.scheme is Scheme.COMPULSORY for row in running):
            return say("Pays compulsory insurance")
        if person.born is not None and person.born.age_on(today) < LEAST_AGE:
            return say("Under 15 years old")
    elif any(row.scheme in (Scheme.HEALTH, Scheme.COMPULSORY) for row in running):
        return say("Has a health card")
    return None


def mark_health(card: HouseholdCard, person: PersonRow, *, today: date) -> Mark:
    """How a member stands with health insurance."""
    if person.deceased:
        return Mark(say("has died"))
    running = _running(card, person, today)
    own = [row for row in running if row.scheme in _HEALTH]
    if own:
        ends = max((row.ends for row in own if row.ends is not None), default=None)
        if ends is not None and ends - today <= CARD_ENDS_SOON:
            return Mark(say("Card until {day}", day=f"{ends:%d/%m}"), "hourglass", Sense.WAIT)
        return Mark(say("Has a card"), "check", Sense.GOOD)
    if any(row.scheme is Scheme.COMPULSORY for row in running):
        return Mark(say("Card from work"), "check", Sense.GOOD)
    return _mark_talk(card, person, Scheme.HOUSEHOLD_HEALTH, today) or Mark(say("No card"), "minus")


def mark_social(card: HouseholdCard, person: PersonRow, *, today: date) -> Mark:
    """How a member stands with social insurance."""
    if person.deceased:
        return Mark(say("has died"))
    running = _running(card, person, today)
    if any(row.scheme is Scheme.COMPULSORY for row in running):
        return Mark(say("Compulsory"), "check", Sense.GOOD)
    if any(row.scheme is Scheme.VOLUNTARY for row in running):
        return Mark(say("Paying"), "check", Sense.GOOD)
    if person.born is not None and person.born.age_on(today) < LEAST_AGE:
        return Mark(say("under 15"))
    talked = _mark_talk(card, person, Scheme.VOLUNTARY, today)
    if talked is not None:
        return talked
    stopped = any(row.person == person.id and row.scheme is Scheme.VOLUNTARY for row in card.memberships)
    return Mark(say("Stopped"), "undo-2", Sense.WAIT) if stopped else Mark(say("Not joined"), "minus")


def _mark_talk(card: HouseholdCard, person: PersonRow, scheme: Scheme, today: date) -> Mark | None:
    year = today.year
    mine = [
        e
        for e in card.enrolments
        if e.person == person.id and e.scheme is scheme and e.signed_on.year == year
    ]
    if mine:
        return Mark(say("Signed up"), "check", Sense.GOOD)
    last = find_last_outcome(card, person.id, scheme)
    return mark_outcome(last) if last is not None else None


def _running(card: HouseholdCard, person: PersonRow, today: date) -> list[MembershipRow]:
    return [
        row
        for row in card.memberships
        if row.person == person.id
        and (row.starts is None or row.starts <= today)
        and (row.ends is None or row.ends >= today)
    ]
