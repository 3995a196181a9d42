"""Voluntary insurance by hand: see known_values.py for what the two tables are for."""

from datetime import date

from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category, PartialDate
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.voluntary import check_eligibility, income_range, quote_voluntary
from tests.domain.known_values import Vector, told_by

PINS = (
    *told_by(
        "Quyết định 59/2015/QĐ-TTg, chuẩn nghèo khu vực nông thôn",
        ("voluntary.income_floor", "2016-01-01", "2021-12-31", 700_000),
    ),
    *told_by(
        "Nghị định 07/2021/NĐ-CP, Điều 3",
        ("voluntary.income_floor", "2022-01-01", "2026-12-31", 1_500_000),
    ),
    *told_by(
        "Nghị định 351/2025/NĐ-CP, mức chuẩn nghèo khu vực nông thôn",
        ("voluntary.income_floor", "2027-01-01", "", 2_200_000),
    ),
    *told_by(
        "Luật Bảo hiểm xã hội 58/2014/QH13, Điều 87",
        ("voluntary.ceiling_multiple", "2016-01-01", "2025-06-30", 20),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 2 Điều 31",
        ("voluntary.ceiling_multiple", "2025-07-01", "", 20),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, khoản 1 Điều 10",
        ("voluntary.income_step", "2016-01-01", "2025-06-30", 50_000),
    ),
    *told_by(
        "Luật 41/2024/QH15, Điều 31",
        ("voluntary.income_step", "2025-07-01", "", 50_000),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, Điều 10",
        ("voluntary.rate", "2016-01-01", "2025-06-30", 22),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 2 Điều 32, khoản 1 Điều 36",
        ("voluntary.rate", "2025-07-01", "", 22),
    ),
    *told_by(
        "Luật Bảo hiểm xã hội 58/2014/QH13, khoản 4 Điều 2",
        ("voluntary.min_age", "2016-01-01", "2025-06-30", 15),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 4 Điều 2",
        ("voluntary.min_age", "2025-07-01", "", 15),
    ),
    *told_by(
        "Nghị định 134/2015/NĐ-CP, Điều 14",
        ("voluntary.subsidy.poor", "2018-01-01", "2025-06-30", 30),
        ("voluntary.subsidy.island", "2018-01-01", "2025-06-30", 10),
        ("voluntary.subsidy.near_poor", "2018-01-01", "2025-06-30", 25),
        ("voluntary.subsidy.ethnic_minority", "2018-01-01", "2025-06-30", 10),
        ("voluntary.subsidy.other", "2018-01-01", "2025-06-30", 10),
    ),
    *told_by(
        "Nghị định 159/2025/NĐ-CP, Điều 5",
        ("voluntary.subsidy.poor", "2025-07-01", "", 50),
        ("voluntary.subsidy.island", "2025-07-01", "", 50),
        ("voluntary.subsidy.near_poor", "2025-07-01", "", 40),
        ("voluntary.subsidy.ethnic_minority", "2025-07-01", "", 30),
        ("voluntary.subsidy.other", "2025-07-01", "", 20),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, khoản 2 Điều 12",
        ("voluntary.subsidy_months", "2018-01-01", "2025-06-30", 120),
    ),
    *told_by(
        "Nghị định 159/2025/NĐ-CP, khoản 2 Điều 5",
        ("voluntary.subsidy_months", "2025-07-01", "", 120),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, khoản 1 Điều 11",
        ("voluntary.due.1", "2016-01-01", "2025-06-30", 1),
        ("voluntary.due.3", "2016-01-01", "2025-06-30", 3),
        ("voluntary.due.6", "2016-01-01", "2025-06-30", 4),
        ("voluntary.due.12", "2016-01-01", "2025-06-30", 7),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 3 Điều 36",
        ("voluntary.due.1", "2025-07-01", "", 1),
        ("voluntary.due.3", "2025-07-01", "", 3),
        ("voluntary.due.6", "2025-07-01", "", 4),
        ("voluntary.due.12", "2025-07-01", "", 7),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, khoản 3 Điều 10",
        ("voluntary.ahead.min_years", "2016-01-01", "2025-06-30", 2),
        ("voluntary.ahead.max_years", "2016-01-01", "2025-06-30", 5),
    ),
    *told_by(
        "Nghị định 159/2025/NĐ-CP, Điều 6",
        ("voluntary.ahead.min_years", "2025-07-01", "", 2),
        ("voluntary.ahead.max_years", "2025-07-01", "", 5),
        ("voluntary.ahead.support_discounted", "2025-07-01", "", False),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, điểm 1.2 khoản 1 Điều 12",
        ("voluntary.ahead.support_discounted", "2018-01-01", "2025-06-30", False),
        ("voluntary.missing.support_compounded", "2018-01-01", "2025-06-30", True),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, điểm 1.6 khoản 1 Điều 9",
        ("voluntary.missing.max_months", "2016-01-01", "2025-06-30", 120),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 2 Điều 36",
        ("voluntary.missing.max_months", "2025-07-01", "", 60),
    ),
    *told_by(
        "Nghị định 159/2025/NĐ-CP, Điều 7",
        ("voluntary.missing.support_compounded", "2025-07-01", "", True),
    ),
    *told_by(
        "Thông báo của BHXH Việt Nam, lãi suất đầu tư bình quân tháng",
        ("voluntary.monthly_return", "2025-01-01", "2025-12-31", "0.363"),
    ),
    *told_by(
        "Thông báo 59/TB-BHXH, lãi suất đầu tư bình quân tháng",
        ("voluntary.monthly_return", "2026-01-01", "2026-12-31", "0.31"),
    ),
)


