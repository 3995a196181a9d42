"""Differences between machines: found, told, settled in one transaction, taken back, and never closed unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.conflicts import (
    KEEP,
    REMOVE,
    ConflictKind,
    Rule,
    Settlement,
    choose_by_rule,
    name_conflict,
    narrow,
    parse_conflict,
)
from outreach_app.errors import BadInput, NotFound
from outreach_app.store import heads, journal, replication
from outreach_app.sync import merge
from tests.workspaces import Field, card_of, copy_field, talk

THAO = "Lò Thị Thắm"


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


@pytest.fixture
def desks(field: Field) -> Iterator[tuple[App, App, App]]:
    """The office, a laptop and a lead's laptop, one and two hours later; each with somebody at work."""
    field.one.clock.pass_by(hours=1)
    field.lead.clock.pass_by(hours=2)
    field.office.clock.pass_by(hours=3)
    apps = field.office.open(), field.one.open(), field.lead.open()
    for app, name in zip(apps, ("Bùi Văn Kế", "Hoàng Thị Thơm", "Lường Thị Inh"), strict=True):
        app.office.say_who_works(name)
    yield apps
    for app in apps:
        app.close()


def carry(giver: App, *takers: App) -> None:
    """Take everything one machine knows to others, as a file would."""
    with giver.desk.read() as session:
        operations = list(journal.read_operations(session))
    for taker in takers:
        with taker.desk.write() as writer:
            fresh = replication.drop_known(writer.session, operations)
            known = heads.read_row_heads(writer.session, merge.rows_edited(fresh))
            decided = merge.decide(fresh, known)
            replication.write_decision(
                writer, fresh, creates=decided.creates, changed=decided.heads, origin="file", source=None
            )
            writer.touched.everything = True


def meet(*apps: App) -> None:
    """Let everybody know everything."""
    for giver in apps:
        carry(giver, *(app for app in apps if app is not giver))
    carry(apps[0], *apps[1:])


def person_of(app: App, name: str = THAO) -> bytes:
    return next(m.id for m in card_of(app, "Lò Văn Páo").members if m.name == name)


def clash(desks: tuple[App, App, App]) -> None:
    _, one, lead = desks
    one.households.edit_person(person_of(one), {"phone": "0912345678"})
    lead.households.edit_person(person_of(lead), {"phone": "0387345211"})
    meet(*desks)


def phones(app: App) -> str | None:
    return app.households.read_person(person_of(app)).phone


def test_a_difference_tells_base_values_machines_people_and_times(desks: tuple[App, App, App]) -> None:
    office, one, _ = desks
    one.visits.log(talk(card_of(one, "Lò Văn Páo")))
    clash(desks)
    (told,) = office.conflicts.list_all()
    assert (told.kind, told.subject, told.head) == (ConflictKind.VALUES, THAO, "Lò Văn Páo")
    assert (told.base, told.field_name, told.village_name) == ("0912345003", "phone", "Nà Ly")
    first, second = told.values
    assert [v.value for v in told.values] == ["0912345678", "0387345211"]
    assert [v.author for v in told.values] == ["Hoàng Thị Thơm", "Lường Thị Inh"]
    assert (first.at.hour, second.at.hour) == (9, 10)
    assert (first.said, first.on_visit, second.on_visit) == ("0912 345 678", True, False)
    (at_laptop,) = one.conflicts.list_all()
    assert at_laptop.id == told.id
    assert parse_conflict(told.id) == told.key
    assert at_laptop.values[0].own


def test_unsettled_it_blocks_nothing_and_the_later_value_is_shown_everywhere(
    desks: tuple[App, App, App],
) -> None:
    clash(desks)
    assert [phones(app) for app in desks] == ["0387345211"] * 3
    assert [app.conflicts.count() for app in desks] == [1] * 3


