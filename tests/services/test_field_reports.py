"""Worries, channels, questions, difficulties and training out of a real workspace."""

from datetime import date, timedelta

import pytest

from outreach_app.app import App
from outreach_app.domain.committees import ReportKind, Seat, Way
from outreach_app.domain.difficulties import Handling
from outreach_app.domain.meetings import Attendance, Invitee, MeetingDraft, MeetingKind
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import month_of
from outreach_app.domain.report_groups import Delay, Split
from outreach_app.domain.teams import Part
from outreach_app.domain.training_counts import Trainee
from outreach_app.domain.visits import Channel, Outcome, PersonOutcome, Reaction
from outreach_app.domain.worry_counts import Told
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.exchange.table_writer import TableKind
from outreach_app.i18n import open_catalogue
from outreach_app.services.committees import NewMember, NewRecipient
from outreach_app.services.field_tables import make_question_tables, make_worry_tables, write_tables
from outreach_app.services.visits import NewVisit
from tests.workspaces import COMMUNE, Machine, card_of

NOVEMBER = month_of(date(2026, 11, 1))
TODAY = date(2026, 11, 21)


def visit(
    app: App, head: str, outcome: Outcome, worry: str | None, *, on: date = TODAY, reaction: Reaction | None = None,
    channel: Channel = Channel.DOOR,
) -> None:  # fmt: skip
    card = card_of(app, head)
    told = (PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, outcome),)
    app.visits.log(
        NewVisit(card.household.id, on, channel=channel, outcomes=told, met=(card.members[0].id,), objection=worry,
                 reaction=reaction, canvasser=app.desk.canvasser)
    )  # fmt: skip


def test_worries_are_counted_by_place_and_what_came_after_stands_beside_what_was_told(
    office: App, office_machine: Machine
) -> None:
    office.office.say_who_works("Lường Thị Inh")
    visit(office, "Lò Văn Páo", Outcome.THINKING, "too_long", on=date(2026, 11, 3), reaction=Reaction.NOT_YET)
    visit(office, "Vàng A Lử", Outcome.REFUSED, "too_long", on=date(2026, 11, 4))
    book = office.objections.read_book("vi")["too_long"]
    with office.desk.write() as writer:
        told = {
            "worry": "too_long",
            "language": "vi",
            "words": book.words,
            "answer": "x",
            "written_on": "2026-11-10",
        }
        writer.create("objection_entry", told)
    visit(
        office,
        "Lò Văn Páo",
        Outcome.SIGNED_UP,
        "too_long",
        on=date(2026, 11, 13),
        reaction=Reaction.REASSURED,
    )
    visit(office, "Giàng A Chư", Outcome.CALL_BACK, "no_trust", on=date(2026, 10, 31))
    report = office.field_reports.worries(COMMUNE, NOVEMBER)
    assert (report.visits, report.named) == (3, 3)
    (row,) = report.whole
    assert (row.times, row.households, row.joined, row.refuses, row.thinking) == (3, 2, 1, 1, 0)
    assert row.days == Delay(10, 10, 10, 1)
    assert [(each.answer.told, each.answer.since, each.joined) for each in row.answers] == [
        (Told.SHIPPED, None, 1), (Told.OFFICE, date(2026, 11, 10), 1), (Told.NOTHING, None, 0)
    ]  # fmt: skip
    villages = {each.group.name: each.households for each in report.rows if each.group.kind is Split.VILLAGE}
    assert villages == {"bản Nà Ly": 1, "bản Hua Sẳng": 1}
    (whole, by_person) = office.field_reports.worries(COMMUNE, NOVEMBER, split=Split.CANVASSER).rows
    assert by_person.group.name == "Lường Thị Inh"
    assert (by_person.times, whole.by) == (3, (("Lường Thị Inh", 3),))
    assert not office.field_reports.worries("03388", NOVEMBER).rows, "another commune heard nothing"
    with pytest.raises(NotFound):
        office.field_reports.worries("99999", NOVEMBER)
    first, second = make_worry_tables(report, open_catalogue("vi"))
    assert (len(first.rows), len(second.rows)) == (3, 3 + 2 + 1)
    assert write_tables([first, second], TableKind.XLSX, day=TODAY).startswith(b"PK")


