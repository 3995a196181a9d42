"""Consents noted, withdrawn and taken back, and what rests on them: sensitive values, categories, lists, calls."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from outreach_app.app import App
from outreach_app.domain.consents import Act, How, Proof, Purpose, Representation
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.requests import RequestKind, RequestStep
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.errors import BadInput, NotAllowed
from outreach_app.services.households import NewPerson
from outreach_app.services.sign_up_checks import NewEnrolment
from outreach_app.services.upkeep import run_check
from tests.workspaces import Machine, card_of

TODAY = date(2026, 11, 21)
SIGNED = Proof(How.PAPER, TODAY)


def member(app: App, place: int = 0, head: str = "Lò Văn Páo") -> bytes:
    return card_of(app, head).members[place].id


def give(app: App, person: bytes, *purposes: Purpose, proof: Proof = SIGNED) -> None:
    app.consents.record(person, dict.fromkeys(purposes, Act.GIVEN), proof=proof)


def withdraw(app: App, person: bytes, *purposes: Purpose) -> None:
    app.consents.record(person, dict.fromkeys(purposes, Act.WITHDRAWN), proof=replace(SIGNED, how=How.SPOKEN))


def key_of(raised: "pytest.ExceptionInfo[BadInput]") -> str:
    return raised.value.key


def test_nothing_is_given_until_somebody_gives_it_and_each_purpose_is_its_own(one: App) -> None:
    person = member(one)
    assert not any(each.given for each in one.consents.read(person).purposes)
    give(one, person, Purpose.ADVICE)
    given = [each.purpose for each in one.consents.read(person).purposes if each.given]
    assert given == [Purpose.ADVICE]
    told = one.consents.read(person).find(Purpose.ADVICE)
    assert told.standing is not None
    assert (told.standing.version, told.standing.language) == (one.consents.texts().version, "vi")


def test_a_sensitive_value_needs_its_own_consent_and_is_hidden_when_it_is_withdrawn(one: App) -> None:
    person = member(one)
    with pytest.raises(BadInput) as told:
        one.consents.set_values(person, {"ethnicity": "Thái"})
    assert key_of(told) == "consent_missing"
    give(one, person, Purpose.HEALTH)
    with pytest.raises(BadInput):
        one.consents.set_values(person, {"health_note": "đau khớp", "ethnicity": "Thái"})
    one.consents.record_with_values(
        person, {Purpose.ETHNICITY: Act.GIVEN}, {"ethnicity": " Thái "}, proof=SIGNED
    )
    assert one.consents.read(person).sensitive.ethnicity == "Thái"
    assert [each.ethnicity for each in card_of(one, "Lò Văn Páo").sensitive] == ["Thái"]
    assert one.consents.list_to_remove() == []
    withdraw(one, person, Purpose.ETHNICITY)
    sensitive = one.consents.read(person).sensitive
    assert (sensitive.ethnicity, sensitive.withheld) == (None, frozenset({Purpose.ETHNICITY}))
    (task,) = one.consents.list_to_remove()
    assert (task.person, task.purpose) == (person, Purpose.ETHNICITY)
    give(one, person, Purpose.ETHNICITY, proof=SIGNED)
    assert one.consents.read(person).sensitive.ethnicity == "Thái"  # hidden, not lost
    withdraw(one, person, Purpose.ETHNICITY)
    one.consents.remove_value(person, Purpose.ETHNICITY)
    assert one.consents.list_to_remove() == []
    assert run_check(one.desk.database).ok


def test_the_category_of_ethnic_minorities_rests_on_a_members_consent(one: App) -> None:
    home, head = card_of(one, "Lò Văn Páo").household.id, member(one)
    with pytest.raises(BadInput) as told:
        one.households.edit_household(home, {"category": "ethnic_minority"})
    assert key_of(told) == "consent_missing"
    give(one, head, Purpose.ETHNICITY)
    one.households.edit_household(home, {"category": "ethnic_minority"})
    assert card_of(one, "Lò Văn Páo").household.category is Category.ETHNIC_MINORITY
    withdraw(one, head, Purpose.ETHNICITY)
    assert card_of(one, "Lò Văn Páo").household.category is Category.OTHER
    assert one.households.list_numbers(HouseholdFilter(category=Category.ETHNIC_MINORITY)) == []
    give(one, member(one, 1), Purpose.ETHNICITY)  # another member's consent carries it
    assert card_of(one, "Lò Văn Páo").household.category is Category.ETHNIC_MINORITY


def test_a_family_added_at_the_door_gives_the_consent_in_the_same_step(one: App) -> None:
    village = card_of(one, "Lò Văn Páo").village.id
    new = NewPerson("Tòng Văn Inh")
    with pytest.raises(BadInput):
        one.households.add(village, new, category=Category.ETHNIC_MINORITY)
    one.households.add(village, new, category=Category.ETHNIC_MINORITY, consent=SIGNED)
    assert card_of(one, "Tòng Văn Inh").household.category is Category.ETHNIC_MINORITY
    assert one.consents.read(member(one, 0, "Tòng Văn Inh")).find(Purpose.ETHNICITY).given


def test_withdrawing_contact_and_do_not_contact_go_together(one: App) -> None:
    person = member(one)
    give(one, person, Purpose.CONTACT)
    assert not one.households.read_person(person).do_not_contact
    withdraw(one, person, Purpose.CONTACT)
    assert one.households.read_person(person).do_not_contact
    give(one, person, Purpose.CONTACT, proof=replace(SIGNED, on=TODAY))
    assert not one.households.read_person(person).do_not_contact
    earlier = Proof(How.PAPER, TODAY - timedelta(days=3))
    withdraw(one, person, Purpose.CONTACT)
    give(one, person, Purpose.CONTACT, proof=earlier)  # typed later, signed before: changes nothing
    assert one.households.read_person(person).do_not_contact


def test_an_act_entered_by_mistake_is_taken_back_and_stays_in_the_journal(one: App) -> None:
    person = member(one)
    (made,) = one.consents.record(person, {Purpose.ADVICE: Act.GIVEN}, proof=SIGNED).value
    one.consents.take_back(made)
    told = one.consents.read(person).find(Purpose.ADVICE)
    assert (told.given, told.history) == (False, ())
    assert run_check(one.desk.database).ok


def test_a_withdrawal_entered_by_mistake_takes_its_mark_along_and_no_other(
    one: App, machine: Machine
) -> None:
    person = member(one)
    withdraw(one, person, Purpose.CONTACT)
    (act,) = one.consents.read(person).find(Purpose.CONTACT).history
    one.consents.take_back(act.id)
    assert not one.households.read_person(person).do_not_contact
    withdraw(one, person, Purpose.CONTACT)
    act = one.consents.read(person).find(Purpose.CONTACT).history[-1]
    one.households.edit_person(person, {"do_not_contact": False})
    machine.clock.pass_by(minutes=1)
    one.households.edit_person(person, {"do_not_contact": True})  # somebody said so anew
    one.consents.take_back(act.id)
    assert one.households.read_person(person).do_not_contact


def test_a_sheet_belongs_to_its_household(one: App) -> None:
    person, code = member(one), card_of(one, "Lò Văn Páo").household.code
    other = card_of(one, "Giàng A Chư").household.code
    give(one, person, Purpose.ADVICE, proof=replace(SIGNED, sheet=f"{code.replace('-', '')} / 211126"))
    standing = one.consents.read(person).find(Purpose.ADVICE).standing
    assert standing is not None
    assert standing.sheet == f"{code}/211126"
    with pytest.raises(BadInput) as told:
        give(one, person, Purpose.ADVICE, proof=replace(SIGNED, sheet=other))
    assert key_of(told) == "other_sheet"


# ------------------------------------------------------------------------------------------------------------ requests
def test_a_restriction_leaves_somebody_out_of_lists_and_says_why(office: App) -> None:
    person = member(office, 0, "Tẩn Mý Dao")
    home = card_of(office, "Tẩn Mý Dao").household.id
    assert home in {item.household.id for item in office.work.list_doors()}
    request = office.requests.ask(person, RequestKind.RESTRICT, note="không dùng tên tôi nữa").value
    assert home not in {item.household.id for item in office.work.list_doors()}
    assert office.households.read_person(person).do_not_contact
    restricted = office.consents.read(person).restricted
    assert restricted is not None
    assert restricted.id == request
    office.requests.take_step(request, RequestStep.DONE)
    assert home not in {item.household.id for item in office.work.list_doors()}
    office.requests.take_step(request, RequestStep.LIFTED)
    assert home in {item.household.id for item in office.work.list_doors()}
    assert run_check(office.desk.database).ok


def test_a_canvasser_notes_requests_and_the_lead_decides(one: App) -> None:
    request = one.requests.ask(member(one), RequestKind.COPY, on=TODAY - timedelta(days=9)).value
    (task,) = one.requests.list(open_only=True)
    assert (task.request.id, task.days_left) == (request, (date(2026, 11, 16) - TODAY).days)
    with pytest.raises(NotAllowed):
        one.requests.take_step(request, RequestStep.DONE)
    one.requests.take_step(request, RequestStep.ANSWERED)
    (task,) = one.requests.list(open_only=True)
    assert task.days_left == 1
    with pytest.raises(BadInput) as told:
        one.requests.ask(member(one), RequestKind.SEE, on=TODAY + timedelta(days=1))
    assert key_of(told) == "day_to_come"


def test_steps_that_do_not_fit_are_refused(office: App) -> None:
    request = office.requests.ask(member(office), RequestKind.COPY).value
    for step in (RequestStep.EXTENDED, RequestStep.LIFTED, RequestStep.ASKED):
        with pytest.raises(BadInput) as told:
            office.requests.take_step(request, step, note="vì sao")
        assert key_of(told) == "step_does_not_fit"
    with pytest.raises(BadInput) as told:
        office.requests.take_step(request, RequestStep.REFUSED)
    assert key_of(told) == "no_reason"
    done = office.requests.take_step(request, RequestStep.DONE, note="đã đưa bản in").value
    with pytest.raises(BadInput):
        office.requests.take_step(request, RequestStep.DONE)
    office.requests.take_back_step(done)
    assert office.requests.read(request).request.closed is None


# ------------------------------------------------------------------------------------------------------------- sign-up
def test_a_sign_up_warns_without_consent_and_for_a_child_without_a_representative(one: App) -> None:
    home = card_of(one, "Lò Văn Páo").household.id
    child = one.households.add_person(home, NewPerson("Lò Thị Pâng", "grandchild", born=None)).value
    one.households.edit_person(child, {"born": "2015-04-01"})
    person = member(one, 2)
    adult = NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1))
    small = NewEnrolment(child, Scheme.HOUSEHOLD_HEALTH, "12", date(2026, 12, 1))
    missing = "{name} has not agreed yet that the data is passed on."
    stand_in = "For {name} a parent or guardian has to agree."
    assert missing in {problem.key for problem in one.enrolments.quote_for(adult).consents}
    assert {missing, stand_in} <= {problem.key for problem in one.enrolments.quote_for(small).consents}
    give(one, person, Purpose.PASSING_ON)
    named = replace(SIGNED, representation=Representation.PARENT, representative="Lò Văn Páo")
    give(one, child, Purpose.PASSING_ON, proof=named)
    assert missing not in {problem.key for problem in one.enrolments.quote_for(adult).consents}
    assert not {missing, stand_in} & {problem.key for problem in one.enrolments.quote_for(small).consents}