@pytest.mark.parametrize("value", ["0912345678", "0387345211", "0911222333"])
def test_a_decision_resolves_it_on_every_machine(desks: tuple[App, App, App], value: str) -> None:
    clash(desks)
    office = desks[0]
    (told,) = office.conflicts.list_all()
    chosen = office.conflicts.read_value(told, value)
    report = office.conflicts.settle([Settlement(told.id, chosen, told.shown)]).value
    assert (report.settled, report.still_open, report.gone) == (1, 0, 0)
    meet(*desks)
    assert [phones(app) for app in desks] == [value] * 3
    assert [app.conflicts.count() for app in desks] == [0] * 3
    again = office.conflicts.settle([Settlement(told.id, chosen, told.shown)]).value
    assert (again.settled, again.gone) == (0, 1)


def test_a_value_that_came_in_between_keeps_it_open(desks: tuple[App, App, App]) -> None:
    office, one, lead = desks
    clash(desks)
    (told,) = office.conflicts.list_all()
    one.households.edit_person(person_of(one), {"phone": "0900000009"})
    carry(one, office)
    report = office.conflicts.settle([Settlement(told.id, "0912345678", told.shown)]).value
    assert (report.settled, report.still_open) == (0, 1)
    meet(*desks)
    for app in (office, one, lead):
        (left,) = app.conflicts.list_all()
        assert {value.value for value in left.values} == {"0912345678", "0900000009"}


def test_an_ordinary_edit_never_closes_what_its_author_was_not_shown(desks: tuple[App, App, App]) -> None:
    clash(desks)
    office, one, _ = desks
    office.households.edit_person(person_of(office), {"phone": "0999888777"})
    meet(*desks)
    (left,) = one.conflicts.list_all()
    assert {value.value for value in left.values} == {"0912345678", "0999888777"}


def test_a_run_taken_back_opens_the_same_differences_with_the_same_people(
    desks: tuple[App, App, App],
) -> None:
    clash(desks)
    office, one, _ = desks
    (before,) = office.conflicts.list_all()
    run = office.conflicts.settle([Settlement(before.id, "0911222333", before.shown)]).value.run
    meet(*desks)
    assert office.conflicts.last_run() == run
    done = office.conflicts.undo(run).value
    assert (done.fields, done.kept) == (1, ())
    meet(*desks)
    for app in desks:
        (again,) = app.conflicts.list_all()
        assert (again.id, again.base) == (before.id, before.base)
        told = [(v.value, v.author, v.at) for v in again.values]
        assert told == [(v.value, v.author, v.at) for v in before.values]
    assert phones(one) == "0387345211"
    with pytest.raises(BadInput):
        office.conflicts.undo(run)
    (again,) = one.conflicts.list_all()
    one.conflicts.settle([Settlement(again.id, "0912345678", again.shown)])
    meet(*desks)
    assert [app.conflicts.count() for app in desks] == [0] * 3


def test_what_was_changed_after_a_decision_is_kept_when_it_is_taken_back(
    desks: tuple[App, App, App],
) -> None:
    clash(desks)
    office, one, _ = desks
    (told,) = office.conflicts.list_all()
    run = office.conflicts.settle([Settlement(told.id, "0911222333", told.shown)]).value.run
    meet(*desks)
    one.households.edit_person(person_of(one), {"phone": "0977000111"})
    meet(*desks)
    done = office.conflicts.undo(run).value
    assert (done.fields, done.kept) == (0, (("person", person_of(office)),))
    assert (phones(office), office.conflicts.count()) == ("0977000111", 0)


def test_rules_choose_the_later_the_offices_or_a_machines_value(
    desks: tuple[App, App, App], field: Field
) -> None:
    clash(desks)
    office, one, _ = desks
    field.office.clock.pass_by(hours=1)
    office.households.edit_person(person_of(office, "Lò Văn Páo"), {"born": "1962"})
    one.households.edit_person(person_of(one, "Lò Văn Páo"), {"born": "1963"})
    meet(*desks)
    there = office.conflicts.list_all()
    assert len(there) == 2
    assert {each.value for each in choose_by_rule(there, Rule.LATER)} == {"0387345211", "1962"}
    assert [each.value for each in choose_by_rule(there, Rule.OFFICE)] == ["1962"]
    assert [each.key[2] for each in narrow(there, field="born")] == ["born"]
    assert narrow(there, device="none of ours") == []
    report = office.conflicts.settle(choose_by_rule(there, Rule.LATER)).value
    assert (report.settled, office.conflicts.count()) == (2, 0)


