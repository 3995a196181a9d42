"""A workspace to look around in: one laptop of a made-up office with ten days of work behind it and some ahead."""

import random
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.people import Scheme
from outreach_app.domain.progress import Step, Watch, unwatched
from outreach_app.domain.rows import VillageRow, WorkReason
from outreach_app.domain.visits import Channel, NextStep, Outcome
from outreach_app.services import workspace
from outreach_app.services.demo_story import StoryClock
from outreach_app.services.desk import Desk
from outreach_app.services.households import Households, NewPerson
from outreach_app.services.lists import Lists
from outreach_app.services.office import Office
from outreach_app.services.sample_day import SampleWalker
from outreach_app.services.sample_people import COMMUNE, OFFICE_NAME, PASSPHRASE, make_families
from outreach_app.services.sample_register import write_register
from outreach_app.services.sheets import Sheets
from outreach_app.services.syncing import Syncing
from outreach_app.services.upkeep import Upkeep
from outreach_app.services.visits import Visits
from outreach_app.services.work import Work
from outreach_app.services.workspace import Clock
from outreach_app.sync.locks import FLOOR

_SEED = 20260
_DAYS = 9
_SENT_BEFORE = 3
_PER_VILLAGE = 30
_RETURNS = 0.15
_DRAFTS = 2
_PEOPLE = ("Vàng A Lử", "Hoàng Thị Thơm")
_USUAL_DAYS = 365


def make_sample(folder: Path, *, clock: Clock, watch: Watch = unwatched) -> Desk:
    """Make a laptop's workspace with sample data in an empty folder, or open the one made there before.

    It holds about 120 households in four villages, visits of the last days, promises that are due, drafts, a sheet
    that is out, sign-ups, and a ledger with an answered file. Locked at the lowest cost allowed: it guards nothing.
    `watch` hears of each of its days.
    """
    if paths.is_workspace(folder):
        return workspace.open_folder(folder, PASSPHRASE, clock=clock)
    end = clock().astimezone(VIETNAM)
    story = StoryClock(end - timedelta(days=_DAYS + 1))
    with tempfile.TemporaryDirectory(prefix="gocua-") as passing:
        sample = _Sample(Path(passing), story, end)
        with closing(sample.make_office().database):
            desk = sample.set_up_laptop(folder)
            sample.work_for_days(desk, watch)
    watch(Step(_DAYS + 1, _DAYS + 2, folder.name))
    sample.work_today(desk)
    desk.clock = clock
    return desk


