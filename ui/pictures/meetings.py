"""Pictures of the place Meetings: what is planned and was held, a list typed back, planning, finding somebody."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtCore import Qt

from outreach_app.domain.meetings import Attendance, Invitee, MeetingDraft, MeetingKind
from outreach_app.services.absences import ToldAbsence
from ui.pictures.studio import Picture, Studio
from ui.presenters.ports import HouseholdAt


def show_meetings(studio: Studio) -> Iterator[Picture]:
    """Plan a meeting and hold one, then look at both, at the list, and at the forms; somebody works away."""
    homes = hold_meetings(studio)
    studio.house.go("meetings")
    yield studio.take("5-meetings", "meetings")
    studio.press(Qt.Key.Key_N)
    yield studio.take("5-meetings-plan", "meetings")
    studio.press(Qt.Key.Key_Escape)
    studio.press(Qt.Key.Key_Down)
    studio.press(Qt.Key.Key_Return)
    yield studio.take("5-meetings-list", "meetings")
    studio.press(Qt.Key.Key_F2)
    studio.type("nguyen")
    yield studio.take("5-meetings-find", "meetings")
    studio.press(Qt.Key.Key_Escape)
    yield from _show_away(studio, homes[0])


def hold_meetings(studio: Studio) -> list[bytes]:
    """One that is planned and one of yesterday, in the first village; the ids of the households invited."""
    app, today = studio.app, studio.app.desk.today
    village = app.households.list_villages()[0].id
    numbers = app.households.list_numbers()
    homes = [row.id for row in app.households.read_rows(numbers[:60]) if row.village == village][:8]
    made: list[bytes] = []
    for day, topic in (
        (3, "BHYT hộ gia đình: mua cho cả nhà được giảm"),
        (-1, "BHXH tự nguyện cho người trồng chè"),
    ):
        draft = MeetingDraft(
            MeetingKind.SMALL_GROUP, today + timedelta(days=day), village, hour="19h", topic=topic,
            place="nhà văn hóa", led_by="Lường Thị Inh", planned=25,
        )  # fmt: skip
        made.append(app.meetings.make(draft).value)
        app.meetings.invite(made[-1], [Invitee(home) for home in homes])
    for home, said in zip(homes, (Attendance.CAME, Attendance.ABSENT, Attendance.CAME), strict=False):
        app.meetings.attend(made[-1], Invitee(home), said, heads=2)
    return homes


def _show_away(studio: Studio, home: bytes) -> Iterator[Picture]:
    app = studio.app
    person = app.households.read_card(home).members[1]
    told = ToldAbsence("khu công nghiệp Quế Võ", "3/2026", "Tết", phone="0987654321", home_contact="mẹ ở nhà")
    app.absences.tell_away(person.id, told)
    studio.house.go("households", HouseholdAt(home))
    studio.settle()
    studio.press(Qt.Key.Key_Tab)
    studio.press(Qt.Key.Key_Down)
    yield studio.take("2-households-away", "households")
    studio.press(Qt.Key.Key_A)
    yield studio.take("2-households-absence", "households")
    studio.press(Qt.Key.Key_Escape)