def test_visits_are_counted_by_channel(office: App) -> None:
    office.office.say_who_works("Lường Thị Inh")
    visit(office, "Lò Văn Páo", Outcome.THINKING, None)
    visit(office, "Lò Văn Páo", Outcome.SIGNED_UP, None, channel=Channel.PHONE)
    home = card_of(office, "Giàng A Chư").household.id
    office.visits.log(NewVisit(home, TODAY, door_outcome=Outcome.NOT_HOME))
    report = office.field_reports.contacts(COMMUNE, NOVEMBER)
    told = {row.channel: row for row in report.whole}
    door, phone = told[Channel.DOOR], told[Channel.PHONE]
    assert (door.visits, door.spoken, door.households, door.joined) == (2, 1, 2, 0)
    assert (door.count(Outcome.NOT_HOME), door.count(Outcome.THINKING)) == (1, 1)
    assert (phone.visits, phone.spoken, phone.joined) == (1, 1, 1)
    assert {row.group.name for row in report.rows} == {door.group.name, "bản Nà Ly"}


def test_questions_are_told_by_age_and_how_long_an_answer_took(office: App, office_machine: Machine) -> None:
    home = card_of(office, "Lò Văn Páo").household.id
    other = card_of(office, "Vàng A Lử").household.id
    first = office.questions.ask(home, "Nộp ở đâu?", worry="too_long").value
    office_machine.clock.pass_by(days=4)
    office.questions.ask(other, "Bao giờ có sổ?")
    office_machine.clock.pass_by(days=5)
    office.questions.answer(first, "Tại bưu điện.")
    december = month_of(date(2026, 12, 1))
    (now, *parts) = office.field_reports.questions(COMMUNE, NOVEMBER).rows
    assert (now.asked, now.open, now.over_week, now.oldest, now.answered, now.days) == (
        2, 1, 0, 5, 1, Delay(9, 9, 9, 1)
    )  # fmt: skip
    assert {part.group.name: (part.open, part.answered) for part in parts} == {
        "bản Nà Ly": (0, 1), "bản Hua Sẳng": (1, 0)
    }  # fmt: skip
    office_machine.clock.pass_by(days=28)
    later = office.field_reports.questions(COMMUNE, december)
    assert (later.whole.asked, later.whole.over_month, later.whole.answered) == (0, 1, 0)
    assert [each.row.text for each in later.open] == ["Bao giờ có sổ?"]
    again = office.field_reports.questions(COMMUNE, NOVEMBER)
    assert (again.whole.open, again.whole.oldest) == (1, 5), "November stays as it was on its last day"


def test_a_difficulty_is_reported_handled_and_told_for_the_days_it_was_open(
    office: App, office_machine: Machine
) -> None:
    village = office.office.find_village("Nà Ly").id
    row = office.difficulties.report("Hết biên lai thu tiền", village=village).value
    office.difficulties.report("Chưa có loa")
    office_machine.clock.pass_by(days=12)
    with pytest.raises(BadInput):
        office.difficulties.handle(row.id, Handling.SETTLED)
    with pytest.raises(BadInput):
        office.difficulties.handle(row.id, Handling.SETTLED, done="Đã cấp", on=date(2027, 1, 1))
    settled = office.difficulties.handle(row.id, Handling.SETTLED, done="Đã cấp 2 quyển").value
    assert (settled.is_open, settled.waited(TODAY), office.difficulties.count_open()) == (False, 12, 1)
    november = office.field_reports.questions(COMMUNE, NOVEMBER)
    assert [each.text for each in november.difficulties] == ["Hết biên lai thu tiền", "Chưa có loa"]
    december = office.field_reports.questions(COMMUNE, month_of(date(2026, 12, 1)))
    assert [each.text for each in december.difficulties] == ["Chưa có loa", "Hết biên lai thu tiền"]
    tables = make_question_tables(december, open_catalogue("en"))
    assert tables[-1].rows[-1][-4:-1] == ["settled", "Đã cấp 2 quyển", date(2026, 12, 3)]
    office.difficulties.take_back(row.id)
    assert len(office.difficulties.list_difficulties()) == 1