def test_a_sticky_yes_is_no_difference_and_stands(desks: tuple[App, App, App]) -> None:
    office, one, lead = desks
    one.households.edit_person(person_of(one), {"do_not_contact": True})
    meet(*desks)
    lead.households.edit_person(person_of(lead), {"do_not_contact": False})
    one.households.edit_person(person_of(one), {"away": True})
    meet(*desks)
    assert office.conflicts.count() == 0
    assert not office.households.read_person(person_of(office)).do_not_contact
    one.households.edit_person(person_of(one), {"do_not_contact": True})
    lead.households.edit_person(person_of(lead), {"do_not_contact": True})
    office.households.edit_person(person_of(office), {"phone": "0911222333"})
    meet(*desks)
    lead.households.edit_person(person_of(lead), {"do_not_contact": False})
    meet(*desks)
    assert office.conflicts.count() == 0


def test_edits_of_different_fields_are_told_as_merged_and_not_asked(desks: tuple[App, App, App]) -> None:
    office, one, lead = desks
    one.households.edit_person(person_of(one), {"phone": "0912345678"})
    lead.households.edit_person(person_of(lead), {"born": "1992-11-21"})
    meet(*desks)
    assert office.conflicts.list_all() == []
    (row,) = office.conflicts.list_merged()
    assert row.subject == THAO
    assert {each.author for each in row.fields} == {"Hoàng Thị Thơm", "Lường Thị Inh"}
    assert {each.said for each in row.fields} == {"0912 345 678", "21/11/1992"}


# -------------------------------------------------------------------------------------------------------- removals
def remove(app: App) -> None:
    with app.desk.write() as writer:
        writer.edit("person", person_of(app), {"removed": "moved to another commune"})


def names(app: App) -> set[str]:
    return {member.name for member in card_of(app, "Lò Văn Páo").members}


@pytest.mark.parametrize("choice", [KEEP, REMOVE])
def test_a_removal_that_met_an_edit_is_asked_and_settled_either_way(
    desks: tuple[App, App, App], choice: str
) -> None:
    office, one, lead = desks
    remove(one)
    lead.households.edit_person(person_of(lead), {"phone": "0387345211"})
    meet(*desks)
    for app in desks:
        (told,) = app.conflicts.list_all()
        assert (told.kind, told.key[2], told.subject) == (ConflictKind.REMOVAL, "removed", THAO)
        assert {value.edited for value in told.values} == {"", "phone"}
    (told,) = office.conflicts.list_all()
    assert office.conflicts.read_value(told, choice) == choice
    with pytest.raises(BadInput):
        office.conflicts.read_value(told, "perhaps")
    run = office.conflicts.settle([Settlement(told.id, choice, told.shown)]).value.run
    meet(*desks)
    assert [app.conflicts.count() for app in desks] == [0, 0, 0]
    assert [THAO in names(app) for app in desks] == [choice == KEEP] * 3
    office.conflicts.undo(run)
    meet(*desks)
    assert [app.conflicts.count() for app in desks] == [1, 1, 1]


def test_a_removal_by_somebody_who_had_seen_the_edit_is_no_difference(desks: tuple[App, App, App]) -> None:
    office, one, lead = desks
    lead.households.edit_person(person_of(lead), {"phone": "0387345211"})
    meet(*desks)
    remove(one)
    meet(*desks)
    assert office.conflicts.count() == 0
    assert THAO not in names(lead)


def test_two_removals_for_different_reasons_agree(desks: tuple[App, App, App]) -> None:
    office, one, lead = desks
    remove(one)
    with lead.desk.write() as writer:
        writer.edit("person", person_of(lead), {"removed": "written twice"})
    meet(*desks)
    assert office.conflicts.count() == 0


# ---------------------------------------------------------------------------------------------------- many at once
@pytest.mark.torture
def test_five_hundred_are_settled_in_one_run_taken_back_once_and_settled_again(
    desks: tuple[App, App, App],
) -> None:
    settle_many(desks, 500)


