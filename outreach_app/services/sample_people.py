"""Families for sample data: generated people of Lai Châu with names as its peoples form them; nobody real is meant."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from outreach_app.domain.people import HEAD, Category, PartialDate, Sex

COMMUNE = "03424"
"""Xã Bản Bo, tỉnh Lai Châu, by the list of units of 1 July 2025."""

OFFICE_NAME = "BHXH cơ sở Bản Bo (dữ liệu mẫu)"
"""The sample's office; the name says on every document that the data are made up."""

PASSPHRASE = "rieu bai chuyen the vop"  # noqa: S105 - it guards nothing but sample data
"""Opens every sample workspace."""

VILLAGES = (
    ("bản Nà Ly", "Thái"),
    ("bản Hua Sẳng", "Dao"),
    ("bản Cò Nọt", "Mông"),
    ("bản Phiêng Hoi", "Kinh"),
)
"""The sample's villages and the people whose names are usual there."""

_PROVINCE = "012"
_GIVEN_MEN = (
    "Pao Pánh Inh Ún Ngoan Chung Hặc Tướng Phương Hợp Tỉnh Xôm Pản Muôn Siêng Hải Quân Thắng Dũng".split()
)
_GIVEN_WOMEN = "Inh Ún Pâng Ỏm Thoa Vui Lả Thắm Hương Xuân Mai Thơm Nga Yến Bích Hằng Loan".split()
_THAI = "Lò Lò Cà Quàng Tòng Lường Vì Hoàng Cầm Lèo Mè Điêu".split()
_MONG = "Giàng Sùng Vàng Hạng Mùa Thào Lầu Cứ Vừ Chang Hờ Phàng Ly".split()
_MONG_MEN = "Chư Páo Sử Dế Chớ Lử Súa Nhìa Phổng Vảng Tủa Sềnh".split()
_MONG_WOMEN = "Mỷ Dợ Súa Chở Pàng Mẩy Dí Xua Máy Sông Ka".split()
_DAO = "Tẩn Phàn Chẻo Lý Triệu Bàn Đặng Vàng Phùng".split()
_DAO_MEN = "San Lở Quẩy Chẳn Phú Vần Sinh Dao Siểu".split()
_DAO_WOMEN = "Mẩy Sểnh Náy Phẩy Nhậy Ghến Coi Liều".split()
_KINH = "Nguyễn Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Ngô Dương".split()
_KINH_MEN = "Hùng Tuấn Minh Đức Quang Long Sơn Cường Trung Hiếu Thành Bình Tùng Nam Việt Tiến".split()
_KINH_WOMEN = "Lan Hoa Hà Thủy Nga Thảo Linh Trang Nhung Huệ Ngọc Thu Phượng Dung Tuyết Hạnh Vân".split()

Namer = Callable[[random.Random, Sex, str | None], str]


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A person of the sample; the numbers are made up and pass the program's own checks."""

    name: str
    relation: str
    sex: Sex
    born: PartialDate
    citizen_number: str = ""
    insurance_number: str = ""
    phone: str = ""
    health_until: date | None = None


@dataclass(frozen=True, slots=True)
class SampleFamily:
    """A household of the sample; `village` with its kind, the head stands first."""

    number: int
    village: str
    neighbour_group: str
    category: Category
    members: tuple[SamplePerson, ...]


def make_families(rng: random.Random, *, per_village: int, today: date) -> list[SampleFamily]:
    """Make families for every sample village, the same for the same generator."""
    families: list[SampleFamily] = []
    for village, people in VILLAGES:
        for _ in range(per_village):
            number = len(families) + 1
            families.append(_make_family(rng, number, village, people=people, today=today))
    return families


def _make_family(rng: random.Random, number: int, village: str, *, people: str, today: date) -> SampleFamily:
    maker = _Maker(rng, _NAMERS[people], today)
    shares = {"Kinh": (0.02, 0.05), "Thái": (0.12, 0.15), "Dao": (0.2, 0.2), "Mông": (0.3, 0.2)}[people]
    chance = rng.random()
    other = Category.OTHER if people == "Kinh" else Category.ETHNIC_MINORITY
    category = Category.POOR if chance < shares[0] else Category.NEAR_POOR if chance < sum(shares) else other
    group = f"tổ liên gia {1 + number % 4}"
    return SampleFamily(number, village, group, category, tuple(maker.make_members()))


