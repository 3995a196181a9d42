"""Who may join is judged once: advice and sign-up agree about everybody, and what either used to overlook is told."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.joining import Firmness, JoinObstacle
from outreach_app.domain.people import OFFERED_SCHEMES, Category, PartialDate, Scheme, Sex
from outreach_app.errors import BadInput
from outreach_app.i18n import open_catalogue
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.households import NewPerson
from ui.presenters.sign_up_form import choose_first, choose_next, list_candidates
from ui.presenters.sign_up_words import tell_closed, tell_left_out

HEALTH, SOCIAL = Scheme.HOUSEHOLD_HEALTH, Scheme.VOLUNTARY
DECEMBER = date(2026, 12, 1)


@dataclass(frozen=True)
class Case:
    """One member: when born, which periods a list tells, and what keeps them from health and social insurance."""

    born: str
    health: str = ""
    social: str = ""
    lists: tuple[tuple[Scheme, str | None], ...] = ()
    category: Category = Category.OTHER
    change: dict[str, object] = field(default_factory=dict)


CASES = {
    "a farmer": Case("1984"),
    "a child of three": Case("2023", "others_pay", "too_young"),
    "a pupil of twelve": Case("2014", "at_school", "too_young"),
    "a pupil of sixteen": Case("2010-05-02", "at_school", "at_school"),
    "the eve of fifteen": Case("2011-11-22", "at_school", "too_young"),
    "fifteen today": Case("2011-11-21", "at_school", "at_school"),
    "eighteen today": Case("2008-11-21"),
    "a pensioner with a card": Case("1958", "has_card", "past_retirement", ((Scheme.HEALTH, None),)),
    "an elder without a card": Case("1958", "", "past_retirement"),
    "somebody of a poor household": Case("1984", "others_pay", "", category=Category.POOR),
    "an employee": Case("1984", "others_pay", "compulsory", ((Scheme.COMPULSORY, None),)),
    "a card that ends in 40 days": Case("1984", "", "", ((HEALTH, "2026-12-31"),)),
    "a card that ends in 41 days": Case("1984", "has_card", "", ((HEALTH, "2027-01-01"),)),
    "a bought card": Case("1984", "has_card", "", ((Scheme.SELF_PAID_HEALTH, "2027-06-30"),)),
    "a member": Case("1984", "", "pays_already", ((SOCIAL, None),)),
    "a former member": Case("1984", "", "", ((SOCIAL, "2026-10-31"),)),
    "somebody left alone": Case("1984", "do_not_contact", "do_not_contact", change={"do_not_contact": True}),
}


def settle(one: App, case: Case) -> tuple[bytes, bytes]:
    """A household of one member as the case says: the ids of both."""
    village = one.households.list_villages()[0].id
    head = NewPerson(
        "Lù Thị Sáy", sex=Sex.FEMALE, born=PartialDate.parse(case.born), citizen_number="012084001234"
    )
    home = one.households.add(village, head, category=case.category).value
    person = one.households.read_card(home).members[0].id
    with one.desk.write() as writer:
        for scheme, ends in case.lists:
            row = {"person": person, "scheme": scheme.value, "starts": "2026-01-01", "ends": ends}
            writer.create("membership", {**row, "source": "a list"})
    if case.change:
        one.households.edit_person(person, case.change)
    return home, person


def judge(one: App, home: bytes) -> dict[Scheme, JoinObstacle]:
    """What the sign-up says of the only member."""
    found = one.enrolments.list_obstacles(one.households.read_card(home))
    return {scheme: obstacle for (_, scheme), obstacle in found.items()}


@pytest.mark.parametrize("name", CASES)
def test_advice_and_sign_up_say_the_same(one: App, name: str) -> None:
    case = CASES[name]
    home, person = settle(one, case)
    judged = judge(one, home)
    told = {scheme: obstacle.key for scheme, obstacle in judged.items()}
    assert (told.get(HEALTH, ""), told.get(SOCIAL, "")) == (case.health, case.social)
    (basis,) = one.advice.read(home).people
    for scheme, closed in ((HEALTH, basis.health_closed), (SOCIAL, basis.voluntary_closed)):
        assert closed == (judged[scheme].text if scheme in judged else None)
    card = one.households.read_card(home)
    (candidate,) = list_candidates(card, one.enrolments.list_obstacles(card), today=one.desk.today)
    offered = {scheme for scheme in OFFERED_SCHEMES if scheme not in judged}
    assert set(candidate.asked) == offered
    assert offered <= set(candidate.open)
    assert {s for s, o in judged.items() if o.firmness is Firmness.ASK_FIRST} == set(candidate.open) - offered
    for scheme in OFFERED_SCHEMES:
        _check_storing(one, person, scheme, judged.get(scheme))


def _check_storing(one: App, person: bytes, scheme: Scheme, obstacle: JoinObstacle | None) -> None:
    new = NewEnrolment(person, scheme, "3", DECEMBER)
    if obstacle is not None and obstacle.firmness is Firmness.BARRED:
        with pytest.raises(BadInput) as told:
            one.enrolments.sign_up(new)
        assert told.value.key == "not_eligible"
        return
    quoted, stored = one.enrolments.quote_for(new).problems, one.enrolments.sign_up(new).value.problems
    assert quoted == stored
    returned = obstacle is not None and obstacle.firmness is Firmness.RETURNED
    assert [problem.parameters.get("reason") for problem in quoted] == (
        [obstacle.text] if returned and obstacle else []
    )


def test_who_joined_this_year_is_not_offered_it_again_but_may_pay_on(one: App) -> None:
    home, person = settle(one, CASES["a farmer"])
    for scheme in OFFERED_SCHEMES:
        one.enrolments.sign_up(NewEnrolment(person, scheme, "3", DECEMBER))
    judged = judge(one, home)
    assert {scheme: obstacle.key for scheme, obstacle in judged.items()} == {
        HEALTH: "joined", SOCIAL: "pays_already",
    }  # fmt: skip
    assert not any(obstacle.is_firm for obstacle in judged.values())
    assert one.advice.read(home).asked == ()
    assert one.enrolments.sign_up(NewEnrolment(person, SOCIAL, "3", date(2027, 3, 1))).value.problems == ()


def test_the_form_begins_with_whom_advice_asks_and_opens_a_pupil_only_when_named(one: App) -> None:
    home, head = settle(one, CASES["a farmer"])
    pupil = one.households.add_person(home, NewPerson("Lù A Tủa", "child", born=PartialDate(2010))).value
    small = one.households.add_person(home, NewPerson("Lù Thị Mỷ", "child", born=PartialDate(2023))).value
    card = one.households.read_card(home)
    candidates = list_candidates(card, one.enrolments.list_obstacles(card), today=one.desk.today)
    assert choose_first(candidates, ()) == (head, HEALTH)
    assert choose_next(candidates, (), after=(head, HEALTH)) is None
    assert choose_first(candidates, (), person=pupil) == (pupil, HEALTH)
    assert choose_first(candidates, ((pupil, SOCIAL),)) == (pupil, SOCIAL)
    words = open_catalogue("vi")
    named = next(each for each in candidates if each.person.id == pupil)
    assert tell_closed(words, named) == (
        "BHYT: tham gia BHYT ở trường, hỏi lại trước; BHXH: còn đi học, hỏi lại trước"
    )
    left = tell_left_out(words, candidates)
    assert "Mỷ" in left
    assert "Tủa" not in left
    assert small not in {person for person, _ in filter(None, [choose_first(candidates, (), person=small)])}


def test_a_household_where_everybody_is_to_be_asked_first_opens_nonetheless(one: App) -> None:
    home, person = settle(one, CASES["a pupil of sixteen"])
    card = one.households.read_card(home)
    candidates = list_candidates(card, one.enrolments.list_obstacles(card), today=one.desk.today)
    assert choose_first(candidates, ()) == (person, HEALTH)
