"""Pension, retirement age and benefits by hand: see known_values.py for what the two tables are for."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from outreach_app.domain.pension import (
    BenefitFact,
    OneOff,
    PaidMonths,
    PensionProjection,
    average_income,
    benefit_facts,
    project_pension,
    retirement_day,
)
from outreach_app.domain.people import PartialDate, Sex
from outreach_app.domain.rules import RuleBook
from tests.domain.known_values import Vector, told_by

PINS = (
    *told_by(
        "Luật 41/2024/QH15, điểm a khoản 2 Điều 102",
        ("one_off.factor", "2008-01-01", "2013-12-31", "1.5"),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm b khoản 2 Điều 102",
        ("one_off.factor", "2014-01-01", "", 2),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm c khoản 2 Điều 102",
        ("one_off.short_months", "2025-07-01", "", 12),
        ("one_off.short_most", "2025-07-01", "", 2),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm đ khoản 1 Điều 102",
        ("one_off.by_stopping", "2008-01-01", "2025-06-30", True),
        ("one_off.by_stopping", "2025-07-01", "", False),
        ("one_off.stop_months", "2025-07-01", "", 12),
        ("one_off.stop_max_years", "2025-07-01", "", 20),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 3 Điều 102",
        ("one_off.without_state_part", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 2 Điều 109",
        ("survivors.funeral", "2025-07-01", "", 10),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm a khoản 1 Điều 109",
        ("survivors.funeral_months", "2025-07-01", "", 60),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm c khoản 2 Điều 110",
        ("survivors.short_months", "2025-07-01", "", 60),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm a khoản 4 Điều 110",
        ("survivors.pensioner", "2025-07-01", "", 48),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm b khoản 4 Điều 110",
        ("survivors.pensioner_step", "2025-07-01", "", "0.5"),
        ("survivors.pensioner_least", "2025-07-01", "", 3),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm a khoản 2 Điều 112",
        ("survivors.claim_days", "2025-07-01", "", 90),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 1 Điều 95",
        ("maternity.amount", "2025-07-01", "", 2_000_000),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 1 Điều 94",
        ("maternity.months", "2025-07-01", "", 6),
        ("maternity.within_months", "2025-07-01", "", 12),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 1 Điều 97",
        ("maternity.claim_days", "2025-07-01", "", 60),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 1 Điều 21",
        ("social_pension.age", "2025-07-01", "", 75),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 2 Điều 21",
        ("social_pension.age_poor", "2025-07-01", "", 70),
    ),
    *told_by(
        "Nghị định 176/2025/NĐ-CP, Điều 3",
        ("social_pension.amount", "2025-07-01", "2026-12-31", 500_000),
        ("social_pension.amount", "2027-01-01", "", 500_000),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 6 Điều 23",
        ("monthly_allowance.health_card", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm a khoản 2 Điều 119",
        ("pension.health_card", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật Bảo hiểm xã hội 58/2014/QH13, Điều 73",
        ("retirement.age.male", "2008-01-01", "2020-12-31", 720),
        ("retirement.age.female", "2008-01-01", "2020-12-31", 660),
        ("pension.min_years", "2008-01-01", "2025-06-30", 20),
    ),
    *told_by(
        "Nghị định 135/2020/NĐ-CP, khoản 2 Điều 4",
        ("retirement.age.male", "2021-01-01", "2021-12-31", 723),
        ("retirement.age.male", "2022-01-01", "2022-12-31", 726),
        ("retirement.age.male", "2023-01-01", "2023-12-31", 729),
        ("retirement.age.male", "2024-01-01", "2024-12-31", 732),
        ("retirement.age.male", "2025-01-01", "2025-12-31", 735),
        ("retirement.age.male", "2026-01-01", "2026-12-31", 738),
        ("retirement.age.male", "2027-01-01", "2027-12-31", 741),
        ("retirement.age.male", "2028-01-01", "", 744),
        ("retirement.age.female", "2021-01-01", "2021-12-31", 664),
        ("retirement.age.female", "2022-01-01", "2022-12-31", 668),
        ("retirement.age.female", "2023-01-01", "2023-12-31", 672),
        ("retirement.age.female", "2024-01-01", "2024-12-31", 676),
        ("retirement.age.female", "2025-01-01", "2025-12-31", 680),
        ("retirement.age.female", "2026-01-01", "2026-12-31", 684),
        ("retirement.age.female", "2027-01-01", "2027-12-31", 688),
        ("retirement.age.female", "2028-01-01", "2028-12-31", 692),
        ("retirement.age.female", "2029-01-01", "2029-12-31", 696),
        ("retirement.age.female", "2030-01-01", "2030-12-31", 700),
        ("retirement.age.female", "2031-01-01", "2031-12-31", 704),
        ("retirement.age.female", "2032-01-01", "2032-12-31", 708),
        ("retirement.age.female", "2033-01-01", "2033-12-31", 712),
        ("retirement.age.female", "2034-01-01", "2034-12-31", 716),
        ("retirement.age.female", "2035-01-01", "", 720),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 9 Điều 141",
        ("pension.early_member.age.male", "2008-01-01", "2020-12-31", 60),
        ("pension.early_member.age.female", "2008-01-01", "2020-12-31", 55),
        ("pension.early_member.years", "2008-01-01", "2020-12-31", 20),
    ),
    *told_by(
        "Luật 41/2024/QH15, Điều 98",
        ("pension.min_years", "2025-07-01", "", 15),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm a khoản 1 Điều 99",
        ("pension.rate.female.start", "2025-07-01", "", 45),
        ("pension.rate.female.start_years", "2025-07-01", "", 15),
        ("pension.rate.female.step", "2025-07-01", "", 2),
    ),
    *told_by(
        "Luật 41/2024/QH15, điểm b khoản 1 Điều 99",
        ("pension.rate.male.short_start", "2025-07-01", "", 40),
        ("pension.rate.male.short_years", "2025-07-01", "", 15),
        ("pension.rate.male.short_step", "2025-07-01", "", 1),
        ("pension.rate.male.start", "2025-07-01", "", 45),
        ("pension.rate.male.start_years", "2025-07-01", "", 20),
        ("pension.rate.male.step", "2025-07-01", "", 2),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 1 Điều 99",
        ("pension.rate.most", "2025-07-01", "", 75),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 6 Điều 5",
        ("pension.odd_months_half", "2025-07-01", "", 6),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 1 Điều 100",
        ("pension.extra.years.female", "2025-07-01", "", 30),
        ("pension.extra.years.male", "2025-07-01", "", 35),
    ),
    *told_by(
        "Luật 41/2024/QH15, khoản 2 Điều 100",
        ("pension.extra.before_age", "2025-07-01", "", "0.5"),
        ("pension.extra.after_age", "2025-07-01", "", 2),
    ),
    *told_by(
        "Nghị định 159/2025/NĐ-CP, Điều 10",
        ("revaluation.least", "2016-01-01", "", 1),
    ),
    *told_by(
        "Công văn 340/BHXH-CSXH ngày 03/02/2026, hệ số điều chỉnh thu nhập",
        ("revaluation.2008", "2025-07-01", "", "2.29"),
        ("revaluation.2009", "2025-07-01", "", "2.14"),
        ("revaluation.2010", "2025-07-01", "", "1.96"),
        ("revaluation.2011", "2025-07-01", "", "1.65"),
        ("revaluation.2012", "2025-07-01", "", "1.51"),
        ("revaluation.2013", "2025-07-01", "", "1.42"),
        ("revaluation.2014", "2025-07-01", "", "1.36"),
        ("revaluation.2015", "2025-07-01", "", "1.36"),
        ("revaluation.2016", "2025-07-01", "", "1.32"),
        ("revaluation.2017", "2025-07-01", "", "1.28"),
        ("revaluation.2018", "2025-07-01", "", "1.23"),
        ("revaluation.2019", "2025-07-01", "", "1.20"),
        ("revaluation.2020", "2025-07-01", "", "1.16"),
        ("revaluation.2021", "2025-07-01", "", "1.14"),
        ("revaluation.2022", "2025-07-01", "", "1.11"),
        ("revaluation.2023", "2025-07-01", "", "1.07"),
        ("revaluation.2024", "2025-07-01", "", "1.03"),
        ("revaluation.2025", "2025-07-01", "", 1),
        ("revaluation.2026", "2025-07-01", "", 1),
    ),
    *told_by(
        "Công văn 340/BHXH-CSXH ngày 03/02/2026, bình quân 2014–2026 theo hệ số điều chỉnh",
        ("pension.price_rise", "2025-07-01", "", "2.6"),
    ),
)

_L41 = "Luật 41/2024/QH15"
_D135 = "Nghị định 135/2020/NĐ-CP, khoản 2 Điều 4"
_D176 = "Nghị định 176/2025/NĐ-CP, Điều 3"
_T340 = "Công văn 340/BHXH-CSXH ngày 03/02/2026"
_NOW = date(2026, 11, 21)


def project(book: RuleBook, **asked: object) -> PensionProjection:
    """A woman born on 15 March 1988 who pays on 3,000,000 from November 2026 until 60, or what is asked instead."""
    usual: dict[str, object] = {
        "sex": Sex.FEMALE, "born": PartialDate(1988, 3, 15), "first_month": date(2026, 11, 1), "income": 3_000_000,
        "until": None, "on": _NOW,
    }  # fmt: skip
    return project_pension(book, **(usual | asked))


def after_months(book: RuleBook, sex: Sex, months: int, **asked: object) -> PensionProjection:
    """So many months on 1,000,000 in today's money, paid up to the day the age is reached; nothing ahead."""
    born = PartialDate(1964, 11, 1) if sex is Sex.MALE else PartialDate(1969, 11, 1)
    usual = {
        "sex": sex,
        "born": born,
        "past_months": months,
        "past_income": 1_000_000,
        "until": date(2026, 11, 1),
    }
    return project(book, **(usual | asked))


