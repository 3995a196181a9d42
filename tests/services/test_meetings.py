"""Meetings: planned, invited to, noted guest by guest, told as visits; training read later; what only a lead writes."""

from dataclasses import replace
from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.meetings import (
    Attendance,
    Guest,
    Invitee,
    MeetingDraft,
    MeetingKind,
    Reply,
    parse_hour,
)
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.domain.visits import Channel, Outcome, PersonOutcome
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.meetings import MeetingOutcome
from tests.workspaces import card_of, cards

DAY = date(2026, 11, 20)


def draft(app: App) -> MeetingDraft:
    village = card_of(app, "Lò Văn Páo").village.id
    return MeetingDraft(
        MeetingKind.SMALL_GROUP, DAY, village, hour="19h", place="nhà  văn hóa ba\u0309n", led_by="Lường Thị Inh",
        topic="BHXH tự nguyện cho người trồng chè", planned=25,
    )  # fmt: skip


def line(app: App, meeting: bytes, name: str) -> Guest:
    return next(guest for guest in app.meetings.list_guests(meeting) if guest.name == name)


def test_a_meeting_is_planned_changed_and_taken_off(one: App) -> None:
    meeting = one.meetings.make(draft(one)).value
    stored = one.meetings.read(meeting)
    assert (stored.hour, stored.place, stored.planned, stored.counted) == (
        "19:00",
        "nhà văn hóa bản",
        25,
        None,
    )
    one.meetings.change(meeting, replace(draft(one), hour="18.30", planned=30))
    assert [(m.hour, m.planned) for m in one.meetings.list_meetings(start=DAY, end=DAY)] == [("18:30", 30)]
    assert one.meetings.list_meetings(start=date(2026, 11, 21)) == []
    one.meetings.take_off(meeting)
    assert one.meetings.list_meetings() == []
    with pytest.raises(NotFound):
        one.meetings.read(meeting)
    one.meetings.bring_back(meeting)
    assert one.meetings.read(meeting).village_name == "Nà Ly"
    assert one.upkeep.check().ok


def test_everybody_of_a_category_is_invited_once_but_who_wants_no_contact(one: App) -> None:
    homes = {card.household.head: card.household for card in cards(one)}
    one.households.edit_household(homes["Giàng A Chư"].id, {"category": "poor"})
    one.households.edit_household(homes["Tẩn Mý Dao"].id, {"category": "poor", "do_not_contact": True})
    meeting = one.meetings.make(draft(one)).value
    wanted = HouseholdFilter(village=homes["Giàng A Chư"].village, category=Category.POOR)
    chosen = one.meetings.choose_households(wanted)
    assert chosen == [homes["Giàng A Chư"].id]
    assert one.meetings.invite(meeting, [Invitee(home) for home in chosen]).value == 1
    assert (
        one.meetings.invite(meeting, [Invitee(home) for home in (*chosen, homes["Lò Văn Páo"].id)]).value == 1
    )
    one.meetings.reply(meeting, Invitee(chosen[0]), Reply.COMING)
    one.meetings.reply(meeting, Invitee(homes["Lò Văn Páo"].id), Reply.CANNOT)
    stored = one.meetings.read(meeting)
    assert (stored.invited, stored.coming, stored.came) == (2, 1, 0)
    one.meetings.take_back_invitation(meeting, Invitee(homes["Lò Văn Páo"].id))
    assert [guest.name for guest in one.meetings.list_guests(meeting)] == ["Giàng A Chư"]


def test_who_came_is_counted_by_name_by_household_and_by_head(one: App) -> None:
    pao, chu = card_of(one, "Lò Văn Páo"), card_of(one, "Giàng A Chư")
    meeting = one.meetings.make(draft(one)).value
    one.meetings.invite(meeting, [Invitee(pao.household.id), Invitee(chu.household.id)])
    one.meetings.attend(meeting, Invitee(chu.household.id), Attendance.CAME, heads=2)
    walked_in = Invitee(pao.household.id, pao.members[1].id)
    one.meetings.attend(meeting, walked_in, Attendance.CAME)
    one.meetings.count_others(meeting, 7)
    stored = one.meetings.read(meeting)
    assert (stored.invited, stored.came, stored.others, stored.counted) == (2, 3, 7, 10)
    assert line(one, meeting, "Quàng Thị Ngoan").invited_on is None
    one.meetings.attend(meeting, walked_in, Attendance.ABSENT)
    one.meetings.attend(meeting, Invitee(chu.household.id), None)
    assert one.meetings.read(meeting).counted == 7
    with pytest.raises(BadInput):
        one.meetings.count_others(meeting, -1)
    found = one.meetings.list_of_household(pao.household.id)
    assert {(told.id, guest.name) for told, guest in found} == {
        (meeting, "Lò Văn Páo"),
        (meeting, "Quàng Thị Ngoan"),
    }


