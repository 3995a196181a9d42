"""The arithmetic of an advice: shares, quotes, later days and doubts from what was read and what was chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from outreach_app.domain.advice import (
    AdviceBasis,
    FamilyAdvice,
    FamilyChoices,
    LaterPayment,
    PensionAdvice,
    PersonAdvice,
    PersonBasis,
)
from outreach_app.domain.cards import card_valid_from
from outreach_app.domain.health import quote_health
from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.methods import parse_method
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.pension import project_pension
from outreach_app.domain.people import Scheme
from outreach_app.domain.quotes import HealthQuote, HealthShare, VoluntaryQuote
from outreach_app.domain.rules import Mark, Rule
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.errors import BadInput, Message
from outreach_app.i18n import Dong, say
from outreach_app.services.health_terms import terms_of

_YEAR = 12
_DAY = timedelta(days=1)


def work_out(
    basis: AdviceBasis, choices: FamilyChoices, *, former: FamilyAdvice | None = None
) -> FamilyAdvice:
    """Work a household's choices out by the rules of its day; of `former` everything that did not change is kept."""
    joining = [p for p in basis.asked if p.health_closed is None and choices.of(p.person.id).health]
    health = _quote_health(basis, joining, choices, basis.today) if joining else None
    shares = dict(zip((p.person.id for p in joining), health.members if health else (), strict=True))
    kept = former.people if former is not None and former.basis is basis else ()
    known = {each.basis.person.id: each for each in kept}
    people = tuple(
        _advise(basis, each, choices, shares, known=known.get(each.person.id)) for each in basis.asked
    )
    quotes = [each.voluntary for each in people if each.voluntary]
    ends = [quote.valid_until for quote in quotes] + ([health.valid_until] if health else [])
    return FamilyAdvice(
        basis=basis,
        choices=choices,
        people=people,
        health=health,
        later=_merge(_later(basis, choices, people, joining)),
        doubts=tuple(_doubts(basis, joining, choices, voluntary=bool(quotes))),
        valid_until=min((end for end in ends if end), default=None),
    )


def _quote_health(
    basis: AdviceBasis, joining: Iterable[PersonBasis], choices: FamilyChoices, on: date
) -> HealthQuote:
    groups = [group_of(basis, each, choices) for each in joining]
    already = basis.places_taken if on.year == basis.today.year else 0
    terms = terms_of(basis.book, basis.place, category=basis.card.household.category, on=on)
    members = [terms.member(group) for group in groups]
    return quote_health(
        basis.book, members=members, months=choices.health_months, on=on, already=already, top_ups=terms.top_ups,
    )  # fmt: skip


def group_of(basis: AdviceBasis, person: PersonBasis, choices: FamilyChoices) -> SupportGroup:
    """As what somebody pays for health insurance: what the family took up of the proposals, else what is registered."""
    taken = choices.of(person.person.id).support
    if taken in basis.supports:
        return SupportGroup(taken)
    return SupportGroup(person.groups[0]) if person.groups else SupportGroup.NONE


def _advise(
    basis: AdviceBasis,
    person: PersonBasis,
    choices: FamilyChoices,
    shares: Mapping[bytes, HealthShare],
    *,
    known: PersonAdvice | None,
) -> PersonAdvice:
    choice, share = choices.of(person.person.id), shares.get(person.person.id)
    starts = card_valid_from(basis.book, basis.today, covered_until=person.covered_until) if share else None
    until = person.covered_until
    follows = starts is not None and until is not None and (starts <= basis.today or starts == until + _DAY)
    if known is not None and known.choice == choice:
        return replace(known, health=share, card_from=starts, card_follows=follows)
    quote, trouble = None, None
    if person.voluntary_closed is None and choice.voluntary:
        try:
            quote = _quote_voluntary(basis, person, choice.income, choice.method)
        except BadInput as error:
            trouble = error.message
    waiting = _waiting_top_up(quote) if quote else 0
    return PersonAdvice(person, choice, share, starts, follows, quote, waiting, trouble)


def quote_least(basis: AdviceBasis, person: PersonBasis) -> VoluntaryQuote | None:
    """One month at the lowest income for somebody who may join, else None."""
    if person.voluntary_closed is not None:
        return None
    return _quote_voluntary(basis, person, basis.incomes.floor, "1")


def _quote_voluntary(basis: AdviceBasis, person: PersonBasis, income: int, method: str) -> VoluntaryQuote:
    return quote_voluntary(
        basis.book,
        income=income,
        method=parse_method(method),
        category=basis.category,
        on=basis.today,
        subsidised_months=person.subsidised_months,
        top_ups=basis.top_ups,
    )


