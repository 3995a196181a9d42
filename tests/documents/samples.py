"""Invented households and days, in the frozen rows that the readers return."""

from dataclasses import replace
from datetime import date

from outreach_app.documents.leaflet import (
    LeafletData,
    LeafletPayment,
    LeafletPension,
    LeafletPerson,
    NextPayment,
)
from outreach_app.documents.recovery_sheet import RecoverySheet
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rows import (
    Appointment,
    CanvasserDay,
    Coverage,
    DaySummary,
    HouseholdRow,
    Sheet,
    SheetLine,
    VillageRow,
    WorkReason,
)
from outreach_app.domain.visits import Outcome
from outreach_app.errors import say

DAY = date(2026, 11, 21)
HEADS = (
    "Lò Văn Páo", "Nguyễn Thị Phương Thảo", "H'Mỹ Niê", "Tẩn Mý Dao", "Giàng A Chư", "Lường Thị Inh", "PHẪU THỊ NGHỄNH",
    "Vàng A Lử", "Hoàng Thị Thơm", "Quàng Văn Ằng", "Đỗ Thị Sữa", "Cầm Thị Bích Hằng",
    "Công Huyền Tôn Nữ Nguyễn Thị Hoàng Phương Nghiêm Trường Giang",
)  # fmt: skip
MEMBERS = ("Lò Thị Pâng", "Lò Văn Inh", "Nguyễn Ngọc Quỳnh Trang", "Lò Thị Ỏm", "Lò Văn Hợi")
VILLAGE = VillageRow(b"v" * 16, "Nà Ly", "ban", "bản", "03427", "2025-07-01")
OFFICE = "BHXH cơ sở Tam Đường"


def household(number: int, *, head: str | None = None) -> HouseholdRow:
    return HouseholdRow(
        id=number.to_bytes(16, "big"),
        number=number,
        code=f"NL-{number:04d}-K",
        head=head or HEADS[number % len(HEADS)],
        village=VILLAGE.id,
        village_name=VILLAGE.name,
        members=1 + number % 6,
        category=Category.ETHNIC_MINORITY,
        address=("", "đầu cầu treo, nhà thứ hai bên phải sau trạm y tế", "số 12")[number % 3],
        neighbour_group=("tổ liên gia 2", "")[number % 2],
        phone=("0987 112 233", None)[number % 2],
        last_visit=None,
        last_outcome=None,
        added_at_door=False,
        do_not_contact=number == 7,
    )


def sheet(rows: int = 12) -> Sheet:
    reasons = (*WorkReason, None)
    details = ("hẹn nói chuyện BHYT cho hai con", "", "đã đến 2 lần", "", "chị Thơm giới thiệu")
    lines = tuple(
        SheetLine(row, household(row), reasons[row % 5], details[row % 5], None, None)
        for row in range(1, rows + 1)
    )
    return Sheet(b"s" * 16, "NL-T2111-07-003-X", VILLAGE, DAY, b"c" * 16, "Hoàng Thị Thơm", lines)


def members_of(rows: int = 12) -> dict[bytes, tuple[str, ...]]:
    return {household(row).id: MEMBERS[: row % 6] for row in range(1, rows + 1)}


def canvasser_day(name: str, *counts: int) -> CanvasserDay:
    return CanvasserDay(name.encode()[:16], name, *counts)


def village(name: str) -> VillageRow:
    return replace(VILLAGE, name=name)


def summary() -> DaySummary:
    return DaySummary(
        day=DAY,
        office_name=OFFICE,
        team_name="Tổ tuyên truyền xã Bản Bo",
        commune_name="xã Bản Bo",
        machines=3,
        canvassers=(
            canvasser_day("Hoàng Thị Thơm", 22, 16, 31, 2, 1, 3, 4, 5),
            canvasser_day("Lường Thị Inh", 20, 13, 25, 1, 2, 2, 3, 4),
            canvasser_day("Vàng A Lử", 18, 12, 22, 1, 0, 2, 2, 3),
        ),
        total=canvasser_day("", 60, 41, 78, 4, 3, 7, 9, 12),
        door_outcomes=(
            (Outcome.SIGNED_UP, 14),
            (Outcome.CALL_BACK, 12),
            (Outcome.THINKING, 10),
            (Outcome.REFUSED, 5),
            (Outcome.NOT_HOME, 14),
            (Outcome.WORKING_AWAY, 5),
        ),
        coverage=(
            Coverage(village("Nà Ly"), 142, 96, 71),
            Coverage(village("Hua Sẳng"), 117, 102, 85),
            Coverage(village("Cò Nọt"), 88, 41, 23),
            Coverage(village("Phiêng Hoi"), 64, 8, 5),
        ),
        objections=(("unstable_income", 9), ("too_long", 6), ("waits_harvest", 5)),
        money_taken=14_385_260,
        receipts=16,
        appointments=tuple(
            Appointment(household(number, head=head), date(2026, 11, day), what, who)
            for number, head, day, what, who in (
                (1, "Tẩn Mý Dao", 22, "BHXH 3 tháng, hạn 30/11", "Hoàng Thị Thơm"),
                (2, "H'Mỹ Niê", 22, "gia hạn thẻ BHYT, 819.720 đ", "Hoàng Thị Thơm"),
                (3, "Giàng A Chư", 24, "cần người nói tiếng Mông", "Vàng A Lử"),
            )
        ),
        files_included=(("04", 12), ("07", 9)),
        files_missing=(("07", 8),),
    )