def test_what_came_of_it_is_a_visit_and_later_words_join_it(one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    meeting = one.meetings.make(draft(one)).value
    joins = PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, Outcome.SIGNED_UP)
    first = one.meetings.tell_outcome(
        meeting, MeetingOutcome(card.household.id, (joins,), note="đóng 3 tháng")
    ).value
    thinks = PersonOutcome(card.members[1].id, Scheme.HOUSEHOLD_HEALTH, Outcome.THINKING)
    later = replace(joins, outcome=Outcome.CALL_BACK)
    second = one.meetings.tell_outcome(meeting, MeetingOutcome(card.household.id, (thinks, later))).value
    (visit,) = card_of(one, "Lò Văn Páo").visits
    assert (visit.id, visit.supersedes, visit.channel, visit.meeting) == (
        second,
        first,
        Channel.MEETING,
        meeting,
    )
    assert (visit.visited_on, visit.note, set(visit.outcomes)) == (DAY, "đóng 3 tháng", {thinks, later})
    assert set(visit.met) == {card.members[0].id, card.members[1].id}
    assert line(one, meeting, "Lò Văn Páo").outcomes == (later,)
    assert one.meetings.read(meeting).came == 2
    assert one.visits.list_of_day(DAY) == [visit]
    one.visits.cancel(second, "ghi nhầm")
    assert line(one, meeting, "Lò Văn Páo").outcomes == ()
    assert one.upkeep.check().ok


def test_a_training_says_who_was_trained_on_what_and_when(office: App) -> None:
    people = [office.office.add_canvasser(name).value.id for name in ("Hoàng Thị Thơm", "Lường Thị Inh")]
    training = MeetingDraft(
        MeetingKind.TRAINING,
        date(2026, 11, 3),
        led_by="Bùi Văn Kế",
        topic="Luật BHXH 2024",
        place="hội trường xã",
    )
    meeting = office.meetings.make(training).value
    office.meetings.invite(meeting, [Invitee(canvasser=each) for each in people])
    office.meetings.attend(meeting, Invitee(canvasser=people[0]), Attendance.CAME)
    office.meetings.attend(meeting, Invitee(canvasser=people[1]), Attendance.ABSENT)
    (told,) = office.meetings.list_trainings()
    assert (told.name, told.topic, told.day, told.led_by) == (
        "Hoàng Thị Thơm", "Luật BHXH 2024", date(2026, 11, 3), "Bùi Văn Kế",
    )  # fmt: skip
    assert office.meetings.list_trainings(canvasser=people[1]) == []
    assert [guest.name for guest in office.meetings.list_guests(meeting)] == [
        "Hoàng Thị Thơm",
        "Lường Thị Inh",
    ]


def test_a_canvassers_laptop_keeps_to_its_villages(one: App) -> None:
    with pytest.raises(NotAllowed) as told:
        one.meetings.make(replace(draft(one), village=None))
    assert told.value.key == "lead_only"
    meeting = one.meetings.make(draft(one)).value
    who = one.office.list_canvassers()[0].id
    for refused in (
        lambda: one.meetings.change(meeting, replace(draft(one), village=None)),
        lambda: one.meetings.invite(meeting, [Invitee(canvasser=who)]),
        lambda: one.meetings.attend(meeting, Invitee(canvasser=who), Attendance.CAME),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert one.meetings.list_guests(meeting) == []


def test_nobody_came_to_what_is_still_to_be(one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    meeting = one.meetings.make(replace(draft(one), day=date(2026, 12, 1))).value
    said = PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, Outcome.THINKING)
    for refused in (
        lambda: one.meetings.attend(meeting, Invitee(card.household.id), Attendance.CAME),
        lambda: one.meetings.tell_outcome(meeting, MeetingOutcome(card.household.id, (said,))),
    ):
        with pytest.raises(BadInput) as told:
            refused()
        assert told.value.key == "meeting_to_come"
    assert one.meetings.list_guests(meeting) == []
    assert card_of(one, "Lò Văn Páo").visits == ()


def test_what_is_nowhere_is_refused(one: App) -> None:
    meeting = one.meetings.make(draft(one)).value
    with pytest.raises(NotFound):
        one.meetings.make(replace(draft(one), village=b"v" * 16))
    with pytest.raises(NotFound):
        one.meetings.invite(b"m" * 16, [])
    with pytest.raises(NotFound):
        one.meetings.invite(meeting, [Invitee(b"h" * 16)])
    with pytest.raises(NotFound):
        one.meetings.attend(meeting, Invitee(None, b"p" * 16), Attendance.CAME)
    assert one.meetings.list_guests(meeting) == []


def test_two_rows_of_one_household_become_one_line_when_they_are_one(one: App) -> None:
    pao, chu = card_of(one, "Lò Văn Páo"), card_of(one, "Giàng A Chư")
    meeting = one.meetings.make(draft(one)).value
    for home in (pao.household.id, chu.household.id):
        one.meetings.invite(meeting, [Invitee(home)])
    one.meetings.attend(meeting, Invitee(chu.household.id), Attendance.CAME, heads=3)
    with one.desk.write() as writer:
        writer.edit("household", chu.household.id, {"merged_into": pao.household.id})
    (guest,) = one.meetings.list_guests(meeting)
    assert (guest.name, guest.attended, guest.count, len(guest.rows)) == ("Lò Văn Páo", Attendance.CAME, 3, 2)
    assert (one.meetings.read(meeting).invited, one.meetings.read(meeting).came) == (1, 3)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("", ""), ("7h", "07:00"), ("18h30", "18:30"), ("18:30", "18:30"), ("9", "09:00"), ("19.15", "19:15")],
)
def test_times_of_day_as_people_write_them(typed: str, stored: str) -> None:
    assert parse_hour(typed) == stored


@pytest.mark.parametrize("typed", ["24h", "7h60", "chiều", "18:3", "-1"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as told:
        parse_hour(typed)
    assert told.value.key == "hour"
