"""A real encrypted workspace with four villages, some twenty households, visits and a sheet, for tests and pictures."""

import atexit
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from outreach_app.app import App, create_office, open_workspace
from outreach_app.domain.consents import How, Proof
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.visits import Channel, NextStep, Outcome, PersonOutcome
from outreach_app.services.households import NewPerson
from outreach_app.services.visits import NewVisit
from outreach_app.sync.locks import FLOOR

NOW = datetime(2026, 11, 21, 12, 42, tzinfo=UTC)
TODAY = date(2026, 11, 21)
PASSPHRASE = "nương chè sương sớm ngõ"

_FAMILIES = (
    ("bản Nà Ly", "Lò Văn Páo", ("Nguyễn Thị Phương Thảo", "H'Mỹ Niê", "Lò Văn Tiến", "Lò Minh Khôi")),
    ("bản Nà Ly", "Tẩn Mý Dao", ("Tẩn A Sìn",)),
    ("bản Nà Ly", "Hoàng Thị Bích Phượng", ("Hoàng Văn Tướng", "Hoàng Gia Bảo")),
    ("bản Nà Ly", "Lò Thị Hạnh", ()),
    ("bản Cò Nọt", "Giàng A Chư", ("Vàng Thị Sùng", "Giàng A Páo")),
    ("bản Cò Nọt", "Vàng A Lử", ("Sùng Thị Mai",)),
    ("bản Hua Sẳng", "Nông Thị Thu Hường", ("Nông Văn Đạt",)),
    ("bản Hua Sẳng", "Lường Văn Thoan", ("Lường Thị Ính", "Lường Văn Ẫn")),
    ("bản Hua Sẳng", "Phùng Thị Ngọc Ánh", ()),
    ("bản Phiêng Hoi", "Lò Thị Ón", ("Lò Văn Ỗn",)),
    ("bản Phiêng Hoi", "Nguyễn Thị Thanh Hường", ("Nguyễn Hữu Phước", "Nguyễn Thị Hồng Nhung")),
    ("bản Phiêng Hoi", "H'Rin Ê Ban", ("Y Tlam Ê Ban",)),
)
_RELATIONS = ("wife", "daughter_in_law", "younger_sibling", "child")
_YEARS = (1984, 1988, 1997, 1995, 2014)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def make_workspace(folder: Path, *, clock: Clock | None = None) -> App:
    """Open an office workspace in a folder; all that is in it came there through services."""
    shutil.copytree(_template(), folder)
    return open_workspace(folder, PASSPHRASE, clock=clock or Clock())


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gocua-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock = Clock()
    created = create_office(
        folder / "office", passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code="03390", clock=clock,
        cost=FLOOR,
    )  # fmt: skip
    fill(created.app, clock)
    created.app.close()
    return folder / "office"


def fill(app: App, clock: Clock) -> dict[str, bytes]:
    """Put villages, people, visits of the last weeks and one printed sheet into a workspace; ids by head's name."""
    now = clock.now
    clock.now = now - timedelta(days=30)
    app.office.say_who_works("Lường Thị Ính")
    app.office.say_who_works("Hoàng Thị Thơm")
    villages = {
        name: app.office.add_village(name, "03390").value.id
        for name in dict.fromkeys(f[0] for f in _FAMILIES)
    }
    homes = {}
    for place, (village, head, others) in enumerate(_FAMILIES):
        people = [
            NewPerson(name, relation, born=PartialDate(year), sex=Sex.FEMALE if "Thị" in name else Sex.MALE)
            for name, relation, year in zip(others, _RELATIONS, _YEARS[1:], strict=False)
        ]
        first = NewPerson(head, born=PartialDate(1984, 5, 2), phone="0987654321" if place % 2 == 0 else "")
        homes[head] = app.households.add(
            villages[village], first, address="cạnh nhà văn hoá", neighbour_group=str(3 + place % 3),
            category=Category.ETHNIC_MINORITY, others=people, consent=Proof(How.PAPER, app.desk.today),
        ).value  # fmt: skip
    clock.now = now
    _visit(app, homes)
    village = villages["bản Hua Sẳng"]
    sheet = app.sheets.make(village, app.sheets.plan(village), day=TODAY - timedelta(2))
    assert sheet.value.lines
    return homes


def _visit(app: App, homes: dict[str, bytes]) -> None:
    pao = app.households.read_card(homes["Lò Văn Páo"])
    thao = pao.members[1].id
    app.visits.log(NewVisit(homes["Lò Văn Páo"], TODAY - timedelta(50), door_outcome=Outcome.NOT_HOME))
    app.visits.log(
        NewVisit(
            homes["Lò Văn Páo"], TODAY - timedelta(4), met=(thao,), objection="unstable_income",
            outcomes=(PersonOutcome(thao, Scheme.VOLUNTARY, Outcome.THINKING),), next_step=NextStep.RETURN,
            next_on=TODAY, note="Chị Thảo hẹn tối nay tính mức đóng cho cả nhà",
        )
    )  # fmt: skip
    app.visits.log(
        NewVisit(
            homes["Giàng A Chư"], TODAY - timedelta(12), door_outcome=Outcome.CALL_BACK, next_step=NextStep.RETURN,
            next_on=TODAY - timedelta(1), note="Bán ngô xong thì đóng tiếp BHXH",
        )
    )  # fmt: skip
    app.visits.log(NewVisit(homes["Lường Văn Thoan"], TODAY - timedelta(8), door_outcome=Outcome.NOT_HOME))
    home = app.households.read_card(homes["Tẩn Mý Dao"])
    joined = (PersonOutcome(home.members[0].id, Scheme.HOUSEHOLD_HEALTH, Outcome.SIGNED_UP),)
    app.visits.log(NewVisit(homes["Tẩn Mý Dao"], TODAY - timedelta(2), outcomes=joined, channel=Channel.DOOR))
    app.visits.log(NewVisit(homes["Nguyễn Thị Thanh Hường"], TODAY, door_outcome=Outcome.REFUSED))
