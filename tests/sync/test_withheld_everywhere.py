"""What somebody agreed to no longer shows nowhere: not in history, differences, look-alikes, nor a copy for another."""

from dataclasses import replace
from datetime import date

from outreach_app.app import App
from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.domain.lapses import LapseReason, PersonLapse
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Outcome, PersonOutcome
from outreach_app.services.visits import NewVisit
from outreach_app.store import duplicate_rows
from tests.workspaces import Field, card_of, read, write

HEAD = "Lò Văn Páo"
SIGNED = Proof(How.PAPER, date(2026, 11, 21))
SAID = replace(SIGNED, how=How.SPOKEN)
CATEGORY = "ethnic_minority"


def tell_category(app: App, person: bytes, home: bytes) -> None:
    app.consents.record_with_values(
        person, {Purpose.ETHNICITY: Act.GIVEN}, {"ethnicity": "Khơ Mú"}, proof=SIGNED
    )
    app.households.edit_household(home, {"category": CATEGORY})


def test_a_category_that_is_withheld_stands_in_no_history_and_at_no_look_alike(office: App) -> None:
    card = card_of(office, HEAD)
    person, home = card.members[0].id, card.household.id
    tell_category(office, person, home)
    assert CATEGORY in repr(office.histories.of_household(home))
    office.consents.record(person, {Purpose.ETHNICITY: Act.WITHDRAWN}, proof=SAID)
    for told in (office.histories.of_household(home), office.histories.newest()):
        assert CATEGORY not in repr(told)
        assert "Khơ Mú" not in repr(told)
    with office.desk.read() as session:
        assert CATEGORY not in repr(duplicate_rows.read_sides(session, "household", [home]))


def test_what_two_machines_said_is_not_shown_once_the_consent_is_gone(
    field: Field, office: App, one: App
) -> None:
    first, second = card_of(one, HEAD), card_of(one, "Giàng A Chư")
    tell_category(one, first.members[0].id, first.household.id)
    office.households.edit_household(first.household.id, {"category": "poor", "address": "đầu bản"})
    office.households.edit_person(first.members[0].id, {"phone": "0912345999"})
    for app, people in ((one, "Thái"), (office, "Lào")):  # and somebody who never agreed to anything
        with app.desk.write() as writer:
            writer.edit("person", second.members[0].id, {"ethnicity": people})
    for path in write(one, field.stick):
        read(office, path)
    assert [conflict.key[2] for conflict in office.conflicts.list_all()] == ["category"]
    assert "Khơ Mú" in repr(office.conflicts.list_merged())
    office.consents.record(first.members[0].id, {Purpose.ETHNICITY: Act.WITHDRAWN}, proof=SAID)
    assert (office.conflicts.list_all(), office.conflicts.count()) == ([], 0)
    assert "Khơ Mú" not in repr(office.conflicts.list_merged())


def test_a_copy_for_one_person_tells_nothing_of_why_another_stopped(office: App) -> None:
    card = card_of(office, HEAD)
    one, other = (member.id for member in card.members[:2])
    told = tuple(PersonOutcome(each, Scheme.VOLUNTARY, Outcome.REFUSED) for each in (one, other))
    why = (PersonLapse(other, Scheme.VOLUNTARY, LapseReason.HARDSHIP),)
    office.visits.log(
        NewVisit(card.household.id, date(2026, 11, 21), outcomes=told, met=(one, other), lapses=why)
    )
    assert other.hex() not in repr(office.copies.as_data(one))
    assert LapseReason.HARDSHIP not in repr(office.copies.as_data(one))
    assert LapseReason.HARDSHIP in repr(office.copies.as_data(other))
