"""Advising a household: what each person pays, what the state adds, what follows later, and what choices were kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.advice import (
    DEFAULT_HEALTH_MONTHS,
    AdviceBasis,
    FamilyAdvice,
    FamilyChoices,
    PensionAdvice,
    PersonBasis,
    PersonChoice,
)
from outreach_app.domain.clock import stamp_of
from outreach_app.domain.health import PERIODS, SUPPORT_NAMES
from outreach_app.domain.health_groups import SupportGroup, choose_group
from outreach_app.domain.joining import HEALTH_CARDS, facts_of, find_obstacle, last_day_paid
from outreach_app.domain.kept_forms import need, read_kept, take
from outreach_app.domain.methods import REGULAR_MONTHS
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import EnrolmentRow, HouseholdCard, PersonRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.voluntary import choose_category, income_range
from outreach_app.services.advice_sums import project, work_out
from outreach_app.services.desk import Desk
from outreach_app.services.health_terms import terms_of
from outreach_app.services.households import read_card
from outreach_app.services.places import place_of_village
from outreach_app.services.rule_book import current_book
from outreach_app.services.sign_up_checks import read_ladder
from outreach_app.store import form_drafts
from outreach_app.store.form_drafts import Form

__all__ = ["Advice", "read_basis", "read_choices", "start_choices"]


@dataclass(frozen=True, slots=True)
class Advice:
    """Reads a household once and works its choices out as often as they change."""

    desk: Desk

    def read(self, household: bytes) -> AdviceBasis:
        """Read everything that the advice for a household rests on."""
        with self.desk.read() as session:
            return read_basis(session, household, today=self.desk.today)

    def work_out(
        self, basis: AdviceBasis, choices: FamilyChoices, *, former: FamilyAdvice | None = None
    ) -> FamilyAdvice:
        """Work choices out by the rules of today, keeping of `former` what did not change; reads nothing."""
        return work_out(basis, choices, former=former)

    def project(self, basis: AdviceBasis, choices: FamilyChoices, person: bytes) -> PensionAdvice:
        """Project one person's pension from the income chosen; reads nothing."""
        return project(basis, choices, person)

    def read_choices(self, basis: AdviceBasis) -> FamilyChoices:
        """The choices kept for a household, brought into what may be chosen today; else what everybody begins with."""
        with self.desk.read() as session:
            return read_choices(session, basis)

    def keep_choices(self, household: bytes, choices: FamilyChoices) -> None:
        """Keep a household's choices on this machine; on disk when this returns."""
        content = json.dumps(write_choices(choices), sort_keys=True)
        with self.desk.database.write_local() as session:
            form_drafts.save(
                session, Form.ADVICE, household, content=content, saved_at=stamp_of(self.desk.now)
            )


# -------------------------------------------------------------------------------------------------------- the basis
def read_basis(session: Session, household: bytes, *, today: date) -> AdviceBasis:
    """Read a household's basis inside an open session."""
    card, book = read_card(session, household), current_book(session)
    category = choose_category(book, [card.household.category], today)
    ladder = read_ladder(session, card.household.id, today)
    people = tuple(
        _read_person(card, person, book, today, place=ladder.get(person.id))
        for person in card.members
        if not person.deceased
    )
    place = place_of_village(session, card.village)
    terms = terms_of(book, place, category=card.household.category, on=today)
    return AdviceBasis(
        card=card,
        book=book,
        today=today,
        category=category,
        incomes=income_range(book, today),
        people=people,
        places_taken=len(ladder),
        top_ups=book.top_ups(Scheme.VOLUNTARY, category.value, place=place, on=today),
        place=place,
        proposals=terms.proposals,
    )


def _read_person(
    card: HouseholdCard, person: PersonRow, book: RuleBook, today: date, *, place: int | None
) -> PersonBasis:
    facts = facts_of(card, person)
    group = choose_group(book, facts.groups(today), today)
    cards = [row for row in facts.memberships if row.scheme in HEALTH_CARDS]
    paid = [row for row in facts.enrolments if row.scheme is Scheme.VOLUNTARY]
    health = find_obstacle(book, facts, Scheme.HOUSEHOLD_HEALTH, on=today)
    voluntary = find_obstacle(book, facts, Scheme.VOLUNTARY, on=today)
    return PersonBasis(
        person=person,
        age=facts.age_on(today),
        groups=(group.value,) if isinstance(group, SupportGroup) and group.value in SUPPORT_NAMES else (),
        health_closed=health.text if health else None,
        voluntary_closed=voluntary.text if voluntary else None,
        subsidised_months=sum(row.months for row in paid if row.state),
        past_months=_past_months(card, person, paid, today),
        past_income=_past_income(paid),
        first_joined=_first_joined(card, person, paid),
        covered_until=max((row.ends for row in cards if row.ends), default=None),
        had_card=bool(cards),
        ladder_place=place,
    )


