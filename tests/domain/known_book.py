"""What the subjects share, by hand: see known_values.py for what the two tables are for."""

from tests.domain.known_values import Vector, told_by

PINS = (
    *told_by(
        "Nghị định 47/2017/NĐ-CP, Điều 3",
        ("base_salary", "2017-07-01", "2018-06-30", 1_300_000),
    ),
    *told_by(
        "Nghị định 72/2018/NĐ-CP, Điều 3",
        ("base_salary", "2018-07-01", "2019-06-30", 1_390_000),
    ),
    *told_by(
        "Nghị định 38/2019/NĐ-CP, Điều 3",
        ("base_salary", "2019-07-01", "2023-06-30", 1_490_000),
    ),
    *told_by(
        "Nghị định 24/2023/NĐ-CP, Điều 3",
        ("base_salary", "2023-07-01", "2024-06-30", 1_800_000),
    ),
    *told_by(
        "Nghị định 73/2024/NĐ-CP, Điều 3",
        ("base_salary", "2024-07-01", "2026-06-30", 2_340_000),
    ),
    *told_by(
        "Nghị định 161/2026/NĐ-CP, khoản 2 Điều 3",
        ("base_salary", "2026-07-01", "", 2_530_000),
    ),
    *told_by(
        "Quyết định 595/QĐ-BHXH, Ví dụ 10",
        ("rounding", "2016-01-01", "", 1),
    ),
)

# Base salary and rounding show themselves in the vectors of the other subjects.
VECTORS: tuple[Vector, ...] = ()
