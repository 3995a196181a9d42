"""Meetings and absences travel like visits: two laptops note one meeting and nobody who came is lost."""

from dataclasses import replace
from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.absences import CallState
from outreach_app.domain.conflicts import Settlement
from outreach_app.domain.meetings import Attendance, Invitee, MeetingDraft, MeetingKind, Reply
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Channel, Outcome, PersonOutcome
from outreach_app.errors import UnreadableFile
from outreach_app.services.absences import ToldAbsence
from outreach_app.services.meetings import MeetingOutcome
from outreach_app.store import refused
from outreach_app.store.database import run
from outreach_app.sync.permission import LEAD_ONLY, OUTSIDE_AREA
from tests.workspaces import Field, card_of, read, write

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def work(office: App, one: App, two: App, lead: App) -> None:
    for app, name in (
        (office, "Bùi Văn Kế"),
        (one, "Lường Thị Inh"),
        (two, "Hoàng Thị Thơm"),
        (lead, "Lò Văn Ún"),
    ):
        app.office.say_who_works(name)


def bring(field: Field, giver: App, *takers: App) -> int:
    files = write(giver, field.stick)
    return sum(report.refused_rows for taker in takers for report in read(taker, *files))


def plan(app: App) -> bytes:
    village = card_of(app, "Lò Văn Páo").village.id
    return app.meetings.make(
        MeetingDraft(MeetingKind.CONFERENCE, DAY, village, hour="19h", topic="BHYT hộ gia đình", planned=30)
    ).value


def lines(app: App, meeting: bytes) -> list[tuple[str, Attendance | None, int]]:
    return [(guest.name, guest.attended, len(guest.rows)) for guest in app.meetings.list_guests(meeting)]


def test_a_meeting_of_a_laptop_reaches_the_office_and_comes_back_to_a_new_one(
    field: Field, office: App, one: App, lead: App
) -> None:
    card = card_of(one, "Lò Văn Páo")
    meeting = plan(one)
    one.meetings.invite(meeting, [Invitee(card.household.id)])
    one.meetings.reply(meeting, Invitee(card.household.id), Reply.COMING)
    said = PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, Outcome.THINKING)
    one.meetings.tell_outcome(meeting, MeetingOutcome(card.household.id, (said,), note="hỏi về tuất"))
    one.meetings.count_others(meeting, 11)
    assert bring(field, one, office) == 0
    for app in (office, lead):
        if app is lead:
            bring(field, lead, office)
            assert bring(field, office, lead) == 0
        stored = app.meetings.read(meeting)
        assert (stored.topic, stored.invited, stored.coming, stored.counted) == ("BHYT hộ gia đình", 1, 1, 12)
        assert app.meetings.list_guests(meeting)[1].outcomes == (said,)
        (visit,) = card_of(app, "Lò Văn Páo").visits
        assert (visit.channel, visit.meeting, visit.note) == (Channel.MEETING, meeting, "hỏi về tuất")
        assert app.upkeep.check().ok


def test_two_laptops_note_one_meeting_and_no_attendance_is_lost(
    field: Field, office: App, one: App, lead: App
) -> None:
    pao, chu = card_of(office, "Lò Văn Páo"), card_of(office, "Giàng A Chư")
    meeting = plan(office)
    office.meetings.invite(meeting, [Invitee(pao.household.id)])
    for app in (one, lead):
        bring(field, app, office)
        bring(field, office, app)
    head = Invitee(pao.household.id)
    one.meetings.attend(meeting, head, Attendance.CAME, heads=2)
    lead.meetings.attend(meeting, head, Attendance.ABSENT)
    both = Invitee(chu.household.id, chu.members[0].id)
    one.meetings.attend(meeting, both, Attendance.CAME)
    lead.meetings.attend(meeting, both, Attendance.CAME)
    lead.meetings.attend(meeting, Invitee(chu.household.id, chu.members[1].id), Attendance.CAME)
    one.meetings.count_others(meeting, 5)
    lead.meetings.count_others(meeting, 9)
    assert bring(field, one, office) == bring(field, lead, office) == 0
    told = {name: (came, rows) for name, came, rows in lines(office, meeting)}
    assert told["Giàng A Chư"] == (Attendance.CAME, 2)
    assert told["Sùng Thị Mỷ"] == (Attendance.CAME, 1)
    differences = office.conflicts.list_all()
    assert {(each.key[0], each.key[2]) for each in differences} >= {
        ("meeting", "others"), ("meeting_guest", "attended"),
    }  # fmt: skip
    came = next(each for each in differences if each.key[2] == "attended")
    office.conflicts.settle([Settlement(came.id, Attendance.CAME.value)])
    assert {name: c for name, c, _ in lines(office, meeting)}["Lò Văn Páo"] is Attendance.CAME
    bring(field, office, one, lead)
    for app in (one, lead):
        assert lines(app, meeting) == lines(office, meeting)
    one.meetings.attend(meeting, both, Attendance.ABSENT)
    assert {name: c for name, c, _ in lines(one, meeting)}["Giàng A Chư"] is Attendance.ABSENT


def test_meetings_of_the_whole_area_go_everywhere_and_are_kept_by_leads(
    field: Field, office: App, one: App, lead: App
) -> None:
    training = MeetingDraft(MeetingKind.TRAINING, DAY, topic="Luật BHXH 2024", led_by="Bùi Văn Kế")
    meeting = office.meetings.make(training).value
    inh = office.office.say_who_works("Lường Thị Inh").id
    office.meetings.attend(meeting, Invitee(canvasser=inh), Attendance.CAME)
    for app in (one, lead):
        bring(field, app, office)
        bring(field, office, app)
        assert [told.name for told in app.meetings.list_trainings()] == ["Lường Thị Inh"]
    office.meetings.change(meeting, replace(training, hour="8h"))
    bring(field, office, one)
    assert one.meetings.read(meeting).hour == "08:00"
    lead.meetings.count_others(meeting, 3)
    assert bring(field, lead, office) == 0
    assert office.meetings.read(meeting).counted == 4


