"""Household health insurance by hand: see known_values.py for what the two tables are for."""

from datetime import date

from outreach_app.domain.health import SupportGroup, card_valid_from, quote_health
from outreach_app.domain.rules import RuleBook
from tests.domain.known_values import Vector, told_by

PINS = (
    *told_by(
        "Nghị định 146/2018/NĐ-CP, Điều 7",
        ("health.rate", "2018-12-01", "2025-06-30", "4.5"),
    ),
    *told_by(
        "Nghị định 188/2025/NĐ-CP, Điều 6",
        ("health.rate", "2025-07-01", "2026-12-31", "4.5"),
    ),
    *told_by(
        "Nghị quyết 261/2025/QH15, tăng mức đóng từ năm 2027",
        ("health.rate", "2027-01-01", "", "5.1"),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, khoản 6 Điều 13",
        ("health.ladder.1", "2015-01-01", "", 100),
        ("health.ladder.2", "2015-01-01", "", 70),
        ("health.ladder.3", "2015-01-01", "", 60),
        ("health.ladder.4", "2015-01-01", "", 50),
        ("health.ladder.5", "2015-01-01", "", 40),
    ),
    *told_by(
        "Luật BHYT, khoản 6 Điều 15",
        ("health.period.3", "2015-01-01", "", 3),
        ("health.period.6", "2015-01-01", "", 6),
        ("health.period.12", "2015-01-01", "", 12),
    ),
    *told_by(
        "Nghị định 146/2018/NĐ-CP, Điều 8",
        ("health.support.near_poor", "2018-12-01", "2025-08-14", 70),
        ("health.support.pupil", "2018-12-01", "2025-06-30", 30),
        ("health.support.pupil", "2025-07-01", "2025-08-14", 30),
        ("health.support.farm_average", "2018-12-01", "2025-08-14", 30),
    ),
    *told_by(
        "Nghị định 188/2025/NĐ-CP, mức hỗ trợ theo khoản 4 Điều 12",
        ("health.support.near_poor", "2025-08-15", "", 70),
        ("health.support.near_poor_poor_commune", "2025-08-15", "", 100),
        ("health.support.pupil", "2025-08-15", "", 50),
        ("health.support.farm_average", "2025-08-15", "", 30),
        ("health.support.left_difficult_area", "2025-08-15", "", 70),
        ("health.support.grassroots_security", "2025-08-15", "", 50),
        ("health.support.village_health_worker", "2025-08-15", "", 50),
        ("health.support.hamlet_part_timer", "2025-08-15", "", 50),
        ("health.support.artisan", "2025-08-15", "", 50),
        ("health.support.trafficking_victim", "2025-08-15", "", 50),
        ("health.support_months.left_difficult_area", "2025-08-15", "", 36),
        ("health.support_months.trafficking_victim", "2025-08-15", "", 12),
        ("health.support_ends_within_payment", "2025-08-15", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, khoản 4 Điều 13",
        ("health.rate_cap", "2025-07-01", "", 6),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, khoản 2 Điều 17",
        ("health.card_issue_days", "2025-07-01", "", 5),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm d khoản 1 Điều 22",
        ("health.five_years", "2025-07-01", "", 5),
        ("health.co_payment_multiple", "2025-07-01", "", 6),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm c khoản 3 Điều 16",
        ("health.five_years_gap_days", "2025-07-01", "", 90),
        ("health.card_wait_days", "2025-07-01", "", 30),
        ("health.card_gap_days", "2025-07-01", "", 90),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm e khoản 1 Điều 22",
        ("health.covered.other", "2025-07-01", "", 80),
        ("health.covered.social_pension", "2025-07-01", "2025-12-31", 80),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm đ khoản 1 Điều 22",
        ("health.covered.near_poor", "2025-07-01", "2025-12-31", 95),
        ("health.covered.left_difficult_area", "2025-07-01", "", 95),
        ("health.covered.pensioner", "2025-07-01", "", 95),
    ),
    *told_by(
        "Nghị quyết 261/2025/QH15, điểm a khoản 1 Điều 2",
        ("health.covered.near_poor", "2026-01-01", "", 100),
        ("health.covered.social_pension", "2026-01-01", "", 100),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm a khoản 1 Điều 22",
        ("health.covered.paid_by_state", "2025-07-01", "", 100),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm e khoản 5 Điều 13",
        ("health.household_choice", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, các điểm a, c, d và e khoản 1 Điều 12",
        ("health.paid.employee", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, các điểm b và đ khoản 1 Điều 12",
        ("health.paid.business_owner", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm g khoản 1 Điều 12",
        ("health.paid.commune_part_timer", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm a khoản 2 Điều 12",
        ("health.paid.pensioner", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm d khoản 2 Điều 12",
        ("health.paid.unemployment_benefit", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, các điểm a và b khoản 3 Điều 12",
        ("health.paid.armed_forces", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm e khoản 3 Điều 12",
        ("health.paid.merit", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm h khoản 3 Điều 12",
        ("health.paid.under_six", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm o khoản 3 Điều 12",
        ("health.paid.poor", "2025-07-01", "", True),
        ("health.paid.near_poor_minority", "2025-07-01", "", True),
        ("health.paid.minority_difficult_area", "2025-07-01", "", True),
        ("health.paid.special_difficult_area", "2025-07-01", "", True),
        ("health.paid.island", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm r khoản 3 Điều 12",
        ("health.paid.social_allowance", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm s khoản 3 Điều 12",
        ("health.paid.survivor_allowance", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm t khoản 3 Điều 12",
        ("health.paid.social_pension", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm u khoản 3 Điều 12",
        ("health.paid.bridging_allowance", "2025-07-01", "", True),
    ),
)


def ladder(book: RuleBook, on: str, *, months: int = 12, members: int = 5) -> tuple[object, ...]:
    quote = quote_health(book, members=members, months=months, on=date.fromisoformat(on))
    return (*(share.own for share in quote.members), quote.confirmed)


def support(book: RuleBook, group: SupportGroup, on: str) -> tuple[object, ...]:
    quote = quote_health(book, members=1, months=12, on=date.fromisoformat(on), support=group)
    return quote.total_state, quote.total_own, quote.confirmed


def card(book: RuleBook, paid: str, covered_until: str = "") -> str:
    until = date.fromisoformat(covered_until) if covered_until else None
    return card_valid_from(book, date.fromisoformat(paid), covered_until=until).isoformat()


_LADDER = ("health.rate", "health.ladder", "base_salary")
# 4.5 % of 2,340,000 is 105,300 a month, of 2,530,000 it is 113,850; 5.1 % of 2,530,000 is 129,030.
_OLD_YEAR = (1_263_600, 884_520, 758_160, 631_800, 505_440)
_NEW_YEAR = (1_366_200, 956_340, 819_720, 683_100, 546_480)
_NEXT_YEAR = (1_548_360, 1_083_852, 929_016, 774_180, 619_344)

VECTORS: tuple[Vector, ...] = (
    Vector(
        "a year on 30 June 2026",
        _LADDER,
        lambda book: ladder(book, "2026-06-30"),
        (*_OLD_YEAR, True),
        "NĐ 188/2025",
    ),
    Vector(
        "a year on 1 July 2026",
        _LADDER,
        lambda book: ladder(book, "2026-07-01"),
        (*_NEW_YEAR, True),
        "NĐ 188/2025",
    ),
    Vector(
        "a year on 31 December 2026",
        _LADDER,
        lambda book: ladder(book, "2026-12-31"),
        (*_NEW_YEAR, True),
        "NĐ 188/2025",
    ),
    Vector(
        "a year on 1 January 2027",
        _LADDER,
        lambda book: ladder(book, "2027-01-01"),
        (*_NEXT_YEAR, False),
        "NQ 261/2025",
    ),
    Vector(
        "first card",
        ("health.card",),
        lambda book: card(book, "2026-11-21"),
        "2026-12-21",
        "Luật BHYT, Điều 16(3)(c)",
    ),
    Vector(
        "gap of 90 days",
        ("health.card",),
        lambda book: card(book, "2026-11-21", "2026-08-22"),
        "2026-12-21",
        "Luật BHYT, Điều 16(3)(c)",
    ),
    Vector(
        "gap of 89 days",
        ("health.card",),
        lambda book: card(book, "2026-11-21", "2026-08-23"),
        "2026-11-21",
        "Luật BHYT, Điều 16(3)(c)",
    ),
)