def person(name: str, relation: str, *, health: tuple[int, int], voluntary: tuple[int, int]) -> LeafletPerson:
    """`health` is (đồng, ladder place) for a year, `voluntary` is (đồng, months)."""
    amount, place = health
    return LeafletPerson(name, relation, LeafletPayment(amount, 12, True, place), LeafletPayment(*voluntary))


def leaflet() -> LeafletData:
    return LeafletData(
        family="anh Lò Văn Páo",
        household_code="NL-0047-K",
        office_name=OFFICE,
        unit_name="xã Bản Bo",
        calculated_on=DAY,
        rule_book="2026.11",
        people=(
            person("Lò Văn Páo", "head", health=(1_366_200, 1), voluntary=(693_000, 3)),
            person("Nguyễn Thị Phương Thảo", "wife", health=(956_340, 2), voluntary=(264_000, 1)),
            person("H'Mỹ Niê", "daughter_in_law", health=(819_720, 3), voluntary=(1_386_000, 6)),
        ),
        state_voluntary=957_000,
        valid_until=date(2026, 12, 31),
        next_payments=(
            NextPayment("Nguyễn Thị Phương Thảo", Scheme.VOLUNTARY, date(2026, 12, 31)),
            NextPayment("Lò Văn Páo", Scheme.VOLUNTARY, date(2027, 4, 30)),
            NextPayment("H'Mỹ Niê", Scheme.VOLUNTARY, date(2027, 8, 31)),
        ),
        contact_name="Hoàng Thị Thơm",
        contact_phone="0987 112 233",
    )


def advised_leaflet(*, confirmed: bool = False) -> LeafletData:
    """The family with a pension of 21 years and 2 months, a collector with a code, and the office's telephone."""
    years = ((2, 2), *((12, 12),) * 9, (12, 10), *((12, 0),) * 10, (12, 0))
    pension = LeafletPension(
        name="chị Thảo", low=973_000, high=1_273_400, years=years, months_before=0, age_now=38, starts=2026,
        age_then=60, ends=2048, confirmed=confirmed,
    )  # fmt: skip
    return replace(
        leaflet(), pension=pension, agency="Bưu điện văn hoá xã Bản Bo", collector_code="NVT-0412",
        office_phone="0213 387 5111",
    )  # fmt: skip


def doubtful_leaflet() -> LeafletData:
    sample = leaflet()
    people = (sample.people[0], replace(sample.people[1], voluntary=LeafletPayment(387_200, 1, False)))
    done = LeafletPerson(
        "Lò Thị Ỏm", "grandmother", note=say("Has a health card until {day}.", day=date(2027, 5, 31))
    )
    reason = say("From {day} the lowest income may be {income}.", day=date(2027, 1, 1), income="2.200.000 đ")
    return replace(sample, people=(*people, done), unconfirmed=(reason,), state_health=300_000)


def large_family() -> LeafletData:
    sample = leaflet()
    people = tuple(
        person(HEADS[place], "child", health=(819_720, place + 1), voluntary=(264_000, 1))
        for place in range(10)
    )
    dates = tuple(NextPayment(person.name, Scheme.VOLUNTARY, date(2026, 12, 31)) for person in people)
    return replace(sample, people=people, next_payments=dates)


def recovery() -> RecoverySheet:
    return RecoverySheet(
        office_name=OFFICE,
        fingerprint="7F3A 91C4 0B2E D855 1A6C 43F0 98E7 2D1B",
        recovery_code="4K7M-9XQ2-TB8C-H3VN",
        escrow_key="AGE-SECRET-KEY-1" + ("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2)[:58],
        made_on=DAY,
    )