@dataclass(slots=True)
class _Sample:
    """The making of a sample: the office lives in a passing folder, the laptop stays."""

    passing: Path
    clock: StoryClock
    end: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(_SEED))
    office: Desk | None = None
    walkers: list[SampleWalker] = field(default_factory=list)

    def make_office(self) -> Desk:
        """Make the office and bring in its register."""
        self.office, _ = workspace.create_office(
            self.passing / "office",
            passphrase=PASSPHRASE,
            name=OFFICE_NAME,
            unit_code=COMMUNE,
            clock=self.clock,
            cost=FLOOR,
        )
        register = self.passing / "register.xlsx"
        write_register(register, make_families(self.rng, per_village=_PER_VILLAGE, today=self.end.date()))
        Lists(self.office).import_register(register)
        return self.office

    def set_up_laptop(self, folder: Path) -> Desk:
        """Set up the laptop and let two people work on it."""
        assert self.office is not None
        villages = [row.id for row in Households(self.office).list_villages()]
        kit = workspace.make_kit(
            self.office, self.passing / "kit.gocuakit", device="Máy mẫu", role="canvasser", villages=villages,
            until=self.end.date() + timedelta(days=_USUAL_DAYS), cost=FLOOR,
        )  # fmt: skip
        desk = workspace.open_kit(
            folder, kit.path, code=kit.code, passphrase=PASSPHRASE, clock=self.clock, cost=FLOOR
        )
        self.walkers = [
            SampleWalker(desk, self.rng, f"BL{place}") for place, _ in enumerate(_PEOPLE, start=1)
        ]
        return desk

    def work_for_days(self, desk: Desk, watch: Watch) -> None:
        """Knock on some doors every day; send a file in between and read the office's answer."""
        for back in range(_DAYS, 0, -1):
            watch(Step(_DAYS + 1 - back, _DAYS + 2, desk.folder.name))
            self.clock.set(self.end - timedelta(days=back), 8)
            self._walk(desk, self.rng.randint(7, 10))
            if back == _SENT_BEFORE:
                self._exchange(desk)
        self.clock.set(self.clock.moment, 20, 30)
        self._leave_sheet_out(desk)
        Upkeep(desk).make_backup()

    def work_today(self, desk: Desk) -> None:
        """Log a few visits, add a family at the door, leave two visits unfinished."""
        start = max(
            self.end.replace(hour=0, minute=0, second=0, microsecond=0), self.end - timedelta(minutes=150)
        )
        self.clock.moment = start
        self._walk(desk, 6, minutes=int((self.end - start).total_seconds() // 60 // 8))
        village = self._village(desk, "Phiêng Hoi")
        head = NewPerson("Điêu Văn Muôn", phone="0987 654 321")
        Households(desk).add(
            village.id, head, address="nhà mới cạnh điểm trường", neighbour_group="tổ liên gia 1"
        )
        for _ in range(_DRAFTS):
            self._leave_unfinished(desk)
        self.clock.moment = self.end

    def _walk(self, desk: Desk, count: int, *, minutes: int = 23) -> None:
        for place in range(count):
            walker = place * len(_PEOPLE) // count
            Office(desk).say_who_works(_PEOPLE[walker])
            self.clock.pass_minutes(minutes)
            self.walkers[walker].visit(self._next_door(desk))

    def _next_door(self, desk: Desk) -> bytes:
        """Choose as people do: often whoever was promised a return, otherwise a door nobody has knocked on."""
        items = Work(desk).list_doors()
        fresh = [item for item in items if item.reason is WorkReason.NEVER_VISITED]
        waiting = [item for item in items if item.reason is not WorkReason.NEVER_VISITED]
        if waiting and (not fresh or self.rng.random() < _RETURNS):
            return waiting[0].household.id
        return self.rng.choice(fresh[: len(fresh) // 2 + 1]).household.id

    def _exchange(self, desk: Desk) -> None:
        assert self.office is not None
        for source, target in ((desk, self.office), (self.office, desk)):
            stick = Path(tempfile.mkdtemp(dir=self.passing))
            self.clock.pass_minutes(10)
            Syncing(source).write(stick)
            Syncing(target).read([stick])

    def _leave_sheet_out(self, desk: Desk) -> None:
        sheets = Sheets(desk)
        village = self._village(desk, "Cò Nọt")
        sheet = sheets.make(village.id, sheets.plan(village.id)).value
        typed = (
            Outcome.NOT_HOME,
            Outcome.THINKING,
            Outcome.CALL_BACK,
            Outcome.REFUSED,
            Outcome.ALREADY_COVERED,
        )
        for row, outcome in enumerate(typed, start=1):
            sheets.record_row(sheet.id, row, outcome)

    def _leave_unfinished(self, desk: Desk) -> None:
        home = self._next_door(desk)
        member = Households(desk).read_card(home).members[-1]
        content: dict[str, object] = {
            "visited_on": desk.today.isoformat(), "channel": Channel.DOOR.value,
            "outcomes": [[member.id.hex(), Scheme.HOUSEHOLD_HEALTH.value, Outcome.THINKING.value]],
            "door": None, "met": [member.id.hex()], "met_others": "", "objection": None,
            "note": "hỏi thẻ cho hai con, ghi dở", "next_step": NextStep.NONE.value, "next_on": None,
            "next_chosen": False, "correcting": None,
        }  # fmt: skip
        visits = Visits(desk)
        visits.save_draft(visits.new_draft_id(), content, household=home)

    def _village(self, desk: Desk, name: str) -> VillageRow:
        return next(row for row in Households(desk).list_villages() if row.name == name)