def retires(book: RuleBook, sex: Sex, born: str) -> str:
    return retirement_day(book, sex=sex, born=PartialDate.parse(born)).day.isoformat()


def told(book: RuleBook, key: str, on: date = _NOW) -> tuple[object, ...]:
    """The figures of one benefit, in the order of their names; nothing if it is left out."""
    found = [fact for fact in benefit_facts(book, on) if fact.key == key]
    return tuple(str(value) for fact in found for _, value in sorted(fact.text.parameters.items()))


def worth(book: RuleBook, year: int, on: date = _NOW) -> int:
    """What 1,000,000 a month of a year is in today's money."""
    return int(average_income(book, [PaidMonths(date(year, 1, 1), 12, 1_000_000)], on=on))


def one_off(book: RuleBook, **asked: object) -> OneOff:
    """Somebody far from the age who paid on 1,000,000 in today's money and pays no more."""
    usual = {"past_income": 1_000_000, "until": date(2026, 11, 1)}
    return project(book, **(usual | asked)).one_off


def retires_as(book: RuleBook, joined: date) -> str:
    """The age of a woman of 1990 with twenty years, by the day she joined."""
    made = project(
        book,
        born=PartialDate(1990, 5, 15),
        first_joined=joined,
        past_months=60,
        subsidised_months=0,
        until=None,
    )
    return made.retires_on.isoformat()


