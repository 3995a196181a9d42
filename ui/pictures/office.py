"""Pictures of what only an office does beside files: questions, the book of answers, erasing, orders, a history."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt

from outreach_app.domain.committees import Seat, Way
from outreach_app.services.committees import NewMember, NewRecipient
from outreach_app.services.territory_plan import Decision
from ui.pictures.studio import Picture, Studio
from ui.presenters.ports import EraseAt, HouseholdAt, StandAt
from ui.presenters.settings import Section


def show_committees(studio: Studio) -> Iterator[Picture]:
    """Steering committees with the form of a member, and the difficulties with what was done about one."""
    app = studio.app
    committees, unit = app.committees, app.committees.list_units()[0][0]
    made = committees.add(unit, decision="15/QĐ-UBND", decided_on=app.desk.today, issued_by="UBND xã").value
    committees.seat(made.id, NewMember("Giàng A Sính", "Chủ tịch UBND xã", Seat.HEAD, "0912 000 111"))
    committees.seat(made.id, NewMember("Nguyễn Thị Phương Thảo", "Chủ tịch Hội Liên hiệp Phụ nữ xã"))
    committees.send_to(unit, NewRecipient("Hội đồng nhân dân xã", way=Way.ZALO, address="0912 000 222"))
    village = app.households.list_villages()[0].id
    app.difficulties.report(
        "Hết biên lai thu tiền, sóng yếu nên không nhận được mã xác nhận", village=village
    )
    app.difficulties.report("Nhiều hộ đi làm ăn xa, chỉ có người già ở nhà")
    for section, name in ((Section.COMMITTEES, "committees"), (Section.DIFFICULTIES, "difficulties")):
        studio.house.go("settings", StandAt(section))
        studio.settle()
        studio.press(Qt.Key.Key_Return)
        studio.press(Qt.Key.Key_Down)
        yield studio.take(f"9-settings-{name}", "settings")
    studio.house.go("answers")
    studio.settle()
    studio.press(Qt.Key.Key_Home)
    studio.settle()
    studio.press(Qt.Key.Key_Down)
    yield studio.take("8-questions-difficulty", "answers")


def show_office_work(studio: Studio) -> Iterator[Picture]:
    """The questions, an entry of the book, somebody about to be erased, the orders, and the history of a household."""
    studio.house.go("answers")
    yield studio.take("8-questions", "answers")
    studio.press(Qt.Key.Key_End)
    studio.settle()
    studio.press(Qt.Key.Key_Up)
    yield studio.take("8-questions-book", "answers")
    households = studio.app.households
    card = households.read_card(households.read_rows(households.list_numbers()[:1])[0].id)
    person, home = card.members[-1], card.household
    studio.house.go("erase", EraseAt(person.id, person.name, home.id, home.code))
    yield studio.take("8-erase", "erase")
    studio.house.go("erasures")
    yield studio.take("8-erasures", "erasures")
    studio.house.go("households", HouseholdAt(home.id))
    studio.settle()
    studio.house.history.toggle()
    yield studio.take("8-history", "history")
    studio.house.history.toggle()


def show_territory(studio: Studio) -> Iterator[Picture]:
    """A divided village whose households wait, the villages with former names, and the form that places them."""
    app, villages = studio.app, studio.app.households.list_villages()
    first = villages[0]
    since = app.desk.today - timedelta(days=200)
    app.office.rename_village(first.id, f"{first.name} Mới", since=since, decision="3/NQ")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "decision.csv"
        rows = [f"chia,{villages[-1].name},{part}" for part in ("bản Nà Trên", "bản Nà Dưới")]
        file.write_text("\n".join(("việc,đơn vị cũ,đơn vị mới", *rows)), encoding="utf-8-sig")
        app.territory.apply(file, Decision("12/NQ-HĐND", app.desk.today))
    studio.house.go("settings", StandAt(Section.TERRITORY))
    studio.settle()
    studio.press(Qt.Key.Key_Return)
    studio.press(Qt.Key.Key_Down)
    studio.press(Qt.Key.Key_Up)
    yield studio.take("9-settings-territory", "settings")