def _waiting_top_up(quote: VoluntaryQuote) -> int:
    """Đồng of top-ups that stand in the steps without having been deducted."""
    waiting = 0
    for step in quote.steps:
        if step.rule == "extra_support" and step.result == 0 and "amount" in step.text.parameters:
            told = step.text.parameters["amount"]
            waiting += int(told) if isinstance(told, int) else 0
    return waiting


# --------------------------------------------------------------------------------------------------------- later days
def _later(
    basis: AdviceBasis,
    choices: FamilyChoices,
    people: Iterable[PersonAdvice],
    joining: list[PersonBasis],
) -> Iterator[LaterPayment]:
    starts: dict[date, list[PersonBasis]] = {}
    for each in people:
        if each.voluntary is not None:
            who = (each.basis.person.id,)
            for due in each.voluntary.due[1:]:
                yield LaterPayment(
                    due.day, Scheme.VOLUNTARY, who, due.own, due.confirmed, due.first_month, due.months
                )
        if each.card_from is not None:
            last = add_months(each.card_from, choices.health_months) - _DAY
            starts.setdefault(last, []).append(each.basis)
    yield from _health_again(basis, choices, starts, joining)


def _health_again(
    basis: AdviceBasis,
    choices: FamilyChoices,
    starts: dict[date, list[PersonBasis]],
    joining: list[PersonBasis],
) -> Iterator[LaterPayment]:
    """The next payment of everybody's card, all on the first of their last days, so that the ladder holds."""
    if not starts:
        return
    day = min(starts)
    again = _quote_health(basis, joining, choices, day)
    people = tuple(p.person.id for p in joining)
    yield LaterPayment(day, Scheme.HOUSEHOLD_HEALTH, people, again.total_own, again.confirmed)


def _merge(payments: Iterable[LaterPayment]) -> tuple[LaterPayment, ...]:
    merged: dict[tuple[date, Scheme], LaterPayment] = {}
    for each in payments:
        known = merged.get((each.day, each.scheme))
        if known is not None:
            each = LaterPayment(
                each.day, each.scheme, (*known.people, *each.people), known.own + each.own,
                known.confirmed and each.confirmed,
            )  # fmt: skip
        merged[each.day, each.scheme] = each
    return tuple(merged[key] for key in sorted(merged))


# ------------------------------------------------------------------------------------------------------------- doubts
def _doubts(
    basis: AdviceBasis, joining: list[PersonBasis], choices: FamilyChoices, *, voluntary: bool
) -> Iterator[Message]:
    """What the payments of the coming year rest on and nobody has confirmed."""
    if voluntary:
        for rule in _unconfirmed(basis, "voluntary.income_floor"):
            yield say(
                "From {day} the lowest income may be {amount} ({source}); the insurance agency has not said so yet.",
                day=rule.since, amount=Dong(rule.amount), source=rule.decree,
            )  # fmt: skip
    if joining:
        groups = {group_of(basis, each, choices) for each in joining}
        yield from (each.text for each in basis.proposals if groups != {each.group})
        for rule in _unconfirmed(basis, "health.rate"):
            yield say("What health insurance costs from {day} on is not clear yet.", day=rule.since)


def _unconfirmed(basis: AdviceBasis, key: str) -> Iterator[Rule]:
    horizon = add_months(basis.today, _YEAR + 1)
    for rule in basis.book.rules.get(key, ()):
        over = rule.until is not None and rule.until < basis.today
        if rule.mark is Mark.UNCONFIRMED and not over and rule.since <= horizon:
            yield rule


# ------------------------------------------------------------------------------------------------------------ pension
def project(basis: AdviceBasis, choices: FamilyChoices, person: bytes) -> PensionAdvice:
    """Project one member's pension in today's money from the income chosen, month by month until the pension age."""
    found = next(each for each in basis.people if each.person.id == person)
    income = max(choices.of(person).income, basis.incomes.floor)
    born, sex = found.person.born, found.person.sex
    if found.voluntary_closed is not None:
        return PensionAdvice(found.person, closed=found.voluntary_closed, income=income)
    if born is None or sex is None:
        return PensionAdvice(found.person, closed=say("birth date or sex is missing"), income=income)
    try:
        projection = project_pension(
            basis.book, sex=sex, born=born, first_month=first_of_month(basis.today), income=income, until=None,
            on=basis.today, past_months=found.past_months, past_income=found.past_income,
            first_joined=found.first_joined, category=basis.category, subsidised_months=found.subsidised_months,
        )  # fmt: skip
    except BadInput as error:
        return PensionAdvice(found.person, closed=error.message, income=income)
    return PensionAdvice(found.person, projection, income=income)