class _Maker:
    def __init__(self, rng: random.Random, namer: Namer, today: date) -> None:
        self._rng, self._namer, self._today = rng, namer, today

    def make_members(self) -> Iterator[SamplePerson]:
        rng = self._rng
        age = rng.randint(26, 68)
        sex = Sex.FEMALE if rng.random() < 0.12 else Sex.MALE
        head = self._person(HEAD, sex, age)
        clan = head.name.split(maxsplit=1)[0]
        phone = f"09{rng.randint(61, 88)}{rng.randint(100000, 999999)}" if rng.random() < 0.7 else ""
        yield replace(head, phone=phone)
        if sex is Sex.MALE and rng.random() < 0.9:
            yield self._person("wife", Sex.FEMALE, max(20, age - rng.randint(-1, 4)))
        for _ in range(rng.choice((0, 1, 2, 2, 3, 3, 4))):
            child = age - rng.randint(21, 32)
            if child >= 0:
                yield self._person("child", rng.choice((Sex.FEMALE, Sex.MALE)), child, clan=clan)
        if rng.random() < 0.2:
            yield self._person("mother", Sex.FEMALE, min(93, age + rng.randint(19, 26)))

    def _person(self, relation: str, sex: Sex, age: int, *, clan: str | None = None) -> SamplePerson:
        rng = self._rng
        born = self._today - timedelta(days=age * 365 + rng.randint(10, 350))
        # Elders often know their year only; small children and one in twelve adults have no number yet.
        known = (
            PartialDate(born.year)
            if age > 55 and rng.random() < 0.5
            else PartialDate(born.year, born.month, born.day)
        )
        numbered = age >= 14 and rng.random() < 0.92
        covered = rng.random() < 0.35
        return SamplePerson(
            name=self._namer(rng, sex, clan),
            relation=relation,
            sex=sex,
            born=known,
            citizen_number=self._citizen_number(sex, born.year) if numbered else "",
            insurance_number=f"{rng.randint(1200000000, 1299999999)}" if covered and numbered else "",
            health_until=self._card_end() if covered else None,
        )

    def _citizen_number(self, sex: Sex, year: int) -> str:
        century = (0 if year < 2000 else 2) + (sex is Sex.FEMALE)
        return f"{_PROVINCE}{century}{year % 100:02d}{self._rng.randint(0, 999999):06d}"

    def _card_end(self) -> date:
        ended = self._rng.random() < 0.25
        return self._today + timedelta(
            days=-self._rng.randint(5, 120) if ended else self._rng.randint(10, 300)
        )


def _with_clans(clans: list[str], men: list[str], women: list[str]) -> Namer:
    def make(rng: random.Random, sex: Sex, clan: str | None) -> str:
        family = clan or rng.choice(clans)
        middle = rng.choice(("Văn", "Văn", "Xuân", "Minh")) if sex is Sex.MALE else "Thị"
        return f"{family} {middle} {rng.choice(men if sex is Sex.MALE else women)}"

    return make


def _mong(rng: random.Random, sex: Sex, clan: str | None) -> str:
    family = clan or rng.choice(_MONG)
    if sex is Sex.FEMALE:
        return f"{family} Thị {rng.choice(_MONG_WOMEN)}"
    return f"{family} {rng.choice(('A', 'A', 'Seo', 'Mí'))} {rng.choice(_MONG_MEN)}"


def _dao(rng: random.Random, sex: Sex, clan: str | None) -> str:
    family = clan or rng.choice(_DAO)
    if sex is Sex.FEMALE:
        return f"{family} {rng.choice(('Thị', 'Mùi', 'Lở'))} {rng.choice(_DAO_WOMEN)}"
    return f"{family} {rng.choice(('A', 'Sành', 'Láo', 'Dào'))} {rng.choice(_DAO_MEN)}"


_NAMERS: dict[str, Namer] = {
    "Thái": _with_clans(_THAI, _GIVEN_MEN, _GIVEN_WOMEN),
    "Mông": _mong,
    "Dao": _dao,
    "Kinh": _with_clans(_KINH, _KINH_MEN, _KINH_WOMEN),
}
