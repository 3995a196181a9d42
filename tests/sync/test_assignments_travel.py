"""Teams, respected people and assignments travel: the office assigns, laptops see it; a door for two is told above."""

from datetime import date, timedelta

import pytest

from outreach_app.app import App
from outreach_app.domain.assignments import Hindrance
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.teams import Part, Regard
from outreach_app.services.assigning import Target, Worker
from outreach_app.store import assignments, refused
from outreach_app.sync.permission import LEAD_ONLY
from tests.workspaces import COMMUNE, Field, card_of, read, write

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def work(office: App, one: App, two: App) -> None:
    for app, name in ((office, "Bùi Văn Kế"), (one, "Lường Thị Inh"), (two, "Hoàng Thị Thơm")):
        app.office.say_who_works(name)


def bring(field: Field, giver: App, *takers: App) -> int:
    files = write(giver, field.stick)
    return sum(report.refused_rows for taker in takers for report in read(taker, *files))


def doors_of(app: App, who: bytes, day: date = DAY) -> set[str]:
    with app.desk.read() as session:
        mine = assignments.list_doors_of(session, who, day)
    rows = app.households.read_rows(app.households.list_numbers())
    return {row.head for row in rows if row.id in mine}


def test_the_office_assigns_and_a_laptop_learns_its_doors(
    field: Field, office: App, one: App, two: App
) -> None:
    assert bring(field, one, office) == bring(field, two, office) == 0
    inh = next(each.id for each in office.office.list_canvassers() if each.name == "Lường Thị Inh")
    team = office.teams.add("Tổ Nà Ly", COMMUNE).value
    office.teams.add_member(team.id, "Lường Thị Inh", part=Part.INSURANCE, leads=True)
    village = office.office.find_village("Nà Ly").id
    office.assigning.assign([Target(village)], Worker(team=team.id), first=DAY, last=DAY + timedelta(days=9))
    head = office.trusted.add(village, "Lò Văn Phớ", regard=Regard.VILLAGE_HEAD, phone="0912000111").value
    bring(field, office, one, two)
    assert doors_of(one, inh) == {"Lò Văn Páo", "Giàng A Chư", "Tẩn Mý Dao"}
    assert [(each.name, each.regard) for each in one.trusted.list_trusted(village)] == [
        (head.name, head.regard)
    ]
    assert (doors_of(two, inh), two.trusted.list_trusted()) == (set(), [])
    assert [each.name for each in two.teams.list_teams()] == ["Tổ Nà Ly"]
    one.trusted.edit(head.id, name="Lò Văn Phớ", regard=Regard.ELDER, phone="", note="hay vắng buổi sáng")
    assert bring(field, one, office) == 0
    assert [each.note for each in office.trusted.list_trusted(village)] == ["hay vắng buổi sáng"]
    assert office.upkeep.check().ok
    assert one.upkeep.check().ok


def test_what_a_lead_hands_out_reaches_the_laptop_and_the_list_there_leaves_it_out(
    field: Field, office: App, one: App, lead: App
) -> None:
    bring(field, one, office)
    bring(field, office, lead)
    other = lead.office.add_canvasser("Vàng A Lử").value.id
    doors = [card_of(lead, head).household.id for head in ("Lò Văn Páo", "Giàng A Chư")]
    village = lead.office.find_village("Nà Ly").id
    lead.handing_out.hand_out(doors, other, day=DAY)
    assert bring(field, lead, office) == 0
    bring(field, office, one)
    assert doors_of(one, other) == {"Lò Văn Páo", "Giàng A Chư"}
    plan = one.sheets.choose(village, day=DAY)
    assert [item.household.head for item in plan.items] == ["Tẩn Mý Dao"]
    assert {(row.head, why.why, why.who) for row, why in plan.left_out} == {
        ("Lò Văn Páo", Hindrance.ASSIGNED, "Vàng A Lử"), ("Giàng A Chư", Hindrance.ASSIGNED, "Vàng A Lử"),
    }  # fmt: skip
    assert len(one.sheets.plan(village, day=DAY + timedelta(days=1))) == 3


def test_one_door_for_two_people_is_told_at_the_office_and_settled_everywhere(
    field: Field, office: App, one: App, lead: App
) -> None:
    bring(field, one, office)
    bring(field, office, lead)
    village = office.office.find_village("Nà Ly").id
    lu, mo = (
        office.office.add_canvasser("Vàng A Lử").value.id,
        lead.office.add_canvasser("Sùng Thị Mỷ").value.id,
    )
    office.assigning.assign([Target(village)], Worker(lu), first=DAY, last=None)
    lead.assigning.assign([Target(village)], Worker(mo), first=DAY, last=DAY + timedelta(days=4))
    assert bring(field, lead, office) == 0
    (overlap,) = office.assigning.list_overlaps()
    assert ({overlap.one.who, overlap.other.who}, overlap.doors) == ({"Vàng A Lử", "Sùng Thị Mỷ"}, 3)
    with office.desk.read() as session:
        assert all(who.contested for who in assignments.read_assigned(session, DAY).values())
    mine, theirs = sorted((overlap.one, overlap.other), key=lambda row: row.who)
    office.assigning.settle(mine.id, theirs.id)
    bring(field, office, lead, one)
    for taker in (lead, one):
        assert taker.assigning.list_overlaps() == []
        assert doors_of(taker, mo) == {"Lò Văn Páo", "Giàng A Chư", "Tẩn Mý Dao"}
        assert doors_of(taker, lu) == set()
        assert len(doors_of(taker, lu, DAY + timedelta(days=5))) == 3


def test_what_a_canvassers_machine_assigns_is_refused(field: Field, office: App, one: App) -> None:
    village = one.office.find_village("Nà Ly").id
    with one.desk.write() as writer:
        writer.create(
            "assignment", {"village": village, "canvasser": one.desk.canvasser, "starts_on": "2026-11-21"}
        )
        writer.create("team_member", {"canvasser": one.desk.canvasser})
    assert bring(field, one, office) == 2
    with office.desk.read() as session:
        assert {each.reason_key for each in refused.list_refused(session)} == {LEAD_ONLY}
    assert office.assigning.list_assignments() == []


def test_somebody_erased_leaves_the_list_of_respected_people_on_every_machine(
    field: Field, office: App, one: App
) -> None:
    village = one.office.find_village("Nà Ly").id
    named = one.trusted.add(village, "Lò Văn Páo", regard=Regard.ELDER, phone="0912345001").value
    other = one.trusted.add(village, "Lù Thị Páo", note="em của Lò Văn Páo").value
    assert bring(field, one, office) == 0
    person = card_of(office, "Lò Văn Páo").members[0].id
    office.erasing.erase(person, asked_by=AskedBy.SELF, why="đơn ngày 20/11")
    bring(field, office, one)
    for app in (office, one):
        (left,) = app.trusted.list_trusted(village)
        assert (left.id, left.name, left.note) == (other.id, "Lù Thị Páo", "em của …")
        with app.desk.read() as session:
            stored = session.connection().exec_driver_sql(
                "SELECT name, phone FROM trusted_person WHERE id = ?", (named.id,)
            )
            assert tuple(stored.one()) == ("", None)
        assert app.upkeep.check().ok
