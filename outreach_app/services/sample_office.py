"""A made-up office at the end of a week, to look at: laptops that wrote and laptops that are silent, files to read.

Two laptops told different things about the same families, one file never came, one laptop was lost, one ran on after
its permission had ended, one disk was copied, and one clock is wrong.
"""

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.people import PartialDate, Sex
from outreach_app.domain.rows import HouseholdCard, HouseholdFilter, PersonRow
from outreach_app.domain.teams import Part, Regard
from outreach_app.services import workspace
from outreach_app.services.assigning import Assigning, Target, Worker
from outreach_app.services.demo_story import StoryClock
from outreach_app.services.desk import Desk
from outreach_app.services.households import Households, NewPerson
from outreach_app.services.lists import Lists
from outreach_app.services.neighbour_groups import NeighbourGroups
from outreach_app.services.office import Office
from outreach_app.services.permissions import Permissions
from outreach_app.services.sample_day import SampleWalker
from outreach_app.services.sample_people import COMMUNE, OFFICE_NAME, PASSPHRASE, make_families
from outreach_app.services.sample_register import write_register
from outreach_app.services.syncing import Syncing
from outreach_app.services.teams import Teams
from outreach_app.services.trusted import TrustedPeople
from outreach_app.services.work import Work
from outreach_app.services.workspace import Clock
from outreach_app.sync.locks import FLOOR

_SEED = 20261
_PER_VILLAGE = 10
_DAYS = 9
_PERMITTED_DAYS = 400
_STAFF = "Hoàng Thị Thơm"
_LAPTOPS = {
    "Máy 04": "Lường Thị Inh", "Máy 07": "Vàng A Lử", "Máy 09": "Tẩn Mẩy Liều", "Máy 11": "Hạng A Chớ",
    "Máy 12": "",
}  # fmt: skip
"""The laptops and who works with them; the last one has not written anything yet."""
_AREAS = {
    "Máy 04": ("Nà Ly", "Hua Sẳng"), "Máy 07": ("Nà Ly", "Hua Sẳng"), "Máy 09": ("Phiêng Hoi",),
    "Máy 11": ("Cò Nọt",), "Máy 12": ("Phiêng Hoi",),
}  # fmt: skip
_TEAM = {"Lường Thị Inh": Part.INSURANCE, "Vàng A Lử": Part.OTHER, "Lò Thị Mai Hương": Part.COMMITTEE}
_AHEAD = timedelta(hours=2)
_PHONES = (("0962345670", "0387345211"), ("0977120455", "0977120544"))
_LANDMARKS = (
    ("đầu bản, cạnh suối Nậm Mu", "nhà sàn cuối bản, gần điểm trường"),
    ("cạnh nhà văn hoá", "sau nhà văn hoá, cổng sắt xanh"),
)


@dataclass(frozen=True, slots=True)
class SampleOffice:
    """The office, and a stick with files that it has not read yet."""

    desk: Desk
    stick: Path


def make_sample_office(folder: Path, *, clock: Clock) -> SampleOffice:
    """Make the office in an empty folder, with its stick and its laptops beside it."""
    end = clock().astimezone(VIETNAM)
    made = _Week(folder, StoryClock(end - timedelta(days=_DAYS)), end)
    made.begin()
    made.write_for_days()
    made.disagree()
    made.fill_stick()
    made.share_out()
    for desk in made.laptops.values():
        desk.database.close()
    made.office.clock = clock
    return SampleOffice(made.office, made.stick)