def pay(
    book: RuleBook, on: str, income: int, method: str = "1", category: str = "other", used: int = 0
) -> tuple[object, ...]:
    """Contribution, state's part, own part, last day to pay, and whether it is certain."""
    quote = quote_voluntary(
        book, income=income, method=parse_method(method), category=Category(category), on=date.fromisoformat(on),
        subsidised_months=used,
    )  # fmt: skip
    return quote.contribution, quote.state, quote.own, quote.first_due.isoformat(), quote.confirmed


def limits(book: RuleBook, on: str) -> tuple[int, int, int]:
    """Lowest and highest income and the step, in đồng."""
    found = income_range(book, date.fromisoformat(on))
    return found.floor, found.ceiling, found.step


def state(book: RuleBook, on: str, category: str, income: int) -> object:
    """The state's part of one month."""
    return pay(book, on, income, category=category)[1]


def too_young(book: RuleBook, on: str, born: str) -> int:
    """How many obstacles somebody born on a day meets."""
    return len(check_eligibility(book, born=PartialDate.parse(born), on=date.fromisoformat(on)))


_MONEY = (
    "voluntary.rate",
    "voluntary.income_floor",
    "voluntary.subsidy",
    "base_salary",
    "voluntary.ceiling_multiple",
)
_DUE = ("voluntary.due",)
_RETURN = ("voluntary.monthly_return", "voluntary.ahead", "voluntary.missing", "rounding", "voluntary.rate")
_LIMITS = ("voluntary.income_floor", "voluntary.ceiling_multiple", "voluntary.income_step", "base_salary")
_Q595, _D159, _L41 = "QĐ 595, Điều 10-12", "NĐ 159/2025, Điều 5-7", "Luật 41/2024, Điều 31, 32, 36"

