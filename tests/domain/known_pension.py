"""Pension, retirement age and benefits by hand: see known_values.py for what the two tables are for."""

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

# One entry for each way the pension rules reach a result; no rule may be left that no vector notices.
VECTORS: tuple[Vector, ...] = ()