@dataclass(slots=True)
class _Week:
    """The making of it: every machine has a folder of its own, and all go by one clock."""

    folder: Path
    clock: StoryClock
    end: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(_SEED))
    laptops: dict[str, Desk] = field(default_factory=dict)
    walkers: dict[str, SampleWalker] = field(default_factory=dict)
    office: Desk = field(init=False)
    stick: Path = field(init=False)

    def begin(self) -> None:
        """Make the office, bring in its register, and set the laptops up."""
        self.stick = self._sub("KINGSTON")
        self.office, _ = workspace.create_office(
            self.folder / "office", passphrase=PASSPHRASE, name=OFFICE_NAME, unit_code=COMMUNE, clock=self.clock,
            cost=FLOOR,
        )  # fmt: skip
        Office(self.office).say_who_works(_STAFF)
        register = self.folder / "register.xlsx"
        write_register(register, make_families(self.rng, per_village=_PER_VILLAGE, today=self.end.date()))
        Lists(self.office).import_register(register)
        villages = {each.name: each.id for each in Households(self.office).list_villages()}
        for device, person in _LAPTOPS.items():
            there = [villages[name] for name in _AREAS[device]]
            last = (
                self.end - timedelta(days=3)
                if device == "Máy 11"
                else self.end + timedelta(days=_PERMITTED_DAYS)
            )
            self._set_up(device, person, there, until=last.date())

    def _set_up(self, device: str, person: str, villages: Sequence[bytes], *, until: date) -> None:
        kit = workspace.make_kit(
            self.office, self.folder / f"{device[-2:]}.gocuakit", device=device, role="canvasser", villages=villages,
            until=until, cost=FLOOR,
        )  # fmt: skip
        if not person:
            return
        wrong = _AHEAD if device == "Máy 07" else timedelta()
        desk = workspace.open_kit(
            self.folder / device[-2:], kit.path, code=kit.code, passphrase=PASSPHRASE,
            clock=lambda: self.clock() + wrong, cost=FLOOR,
        )  # fmt: skip
        Office(desk).say_who_works(person)
        self.laptops[device] = desk
        self.walkers[device] = SampleWalker(desk, self.rng, f"BL{device[-2:]}")

    def write_for_days(self) -> None:
        """Files come on some days; one laptop is lost, one goes on though it may not any more, one disk is copied."""
        self._go_to(days_before=8)
        self._read(self._work("Máy 09", 5), self._work("Máy 11", 4))
        self._go_to(days_before=6)
        Permissions(self.office).block("Máy 09", why="rơi xuống suối, đã báo xã")
        self._go_to(days_before=4)
        self._read(self._work("Máy 04", 7), self._work("Máy 07", 6), self._work("Máy 09", 1))
        self._go_to(days_before=1)
        copy = self._copy("Máy 04")
        self._read(self._work("Máy 04", 3), self._work("Máy 11", 2))
        self.laptops["copy"], self.walkers["copy"] = copy, SampleWalker(copy, self.rng, "BL04B")
        self._read(self._work("copy", 2))
        self._work("Máy 07", 3)
        Syncing(self.office).write(self._sub("SANDISK"))

    def disagree(self) -> None:
        """Two laptops tell different telephones and landmarks of the same families, and both add the same child."""
        self._go_to(days_before=0, hours=3)
        shared = self._shared_families()
        for place, device in enumerate(("Máy 04", "Máy 07")):
            homes = Households(self.laptops[device])
            for number, family in enumerate(shared[:2]):
                homes.edit_household(family.household.id, {"address": _LANDMARKS[number][place]})
                homes.edit_person(_head(family).id, {"phone": _PHONES[number][place]})
            child = NewPerson("Lò Thị Bảo Ngân", "child", Sex.FEMALE, PartialDate(2019, 6, 1 + 5 * place))
            homes.add_person(shared[2].household.id, child)
        self._read(self._send("Máy 04"), self._send("Máy 07"))

    def fill_stick(self) -> None:
        """Leave on the stick: two new files, one behind a gap, one read before, one cut short, an answer."""
        self._go_to(days_before=0, hours=1)
        family = self._shared_families()[3]
        for desk, phone in ((self.office, "0912345670"), (self.laptops["Máy 04"], "0912345211")):
            Households(desk).edit_person(_head(family).id, {"phone": phone})
        for device in ("Máy 04", "Máy 07"):
            shutil.copy(self._work(device, 6), self.stick)
        (self.stick / "gocua-anh-chup-lai.gocua").write_bytes(self._work("Máy 11", 1).read_bytes()[:900])
        shutil.copy(min(self._sub("from Máy 09").iterdir()), self.stick)
        shutil.copy(min(self._sub("SANDISK").iterdir()), self.stick)

    def share_out(self) -> None:
        """A three-part team gets a village, two people the same neighbour group, and somebody is listened to there."""
        today, teams, shares = self.end.date(), Teams(self.office), Assigning(self.office)
        team = teams.add("Tổ tuyên truyền Nà Ly", COMMUNE).value
        for name, part in _TEAM.items():
            teams.add_member(team.id, name, part=part, leads=part is Part.INSURANCE)
        village = next(each for each in Households(self.office).list_villages() if each.name == "Nà Ly")
        shares.assign(
            [Target(village.id)], Worker(team=team.id), first=today, last=today + timedelta(days=27)
        )
        homes = Households(self.office)
        rows = homes.read_rows(homes.list_numbers(HouseholdFilter(village.id)))[:9]
        NeighbourGroups(self.office).put(village.id, [row.id for row in rows], "Tổ 1")
        people = {each.name: each.id for each in Office(self.office).list_canvassers()}
        walkers = [people[name] for name in _LAPTOPS.values() if name in people][:2]
        for place, walker in enumerate(walkers):
            first = today + timedelta(days=7 * place)
            with self.office.write() as writer:  # as two machines write that have not heard of each other
                writer.create(
                    "assignment",
                    {
                        "village": village.id, "neighbour_group": "Tổ 1", "canvasser": walker,
                        "starts_on": first.isoformat(), "ends_on": (first + timedelta(days=10)).isoformat(),
                    },
                )  # fmt: skip
        TrustedPeople(self.office).add(
            village.id,
            "Lò Văn Phớ",
            regard=Regard.ELDER,
            phone="0912000111",
            note="hay ở nhà văn hóa buổi tối",
        )

    # ------------------------------------------------------------------------------------------------ small steps
    def _sub(self, name: str) -> Path:
        (self.folder / name).mkdir(parents=True, exist_ok=True)
        return self.folder / name

    def _go_to(self, *, days_before: int, hours: int = 4) -> None:
        self.clock.moment = self.end - timedelta(days=days_before, hours=hours)

    def _work(self, device: str, doors: int) -> Path:
        """Knock on some doors and write the file."""
        for _ in range(doors):
            self.clock.pass_minutes(9)
            item = self.rng.choice(Work(self.laptops[device]).list_doors())
            self.walkers[device].visit(item.household.id)
        return self._send(device)

    def _send(self, device: str) -> Path:
        (file,) = Syncing(self.laptops[device]).write(self._sub(f"from {device}")).value
        return Path(file.path)

    def _read(self, *files: Path) -> None:
        self.clock.pass_minutes(30)
        Syncing(self.office).read(list(files))

    def _copy(self, device: str) -> Desk:
        self.laptops[device].database.close()
        twin = Path(shutil.copytree(self.folder / device[-2:], self.folder / "copy"))
        person = self.laptops[device].canvasser
        self.laptops[device] = workspace.open_folder(self.folder / device[-2:], PASSPHRASE, clock=self.clock)
        self.laptops[device].canvasser = person
        self.walkers[device].desk = self.laptops[device]
        return workspace.open_folder(twin, PASSPHRASE, clock=self.clock)

    def _shared_families(self) -> list[HouseholdCard]:
        homes = Households(self.laptops["Máy 04"])
        rows = homes.read_rows(homes.list_numbers())
        return [homes.read_card(row.id) for row in rows if row.village_name == "Nà Ly" and row.members > 2]


def _head(card: HouseholdCard) -> PersonRow:
    return next(member for member in card.members if member.name == card.household.head)