def _past_months(card: HouseholdCard, person: PersonRow, paid: Iterable[EnrolmentRow], today: date) -> int:
    """Months paid before today that the workspace knows of: closed periods of social insurance, and sign-ups."""
    months = 0
    for row in card.memberships:
        if row.person == person.id and row.scheme in (Scheme.VOLUNTARY, Scheme.COMPULSORY) and row.starts:
            ends = min(row.ends or today, today)
            months += max(0, (ends.year - row.starts.year) * 12 + ends.month - row.starts.month + 1)
    return months + sum(row.months for row in paid if last_day_paid(row) < today)


def _past_income(paid: Iterable[EnrolmentRow]) -> int | None:
    known = [(row.income, row.months) for row in paid if row.income]
    months = sum(count for _, count in known)
    return sum(income * count for income, count in known) // months if months else None


def _first_joined(card: HouseholdCard, person: PersonRow, paid: Iterable[EnrolmentRow]) -> date | None:
    starts = [
        row.starts
        for row in card.memberships
        if row.person == person.id and row.scheme in (Scheme.VOLUNTARY, Scheme.COMPULSORY) and row.starts
    ]
    return min([*starts, *(date.fromisoformat(f"{row.first_month}-01") for row in paid)], default=None)


# -------------------------------------------------------------------------------------------------------- the choices
def start_choices(basis: AdviceBasis) -> FamilyChoices:
    """Everybody takes what is offered: a year of health insurance, the lowest income month by month."""
    return _fit_choices(basis, FamilyChoices())


def read_choices(session: Session, basis: AdviceBasis) -> FamilyChoices:
    """Read the kept choices inside an open session; see Advice.read_choices."""
    kept = form_drafts.read(session, Form.ADVICE, basis.card.household.id)
    return _fit_choices(basis, _read_content(read_kept(kept)))


def write_choices(choices: FamilyChoices) -> dict[str, object]:
    """What a draft stores."""
    told = {
        p.hex(): [c.health, c.voluntary, c.income, c.method, c.support] for p, c in choices.people.items()
    }
    focus = choices.focus.hex() if choices.focus else None
    return {"health_months": choices.health_months, "people": told, "focus": focus}


def _read_content(content: Mapping[str, Any]) -> FamilyChoices:
    told: dict[str, Any] = take(need(dict), content.get("people"), {})
    people = {
        take(bytes.fromhex, person, b""): take(_read_choice, choice, PersonChoice())
        for person, choice in told.items()
    }
    months = take(need(int), content.get("health_months"), DEFAULT_HEALTH_MONTHS)
    focus = take(bytes.fromhex, content.get("focus"), None)
    return FamilyChoices(months if months in PERIODS else DEFAULT_HEALTH_MONTHS, people, focus)


def _read_choice(told: list[Any]) -> PersonChoice:
    usual = PersonChoice()
    missing = (usual.health, usual.voluntary, usual.income, usual.method, usual.support)[len(told) :]
    filled: list[Any] = [*told, *missing]  # earlier versions wrote fewer
    health, voluntary, income, method, support = filled
    yes, words = need(bool), need(str)
    return PersonChoice(yes(health), yes(voluntary), need(int)(income), words(method), words(support))


def _fit_choices(basis: AdviceBasis, choices: FamilyChoices) -> FamilyChoices:
    low, high = basis.incomes.floor, basis.incomes.ceiling
    fitted = {}
    for person in basis.asked:
        choice = choices.of(person.person.id)
        method = choice.method if choice.method in [str(months) for months in REGULAR_MONTHS] else "1"
        support = choice.support if choice.support in basis.supports else ""
        fitted[person.person.id] = PersonChoice(
            choice.health, choice.voluntary, max(low, min(choice.income, high)), method, support
        )
    focus = choices.focus if choices.focus in fitted else None
    return FamilyChoices(choices.health_months, fitted, focus)
