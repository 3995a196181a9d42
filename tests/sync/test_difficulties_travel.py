"""Difficulties travel like questions; committees, and who of them was trained, stay at the office."""

from datetime import date

from outreach_app.app import App
from outreach_app.domain.difficulties import Handling
from outreach_app.domain.meetings import Attendance, Invitee, MeetingDraft, MeetingKind
from outreach_app.services.committees import NewMember
from outreach_app.store import refused
from outreach_app.store.database import run
from outreach_app.sync.permission import LEAD_ONLY, OFFICE_ONLY, OUTSIDE_AREA
from tests.workspaces import COMMUNE, Field, card_of, read, write

DAY = date(2026, 11, 21)


def told(app: App) -> list[tuple[str, Handling, str]]:
    return [(each.text, each.handling, each.done) for each in app.difficulties.list_difficulties()]


def test_a_difficulty_reaches_the_office_and_what_was_done_comes_back_to_its_village_alone(
    field: Field, office: App, one: App, two: App
) -> None:
    row = one.difficulties.report("Sóng yếu", village=card_of(one, "Lò Văn Páo").village.id).value
    for app, name in ((one, "Lường Thị Inh"), (two, "Hoàng Thị Thơm")):
        app.office.say_who_works(name)
        read(office, *write(app, field.stick))
    office.difficulties.handle(row.id, Handling.PASSED_ON)
    office.difficulties.report("Cả xã hết tờ rơi")
    answers = write(office, field.stick)
    for app in (one, two):
        read(app, *answers)
    everywhere = ("Cả xã hết tờ rơi", Handling.OPEN, "")
    assert told(one) == [("Sóng yếu", Handling.PASSED_ON, ""), everywhere]
    assert told(two) == [everywhere]
    one.difficulties.take_back(row.id)
    read(office, *write(one, field.stick))
    assert told(office) == [everywhere]
    assert office.upkeep.check().ok


def test_a_laptop_settles_nothing_and_reports_for_nobody_else(field: Field, office: App, one: App) -> None:
    village = card_of(office, "Vàng A Lử").village.id
    theirs = office.difficulties.report("Cả xã hết tờ rơi").value
    own = card_of(one, "Lò Văn Páo").village.id
    with one.desk.write() as writer:
        day = {"reported_on": DAY.isoformat()}
        writer.create("difficulty", {"village": village, "text": "nơi khác", **day})
        writer.create("difficulty", {"text": "cả xã", **day})
        writer.create("difficulty", {"village": own, "text": "xong rồi", "handling": "settled", **day})
        mine = writer.create("difficulty", {"village": own, "text": "đường xa", **day})
        writer.edit("difficulty", mine, {"done": "tự làm"})
        writer.create("committee", {"unit_code": COMMUNE, "unit_vintage": "2025"})
    read(office, *write(one, field.stick))
    with office.desk.read() as session:
        reasons = sorted(each.reason_key for each in refused.list_refused(session))
    assert reasons == sorted([OUTSIDE_AREA, LEAD_ONLY, OFFICE_ONLY, OFFICE_ONLY, OFFICE_ONLY])
    assert {each[0] for each in told(office)} == {theirs.text, "đường xa"}


def test_committees_and_who_of_them_came_never_leave_the_office(field: Field, office: App, lead: App) -> None:
    committee = office.committees.add(COMMUNE, decision="15").value
    member = office.committees.seat(committee.id, NewMember("Giàng A Sính")).value
    meeting = office.meetings.make(MeetingDraft(MeetingKind.TRAINING, DAY, topic="Tập huấn")).value
    office.meetings.attend(meeting, Invitee(committee_member=member.id), Attendance.CAME)
    lead.office.say_who_works("Lò Văn Ún")
    read(office, *write(lead, field.stick))
    read(lead, *write(office, field.stick))
    assert [each.topic for each in lead.meetings.list_meetings()] == ["Tập huấn"]
    with lead.desk.read() as session:
        left = [run(session, f"SELECT count(*) FROM {table}")[0][0] for table in
                ("committee", "committee_member", "report_recipient", "meeting_guest")]  # fmt: skip
    assert left == [0, 0, 0, 0]
    written = write(office, field.stick)
    office.meetings.attend(meeting, Invitee(committee_member=member.id), None)
    assert not written or write(office, field.stick) == [], "nothing of it is news for a laptop"
