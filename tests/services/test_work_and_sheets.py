"""Today's doors and the paper list: why a door is on it, once each; rows typed, corrected, cleared and typed again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import Sheet, WorkReason
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome
from outreach_app.errors import BadInput, NotFound
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.store.tables import Visit
from tests.workspaces import Machine, card_of, cards, door, talk

DAY = date(2026, 11, 21)


def reasons(app: App) -> dict[str, WorkReason]:
    items = app.work.list_doors()
    found = {item.household.head: item.reason for item in items}
    assert len(found) == len(items), "a door stands on the list twice"
    assert list(app.work.list_today()) == items, "what was kept is older than what was written"
    return found


def test_every_door_is_new_at_first_and_stands_there_once(one: App) -> None:
    assert reasons(one) == dict.fromkeys(
        ("Lò Văn Páo", "Giàng A Chư", "Tẩn Mý Dao"), WorkReason.NEVER_VISITED
    )


def test_a_promise_is_due_on_its_day_and_not_before(one: App, machine: Machine) -> None:
    one.visits.log(
        talk(card_of(one, "Lò Văn Páo"), Outcome.CALL_BACK, next_on=DAY + timedelta(days=3), note="tối")
    )
    assert "Lò Văn Páo" not in reasons(one)
    machine.clock.pass_by(days=3)
    (first, *_) = one.work.list_doors()
    assert (first.household.head, first.reason, first.detail, first.due_on, first.waiting_days) == (
        "Lò Văn Páo",
        WorkReason.PROMISED,
        "tối",
        DAY + timedelta(days=3),
        0,
    )
    one.visits.log(talk(card_of(one, "Lò Văn Páo"), Outcome.REFUSED))
    machine.clock.pass_by(days=30)
    one.visits.log(
        replace(door(card_of(one, "Lò Văn Páo"), Outcome.REFUSED), visited_on=DAY + timedelta(days=20))
    )
    assert "Lò Văn Páo" not in reasons(one)


def test_a_yes_without_papers_waits_until_signed_refused_or_promised(one: App, machine: Machine) -> None:
    one.visits.log(talk(card_of(one, "Giàng A Chư"), Outcome.SIGNED_UP))
    assert reasons(one)["Giàng A Chư"] is WorkReason.UNFINISHED_SIGN_UP
    machine.clock.pass_by(minutes=1)
    later = one.visits.log(
        talk(card_of(one, "Giàng A Chư"), Outcome.THINKING, next_on=DAY + timedelta(days=5))
    ).value
    assert "Giàng A Chư" not in reasons(one)
    one.visits.cancel(later, "nhầm")
    assert reasons(one)["Giàng A Chư"] is WorkReason.UNFINISHED_SIGN_UP
    person = card_of(one, "Giàng A Chư").members[0].id
    one.enrolments.sign_up(NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1)))
    assert "Giàng A Chư" not in reasons(one)


def test_a_tick_on_paper_that_a_family_joins_is_not_forgotten(one: App) -> None:
    sheet = make_sheet(one)
    row = next(line.row for line in sheet.lines if line.household.head == "Lò Văn Páo")
    one.sheets.record_row(sheet.id, row, Outcome.SIGNED_UP)
    assert reasons(one)["Lò Văn Páo"] is WorkReason.UNFINISHED_SIGN_UP
    person = card_of(one, "Lò Văn Páo").members[1].id
    one.enrolments.sign_up(NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1)))
    assert "Lò Văn Páo" not in reasons(one)


def test_an_empty_house_comes_up_again_the_next_day(one: App, machine: Machine) -> None:
    one.visits.log(door(card_of(one, "Tẩn Mý Dao")))
    assert "Tẩn Mý Dao" not in reasons(one)
    machine.clock.pass_by(days=1)
    assert reasons(one)["Tẩn Mý Dao"] is WorkReason.NOBODY_HOME


def test_whoever_asked_not_to_be_contacted_never_stands_on_a_list(one: App, machine: Machine) -> None:
    for card in cards(one):
        one.visits.log(talk(card, Outcome.CALL_BACK, next_on=DAY))
    one.households.edit_household(card_of(one, "Lò Văn Páo").household.id, {"do_not_contact": True})
    one.visits.log(door(card_of(one, "Giàng A Chư"), Outcome.DO_NOT_CONTACT))
    machine.clock.pass_by(days=40)
    assert set(reasons(one)) == {"Tẩn Mý Dao"}
    assert [a.household.head for a in one.printing.summarise(DAY - timedelta(days=1)).appointments] == [
        "Tẩn Mý Dao"
    ]


def test_somebody_who_died_after_saying_yes_is_not_asked_for_papers(one: App, machine: Machine) -> None:
    card = card_of(one, "Giàng A Chư")
    one.visits.log(talk(card, Outcome.SIGNED_UP))
    one.households.edit_person(card.members[0].id, {"deceased": True})
    assert "Giàng A Chư" not in reasons(one)


# ------------------------------------------------------------------------------------------------------------ paper
def make_sheet(app: App, day: date | None = None) -> Sheet:
    village = app.households.list_villages()[0].id
    return app.sheets.make(village, app.sheets.plan(village), day=day).value


def typed(app: App, sheet: Sheet) -> list[Outcome | None]:
    return [line.outcome for line in app.sheets.open(sheet.code).lines]


def test_a_row_typed_corrected_cleared_and_typed_again_shows_the_latest(one: App) -> None:
    sheet = make_sheet(one)
    assert typed(one, sheet) == [None, None, None]
    for outcome in (Outcome.NOT_HOME, Outcome.REFUSED):
        one.sheets.record_row(sheet.id, 2, outcome)
        assert typed(one, sheet) == [None, outcome, None]
    one.sheets.clear_row(sheet.id, 2)
    assert typed(one, sheet) == [None, None, None]
    one.sheets.clear_row(sheet.id, 2)
    one.sheets.record_row(sheet.id, 2, Outcome.THINKING)
    assert typed(one, sheet) == [None, Outcome.THINKING, None]
    assert one.work.count_done(DAY) == 1
    assert one.upkeep.check().tables["visit"] == 4


def test_why_a_row_was_cleared_is_kept_as_a_key_of_no_language(one: App) -> None:
    sheet = make_sheet(one)
    one.sheets.record_row(sheet.id, 2, Outcome.REFUSED)
    one.sheets.clear_row(sheet.id, 2)
    with one.desk.read() as session:
        told = session.exec(select(Visit.cancelled).where(col(Visit.cancelled).is_not(None))).all()
    assert told == ["row_cleared"]


def test_a_typed_row_that_is_corrected_on_the_card_stays_on_its_sheet(one: App) -> None:
    sheet = make_sheet(one)
    made = one.sheets.record_row(sheet.id, 1, Outcome.NOT_HOME).value
    card = one.households.read_card(sheet.lines[0].household.id)
    one.visits.correct(made, door(card, Outcome.REFUSED))
    assert typed(one, sheet)[0] is Outcome.REFUSED
    one.sheets.record_row(sheet.id, 1, Outcome.CALL_BACK)
    assert len(one.households.read_card(card.household.id).visits) == 1


def test_a_cleared_row_lifts_what_it_had_marked(one: App) -> None:
    sheet = make_sheet(one)
    one.sheets.record_row(sheet.id, 1, Outcome.DO_NOT_CONTACT)
    one.sheets.clear_row(sheet.id, 1)
    assert not one.sheets.open(sheet.code).lines[0].household.do_not_contact


def test_rows_come_back_on_the_sheets_day_with_a_suggested_next_date(one: App, machine: Machine) -> None:
    sheet = make_sheet(one)
    machine.clock.pass_by(days=2)
    made = one.sheets.record_row(sheet.id, 1, Outcome.CALL_BACK, note="  buổi tối ").value
    visit = one.visits.read(made)
    assert (visit.visited_on, visit.next_on, visit.next_step, visit.note, visit.sheet_code) == (
        DAY,
        DAY + timedelta(days=7),
        NextStep.RETURN,
        "buổi tối",
        sheet.code,
    )


def test_a_finished_sheet_leaves_the_open_list_and_its_untouched_doors_come_up_again(one: App) -> None:
    sheet = make_sheet(one)
    village = one.households.list_villages()[0].id
    assert one.sheets.plan(village) == []
    assert one.standing().sheets_open == 1
    one.sheets.record_row(sheet.id, 1, Outcome.REFUSED)
    one.sheets.finish(sheet.id)
    assert (one.sheets.list_open(), one.standing().sheets_open) == ([], 0)
    assert one.sheets.open(sheet.code).finished
    assert {i.household.id for i in one.sheets.plan(village)} == {
        line.household.id for line in sheet.lines[1:]
    }


def test_sheets_that_do_not_exist_are_told_and_nothing_is_written(one: App) -> None:
    sheet = make_sheet(one)
    before = one.upkeep.check()
    for attempt in (
        lambda: one.sheets.finish(b"x" * 16),
        lambda: one.sheets.record_row(sheet.id, 9, Outcome.REFUSED),
        lambda: one.sheets.clear_row(sheet.id, 0),
        lambda: one.sheets.open_id(b"x" * 16),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(BadInput):
        one.sheets.open(sheet.code[:-1] + ("0" if sheet.code[-1] != "0" else "1"))
    assert one.upkeep.check() == before


def test_a_sheet_for_tomorrow_cannot_be_typed_back_today(one: App) -> None:
    sheet = make_sheet(one, DAY + timedelta(days=1))
    with pytest.raises(BadInput) as told:
        one.sheets.record_row(sheet.id, 1, Outcome.REFUSED)
    assert told.value.key == "future_visit"


def test_codes_of_two_sheets_of_a_day_differ_and_are_found_however_typed(one: App) -> None:
    village = one.households.list_villages()[0].id
    items = one.work.list_doors(village=village)
    first, second = (one.sheets.make(village, [item]).value for item in items[:2])
    assert first.code != second.code
    assert one.sheets.open(second.code.replace("-", "").lower()).id == second.id


# ---------------------------------------------------------------------------------------------------------- summary
def test_a_summary_counts_doors_once_and_people_who_were_there(one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    said = (
        PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, Outcome.THINKING),
        PersonOutcome(card.members[0].id, Scheme.HOUSEHOLD_HEALTH, Outcome.REFUSED),
        PersonOutcome(card.members[1].id, Scheme.VOLUNTARY, Outcome.WORKING_AWAY),
        PersonOutcome(card.members[2].id, Scheme.VOLUNTARY, Outcome.DECEASED),
    )
    one.visits.log(replace(talk(card), outcomes=said, objection="too_long"))
    one.visits.log(door(card))
    one.visits.log(door(card_of(one, "Tẩn Mý Dao")))
    summary = one.printing.summarise(DAY)
    total = summary.total
    assert (total.knocked, total.spoken_to, total.people_advised) == (2, 1, 1)
    assert sum(count for _, count in summary.door_outcomes) == total.knocked
    assert summary.objections == (("too_long", 1),)
    assert [c.name for c in summary.canvassers] == ["Lường Thị Inh"]
    assert (summary.canvassers[0].knocked, summary.machines, summary.files_missing) == (2, 1, ())


def test_two_canvassers_at_one_door_are_one_door_in_the_total(one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    one.visits.log(door(card))
    one.office.say_who_works("Cà Văn Hặc")
    one.visits.log(door(card, Outcome.REFUSED))
    summary = one.printing.summarise(DAY)
    assert [c.knocked for c in summary.canvassers] == [1, 1]
    assert (summary.total.knocked, summary.total.spoken_to) == (1, 1)


# -------------------------------------------------------------------------------------------------- from the renewals
def tell(app: App, head: str, ends: str, *, scheme: Scheme = Scheme.HEALTH, place: int = 0) -> bytes:
    """A list tells of a period of one member that ends on a day."""
    person = card_of(app, head).members[place].id
    with app.desk.write() as writer:
        values = {
            "person": person,
            "scheme": scheme.value,
            "starts": "2025-01-01",
            "ends": ends,
            "source": "list",
        }
        writer.create("membership", values)
    return person


def doors(app: App) -> list[tuple[str, str, str, date | None, int]]:
    return [
        (each.household.head, each.reason.value, each.detail, each.due_on, each.waiting_days)
        for each in app.work.list_doors()
        if each.reason in (WorkReason.WINDOW_CLOSING, WorkReason.LAPSED)
    ]


# 21 November 2026: months paid until October may be paid on until 30 November; a card that ended on 30 August counts
# on without a wait until 28 November (90 days); one that ended on 31 March has lapsed.
def test_windows_that_close_and_people_to_win_back_stand_on_todays_list(one: App) -> None:
    tell(one, "Giàng A Chư", "2026-10-31", scheme=Scheme.VOLUNTARY)
    tell(one, "Lò Văn Páo", "2026-08-30")
    tell(one, "Lò Văn Páo", "2026-08-30", place=1)
    tell(one, "Tẩn Mý Dao", "2026-03-31")
    assert doors(one) == [
        ("Lò Văn Páo", "window_closing", "Quàng Thị Ngoan, Lò Văn Páo", date(2026, 11, 28), 7),
        ("Giàng A Chư", "window_closing", "Giàng A Chư", date(2026, 11, 30), 9),
        ("Tẩn Mý Dao", "lapsed", "Tẩn Mý Dao", date(2026, 4, 1), 234),
    ]


def test_a_promise_is_stronger_and_a_visit_keeps_the_door_off_for_a_while(one: App, machine: Machine) -> None:
    tell(one, "Tẩn Mý Dao", "2026-03-31")
    tell(one, "Giàng A Chư", "2026-10-31", scheme=Scheme.VOLUNTARY)
    one.visits.log(talk(card_of(one, "Giàng A Chư"), Outcome.CALL_BACK, next_on=DAY))
    assert reasons(one)["Giàng A Chư"] is WorkReason.PROMISED
    one.visits.log(talk(card_of(one, "Tẩn Mý Dao"), Outcome.THINKING))
    assert doors(one) == []
    machine.clock.pass_by(days=30)
    assert "Tẩn Mý Dao" not in reasons(one)
    machine.clock.pass_by(days=1)
    assert reasons(one)["Tẩn Mý Dao"] is WorkReason.LAPSED


def test_renewals_respect_do_not_contact_and_the_village(office: App) -> None:
    tell(office, "Giàng A Chư", "2026-10-31", scheme=Scheme.VOLUNTARY)
    tell(office, "Vàng A Lử", "2026-10-31", scheme=Scheme.VOLUNTARY)
    tell(office, "Lù Seo Vần", "2026-03-31")
    office.households.edit_household(card_of(office, "Giàng A Chư").household.id, {"do_not_contact": True})
    office.households.edit_person(card_of(office, "Lù Seo Vần").members[0].id, {"do_not_contact": True})
    assert [each[0] for each in doors(office)] == ["Vàng A Lử"]
    here = next(each.id for each in office.households.list_villages() if each.name == "Nà Ly")
    listed = office.work.list_doors(village=here)
    assert {each.reason for each in listed} == {WorkReason.NEVER_VISITED}


def test_a_printed_list_says_who_is_meant(one: App) -> None:
    tell(one, "Giàng A Chư", "2026-10-31", scheme=Scheme.VOLUNTARY)
    first = make_sheet(one).lines[0]
    assert (first.household.head, first.reason, first.detail) == (
        "Giàng A Chư", WorkReason.WINDOW_CLOSING, "Giàng A Chư"
    )  # fmt: skip