def _days(made: PensionProjection) -> tuple[str, str, int]:
    assert made.pension_from is not None
    return made.retires_on.isoformat(), made.pension_from.isoformat(), made.months_contributed


def _judged(made: OneOff) -> tuple[str, str]:
    return made.reason_key, str(made.possible_from)


def _fact(book: RuleBook, key: str) -> BenefitFact:
    return next(fact for fact in benefit_facts(book, _NOW) if fact.key == key)


_F, _M = Sex.FEMALE, Sex.MALE
_AGES = (
    # The last day on which an age is reached by the former number of months, and the first day by the new one.
    (_M, "1960-12-31", "2020-12-31"), (_M, "1961-01-01", "2021-04-01"),
    (_M, "1961-09-30", "2021-12-30"), (_M, "1961-10-01", "2022-04-01"),
    (_M, "1962-06-30", "2022-12-30"), (_M, "1962-07-01", "2023-04-01"),
    (_M, "1963-03-31", "2023-12-31"), (_M, "1963-04-01", "2024-04-01"),
    (_M, "1963-12-31", "2024-12-31"), (_M, "1964-01-01", "2025-04-01"),
    (_M, "1964-09-30", "2025-12-30"), (_M, "1964-10-01", "2026-04-01"),
    (_M, "1965-06-30", "2026-12-30"), (_M, "1965-07-01", "2027-04-01"),
    (_M, "1966-03-31", "2027-12-31"), (_M, "1966-04-01", "2028-04-01"),
    (_F, "1965-12-31", "2020-12-31"), (_F, "1966-01-01", "2021-05-01"),
    (_F, "1966-08-31", "2021-12-31"), (_F, "1966-09-01", "2022-05-01"),
    (_F, "1967-04-30", "2022-12-30"), (_F, "1967-05-01", "2023-05-01"),
    (_F, "1967-12-31", "2023-12-31"), (_F, "1968-01-01", "2024-05-01"),
    (_F, "1968-08-31", "2024-12-31"), (_F, "1968-09-01", "2025-05-01"),
    (_F, "1969-04-30", "2025-12-30"), (_F, "1969-05-01", "2026-05-01"),
    (_F, "1969-12-31", "2026-12-31"), (_F, "1970-01-01", "2027-05-01"),
    (_F, "1970-08-31", "2027-12-31"), (_F, "1970-09-01", "2028-05-01"),
    (_F, "1971-04-30", "2028-12-30"), (_F, "1971-05-01", "2029-05-01"),
    (_F, "1971-12-31", "2029-12-31"), (_F, "1972-01-01", "2030-05-01"),
    (_F, "1972-08-31", "2030-12-31"), (_F, "1972-09-01", "2031-05-01"),
    (_F, "1973-04-30", "2031-12-30"), (_F, "1973-05-01", "2032-05-01"),
    (_F, "1973-12-31", "2032-12-31"), (_F, "1974-01-01", "2033-05-01"),
    (_F, "1974-08-31", "2033-12-31"), (_F, "1974-09-01", "2034-05-01"),
    (_F, "1975-04-30", "2034-12-30"), (_F, "1975-05-01", "2035-05-01"),
)  # fmt: skip
_KEY = {_F: "retirement.age.female", _M: "retirement.age.male"}
# No birthday falls on these last days of December, nor is a month paid on another day than its first: read the book.
_UNREACHED = (
    ("retirement.age.male", "2021-12-31", 723), ("retirement.age.male", "2022-12-31", 726),
    ("retirement.age.male", "2025-12-31", 735), ("retirement.age.male", "2026-12-31", 738),
    ("retirement.age.female", "2022-12-31", 668), ("retirement.age.female", "2025-12-31", 680),
    ("retirement.age.female", "2028-12-31", 692), ("retirement.age.female", "2031-12-31", 704),
    ("retirement.age.female", "2034-12-31", 716), ("one_off.factor", "2013-12-31", Decimal("1.5")),
    ("one_off.by_stopping", "2025-06-30", True),
)  # fmt: skip
_WORTH = {
    2008: 2_290_000, 2009: 2_140_000, 2010: 1_960_000, 2011: 1_650_000, 2012: 1_510_000, 2013: 1_420_000,
    2014: 1_360_000, 2015: 1_360_000, 2016: 1_320_000, 2017: 1_280_000, 2018: 1_230_000, 2019: 1_200_000,
    2020: 1_160_000, 2021: 1_140_000, 2022: 1_110_000, 2023: 1_070_000, 2024: 1_030_000, 2025: 1_000_000,
}  # fmt: skip
_RATES = (
    # 15 years; 15 years 7 months count 16; 21 years 4 months count 21.5; 30 years are the most.
    (_F, 180, 45), (_F, 187, 47), (_F, 256, 58), (_F, 372, 75),
    # 15 years; 18 years 4 months count 18.5; 25 years; 35 years are the most.
    (_M, 180, 40), (_M, 220, Fraction(87, 2)), (_M, 300, 55), (_M, 432, 75),
)  # fmt: skip