VECTORS: tuple[Vector, ...] = (
    # 22 % of 1,500,000 is 330,000; 50, 40, 30, 20 % of it.
    *(
        Vector(
            f"{category}, one month from 1 July 2025",
            _MONEY,
            lambda book, c=category: state(book, "2025-07-01", c, 1_500_000),
            amount,
            _D159,
        )
        for category, amount in (
            ("poor", 165_000),
            ("island", 165_000),
            ("near_poor", 132_000),
            ("ethnic_minority", 99_000),
            ("other", 66_000),
        )
    ),
    *(
        Vector(
            f"{category}, one month on 30 June 2025",
            _MONEY,
            lambda book, c=category: state(book, "2025-06-30", c, 1_500_000),
            amount,
            _Q595,
        )
        for category, amount in (
            ("poor", 99_000),
            ("island", 33_000),
            ("near_poor", 82_500),
            ("ethnic_minority", 33_000),
            ("other", 33_000),
        )
    ),
    # Example 4 and 5: 4,000,000 gives 880,000 a month.
    Vector(
        "4,000,000 in 2018",
        _MONEY,
        lambda book: pay(book, "2018-01-01", 4_000_000)[0],
        880_000,
        "QĐ 595, Ví dụ 4",
    ),
    Vector(
        "4,000,000, six months",
        _MONEY,
        lambda book: pay(book, "2026-11-21", 4_000_000, "6")[0],
        5_280_000,
        "QĐ 595, Ví dụ 5",
    ),
    # Example 11: 800,000 at a line of 700,000, near poor, twelve months.
    Vector(
        "example 11",
        _MONEY,
        lambda book: pay(book, "2018-06-01", 800_000, "12", "near_poor")[2],
        1_650_000,
        "QĐ 595, Ví dụ 11",
    ),
    Vector("line until 2021", _LIMITS, lambda book: limits(book, "2021-12-31")[0], 700_000, "QĐ 59/2015"),
    Vector("line from 2022", _LIMITS, lambda book: limits(book, "2022-01-01")[0], 1_500_000, "NĐ 07/2021"),
    Vector(
        "a month on 31 December 2026",
        _MONEY,
        lambda book: pay(book, "2026-12-31", 2_200_000),
        (484_000, 66_000, 418_000, "2026-12-31", True),
        _L41,
    ),
    Vector(
        "a month on 1 January 2027",
        _MONEY,
        lambda book: pay(book, "2027-01-01", 2_200_000),
        (484_000, 96_800, 387_200, "2027-01-31", False),
        "NĐ 351/2025",
    ),
    Vector(
        "limits today",
        _LIMITS,
        lambda book: limits(book, "2026-11-21"),
        (1_500_000, 50_600_000, 50_000),
        _L41,
    ),
    Vector(
        "limits in mid 2025",
        _LIMITS,
        lambda book: limits(book, "2025-07-01"),
        (1_500_000, 46_800_000, 50_000),
        _L41,
    ),
    Vector(
        "limits before",
        _LIMITS,
        lambda book: limits(book, "2025-06-30"),
        (1_500_000, 46_800_000, 50_000),
        "QĐ 595, Điều 10",
    ),
    *(
        Vector(
            f"ceiling on {day}", _LIMITS, lambda book, d=day: limits(book, d)[1], ceiling, "20 × lương cơ sở"
        )
        for day, ceiling in (
            ("2017-07-01", 26_000_000),
            ("2018-06-30", 26_000_000),
            ("2018-07-01", 27_800_000),
            ("2019-06-30", 27_800_000),
            ("2019-07-01", 29_800_000),
            ("2023-06-30", 29_800_000),
            ("2023-07-01", 36_000_000),
            ("2024-06-30", 36_000_000),
            ("2024-07-01", 46_800_000),
            ("2026-06-30", 46_800_000),
            ("2026-07-01", 50_600_000),
        )
    ),
    # The cap of 120 months: 119 used before leave one of three.
    Vector(
        "one supported month left",
        _MONEY,
        lambda book: pay(book, "2026-11-21", 1_500_000, "3", used=119)[1],
        66_000,
        _D159,
    ),
    Vector(
        "one supported month left in 2024",
        _MONEY,
        lambda book: pay(book, "2024-11-21", 1_500_000, "3", used=119)[1],
        33_000,
        _Q595,
    ),
    *(
        Vector(
            f"window of {method} from {first}",
            _DUE,
            lambda book, m=method, f=first: pay(book, f, 1_500_000, m)[3],
            last,
            _L41,
        )
        for method, first, last in (
            ("1", "2026-01-15", "2026-01-31"),
            ("3", "2026-01-15", "2026-03-31"),
            ("6", "2026-01-15", "2026-04-30"),
            ("12", "2026-01-15", "2026-07-31"),
            ("1", "2025-01-15", "2025-01-31"),
            ("3", "2025-01-15", "2025-03-31"),
            ("6", "2025-01-15", "2025-04-30"),
            ("12", "2025-01-15", "2025-07-31"),
        )
    ),
    # At 0.31 % a month, 1,500,000, before support.
    *(
        Vector(
            f"{method} at 0.31 %",
            _RETURN,
            lambda book, m=method: pay(book, "2026-11-21", 1_500_000, m)[0],
            amount,
            _D159,
        )
        for method, amount in (
            ("ahead-2", 7_644_801),
            ("ahead-3", 11_259_443),
            ("ahead-4", 14_742_290),
            ("ahead-5", 18_098_148),
            ("missing-12", 4_040_708),
            ("missing-36", 12_586_622),
            ("missing-60", 21_791_542),
        )
    ),
    Vector(
        "fifteen on the birthday",
        ("voluntary.min_age",),
        lambda book: (
            too_young(book, "2026-11-21", "2011-11-21"),
            too_young(book, "2026-11-20", "2011-11-21"),
        ),
        (0, 1),
        "Luật 41/2024, Điều 2(4)",
    ),
    Vector(
        "fifteen before",
        ("voluntary.min_age",),
        lambda book: (
            too_young(book, "2025-06-30", "2010-06-30"),
            too_young(book, "2025-06-29", "2010-06-30"),
        ),
        (0, 1),
        "Luật 58/2014, Điều 2(4)",
    ),
)
