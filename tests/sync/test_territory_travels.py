"""A laptop still writes for a village that the office has merged or divided: everything ends in the right one."""

from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.services.households import NewPerson
from outreach_app.services.territory_placing import Choice
from outreach_app.services.territory_plan import Decision
from outreach_app.store.database import run
from tests.workspaces import START, Field, card_of, cards, door, read, write, write_list

DECISION = Decision("12/NQ-HĐND", START.date())


def decide(folder: Path, *rows: tuple[str, ...]) -> Path:
    return write_list(folder / "quyet-dinh.csv", rows, header=("việc", "đơn vị cũ", "đơn vị mới"))


def villages_of(app: App) -> dict[str, str]:
    """Of every household by its head the village that lists show it in."""
    with app.desk.read() as session:
        rows = run(
            session,
            "SELECT s.head_name, v.name FROM household_state s JOIN village v ON v.id = s.village WHERE NOT s.hidden",
        )
    return dict(rows)


def add_late(two: App, *, group: str = "") -> bytes:
    """What a laptop writes for Hua Sẳng after it was merged at the office: a family, a visit, a visit list."""
    village = card_of(two, "Vàng A Lử").household.village
    made = two.households.add(village, NewPerson("Lý A Dế")).value
    with two.desk.write() as writer:
        writer.edit("household", made, {"neighbour_group": group})
    two.visits.log(door(card_of(two, "Lý A Dế")))
    two.sheets.make(village, two.sheets.plan(village), day=two.desk.today)
    return made


@pytest.mark.parametrize("merged_first", [True, False])
def test_a_family_added_for_a_merged_village_ends_in_the_one_that_is_left(
    field: Field, office: App, two: App, lead: App, merged_first: bool
) -> None:
    for app, name in ((office, "Bùi Văn Kế"), (two, "Lường Thị Inh"), (lead, "Quàng Thị Bun")):
        app.office.say_who_works(name)
    read(office, *write(two, field.stick), *write(lead, field.stick))
    gone, kept = office.office.find_village("Hua Sẳng").id, office.office.find_village("Nà Ly").id
    with office.desk.write() as writer:
        for card in cards(office):
            writer.edit("household", card.household.id, {"neighbour_group": "tổ 1"})
    if merged_first:
        office.office.merge_villages(gone, kept)
    late = add_late(two, group="tổ 1")
    (sent,) = write(two, field.stick)
    read(office, sent)
    if not merged_first:
        office.office.merge_villages(gone, kept)
    with office.desk.read() as session:
        places = dict(run(session, "SELECT id, village FROM household"))
        groups = dict(run(session, "SELECT id, neighbour_group FROM household"))
        lists = [row[0] for row in run(session, "SELECT village FROM sheet")]
    assert set(places.values()) == {kept}
    assert lists == [kept]
    # Its group goes on with the doors of its own village, not with the group of that name in the other one.
    assert groups[late] == groups[card_of(office, "Vàng A Lử").household.id] == "tổ 1 (Hua Sẳng)"
    answers = write(office, field.stick)
    read(lead, sent)
    for order, app in ((answers, two), (reversed(answers), lead)):
        read(app, *order)
        assert villages_of(app)["Lý A Dế"] == "Nà Ly"
        assert app.upkeep.check().ok
    assert office.upkeep.check().ok
    assert two.conflicts.list_all() == office.conflicts.list_all() == []


def test_until_the_office_answers_a_laptop_shows_late_doors_in_the_village_that_is_left(
    field: Field, office: App, two: App
) -> None:
    for app, name in ((office, "Bùi Văn Kế"), (two, "Lường Thị Inh")):
        app.office.say_who_works(name)
    read(office, *write(two, field.stick))
    office.office.merge_villages(*(office.office.find_village(each).id for each in ("Hua Sẳng", "Nà Ly")))
    answers = write(office, field.stick)
    add_late(two)
    read(two, *answers)
    assert set(villages_of(two).values()) == {"Nà Ly"}
    read(office, *write(two, field.stick))
    assert villages_of(office)["Lý A Dế"] == "Nà Ly"
    assert two.upkeep.check().ok


def test_taking_the_file_back_takes_the_late_family_out(field: Field, office: App, two: App) -> None:
    two.office.say_who_works("Lường Thị Inh")
    office.office.merge_villages(*(office.office.find_village(each).id for each in ("Hua Sẳng", "Nà Ly")))
    before = villages_of(office)
    add_late(two)
    done = office.syncing.read(write(two, field.stick)).value
    assert "Lý A Dế" in villages_of(office)
    assert done.import_id is not None
    office.imports.undo(done.import_id)
    assert villages_of(office) == before
    assert office.upkeep.check().ok


@pytest.mark.parametrize("divided_first", [True, pytest.param(False, marks=pytest.mark.torture)])
def test_a_family_of_a_divided_village_waits_and_its_place_travels(
    field: Field, office: App, two: App, tmp_path: Path, divided_first: bool
) -> None:
    for app, name in ((office, "Bùi Văn Kế"), (two, "Lường Thị Inh")):
        app.office.say_who_works(name)
    read(office, *write(two, field.stick))
    file = decide(tmp_path, ("chia", "Hua Sẳng", "bản Sẳng Trên"), ("chia", "Hua Sẳng", "bản Sẳng Dưới"))
    if divided_first:
        office.territory.apply(file, DECISION)
    add_late(two)
    (sent,) = write(two, field.stick)
    if not divided_first:
        office.territory.apply(file, DECISION)
    assert read(office, sent)[0].refused_rows == 0
    (waiting,) = office.territory.list_waiting()
    assert waiting.households == 3
    read(two, *write(office, field.stick))
    assert two.territory.tell_mark(card_of(two, "Lý A Dế").household.id) is not None
    late = card_of(office, "Lý A Dế").household.code
    upper, lower = (each.key for each in waiting.candidates)
    office.territory.place(Choice(waiting.village.id, upper, codes=frozenset({late})))
    office.territory.place(Choice(waiting.village.id, lower))
    two.visits.log(door(card_of(two, "Vàng A Lử")))
    (report,) = read(office, *write(two, field.stick))
    assert report.refused_rows == 0
    read(two, *write(office, field.stick))
    assert villages_of(two) == {
        "Lý A Dế": "Sẳng Trên", "Vàng A Lử": "Sẳng Dưới", "Lù Seo Vần": "Sẳng Dưới"
    }  # fmt: skip
    assert two.territory.tell_mark(card_of(two, "Lý A Dế").household.id) is None
    # What it enters from now on for one of the new villages is its own area.
    two.households.add(bytes.fromhex(upper), NewPerson("Sùng A Tủa"))
    assert read(office, *write(two, field.stick))[0].refused_rows == 0
    assert two.upkeep.check().ok
    assert office.upkeep.check().ok
