"""Any command is taken back from the journal: rows go, fields show what they showed, what was built on it stays."""

from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.changes import Written
from outreach_app.domain.visits import Outcome
from outreach_app.errors import BadInput
from outreach_app.services.desk import Done
from outreach_app.services.households import NewPerson
from tests.workspaces import Machine, card_of, cards, copy_field, door, read, write


def written(done: Done[object]) -> Written:
    assert done.changes.written is not None
    return done.changes.written


def test_a_family_and_a_member_that_were_added_go_again(one: App) -> None:
    before = one.households.list_numbers()
    village = one.households.list_villages()[0].id
    family = one.households.add(village, NewPerson("Điêu Chính Tưởng"), others=(NewPerson("Lò Thị Ín"),))
    one.commands.take_back(written(family))
    assert one.households.list_numbers() == before
    assert one.households.find("điêu chính tưởng").total == 0
    home = card_of(one, "Lò Văn Páo").household.id
    one.commands.take_back(written(one.households.add_person(home, NewPerson("Lò Văn Mới"))))
    assert "Lò Văn Mới" not in [member.name for member in card_of(one, "Lò Văn Páo").members]
    assert one.upkeep.check().ok


def test_a_visit_that_was_taken_back_stands_again_with_what_it_marked(one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    visit = one.visits.log(door(card, Outcome.DO_NOT_CONTACT)).value
    cancelled = one.visits.cancel(visit, "nhầm nhà")
    assert not card_of(one, "Lò Văn Páo").household.do_not_contact
    one.commands.take_back(written(cancelled))
    again = card_of(one, "Lò Văn Páo")
    assert [visit.door_outcome for visit in again.visits] == [Outcome.DO_NOT_CONTACT]
    assert again.household.do_not_contact
    assert one.upkeep.check().ok


def test_villages_put_together_are_two_again(office: App) -> None:
    first, second = (village.id for village in office.households.list_villages())
    before = {card.household.code: card.village.id for card in cards(office)}
    office.commands.take_back(written(office.office.merge_villages(first, second)))
    assert {card.household.code: card.village.id for card in cards(office)} == before
    assert all(village.merged_into is None for village in office.households.list_villages())
    assert office.upkeep.check().ok


def test_what_somebody_built_on_stays_and_nothing_is_undone_twice(one: App, machine: Machine) -> None:
    village = one.households.list_villages()[0].id
    family = one.households.add(village, NewPerson("Điêu Chính Tưởng"))
    machine.clock.pass_by(minutes=1)
    one.visits.log(door(one.households.read_card(family.value)))
    with pytest.raises(BadInput) as refused:
        one.commands.take_back(written(family))
    assert refused.value.key == "built_on"
    assert one.households.find("điêu chính tưởng").total == 1
    edit = one.households.edit_household(family.value, {"address": "cạnh suối"})
    one.commands.take_back(written(edit))
    with pytest.raises(BadInput) as twice:
        one.commands.take_back(written(edit))
    assert twice.value.key == "undone_already"
    assert one.households.read_card(family.value).household.address == ""


def test_what_was_taken_back_is_so_at_the_office_too(tmp_path: Path) -> None:
    field = copy_field(tmp_path)
    one, office = field.one.open(), field.office.open()
    one.office.say_who_works("Lường Thị Inh")
    village = one.households.list_villages()[0].id
    family = one.households.add(village, NewPerson("Điêu Chính Tưởng"))
    read(office, *write(one, field.stick))
    assert office.households.find("điêu chính tưởng").total == 1
    one.commands.take_back(written(family))
    field.office.clock.pass_by(hours=1)
    (report,) = [each for each in read(office, *write(one, field.stick)) if each.new or each.changed]
    assert report.refused_rows == 0
    assert office.households.find("điêu chính tưởng").total == 0
    for app in (one, office):
        assert app.upkeep.check().ok
        app.close()
