"""Somebody leaves, a laptop breaks, somebody stops reading half-way: doors, numbers and entries stay whole."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from outreach_app.app import open_kit_file
from outreach_app.domain.progress import Step, Stopped
from outreach_app.domain.rows import FileState
from outreach_app.domain.visits import Outcome
from outreach_app.errors import BadInput, NotAllowed
from outreach_app.services.assigning import Target, Worker
from outreach_app.sync.locks import FLOOR
from tests.workspaces import UNTIL, Field, cards, copy_field, door, talk

NEW_PASSPHRASE = "nuong ngo ruong bac thang ba muoi"


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


# --------------------------------------------------------------------------------------------------------- handing over
def test_open_lists_and_promised_returns_go_to_the_successor_and_travel(field: Field, tmp_path: Path) -> None:
    one = field.one.open()
    leaver = one.office.say_who_works("Lò Thị Thắm")
    homes = cards(one)
    listed = one.sheets.make(homes[0].village.id, one.work.list_doors()[:1]).value
    on_list = listed.lines[0].household.id
    others = [card for card in homes if card.household.id != on_list]
    past, ahead = date(2026, 11, 22), date(2026, 12, 5)
    one.visits.log(talk(others[0], note="chờ bán trâu", next_on=past))
    one.visits.log(talk(others[1], next_on=ahead))
    one.syncing.write(field.stick)
    one.close()
    field.office.clock.pass_by(days=4)
    office = field.office.open()
    office.syncing.read([field.stick])
    successor = office.office.add_canvasser("Sùng A Chỉnh").value
    assert [(each.name, each.sheets, each.returns) for each in office.handovers.list_doors()] == [
        ("Lò Thị Thắm", 1, 2)
    ]
    village = Target(homes[0].village.id)
    office.assigning.assign([village], Worker(leaver.id), first=date(2026, 11, 21), last=ahead)
    done = office.handovers.hand_over(leaver.id, successor.id).value
    assert (done.sheets, done.returns, len(done.codes), done.assignments) == (1, 2, 2, 1)
    (kept,) = office.assigning.list_assignments()
    assert (kept.who, kept.first, kept.last) == ("Sùng A Chỉnh", office.desk.today, ahead)
    assert [(each.name, each.returns) for each in office.handovers.list_doors()] == [("Sùng A Chỉnh", 0)]
    made = sorted((office.sheets.open(code) for code in done.codes), key=lambda sheet: sheet.day)
    assert [sheet.day for sheet in made] == [office.desk.today, ahead]
    assert made[0].lines[0].detail == "chờ bán trâu"
    assert {sheet.canvasser for sheet in office.sheets.list_open()} == {successor.id}
    signed = {visit.canvasser_name for visit in office.visits.list_of_day(date(2026, 11, 21))}
    assert signed == {"Lò Thị Thắm"}
    answers = tmp_path / "answers"
    answers.mkdir()
    office.syncing.write(answers)
    office.close()
    again = field.one.open()
    again.syncing.read([answers])
    assert {sheet.canvasser_name for sheet in again.sheets.list_open()} == {"Sùng A Chỉnh"}
    assert len(again.sheets.list_open()) == 3
    again.close()


def test_a_kept_promise_is_not_handed_over_and_nobody_takes_over_from_himself(field: Field) -> None:
    app = field.one.open()
    who = app.office.say_who_works("Lò Thị Thắm")
    home = cards(app)[0]
    app.visits.log(talk(home, next_on=date(2026, 11, 30)))
    field.one.clock.pass_by(hours=1)
    app.visits.log(door(home, Outcome.REFUSED))
    assert app.handovers.list_doors() == []
    with pytest.raises(BadInput) as trouble:
        app.handovers.hand_over(who.id, who.id)
    assert trouble.value.key == "same_person"
    app.close()


def test_who_has_left_cannot_be_chosen_on_a_laptop_after_the_last_day(field: Field, tmp_path: Path) -> None:
    one, office = field.one.open(), field.office.open()
    leaver = one.office.say_who_works("Lò Thị Thắm")
    made = one.visits.log(talk(cards(one)[0], next_on=date(2026, 12, 5))).value
    one.syncing.write(field.stick)
    office.syncing.read([field.stick])
    successor = office.office.add_canvasser("Sùng A Chỉnh").value
    field.office.clock.pass_by(days=1)
    done = office.handovers.hand_over(leaver.id, successor.id).value
    assert (done.last_day, done.name, done.returns) == (date(2026, 11, 22), "Lò Thị Thắm", 1)
    answers = tmp_path / "answers"
    answers.mkdir()
    office.syncing.write(answers)
    # On the last day the laptop still offers the name, the day after nobody gets it by any way.
    one.syncing.read([answers])
    field.one.clock.pass_by(days=1)
    one.office.choose_canvasser(leaver.id)
    assert leaver.id in {each.id for each in one.office.list_working()}
    field.one.clock.pass_by(days=1)
    assert [each.name for each in one.office.list_working()] == ["Sùng A Chỉnh"]
    for choose in (
        lambda: one.office.choose_canvasser(leaver.id),
        lambda: one.office.say_who_works("lo thi tham"),
    ):
        with pytest.raises(NotAllowed) as trouble:
            choose()
        assert trouble.value.key == "has_left"
    with pytest.raises(NotAllowed):
        one.handovers.bring_back(leaver.id)
    one.close()
    one = field.one.open()
    assert one.standing().canvasser is None
    assert (
        next(v.canvasser_name for v in one.visits.list_of_day(date(2026, 11, 21)) if v.id == made)
        == leaver.name
    )
    # Somebody new of the same name is somebody else, and the office can take its word back.
    office.handovers.bring_back(leaver.id)
    office.syncing.write(answers)
    one.syncing.read([answers])
    assert one.office.say_who_works("Lò Thị Thắm").id == leaver.id
    assert one.upkeep.check().ok
    one.close()
    office.close()


def test_a_laptop_hands_doors_over_but_does_not_say_that_somebody_left(field: Field) -> None:
    app = field.one.open()
    who = app.office.say_who_works("Lò Thị Thắm")
    app.visits.log(talk(cards(app)[0], next_on=date(2026, 11, 30)))
    other = app.office.add_canvasser("Sùng A Chỉnh").value
    done = app.handovers.hand_over(who.id, other.id).value
    assert (done.returns, done.last_day) == (1, None)
    field.one.clock.pass_by(days=9)
    assert who.id in {each.id for each in app.office.list_working()}
    app.close()


# ---------------------------------------------------------------------------------------------------------- replacing
def test_a_broken_laptop_is_replaced_the_same_day(field: Field, tmp_path: Path) -> None:
    one, office = field.one.open(), field.office.open()
    one.visits.log(door(cards(one)[0]))
    one.syncing.write(field.stick)
    former = next(each for each in office.syncing.list_machines() if each.device == "Máy one")
    field.office.clock.pass_by(hours=1)
    made = office.replacements.replace("Máy one", tmp_path / "new.gocuakit", why="rơi xuống suối", cost=FLOOR)
    assert made.device == "Máy one-2"
    assert made.number > former.number
    machines = {each.device: each for each in office.syncing.list_machines()}
    old = machines["Máy one"]
    assert (old.number, old.revoked, old.blocked, old.replaced_by) == (
        former.number, True, "rơi xuống suối", "Máy one-2",
    )  # fmt: skip
    fresh = open_kit_file(
        tmp_path / "fresh", made.path, made.code, NEW_PASSPHRASE, clock=field.one.clock, cost=FLOOR
    )
    granted, before = fresh.permissions.read(), one.permissions.read()
    assert granted is not None
    assert before is not None
    assert (granted.role, granted.villages, granted.until) == (before.role, before.villages, UNTIL)
    # What the old one wrote before still counts; what it writes afterwards is held.
    assert [file.state for file in office.syncing.read([field.stick]).value.files] == [FileState.APPLIED]
    with pytest.raises(BadInput) as trouble:
        office.replacements.replace("Máy one", tmp_path / "more.gocuakit", why="lần nữa", cost=FLOOR)
    assert trouble.value.key == "replaced_already"
    with pytest.raises(NotAllowed):
        one.replacements.replace("Máy one", tmp_path / "own.gocuakit", why="thử", cost=FLOOR)
    assert office.replacements.name_successor("Máy one") == "Máy one-3"
    for app in (fresh, one, office):
        app.close()


# ------------------------------------------------------------------------------------------------ stopping half-way
def test_stopping_between_two_files_takes_everything_back(field: Field) -> None:
    for machine in (field.one, field.two):
        app = machine.open()
        app.visits.log(door(cards(app)[0]))
        app.syncing.write(field.stick)
        app.close()
    office = field.office.open()
    told: list[Step] = []

    def stop_at(done: int, step: Step) -> None:
        told.append(step)
        if step.done == done:
            raise Stopped

    day = office.desk.today
    for place in (1, 2):
        with pytest.raises(Stopped):
            office.syncing.read([field.stick], watch=partial(stop_at, place))
        assert office.visits.list_of_day(day) == []
        assert office.syncing.list_read() == []
    opening = [(0, 2), (0, 2)]  # both are opened before the first is placed
    placing = [(0, 2), (1, 2), (2, 2)]
    assert [(step.done, step.total) for step in told] == [*opening, *placing[:2], *opening, *placing]
    assert told[0].name.endswith(".gocua")
    report = office.syncing.read([field.stick]).value
    assert [file.state for file in report.files] == [FileState.APPLIED, FileState.APPLIED]
    assert len(office.visits.list_of_day(day)) == 2
    assert office.upkeep.check().ok
    office.close()


def test_answers_name_the_machine_they_are_for(field: Field, tmp_path: Path) -> None:
    one = field.one.open()
    one.visits.log(door(cards(one)[0]))
    one.syncing.write(field.stick)
    one.close()
    office = field.office.open()
    office.syncing.read([field.stick])
    assert office.syncing.read_ledger().answers_for == ("Máy one",)
    told: list[Step] = []
    answers = tmp_path / "answers"
    answers.mkdir()
    written = office.syncing.write(answers, watch=told.append).value
    assert [file.device for file in written] == ["Máy one"]
    assert [(step.done, step.total) for step in told] == [(0, 1)]
    office.close()


def test_the_days_of_a_lost_laptop_that_never_came_are_named(field: Field, tmp_path: Path) -> None:
    one = field.one.open()
    one.office.say_who_works("Lò Thị Thắm")
    homes, sticks = cards(one), [tmp_path / f"usb {number}" for number in range(3)]
    for number, stick in enumerate(sticks):
        stick.mkdir()
        one.visits.log(door(homes[number], day=one.desk.today))
        one.syncing.write(stick)
        field.one.clock.pass_by(days=1)
    paper = one.sheets.make(homes[0].village.id, one.work.list_doors()[:1], day=one.desk.today).value
    one.visits.log(door(homes[0], day=one.desk.today))
    one.syncing.write(sticks[2])
    one.close()
    field.office.clock.pass_by(days=6)
    office = field.office.open()
    before = office.replacements.find_lost_days("Máy one")
    assert (before.newest, before.days[-1].came) == (None, 0)
    for stick in (sticks[0], sticks[2]):  # the second stick is in somebody's pocket
        office.syncing.read([stick])
    lost = office.replacements.find_lost_days("máy ONE", until=date(2026, 11, 26))
    assert [(each.day.day, each.came) for each in lost.days] == [(24, 1), (25, 0), (26, 0)]
    assert (lost.files, lost.last_file, lost.entries, lost.lists) == ((2,), 4, 1, (paper.code,))
    office.syncing.read([sticks[1]])
    lost = office.replacements.find_lost_days("Máy one")
    assert (lost.files, lost.entries, lost.first) == ((), 0, date(2026, 11, 24))
    office.close()