def test_a_laptop_reports_its_village_and_leaves_the_rest_to_the_office(one: App) -> None:
    village = one.households.list_villages()[0].id
    row = one.difficulties.report("Sóng yếu", village=village).value
    for refused in (
        lambda: one.difficulties.report("Cả xã mất điện"),
        lambda: one.difficulties.handle(row.id, Handling.SETTLED, done="Xong"),
        lambda: one.committees.add(COMMUNE),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(BadInput):
        one.difficulties.report("  ", village=village)


def test_a_committee_has_members_recipients_and_communes_without_one(office: App) -> None:
    made = office.committees.add(COMMUNE, decision="15/QĐ-UBND", decided_on=TODAY, issued_by="UBND xã").value
    assert [hint.key for hint in office.committees.hints(made)] == ["Nobody heads this committee yet."]
    office.committees.seat(made.id, NewMember("Giàng A Sính", "Chủ tịch UBND xã", Seat.HEAD))
    member = office.committees.seat(made.id, NewMember("Lò Thị Én", "Hội Phụ nữ", phone="0912 000 333")).value
    with pytest.raises(BadInput):
        office.committees.seat(made.id, NewMember("lo thi en"))
    with pytest.raises(BadInput):
        office.committees.send_to(COMMUNE, NewRecipient("Giàng A Sính", way=Way.EMAIL, address="xa"))
    sent = office.committees.send_to(
        COMMUNE, NewRecipient("HĐND xã", report=ReportKind.PROGRESS, way=Way.ZALO)
    ).value
    known = office.committees.list_all()
    assert [each.name for each in known.committees[0].members] == ["Giàng A Sính", "Lò Thị Én"]
    assert (known.recipients, known.without) == ([sent], ())
    assert not office.committees.hints(known.committees[0])
    assert len(office.committees.list_all("12").without) > 1, "a province has communes without a committee"
    office.committees.edit_member(member.id, NewMember("Lò Thị Én", ends_on=TODAY - timedelta(1)))
    assert [each.name for each, _ in office.committees.list_members()] == ["Giàng A Sính"]
    office.committees.take_back("committee", made.id)
    assert len(office.committees.list_all().without) == 1


def test_training_is_told_by_person_and_commune_with_committee_members_by_name(office: App) -> None:
    team = office.teams.add("Tổ Nà Ly", COMMUNE).value
    office.teams.add_member(team.id, "Sùng Thị Mỷ", part=Part.VILLAGE)
    office.teams.add_member(team.id, "Vàng A Lử", part=Part.INSURANCE)
    made = office.committees.add(COMMUNE, decision="15").value
    head = office.committees.seat(made.id, NewMember("Giàng A Sính", seat=Seat.HEAD)).value
    before = office.training_reports.read(COMMUNE)
    assert [(each.canvassers, each.trained) for each in before.without] == [(2, 0)]
    meeting = office.meetings.make(MeetingDraft(MeetingKind.TRAINING, TODAY, topic="Tư vấn tại nhà")).value
    invitee = Invitee(committee_member=head.id)
    assert office.meetings.invite(meeting, [invitee, invitee]).value == 1
    office.meetings.attend(meeting, invitee, Attendance.CAME)
    lu = next(m.canvasser for m in office.teams.find("Tổ Nà Ly").members if m.name == "Vàng A Lử")
    office.meetings.attend(meeting, Invitee(canvasser=lu), Attendance.CAME)
    office.meetings.count_others(meeting, 3)
    report = office.training_reports.read(COMMUNE)
    told = {row.name: (row.kind, row.is_trained, row.teams) for row in report.rows}
    assert told["Giàng A Sính"][:2] == (Trainee.COMMITTEE, True)
    assert told["Vàng A Lử"] == (Trainee.CANVASSER, True, ("Tổ Nà Ly",))
    assert told["Sùng Thị Mỷ"] == (Trainee.CANVASSER, False, ("Tổ Nà Ly",))
    assert (report.without, [(day.named, day.others) for day in report.days]) == ([], [(2, 3)])
    assert [guest.name for guest in office.meetings.list_guests(meeting)] == ["Vàng A Lử", "Giàng A Sính"]
    assert not office.training_reports.read(COMMUNE, last=TODAY - timedelta(1)).trained
