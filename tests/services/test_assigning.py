"""Assigning and handing out: overlaps refused or settled, doors of others left out with the reason, all undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from outreach_app.app import App
from outreach_app.domain.assignments import Hindrance
from outreach_app.domain.teams import AgencyKind, Duty, Part, TeamKind, find_hints
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.assigning import Target, Worker
from outreach_app.services.teams import Contact
from outreach_app.store import assignments
from tests.workspaces import COMMUNE, card_of, door

DAY = date(2026, 11, 21)
MONTH_END = date(2026, 11, 30)


def person(app: App, name: str) -> bytes:
    known = [each for each in app.office.list_canvassers() if each.name == name]
    return known[0].id if known else app.office.add_canvasser(name).value.id


def village_of(app: App, name: str = "Nà Ly") -> bytes:
    return app.office.find_village(name).id


def doors_of(app: App, who: bytes, day: date = DAY) -> set[str]:
    with app.desk.read() as session:
        mine = assignments.list_doors_of(session, who, day)
    return {row.head for row in app.households.read_rows(app.households.list_numbers()) if row.id in mine}


def test_a_village_a_group_and_a_household_go_to_the_narrowest(office: App) -> None:
    lu, mo, inh = (person(office, name) for name in ("Vàng A Lử", "Sùng Thị Mỷ", "Lường Thị Inh"))
    village = village_of(office)
    home = card_of(office, "Tẩn Mý Dao").household.id
    assign = office.assigning.assign
    assign([Target(village)], Worker(lu), first=DAY, last=MONTH_END)
    office.neighbour_groups.put(village, [card_of(office, "Giàng A Chư").household.id, home], "Tổ 1")
    assign([Target(village, "Tổ 1")], Worker(mo), first=DAY, last=None)
    assign([Target(village, household=home)], Worker(inh), first=MONTH_END, last=MONTH_END)
    assert (doors_of(office, lu), doors_of(office, mo)) == ({"Lò Văn Páo"}, {"Giàng A Chư", "Tẩn Mý Dao"})
    assert (doors_of(office, inh), doors_of(office, inh, MONTH_END)) == (set(), {"Tẩn Mý Dao"})
    assert doors_of(office, lu, MONTH_END + timedelta(days=1)) == set()
    assert office.assigning.list_overlaps() == []


def test_the_same_place_for_two_people_is_refused_taken_over_and_undone(office: App) -> None:
    lu, mo = person(office, "Vàng A Lử"), person(office, "Sùng Thị Mỷ")
    target = Target(village_of(office))
    office.assigning.assign([target], Worker(lu), first=DAY, last=MONTH_END)
    middle = {"first": date(2026, 11, 24), "last": date(2026, 11, 26)}
    with pytest.raises(BadInput) as told:
        office.assigning.assign([target], Worker(mo), **middle)
    assert told.value.key == "overlap"
    assert "Vàng A Lử" in str(told.value)
    done = office.assigning.assign([target], Worker(mo), instead=True, **middle).value
    assert (done.made, done.shortened) == (1, 1)
    spans = [(each.who, each.first, each.last) for each in office.assigning.list_assignments()]
    assert sorted(spans) == [
        ("Sùng Thị Mỷ", date(2026, 11, 24), date(2026, 11, 26)), ("Vàng A Lử", DAY, date(2026, 11, 23)),
        ("Vàng A Lử", date(2026, 11, 27), MONTH_END),
    ]  # fmt: skip
    office.assigning.undo(done.deed)
    assert [(e.who, e.first, e.last) for e in office.assigning.list_assignments()] == [
        ("Vàng A Lử", DAY, MONTH_END)
    ]
    with pytest.raises(NotFound):
        office.assigning.undo(done.deed)


def test_an_overlap_that_two_machines_made_is_told_and_settled(office: App) -> None:
    lu, mo = person(office, "Vàng A Lử"), person(office, "Sùng Thị Mỷ")
    village = village_of(office)
    with office.desk.write() as writer:
        for who, last in ((lu, "2026-11-30"), (mo, "2026-11-25")):
            writer.create(
                "assignment",
                {"village": village, "canvasser": who, "starts_on": "2026-11-01", "ends_on": last},
            )
    (overlap,) = office.assigning.list_overlaps()
    assert (overlap.first, overlap.last, overlap.doors) == (DAY, date(2026, 11, 25), 3)
    kept, other = sorted((overlap.one, overlap.other), key=lambda row: row.who)
    office.assigning.settle(kept.id, other.id)
    assert office.assigning.list_overlaps() == []
    left = [each for each in office.assigning.list_assignments() if each.who == "Vàng A Lử"]
    assert [(each.first, each.last) for each in left] == [(date(2026, 11, 26), MONTH_END)]


def test_doors_of_others_are_left_out_with_the_reason_and_taken_on_purpose(office: App) -> None:
    lu, mo = person(office, "Vàng A Lử"), person(office, "Sùng Thị Mỷ")
    village = village_of(office)
    pao, chu, dao = (card_of(office, head) for head in ("Lò Văn Páo", "Giàng A Chư", "Tẩn Mý Dao"))
    homes = [card.household.id for card in (pao, chu, dao)]
    office.visits.log(replace(door(pao), canvasser=mo))
    sheet = office.handing_out.hand_out([homes[1]], mo, day=DAY, paper=True).value
    office.handing_out.hand_out([homes[2]], mo, day=DAY)
    done = office.handing_out.hand_out(homes, lu, day=DAY).value
    told = {each.household.head: (each.obstacle.why, each.obstacle.who) for each in done.left_out}
    assert done.doors == 0
    assert told == {
        "Lò Văn Páo": (Hindrance.KNOCKED, "Sùng Thị Mỷ"), "Giàng A Chư": (Hindrance.ON_SHEET, "Sùng Thị Mỷ"),
        "Tẩn Mý Dao": (Hindrance.ASSIGNED, "Sùng Thị Mỷ"),
    }  # fmt: skip
    assert [each.obstacle.sheet for each in done.left_out if each.obstacle.sheet] == list(sheet.codes)
    plan = office.sheets.choose(village, canvasser=lu)
    assert (plan.items, len(plan.left_out)) == ((), 2)  # Páo waits for tomorrow by itself
    taken = office.handing_out.hand_out(homes, lu, day=DAY, take=homes[2:]).value
    assert (taken.doors, doors_of(office, lu), doors_of(office, mo)) == (1, {"Tẩn Mý Dao"}, {"Giàng A Chư"})
    office.handing_out.undo(taken.deed)
    assert doors_of(office, mo) == {"Giàng A Chư", "Tẩn Mý Dao"}


def test_the_door_of_a_household_that_wants_no_visit_is_never_handed_out(office: App) -> None:
    lu = person(office, "Vàng A Lử")
    home = card_of(office, "Tẩn Mý Dao").household.id
    with office.desk.write() as writer:
        writer.edit("household", home, {"do_not_contact": True})
    done = office.handing_out.hand_out([home], lu, day=DAY, take=[home]).value
    assert [each.obstacle.why for each in done.left_out] == [Hindrance.DO_NOT_CONTACT]


def test_a_canvassers_laptop_assigns_nothing_but_makes_lists(one: App) -> None:
    me = one.desk.canvasser
    assert me is not None
    home = card_of(one, "Tẩn Mý Dao").household.id
    for attempt in (
        lambda: one.assigning.assign([Target(village_of(one))], Worker(me), first=DAY, last=None),
        lambda: one.handing_out.hand_out([home], me, day=DAY),
        lambda: one.teams.add("Tổ 1", COMMUNE),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert one.handing_out.hand_out([home], me, day=DAY, paper=True).value.codes


def test_a_team_goes_where_it_is_sent_and_says_what_it_lacks(office: App) -> None:
    team = office.teams.add("Tổ Nà Ly", COMMUNE, ends_on=date(2026, 12, 31)).value
    contact = Contact("0912345678", "Bưu điện Tam Đường", AgencyKind.POST_OFFICE, Duty.COLLECTOR)
    inh = office.teams.add_member(
        team.id, "Lường Thị Inh", part=Part.INSURANCE, leads=True, contact=contact
    ).value
    lu = office.teams.add_member(team.id, "Vàng A Lử", part=Part.VILLAGE, leads=True).value
    row = office.teams.find("to na ly")
    assert [(m.name, m.leads) for m in row.members] == [("Vàng A Lử", True), ("Lường Thị Inh", False)]
    assert (row.members[1].agency, row.members[1].duty) == ("Bưu điện Tam Đường", Duty.COLLECTOR)
    assert [str(hint) for hint in office.teams.hints(row)] == [
        "Nobody of the commune committee is in this team yet."
    ]
    office.assigning.assign([Target(village_of(office))], Worker(team=team.id), first=DAY, last=None)
    assert len(doors_of(office, lu.canvasser)) == 3
    office.teams.leave(lu.id, DAY)
    assert (len(doors_of(office, lu.canvasser)), len(doors_of(office, inh.canvasser))) == (3, 3)
    tomorrow = DAY + timedelta(days=1)
    assert (doors_of(office, lu.canvasser, tomorrow), len(doors_of(office, inh.canvasser, tomorrow))) == (
        set(),
        3,
    )
    with pytest.raises(BadInput):
        office.teams.add_member(team.id, "Lường Thị Inh", part=Part.OTHER)
    edited = office.teams.edit(
        team.id, name="Tổ xung kích", kind=TeamKind.SHOCK, starts_on=None, ends_on=None
    )
    assert [str(hint) for hint in find_hints(edited.value, tomorrow)] == ["Nobody leads this team yet."]


def test_groups_are_renamed_with_their_assignments_and_filled_at_once(office: App) -> None:
    village, lu = village_of(office), person(office, "Vàng A Lử")
    homes = [card_of(office, head).household.id for head in ("Lò Văn Páo", "Giàng A Chư")]
    office.neighbour_groups.put(village, homes, "Tổ 1")
    office.assigning.assign([Target(village, "Tổ 1")], Worker(lu), first=DAY, last=None)
    done = office.neighbour_groups.rename(village, "Tổ 1", "Tổ Suối").value
    assert done.households == 2
    assert office.neighbour_groups.list_groups(village) == [("Tổ Suối", 2), ("", 1)]
    assert doors_of(office, lu) == {"Lò Văn Páo", "Giàng A Chư"}
    office.neighbour_groups.put(village, [card_of(office, "Tẩn Mý Dao").household.id], "to suoi")
    assert office.neighbour_groups.list_groups(village) == [("Tổ Suối", 3)]
    office.neighbour_groups.undo(done.deed)
    assert dict(office.neighbour_groups.list_groups(village)) == {"Tổ 1": 2, "Tổ Suối": 1}
    assert doors_of(office, lu) == {"Lò Văn Páo", "Giàng A Chư"}
