"""Consents and requests between machines: in any order; a canvasser decides nothing, an undo takes them back."""

from dataclasses import replace
from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.domain.people import Category
from outreach_app.domain.requests import RequestKind, RequestStep
from outreach_app.domain.rows import FileState
from outreach_app.store import refused
from outreach_app.sync.permission import LEAD_ONLY, OUTSIDE_AREA
from tests.workspaces import Field, card_of, read, write

HEAD = "Lò Văn Páo"
TODAY = date(2026, 11, 21)
SIGNED = Proof(How.PAPER, TODAY)
SAID = replace(SIGNED, how=How.SPOKEN)


def head_of(app: App, name: str = HEAD) -> bytes:
    return card_of(app, name).members[0].id


def send(field: Field, app: App, other: App) -> None:
    for path in write(app, field.stick):
        assert {report.state for report in read(other, path)} <= {FileState.APPLIED, FileState.ALREADY}


def answer(field: Field, office: App, app: App) -> None:
    for path in write(office, field.stick):
        read(app, path)


def test_consent_travels_up_and_a_withdrawal_at_the_office_hides_the_value_on_the_laptop(
    field: Field, office: App, one: App
) -> None:
    person = head_of(one)
    one.consents.record_with_values(
        person,
        {Purpose.ETHNICITY: Act.GIVEN, Purpose.CONTACT: Act.GIVEN},
        {"ethnicity": "Thái"},
        proof=SIGNED,
    )
    home = card_of(one, HEAD).household.id
    one.households.edit_household(home, {"category": "ethnic_minority"})
    send(field, one, office)
    told = office.consents.read(person)
    assert told.sensitive.ethnicity == "Thái"
    assert told.find(Purpose.CONTACT).given
    assert card_of(office, HEAD).household.category is Category.ETHNIC_MINORITY
    office.consents.record(
        person, {Purpose.ETHNICITY: Act.WITHDRAWN, Purpose.CONTACT: Act.WITHDRAWN}, proof=SAID
    )
    answer(field, office, one)
    assert one.consents.read(person).sensitive.ethnicity is None
    assert card_of(one, HEAD).household.category is Category.OTHER
    assert one.households.read_person(person).do_not_contact
    assert [task.person for task in one.consents.list_to_remove()] == [person]
    assert one.upkeep.check().ok
    assert office.upkeep.check().ok


@pytest.mark.parametrize("given_day", [TODAY, date(2026, 11, 20)])
def test_two_machines_that_know_nothing_of_each_other_agree_on_the_withdrawal(
    field: Field, office: App, one: App, given_day: date
) -> None:
    person = head_of(one)
    office.consents.record(person, {Purpose.ADVICE: Act.WITHDRAWN}, proof=SAID)
    one.consents.record(person, {Purpose.ADVICE: Act.GIVEN}, proof=replace(SIGNED, on=given_day))
    send(field, one, office)
    answer(field, office, one)
    for app in (office, one):
        assert not app.consents.read(person).find(Purpose.ADVICE).given
        assert app.consents.read(person).find(Purpose.ADVICE).history == (
            one.consents.read(person).find(Purpose.ADVICE).history
        )
    # Whoever has seen the withdrawal may note a new consent on the same day.
    one.consents.record(person, {Purpose.ADVICE: Act.GIVEN}, proof=SIGNED)
    send(field, one, office)
    assert office.consents.read(person).find(Purpose.ADVICE).given


def test_a_canvassers_machine_decides_nothing_and_writes_only_in_its_area(
    field: Field, office: App, one: App
) -> None:
    person, foreign = head_of(one), head_of(office, "Vàng A Lử")
    request = one.requests.ask(person, RequestKind.RESTRICT).value
    values = {"person": person, "kind": "restrict", "request": request, "happened_on": "2026-11-21"}
    consent = {"purpose": "advice", "act": "given", "acted_on": "2026-11-21", "how": "paper"}
    with one.desk.write() as writer:
        writer.create("data_request", {**values, "step": "done"})
        writer.create("data_request", {**values, "step": "answered"})
        writer.create("consent", {**consent, "person": foreign})
        writer.create("data_request", {"person": foreign, "kind": "see", "happened_on": "2026-11-21"})
    send(field, one, office)
    with office.desk.read() as session:
        reasons = sorted(each.reason_key for each in refused.list_refused(session))
    assert reasons == sorted([LEAD_ONLY, OUTSIDE_AREA, OUTSIDE_AREA])
    (task,) = office.requests.list()
    assert [step.step for step in task.request.steps] == [RequestStep.ASKED, RequestStep.ANSWERED]
    office.requests.take_step(request, RequestStep.REFUSED, note="đã trả lời bằng văn bản")
    answer(field, office, one)
    assert not one.requests.list()[0].request.restricts


def test_undoing_an_import_takes_its_consents_and_requests_back(field: Field, office: App, one: App) -> None:
    person = head_of(one)
    one.consents.record(person, {Purpose.ADVICE: Act.GIVEN}, proof=SIGNED)
    one.requests.ask(person, RequestKind.OBJECT)
    brought = office.syncing.read(write(one, field.stick)).value.import_id
    assert brought is not None
    assert office.households.read_person(person).do_not_contact
    office.imports.undo(brought)
    assert office.consents.read(person).find(Purpose.ADVICE).standing is None
    assert office.requests.list() == []
    assert not office.households.read_person(person).do_not_contact
    assert office.upkeep.check().ok


def test_consents_of_somebody_who_was_merged_count_for_whoever_is_left(office: App) -> None:
    left, gone = (member.id for member in card_of(office, HEAD).members[:2])
    office.consents.record(gone, {Purpose.CONTACT: Act.WITHDRAWN}, proof=SAID)
    with office.desk.write() as writer:
        writer.edit("person", gone, {"merged_into": left})
    assert not office.consents.read(left).find(Purpose.CONTACT).given
    assert office.consents.read(left).find(Purpose.CONTACT).standing is not None
    assert office.households.read_person(left).do_not_contact