def test_what_a_canvassers_laptop_may_not_say_is_refused(field: Field, office: App, one: App) -> None:
    """A crafted program writes past the service; the office still judges every entry."""
    mine, area = (
        plan(one),
        office.meetings.make(MeetingDraft(MeetingKind.LAUNCH_DAY, DAY, topic="ra quân")).value,
    )
    foreign = next(v.id for v in office.households.list_villages() if v.name == "Hua Sẳng")
    bring(field, one, office)
    bring(field, office, one)
    who = one.desk.canvasser
    assert who is not None
    with one.desk.write() as writer:
        writer.edit("meeting", mine, {"village": None})
        writer.edit("meeting", area, {"others": 99})
        writer.create("meeting", {"day": "2026-11-20", "topic": "không thôn"})
        writer.create("meeting", {"day": "2026-11-20", "village": foreign})
        writer.create("meeting_guest", {"meeting": area, "canvasser": who, "attended": "came"})
    assert bring(field, one, office) == 5
    with office.desk.read() as session:
        told = [row.reason_key for row in refused.list_refused(session)]
    assert sorted(told) == sorted([LEAD_ONLY] * 4 + [OUTSIDE_AREA])
    assert office.meetings.read(area).others is None
    assert office.meetings.list_trainings() == []


@pytest.mark.parametrize(
    ("name", "value"), [("away_since", "hôm qua"), ("back_when", "tet-27"), ("returned_on", "2026-02-30")]
)
def test_an_absence_that_would_break_lists_is_refused_with_its_file(
    field: Field, office: App, one: App, name: str, value: str
) -> None:
    person = card_of(one, "Lò Văn Páo").members[2].id
    with one.desk.write() as writer:
        writer.edit("person", person, {name: value})
    files = write(one, field.stick)
    reports = read(office, *files)
    assert [report.reason_key for report in reports] == ["damaged"], UnreadableFile
    assert office.absences.list_calls() == []


def test_two_laptops_tell_of_one_absence_and_the_difference_is_asked(
    field: Field, office: App, one: App, lead: App
) -> None:
    person = card_of(one, "Lò Văn Páo").members[2].id
    one.absences.tell_away(person, ToldAbsence(place="Bắc Ninh", back="Tết 2027", phone="0987654321"))
    lead.absences.tell_away(person, ToldAbsence(place="Bình Dương", back="Tết 2027"))
    assert bring(field, one, office) == bring(field, lead, office) == 0
    (difference,) = [c for c in office.conflicts.list_all() if c.key[2] == "away_place"]
    assert {value.value for value in difference.values} == {"Bắc Ninh", "Bình Dương"}
    (call,) = office.absences.list_calls()
    assert (call.state, str(call.who.absence.back)) == (CallState.AWAY, "tet-2027")


def test_an_erased_person_leaves_nothing_in_absences_and_meetings(
    field: Field, office: App, one: App, lead: App
) -> None:
    card = card_of(one, "Lò Văn Páo")
    tham, pao = card.members[2].id, card.members[0].id
    one.absences.tell_away(
        tham, ToldAbsence(place="xưởng may Hoa Sim", phone="0987654321", home_contact="bố Páo")
    )
    one.households.edit_person(tham, {"zalo": "0976111222"})
    one.absences.tell_away(pao, ToldAbsence(home_contact="con gái: Lò Thị Thắm, 0987654321"))
    meeting = one.meetings.make(
        MeetingDraft(
            MeetingKind.SMALL_GROUP,
            DAY,
            card.village.id,
            place="nhà chị Lò Thị Thắm",
            topic="chè",
            led_by="anh Ún",
        )
    ).value
    one.meetings.attend(meeting, Invitee(card.household.id, tham), Attendance.CAME)
    one.meetings.attend(meeting, Invitee(card.household.id, pao), Attendance.CAME)
    bring(field, one, office)
    bring(field, lead, office)
    bring(field, office, lead)
    lead.meetings.change(
        meeting, MeetingDraft(MeetingKind.SMALL_GROUP, DAY, card.village.id, place="sân đình")
    )
    office.erasing.erase(tham, why="yêu cầu bằng đơn")
    bring(field, lead, office)
    bring(field, office, one, lead)
    assert bring(field, one, office) == 0
    for app in (office, one, lead):
        with app.desk.read() as session:
            held = repr(
                [run(session, f"SELECT * FROM {t}") for t in ("person", "meeting", "meeting_guest", "head")]
            )
        for word in ("Thắm", "Hoa Sim", "0987654321", "0976111222"):
            assert word not in held, word
        guests = app.meetings.list_guests(meeting)
        assert [guest.name for guest in guests if guest.person != pao] == [""]
        assert app.meetings.read(meeting).came == 2
        assert tham not in {guest.person for guest in guests}
        assert app.upkeep.check().ok


def test_a_reading_that_brought_a_meeting_is_taken_back_whole(field: Field, office: App, one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    meeting = plan(one)
    said = PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, Outcome.THINKING)
    one.meetings.tell_outcome(meeting, MeetingOutcome(card.household.id, (said,)))
    one.absences.tell_away(card.members[2].id, ToldAbsence(place="Bắc Ninh"))
    bring(field, one, office)
    assert office.meetings.read(meeting).came == 1
    office.imports.undo(office.imports.list_readings()[0].import_id)
    assert office.meetings.list_meetings() == []
    assert office.absences.list_calls() == []
    assert card_of(office, "Lò Văn Páo").visits == ()
    assert office.upkeep.check().ok