def settle_many(desks: tuple[App, App, App], count: int) -> None:
    office, one, lead = desks
    home = card_of(office, "Lò Văn Páo").household.id
    with office.desk.write() as writer:
        people = writer.create_many(
            "person", ({"name": f"Người {n}", "household": home} for n in range(count))
        )
    meet(*desks)
    for app, start in ((one, "0912"), (lead, "0987")):
        with app.desk.write() as writer:
            for place, person in enumerate(people):
                writer.edit("person", person, {"phone": f"{start}{place:06d}"})
    meet(*desks)
    before = office.conflicts.list_all()
    assert len(before) == count
    run = office.conflicts.settle(choose_by_rule(before, Rule.LATER)).value
    assert (run.settled, office.conflicts.count()) == (count, 0)
    meet(*desks)
    assert [app.conflicts.count() for app in desks] == [0] * 3
    assert office.conflicts.undo(run.run).value.fields == count
    meet(*desks)
    for app in desks:
        told = [[(v.value, v.author, v.at) for v in each.values] for each in app.conflicts.list_all()]
        assert told == [[(v.value, v.author, v.at) for v in each.values] for each in before]
    again = office.conflicts.settle(choose_by_rule(office.conflicts.list_all(), Rule.LATER)).value
    assert again.settled == count
    meet(*desks)
    assert [app.conflicts.count() for app in desks] == [0] * 3
    assert office.upkeep.check().problems == ()


def exchange(field: Field, desks: tuple[App, App, App]) -> None:
    """Files both ways: the laptops' to the office, the office's answers back."""
    office, *laptops = desks
    for laptop in laptops:
        laptop.syncing.write(field.stick)
    office.syncing.read([field.stick])
    office.syncing.write(field.stick)
    for laptop in laptops:
        laptop.syncing.read([field.stick])


def test_decisions_and_their_taking_back_go_to_two_laptops_by_file(
    desks: tuple[App, App, App], field: Field
) -> None:
    settle_by_file(desks, field, 40)


@pytest.mark.torture
def test_five_hundred_decisions_go_to_two_laptops_by_file(desks: tuple[App, App, App], field: Field) -> None:
    settle_by_file(desks, field, 500)


def settle_by_file(desks: tuple[App, App, App], field: Field, count: int) -> None:
    office, one, lead = desks
    home = card_of(office, "Lò Văn Páo").household.id
    with office.desk.write() as writer:
        rows = [{"name": f"Người {n}", "household": home} for n in range(count)]
        people = writer.create_many("person", rows)
    exchange(field, desks)
    for app, start in ((one, "0912"), (lead, "0987")):
        with app.desk.write() as writer:
            for place, person in enumerate(people):
                writer.edit("person", person, {"phone": f"{start}{place:06d}"})
    exchange(field, desks)
    assert [app.conflicts.count() for app in desks] == [count] * 3
    before = office.conflicts.list_all()
    run = office.conflicts.settle(choose_by_rule(before, Rule.LATER)).value
    exchange(field, desks)
    assert [app.conflicts.count() for app in desks] == [0] * 3
    office.conflicts.undo(run.run)
    exchange(field, desks)
    for app in desks:
        assert [each.id for each in app.conflicts.list_all()] == [each.id for each in before]
    again = office.conflicts.list_all()
    assert [[v.author for v in each.values] for each in again] == [
        [v.author for v in each.values] for each in before
    ]
    office.conflicts.settle(choose_by_rule(again, Rule.LATER))
    exchange(field, desks)
    assert [app.conflicts.count() for app in desks] == [0] * 3
    shown = {app.households.read_person(people[0]).phone for app in desks}
    assert len(shown) == 1
    assert office.upkeep.check().problems == ()


def test_names_that_name_nothing_are_refused_with_a_sentence(desks: tuple[App, App, App]) -> None:
    office = desks[0]
    for wrong in ("nonsense", "person:zz:phone", ""):
        with pytest.raises(NotFound):
            office.conflicts.settle([Settlement(wrong, "x")])
    gone = office.conflicts.settle([Settlement(name_conflict(("person", b"0" * 16, "phone")), "x")]).value
    assert (gone.settled, gone.gone) == (0, 1)
    with pytest.raises(NotFound):
        office.conflicts.undo("none")