VECTORS: tuple[Vector, ...] = (
    *(
        Vector(f"{sex.value} born on {born}", (_KEY[sex],), lambda book, s=sex, b=born: retires(book, s, b), day, _D135)
        for sex, born, day in _AGES
    ),
    *(
        Vector(f"{key} on {day}", (key,), lambda book, k=key, d=day: book.value(k, date.fromisoformat(d)), value, _L41)
        for key, day, value in _UNREACHED
    ),
    *(
        Vector(
            f"1,000,000 of {year}", (f"revaluation.{year}", "revaluation.least"), lambda book, y=year: worth(book, y),
            amount, _T340,
        )
        for year, amount in _WORTH.items()
    ),
    Vector(
        "1,000,000 of 2026 a year later", ("revaluation.2026",), lambda book: worth(book, 2026, date(2027, 1, 15)),
        1_000_000, _T340,
    ),
    *(
        Vector(
            f"rate of {sex.value} after {months} months", ("pension.rate.", "pension.odd_months_half"),
            lambda book, s=sex, m=months: after_months(book, s, m).rate_percent, percent, f"{_L41}, Điều 5, Điều 99",
        )
        for sex, months, percent in _RATES
    ),
    # (2 x 3,000,000 + 12 x 3,000,000 / 1.026) / 14 = 2,934,837.1.
    Vector(
        "lower end: two months of 2026 and twelve of 2027", ("pension.price_rise",),
        lambda book: project(book, until=date(2028, 1, 1)).average_low, 2_934_837, "1,026 mỗi năm",
    ),
    # 31 years 6 months before the age: 1.5 years above 30, half the average each.
    Vector(
        "lump sum of a woman before the age", ("pension.extra.years.female", "pension.extra.before_age"),
        lambda book: after_months(book, _F, 378).lump_sum_extra, 750_000, f"{_L41}, Điều 100",
    ),
    Vector(
        "lump sum of a man before the age", ("pension.extra.years.male", "pension.extra.before_age"),
        lambda book: after_months(book, _M, 432).lump_sum_extra, 500_000, f"{_L41}, Điều 100",
    ),
    # The age is reached in September 2026 with 29 years 11 months, 13 months follow: one year above 30, 2 x 3,000,000.
    Vector(
        "lump sum of a woman after the age", ("pension.extra.after_age",),
        lambda book: project(
            book, born=PartialDate(1969, 9, 1), past_months=360, past_income=3_000_000, until=date(2027, 11, 1)
        ).lump_sum_extra,
        6_000_000, f"{_L41}, Điều 100",
    ),
    # Joined in 2009, twenty years full in January 2029: a woman at 55, a man at 60.
    *(
        Vector(
            f"member before 2021, {sex.value}", ("pension.early_member.",),
            lambda book, s=sex, b=born: _days(project(
                book, sex=s, born=b, first_joined=date(2009, 1, 1), past_months=214, until=None
            )),
            days, f"{_L41}, khoản 9 Điều 141",
        )
        for sex, born, days in (
            (_F, PartialDate(1974, 5, 15), ("2029-05-15", "2029-06-01", 244)),
            (_M, PartialDate(1969, 5, 15), ("2029-05-15", "2029-06-01", 244)),
            (_F, PartialDate(1973, 11, 15), ("2028-11-15", "2029-01-01", 240)),
        )
    ),
    Vector(
        "joined on the last day of 2020", ("pension.early_member.",),
        lambda book: retires_as(book, date(2020, 12, 31)), "2045-05-15", f"{_L41}, khoản 9 Điều 141",
    ),
    Vector(
        "joined on the first day of 2021", ("pension.early_member.",),
        lambda book: retires_as(book, date(2021, 1, 1)), "2050-05-15", f"{_L41}, khoản 9 Điều 141",
    ),
    # Law 58/2014 asked for 20 years: with 16 the pension starts after Law 41/2024 came into force, with 20 at the age.
    *(
        Vector(
            f"{months} months in 2024", ("pension.min_years",),
            lambda book, m=months: project(
                book, sex=_M, born=PartialDate(1963, 4, 15), past_months=m, first_joined=date(1995, 1, 1)
            ).pension_from,
            day, f"{_L41}, Điều 98",
        )
        for months, day in ((192, date(2025, 8, 1)), (240, date(2024, 5, 1)), (179, None))
    ),
    Vector(
        "missing on the first day of the law", ("pension.min_years",),
        lambda book: project(
            book, born=PartialDate(1969, 1, 1), past_months=170, first_month=date(2025, 7, 1), on=date(2025, 7, 1)
        ).missing_months,
        8, f"{_L41}, Điều 98",
    ),
    # 20 months before 2014 and 30 after it: 1 year x 1.5 and 38 months = 3.5 years (2 odd) x 2, on 1,000,000 each.
    Vector(
        "one-off over both periods", ("one_off.factor",),
        lambda book: one_off(book, past_months=50, first_month=date(2016, 7, 1), until=date(2016, 7, 1)).amount,
        1_500_000 + 7_000_000, f"{_L41}, khoản 2 Điều 102",
    ),
    # 23 months before 2014 and 13 from it on: 1 year x 1.5 and 24 months x 2; January 2014 belongs to the later ones.
    Vector(
        "one-off with January 2014", ("one_off.factor",),
        lambda book: one_off(book, past_months=36, first_month=date(2015, 2, 1), until=date(2015, 2, 1)).amount,
        5_500_000, f"{_L41}, khoản 2 Điều 102",
    ),
    # The whole of 2008: a year x 1.5 x 2,290,000; as less than a year it would be the 2,640,000 that were paid.
    Vector(
        "one-off after the year 2008", ("one_off.short_months",),
        lambda book: one_off(book, paid=[PaidMonths(date(2008, 1, 1), 12, 1_000_000)]).amount, 3_435_000, _L41,
    ),
    # 12 months: a year x 2; less the state's 12 x 66,000.
    Vector(
        "one-off after a year", ("one_off.without_state_part",),
        lambda book: one_off(book, past_months=12).amount, 2_000_000 - 792_000, f"{_L41}, Điều 102",
    ),
    # 11 months x 220,000 = 2,420,000, more than twice the average; less 11 x 66,000.
    Vector(
        "one-off after eleven months", ("one_off.short_most",),
        lambda book: one_off(book, past_months=11).amount, 2_000_000 - 726_000, f"{_L41}, Điều 102",
    ),
    *(
        Vector(
            f"stopping after a first payment in {joined}", ("one_off.by_stopping", "one_off.stop_months"),
            lambda book, j=joined: _judged(one_off(book, past_months=12, first_joined=date.fromisoformat(f"{j}-01"))),
            judged, f"{_L41}, điểm đ khoản 1 Điều 102",
        )
        for joined, judged in (
            ("2025-06", ("stopped_before_2025", "2027-11-01")), ("2025-07", ("joined_after_2025", "2048-03-15")),
        )
    ),
    *(
        Vector(
            f"stopping after {months} months", ("one_off.stop_max_years",),
            lambda book, m=months: one_off(book, past_months=m).reason_key, key, f"{_L41}, điểm đ khoản 1 Điều 102",
        )
        for months, key in ((239, "stopped_before_2025"), (240, "twenty_years"))
    ),
    Vector(
        "what leaving loses", ("pension.health_card",), lambda book: len(one_off(book, past_months=60).loses), 4,
        f"{_L41}, điểm a khoản 2 Điều 119",
    ),
    *(
        Vector(name, keys, lambda book, n=name: told(book, n), figures, _L41)
        for name, keys, figures in (
            ("maternity", ("maternity.",), ("2000000", "60", "6", "12")),
            (
                "funeral", ("survivors.funeral", "survivors.claim_days"), ("25300000", "90", "60"),
            ),
            ("survivors", ("survivors.short_months", "one_off.factor"), ("1.5", "2", "60")),
            ("survivors_of_pensioner", ("survivors.pensioner",), ("3", "0.5", "48")),
            ("one_off_before", ("one_off.stop",), ("2025-07-01", "12", "20")),
            ("health_card", ("pension.health_card",), ()),
            ("social_pension", ("social_pension.",), ("75", "500000")),
            ("social_pension_poor", ("social_pension.",), ("70", "500000")),
        )
    ),
    Vector(
        "social pension of 2027", ("social_pension.amount",),
        lambda book: told(book, "social_pension", date(2027, 1, 1)), ("75", "500000"), _D176,
    ),
    Vector(
        "monthly allowance with a health card", ("monthly_allowance.health_card",),
        lambda book: "with a health card" in str(_fact(book, "monthly_allowance").text), True, _L41,
    ),
)  # fmt: skip
"""The ways in which the rules of pension and benefits reach a result."""
