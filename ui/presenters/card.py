"""A household as it is read in a panel: every text ready, in the reader's language."""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.rows import HouseholdCard, PersonRow, VisitRow
from outreach_app.domain.teams import REGARD_NAMES
from outreach_app.i18n import Catalogue, Count
from ui.presenters.marks import Mark, mark_health, mark_social
from ui.presenters.phrases import name_village, tell_person, tell_place, tell_visit
from ui.presenters.ports import Sense

_MOST_TRUSTED = 3


@dataclass(frozen=True, slots=True)
class StateView:
    """A state in words with its sign and sense; without a sign it is plain words."""

    text: str
    sign: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member in two lines and two states."""

    person: bytes
    name: str
    detail: str
    health: StateView
    social: StateView


@dataclass(frozen=True, slots=True)
class VisitView:
    """One visit in a line."""

    visit: bytes
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A household ready to be shown."""

    title: str
    code: str
    place: str
    members: tuple[MemberView, ...]
    visits: tuple[VisitView, ...]


def make_card_view(words: Catalogue, card: HouseholdCard, today: date) -> CardView:
    """Put a household into words."""
    row = card.household
    return CardView(
        words.text("Household {name}", name=row.head),
        row.code,
        "\n".join(
            part
            for part in (
                tell_place(words, row, name_village(card.village)),
                tell_employers(words, card),
                tell_listened(words, card),
            )
            if part
        ),
        tuple(_view_member(words, card, person, today) for person in card.members),
        tuple(view_visit(words, visit, card) for visit in card.visits),
    )


def tell_employers(words: Catalogue, card: HouseholdCard) -> str:
    """Who of the household has employees, as a list of firms and shops tells; empty when none does."""
    lines = []
    for each in {each.person: each for each in card.prospects if each.employees is not None}.values():
        assert each.employees is not None, "those without were passed over"
        names = {"name": each.person_name, "count": Count(each.employees)}
        if each.insured_employees is None:
            lines.append(words.text("{name} has {count} employees.", **names))
        else:
            insured = Count(each.insured_employees)
            lines.append(
                words.text(
                    "{name} has {count} employees, {insured} of them insured.", **names, insured=insured
                )
            )
    return "\n".join(lines)


def tell_listened(words: Catalogue, card: HouseholdCard) -> str:
    """Whom the families of the village listen to; empty when nobody is known."""
    told = [f"{each.name} ({words.text(REGARD_NAMES[each.regard])})" for each in card.trusted[:_MOST_TRUSTED]]
    return words.text("Respected here: {names}", names=", ".join(told)) if told else ""


def view_mark(words: Catalogue, mark: Mark) -> StateView:
    """Put a mark into words."""
    return StateView(words.render(mark.text), mark.sign, mark.sense)


def view_visit(words: Catalogue, visit: VisitRow, card: HouseholdCard) -> VisitView:
    """Put a visit into a line."""
    return VisitView(visit.id, words.date(visit.visited_on), tell_visit(words, visit, card))


def _view_member(words: Catalogue, card: HouseholdCard, person: PersonRow, today: date) -> MemberView:
    return MemberView(
        person.id,
        person.name,
        tell_person(words, person, today),
        view_mark(words, mark_health(card, person, today=today)),
        view_mark(words, mark_social(card, person, today=today)),
    )
