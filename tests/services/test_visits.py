"""Visits: logged, corrected in chains, cancelled with what they had marked, drafts, and what cannot be told."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest

from outreach_app.app import App
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.people import Scheme
from outreach_app.domain.prospects import Stage
from outreach_app.domain.rows import HouseholdCard
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome
from outreach_app.errors import BadInput, NotFound
from outreach_app.services.visits import NewVisit, parse_person_outcome
from outreach_app.store import replication
from outreach_app.store.database import run
from tests.workspaces import Machine, card_of, door, talk

DAY = date(2026, 11, 21)


def home(app: App) -> HouseholdCard:
    return card_of(app, "Lò Văn Páo")


def told(app: App, outcome: Outcome, member: int = 0) -> NewVisit:
    card = home(app)
    said = PersonOutcome(card.members[member].id, Scheme.VOLUNTARY, outcome)
    return NewVisit(card.household.id, DAY, outcomes=(said,))


def test_a_visit_stands_on_the_card_with_who_logged_it(one: App) -> None:
    visit = one.visits.log(talk(home(one), note="  Con tra\u0301i ở xa  ")).value
    (stored,) = home(one).visits
    assert (stored.id, stored.canvasser_name, stored.note) == (visit, "Lường Thị Inh", "Con trái ở xa")
    assert one.visits.read(visit) == stored
    assert one.visits.list_of_day(DAY) == [stored]
    assert home(one).household.last_outcome is Outcome.THINKING


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"door_outcome": None}, "no_outcome"),
        ({"visited_on": DAY + timedelta(days=1)}, "future_visit"),
        ({"next_on": DAY - timedelta(days=1)}, "next_before_visit"),
        ({"objection": "no such worry"}, "bad_input"),
        ({"household": b"x" * 16}, "not_found"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence_and_leaves_nothing(
    one: App, change: dict[str, object], key: str
) -> None:
    before = one.upkeep.check()
    with pytest.raises(BadInput) as told:
        one.visits.log(replace(door(home(one)), **change))  # type: ignore[arg-type]
    assert told.value.key == key
    assert one.upkeep.check() == before


def test_a_chain_of_corrections_leaves_one_visit_that_counts(one: App) -> None:
    visit = one.visits.log(door(home(one))).value
    for outcome in (Outcome.REFUSED, Outcome.CALL_BACK, Outcome.MOVED_AWAY):
        visit = one.visits.correct(visit, door(home(one), outcome)).value
    assert [v.door_outcome for v in home(one).visits] == [Outcome.MOVED_AWAY]
    assert one.work.count_done(DAY) == 1
    assert one.printing.summarise(DAY).door_outcomes == ((Outcome.MOVED_AWAY, 1),)
    assert one.upkeep.check().tables["visit"] == 4


def test_a_visit_that_was_corrected_or_cancelled_cannot_be_again(one: App) -> None:
    first = one.visits.log(door(home(one))).value
    second = one.visits.correct(first, door(home(one), Outcome.REFUSED)).value
    one.visits.cancel(second, "nhầm nhà")
    for former in (first, second):
        with pytest.raises(BadInput) as told:
            one.visits.cancel(former, "lại")
        assert told.value.key == "not_current"
    with pytest.raises(NotFound):
        one.visits.correct(b"x" * 16, door(home(one)))


def test_a_cancelled_visit_counts_nowhere(one: App) -> None:
    visit = one.visits.log(talk(home(one), Outcome.SIGNED_UP)).value
    one.visits.cancel(visit, "nhầm nhà")
    card = home(one)
    assert (card.visits, card.household.last_visit, card.household.last_outcome) == ((), None, None)
    assert one.work.count_done(DAY) == 0
    assert one.printing.summarise(DAY).total.knocked == 0
    assert sum(c.knocked for c in one.households.read_coverage()) == 0


def test_two_corrections_of_one_visit_by_two_machines_leave_one(one: App) -> None:
    first = one.visits.log(door(home(one))).value
    second = one.visits.correct(first, door(home(one), Outcome.REFUSED)).value
    with one.desk.write() as writer:  # as it comes from another machine, which did not know of the correction
        values = {"household": home(one).household.id, "visited_on": "2026-11-21", "supersedes": first}
        third = writer.create("visit", {**values, "door_outcome": "call_back"})
    assert [v.id for v in home(one).visits] == [third]
    assert not [v for v in home(one).visits if v.id == second]


@pytest.mark.parametrize("order", list(permutations(range(1, 5)))[::3])
def test_a_correction_on_a_branch_that_lost_does_not_bring_a_second_visit_back(
    one: App, order: list[int]
) -> None:
    """One machine corrects twice, another once; whatever the order in which these rows come, one visit stands."""
    values = {"household": home(one).household.id, "visited_on": "2026-11-21"}
    incarnation = b"elsewher"
    ids = [incarnation + n.to_bytes(8, "big") for n in range(1, 6)]
    supersedes = (None, ids[0], ids[0], ids[1], ids[3])
    rows = [
        Operation(
            incarnation, n + 1, 10**15 + n, Kind.CREATE, "visit", ids[n], {**values, "supersedes": former}
        )
        for n, former in enumerate(supersedes)
    ]
    for place in (0, *order):
        with one.desk.write() as writer:
            replication.write_decision(
                writer,
                [rows[place]],
                creates={"visit": [rows[place]]},
                changed={},
                origin="file",
                source=None,
            )
    assert [v.id for v in home(one).visits] == [ids[4]]
    assert one.upkeep.check().ok


@pytest.mark.parametrize(
    ("outcome", "mark"),
    [
        (Outcome.DECEASED, "deceased"),
        (Outcome.DO_NOT_CONTACT, "do_not_contact"),
        (Outcome.WORKING_AWAY, "away"),
    ],
)
def test_what_a_visit_marks_goes_with_it_when_it_is_taken_back(one: App, outcome: Outcome, mark: str) -> None:
    visit = one.visits.log(told(one, outcome)).value
    assert getattr(home(one).members[0], mark)
    corrected = one.visits.correct(visit, told(one, outcome, member=1)).value
    assert [getattr(m, mark) for m in home(one).members] == [False, True, False]
    one.visits.cancel(corrected, "nhầm người")
    assert not any(getattr(m, mark) for m in home(one).members)


def test_a_mark_that_somebody_else_made_stays(one: App, machine: Machine) -> None:
    person = home(one).members[0].id
    one.households.edit_person(person, {"deceased": True})
    machine.clock.pass_by(minutes=5)
    one.visits.cancel(one.visits.log(told(one, Outcome.DECEASED)).value, "nhầm")
    assert home(one).members[0].deceased
    one.households.edit_person(person, {"deceased": False})
    machine.clock.pass_by(minutes=5)
    first = one.visits.log(told(one, Outcome.DECEASED)).value
    machine.clock.pass_by(minutes=5)
    one.visits.log(told(one, Outcome.DECEASED))
    one.visits.cancel(first, "nhầm")
    assert home(one).members[0].deceased


def test_a_house_that_wants_no_visit_is_open_again_when_that_was_a_mistake(one: App) -> None:
    visit = one.visits.log(door(home(one), Outcome.DO_NOT_CONTACT)).value
    assert home(one).household.do_not_contact
    assert one.visits.warn(home(one).household.id, DAY).do_not_contact
    one.visits.cancel(visit, "nhầm nhà")
    assert not home(one).household.do_not_contact


def test_a_door_knocked_twice_that_day_is_said_before_logging(one: App) -> None:
    one.visits.log(door(home(one)))
    warned = one.visits.warn(home(one).household.id, DAY)
    assert [v.door_outcome for v in warned.same_day] == [Outcome.NOT_HOME]
    assert one.visits.warn(home(one).household.id, DAY - timedelta(days=1)).same_day == ()


def test_prospects_follow_what_was_said(one: App) -> None:
    one.visits.log(talk(home(one), Outcome.CALL_BACK, next_on=DAY + timedelta(days=7)))
    (prospect,) = home(one).prospects
    assert (prospect.stage, prospect.next_step, prospect.next_on) == (
        Stage.PROMISED,
        NextStep.RETURN,
        DAY + timedelta(days=7),
    )
    one.visits.log(talk(home(one), Outcome.REFUSED))
    assert [p.stage for p in home(one).prospects] == [Stage.LOST]


def test_a_draft_is_stored_replaced_and_gone_with_the_visit_made_of_it(one: App, machine: Machine) -> None:
    draft = one.visits.new_draft_id()
    household = home(one).household.id
    one.visits.save_draft(draft, {"note": "Chị Thảo"}, household=household)
    one.visits.save_draft(draft, {"note": "Chị Thảo hẹn"}, household=household)
    again = machine.open()
    (found,) = again.visits.list_drafts()
    assert (found.id, found.household_name, "Chị Thảo hẹn" in found.content) == (draft, "Lò Văn Páo", True)
    again.close()
    with pytest.raises(BadInput):
        one.visits.log(replace(door(home(one)), draft=draft, door_outcome=None))
    assert one.standing().drafts == 1
    one.visits.log(replace(door(home(one)), draft=draft))
    assert one.standing().drafts == 0
    one.visits.save_draft("x", {}, household=None)
    one.visits.discard_draft("x")
    assert one.visits.list_drafts() == []


def test_drafts_are_not_on_the_file(one: App, machine: Machine) -> None:
    one.visits.save_draft("x", {"note": "chưa xong"}, household=None)
    with one.desk.read() as session:
        assert run(session, "SELECT count(*) FROM operation WHERE tbl = 'draft'")[0][0] == 0


@pytest.mark.parametrize(
    "text", ["", "a:b", "00:voluntary:thinking:x", "zz:voluntary:thinking", "00:voluntary:maybe"]
)
def test_a_persons_outcome_as_text(text: str) -> None:
    with pytest.raises(BadInput) as told:
        parse_person_outcome(text)
    assert told.value.key == "bad_outcome"
